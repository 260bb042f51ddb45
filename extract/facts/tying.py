"""Totals of what became of applications, reviews and lawsuits, where no 其中 ties them: 办结15件。公开9件，不予公开6件."""

from __future__ import annotations

from extract.facts.base import Draft
from extract.lexicon import rx

OUTCOMES = frozenset({"granted", "partly_granted", "refused", "unavailable", "not_processed"})
RESULTS = frozenset({"upheld", "corrected", "other_result", "pending"})
NEAR = 70  # characters from one outcome to the next
BACK = 16  # facts from the first outcome back to their total


def tie(facts: list[Draft], owner: dict[int, int], clean: str) -> None:
    """Give outcomes that belong to no total yet the one that they add up to, and results of courts the cases before them."""
    at = 0
    while at < len(facts):
        kind, stage = facts[at].kind, facts[at].stage
        if kind in ("review", "litigation") and stage in RESULTS and at not in owner:
            _cases(at, facts, owner)
        if kind == "staff" and stage in ("full_time", "part_time") and at not in owner:
            _people(at, facts, owner, clean)
        if kind == "application" and at not in owner and (stage in OUTCOMES or stage == "received"):
            at = _applications(at, facts, owner)
        else:
            at += 1


def _cases(i: int, facts: list[Draft], owner: dict[int, int]) -> None:
    """The cases received that the same sentence counts just before their result."""
    for k in range(i - 1, max(-1, i - 6), -1):
        item = facts[k]
        if item.sentence is not facts[i].sentence:
            return
        if item.kind == facts[i].kind and item.stage == "received":
            if item.value >= facts[i].value > 0 and item.end < facts[i].start:
                owner[i] = k
            return


def _people(i: int, facts: list[Draft], owner: dict[int, int], clean: str) -> None:
    """The people that the same clause or the one before counts in all: 工作人员3人，专职1人，兼职2人."""
    for k in range(i - 1, max(-1, i - 3), -1):
        item = facts[k]
        if item.kind != "staff" or item.sentence is not facts[i].sentence:
            return
        if item.stage == "any":
            if rx(r"增|新|另|分管|领导|[；。]").search(clean[item.end : facts[i].start]):
                return
            rest = sum(facts[j].value for j, of in owner.items() if of == k and facts[j].kind == "staff")
            if rest + facts[i].value <= item.value:
                owner[i] = k
            return


def _applications(first: int, facts: list[Draft], owner: dict[int, int]) -> int:
    """Tie the run of outcomes (or of ways in which applications came) that begins here; the index behind it."""
    outcomes = facts[first].stage in OUTCOMES
    run: list[int] = []
    at = first
    while at < len(facts):
        item = facts[at]
        if item.paragraph != facts[first].paragraph or (run and item.start - facts[at - 1].end > NEAR):
            break
        if item.stage == "rate" or item.kind == "change" or at in owner:
            at += 1
            continue
        belongs = item.kind == "application" and (
            item.stage in OUTCOMES or (item.stage == "answered" and item.category is None and len(run) > 1)
            if outcomes
            else item.stage == "received"
        )
        if not belongs:
            break
        run.append(at)
        at += 1
    if not outcomes:
        return _ways(run, facts, owner, at)
    for size in (len(run), len(run) - 1):
        part = run[:size]
        total = _total(part, facts) if part and part[-1] not in owner else None
        if total is not None:
            owner.update((j, total) for j in part)
            break
    return max(at, first + 1)


def _ways(run: list[int], facts: list[Draft], owner: dict[int, int], behind: int) -> int:
    """Received applications that break down one before them (收到31件，网上20件、当面11件), maybe twice."""
    for begin in range(len(run) - 2):
        total, rest = run[begin], run[begin + 1 :]
        if facts[total].category is not None or total in owner:
            continue
        while rest:
            part = _adding_up(facts[total].value, rest, facts)
            if not part or not any(facts[j].category for j in part):
                break
            owner.update((j, total) for j in part)
            rest = rest[len(part) :]
    return max(behind, run[0] + 1)


def _adding_up(value: float, run: list[int], facts: list[Draft]) -> list[int]:
    sum_ = 0.0
    for n, j in enumerate(run):
        sum_ += facts[j].value
        if abs(sum_ - value) < 1e-6 and n > 0:
            return run[: n + 1]
    return []


def _total(run: list[int], facts: list[Draft]) -> int | None:
    """The nearest count of applications answered, else received, that the outcomes add up to."""
    sum_ = sum(facts[j].value for j in run)
    if len(run) == 1:  # 办结1件，不属于本机关1件
        before, only = facts[run[0] - 1] if run[0] else None, facts[run[0]]
        told = before and before.sentence is only.sentence and before.kind == "application" and before.value == sum_ > 0
        return run[0] - 1 if told and before and before.stage == "answered" else None
    for k in range(run[0] - 1, max(-1, run[0] - BACK), -1):
        item = facts[k]
        if item.kind not in ("application", "change", "response", "other"):
            return None
        if (
            item.kind == "application"
            and item.stage in ("answered", "received")
            and item.unit == facts[run[0]].unit
            and abs(item.value - sum_) < 1e-6
        ):
            return k
    return None
