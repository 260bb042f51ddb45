"""What a channel is called: the name in quotation marks or brackets, or the place and organ that stand before it."""

from __future__ import annotations

from functools import cache
from re import Pattern

import regex

from extract.channels.accounts import account
from extract.channels.places import Named, is_place, place, relative, since, strip, vocabulary
from extract.channels.press import PRESS, house, press, programme
from extract.channels.sites import site, site_like
from extract.lexicon import alternation, rx

ACCOUNTS = frozenset({"wechat_account", "weibo", "short_video", "news_app", "new_media"})
QUOTED = ACCOUNTS | {
    "hotline",
    "mailbox",
    "other",
    "disclosure_platform",
    "broadcast",
    "website",
    "gazette",
    "newspaper",
    "wechat_group",
    "service_hall",
    "sms",
}
COMMON = frozenset({"wechat_group", "service_hall", "disclosure_platform"})  # “村民微信群” is no name
GAZETTES = frozenset({"公报", "政报", "政府公报", "人民政府公报"})


@cache
def _before() -> regex.Pattern[str]:
    """Quoted names that end where a mention begins: “甲”“乙”, “甲”、“乙”, “甲”（乙镇）."""
    return regex.compile(
        r"(?:[“《](?P<name>[^”“》《，。]{2,16})[”》][、和与及]?){1,6}(?:（[^）]{1,20}）)?(?:这一|同名|等|的|两个|\d个)?$"
        r"|@(?P<name>[^@，。；：、（）“”\d]{2,14}?)(?:官方|政务)*$"
    )


OPENS = frozenset("名账帐平号为是：“（@")  # what leads to a name that follows begins with one of them


@cache
def _opens() -> Pattern[str]:
    """What leads to a name that follows, as in ``_after``."""
    return rx(r"(?:名称|账号|帐号|平台|号|名)?(?:[为是：]|名为|名称为)?[“（@]")


@cache
def _after() -> regex.Pattern[str]:
    """A name that follows: “甲”, （甲）, ：“甲”, @甲; several in quotation marks."""
    return regex.compile(
        r"(?:名称|账号|帐号|平台|号|名)?(?:[为是：]|名为|名称为)?"
        r"(?:(?:“(?P<quoted>[^”“，。]{2,16})”(?:[、和与及]?(?=“[^”]*”(?!微|抖|视|公众|快手|头条|客户|平台|官方|政务|手机)))?){1,6}|（(?:名称|账号|名)?[为：]?[“《]?(?P<plain>[^（）“”《》，。；：0-9]{2,14})[”》]?）"
        r"|@(?P<at>[^@，。；、（）“”\s]{2,14}?)(?:(?=[，。；、（）“”\s]|$|发文|发帖|推送|累计|共|全年|粉丝|更新|关注|阅读|发布(?:信息|各类|政务|微博))|(?<=发布)(?=\d)))"
    )


def name(kind: str, words: str, floor: int, start: int, end: int, clean: str) -> Named:
    """The names of the channel whose words stand at ``words[start:end]``, looking left no further than ``floor``."""
    own = words[start:end]
    found = _quoted(kind, words, floor, start, end, clean)
    if kind == "website":
        return found if found and found.names else site(words, floor, start, end, clean)
    if found:
        return found
    if (called := house(kind, words, floor, start, end, clean)) is not None:
        return Named((called + own,), start - len(called), end)
    if kind in PRESS:
        station = press(kind, words, floor, start, end, clean)
        shown = programme(words, end) if kind != "newspaper" and (not station.names or own == "广播") else None
        return Named((shown[0],), station.start, shown[1]) if shown else station
    if kind in ACCOUNTS:
        return account(kind, words, floor, start, end, clean)
    if kind == "hotline":
        return _hotline(words, floor, start, end)
    if kind == "disclosure_platform" and own.endswith("网"):
        return site(words, floor, start, end, clean)
    if own.startswith("阳光") and (kind == "disclosure_platform" or words.startswith("”", end)):
        return Named((own,), start - words.endswith(("省", "市", "县", "区"), floor, start), end)
    if kind == "disclosure_platform":
        whole = place(words[since(words, floor, start) : start], clean)
        if whole and len(whole) <= 12:
            return Named((whole + own,), start - len(whole), end)
    if kind == "sms" and own.endswith("手机报"):
        return _mobile_paper(words, floor, start, end)
    if own == "问政" and (asked := _asked(words, floor, start, end, clean)):
        return asked
    if "留言板" in own or own.startswith("国家企业"):
        return Named(("领导留言板" if "领导" in own else own,), start, end)
    if own == "人民网留言":
        return Named(("人民网",), start, end)
    if kind == "other" and own.endswith("平台"):
        national = rx(r"(?:全国|国家)[一-龥]{2,14}$|(?:全国|国家)$").search(words, max(floor, start - 18), start)
        if national:
            return Named((national[0] + own,), national.start(), end)
    if own == "简报":
        return _bulletin(words, floor, start, end)
    return Named((), start, end)


def _quoted(kind: str, words: str, floor: int, start: int, end: int, clean: str) -> Named | None:
    """The name in quotation marks (or brackets) around, before or after the mention."""
    if kind == "other" and words.endswith(("日", "日活动"), start, end):
        return None  # “安全生产月”咨询日: what it was about
    since = max(floor, start - 16)
    opening = max(words.rfind("“", since, start), words.rfind("《", since, start))
    closing = rx("[”》]").search(words, end, end + 12) if opening >= 0 else None
    inside = words[opening + 1 : closing.start()] if closing else ""
    if closing and not rx(r"[“”《》，。；+＋]").search(inside):
        # the mention stands in the marks itself: “厅长信箱”, 《河北日报》
        ends = closing.start() == end and kind in QUOTED and len(inside) <= 18
        common = (kind in COMMON and inside == words[start:end]) or (kind == "gazette" and inside in GAZETTES)
        names: tuple[str, ...] = () if common or _plain(inside) else (inside,)
        return Named(names, opening, closing.end()) if ends else None
    if kind not in QUOTED or kind in ("newspaper", "gazette"):
        return None
    if kind == "hotline" and rx(r"(?:咨询|服务|举报|监督|投诉|求助|维权|公开|值班|值守|受理)(?:专线|电话)").match(
        words, start
    ):
        return None  # “幼升小”咨询专线: what it is about
    before = _led(kind, words, floor, start)
    if before and "》" in before[0] and kind not in ACCOUNTS and not (kind == "website" and _titled(before[0])):
        before = None
    if before:
        names = tuple(n.lstrip("@") for n in before.captures("name") if not _plain(n))
        if kind == "sms" and not rx(r"(?:通|台|报|快讯|平台)$").search(before.captures("name")[-1]):
            names = ()  # what the messages were about
        if names:
            if (
                kind == "website"
                and len(names) == 1
                and rx(r"政府|[省市县区镇乡]").search(words, floor + before.end(), end)
            ):  # “中国甲县”政府门户网站 is called by all of it
                names = (words[floor + before.start() : end],)
            return Named(names, floor + before.start(), end, left=True)
    if (
        words[end : end + 1] in OPENS
        and (kind in ACCOUNTS or kind == "website" or words.startswith("小红书", start))
        and _opens().match(words, end)
    ):
        after = _after().match(words, end)
        if after:
            found = (*after.captures("quoted"), after["at"])
            names = tuple(n.lstrip("@") for n in found if n and not _plain(n))
            if after["plain"] and not _empty(after["plain"]):
                names = (after["plain"],)
            if names and not (
                kind == "website"
                and (
                    after["plain"]
                    or after["at"]
                    or not site_like(names[0], clean)
                    or rx(r"[^，。；]{0,6}(?:栏目|专栏|专题|专区|板块|版块|模块|频道|等)").match(words[after.end() :])
                )
            ):
                return Named(names, start, after.end())
    return None


def _led(kind: str, words: str, floor: int, start: int) -> regex.Match[str] | None:
    """The quoted names right before the mention."""
    quoted = words.rfind("”", floor, start) >= 0
    if not quoted and words.rfind("》", floor, start) < 0 and words.rfind("@", floor, start) < 0:
        return None
    left = words[floor:start]
    if kind == "website" and quoted:  # “中国甲县”县政府门户网站
        left = rx(r"(?<=”)[省市县区镇乡](?:人民)?$").sub("", left)
    ends = "@" in left or left.endswith(("”", "）", "等", "的", "个", "名", "一", "》"))
    return _before().search(left) if ends else None


def _titled(words: str) -> bool:
    """Whether one title right before 网站 is the name of the site (《甲》网站) and not that of a paper."""
    return bool(
        rx(
            r"《[^《》]{2,12}(?<!方案|办法|通知|意见|条例|规定|制度|目录|要点|规划|细则|公告|清单|指南|报告)》"
        ).fullmatch(words)
    )


def _empty(words: str) -> bool:
    """Whether words in brackets say something about the channel instead of naming it: （蒙汉双语）, （含微博）."""
    described, begins = _describing()
    return bool(described.search(words) or begins.match(words)) or _plain(words)


@cache
def _describing() -> tuple[Pattern[str], Pattern[str]]:
    """Words at the end, and at the beginning, of what only describes a channel."""
    described, nothing = (alternation(vocabulary()[key]) for key in ("described", "nothing"))
    return rx(rf"(?:{described})$"), rx(nothing)


@cache
def _common() -> Pattern[str]:
    return rx(rf"(?:{alternation((*vocabulary()['plain'], *vocabulary()['nothing']))})+")


def _asked(words: str, floor: int, start: int, end: int, clean: str) -> Named | None:
    """A programme or forum to ask the government, by the place in its name: 问政甲县, 甲县问政."""
    for n in (3, 2):
        if is_place(words[end : end + n], clean):
            return Named((words[start : end + n],), start, end + n)
        if start - floor >= n and is_place(words[start - n : start], clean):
            return Named((words[start - n : end],), start - n, end)
    return None


def _plain(words: str) -> bool:
    """Whether words in quotation marks are common ones and no name: “小喇叭”, “三务公开”."""
    common = _common().fullmatch(words)
    if common and words.endswith("云") and len(words) > 2:
        return False  # “村务云” is what somebody called it
    return bool(common) or "www" in words or "http" in words


def _mobile_paper(words: str, floor: int, start: int, end: int) -> Named:
    """A paper by message: 农民手机报; 手机报 is nameless."""
    near = strip(words[max(floor, start - 8) : start], sure=False)
    near = near if 2 <= len(near) <= 4 and not relative().fullmatch(near) else ""
    return Named((near + words[start:end],) if near else (), start - len(near), end)


def _hotline(words: str, floor: int, start: int, end: int) -> Named:
    """A number or a programme is a name (12345热线, 行风热线); 服务热线 and 监督电话 are none."""
    own = words[start:end]
    called = (
        rx(r"(?:[为是：]|号码)?“?(?:12\d{3}|96\d{3,4})(?![\d-])”?").match(words, end) if own.endswith("电话") else None
    )
    if called:  # 举报电话12331
        return Named((rx(r"[为是：“”]|号码").sub("", own + called[0]),), start, called.end())
    number = rx(r"\d{3,5}$").search(words, max(floor, start - 6), start) if own.startswith("热线") else None
    if number and not words[number.start() - 1 : number.start()].isdigit():
        return Named((number[0] + own,), number.start(), end)
    if rx(r"(?:12|96)\d{3}").match(own):
        return Named((own.replace("”", ""),), start, end)
    if rx(r"(?:党风政风|政风行风|政行风|行风|政风|阳光|民生|百姓|直播|在线)+热线").fullmatch(own):
        return Named((own,), start, end)
    return Named((), start, end)


def _bulletin(words: str, floor: int, start: int, end: int) -> Named:
    """Another organ's bulletin that took our material: 教育部简报刊发2篇."""
    near = strip(words[max(floor, start - 10) : start], sure=False)
    if (
        2 <= len(near) <= 8
        and not relative().fullmatch(near)
        and rx(r"(?:专题)?(?:刊发|刊登|采用|刊载)").match(words[end:])
    ):
        return Named((near + words[start:end],), start - len(near), end)
    return Named((), start, end)
