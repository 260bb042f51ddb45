"""Frozen dataclasses that are made in half the time."""

from __future__ import annotations

from dataclasses import fields
from functools import wraps
from typing import Any, TypeVar

Kind = TypeVar("Kind")


def quick(kind: type[Kind]) -> type[Kind]:
    """The frozen dataclass with slots, its ``__init__`` rewritten to set each slot by the slot's own descriptor.

    What ``dataclass`` writes looks ``object.__setattr__`` up for each field, and that looks the slot up; of a thousand
    cells of tables this was the larger part of the work. Signature, defaults and all else are as they were.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> @quick
    ... @dataclass(frozen=True, slots=True)
    ... class Point:
    ...     x: int
    ...     y: int = 0
    >>> Point(1), Point(y=3, x=2)
    (Point(x=1, y=0), Point(x=2, y=3))
    """
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    sets = "; ".join(f"set_{name}(self, {name})" for name in names)
    scope: dict[str, Any] = {f"set_{name}": getattr(kind, name).__set__ for name in names}
    exec(f"def __init__(self, {', '.join(names)}): {sets}", scope)
    made, before = scope["__init__"], kind.__init__
    made.__defaults__ = before.__defaults__
    kind.__init__ = wraps(before)(made)  # type: ignore[method-assign]
    return kind
