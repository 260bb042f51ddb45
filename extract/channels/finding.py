"""Channels: every place that names one, whether it was used, and the distinct channels that they add up to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from re import Pattern

import regex

from extract.channels.doubt import CONTENT, PRINTED, Place
from extract.channels.names import ACCOUNTS, PRESS, Named, name
from extract.channels.places import is_place, strip
from extract.channels.use import why_not
from extract.lexicon import alternation, load, rx, trie
from extract.model import ChannelMention, Sentence, Text

KEYS = ("heads", "left", "website", "names", "plans", "verbs")
LOOK_BACK = 20


@cache
def _heads() -> tuple[Pattern[str], dict[str, tuple[Pattern[str], tuple[str, ...]]]]:
    """Where a head may begin, and by its first character the heads that may: one group each, with their kinds.

    The first pattern takes one character and looks ahead: it finds every opening in one pass over the text.
    """
    openings: dict[str, set[str]] = {}
    heads: dict[str, list[tuple[str, str]]] = {}
    for kind, patterns in load("channels", KEYS)["heads"].items():
        for pattern in patterns:
            plain = _plain(pattern)
            for first in dict.fromkeys(opening[0] for opening in plain):
                heads.setdefault(first, []).append((kind, pattern))
            for opening in plain:
                openings.setdefault(opening[0], set()).add(opening[1:])
    begin = "|".join(
        first + (f"(?={trie(sorted(rest))})" if "" not in rest else "") for first, rest in openings.items()
    )
    return rx(begin), {
        first: (rx("|".join(f"({pattern})" for _, pattern in group)), tuple(kind for kind, _ in group))
        for first, group in heads.items()
    }


def _plain(pattern: str) -> tuple[str, ...]:
    """The plain characters that a pattern begins with: four at most, and the alternatives that follow at once."""
    found = rx(r".[一-龥]{0,3}(?![?*])").match(pattern)
    begin = found[0] if found else pattern[:1]
    group = rx(r"\(\?:([一-龥|]+)\)(?![?*{])").match(pattern, len(begin))
    return tuple(begin + way for way in group[1].split("|")) if group and found else (begin,)


def _scan(words: str, starts: Sequence[int]) -> Iterator[tuple[str, int, int]]:
    """Kind, start and end of each head, from left to right; none within another."""
    _, heads = _heads()
    upto = 0
    for start in starts:
        if start < upto:
            continue
        pattern, kinds = heads[words[start]]
        match = pattern.match(words, start)
        if match:
            yield kinds[(match.lastindex or 1) - 1], start, match.end()
            upto = match.end()


@cache
def _left(kind: str) -> regex.Pattern[str]:
    words = load("channels", KEYS)["left"].get(kind, ())
    return regex.compile(rf"(?r)(?:{alternation(words)})*" if words else r"(?r)")


@cache
def _area() -> regex.Pattern[str]:
    """The owner in one or two words, right before a mention: 镇, 村级, 局机关, 各社区."""
    return regex.compile(
        r"(?r)(?<![一-龥]{2}[省市县区镇乡村]|居|农)(?:[各我本全]?(?:[省市县区镇乡村厅局委院所办]|街道|社区|机关|小区|各村|村级|镇村|单位|乡镇)(?<![举承主协开创合联]办)){0,3}"
    )


@cache
def _journal() -> regex.Pattern[str]:
    """Journals of an organ: 编印《甲》18期、《乙》3期, 《甲》《乙》等刊物, 《甲》刊发4篇."""
    edit = alternation(load("channels", KEYS)["verbs"]["edit"])
    one = r"《(?P<name>[^《》，。；]{2,16})》(?:（[^）]{1,12}）)?(?P<n>(?:共|各)?\d+余?[期辑])?"
    return regex.compile(
        rf"(?:{edit})(?:了|出|的)?[^《，。；]{{0,8}}(?:{one}[、，和及与]?)+(?P<list>等?(?:内部|工作)?(?:刊物|期刊|简报|内刊|信息刊物))?"
        rf"|{one}(?P<in>(?:杂志|[期会内]刊|[双]?[月季]刊|画报)|(?:上|专栏)?(?:共|累计)?(?:刊发|刊登|刊载|登载|采用)[^，。；]{{0,8}}\d*)"
    )


@cache
def _marks() -> dict[int, str]:
    return dict(zip(map(ord, "‘’「」『』〝〞＂"), '“”“”“”“”"', strict=True))


def _quotes(words: str) -> str:
    """The words with all kinds of quotation marks as “ ”, one for one."""
    words = words.translate(_marks())
    if '"' in words:
        pieces = words.split('"')
        words = pieces[0] + "".join(("“" if i % 2 else "”") + piece for i, piece in enumerate(pieces[1:], 1))
    return words


def mentions(
    text: Text, sentences: Sequence[Sentence], plans: dict[int, int] | None = None
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
    """
    clean, plans = text.clean, plans or {}
    odd = bool(rx('[‘’「」『』〝〞＂"]').search(clean))
    out: list[ChannelMention] = []
    ahead: int | None = None  # the paragraph in which a plan has begun
    begun = [match.start() for match in _heads()[0].finditer(clean)]
    for start, end, sentence in _stretches(clean, sentences):
        words = _quotes(clean[start:end]) if odd else clean[start:end]
        paragraph = sentence.paragraph if sentence else -1
        if rx(r"[^，。]{0,8}(?:下一?步|今后|明年|来年|下一?阶段)(?!骤)[^。]{0,12}[，：将我]").match(words):
            ahead = paragraph
        here = [at - start for at in begun[bisect_left(begun, start) : bisect_left(begun, end)]]
        if not here and "《" not in words:
            continue  # no word of a channel begins here
        told = "plan" if sentence and ahead == paragraph else ""
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
    return _without_own(clean, out)


def _stretches(clean: str, sentences: Sequence[Sentence]) -> Iterator[tuple[int, int, Sentence | None]]:
    """The sentences, and the headings between them (lines that no sentence covers)."""
    at = 0
    for sentence in sentences:
        if at and sentence.start - at > 6:
            yield from _lines(clean, at, sentence.start)
        yield sentence.start, sentence.end, sentence
        at = sentence.end
    if at:
        yield from _lines(clean, at, len(clean))


def _lines(clean: str, start: int, end: int) -> Iterator[tuple[int, int, None]]:
    for match in rx(r"[^\n]{6,60}").finditer(clean, pos=start, endpos=end):
        yield match.start(), match.end(), None


def _find(words: str, starts: Sequence[int], clean: str) -> Iterator[tuple[str, int, int, str, Named]]:
    """Kind, span, head and names of each mention in a sentence."""
    floor, before = 0, Named((), 0, 0)
    last: tuple[str, ...] = ()
    journals = [(match.capturesdict(), match) for match in _journal().finditer(words)] if "《" in words else []
    covered: list[tuple[int, int]] = []
    extra: list[tuple[str, int, int, str, Named]] = []
    for groups, match in journals:
        counted = bool(groups["n"] or groups["list"] or groups["in"])
        for (a, b), called in zip(match.spans("name"), groups["name"], strict=True):
            if counted and not rx(
                r"(?:方案|办法|通知|意见|条例|规定|制度|目录|要点|规划|细则|公告|清单|年鉴|报纸|指南|手册|须知|汇编|信|书|表|年报)$|^.{2,8}(?:日报|晚报|时报|报)$(?<!快报|简报|周报|月报|专报)"
            ).search(
                called,
            ):
                kind = "gazette" if called.endswith("公报") else "other"
                extra.append((kind, a - 1, b + 1, called, Named((called,), a - 1, b + 1)))
                covered.append((a - 1, b + 1))
    many = "《" in words and rx(r"》[^，。；《]{0,14}\d|》\s*共?[发派散印、和]").search(words)
    for match in _handed().finditer(words) if many else ():
        a, b = match.span("title")
        called = rx(r"(?:须知|手册|折页|信|明白[纸卡]|读本|指南|问答|告知书|宣传单|知识|倡议书|提示)》").search(
            match["title"]
        )
        extra.append(("leaflet", a, b, match["title"], Named(() if called else (match["title"][1:-1],), a, b)))
        covered.append((a, max(b, match.end("tail"))))
    found = [*extra]
    for kind, start, end in _scan(words, starts):
        if start < floor or any(a <= start < b for a, b in covered):
            continue
        if kind == "net":
            near = _of_place(words[max(floor, start - 8) : start], clean)
            if near:
                called = near + words[start:end]
                of = "other" if called.endswith("论坛") else "website"
                found.append((of, start - len(near), end, called, Named((called,), start, end)))
                floor = end
            continue
        prefix = _left(kind).match(words, max(floor, start - LOOK_BACK), start)
        begin = prefix.start() if prefix else start
        head = words[begin:end]
        named = name(kind, words, floor, begin, end, clean)
        kind, named = _settle(kind, head, named, words)
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
            and rx(r"(?:和|与|及|以及|、)?").fullmatch(words[floor:begin])
            and floor
        ):
            named = Named(before.names, named.start, named.end, left=True)
        at, to = max(named.start, floor), named.end
        if not named.names and at == begin and kind not in ("newspaper", "television", "gazette"):
            area = _area().match(words, max(floor, begin - 8), begin)
            at = area.start() if area else at
        if head in ("报", "平台", "系统", "节目") and not named.names:
            if head not in ("平台", "系统") or not words.endswith("公开”", floor, start):
                continue
            kind, named = (
                "disclosure_platform",
                Named((), max(words.rfind("“", floor, start), floor), end),
            )  # “三务公开”平台
        if found and found[-1][0] == kind and found[-1][2] == at and found[-1][4].names and not named.names:
            found[-1] = (kind, found[-1][1], to, found[-1][3], found[-1][4])  # “村村响”广播 is one mention
        else:
            found.append((kind, at, to, head, named))
        floor, before = to, named if kind in ACCOUNTS else Named((), 0, 0)
    yield from sorted(found, key=lambda item: item[1])


@cache
def _handed() -> Pattern[str]:
    """A title that was handed out: 发放《购房须知》2600册, 《致家长的一封信》印发26万份, 把《惠农口袋书》900本送到户."""
    give = r"发放|派发|散发|分发|印发|印制|编印|编制|编写|赠送|赠阅|寄送|邮寄|寄出|投递|发出|送去|送上|送达|送到|投放|张贴|印刷|制作"
    bar = r"(?<!方案|办法|通知|意见|条例|规定|制度|目录|要点|规划|细则|公告|清单|决定|公报|年鉴|日报|简报|专报|报告)"
    many = r"\d[\d.]*[万千百余多几]*[份册本张套封]"
    return rx(
        rf"(?:{give})[^《》，。；]{{0,10}}(?P<title>《[^《》]{{2,24}}{bar}》)(?P<tail>口袋书|小册子|宣传册|画册|手册|读本|折页)?(?=(?:等)?[^，。；《、\d]{{0,6}}{many})"
        rf"|(?P<title>《[^《》]{{2,24}}{bar}》)(?:共)?{many}(?=[^，。；]{{0,12}}[送发寄赠])"
        r"|(?:发放|派发|散发|分发|印发|印制|编印|编制|赠送|寄送)[^《》，。；]{0,10}(?P<title>《[^》]{2,24}(?:须知|手册|折页|一封信|明白纸|读本|指南|问答|告知书|明白卡|宣传单|知识)》)(?=(?:等)?(?:各类)?[^，。；《]{0,8}(?:\d+余?[份册本张]|手册|资料|光盘|[、和]《))"
        r"|(?P<title>《[^》]{2,24}(?:须知|手册|折页|一封信|明白纸|读本|问答|告知书|明白卡|宣传单)》)\s*(?:共)?(?:发放|派发|散发|印发|印制)"
    )


def _of_place(left: str, clean: str) -> str:
    """The place that the text knows and what it is about, where they stand before 网: 甲县地税网, 甲统计网."""
    near = strip(left, sure=False)
    place = near.removeprefix("中国")
    about = next((place[n:] for n in (3, 2) if len(place) >= n and is_place(place[:n], clean)), None)
    if about is None or about.endswith(tuple("上入挂进联全电管路水天官专并内外成法国")):
        return ""
    return near if rx(r"[省市县区镇乡]?[一-龥]{0,4}").fullmatch(about) else ""


@cache
def _press() -> Pattern[str]:
    """A house of the press right before 新媒体, which is then its outlet and not the organ's accounts."""
    return rx(rf"(?:{alternation(load('channels', KEYS)['website']['press'])})$")


def _settle(kind: str, head: str, named: Named, words: str) -> tuple[str, Named]:
    """The kind that the name decides: “政策直通车”平台 is a disclosure platform, “惠企服务”平台 another."""
    called = named.names[0] if named.names else ""
    if kind == "service_hall" and words.endswith(("网上", "线上", "掌上", "云上", "电子"), 0, named.start):
        return "other", named
    if kind == "other" and head == "平台":
        service = rx(alternation(load("channels", KEYS)["names"]["service"])).search(called)
        return ("other" if service else "disclosure_platform"), named
    if (
        kind == "other"
        and head.endswith("小程序")
        and rx(r"[信务]息?公开").search(words[max(0, named.start - 8) : named.end])
    ):
        return "disclosure_platform", named
    if kind == "other" and head.endswith("节目") and "热线" in called:
        return "hotline", named
    if kind == "other" and head.startswith(("新媒体", "融媒体")) and not named.names:
        return kind, named
    if kind == "website" and called == "" and head.endswith("政务服务网"):
        return "other", named
    if kind == "new_media" and (house := _press().search(words[max(0, named.start - LOOK_BACK) : named.start])):
        start = named.start - len(house[0])
        return "other", Named((words[start : named.end],), start, named.end)
    if kind == "newspaper" and called.endswith(("手机报",)):
        return "sms", named
    if kind == "newspaper" and rx(
        r"(?:简报|快报|通报|年报|公报|月报|专报|周报|海报|黑板报|板报|统计报|情况报)$"
    ).search(called):
        return "gazette" if called.endswith("公报") else "other", named
    if kind == "newspaper" and called.endswith("政报"):
        return "gazette", named
    return kind, named


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
