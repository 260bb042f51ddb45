"""A change: one thing that two runs tell differently, with the evidence of both sides."""

from __future__ import annotations

from dataclasses import dataclass

from extract.export.columns import Column, Row, TableSpec
from extract.export.record import plain

WON, LOST, CHANGED = "won", "lost", "changed"
OUTCOMES = (WON, LOST, CHANGED)
CONTEXT = 30  # characters on either side of the words of a change
#: the tables that are compared, in the order in which they are told
TABLES = (
    *("reports", "failures", "facts", "channels", "problems", "remedies", "links", "cells", "checks"),
    *("sections", "contacts", "warnings"),
)


@dataclass(frozen=True, slots=True)
class Side:
    """A thing as one run has it: where it stands, what it was taken for, by which rule.

    ``around`` holds the characters before and behind its words; the words are empty where the thing has no place.
    """

    report_id: str | None
    path: str
    id: str | None = None
    kind: str | None = None
    rule: str | None = None
    start: int | None = None
    end: int | None = None
    text: str | None = None
    around: tuple[str, str] = ("", "")
    confidence: float | None = None

    @property
    def context(self) -> str | None:
        """The words in their surroundings, between ⟦ and ⟧, on one line."""
        return None if self.text is None else line(f"{self.around[0]}⟦{self.text}⟧{self.around[1]}")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: ``won`` is in the second run alone, ``lost`` in the first alone.

    ``fields`` names what differs, ``before`` and ``after`` say it of the first and the second run, item by item; of a
    thing won ``before`` holds nothing, of a thing lost ``after``.
    """

    change: str
    table: str
    a: Side | None
    b: Side | None
    fields: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    same_text: bool = True

    @property
    def kind(self) -> str:
        """The kind, or both where it changed."""
        return _both(self.a.kind if self.a else None, self.b.kind if self.b else None, self)

    @property
    def rule(self) -> str:
        """The rule, or both where another one made it."""
        return _both(self.a.rule if self.a else None, self.b.rule if self.b else None, self)

    @property
    def path(self) -> str:
        """Path of the report, as the second run has it where it is there."""
        side = self.b or self.a
        assert side is not None
        return side.path

    def row(self) -> Row:
        """The row of ``changes``."""
        a, b = self.a or _NOTHING, self.b or _NOTHING
        told = [getattr(side, name) for name in _SIDE for side in (a, b)]
        text = "same" if self.same_text else "changed"
        return (self.change, self.table, *told, self.fields, self.before, self.after, text)


_NOTHING = Side(None, "")
_SIDE = ("report_id", "path", "id", "kind", "rule", "start", "end", "text", "context", "confidence")


def _both(one: str | None, other: str | None, change: Change) -> str:
    if change.a and change.b and one != other:
        return f"{one or '–'} → {other or '–'}"
    return one or other or ""


def line(text: str) -> str:
    """Text on one line."""
    return " ".join(text.split())


def told(value: object) -> str:
    """A value of a record in words: nothing for null, list items with semicolons.

    Examples
    --------
    >>> told(None), told(12.0), told(["a", "b"]), told(False)
    ('', '12', 'a; b', 'False')
    """
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(map(told, value))
    return str(plain(value))


def _sides(name: str, kind: str, doc: str, zh: str) -> tuple[Column, Column]:
    return Column(f"{name}_a", kind, f"{doc}, in run A", f"A {zh}"), Column(
        f"{name}_b", kind, f"{doc}, in run B", f"B {zh}"
    )


SPEC = TableSpec(
    "changes",
    "one row a thing that two runs tell differently",
    "变化",
    (
        Column("change", "string", "won (in run B alone), lost (in run A alone) or changed (in both)", "变化"),
        Column("table", "string", "table that the thing stands in", "表"),
        *_sides("report_id", "string", "report that it belongs to", "报告编号"),
        *_sides("path", "string", "path relative to the input root", "路径"),
        *_sides("id", "string", "id within the report; of a cell its place", "编号"),
        *_sides("kind", "string", "kind (of an item its main aspect, of a link what it rests on)", "类型"),
        *_sides("rule", "string", "rule or model that made it", "来源规则"),
        *_sides("start", "int", "first character", "起"),
        *_sides("end", "int", "end (exclusive)", "止"),
        *_sides("text", "string", "its words: the characters from start to end", "原文"),
        *_sides("context", "string", "its words in their surroundings, between ⟦ and ⟧", "上下文"),
        *_sides("confidence", "float", "probability that it is right", "置信度"),
        Column("fields", "strings", "what differs", "变化的属性"),
        Column("before", "strings", "what run A says of each of the fields", "变化前"),
        Column("after", "strings", "what run B says of each of the fields", "变化后"),
        Column(
            "report_text", "string", "same, or changed where the text of the report is not the same in both", "文本"
        ),
    ),
    lambda report: iter(()),
)
