"""``make figures``: how well the toolkit does on every annotated set that is there.

Written into ``models/figures.json``, the one place where measured figures are kept (a wheel has it too, and ``gongkai
codebook`` reads it), and from there into the README.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import corpora

from extract import __version__, lexicon, resources
from extract.evaluate import floors
from extract.evaluate.figures import sure

SETS = {
    "seeds": ("5 real town reports", "5份真实的乡镇报告"),
    "departments": ("9 real reports of provincial departments", "9份真实的省级部门报告"),
    "county": ("8 real web pages and a pdf of counties", "县级政府的8个真实网页和1份pdf"),
    "real": ("these 23 together", "以上23份合计"),
    "test": ("97 made-up texts held out", "97篇留作检验的虚构文本"),
    "dev": ("62 made-up texts that set thresholds", "62篇用于确定阈值的虚构文本"),
    "samples": ("the 14 made-up samples", "14份虚构样例"),
}
#: of sets whose figures are told alone: their names there, and what a reader must know of them
ALONE = {
    "real": {
        "title_en": "23 real reports of towns, counties and provincial departments",
        "title_zh": "23份真实报告（乡镇、县、省级部门）",
        "note_en": "the rules were written with these reports in view, so that the figures are those of known texts",
        "note_zh": "规则编写时参考过这些报告，故为已知文本上的结果",
    },
    "test": {
        "title_en": "97 made-up texts held out",
        "title_zh": "97篇留作检验的虚构文本",
        "note_en": "nobody looked at what the tool makes of them; their hands were told to differ as clerks do",
        "note_zh": "开发过程中无人查看工具对其处理的结果；由多人分别撰写并标注，写法各异",
    },
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
KINDS = re.compile(r"(?:facts|channels):[^.]+")  # of the finer figures, those that are kept
SURE = 0.9  # the confidence from which on facts are told of as sure
ROOT = Path(__file__).resolve().parents[1]
README, KEPT = ROOT / "README.md", ROOT / "models" / "figures.json"


def measure() -> dict[str, Any]:
    """All figures, with what they were measured with and on."""
    return {
        "gongkai": __version__,
        "lexicon_sha256": lexicon.fingerprint(),
        "models": resources.model_hashes(),
        "sets": {name: _set(name) for name in SETS if corpora.there(name)},
    }


def _set(name: str) -> dict[str, Any]:
    one = corpora.measured(name)
    saved, kept = one.saved(), sure(one.judged, SURE)
    parts = corpora.TOGETHER.get(name, (name,))
    return {
        "en": SETS[name][0],
        "zh": SETS[name][1],
        **ALONE.get(name, {}),
        "texts": len(one.names),
        "gold_sha256": [floors.digest(corpora.place(part)[0]) for part in parts],
        "figures": {key: told for key, told in saved["figures"].items() if ":" not in key or KINDS.fullmatch(key)},
        "calibration": {
            layer: {**saved["calibration"][layer], "ece": round(error, 6)}  # rounded once, where it is printed
            for layer, (error, _) in one.calibration.items()
        },
        "sure": {"least": SURE, "right": kept.right, "found": kept.found, "wanted": kept.wanted},
        "numbers_that_are_no_facts": saved["numbers_that_are_no_facts"],
    }


def cell(count: dict[str, Any] | None) -> str:
    """A figure with its 95 % interval and how many gold things it rests on; a dash where there are none."""
    if not count or not count["wanted"]:
        return "–"
    low, high = count["interval"]
    interval = f" {low:.2f}–{high:.2f}" if low is not None and high != low else ""
    f1 = 2 * count["right"] / (count["found"] + count["wanted"])
    return f"**{f1:.3f}**{interval} ({count['wanted']:,})"


def table(data: dict[str, Any]) -> str:
    """All figures as a table in Markdown."""
    sets = data["sets"].values()
    out = ["| | " + " | ".join(one["en"] for one in sets) + " |", "|---" * (len(sets) + 1) + "|"]
    for key, words in ROWS.items():
        out.append(f"| {words} | " + " | ".join(cell(one["figures"].get(key)) for one in sets) + " |")
    return "\n".join(out)


def confidence(data: dict[str, Any]) -> str:
    """How often facts of about each confidence are right, on the texts held out."""
    told = data["sets"]["test"]
    error, bins = told["calibration"]["facts"]["ece"], told["calibration"]["facts"]["bins"]
    head = "| mean confidence of facts | " + " | ".join(f"{mean:.2f}" for mean, _, _ in bins) + " |"
    row = "| right, of the texts held out | " + " | ".join(f"{right / n:.2f} ({n:,})" for _, n, right in bins)
    kept = told["sure"]
    share, precise = kept["found"] / kept["wanted"], kept["right"] / kept["found"]
    words = f"{share:.0%} of the facts found have a confidence of {SURE} and more; {precise:.1%} of them are right. Calibration error {error:.3f}."
    return f"{head}\n{'|---' * (len(bins) + 1)}|\n{row} |\n\n{words}"


def page(data: dict[str, Any]) -> str:
    """What stands in the README between the markers."""
    return f"{table(data)}\n\n{confidence(data)}"


def main() -> None:
    data = measure()
    print(page(data))
    if "--write" in sys.argv:
        KEPT.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf8", newline="\n")
        text = README.read_text(encoding="utf8")
        before, _, rest = text.partition("<!-- table -->\n")
        _, _, after = rest.partition("<!-- /table -->")
        README.write_text(f"{before}<!-- table -->\n{page(data)}\n<!-- /table -->{after}", encoding="utf8")


if __name__ == "__main__":
    main()
