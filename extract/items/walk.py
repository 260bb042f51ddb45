"""One walk over a region: enumerators open points, cues such as 下一步 or a heading such as 改进措施 turn the role.

A list that goes on with its next number takes its role back (一是…不足，将…；二是…).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from re import Pattern

from extract.items.cues import SHORT, cue, marker, opens_problem, opens_remedy, reads_as_measure
from extract.items.enumerators import Mark, marks
from extract.items.measures import opening
from extract.lexicon import rx


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of clean text of one role (``problem`` or ``remedy``).

    ``listed`` is its list's id where it is one enumerated point, else −1, and ``number`` its number there; ``cued``
    where words said the role; ``answers`` the start of the zone that tells the fault right before it, for measures
    told in the same point or paragraph, else −1.
    """

    start: int
    end: int
    role: str
    cued: bool
    listed: int = -1
    number: int = 0
    answers: int = -1


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest stretch that can turn the role: from an enumerator, a sentence's start or a cue to the next."""

    start: int
    body: int
    end: int
    mark: Mark | None
    line: bool  # opens a paragraph
    sentence: bool  # opens a sentence


@dataclass(slots=True)
class _List:
    style: str
    last: int
    role: str
    id: int
    answered: int = 0  # how many of its points told their remedy after 改进：


def _units(clean: str, start: int, end: int) -> list[Unit]:
    """The stretch cut at enumerators, sentence ends, 。；, line breaks and cues inside a sentence."""
    numbered = {mark.start: mark for mark in marks(clean, start, end)}
    borders = {start, *numbered}
    for match in _borders().finditer(clean, start, end):
        borders.add(match.end())
    cuts = sorted(at for at in borders if at < end)
    if not cuts:
        return []
    out: list[Unit] = []
    for at, after in zip(cuts, [*cuts[1:], end], strict=True):
        mark = numbered.get(at)
        body = min(mark.end, after) if mark else at
        before = clean[at - 1] if at > start else "\n"
        for a, b in _turns_inside(clean, body, after, listed=mark is not None):
            out.append(
                Unit(
                    at if a == body else a,
                    a,
                    b,
                    mark if a == body else None,
                    before == "\n" and a == body,
                    a == body and before in "。！？\n；”.",
                )
            )
    return [unit for unit in out if clean[unit.start : unit.end].strip("。；，、：\n ")]


@cache
def _borders() -> Pattern[str]:
    return rx(r"[。！？]+[”’）》]*|；|\n|(?<=[一-龥）])\.(?=[一-龥（\n])")


@cache
def _turn_inside() -> Pattern[str]:
    verbs = "进一步|通过|采取|加强|继续|加大|不断|认真|逐步|重点|组织|建立|完善|在|对|把|以|从|于|派|请|由|着力|尽快|适时|统一|严格|充分|积极|主动|持续|加快|推行|推进|开展|健全|制定|修订|增"
    return rx(
        r"[，：](?=(?:(?P<sure>针对(?:上述|以上|此|这|存在|该)|下一?步|今后|为此|对此|因此将|对策[：是]|改进措施|整改措施|在(?:今后|以后|下一?步)的"
        rf"|我们?[镇乡局县市区厅街委院]?[道]?(?:将|拟|准备|打算|计划)(?!其|此|信息|政)|(?:现|目前)?正(?:在)?(?:抓紧|着手|组织|协调)|将(?:{verbs})|拟(?:{verbs})"
        r"|(?:20\d\d年|明年|来年|年内|年底前)[^，。]{0,10}将)|(?:计划|打算|准备|拟)(?![性生书定表任内的外未没不是中])))"
    )


def _turns_inside(clean: str, start: int, end: int, *, listed: bool) -> Iterator[tuple[int, int]]:
    """Cut a unit where, after a fault, measures begin within the sentence (…不足，下一步将…).

    In a point of a list the words before need not read like a fault where the turn is sure: they are one by their place.
    """
    at = start
    for match in _turn_inside().finditer(clean, start, end):
        if (
            match.start() - at >= 6
            and (
                (match["sure"] and (listed or not _background().match(clean, at)))
                or cue("fault").search(clean, at, match.start())
            )
            and not cue("turn_remedy", starts=True).match(clean[at : match.start()])
        ):
            yield at, match.end()
            at = match.end()
    yield at, end


@cache
def _background() -> Pattern[str]:
    """What opens words that lead to measures without a fault between (围绕年度重点，我局将…)."""
    return rx(
        r"随着|按照|根据|依据|在|为|虽|尽管|围绕|结合|通过|以|坚持|20|二[〇○零]|我|本|全|今年|新|面对|立足|总之|同时|此外|[^，。；]{0,6}(?:[\d今去近]年|一年)"
    )


def walk(clean: str, start: int, end: int, role: str, *, cued: bool = False) -> list[Zone]:
    """The zones of one region, in order; ``cued``: its heading says the role."""
    units = _units(clean, start, _foot(clean, start, end))
    walk = _Walk(clean, units, role, cued=cued)
    for i in range(len(units)):
        walk.step(i)
    walk.close()
    return _tails(clean, list(_alike(clean, walk.zones)))


def _alike(clean: str, found: list[Zone]) -> Iterator[Zone]:
    """Where most points of a list of faults tell their remedy too, the others are asked for a measure among their clauses."""
    answered = {zone.answers for zone in found if zone.answers >= 0}
    for zone in found:
        mates = [other for other in found if other.listed == zone.listed] if zone.listed >= 0 else []
        told = sum(other.start in answered for other in mates)
        at = -1
        if zone.role == "problem" and told and zone.start not in answered:
            at = _measure_inside(clean, zone, most=2 * told >= len(mates))
        if at < 0:
            yield zone
        else:
            yield replace(zone, end=at)
            yield Zone(at, zone.end, "remedy", True, answers=zone.start)


def _measure_inside(clean: str, zone: Zone, *, most: bool) -> int:
    """Where the clauses of a point turn to what is done about it, −1 where they do not; ``most``: as most points do."""
    turns = r"(?:现|均)?已(?!经不|成)|由(?!于|来|此)|要求|责成" + ("|请|让|把|将" if most else "")
    for match in rx(r"[，；。]").finditer(clean, zone.start + 4, zone.end):
        words = clean[match.end() : zone.end]
        if len(words) > 5 and (reads_as_measure(words) or rx(turns).match(words)):
            return match.end()
    return -1


def _foot(clean: str, start: int, end: int) -> int:
    """Where the report's foot (date, web page navigation) or the next heading begins inside the region."""
    at = start
    while at < end:
        newline = clean.find("\n", at, end)
        stop = end if newline < 0 else newline
        words = clean[at:stop].strip()
        mark = next(marks(words[:8], 0, min(8, len(words))), None)
        words = words[mark.end if mark and mark.start == 0 else 0 :]
        if (cue("foot", starts=True).match(words) and (at > start or stop - at < 24)) or (
            at > start and not mark and _organ().fullmatch(words)
        ):
            return at
        at = stop + 1
    return end


@cache
def _organ() -> Pattern[str]:
    """A line that is a signature."""
    return rx(
        r"(?!加|完|健|强|改|开|提|推)[一-龥“”+（）]{2,28}(?:政府|办公室|办事处|局|厅|委员会|委|法院|检察院|中心|公司|总?站|所|处|党政办|大?队|学校|馆|联社|协会|署|部)(?:办公室)?",
    )


def _done(words: str) -> bool:
    """Whether a sentence tells what has been done about the fault before it (已会同…)."""
    done = rx(r"(?:对此，?|为此，?|目前，?|随后|年内|现|均|业)?已(?:经)?(?!不|无|成为|难)").match(words)
    return done is not None and not cue("fault").search(words)


class _Walk:
    """State of the walk: the role, the lists that are open (outermost first), and the stretch that is open."""

    def __init__(self, clean: str, units: Sequence[Unit], role: str, *, cued: bool) -> None:
        self.clean, self.units, self.role, self.cued = clean, units, role, cued
        self.lists: list[_List] = []
        self.made = 0
        self.zones: list[Zone] = []
        self.open: Zone | None = None
        self.point = -1  # where the fault that is open starts, for measures told right after it

    def step(self, i: int) -> None:
        """Take in one unit."""
        unit = self.units[i]
        words = self.clean[unit.body : unit.end].rstrip("\n ")
        told = marker(words) if unit.sentence or unit.mark else None
        if told and unit.mark and told[1] < len(words) - 1 and words[told[1] - 1] in "。；":
            told = (told[0], told[1])
        if told and told[0] == "remedy" and self._answers(i, unit):
            self._answer(unit, unit.body + told[1])
        elif told and (unit.mark or unit.line or words[told[1] - 1] == "：" or words[-1:] in "：" or self._last(i)):
            beside = not (unit.mark or unit.line or self.lists) and told[0] == "remedy" and self.role == "problem"
            answers = self.point if beside and self.open else -1
            self.close()
            self.role, self.cued = told[0], True
            self.lists.clear()
            self.point = -1
            rest = unit.body + told[1]
            if self.clean[rest : unit.end].strip("。；，、：\n "):
                self._start(unit, rest, -1, 0, answers=answers)
        elif unit.mark:
            self._enumerated(unit, words)
        else:
            self._plain(i, unit, words)

    def _answers(self, i: int, unit: Unit) -> bool:
        """Whether 改进： stands inside a point of a list of faults, which goes on or whose points before did so too."""
        held = self.lists[-1] if self.lists else None
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

    def _last(self, i: int) -> bool:
        return i + 1 < len(self.units) and self.units[i + 1].mark is not None

    def _enumerated(self, unit: Unit, words: str) -> None:
        mark = unit.mark
        assert mark is not None
        if mark.style.startswith("named"):
            self.role, self.cued = ("problem" if mark.style[6:] in ("问题", "不足", "短板") else "remedy"), True
        at = next((k for k in range(len(self.lists) - 1, -1, -1) if self.lists[k].style == mark.style), None)
        if at is not None:
            held = self.lists[at]
            again = mark.number == 1 and held.last >= 1 and (self.role != held.role or held.last > 1)
            if not again:
                del self.lists[at + 1 :]
                self.role, held.last = held.role, mark.number
                self._start(unit, unit.body, held.id, mark.number)
                return
            if self.role == held.role == "problem" and (reads_as_measure(words) or opens_remedy(words)):
                self.role = "remedy"
            del self.lists[at:]
        elif (
            self.lists
            and self.open
            and self.open.listed == self.lists[-1].id
            and self.open.role == self.role
            and not self._announces()
        ):
            self.open = replace(self.open, end=unit.end)  # a list inside the point
            return
        elif self.open and self.open.role == self.role and self.open.listed >= 0 and not self.lists:
            self.open = replace(self.open, end=unit.end)
            return
        self.lists.append(_List(mark.style, mark.number, self.role, self.made))
        self.made += 1
        if self.role == "problem" and not self.cued and opens_remedy(words) and not cue("fault").search(words):
            self.role = self.lists[-1].role = "remedy"
        self._start(unit, unit.body, self.lists[-1].id, mark.number)

    def _announces(self) -> bool:
        """Whether the open point only announces the list that follows (…存在以下不足：)."""
        if not self.open:
            return False
        words = self.clean[self.open.start : self.open.end].rstrip("\n")
        return words.endswith("：") and len(words) < SHORT and bool(cue("lead_in").search(words))

    def _plain(self, i: int, unit: Unit, words: str) -> None:
        turn = self._turn(i, unit, words)
        if turn:
            inside = (
                bool(self.lists)
                and self.open is not None
                and self.open.listed >= 0
                and (not unit.line or self._continues(i))
            )
            nested = (
                self.open is not None
                and self.open.role == "problem"
                and turn == "remedy"
                and (inside or not self.lists)
            )
            self.close()
            self.role, self.cued = turn, opens_remedy(words) or opens_problem(words)
            if unit.line and self.lists and not self._continues(i):
                self.lists.clear()
            self._start(unit, unit.body, -1, 0, answers=self.point if nested else -1)
            return
        soft = unit.line and unit.start > 0 and self.clean[unit.start - 2 : unit.start - 1] not in "。；：！？"
        if self.open and (not unit.line or soft or (self.open.listed >= 0 and self._continues(i))):
            self.open = replace(self.open, end=unit.end)
        else:
            if self.open and self.open.listed >= 0:
                self.cued = False  # what comes after a list is not said to be one of its kind
            self.close()
            if not self._continues(i):
                self.lists.clear()
            self._start(unit, unit.body, -1, 0)

    def _continues(self, i: int) -> bool:
        """Whether a list that is open goes on further down: the next point of its style has its next number."""
        for held in self.lists:
            after = next((u.mark for u in self.units[i + 1 :] if u.mark and u.mark.style == held.style), None)
            if after and after.number == held.last + 1:
                return True
        return False

    def _again(self, i: int, words: str) -> bool:
        """Whether the next fault is told with its own measure: …不足，将…。…滞后，将…。"""
        after = self.units[i + 1] if i + 1 < len(self.units) else None
        nested = self.open is not None and self.open.answers >= 0
        if not (nested and after) or after.sentence or after.mark or reads_as_measure(words):
            return False
        return opens_remedy(self.clean[after.body : after.end]) and not opens_remedy(words)

    def _turn(self, i: int, unit: Unit, words: str) -> str | None:
        """The role that a plain unit turns to, None where it turns to none."""
        inside = unit.start == unit.body and not unit.sentence
        if self.role == "problem":
            if opens_remedy(words) and (
                not cue("fault").search(words)
                or rx(r"针对|对(?:于)?[^，。；]{0,10}问题|为|下|今后|20|明年").match(words)
                or inside
            ):
                return "remedy"
            told = self.open is not None and cue("fault").search(self.clean, self.open.start, self.open.end)
            said = told and unit.sentence and self.clean[unit.start - 1] != "；"
            return "remedy" if said and (reads_as_measure(words[opening(words) :]) or _done(words)) else None
        if unit.sentence and (opens_problem(words) or self._again(i, words)):
            return "problem"
        stands = unit.line and not self.lists and self.zones and any(zone.role == "problem" for zone in self.zones)
        first = rx(r"[，。；]").split(words, maxsplit=1)[0]
        if (
            stands
            and cue("fault").search(first)
            and not opens_remedy(words)
            and not cue("measure", starts=True).match(words)
        ):
            return "problem"
        return None

    def _start(self, unit: Unit, at: int, listed: int, number: int, answers: int = -1) -> None:
        self.close()
        self.open = Zone(at, unit.end, self.role, self.cued, listed, number, answers)
        if self.role == "problem":
            self.point = at

    def close(self) -> None:
        """End the stretch that is open."""
        if self.open and self.clean[self.open.start : self.open.end].strip("。；，、：\n "):
            self.zones.append(self.open)
        self.open = None


def _tails(clean: str, found: list[Zone]) -> list[Zone]:
    """Cut closing sentences (通过以上措施…, plans in figures) off the last point of a list of one-sentence points."""
    out: list[Zone] = []
    for zone in found:
        mates = [other for other in found if other.listed == zone.listed]
        cut = _tail(clean, zone) if zone.listed >= 0 and len(mates) > 1 and mates[-1] is zone else zone.end
        if cut < zone.end and all(_tail(clean, other, any_words=True) == other.end for other in mates[:-1]):
            out.append(replace(zone, end=cut))
            out.append(Zone(cut, zone.end, zone.role, False))
        else:
            out.append(zone)
    return out


def _tail(clean: str, zone: Zone, *, any_words: bool = False) -> int:
    """Where the first sentence begins that reads like a closing one; the zone's end where none does."""
    for match in rx(r"[。！？][”’）》]*\n*|\n").finditer(clean[zone.start : zone.end]):
        words = clean[zone.start + match.end() : zone.end]
        if not words.strip("。\n "):
            break
        faultless = zone.role == "problem" and "\n" in match[0] and not cue("fault").search(words)
        if any_words or faultless or cue("closing", starts=True).match(words):
            return zone.start + int(match.end())
    return zone.end
