"""What a channel is called: the name in quotation marks or brackets, or the place and organ that stand before it."""

from __future__ import annotations

from functools import cache
from re import Pattern

import regex

from extract.channels.places import Named, is_place, place, relative, since, strip, vocabulary
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
ENDS = (slice(2), slice(3), slice(-2, None), slice(-3, None))
COMMON = frozenset({"wechat_group", "service_hall", "disclosure_platform"})  # “村民微信群” is no name
GAZETTES = frozenset({"公报", "政报", "政府公报", "人民政府公报"})
PRESS = frozenset({"newspaper", "television", "broadcast"})


@cache
def _before() -> regex.Pattern[str]:
    """Quoted names that end where a mention begins: “甲”“乙”, “甲”、“乙”, “甲”（乙镇）."""
    return regex.compile(
        r"(?:[“《](?P<name>[^”“》《，。]{2,16})[”》][、和与及]?){1,6}(?:（[^）]{1,20}）)?(?:这一|同名|等|的|两个|\d个)?$"
        r"|@(?P<name>[^@，。；：、（）“”\d]{2,14}?)(?:官方|政务)*$"
    )


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
    if kind in PRESS:
        station = _press(kind, words, floor, start, end, clean)
        shown = _programme(words, end) if kind != "newspaper" and (not station.names or own == "广播") else None
        return Named((shown[0],), station.start, shown[1]) if shown else station
    if kind in ACCOUNTS:
        return _account(kind, words, floor, start, end, clean)
    if kind == "hotline":
        return _hotline(words, floor, start, end)
    if kind == "disclosure_platform" and own.endswith("网"):
        return site(words, floor, start, end, clean)
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
    opening = max(words.rfind(mark, max(floor, start - 16), start) for mark in "“《")
    closing = min((at for mark in "”》" if (at := words.find(mark, end, end + 12)) >= 0), default=-1)
    if opening >= 0 and closing >= 0 and not any(mark in words[opening + 1 : closing] for mark in "“”《》，。；+＋"):
        inside = words[opening + 1 : closing]  # the mention stands in the marks itself: “厅长信箱”, 《河北日报》
        ends = closing == end and kind in QUOTED and len(inside) <= 18
        common = (kind in COMMON and inside == words[start:end]) or (kind == "gazette" and inside in GAZETTES)
        names = () if common or _plain(inside) else (inside,)
        return Named(names, opening, closing + 1) if ends else None
    if kind not in QUOTED or kind in ("newspaper", "gazette"):
        return None
    if kind == "hotline" and rx(r"(?:咨询|服务|举报|监督|投诉|求助|维权|公开|值班|值守|受理)(?:专线|电话)").match(
        words, start
    ):
        return None  # “幼升小”咨询专线: what it is about
    left = words[floor:start]
    if kind == "website":  # “中国甲县”县政府门户网站
        left = rx(r"(?<=”)[省市县区镇乡](?:人民)?$").sub("", left)
    before = (
        _before().search(left)
        if "@" in left or left.endswith(("”", "）", "等", "的", "个", "名", "一", "》"))
        else None
    )
    if before and "》" in before[0] and kind not in ACCOUNTS:
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
    if (kind in ACCOUNTS or kind == "website" or words.startswith("小红书", start)) and _opens().match(words, end):
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


@cache
def _account_name(app: bool) -> Pattern[str]:
    """What an account (an ``app`` of the press) is called, at the end of what stands before its word."""
    ends = (*vocabulary()["account"], *(("日报", "晚报", "电视台", "社", "网") if app else ()))
    return rx(rf"[一-龥]{{2,6}}(?:{'|'.join(ends)})$")


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


def _account(kind: str, words: str, floor: int, start: int, end: int, clean: str) -> Named:
    """A name without quotation marks: 甲县发布微信公众号, 甲日报客户端, 今日头条."""
    own = words[start:end]
    if own.endswith("头条号"):
        return Named((), start, end)  # the organ's account there
    if kind == "news_app" and (app := rx(r"(今日头条|学习强国|南方\+)").match(own)):
        return Named((app[1],), start, end)
    left = strip(words[max(floor, start - 14) : start], sure=True)
    right = rx(
        r"([一-龥]{3,8}?)(?=(?:共|累计|全年|坚持)?(?:发布|推送|公开|转发|更新|粉丝|关注|发文|编发)(?!推送|发布))"
    ).match(words, end)
    if kind != "news_app" and right and any(is_place(right[1][cut], clean) for cut in ENDS):
        return Named((right[1],), start, right.end())
    found = _account_name(kind == "news_app").search(left)
    told = words[max(floor, start - 6) : start]
    for n in (6, 5, 4) if told.endswith("发布") else ():
        if len(told) >= n and is_place(told[-n:-2], clean):
            return Named((told[-n:],), start - n, end)
    mobile = rx(r"(?:掌上|云上|智慧)[一-龥]{2,6}$").search(left) if kind == "news_app" else None
    if mobile:
        return Named((mobile[0] + own,), start - len(mobile[0]), end)
    if found and not relative().fullmatch(found[0]):
        called = found[0] + (own if kind == "news_app" else "")
        return Named((called,), start - len(found[0]), end)
    if kind not in ("news_app", "new_media"):
        base = since(words, floor, start)
        whole = place(words[base:start], clean)
        organs = f"{whole}{'政府' if own.startswith('政府') else ''}" if whole else ""
        if rx(r"(?:人民政府|[一-龥]{2}(?:局|委|厅|委员会|办事处|街道))$").search(organs):
            return Named((organs,), start - len(whole or ""), end)
    return Named((), start, end)


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


def _programme(words: str, end: int) -> tuple[str, int] | None:
    """The programme that stands right behind its station, and where it ends: 省电视台《乡村大课堂》."""
    shown = rx(r"《([^《》，。]{2,14})》").match(words, end) if words.startswith("《", end) else None
    if not shown or rx(r"(?:条例|办法|通知|意见|规定|方案|细则|报告|公告|法)$").search(shown[1]):
        return None
    return shown[1], shown.end()


def _press(kind: str, words: str, floor: int, start: int, end: int, clean: str) -> Named:
    """A newspaper or a station: 河北日报, 柘城电视台; 市电视台 and 报纸 are nameless."""
    own = words[start:end]
    waves = rx(r"[一-龥]{2,5}(?:交通|新闻|音乐|经济|综合|都市)$").search(words, max(floor, start - 9), start)
    if own == "广播" and waves:  # the station of a place that the text knows: 甲交通广播
        near = strip(waves[0], sure=False)
        if is_place(near[:2], clean) or is_place(near[:3], clean):
            return Named((near + own,), start - len(near), end)
    if own in ("报纸", "报刊", "党报", "机关报") or (kind != "newspaper" and not own.endswith(("台", "卫视"))):
        return Named((), start, end)
    if kind == "newspaper" and rx(r"(?:中国|人民|光明|法[制治]|经济)[一-龥]*报").fullmatch(own):
        return Named((own,), start, end)
    base = since(words, floor, start, 8)
    left = words[base:start] if base < start else ""
    known = rx(r"(?:中国[一-龥]{0,2}|人民|光明|法[制治]|经济|中央|新华)$").search(left)
    near = known[0] if known else place(left, clean) or strip(left, sure=False)
    near = rx(r"^(?:国家|省级|市级|县级|主流)").sub("", near)
    if not near or len(near) > 6 or relative().fullmatch(near):
        return Named((), start - (len(near) if relative().fullmatch(near) else 0), end)
    return Named((near + own,), start - len(near), end)
