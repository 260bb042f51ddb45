"""What single sentences are: causes, last year's faults, promises, announcements, things done."""

from __future__ import annotations

from functools import cache
from re import Pattern

from extract.items.cues import FAULTS, KEYS, SHORT, admits, cue
from extract.lexicon import load, rx
from extract.lexicon.patterns import led


@cache
def _vows() -> tuple[Pattern[str], Pattern[str]]:
    """Vows anywhere, and those that begin the words."""
    ways = load("items", KEYS)["cues"]["vow"]
    return rx(led(*(way for way in ways if way[0] != "^"))), rx("^" + led(*(way[1:] for way in ways if way[0] == "^")))


def vows(words: str) -> bool:
    """Whether words promise what names nothing."""
    anywhere, at_start = _vows()
    return bool(anywhere.search(words) or at_start.match(words))


def promise(words: str) -> bool:
    """Whether every clause only vows (再接再厉，再上新台阶) or sets a target in figures (力争信息量突破一百条)."""
    any_said = False
    for clause in rx(r"[^，。；！\n]{3,}").finditer(words):  # what is shorter says nothing
        said, any_said = clause[0], True
        if not (cue("^spirit").match(said) or cue("^aim$").match(said) or _promises(said)):
            return False
    return any_said and _promises(words)


def _promises(words: str) -> bool:
    return vows(words) or cue("target").search(words) is not None


def cause(words: str) -> bool:
    """Whether a sentence tells why (究其原因…), and no fault of its own."""
    return bool(cue("^cause").match(words.lstrip("\n ，")))


def past(words: str) -> bool:
    """Whether a sentence tells what became of last year's faults, and that it is done."""
    head = cue("^past").match(words)
    return head is not None and not unresolved(words[head.end() :])


def unresolved(words: str) -> bool:
    """Whether a fault of last year is said to be there still."""
    return bool(rx(r"仍|尚|还(?!款)|没|未能|不够|继续").search(words))


def announces(words: str) -> bool:
    """Whether a sentence only says that measures follow (拟从三个方面解决)."""
    return len(words) <= 24 and bool(cue("^announce$").match(words.strip("。：\n ")))


def done(words: str) -> bool:
    """Whether a sentence tells what has been done about the fault before it (已会同…)."""
    done = rx(
        r"(?:对此，?|为此，?|目前，?|随后|年内|现|均|业|我们|我[省市县区镇乡局厅委院办处所]|本机关|本单位){0,2}已(?:经)?(?!不|无|成为|难)"
    ).match(words)
    return done is not None and not admits(words)


def promises_list(words: str) -> bool:
    """Whether words before a colon say that measures follow (我们认为整改要分三步走：)."""
    return bool(rx("改进|整改|措施|对策|打算|补救").search(words)) and not admits(words)


def later(words: str) -> bool:
    """Whether a sentence opens with a year, and then with a clause that admits no fault (2019年，以……为重点……)."""
    match = rx(r"(?:20\d\d|二[〇○零]..)年(?:度)?，?(?:我[一-龥]{1,3}|我们)?(?P<first>[^，。；]{6,})").match(words)
    return match is not None and not admits(match["first"])


def only_announces(words: str) -> bool:
    """Whether a point only announces the list that follows (…存在以下不足：)."""
    return words.endswith("：") and len(words) < SHORT and bool(cue("lead_in").search(words))


def faults_follow(words: str) -> bool:
    """Whether words before a list say that faults follow (主要问题有两个方面：)."""
    last = rx(r"[，。；]").split(words.rstrip("：，。 "))[-1]
    said = rx(rf"(?:主要|存在|突出|有|还|仍|尚)的?[^，。；]{{0,8}}(?:{FAULTS})[^，。；]{{0,14}}$").search(last)
    return said is not None and not rx("解决|办|改|整|措施|对策|打算|补救|针对").search(last)


def deeds(words: str) -> bool:
    """Whether a heading is one of what was done (主要措施), where no fault is told yet."""
    return bool(rx("(?:主要|工作|采取的?|具体)+(?:措施|做法|举措)").match(words))
