"""The audit from end to end: draw, fill in, estimate; and all that must be refused."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

import extract
from extract.audit import drawing, report
from extract.audit.design import of_json
from extract.audit.drawing import draw
from extract.audit.estimate import Estimate, Quality, estimate, quality, sampled
from extract.audit.filled import read
from extract.audit.population import Left, sentences, units
from extract.audit.sheet import write
from extract.audit.sums import corrections
from extract.cli.app import app
from extract.errors import ExtractError
from extract.facts import kinds
from extract.results import Results
from extract.shards.running import Request
from extract.shards.running import run as shards

KINDS = {kind.name: kind.stages for kind in kinds()}
Row = dict[str, str]
Fill = Callable[[Row], dict[str, Any]]


@pytest.fixture(scope="module")
def run(sample_paths: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Results:
    return made(tmp_path_factory.mktemp("run") / "out", sample_paths)


def made(folder: Path, paths: list[Path]) -> Results:
    shards(Request(tuple(map(str, paths)), str(folder)))
    return extract.load(folder)


def right(row: Row) -> dict[str, Any]:
    return {"missed_facts": "0"} if row["what"] == "sentence" else {"verdict": "right 对"}


def sheet_of(run: Results, path: Path, n: int = 120, **way: Any) -> Path:
    design, drawn = draw(run, n, KINDS, **way)
    write(design, drawn, path, overwrite=True)
    return path


def filled(path: Path, fill: Fill = right) -> Path:
    """The sheet with answers, saved as a spreadsheet program would."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        for sheet in book.worksheets[:2]:
            names = [str(cell.value).split()[0] for cell in sheet[1]]
            for row in sheet.iter_rows(min_row=2):
                told = {
                    name: "" if cell.value is None else str(cell.value) for name, cell in zip(names, row, strict=True)
                }
                for name, value in fill(told).items():
                    row[names.index(name)].value = value
        book.save(path)
        return path
    lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    names = [one.split()[0] for one in lines[0]]
    for line in lines[1:]:
        if line[1] != "design":
            for name, value in fill(dict(zip(names, line, strict=True))).items():
                line[names.index(name)] = str(value)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(lines)  # as Excel does in many countries
    return path


def told(path: Path) -> Estimate:
    return estimate(read(path))


def overall(path: Path) -> Quality:
    """The figures of all facts alone: it takes a twentieth of the time."""
    return quality("fact", "fact", sampled(read(path)), None)


# ---------------------------------------------------------------- the draw


def test_a_sample_is_the_same_for_a_seed_and_another_for_another(run: Results, tmp_path: Path) -> None:
    a, b, c = (sheet_of(run, tmp_path / f"{i}.xlsx", seed=seed) for i, seed in enumerate((1, 1, 2)))
    assert a.read_bytes() == b.read_bytes()
    assert {one.report for one in read(filled(a)).answers} != set()
    assert draw(run, 120, KINDS, seed=1)[1] != draw(run, 120, KINDS, seed=2)[1]
    assert c.is_file()


def test_the_order_of_reports_does_not_matter(run: Results) -> None:
    class Turned(Results):
        def texts(self) -> Any:
            return iter(list(Results.texts(self))[::-1])

    turned = Turned(run.out, run.manifest, run._place)
    assert draw(run, 100, KINDS) == draw(turned, 100, KINDS)


@pytest.mark.parametrize("by", [("kind", "confidence"), ("level",), ("year", "format"), ("kind", "size")])
@pytest.mark.parametrize("allocation", drawing.ALLOCATIONS)
def test_strata_part_the_run(run: Results, by: tuple[str, ...], allocation: str) -> None:
    design, drawn = draw(run, 150, KINDS, by=by, allocation=allocation)
    left = Left()
    there = list(units(run, ("fact",), left))
    assert sum(one.size for one in design.strata) == len(there)
    assert len(drawn) == 150 == sum(one.drawn for one in design.strata)
    for stratum in design.strata:
        mine = [unit for owner, unit in drawn if owner.name == stratum.name]
        assert len({unit.key for unit in mine}) == stratum.drawn >= min(5, stratum.size)
        assert all(value in ("*", unit.place[name]) for unit in mine for name, value in stratum.place.items())
    assert of_json(design.as_json()) == design


def test_what_is_unsure_is_looked_at_more_often(run: Results) -> None:
    design, _ = draw(run, 150, KINDS, by=("confidence",), layers=("fact", "problem", "remedy"))
    chance = {one.name: one.drawn / one.size for one in design.strata}
    assert chance["fact/low"] == 1 > chance["fact/middle"] > chance["fact/high"]


@given(
    sizes=st.lists(st.integers(1, 400), min_size=1, max_size=12),
    sure=st.floats(0, 1),
    extra=st.integers(0, 500),
    allocation=st.sampled_from(drawing.ALLOCATIONS),
)
def test_shares_add_up(sizes: list[int], sure: float, extra: int, allocation: str) -> None:
    groups = [drawing._Group("fact", {"kind": str(i)}, size, sure * size) for i, size in enumerate(sizes)]
    wanted = sum(min(5, size) for size in sizes) + extra
    shares = drawing._shares(groups, wanted, 5, allocation)
    assert sum(shares) == min(wanted, sum(sizes))
    assert all(min(5, size) <= share <= size for size, share in zip(sizes, shares, strict=True))


def test_sentences_hold_every_fact(run: Results) -> None:
    found = 0
    for record in run.records():
        text = run.text(record["report_id"])
        spans = list(sentences(record, text))
        assert all(text[a:b] == text[a:b].strip() and "\n" not in text[a:b] for a, b in spans)
        assert all(b <= c for (_, b), (c, _) in pairwise(spans))
        for fact in record["facts"]:
            assert sum(a <= fact["start"] < b for a, b in spans) == 1
            found += 1
        for table in record["tables"]:
            mine = [(a, b) for a, b in spans if a < table["end"] and table["start"] < b]
            assert all(any(a <= fact["start"] < b for fact in record["facts"]) for a, b in mine)
    assert found > 400


def test_a_fact_in_a_sentence_without_number_or_denial_is_unheard_of(root: Path) -> None:
    """What lets them be left out of the draw."""
    from extract.audit.population import _COUNTS, _SENTENCE

    found = 0
    for path in sorted((root / "annotations" / "corpus").glob("*.jsonl")):
        for line in path.open(encoding="utf8"):
            told = json.loads(line)
            starts = {fact["start"] for fact in told["gold"].get("facts") or ()}
            for match in _SENTENCE.finditer(told["text"]):
                mine = [at for at in starts if match.start() <= at < match.end()]
                found += len(mine)
                assert not mine or _COUNTS.search(match[0]), match[0]
    assert found > 3000


def test_records_of_the_same_file_are_drawn_from_once(sample_paths: list[Path], tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.txt", "b.txt")]
    for path in paths:
        path.write_bytes(sample_paths[0].read_bytes())
    design, _ = draw(made(tmp_path / "out", paths), 20, KINDS, by=("confidence",), least=2)
    assert (design.reports, design.left_out["same_file"]) == (1, 1)


@pytest.mark.parametrize(
    ("n", "way", "words"),
    [
        (10, {}, "too few for"),
        (60, {"by": ("colour",)}, "unknown stratum 'colour'; known: kind, confidence"),
        (60, {"layers": ("cell",)}, "unknown layer 'cell'"),
        (60, {"layers": ()}, r"unknown layer list \(empty\)"),
        (60, {"allocation": "fair"}, "unknown allocation 'fair'"),
        (60, {"sentences": 61}, "61 sentences are more than the 60 rows"),
        (60, {"layers": ("channel",), "sentences": 5}, "no sentence tells which channels were missed"),
    ],
)
def test_what_cannot_be_drawn(run: Results, n: int, way: dict[str, Any], words: str) -> None:
    with pytest.raises(ExtractError, match=words):
        draw(run, n, KINDS, **way)


# ---------------------------------------------------------------- the estimate


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_all_right(run: Results, tmp_path: Path, suffix: str) -> None:
    found = told(filled(sheet_of(run, tmp_path / f"a.{suffix}", seed=3)))
    all_ = found.overall["fact"]
    assert (all_.precision.value, all_.precision.high) == (1, 1)
    assert 0.9 < all_.precision.low < 1  # type: ignore[operator]
    assert all_.recall.value == all_.f1.value == 1
    assert all_.number.value == all_.read == sum(len(record["facts"]) for record in run.records())
    assert found.corrections == ()
    assert all(one.corrected.value == one.read for one in found.sums)
    assert (found.answered, found.blank) == (120, 0)


def by_place(row: Row) -> dict[str, Any]:
    """A truth that hangs on the place alone: whoever looks at all of it knows the figures."""
    at = int(row["start"])
    if row["what"] == "sentence":
        return {"missed_facts": 1, "what_missed": "disclosure=36"} if at % 11 == 0 else {"missed_facts": 0}
    if at % 13 == 0:
        return {"verdict": "多余"}
    if at % 7 == 0:
        return {"verdict": "misread", "right_kind": "meeting", "right_value": 4}
    return {"verdict": "right"}


def test_who_looks_at_all_knows_all(run: Results, tmp_path: Path) -> None:
    found = told(filled(sheet_of(run, tmp_path / "a.csv", 100_000, sentences=50_000), by_place))
    starts = [(fact["start"], fact["kind"]) for record in run.records() for fact in record["facts"]]
    spurious = sum(at % 13 == 0 for at, _ in starts)
    misread = sum(at % 13 != 0 and at % 7 == 0 for at, _ in starts)
    spans = [span for record in run.records() for span in sentences(record, run.text(record["report_id"]))]
    unit = [unit for unit in units(run, ("fact",), Left()) if unit.frame == "sentence"]
    assert len(unit) < len(spans)
    missed = sum(one.row["start"] % 11 == 0 for one in unit)
    read, hit = len(starts), len(starts) - spurious - misread
    all_ = found.overall["fact"]
    for figure, truth in (
        (all_.precision, hit / read),
        (all_.recall, hit / (hit + misread + missed)),
        (all_.f1, 2 * hit / (2 * hit + spurious + misread + misread + missed)),
        (all_.number, read - spurious + missed),
    ):
        assert (figure.value, figure.low, figure.high) == pytest.approx((truth,) * 3, abs=1e-6)
    kinds_ = {one.name: one for one in found.kinds}
    stays = sum(kind == "disclosure" and at % 13 and at % 7 != 0 for at, kind in starts)
    assert kinds_["disclosure"].number.value == pytest.approx(stays + missed)
    assert kinds_["meeting"].number.value == pytest.approx(
        sum(kind == "meeting" and at % 13 != 0 for at, kind in starts)
        + sum(kind != "meeting" and at % 13 != 0 and at % 7 == 0 for at, kind in starts)
    )
    total = next(one for one in found.sums if one.cell == "disclosure")
    parts = [one for one in found.corrections if one.cell.partition("/")[0] == "disclosure"]
    assert total.corrected.low == pytest.approx(total.corrected.high)
    assert total.read + sum(one.value for one in parts) == pytest.approx(total.corrected.value)
    number = sum(one.number for one in parts)
    assert kinds_["disclosure"].read + number == pytest.approx(kinds_["disclosure"].number.value)


def test_many_samples_find_the_truth(run: Results, tmp_path: Path) -> None:
    """The mean of the estimates of many samples is the truth, though strata are drawn from unequally."""
    way: dict[str, Any] = {"by": ("confidence",)}
    whole = overall(filled(sheet_of(run, tmp_path / "all.csv", 100_000, sentences=50_000), by_place))
    some = [overall(filled(sheet_of(run, tmp_path / "a.csv", 160, seed=seed, **way), by_place)) for seed in range(12)]
    for name in ("precision", "recall", "number"):
        truth = getattr(whole, name).value
        values = [getattr(one, name).value for one in some]
        assert sum(values) / len(values) == pytest.approx(truth, rel=0.03), name
        inside = sum(getattr(one, name).low <= truth <= getattr(one, name).high for one in some)
        assert inside >= 10, name


def test_corrections_are_right_on_average(run: Results, tmp_path: Path) -> None:
    """What is added to reports for a regression sums up, over many samples, to what must be added."""

    def added(path: Path) -> float:
        some = corrections(sampled(read(filled(path, by_place))))
        return sum(one.number for one in some if one.cell.partition("/")[0] == "disclosure")

    truth = added(sheet_of(run, tmp_path / "all.csv", 100_000, sentences=50_000))
    drawn = [added(sheet_of(run, tmp_path / "a.csv", 160, seed=seed, by=("confidence",))) for seed in range(14)]
    spread = (sum((one - truth) ** 2 for one in drawn) / len(drawn)) ** 0.5
    assert truth > 5
    assert abs(sum(drawn) / len(drawn) - truth) < 2.5 * spread / len(drawn) ** 0.5


def test_levels_get_figures_of_their_own(run: Results, tmp_path: Path) -> None:
    found = told(filled(sheet_of(run, tmp_path / "a.csv", 200, by=("level",)), by_place))
    assert {one.name for one in found.groups["level"]} >= {"county", "township"}
    assert sum(one.read for one in found.groups["level"]) == found.overall["fact"].read
    assert told(filled(sheet_of(run, tmp_path / "b.csv", 120), by_place)).groups == {}


def test_problems_and_channels(run: Results, tmp_path: Path) -> None:
    def fill(row: Row) -> dict[str, Any]:
        if row["what"] == "sentence":
            return {"missed_facts": 0, "missed_problems": int(row["start"]) % 3 == 0, "missed_remedies": 0} | {
                "missed_problems": int(int(row["start"]) % 9 == 0)
            }
        return {"verdict": "misread" if row["what"] == "problem" and int(row["start"]) % 5 == 0 else "right"}

    layers = ("fact", "channel", "problem", "remedy")
    found = told(filled(sheet_of(run, tmp_path / "a.xlsx", 300, by=("confidence",), layers=layers), fill)).overall
    assert tuple(found) == layers
    assert found["channel"].precision.value == 1
    assert "nothing can be said" in found["channel"].recall.why
    assert found["problem"].recall.value < found["problem"].precision.value < 1  # type: ignore[operator]
    assert found["remedy"].recall.value == 1


def test_a_blank_row_is_missing_not_right(run: Results, tmp_path: Path) -> None:
    path = sheet_of(run, tmp_path / "a.csv", 160, by=("confidence",))
    found = told(filled(path, lambda row: {} if int(row["row"]) % 2 and row["stratum"] != "fact/low" else right(row)))
    assert found.blank > 60
    assert found.answered + found.blank == 160
    assert f"{found.blank} could not be" in report.paragraph(found, "en")
    with pytest.raises(ExtractError, match=r"too few answers .* fact/high \(0 of"):
        told(
            filled(
                sheet_of(run, path, 160, by=("confidence",)), lambda r: {} if r["stratum"] == "fact/high" else right(r)
            )
        )


def test_a_missed_fact_without_value_gives_no_sum(run: Results, tmp_path: Path) -> None:
    def fill(row: Row) -> dict[str, Any]:
        lost = {"missed_facts": 2, "what_missed": "review/received; training = 3 部分"}
        return lost if row["what"] == "sentence" else right(row)

    found = {one.cell: one.corrected for one in told(filled(sheet_of(run, tmp_path / "a.csv"), fill)).sums}
    assert found["review/received"].why == "a missed fact of it was named without its value"
    assert found["training"].value == next(one.read for one in told(tmp_path / "a.csv").sums if one.cell == "training")


# ---------------------------------------------------------------- what is refused


def thing(**given: Any) -> Fill:
    """Everything right, and in the first row of a fact what is given."""
    return lambda row: right(row) | given if row["row"] == "1" else right(row)


def sentence(**given: Any) -> Fill:
    return lambda row: right(row) | given if row["row"] == "120" else right(row)


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize(
    ("fill", "words"),
    [
        (thing(verdict="maybe"), "unknown verdict 'maybe'; known are right 对, misread 读错, spurious 多余"),
        (thing(verdict="right spurious"), "unknown verdict"),
        (thing(right_value="9999"), "right, and yet right_value says something else"),
        (thing(verdict="", right_value="5"), "right_value without a verdict"),
        (thing(verdict="spurious", right_kind="meeting"), "spurious, and yet right_kind"),
        (thing(verdict="misread"), "misread, but nothing says what is right"),
        (thing(verdict="misread", right_kind="weather"), "unknown kind 'weather'; known are application"),
        (thing(verdict="misread", right_kind="training", right_stage="made"), "training has no stage 'made'"),
        (thing(verdict="misread", right_value="a lot"), "right_value 'a lot' is no number"),
        (thing(verdict="misread", right_counted="perhaps"), "unknown right_counted 'perhaps'; known are yes 是, no 否"),
        (sentence(missed_facts="some"), "missed_facts 'some' is no whole number"),
        (sentence(missed_facts="2", what_missed="disclosure=36"), "missed_facts is 2, what_missed names 1"),
        (sentence(missed_facts="1", what_missed="weather=36"), "unknown kind 'weather'"),
        (sentence(missed_facts="1", what_missed="disclosure=many"), "'many' is no number"),
        (sentence(missed_facts="", what_missed="disclosure=36"), "what_missed without missed_facts"),
    ],
)
def test_answers_that_cannot_be(run: Results, tmp_path: Path, suffix: str, fill: Fill, words: str) -> None:
    path = sheet_of(run, tmp_path / f"a.{suffix}")
    with pytest.raises(ExtractError) as error:
        read(filled(path, fill))
    assert words in str(error.value)
    assert (
        ("row 2:" in str(error.value) or "row 6" in str(error.value))
        if suffix == "xlsx"
        else "line" in str(error.value)
    )


def rewritten(path: Path, change: Callable[[list[list[str]]], list[list[str]]]) -> Path:
    lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(change(lines))
    return path


def cell_changed(at: int, was: Callable[[str], str]) -> Callable[[list[list[str]]], list[list[str]]]:
    def change(lines: list[list[str]]) -> list[list[str]]:
        lines[1][at] = was(lines[1][at])
        return lines

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda lines: [*lines[:1], *lines[2:]], "was changed: stratum"),
        (lambda lines: [*lines[:2], *lines[1:]], "twice"),
        (lambda lines: lines[:-1], "holds no design"),
        (lambda lines: [[*line[:10], *line[11:]] for line in lines], "no column sentence"),
        (lambda lines: [[*line[:23], *line[24:]] for line in lines], "has no column verdict"),
        (lambda lines: [["colour", *lines[0][1:]], *lines[1:]], "unknown column colour"),
        (cell_changed(2, lambda key: f"0{key}"), "was changed in a column that is not to be filled in"),
        (cell_changed(14, lambda value: f"{value}0"), "was changed in a column"),
        (cell_changed(3, lambda _: "fact/nothing"), "stratum fact/nothing is not in its design"),
        (
            lambda lines: [*lines[:-1], [cell.replace('"seed":0', '"seed":1') for cell in lines[-1]]],
            "was changed in a column",
        ),
    ],
)
def test_a_sheet_that_was_changed(
    run: Results, tmp_path: Path, change: Callable[[list[list[str]]], list[list[str]]], words: str
) -> None:
    with pytest.raises(ExtractError, match=words):
        read(rewritten(sheet_of(run, tmp_path / "a.csv"), change))


def test_sorting_rows_and_spelling_numbers_otherwise_is_harmless(run: Results, tmp_path: Path) -> None:
    path = filled(sheet_of(run, tmp_path / "a.xlsx"), by_place)
    before = told(path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, values in enumerate(rows[::-1], 2):
        for at, value in enumerate(values, 1):
            sheet.cell(number, at).value = float(value) if isinstance(value, int) else value
    book.save(path)
    assert told(path).overall == before.overall


def test_other_files_are_no_sheets(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "a.xlsx").write_text("x")
    (tmp_path / "a.csv").write_bytes("文".encode("gb18030"))
    openpyxl.Workbook().save(tmp_path / "b.xlsx")
    for name, words in (
        ("a.txt", "ends in neither"),
        ("a.xlsx", "cannot be read as a workbook"),
        ("a.csv", "save it as CSV UTF-8"),
        ("b.xlsx", "has no sheet things, sentences, design"),
        ("c.csv", "does not exist"),
    ):
        with pytest.raises(ExtractError, match=words):
            read(tmp_path / name)


# ---------------------------------------------------------------- the commands


def gongkai(*args: object) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args])


def test_the_commands(run: Results, tmp_path: Path) -> None:
    path = tmp_path / "audit.xlsx"
    drawn = gongkai("audit", "sample", run.out, "--n", 100, "--out", path)
    assert drawn.exit_code == 0, drawn.output
    assert "100 rows written" in drawn.stdout
    again = gongkai("audit", "sample", run.out, "--n", 100, "--out", path)
    assert (again.exit_code, "--overwrite" in again.stderr) == (2, True)
    empty = gongkai("audit", "estimate", path)
    assert (empty.exit_code, "too few answers" in empty.stderr) == (2, True)
    filled(path, by_place)
    out = tmp_path / "figures"
    done = gongkai("audit", "estimate", path, "--out", out, "--run", run.out)
    assert done.exit_code == 0, done.output
    assert sorted(one.name for one in out.iterdir()) == sorted(report.FILES)
    figures = json.loads((out / "estimate.json").read_text(encoding="utf8"))
    assert json.loads(gongkai("audit", "estimate", path, "--json").stdout) == figures
    value = figures["overall"]["fact"]["precision"]["value"]
    for text in ((out / "paragraph.md").read_text(encoding="utf8"), done.stdout):
        assert f"{value:.3f} (95% CI [" in text
        assert "95% 置信区间" in text
        assert "{" not in text
    with (out / "quality.csv").open(encoding="utf-8-sig") as file:
        assert float(next(csv.DictReader(file))["precision"]) == value


def test_another_run_is_refused(run: Results, sample_paths: list[Path], tmp_path: Path) -> None:
    path = filled(sheet_of(run, tmp_path / "a.csv"))
    made(tmp_path / "other", sample_paths[:1])
    done = gongkai("audit", "estimate", path, "--run", tmp_path / "other")
    assert (done.exit_code, "was drawn from another run" in done.stderr) == (2, True)


def test_a_workbook_is_made_for_people(run: Results, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(sheet_of(run, tmp_path / "a.xlsx"))
    assert [sheet.title for sheet in book.worksheets][:4] == [
        "things 数据",
        "sentences 句子",
        "instructions 说明",
        "strata 分层",
    ]
    for sheet in book.worksheets[:2]:
        assert sheet.freeze_panes == "B2"
        names = [str(cell.value).split()[0] for cell in sheet[1]]
        listed = {str(one.sqref).split(":")[0].rstrip("0123456789") for one in sheet.data_validations.dataValidation}
        wanted = (
            {"verdict", "right_kind", "right_stage", "right_counted"} if sheet.title[0] == "t" else {"missed_facts"}
        )
        letters = {name: sheet.cell(1, at).column_letter for at, name in enumerate(names, 1)}
        assert {letters[name] for name in wanted} <= listed
    things = book.worksheets[0]
    assert all("⟦" in str(row[10]) for row in things.iter_rows(min_row=2, values_only=True))
    assert "怎样填写" in str(book.worksheets[2]["A1"].value)


def test_a_formula_in_a_report_stays_text(run: Results, tmp_path: Path) -> None:
    design, drawn = draw(run, 60, KINDS)
    unit = replace(drawn[0][1], row={**drawn[0][1].row, "sentence": "=1+1⟦3⟧", "path": "=cmd.txt"})
    for suffix in ("xlsx", "csv"):
        write(design, [(drawn[0][0], unit), *drawn[1:]], tmp_path / f"a.{suffix}")
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if str(cell.value) in ("=1+1⟦3⟧", "=cmd.txt")] == ["s", "s"]
    assert "'=1+1" in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
