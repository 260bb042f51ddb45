"""The solver: every table that keeps its sums is among the readings, and one that is alone is the truth."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.tables import solver
from extract.tables.solver import Columns, Reading, TooManyError, agreeing, readings

SEVEN = Columns(("count",) * 7, frozenset({6}))
FIFTEEN = Columns(("count",) * 15, frozenset({4, 9, 14}))
THREE = Columns(("count",) * 3)


def cells(text: str, reading: Reading) -> list[str]:
    return ["" if span is None else text[slice(*span)] for span in reading]


def ways(text: str, columns: Columns = SEVEN, *, ends: list[int] | None = None, **how: bool) -> list[list[str]]:
    return [cells(text, reading) for reading in readings(text, ends or [len(text)], columns, **how)]


@st.composite
def rows(draw: st.DrawFn, most: int = 2000) -> list[int]:
    parts = draw(st.lists(st.integers(0, most) | st.just(0), min_size=6, max_size=6))
    return [*parts, sum(parts)]


@st.composite
def written(draw: st.DrawFn, numbers: list[int]) -> list[str]:
    """The cells of a row as a clerk writes them: a nought may be left blank."""
    return ["" if number == 0 and draw(st.booleans()) else str(number) for number in numbers]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("2001003", "2 0 0 1 0 0 3"),
        ("1230456000579", "123 0 456 0 0 0 579"),
        ("１０００００１", "1 0 0 0 0 0 1"),
    ],
)
def test_one_way_only(text: str, row: str) -> None:
    narrow = text.translate({0xFF10 + i: ord("0") + i for i in range(10)})
    assert [cells(narrow, reading) for reading in readings(text, [len(text)], SEVEN)] == [row.split()]


def test_several_ways_and_none() -> None:
    assert ways("110000011") == [["1", "10", "0", "0", "0", "0", "11"], ["11", "0", "0", "0", "0", "0", "11"]]
    assert ways("20000011") == []
    assert ways("4", THREE) == [["", "", "4"], ["", "4", ""], ["4", "", ""]]
    assert ways("1153", THREE, full=True) == [["1", "1", "53"], ["1", "15", "3"], ["11", "5", "3"]]


def test_what_may_stand_in_a_cell() -> None:
    mixed = Columns(("count", "change", "count"))
    assert ways("0+12", mixed, full=True) == [["0", "+1", "2"]]
    assert ways("3减12", mixed, full=True) == [["3", "减1", "2"]]
    money = Columns(("count", "amount"))
    assert ["10", "2339.45万元"] in ways("102339.45万元", money)
    assert all(not count.startswith("0") or count == "0" for count, _ in ways("102339.45万元", money))
    assert ways("0/0", THREE, full=True) == [["0", "/", "0"]]


def test_known_ends_are_kept() -> None:
    assert ways("1212", ends=[2, 4], cut=False) == [
        [*[""] * i, "12", *[""] * (5 - i), "12"] for i in reversed(range(6))
    ]
    assert all("1212" not in row for row in ways("1212", ends=[2, 4]))


def test_too_many_ways_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TooManyError):
        readings("0" * 7, [7], FIFTEEN)
    monkeypatch.setattr(solver, "MOST_STEPS", 10)
    with pytest.raises(TooManyError):
        readings("123456789123", [12], SEVEN)
    with pytest.raises(TooManyError):
        agreeing({"a": [(1,)] * 6, "b": [(1,)] * 6, "c": [(2,)]}, [{"a": 1, "b": 1, "c": -1}])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_the_truth_is_among_the_readings_of_a_row(data: st.DataObject) -> None:
    truth = data.draw(written(data.draw(rows(300))))
    text = "".join(truth)
    if not text:
        return
    try:
        found = ways(text)
    except TooManyError:
        return
    assert truth in found
    assert all(sum(int(cell or 0) for cell in row[:6]) == int(row[6] or 0) for row in found)
    assert len(found) == len({tuple(row) for row in found})


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_truth_is_among_the_readings_of_three_groups(data: st.DataObject) -> None:
    truth: list[str] = []
    for _ in range(3):
        parts = data.draw(st.lists(st.integers(0, 30) | st.just(0), min_size=4, max_size=4))
        truth += [str(part) for part in (*parts, sum(parts))]
    text = "".join(truth)
    assert truth in ways(text, FIFTEEN, full=True)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_the_truth_keeps_the_sums_of_the_columns(data: st.DataObject) -> None:
    """Rows run together, each with all its readings: the true ones are never dropped, and one that is alone is true."""
    outcomes = {f"outcome{i}": data.draw(rows(40)) for i in range(data.draw(st.integers(1, 4)))}
    total = [sum(column) for column in zip(*outcomes.values(), strict=True)]
    truths = {**outcomes, "total": total}
    texts = {key: data.draw(written(numbers)) for key, numbers in truths.items()}
    listed: dict[str, list[list[str]]] = {}
    try:
        for key, text in texts.items():
            listed[key] = ways("".join(text)) if any(text) else [text]
        vectors = {key: [tuple(int(cell or 0) for cell in row) for row in found] for key, found in listed.items()}
        left, dropped = agreeing(vectors, [{**dict.fromkeys(outcomes, 1), "total": -1}])
    except TooManyError:
        return
    assert dropped == 0
    for key, truth in texts.items():
        kept = [listed[key][i] for i in left[key]]
        assert truth in kept
        if len(kept) == 1:
            assert kept == [truth]


def test_a_sum_that_cannot_hold_is_left_out() -> None:
    rows_ = {"a": [(1, 5), (2, 5)], "total": [(2, 9)]}
    assert agreeing(rows_, [{"a": 1, "total": -1}]) == ({"a": (1,), "total": (0,)}, 1)
