"""Styles of a Word document: what a paragraph or a run has from its style and from those that it is based on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extract.reading.docx.ooxml import child, flag, value, w

_CHAIN = 32  # Word itself lets 11 styles be based on each other


class Styles:
    """The styles, by their id.

    Parameters
    ----------
    root
        Root of ``styles.xml``, None where the document has none.

    Attributes
    ----------
    lists
        The list (``w:numId``) that each numbering style names.
    """

    def __init__(self, root: Any) -> None:
        found = [] if root is None else list(root.iterchildren(w("style")))
        self._styles: dict[str, Any] = {style.get(w("styleId"), ""): style for style in found}
        plain = (s for s in found if s.get(w("type")) == "paragraph" and s.get(w("default")) in ("1", "true", "on"))
        self._default: str | None = next((style.get(w("styleId")) for style in plain), None)
        self._hidden: dict[str | None, bool] = {}
        self._numbered: dict[str | None, tuple[str | None, str | None, tuple[str, ...]]] = {}
        self.lists: dict[str, str] = {}
        for key in self._styles:
            if self._styles[key].get(w("type")) == "numbering":
                num, _, _ = self.numbered(key)
                if num is not None:
                    self.lists[key] = num

    def _chain(self, key: str | None) -> Iterator[tuple[str, Any]]:
        for _ in range(_CHAIN):  # a style may be based on itself
            if key is None or key not in self._styles:
                return
            yield key, self._styles[key]
            key = value(self._styles[key], "basedOn")

    def numbered(self, key: str | None) -> tuple[str | None, str | None, tuple[str, ...]]:
        """The list of a paragraph style, its level there, and the styles from it to the one that names the list."""
        key = key or self._default
        if key not in self._numbered:
            self._numbered[key] = self._list_of(key)
        return self._numbered[key]

    def _list_of(self, key: str | None) -> tuple[str | None, str | None, tuple[str, ...]]:
        level: str | None = None
        names: list[str] = []
        for name, style in self._chain(key):
            names.append(name)
            looks = child(style, "pPr")
            number = None if looks is None else child(looks, "numPr")
            if number is not None:
                level = level or value(number, "ilvl")
                if (num := value(number, "numId")) is not None:
                    return num, level, tuple(names)
        return None, None, ()

    def hides(self, key: str | None, *, default: bool = True) -> bool:
        """Whether text of that style is hidden; without a style that of the default one, where ``default`` says so."""
        key = key or (self._default if default else None)
        if key not in self._hidden:
            looks = (child(style, "rPr") for _, style in self._chain(key))
            says = (flag(one, "vanish") for one in looks if one is not None and child(one, "vanish") is not None)
            self._hidden[key] = next(says, False)
        return self._hidden[key]
