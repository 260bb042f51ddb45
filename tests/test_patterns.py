"""Look-aheads of first characters: the same matches, found sooner."""

from __future__ import annotations

import re

import pytest

from extract.lexicon.patterns import led


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
    pattern = led(ways)
    assert pattern == f"(?={ahead})(?:{'|'.join(ways)})"
    text = "甲乙还不足，存在问题3个，很缺乏乙丙"
    plain = re.compile("|".join(ways))
    assert [m.span() for m in re.finditer(pattern, text)] == [m.span() for m in plain.finditer(text)]
