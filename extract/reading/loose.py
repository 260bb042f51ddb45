"""Tables that are on no statutory template: the 统计表 used until 2018, and any other table kept by tabs or bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.lexicon import rx
from extract.model import Grid, GridCell
from extract.reading import cells

_GAP = r"\s|\u200b\ufeff"
_UNIT = r"(?:条|件|次|篇|个|份|场|元|万元|人次|人|期|部|家)"
_HEAD = rx(
    rf"(?:(?:填\s?报|单\s?位)[^。；\n]{{0,40}}[{_GAP}]+)?(?:统\s?计\s?指\s?标|指\s?标\s?名\s?称|指\s?标)[{_GAP}]*"
    rf"(?:代\s?码[{_GAP}]*)?(?:计\s?量\s?)?单\s?位[{_GAP}]*(?:代\s?码[{_GAP}]*)?(?:统\s?计\s?数\s?[量据值]?|数\s?[量据值])"
)
_ENTRY = rx(
    rf"[^。；！？]{{2,200}}?(?<!\d)[{_GAP}]*{_UNIT}[{_GAP}]*+(?:\d[\d,.，]*+(?![\d年月日条件次个])|[-—－/／]+|(?<=[\t|])(?=[\t|\n]))"
)
_SENTENCE = rx(r"[。；！？]")
_NUMERIC = rx(r"[+\-－—/／\d][\d,，.．%％/\-—]*(?:万元?|亿元?|元|[条件次篇个份人])?")
_TRAILING_BARS = rx(r"(?:[ \t]*\|[ \t|]*(?=\n|$))?")
_ROWS = 2
_CELLED = 6


def find(raw: str, taken: Sequence[tuple[int, int]]) -> Iterator[Grid]:
    """Grids outside the stretches ``taken``, which are in order."""
    taken = sorted([*taken, *(legacy := [span for span in _legacy(raw) if not _overlaps(span, taken)])])
    for start, end in legacy:
        yield _legacy_grid(raw, start, end)
    edges = [(0, 0), *taken, (len(raw), len(raw))]
    for (_, free), (stop, _) in pairwise(edges):
        if "\t" in raw[free:stop] or "|" in raw[free:stop]:
            yield from _marked(raw, free, stop)


def _overlaps(span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in taken)


def _legacy(raw: str) -> Iterator[tuple[int, int]]:
    done = 0
    if "指" not in raw or "标" not in raw:  # 指标 is in every head
        return
    for head in _HEAD.finditer(raw):
        if head.start() < done:
            continue
        end = head.end()
        while (entry := _ENTRY.match(raw, end)) is not None:
            end = entry.end()
        if end > head.end():
            bars = _TRAILING_BARS.match(raw, end)
            start, end = head.start(), bars.end() if bars else end
            line = raw.rfind("\n", 0, start) + 1
            yield (line if not raw[line:start].strip(" |\t") else start), end
            done = end


def _legacy_grid(raw: str, start: int, end: int) -> Grid:
    region = raw[start:end]
    if region.count("\t") > 3 or region.count("|") > 3:
        return cells.build(raw, start, end, [])
    rows: list[tuple[GridCell, ...]] = []
    at = start
    head = _HEAD.match(raw, at)
    if head is not None:
        rows.append((cells.cell(raw, at, head.end()),))
        at = head.end()
    while (entry := _ENTRY.match(raw, at)) is not None and entry.end() <= end:
        rows.append((cells.cell(raw, at, entry.end()),))
        at = entry.end()
    return Grid(start, end, tuple(rows), "lines" if "\n" in region else "glued")


def _marked(raw: str, start: int, stop: int) -> Iterator[Grid]:
    """Runs of lines with tabs or bars whose cells are short and hold numbers: a table, not an indented paragraph."""
    run: list[tuple[int, int]] = []
    at = start
    while at < stop:
        end = raw.find("\n", at, stop)
        end = stop if end < 0 else end
        line = raw[at:end]
        if ("\t" in line or line.count("|") > 1) and not _SENTENCE.search(line):
            run.append((at, end))
        elif run and (line.strip() or raw[end + 1 : end + 2] not in ("\t", "|")):
            yield from _checked(raw, run)
            run = []
        at = end + 1
    yield from _checked(raw, run)


def _checked(raw: str, run: Sequence[tuple[int, int]]) -> Iterator[Grid]:
    if len(run) < _ROWS:
        return
    start, end = run[0][0], run[-1][1]
    lines = [raw[a:b] for a, b in run]
    inner = [line for line in lines if "\t" in line.strip(" \u3000\xa0").rstrip()[1:] or line.count("|") > 1]
    texts = [text for line in lines for text in line.replace("|", "\t").split("\t") if text.strip()]
    numbers = sum(1 for text in texts if _NUMERIC.fullmatch(text.strip()))
    if len(inner) == len(lines):  # a row a line
        if numbers or len(lines) > _ROWS:
            yield cells.build(raw, start, end, []) if raw.count("\t", start, end) > 3 else _rows(raw, run)
    elif len(lines) >= _CELLED and numbers * 4 >= len(texts):
        yield cells.build(raw, start, end, [])


def _rows(raw: str, run: Sequence[tuple[int, int]]) -> Grid:
    mark = "\t" if "\t" in raw[run[0][0] : run[-1][1]] else "|"
    rows = tuple(cells.parted(raw[start:end], start, mark) for start, end in run)
    return Grid(run[0][0], run[-1][1], rows, "tabs")
