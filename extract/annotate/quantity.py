"""What the words of a fact say of themselves: value, unit and bound."""

from __future__ import annotations

import re
from typing import Any

from extract.numbers import quantities

#: full-width characters as they are read in numbers and in contacts
WIDE = {ord("０") + i: str(i) for i in range(10)} | {ord("．"): ".", ord("％"): "%", ord("，"): ",", ord("　"): " "}
WIDE |= {ord("－"): "-", ord("＠"): "@"}


def quantity(words: str) -> dict[str, Any]:
    """Value, unit and bound that the words of a fact state; value None where they cannot be read.

    Examples
    --------
    >>> quantity("5 300余人"), quantity("均未收到")["value"]
    ({'value': 5300, 'unit': '人', 'bound': 'at_least'}, 0)
    """
    bare = "".join(words.translate(WIDE).split())
    found = quantities(bare)
    if len(found) == 1:
        return {"value": plain(found[0].value), "unit": found[0].unit, "bound": found[0].bound}
    number = re.fullmatch(r"[\d,]+(?:\.\d+)?", bare)
    value = float(number[0].replace(",", "") or 0) if number else 0.0 if not re.search(r"\d", bare) else None
    return {"value": None if value is None else plain(value), "unit": None, "bound": "exact"}


def plain(value: float) -> float | int:
    """A whole number without a point."""
    return int(value) if value == int(value) else value
