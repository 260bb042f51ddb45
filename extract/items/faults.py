"""Faults told in prose: a title with its explanation is one, else one a sentence, or one a clause of a list."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from re import Match, Pattern

from extract.items.asides import cause
from extract.items.cues import FAULTS, SHORT, admits, cue, names_subject, only_lead
from extract.lexicon import kept, rx

Span = tuple[int, int]


@cache
def lead() -> Pattern[str]:
    """What leads to the faults within a sentence, up to the first fault."""
    noun = f"(?:{FAULTS})"
    count = "(?:(?:以下)?(?:[一二两三四五几]?[个处]?方面|几点|[一二两三四五几][个处点])的?)?"
    return rx(
        rf"(?:主要|突出)?(?:表现|体现|反映|集中|存在)?(?:主要|突出)?(?:的|{noun})*(?:是|在于?|有|为|包括){count}{noun}?[：，]"
        rf"|(?:主要|具体|突出)(?:表现|体现|反映|集中|存在|{noun})+(?:是|在于?|有|为|包括)?|主要(?:是|有)|(?:主要|突出|最大|明显|较为?突出)的{noun}?(?:是|有|在于)"
        rf"|(?:存在|有)(?:着|的)?(?:以下|一些|一定|不少|不小|部分|许多|几个|如下|几多|诸多|薄弱|明显|[一二两三四五][个处点])*的?(?:{noun}|环节|地方|之处)(?:和[^，。；]{{2,4}}|与[^，。；]{{2,4}})?(?:之处)?(?:主要|突出)?(?:表现|体现)?(?:是|有|在于?|为)?(?:[：，。]|(?=如|例如))(?:如|例如|比如|即|诸如)?"
        rf"|(?:但|也|还|仍然?|依然|尚|仍旧|总体上?|工作中|实际|中)+(?:是)?(?:存在|有(?!待|所|效|时|些|的|关|欠|差|空间|距|提升|较|一定)|暴露出)(?:着)?(?![^，。；、等]{{0,12}}(?:{noun}|环节|空间)(?:[，。；：]|和|$))"
        rf"|(?:工作|方面|上|中|过程|[镇乡县市区局委]|街道|目前|当前)，?(?:主要|普遍)?(?:存在|面临)(?:着|了)?(?=[^。；]{{4,}}(?:{noun}|现象|情况)[。，；\n]*$)"
        r"|(?:^|(?<=，))(?:但是?|然而)(?:[^，。；]{0,12}(?:工作|方面))?(?=[^，。；]{2,}(?:不|有待|需|薄弱|滞后|偏|较))"
        rf"|(?:主要)?{noun}(?:之处)?(?:主要)?(?:是|有|在于|：)|{noun}(?:依旧|依然|犹存|仍在|仍然|还很|也很|较为?|比较)[^，。；：]{{0,4}}：|(?:^|(?<=[，：。]))如(?!何|果|期)"
    )


@cache
def _end() -> Pattern[str]:
    """等问题 and what is said of it."""
    return rx(
        r"(?:等+(?:方面|一系列)?的?(?:(?:问题|不足|现象|情况|方面|短板|情形|困难|差距)(?:[和与、](?:问题|不足|困难|差距))?)?|的(?:问题|不足|现象|情形))"
        r"(?:，?(?:还|仍|都|均|亟|这些|有|也)*(?:需|待|须)[^，。；]{0,20}(?:改进|解决|完善|加强|提高|重视)[^。；]{0,12}|[^，。；]{0,8}(?:突出|存在|普遍|明显))?[。！；，\n]*$"
    )


def faults(clean: str, start: int, end: int, *, cued: bool = False) -> list[Span]:
    """Faults told in prose: a title with its explanation is one, else one a sentence, or one a clause of a list.

    ``cued``: words such as 存在的问题： have said that faults follow, so that what names none by a word of the lexicon is
    one by its place.
    """
    told = sentences(clean, start, end)
    if len(told) > 1:
        first, second = (clean[a:b].strip("\n") for a, b in told[:2])
        titled = (
            len(first) <= SHORT
            and admits(first)
            and not lead().search(first)
            and not only_lead(first.rstrip("。！"))
            and not rx(r"[；、]").search(first)
        )
        if (
            titled
            and (len(second) > len(first) + 4 or not admits(second))
            and not rx(r"同时|此外|另外|还|也").match(second)
            and not (cued and all(cue("fault").search(clean, a, b) for a, b in told))
        ):
            return [(start, end)]
    out: list[Span] = []
    for a, b in told:
        listed = rx(r"[；：]").search(clean, a, b - 1)
        found = _fault_list(clean, a, b, cued=cued)
        if listed and len(found) > 1:
            out = []  # what was told before the list only leads to it
        out += found
        cued = cued or (b < told[-1][1] and lead().search(clean, a, b) is not None)
    return out


@lru_cache(4)  # a stretch that may be cut otherwise is asked for again
def sentences(clean: str, start: int, end: int) -> list[Span]:
    """The sentences of a stretch that say anything."""
    found = rx(r"(?:[^。！？.]+|\.(?![一-龥\n]))+(?:[。！？.]+[”’）》]*|$)").finditer(clean, start, end)
    return [m.span() for m in found if m[0].strip("\n ，。；") and not _farewell().match(m[0]) and not cause(m[0])]


@cache
def _farewell() -> Pattern[str]:
    return rx(r"[\n ]*(?:(?:特此|专此|现予|以上)(?:报告|公告|说明|公布|汇报)|(?:为什么|为何|怎么)[^。！？]{2,24}？)")


def after_leads(clean: str, start: int, end: int) -> list[Span]:
    """What the sentences of a stretch tell after what leads to it."""
    out: list[Span] = []
    for a, b in sentences(clean, start, end):
        body = clean[a:b]
        leads = _leads(body)
        at = leads[-1].end() if leads else 0
        colon = body.find("：", at)
        at = colon + 1 if colon >= 0 and "；" in body[colon:] else at
        out.append((a + at, b))
    return out


def parted(clean: str, spans: Sequence[Span], separators: str) -> list[Span]:
    """What stands between the separators, where it is not too short to tell anything."""
    return [(a + x, a + y) for a, b in spans for x, y in split(clean[a:b], separators) if y - x >= 4]


def _fault_list(clean: str, start: int, end: int, *, cued: bool) -> list[Span]:
    out: list[Span] = []
    at = start
    for match in rx(r"等(?:方面)?的?(?:问题|不足|现象|情况|短板)(?:[和与、](?:问题|不足))?[，；]").finditer(
        clean, start, end
    ):
        out += _one_list(clean, at, match.end(), cued=cued)
        at = match.end()
    return out + (_one_list(clean, at, end, cued=cued) if end - at > 3 else [])


def _one_list(clean: str, start: int, end: int, *, cued: bool) -> list[Span]:
    words = clean[start:end]
    leads = _leads(words)
    if leads and leads[-1].end() >= len(words.rstrip("。\n")) - 3:
        return []
    at = leads[-1].end() if leads else 0
    if leads and names_subject(rx(r"[，；：。]").split(words[: leads[-1].end()].rstrip("，：。"))[-1]):
        at = words.rfind("，", 0, leads[-1].start()) + 1  # 内容的全面性还有不足 leads to none: it is a fault itself
    tail = _end().search(words, at)
    if tail and not cue("fault").search(words, at, tail.start()) and cue("fault").search(tail[0]):
        tail = None  # the fault is told after 等: A、B等都还需要改进
    stop = tail.start() if tail else len(words)
    closed = tail is not None
    colon = words.find("：", at, stop)
    if colon >= 0 and "；" in words[colon:stop] and "；" not in words[at:colon]:
        at = colon + 1
    body = words[at:stop]
    if not body.strip("，。；、 \n"):
        return []
    listed = "；" in body.rstrip("；。\n")
    named = all(rx(r"(?:问题|不足|现象|情况|短板)$").search(body[a:b]) for a, b in split(body, "；")[:-1])
    if "；" in body and (named or not (closed and "，" in body)):
        pieces = split(body, "；")
    elif rx(r"[，；]").search(body):
        pieces = _clauses(body, "，；", led=bool(leads), cued=cued)
        pieces = [
            inner
            for piece in pieces
            for inner in (_by_pause(body, piece, led=closed) if closed or "，" not in body[slice(*piece)] else [piece])
        ]
    else:
        pieces = _by_pause(body, (0, len(body)), led=closed or bool(leads))
    spans = [(start + at + a, start + at + b) for a, b in pieces]
    spans = [(a, b) for a, b in spans if b - a >= 3 and not only_lead(clean[a:b])]
    told = [(a, b) for a, b in spans if cue("fault").search(clean, a, b)]
    if listed and (cued or leads or 2 * len(told) >= len(spans)):
        return spans
    said = bool(leads) and (closed or bool(rx(FAULTS).search(leads[-1][0])))
    if told and said and len(told) < len(spans):
        return _joined(clean, spans)
    if told or not (cued or said):
        return told
    return spans or ([(start + at, start + stop)] if not only_lead(body.strip("。\n")) else [])


def _joined(clean: str, spans: list[Span]) -> list[Span]:
    """After words that announce faults each clause is of one: what tells none is the subject of the next, or ends the last."""
    out: list[Span] = []
    begin: int | None = None
    for a, b in spans:
        words = clean[a:b]
        if admits(words):
            out.append((a if begin is None or rx(r"以及|其次|还有|另外").match(words) else begin, b))
            begin = None
        elif begin is None and not _background().search(words):
            begin = a
    return [*out[:-1], (out[-1][0], spans[-1][1])] if begin is not None and len(out) else out


@lru_cache(8)  # a sentence that may be cut otherwise is asked for again
def _leads(words: str) -> list[Match[str]]:
    """What leads to the faults of a sentence: nothing after a colon, where the faults themselves have begun."""
    out: list[Match[str]] = []
    for match in lead().finditer(words):
        if _tells(words[: match.start()]):
            break
        out.append(match)
        if match[0].endswith("：") and rx(r"[；、，]").search(words, match.end()):
            break
    return out


def _tells(words: str) -> bool:
    """Whether the words before a lead-in already tell a fault of their own, and do not only announce some."""
    if not words:
        return False
    words = rx(r"由于[^；。]*(?=，[仍还也但])|(?:虽|尽管|与|离|距|对照|对标|随着|由于)[^，；]*").sub("", words)
    return any(admits(clause) and not only_lead(clause) for clause in rx(r"[，；：]").split(words))


def split(body: str, separators: str) -> list[Span]:
    """The stretches between the separators."""
    return [m.span() for m in _between(separators).finditer(body) if m[0].strip("。 \n")]


#: stretches without the separators
_between = kept(lambda separators: rx(f"[^{separators}]+"))


def _clauses(body: str, separators: str, *, led: bool, cued: bool) -> list[Span]:
    """Clauses that each tell a fault; a clause that tells none hangs on its neighbour."""
    out: list[list[int]] = []
    pending: int | None = None
    loose: int | None = None  # where clauses begin that tell no fault, and may be the subject of one that has none
    previous = ""
    for a, b in split(body, separators):
        words = body[a:b]
        hangs = cue("^hangs_problem").match(words) or (
            rx(r"(?:还|也|更|且|又|都)?(?:不|欠(?!缺)|没)").match(words)
            or (not led and cue("^hangs_unled").match(words) and not (out and words[:2] == body[out[0][0] :][:2]))
        )
        contrast = previous.endswith("多") and words.endswith("少")
        found = admits(words)
        if out and (hangs or contrast):
            out[-1][1] = b
        elif found:
            own = loose if (hangs or cued) and loose is not None and not rx(r"但|然而|不过|可是").match(words) else a
            out.append([own if pending is None else pending, b])
            pending = None
        elif rx(r"由于|因为?(?!此)|受|限于").match(words):
            pending = a
        elif (
            led
            and len(words) >= 5
            and not rx(r"与|离|距|对照|虽|尽管|随着|在").match(words)
            and not rx(r"(?:相比|成绩|成效|进展|提升)$").search(words)
        ):
            out.append([a, b])
        elif out and pending is None and b - a < 40:
            out[-1][1] = b
        background = _background().search(words) or only_lead(words)
        loose = (a if loose is None else loose) if not (found or background or out) else None
        previous = words
    return [(a, b) for a, b in out]


@cache
def _background() -> Pattern[str]:
    """Clauses that only say where one stands before the fault is told."""
    return rx(
        r"^(?:与|离|距|对照|对标|比照|虽|尽管|随着|在|一年来|20|从|经|按|通过|回顾|总结|反思|总体|总的|本年|今年|全年|去年|过去|目前|当前|但|不过|同时|此外|另外|我们(?:也|还)?(?:清|深|认))"
        r"|(?:[^，]{5}中|[^，]{2}后|期间|之时|来看|看来|来说|以来|看|讲|相比|自查|检查|梳理|总结|要求|期待|期盼|部署)$|成绩|成效|进展|进步|提升|有序|稳步|顺利|实效"
    )


def _by_pause(body: str, piece: Span, *, led: bool = False) -> list[Span]:
    """A、B、C where at least two of them tell a fault of their own; a part that tells none belongs to the next.

    ``led``: words said that faults follow, so that a long part is one without a word of the lexicon, unless it ends like
    a subject that waits for what is said of it.
    """
    a, b = piece
    parts = [m.span() for m in rx(r"[^、]+").finditer(body, a, b)]
    if len(parts) < 2:
        return [piece]
    whole = [
        y - x >= 3
        and not rx(r"(?:还|也|更|且)?(?:不(?!少)|欠(?!缺)|没|难)").match(body, x, y)
        and (admits(body[x:y]) or (led and y - x >= 7 and not cue("subject").search(body[x:y])))
        for x, y in parts
    ]
    if sum(whole) < 2:
        return [piece]
    out: list[Span] = []
    begin: int | None = None
    for (x, y), own in zip(parts, whole, strict=True):
        if own:
            out.append((x if begin is None else begin, y))
            begin = None
        elif out and begin is None and admits(body[x:y]):
            out[-1] = (out[-1][0], y)
        elif begin is None:
            begin = x
    if begin is not None and out:
        out[-1] = (out[-1][0], b)
    return out
