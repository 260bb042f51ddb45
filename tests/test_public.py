"""Public names beside reading: samples to annotate and evaluations, as a notebook calls them."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

import extract
from extract.cli import main

ANNOTATIONS = Path(__file__).resolve().parents[1] / "annotations"
SAMPLES = sorted((ANNOTATIONS / "reports").glob("s0[57]*.txt"))


@pytest.fixture(scope="module")
def reports() -> list[extract.Report]:
    return [outcome.report for outcome in extract.run_batch(SAMPLES) if outcome.report]


def test_a_sample_of_reports_can_be_written_and_comes_back(reports: list[extract.Report], tmp_path: Path) -> None:
    drawn = extract.sample(reports, n=9, seed=3)
    assert len(drawn) == 9
    assert sum(drawn.strata["year"].values()) == 9
    assert set(drawn.strata) == {"kind", "section", "year", "level"}
    assert extract.sample(reports, n=9, seed=3).lines == drawn.lines
    assert extract.sample(reports, n=9, seed=4).lines != drawn.lines
    assert drawn.write(tmp_path / "todo.jsonl") == {}
    assert len((tmp_path / "todo.jsonl").read_text(encoding="utf8").splitlines()) == 9
    assert drawn.write(str(tmp_path / "todo.txt"), "markup") == {}
    assert (tmp_path / "todo.txt").read_text(encoding="utf8").count("### ") == 9
    assert any("links" in lost for lost in extract.sample(reports, 2, unit="report").write(tmp_path / "c", "conll"))
    with pytest.raises(extract.ExtractError, match=r"todo\.txt"):
        drawn.write(tmp_path / "todo.txt", "markup")
    drawn.write(tmp_path / "todo.txt", "markup", overwrite=True)


def test_a_sample_of_a_run_is_that_of_its_reports(reports: list[extract.Report], tmp_path: Path) -> None:
    with contextlib.suppress(SystemExit):
        main(["run", *map(str, SAMPLES), "--out", str(tmp_path / "out")])
    assert extract.sample(tmp_path / "out", n=5).lines == extract.sample(reports, n=5).lines
    with pytest.raises(extract.ExtractError, match=r"holds no|is no folder"):
        extract.sample(str(tmp_path))


def test_one_report_is_a_sample_too(reports: list[extract.Report]) -> None:
    drawn = extract.sample(reports[0], unit="report")
    assert [line.text for line in drawn.lines] == [reports[0].text]
    with pytest.raises(extract.ExtractError, match="unknown unit 'word'; known are sentence, report"):
        extract.sample(reports, unit="word")


def test_an_evaluation_of_a_file_that_is_named(tmp_path: Path) -> None:
    lines = (ANNOTATIONS / "corpus" / "dev.jsonl").read_text(encoding="utf8").splitlines(keepends=True)
    (tmp_path / "few.jsonl").write_text("".join(lines[:3]), encoding="utf8")
    one = extract.evaluation(str(tmp_path / "few.jsonl"))
    assert isinstance(one, extract.Evaluation)
    assert one == extract.evaluation(tmp_path / "few.jsonl")
    assert one.name == "few"
    assert one.figures["facts"].wanted > 10
    folder = extract.evaluation(str(ANNOTATIONS / "gold"), str(ANNOTATIONS / "reports"))
    assert len(folder.names) == 14
    with pytest.raises(extract.ExtractError):
        extract.evaluation(str(tmp_path / "none.jsonl"))
