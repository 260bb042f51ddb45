"""What a quantity stands in: the breakdown that is open, and the channel that its sentence goes on about."""

from __future__ import annotations

from extract.facts.base import Draft, Verdict
from extract.facts.breakdown import MARKER, OPENING
from extract.facts.deciding import ANYTHING, LISTED
from extract.facts.frames import Frame
from extract.lexicon import rx
from extract.numbers import Quantity

ITEM_UNITS = frozenset({"条", "件", "个", "篇", "项", "条次", "件次", "篇次"})
TAKEN_IN = frozenset({"interpretation", "document", "response", "press", "training", "meeting", "inspection", "other"})


def within(total: Draft | None, verdict: Verdict, frame: Frame) -> tuple[str, str | None]:
    """Kind and stage of a fact inside a breakdown: parts of a disclosure total are disclosure, a list goes on as it began."""
    kind, stage, unit = verdict.kind.name, verdict.rule.stage, frame.quantity.unit
    if total is None:
        return kind, stage
    if LISTED.fullmatch(frame.left.rpartition("@")[2] if "@" in frame.left else ""):
        same = kind == total.kind and verdict.rule.name in ("label", "section")
        if (
            same
            or (verdict.rule is ANYTHING and (unit == total.unit or {unit, total.unit} <= ITEM_UNITS))
            or (
                kind == "disclosure"
                and total.kind in ("interpretation", "response", "press", "facility", "meeting")
                and unit != "条"
            )
        ):
            kind, stage = total.kind, total.stage
    by_organ = rx(r"(?:政府|办公室|部门|[局委镇乡厅])(?:制发|印发|制定|发布)$").search(frame.left)
    if (
        total.kind == "document"
        and total.stage == "disclosed"
        and unit == total.unit
        and (kind == "disclosure" or (kind == "document" and by_organ))
    ):
        kind, stage = "document", total.stage
    if total.kind == "disclosure" and kind in ("document", "proposal") and stage in ("made", "received", "answered"):
        stage = "disclosed"
    if total.kind == "disclosure" == total.rule.partition(":")[0] and kind == "proposal" and unit == total.unit == "条":
        kind, stage = "disclosure", None  # 通知公告18条，建议提案16条
    counted_as_documents = kind == "document" and unit == "件" and "规范性文件" in frame.left[-12:]
    if (
        total.kind == "disclosure"
        and kind in TAKEN_IN
        and stage != "rate"
        and unit != "%"
        and (unit == total.unit or {unit, total.unit} <= ITEM_UNITS)
        and not counted_as_documents
    ):
        kind, stage = "disclosure", None
    return kind, stage


HEADS = frozenset(
    {
        "disclosure",
        "application",
        "response",
        "document",
        "press",
        "staff",
        "interpretation",
        "facility",
        "proposal",
        "review",
        "litigation",
        "training",
        "meeting",
        "inspection",
    }
)


def open_total(before: list[Draft], frame: Frame, clean: str) -> Draft | None:
    """The total that a breakdown in progress belongs to: the last total in the paragraph behind which 其中 or the like stands."""
    paragraph, start = frame.sentence.paragraph, frame.quantity.start
    for item in reversed(before):
        if item.paragraph != paragraph or start - item.end > 240:
            return None
        if (
            item.kind not in HEADS
            or item.stage in ("rate", "carried_in", "carried_out")
            or item.unit == "%"
            or (item.category is not None and item.kind == "disclosure" and not _bracketed(clean, item, frame.quantity))
        ):
            continue
        gap = clean[item.end : start]
        _, stop, then = gap.partition("。")
        if stop and ("。" in then or not OPENING.match(then)):
            continue
        if MARKER.match(gap):
            return item
    return None


def _bracketed(clean: str, item: Draft, q: Quantity) -> bool:
    """Does the number stand in a bracket right behind the fact (业务类40条（许可31条，处罚9条）)?"""
    return clean.startswith("（", item.end) and "）" not in clean[item.end : q.start]


def same_subject(clean: str, last: Draft, q: Quantity, total: Draft | None) -> bool:
    """Does the sentence go on about the channel of the fact before: close by, with no new way or list between?"""
    gap = clean[last.end : q.start]
    if (
        "。" in gap
        or "；" in gap
        or len(gap) > 30
        or rx(
            r"通过|利用|召开|举办|接受[^，。；]{0,4}采访|纸质|当面|其[他它](?:方式|渠道|途径|形式)|按[^，]{1,8}分|从[^，]{2,8}看"
        ).search(gap)
    ):
        return False
    return total is None or total.kind != "disclosure"
