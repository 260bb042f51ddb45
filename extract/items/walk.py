"""One walk over a region: enumerators open points, cues such as 下一步 or a heading such as 改进措施 turn the role.

A list that goes on with its next number takes its role back (一是…不足，将…；二是…).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extract.items.asides import deeds, done, faults_follow, later, only_announces, past, promises_list, unresolved
from extract.items.cues import SHORT, admits, cue, marker, opens_problem, opens_remedy, reads_as_measure
from extract.items.enumerators import Mark
from extract.items.foot import foot
from extract.items.measures import opening
from extract.items.points import Zone, alike, tails, wants_paragraph
from extract.items.references import reference
from extract.items.units import Unit, units
from extract.lexicon import rx


@dataclass(slots=True)
class _List:
    style: str
    last: int
    role: str
    id: int
    answered: int = 0  # how many of its points told their remedy after 改进：


def walk(clean: str, start: int, end: int, role: str, *, cued: bool = False, lists: int = 0) -> list[Zone]:
    """The zones of one region, in order; ``cued``: its heading says the role; ``lists``: how many there were before."""
    pieces = units(clean, start, foot(clean, start, end))
    walk = _Walk(clean, pieces, role, cued=cued, lists=lists)
    for i in range(len(pieces)):
        walk.step(i)
    walk.close()
    return tails(clean, alike(clean, walk.zones))


class _Walk:
    """State of the walk: the role, the lists that are open (outermost first), and the stretch that is open."""

    def __init__(self, clean: str, units: Sequence[Unit], role: str, *, cued: bool, lists: int) -> None:
        self.clean, self.units, self.role, self.cued = clean, units, role, cued
        self.lists: list[_List] = []
        self.made = lists
        self.zones: list[Zone] = []
        self.open: Zone | None = None
        self.point = -1  # where the fault that is open starts, for measures told right after it
        self.asked = -1  # where the fault starts that 怎么办？ asks about
        self.headed = ("", 0)  # style and number of the heading that stands over what is walked
        self.skipped: str | None = None  # style of the point that is passed over, "" for a sentence, None for nothing

    def step(self, i: int) -> None:
        """Take in one unit."""
        unit = self.units[i]
        words = self.clean[unit.body : unit.end].rstrip("\n ")
        if self._skips(unit, words):
            return
        if unit.aside and self.role == "problem" and self.open:
            self._aside(unit)
            return
        told = marker(words) if unit.sentence or unit.mark else None
        first = self.role == "problem" and not (self.zones or self.open or self.lists)
        if told and told[0] == "remedy" and first and unit.mark and deeds(words):
            self.skipped = unit.mark.style
            return
        if told and told[0] == "remedy" and self._answers(i, unit, unit.body + told[1]):
            self._answer(unit, unit.body + told[1])
        elif told and (unit.mark or unit.line or words[told[1] - 1] in "：？" or words[-1:] in "：" or self._last(i)):
            beside = not (unit.mark or unit.line or self.lists) and told[0] == "remedy" and self.role == "problem"
            answers = self.point if beside and self.open else -1
            self.close()
            self.role, self.cued = told[0], True
            self.lists.clear()
            self.headed = (unit.mark.style, unit.mark.number) if unit.mark else self.headed
            self.asked = self.point if words.endswith("？") and not unit.line else -1
            self.point = -1
            rest = unit.body + told[1]
            if self.clean[rest : unit.end].strip("。；，、：\n "):
                self._start(unit, rest, -1, 0, answers=answers)
        elif unit.mark and self._heads(unit, words):
            self.close()
            self.lists.clear()
            self.skipped = unit.mark.style
        elif unit.mark:
            self._enumerated(unit, words)
        else:
            self._plain(i, unit, words)

    def _heads(self, unit: Unit, words: str) -> bool:
        """Whether a mark goes on with the headings over the lists, and what stands under it is neither fault nor measure."""
        mark = unit.mark
        if not mark or (mark.style, mark.number - 1) != self.headed or any(x.style == mark.style for x in self.lists):
            return False
        self.headed = (mark.style, mark.number)
        return bool(
            rx(r"[^，。；：]{0,6}(?:进展|成效|效果|结果|其他|完成情况|落实情况)[^，。；：]{0,4}$").match(
                words.split("\n")[0]
            )
        )

    def _skips(self, unit: Unit, words: str) -> bool:
        """Whether a sentence, or a point with all that stands in it, tells what became of last year's faults."""
        style = self.skipped
        if style and not (unit.mark and unit.mark.style == style):
            return True
        if style == "" and not (unit.mark or unit.line or (unit.sentence and self.clean[unit.start - 1] != "；")):
            return not unresolved(words)
        told = (unit.sentence or unit.mark) and past(words)
        self.skipped = (unit.mark.style if unit.mark else "") if told else None
        if told:
            self.close()
        return bool(told)

    def _answers(self, i: int, unit: Unit, rest: int) -> bool:
        """Whether 改进： stands inside a point of a list of faults, which goes on or whose points before did so too."""
        held = self.lists[-1] if self.lists else None
        after = self.units[i + 1].mark if i + 1 < len(self.units) else None
        if held and after and after.style == held.style and not self.clean[rest : unit.end].strip("：。 \n"):
            return False  # 改进措施： before the next bullet heads a list of its own
        if not held or unit.mark or not self.open or (self.open.listed, self.open.role) != (held.id, "problem"):
            return False
        return held.role == "problem" and (held.answered > 0 or self._continues(i))

    def _answer(self, unit: Unit, at: int) -> None:
        """Measures that answer the fault that was told right before."""
        self.lists[-1].answered += 1
        self.close()
        self.role, self.cued = "remedy", True
        if self.clean[at : unit.end].strip("。；，、：\n "):
            self._start(unit, at, -1, 0, answers=self.point)

    def _aside(self, unit: Unit) -> None:
        self.close()  # in brackets behind its fault (…不畅（改进：…）): the faults go on after it
        self.zones.append(Zone(unit.body, unit.end, "remedy", True, answers=self.point))

    def _last(self, i: int) -> bool:
        return i + 1 < len(self.units) and self.units[i + 1].mark is not None

    def _enumerated(self, unit: Unit, words: str) -> None:
        mark = unit.mark
        assert mark is not None
        if mark.style.startswith("named"):
            self.role, self.cued = ("problem" if mark.style[6:] in ("问题", "不足", "短板", "困难") else "remedy"), True
        at = len(self.lists) - 1
        while at >= 0 and self.lists[at].style != mark.style:
            at -= 1
        if at >= 0:
            held = self.lists[at]
            again = mark.number == 1 and held.last >= 1 and (self.role != held.role or held.last > 1)
            if not again:
                del self.lists[at + 1 :]
                self.role, held.last = held.role, mark.number
                self._start(unit, unit.body, held.id, mark.number)
                return
            if self.role == held.role == "problem" and (
                reads_as_measure(words) or opens_remedy(words) or self._bids(mark)
            ):
                self.role = "remedy"
            del self.lists[at:]
        elif (
            self.lists
            and self.open
            and self.open.listed == self.lists[-1].id
            and self.open.role == self.role
            and not self._told(only_announces)
        ):
            self.open.end = unit.end  # a list inside the point
            return
        elif self.open and self.open.role == self.role and self.open.listed >= 0 and not self.lists:
            self.open.end = unit.end
            return
        self.lists.append(_List(mark.style, mark.number, self.role, self.made))
        self.made += 1
        if self.role == "problem" and (self._turns_to_list(words) or (self._bids(mark) and self.point >= 0)):
            self.role = self.lists[-1].role = "remedy"
        self.cued = self.cued or (self.role == "problem" and self._told(faults_follow))
        self._start(unit, unit.body, self.lists[-1].id, mark.number)

    def _turns_to_list(self, words: str) -> bool:
        """Whether a list that opens after faults told in prose is one of measures."""
        if self.cued or admits(words):
            return False
        if opens_remedy(words):
            return True
        before = self.open
        if before is None or before.listed >= 0 or not self._told(lambda told: told.endswith("。")):
            return False
        return reads_as_measure(words) and self._faulty()

    def _told(self, says: Callable[[str], bool]) -> bool:
        """Whether the words right before a list say something of it."""
        return self.open is not None and says(self.clean[self.open.start : self.open.end].rstrip("\n"))

    def _bids(self, mark: Mark) -> bool:
        """Whether the mark itself says what is to be done (一要、一抓、一靠)."""
        return bool(rx("[要抓靠]").search(self.clean, mark.start, mark.end))

    def _plain(self, i: int, unit: Unit, words: str) -> None:
        turn = self._turn(i, unit, words)
        if turn:
            goes_on = not unit.line or (self._continues(i) and not words.endswith("："))
            inside = bool(self.lists) and self.open is not None and self.open.listed >= 0 and goes_on
            nested = (
                self.open is not None
                and self.open.role == "problem"
                and turn == "remedy"
                and (inside or not self.lists)
                and not ((told := reference(words)) and told.number)
            )
            self.close()
            self.role, self.cued = turn, opens_remedy(words) or opens_problem(words)
            if not goes_on:
                self.lists.clear()
            self._start(unit, unit.body, -1, 0, answers=self.point if nested else -1)
            return
        soft = unit.line and unit.start > 0 and self.clean[unit.start - 2 : unit.start - 1] not in "。；：！？"
        if self.open and (not unit.line or soft or self._belongs(i, words)):
            self.open.end = unit.end
        else:
            if self.open and self.open.listed >= 0:
                self.cued = False  # what comes after a list is not said to be one of its kind
            self.close()
            if not self._continues(i):
                self.lists.clear()
            answers, self.asked = self.asked, -1
            self._start(unit, unit.body, -1, 0, answers=answers if self.role == "remedy" else -1)

    def _belongs(self, i: int, words: str) -> bool:
        """Whether a paragraph belongs to the open point: its list goes on, or each point before took in one."""
        if self.open is None or self.open.listed < 0:
            return False
        closes = cue("^closing").match(words) or opens_remedy(words)
        return self._continues(i) or (not closes and wants_paragraph(self.clean, self.open, self.zones))

    def _continues(self, i: int) -> bool:
        """Whether a list that is open goes on further down: the next point of its style has its next number."""
        for held in self.lists:
            after = next((u.mark for u in self.units[i + 1 :] if u.mark and u.mark.style == held.style), None)
            if after and after.number == (held.last + 1 if after.number else 0):
                return True
        return False

    def _again(self, i: int, words: str) -> bool:
        """Whether the next fault is told with its own measure: …不足，将…。…滞后，将…。"""
        after = self.units[i + 1] if i + 1 < len(self.units) else None
        nested = self.open is not None and self.open.answers >= 0
        if not (nested and after) or after.mark or reads_as_measure(words):
            return False
        if after.sentence and not rx(r"(?:针对|对于?|为)(?:此|这|该|上述)").match(self.clean, after.body):
            return opens_remedy(self.clean[after.body : after.end]) and admits(words)
        return opens_remedy(self.clean[after.body : after.end]) and not opens_remedy(words)

    def _turn(self, i: int, unit: Unit, words: str) -> str | None:
        """The role that a plain unit turns to, None where it turns to none."""
        inside = unit.start == unit.body and not unit.sentence
        if self.role == "problem":
            if words.endswith("：") and len(words) < SHORT and promises_list(words):
                return "remedy"
            if unit.sentence and self.open and self._last(i) and cue("^time$").match(words.rstrip("，：")):
                return "remedy"
            if unit.sentence and (told := reference(words)) and told.sure and not opens_problem(words):
                return "remedy"
            if opens_remedy(words) and (
                not admits(words)
                or rx(
                    r"针对|结合|根据|围绕|立足|就|对(?:于)?[^，。；]{0,10}问题|对此|为|下|今后|后续|接下来|20|明年|来年|改进|整改|[^，。；]{0,8}将|[^，。；]{0,6}(?:拟|打算|准备|计划|采取)"
                ).match(words)
                or inside
            ):
                return "remedy"
            said = self.open is not None and unit.sentence and self.clean[unit.start - 1] not in "；？"
            return "remedy" if said and self._acts(words) and self._faulty() else None
        if unit.sentence and (opens_problem(words) or self._again(i, words)):
            return "problem"
        stands = unit.line and not self.lists and self.zones and any(zone.role == "problem" for zone in self.zones)
        if not stands or opens_remedy(words) or cue("^measure").match(words.removeprefix("要")):
            return None
        return "problem" if admits(rx(r"[，。；]").split(words, maxsplit=1)[0]) else None

    def _acts(self, words: str) -> bool:
        """Whether a sentence tells a measure, done or to come."""
        return reads_as_measure(words[opening(words) :]) or done(words) or later(words)

    def _faulty(self) -> bool:
        """Whether the words before admit a fault."""
        return self.open is not None and cue("fault").search(self.clean, self.open.start, self.open.end) is not None

    def _start(self, unit: Unit, at: int, listed: int, number: int, answers: int = -1) -> None:
        self.close()
        self.open = Zone(at, unit.end, self.role, self.cued, listed, number, answers)
        if self.role == "problem":
            self.point = at

    def close(self) -> None:
        if self.open and self.clean[self.open.start : self.open.end].strip("。；，、：\n "):
            self.zones.append(self.open)
        self.open = None
