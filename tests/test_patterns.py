"""Look-aheads of first characters: the same matches, found sooner."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.lexicon.beside import ANY, Chars, beside
from extract.lexicon.compiling import compiled
from extract.lexicon.patterns import ahead, led


@pytest.mark.parametrize(
    ("ways", "ahead"),
    [
        (["不足", "存在问题"], "[不存]"),
        (["(?:还|仍)?不足", "[甲乙]{1,2}丙", r"\d+个"], r"[还仍不甲乙\d]"),
        (["不足", "[^，]{0,4}缺乏"], "[不]|[^，]{0,4}缺乏"),  # anything may stand first
        (["(?:很)?", "不足"], "[不]|(?:很)?"),  # may be empty
        (["(?<=甲)乙", "^丙"], "[乙丙]"),
    ],
)
def test_first_characters(ways: list[str], ahead: str) -> None:
    pattern = led(*ways)
    assert pattern == f"(?={ahead})(?:{'|'.join(ways)})"
    text = "甲乙还不足，存在问题3个，很缺乏乙丙"
    plain = re.compile("|".join(ways))
    assert [m.span() for m in re.finditer(pattern, text)] == [m.span() for m in plain.finditer(text)]


@pytest.mark.parametrize(
    ("pattern", "first"),
    [
        ("(?:主要)?(?:问题|不足)", "主问不"),
        ("(?P<a>甲)?乙|(?:丙|[丁0-9])+", "甲乙丙丁0-9"),
        (r"(?:^|(?<=，))\d", r"\d"),
        ("甲乙|丙", ""),  # re begins with these itself
        ("[甲乙]丙", ""),
        ("(?=[甲乙])[^丙]", ""),
        ("(?:甲)?[^乙]", ""),  # may begin with nearly anything
        ("(?:甲)*", ""),
        ("(?i:a)?b", ""),
        ("(?s)(?:甲)?.", ""),
        (r"(?:甲)?\s乙", ""),
    ],
)
def test_a_look_ahead_where_re_has_none(pattern: str, first: str) -> None:
    assert ahead(pattern) == (f"(?=[{first}])(?:{pattern})" if first else pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "(?=[甲乙])(?:(?:甲)?乙|甲(?=丙))",
        r"(?=[\d甲])(?:(?P<n>\d+)(?P<unit>[个条])?|甲)",
        "(?=[丁-甲])(?P<all>(甲)|乙?丙)(?P=all)?",
        "(?=[^甲])乙",
        "(?<=[甲])乙",
        "(?=甲)(?:甲|乙)",
        "(?=[甲乙])(?:甲)?",
        "(?i:(?=[a乙])(?:A|乙))",
        "甲|乙",
        "",
    ],
)
@given(text=st.text("甲乙丙丁aA个条3٣𝟛\U0002f800\n", max_size=30))
def test_skipping_to_what_is_looked_for(pattern: str, text: str) -> None:
    plain, skips = re.compile(pattern), compiled(pattern)
    assert [(m.span(), m.groups()) for m in skips.finditer(text)] == [
        (m.span(), m.groups()) for m in plain.finditer(text)
    ]
    assert (skips.pattern, skips.groups, skips.groupindex) == (plain.pattern, plain.groups, plain.groupindex)
    assert bool(skips.match(text)) == bool(plain.match(text))
    assert skips.sub("_", text) == plain.sub("_", text)


def but(chars: str) -> Chars:
    return Chars(frozenset(chars), True)


def of(chars: str) -> Chars:
    return Chars(frozenset(chars))


BESIDE = [
    ("甲#乙", of("甲"), of("乙")),
    ("甲+(?:乙|丙?)#[^丁]", of("甲乙丙"), but("丁")),
    ("(?:甲#|乙)#?", ANY, ANY),  # the second way has no mark
    ("(?:甲#|#乙)丙", ANY, of("乙丙")),
    ("甲(?:乙|#丙?)", ANY, ANY),
    ("[丁甲]{0,2}#(?=乙)", ANY, ANY),
    ("(?<!甲)#(?!乙)丙", ANY, of("丙")),
    ("[0-2]#[^丙-甲丁]", of("012"), but("丁")),
    (r"\d#.", ANY, ANY),
    (r"[^\d甲]#[一-龥]", but("甲"), ANY),
    ("(?:甲#)+乙", ANY, ANY),
    ("(?=#)甲", ANY, ANY),
    ("(?i:a)#", ANY, ANY),
    ("[#甲]乙#", of("乙"), ANY),
    ("[^甲][^乙]?#(?:[^乙]|丙)", ANY, but("乙")),
    (r"(?P<a>甲)(?P=a)#", ANY, ANY),
    ("^#$", ANY, ANY),
    ("(?:^|甲)#(?:乙|$)", ANY, ANY),
    (r"\p{Han}#", ANY, ANY),  # not for re
]


@pytest.mark.parametrize(("pattern", "before", "behind"), BESIDE)
def test_what_may_stand_beside_a_mark(pattern: str, before: Chars, behind: Chars) -> None:
    assert beside(pattern, "#") == (before, behind)


@pytest.mark.parametrize("pattern", [pattern for pattern, *_ in BESIDE if "Han" not in pattern])
@given(left=st.text("甲乙丙丁a2", max_size=6), right=st.text("甲乙丙丁a2", max_size=6))
def test_nothing_else_stands_beside_a_mark(pattern: str, left: str, right: str) -> None:
    if re.search(pattern, f"{left}#{right}"):
        before, behind = beside(pattern, "#")
        assert not left or before.may(left[-1])
        assert not right or behind.may(right[0])
