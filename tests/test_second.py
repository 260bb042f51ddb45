"""The second opinion: when the model is asked, when it is believed, and how that is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from typer.testing import CliRunner

from extract import pipeline
from extract.classify import models, quantities
from extract.classify.quantities import Told
from extract.cleaning import clean
from extract.cli.app import app
from extract.facts import SecondOpinion, extract, frames
from extract.facts.second import NOTHING, OTHER, opinion
from extract.model import Candidate, Fact, Part, Sentence, Source, Text
from extract.sentences import split
from extract.train import second
from extract.train.examples import Example


class Says(NamedTuple):
    """Stands in for what the classifier says of a number."""

    kind: str
    stage: str | None
    sure: float
    rest: float = 0.1

    def best(self) -> tuple[str, str | None, float]:
        return self.kind, self.stage, self.sure

    def of(self, kind: str, stage: str | None) -> float:
        return self.sure if (kind, stage) == (self.kind, self.stage) else self.rest


class Always(Mapping[int, Says]):
    """The same of every number, and which ones it was asked about."""

    def __init__(self, says: Says) -> None:
        self.says, self.asked = says, list[int]()

    def __getitem__(self, start: int) -> Says:
        self.asked.append(start)
        return self.says

    def __iter__(self) -> Iterator[int]:
        return iter(self.asked)

    def __len__(self) -> int:
        return len(self.asked)


PRESS = Says("press", None, 0.6)
RULED = ("disclosure", None, "disclosure:verb")


@pytest.mark.parametrize(
    ("case", "says", "least", "expected"),
    [
        ("from its probability on", PRESS, 0.6, ("press", None, "press:model", 0.6)),
        ("below it", PRESS, 0.61, (*RULED, 0.1)),
        ("a rule that does not yield", PRESS._replace(sure=1.0), None, (*RULED, 0.1)),
        ("agreement", Says("disclosure", None, 0.9), 0.5, (*RULED, 0.9)),
        (
            "agreement, but for the stage",
            Says("disclosure", "new", 0.9),
            0.5,
            ("disclosure", "new", "disclosure:model"),
        ),
        ("nothing", Says(NOTHING, None, 0.7), 0.5, (NOTHING, None, "none:model", 0.7)),
    ],
)
def test_opinion(case: str, says: Says, least: float | None, expected: tuple[Any, ...]) -> None:
    yields = {} if least is None else {RULED[2]: least}
    assert opinion(SecondOpinion({7: says}, yields, ()), 7, *RULED)[: len(expected)] == expected, case


def test_certain_rules_are_not_asked() -> None:
    model = SecondOpinion({}, {RULED[2]: 0.0}, {RULED[2]})
    assert opinion(model, 7, *RULED) == (*RULED, None)


def test_without_a_model_the_rules_are_alone() -> None:
    assert opinion(None, 7, *RULED) == (*RULED, None)


# in a text


def found(raw: str, says: Says, **more: Any) -> tuple[tuple[Fact, ...], tuple[Candidate, ...], Always]:
    """Facts and candidates of a text where the model says the same of every number."""
    text, sentences, told = *parted(raw), Always(says)
    model = SecondOpinion(told, more.get("yields", {}), more.get("certain", ()))
    facts, trace = extract(text, [*frames(text, sentences, {})], (), {}, 2020, True, model, more.get("sure"))
    return facts, trace, told


def parted(raw: str) -> tuple[Text, tuple[Sentence, ...]]:
    text = clean(Source("case.txt", "txt", "utf-8", "0" * 64, raw))
    return text, split(text, (Part("overview", 1, "", "", 0, 0, len(text.clean)),))


UNOWNED = "村民领取种子132份。"


def test_an_unowned_number_becomes_what_the_model_says() -> None:
    (fact,), (candidate,), _ = found(UNOWNED, PRESS, yields={OTHER: 0.6})
    assert (fact.kind, fact.stage, fact.value, fact.extractor) == ("press", None, 132, "press:model")
    assert (candidate.rule, candidate.outcome) == ("press:model", "won")


def test_a_model_less_sure_leaves_it_unowned() -> None:
    (fact,), (candidate,), told = found(UNOWNED, PRESS, yields={OTHER: 0.7})
    assert (fact.kind, fact.extractor, candidate.rule) == ("other", OTHER, OTHER)
    assert told.asked == [UNOWNED.index("132")]


def test_nothing_drops_the_number_and_the_trace_says_so() -> None:
    facts, (candidate,), _ = found(UNOWNED, Says(NOTHING, None, 0.9), yields={OTHER: 0.6})
    assert not facts
    assert (candidate.text, candidate.rule) == ("132份", "none")
    assert candidate.outcome == "no quantity of the work, says the model"


def test_a_rule_that_yields_and_one_that_does_not() -> None:
    text = "全年公开信息132条，收到申请8件。"
    facts, trace, _ = found(text, PRESS, yields={"disclosure:total": 0.5})
    assert [(fact.kind, fact.extractor) for fact in facts] == [
        ("press", "press:model"),
        ("application", "application:received-verb"),
    ]
    lost = {c.rule: c.outcome for c in trace if c.text == "132条" and c.rule != "press:model"}
    assert lost["disclosure:total"] == "the model is believed against it"
    assert next(c.outcome for c in trace if c.text == "8件") == "won"


def test_certain_rules_are_not_asked_in_a_text() -> None:
    _, _, told = found("全年公开信息132条。", PRESS, certain={"disclosure:total"})
    assert told.asked == []


def test_what_the_model_says_goes_into_the_confidence() -> None:
    rows = []

    def sure(rule: str, told: float | None) -> float:
        rows.append((rule, told))
        return 0.5

    text = "全年公开信息132条，收到申请8件。未收到复议。"
    facts, _, _ = found(text, PRESS, sure=sure, certain={"disclosure:total"})
    assert [fact.confidence for fact in facts] == [0.5] * 3
    assert rows[0] == ("disclosure:total", None)
    assert rows[1] == ("application:received-verb", PRESS.rest)
    assert rows[2][0].startswith("review:absent-")
    assert rows[2][1] is None, "of a denial no model is asked"


def test_a_number_of_two_kinds_is_told_in_the_trace() -> None:
    facts, trace, told = found("申请与复议各3件。", PRESS, yields={OTHER: 0.1})
    assert [fact.kind for fact in facts] == ["application", "review"]
    assert (trace[0].rule, trace[0].outcome) == ("application:each, review:each", "won")
    assert not any("before any rule" in candidate.outcome for candidate in trace)
    assert told.asked == []


REPORT = "柳湾镇2020年政府信息公开工作年度报告\n一、总体情况\n村民领取种子57份。\n全年公开信息132条。\n"


def one_label(label: str) -> Any:
    """The shipped models, but of each number the classifier says this, for sure."""

    class Fixed(quantities.Quantities):
        def tell(self, numbers: Any) -> list[Told]:
            return [Told((label, "zzz"), np.array([0.9, 0.1]), 0)] * len(numbers)

    shipped = models()
    assert shipped.quantities is not None
    fixed = Fixed(shipped.quantities.model, {OTHER: 0.5}, frozenset())
    return replace(shipped, quantities=fixed)


def source(raw: str) -> Source:
    return Source("a.txt", "txt", "utf-8", "0" * 64, raw)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("review.received", [("review", "received", "review:model"), ("disclosure", None, "disclosure:total")]),
        ("press", [("press", None, "press:model"), ("disclosure", None, "disclosure:total")]),
        (NOTHING, [("disclosure", None, "disclosure:total")]),
    ],
)
def test_the_whole_way(label: str, expected: list[tuple[str, str | None, str]]) -> None:
    (report,) = pipeline.extract([source(REPORT)], models=one_label(label))
    assert [(fact.kind, fact.stage, fact.extractor) for fact in report.facts] == expected


def test_without_the_models_of_numbers_and_mentions() -> None:
    alone = replace(models(), quantities=None, mentions=None)
    (report,) = pipeline.extract([source(REPORT)], models=alone, traced=True)
    assert [fact.extractor for fact in report.facts] == [OTHER, "disclosure:total"]
    assert all(0 < fact.confidence < 1 for fact in report.facts)


@pytest.mark.parametrize(("label", "words"), [("press", "press:model"), (NOTHING, "says the model")])
def test_explain_names_the_model(label: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf8")
    fixed = one_label(label)
    monkeypatch.setattr(pipeline, "shipped", lambda: fixed)
    told = CliRunner().invoke(app, ["explain", str(path), "--at", str(REPORT.index("57"))], env={"COLUMNS": "200"})
    assert told.exit_code == 0
    assert words in told.stdout


# where rules yield


def fights(rule: str, *rows: tuple[int, str, str, float]) -> tuple[list[Example], tuple[str, ...], Any]:
    """So many numbers of which the rule says ``a``, the model ``b`` so surely, and the gold one of them or ``c``."""
    labels = ("a", "b", "c")
    examples, told = [], []
    for times, gold, says, sure in rows:
        row = [(1 - sure) / 2] * 3
        row[labels.index(says)] = sure
        examples += [Example((), gold, "li", ("a", rule))] * times
        told += [row] * times
    return examples, labels, np.array(told)


@pytest.mark.parametrize(
    ("case", "rows", "expected"),
    [
        ("the model wins", [(9, "b", "b", 0.95)], 0.5),
        ("the rule wins", [(9, "a", "b", 0.95)], None),
        ("both are wrong", [(9, "c", "b", 0.95)], None),
        ("once is not enough", [(1, "b", "b", 0.95)], None),
        ("twice is", [(2, "b", "b", 0.95)], 0.5),
        ("it wins only where it is sure", [(9, "b", "b", 0.85), (9, "a", "b", 0.55)], 0.6),
        ("it is never so unsure", [(9, "b", "b", 0.45)], None),
        ("agreement is no fight", [(9, "a", "a", 0.9)], None),
        ("no example", [], None),
    ],
)
def test_yields(case: str, rows: list[tuple[int, str, str, float]], expected: float | None) -> None:
    assert second.yields(*fights("x:y", *rows)) == ({} if expected is None else {"x:y": expected}), case


@pytest.mark.parametrize(
    ("case", "rows", "expected"),
    [
        ("where it gains most", [(3, "b", "b", 0.65), (2, "a", "b", 0.45)], 0.6),
        ("the surer, the better", [(3, "b", "b", 0.95), (1, "b", "b", 0.85), (1, "a", "b", 0.85)], 0.9),
        ("nothing speaks against it", [(3, "c", "b", 0.85)], 0.9),
        ("it only loses", [(3, "a", "b", 0.95)], None),
        ("it loses but where it is surest", [(9, "a", "b", 0.35), (1, "b", "b", 0.75)], 0.7),
    ],
)
def test_an_unowned_number_yields(case: str, rows: list[tuple[int, str, str, float]], expected: float | None) -> None:
    assert second.yields(*fights(OTHER, *rows)) == ({} if expected is None else {OTHER: expected}), case


def test_a_number_that_no_rule_made_a_fact_of_is_no_fight() -> None:
    assert second.yields(*fights("", (9, "b", "b", 0.95))) == {}


@pytest.mark.parametrize(
    ("case", "right", "wrong", "expected"),
    [
        ("always", second.MET, 0, ["x:y"]),
        ("met too few", second.MET - 1, 0, []),
        ("nearly always", 97, 3, ["x:y"]),
        ("not often enough", 96, 4, []),
    ],
)
def test_certain(case: str, right: int, wrong: int, expected: list[str]) -> None:
    examples, _, _ = fights("x:y", (right, "a", "a", 0.5), (wrong, "b", "a", 0.5))
    assert second.certain(examples, {}) == expected, case
    assert second.certain(examples, {"x:y": 0.9}) == [], "what yields is not certain"


def test_no_rule_is_not_certain() -> None:
    assert second.certain(fights("", (50, "a", "a", 0.5))[0], {}) == []


def test_a_number_that_is_no_fact_has_one_name() -> None:
    assert quantities.NOTHING == NOTHING
