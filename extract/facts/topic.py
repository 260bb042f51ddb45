"""What a passage is about where its section does not say: the headings within it, and the words that a paragraph begins with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from re import Pattern

from extract.facts.base import Draft
from extract.facts.frames import Frame
from extract.lexicon import rx

LONGEST = 24  # characters of a heading that runs into its paragraph
ITEMS = frozenset(
    {
        "条",
        "篇",
        "期",
        "份",
        "件",
        "条次",
        "篇次",
        "件次",
        "期次",
        "册",
        "则",
        "幅",
        "版",
        "本",
        "张",
        "批",
        "部",
        "例",
    }
)
FAR = 200  # characters from one item of a list of disclosures to the next


@lru_cache(maxsize=4096)  # clerks copy their headings
def of_heading(heading: str) -> str:
    """The section that the headings above a sentence tell of, ``""`` where they tell of none."""
    return (
        "applications" if rx(r"依申请|申请(?:公开|办理|处理|受理|情况|与|和)|(?:公开|信息)申请").search(heading) else ""
    )


@cache
def _lead() -> Pattern[str]:
    """A heading that runs into its paragraph: 2.依申请公开。 四是申请。 （二）申请公开情况：."""
    return rx(
        r"[^一-龥]{0,8}(?:[一二三四五六七八九十]{1,3}[是、.，)）]|第[一二三四五六七八九十][，、])?[^一-龥]{0,3}(?:(?:关于|做好|办理|抓好|规范|加强|强化|推进|严格|政府|政务|信息)*(?:依申请|申请|公开申请)(?P<apply>[^，；：。】@]{0,10}))?[^，；：。】]{0,12}(?:[。：，】]|$)"
    )


def about(clean: str, start: int, end: int, running: str) -> str:
    """The section whose rules hold in a sentence by the words that it begins with, ``""`` for its own.

    Parameters
    ----------
    clean
        The clean text.
    start, end
        Where the sentence stands in it.
    running
        What the sentence before it in the same paragraph was about, ``""`` at the start of a paragraph.
    """
    end = min(end, start + LONGEST)
    if not running and clean.find("申请", start, end) < 0:
        return ""
    words = clean[start:end]
    lead = _lead().match(words)
    if lead is None or (lead.end() < len(words) and not rx(r"[。：】]$|(?:方面|情况|工作)，$").search(lead[0])):
        return running
    if lead["apply"] is not None and not rx(r"收到|受理|没有|未|复议|诉讼|公开(?:发布|主动)").search(lead[0]):
        return "applications"
    return "" if lead.end() == len(words) and not rx(r"\d").search(words) else running


NOT_MADE_PUBLIC = rx(
    r"收集|征求|征集|采纳|整改|审核|审查|退回|提出|处置|查处|受理|办理|办结|答复|接|收到|申请|约谈|线索|参加|清理|排查|脱敏|检查|督办|通报|召开|制定|出台|修订|整理|登记|归档|迁移|注销|关停|处理|废止|罚款|查扣"
)


def goes_on(frame: Frame, before: Sequence[Draft]) -> bool:
    """Does the number go on with a list of what was made public, in words that name nothing else (从载体看：网站…；公众号…)?"""
    q = frame.quantity
    if (q.unit is not None and q.unit not in ITEMS) or frame.section not in (
        "overview",
        "proactive",
        "preamble",
        "other_matters",
    ):
        return False
    end = len(frame.left.rstrip("："))  # 门户网站：61条
    at = max(frame.left.rfind(mark, 0, end) for mark in "，。；：@")
    if NOT_MADE_PUBLIC.search(frame.left, at + 1) or at + 1 >= end:
        return False
    for item in reversed(before[-8:]):
        if item.kind in ("audience", "change") or item.stage == "rate" or item.rule == "other:any":
            continue
        far = FAR if q.unit else LONGEST
        near = q.start - item.end < far and (item.unit == q.unit or item.unit in ITEMS)
        return item.kind == "disclosure" and near
    return False


NOT_ASKED = rx(
    r"告知书|答复书|通知书|咨询|询问|问询|来访|来电|来信|留言|热线|复议|诉讼|起诉|投诉|举报|发布|推送|主动公开|制度|文件|培训|会议|收费|费用|窗口|人员|栏|网站|信息\d|公告|公示|通报|检查"
)


def asked_for(frame: Frame, previous: Draft | None) -> bool:
    """Does the number go on with the applications that came in, by what or who they were about (涉及房屋征收的7件、低保的3件)?"""
    q = frame.quantity
    if q.unit not in ("件", "宗", "份", "起") or previous is None or previous.unit != q.unit:
        return False
    if previous.kind != "application" and not (previous.kind == "change" and frame.section == "applications"):
        return False
    cut = max(frame.left.rfind(mark) for mark in "，。；@")
    return 3 < len(frame.left) - cut < 28 and not NOT_ASKED.search(frame.left, cut + 1)
