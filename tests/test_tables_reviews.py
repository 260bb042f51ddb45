"""Reviews and lawsuits: one row of 15 numbers, three small tables, or turned on its side."""

from __future__ import annotations

import forms
import pytest
from laying import laid, status
from test_grids import DIALECTS

RESULTS = list(forms.RESULTS)
TRUTH = [1, 0, 2, 0, 3, 0, 4, 0, 0, 4, 0, 0, 0, 5, 5]
DIGITS = [str(number) for number in TRUTH]
KEEPING = ("cells", "tabs", "pipes")
FIVE = [DIGITS[:5], DIGITS[5:10], DIGITS[10:]]
SUB_TABLES = [
    ["行政复议"], RESULTS, FIVE[0],
    ["行政诉讼"], ["未经复议直接起诉"], RESULTS, FIVE[1],
    ["复议后起诉"], RESULTS, FIVE[2],
]  # fmt: skip
TWO_TABLES = [
    ["行政复议"], RESULTS, FIVE[0],
    ["行政诉讼"], ["未经复议直接起诉", "复议后起诉"], [*RESULTS, *RESULTS], FIVE[1] + FIVE[2],
]  # fmt: skip
ROW_EACH = [
    ["", *RESULTS],
    ["行政复议", *FIVE[0]],
    ["未经复议直接起诉", *FIVE[1]],
    ["复议后起诉", *FIVE[2]],
]
ON_ITS_SIDE = [
    ["", "行政复议", "未经复议直接起诉", "复议后起诉"],
    *([result, *(five[i] for five in FIVE)] for i, result in enumerate(RESULTS)),
]
EACH_ITS_LABEL = [
    [cell]
    for group, five in zip(("行政复议", "未经复议直接起诉", "复议后起诉"), FIVE, strict=True)
    for cell in (group, *(part for pair in zip(RESULTS, five, strict=True) for part in pair))
]


def read(rows: forms.Rows, name: str) -> list[float | None]:
    layout, _, end = DIALECTS[name]
    parts = [("applications", layout(forms.applications())), ("review_litigation", layout(rows))]
    tables, _ = laid(forms.report(parts, end=end))
    return [cell.value for cell in tables["review_litigation"].cells]


@pytest.mark.parametrize("name", [*KEEPING, "lines", "glued"])
@pytest.mark.parametrize(
    "rows",
    [forms.reviews(DIGITS), SUB_TABLES, TWO_TABLES, ROW_EACH, ON_ITS_SIDE, EACH_ITS_LABEL],
    ids=["form", "three tables", "two tables", "a row a group", "a row a result", "a label a number"],
)
def test_every_shape(rows: forms.Rows, name: str) -> None:
    assert read(rows, name) == TRUTH


def test_small_tables_apart() -> None:
    parts = [forms.in_tabs(rows) for rows in (SUB_TABLES[:3], SUB_TABLES[3:7], SUB_TABLES[7:])]
    raw = forms.report([("review_litigation", "\n（一）复议情况如下。\n".join(parts))])
    tables, warnings = laid(raw)
    assert [cell.value for cell in tables["review_litigation"].cells] == TRUTH
    assert "duplicate_table" not in warnings


@pytest.mark.parametrize("name", ["cells", "tabs", "glued"])
def test_a_column_that_is_not_there_is_missing(name: str) -> None:
    four = ["结果维持", "结果纠正", "其他结果", "总计"]
    rows = [
        ["行政复议", "行政诉讼"],
        [*four, "未经复议直接起诉", "复议后起诉"],
        ["", "", "", "", *four, *four],
        list("102300000000"),
    ]
    layout, _, end = DIALECTS[name]
    tables, warnings = laid(forms.report([("review_litigation", layout(rows))], end=end))
    cells = {cell.column: cell for cell in tables["review_litigation"].cells}
    assert [cells[f"review_{key}"].value for key in ("upheld", "corrected", "other", "total")] == [1, 0, 2, 3]
    assert {cells[f"{group}_pending"].status for group in ("review", "direct", "after_review")} == {"missing"}
    assert warnings["columns_missing"] == 1


def test_a_group_that_is_not_there_is_missing() -> None:
    tables, warnings = laid(forms.report([("review_litigation", forms.in_tabs(ROW_EACH[:3]))]))
    cells = tables["review_litigation"].cells
    assert [cell.value for cell in cells[:10]] == TRUTH[:10]
    assert {cell.status for cell in cells[10:]} == {"missing"}
    assert warnings["columns_missing"] == 1


def test_a_second_copy_is_told() -> None:
    table = forms.in_tabs(forms.reviews(DIGITS))
    tables, warnings = laid(forms.report([("review_litigation", f"{table}\n说明。\n{table}")]))
    assert [cell.value for cell in tables["review_litigation"].cells] == TRUTH
    assert warnings["duplicate_table"] == 1


def test_blank_is_not_zero() -> None:
    tables, _ = laid(forms.report([("review_litigation", forms.in_cells(forms.reviews([""] * 15)))]))
    assert status(tables["review_litigation"], "cases") == {"blank"}
