"""Was a channel used? Each test answers with the reason why a mention does not count, or with nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from re import Pattern

from extract.channels.doubt import Place, any_of, list_word, place_only, role
from extract.channels.instead import bulletin, control, document, matter, office, slogan, watched, works
from extract.channels.published import published
from extract.channels.things import leaflet, outdoors
from extract.errors import LexiconError
from extract.lexicon import alternation, any_char, load, rx
from extract.lexicon.patterns import needs
from extract.model import Candidate, ChannelMention, Text

SOON = r"下一?步|下一?阶段|今后|明年|来年"
FORETELLING = rf"{SOON}|打算|努力方向|工作思路|工作计划|整改措施|改进措施|改进方向"  # in headings


@cache
def _plans() -> Pattern[str]:
    return rx("|".join(load("channels")["plans"]["ahead"]))


@cache
def _foretelling() -> Pattern[str]:
    """Where a word begins without one of which nothing is taken for a plan.

    The first character alone is the match, so that no word hides another that begins in it.

    Raises
    ------
    LexiconError
        Where a pattern of plans can fit without any certain word.
    """
    patterns = (FORETELLING, *load("channels")["plans"]["ahead"])
    sets = {pattern: needs(pattern) for pattern in patterns}
    if loose := [pattern for pattern, found in sets.items() if not found]:
        raise LexiconError(f"channels.toml: [plans] ahead: {loose[0]} needs no certain word; give each of its ways one")
    words = {word for found in sets.values() for word in found[0]}
    return rx(f"{any_char(word[0] for word in words)}(?<=(?={alternation(words)}).)")


def foretold(clean: str) -> list[int]:
    """Where words stand without one of which nothing is a plan."""
    return [match.start() for match in _foretelling().finditer(clean)]


def plan(p: Place) -> str:
    """It is a plan: 下一步将……, or an aim."""
    if (
        p.foretold
        and _plans().search(p.left[-60:].rpartition("。")[2])
        and not rx(r"(?:去年|上年)[^，。]{0,12}计划").search(p.left[-30:])
    ):
        return "plan"
    return ""


def denied(p: Place) -> str:
    """It was not there, or is there no longer: 未开通微博."""
    if "未" not in p.words and "没" not in p.words and "无" not in p.words:
        return ""
    if rx(
        r"(?:尚未|暂未|还未|未曾|未|没有|暂无|没|无)(?:再)?(?:开通|开设|建立|设立|建设|设置|使用|配备|注册|运营|建有|建|设有|通过|利用|在)?[^，。；：]{0,10}$"
    ).search(p.left[-18:]) and not rx(
        r"(?:未|无)(?:公开|发布|及时|成年|缝|偿|形|线|障|法|收|发生|发现|接|受理|人|关)[^，。；]{0,10}$"
    ).search(p.left[-18:]):
        return "denied"
    if rx(
        r"(?:[、和及][^，。；、]{1,6})*(?:等[^，。；]{0,6}?)?(?:账号|平台)?也?(?:正在[^，。；]{0,8}，)?(?:至今|目前|一直|暂时|迄今|还|尚|仍|暂)(?:至今|目前|还|尚|仍|都|暂)*(?:没有?|未)(?:能|曾|正式)?(?:开|建|使?用|上线|设|运行|启用|投用)"
    ).match(p.right):
        return "denied"
    return ""


SHUT = r"关停|注销|停用|撤销|关闭|停更|取消|清退|下线|合并|解散|归并|停办|停运"
SHUT_BEHIND = r"关停|注销|停用|停止更新|停更|关闭|撤销|撤并|并入|下线"
SHUT_ANYWHERE = f"{SHUT}|{SHUT_BEHIND}"
IS_SHUT = rf"(?:{SHUT})(?:并转|了|或)?[^，。；]{{0,14}}$"
IS_SHUT_BEHIND = rf"(?:[、和及与][^，。；、]{{2,14}}){{0,3}}(?:账号|平台|栏目)?[^，。；、“]{{0,6}}(?:均?已经?|予以|于|，?现已)?[^，。；、“]{{0,10}}(?:{SHUT_BEHIND})"


def closed(p: Place) -> str:
    """It is there no longer: 关停微信公众号2个."""
    if not rx(SHUT_ANYWHERE).search(p.words, max(0, p.start - 20), p.end + 90):
        return ""
    if rx(IS_SHUT).search(p.left[-20:]) or (rx(SHUT_BEHIND).search(p.right[:90]) and rx(IS_SHUT_BEHIND).match(p.right)):
        return "closed"
    return ""


CLOSING = (
    "wechat_account",
    "weibo",
    "short_video",
    "news_app",
    "website",
    "disclosure_platform",
    "wechat_group",
    "gazette",
    "other",
)


WATCHED = ("weibo", "wechat_account", "other", "website", "new_media", "short_video", "wechat_group", "news_app")
APPLYING = (
    "mailbox",
    "hotline",
    "sms",
    "website",
    "service_hall",
    "reading_point",
    "disclosure_platform",
    "wechat_account",
)
APPLY = (
    r"申请(?:人)?(?:可|可以|均可|可通过)|(?:提交|递交|提出|受理|接收|办理|收到)[^，。；]{0,12}(?:政府信息)?公开申请"
    r"|(?:申请|提交|受理|递交|提出)[^，。；、]{0,10}(?:渠道|方式|途径)|在线申请|网上申请|(?:受理|提出|提交)申请"
    r"|(?:当面|现场|直接)(?:提交|递交|申请|提出)|(?:当面|信函|传真|邮寄|邮件)[、，和或及][^。；]{0,20}申请"
)
NOT_APPLY = r"依申请公开(?:专栏|栏目|目录|指南)|公开[^，。；]{0,6}\d+[条篇件]"


def apply(p: Place) -> str:
    """It is a way to hand in an application."""
    if p.head.endswith(("受理窗口", "申请窗口", "受理点")) and not rx(
        r"发放|摆放|张贴|宣传|公示|播放|发布|解答|咨询|公开[^，。；]{0,6}\d"
    ).search(p.clause):
        return "way to apply"
    if (
        p.kind in APPLYING
        and any_of(APPLIED, p.words)
        and rx(APPLY).search(p.clause)
        and not rx(NOT_APPLY).search(p.clause)
    ):
        return "way to apply"
    return ""


def contact(p: Place) -> str:
    """It is where to write to, or to ask."""
    before = p.left[-25:]
    near = before[-15:]
    if (
        ("与" in near or "向" in near or "同" in near)
        and rx(r"(?:与|向|同)[^，。；]{0,14}$").search(near)
        and rx(r"[^，。；]{0,8}(?:联系|咨询|反映|索取|垂询)").match(p.right)
    ):
        return "contact"
    if ("为" in before or "是" in before or "：" in before) and rx(
        r"(?:联系(?:地址|单位|部门|人|方式)?|地址|办公地点|邮编|受理(?:机构|地点)|单位)[为是：][^，。；]{0,20}$"
    ).search(before):
        return "contact"
    if p.kind == "hotline" and "电话" in p.head:
        if rx(r"(?:号码)?[为是：（]{0,2}\(?\d(?!\d{0,2}余?[部条个门])").match(p.right) and not rx(
            r"设立|设置|开通|公布|公开|畅通|建立|接听|受理"
        ).search(p.clause):
            return "contact"
        if not rx(
            r"设立|设置|设有|开通|公布|公开|畅通|建立|开设|利用|通过|拨打|接听|受理|接到|接受|来电|安装|向社会|接答|接通"
        ).search(p.near):
            return "contact"
    if p.kind == "mailbox" and (
        rx(r"[为是：（] ?[A-Za-z0-9]|[A-Za-z]").match(p.right)
        or (p.head.endswith("邮箱") and not rx(r"举报|监督|投诉|意见|建议|公开|设立|开通|咨询").search(p.clause))
        or "电子邮箱" in p.head
    ):
        return "contact"
    return ""


def inspected(p: Place) -> str:
    """It was looked at, not used: 抽查学校网站40家, 部门子网站."""
    if p.named:
        return ""
    looked = any_of(LOOKED, p.words)
    if (
        looked
        and rx(r"(?:抽查|检查|普查|巡查|检测|监测|清理|督查)[^，。；、]{0,10}$").search(p.left)
        and rx(r"群|普查|\d+[家个次]|[^，。；]{0,4}(?:开展)?(?:检查|抽查)").match(p.right)
    ):
        return "inspected"
    if (
        looked
        and rx(r"(?:直属单位|学校|下属单位|各单位|各部门|部门子|各级|基层|全市|全县|全区|全省)$").search(p.left)
        and rx(r"(?:抽查|检查|普查|巡查|考核|评估|测评)").search(p.clause)
    ):
        return "inspected"
    if (
        p.words.endswith(SUBORDINATE, 0, p.end)
        and rx(r"(?:直属|下属|所属|各|有关)(?:单位|部门|学校)的?网站$").search(p.words[: p.end])
        and not rx(r"公开|发布").search(p.clause)
    ):
        return "inspected"
    if (
        looked
        and rx(r"对[^，。；]{0,14}$").search(p.left[-16:])
        and rx(r"(?:开展|进行|实施)[^，。；]{0,8}(?:检查|抽查|监测|评估|测评|普查|考核)").match(p.right)
    ):
        return "inspected"
    if p.right.startswith(("被通报", "被点名", "遭通报", "遭点名")) or (
        looked and rx(r"(?:第三方|评估|检查|抽查|监测|测评)[^，。；]{0,10}对[^，。；]{0,14}$").search(p.left)
    ):
        return "inspected"
    if p.right.startswith(("普查", "标准化测评")) or "无人维护" in p.left[-8:]:
        return "inspected"
    if p.problem and rx(r"(?:部门子|部分子|各部门|个别部门|部分部门|其他部门|基层|单位)$").search(p.left):
        return "inspected"
    return ""


APPLIED = ("申请", "提交", "受理", "递交", "提出")  # one of them is in all that ``APPLY`` fits
LOOKED = ("查", "测", "评估", "考核", "清理", "第三方")  # one of them is in all words for looking at a site
SUBORDINATE = tuple(f"{whose}{of}网站" for whose in ("单位", "部门", "学校") for of in ("", "的"))

Test = Callable[[Place], str]
ALL: tuple[str, ...] = ()  # of channels of any kind
#: the tests in the order in which they are asked, each with the kinds of channels that it is of
TESTS: tuple[tuple[Test, tuple[str, ...]], ...] = (
    (plan, ALL),
    (denied, ALL),
    (closed, CLOSING),
    (document, ALL),
    (slogan, ("website",)),
    (bulletin, ("gazette",)),
    (works, ("television", "broadcast")),
    (control, ("other",)),
    (office, ("reading_point", "service_hall", "other", "bulletin_board")),
    (matter, ("reading_point", "service_hall", "other")),
    (watched, WATCHED),
    (apply, ALL),
    (contact, ("service_hall", "hotline", "mailbox", "reading_point", "website")),
    (inspected, ("website",)),
    (role, ("disclosure_platform", "new_media")),
    (list_word, ("other", "new_media", "website", "disclosure_platform")),
    (published, ALL),
    (leaflet, ("leaflet",)),
    (outdoors, ("other",)),
    (place_only, ("service_hall", "bulletin_board", "reading_point")),
)


@cache
def _tests(kind: str) -> tuple[Test, ...]:
    """The tests that channels of a kind are put to."""
    return tuple(test for test, kinds in TESTS if not kinds or kind in kinds)


def why_not(p: Place) -> str:
    """Why the mention does not count as a channel used; empty where it does."""
    if p.heading and not rx(
        r"；.|通过|利用|运用|借助|依托|发挥|在[^，。；]{2,20}公开|用好|用活|开通|运用|\d[\d.,]*[万余多]{0,2}[条篇件期次份册个块处场人部]"
        r"|(?:用|在|以|由|经|靠|凭)[^，。；]{1,14}(?:公布|公示|发布|滚动|播放|播出|张贴|推送|宣传|展示|播报|上墙|为主)|[，。][^，。]{2,}[，。]|、[^，。；]*等[^，。；]{0,2}(?:形式|方式|渠道|途径|载体)$"
    ).search(p.words):
        return "a heading"
    for test in _tests(p.kind):
        if reason := test(p):
            return reason
    return ""


def unused(text: Text, mentions: Sequence[ChannelMention]) -> list[Candidate]:
    """Channels named without being used, with the reason, for ``gongkai explain``."""
    out = []
    for mention in mentions:
        if not mention.used:
            words, start, end = text.cut(mention.start, mention.end)
            out.append(Candidate(start, end, words, f"channel:{mention.kind}", mention.rule))
    return out
