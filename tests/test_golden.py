"""Whole records of three sample reports, so that nothing that is extracted moves unseen."""

from __future__ import annotations

import json

import pytest
from refresh_golden import FOLDER, NAMES, snapshot


@pytest.mark.parametrize("name", NAMES)
def test_record_is_as_it_was(name: str) -> None:
    told = "where the change is wanted: python tests/refresh_golden.py, and read the diff"
    kept = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf8"))
    made = json.loads(snapshot(name))
    assert list(made) == list(kept), told
    for field, value in made.items():
        assert value == kept[field], f"{field}; {told}"


def test_no_snapshot_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(NAMES)
