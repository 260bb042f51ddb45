"""What a person decided about names (``--renames FILE``): read, checked, and refused where it contradicts itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.errors import InputError
from extract.panel.clusters import Node
from extract.panel.names import fold
from extract.panel.organs import Organ

WAYS = ("same", "different")
SIDES = (("old_organ_id", "old"), ("new_organ_id", "new"))


@dataclass(frozen=True, slots=True)
class Decision:
    """One line: two organs, each by id or by name, and whether they are the same."""

    line: int
    old: str
    new: str
    way: str


@dataclass(frozen=True, slots=True)
class Settled:
    """Decisions about the nodes of a run.

    Attributes
    ----------
    same, different
        Pairs of nodes.
    ways
        The decision by the ids of the two organs, the smaller first.
    """

    same: tuple[tuple[Node, Node], ...] = ()
    different: tuple[tuple[Node, Node], ...] = ()
    ways: Mapping[tuple[str, str], str] | None = None


def read(path: str | Path) -> list[Decision]:
    """The decided lines of a CSV file: the table ``renames`` with its column ``decision`` filled in, or one's own.

    Parameters
    ----------
    path
        A CSV file (UTF-8, with or without byte order mark) with the column ``decision`` (``same``, ``different``,
        or empty for not yet) and, for either side, an id (``old_organ_id``, ``new_organ_id``) or a name (``old``,
        ``new``); where there are both, the id counts. Other columns are for people.

    Raises
    ------
    InputError
        Where the file cannot be read, or a line says nothing that can be followed.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"cannot be read as CSV in UTF-8 ({error}); give the file of decisions", path=str(path)
        ) from None
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        return list(_decisions(rows, str(path)))
    except csv.Error as error:
        raise InputError(f"is no CSV ({error}); save it as CSV", path=f"{path}:{rows.reader.line_num}") from None


def _decisions(rows: csv.DictReader[str], path: str) -> Iterator[Decision]:
    names = rows.fieldnames or []
    if "decision" not in names or not all(set(side) & set(names) for side in SIDES):
        reason = "needs the columns decision, old_organ_id or old, and new_organ_id or new"
        raise InputError(reason, path=path)
    for row in rows:
        way = (row["decision"] or "").strip()
        if not way:
            continue
        at = f"{path}:{rows.line_num}"
        if way not in WAYS:
            raise InputError(f"decision {way!r} is none of same, different or empty", path=at)
        sides = [next((told for key in side if (told := (row.get(key) or "").strip())), "") for side in SIDES]
        if not all(sides):
            raise InputError("names only one organ; give both sides of a decision", path=at)
        yield Decision(rows.line_num, sides[0], sides[1], way)


def settle(decisions: Sequence[Decision], found: Sequence[Organ], nodes: Mapping[str, Node], path: str) -> Settled:
    """The decisions as pairs of nodes.

    Parameters
    ----------
    decisions
        As read.
    found
        The organs without any decision: the ones that the decisions speak of.
    nodes
        For each folded spelling that is of one node alone, that node.
    path
        The file, for errors.

    Raises
    ------
    InputError
        Where a line names no organ of the run, or several, or contradicts another line.
    """
    ids = {organ.id: organ for organ in found}
    names: dict[str, set[str]] = {}
    for organ in found:
        for spelling in organ.spellings:
            names.setdefault(fold(spelling), set()).add(organ.id)
    same, different, ways = [], [], {}
    group = {organ.id: organ.id for organ in found}
    refused: dict[tuple[str, str], int] = {}
    for one in sorted(decisions, key=lambda one: (one.way != "same", one.line)):
        at = f"{path}:{one.line}"
        old, new = (_organ(told, ids, names, at) for told in (one.old, one.new))
        pair = (min(old.id, new.id), max(old.id, new.id))
        if one.way == "same":
            if old.id == new.id:
                continue  # it is one organ already
            same.append((old.node, new.node))
            a, b = sorted((group[old.id], group[new.id]))
            group = {id_: a if root == b else root for id_, root in group.items()}
        elif old.id == new.id:
            different.append(_parted(one, nodes, at))
        else:
            if group[old.id] == group[new.id]:
                raise InputError(
                    f"says that {one.old} and {one.new} are different, but other lines say that they are the same; "
                    "change one of them",
                    path=at,
                )
            refused[pair] = one.line
            different.append((old.node, new.node))
        ways[pair] = one.way
    return Settled(tuple(same), tuple(different), ways)


def _organ(told: str, ids: Mapping[str, Organ], names: Mapping[str, set[str]], at: str) -> Organ:
    if told in ids:
        return ids[told]
    known = sorted(names.get(fold(told), ()))
    if not known:
        raise InputError(f"{told!r} is no organ of this run; see the table organs", path=at)
    if len(known) > 1:
        raise InputError(f"{told!r} is the name of {len(known)} organs; give an organ_id: {', '.join(known)}", path=at)
    return ids[known[0]]


def _parted(one: Decision, nodes: Mapping[str, Node], at: str) -> tuple[Node, Node]:
    """The two names of one organ that are to be two."""
    pair = nodes.get(fold(one.old)), nodes.get(fold(one.new))
    if pair[0] is None or pair[1] is None or pair[0] == pair[1]:
        reason = f"{one.old} and {one.new} are one organ by their letters; only different spellings can be parted"
        raise InputError(reason, path=at)
    return pair[0], pair[1]
