"""One row of a sheet as an answer, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from extract.audit.design import Design
from extract.audit.sheet import FILL, FILL_SENTENCE, FILL_THING, MISSED, words

Cells = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact as the reader says it is: kind and stage, its value (None: not told), whether it counts in their sum."""

    cell: str
    value: float | None
    counted: bool

    @property
    def kind(self) -> str:
        """The kind without the stage."""
        return self.cell.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Answer:
    """One row that was answered.

    Attributes
    ----------
    report
        Id of its report.
    frame, stratum
        Of the unit.
    read
        What the run has read; None for sentences.
    verdict
        ``right``, ``misread`` or ``spurious``; empty for sentences.
    right
        What is stated at its place in truth; None where nothing is, or for sentences.
    missed
        How many things of each layer a sentence states that the run has not.
    facts
        The facts among them.
    """

    report: str
    frame: str
    stratum: str
    read: Stated | None
    verdict: str
    right: Stated | None
    missed: Mapping[str, int]
    facts: tuple[Stated, ...]


def answer(row: Cells, design: Design, at: str, wrong: list[str]) -> Answer | None:
    """The answer in a row; None where it is blank, or where ``wrong`` was told what is the matter with it."""
    said = {name: _text(row.get(name)) for name in FILL}
    report, _, _ = str(row["key"]).partition(":")
    frame, stratum = str(row["what"]), str(row["stratum"])
    if frame == "sentence":
        wrong += [f"{at}: {name} is of things, this is a sentence" for name in FILL_THING if said[name]]
        return _sentence(said, design, at, wrong, report, stratum)
    wrong += [f"{at}: {name} is of sentences, this is a {frame}" for name in FILL_SENTENCE if said[name]]
    return _thing(row, said, design, at, wrong, (report, frame, stratum))


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _one_of(said: str, known: Mapping[str, str], what: str, at: str, wrong: list[str]) -> str:
    """The English name of an answer given in English, in Chinese or in both."""
    parts = set(said.casefold().split())
    for name, zh in known.items():
        if parts and parts <= {name, zh}:
            return name
    choice = ", ".join(f"{name} {zh}" for name, zh in known.items())
    wrong.append(f"{at}: unknown {what} {said!r}; known are {choice}")
    return ""


def _thing(
    row: Cells, said: Cells, design: Design, at: str, wrong: list[str], whose: tuple[str, str, str]
) -> Answer | None:
    given = [name for name in FILL_THING[1:] if said[name]]
    if not said["verdict"]:
        if given:
            wrong.append(f"{at}: {', '.join(given)} without a verdict")
        return None
    verdict = _one_of(said["verdict"], words()["verdicts"], "verdict", at, wrong)
    if not verdict:
        return None
    if whose[1] != "fact":
        if given:
            wrong.append(f"{at}: {', '.join(given)} is of facts, this is a {whose[1]}")
        return Answer(*whose, Stated(_text(row["kind"]), None, False), verdict, None, {}, ())
    kind, stage = _text(row["kind"]), _text(row["stage"])
    counted = _text(row["counted"]) == "yes"
    was = Stated(f"{kind}/{stage}" if stage else kind, float(row["value"]), counted)
    if verdict == "spurious":
        if given:
            wrong.append(f"{at}: spurious, and yet {', '.join(given)}; nothing is stated there, or it is misread")
        return Answer(*whose, was, verdict, None, {}, ())
    right = _right(was, said, design, at, wrong)
    if right is None:
        return None
    same = (right.cell, right.value) == (was.cell, was.value)
    if verdict == "right" and not same:
        wrong.append(f"{at}: right, and yet {', '.join(given)} says something else than was read; it is misread")
    if verdict == "misread" and same and right.counted == was.counted and not said["note"]:
        wrong.append(
            f"{at}: misread, but nothing says what is right; fill in right_kind, right_stage, right_value or note"
        )
    return Answer(*whose, was, verdict, right, {}, ())


def _right(was: Stated, said: Cells, design: Design, at: str, wrong: list[str]) -> Stated | None:
    """What is stated in truth, where blanks say: as it was read."""
    kind, _, stage = was.cell.partition("/")
    if said["right_kind"] and said["right_kind"] != kind:
        kind, stage = said["right_kind"], ""
    if said["right_stage"]:
        stage = "" if said["right_stage"] in ("-", "–", "—") else said["right_stage"]
    fault = _unknown(kind, stage, design)
    value = was.value if not said["right_value"] else _number(said["right_value"])
    if fault or value is None:
        wrong.append(f"{at}: {fault or 'right_value ' + repr(said['right_value']) + ' is no number'}")
        return None
    counted, cell = was.counted, f"{kind}/{stage}" if stage else kind
    if said["right_counted"]:
        counted = _one_of(said["right_counted"], words()["answers"], "right_counted", at, wrong) == "yes"
    return Stated(cell, value, counted)


def _unknown(kind: str, stage: str, design: Design) -> str:
    if kind not in design.kinds:
        return f"unknown kind {kind!r}; known are {', '.join(design.kinds)}"
    if stage and stage not in design.kinds[kind]:
        return f"{kind} has no stage {stage!r}; it has {', '.join(design.kinds[kind]) or 'none'}"
    return ""


def _number(said: str) -> float | None:
    bare = said.replace(",", "").replace("，", "")
    return float(bare) if re.fullmatch(r"-?\d+(\.\d+)?", bare) else None


def _sentence(said: Cells, design: Design, at: str, wrong: list[str], report: str, stratum: str) -> Answer | None:
    missed: dict[str, int] = {}
    asked = [layer for layer in design.layers if layer in MISSED]
    for layer in asked:
        told = said[MISSED[layer]]
        if told:
            if not re.fullmatch(r"\d{1,3}", told):
                wrong.append(f"{at}: {MISSED[layer]} {told!r} is no whole number")
                return None
            missed[layer] = int(told)
    if not missed:
        if said["what_missed"]:
            wrong.append(f"{at}: what_missed without missed_facts")
        return None
    blank = [MISSED[layer] for layer in asked if layer not in missed]
    if blank:
        wrong.append(f"{at}: {', '.join(blank)} is blank; put 0 where none is missed")
        return None
    facts = tuple(_listed(said["what_missed"], design, at, wrong))
    if len(facts) != missed.get("fact", 0):
        count = missed.get("fact", 0)
        wrong.append(f"{at}: missed_facts is {count}, what_missed names {len(facts)}; name each, as in disclosure=36")
        return None
    return Answer(report, "sentence", stratum, None, "", None, missed, facts)


_FACT = re.compile(r"(?P<kind>\w+)(?:/(?P<stage>\w+))?(?:\s*[=＝]\s*(?P<value>\S+?))?(?P<part>\s+(?:part|部分))?")


def _listed(said: str, design: Design, at: str, wrong: list[str]) -> Iterator[Stated]:
    for one in filter(None, (piece.strip() for piece in re.split(r"[;；\n]", said))):
        found = _FACT.fullmatch(one)
        value = _number(found["value"]) if found and found["value"] else None
        fault = _unknown(found["kind"], found["stage"] or "", design) if found else "is not kind/stage=value"
        if found and found["value"] and value is None:
            fault = f"{found['value']!r} is no number"
        if fault:
            wrong.append(f"{at}: what_missed {one!r}: {fault}")
        elif found:
            kind, stage = found["kind"], found["stage"]
            yield Stated(f"{kind}/{stage}" if stage else kind, value, not found["part"] and stage != "rate")
