"""Was a channel used? Each test answers with the reason why a mention does not count, or with nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from re import Pattern

from extract.channels.doubt import Place, list_word, place_only, published, role
from extract.channels.things import leaflet, outdoors
from extract.lexicon import load, rx


@cache
def _plans(key: str) -> Pattern[str]:
    return rx("|".join(load("channels")["plans"][key]))


def plan(p: Place) -> str:
    """It is a plan: 下一步将……, or an aim."""
    if _plans("ahead").search(p.left[-60:].rpartition("。")[2]) and not rx(r"(?:去年|上年)[^，。]{0,12}计划").search(
        p.left[-30:]
    ):
        return "plan"
    return ""


def denied(p: Place) -> str:
    """It was not there, or is there no longer: 未开通微博, 关停微信公众号2个."""
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
    if p.kind not in CLOSING:
        return ""
    if rx(
        r"(?:关停|注销|停用|撤销|关闭|停更|取消|清退|下线|合并|解散|归并|停办|停运)(?:并转|了|或)?[^，。；]{0,14}$"
    ).search(p.left[-20:]):
        return "closed"
    shut = rx(r"关停|注销|停用|停止更新|停更|关闭|撤销|撤并|并入|下线").search(p.right[:90])
    if shut and rx(
        r"(?:[、和及与][^，。；、]{2,14}){0,3}(?:账号|平台|栏目)?[^，。；、“]{0,6}(?:均?已经?|予以|于|，?现已)?[^，。；、“]{0,10}(?:关停|注销|停用|停止更新|停更|关闭|撤销|撤并|并入|下线)"
    ).match(p.right):
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


def document(p: Place) -> str:
    """It stands in the name of a document, an office or a slogan."""
    opening, closing = p.words.rfind("《", 0, p.start + 1), p.words.find("》", max(p.end - 1, 0))
    shut = p.words.find("》", max(opening, 0))
    if opening >= 0 and shut >= p.end and closing >= 0 and not (p.named and p.start == opening):
        return "in the name of a document"
    if p.kind == "website" and rx(r"\+|＋").match(p.right):
        return "slogan"
    if p.kind == "gazette" and "政府" not in p.words[p.start : p.end]:  # 统计公报, 公报1份
        matter = rx(r"(?:统计|质量|环境|状况|普查|资源|发展|经济|科技|审计|人口|披露)(?:公报》?)?$")
        if matter.search(p.words, 0, p.end if p.named else p.start) or rx(r"\d+份").match(p.right):
            return "in the name of a document"
    if p.kind in ("television", "broadcast"):
        if rx(r"局|总局|大学|学校").match(p.right):
            return "an office"
        if rx(
            r"(?:电视)?(?:户户通|村村通|综合|人口|信号|传输|网络|无线)?(?:用户|覆盖|工程|终端|设备|器材|事业|产业|入户)"
        ).match(p.right):
            return "a public work"
    if p.kind == "other" and p.head.startswith("问政") and p.left.endswith("电视"):
        return "a programme of control"
    if p.kind in ("reading_point", "service_hall", "other", "bulletin_board") and rx(
        r"(?:主任|馆长|局长|负责人|领导小组|联席|管理局)|(?:[、和][^，。；]{0,20})?等(?:\d+[个家])?(?:单位|部门|机构)"
    ).match(p.right):
        return "an office"
    if (
        p.kind in ("service_hall", "reading_point", "other")
        and rx(r"[^，。；]{0,14}(?:名录|名单|预算|决算|编制(?!发))").match(p.right)
        and rx(r"公[开布示][^，。；]{0,16}$").search(p.left[-20:])
    ):
        return "what was published"
    if (
        p.kind in WATCHED
        and rx(r"监测|监控|关注|研判|巡查|收集|搜集|网络舆").search(p.clause)
        and rx(r"舆[情论]").search(p.clause)
    ):
        return "watched"
    return ""


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
    """It is a way to hand in an application, or a place to write to."""
    if p.head.endswith(("受理窗口", "申请窗口", "受理点")) and not rx(
        r"发放|摆放|张贴|宣传|公示|播放|发布|解答|咨询|公开[^，。；]{0,6}\d"
    ).search(p.clause):
        return "way to apply"
    if p.kind in APPLYING and rx(APPLY).search(p.clause) and not rx(NOT_APPLY).search(p.clause):
        return "way to apply"
    if p.kind in ("service_hall", "hotline", "mailbox", "reading_point", "website"):
        if rx(r"(?:请)?(?:与|向|同)[^，。；]{0,14}$").search(p.left) and rx(
            r"[^，。；]{0,8}(?:联系|咨询|反映|索取|垂询)"
        ).match(p.right):
            return "contact"
        if rx(
            r"(?:联系(?:地址|单位|部门|人|方式)?|地址|办公地点|邮编|受理(?:机构|地点)|单位)[为是：][^，。；]{0,20}$"
        ).search(p.left):
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
    if p.kind == "website" and not p.named:
        if rx(r"(?:抽查|检查|普查|巡查|检测|监测|清理|督查)[^，。；、]{0,10}$").search(p.left) and rx(
            r"群|普查|\d+[家个次]|[^，。；]{0,4}(?:开展)?(?:检查|抽查)"
        ).match(p.right):
            return "inspected"
        if rx(r"(?:直属单位|学校|下属单位|各单位|各部门|部门子|各级|基层|全市|全县|全区|全省)$").search(p.left) and rx(
            r"(?:抽查|检查|普查|巡查|考核|评估|测评)"
        ).search(p.clause):
            return "inspected"
        if rx(r"(?:直属|下属|所属|各|有关)(?:单位|部门|学校)的?网站$").search(p.words[: p.end]) and not rx(
            r"公开|发布"
        ).search(p.clause):
            return "inspected"
        if rx(r"对[^，。；]{0,14}$").search(p.left[-16:]) and rx(
            r"(?:开展|进行|实施)[^，。；]{0,8}(?:检查|抽查|监测|评估|测评|普查|考核)"
        ).match(p.right):
            return "inspected"
        if rx(r"(?:第三方|评估|检查|抽查|监测|测评)[^，。；]{0,10}对[^，。；]{0,14}$").search(p.left) or rx(
            r"(?:被|遭)(?:通报|点名)"
        ).match(p.right):
            return "inspected"
        if rx(r"普查|标准化测评").match(p.right) or "无人维护" in p.left[-8:]:
            return "inspected"
        if p.problem and rx(r"(?:部门子|部分子|各部门|个别部门|部分部门|其他部门|基层|单位)$").search(p.left):
            return "inspected"
    return ""


TESTS: tuple[Callable[[Place], str], ...] = (
    plan,
    denied,
    document,
    apply,
    inspected,
    role,
    list_word,
    published,
    leaflet,
    outdoors,
    place_only,
)


def why_not(p: Place) -> str:
    """Why the mention does not count as a channel used; empty where it does."""
    if p.heading and not rx(
        r"；.|通过|利用|运用|借助|依托|发挥|在[^，。；]{2,20}公开|用好|用活|开通|运用|\d[\d.,]*[万余多]{0,2}[条篇件期次份册个块处场人部]"
        r"|(?:用|在|以|由|经|靠|凭)[^，。；]{1,14}(?:公布|公示|发布|滚动|播放|播出|张贴|推送|宣传|展示|播报|上墙|为主)|[，。][^，。]{2,}[，。]|、[^，。；]*等[^，。；]{0,2}(?:形式|方式|渠道|途径|载体)$"
    ).search(p.words):
        return "a heading"
    return next((reason for test in TESTS if (reason := test(p))), "")
