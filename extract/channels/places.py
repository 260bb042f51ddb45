"""Places and owners: where what stands before a channel begins, and whether it says which one is meant."""

from __future__ import annotations

from functools import cache
from re import Pattern

from extract.lexicon import alternation, any_char, load, rx

MARKS = "，。；：、（）《》“”/ \n"
LOOK_BACK = 24
# What may stand behind the name of a place where a report spells it out; one character where that is enough.
LEVEL = frozenset("省市县区镇乡旗州盟街")
LEVELS = (
    "自治",
    "地区",
    "新区",
    "高新区",
    "高新技术",
    "开发区",
    "经济",
    "林区",
    "矿区",
    "农场",
    "林场",
)


class Named:
    """The names found for a mention (none: nameless), its span with them, and whether they stand before it."""

    __slots__ = ("end", "left", "names", "start")

    def __init__(self, names: tuple[str, ...], start: int, end: int, left: bool = False) -> None:
        self.names, self.start, self.end, self.left = names, start, end, left


@cache
def vocabulary() -> dict[str, tuple[str, ...]]:
    """The words about names."""
    return dict(load("channels")["names"])


@cache
def level() -> str:
    """Words for levels (县, 街道) as an alternation."""
    return "|".join(vocabulary()["levels"])


@cache
def leveled() -> Pattern[str]:
    """A word for a level behind two characters at least, which may be the name of a place."""
    return rx(rf"(?<=[一-龥]{{2}})(?:{level()})")


@cache
def breaks() -> tuple[Pattern[str], Pattern[str]]:
    """Everything up to the last word that ends what stands before a name: the sure ones, and all."""
    sure, soft = vocabulary()["breaks"], vocabulary()["soft"]
    return _upto(sure), _upto((*sure, *soft))


def _upto(words: tuple[str, ...]) -> Pattern[str]:
    """Everything up to the last of the words; their first characters are looked at before each of them is tried."""
    return rx(rf"(?s).*(?:(?={any_char(word[0] for word in words)})(?:{alternation(words)})|[^一-龥]|\d)")


@cache
def relative() -> Pattern[str]:
    """Words that say whose without saying which (我厅, 县, 各社区)."""
    return rx(rf"(?:我|本|该|各|全|其|每|两|级|及|和|自己|{alternation(vocabulary()['relative'])})*")


@cache
def organ() -> Pattern[str]:
    """An organ without a place (省科技厅, 教育局) at the end of what stands before a site."""
    return rx(r"(?:[省市县区州]|自治区)?[一-龥]{2,10}(?:厅|局|委|办|院|委员会|办公室|管委会|中心|公司|街道)$")


def since(words: str, floor: int, at: int, reach: int = LOOK_BACK) -> int:
    """Where the stretch before ``at`` begins: behind the last mark, looking left no further than ``floor`` or ``reach``."""
    start = max(floor, at - reach)
    marked = rx(rf"(?s).*[{MARKS}]").match(words, start, at) if start < at else None
    return marked.end() if marked else start


def strip(left: str, sure: bool) -> str:
    """What stands after the last word that ends a name; only ``sure`` ones, or all."""
    cut = breaks()[0 if sure else 1].match(left)
    return left[cut.end() :] if cut else left


def is_place(core: str, clean: str) -> bool:
    """Whether the text elsewhere says that ``core`` is a place (甲 where it has 甲县)."""
    at = clean.find(core)
    while at >= 0:
        end = at + len(core)
        if (
            clean[end : end + 1] in LEVEL
            or clean.startswith(LEVELS, end)
            or (clean.find("族", end, end + 7) >= 0 and rx(r"[一-龥]{1,6}族[自乡]").match(clean, end))
        ):
            return True
        at = clean.find(core, at + 1)
    return False


def place(left: str, clean: str) -> str | None:
    """The stretch at the end of ``left`` that begins with the name of a place (榕江市东岭区人民), or None."""
    first = leveled().search(left) if len(left) > 2 else None
    while first:
        head = left[: first.end()]
        core = head[: -len(first[0])]
        if rx(r"[在于由]|通过|利用").search(left, first.end()):  # another one follows: 13个乡镇在县政府
            first = leveled().search(left, first.end())
            continue
        longest = min(5, len(strip(core, sure=True)))  # no name begins within 通过
        options = [core[-n:] for n in range(longest, 1, -1)]
        known = [
            option for option in options if clean.count(option + first[0]) > 1 and not relative().fullmatch(option)
        ]
        stripped = strip(core, sure=False)
        if known:
            return left[len(core) - len(known[0]) :]
        if 2 <= len(stripped) <= 4 and not relative().fullmatch(stripped) and rx(r"[^省市县区镇乡]").search(stripped):
            return left[len(core) - len(stripped) :]
        first = leveled().search(left, first.end())
    return None
