"""Channels: every place that names one, whether it was used, and the distinct channels that they add up to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from operator import itemgetter

import regex

from extract.channels.accounts import BARE
from extract.channels.doubt import CONTENT, Place, any_of
from extract.channels.heads import begin_of, begun, scan
from extract.channels.names import ACCOUNTS, name
from extract.channels.places import Named, strip
from extract.channels.press import PRESS
from extract.channels.settling import own_account, settle, settle_bare
from extract.channels.sites import of_place
from extract.channels.things import PRINTED
from extract.channels.titles import titles
from extract.channels.use import FORETELLING, SOON, foretold, why_not
from extract.lexicon import rx
from extract.model import ChannelMention, Sentence, Text

LOOK_BACK = 20
NAMELESS = Named((), 0, 0)
NEAR = 12  # characters within which such a sentence begins to speak of it
AHEAD = rf"[^，。]{{0,8}}(?:{SOON})(?!骤)[^。]{{0,12}}[，：将我]"  # a sentence behind which a paragraph tells a plan
AREA_ENDS = frozenset("省市县区镇乡村厅局委院所办道关级位")  # every owner ends in one of these


@cache
def _area() -> regex.Pattern[str]:
    """The owner in one or two words, right before a mention: 镇, 村级, 局机关, 各社区."""
    return regex.compile(
        r"(?r)(?<![一-龥]{2}[省市县区镇乡村]|居|农)(?:[各我本全]?(?:[省市县区镇乡村厅局委院所办]|街道|社区|机关|小区|各村|村级|镇村|单位|乡镇)(?<![举承主协开创合联]办)){0,3}"
    )


@cache
def _marks() -> dict[int, str]:
    return dict(zip(map(ord, "‘’「」『』〝〞＂＠"), '“”“”“”“”"@', strict=True))


def _shown(clean: str, sentences: Sequence[Sentence]) -> str:
    """The text with all kinds of quotation marks as “ ”, which open and close within a sentence."""
    if not any_of(tuple('‘’「」『』〝〞＂＠"'), clean):
        return clean
    pieces, at = [], 0
    for start, end, _ in _stretches(clean, sentences):
        pieces += [clean[at:start], _quotes(clean[start:end])]
        at = end
    return "".join((*pieces, clean[at:]))


def _quotes(words: str) -> str:
    """The words with all kinds of quotation marks as “ ”, and of @, one for one."""
    words = words.translate(_marks())
    if '"' in words:
        pieces = words.split('"')
        words = pieces[0] + "".join(("“" if i % 2 else "”") + piece for i, piece in enumerate(pieces[1:], 1))
    return words


def mentions(
    text: Text, sentences: Sequence[Sentence], plans: dict[int, int] | None = None, *, planned: bool = True
) -> tuple[ChannelMention, ...]:
    """Every mention of a channel, in order, with its proper name and whether the text says that it was used.

    Parameters
    ----------
    text
        The report's text.
    sentences
        The report's sentences.
    plans
        Clean offset, for each paragraph, from which only remedies and plans are told.
    planned
        Whether mentions in sentences that tell only remedies or plans are wanted too; none of them was used.
    """
    clean, plans = text.clean, plans or {}
    shown = _shown(clean, sentences)
    behind = len(shown)  # ends both of the following
    places, soon = [*begun(shown), behind], [*foretold(clean), behind]
    p = s = 0  # how many of them have been passed
    out: list[ChannelMention] = []
    ahead: int | None = None  # the paragraph in which a plan has begun
    coming = False  # under a heading that speaks of the next year
    bare: set[int] = set()  # where an account is named without its kind
    for start, end, sentence in _stretches(shown, sentences, (places, soon)):
        while soon[s] < start:
            s += 1
        spoken = soon[s] < end  # perhaps of what is to come
        paragraph = sentence.paragraph if sentence else -1
        if spoken and soon[s] <= start + NEAR and rx(AHEAD).match(shown, start, end):
            ahead = paragraph
        if sentence is None and (spoken or coming):
            coming = _announced(shown, start, end, coming)
        while places[p] < start:
            p += 1
        here: list[int] = []
        while places[p] < end:
            here.append(places[p] - start)
            p += 1
        if not here:
            continue  # no word of a channel begins here
        told = "plan" if (coming if sentence is None else ahead == paragraph) else ""
        remedies = plans.get(paragraph, len(clean))
        if not planned and (told or start >= remedies):
            continue
        words = shown[start:end]
        problem = sentence is not None and sentence.section == "problems"
        for kind, at, to, head, named in _find(words, here, clean):
            why = told or ("remedy" if start + at >= remedies else "")
            why = why or why_not(Place(kind, words, at, to, head, bool(named.names), problem, sentence is None, spoken))
            if why == CONTENT or (why and kind == "leaflet" and rx(PRINTED).search(head)):
                continue
            out += [
                ChannelMention(start + at, start + to, kind, called, not why, why or "named as used")
                for called in named.names or (None,)
            ]
            if head == BARE:
                bare.add(start + at)
    return _without_own(clean, settle_bare(out, bare) if bare else out)


def _announced(shown: str, start: int, end: int, coming: bool) -> bool:
    """Whether the next year is spoken of under this heading; it was under the one before where ``coming`` says so."""
    numbered = rx(r"[ （(]?[一二三四五六七八九十]{1,3}[、）)]").match(shown, start, end)
    if not numbered:
        return coming
    return bool(rx(FORETELLING).search(shown, numbered.end(), end)) and not rx(r"问题|不足|困难").search(
        shown, start, end
    )


def _within(places: Sequence[int], start: int, end: int) -> bool:
    """Whether one of the places, which rise, is in a stretch."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


def _stretches(
    shown: str, sentences: Sequence[Sentence], places: tuple[Sequence[int], Sequence[int]] | None = None
) -> list[tuple[int, int, Sentence | None]]:
    """The sentences, and the headings between them (lines that no sentence covers).

    ``places`` is where channels begin, and where the words are that foretell: headings without either are left out. Not
    so behind the first one that may foretell, because the next one may say that this is over.
    """
    out: list[tuple[int, int, Sentence | None]] = []
    at, coming = 0, places is None
    for sentence in (*sentences, None):
        start, end = (sentence.start, sentence.end) if sentence else (len(shown), len(shown))
        if at and (sentence is None or start - at > 4):
            coming = coming or (places is not None and _within(places[1], at, start))
            if coming or (places is not None and _within(places[0], at, start)):
                lines = rx(r"[^\n]{4,60}").finditer(shown, at, start)
                out += [(line.start(), line.end(), None) for line in lines]
        if sentence:
            out.append((start, end, sentence))
            at = end
    return out


def _find(words: str, starts: Sequence[int], clean: str) -> list[tuple[str, int, int, str, Named]]:
    """Kind, span, head and names of each mention in a sentence."""
    floor, before = 0, NAMELESS
    last: tuple[str, ...] = ()
    closing = "”" in words and ("讯”" in words or "刊”" in words or "报”" in words)
    titled = titles(words) if closing or "《" in words else []
    found = [mention for _, mention in titled]
    for kind, start, end in _scan(words, starts):
        if start < floor or (titled and any(a <= start < b for (a, b), _ in titled)):
            continue
        if kind == "net":
            near = of_place(strip(words[max(floor, start - 8) : start], sure=False), clean)
            if near:
                near = "信用" + near if words.endswith("信用", floor, start - len(near)) else near
                called = near + words[start:end]
                of = "other" if called.endswith("论坛") else "website"
                found.append((of, start - len(near), end, called, Named((called,), start, end)))
                floor = end
            continue
        begin = begin_of(kind, words, max(floor, start - LOOK_BACK), start)
        head = words[begin:end]
        named = name(kind, words, floor, begin, end, clean)
        kind, named = settle(kind, head, named, words)
        if head == BARE and not (named.names and own_account(named.names[0], words[named.end :], clean)):
            continue
        if (
            kind in PRESS
            and not named.names
            and words.startswith(("“", "《"), end)
            and rx(r"[“《][^”》“《，。]{0,12}热线[”》]").match(words, end)
        ):
            continue  # 县电台“行风热线” is one channel, the programme
        if kind in ACCOUNTS:
            if not named.names and "同名" in words[max(0, begin - 4) : end + 3]:
                named = Named(last, named.start, named.end)
            last = named.names or last
        if (
            before.left
            and floor
            and kind in ACCOUNTS
            and not named.names
            and rx(r"(?:和|与|及|以及|、)?|[^，。；、“”\d]{0,8}\d[\d.,]*[^，。；、“”\d]{0,8}[、和与及]").fullmatch(
                words[floor:begin]
            )
        ):  # “甲”微信关注4万、微博2万
            named = Named(before.names, named.start, named.end, left=True)
        if kind == "other" and head.endswith("融媒体中心") and words.startswith("“", end):
            continue  # whose account it is that follows
        if (
            head in ("报", "新闻", "平台", "系统", "节目")
            and not named.names
            and words[begin - 1] not in "省市县区州盟旗"
        ):
            if head not in ("平台", "系统") or not words.endswith("公开”", floor, start):
                continue
            begin = max(words.rfind("“", floor, start), floor)  # “三务公开”平台
            kind, named = "disclosure_platform", Named((), begin, end)
        at, to = max(named.start, floor), named.end
        if (
            not named.names
            and at == begin > floor
            and words[begin - 1] in AREA_ENDS
            and kind not in ("newspaper", "television", "gazette")
        ):
            area = _area().match(words, max(floor, begin - 8), begin)
            at = area.start() if area else at
        if found and found[-1][0] == kind and found[-1][2] == at and words[at - 1] in "”》" and not named.names:
            found[-1] = (kind, found[-1][1], to, found[-1][3], found[-1][4])  # “村村响”广播 is one mention
        else:
            found.append((kind, at, to, head, named))
        floor, before = to, named if kind in ACCOUNTS else NAMELESS
    if "@" in words:
        for match in rx(
            r"[“（]?@(?P<name>[一-龥][一-龥A-Za-z0-9]{1,13}?)(?:[”）]|(?=[^一-龥A-Za-z0-9]|$|在|发文|推送|累计|共|公开|粉丝|更新|关注|听众|转发)|(?<=发布)(?=\d))"
        ).finditer(words):
            at, to = match.span()
            if not any(a < to and at < b for _, a, b, _, _ in found):
                found.append(("weibo", at, to, match["name"], Named((match["name"],), at, to)))
    if titled or "@" in words:  # found by themselves, not from left to right
        found.sort(key=itemgetter(1))
    return found


def _scan(words: str, starts: Sequence[int]) -> list[tuple[str, int, int]]:
    """Kind, start and end of each head that stands in no account's name."""
    heads = scan(words, starts)
    for _, start, _ in heads if "“" in words or "《" in words else ():
        if _enclosed(words, start):
            outside = _outside_names(words, starts)
            return scan(words, outside) if len(outside) < len(starts) else heads
    return heads


def _enclosed(words: str, at: int) -> bool:
    """Whether a place may stand in a name of at most 16 characters between quotation marks."""
    opening = max(words.rfind("“", max(0, at - 17), at), words.rfind("《", max(0, at - 17), at))
    return opening >= 0 and words.find("”", opening, at) < 0 and words.find("》", opening, at) < 0


def _outside_names(words: str, starts: Sequence[int]) -> list[int]:
    """The places in no name that an account's word follows: “甲在线”公众号 is an account, no site, “甲小喇叭”抖音号 no radio."""
    names = [
        (match.start(), match.end())
        for match in rx(
            r"[“《](?!\d+”)[^“”《》，。；]{2,16}[”》](?=(?:[省市县区镇乡]|街道|政府|官方|政务|同名|新浪|腾讯|这一|[省市县区镇乡]级)*"
            r"(?:微信|微博|公众|公号|订阅号|服务号|官微|抖音|快手|视频号|短视频|客户端|手机|APP|App|app|头条|今日头条|小程序|小红书|新媒体|网站|官网|[一-龥]{0,6}(?:热线|专线)))"
        ).finditer(words)
    ]
    return [at for at in starts if not any(a < at < b for a, b in names)] if names else list(starts)


def _without_own(clean: str, found: list[ChannelMention]) -> tuple[ChannelMention, ...]:
    """Mentions that are the reporting organ itself (a centre or an archive that reports) are no channels."""
    kinds = ("service_hall", "reading_point", "television", "other")
    likely = [m for m in found if m.used and m.kind in kinds and m.end - m.start > 3]
    titles = [
        line
        for line in clean[:400].split("\n")[: 6 if likely else 0]
        if len(line) < 60 and rx(r"年度?(?:政府|政务)?信息公开[^，。]{0,12}(?:报告|年报)").search(line)
    ]
    own = {m for m in likely if any(clean[m.start : m.end] in title for title in titles)}
    if not own:
        return tuple(found)
    return tuple(
        ChannelMention(m.start, m.end, m.kind, m.name, False, "the organ itself") if m in own else m for m in found
    )
