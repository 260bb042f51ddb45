"""A mention in its sentence, and the doubts its words raise: a role, a column, a word for a list are no channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from re import Pattern

from extract.lexicon import alternation, load, rx

REACH = 400  # characters on either side that may say what a mention is for: bounds the work on a run-on sentence


@dataclass(slots=True)
class Place:
    """A mention in its sentence, whose every kind of quotation mark is written “ ”; ``left`` and ``right`` of it."""

    kind: str
    words: str
    start: int
    end: int
    head: str  # the words of the mention without owner and name
    named: bool
    problem: bool  # stands in the section on problems
    heading: bool  # stands in a heading
    left: str = field(init=False)
    right: str = field(init=False)
    _clause: str | None = field(init=False, default=None)
    _near: str | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.left = self.words[max(0, self.start - REACH) : self.start]
        self.right = self.words[self.end : self.end + REACH]

    @property
    def clause(self) -> str:
        """The words around the mention up to the nearest comma on either side."""
        if self._clause is None:
            at = _after(self.words, self.start, "，；。：")
            self._clause = self.words[at : _upto(self.words, self.end, "，；。")]
        return self._clause

    @property
    def near(self) -> str:
        """The clause, and the one after it."""
        if self._near is None:
            at = _after(self.words, self.start, "；。")
            self._near = self.words[at : _upto(self.words, self.end, "；。")]
        return self._near


def _after(words: str, at: int, marks: str) -> int:
    """Where the stretch before ``at`` begins: behind the nearest mark, at most ``REACH`` characters away."""
    start = max(0, at - REACH)
    for mark in marks:
        start = words.rfind(mark, start, at) + 1 or start
    return start


def _upto(words: str, at: int, marks: str) -> int:
    """Where the stretch behind ``at`` ends: before the nearest mark, at most ``REACH`` characters away."""
    end = min(len(words), at + REACH)
    for mark in marks:
        before = words.find(mark, at, end)
        end = before if before >= 0 else end
    return end


@cache
def verbs(key: str) -> Pattern[str]:
    """The words of ``verbs`` in the lexicon as a pattern."""
    return rx(alternation(load("channels")["verbs"][key]))


def role(p: Place) -> str:
    """A word for what something is to be, or for work on it, not a channel: 打造……公开平台, 信息公开平台建设."""
    if p.kind == "disclosure_platform" and not p.named:
        if p.problem:
            return "spoken of, not used"
        if (
            rx(
                r"打造(?:成|为)?[^，。；]{0,16}$|成为[^，。；]{0,16}$|作为[^，。；]{0,14}(?:第一|重要|主要|主)$|、[^，。；]{0,8}$"
            ).search(p.left)
            and rx(r"[、。；，]").match(p.right)
            and rx(r"打造|成为|作为").search(p.near)
        ):
            return "a role"
        if rx(r"的(?:权威|统一|综合)?$").search(p.left) and rx(r"打造|成为|作为").search(p.clause):
            return "a role"
        if rx(r"(?:的)?(?:建设|情况|方面|工作|管理)").match(p.right) and not rx(
            r"通过|利用|在[^，。；]{0,8}$|依托|使用"
        ).search(p.left[-14:]):
            return "work on it"
    if p.kind == "new_media" and rx(r"(?:检查|监管|管理|考核|清理|普查|抽查)$").search(p.left):
        return "inspected"
    return ""


def published(p: Place) -> str:
    """Some count only where the text says that something was made public through them."""
    if p.kind == "other" and p.head.endswith("简报") and not p.named:
        made = rx(r"(?:编印|编发|印发|刊发|编辑|编写|出刊)[^，。；、]{0,8}$").search(p.left)
        if not made or rx(r"有?\d+[条篇件]").match(p.right):
            return CONTENT
    if (
        p.kind == "other"
        and not p.named
        and rx(r"媒体|刊|杂志|简报|小程序|服务平台|交易|信用|融媒|大厅").search(p.head)
    ):
        if p.left.endswith(("某", "某家", "一家")) or rx(r"(?:人员)?(?:申请|提出|要求)").match(p.right):
            return "who asked"
        counted = rx(r"[^，。；、]{0,4}\d+[余多]?[篇条]").match(p.right)
        listed = rx(r"(?:利用|通过|运用|借助|依托)[^，。；]*等[^，。；]{0,6}(?:载体|渠道|平台|途径|形式|方式)$").search(
            p.clause
        )
        if not counted and not listed and not verbs("publish").search(p.near if "程序" in p.head else p.clause):
            return "not published through"
        if rx(r"邀请|记者|加强与|沟通|接受[^，。；]{0,6}监督|舆论|关注|联系").search(p.clause) and not rx(
            r"\d+[余多]?[条篇次件]|刊发|刊登|发布"
        ).search(p.clause):
            return "not published through"
    if (
        p.kind == "other"
        and p.named
        and p.head in ("平台", "系统", "节目")
        and not rx(r"通过|依托|利用|在|发布|公开|借助|运用|做好|参加|接受|开设|上线|走进|受理|办理|回复|答复").search(
            p.near
        )
    ):
        return "not published through"
    if p.kind == "other" and rx(r"车$|队$|团$|轻骑兵|文艺|展架").search(p.head):
        staged = rx(
            r"播|讲|唱|演|宣传|深入|开进|走进|赴|进入|出动|喊话|巡回|下乡|进村|入户|走村|\d+余?场|摆放|设置|制作|投放"
        ).search(p.words[max(0, p.start - 16) : p.start] + "，" + p.words[p.end : p.end + 16])
        return "" if staged and not rx(r"建设|培训|\d+[余多]?[人名支]").match(p.right) else "not published through"
    if (
        p.kind == "other"
        and p.head.startswith(("触摸", "触控"))
        and (rx(r"[^，。；、]{0,3}\d").match(p.right) or rx(r"(?:[厅心馆]的?|\d[台个块])$").search(p.left))
    ):
        return "only equipment"  # of the place where it stands
    if p.head.endswith(("华社", "新社", "闻社", "央视", "央广", "融媒", "融媒体中心")) and not verbs("publish").search(
        p.near
    ):
        return "not published through"
    if p.head == "论坛" and not rx(r"网|帖|留言|回复|互动|答疑|发布").search(p.near):
        return CONTENT
    if p.kind in ("led_screen", "bulletin_board") and rx(
        r"(?:的)?(?:设置|安装|设立)?(?:申请|审批|许可|备案|招标|采购|整治|拆除)"
    ).match(p.right):
        return "a matter dealt with"
    if (
        p.kind == "led_screen"
        and p.head.endswith(("大屏", "大屏幕"))
        and not rx(r"播|公开|发布|公示|宣传|滚动|显示|投放|推送|公布|公告|利用|通过").search(p.near)
    ):
        return "not published through"
    if (
        p.kind == "meeting"
        and p.head in WEAK
        and not rx(r"通过|利用|形式|渠道|方式|载体|途径|公开|公布|通报|宣传|宣讲|讲政策|解读|传达到|靠|征求").search(
            p.near
        )
    ):
        return "an inner meeting"
    if p.kind == "meeting" and rx(r"动员(?:大)?会$|党代会$|人代会$|职代会$|代表大会$|干部(?:职工)?(?:大会|会)$").search(
        p.head
    ):
        told = r"宣传|群众|村民|居民" if "动员" in p.head else r"公开|公布|通报|宣讲|公示|告知|解读|征求|报告工作"
        return "" if rx(told).search(p.near) and not rx(r"学习|部署|培训").search(p.clause) else "an inner meeting"
    if p.head.endswith(("文化墙", "政策墙")) and not rx(r"公开|公示|宣传|政策|公布|发布|上墙|[载形]").search(p.near):
        return "not published through"
    if (
        p.kind == "meeting"
        and not p.head.startswith("新闻")
        and rx(r"座谈|党员|职工|听证|群众").search(p.head)
        and not rx(r"公开|公布|通报|宣传|发布|形式|渠道|宣讲|讲政策|公示|告知|传达政策|解读").search(p.near)
    ):
        return "an inner meeting"
    if (
        p.kind == "news_app"
        and p.head.startswith("学习强国")
        and not rx(r"发布|采用|推送|刊|稿|登|宣传|转载|公开|渠道|报道|入选|推文|发文").search(p.near)
    ):
        return "not published through"
    reads = rx(r"移交|移送|接收|为辅|提供|提交|查阅|查询|设|放置|存放|送|渠道|公开|备查|供|场所|借阅|转交|开辟|点")
    if (
        p.kind == "reading_point"
        and rx(r"档案|图书|文化馆|书屋").search(p.head)
        and (not reads.search(p.near) or rx(r"新馆|建设|改造|免费开放|馆藏|[、和][^，。；]{0,12}等公共").match(p.right))
    ):
        return "not a place to read"
    if (
        p.kind == "gazette"
        and not p.named
        and not rx(r"政府").search(p.head)
        and not verbs("publish").search(p.near)
        and not rx(r"\d+[期册份]").search(p.near)
    ):
        return "in the name of a document"
    return ""


CONTENT = "what was published, no channel"
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


def place_only(p: Place) -> str:
    """A hall, or a site, that only says where something else stands: 便民服务中心设政务公开专区."""
    if p.kind == "service_hall" and rx(
        r"(?:的|内|里|内的|门口|门前|外|外墙|入口|大厅|一楼|二楼|窗口|前台)?(?:新?装|安装)?(?:的)?(?:信息|政务|政府|政策|触摸|便民|户外|门头)?(?:公开|宣传)?"
        r"(?:电子|LED|led|显示屏|大屏|屏幕|查阅[室角]|查询[室角]|阅览|(?:公开|公示|公告|宣传|信息|发布|告示)[栏牌板墙窗屏角架]|橱窗|展板|滚动屏|资料架|意见箱|意见簿|微信|公众号|网站|热线|电话)"
    ).match(p.right):
        return "only a place"
    if (
        p.kind == "service_hall"
        and rx(
            r"(?:大厅|内|等处|、[^，。；]{1,16}(?:等处|等地|等))?[^，。；]{0,6}(?:[设建辟]|腾出|打造|悬挂)(?:立|置|有|成|了|出)?[^，。；]{0,14}(?:专区|查阅[室角]|标识|阅览|公开[角区])"
            r"|(?:的|内的|和|及|与|、)[^，。；]{0,8}公开(?:体验|服务)?专?区"
        ).match(p.right)
        and not rx(r"“").match(p.right)
    ):
        return "only a place"
    if (
        p.kind == "bulletin_board"
        and rx(r"(?:网站|网|首页|平台)(?:的|上|开设|设置|设立)?[“]?[^，。；、]{0,4}$").search(p.left[-12:])
        and "栏" in p.head
        and not rx(r"[、和及与]$").search(p.left)
    ):
        return "a column of a site"
    if (
        p.kind == "reading_point"
        and "专区" in p.head
        and rx(r"(?:网站|网|平台(?!建设))[^，。；：]{0,14}(?:设|开|建|增|的)[^，。；]{0,10}$").search(p.left[-30:])
    ):
        return "a column of a site"
    return ""


def list_word(p: Place) -> str:
    """The word for the class that a list before it has named: ……等媒体, ……等新媒体."""
    if (
        p.kind in ("other", "new_media", "website", "disclosure_platform")
        and not p.named
        and rx(r"媒体|刊物|平台|网站").search(p.head)
        and rx(r"等(?:多家|各类|各级|多种|一系列|[一-龥]{0,4})?$").search(p.left[-6:])
    ):
        return "the word for a list"
    return ""
