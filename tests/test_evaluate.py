"""Evaluation: verdicts, figures with intervals, calibration, floors, baselines, the page and the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from extract.annotate import corpus
from extract.cli.app import app
from extract.errors import AnnotationError
from extract.evaluate import baseline, evaluate, figures, floors, gold, scoring
from extract.evaluate.page import page
from extract.evaluate.scoring import Verdict

TEXT = "清溪县柳坪镇人民政府2021年政府信息公开工作年度报告\n一、总体情况\n全年主动公开政府信息132条，收到申请3件。\n"


def thing(start: int, end: int, **more: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "text": "x" * (end - start), **more}


def fact(start: int, end: int, value: float = 1, kind: str = "disclosure", **more: Any) -> dict[str, Any]:
    return thing(start, end, kind=kind, stage=None, value=value, unit="条", confidence=0.9, **more)


@pytest.fixture
def run() -> Callable[..., Result]:
    return lambda *args: CliRunner().invoke(app, ["evaluate", *map(str, args)])


@pytest.fixture(scope="module")
def lines(root: Path) -> list[corpus.Annotated]:
    return corpus.read(root / "annotations" / "corpus" / "dev.jsonl")[:12]


@pytest.fixture
def set_file(lines: list[corpus.Annotated], tmp_path: Path) -> Path:
    corpus.write(tmp_path / "few.jsonl", lines)
    return tmp_path / "few.jsonl"


@pytest.mark.parametrize(
    ("want", "got", "same"),
    [
        (fact(0, 4), fact(0, 4), True),
        (fact(0, 4), fact(1, 4), True),
        (fact(0, 4), fact(3, 9), False),
        (fact(0, 4, 5), fact(0, 4, 6), False),
        (fact(0, 4), fact(0, 4, kind="other"), False),
        (fact(0, 20, 0), fact(18, 30, 0), True),
    ],
    ids=["the same", "a shorter span", "elsewhere", "another value", "another kind", "a denial has many words"],
)
def test_facts_agree(want: dict[str, Any], got: dict[str, Any], same: bool) -> None:
    assert bool(scoring.same_fact(want, got)) == same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("website", None), ("website", None), True),
        (("wechat_account", "柳坪发布"), ("wechat_account", "“柳坪发布”"), True),
        (("wechat_account", "柳坪发布"), ("wechat_account", None), False),
        (("wechat_account", "柳坪发布"), ("wechat_account", "柳坪之窗"), False),
        (("website", None), ("weibo", None), False),
    ],
)
def test_channels_agree(one: tuple[str, str | None], other: tuple[str, str | None], same: bool) -> None:
    want, got = ({"kind": kind, "name": name} for kind, name in (one, other))
    assert bool(scoring.same_channel(want, got)) == same


def test_pairs_are_one_to_one_and_best_first() -> None:
    wanted = [thing(0, 4), thing(4, 8)]
    assert scoring.pair(wanted, [thing(0, 8)], scoring.overlap) == [(wanted[0], thing(0, 8))]
    assert scoring.pair(wanted, [thing(3, 8), thing(0, 4)], scoring.overlap) == [
        (wanted[0], thing(0, 4)),
        (wanted[1], thing(3, 8)),
    ]
    assert scoring.overlap(*wanted) == 0


def test_a_record_is_right_by_itself_and_wrong_where_it_is_changed(root: Path) -> None:
    path = sorted((root / "annotations" / "gold").glob("*.json"))[0]
    told = json.loads(path.read_text(encoding="utf8"))
    assert {verdict.outcome for verdict in scoring.verdicts(told, told)} == {"right"}
    bare = {**told, "title": None, "organ": None, "year": None, "period": None}
    bare |= {name: [] for name in ("contacts", "sections", "facts", "channels", "problems", "remedies", "tables")}
    assert {verdict.outcome for verdict in scoring.verdicts(told, bare)} <= {"missed", "wrong"}
    more = {**told, "facts": [*told["facts"], fact(0, 2, 99)]}
    assert [v.label for v in scoring.verdicts(told, more) if v.outcome == "extra"] == ["disclosure"]


def test_what_was_not_annotated_is_not_judged(lines: list[corpus.Annotated]) -> None:
    one = lines[0]
    partial = corpus.Annotated(one.id, one.annotator, one.provenance, ("facts",), one.text, one.gold)
    told = evaluate([gold.of_corpus(partial)])
    assert {verdict.layer for verdict in told.judged[0]} <= {
        *("facts", "facts_other", "unit", "bound", "scope", "category", "fact_channel", "part_of")
    }


def test_figures_are_counts_with_intervals_that_hold_them() -> None:
    good, bad = Verdict("facts", "disclosure", fact(0, 1), fact(0, 1)), Verdict("facts", "press", fact(0, 1), None)
    made = figures.figures([[good, good, bad], [good], [good, good]])
    assert (made["facts"].right, made["facts"].found, made["facts"].wanted) == (5, 5, 6)
    assert made["facts"].precision == 1.0
    assert made["facts"].recall == pytest.approx(5 / 6)
    assert made["facts"].low is not None
    assert made["facts"].high is not None
    assert made["facts"].low < made["facts"].f1 < made["facts"].high
    assert (made["facts:disclosure"].f1, made["facts:press"].f1) == (1.0, 0.0)
    assert figures.figures([[good, good, bad], [good], [good, good]]) == made
    assert figures.figures([[good, bad]])["facts"].low is None, "nothing to resample in one report"


def test_calibration_by_hand() -> None:
    told = [(0.95, True), (0.95, True), (0.95, True), (0.95, False), (0.65, False), (0.65, True)]
    verdicts = [
        Verdict("facts", "x", fact(0, 1) if right else None, fact(0, 1) | {"confidence": sure}) for sure, right in told
    ]
    error, bins = figures.calibration([verdicts])["facts"]
    assert [(one.confidence, one.things, one.right) for one in bins] == [
        (pytest.approx(0.65), 2, 1),
        (pytest.approx(0.95), 4, 3),
    ]
    assert error == pytest.approx((abs(2 * 0.65 - 1) + abs(4 * 0.95 - 3)) / 6)
    kept = figures.sure([verdicts])
    assert (kept.right, kept.found, kept.wanted) == (3, 4, 6)


def test_confusion_says_what_was_taken_for_what() -> None:
    told = [
        Verdict("facts", "training", fact(0, 4, kind="training"), None),
        Verdict("facts", "meeting", None, fact(0, 4, kind="meeting")),
        Verdict("facts", "press", fact(9, 12, kind="press"), None),
    ]
    assert figures.confusion([told]) == {("facts", "training", "meeting"): 1, ("facts", "press", "(none)"): 1}


def test_errors_carry_their_sentence_and_span(lines: list[corpus.Annotated]) -> None:
    told = evaluate([gold.of_corpus(one) for one in lines], name="few")
    rows = [row for row in told.errors() if row["start"] is not None]
    texts = dict(zip(told.names, told.texts, strict=True))
    for row in rows:
        words = texts[row["report"]][row["start"] : row["end"]]
        assert words in row["sentence"] or row["layer"] in ("problems", "remedies", "links", "aspect", "sections"), row
    assert set(told.saved()) >= {"figures", "calibration", "confusion", "right", "errors", "numbers_that_are_no_facts"}


def test_numbers_that_state_no_fact_are_counted() -> None:
    one = corpus.Annotated("n1", "test", "made up", ("facts",), TEXT, {"facts": []})
    told = evaluate([gold.of_corpus(one)])
    there, read = told.numbers
    assert there >= read >= 1, "gold says that nothing here is a fact; the rules read 132条"


def test_baseline_lists_won_and_lost() -> None:
    before = {"figures": {"facts": {"f1": 0.5}, "links": {"f1": 0.5}}, "right": ["a", "b"]}
    after = {"figures": {"facts": {"f1": 0.7}, "links": {"f1": 0.5}}, "right": ["b", "c"]}
    change = baseline.compare(before, after)
    assert (change.figures, change.won, change.lost) == ({"facts": (0.5, 0.7)}, ("c",), ("a",))


def test_floors_rise_and_do_not_fall_without_leave(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    high, low = {"facts": figures.Figure(9, 10, 10)}, {"facts": figures.Figure(7, 10, 10)}
    assert floors.raised(path, "few", "hash", high) == {"facts": 0.89}
    assert floors.fallen(floors.read(path)["few"]["floors"], high) == []
    assert floors.fallen(floors.read(path)["few"]["floors"], low) == [floors.Fallen("facts", 0.89, 0.7)]
    assert floors.fallen({"links": 0.5}, high) == [floors.Fallen("links", 0.5, 0.0)], "a figure that is gone"
    with pytest.raises(AnnotationError, match="allow-regression"):
        floors.raised(path, "few", "hash", low)
    assert floors.raised(path, "few", "hash", low, allow_regression=True) == {"facts": 0.69}


@pytest.mark.parametrize("content", ["", "[]", "{", '{"few": {}}', '{"few": {"sha256": 1, "floors": {}}}'])
def test_bad_floors_are_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "floors.json").write_text(content, encoding="utf8")
    with pytest.raises(AnnotationError, match="floors"):
        floors.read(tmp_path / "floors.json")


def test_the_page_escapes_what_reports_hold() -> None:
    text = "全年公开<script>alert(1)</script>信息132条。"
    one = corpus.Annotated("x1", "test", "made up", ("facts",), text, {"facts": []})
    made = page(evaluate([gold.of_corpus(one)]).saved())
    assert "<script>alert" not in made
    assert "&lt;script&gt;alert" in made


def test_command_writes_and_compares(run: Callable[..., Result], set_file: Path, tmp_path: Path) -> None:
    first = run(set_file, "--out", tmp_path / "out")
    assert first.exit_code == 0, first.output
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        *("errors.csv", "evaluation.html", "evaluation.json")
    ]
    again = run(set_file, "--baseline", tmp_path / "out")
    assert "Won: 0" in again.stdout
    assert "Lost: 0" in again.stdout


def test_command_holds_floors(run: Callable[..., Result], set_file: Path, tmp_path: Path) -> None:
    held = tmp_path / "floors.json"
    held.write_text("{}", encoding="utf8")
    assert "no floors for few" in run(set_file, "--floors", held).stderr
    assert run(set_file, "--floors", held, "--update-floors").exit_code == 0
    assert run(set_file, "--floors", held).exit_code == 0
    told = json.loads(held.read_text(encoding="utf8"))
    told["few"]["floors"]["facts"] = 1.01
    held.write_text(json.dumps(told), encoding="utf8")
    below = run(set_file, "--floors", held)
    assert (below.exit_code, "below its floor of 1.010" in below.stdout) == (1, True)
    set_file.write_text("".join(set_file.read_text(encoding="utf8").splitlines(keepends=True)[1:]), encoding="utf8")
    other = run(set_file, "--floors", held)
    assert (other.exit_code, "another version" in other.stderr) == (2, True)


@pytest.mark.parametrize(
    ("name", "words"),
    [("gone.jsonl", "cannot be read"), ("", "neither a corpus file"), ("bad.jsonl", "bad.jsonl:1")],
)
def test_command_says_what_it_cannot_read(run: Callable[..., Result], tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "bad.jsonl").write_text('{"id": 1}\n', encoding="utf8") if name == "bad.jsonl" else None
    result = run(tmp_path / name)
    assert (result.exit_code, words in result.stderr) == (2, True), result.output


def test_command_wants_the_reports_of_a_folder(run: Callable[..., Result], root: Path, tmp_path: Path) -> None:
    folder = root / "annotations" / "gold"
    assert "--reports" in run(folder).stderr
    assert "holds no report named" in run(folder, "--reports", tmp_path).stderr
    done = run(folder, "--reports", root / "annotations" / "reports")
    assert (done.exit_code, "cells" in done.stdout) == (0, True)
