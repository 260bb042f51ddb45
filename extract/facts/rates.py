"""Rates that do not say of what (办结率100%, 占79%): they rate what was counted before them."""

from __future__ import annotations

from functools import cache
from re import Pattern

from extract.facts.base import Draft, Verdict
from extract.facts.frames import Frame
from extract.facts.registry import concluded
from extract.lexicon import rx

RATED = frozenset(
    {
        "application",
        "complaint",
        "response",
        "proposal",
        "review",
        "litigation",
        "disclosure",
        "document",
        "interpretation",
        "inspection",
        "other",
    }
)


def rate(frame: Frame, previous: Draft | None) -> Verdict | None:
    """A rate whose clause does not say of what (办结率100%, 占79%) rates what was counted before it."""
    if frame.quantity.unit != "%" or previous is None or previous.kind not in RATED:
        return None
    near = previous.end >= frame.sentence.start
    if (
        previous.stage == "rate"
        and near
        and rx(
            r"@[^，。；@]{0,4}(?:增至|升至|降至|提[高升]到|提[高升]至|上升到|上升至|下降到|下降至|降到|增长到|升到)$"
        ).search(frame.left)
    ):
        return concluded(previous.kind, "rate-of-before", "rate", 0.9)
    if (
        near
        and rx(r"(?:^|[，。；、：（@])(?:全部|都)?$").search(frame.left)
        and rx(r"(?:均)?(?:按[时期])?(?:依法)?(?:办结|答复|回复)").match(frame.right)
    ):
        return concluded(previous.kind, "rate-of-before", "rate", 0.85)
    if (
        previous.kind in ("document", "proposal")
        and near
        and rx(r"@，(?:主动)?公开率(?:为|达到?)?$").search(frame.left)
    ):
        return concluded(previous.kind, "rate-of-before", "rate", 0.9)
    before = rx(r"(?s:.*)[，。；、@]").match(frame.left)
    clause = frame.left[before.end() :] if before else frame.left
    subject = (
        "(?:举报|投诉|申诉|案件|服务)?"
        if previous.kind == "other"
        else "(?:[^，。；、@]{1,10}类|总|综合)?"
        if near
        else ""
    )
    if rx(r"[率占比]").search(clause) and _rated(subject).fullmatch(clause):
        rated = None if previous.kind == "other" and previous.rule != "other:case-work" else "rate"
        return concluded(previous.kind, "rate-of-before", rated, 0.9)
    return None


@cache
def _rated(subject: str) -> Pattern[str]:
    """A clause that says of a rate nothing but what it rates, the subject in so many words or none."""
    return rx(
        rf"{subject}(?:均|并|其)?(?:按[时期])?(?:办结|办理|答复|回复|按时答复|满意|群众满意|回访|及时|按时办结|按期|接通|解答|响应|受理|合格|达标|优良|整改|通过|知晓|抽查合格|总体合格)?(?:率)?(?:占|达到?|为|均|约|总数的?|总量的?|全部|总体的?|比例|比重|比|的|信息)*"
    )
