"""How a sample was drawn: what the sheet carries with it, so that an estimate needs nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from extract.results import Results

VERSION = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """The facts of one kind and stage in a stratum: how many, and what they add to the sum of their cell.

    ``square`` is the sum of the squares, ``most`` the largest.
    """

    count: int = 0
    counted: int = 0
    total: float = 0.0
    square: float = 0.0
    most: float = 0.0

    def __add__(self, other: Cell) -> Cell:
        return Cell(
            self.count + other.count,
            self.counted + other.counted,
            self.total + other.total,
            self.square + other.square,
            max(self.most, other.most),
        )


@dataclass(frozen=True, slots=True)
class Stratum:
    """A stratum: its units, how many were drawn, and what is known of all of them.

    Attributes
    ----------
    frame
        A layer, or ``sentence``.
    place
        The values that it is made of; ``*`` where small strata were put together.
    size, drawn
        N and n; each unit was drawn with the probability n/N.
    sure
        Mean confidence of its things.
    cells
        Its things by kind and stage.
    """

    name: str
    frame: str
    place: Mapping[str, str]
    size: int
    drawn: int
    sure: float
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Design:
    """How a sample was drawn, all that an estimate has to know.

    Attributes
    ----------
    run
        Fingerprint and versions of the run.
    least
        Units drawn from each stratum at least.
    left_out
        What was not drawn from, counted.
    kinds
        Every kind of fact with its stages: what an answer may name.
    """

    run: Mapping[str, Any]
    seed: int
    by: tuple[str, ...]
    layers: tuple[str, ...]
    allocation: str
    least: int
    reports: int
    left_out: Mapping[str, int]
    kinds: Mapping[str, Sequence[str]]
    strata: tuple[Stratum, ...]
    version: int = VERSION

    def as_json(self) -> str:
        """The design as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def of_json(text: str) -> Design:
    """A design read back; any error of form is a ValueError, KeyError or TypeError."""
    told = json.loads(text)
    if told["version"] != VERSION:
        raise ValueError(f"its version is {told['version']}, this gongkai reads {VERSION}")
    strata = tuple(
        Stratum(**{**one, "cells": {name: Cell(**cell) for name, cell in one["cells"].items()}})
        for one in told.pop("strata")
    )
    for key in ("by", "layers"):
        told[key] = tuple(told[key])
    return Design(**told, strata=strata)


def fingerprint(run: Results) -> str:
    """SHA-256 of a run's manifest: it names the code, the vocabulary, the models and every file written."""
    return hashlib.sha256(json.dumps(run.manifest, sort_keys=True).encode()).hexdigest()
