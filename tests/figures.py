"""``make figures``: how well the toolkit does on every annotated set that is there; written into the README."""

from __future__ import annotations

import sys
from pathlib import Path

import corpora

from extract.evaluate.figures import Figure, sure

SETS = {
    "seeds": "5 real town reports",
    "departments": "9 real reports of provincial departments",
    "county": "8 real web pages and a pdf of counties",
    "real": "these 23 together",
    "test": "97 made-up texts held out",
    "dev": "62 made-up texts that set thresholds",
    "samples": "the 14 made-up samples",
}
ROWS = {
    "facts": "facts",
    "category": "… its class (`category`)",
    "fact_channel": "… its channel",
    "part_of": "… its total (`part_of`)",
    "channels": "channels",
    "problems": "problems",
    "remedies": "remedies",
    "links": "links",
    "aspect": "main aspect",
    "cells": "table cells",
    "sections": "sections",
    "title": "title",
    "organ": "organ",
    "year": "year",
    "contacts": "contacts",
}
README = Path(__file__).resolve().parents[1] / "README.md"


def cell(count: Figure | None) -> str:
    """A figure with its 95 % interval and how many gold things it rests on; a dash where there are none."""
    if not count or not count.wanted:
        return "–"
    interval = f" {count.low:.2f}–{count.high:.2f}" if count.low is not None and count.high != count.low else ""
    return f"**{count.f1:.3f}**{interval} ({count.wanted:,})"


def table() -> str:
    """All figures as a table in Markdown."""
    names = [name for name in SETS if corpora.there(name)]
    counts = {name: corpora.measured(name).figures for name in names}
    out = ["| | " + " | ".join(SETS[name] for name in names) + " |", "|---" * (len(names) + 1) + "|"]
    for key, words in ROWS.items():
        out.append(f"| {words} | " + " | ".join(cell(counts[name].get(key)) for name in names) + " |")
    return "\n".join(out)


def confidence() -> str:
    """How often facts of about each confidence are right, on the texts held out."""
    judged = corpora.measured("test").judged
    error, bins = corpora.measured("test").calibration["facts"]
    head = "| mean confidence of facts | " + " | ".join(f"{one.confidence:.2f}" for one in bins) + " |"
    row = "| right, of the texts held out | " + " | ".join(
        f"{one.right / one.things:.2f} ({one.things:,})" for one in bins
    )
    kept = sure(judged)
    told = f"{kept.found / kept.wanted:.0%} of the facts found have a confidence of 0.9 and more; {kept.precision:.1%} of them are right. Calibration error {error:.3f}."
    return f"{head}\n{'|---' * (len(bins) + 1)}|\n{row} |\n\n{told}"


def main() -> None:
    made = f"{table()}\n\n{confidence()}"
    print(made)
    if "--write" in sys.argv:
        text = README.read_text(encoding="utf8")
        before, _, rest = text.partition("<!-- table -->\n")
        _, _, after = rest.partition("<!-- /table -->")
        README.write_text(f"{before}<!-- table -->\n{made}\n<!-- /table -->{after}", encoding="utf8")


if __name__ == "__main__":
    main()
