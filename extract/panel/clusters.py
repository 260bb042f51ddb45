"""Names that are joined to organs: union-find that refuses what would contradict the reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from extract.panel.names import Name, folder, level, of_path, parse
from extract.panel.rows import FULL, Seen

#: do two reports (numbers in the run) have the same text, or nearly?
Alike = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True, order=True)
class Node:
    """What is surely one organ: a name with its places, those of the path included.

    Attributes
    ----------
    chain, kind, core
        As in :class:`extract.panel.names.Name`.
    generic
        A unit without its name (省 of 省教育厅) that the path did not name either; else empty.
    folder
        The folder of the reports, where only that tells organs of one name apart; else empty.
    """

    chain: tuple[str, ...]
    kind: str
    core: str
    generic: str = ""
    folder: str = ""

    @property
    def text(self) -> str:
        """The name as it is compared, letter by letter."""
        return "|".join((*self.chain, self.generic + self.core))


def node(organ: str, path: str) -> Node:
    """The node of a name in a path: what is above the places of the name is taken from the path."""
    name, places = parse(organ), of_path(path)
    chain, generic = name.chain, name.generic
    if chain:
        known = places.index(chain[0]) if chain[0] in places else None
        above = places[:known] if known is not None else _above(places, level(chain[0]))
        chain = (*above, *chain)
    else:
        chain, generic = _unnamed(name, places)
    return Node(chain, name.kind, name.core, generic)


def _above(places: Sequence[str], below: int) -> tuple[str, ...]:
    return tuple(place for place in places if level(place) < below)


def _unnamed(name: Name, places: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The places of a name that has none: those of its path, as far as 省 or 县 before it allows."""
    if not name.generic:
        return (tuple(place for place in places if level(place) < 3), "")
    ends = [at for at, place in enumerate(places) if place.endswith(name.generic)]
    return (places[: ends[-1] + 1], "") if ends else ((), name.generic)


def gathered(seen: Sequence[Seen], alike: Alike) -> tuple[dict[Node, list[int]], list[Node]]:
    """The reports of each node, by path, and the nodes whose reports are of several organs.

    Two unlike texts of one name for one year may be two organs (every other county has a 城关镇) or a report that was
    published twice. Where the folders part them, they are parted.
    """
    first: dict[Node, list[int]] = {}
    for at in sorted(range(len(seen)), key=lambda at: (seen[at].path, at)):
        organ = seen[at].organ
        if organ is not None:
            first.setdefault(node(organ, seen[at].path), []).append(at)
    out: dict[Node, list[int]] = {}
    mixed = []
    for one in sorted(first):
        members = first[one]
        if not _clashes(members, seen, alike):
            out[one] = members
            continue
        parts: dict[str, list[int]] = {}
        for at in members:
            parts.setdefault(folder(seen[at].path), []).append(at)
        if len(parts) > 1 and not any(_clashes(part, seen, alike) for part in parts.values()):
            for name in sorted(parts):
                out[Node(one.chain, one.kind, one.core, one.generic, name or "/")] = parts[name]
        else:
            out[one] = members
            mixed.append(one)
    return out, mixed


def _clashes(members: Sequence[int], seen: Sequence[Seen], alike: Alike) -> bool:
    """Does a year have two texts that are unlike?"""
    first: dict[int, int] = {}
    for at in members:
        year = seen[at].year
        if year is not None and seen[at].kind == FULL:
            if year in first and not alike(first[year], at):
                return True
            first.setdefault(year, at)
    return False


class Clusters:
    """Nodes and what they were joined to."""

    def __init__(self, members: Mapping[Node, Sequence[int]], seen: Sequence[Seen], alike: Alike) -> None:
        self._parent = {node: node for node in members}
        self._alike, self._apart = alike, {node: set[Node]() for node in members}
        self._years: dict[Node, dict[int, list[int]]] = {}
        for one, reports in members.items():
            years = self._years.setdefault(one, {})
            for at in reports:
                year = seen[at].year
                if year is not None and seen[at].kind == FULL:
                    years.setdefault(year, []).append(at)

    def root(self, node: Node) -> Node:
        """The node that stands for the cluster."""
        while self._parent[node] != node:
            self._parent[node] = node = self._parent[self._parent[node]]
        return node

    def part(self, one: Node, other: Node) -> None:
        """Never join these two."""
        one, other = self.root(one), self.root(other)
        self._apart[one].add(other)
        self._apart[other].add(one)

    def parted(self, one: Node, other: Node) -> bool:
        """Were the two told to stay apart?"""
        return self.root(other) in {self.root(node) for node in self._apart[self.root(one)]}

    def clash(self, one: Node, other: Node) -> int | None:
        """A year for which both have reports whose texts are unlike; None where there is none."""
        mine, theirs = self._years[self.root(one)], self._years[self.root(other)]
        for year in sorted(mine.keys() & theirs.keys()):
            if not all(self._alike(a, b) for a in mine[year] for b in theirs[year]):
                return year
        return None

    def join(self, one: Node, other: Node) -> None:
        """Make the two one organ; which stands for it does not depend on the order of the calls."""
        one, other = sorted((self.root(one), self.root(other)))
        if one == other:
            return
        self._parent[other] = one
        self._apart[one] |= self._apart.pop(other)
        for year, reports in self._years.pop(other).items():
            self._years[one].setdefault(year, []).extend(reports)
