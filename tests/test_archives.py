"""Reports in archives and in tables: found, named, read, and every kind of bad input."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from docxes import p, package
from typer.testing import CliRunner

from extract.batch import Outcome, run_batch
from extract.cli.app import app
from extract.errors import ReadError
from extract.inputs import Inputs, find
from extract.reading import archives, read, rowfiles

TEXT = "柳湾镇2020年政府信息公开工作年度报告\n一、总体情况\n全年主动公开政府信息12条。\n"


def archive(path: Path, files: Mapping[str, str | bytes], encoding: str | None = None) -> Path:
    """A zip; with ``encoding`` its names are in it and nothing says so, as old programs write them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    swaps: dict[bytes, bytes] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for i, (name, data) in enumerate(files.items()):
            if encoding is not None:
                wanted = name.encode(encoding)
                name = f"{i}".ljust(len(wanted), "_")
                swaps[name.encode()] = wanted
            packed.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    data = path.read_bytes()
    for old, new in swaps.items():
        data = data.replace(old, new)
    path.write_bytes(data)
    return path


def names(found: Inputs) -> list[str]:
    return [name for _, name in found.files]


def told(found: Inputs) -> dict[str, str]:
    return {failure.path: failure.reason for failure in found.failures}


def texts(outcomes: list[Outcome]) -> dict[str, str]:
    return {o.path: o.report.text if o.report else f"FAILED {o.failure and o.failure.reason}" for o in outcomes}


# ---------------------------------------------------------------- archives


def test_an_archive_is_opened_in_a_folder_and_by_its_name(tmp_path: Path) -> None:
    inner = {
        "b/二.txt": TEXT + "乙",
        "a.txt": TEXT,
        "c.docx": package(p(TEXT)),
        "x.css": "",
        "__MACOSX/a.txt": "",
        ".y.txt": "",
    }
    archive(tmp_path / "in" / "deep" / "some.ZIP", inner)
    (tmp_path / "in" / "a.txt").write_text(TEXT, encoding="utf8")
    found = find([tmp_path / "in"])
    assert names(found) == ["a.txt", "deep/some.ZIP/a.txt", "deep/some.ZIP/b/二.txt", "deep/some.ZIP/c.docx"]
    assert found.skipped == ("deep/some.ZIP/x.css",)
    assert not found.failures
    assert names(find([tmp_path / "in" / "deep" / "some.ZIP"])) == [
        "some.ZIP/a.txt",
        "some.ZIP/b/二.txt",
        "some.ZIP/c.docx",
    ]
    outcomes = list(run_batch(found))
    assert texts(outcomes)["deep/some.ZIP/b/二.txt"] == TEXT + "乙"
    assert [o.report.source.format for o in outcomes if o.report] == ["txt", "txt", "txt", "docx"]
    assert outcomes == list(run_batch(found, jobs=2))


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8"])
def test_names_without_an_encoding(tmp_path: Path, encoding: str) -> None:
    path = archive(tmp_path / "a.zip", {"青篁镇/二〇二〇年.txt": TEXT}, encoding)
    with zipfile.ZipFile(path) as packed:
        assert not packed.infolist()[0].flag_bits & 0x800
    found = find([path])
    assert names(found) == ["a.zip/青篁镇/二〇二〇年.txt"]
    assert texts(list(run_batch(found))) == {"a.zip/青篁镇/二〇二〇年.txt": TEXT}


def test_names_of_other_programs(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"town\\a.txt": TEXT, "./b//c.txt": TEXT + "丙"})
    found = find([path])
    assert names(found) == ["a.zip/b/c.txt", "a.zip/town/a.txt"]
    assert [o.failure for o in run_batch(found)] == [None, None]


def test_one_report_of_an_archive_is_read_by_its_path(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"x/b.txt": TEXT})
    assert read(path / "x" / "b.txt").raw == TEXT
    assert names(find([path / "x" / "b.txt"])) == ["a.zip/x/b.txt"]
    assert CliRunner().invoke(app, ["show", str(path / "x" / "b.txt")]).exit_code == 0
    with pytest.raises(ReadError, match="not in the archive"):
        read(path / "none.txt")
    with pytest.raises(ReadError, match="name a report in it"):
        read(path)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../a.txt", "leads out"),
        ("x/../../a.txt", "leads out"),
        ("/etc/a.txt", "leads out"),
        ("C:\\a.txt", "leads out"),
        ("inner.zip", "archive within an archive"),
        ("inner.rar", "archive within an archive"),
    ],
)
def test_members_that_are_refused(tmp_path: Path, name: str, words: str) -> None:
    path = archive(tmp_path / "a.zip", {name: TEXT, "good.txt": TEXT})
    found = find([path])
    assert names(found) == ["a.zip/good.txt"]
    ((shown, reason),) = told(found).items()
    assert shown == "a.zip/" + name.replace("\\", "/")
    assert words in reason


def test_a_name_that_stands_twice(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("a.txt", TEXT)
        with pytest.warns(UserWarning, match="Duplicate"):
            packed.writestr("a.txt", TEXT + "乙")
    found = find([path])
    assert "twice" in told(found)["a.zip/a.txt"]
    assert texts(list(run_batch(found)))["a.zip/a.txt"] == TEXT


def test_bombs_are_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = archive(tmp_path / "a.zip", {"bomb.txt": "0" * 5_000_000, "huge.txt": "0" * 21_000_000, "good.txt": TEXT})
    found = find([path])
    assert names(found) == ["a.zip/good.txt"]
    assert "200 times its size" in told(found)["a.zip/bomb.txt"]
    assert "limit of 20,000,000" in told(found)["a.zip/huge.txt"]
    with pytest.raises(ReadError, match="200 times"):
        read(path / "bomb.txt")
    for limit, words in (("MAX_MEMBERS", "3 files, more than 2"), ("MAX_TOTAL", "more than 2 bytes")):
        with monkeypatch.context() as patch:
            patch.setattr(archives, limit, 2)
            archives._cached.cache_clear()
            assert words in told(find([path]))["a.zip"]


def test_broken_archives_are_failures(tmp_path: Path) -> None:
    good = archive(tmp_path / "good.zip", {"a.txt": TEXT, "b.txt": TEXT * 2}).read_bytes()
    cases = {
        "cut.zip": (good[:-30], "damaged"),
        "text.zip": (b"no zip at all", "damaged"),
        "empty.zip": (b"", "damaged"),
        "word.zip": (package(p("文")), "suffix .docx"),
    }
    for name, (data, words) in cases.items():
        (tmp_path / name).write_bytes(data)
        found = find([tmp_path / name])
        assert words in told(found)[name]
        assert not found.files
    archive(tmp_path / "void.zip", {"a.png": ""})
    assert "holds no report" in told(find([tmp_path / "void.zip"]))["void.zip"]


def test_a_damaged_or_locked_member_is_one_failure(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"a.txt": TEXT, "b.txt": TEXT + "乙"})
    data = path.read_bytes()
    at = data.index(b"a.txt") + 8
    path.write_bytes(data[:at] + bytes(6) + data[at + 6 :])
    outcomes = list(run_batch([path]))
    assert [outcome.failure is None for outcome in outcomes] == [False, True]
    assert "damaged in the archive" in texts(outcomes)["a.zip/a.txt"]
    at = data.index(b"PK\x01\x02") + 8
    (tmp_path / "b.zip").write_bytes(data[:at] + b"\x01" + data[at + 1 :])
    assert "password" in told(find([tmp_path / "b.zip"]))["b.zip/a.txt"]


# ---------------------------------------------------------------- tables

ROWS = [{"id": "镇/1", "title": "甲", "content": TEXT}, {"id": "镇/2", "title": "乙", "content": TEXT + "“乙”,\n"}]


def table(path: Path, rows: list[dict[str, str]], encoding: str = "utf-8-sig", mark: str = ",") -> Path:
    if path.suffix == ".csv":
        import csv

        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]), delimiter=mark)
        writer.writeheader()
        writer.writerows(rows)
        path.write_bytes(out.getvalue().encode(encoding))
    elif path.suffix == ".jsonl":
        path.write_text("\n\n".join(json.dumps(row) for row in rows), encoding="utf8")
    else:
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), path)
    return path


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_every_row_is_a_report(tmp_path: Path, suffix: str) -> None:
    path = table(tmp_path / f"crawl{suffix}", ROWS)
    found = find([tmp_path], text_column="content", id_column="id")
    assert names(found) == [f"crawl{suffix}#镇/1", f"crawl{suffix}#镇/2"]
    outcomes = list(run_batch(found))
    assert texts(outcomes) == {f"crawl{suffix}#{row['id']}": row["content"] for row in ROWS}
    assert [o.report.source.format for o in outcomes if o.report] == ["txt", "txt"]
    assert list(run_batch(found, jobs=2)) == outcomes
    assert names(find([path], text_column="content")) == [f"crawl{suffix}#1", f"crawl{suffix}#2"]
    assert read(f"{path}#2:content").raw == ROWS[1]["content"]
    assert names(find([f"{path}#2:content"])) == [f"crawl{suffix}#2"]


@pytest.mark.parametrize(("encoding", "mark"), [("gb18030", ","), ("utf-16", "\t"), ("utf-8", ";")])
def test_encodings_and_marks_of_a_csv(tmp_path: Path, encoding: str, mark: str) -> None:
    path = table(tmp_path / "a.csv", ROWS, encoding, mark)
    found = find([path], text_column="content", id_column="title")
    assert names(found) == ["a.csv#甲", "a.csv#乙"]
    assert list(texts(list(run_batch(found))).values()) == [row["content"] for row in ROWS]


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_a_missing_column_names_those_that_are_there(tmp_path: Path, suffix: str) -> None:
    path = table(tmp_path / f"a{suffix}", ROWS)
    for columns in ({"text_column": "text"}, {"text_column": "content", "id_column": "text"}):
        found = find([path], **columns)
        assert told(found) == {path.name: "has no column 'text'; there are: id, title, content"}
    reason = told(find([path]))[path.name]
    assert "--text-column" in reason
    assert "id, title, content" in reason


def test_tables_in_folders_are_passed_over_unless_a_column_is_named(tmp_path: Path) -> None:
    table(tmp_path / "a.csv", ROWS)
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf8")
    found = find([tmp_path])
    assert (names(found), found.skipped) == (["b.txt"], ("a.csv",))


def test_rows_that_cannot_be_read_are_failures(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'id,text\n1,"{TEXT}"\n2,\n3\n4,a,b\n\n1,{TEXT[:9]}\n', encoding="utf8")
    (tmp_path / "b.jsonl").write_text(
        '{"text": "一"}\nnonsense\n[1]\n{"text": null}\n{"text": ["x"]}\n{"no": 1}\n', encoding="utf8"
    )
    outcomes = list(run_batch(find([tmp_path], text_column="text")))
    got = texts(outcomes)
    assert [path for path, text in got.items() if not text.startswith("FAILED")] == ["a.csv#1", "a.csv#5", "b.jsonl#1"]
    for path, words in {
        "a.csv#2": "is empty", "a.csv#3": "1 fields where the head has 2", "a.csv#4": "3 fields", "b.jsonl#2": "line 2 is no JSON",
        "b.jsonl#3": "no JSON object", "b.jsonl#4": "has nothing in the column", "b.jsonl#5": "has no text in", "b.jsonl#6": "has nothing",
    }.items():  # fmt: skip
        assert words in got[path]
    assert names(find([tmp_path / "a.csv"], text_column="text", id_column="id"))[-1] == "a.csv#1 (row 5)"


def test_broken_tables_are_failures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, data, words in (
        ("empty.csv", b" \n", "is empty"),
        ("head.csv", b"id,text\n", "holds no row"),
        ("binary.csv", bytes(range(256)) * 9, "binary"),
        ("a.jsonl", b"[" * 100_000, "has no column 'text'; there are: none"),
        ("a.parquet", b"PAR1 no", "is no Parquet"),
    ):
        (tmp_path / name).write_bytes(data)
        assert words in told(find([tmp_path / name], text_column="text"))[name]
    cut = table(tmp_path / "b.parquet", ROWS)
    data = cut.read_bytes()
    cut.write_bytes(data[:4] + bytes(400) + data[404:])
    assert "Parquet" in told(find([cut], text_column="content"))["b.parquet"]
    good = table(tmp_path / "c.parquet", ROWS)
    with pytest.raises(ReadError, match="no row 3; there are 2"):
        read(f"{good}#3:content")
    with pytest.raises(ReadError, match="limit of 10"):
        read(f"{good}#1:content", max_bytes=10)
    monkeypatch.setattr(rowfiles, "MAX_BYTES", 20)
    assert "limit of 20" in told(find([good], text_column="title"))["c.parquet"]


def test_the_name_of_a_column_may_be_long(tmp_path: Path) -> None:
    name = "正文/全文" * 60
    path = table(tmp_path / "a.csv", [{name: TEXT}])
    assert texts(list(run_batch(find([path], text_column=name)))) == {"a.csv#1": TEXT}


def test_a_defect_while_a_table_is_opened_stops_no_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError("on purpose")

    path = table(tmp_path / "a.csv", ROWS)
    monkeypatch.setattr(rowfiles, "listing", crash)
    assert "ZeroDivisionError: on purpose (a defect of gongkai" in told(find([path], text_column="content"))["a.csv"]


def test_run_takes_columns(tmp_path: Path) -> None:
    path, out = table(tmp_path / "a.csv", ROWS), tmp_path / "out"
    args = ["run", str(path), "--out", str(out), "--text-column", "content", "--id-column", "id"]
    result = CliRunner().invoke(app, args)
    assert result.exit_code == 0, result.output
    lines = (out / "reports.jsonl").read_text(encoding="utf8").splitlines()
    assert [json.loads(line)["source"]["path"] for line in lines] == ["a.csv#镇/1", "a.csv#镇/2"]
