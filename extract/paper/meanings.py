"""What columns and their values mean, from the one place where each is declared.

Kinds, stages, bounds, scopes, levels, kinds of channels, aspects and grounds of links are defined in the codebook for
annotators (``annotations/codebook.md``), kinds of documents where they are told apart, everything else in
``meanings.toml``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from extract import model, resources
from extract.document import KINDS
from extract.errors import LexiconError
from extract.export.panel import Harmonised
from extract.facts import kinds
from extract.model.values import VALUES

LANGUAGES = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Meaning:
    """A definition in both languages."""

    zh: str
    en: str

    def told(self, language: str) -> str:
        """The definition in a language."""
        return self.zh if language == "zh" else self.en


#: parts of the codebook for annotators, with the group that their entries define
_PARTS = {
    "Head": "Organ.level",
    "Kinds of facts": "Fact.kind",
    "Stages": "Fact.stage",
    "Fields of a fact": "Fact.",
    "Kinds of channels": "Channel.kind",
    "Aspects": "Item.aspect",
    "Links": "Link.by",
}
#: columns whose values are those of a field, by table; ``*`` for all tables that have the column
_COLUMNS: dict[tuple[str, str], str] = {
    ("reports", "document_kind"): "Report.document_kind",
    ("reports", "organ_level"): "Organ.level",
    ("reports", "format"): "SourceInfo.format",
    ("reports", "by"): "SourceInfo.by",
    ("sections", "kind"): "Section.kind",
    ("facts", "kind"): "Fact.kind",
    ("facts", "bound"): "Fact.bound",
    ("facts", "scope"): "Fact.scope",
    ("facts", "section"): "Section.kind",
    ("facts", "channel_kind"): "Channel.kind",
    ("channels", "kind"): "Channel.kind",
    ("problems", "aspect"): "Item.aspect",
    ("problems", "aspects"): "Item.aspect",
    ("remedies", "aspect"): "Item.aspect",
    ("remedies", "aspects"): "Item.aspect",
    ("links", "by"): "Link.by",
    ("links", "problem_aspect"): "Item.aspect",
    ("links", "remedy_aspect"): "Item.aspect",
    ("cells", "table"): "Table.kind",
    ("cells", "template"): "Table.template",
    ("cells", "status"): "Cell.status",
    ("panel", "status"): "Harmonised.status",
    ("panel", "match"): "Harmonised.match",
    ("panel", "template"): "Table.template",
    ("checks", "check"): "Check.check",
    ("checks", "status"): "Check.status",
    ("contacts", "kind"): "Contact.kind",
    ("failures", "stage"): "Failure.stage",
}


def group_of(table: str, column: str) -> str | None:
    """The group of values that a column has, if it has a fixed set of them."""
    return _COLUMNS.get((table, column))


@cache
def toml() -> dict[str, Any]:
    """The content of ``meanings.toml``."""
    return tomllib.loads((files(__package__) / "meanings.toml").read_text(encoding="utf8"))


@cache
def values(group: str) -> dict[str, Meaning]:
    """The values of a group, in their order, with what they mean.

    Raises
    ------
    LexiconError
        Where a value has no definition.
    """
    defined = _defined(group)
    missing = [name for name in _names(group) if name not in defined]
    if missing:
        raise LexiconError(f"no definition of {group}: {', '.join(missing)} (annotations/codebook.md, meanings.toml)")
    return {name: defined[name] for name in _names(group)}


def _names(group: str) -> tuple[str, ...]:
    if group == "Fact.kind":
        return tuple(sorted(kind.name for kind in kinds()))
    if group == "Fact.stage":
        return tuple(f"{kind.name}.{stage}" for kind in sorted(kinds(), key=lambda k: k.name) for stage in kind.stages)
    if group == "Report.document_kind":
        return tuple(KINDS)
    owner, _, name = group.partition(".")
    kind = Harmonised if owner == "Harmonised" else getattr(model, owner)
    return VALUES.get((kind, name)) or tuple(toml()[group])


def _defined(group: str) -> dict[str, Meaning]:
    if group == "Report.document_kind":
        return {name: Meaning(zh, KINDS[name]) for name, (zh,) in toml()[group].items()}
    if group in toml():
        return {name: Meaning(*told) for name, told in toml()[group].items()}
    owner = f"{group.partition('.')[0]}."
    return _book().get(group) or _book().get(owner, {})


@cache
def _book() -> dict[str, dict[str, Meaning]]:
    """The definitions of the codebook for annotators, by group."""
    page = resources.label_book().read_text(encoding="utf8")
    found: dict[str, dict[str, Meaning]] = {}
    for heading, group in _PARTS.items():
        part = re.search(rf"(?ms)^## {re.escape(heading)}.*?(?=^## |\Z)", page)
        for row in part[0].splitlines() if part else ():
            cells = [cell.strip() for cell in row.strip("|").split("|")]
            if row.startswith("| `") and len(cells) > 3:
                for name in re.findall("`([^`]+)`", cells[0]):
                    found.setdefault(group, {}).setdefault(name, Meaning(cells[1], cells[2]))
    return found


def definition(doc: str, zh: str, language: str) -> str:
    """What a column holds: ``doc`` in English; in Chinese its definition, or the label where it has none."""
    return str(toml()["definitions"].get(doc, zh)) if language == "zh" else doc


def word(name: str, language: str) -> str:
    """One of the codebook's own words."""
    return str(toml()["words"][name][LANGUAGES.index(language)])
