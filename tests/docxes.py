"""Word documents made by hand: real ones by python-docx, odd ones from their XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from extract.reading.cells import _BLANK
from extract.reading.txt import read as read_txt

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = " ".join(
    f'xmlns:{key}="{uri}"'
    for key, uri in {
        "w": W,
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    }.items()
)
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(body: str, *, styles: str = "", numbering: str = "", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A .docx with this inside ``w:body``, the smallest that there is."""
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{RELS}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {SPACES}><w:body>{body}</w:body></w:document>',
    }
    if styles:
        found["word/styles.xml"] = f"<w:styles {SPACES}>{styles}</w:styles>"
    if numbering:
        found["word/numbering.xml"] = f"<w:numbering {SPACES}>{numbering}</w:numbering>"
    found.update(parts or {})
    return zipped({name: data for name, data in found.items() if data != ""})


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def p(*runs: str, pr: str = "") -> str:
    """A paragraph; runs that are no XML are text."""
    return f"<w:p>{f'<w:pPr>{pr}</w:pPr>' if pr else ''}{''.join(run if run.startswith('<') else r(run) for run in runs)}</w:p>"


def r(text: str, pr: str = "") -> str:
    inner = text if text.startswith("<") else f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:r>{f'<w:rPr>{pr}</w:rPr>' if pr else ''}{inner}</w:r>"


def tc(inner: str = "", *, span: int = 1, merge: str = "") -> str:
    pr = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    pr += {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[merge]
    return f"<w:tc><w:tcPr>{pr}</w:tcPr>{inner if inner.startswith('<') else p(inner)}</w:tc>"


def tbl(*rows: Sequence[str]) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


# ---------------------------------------------------------------- real documents


def rendered(name: str, data: bytes) -> bytes:
    """A text report as a Word document: a paragraph a line, its statutory tables as tables with merged cells."""
    import docx

    source = read_txt(name, data)
    made = docx.Document()
    at = 0
    for grid in [*(g for g in source.grids if g.dialect == "cells"), None]:
        for line in source.raw[at : len(source.raw) if grid is None else grid.start].split("\n"):
            if line.strip():
                made.add_paragraph(line)
        if grid is not None:
            _table(made, [[cell.text for cell in row] for row in grid.rows])
            at = grid.end
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _table(made: Any, rows: list[list[str]]) -> None:
    """Rows of one width: a short one's last cell is widened; blank label cells are merged with the label above."""
    width = max(map(len, rows))
    table = made.add_table(rows=len(rows), cols=width)
    for y, row in enumerate(rows):
        cells = table.rows[y].cells
        spare = width - len(row)
        wide = 0 if len(row) > 4 else len(row) - 1  # the label takes what values leave, the last head the rest
        x = 0
        for i, text in enumerate(row):
            span = 1 + (spare if i == wide else 0)
            cell = cells[x] if span == 1 else cells[x].merge(cells[x + span - 1])
            cell.text = text.strip(_BLANK)
            x += span
    for x in range(min(2, width)):  # the columns of labels
        _merge_down(table, rows, x)


def _merge_down(table: Any, rows: list[list[str]], x: int) -> None:
    head = None
    for y, row in enumerate(rows):
        if len(row) < 8 or x >= len(row) - 7:
            head = None
        elif row[x].strip(_BLANK):
            head = y
        elif head is not None and len(row) == len(rows[head]):
            table.cell(head, x).merge(table.cell(y, x))
