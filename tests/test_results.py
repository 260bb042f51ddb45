"""A run's folder read again: tables, records, texts, and clear words where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

import extract
from extract.export.files import Writer
from extract.export.tables import specs

SAMPLES = Path(__file__).resolve().parents[1] / "annotations" / "reports"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "out"
    with Writer(folder) as writer:
        for outcome in extract.run_batch([sorted(SAMPLES.glob("*.txt"))[0], folder / "gone.txt"]):
            writer.add(outcome)
    return folder


def test_tables_records_and_texts_come_back(out: Path) -> None:
    run = extract.load(out)
    assert run.manifest["counts"]["reports"] == 1
    (record,) = run.records()
    text = run.text(record["report_id"])
    assert all(text[fact["start"] : fact["end"]] == fact["text"] for fact in record["facts"])
    assert run.table("facts").num_rows == len(record["facts"])
    assert run.table("failures", ["path"]).to_pylist() == [{"path": str(out / "gone.txt")}]
    for name, spec in specs().items():
        assert run.table(name).column_names == [column.name for column in spec.columns]


def test_errors_say_what_to_do(out: Path, tmp_path: Path) -> None:
    with pytest.raises(extract.ExtractError, match="there is no table 'fact'; there are reports, "):
        extract.load(out).table("fact")
    with pytest.raises(extract.ExtractError, match="is no folder"):
        extract.load(tmp_path / "gone")
    with pytest.raises(extract.ExtractError, match=r"holds no manifest\.json"):
        extract.load(tmp_path)
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(extract.ExtractError, match="is no manifest"):
        extract.load(tmp_path)
