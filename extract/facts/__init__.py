"""Facts: quantities, and stated absences of quantities, that the narrative asserts about the work.

A kind is a module of this package that holds ``KIND``; it is found, not registered.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from extract.facts.base import Kind
from extract.facts.engine import extract

__all__ = ["extract", "kinds"]

INNER = frozenset({"base", "engine", "frames", "absence", "breakdown", "category", "deciding", "relate"})


@cache
def kinds() -> tuple[Kind, ...]:
    """All fact kinds, the most specific first."""
    names = [module.name for module in iter_modules(__path__) if module.name not in INNER]
    return tuple(sorted((import_module(f"{__name__}.{name}").KIND for name in names), key=lambda kind: (kind.rank, kind.name)))
