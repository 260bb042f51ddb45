"""The words that a site puts around a report, and how a line that is made of them is known."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from extract.lexicon import load, rx, trie

#: a headline of a report, or of a list of them
REPORT = regex.compile(r"(?:公开|政府信息).*(?:报告|年报|总结|情况)")


@cache
def patterns() -> tuple[regex.Pattern[str], regex.Pattern[str], regex.Pattern[str], regex.Pattern[str]]:
    """Patterns of the site's own words: anywhere, labels, labels alone, buttons."""
    words = load("page")

    def spaced(labels: Sequence[str]) -> str:
        return "|".join(r"\s{0,4}".join(label) for label in labels)

    return (
        regex.compile(trie(words["anywhere"]).replace("ICP", "(?i:ICP)")),
        regex.compile(rf"(?<!\p{{Han}})(?:{spaced(words['labels'] + words['common'])})\s?[：:]"),
        regex.compile(rf"\W*(?:{spaced(words['labels'])})\W*"),
        regex.compile(rf"(?:\W*(?:{trie(words['buttons'])})(?!\p{{Han}}\p{{Han}}\p{{Han}}))+\W*"),
    )


def is_chrome(text: str) -> bool:
    """Whether a line is one of the site's."""
    anywhere, labels, _, buttons = patterns()
    size = len(text)
    told = len(anywhere.findall(text)) if size <= 400 else 0
    if told > 1 or (told and (size <= 60 or "。" not in text)):
        return True
    if size > 160 or "。" in text:
        return False
    return labels.search(text) is not None or buttons.fullmatch(text) is not None


def is_footing(text: str) -> bool:
    """Whether a line begins like the address of a site's footer; a report's own may read the same."""
    words = load("page")["footing"]
    return rx(rf"\W*(?:{'|'.join(words)})\W*[：:]").match(text) is not None
