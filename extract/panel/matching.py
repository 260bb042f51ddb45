"""Which names are one organ: what is surely so is joined, what may be so is told.

Every rule looks names up by what they must share, so that the cost grows with the number of names and not with
its square.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.panel.clusters import Alike, Clusters, Node, gathered
from extract.panel.names import folder, level
from extract.panel.rows import Seen
from extract.panel.vocabulary import words

CROWD = 300  # names in a folder from which on lying in it says nothing about where an organ is
FEW = 5  # fuller names that are listed for one that would fit several


@dataclass(frozen=True, slots=True)
class Open:
    """Two names that a rule would have joined and did not; ``why`` is for the person who decides."""

    rule: str
    one: Node
    other: Node
    why: str


@dataclass(frozen=True, slots=True)
class Matched:
    """Names and organs.

    Attributes
    ----------
    members
        Reports (numbers in the run) of each node.
    root
        The node that stands for a node's organ.
    open
        What is left to a person.
    """

    members: Mapping[Node, Sequence[int]]
    root: Mapping[Node, Node]
    open: tuple[Open, ...]


def match(
    seen: Sequence[Seen],
    alike: Alike,
    same: Sequence[tuple[Node, Node]] = (),
    different: Sequence[tuple[Node, Node]] = (),
) -> Matched:
    """Join the names of a run to organs.

    Parameters
    ----------
    seen
        The reports; those without an organ are left out.
    alike
        Says whether two reports have nearly the same text. Two names that report on one year with unlike texts are
        joined by nobody but a person.
    same, different
        What a person decided, free of contradictions.
    """
    members, mixed = gathered(seen, alike)
    clusters = Clusters(members, seen, alike)
    for one, other in same:
        clusters.join(one, other)
    for one, other in different:
        clusters.part(one, other)
    told = [Open("homonym", one, one, _mixed(one, members, seen)) for one in mixed]
    places = _places(members, seen)
    told += [
        Open("homonym", one, one, f"a name of many places without what is above it, in a folder of over {CROWD} names")
        for one in sorted(set(members) - set(mixed))
        if _common(one) and not places[one] and len({seen[at].year for at in members[one]}) > 1
    ]
    for rule, one, other, why in (*_prefixes(members, places), *_foldered(members, places), *_slips(members, places)):
        if clusters.root(one) == clusters.root(other):
            continue
        if why:
            told.append(Open(rule, one, other, why))
            continue
        year = clusters.clash(one, other)
        if clusters.parted(one, other):
            continue
        if year is None:
            clusters.join(one, other)
        else:
            told.append(Open(rule, one, other, f"both report on {year}, with different texts"))
    return Matched(members, {one: clusters.root(one) for one in members}, tuple(told))


def _places(members: Mapping[Node, Sequence[int]], seen: Sequence[Seen]) -> dict[Node, set[str]]:
    """The folders of each node that say where it is: not those that hold everything."""
    places = {one: {folder(seen[at].path) for at in reports} for one, reports in members.items()}
    crowd = Counter(place for found in places.values() for place in found)
    return {one: {place for place in found if crowd[place] <= CROWD} for one, found in places.items()}


def _common(one: Node) -> bool:
    """Is it a name that many places have, without what is above them (城关镇, 鼓楼区)?"""
    return bool(one.chain) and (level(one.chain[0]) == 3 or one.chain[0] in words().repeated)


def _mixed(one: Node, members: Mapping[Node, Sequence[int]], seen: Sequence[Seen]) -> str:
    years = [seen[at].year for at in members[one]]
    doubled = sorted({year for year in years if year is not None and years.count(year) > 1})
    return f"one name, unlike reports on {', '.join(map(str, doubled))}: published anew, or several organs of one name"


_Link = tuple[str, Node, Node, str]  # rule, the two, and why not (empty where they may be joined)


def _within(short: Sequence[str], long: Sequence[str]) -> bool:
    """Do all of ``short`` stand in ``long``, in this order?"""
    rest = iter(long)
    return all(place in rest for place in short)


def _prefixes(members: Mapping[Node, object], places: Mapping[Node, set[str]]) -> Iterator[_Link]:
    """The office of a government to it, and a name to the one fuller name that holds all its places."""
    blocks: dict[tuple[str, str, str], dict[tuple[str, ...], list[Node]]] = {}
    for one in sorted(members):
        if one.chain and not one.folder:
            kind = "department" if one.kind == "department" else "government"
            blocks.setdefault((kind, one.core, one.chain[-1]), {}).setdefault(one.chain, []).append(one)
    for key in sorted(blocks):
        chains = blocks[key]
        for chain in sorted(chains, key=lambda chain: (-len(chain), chain)):
            head, *rest = chains[chain]  # a government goes before its office
            for one in rest:
                yield "office", head, one, ""
            fuller = [other for other in chains if len(other) > len(chain) and _within(chain, other)]
            tops = [top for top in fuller if not any(len(top) < len(o) and _within(top, o) for o in fuller)]
            for top in sorted(tops)[:FEW]:
                why = "" if len(tops) == 1 else f"{len(tops)} fuller names would fit"
                if _common(head) and not any(places[one] & places[head] for one in chains[top]):
                    why = why or "many places have this name, and no folder says that it is this one"
                yield "prefix", chains[top][0], head, why


def _foldered(members: Mapping[Node, object], places: Mapping[Node, set[str]]) -> Iterator[_Link]:
    """A name without a place (县教育局) to the one of its kind in the same folder."""
    known: dict[tuple[str, str, str], set[Node]] = {}
    for one in members:
        if one.chain and not one.folder:
            for place in places[one]:
                known.setdefault((one.kind, one.core, place), set()).add(one)
    for one in sorted(members):
        if one.chain or one.folder or (one.kind != "department" and not one.generic):
            continue
        fits = {other for place in places[one] for other in known.get((one.kind, one.core, place), ())}
        fits = {other for other in fits if other.chain[-1].endswith(one.generic)}
        tops = [a for a in sorted(fits) if not any(a != b and _within(a.chain, b.chain) for b in fits)]
        for top in tops[:FEW]:
            yield "prefix", top, one, "" if len(tops) == 1 else f"{len(tops)} organs of its folder would fit"


def _slips(members: Mapping[Node, object], places: Mapping[Node, set[str]]) -> Iterator[_Link]:
    """Two names that differ in one letter, which is easily taken for the other."""
    known = {(one.kind, one.text, one.folder): one for one in members}
    for one in sorted(members):
        for at, char in enumerate(one.text):
            for instead in words().alike.get(char, ""):
                other = known.get((one.kind, one.text[:at] + instead + one.text[at + 1 :], one.folder))
                if other is None or not one < other:
                    continue
                shared = [place for place in one.chain if place in other.chain]
                if shared or places[one] & places[other]:
                    yield "slip", one, other, ""
                else:
                    yield "slip", one, other, f"{char} and {instead} are look-alikes, but nothing says it is one place"
