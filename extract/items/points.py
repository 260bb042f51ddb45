"""Zones of a role, and what the points of one list tell of each other: measures inside them, closing sentences."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extract.items.cues import admits, cue, reads_as_measure
from extract.lexicon import rx


@dataclass(slots=True)
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


def _lists(found: list[Zone]) -> dict[int, list[Zone]]:
    """The points of each list."""
    lists: dict[int, list[Zone]] = {}
    for zone in found:
        if zone.listed >= 0:
            lists.setdefault(zone.listed, []).append(zone)
    return lists


def alike(clean: str, found: list[Zone]) -> list[Zone]:
    """Where most points of a list of faults tell their remedy too, the others are asked for a measure among their clauses."""
    answered = {zone.answers for zone in found if zone.answers >= 0}
    if not answered:
        return found
    lists = _lists(found)
    out: list[Zone] = []
    for zone in found:
        at = -1
        if zone.role == "problem" and zone.start not in answered:
            mates = lists.get(zone.listed, [])
            told = len([other for other in mates if other.start in answered])
            at = _measure_inside(clean, zone, most=2 * told >= len(mates)) if told else -1
        if at < 0:
            out.append(zone)
        else:
            out.append(replace(zone, end=at))
            out.append(Zone(at, zone.end, "remedy", True, answers=zone.start))
    return out


def _measure_inside(clean: str, zone: Zone, *, most: bool) -> int:
    """Where the clauses of a point turn to what is done about it, −1 where they do not; ``most``: as most points do."""
    turns = r"(?:现|均)?已(?!经不|成)|由(?!于|来|此)|要求|责成" + ("|请|让|把|将" if most else "")
    for match in rx(r"[，；。]").finditer(clean, zone.start + 4, zone.end):
        words = clean[match.end() : zone.end]
        if len(words) > 5 and (reads_as_measure(words) or rx(turns).match(words)):
            return match.end()
    return -1


def tails(clean: str, found: list[Zone]) -> list[Zone]:
    """Cut closing sentences (通过以上措施…, plans in figures) off the last point of a list of one-sentence points."""
    lists = _lists(found)
    out: list[Zone] = []
    for zone in found:
        mates = lists.get(zone.listed, [])
        cut = _tail(clean, zone) if len(mates) > 1 and mates[-1] is zone else zone.end
        if cut < zone.end and all(_tail(clean, other, any_words=True) == other.end for other in mates[:-1]):
            out.append(replace(zone, end=cut))
            out.append(Zone(cut, zone.end, zone.role, False))
        else:
            out.append(zone)
    return out


def _tail(clean: str, zone: Zone, *, any_words: bool = False) -> int:
    """Where the first sentence begins that reads like a closing one; the zone's end where none does."""
    for match in rx(r"[。！？][”’）》]*\n*|\n").finditer(clean, zone.start, zone.end):
        words = clean[match.end() : zone.end]
        if not words.strip("。\n "):
            break
        faultless = zone.role == "problem" and "\n" in match[0] and not admits(words)
        if any_words or faultless or cue("^closing").match(words):
            return match.end()
    return zone.end


def wants_paragraph(clean: str, zone: Zone, before: list[Zone]) -> bool:
    """Whether a point is only a title yet, and those before it in its list are each a title and a paragraph."""
    mates = [other for other in before if other.listed == zone.listed]
    titled = [("\n" in clean[one.start : one.end].strip("\n")) for one in [*mates, zone]]
    return bool(mates) and all(titled[:-1]) and not titled[-1]
