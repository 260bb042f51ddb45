"""What else a fact's sentence tells of it: the channel it went through, and the scope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extract.facts.base import Draft
from extract.facts.frames import Frame
from extract.facts.registry import Clue
from extract.lexicon import rx
from extract.model import ChannelMention

WITH_CHANNEL = frozenset(
    {
        "disclosure",
        "audience",
        "interpretation",
        "response",
        "press",
        "facility",
        "document:disclosed",
        "proposal:disclosed",
        "other",
    }
)
NOWHERE: frozenset[str] = frozenset()
BARRED = {  # kinds of channel that a kind of fact does not go through
    "press": frozenset(
        {"meeting", "other", "newspaper", "reading_point", "service_hall", "bulletin_board", "leaflet", "gazette"}
    ),
    "response": frozenset({"leaflet", "gazette", "led_screen"}),
    "audience": frozenset({"leaflet"}),
}
CARRIERS = frozenset(
    {"website", "disclosure_platform", "new_media", "wechat_account", "weibo", "short_video", "news_app"}
)  # columns and accounts are facilities of these; boards, screens and groups are facilities themselves

PLACES = frozenset({"service_hall", "reading_point"})
ASIDE = frozenset(
    {"mailbox", "hotline", "service_hall", "meeting", "reading_point"}
)  # in a breakdown these name a class, no channel

REST_OF_WAYS = Clue(r"其[他它余](?:的)?(?:方式|渠道|途径|形式|账号|帐号|平台|媒体)[^，。；]{0,8}$")
RESPECTIVELY = Clue(r"分别[^。；#@]{0,14}(?P<before>(?:@[、，和及])*)$")


def goes_through(kind: str, stage: str | None) -> bool:
    """Whether a fact of the kind and stage may go through channels."""
    return kind in WITH_CHANNEL or f"{kind}:{stage}" in WITH_CHANNEL


def channel(
    frame: Frame,
    kind: str,
    in_sentence: Sequence[ChannelMention],
    mentions: Sequence[ChannelMention],
    clean: str,
    since: int,
) -> tuple[ChannelMention, ...]:
    """The mentions that the quantity went through: the nearest run before it in its sentence, else one that follows with 在.

    ``mentions`` are all of the report, those that begin in its sentence are given apart. ``since`` is where the fact before
    it stands: a mention before that one was its own.
    """
    q, sentence = frame.quantity, frame.sentence
    here = [m for m in in_sentence if m.used and m.end <= sentence.end and through(kind, m)]
    if REST_OF_WAYS.search(frame.left, frame.rules):
        return ()
    if not here:
        return _online(frame, kind, mentions)
    told_apart = _respectively(frame, here, clean)
    if told_apart:
        return told_apart
    left = [m for m in here if m.end <= q.start and not _aside(clean, m, q.start)]
    if kind == "facility" and not (left and q.start - left[-1].end < 5):
        named = [
            m for m in here if q.end <= m.start <= q.end + 6 and not rx("[，。；、]").search(clean[q.end : m.start])
        ]
        if named:
            return (named[0],)  # 一部广播
    if left:
        last = left[-1]
        between = clean[last.end : q.start]
        if since < last.end and "；" not in between:
            run, edge = [last], last.start
            for m in reversed(left[:-1]):
                gap = clean[m.end : edge]
                if m.kind in PLACES and gap in ("", "的", "内", "里") and m.end <= edge:
                    edge = m.start  # 服务中心电子屏: where it stands
                    continue
                if m.start == edge or (
                    rx(r"[”）]?(?:平台)?(?:[、和及与以]|以及|等)?[^，。；、#]{0,14}").fullmatch(gap)
                    and not rx(r"公开|发布|推送|\d").search(gap)
                ):
                    run.insert(0, m)
                    edge = m.start
                else:
                    break
            return tuple(run)
    right = [m for m in here if m.start >= q.end]
    if (
        right
        and (
            "@" not in frame.right[: max(0, right[0].start - q.end)]
            or (kind in ("proposal", "document") and rx(r"[、和][^，。；@]{0,12}@").match(frame.right))
            or rx(r"(?:[、和][^，。；@]{1,14}@[^，。；@]{0,4})+，?(?:均|都|全部)").match(frame.right)
        )
        and kind in ("disclosure", "proposal", "document", "interpretation")
    ):
        between = clean[q.end : right[0].start]
        if (
            len(between) <= 40
            and not rx("其中|；").search(between)
            and rx(r"(?:在|通过|于|由|经|利用|上了|上传[到至]|同步[到至]|推送[到至])[^，。；]{0,10}$").search(between)
            and (
                rx(r"(?:上了|[到至]|，(?:均|都|全部)[^，。；]{0,6})$").search(between)
                or rx(r"[^，。；]{0,14}(?:公开|发布|公示|公布|刊|挂出|登载|上网)").match(clean[right[0].end :])
            )
        ):
            return (right[0],)
    return _online(frame, kind, mentions)


def _aside(clean: str, mention: ChannelMention, at: int) -> bool:
    """Does the mention stand in a bracket about the number before, which is closed again: 视频12条（县电视台播出），图片30条?"""
    shut = clean.find("）", mention.end, min(at, mention.end + 20))
    return (
        shut >= 0
        and rx(r"\d[余多]?[条篇期次件个]（[^（），。；]{0,10}$").search(clean, mention.start - 16, mention.start)
        is not None
    )


def _online(frame: Frame, kind: str, mentions: Sequence[ChannelMention]) -> tuple[ChannelMention, ...]:
    """The report's one site, where the sentence says no more than that something was put on the net: 网上公布8条."""
    if kind not in ("disclosure", "interpretation", "proposal", "document") or "网" not in frame.left[-24:]:
        return ()
    if not rx(
        r"(?:网上|上网|在网|网络)(?:共|累计|主动|上|全文)*(?:公开|公布|发布|公示|登载|载|挂出|晒出)[^，。；@#]{0,12}$"
    ).search(frame.left):
        return ()
    sites = [m for m in mentions if m.used and m.kind == "website"]
    sites = sites or [m for m in mentions if m.used and m.kind == "disclosure_platform"]
    return tuple(sites[:1]) if len({m.name for m in sites}) == 1 else ()


def through(kind: str, mention: ChannelMention) -> bool:
    """Whether a fact of the kind can go through the channel."""
    return mention.kind in CARRIERS if kind == "facility" else mention.kind not in BARRED.get(kind, NOWHERE)


def _respectively(frame: Frame, here: Sequence[ChannelMention], clean: str) -> tuple[ChannelMention, ...]:
    """The mention whose turn it is: 微信、微博分别发布31条、27条."""
    listed = RESPECTIVELY.search(frame.left, frame.rules)
    if listed is None:
        return ()
    n = listed["before"].count("@")
    behind = rx(r"(?:[、，和及]@)*").match(frame.right)
    count = n + 1 + (behind[0].count("@") if behind else 0)
    at = clean.rfind("分别", frame.sentence.start, frame.quantity.start)
    run = [m for m in here if m.end <= at][-count:]
    return (run[n],) if count > 1 and len(run) == count and at - run[0].start < 80 else ()


def through_totals(
    found: Sequence[Draft], ids: Sequence[tuple[str, ...]], owner: Mapping[int, int]
) -> list[tuple[str, ...]]:
    """The channels of each fact: parts have those of their total, and a total that is told channel by channel has none."""
    told_apart = {total for part, total in owner.items() if ids[part] and ids[part] != ids[total]}
    ways = {total: {ids[part] for part, of in owner.items() if of == total and ids[part]} for total in told_apart}
    by_channel = {
        total
        for total in told_apart
        if found[total].category is None and (len(ids[total]) != 1 or len(ways[total]) > 1)
    }
    out = list(ids)
    for i, item in enumerate(found):
        rest = (item.category or "").startswith(("其他", "其它", "其余")) and owner.get(i) in told_apart
        if not ids[i] and i in owner and item.kind == found[owner[i]].kind and not rest:
            out[i] = _inherited(owner[i], ids, owner)
        if i in by_channel:
            out[i] = ()
    return out


def _inherited(i: int, ids: Sequence[tuple[str, ...]], owner: Mapping[int, int]) -> tuple[str, ...]:
    """The channels of a total, which may be a part itself."""
    for _ in range(3):
        if ids[i] or i not in owner:
            break
        i = owner[i]
    return ids[i]


# what a total counts that is not the year's
SINCE = Clue(
    r"历年(?![^，。；@]{0,4}(?:存量|文件|公文|规范性|政策|制发|出台))(?:来)?(?:累计|共)?|开通以来|(?:成立|建立|开设|运行|上线|施行|实施)以来|自20\d\d年[^，。；@]{0,14}(?:以来|起)[^。；@]*$|累计至今"
)
UNTIL_NOW = Clue(
    r"(?:截[至止]|(?<![加展升长增扩大])到)(?:目前|今|现在)[^@。；]{0,24}$|目前[^@。；，]{0,6}(?:已)?累计|截[至止]20\d\d年(?:\d+月\d+日|年?底|年?末)止?[，]?(?:[我本全][^@。；，]{0,3})?累计[^@。；，]{0,14}$|截[至止](?:20\d\d年)?\d{0,2}月?(?:\d+日|底)?(?!.*(?:本年|今年|全年|年度|20\d\d年.*20\d\d年))[^@。；]{0,14}(?:历年)累计"
)
LAST_YEAR = Clue(r"(?:去年|上年度?|上一年度?|上年同期|去年同期)(?!结转|度?结转)[^@。；，]{0,14}$")
RISING_FROM = Clue(r"(?:从|由)[^，。；@]{0,10}$")
OF_A_YEAR = Clue(r"(20\d\d)年(?:度|同期|全年)?(?:的|公开|发布|为|共|同期为?)*[^@。；，]{0,2}$")
NOT_OF_THE_YEAR = SINCE.bit | UNTIL_NOW.bit | LAST_YEAR.bit | RISING_FROM.bit | OF_A_YEAR.bit


def scope(frame: Frame, kind: str, year: int | None) -> str:
    """``cumulative`` for totals since ever, ``previous`` for another year's figure, else ``year``."""
    if kind == "change":
        return "previous"
    said = frame.rules
    if not said & NOT_OF_THE_YEAR:
        return "year"
    left = frame.left[-60:].rsplit("其中", 1)[-1].rsplit("；", 1)[-1]
    since_ever = kind != "staff" and (SINCE.search(left, said) or UNTIL_NOW.search(left, said))
    if since_ever and not _of_the_year(left, year):
        return "cumulative"
    if LAST_YEAR.search(left, said) and (kind != "application" or "同期" in left[-16:]):
        return "previous"
    if RISING_FROM.search(left, said) and rx(
        r"[^，。；@]{0,4}(?:增至|增长到|增长至|涨到|涨至|升至|上升到|扩大到|发展到|增加到|增加至|减至|降至|减少到)"
    ).match(frame.right):
        return "previous"
    other = OF_A_YEAR.search(left, said)
    if not other:
        return "year"
    this = year or max((int(y) for y in rx(r"20\d\d(?=年)").findall(frame.window)), default=0)
    if not year and this == int(other[1]):
        this += 1  # the only year named is the one compared with
    compared = (
        rx(r"[^，。；]{0,6}相比").match(frame.right)
        or rx(r"(?:比|较|与)[^@。；，]{0,4}20\d\d年").search(left)
        or rx(r"20\d\d年为$").search(left)
    )
    return "previous" if int(other[1]) < this and compared else "year"


def _of_the_year(left: str, year: int | None) -> bool:
    """Do the words name the year reported on?"""
    if rx(r"(?:当年|今年|本年|年内)[^@。；]*$").search(left):
        return True
    named = year and rx(rf"{year}年[^。；@]*$").search(left)
    return bool(named) and not rx(r"历年|以来|截[至止]").search(left)
