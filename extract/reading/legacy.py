"""The statistics of 2014 to 2018 (政府信息公开情况统计表) in flattened text.

They are found by their labels, each followed by its unit and its number, as the statutory tables are: from the first
label on for as long as nothing else comes between. Where numbers run into the enumerator of the next label
(``条16833.政务微博…``), that one digit is left to the label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.lexicon import HAN, legacy, rx
from extract.model import Grid, GridCell
from extract.reading import cells

_GAP = r"\s|\u200b\ufeff"
_HEAD = rx(
    rf"(?:统\s?计\s?指\s?标|指\s?标\s?名\s?称|指\s?标)[{_GAP}]*(?:代\s?码[{_GAP}]*)?(?:计\s?量\s?)?单\s?位[{_GAP}]*"
    rf"(?:代\s?码[{_GAP}]*)?(?:统\s?计\s?数\s?[量据值]?|数\s?[量据值]?)(?:[{_GAP}]*备\s?注)?"
)
_ANCHOR = rx(
    rf"{_HEAD.pattern}|主\s*动\s*公\s*开\s*(?:情\s*况(?=[{_GAP}]*[（(—\-－]|\s)|政\s*府\s*信\s*息\s*(?:总\s*)?数)|收\s*到\s*申\s*请\s*(?:总\s*)?数"
)
_BEFORE = rx(r"(?:[（(]?[一二三1-3][)）]?[、.．]?|其\s*中[:：]?)?[ \t|\u3000\xa0]*$")
_SPACE = rx(rf"[{_GAP}]*+")
_UNIT = rx(
    rf"[{_GAP}]*+(?:\d{{1,3}}[{_GAP}]++)?(?P<unit>[（(]?(?:万元|人次|条|件|次|篇|个|份|场|元|人|期|部|家)[)）]?)"
    rf"(?=[{_GAP}\d/／\-－—–─]|$|[（(一二三四五六七八九十其])"
)
_VALUE = rx(
    rf"[{_GAP}]*+(?P<value>\d[\d,，]*+(?:[.．]\d+)?(?:[ ]?(?:万元|人次|[条件次篇个份元人])(?![{HAN}]))?"
    rf"|[-—－–─/／]+|无(?![{HAN}]))"
)
_UNKNOWN = rx(
    rf"(?:\d[、.．)）]\s?)?(?:[^。；！？\d\t|\n（(]|[（(][^（()）。\n]*[)）]){{2,90}}?"
    rf"(?=[{_GAP}]*(?:万元|人次|[条件次篇个人])[{_GAP}]*\d)"
)
_REMARK = rx(r"\s*[\t|][ \u3000\xa0]*[^\n\t|\d]{1,40}(?=[ \t|]*(?:\n|$))")
_TRAILING = rx(r"(?:[ \u3000\xa0]*[\t|][ \t|\u3000\xa0]*(?=\n|$)|(?:[ \u3000\xa0]*\n{1,2}\t[ \u3000\xa0]*(?=\n|$))+)?")
_TIME = "年月日时号"
_ENOUGH, _VALUED, _MARKS = 5, 3, 3


class _Row(NamedTuple):
    label: tuple[int, int]
    unit: tuple[int, int] | None
    values: tuple[tuple[int, int], ...]
    known: bool


def find(raw: str, taken: Sequence[tuple[int, int]]) -> Iterator[Grid]:
    """Tables of the statistics outside the stretches ``taken``."""
    done = 0
    for anchor in _ANCHOR.finditer(raw):
        start = anchor.start()
        if start < done or any(a <= start < b for a, b in taken):
            continue
        head = _HEAD.match(raw, start)
        rows = _scan(raw, head.end() if head else start)
        known = {place for row in rows if row.known for place in (legacy.lookup(raw[slice(*row.label)]) or ())}
        if len(known) < _ENOUGH or sum(1 for row in rows if row.values or row.unit) < _VALUED:
            continue
        line = raw.rfind("\n", 0, start) + 1
        before = _BEFORE.search(raw, max(line, done), start)
        start = before.start() if before else start
        grid = _grid(raw, start, (start, head.end()) if head else None, rows)
        done = grid.end
        yield grid


def _grid(raw: str, start: int, head: tuple[int, int] | None, rows: Sequence[_Row]) -> Grid:
    last = rows[-1]
    end = max(b for _, b in (last.label, *([last.unit] if last.unit else []), *last.values))
    if raw.count("\t", start, end) > _MARKS or raw.count("|", start, end) > _MARKS:
        trailing = _TRAILING.match(raw, end)
        return cells.build(raw, start, trailing.end() if trailing else end, [])
    made: list[tuple[GridCell, ...]] = [(cells.cell(raw, *head),)] if head else []
    if rows[0].label[0] > start and not head:
        rows = [rows[0]._replace(label=(start, rows[0].label[1])), *rows[1:]]
    for row in rows:
        spans = (row.label, *([row.unit] if row.unit else []), *row.values)
        made.append(tuple(cells.cell(raw, *span) for span in spans))
    return Grid(start, end, tuple(made), "lines" if raw.count("\n", start, end) > len(rows) // 2 else "glued")


def _scan(raw: str, at: int) -> list[_Row]:
    """Labels with their units and numbers, one after the other from ``at`` on."""
    rows: list[_Row] = []
    while at < len(raw):
        at = _past(raw, at)
        hit = legacy.match(raw, at)
        found = _behind(raw, hit.end) if hit is not None else None
        known, end = found is not None, hit.end if hit is not None else at
        if found is None:
            unknown = _UNKNOWN.match(raw, at) if len(rows) >= _VALUED else None
            if unknown is None:
                break
            end = unknown.end()
            found = _behind(raw, end)
            if found is None or not found[1]:
                break
        unit, values, after, stop = found
        rows.append(_Row((at, end), unit, values, known))
        remark = _REMARK.match(raw, after) if not stop else None
        at = remark.end() if remark and not _begins(raw, after) and _begins(raw, remark.end()) else after
        if stop:
            break
    while rows and not rows[-1].values and not rows[-1].unit:
        rows.pop()
    return rows


def _behind(raw: str, at: int) -> tuple[tuple[int, int] | None, tuple[tuple[int, int], ...], int, bool] | None:
    """What stands behind a label: unit, numbers, their end, and whether the table ends there; None for a sentence."""
    unit = _UNIT.match(raw, at)
    values, after, stop = _values(raw, unit.end() if unit else at, unit is not None)
    if not unit and not values and not _begins(raw, after):
        return None
    return unit.span("unit") if unit else None, values, after, stop


def _values(raw: str, at: int, measured: bool) -> tuple[tuple[tuple[int, int], ...], int, bool]:
    """The numbers from ``at`` on that belong to the row, where they end, and whether the table ends with them.

    A number that runs into other words is within a sentence, but not where its unit stood before it (``measured``).
    """
    spans: list[tuple[int, int]] = []
    while (found := _VALUE.match(raw, at)) is not None:
        start, end = found.span("value")
        after = raw[end : end + 1]
        if after in tuple("、.．)）") and raw[start:end].isdigit():  # its last digit numbers what follows
            if raw[end - 1] != "0" and (legacy.match(raw, end - 1) or _UNKNOWN.match(raw, end - 1)):
                if end - 1 > start:
                    spans.append((start, end - 1))
                return tuple(spans), end - 1, False
            return tuple(spans), at, True
        if after and not after.isspace() and after != "|" and not _begins(raw, end):
            whole = not after.isalpha() or (measured and not spans and after not in _TIME)
            return ((*spans, (start, end)), end, True) if whole else (tuple(spans), at, True)
        spans.append((start, end))
        at = end
    return tuple(spans), at, False


def _past(raw: str, at: int) -> int:
    """The first place from ``at`` on that is neither white space nor a bar."""
    space = _SPACE.match(raw, at)
    return space.end() if space else at


def _begins(raw: str, at: int) -> bool:
    """Whether a label, or the end of the text, comes next."""
    at = _past(raw, at)
    return at >= len(raw) or legacy.match(raw, at) is not None or _UNKNOWN.match(raw, at) is not None
