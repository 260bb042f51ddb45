"""Whether a fact may be a part of another one, by what both count; and which facts are no parts of any."""

from __future__ import annotations

from extract.facts.base import Draft

CROSS = {  # what parts of another kind a total may have
    "disclosure": ("interpretation", "document", "proposal"),
    "response": ("press", "interpretation"),
    "document": ("disclosure",),
    "review": ("litigation",),
}
SORTED = ("disclosure", "application")  # what came about, by whether it is made public
ITEMS = frozenset({"条", "篇", "期", "份", "件", "个"})
LOOSE = frozenset({"staff", "response", "document", "press", "review", "litigation", "facility", "interpretation"})
NO_PARTS = frozenset({"change", "audience", "other"})  # kinds that no list adds up
OUTCOMES = frozenset({"granted", "partly_granted", "refused", "unavailable", "not_processed"})


def may_belong(total: Draft, part: Draft, strict: bool = False) -> bool:
    """Does what the part counts fit what the total counts? ``strict``: where nothing but the sum ties the two."""
    if part.kind != total.kind:
        if part.kind not in (SORTED if total.rule == "other:come-about" else CROSS.get(total.kind, ())):
            return False
    elif strict and part.kind == "disclosure" and part.unit in ITEMS and total.unit in ITEMS:
        alike = part.unit == total.unit or not total.mentions
        return alike and part.scope == total.scope and part.stage == total.stage
    if total.kind == "application":
        if total.stage == part.stage:
            return part.category is not None or not strict
        if total.stage == "received" and part.stage in ("carried_in", "answered", "carried_out"):
            other = part.stage == "answered" and part.category is not None and not strict  # 其中…其他处理3件
            return other or strict == (part.stage != "carried_in")  # 含上年结转3件; 答复3件，余下1件结转
        if total.stage == "answered" and part.stage == "received":
            return part.category is not None and not strict  # 办理13件。其中当面申请9件
        return total.stage in ("received", "answered") and part.stage in OUTCOMES
    if strict and part.scope != total.scope:
        return False
    if total.kind in LOOSE and not strict:
        return True
    if strict:
        if part.kind != total.kind:  # 回应热点86次：发布会4次，访谈3次，以其他方式79次
            return total.kind == "response" and part.unit == total.unit and part.paragraph == total.paragraph
        return part.unit in (total.unit, None) and (
            part.kind in ("document", "response", "review", "litigation") or part.stage == total.stage
        )
    return part.unit == total.unit or part.unit is None or total.unit is None or total.kind == "disclosure"


def skipped(j: int, facts: list[Draft], owner: dict[int, int]) -> bool:
    """Does the fact stand between parts of a total without being one (a rate, a change), or is it a part already?"""
    part = facts[j]
    return part.stage == "rate" or part.kind == "change" or part.unit == "%" or j in owner


def no_part(j: int, total: Draft, facts: list[Draft], owner: dict[int, int]) -> bool:
    """Is the fact none that a list adds up, or a part already?"""
    part = facts[j]
    rate = part.stage == "rate" or part.unit == "%"
    return rate or part.kind in NO_PARTS or j in owner or part.start == total.start
