"""Look-behinds taken apart: ``re`` finds what ``regex`` finds."""

from __future__ import annotations

import re

import pytest
import regex

from extract.lexicon import rx
from extract.lexicon.lookbehind import apart


@pytest.mark.parametrize(
    ("pattern", "parted"),
    [
        ("(?<!甲|乙丙)丁", "(?<!甲)(?<!乙丙)丁"),
        ("丁(?<=(?:甲|乙丙)丁)[戊]", "丁(?:(?<=甲丁)|(?<=乙丙丁))[戊]"),
        ("(?<=甲|丙|乙丙)丁", "(?:(?<=甲|丙)|(?<=乙丙))丁"),
        ("(?<!甲(?:乙)?丙)丁", "(?<!甲乙丙)(?<!甲丙)丁"),
        (r"(?<=^|[，|)]|\))丁", r"(?:(?<=^)|(?<=[，|)]|\)))丁"),
        ("(?<=甲|乙)丁", "(?<=甲|乙)丁"),  # of one width
        ("(?<!甲[^，]*|乙)丁", "(?<!甲[^，]*|乙)丁"),  # of none
        ("(?<!(?:甲|乙丙){1,2})丁", "(?<!(?:甲|乙丙){1,2})丁"),
    ],
)
def test_one_width_each(pattern: str, parted: str) -> None:
    assert apart(pattern) == parted
    text = "丁甲丁乙丙丁，丁甲乙丙丁)丁丙丁戊甲丙丁"
    assert [m.span() for m in rx(pattern).finditer(text)] == [m.span() for m in regex.finditer(pattern, text)]
    assert isinstance(rx(pattern), re.Pattern) == (parted != "(?<!甲[^，]*|乙)丁" and "{1,2}" not in parted)
