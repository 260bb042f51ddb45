"""A run's folder read again: tables, records, texts, and clear words where there is none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import extract
from extract.export.tables import specs
from extract.shards.running import Request, run

SAMPLES = Path(__file__).resolve().parents[1] / "annotations" / "reports"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "out"
    run(Request((str(sorted(SAMPLES.glob("*.txt"))[0]), str(folder / "gone.txt")), str(folder)))
    return folder


def test_tables_records_and_texts_come_back(out: Path) -> None:
    loaded = extract.load(out)
    assert loaded.manifest["counts"]["reports"] == 1
    (record,) = loaded.records()
    text = loaded.text(record["report_id"])
    assert all(text[fact["start"] : fact["end"]] == fact["text"] for fact in record["facts"])
    assert extract.load(out).record(record["report_id"]) == record
    assert list(loaded.texts()) == [(record, text)]
    assert loaded.table("facts").num_rows == len(record["facts"])
    assert loaded.table("failures", ["path"]).to_pylist() == [{"path": str(out / "gone.txt")}]
    for name, spec in specs().items():
        assert loaded.table(name).column_names == [column.name for column in spec.columns]


def test_a_damaged_part_is_told(out: Path, tmp_path: Path) -> None:
    copy = tmp_path / "out"
    shutil.copytree(out, copy)
    (part,) = (copy / "parts" / "facts").iterdir()
    part.write_bytes(part.read_bytes()[:100])
    with pytest.raises(extract.ExtractError, match=r"parts/facts/.* cannot be read .*; run gongkai run again"):
        extract.load(copy).table("facts")


def test_errors_say_what_to_do(out: Path, tmp_path: Path) -> None:
    with pytest.raises(extract.ExtractError, match="there is no table 'fact'; there are reports, "):
        extract.load(out).table("fact")
    with pytest.raises(extract.ExtractError, match="holds no report 'x'"):
        extract.load(out).text("x")
    with pytest.raises(extract.ExtractError, match="is no folder"):
        extract.load(tmp_path / "gone")
    with pytest.raises(extract.ExtractError, match=r"holds no manifest\.json"):
        extract.load(tmp_path)
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(extract.ExtractError, match=r"manifest\.json cannot be used"):
        extract.load(tmp_path)
