"""What each correction is about, and corrections that contradict one another: told with both lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from extract.annotate.corpus import Annotated
from extract.annotate.corrections import LINK, Found, Row, find

_PAST = {"confirm": "confirmed", "correct": "corrected", "reject": "rejected", "add": "added"}


def resolved(rows: Sequence[Row], one: Annotated, gold: Mapping[str, Any]) -> tuple[dict[str, Found | None], list[str]]:
    """What each row is about, by its line; None for what is added, and for a layer that is confirmed whole.

    Returns
    -------
    What the rows are about, and what is wrong with those that are about nothing: these have no entry.
    """
    found: dict[str, Found | None] = {}
    wrong = []
    for row in rows:
        about = _about(row, one, gold)
        if isinstance(about, str):
            wrong.append(f"{row.at}: {about}")
        else:
            found[row.at] = about
    return found, wrong


def _about(row: Row, one: Annotated, gold: Mapping[str, Any]) -> Found | str | None:
    told = row.told
    if told["action"] == "add":
        return None
    if told["action"] == "confirm" and not told["id"] and row.start is None:
        return None if told["layer"] else "confirms nothing: give an id, a place, or a layer"
    pair = LINK.fullmatch(told["id"])
    if not pair:
        return find(row, one, gold)
    for problem in gold["problems"]:
        for link in problem["remedies"]:
            if (problem["id"], link["remedy"]) == pair.groups():
                return Found("links", link, link)
    return f"{one.id} has no link {told['id']}"


def clashes(rows: Sequence[Row], found: Mapping[str, Found | None]) -> Iterator[str]:
    """Rows that say of one thing what cannot both be."""
    said: dict[int, list[Row]] = {}
    for row in rows:
        about = found.get(row.at)
        if about is None:
            continue
        for mark in (id(about.thing), *([id(about.place)] if about.place is not about.thing else ())):
            for other in said.get(mark, ()):
                if _clash(row, other, whole=mark == id(about.thing) and about.key == "channels"):
                    yield f"{row.at}: {_name(row)} is {_PAST[row.told['action']]} here, and {_other(row, other)}"
                    break
            else:
                said.setdefault(mark, []).append(row)
                continue
            break
    gone = {_name(row): row for row in rows if row.told["action"] == "reject" and found.get(row.at) and row.told["id"]}
    for row in rows:
        for name in sorted(_meant(row) & {name for name, by in gone.items() if by.start is None}):
            yield f"{row.at}: refers to {name}, which is rejected in {gone[name].at}"


def _clash(row: Row, other: Row, *, whole: bool) -> bool:
    """Whether two rows about one thing contradict each other; ``whole``: about a channel, or one of its mentions."""
    actions = {row.told["action"], other.told["action"]}
    fields = {row.told["field"], other.told["field"]}
    if whole and (row.start is None) != (other.start is None):  # one is about the channel, one about a mention
        of_channel = row if row.start is None else other
        of_mention = other if row.start is None else row
        if of_channel.told["action"] == "correct":
            return False
        return of_channel.told["action"] == "reject" or of_mention.told["action"] != "confirm"
    if whole and row.start is not None and (row.start, row.end) != (other.start, other.end):
        return False  # two mentions
    if "reject" in actions:
        return True
    if actions == {"confirm"}:
        return False
    if actions == {"correct"}:
        return len(fields) == 1
    # to confirm a problem's links says nothing of its other fields
    return not ("remedies" in fields and len(fields) == 2)


def _name(row: Row) -> str:
    return row.told["id"] or f"{row.start}:{row.end}"


def _other(row: Row, other: Row) -> str:
    told = _PAST[other.told["action"]]
    if row.told["action"] == other.told["action"] == "correct":
        told = f"its {other.told['field']} otherwise"
    return f"{told} in {other.at}"


def _meant(row: Row) -> set[str]:
    """The ids that what a row adds or sets refers to."""
    told = row.told
    if told["layer"] == "links" and told["action"] != "reject":
        return set(told["id"].split(">")) if ">" in told["id"] else set()
    if told["action"] == "add":
        return {word.lstrip("<>@#") for word in told["new"].split() if word[0] in "<>@"}
    if told["action"] == "correct" and told["field"] in ("part_of", "channel"):
        return {told["new"]}
    if told["action"] == "correct" and told["field"] == "remedies":
        return {link.split()[0] for link in told["new"].split(";") if link.strip()}
    return set()
