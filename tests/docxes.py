"""Word documents made by hand: real ones by python-docx, odd ones from their XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from extract.model import Source
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


def package(
    body: str, *, styles: str = "", numbering: str = "", parts: Mapping[str, str | bytes] | None = None
) -> bytes:
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


def lists(*levels: str, num: str = "", more: str = "") -> str:
    inner = "".join(f'<w:lvl w:ilvl="{i}">{level}</w:lvl>' for i, level in enumerate(levels))
    return (
        f'<w:abstractNum w:abstractNumId="0">{inner}</w:abstractNum>{more}'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{num}'
    )


def level(style: str, text: str, start: int = 1, more: str = "") -> str:
    return f'<w:start w:val="{start}"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>{more}'


def item(text: str, at: int = 0, num: int = 1) -> str:
    return p(text, pr=f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{num}"/></w:numPr>')


def sound(source: Source) -> None:
    """Every offset holds and no grid overlaps another."""
    at = 0
    for grid in source.grids:
        assert at <= grid.start < grid.end <= len(source.raw)
        at = grid.end
        for row in grid.rows:
            for cell in row:
                assert grid.start <= cell.start <= cell.end <= grid.end
                assert source.raw[cell.start : cell.end] == cell.text


# ---------------------------------------------------------------- real documents


def rendered(name: str, data: bytes) -> bytes:
    """A text report as a Word document: a paragraph a line, its statutory tables as tables with merged cells."""
    import docx

    source = read_txt(name, data)
    made = docx.Document()
    at = 0
    for grid in [*(g for g in source.grids if g.dialect in ("cells", "tabs")), None]:
        for line in source.raw[at : len(source.raw) if grid is None else grid.start].split("\n"):
            if line.strip():
                made.add_paragraph(line)
        if grid is not None:
            _table(made, [[cell.text for cell in row] for row in grid.rows])
            at = grid.end
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


Placed = list[tuple[str, int, int, int]]  # text, first column, columns, rows


def _table(made: Any, rows: list[list[str]]) -> None:
    """Rows of cells as the form draws them: cells merged across and down, as the labels say."""
    labels = {text.replace("\n", "") for row in rows for text in row}
    if "商业企业" in labels:
        width, placed = 10, _applications(rows)
    elif "行政复议" in labels and "结果维持" in labels:
        width, placed = 15, _reviews(rows)
    else:
        width = max(map(len, rows))
        placed = [[(t, i, 1 + (width - len(row)) * (i == len(row) - 1), 1) for i, t in enumerate(row)] for row in rows]
    table = made.add_table(rows=len(rows), cols=width)
    for y, row in enumerate(placed):
        for text, x, wide, high in row:
            cell = table.cell(y, x)
            if wide > 1 or high > 1:
                cell = cell.merge(table.cell(y + high - 1, x + wide - 1))
            cell.text = text.strip(_BLANK)


def _applications(rows: list[list[str]]) -> list[Placed]:
    heads = [[text for text in row if text.strip(_BLANK)] for row in rows[:3]]
    placed: list[Placed] = [
        [(heads[0][0], 0, 3, 3), (heads[0][1], 3, 7, 1)],
        [(heads[1][0], 3, 1, 2), (heads[1][1], 4, 5, 1), (heads[1][2], 9, 1, 2)],
        [(text, 4 + i, 1, 1) for i, text in enumerate(heads[2])],
    ]
    labels = [[text.strip(_BLANK) for text in row[:-7] if text.strip(_BLANK)] for row in rows]
    for y, row in enumerate(rows[3:], 3):
        cells: Placed = []
        for text in labels[y]:
            x, high = _column(text), 1
            if text == labels[y][-1]:
                cells.append((text, x, 3 - x, 1))
                continue
            while y + high < len(rows) and _column(labels[y + high][0]) > x:
                high += 1
            cells.append((text, x, 1, high))
        placed.append(cells + [(text, 3 + i, 1, 1) for i, text in enumerate(row[-7:])])
    return placed


def _column(label: str) -> int:
    """The form's column of labels, by the enumerator: 一、 （一） 1."""
    return 1 if label[0] in "（(" else 2 if label[0].isdigit() else 0


def _reviews(rows: list[list[str]]) -> list[Placed]:
    return [
        [(rows[0][0], 0, 5, 1), (rows[0][1], 5, 10, 1)],
        [(text, i, 1, 2) for i, text in enumerate(rows[1][:5])] + [(rows[1][5], 5, 5, 1), (rows[1][6], 10, 5, 1)],
        [(text, 5 + i, 1, 1) for i, text in enumerate(rows[2][-10:])],
        [(text, i, 1, 1) for i, text in enumerate(rows[3])],
    ]
