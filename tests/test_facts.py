"""Facts: the case tables of ``tests/facts``, one file a kind, each expected span marked in its sentence."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import channels
from extract.cleaning import clean
from extract.facts import extract, frames, kinds, registry
from extract.facts.base import CLAUSE, compiled
from extract.facts.breakdown import MARKER, OPENING
from extract.facts.deciding import fitting
from extract.facts.frames import masked
from extract.facts.proposal import NAMED, after
from extract.facts.registry import allowed, asked
from extract.lexicon import rx
from extract.lexicon.patterns import needs
from extract.model import Channel, Fact, Part, Source
from extract.numbers import quantities
from extract.sentences import split

FOLDER = Path(__file__).parent / "facts"
COMPARED = ("unit", "bound", "scope", "category")


def load() -> list[Any]:
    out = []
    for path in sorted(FOLDER.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf8"))["case"]:
            marks = [pytest.mark.xfail(strict=True, reason="known failure")] if case.get("expect") == "fail" else []
            out.append(pytest.param(case, id=f"{path.stem}: {case['label']}", marks=marks))
    return out


def unmark(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and the spans that they enclose."""
    text, spans, opened = "", [], None
    for char in marked:
        if char == "⟦":
            opened = len(text)
        elif char == "⟧":
            assert opened is not None
            spans.append((opened, len(text)))
        else:
            text += char
    return text, spans


def read_facts(raw: str, section: str, year: int | None) -> tuple[tuple[Fact, ...], dict[str, Channel]]:
    text = clean(Source("case.txt", "txt", "utf-8", "0" * 64, raw))
    parts = (Part(section, 1, "", "", 0, 0, len(text.clean)),)
    sentences = split(text, parts)
    mentions = channels.mentions(text, sentences)
    found, ids = channels.merge(text, mentions, parts)
    facts, _ = extract(text, [*frames(text, sentences, {})], mentions, ids, year)
    return facts, {channel.id: channel for channel in found}


@pytest.mark.parametrize("case", load())
def test_case(case: dict[str, Any]) -> None:
    raw, spans = unmark(case["text"])
    facts, found = read_facts(raw, case.get("section", "overview"), case.get("year"))
    expected = [(spans[want.get("mark", i + 1) - 1], want) for i, want in enumerate(case.get("facts", []))]
    assert case.get("none", False) == (not expected), "a case says none = true or marks its facts"
    wanted = sorted((span, want["kind"], want.get("stage") or "", float(want["value"])) for span, want in expected)
    got = sorted(((fact.start, fact.end), fact.kind, fact.stage or "", fact.value) for fact in facts)
    assert got == wanted
    for span, want in expected:
        fact = next(
            f
            for f in facts
            if (f.start, f.end) == span and f.kind == want["kind"] and (f.stage or "") == (want.get("stage") or "")
        )
        assert raw[fact.start : fact.end] == fact.text
        for name in COMPARED:
            if name in want:
                assert (getattr(fact, name) or "") == want[name], name
        if "channel" in want:
            assert (found[fact.channel].kind if fact.channel else "") == want["channel"], "channel"
        if "part_of" in want:
            total = next((f for f in facts if f.id == fact.part_of), None)
            assert total is not None, "part_of"
            assert (total.start, total.end) == spans[want["part_of"] - 1], "part_of"


def test_every_kind_has_cases_and_a_row_in_the_data_dictionary() -> None:
    names = {kind.name for kind in kinds()}
    assert {path.stem for path in FOLDER.glob("*.toml")} == names
    dictionary = (Path(__file__).parents[1] / "docs" / "data-dictionary.md").read_text(encoding="utf8")
    assert [name for name in sorted(names) if f"`{name}`" not in dictionary] == []


@pytest.mark.parametrize(
    "kind",
    [
        "disclosure",
        "application",
        "document",
        "response",
        "facility",
        "audience",
        "interpretation",
        "fee",
        "review",
        "training",
    ],
)
def test_common_kinds_have_enough_cases(kind: str) -> None:
    cases = tomllib.loads((FOLDER / f"{kind}.toml").read_text(encoding="utf8"))["case"]
    assert len(cases) >= 25
    assert sum(bool(case.get("none")) for case in cases) >= 5, "negatives"


def test_stages_are_declared() -> None:
    for kind in kinds():
        stages = {rule.stage for rule in kind.rules} | {absence.stage for absence in kind.absences}
        assert stages - {None} <= set(kind.stages), kind.name


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("申请~#", [{"申请"}]),
        ("(?:收到|受理)(?:了)?#~申请", [{"申请"}, {"收到", "受理"}]),
        ("(?:收到|了?)#", []),
        ("[收接]到?#", [{"收", "接"}]),
        ("(?<!复)议案", [{"议案"}]),
        ("(?:公开)+@(?=信息公告)", [{"信息公告"}, {"公开"}]),
        ("(?:公开)*#", []),
        ("#(?:条|件)", [{"条", "件"}]),
        ("[^收]#", []),
        (r"\p{Han}公开(?<!不(?:予)?公开)", []),  # not for re: asked everywhere
    ],
)
def test_the_words_that_a_pattern_needs(pattern: str, words: list[set[str]]) -> None:
    assert [set(one) for one in needs(pattern.replace("~", CLAUSE))] == words


def test_no_rule_that_fits_is_left_out() -> None:
    asked_of = 0
    for path in sorted(FOLDER.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf8"))["case"]:
            text = clean(Source("case.txt", "txt", "utf-8", "0" * 64, unmark(case["text"])[0]))
            parts = (Part(case.get("section", "overview"), 1, "", "", 0, 0, len(text.clean)),)
            for sentence in split(text, parts):
                here = [q for q in quantities(text.clean) if sentence.start <= q.start and q.end <= sentence.end]
                for frame in masked(text.clean, sentence, here):
                    every = allowed((frame.quantity.unit or "").partition("（")[0], sentence.section, frame.section)
                    assert [(one.kind, one.rule) for one in fitting(frame)] == [
                        (one.kind, one.rule)
                        for i, one in enumerate(asked().rules, registry.CLUES)
                        if every >> i & 1 and compiled(one.rule.pattern).search(frame.window)
                    ]
                    for i, clue in enumerate(registry._clues):
                        told = [words for words in (frame.left, frame.right) if rx(clue).search(words)]
                        assert not told or frame.rules >> i & 1, clue
                    asked_of += 1
    assert asked_of > 500


BITS = [
    "其中",
    "里面",
    "内有",
    "分别为",
    "按来源分",
    "以数计，",
    "从类看",
    "信息",
    "件",
    "者",
    "中，",
    "里，",
    "结果为",
    "前者",
    "：",
    "（",
    "——",
]
BITS += [
    "，主要类别为：",
    "含",
    "具体有",
    "涵盖",
    "主要是",
    "即",
    "各类",
    "构成",
    "公开",
    "甲",
    "乙" * 7,
    "丙" * 12,
    "。",
    "，",
    "；",
    "\n",
    " ",
]


@pytest.mark.parametrize("pattern", [MARKER, OPENING])
@given(gap=st.lists(st.sampled_from(BITS), max_size=9).map("".join))
def test_what_is_looked_for_ahead_stands_in_every_breakdown(pattern: Any, gap: str) -> None:
    _, _, plain = pattern.pattern.partition("])")
    assert bool(pattern.match(gap)) == bool(rx(plain).match(gap))


WORDS = [
    "人大",
    "代表",
    "政协委员",
    "建议",
    "提案",
    "意见",
    "议案",
    "复",
    "文",
    "办理",
    "甲",
    "乙" * 4,
    "丙" * 9,
    "，",
    "@",
]


@pytest.mark.parametrize("most", [0, 4, 16])
@given(words=st.lists(st.sampled_from(WORDS), max_size=9).map("".join))
def test_words_before_proposals_may_be_parted_in_any_way(most: int, words: str) -> None:
    whose = "(?:人大代表|代表|政协委员|政协|委员|人大|两会)?"
    plain = f"[^#@，。；]{{0,{most}}}{whose}[^#@，。；]{{0,10}}{NAMED}"
    assert bool(rx(after(most)).fullmatch(words)) == bool(rx(plain).fullmatch(words))
