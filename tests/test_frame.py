from __future__ import annotations

import made
import pytest

import extract
from extract.export import frames


def test_pandas_keeps_integers_and_gaps() -> None:
    facts = extract.frame([made.report(), made.report("b.txt")], "facts")
    assert len(facts) == 2
    assert facts["value"].sum() == 264
    assert str(facts["year"].dtype) == "Int64"
    warnings = extract.frame(made.report(), "warnings")
    assert str(warnings["start"].dtype) == "Int64"
    assert warnings["start"].isna().all()


def test_polars() -> None:
    facts = extract.frame(made.report(), engine="polars")
    assert facts.height == 1
    assert facts["unit"][0] == "条"


def test_no_report_gives_an_empty_frame_with_its_columns() -> None:
    assert "value" in extract.frame([], "facts").columns


def test_what_there_is_not_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="there are reports, sections"):
        extract.frame([], "fact")
    with pytest.raises(ValueError, match="pandas and polars"):
        extract.frame([], engine="excel")
    monkeypatch.setattr(frames, "find_spec", lambda name: None)
    with pytest.raises(ImportError, match=r"gongkai\[polars\]"):
        extract.frame([], engine="polars")
