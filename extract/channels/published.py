"""Channels that count only where something was made public through them: the press, boards, meetings, archives."""

from __future__ import annotations

from collections.abc import Callable

from extract.channels.doubt import CONTENT, Place, verbs
from extract.lexicon import rx


def published(p: Place) -> str:
    """Some count only where the text says that something was made public through them."""
    if p.kind == "other":
        if not p.named and (reason := _unnamed(p)):
            return reason
        if (
            p.named
            and p.head in ("平台", "系统", "节目")
            and not rx(
                r"通过|依托|利用|在|发布|公开|借助|运用|做好|参加|接受|开设|上线|走进|受理|办理|回复|答复"
            ).search(p.near)
        ):
            return "not published through"
        if rx(r"车$|队$|团$|轻骑兵|文艺|展架").search(p.head):
            return _staged(p)
        if p.head.startswith(("触摸", "触控")) and (
            rx(r"[^，。；、]{0,3}\d").match(p.right) or rx(r"(?:[厅心馆]的?|\d[台个块])$").search(p.left)
        ):
            return "only equipment"  # of the place where it stands
    if p.head.endswith(("华社", "新社", "闻社", "央视", "央广", "融媒", "融媒体中心")) and not verbs("publish").search(
        p.near
    ):
        return "not published through"
    if p.head == "论坛" and not rx(r"网|帖|留言|回复|互动|答疑|发布").search(p.near):
        return CONTENT
    test = OF_KIND.get(p.kind)
    return test(p) if test else ""


def _unnamed(p: Place) -> str:
    """The press, a journal, an app or a platform without a name."""
    if p.head.endswith("简报"):
        made = rx(r"(?:编印|编发|印发|刊发|编辑|编写|出刊)[^，。；、]{0,8}$").search(p.left)
        if not made or rx(r"有?\d+[条篇件]").match(p.right):
            return CONTENT
    if not rx(r"媒体|刊|杂志|简报|小程序|服务平台|交易|信用|融媒|大厅").search(p.head):
        return ""
    if p.left.endswith(("某", "某家", "一家")) or rx(r"(?:人员)?(?:申请|提出|要求)").match(p.right):
        return "who asked"
    if not verbs("publish").search(p.near if "程序" in p.head else p.clause):
        counted = rx(r"[^，。；、]{0,4}\d+[余多]?[篇条]").match(p.right)
        listed = rx(r"(?:利用|通过|运用|借助|依托)[^，。；]*等[^，。；]{0,6}(?:载体|渠道|平台|途径|形式|方式)$")
        if not counted and not listed.search(p.clause):
            return "not published through"
    if rx(r"邀请|记者|加强与|沟通|接受[^，。；]{0,6}监督|舆论|关注|联系").search(p.clause) and not rx(
        r"\d+[余多]?[条篇次件]|刊发|刊登|发布"
    ).search(p.clause):
        return "not published through"
    return ""


def _staged(p: Place) -> str:
    """A van, a troupe or a show counts where it went somewhere."""
    staged = rx(
        r"播|讲|唱|演|宣传|深入|开进|走进|赴|进入|出动|喊话|巡回|下乡|进村|入户|走村|\d+余?场|摆放|设置|制作|投放"
    ).search(p.words[max(0, p.start - 16) : p.start] + "，" + p.words[p.end : p.end + 16])
    return "" if staged and not rx(r"建设|培训|\d+[余多]?[人名支]").match(p.right) else "not published through"


def _board(p: Place) -> str:
    """A board or a screen is no matter to be permitted or bought; a wall says what is put up there."""
    if rx(r"(?:的)?(?:设置|安装|设立)?(?:申请|审批|许可|备案|招标|采购|整治|拆除)").match(p.right):
        return "a matter dealt with"
    if p.kind == "led_screen":
        return _screen(p)
    return _wall(p)


def _screen(p: Place) -> str:
    """A large screen counts where something was shown."""
    if p.head.endswith(("大屏", "大屏幕")) and not rx(
        r"播|公开|发布|公示|宣传|滚动|显示|投放|推送|公布|公告|利用|通过"
    ).search(p.near):
        return "not published through"
    return ""


def _wall(p: Place) -> str:
    """A wall counts where something was put up there."""
    if p.head.endswith(("文化墙", "政策墙")) and not rx(r"公开|公示|宣传|政策|公布|发布|上墙|[载形]").search(p.near):
        return "not published through"
    return ""


def _meeting(p: Place) -> str:
    """A meeting counts where something was made known there."""
    if p.head in WEAK and not rx(
        r"通过|利用|形式|渠道|方式|载体|途径|公开|公布|通报|宣传|宣讲|讲政策|解读|传达到|靠|征求"
    ).search(p.near):
        return "an inner meeting"
    if rx(r"动员(?:大)?会$|党代会$|人代会$|职代会$|代表大会$|干部(?:职工)?(?:大会|会)$").search(p.head):
        told = r"宣传|群众|村民|居民" if "动员" in p.head else r"公开|公布|通报|宣讲|公示|告知|解读|征求|报告工作"
        return "" if rx(told).search(p.near) and not rx(r"学习|部署|培训").search(p.clause) else "an inner meeting"
    if (
        not p.head.startswith("新闻")
        and rx(r"座谈|党员|职工|听证|群众").search(p.head)
        and not rx(r"公开|公布|通报|宣传|发布|形式|渠道|宣讲|讲政策|公示|告知|传达政策|解读").search(p.near)
    ):
        return "an inner meeting"
    return ""


def _app(p: Place) -> str:
    """学习强国 counts where something of the organ's stood there."""
    if p.head.startswith("学习强国") and not rx(
        r"发布|采用|推送|刊|稿|登|宣传|转载|公开|渠道|报道|入选|推文|发文"
    ).search(p.near):
        return "not published through"
    return ""


def _archive(p: Place) -> str:
    """An archive or a library counts where something was given there to be read."""
    reads = rx(r"移交|移送|接收|为辅|提供|提交|查阅|查询|设|放置|存放|送|渠道|公开|备查|供|场所|借阅|转交|开辟|点")
    if rx(r"档案|图书|文化馆|书屋").search(p.head) and (
        not reads.search(p.near) or rx(r"新馆|建设|改造|免费开放|馆藏|[、和][^，。；]{0,12}等公共").match(p.right)
    ):
        return "not a place to read"
    return ""


def _gazette(p: Place) -> str:
    """A gazette that is not the government's counts where it was published."""
    if (
        not p.named
        and "政府" not in p.head
        and not verbs("publish").search(p.near)
        and not rx(r"\d+[期册份]").search(p.near)
    ):
        return "in the name of a document"
    return ""


OF_KIND: dict[str, Callable[[Place], str]] = {
    "led_screen": _board,
    "bulletin_board": _board,
    "other": _wall,
    "meeting": _meeting,
    "news_app": _app,
    "reading_point": _archive,
    "gazette": _gazette,
}


WEAK = frozenset(
    [
        "座谈会",
        "听证会",
        "各类会议",
        "各种会议",
        "恳谈会",
        "议事会",
        "宣讲会",
        "说明会",
        "推介会",
        "解读会",
        "见面会",
        "家长会",
        "圆桌会",
    ]
)
