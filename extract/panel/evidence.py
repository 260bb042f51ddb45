"""Tables ``across`` and ``across_evidence``: checks between reports, and every figure that they rest on."""

from __future__ import annotations

from collections.abc import Iterable

from extract.export.columns import Column, Row
from extract.panel.across import Crossed, Side
from extract.panel.derived import Derived
from extract.panel.organs import ORGAN, ORGAN_ID, YEAR

ID = Column("across_id", "string", "the check, within the run", "校验编号")


def tables(found: Iterable[Crossed]) -> tuple[Derived, Derived]:
    """The two tables, in the order of organs, years and checks."""
    rows: list[Row] = []
    sides: list[Row] = []
    for number, one in enumerate(found, 1):
        id_ = f"x{number}"
        rows.append(
            (
                *(id_, one.check, one.item, one.organ.id, one.organ.name, one.year, one.status),
                *(one.expected, one.actual, one.tolerance, one.message),
                *_first(one.left),
                *_first(one.right),
                len(one.left) + len(one.right),
            )
        )
        for name, listed in (("expected", one.left), ("actual", one.right)):
            sides += [_side(id_, name, side) for side in listed]
    return _across(rows), _evidence(sides)


def _first(sides: tuple[Side, ...]) -> Row:
    if not sides:
        return None, None, None, None, None, None, None
    side = sides[0]
    figure = side.figure
    cell = (figure.place, figure.raw, figure.status, figure.start, figure.end) if figure else (None,) * 5
    return side.report.report_id, side.report.path, *cell


def _side(id_: str, name: str, side: Side) -> Row:
    figure = side.figure
    head = (id_, name, side.organ_id, side.report.report_id, side.report.path, side.report.year)
    if figure is None:
        return *head, None, None, None, "missing", None, None
    return *head, figure.place, figure.raw, figure.value, figure.status, figure.start, figure.end


def _across(rows: list[Row]) -> Derived:
    def side(name: str, doc: str, zh: str) -> tuple[Column, ...]:
        return (
            Column(f"{name}_report_id", "string", f"report that {doc}", f"{zh}报告"),
            Column(f"{name}_path", "string", "its path", f"{zh}路径"),
            Column(f"{name}_place", "string", "its first cell in this check: table/row/column", f"{zh}单元格"),
            Column(f"{name}_raw", "string", "that cell as written", f"{zh}原文"),
            Column(f"{name}_cell_status", "string", "status of that cell", f"{zh}单元格状态"),
            Column(f"{name}_start", "int", "its first character in that report", f"{zh}起"),
            Column(f"{name}_end", "int", "its end (exclusive)", f"{zh}止"),
        )

    return Derived(
        "across",
        "one row a check between reports",
        "跨报告校验",
        (
            ID,
            Column("check", "string", "carried, in_force or children_sum; see docs/across-reports.md", "校验"),
            Column("item", "string", "the figure that is checked", "项目"),
            *(ORGAN_ID, ORGAN, YEAR),
            Column("status", "string", "pass, fail, or unknown where a side is blank, missing or incomplete", "结果"),
            Column(
                "expected",
                "float",
                "what the rule demands; for children_sum the children's sum, which the parent's figure is not to fall "
                "below",
                "应为",
            ),
            Column("actual", "float", "what the report has", "实为"),
            Column("tolerance", "float", "difference that still passes", "容差"),
            Column("message", "string", "for a person", "说明"),
            *side("expected", "the expectation rests on", "应为"),
            *side("actual", "is checked", "实为"),
            Column("n_evidence", "int", "figures that it rests on, all in across_evidence", "依据数"),
        ),
        tuple(rows),
    )


def _evidence(rows: list[Row]) -> Derived:
    return Derived(
        "across_evidence",
        "one row a figure that a check between reports rests on",
        "跨报告校验依据",
        (
            ID,
            Column("side", "string", "expected or actual", "哪一方"),
            Column("organ_id", "string", "whose report it is", "机关编号"),
            Column("report_id", "string", "the report", "报告编号"),
            Column("path", "string", "its path", "路径"),
            Column("year", "int", "its year", "年度"),
            Column("place", "string", "table/row/column; empty where the report has no such cell", "单元格"),
            Column("raw", "string", "as written", "原文"),
            Column("value", "float", "number, empty where there is none", "数值"),
            Column("status", "string", "status of the cell", "状态"),
            Column("start", "int", "first character", "起"),
            Column("end", "int", "end (exclusive)", "止"),
        ),
        tuple(rows),
    )
