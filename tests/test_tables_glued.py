"""Cells that run together or lost their blanks: read where the form's sums leave one way, else listed."""

from __future__ import annotations

import forms
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laying import laid, row, said, status
from test_grids import DIALECTS

from extract.tables import templates

BLANK7 = [""] * 7


@pytest.mark.parametrize("name", ["lines", "double lines", "spaced"])
def test_dialects_that_lose_blanks(name: str) -> None:
    layout, _, end = DIALECTS[name]
    filled, part = ["5", "1", "0", "0", "0", "0", "6"], ["4", "", "", "", "", "", "4"]
    rows = forms.applications({"new": filled, "granted": part, "partly_granted": BLANK7})
    tables, warnings = laid(
        forms.report([("proactive", layout(forms.proactive())), ("applications", layout(rows))], end=end)
    )
    assert said(tables["applications"], "new") == [5, 1, 0, 0, 0, 0, 6]
    granted = row(tables["applications"], "granted")
    assert [cell.status for cell in granted] == [*["ambiguous"] * 6, "aligned"]
    assert [(cell.value, cell.candidates) for cell in (granted[0], granted[-1])] == [(None, (4,)), (4, ())]
    assert status(tables["applications"], "partly_granted") == {"blank"}
    assert warnings["cells_ambiguous"] == 1
    assert set().union(
        *(status(tables["proactive"], r.key) for r in templates.load("2019").forms["proactive"].rows)
    ) == {"number"}


def test_digits_run_together() -> None:
    rows = forms.applications(
        {"new": ["11", "0", "0", "0", "0", "0", "11"], "granted": list("1000001"), "refused_law": BLANK7}
    )
    raw = forms.report(
        [("applications", forms.glued(rows)), ("review_litigation", forms.glued(forms.reviews()))], end=""
    )
    tables, warnings = laid(raw)
    table = tables["applications"]
    assert said(table, "new") == [11, 0, 0, 0, 0, 0, 11]
    assert said(table, "granted") == [1, 0, 0, 0, 0, 0, 1]
    assert status(table, "granted") == {"aligned"}
    assert status(table, "refused_law") == {"blank"}
    assert status(tables["review_litigation"], "cases") == {"aligned"}
    assert warnings == {"cells_split": 2, "sums_contradict": 1}


OUTCOMES = (
    "granted",
    "partly_granted",
    "refused_secret",
    "refused_query",
    "unavailable_not_held",
    "rejected_repeat",
    "other",
)
NUMBERS = st.integers(0, 120) | st.just(0) | st.integers(0, 9)


@st.composite
def consistent(draw: st.DrawFn) -> dict[str, list[int]]:
    """The rows of a table of applications that keeps all its sums."""
    rows = {key: draw(st.lists(NUMBERS, min_size=6, max_size=6)) for key in OUTCOMES}
    total = [sum(column) for column in zip(*rows.values(), strict=True)]
    out = draw(st.lists(NUMBERS, min_size=6, max_size=6))
    settled = [a + b for a, b in zip(total, out, strict=True)]
    came = [draw(st.integers(0, number)) for number in settled]
    rows |= {"outcome_total": total, "carried_out": out, "carried_in": came}
    rows["new"] = [a - b for a, b in zip(settled, came, strict=True)]
    return {key: [*row, sum(row)] for key, row in rows.items()}


@settings(max_examples=25, deadline=None)
@given(consistent(), st.booleans())
def test_a_glued_table_is_read_right_or_left_open(rows: dict[str, list[int]], blank: bool) -> None:
    """Whatever is read is true; the truth is among what is listed; a table that keeps its sums is never unreadable."""
    truth = {key: ["" if blank and not number else str(number) for number in row] for key, row in rows.items()}
    empty = {} if not blank else {key: BLANK7 for key in forms.application_rows() if key not in rows}
    raw = forms.report([("applications", forms.glued(forms.applications({**truth, **empty})))], end="")
    tables, warnings = laid(raw)
    assert "sums_contradict" not in warnings
    for key, cells in truth.items():
        for cell, text in zip(row(tables["applications"], key), cells, strict=True):
            if cell.status in ("aligned", "number"):
                assert cell.value == float(text or -1), (key, cell)
            elif cell.status == "blank":
                assert text == ""
            else:
                assert cell.status == "ambiguous"
                assert not text or not cell.candidates or float(text) in cell.candidates


@pytest.mark.parametrize(("digits", "candidates"), [("1153", [(1, 11), (1, 5, 15), (3, 53)]), ("231", None)])
def test_rows_without_sums(digits: str, candidates: list[tuple[int, ...]] | None) -> None:
    """Nothing but the habit of the report tells whether a cell is blank: here it leaves none."""
    rows = forms.proactive({"normative_document": [digits, "", ""]}, "2021")
    parts = [("proactive", forms.glued(rows)), ("applications", forms.glued(forms.applications({}, "2021")))]
    cells = row(laid(forms.report(parts, end=""))[0]["proactive"], "normative_document")
    if candidates is None:
        assert [(cell.value, cell.status) for cell in cells] == [(2, "aligned"), (3, "aligned"), (1, "aligned")]
    else:
        assert [cell.candidates for cell in cells] == candidates
    alone = row(laid(forms.report(parts[:1], end=""))[0]["proactive"], "normative_document")
    assert {cell.status for cell in alone} == {"ambiguous"}


def test_a_total_that_is_wrong_spoils_no_other_row() -> None:
    ten, one = ["10", *"00000", "10"], ["1", *"00000", "1"]
    wrong = {
        "new": ["11", *"00000", "11"],
        "granted": ten,
        "refused_query": one,
        "outcome_total": ["2", *"00000", "11"],
    }
    rows = forms.applications(wrong)
    tables, warnings = laid(forms.report([("applications", forms.glued(rows))], end=""))
    table = tables["applications"]
    assert said(table, "new") == [11, 0, 0, 0, 0, 0, 11]
    assert said(table, "granted") == [10, 0, 0, 0, 0, 0, 10]
    assert status(table, "outcome_total") == {"unreadable"}
    assert {cell.raw for cell in row(table, "outcome_total")} == {"20000011"}
    assert warnings["cells_unreadable"] == 1


def test_blanks_that_got_lost_between_numbers_that_did_not() -> None:
    rows = forms.applications({"new": ["12", "", "", "3", "", "", "15"], "granted": ["12", "", "", "3", "", "", "15"]})
    tables, _ = laid(forms.report([("applications", forms.in_lines(rows))]))
    cells = row(tables["applications"], "new")
    assert (cells[-1].value, cells[-1].status) == (15, "aligned")
    assert cells[0].candidates == (12,)
    assert 3 in cells[3].candidates
