"""The statistics of 2014 to 2018, found and read in every dialect."""

from __future__ import annotations

import forms
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laying import laid
from test_grids import DIALECTS

from extract.lexicon import legacy
from extract.model import Grid, GridCell, Source
from extract.tables import align

PLACES = [place for place, *_ in forms.STATISTICS if place]
VALUES = {place: str(7 * number + 3) for number, place in enumerate(PLACES)}
TITLE = "榆河县2016年政府信息公开情况统计表"
KEEPING = ("cells", "tabs", "pipes")


def text(rows: forms.Rows, name: str = "tabs") -> str:
    layout, _, end = DIALECTS[name]
    return f"本报告附有统计表。{end}{TITLE}{end}{layout(rows)}{end}单位负责人：林岚　　填报日期：2017年1月9日{end}"


def values(raw: str) -> dict[str, float | None]:
    tables, _ = laid(raw)
    assert {table.template for table in tables.values()} <= {"legacy"}
    return {f"{kind}/{c.row}/{c.column}": c.value for kind, table in tables.items() for c in table.cells}


def expected(given: dict[str, str]) -> dict[str, float]:
    return {place: float(value) * (10_000 if place.endswith("amount") else 1) for place, value in given.items()}


def test_the_form_asks_for_what_the_tests_say() -> None:
    assert [f"{entry.kind}/{entry.row}/{entry.column}" for entry in legacy.entries()] == PLACES
    assert [entry.unit for entry in legacy.entries()] == [unit for place, _, unit in forms.STATISTICS if place]


@pytest.mark.parametrize("name", [name for name in DIALECTS if name != "gaps"])
def test_every_number_in_every_dialect(name: str) -> None:
    raw = text(forms.statistics(VALUES), name)
    assert values(raw) == expected(VALUES)
    _, warnings = laid(raw)
    assert not warnings


def test_a_number_that_runs_into_an_enumerator_is_aligned() -> None:
    tables, _ = laid(text(forms.statistics(VALUES), "glued"))
    found = {cell.row: (cell.raw, cell.status) for cell in tables["proactive"].cells}
    assert found["gazette"] == (VALUES["proactive/gazette/disclosed"], "aligned")
    assert found["information"] == (VALUES["proactive/information/disclosed"], "number")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, 10**6).map(str), min_size=len(PLACES), max_size=len(PLACES)),
    st.sampled_from(("glued", "tabs", "lines")),
)
def test_any_numbers_come_back(numbers: list[str], name: str) -> None:
    given_values = dict(zip(PLACES, numbers, strict=True))
    assert values(text(forms.statistics(given_values), name)) == expected(given_values)


@pytest.mark.parametrize("name", [*KEEPING, "lines", "glued"])
def test_blank_is_not_zero(name: str) -> None:
    raw = text(forms.statistics({"proactive/weibo/disclosed": "", "complaints/complaint/cases": "/"}), name)
    tables, _ = laid(raw)
    statuses = {cell.row: cell.status for kind in ("proactive", "complaints") for cell in tables[kind].cells}
    assert statuses["weibo"] == "blank"
    assert statuses["complaint"] == "dash"


def test_amounts_and_units() -> None:
    tables, _ = laid(text(forms.statistics({"staffing/budget/amount": "3.5", "proactive/website/disclosed": "1,286"})))
    cells = {cell.row: (cell.value, cell.unit) for kind in ("staffing", "proactive") for cell in tables[kind].cells}
    assert cells["budget"] == (35_000, "元")
    assert cells["website"] == (1286, "条")


@pytest.mark.parametrize("name", ["tabs", "glued"])
def test_labels_written_another_way(name: str) -> None:
    labels = {
        "applications/told_to_amend/total": "7.告知做出更改补充数",
        "applications/unavailable_not_held/total": "6.申请信息不存在数量",
        "proactive/website/disclosed": "2、政府网站公开政府信息数",
        "review_litigation/cases/litigation_upheld": "（一）维护具体行政行为或者驳回原告诉讼请求数",
        "staffing/staff_part_time/count": "2.兼职人员薮",
    }
    assert values(text(forms.statistics(VALUES, labels), name)) == expected(VALUES)


def test_the_same_label_is_told_by_its_turn() -> None:
    given_values = {"review_litigation/cases/review_other": "4", "review_litigation/cases/litigation_other": "9"}
    rows = [row for row in forms.statistics(given_values) if "被依法纠错" not in row[0]]
    tables, warnings = laid(text(rows))
    cells = {cell.column: cell for cell in tables["review_litigation"].cells}
    assert (cells["review_other"].value, cells["litigation_other"].value) == (4, 9)
    assert cells["review_corrected"].status == cells["litigation_corrected"].status == "missing"
    assert warnings == {"rows_missing": 1}


def test_parts_that_are_not_there_give_no_table() -> None:
    rows = forms.statistics(VALUES)
    cut = next(i for i, row in enumerate(rows) if row[0].startswith("四、"))
    tables, warnings = laid(text(rows[:cut]))
    assert list(tables) == ["proactive", "interpretation", "applications"]
    assert not warnings


def test_two_numbers_behind_a_label_are_both_listed() -> None:
    rows = [[*row, "11" if row[0].startswith("1.当面") else row[2]] for row in forms.statistics(VALUES)]
    tables, warnings = laid(text(rows))
    cell = next(cell for cell in tables["applications"].cells if cell.row == "new_in_person")
    assert (cell.status, cell.candidates) == ("ambiguous", (float(VALUES["applications/new_in_person/total"]), 11))
    assert warnings == {"columns_shifted": 1}


def test_a_row_that_the_form_does_not_have_is_told() -> None:
    rows = forms.statistics(VALUES)
    rows.insert(8, ["6.手机短信推送便民信息情形", "条", "5"])
    tables, warnings = laid(text(rows))
    assert warnings == {"rows_unknown": 1}
    assert {cell.status for table in tables.values() for cell in table.cells} == {"number"}


def test_prose_with_the_same_words_is_no_table() -> None:
    raw = (
        "全年收到申请数5件，其中当面申请数3件、网络申请数2件。申请办结数5件，按时办结数5件，申请答复数5件，"
        "同意公开答复数4件，不同意公开答复数1件。行政复议数量0件，行政诉讼数量0件，举报投诉数量0件。"
    )
    assert laid(raw)[0] == {}


def test_grids_of_other_readers() -> None:
    raw, rows = "", []
    for cells in forms.statistics(VALUES):
        line = []
        for cell in ("", *cells):
            line.append(GridCell(cell, len(raw), len(raw) + len(cell)))
            raw += cell + "\n"
        rows.append(tuple(line))
    tables, _ = align(Source("a.html", "html", "utf-8", "0" * 64, raw, (Grid(0, len(raw), tuple(rows)),)))
    found = {f"{table.kind}/{c.row}/{c.column}": c.value for table in tables for c in table.cells}
    assert found == expected(VALUES)


def test_a_second_copy_of_a_row_is_left_out() -> None:
    rows = forms.statistics(VALUES)
    rows.append(["六、举报投诉数量", "件", "99"])
    tables, warnings = laid(text(rows))
    assert [cell.value for cell in tables["complaints"].cells] == [float(VALUES["complaints/complaint/cases"])]
    assert warnings == {"duplicate_row": 1}


@pytest.mark.parametrize("name", KEEPING)
def test_codes_and_remarks_are_no_numbers(name: str) -> None:
    rows = [[label, unit, f"{at:02}", value, ""] for at, (label, unit, value) in enumerate(forms.statistics(VALUES))]
    rows[0] = ["统计指标", "单位", "代码", "统计数", "备注"]
    rows[2][4] = "含转载"
    assert values(text(rows, name)) == expected(VALUES)
    before = [[label, f"{at:02}", unit, value] for at, (label, unit, value) in enumerate(forms.statistics(VALUES))]
    assert values(text(before, name)) == expected(VALUES)
