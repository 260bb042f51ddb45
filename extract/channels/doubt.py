"""A mention in its sentence, and the doubts its words raise: a role, a column, a word for a list are no channel."""

from __future__ import annotations

from functools import cache
from re import Pattern

from extract.lexicon import alternation, load, rx

REACH = 400  # characters on either side that may say what a mention is for: bounds the work on a run-on sentence
CONTENT = "what was published, no channel"  # a reason


class Place:
    """A mention in its sentence, whose every kind of quotation mark is written “ ”; ``left`` and ``right`` of it.

    Parameters
    ----------
    kind
        Kind of channel.
    words
        The sentence.
    start
        Where the mention begins in it.
    end
        Where it ends.
    head
        The words of the mention without owner and name.
    named
        Whether it has a name.
    problem
        Whether it stands in the section on problems.
    heading
        Whether it stands in a heading.
    foretold
        Whether the sentence may speak of what is to come.
    """

    __slots__ = (
        *("_clause", "_near", "end", "foretold", "head", "heading", "kind", "left"),
        *("named", "problem", "right", "start", "words"),
    )

    def __init__(
        self,
        kind: str,
        words: str,
        start: int,
        end: int,
        head: str,
        named: bool,
        problem: bool,
        heading: bool,
        foretold: bool = True,
    ) -> None:
        self.kind, self.words, self.start, self.end, self.head = kind, words, start, end, head
        self.named, self.problem, self.heading, self.foretold = named, problem, heading, foretold
        self.left = words[max(0, start - REACH) : start]
        self.right = words[end : end + REACH]
        self._clause: str | None = None
        self._near: str | None = None

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


def any_of(words: tuple[str, ...], text: str) -> bool:
    """Whether one of the words is in the text."""
    for word in words:  # noqa: SIM110 - a generator for ``any`` takes longer than all that it finds
        if word in text:
            return True
    return False


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
        and "等" in p.left[-6:]
        and rx(r"媒体|刊物|平台|网站").search(p.head)
        and rx(r"等(?:多家|各类|各级|多种|一系列|[一-龥]{0,4})?$").search(p.left[-6:])
    ):
        return "the word for a list"
    return ""
