"""A made-up county over five years, as files through the real pipeline: what its reports say together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import forms
import pytest
from series import rows

import extract
from extract.panel.derive import derived
from extract.shards import running
from extract.shards.running import Request

NONE = ["0"] * 7
SET = "本机关高度重视政府信息公开工作，将其列入重要议事日程，明确专人负责日常事务。"


def applications(new: int, carried_in: int, carried_out: int, carried_cell: str | None = None) -> str:
    """The applications of a year, all by natural persons and granted, on the form of 2021."""
    done = new + carried_in - carried_out

    def row(value: int, cell: str | None = None) -> list[str]:
        word = str(value) if cell is None else cell
        return [word, "0", "0", "0", "0", "0", word]

    values = {
        "new": row(new),
        "carried_in": row(carried_in, carried_cell),
        "granted": row(done),
        "outcome_total": row(done),
        "carried_out": row(carried_out),
    }
    return forms.in_cells(forms.applications(values, "2021"))


def proactive(made: int, repealed: int, in_force: int, licences: int) -> str:
    values = {
        "normative_document": [str(made), str(repealed), str(in_force)],
        "license": [str(licences)],
    }
    return forms.in_cells(forms.proactive(values, "2021"))


def text(organ: str, year: int, body: str, *tables: tuple[str, str]) -> str:
    parts = "".join(f"{forms.HEADINGS[kind]}\n{table}\n" for kind, table in tables)
    return (
        f"{organ}{year}年政府信息公开工作年度报告\n一、总体情况\n{SET}{body}\n{parts}"
        f"{forms.HEADINGS['problems']}\n个别栏目更新不够及时。下一步将安排专人逐日更新。\n"
    )


def write(folder: Path) -> None:
    """青篁县, its bureaus and a town, 2019 to 2023."""
    stock = {2021: 40, 2022: 42, 2023: 44}
    for year in (2021, 2022, 2023):
        county = text(
            "青篁县人民政府" if year != 2022 else "青篁县人民政府办公室",
            year,
            f"全县主动公开政府信息{year - 1000}条，其中{'山水田林'[year - 2021]}类信息居多。",
            ("proactive", proactive(5, 3, stock[year], 100)),
            ("applications", applications(20, year - 2021, year - 2020)),
        )
        (folder / f"{year}").mkdir()
        (folder / f"{year}/county.txt").write_text(county, encoding="utf8")
        town = text(
            f"青篁县柳湾镇{'' if year == 2021 else '人民政府'}",
            year,
            f"全镇公开信息{year - 1900}条，群众来访{'春夏秋冬'[year - 2021]}季最多，已逐一答复。",
            ("proactive", proactive(0, 0, 0, 30)),
            ("applications", applications(6, 1, 1, "" if year == 2023 else None)),
        )
        (folder / f"{year}/town.txt").write_text(town, encoding="utf8")
    bureau = {
        2019: ("青篁县卫计委", 12),
        2021: ("青篁县卫健委", 80),
        2022: ("青篁县卫生健康委员会", 60),
        2023: ("青篁县 卫生健康委员会", 71),
    }
    for year, (organ, licences) in bureau.items():
        told = text(
            organ,
            year,
            f"公开疫情防控信息{licences}条，举办{'甲乙丙丁戊'[year - 2019]}类培训班若干期。",
            ("proactive", proactive(0, 0, 0, licences)),
            ("applications", applications(3, 0, 0)),
        )
        (folder / f"{year}").mkdir(exist_ok=True)
        (folder / f"{year}/health.txt").write_text(told, encoding="utf8")
    first = (folder / "2022/health.txt").read_text(encoding="utf8")
    (folder / "2022/health_new.txt").write_text(
        first.replace("公开疫情防控信息60条", "公开疫情防控信息66条"), encoding="utf8"
    )
    (folder / "2022/health_copy.txt").write_bytes(first.encode())


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    folder, out = tmp_path_factory.mktemp("青篁县"), tmp_path_factory.mktemp("run") / "out"
    write(folder)
    running.run(Request((str(folder),), str(out), formats=("parts",)))
    run = extract.load(out)
    assert run.manifest["counts"]["reports"] == 12
    assert run.manifest["counts"]["failures"] == 0
    told = {name: rows(table) for name, table in derived(run).items()}
    for row in told["across_evidence"]:
        if row["start"] is not None:
            assert run.text(row["report_id"])[row["start"] : row["end"]] == row["raw"]
    return told


def test_organs_and_spellings(county: dict[str, list[dict[str, Any]]]) -> None:
    made = {
        row["organ"]: (row["level"], row["region"], row["n_reports"], row["n_spellings"]) for row in county["organs"]
    }
    assert made == {
        "青篁县人民政府": ("county", None, 3, 2),
        "青篁县柳湾镇人民政府": ("township", "青篁县", 3, 2),
        "青篁县卫生健康委员会": ("department", "青篁县", 5, 2),
        "青篁县卫计委": ("department", "青篁县", 1, 1),
    }
    (rename,) = county["renames"]
    assert (rename["kind"], rename["old"], rename["new"]) == ("succession", "青篁县卫计委", "青篁县卫生健康委员会")


def test_coverage(county: dict[str, list[dict[str, Any]]]) -> None:
    health = {row["year"]: row["status"] for row in county["coverage"] if row["organ"] == "青篁县卫生健康委员会"}
    assert health == {2021: "there", 2022: "several", 2023: "there"}


def test_reports_published_twice(county: dict[str, list[dict[str, Any]]]) -> None:
    made = {row["path"].rsplit("/")[-1]: row for row in county["duplicates"] if row["year"] == row["other_year"]}
    assert {name: row["kind"] for name, row in made.items()} == {"health_copy.txt": "bytes", "health_new.txt": "near"}
    (differs,) = made["health_new.txt"]["differs"]
    assert differs.endswith(": 66条 | 60条")
    counted = [row["path"].rsplit("/")[-1] for row in county["report_organs"] if row["counted"] and row["year"] == 2022]
    assert sorted(counted) == ["county.txt", "health.txt", "town.txt"]


def test_checks_between_reports(county: dict[str, list[dict[str, Any]]]) -> None:
    listed = {
        (row["organ"], row["year"], row["check"], row["item"]): row["status"]
        for row in county["across"]
        if row["item"].endswith(("carried/total", "document/in_force", "license/decisions"))
    }
    government, town = "青篁县人民政府", "青篁县柳湾镇人民政府"
    assert {key[1:3]: status for key, status in listed.items() if key[0] == government} == {
        (2022, "carried"): "pass",
        (2023, "carried"): "pass",
        (2022, "in_force"): "pass",
        (2023, "in_force"): "pass",
        (2021, "children_sum"): "fail",  # 30 and 80 of 100, more than 5 % over
        (2022, "children_sum"): "pass",
        (2023, "children_sum"): "pass",
    }
    carried = {key[1]: status for key, status in listed.items() if key[0] == town and key[2] == "carried"}
    assert carried == {2022: "pass", 2023: "unknown"}  # the cell of 2023 is blank


def test_boilerplate(county: dict[str, list[dict[str, Any]]]) -> None:
    row = next(row for row in county["boilerplate"] if row["path"] == "2022/town.txt")
    assert row["shared_last_year"] == row["sentences"] - 1  # all but the sentence of the year
    assert row["last_year_path"] == "2021/town.txt"
    assert row["shared_corpus"] == 3  # the set phrase, the problem and the remedy stand with three other organs
