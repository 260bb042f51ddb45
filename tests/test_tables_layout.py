"""Grids on their forms: every cell typed, traced and never guessed."""

from __future__ import annotations

import json
from pathlib import Path

import forms
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laying import laid, row, said, status
from test_grids import DIALECTS, PIECES

from extract.lexicon import legacy
from extract.reading import read
from extract.tables import align, templates

SHARED = Path(__file__).parents[1].parent / "shared"
KEEPING = ("cells", "tabs", "pipes", "gaps")


@pytest.mark.parametrize("template", ["2019", "2021"])
@pytest.mark.parametrize("name", KEEPING)
def test_every_cell_in_dialects_that_keep_them(name: str, template: str) -> None:
    layout = DIALECTS[name][0]
    new, granted = ["5", "1", "", "", "", "", "6"], ["4", "/", "", "", "", "", "４"]
    raw = forms.report(
        [
            ("proactive", layout(forms.proactive({"normative_document": ["16", "2", "1,200"]}, template))),
            ("applications", layout(forms.applications({"new": new, "granted": granted}, template))),
            ("review_litigation", layout(forms.reviews(["", "1", "0", "0", "1", *["0"] * 9, "无"]))),
        ]
    )
    tables, warnings = laid(raw)
    assert [table.template for table in tables.values()] == [template] * 3
    assert said(tables["proactive"], "normative_document") == [16, 2, 1200]
    assert said(tables["applications"], "new") == [5, 1, None, None, None, None, 6]
    assert [cell.status for cell in row(tables["applications"], "granted")] == [
        "number",
        "dash",
        *["blank"] * 4,
        "number",
    ]
    assert [cell.status for cell in tables["review_litigation"].cells][:2] == ["blank", "number"]
    assert tables["review_litigation"].cells[-1].status == "dash"
    assert len(tables["applications"].cells) == 7 * len(forms.application_rows(template))
    assert not warnings


def test_one_cell_needs_no_splitting() -> None:
    raw = forms.report(
        [("proactive", forms.glued(forms.proactive({"license": ["1689"], "fee": ["3.5"]}, "2021")))], end=""
    )
    tables, _ = laid(raw)
    assert [(c.value, c.unit, c.status) for c in row(tables["proactive"], "license")] == [(1689, None, "number")]
    assert [(c.value, c.unit, c.status) for c in row(tables["proactive"], "fee")] == [(35000, "元", "number")]


@pytest.mark.parametrize("name", ["cells", "tabs"])
def test_damaged_labels_are_placed_by_position(name: str) -> None:
    kept = ("new", "carried_in", "carried_out")
    damaged = {key: ["0"] * len(label) for key, (label, _) in forms.APPLICATIONS.items() if key not in kept}
    rows = forms.applications({"granted": ["1", *["0"] * 5, "1"]}, labels=damaged)
    if name == "cells":
        rows[7][1] = "0\n0\n0\n0"
    tables, warnings = laid(
        forms.report([("proactive", forms.in_cells(forms.proactive())), ("applications", DIALECTS[name][0](rows))])
    )
    table = tables["applications"]
    assert table.template == "2019"
    assert said(table, "granted") == [1, 0, 0, 0, 0, 0, 1]
    assert status(table, "granted") == status(table, "outcome_total") == {"aligned"}
    assert status(table, "new") == status(table, "carried_out") == {"number"}
    assert warnings == {"rows_by_position": 1}


def test_rows_lost_among_damaged_ones_are_not_guessed() -> None:
    rows = forms.applications(labels={key: ["0", "0", "0"] for key in ("granted", "partly_granted", "refused_secret")})
    del rows[6]
    tables, warnings = laid(forms.report([("applications", forms.in_cells(rows))]))
    for key in ("granted", "partly_granted", "refused_secret"):
        assert status(tables["applications"], key) == {"missing"}
        assert row(tables["applications"], key)[0].start is None
    assert status(tables["applications"], "refused_law") == {"number"}
    assert warnings["rows_unknown"] == 1
    assert warnings["rows_missing"] == 1


def test_shifted_columns() -> None:
    rows = forms.applications({"new": list("1230006")})
    rows[3] = [rows[3][0], *rows[3][1:]]
    rows[4] = [rows[4][0], "", "", *["0"] * 7, ""]
    rows[5] = [*rows[5][:2], "", *list("1000001"), ""]
    rows[7] = [*rows[7], "0"]
    tables, _ = laid(forms.report([("applications", forms.in_tabs(rows))]))
    table = tables["applications"]
    assert said(table, "new") == [1, 2, 3, 0, 0, 0, 6]
    assert said(table, "granted") == [1, 0, 0, 0, 0, 0, 1]
    assert {cell.status for cell in table.cells} == {"number"}


def test_a_cell_too_many_lists_every_reading() -> None:
    rows = forms.applications({"new": list("12300069")})
    tables, warnings = laid(forms.report([("applications", forms.in_tabs(rows))]))
    cells = row(tables["applications"], "new")
    assert [cell.status for cell in cells] == [*["ambiguous"] * 3, "number", "number", "ambiguous", "ambiguous"]
    assert cells[0].candidates == (1, 2)
    assert cells[0].value is None
    assert warnings["columns_shifted"] == 1


def test_cells_cut_off_at_the_end_of_a_line_are_missing() -> None:
    tables, _ = laid(forms.report([("proactive", forms.in_tabs(forms.proactive({"license": ["4"]})))]))
    assert [cell.status for cell in row(tables["proactive"], "license")] == ["number", "missing", "missing"]


def test_amounts_and_units() -> None:
    plain = forms.in_tabs(forms.proactive({"procurement": ["3", "498742.4"]}))
    tables, warnings = laid(forms.report([("proactive", plain)]))
    assert [(c.value, c.unit) for c in row(tables["proactive"], "procurement")] == [(3, None), (498742.4, None)]
    assert warnings == {"amount_without_unit": 1}
    stated = plain.replace("采购总金额", "采购总金额（单位：万元，保留4位小数）")
    tables, warnings = laid(forms.report([("proactive", stated)]))
    assert [(c.value, c.unit) for c in row(tables["proactive"], "procurement")] == [(3, None), (4987424000, "元")]
    assert not warnings


def test_unreadable_cell_is_told() -> None:
    tables, warnings = laid(
        forms.report([("proactive", forms.in_cells(forms.proactive({"license": ["见附件", "0", "0"]})))])
    )
    assert [cell.status for cell in row(tables["proactive"], "license")] == ["unreadable", "number", "number"]
    assert warnings == {"cell_unreadable": 1}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=80).map("".join))
def test_noise_never_breaks_it(raw: str) -> None:
    tables, _ = laid(raw)
    for table in tables.values():
        if table.template == "legacy":
            places = [(entry.row, entry.column) for entry in legacy.entries() if entry.kind == table.kind]
        else:
            form = templates.load(table.template).forms[table.kind]
            there = {cell.row for cell in table.cells}
            places = [(r.key, c) for r in form.rows if not r.optional or r.key in there for c in r.columns]
        assert [(cell.row, cell.column) for cell in table.cells] == places
        for cell in table.cells:
            assert (cell.value is not None) == (cell.status in ("number", "aligned"))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_numbers_come_back(data: st.DataObject) -> None:
    number = st.integers(0, 99999).map(str) | st.just("")
    rows = {
        key: data.draw(st.lists(number, min_size=7, max_size=7))
        for key in ("new", "granted", "refused_query", "carried_out")
    }
    name = data.draw(st.sampled_from(("cells", "tabs", "pipes")))
    tables, _ = laid(forms.report([("applications", DIALECTS[name][0](forms.applications(rows)))]))
    for key, cells in rows.items():
        assert [cell.raw for cell in row(tables["applications"], key)] == cells


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared, the folder of real reports, is not beside the repo")
@pytest.mark.shared
def test_all_gold_cells_of_the_seeds() -> None:
    seen = 0
    for gold in sorted(SHARED.glob("gold/seeds/*.json")):
        source = read(SHARED / "seeds" / f"{gold.stem}.txt")
        tables, _ = align(source)
        mine = {(t.kind, t.template, c.row, c.column): c for t in tables for c in t.cells}
        for table in json.loads(gold.read_text("utf8"))["tables"]:
            for cell in table["cells"]:
                own = mine.pop((table["kind"], table["template"], cell["row"], cell["column"]))
                assert (own.raw, own.value, own.unit, own.status) == tuple(
                    cell[k] for k in ("raw", "value", "unit", "status")
                )
                assert own.start is not None
                assert source.raw[own.start : own.end] == own.raw
                seen += 1
        assert not mine
    assert seen == 990


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared, the folder of real reports, is not beside the repo")
@pytest.mark.shared
def test_department_tables_keep_the_balance() -> None:
    for year in (2019, 2021, 2022, 2023):
        tables, _ = align(read(SHARED / "reports" / "txt" / f"河北省教育厅_{year}.txt"))
        table = next(table for table in tables if table.kind == "applications")
        cells = {(cell.row, cell.column): cell.value or 0 for cell in table.cells}
        for column in forms.COLUMNS:
            assert (
                cells["new", column] + cells["carried_in", column]
                == cells["outcome_total", column] + cells["carried_out", column]
            )


def without(rows: forms.Rows, label: str, at: int) -> forms.Rows:
    """The table of applications without one of its columns: its label, and the cell ``at`` of every row of seven."""
    return [
        [cell for index, cell in enumerate(row) if cell != label and not (len(row) > 7 and index == len(row) - 7 + at)]
        for row in rows
    ]


@pytest.mark.parametrize("name", ["cells", "tabs", "lines", "glued"])
def test_a_column_that_the_table_does_not_have(name: str) -> None:
    layout, _, end = DIALECTS[name]
    rows = without(forms.applications({"new": ["3", "0", "0", "0", "0", "1", "4"]}), "法律服务机构", 4)
    heads = [[cell for cell in row if cell] if index == 2 else row for index, row in enumerate(rows)]
    heads[2] = ["", "", "商业企业", "科研机构", "社会公益组织", "其他"]
    tables, warnings = laid(forms.report([("applications", layout(heads))], end=end))
    assert said(tables["applications"], "new") == [3, 0, 0, 0, None, 1, 4]
    assert [cell.status for cell in row(tables["applications"], "granted")][4] == "missing"
    assert warnings["columns_missing"] == 1


def test_a_column_head_that_got_lost_is_no_column_that_is_not_there() -> None:
    raw = forms.report([("applications", forms.glued(forms.applications()).replace("法律服务机构", ""))], end="")
    tables, warnings = laid(raw)
    assert {cell.status for cell in tables["applications"].cells} == {"aligned"}
    assert "columns_missing" not in warnings
