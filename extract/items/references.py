"""What a measure says of the fault that it answers: its number (对第二条，), or its words (针对更新不及时的问题，)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from re import Pattern

from extract.items.cues import faults
from extract.lexicon import rx
from extract.numbers import chinese


@dataclass(frozen=True, slots=True)
class Reference:
    """Length of the opening words; the number that they name (0: none), and what they say of the fault."""

    end: int
    number: int
    about: str
    sure: bool = True  # no fault opens like that (对新条例理解不深)


@cache
def _numbered() -> Pattern[str]:
    n = r"[一二三四五六七八九十]|\d{1,2}"
    before = r"(?:20\d\d年(?:度)?，?|下一?步，?|今后，?|明年，?)?"
    to = r"(?:针对|对于?|关于|至于|就|围绕)(?:上述|以上|存在的?)?(?:的)?"
    kind = "问题|不足|短板|困难"
    count = f"第[（]?(?:{n})[）]?(?:个|条|项|点|方面|种|类)"
    return rx(
        rf"{before}(?:{to}(?:(?:{kind})之?[（]?(?P<a>{n})|第[（]?(?P<b>{n})[）]?(?:个|条|项|点|方面|种|类)?(?:{kind}|方面)?|[（](?P<c>{n})|其(?P<d>{n})|(?P<e>\d)(?=[，：])|(?P<first>前者|前一[个条项])|(?P<second>后者|后一[个条项]))[）]?(?:{kind})?[，：]?"
        rf"|(?={count}(?:{kind}))第[（]?(?P<f>{n})[）]?.(?:{kind}))"
    )


@cache
def _worded() -> Pattern[str]:
    return rx(
        r"(?:针对(?P<sure>[^，。；：]{2,40})|(?:对于?|至于|关于)(?![照标比接])(?P<doubtful>[^，。；：]{2,30}))[，：]"
    )


def reference(words: str) -> Reference | None:
    """How the words say which fault they answer, None where they do not."""
    first = words[:1]
    if first not in "针对关至就围第下今明2":
        return None
    match = _numbered().match(words)
    if match:
        told = match["first"] or match["second"]
        written = next((match[name] for name in "abcdef" if match[name]), "")
        number = (1 if match["first"] else 2) if told else int(written) if written.isdigit() else chinese(written) or 0
        return Reference(match.end(), number, "")
    match = _worded().match(words)
    if not match:
        return None
    about = rx(r"(?:的)?(?:这[一些]*)?(?:问题|现象|情况|事)$").sub("", match["sure"] or match["doubtful"])
    if rx(r"(?:上述|以上|存在|这|此|该|发现|前述|[^，]{0,6}等$|目前|当前|工作中)").match(about) or not about:
        if not match["sure"] and not _noun().search(match["doubtful"]):
            return None
        return Reference(match.end(), 0, "")
    if not match["sure"] and not _names_fault(match["doubtful"]):
        return None
    return Reference(match.end(), 0, about, bool(match["sure"]) or _noun().search(match["doubtful"]) is not None)


@cache
def _noun() -> Pattern[str]:
    return rx(r"(?:问题|现象|情况|短板|毛病|这[一]?[点条事]|的事|一事)$")


def _names_fault(about: str) -> bool:
    """Whether the words are a fault, and not one who has it: 对解读滞后，…… as against 对更新不及时的单位发函."""
    if _noun().search(about):
        return True
    ends = [match.end() for match in faults(about).finditer(about)]
    return bool(ends) and ends[-1] >= len(about) - 1 and "的" not in about[ends[-1] - 1 :]
