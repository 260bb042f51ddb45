"""Records that are made fast are the frozen dataclasses that they were."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, fields, replace

import pytest

from extract.model import Cell


def test_a_cell_is_what_its_dataclass_says() -> None:
    cell = Cell("new", "total", "12", status="number", value=12)
    assert type(cell) is Cell
    assert [getattr(cell, field.name) for field in fields(Cell)] == [
        "new",
        "total",
        "12",
        12,
        None,
        "number",
        None,
        None,
        (),
    ]
    assert cell == Cell("new", "total", "12", 12, None, "number")
    assert hash(cell) == hash(copy.copy(cell))
    assert replace(cell, value=13) != cell
    assert pickle.loads(pickle.dumps(cell)) == cell


def test_a_cell_stays_frozen() -> None:
    cell = Cell("new", "total", "")
    with pytest.raises(FrozenInstanceError):
        cell.value = 1  # type: ignore[misc]
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'raw'"):
        Cell("new", "total")  # type: ignore[call-arg]
