"""Which mentions are one channel: by kind and name, and by whose a nameless one can be."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from re import Pattern

from extract.channels.doubt import any_of
from extract.channels.names import ACCOUNTS
from extract.lexicon import alternation, load, rx
from extract.model import Channel, ChannelMention, Mention, Part, Text

OWNER = "\0"  # begins the key of a nameless site: whose it is, and no name
COUNTED = r"(?:账号)?[^，。；]{0,3}\d+个|占比?\d|[^，。；等]{0,4}(?:发布|推送|公开|更新|发文|推文)[^，。；]{0,6}\d|推出|发布|[^，。；“]{0,6}，?由[^，。；]{1,4}个"
ORGANS = ("厅", "局", "委", "院", "办")

Key = tuple[str, str | None]  # kind and name
Groups = dict[Key, list[ChannelMention]]
OUTLETS = frozenset(
    {
        "newspaper",
        "television",
        "broadcast",
        "news_app",
        "gazette",
        "wechat_account",
        "weibo",
        "short_video",
        "wechat_group",
        "sms",
    }
)


def merge(
    text: Text, found: Sequence[ChannelMention], parts: Sequence[Part]
) -> tuple[tuple[Channel, ...], dict[ChannelMention, str]]:
    """Distinct channels that were used, in order of first mention, and the channel id of each mention.

    Mentions with the same kind and name are one channel. A nameless mention joins a named one of its kind where it can
    be the same, a nameless website only where no words say that it is another's; else all nameless mentions of a kind
    are one.
    """
    used = [mention for mention in found if mention.used]
    accounts = [mention for mention in used if mention.kind in ACCOUNTS and mention.kind != "new_media"]
    if accounts:
        seen = {mention.name for mention in accounts}
        used = [
            m
            for m in used
            if m.kind != "new_media"
            or rx(COUNTED).match(text.clean, m.end, m.end + 16)
            or rx(r"\d余?个[一-龥]{0,4}$").search(text.clean, m.start - 8, m.start)
            or (m.name and m.name not in seen)
        ]
    groups: Groups = {}
    for mention in (m for m in used if m.name):
        groups.setdefault(_group_of(mention, groups), []).append(mention)
    of_kind: dict[str, list[Key]] = {}
    for key in groups:
        of_kind.setdefault(key[0], []).append(key)
    portals = [key for key in of_kind.get("website", ()) if not _foreign(key[1] or "")]
    for mention in (m for m in used if not m.name):
        named = of_kind.get(mention.kind, [])
        home = _home(mention, named, portals, groups, text.clean)
        if home in named and mention.kind == "website" and _another(mention, groups[home], text.clean):
            home = None
        if mention.kind == "website" and not (home and (home[1] or home[0] == "bare")):
            words = text.clean[mention.start : mention.end]
            level = "局" if words in ("官网", "官方网站") and _bureau(text.clean) else _level(words)
            china = next((key for key in named if (key[1] or "").startswith("中国")), None)
            home = china if china and level and level != "局" else ("website", OWNER + level)
        apart = _family(mention, text.clean)
        groups.setdefault(home or (mention.kind, OWNER + apart if apart else None), []).append(mention)
    _settle_sites(groups, text.clean)
    _settle_bare(groups, portals)
    channels: list[Channel] = []
    ids: dict[ChannelMention, str] = {}
    spans = {key: sorted({(member.start, member.end) for member in members}) for key, members in groups.items()}
    for i, key in enumerate(sorted(groups, key=lambda key: (spans[key][0][0], key[0], key[1] or "")), 1):
        kind, called = key
        channels.append(
            Channel(
                f"c{i}",
                kind,
                None if (called or "").startswith(OWNER) else called,
                tuple(Mention(*text.cut(*span)) for span in spans[key]),
                0.9,
                f"channel:{kind}",
            )
        )
        ids |= dict.fromkeys(groups[key], f"c{i}")
    for mention in found:  # a mention that does not count still says which channel is meant, where there is one
        if mention not in ids:
            same = [c.id for c in channels if c.kind == mention.kind and _same(c.name, mention.name, c.kind)]
            if same:
                ids[mention] = same[0]
    return tuple(channels), ids


def _group_of(mention: ChannelMention, groups: Groups) -> Key:
    """The first group whose name can be that of the mention, or one of its own."""
    own = (mention.kind, mention.name)
    if own in groups:  # no earlier group is the same, or this one would not have been made
        return own
    for key in groups:
        if key[0] == mention.kind and _same(key[1], mention.name, mention.kind):
            return key
    return own


def _family(mention: ChannelMention, clean: str) -> str:
    """What sort of thing a nameless mention of a mixed kind is: a banner and a van are both ``other``, and two channels."""
    if mention.kind != "other":
        return ""
    words = clean[mention.start : mention.end]
    found = rx(
        r"(车)$|(标语|横幅|条幅|广告)|(远程教育)|(触[摸控])|(小程序)|(队|演出|汇演|巡演|轻骑兵|文艺节目|快板|山歌|顺口溜|三句半|小品|情景剧)$|(展架)|(日|日活动|咨询[台点]|宣传[台点])$"
        r"|(刊|简报|杂志)|(宣讲|巡讲)"
    ).search(words)
    return str(found.lastindex) if found else ""


def _another(mention: ChannelMention, portal: Sequence[ChannelMention], clean: str) -> bool:
    """Is it the organ's own site (环境保护局官方网站) and the named one the government's (市政府门户网站“甲之窗”)?"""
    return _level(clean[mention.start : mention.end]) == "局" and any(
        rx(r"[省市县区]级?(?:人民)?政[府务]").search(clean[max(0, m.start - 2) : m.end]) for m in portal
    )


def _level(words: str) -> str:
    """Whose a nameless site is, in one word: 局 of 我局网站 and 厅网站, 市 of 市政府门户网站; empty where the words do not say."""
    if any_of(ORGANS, words) and rx(
        r"(?<!部门)(厅|局|委|院|办)(?:机关)?(?:门户|官方|政务|信息|公众|互联网|外网)*(?:网站|官网|网页|网)$"
    ).search(words):
        return "局"
    place = rx(r"(?:我|本)?([省市县区镇乡旗州])级?(?:人民|政府|党政|门户|官|信息|公众|政务)").match(words)
    return place[1] if place else ""


def _bureau(clean: str) -> bool:
    """Does a department report, whose 官网 is its own and not the government's?"""
    return rx(r"^[^\n]{0,40}?[一-龥]{2}(?:局|委|厅|委员会)(?:关于)?20\d\d年").search(clean) is not None


def _settle_sites(groups: Groups, clean: str) -> None:
    """Nameless sites of two owners (我局网站, 市政府网站) are two channels; one that does not say joins the organ's own."""
    levels = [key[1] or "" for key in groups if key[0] == "website" and (key[1] or "").startswith(OWNER)]
    if not levels:
        return
    told = [at for at in levels if at != OWNER]
    own = told[0] if told else OWNER
    if len(told) > 1:
        title = next(iter(_titles(clean)), "")
        own = max(
            told, key=lambda at: (at[1] == "局" or title.rfind(at[1]) >= 0, title.rfind(at[1]), -levels.index(at))
        )
    if OWNER in levels and own != OWNER:
        groups[("website", own)] += groups.pop(("website", OWNER))
    groups[("website", None)] = groups.pop(("website", own))


def _same(a: str | None, b: str | None, kind: str) -> bool:
    if a is None or b is None:
        return a is b
    if a == b:
        return True
    a, b = _without("“”《》", a), _without("“”《》", b)
    if kind in ACCOUNTS:
        return _close(a, b)
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if a == b or (len(short) >= 3 and short in long):
        return True
    core = rx(r"(?:门户|官方|政务)?(?:网站|网)$").sub("", short) if short.endswith(("网站", "网")) else short
    return (
        (len(core) >= 4 and core != short and core in long)
        or _close(a, b)
        or (kind == "website" and _plainly(a) == _plainly(b))
    )


def _without(marks: str, called: str) -> str:
    """The name without the marks."""
    for mark in marks:
        if mark in called:
            called = called.replace(mark, "")
    return called


def _plainly(called: str) -> str:
    """A site's name without what one mention may leave out: 甲县人民政府网站, 甲县政府门户网站."""
    return rx(r"(?:门户|官方|公众)?(?:网站|官网|网)$").sub("网", called.replace("人民政府", "政府"))


def _close(a: str, b: str) -> bool:
    """Two spellings of one name: one mark more or less (乐游北龙 和美生活, 乐游北龙、和美生活)."""
    return _without("、 ·•-—", a) == _without("、 ·•-—", b)


def _home(
    mention: ChannelMention, named: Sequence[Key], portals: Sequence[Key], groups: Groups, clean: str
) -> Key | None:
    """The named channel that a nameless mention belongs to, or None."""
    words = clean[mention.start : mention.end]
    if not named:
        return None
    if mention.kind in ACCOUNTS and rx(r"(?:账号|平台)?(?:共|达|有)?(?!1个)\d+余?个").match(clean, mention.end):
        return None  # so many accounts of all organs are not the one that is named
    if mention.kind in OUTLETS:
        return max(named, key=lambda key: max((m.start for m in groups[key] if m.start <= mention.start), default=-1))
    if mention.kind == "disclosure_platform" and words.endswith("网"):
        return next((key for key in named if (key[1] or "").endswith(words)), None)
    if mention.kind in ("hotline", "mailbox"):
        return named[0] if len(words) <= 4 and words in ("热线", "热线电话", "信箱", "热线平台") else None
    if mention.kind == "website":
        return _site_home(words, named, portals, clean)
    return None


def _site_home(words: str, named: Sequence[Key], portals: Sequence[Key], clean: str) -> Key | None:
    if words.endswith("网") and len(words) > 2 and not rx("政府|政务|门户|信息|公众").match(words):
        for key in named:
            if (key[1] or "").endswith(words):
                return key
    owner = rx(
        r"(?:我|本)?(?P<level>[省市县区镇乡旗州]|街道|厅|局|委|办|院)?(?:人民|政府|级|门户|官|信息|网|公众|政务|机关)"
    ).match(
        words,
    )
    level = owner["level"] if owner else None
    if rx(r"本(?:单位|机关|部门)|单位").match(words):
        return next((key for key in portals if len(portals) == 1 and _in_title(key[1] or "", clean)), None)
    organ = any_of(ORGANS, words) and rx(
        r"(厅|局|委|院|办)(?:机关)?(?:门户|官方|政务|信息|公众|互联网)*(?:网站|官网|网)$"
    ).search(words)
    level = level or (organ[1] if organ and not rx("[市县区]").match(words) else None)
    if level in ("厅", "局", "委", "办", "院"):
        return (
            portals[0]
            if len(portals) == 1
            and (
                rx(rf"{level}(?:[^局厅]*)(?:网站|网)$").search(portals[0][1] or "")
                or not rx("政府|[省市县区镇乡]").search(portals[0][1] or "")
            )
            else None
        )
    if level:
        same = [key for key in portals if rx(rf"{level}(?:人民)?(?:政府|政务|门户|公众|信息|网)").search(key[1] or "")]
        plain = [
            key
            for key in portals
            if rx("政府|中国").search(key[1] or "")
            and not rx(r"[省市县区镇乡旗州街]").search((key[1] or "").split("”")[0][1:])
        ]
        return next(iter(same[-1:] or plain), None)
    if any_of(("厅", "局", "委", "院"), words):
        return None
    return ("website", None) if not portals else ("bare", None)


def _in_title(called: str, clean: str) -> bool:
    core = rx(r"(?:人民)?政府.*$|(?:门户|官方|政务|信息)*网站?$").sub("", called)
    return len(core) >= 2 and any(core in title for title in _titles(clean))


def _titles(clean: str) -> list[str]:
    """The lines at the top that may be the report's title."""
    lines = clean[:400].split("\n")[:6]
    return [line for line in lines if len(line) < 60 and ("报告" in line or "年报" in line)]


def _settle_bare(groups: Groups, portals: Sequence[Key]) -> None:
    """Bare 网站 belongs to the organ's own nameless site where the text has one, else to the one portal it names."""
    bare = groups.pop(("bare", None), None)
    if bare is None:
        return
    home = ("website", None) if ("website", None) in groups or not portals else portals[0]
    groups.setdefault(home, []).extend(bare)


def _foreign(called: str) -> bool:
    """Somebody else's site (the press, a service), which never takes in nameless mentions."""
    press, matter = _others()
    return bool(
        "国务院" in called
        or (called.endswith("网") and press.fullmatch(called))
        or ("网" in called and matter.search(called))
        or (called.endswith("网站") and rx(r"^中国[^“”]{2,4}(?:门户)?网站$|[^局]部(?:门户)?网站$").search(called))
    )


@cache
def _others() -> tuple[Pattern[str], Pattern[str]]:
    """The sites of the press, and those that are about one matter."""
    words = load("channels")["website"]
    return (
        rx(rf"(?:{alternation(words['press'])})网"),
        rx(rf"(?:{alternation(words['matter'])}|政务服务|新闻)[^局厅]*网"),
    )
