"""Channels: every place that names one, whether it was used, and the distinct channels that they add up to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from re import Pattern

import regex

from extract.channels.accounts import BARE
from extract.channels.doubt import CONTENT, Place
from extract.channels.heads import begin_of, begun, scan
from extract.channels.names import ACCOUNTS, name
from extract.channels.places import Named
from extract.channels.press import PRESS
from extract.channels.settling import own_account, settle, settle_bare
from extract.channels.sites import of_place
from extract.channels.things import PRINTED
from extract.channels.titles import titles
from extract.channels.use import why_not
from extract.lexicon import rx
from extract.model import ChannelMention, Sentence, Text

LOOK_BACK = 20


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
    odd = bool(rx('[‘’「」『』〝〞＂＠"]').search(clean))
    out: list[ChannelMention] = []
    ahead: int | None = None  # the paragraph in which a plan has begun
    coming = False  # under a heading that speaks of the next year
    openings = begun(clean)
    bare: set[int] = set()  # where an account is named without its kind
    for start, end, sentence in _stretches(clean, sentences):
        words = _quotes(clean[start:end]) if odd else clean[start:end]
        paragraph = sentence.paragraph if sentence else -1
        if rx(r"[^，。]{0,8}(?:下一?步|今后|明年|来年|下一?阶段)(?!骤)[^。]{0,12}[，：将我]").match(words):
            ahead = paragraph
        if sentence is None and (numbered := rx(r"[ （(]?[一二三四五六七八九十]{1,3}[、）)]").match(words)):
            coming = bool(_ahead().search(words, numbered.end())) and not rx(r"问题|不足|困难").search(words)
        here = [at - start for at in openings[bisect_left(openings, start) : bisect_left(openings, end)]]
        if not here and "《" not in words and "@" not in words:
            continue  # no word of a channel begins here
        told = "plan" if (coming if sentence is None else ahead == paragraph) else ""
        if not planned and (told or start >= plans.get(paragraph, end)):
            continue
        for kind, at, to, head, named in _find(words, here, clean):
            why = told or ("remedy" if start + at >= plans.get(paragraph, len(clean) + 1) else "")
            why = why or why_not(
                Place(
                    kind,
                    words,
                    at,
                    to,
                    head,
                    bool(named.names),
                    bool(sentence and sentence.section == "problems"),
                    sentence is None,
                )
            )
            if why == CONTENT or (why and kind == "leaflet" and rx(PRINTED).search(head)):
                continue
            out += [
                ChannelMention(start + at, start + to, kind, called, not why, why or "named as used")
                for called in named.names or (None,)
            ]
            if head == BARE:
                bare.add(start + at)
    return _without_own(clean, settle_bare(out, bare) if bare else out)


@cache
def _ahead() -> Pattern[str]:
    return rx(
        r"下一?步|下一?阶段|今后|明年|来年|工作打算|改进打算|打算|努力方向|工作思路|工作计划|整改措施|改进措施|改进方向"
    )


def _stretches(clean: str, sentences: Sequence[Sentence]) -> Iterator[tuple[int, int, Sentence | None]]:
    """The sentences, and the headings between them (lines that no sentence covers)."""
    at = 0
    for sentence in sentences:
        if at and sentence.start - at > 4:
            yield from _lines(clean, at, sentence.start)
        yield sentence.start, sentence.end, sentence
        at = sentence.end
    if at:
        yield from _lines(clean, at, len(clean))


def _lines(clean: str, start: int, end: int) -> Iterator[tuple[int, int, None]]:
    for match in rx(r"[^\n]{4,60}").finditer(clean, pos=start, endpos=end):
        yield match.start(), match.end(), None


def _find(words: str, starts: Sequence[int], clean: str) -> Iterator[tuple[str, int, int, str, Named]]:
    """Kind, span, head and names of each mention in a sentence."""
    floor, before = 0, Named((), 0, 0)
    last: tuple[str, ...] = ()
    titled = titles(words) if "《" in words or "讯”" in words or "刊”" in words or "报”" in words else []
    covered = [span for span, _ in titled]
    found = [mention for _, mention in titled]
    if "”" in words or "》" in words:
        starts = _outside_names(words, starts)
    for kind, start, end in scan(words, starts):
        if start < floor or any(a <= start < b for a, b in covered):
            continue
        if kind == "net":
            near = of_place(words[max(floor, start - 8) : start], clean)
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
        if kind in PRESS and not named.names and rx(r"[“《][^”》“《，。]{0,12}热线[”》]").match(words, end):
            continue  # 县电台“行风热线” is one channel, the programme
        if kind in ACCOUNTS:
            if not named.names and "同名" in words[max(0, begin - 4) : end + 3]:
                named = Named(last, named.start, named.end)
            last = named.names or last
        if (
            kind in ACCOUNTS
            and not named.names
            and before.left
            and rx(r"(?:和|与|及|以及|、)?|[^，。；、“”\d]{0,8}\d[\d.,]*[^，。；、“”\d]{0,8}[、和与及]").fullmatch(
                words[floor:begin]
            )
            and floor
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
        floor, before = to, named if kind in ACCOUNTS else Named((), 0, 0)
    if "@" in words:
        for match in rx(
            r"[“（]?@(?P<name>[一-龥][一-龥A-Za-z0-9]{1,13}?)(?:[”）]|(?=[^一-龥A-Za-z0-9]|$|在|发文|推送|累计|共|公开|粉丝|更新|关注|听众|转发)|(?<=发布)(?=\d))"
        ).finditer(words):
            at, to = match.span()
            if not any(a < to and at < b for _, a, b, _, _ in found):
                found.append(("weibo", at, to, match["name"], Named((match["name"],), at, to)))
    yield from sorted(found, key=lambda item: item[1])


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
    titles = [
        line
        for line in clean[:400].split("\n")[:6]
        if rx(r"年度?(?:政府|政务)?信息公开[^，。]{0,12}(?:报告|年报)").search(line) and len(line) < 60
    ]
    if not titles:
        return tuple(found)

    def own(mention: ChannelMention) -> bool:
        words = clean[mention.start : mention.end]
        return (
            mention.kind in ("service_hall", "reading_point", "television", "other")
            and len(words) > 3
            and any(words in title for title in titles)
        )

    return tuple(
        ChannelMention(m.start, m.end, m.kind, m.name, False, "the organ itself") if m.used and own(m) else m
        for m in found
    )
