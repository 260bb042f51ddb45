"""Made-up pdf files for the tests: a report set as Word sets it, and small pages drawn by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

import forms
import regex
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer, TableStyle
from reportlab.platypus import Table as Ruled

from extract.cleaning import _gaps
from extract.model import Cell, Report, Source, Table

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

Spanned = tuple[list[list[str]], list[tuple[int, int, int, int]]]  # rows, and (row, column, rowspan, colspan)


# ---------------------------------------------------------------- drawn by hand


def drawn(*pages: Callable[[Canvas], object], size: tuple[float, float] = A4, **options: Any) -> bytes:
    """A file with a page for each function, which draws it."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1, **options)
    for draw in pages:
        canvas.setFont(FONT, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def write(canvas: Canvas, text: str, x: float, top: float, size: float = 12) -> None:
    """Text with its baseline ``top`` points under the upper edge."""
    canvas.setFont(FONT, size)
    canvas.drawString(x, canvas._pagesize[1] - top, text)


def paragraph(canvas: Canvas, text: str, top: float, *, left: float = 90, width: int = 34, size: float = 12) -> float:
    """A paragraph with an indent of two characters, ``width`` characters a line; the top of what may follow."""
    indent = 2
    while text:
        piece, text = text[: width - indent], text[width - indent :]
        write(canvas, piece, left + indent * size, top, size)
        top += 1.5 * size
        indent = 0
    return top


def ruled(
    canvas: Canvas,
    rows: Sequence[Sequence[str]],
    top: float,
    widths: Sequence[float],
    *,
    left: float = 80,
    height: float = 24,
    spans: Sequence[tuple[int, int, int, int]] = (),
    box: bool = True,
    size: float = 10,
) -> float:
    """A table with all its lines; text of several lines is given with ``\\n``. The top of what may follow."""
    style: list[Any] = [
        ("FONT", (0, 0), (-1, -1), FONT, size),
        ("INNERGRID", (0, 0), (-1, -1), 0.5, "black"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        *(("SPAN", (c, r), (c + cs - 1, r + rs - 1)) for r, c, rs, cs in spans),
    ]
    if box:
        style.append(("BOX", (0, 0), (-1, -1), 0.5, "black"))
    table = Ruled([list(row) for row in rows], list(widths), height, style=TableStyle(style))
    _, tall = table.wrapOn(canvas, 1000, 1000)
    table.drawOn(canvas, left, canvas._pagesize[1] - top - tall)
    return float(top + tall)


# ---------------------------------------------------------------- whole reports


def typeset(
    source: Source,
    report: Report,
    *,
    head: str | None = "政府信息公开工作年度报告",
    number: str = "- {} -",
    **look: Any,
) -> bytes:
    """A report of a text file as a pdf: its paragraphs wrapped, its statutory tables ruled, numbers and running heads.

    ``look`` changes the style of its paragraphs.
    """
    usual = {"fontName": FONT, "fontSize": 12, "leading": 20, "wordWrap": "CJK", "firstLineIndent": 24}
    style = ParagraphStyle("body", **(usual | look))
    small = ParagraphStyle("cell", fontName=FONT, fontSize=8, leading=10, wordWrap="CJK")
    story: list[Any] = []
    tables = {table.start: table for table in report.tables}
    gaps = _gaps(source.grids, len(source.raw))
    for index, (start, end) in enumerate(gaps):
        for line in regex.split(r"[ \u3000]*(?:\n|\u3000{2,})[\s\u3000]*", source.raw[start:end]):
            words = regex.sub(r"\[(?:image|bookmark)[^\]]*\]", "", line).strip()
            if words:
                story.append(Paragraph(words.replace("&", "&amp;").replace("<", "&lt;"), style))
        if index + 1 < len(gaps):
            for at in sorted(at for at in tables if end <= at < gaps[index + 1][0]):
                story += [Spacer(1, 6), _form(tables[at], small), Spacer(1, 6)]

    def decorate(canvas: Canvas, document: Any) -> None:
        canvas.setFont(FONT, 9)
        if head:
            canvas.drawCentredString(A4[0] / 2, A4[1] - 40, head)
        canvas.drawCentredString(A4[0] / 2, 40, number.format(document.page))

    out = BytesIO()
    document = BaseDocTemplate(out, pagesize=A4, invariant=1)
    frame = Frame(84, 72, A4[0] - 168, A4[1] - 144, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate("page", [frame], onPage=decorate))
    document.build(story)
    return out.getvalue()


def _form(table: Table, style: ParagraphStyle) -> Ruled:
    rows, spans = FORMS[table.kind](table)
    wide = max(len(row) for row in rows)
    total = A4[0] - 168
    applied = [24.0, 60.0, 130.0] + [(total - 214) / 7] * 7
    widths = applied if table.kind == "applications" else [total / wide] * wide
    cells = [[Paragraph(text, style) if text else "" for text in row + [""] * (wide - len(row))] for row in rows]
    commands: list[Any] = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    commands += [(side, (0, 0), (-1, -1), 2) for side in ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")]
    commands += [("SPAN", (c, r), (c + cs - 1, r + rs - 1)) for r, c, rs, cs in spans]
    return Ruled(cells, widths, style=TableStyle(commands))


def _values(table: Table) -> Mapping[str, list[Cell]]:
    found: dict[str, list[Cell]] = {}
    for cell in table.cells:
        if cell.status != "missing":
            found.setdefault(cell.row, []).append(cell)
    return found


def _proactive(table: Table) -> Spanned:
    values = _values(table)
    rows: list[list[str]] = []
    spans: list[tuple[int, int, int, int]] = []
    for item, columns, labels in forms.PROACTIVE[table.template]:
        spans.append((len(rows), 0, 1, 4))
        if any(
            cell.unit and "元" not in cell.raw and "万" not in cell.raw
            for key in labels
            for cell in values.get(key, ())
        ):
            columns = [*columns[:-1], "采购总金额（单位：万元）" if "procurement" in labels else columns[-1]]
        rows += [[item], ["信息内容", *columns]]
        rows += [[label, *(cell.raw for cell in values[key])] for key, label in labels.items() if key in values]
        begun = len(rows) - 1 - sum(key in values for key in labels)
        short = [row for row in range(begun, len(rows)) if len(rows[row]) < 4]
        spans += [(row, len(rows[row]) - 1, 1, 5 - len(rows[row])) for row in short]
    return rows, spans


def _applications(table: Table) -> Spanned:
    values = _values(table)
    rows = forms.applications(None, table.template)[:2]
    head = [[rows[0][0], "", "", rows[0][1]], ["", "", "", "自然人", "法人或其他组织", "", "", "", "", "总计"]]
    head.append(["", "", "", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""])
    spans = [(0, 0, 3, 3), (0, 3, 1, 7), (1, 3, 2, 1), (1, 4, 1, 5), (1, 9, 2, 1)]
    body: list[list[str]] = []
    groups: list[tuple[int, int]] = []  # (column, row) where a label begins that spans rows
    for key in [key for key in forms.APPLICATIONS if key in values]:
        label = forms.APPLICATIONS[key][0]
        if key == "other_uncorrected":
            label = ["", "（六）其他处理", label[-1]]
        at = len(head) + len(body)
        padded = [*label, "", ""][:3] if len(label) < 3 else label
        body.append([*padded, *(cell.raw for cell in values[key])])
        if len(label) < 3:
            spans.append((at, len(label) - 1, 1, 4 - len(label)))
        groups += [(column, at) for column in (0, 1) if column < len(label) - (len(label) < 3) and label[column]]
        if len(label) == 2 and label[0]:
            groups.append((0, at))
    end = len(head) + len(body)
    for column, at in sorted(set(groups)):
        stop = next((row for row in range(at + 1, end) if _stops(body[row - len(head)], column)), end)
        if stop - at > 1:
            spans.append((at, column, stop - at, 1))
    return head + body, spans


def _stops(row: Sequence[str], column: int) -> bool:
    return any(row[: column + 1]) or (column == 1 and not row[2])


def _reviews(table: Table) -> Spanned:
    rows = forms.reviews([cell.raw for cell in table.cells])
    rows[0] = ["行政复议", "", "", "", "", "行政诉讼"]
    rows[1] = [*forms.RESULTS, "未经复议直接起诉", "", "", "", "", "复议后起诉"]
    spans = [(0, 0, 1, 5), (0, 5, 1, 10), (1, 5, 1, 5), (1, 10, 1, 5), *((1, c, 2, 1) for c in range(5))]
    return rows, spans


FORMS: dict[str, Callable[[Table], Spanned]] = {
    "proactive": _proactive,
    "applications": _applications,
    "review_litigation": _reviews,
}
