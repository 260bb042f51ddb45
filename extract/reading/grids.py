"""Where the tables stand in flattened text.

Statutory tables (国办公开办函〔2019〕60号, 〔2021〕30号) are found by their labels: from a word that only a table
begins with, labels and values are read one after the other for as long as nothing else comes between. What is found is
therefore exact: it begins with the first label and ends with the last cell, also where a heading is glued to that cell.
"""

from __future__ import annotations

from typing import NamedTuple

from extract.lexicon import HAN, labels, rx
from extract.model import Grid
from extract.reading import cells, legacy, loose

_GAP = r"\s|\u200b\ufeff"
_NUMBER = (
    r"(?:(?:增加?|减少?|[+＋\-－﹢﹣−])[ ]?)?\d+(?:[,，]\d{3})*(?:[.．]\d+)?"
    rf"(?:[ ]?(?:(?:万|亿)元?|元|[件条项个次宗份])(?![{HAN}\d]))?"
)
_DASH = rf"[/／\\—–─]+|[-－]+(?!\d)|无(?![{HAN}])"
_VALUE = rx(rf"[{_GAP}]*+(?P<value>\d(?=[\n\t|])|{_NUMBER}|{_DASH})")
_SEPARATOR = rx(rf"(?:[{_GAP}]|\[(?:image|bookmark)[^\]\n]*\])*+")
_ANCHOR = rx(
    r"(?=[（(本第信申自结行未复])(?:[（(]?\s?本\s?列\s?数\s?据\s?的|第\s?二\s?十\s?条\s?第?\s?[（(]?\s?[一五六八九1568]|信\s?息\s?(?:内\s?容|类\s?别)"
    r"|申\s?请\s?人\s?情\s?况|自\s?然\s?人|结\s?果\s?维\s?[持护]|行\s?政\s?复\s?议"
    r"|行\s?政\s?诉\s?讼(?=\s|未)|未\s?经\s?(?:行\s?政\s?)?复\s?议\s?直\s?接\s?起\s?诉|复\s?议\s?后\s?起\s?诉)"
)
_HEADING = rx(
    r"\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．]|第[一二三四五六七八九十]+部分"
    r"|[（(][一二三四五六七八九十]+[)）]|\d{1,2}\s*[、.．])"
)
_TRAILING_CELLS = rx(r"(?:[ \u3000\xa0]*\n{1,2}\t[ \u3000\xa0]*(?=\n|$))*")
_TRAILING_TABS = rx(r"[ \u3000\xa0]*[\t|][\t| \u3000\xa0]*(?=\n|$)")
_LEADING = rx(r"[\t| \u3000\xa0]*$")
_UNKNOWN_LINE = rx(r"[^\n\t|。；！？]{1,90}")
_UNKNOWN_GLUED = rx(r"[^\d\n\t|。；！？]{1,90}")
_SPACE = frozenset(" \n\t|\u3000\xa0\u200b\ufeff\u2002\u2003\u2009\x0b\x0c")
_BREAKS = frozenset("\n\t|")
_MEASURE = "年月日时号点％%"
_MIN_LABELS = 5
_BODY = 4


class Scan(NamedTuple):
    """A stretch of labels and values: their spans in order (``word`` is None for a value), and the kind of table."""

    start: int
    end: int
    tokens: list[tuple[int, int, str | None]]
    labels: int
    kind: str | None
    turned: bool  # it ended where a label of another kind of table begins


def find_grids(raw: str) -> tuple[Grid, ...]:
    """All tables of the text, in order, none overlapping."""
    grids: list[Grid] = []
    done = 0
    for anchor in _ANCHOR.finditer(raw):
        at = anchor.start()
        while at >= done:
            scan = _scan(raw, at)
            if scan.labels < _MIN_LABELS:
                break
            start, end = _edges(raw, scan, done)
            grids.append(cells.build(raw, start, end, scan.tokens))
            done = end
            if not scan.turned:
                break
            at = _past(raw, scan.end)
    for find in (legacy.find, loose.find):
        grids += list(find(raw, sorted((grid.start, grid.end) for grid in grids)))
    return tuple(sorted(grids, key=lambda grid: grid.start))


def _edges(raw: str, scan: Scan, floor: int) -> tuple[int, int]:
    start, end = scan.start, scan.end
    line = raw.rfind("\n", 0, start) + 1
    lead = _LEADING.search(raw, max(line, floor), start)
    if lead and lead.start() == max(line, floor):
        start = lead.start()
        if raw[start : start + 1] == "\t" and raw[start : scan.start].count("\t") == 1 and "\n\t" in raw[start:end]:
            start += 1  # the mark of a cell-per-line cell is no cell of its own
    trailing = _TRAILING_CELLS.match(raw, end)
    if trailing and trailing.end() > end:
        return start, trailing.end()
    tabs = _TRAILING_TABS.match(raw, end)
    return start, tabs.end() if tabs else end


def _scan(raw: str, at: int) -> Scan:
    """Read labels and values from ``at`` on."""
    tokens: list[tuple[int, int, str | None]] = []
    count, kind, end, turned = 0, None, at, False
    match = labels.match
    size = len(raw)
    while at < size:
        while at < size and raw[at] in _SPACE:
            at += 1
        if at < size and raw[at] == "[":
            at = _past(raw, at)
        digit = raw[at : at + 1].isdigit() and raw[at + 1 : at + 2] in _BREAKS  # spares most values a try as labels
        hit = None if digit else match(raw, at)
        if hit is not None and hit.end < size and raw[hit.end].isalpha() and match(raw, hit.end) is None:
            hit = None  # 其他 of 其他需要报告的事项, or of a row that the form does not have
        if hit is not None:
            kinds = hit.kinds
            if kind is None:
                kind = next(iter(kinds)) if len(kinds) == 1 else None
            elif kind not in kinds:
                turned = True
                break
            tokens.append((at, hit.end, hit.word))
            count += 1
            at = end = hit.end
            continue
        spans = _values(raw, at)
        if spans:
            kept, stop = _trim(raw, spans)
            tokens.extend((a, b, None) for a, b in kept)
            if kept:
                at = end = kept[-1][1]
            if stop or not kept:
                break
            continue
        if count < _BODY:
            break
        bridge = _bridge(raw, at)
        if bridge is None:
            break
        tokens.append((at, bridge, ""))
        at = end = bridge
    return Scan(tokens[0][0] if tokens else at, end, tokens, count, kind, turned)


def _past(raw: str, at: int) -> int:
    """The first place from ``at`` on that is neither white space, nor a bar, nor a mark left by a picture."""
    gap = _SEPARATOR.match(raw, at)
    return gap.end() if gap else at


def _values(raw: str, at: int) -> list[tuple[int, int]]:
    """The values that stand one after the other from ``at`` on."""
    spans: list[tuple[int, int]] = []
    found = _VALUE.match(raw, at)
    while found:
        spans.append(found.span("value"))
        found = _VALUE.match(raw, found.end())
    return spans


def _trim(raw: str, spans: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], bool]:
    """The values that belong to the table, and whether the table ends with them.

    A number is followed by white space, by a label or by a heading. One that runs into other words begins a sentence
    (``2020年…``); one before ``、`` or ``.`` is the enumerator of what follows.
    """
    start, end = spans[-1]
    after = raw[end : end + 1]
    if not after or after.isspace() or after == "|":
        return spans, False
    if labels.match(raw, end) is not None:
        return spans, False
    if after in "、.．)）,，" and raw[end - 1].isdigit() and raw[start:end].isdigit():
        rest = [*spans[:-1], (start, end - 1)] if end - 1 > start else spans[:-1]
        return rest, labels.match(raw, end - 1) is None
    alone = start > 0 and (raw[start - 1].isspace() or raw[start - 1] == "|")
    if _HEADING.match(raw, end):
        return spans, True
    if alone or after in _MEASURE:
        return spans[:-1], True
    return spans, not after.isalpha()


def _bridge(raw: str, at: int) -> int | None:
    """The end of a label that the vocabulary does not know, where the table plainly goes on behind it."""
    at_line = at == 0 or raw[at - 1] in "\n\t|"
    for pattern in (_UNKNOWN_LINE, _UNKNOWN_GLUED):
        piece = pattern.match(raw, at)
        if piece is None:
            continue
        end = at + len(piece.group().rstrip())
        text = raw[at:end]
        if labels.lookup(text):
            return end
        if _HEADING.match(text) or (pattern is _UNKNOWN_GLUED and any(char.isdigit() for char in text)):
            return None
        if pattern is _UNKNOWN_LINE and (not at_line or raw[end : end + 1] not in ("", "\n", "\t", "|", " ")):
            continue
        if _goes_on(raw, end):
            return end
    return None


def _goes_on(raw: str, at: int, depth: int = 3) -> bool:
    at = _past(raw, at)
    spans = _values(raw, at)
    if spans:
        kept, stop = _trim(raw, spans)
        if not kept:
            return False
        at = _past(raw, kept[-1][1])
        return labels.match(raw, at) is not None or (len(kept) >= 2 and not stop)
    if labels.match(raw, at) is not None:
        return True
    piece = _UNKNOWN_LINE.match(raw, at)
    if depth == 0 or piece is None or len(piece.group()) > 40 or _HEADING.match(piece.group()):
        return False
    return _goes_on(raw, piece.end(), depth - 1)
