"""Cells that run together or lost their blanks: read where the form's sums leave one way, else listed."""

from __future__ import annotations

import forms
import pytest
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
