"""Channels: every place that names one, whether it was used, and the distinct channels that they add up to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from extract.lexicon import alternation, load
from extract.model import Channel, ChannelMention, Mention, Part, Sentence, Text

NAMED = frozenset({"wechat_account", "weibo", "short_video", "news_app", "disclosure_platform", "website", "newspaper", "television", "hotline",
                   "broadcast", "mailbox", "gazette", "other"})
QUOTED = frozenset({"wechat_account", "weibo", "short_video", "news_app", "disclosure_platform", "hotline", "mailbox", "new_media", "other"})
SPECIFIC_NEW_MEDIA = frozenset({"wechat_account", "weibo", "short_video", "news_app"})


@cache
def _mention() -> regex.Pattern[str]:
    kinds = load("channels", ("mention", "verbs"))["mention"]
    return regex.compile("|".join(f"(?P<{kind}>{'|'.join(patterns)})" for kind, patterns in kinds.items()))


@cache
def _plan() -> regex.Pattern[str]:
    return regex.compile(r"下一?步|今后|明年|来年|下一?年|将(?:进一步|继续|不断|积极|充分|着力|加强|以|通过|从|对|在|按|严格|重点|加大|持续|全面|大力|努力|认真|深入)|计划|拟|打算|力争|争取")


@cache
def _apply() -> regex.Pattern[str]:
    return regex.compile(r"(?:申请|提交|受理|递交|提出)[^，。；]{0,12}(?:渠道|方式|途径)|(?:当面|信函|传真|邮寄|邮件)[、，和或及][^。；]{0,20}申请|申请人?可?(?:以)?(?:通过|采用)")


@cache
def _publish() -> regex.Pattern[str]:
    return regex.compile(alternation(load("channels")["verbs"]["publish"]))


def mentions(text: Text, sentences: Sequence[Sentence], remedies_from: dict[int, int] | None = None) -> tuple[ChannelMention, ...]:
    """Every mention of a channel, in order, with its proper name and whether the text says that it was used.

    Parameters
    ----------
    sentences
        The report's sentences.
    remedies_from
        Clean offset, for each paragraph number, from which only remedies and plans are told.
    """
    clean, plans = text.clean, remedies_from or {}
    out: list[ChannelMention] = []
    for sentence in sentences:
        words = clean[sentence.start : sentence.end]
        for match in _mention().finditer(words):
            kind = match.lastgroup or "other"
            start, end = sentence.start + match.start(), sentence.start + match.end()
            used, rule = _used(kind, words, match.start(), match.end(), sentence, start >= plans.get(sentence.paragraph, len(clean) + 1))
            names = _names(kind, words, match.start(), match.end()) or [(None, start, end)]
            for name, _, _ in names:
                out.append(ChannelMention(start, end, kind, name, used, rule))
    return tuple(out)


def _used(kind: str, words: str, start: int, end: int, sentence: Sentence, in_plan: bool) -> tuple[bool, str]:
    left, clause = words[max(0, start - 40) : start], _clause(words, start, end)
    if in_plan or _plan().search(left[-30:]):
        return False, "plan"
    if regex.search(r"(?:尚未|未|没有)(?:开通|建立|设立|建设|开设|使用)[^，。]{0,8}$", left):
        return False, "denied"
    if kind in ("mailbox", "hotline", "sms", "website", "service_hall") and _apply().search(clause):
        return False, "way to apply"
    if kind == "other" and not _publish().search(clause):
        return False, "not published through"
    if kind == "website" and words[start:end] in ("互联网", "因特网", "门户") and words[end : end + 1] == "+":
        return False, "slogan"
    if regex.search(r"《[^》]*$", words[:start]) and regex.match(r"[^《]*》", words[end:]) and kind != "newspaper":
        return False, "in the name of a document"
    if kind == "leaflet" and regex.search(r"标语|横幅|条幅", words[start:end]) and not regex.search(r"悬挂|张贴|制作", clause):
        return False, "not used"
    return True, "named as used"


def _clause(words: str, start: int, end: int) -> str:
    left = max(words.rfind(mark, 0, start) for mark in "，；。") + 1
    right = min((at for mark in "，；。" if (at := words.find(mark, end)) >= 0), default=len(words))
    return words[left:right]


@cache
def _before() -> regex.Pattern[str]:
    return regex.compile(r"(?:“(?P<a>[^”“]{2,16})”[、，和及与]?)*“(?P<name>[^”“]{2,16})”(?:（[^）]{1,20}）)?(?:的|等|官方|政务|政府|新浪|手机|新闻|这一|同名|节目|[、和及与]|微博|微信|公众号|抖音|视频号|头条号|客户端|网站)*$")


@cache
def _after() -> regex.Pattern[str]:
    return regex.compile(r"(?:平台|账号|号)?[，]?(?:[（：]?(?:名称|名)?[为是：]?(?:“|@|《)(?P<quoted>[^”“（）》]{2,16})(?:”|》)?|（(?P<plain>[^（）“”，。；0-9]{2,12}(?<!等|信息|平台))）|(?P<at>@[^，。；、（）“”\s]{2,14}))")


def _names(kind: str, words: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Proper names of the channel mentioned at ``words[start:end]``."""
    if kind not in NAMED:
        return []
    own = words[start:end]
    if kind in ("newspaper", "television", "website", "broadcast"):
        name = _proper(kind, words, start, end)
        return [(name, start, end)] if name else []
    inner = regex.search(r"“([^”]{2,16})”|《([^》]{2,16})》", own)
    if inner:
        return [(inner[1] or inner[2], start, end)]
    if kind in QUOTED:
        before = _before().search(words[:start])
        if before:
            return [(n, start, end) for n in [*before.captures("a"), before["name"]]]
        after = _after().match(words[end:])
        if after:
            name = after["quoted"] or after["plain"] or after["at"].lstrip("@")
            if not regex.search(r"微信|微博|公众号|网站|包括|如|含|等|以下|简称", name):
                return [(name, start, end)]
    if kind == "news_app" and regex.fullmatch(r"今日头条|学习强国", own):
        return [(own, start, end)]
    if kind == "hotline" and regex.match(r"[一-龥]*1\d{4}", own):
        return [(own.strip("“”"), start, end)] if len(own) > 5 else []
    return []


BREAKS = regex.compile(r".*(?:在|通过|利用|依托|借助|运用|和|与|及|、|，|。|；|：|向|对|从|的|为|以|将|把|由|被|于|并|或|如|即|是|按|经|用|到|开设|建立|设立|开通|充分发挥|完善|做好|推进|加强|维护|链接|结合|包括|登录|\(|（|“|”|》|\d)")
TOPONYM = regex.compile(r"[一-龥]{1,8}[省市县区镇乡旗州盟]|街道|^中国[一-龥]{2}|[一-龥]{2,}(?:部|局|厅|委)(?=门户|网站|官网|政府)")
RELATIVE = regex.compile(r"^(?:我|本|全|各|该|省|市|县|区|镇|乡|厅|局|州|其|上级|当地|街道)(?!.{0,3}[省市县区镇乡旗](?:人民)?政府)")


def _proper(kind: str, words: str, start: int, end: int) -> str | None:
    own = words[start:end].strip("《》")
    if kind == "newspaper":
        return None if regex.fullmatch(r"报纸|报刊|党报", own) else regex.sub(r"^(?:在|和|与|、|及|以及)", "", own)
    left = words[max(0, start - 18) : start]
    cut = BREAKS.match(left)
    prefix = left[cut.end() :] if cut else left
    full = prefix + own
    inside = BREAKS.match(full[:-2])
    if inside and kind != "website":
        full = full[inside.end() :]
    if kind in ("television", "broadcast"):
        return full if regex.fullmatch(r"[一-龥]{2,10}(?:广播|电视)+台", full) and not RELATIVE.match(full) and full not in ("广播电视台",) else None
    if regex.fullmatch(r"(?:新华|人民|央视|中新|光明|中国|大众|红|长城|澎湃|凤凰|腾讯|新浪|搜狐|东方|齐鲁|荆楚|映象|大河|中安|四川新闻|云南)网", own):
        return own
    quoted = regex.search(r"“([^”]{2,16})”$", words[:start])
    if quoted:
        return quoted[1]
    if RELATIVE.match(full) or not TOPONYM.search(full[: -len("网站")] or full):
        return full if regex.fullmatch(r"[一-龥]{4,}(?:资助网|招考网|招生[一-龥]*网|政务服务网|执法网|农经网)", full) and not RELATIVE.match(full) else None
    return full


def merge(text: Text, found: Sequence[ChannelMention], parts: Sequence[Part]) -> tuple[tuple[Channel, ...], dict[ChannelMention, str]]:
    """Distinct channels that were used, in order of first mention, and the channel id of each mention.

    Mentions with the same kind and name are one channel; a nameless mention joins the one named channel of its kind
    where that is the organ's own, else all nameless mentions of a kind are one channel.
    """
    used = [mention for mention in found if mention.used]
    kinds = {mention.kind for mention in used}
    if kinds & SPECIFIC_NEW_MEDIA:
        used = [mention for mention in used if mention.kind != "new_media"]
    groups: dict[tuple[str, str | None], list[ChannelMention]] = {}
    for mention in used:
        key = next((k for k in groups if k[0] == mention.kind and _same(k[1], mention.name)), (mention.kind, mention.name))
        groups.setdefault(key, []).append(mention)
    for kind in kinds:
        named = [key for key in groups if key[0] == kind and key[1] and not _foreign(*key)]
        if (kind, None) in groups and len(named) == 1:
            groups[named[0]] = sorted(groups[named[0]] + groups.pop((kind, None)), key=lambda m: m.start)
    order = sorted(groups.items(), key=lambda group: (group[1][0].start, group[0][0], group[0][1] or ""))
    channels, ids = [], {}
    for i, ((kind, name), members) in enumerate(order, 1):
        spans = dict.fromkeys((member.start, member.end) for member in members)
        channels.append(Channel(f"c{i}", kind, name, tuple(Mention(*text.cut(*span)) for span in spans), 0.9, f"channel:{kind}"))
        ids |= dict.fromkeys(members, f"c{i}")
    for mention in found:  # a mention that does not count still says which channel is meant, where there is one
        if mention not in ids:
            same = [c.id for c in channels if c.kind == mention.kind and _same(c.name, mention.name)]
            if same:
                ids[mention] = same[0]
    return tuple(channels), ids


def _same(a: str | None, b: str | None) -> bool:
    if a is None or b is None:
        return a is b
    return a == b or (len(min(a, b, key=len)) >= 3 and (a in b or b in a))


def _foreign(kind: str, name: str | None) -> bool:
    """Is the name that of somebody else's outlet (a newspaper, a news site), which never takes in nameless mentions?"""
    return kind in ("newspaper", "television", "news_app") or bool(regex.search(r"^(?:新华|人民|央视|光明|中国|大众)", name or ""))
