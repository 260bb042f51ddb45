"""What words tell: cues from the lexicon, phrases that announce a role, faults that name nothing."""

from __future__ import annotations

from functools import cache
from re import Pattern

from extract.lexicon import kept, load, rx
from extract.lexicon.patterns import led, needs

KEYS = ("cues", "marker")
SHORT = 30  # characters of a sentence that may be a point's title
#: what a fault is called where it is not told which
FAULTS = "问题|不足|差距|距离|短板|弱项|薄弱环节|薄弱点|薄弱之处|难处|难事|难关|苦处|隐忧|困难|困境|难题|难点|痛点|堵点|瓶颈|欠缺|欠账|毛病|缺点|缺憾|遗憾|软肋|教训|症结"


def _cue(name: str) -> Pattern[str]:
    words = led(*(word.replace("{faults}", FAULTS) for word in load("items", KEYS)["cues"][name.strip("^$")]))
    return rx(f"{'^' * name.startswith('^')}{words}{'$' * name.endswith('$')}")


#: The words of ``[cues] name`` as one pattern: ``^name`` at the beginning, ``^name$`` all of it.
cue = kept(_cue)


OFTEN = ("多", "当")  # one stands in each way to admit a fault that may begin with any character


@cache
def _plain_faults() -> Pattern[str]:
    """The ways to admit a fault that need none of these characters."""
    ways = load("items", KEYS)["cues"]["fault"]
    return rx(led(*(way for way in ways if not any(all(map(_often, words)) for words in needs(way)))))


def _often(words: str) -> bool:
    return any(char in words for char in OFTEN)


def faults(words: str) -> Pattern[str]:
    """The pattern of what admits a fault in the words; the ways that are tried at every character only where needed."""
    return cue("fault") if "多" in words or "当" in words else _plain_faults()


def admits(words: str) -> bool:
    """Whether words admit a fault."""
    return faults(words).search(words) is not None


@cache
def _marker() -> Pattern[str]:
    words = load("items", KEYS)["marker"]
    before, problem, remedy = (
        f"(?:{'|'.join(words[name])})".replace("{faults}", FAULTS) for name in ("before", "problem", "remedy")
    )
    stop = r"[”】]?(?:[：。？\n；]|\.(?!\d)|，$|$)"
    both = rf"{before}{problem}(?:、|和|与|及|以及|，)(?:{remedy}|对策)"
    ways = {"both": both, "problem": before + problem, "remedy": before + remedy}
    return rx("^" + led(*(rf"(?P<{name}>[【“]?{way}{stop})" for name, way in ways.items())))


def marker(words: str) -> tuple[str, int] | None:
    """Role and length of a phrase that stands alone (存在的问题： / 下一步打算), None where the words are none."""
    match = _marker().match(words)
    return ("remedy" if match["remedy"] else "problem", match.end()) if match else None


def heading_role(words: str) -> str | None:
    """Role that a heading gives to what stands under it, None where it gives none."""
    if rx(FAULTS).search(words):
        return "problem"
    if rx(r"改进|整改|措施|打算|计划|下一?步|今后|安排|对策|方向|思路|明年|来年|展望|承诺|举措|设想|完善提升").search(
        words
    ):
        return "remedy"
    return None


def opens_remedy(words: str) -> bool:
    """Whether a sentence turns to measures by its first words (下一步、针对此问题、我镇将…)."""
    return bool(cue("^turn_remedy").match(words))


def opens_problem(words: str) -> bool:
    """Whether a sentence turns to faults by its first words (主要问题是、但还存在…)."""
    return bool(cue("^turn_problem").match(words)) and not opens_remedy(words)


def reads_as_measure(words: str) -> bool:
    """Whether a sentence opens with a measure's verb, admits no fault and tells nothing as done."""
    verb = cue("^measure").match(words) or (
        cue("^measure_weak").match(words) and words[0] not in "多少再分对与变换以由用凡"
    )
    return (
        bool(verb)
        and not admits(words)
        and not rx(r"了(?!解)|(?<![通超])过(?!程|度|硬|关|时)|已经|已[^，。]{1,4}[，。]").search(words)
    )


def names_subject(clause: str) -> bool:
    """Whether a clause says what has its fault: 内容的全面性还有不足, not 工作还有不足."""
    return bool(
        rx(
            r"(?:性|率|(?<![年程制])度|(?<!方)面|(?<!数)量|力)(?:方面|上)?(?:还|仍|尚|也|都|均|依然|仍然)+(?:存在|有)"
        ).search(clause)
    )


def only_lead(words: str) -> bool:
    """Whether the words only announce faults (但还存在一些不足), and name none."""
    rest = cue("lead_in").sub("", words)
    general = _general()
    for match in faults(rest).finditer(rest):
        if not general.fullmatch(match[0]):
            return False
    if names_subject(words):
        return False
    announces = rx(FAULTS).search(words) or cue("lead_in").search(words)
    return _only_filler(rest, 5 if announces else 2)


def _only_filler(words: str, but: int = 0) -> bool:
    """Whether the words are filler, ``but`` for so many characters at most."""
    at = 0
    for match in _filler().finditer(words):
        but -= match.start() - at
        if but < 0:
            return False
        at = match.end()
    return len(words) - at <= but


@cache
def _general() -> Pattern[str]:
    """Words for a fault that do not say which."""
    return rx(
        rf"薄弱|{FAULTS}|(?:还|仍|也|依然|仍然)*存在[^，。；]{{0,30}}(?:{FAULTS})|(?:还|仍|尚)有[^，。；]{{0,30}}"
    )


@cache
def _filler() -> Pattern[str]:
    return rx(
        r"(?:20\d\d年(?:度)?|一年来|过去一年|我[镇乡街县市局区厅委院办处](?:道)?|我们|目前|当前|工作|政府|政务|信息|公开|方面|虽然?|但是?|仍然?|还|也|尚|依然|存在|有|着|一些|一定|不少|不小|部分|许多|很多|几个|几处|诸多|如下|以下"
        rf"|的|了|在|和|与|中|是|{FAULTS}|环节|地方|之处|主要|突出|明显|较大?|[一二两三四五][个处点]?|等|上级|群众|公众|社会|百姓|企业|要求|期望|期待|期盼|需求|相比|比起来|离|距|对照|对标|看|检查|自查|回头|总结|反思|深知|认识到|看到|意识到|清醒|刚|起步|[^一-龥])"
    )


def vague(words: str) -> bool:
    """Whether a fault is told of the work as a whole (公开工作还有待提高): an item only where no other is told."""
    match = rx(
        r"(?:(?:还|仍|尚|也)*(?:需要?|有待|须)(?:进一步|不断|继续|切实|认真|逐步|今后|在?下一?年度?|明年|以后|加以|予以|着力|抓紧)*(?:改进|提高|加强|完善|提升|努力)|(?:还|仍)?不够(?:扎实|理想|到位|完善))$"
    ).search(
        words,
    )
    return match is not None and _only_filler(words[: match.start()])


@cache
def _topics() -> tuple[tuple[str, Pattern[str]], ...]:
    found = load("aspects", ("cues", "phrases"))["cues"]
    return tuple((aspect, rx("|".join(patterns))) for aspect, patterns in found.items())


def topics(words: str) -> frozenset[str]:
    """The aspects that any word speaks of."""
    return frozenset([aspect for aspect, pattern in _topics() if pattern.search(words)])


@cache
def _phrases() -> tuple[tuple[str, Pattern[str]], ...]:
    found = load("aspects", ("cues", "phrases"))["phrases"]
    return tuple((aspect, rx("|".join(patterns))) for aspect, patterns in found.items())


def phrases(words: str) -> dict[str, int]:
    """The aspects that phrases of the words name outright, each with the place where its last phrase ends."""
    out: dict[str, int] = {}
    for aspect, pattern in _phrases():
        match = pattern.search(words)
        while match:
            out[aspect] = end = match.end()
            match = pattern.search(words, end)
    return out
