"""Made-up reports without end: the same seed gives the same bytes, and each report says what it was made to state.

A report depends on its seed and its number alone, so that any stretch of a set can be made anywhere. Used by tests, by
``make bench`` and by notebooks; from a shell: ``python tests/generator.py FOLDER 1000 --seed 7 --distinct``.
"""

from __future__ import annotations

import argparse
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import generator_pages as pages
import generator_tables as tables
from generator_words import Template, hamlet, number, selves, stock, words, zipf

FOLDER = 1000  # reports a folder
SLOTS = 64  # hamlets kept for each report
COMMON = 200  # sentences, and points of either sort, of which boilerplate is
MOST = 256**3 // SLOTS  # reports that hamlets are there for
TXT: Mapping[str, float] = {"txt": 1.0}
Block = tuple[str, str]  # what it is (title, head, text, table), and its words; of a table its kind


@dataclass(frozen=True, slots=True)
class Options:
    """How a set of reports is made.

    Parameters
    ----------
    seed
        Another seed, another set.
    distinct
        Whether no sentence, and no point of a list, stands twice in the whole set (of up to 262,144 reports).
    boilerplate
        Share of the sentences that come, word for word, out of a fixed stock, the first of it most often; the others
        are distinct. None: as it falls out, where ``distinct`` does not say otherwise.
    formats
        Weights of ``txt``, ``html``, ``docx``.
    """

    seed: int = 0
    distinct: bool = False
    boilerplate: float | None = None
    formats: Mapping[str, float] = field(default_factory=lambda: TXT)


@dataclass(slots=True)
class Made:
    """A report, and what it states: ``values`` are the numbers of its tables by kind and row, as written."""

    number: int
    format: str = "txt"
    encoding: str = "utf-8"
    organ: str = ""
    year: int = 0
    total: int = 0
    received: int = 0
    dialect: str = ""
    template: str = ""
    blank: str = "0"
    values: dict[str, tables.Values] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    data: bytes = b""

    @property
    def name(self) -> str:
        """Its path in the set: ``003/003127.txt``."""
        return f"{self.number // FOLDER:03}/{self.number:06}.{self.format}"


def reports(count: int, options: Options | None = None, start: int = 0) -> Iterator[Made]:
    """``count`` reports from number ``start`` on, one after the other."""
    options = options or Options()
    for at in range(start, start + count):
        yield report(at, options)


def write(folder: str | Path, count: int, options: Options | None = None, start: int = 0) -> int:
    """Write ``count`` reports into ``folder`` (a thousand to a folder); returns how many bytes."""
    root, size = str(folder), 0
    for made in reports(count, options, start):
        if made.number % FOLDER == 0 or made.number == start:
            Path(root, f"{made.number // FOLDER:03}").mkdir(parents=True, exist_ok=True)
        with open(f"{root}/{made.name}", "wb") as file:  # noqa: PTH123
            file.write(made.data)
        size += len(made.data)
    return size


def report(at: int, options: Options) -> Made:
    """The report of that number."""
    writer = _Writer(at, options)
    made = writer.made
    writer.compose()
    if made.format == "txt":
        made.data = writer.text().encode(made.encoding)
    else:
        made.data = getattr(pages, made.format)(made.blocks, made.values, made.template)
    return made


@cache
def _places() -> tuple[str, ...]:
    return tuple(a + b for a in words()["signs"] for b in words()["tails"])


class _Writer:
    """A report in the making."""

    def __init__(self, at: int, options: Options) -> None:
        rng = Random(options.seed * 1_000_003 + at)
        self.draw = draw = rng.random
        self.rng, self.words, self.stock = rng, words(), stock()
        self.serial = (at + options.seed * 7919) * SLOTS
        self.share = options.boilerplate
        self.distinct = options.distinct or options.boilerplate is not None
        if self.distinct and at >= MOST:
            raise ValueError(f"a set without repeated sentences has {MOST:,} reports at most; take another seed")
        self.made = made = Made(at)
        if options.formats is not TXT:
            made.format = rng.choices(list(options.formats), list(options.formats.values()))[0]
        if draw() < 0.2 and made.format == "txt":
            made.encoding = ("gb18030", "utf-8-sig", "utf-16")[int(draw() * 3)]
        self.style = ("arabic", "arabic", "arabic", "arabic", "wide", "comma", "chinese")[int(draw() * 7)]
        places = _places()
        self.place = places[int(draw() * len(places))]
        self.above = places[int(draw() * len(places))]

    def pick(self, name: str) -> Any:
        """One of a list of the vocabulary."""
        several = self.words[name]
        return several[int(self.draw() * len(several))]

    def marked(self, sentence: str, by: str = "hamlets") -> str:
        """The sentence, made one that stands nowhere else where that is asked for."""
        if not self.distinct:
            return sentence
        self.serial += 1
        return self.pick(by) % hamlet(self.serial) + sentence

    def common(self, name: str) -> str:
        """A sentence of the vocabulary without numbers; boilerplate as often as others are."""
        said: str = self.pick(name)
        return said if self.share is not None and self.draw() < self.share else self.marked(said)

    def filled(self, one: Template) -> str:
        """A sentence of the corpus with numbers, place and year of this report; sums in it still hold."""
        if not one.holes:
            return one.form
        times, style = 1 + int(self.draw() * 9), self.style
        own = {"place": self.place, "year": str(self.made.year)}
        return one.form % tuple(number(h * times, style) if h.__class__ is int else own[h] for h in one.holes)  # type: ignore[operator,index]

    def sentence(self, among: tuple[Template, ...], by: str = "hamlets") -> str:
        """A sentence or point of the corpus, or boilerplate."""
        draw = self.draw
        if self.share is not None and draw() < self.share:
            return among[bisect_left(zipf(COMMON), draw())].plain
        return self.marked(self.filled(among[int(draw() * len(among))]), by)

    def compose(self) -> None:
        """Everything that the report says, block by block."""
        made, draw, pick = self.made, self.draw, self.pick
        made.organ = pick("organs") % {"a": self.above, "b": self.place}
        made.year = year = 2010 + int(draw() * 15)
        made.template = "legacy" if year < 2019 else "2019" if year < 2021 else "2021"
        made.total = 20 + int(draw() ** 2 * 4000)
        self._tables()
        say, named = made.blocks.append, made.organ
        title = pick("turned") % (year, named) if draw() < 0.15 else pick("titles") % (named, year)
        say(("title", title))
        phone = f"0{600 + int(draw() * 90)}-{2000000 + int(draw() * 7000000)}"
        say(("text", self.marked(pick("preambles") % (named, year, year, phone))))
        heads = self.words["legacy_headings" if made.template == "legacy" else "headings"]
        for at, (kind, several) in enumerate(heads.items()):
            say(("head", f"{'一二三四五六'[at]}{self.rng.choice('、、、．')}{several[int(draw() * len(several))]}"))
            getattr(self, f"_{kind}")()
        for kind in made.values:
            if kind == "statistics":
                say(("head", "附表：政府信息公开情况统计表"))
                say(("table", kind))
        say(("end", f"{named}\n{year + 1}年{1 + int(draw() * 3)}月{1 + int(draw() * 28)}日"))

    def _tables(self) -> None:
        made, draw = self.made, self.draw
        made.dialect = tables.dialect(self.rng) if made.format == "txt" else "cells"
        if made.template == "legacy":
            made.received = int(draw() ** 3 * 40)
            made.dialect = "tabs" if made.dialect in ("glued", "spaced", "gaps") else made.dialect
            if draw() < 0.5:
                made.values["statistics"] = tables.statistics(draw, made.total, made.received)
            return
        small = made.dialect in ("glued", "spaced")
        made.blank = " " if made.dialect in tables.KEEP_BLANKS and draw() < 0.3 else "0"
        made.values["proactive"] = tables.proactive(draw, made.template, small)
        asked = made.values["applications"] = tables.applications(draw, made.template, small, made.blank)
        made.values["review_litigation"] = tables.reviews(draw)
        made.received = int(asked["new"][6])

    def _overview(self) -> None:
        draw, own = self.draw, next(word for end, word in selves().items() if self.made.organ.endswith(end))
        lines = [self.sentence(self.stock.sentences) for _ in range(9 + int(draw() * 12))]
        at = int(draw() * (len(lines) + 1))
        lines[at:at] = [self._total(own)]
        cut = [0, *sorted({int(draw() * len(lines)) for _ in range(3)}), len(lines)]
        titled = draw() < 0.4
        for part, (low, high) in enumerate(pairwise(cut)):
            if low < high:
                head = f"（{'一二三四五'[part]}）{self.rng.choice(self.words['subheads'])}。" if titled else ""
                self.made.blocks.append(("text", head + "".join(lines[low:high])))

    def _total(self, own: str) -> str:
        draw, total = self.draw, self.made.total
        start = f"{self.made.year}年，{own}" if draw() < 0.3 else ""
        said = f"{start}{self.pick('totals') % number(total, self.style)}"
        if draw() < 0.5:
            return self.marked(f"{said}。")
        names = self.rng.sample(self.words["classes"], 2 + int(draw() * 3))
        counts, left = [], total
        for _ in names[1:]:
            counts.append(1 + int(draw() * (left - len(names)) * 0.6))
            left -= counts[-1]
        listed = "，".join(f"{n}{number(c, self.style)}条" for n, c in zip(names, [*counts, left], strict=True))
        return self.marked(f"{said}。") + self.marked(self.pick("parts") % listed, "loose")

    def _proactive(self) -> None:
        self._table("proactive")
        if self.made.template == "legacy":
            self.made.blocks.append(("text", "".join(self.sentence(self.stock.sentences) for _ in range(3))))

    def _applications(self) -> None:
        if self.draw() < 0.6 or self.made.template == "legacy":
            count = self.made.received
            said = self.marked(self.pick("received") % number(count, self.style)) if count else self.common("none")
            self.made.blocks.append(("text", said))
        self._table("applications")

    def _review_litigation(self) -> None:
        cases = self.made.values.get("review_litigation", {}).get("cases", [])
        if not any(cell != "0" for cell in cases) and (self.draw() < 0.5 or self.made.template == "legacy"):
            self.made.blocks.append(("text", self.common("peace")))
        self._table("review_litigation")

    def _table(self, kind: str) -> None:
        if kind in self.made.values:
            self.made.blocks.append(("table", kind))

    def _problems(self) -> None:
        count = 2 + int(self.draw() * 3)
        for lead, among in (("problems", self.stock.problems), ("remedies", self.stock.remedies)):
            points = [f"{'一二三四'[i]}是{self.sentence(among, 'spots')}" for i in range(count)]
            self.made.blocks.append(("text", self.common(lead) + "；".join(points) + "。"))

    def _other_matters(self) -> None:
        self.made.blocks.append(("text", self.common("other")))

    def text(self) -> str:
        """The report as flattened text, in one of the layouts of sites."""
        made, draw = self.made, self.draw
        end = ("\n", "\n", "\n\n", "\n　　", "\r\n", "\n \n")[int(draw() * 6)]
        inline, out = draw() < 0.1, []
        for kind, said in made.blocks:
            if kind == "table":
                form = tables.layout(said, made.template, made.dialect)
                out.append(f"\n{tables.filled(form, made.values[said])}\n")
            elif kind == "head" and inline:
                out.append(f"{end}{said}。")
            elif kind == "text" and inline and out[-1].endswith("。") and "\n" in out[-1][:2]:
                out.append(said)
            else:
                out.append(f"{end}{said}")
        return f"{''.join(out).lstrip()}\n{self.pick('noise')}\n"


def main() -> None:
    """Write a set of reports into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--distinct", action="store_true", help="no sentence twice")
    parser.add_argument("--boilerplate", type=float, help="share of sentences out of a fixed stock")
    parser.add_argument("--format", action="append", help="txt, html, docx; several times for a mixture")
    wanted = parser.parse_args()
    formats = TXT if not wanted.format else {name: float(wanted.format.count(name)) for name in wanted.format}
    write(wanted.folder, wanted.count, Options(wanted.seed, wanted.distinct, wanted.boilerplate, formats))


if __name__ == "__main__":
    main()
