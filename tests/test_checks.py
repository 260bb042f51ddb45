"""Checks: arithmetic of the tables, breakdowns, narrative against table, years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from forms import COLUMNS, application_rows

from extract.checks import check
from extract.model import Cell, Check, Fact, Table

RESULTS = ("upheld", "corrected", "other", "pending", "total")


def applications(values: Mapping[str, Sequence[float | str | None]]) -> Table:
    """Zeros but for the rows of ``values``; a string is a status, None is blank."""
    cells = []
    for row in application_rows():
        for column, value in zip(COLUMNS, values.get(row, (0,) * 7), strict=True):
            if value is None or isinstance(value, str):
                cells.append(Cell(row, column, "", status=value or "blank"))
            else:
                cells.append(Cell(row, column, str(value), value, None, "number"))
    return Table("applications", "2019", 0, 1, tuple(cells))


def reviews(values: Sequence[float | None]) -> Table:
    names = [f"{group}_{result}" for group in ("review", "direct", "after_review") for result in RESULTS]
    cells = (
        Cell("cases", n, "", v, None, "blank" if v is None else "number") for n, v in zip(names, values, strict=True)
    )
    return Table("review_litigation", "2019", 0, 1, tuple(cells))


def fact(key: str, kind: str, value: float, **more: object) -> Fact:
    return Fact(key, kind, value, **{"text": f"{value:g}条", **more})  # type: ignore[arg-type]


def only(checks: Sequence[Check], name: str) -> list[Check]:
    return [one for one in checks if one.check == name]


def test_sound_tables_pass() -> None:
    five = (3, 2, 0, 0, 0, 0, 5)
    table = applications({"new": five, "granted": five, "outcome_total": five})
    checks = check([table, reviews([0] * 15)])
    assert {one.status for one in checks if one.check != "year_consistent"} == {"pass"}
    assert len(only(checks, "balance")) == 7
    assert len(only(checks, "outcome_sum")) == 7
    assert len(only(checks, "applicant_sum")) == 23
    assert len(only(checks, "review_sum")) == 3


def test_a_failed_balance_names_cells_and_numbers() -> None:
    checks = check([applications({"new": (3, 0, 0, 0, 0, 0, 3), "carried_out": (1, 0, 0, 0, 0, 0, 1)})])
    failed = [one for one in only(checks, "balance") if one.status == "fail"]
    assert [(one.expected, one.actual) for one in failed] == [(3, 1), (3, 1)]
    assert failed[0].involves == (
        "applications/new/natural_person",
        "applications/carried_in/natural_person",
        "applications/outcome_total/natural_person",
        "applications/carried_out/natural_person",
    )
    assert "3" in failed[0].message
    assert "1" in failed[0].message


def test_outcome_and_applicant_sums_fail() -> None:
    checks = check([applications({"granted": (2, 0, 0, 0, 0, 0, 2), "refused_law": (1, 1, 0, 0, 0, 0, 3)})])
    assert [one.expected for one in only(checks, "outcome_sum") if one.status == "fail"] == [3, 1, 5]
    wrong = [one for one in only(checks, "applicant_sum") if one.status == "fail"]
    assert [(one.expected, one.actual) for one in wrong] == [(2, 3)]
    assert wrong[0].involves[-1] == "applications/refused_law/total"


@pytest.mark.parametrize("gap", [None, "missing", "dash", "unreadable", "ambiguous"])
def test_what_is_no_number_is_unknown(gap: str | None) -> None:
    checks = check([applications({"new": (gap, 0, 0, 0, 0, 0, 0)})])
    unknown = [one for one in checks if one.status == "unknown" and one.check != "year_consistent"]
    assert [one.check for one in unknown] == ["balance", "applicant_sum"]
    assert f"applications/new/natural_person is {gap or 'blank'}" in unknown[0].message


def test_aligned_cells_count() -> None:
    table = reviews([1, 0, 0, 0, 1, *[0] * 10])
    cells = (Cell(c.row, c.column, c.raw, c.value, None, "aligned") for c in table.cells)
    checks = check([Table("review_litigation", "2019", 0, 1, tuple(cells))])
    assert [one.status for one in only(checks, "review_sum")] == ["pass"] * 3


def test_review_sums() -> None:
    checks = only(check([reviews([1, 0, 0, 0, 1, 1, 1, 0, 0, 1, None, 0, 0, 0, 0])]), "review_sum")
    assert [one.status for one in checks] == ["pass", "fail", "unknown"]
    assert (checks[1].expected, checks[1].actual) == (2, 1)


@pytest.mark.parametrize(
    ("total", "parts", "complete", "expected"),
    [
        (132, [2, 5, 99, 23, 2, 1], (), ["pass"]),
        (150, [41], (), []),
        (150, [41], ("t",), ["fail"]),
        (150, [100, 60], (), ["fail"]),
        (10, [4, 6, 7, 3], (), ["pass", "pass"]),
        (10, [4, 6, 7], (), ["pass"]),
        (10, [], (), []),
    ],
)
def test_breakdowns(total: float, parts: list[float], complete: tuple[str, ...], expected: list[str]) -> None:
    facts = [fact("t", "disclosure", total, unit="条", start=0)]
    facts += [fact(f"f{i}", "disclosure", v, unit="条", part_of="t", start=i + 1) for i, v in enumerate(parts)]
    found = only(check([], facts, complete=complete), "breakdown_sum")
    assert [one.status for one in found] == expected
    if found:
        assert found[0].involves[0] == "t"


def test_breakdown_of_rounded_numbers_is_unknown() -> None:
    facts = [
        fact("t", "disclosure", 100, unit="条", bound="at_least"),
        fact("a", "disclosure", 130, unit="条", part_of="t", start=3),
    ]
    assert [one.status for one in only(check([], facts), "breakdown_sum")] == ["unknown"]
    facts[1] = fact("a", "disclosure", 30, unit="条", part_of="t", start=3)
    assert only(check([], facts), "breakdown_sum") == []


def test_breakdown_minds_sentence_and_unit() -> None:
    facts = [
        fact("t", "disclosure", 10, unit="条"),
        fact("a", "disclosure", 8, unit="条", part_of="t", start=3, sentence_start=0),
        fact("b", "disclosure", 9, unit="条", part_of="t", start=9, sentence_start=8),
        fact("c", "disclosure", 90, unit="期", part_of="t", start=5, sentence_start=0),
    ]
    assert only(check([], facts), "breakdown_sum") == []


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (fact("f", "application", 3, stage="received"), "pass"),
        (fact("f", "application", 0, stage="received"), "fail"),
        (fact("f", "application", 2, stage="received", bound="at_least"), "pass"),
        (fact("f", "application", 2, stage="received", bound="at_most"), "fail"),
        (fact("f", "application", 4, stage="received", bound="approx"), "unknown"),
        (fact("f", "application", 2, stage="refused"), "pass"),
        (fact("f", "application", 1, stage="granted"), "pass"),
        (fact("f", "application", 3, stage="answered"), "pass"),
        (fact("f", "application", 0, stage="not_processed"), "pass"),
        (fact("f", "application", 0, stage="carried_in"), "unknown"),
        (fact("f", "review", 1, stage="received"), "pass"),
        (fact("f", "review", 0, stage="upheld"), "fail"),
        (fact("f", "litigation", 2, stage="received"), "pass"),
        (fact("f", "litigation", 2, stage="corrected"), "pass"),
    ],
)
def test_narrative_against_table(said: Fact, status: str) -> None:
    total = {"new": 3, "granted": 1, "refused_law": 1, "refused_query": 1, "outcome_total": 3}
    values: dict[str, Sequence[float | str | None]] = {row: (n, 0, 0, 0, 0, 0, n) for row, n in total.items()}
    values["carried_in"] = (None,) * 7
    tables = [applications(values), reviews([1, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1])]
    found = only(check(tables, [said]), "narrative_vs_table")
    assert [one.status for one in found] == [status]
    assert found[0].involves[-1] == "f"
    assert found[0].expected == said.value


@pytest.mark.parametrize(
    "said",
    [
        fact("f", "application", 9, stage="received", scope="cumulative"),
        fact("f", "application", 9, stage="received", scope="previous"),
        fact("f", "application", 9, stage="received", part_of="g"),
        fact("f", "application", 9, stage="received", category="网络申请"),
        fact("f", "application", 9, stage="received", channel="c1"),
        fact("f", "application", 99, stage="rate", unit="%"),
        fact("f", "application", 9),
        fact("f", "disclosure", 9),
        fact("f", "review", 9, stage="rate"),
    ],
)
def test_what_the_table_does_not_hold_is_not_compared(said: Fact) -> None:
    assert only(check([applications({}), reviews([0] * 15)], [said]), "narrative_vs_table") == []


def test_without_table_nothing_is_compared() -> None:
    assert only(check([], [fact("f", "application", 0, stage="received")]), "narrative_vs_table") == []


@pytest.mark.parametrize(
    ("title", "period", "text", "status"),
    [
        (2020, 2020, 2020, "pass"),
        (2020, 2019, 2020, "fail"),
        (2020, None, 2021, "fail"),
        (2020, None, None, "unknown"),
        (None, None, None, "unknown"),
    ],
)
def test_years(title: int | None, period: int | None, text: int | None, status: str) -> None:
    (found,) = only(check([], title_year=title, period_year=period, text_year=text), "year_consistent")
    assert found.status == status
    assert title is None or str(title) in found.message


def test_one_row_of_other_results_stands_for_those_missing() -> None:
    table = applications(
        {"new": (1, 0, 0, 0, 0, 0, 1), "other": (1, 0, 0, 0, 0, 0, 1), "outcome_total": (1, 0, 0, 0, 0, 0, 1)}
    )
    lost = tuple(Cell("other_rest", column, "", status="missing") for column in COLUMNS)
    checks = check([Table("applications", "2021", 0, 1, table.cells + lost)])
    assert {one.status for one in checks if one.check != "year_consistent"} == {"pass"}
    assert len(only(checks, "applicant_sum")) == 23


def test_a_wrong_total_is_named_with_its_right_value() -> None:
    eleven = (11, 0, 0, 0, 0, 0, 11)
    checks = check([applications({"new": eleven, "granted": eleven, "outcome_total": (2, 0, 0, 0, 0, 0, 11)})])
    failed = [one for one in checks if one.status == "fail"]
    assert {one.check for one in failed} == {"balance", "outcome_sum", "applicant_sum"}
    assert {one.hint for one in failed} == {"applications/outcome_total/natural_person = 11"}
    assert failed[0].message.endswith("every sum would hold with applications/outcome_total/natural_person = 11")


def test_no_hint_where_one_cell_is_not_enough_or_many_would_do() -> None:
    two_slips = applications({"new": (5, 1, 0, 0, 0, 0, 9), "granted": (5, 0, 0, 0, 0, 0, 5)})
    assert {one.hint for one in check([two_slips]) if one.check == "balance" and one.status == "fail"} == {None}
    (one,) = [one for one in check([reviews([10, 1, 0, 0, 0, *[0] * 10])]) if one.status == "fail"]
    assert one.hint == ("review_litigation/cases/review_total = 11")  # no other cell could lose 11 and stay a number


def test_hints_change_no_data() -> None:
    table = applications({"new": (3, 0, 0, 0, 0, 0, 4)})
    before = table.cells
    check([table])
    assert table.cells == before


def legacy_table(kind: str, values: Mapping[str, float | None], column: str = "total") -> Table:
    cells = (Cell(row, column, "", v, None, "blank" if v is None else "number") for row, v in values.items())
    return Table(kind, "legacy", 0, 1, tuple(cells))


def test_sums_of_the_statistics_before_2019() -> None:
    ways = {"new_in_person": 1, "new_fax": 0, "new_online": 2, "new_letter": 1}
    passed = check([legacy_table("applications", {"new": 4, **ways})])
    assert [(one.check, one.status) for one in passed[:1]] == [("form_sum", "pass")]
    (failed,) = [one for one in check([legacy_table("applications", {"new": 3, **ways})]) if one.status == "fail"]
    assert (failed.expected, failed.actual) == (4, 3)
    unknown = check([legacy_table("applications", {"new": None, **ways})])[0]
    assert unknown.status == "unknown"
    staff = legacy_table("staffing", {"staff": 5, "staff_full_time": 1, "staff_part_time": 4}, "count")
    assert check([staff])[0].status == "pass"


def test_narrative_against_the_statistics_before_2019() -> None:
    table = Table(
        "review_litigation",
        "legacy",
        0,
        1,
        tuple(
            Cell("cases", f"{group}_{result}", "1", 1, "件", "number")
            for group in ("review", "litigation")
            for result in ("total", "upheld", "corrected", "other")
        ),
    )
    facts = [fact("f1", "litigation", 1, stage="received"), fact("f2", "review", 0, stage="pending")]
    (one,) = only(check([table], facts), "narrative_vs_table")
    assert (one.status, one.involves) == ("pass", ("review_litigation/cases/litigation_total", "f1"))
