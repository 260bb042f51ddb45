"""Text with marked stretches as HTML: escaped, cut where marks overlap, nothing added and nothing lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

_LONE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Look:
    """How a sort of mark is shown, and what the legend calls it.

    Colours are of Okabe and Ito's palette, which people with the common kinds of colour blindness can tell apart, and
    let the page shine through: the letters keep the page's own colour, so that light and dark pages read alike. Things
    of a few words are filled, those of a whole sentence underlined, so that one can be seen within the other.
    """

    name: str
    rgb: tuple[int, int, int]
    line: str = ""  # style of the underline; a fill where it is empty

    @property
    def colour(self) -> str:
        """The colour as CSS."""
        return f"rgba({','.join(map(str, self.rgb))},{1 if self.line else 0.34})"


LOOKS = {
    "facts": Look("facts 事实", (0, 114, 178)),
    "channels": Look("channels 渠道", (230, 159, 0)),
    "problems": Look("problems 问题", (213, 94, 0), "solid"),
    "remedies": Look("remedies 措施", (0, 158, 115), "dashed"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text: its sort (a key of ``LOOKS``), and what is said of it on hovering."""

    start: int
    end: int
    sort: str
    title: str


def style(sorts: Iterable[str]) -> str:
    """The CSS of a stretch that is marked as all of these."""
    asked = frozenset(sorts)
    looks = [look for sort, look in LOOKS.items() if sort in asked]
    fills = [look.colour for look in looks if not look.line]
    lines = [look for look in looks if look.line]
    out = ["color:inherit", "border-radius:2px"]
    if len(fills) == 1:
        out.append(f"background:{fills[0]}")
    elif fills:  # one above the other
        out.append(f"background:linear-gradient({fills[0]} 50%,{fills[1]} 50%)")
    else:
        out.append("background:none")
    if lines:
        out.append(f"border-bottom:2px {lines[0].line} {lines[0].colour}")
    if len(lines) > 1:
        out.append(f"border-top:2px {lines[1].line} {lines[1].colour}")
    return ";".join(out)


def marked(text: str, marks: Sequence[Mark], start: int = 0, end: int | None = None) -> str:
    """``text[start:end]`` as HTML with its marks.

    Parameters
    ----------
    text
        Any text; markup in it is shown, not obeyed. A lone surrogate, which no page can hold, becomes U+FFFD.
    marks
        In any order; they may overlap, reach out of the stretch or be empty (then they are not shown).
    start, end
        The stretch, in characters of ``text``.

    Returns
    -------
    str
        With its tags taken out and its references resolved it is exactly ``text[start:end]``.

    Examples
    --------
    >>> marked("公开36条<b>", [])
    '公开36条&lt;b&gt;'
    """
    end = len(text) if end is None else min(end, len(text))
    return "".join(_piece(text[a:b], here) for a, b, here in _cut(marks, max(0, start), end))


def _cut(marks: Sequence[Mark], start: int, end: int) -> Iterator[tuple[int, int, list[Mark]]]:
    """The stretch in pieces, each with the marks that hold all of it, the one that begins first before the others."""
    if end <= start:
        return
    inside = [mark for mark in marks if max(mark.start, start) < min(mark.end, end)]
    opens = sorted(inside, key=lambda mark: (mark.start, -mark.end))
    edges = sorted({start, end, *(max(m.start, start) for m in inside), *(min(m.end, end) for m in inside)})
    here: list[Mark] = []
    at = 0
    for a, b in pairwise(edges):
        here = [mark for mark in here if mark.end > a]
        while at < len(opens) and opens[at].start <= a:
            here.append(opens[at])
            at += 1
        yield a, b, list(here)


def _piece(text: str, marks: Sequence[Mark]) -> str:
    # a carriage return would become a line feed when the page is parsed
    words = _LONE.sub("\ufffd", escape(text, quote=False)).replace("\r", "&#13;")
    if not marks:
        return words
    title = escape(_LONE.sub("\ufffd", "\n".join(mark.title for mark in marks)))
    return f'<mark style="{style(mark.sort for mark in marks)}" title="{title}">{words}</mark>'
