"""The crosswalk: every variable has its place in every form, and what a form lacks is never 0."""

from __future__ import annotations

import forms
import pytest
from laying import laid

import extract
from extract.errors import LexiconError
from extract.export.panel import Harmonised
from extract.lexicon import crosswalk, legacy
from extract.lexicon.crosswalk import FORMS, variables
from extract.model import Cell, Report, SourceInfo, Table
from extract.tables import templates


def report(*tables: Table) -> Report:
    return Report("ab", SourceInfo("a.txt", "txt", "utf-8", "ab", 0), year=2020, tables=tables)


def read(template: str, parts: dict[str, forms.Rows]) -> dict[str, Harmonised]:
    tables, _ = laid(forms.report([(kind, forms.in_tabs(rows)) for kind, rows in parts.items()]))
    assert {table.template for table in tables.values()} == {template}
    return {value.variable: value for value in extract.harmonise(report(*tables.values()))}


def cells(form: str) -> set[tuple[str, str, str]]:
    if form == "legacy":
        return {(entry.kind, entry.row, entry.column) for entry in legacy.entries()}
    tables = templates.load(form).forms
    return {(kind, row.key, column) for kind, table in tables.items() for row in table.rows for column in row.columns}


@pytest.mark.parametrize("form", FORMS)
def test_every_cell_that_is_named_is_in_the_form(form: str) -> None:
    known = cells(form)
    for variable in variables():
        for places in variable.forms[form].cells:
            for kind, row, column in places:
                stem = row.removesuffix("*")
                fits = {cell for cell in known if cell[0] == kind and cell[2] == column and cell[1].startswith(stem)}
                assert fits if stem != row else (kind, row, column) in known, variable.name


def test_every_row_of_the_statistics_has_a_variable() -> None:
    """But for details that no other form knows, whose place is the table of cells."""
    used = {place for variable in variables() for places in variable.forms["legacy"].cells for place in places}
    left = {f"{kind}/{row}" for kind, row, _ in cells("legacy") - used}
    assert left == {
        *("interpretation/press_conference_head", "interpretation/interview_head", "interpretation/social_media"),
        *("interpretation/other_channel", "applications/completed_on_time", "applications/completed_late"),
        *("applications/outcome_total", "applications/refused_not_information"),
    }


def test_sums_and_what_the_form_does_not_ask() -> None:
    new = {"new": ["1", "2", "0", "0", "0", "1", "4"], "refused_query": ["1", "0", "0", "0", "0", "0", "1"]}
    found = read(
        "2019",
        {
            "proactive": forms.proactive({"procurement": ["3", "498742.4"]}),
            "applications": forms.applications(new),
            "review_litigation": forms.reviews([*["0"] * 5, *"00011", *"00022"]),
        },
    )
    assert (found["applications_received"].value, found["applications_received_organisations"].value) == (4, 3)
    assert (found["refused"].value, len(found["refused"].cells)) == (1, 8)
    assert (found["lawsuits"].value, found["lawsuits_pending"].value) == (3, 3)
    assert (found["procurement_amount"].value, found["procurement_amount"].unit) == (498742.4, None)
    for name in ("items_disclosed", "administrative_fees", "complaints", "normative_documents_repealed"):
        assert (found[name].value, found[name].status, found[name].unit) == (None, "not_in_form", None)
        assert found[name].note
    assert set(found) == {variable.name for variable in variables()}


def test_the_statistics_before_2019() -> None:
    rows = forms.statistics({"applications/granted/total": "5", "applications/already_public/total": "2"})
    found = read("legacy", {"proactive": rows})
    assert (found["granted"].value, found["granted"].match) == (7, "near")
    assert found["applications_carried_in"].status == "not_in_form"
    assert found["items_disclosed"].status == "number"


def test_other_results_of_2021_in_three_rows_or_one() -> None:
    three = forms.applications({"other_rest": ["2", *"00000", "2"]}, "2021")
    proactive = forms.proactive({}, "2021")
    assert read("2021", {"proactive": proactive, "applications": three})["other_results"].value == 2
    one = forms.applications({"other": ["3", *"00000", "3"]})
    found = read("2021", {"proactive": proactive, "applications": one})["other_results"]
    assert (found.value, found.cells) == (3, ("applications/other/total",))


@pytest.mark.parametrize("status", ["blank", "dash", "unreadable", "ambiguous", "missing"])
def test_a_sum_with_a_gap_has_no_value(status: str) -> None:
    row = [Cell("cases", f"{group}_total", "1", 1, None, "number") for group in ("review", "direct")]
    row.append(Cell("cases", "after_review_total", "", status=status))
    found = {v.variable: v for v in extract.harmonise(report(Table("review_litigation", "2021", 0, 1, tuple(row))))}
    assert (found["lawsuits"].value, found["lawsuits"].status) == (None, status)
    assert (found["reviews"].value, found["reviews"].status) == (1, "number")
    assert found["applications_received"].status == "no_table"


def test_a_report_without_tables_has_no_rows() -> None:
    assert extract.harmonise(report()) == ()


def test_the_panel_as_a_table() -> None:
    table = forms.reviews(["0"] * 15)
    tables, _ = laid(forms.report([("review_litigation", forms.in_cells(table))]))
    frame = extract.frame([report(*tables.values())], "panel")
    assert list(frame["variable"]) == [variable.name for variable in variables()]
    assert frame.set_index("variable").loc["reviews", "value"] == 0


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"zh": "甲", "doc": "a", "unit": "件", "legacy": {"absent": "no"}}, "the forms"),
        ({"zh": "甲", "doc": "a", "unit": "件", "legacy": {"absent": "no"}, "modern": {"cells": ("a/b/c",)}}, "match"),
        ({"zh": "甲", "doc": "a", "unit": "件", "legacy": {"absent": "no"}, "modern": {"cells": ("a/b",), "match": "same"}}, "no table"),
        ({"zh": "甲", "doc": "a", "unit": "件", "legacy": {"absent": "no"}, "modern": {"cells": ("a/b/c",), "match": "near"}}, "why"),
    ],
)  # fmt: skip
def test_broken_entries_are_refused(monkeypatch: pytest.MonkeyPatch, entry: dict[str, object], words: str) -> None:
    monkeypatch.setattr(crosswalk, "load", lambda _: {"a": entry})
    with pytest.raises(LexiconError, match=words):
        variables.__wrapped__()
