"""Frozen dataclasses that are made in less than half the time."""

from __future__ import annotations

from dataclasses import fields
from functools import wraps
from typing import Any, TypeVar

Kind = TypeVar("Kind")


def quick(kind: type[Kind]) -> type[Kind]:
    """The frozen dataclass with slots, its ``__init__`` rewritten: while it is filled, an object is of an open class.

    What ``dataclass`` writes goes round the frozen class by ``object.__setattr__``, which looks each slot up; of a
    thousand cells of tables this was the larger part of the work. Here the object is first made one of a class with the
    same slots that is not frozen, so that Python sets them as it sets any attribute. Signature, defaults and all else
    are as they were; the class cannot have heirs.

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
    >>> Point(1).x = 2
    Traceback (most recent call last):
    dataclasses.FrozenInstanceError: cannot assign to field 'x'
    """
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    filled = "\n    ".join(f"self.{name} = {name}" for name in names)
    scope: dict[str, Any] = {
        "become": vars(object)["__class__"].__set__,
        "Open": type(kind.__name__, (), {"__slots__": tuple(names)}),
        "Frozen": kind,
    }
    lines = (f"def __init__(self, {', '.join(names)}):", "become(self, Open)", filled, "self.__class__ = Frozen")
    exec("\n    ".join(lines), scope)
    made, before = scope["__init__"], kind.__init__
    made.__defaults__ = before.__defaults__
    kind.__init__ = wraps(before)(made)  # type: ignore[method-assign]
    return kind
