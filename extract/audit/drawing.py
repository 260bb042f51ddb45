"""Which units are drawn: strata, how many from each, and the draw."""

from __future__ import annotations

import hashlib
import heapq
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extract.audit.design import Cell, Design, Stratum, fingerprint
from extract.audit.population import LAYERS, SENTENCES, THINGS, Left, Unit, units
from extract.errors import InputError
from extract.results import Results

LEAST = 5  # units drawn from each stratum that has so many
BOUND = 0.5  # share of the rows that this may take up; the others go where they tell most
ALLOCATIONS = ("neyman", "proportional")
#: layers of which a sentence can tell what is missed
MISSED = ("fact", "problem", "remedy")
#: standard deviation that a sentence's missed facts are supposed to have, for sharing out: many are never to be found
_SPREAD = {"facts": 0.25, "number": 0.2, "words": 0.1}
_FLOOR = 0.1  # of a thing's verdict, where the model is sure of all: it may be wrong in that


@dataclass(slots=True)
class _Group:
    """A stratum while units go by: their number, and the ``keep`` of them with the smallest draws."""

    frame: str
    place: dict[str, str]
    size: int = 0
    sure: float = 0.0
    cells: dict[str, Cell] = field(default_factory=dict)
    heap: list[tuple[float, str, Unit]] = field(default_factory=list)

    def add(self, unit: Unit, draw: float, keep: int) -> None:
        self.size += 1
        self.sure += unit.confidence
        if unit.cell:
            v = unit.value
            self.cells[unit.cell] = self.cells.get(unit.cell, Cell()) + Cell(1, unit.counted, v, v * v, v)
        _push(self.heap, (-draw, unit.key, unit), keep)

    def join(self, other: _Group, keep: int) -> None:
        self.size += other.size
        self.sure += other.sure
        for name, cell in other.cells.items():
            self.cells[name] = self.cells.get(name, Cell()) + cell
        for one in other.heap:
            _push(self.heap, one, keep)


def _push(heap: list[tuple[float, str, Unit]], one: tuple[float, str, Unit], keep: int) -> None:
    if len(heap) < keep:
        heapq.heappush(heap, one)
    elif keep and one[:2] > heap[0][:2]:
        heapq.heapreplace(heap, one)


def draw(
    run: Results,
    n: int,
    kinds: Mapping[str, Sequence[str]],
    *,
    sentences: int | None = None,
    seed: int = 0,
    by: Sequence[str] = ("kind", "confidence"),
    layers: Sequence[str] = ("fact",),
    allocation: str = "neyman",
    least: int = LEAST,
) -> tuple[Design, list[tuple[Stratum, Unit]]]:
    """A stratified random sample of a run's things and sentences.

    Parameters
    ----------
    run
        The run.
    n
        How many rows.
    kinds
        Every kind of fact with its stages.
    sentences
        How many of them are sentences; by default half.
    seed
        The same seed draws the same from the same run, in whatever order its reports are.
    by
        What the strata are made of, of `population.THINGS` and `population.SENTENCES`. Sentences are always parted by
        what they hold.
    layers
        Of `population.LAYERS`.
    allocation
        ``proportional`` to the strata, or ``neyman``: to their size and the standard deviation of what is expected
        there, so that what the models are unsure of is looked at more often.
    least
        Units drawn from each stratum at least. Where there are too many strata for that, the smallest are put together.

    Raises
    ------
    InputError
        Where that cannot be drawn; says what to change.

    References
    ----------
    Cochran (1977), Sampling Techniques, 3rd ed., 5.5 (Neyman allocation). Units are drawn by permanent random numbers,
    a hash of seed and key (Ohlsson 1995): the smallest of a stratum are a simple random sample of it.
    """
    _sane(by, layers, allocation)
    judged = bool(set(MISSED) & set(layers))  # of a channel missed, nothing can be said from one sentence
    of_sentences = (n // 2 if judged else 0) if sentences is None else sentences
    of_things = n - of_sentences
    if of_sentences and not judged:
        raise InputError("no sentence tells which channels were missed: leave --sentences out, or add a layer")
    if min(of_things, of_sentences) < 0:
        raise InputError(f"{of_sentences} sentences are more than the {n} rows asked for", path=run.out)
    left = Left()
    things: dict[tuple[str, ...], _Group] = {}
    stretches: dict[tuple[str, ...], _Group] = {}
    for unit in units(run, tuple(layers), left):
        dims = ("holds", *by) if unit.frame == "sentence" else by
        place = {name: unit.place[name] for name in dict.fromkeys(dims) if name in unit.place}
        key = (unit.frame, *place.values())
        groups, keep = (stretches, of_sentences) if unit.frame == "sentence" else (things, of_things)
        group = groups.setdefault(key, _Group(unit.frame, place))
        chance = hashlib.sha256(f"{seed}:{unit.frame}:{unit.key}".encode()).digest()[:8]
        group.add(unit, int.from_bytes(chance) / 2**64, keep)
    if not things and of_things:
        raise InputError(f"the run holds no {' and no '.join(layers)} to draw from", path=run.out)
    chosen: list[tuple[_Group, int]] = []
    for groups, wanted, kept in ((things, of_things, ("confidence",)), (stretches, of_sentences, ("holds",))):
        if groups and wanted:
            pooled = _pooled(groups, wanted, least, kept, run.out)
            chosen += zip(pooled, _shares(pooled, wanted, least, allocation), strict=True)
    strata, rows = [], []
    for group, count in sorted(chosen, key=lambda one: (_rank(one[0].frame), _name(one[0]))):
        sure = round(group.sure / group.size, 4)
        stratum = Stratum(_name(group), group.frame, group.place, group.size, count, sure, group.cells)
        strata.append(stratum)
        rows += [(stratum, one[2]) for one in sorted(group.heap, reverse=True)[:count]]
    rows.sort(key=lambda one: (_rank(one[1].frame), one[1].row["path"], one[1].row["start"], one[1].key))
    made = {
        "fingerprint": fingerprint(run),
        "version": run.manifest.get("versions", {}).get("gongkai", ""),
        "lexicon_sha256": run.manifest.get("lexicon_sha256", ""),
        "models": dict(run.manifest.get("models", {})),
    }
    out = {"same_file": left.same_file, "sentences_without_number": left.sentences}
    known = {name: list(kinds[name]) for name in sorted(kinds)}
    way = (seed, tuple(by), tuple(layers), allocation, least)
    return Design(made, *way, left.reports, out, known, tuple(strata)), rows


def _sane(by: Sequence[str], layers: Sequence[str], allocation: str) -> None:
    dims = tuple(dict.fromkeys((*THINGS, *SENTENCES)))
    for given, known, what in (
        (by, dims, "stratum"),
        (layers, tuple(LAYERS), "layer"),
        ([allocation], ALLOCATIONS, "allocation"),
    ):
        odd = [name for name in given if name not in known]
        if odd or not given:
            raise InputError(f"unknown {what} {', '.join(map(repr, odd)) or 'list (empty)'}; known: {', '.join(known)}")


def _rank(frame: str) -> int:
    return [*LAYERS, "sentence"].index(frame)


def _name(group: _Group) -> str:
    return "/".join((group.frame, *group.place.values()))


def _pooled(
    groups: Mapping[tuple[str, ...], _Group], wanted: int, least: int, kept: Sequence[str], path: str
) -> list[_Group]:
    """The strata, the smallest put together (by layer, and by what is ``kept``) until ``least`` of each fit."""
    found = sorted(groups.values(), key=lambda group: (group.size, _name(group)))

    def need(some: Iterable[_Group]) -> int:
        return sum(min(least, group.size) for group in some)

    merged: dict[tuple[str, ...], _Group] = {}
    while found and need((*found, *merged.values())) > BOUND * wanted:
        group = found.pop(0)
        place = {name: value if name in kept else "*" for name, value in group.place.items()}
        key = (group.frame, *place.values())
        if key in merged:
            merged[key].join(group, wanted)
        else:
            group.place = place
            merged[key] = group
    whole = [*found, *merged.values()]
    if need(whole) > wanted:
        what = "sentences" if whole[0].frame == "sentence" else "things"
        raise InputError(
            f"{wanted} {what} are too few for {len(whole)} strata with {least} each; "
            f"draw {need(whole)} {what} or more (--n, --sentences), or lower --least",
            path=path,
        )
    return whole


def _shares(groups: Sequence[_Group], wanted: int, least: int, allocation: str) -> list[int]:
    """How many are drawn from each: the least first, the rest in proportion; never more than there are."""
    weights = [group.size * (_spread(group) if allocation == "neyman" else 1.0) for group in groups]
    out = [min(least, group.size) for group in groups]
    wanted = min(wanted, sum(group.size for group in groups))
    ideal = [0.0] * len(groups)
    open_ones, rest = set(range(len(groups))), float(wanted)
    while open_ones:  # strata that would get less than their least, or more than they have, are settled first
        scale = rest / sum(weights[i] for i in open_ones)
        low = {i for i in open_ones if weights[i] * scale <= out[i]}
        high = {i for i in open_ones if weights[i] * scale >= groups[i].size}
        settled = low or high
        if not settled:
            for i in open_ones:
                ideal[i] = weights[i] * scale
            break
        for i in settled:
            ideal[i] = float(out[i] if i in low else groups[i].size)
            rest -= ideal[i]
        open_ones -= settled
    counts = [max(least_, math.floor(one + 1e-9)) for least_, one in zip(out, ideal, strict=True)]
    order = sorted(range(len(groups)), key=lambda i: (counts[i] - ideal[i], _name(groups[i])))
    while sum(counts) < wanted:
        for i in order:
            if sum(counts) < wanted and counts[i] < groups[i].size:
                counts[i] += 1
    return counts


def _spread(group: _Group) -> float:
    """Standard deviation that is expected in a stratum: of a thing by its confidence, of a sentence by experience."""
    if group.frame == "sentence":
        return _SPREAD[group.place["holds"]]
    sure = min(1.0, group.sure / group.size)
    return max(_FLOOR, math.sqrt(sure * (1 - sure)))
