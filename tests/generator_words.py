"""Words of generated reports: names, numbers as clerks write them, and sentences with holes from the made-up corpus.

Sentences come from the samples and from ``train.jsonl``. ``dev`` and ``test`` are left alone: who mends a rule because of
a generated report must not have looked at what is held out.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from extract.reading import read

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "annotations" / "reports"
#: kinds of facts that the generator states itself, so that no other sentence may
OWN = {"disclosure", "application", "review", "litigation", "fee", "complaint", "change"}
_SENTENCE = re.compile(r"[^。！？；\n\t]{10,110}。")
_FOREIGN = re.compile(
    r"申请|复议|诉讼|报告|年报|附件|附表|下表|如下|条例|收费|[1１2２][90９０]\d\d|[（(【\[][^）)】\]]*$|^[、，）)”]|主动公开"
    r"|gov|www|电话|传真|不予公开|驳回|信息总|统计期|统计区间|〇|^[\d一二三四五改对][是、.，,;；]|^[一二三四五六七八九十]+[是、.]|^[（(]?[一二三四五六七八九十\d]+[)）、.]|^[①-⑳]"
)
_ASIDE = re.compile(r"问题|不足|针对|改进|下一步|办法[:：]|措施[:：]|明年|计划|今后|整改")  # what belongs elsewhere
_STEM = re.compile(r"([一-龥]{2,4}?)(?:省|市|县|区|旗|镇|乡|街道|苏木)")
_NUMBER = re.compile(r"(?<![\d.,，．\s])\d+(?![\d.,，．\s])")  # whole ones; 1,270 and 2.2 stay
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_DIGITS = "〇一二三四五六七八九"


class Template(NamedTuple):
    """A sentence as a format string, and for each hole the number that stood there, ``place`` or ``year``."""

    form: str
    holes: tuple[int | str, ...]
    plain: str  # as it stood, for boilerplate


class Stock(NamedTuple):
    """All sentences that reports are made of."""

    sentences: tuple[Template, ...]
    problems: tuple[Template, ...]
    remedies: tuple[Template, ...]


@cache
def words() -> dict[str, Any]:
    """The lists of ``generator.toml``."""
    return tomllib.loads((ROOT / "tests" / "generator.toml").read_text(encoding="utf8"))


@cache
def stock() -> Stock:
    """What the samples and the corpus lend, in their order and each once."""
    found: tuple[dict[str, Template], ...] = ({}, {}, {})
    for text, gold in _annotated():
        stems = [stem for stem in _STEM.findall((gold.get("organ") or {}).get("text", "")) if len(stem) > 1]
        facts = [fact for fact in gold.get("facts", ()) if fact["start"] is not None]
        for match in _SENTENCE.finditer(text):
            inside = [f for f in facts if match.start() <= f["start"] < match.end()]
            if _ASIDE.search(match.group()) or any(f["kind"] in OWN or f["scope"] != "year" for f in inside):
                continue
            spans = [(f["start"] - match.start(), f["end"] - match.start()) for f in inside if f["unit"] != "%"]
            _keep(found[0], match.group(), spans, stems, gold.get("year"))
        for at, side in ((1, "problems"), (2, "remedies")):
            for item in gold.get(side, ()):
                if len(item["text"]) < 60 and "。" not in item["text"]:
                    _keep(found[at], item["text"], [], stems, gold.get("year"))
    return Stock(*(tuple(one.values()) for one in found))


def _annotated() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((ROOT / "annotations" / "gold").glob("*.json")):
        yield read(SAMPLES / f"{path.stem}.txt", path.stem).raw, json.loads(path.read_text(encoding="utf8"))
    with (ROOT / "annotations" / "corpus" / "train.jsonl").open(encoding="utf8") as file:
        for line in map(json.loads, file):
            if {"facts", "items"} <= set(line["layers"]):
                yield line["text"], line["gold"]


def _keep(into: dict[str, Template], words: str, spans: list[tuple[int, int]], stems: list[str], year: Any) -> None:
    plain = words.replace(f"{year}年", "年内").replace("%", "％").lstrip(" 　")
    if _FOREIGN.search(plain) or plain in into:
        return
    marked, at = "", 0
    for start, end in sorted(set(spans)):
        marked += words[at:start] + _NUMBER.sub(lambda m: f"\x01{m.group()}\x02", words[start:end])
        at = end
    marked = (marked + words[at:]).replace(f"{year}年", "\x01year\x02年").replace("%", "％").lstrip(" 　")
    for stem in stems:
        marked = marked.replace(stem, "\x01place\x02")
    holes = re.findall("\x01(.*?)\x02", marked)
    form = re.sub("\x01.*?\x02", "%s", marked)
    into[plain] = Template(form, tuple(int(hole) if hole.isdecimal() else hole for hole in holes), plain)


def number(count: int, style: str) -> str:
    """A whole number in one of the ways of clerks: ``arabic``, ``wide``, ``comma``, ``chinese``."""
    if style == "arabic" or (style == "chinese" and count > 9999):
        return str(count)
    if style == "wide":
        return str(count).translate(_WIDE)
    return f"{count:,}" if style == "comma" else chinese(count)


@cache
def chinese(count: int) -> str:
    """A whole number below ten thousand in characters: 二百零五, 十二."""
    if count == 0:
        return "零"
    out, gap = "", False
    for unit, power in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = count // power % 10
        if digit:
            out += ("零" if gap and out else "") + _DIGITS[digit] + unit
        gap = not digit
    return out[1:] if out.startswith("一十") else out


def hamlet(serial: int) -> str:
    """A place that no other serial number (below 16,777,216) gives: three words, mixed so that neighbours differ."""
    known = _known()
    mixed = serial * 7_368_787 % 256**3  # odd: every serial has a number of its own, here and in the next line
    mixed = (mixed ^ mixed >> 12) * 9_181_261 % 256**3
    return f"{known[mixed >> 16]}{known[mixed >> 8 & 255]}{known[mixed & 255]}村"


@cache
def _known() -> list[str]:
    return " ".join(words()["known"]).split()


@cache
def zipf(count: int) -> tuple[float, ...]:
    """Sums of 1/rank for ``count`` sentences, the last one 1: how often boilerplate comes."""
    sums = tuple(accumulate(1 / rank for rank in range(1, count + 1)))
    return tuple(one / sums[-1] for one in sums)


@cache
def selves() -> Mapping[str, str]:
    """What an organ calls itself, by how its name ends."""
    return words()["selves"]  # type: ignore[no-any-return]
