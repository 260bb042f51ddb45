"""Confidence: a probability that rises with what speaks for a thing, measured on things joined with their rows."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import pipeline
from extract.annotate.corpus import Annotated
from extract.annotate.markup import compiled
from extract.classify import Models, models
from extract.classify.confidence import LEAST, MOST, Layer, odds
from extract.evaluate.gold import source
from extract.model import Report
from extract.train.calibrate import DRAW, ENOUGH, LAYERS, Seen, curves, precisions, seen, unseen

LAYER = Layer({"a:good": 0.98, "a:fair": 0.8, "a:poor": 0.4}, 0.7, (-0.5, 1.0, 0.5), (0.0, 1.0))
shares = st.floats(0, 1)


@given(shares, shares, st.one_of(st.none(), shares))
def test_rises_with_the_precision_of_the_rule(one: float, other: float, told: float | None) -> None:
    low, high = sorted((one, other))
    layer = replace(LAYER, rules={"low": low, "high": high})
    assert layer("low", told) <= layer("high", told)


@given(st.sampled_from([*LAYER.rules, "a:new"]), shares, shares)
def test_rises_with_what_the_model_says(rule: str, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert LAYER(rule, low) <= LAYER(rule, high)


weights = st.floats(-1e6, 1e6)


@given(st.floats(), st.one_of(st.none(), st.floats()), st.tuples(weights, weights, weights))
def test_is_a_probability_whatever_comes(precision: float, told: float | None, curve: tuple[float, ...]) -> None:
    layer = Layer({"a:b": precision}, 0.5, (curve[0], curve[1], curve[2]), (curve[0], curve[1]))
    assert LEAST <= layer("a:b", told) <= MOST


@pytest.mark.parametrize(
    ("rule", "told", "expected"),
    [
        ("a:fair", None, 0.8),
        ("a:good", None, 0.98),
        ("a:new", None, 0.7),
        ("a:fair", 0.5, 1 / (1 + math.exp(0.5 - math.log(4)))),
        ("a:fair", 0.8, 1 / (1 + math.exp(0.5 - 1.5 * math.log(4)))),
    ],
)
def test_by_hand(rule: str, told: float | None, expected: float) -> None:
    assert LAYER(rule, told) == pytest.approx(expected, abs=0.0006)


@given(st.one_of(st.none(), shares))
def test_a_rule_never_met_is_as_good_as_the_rest(told: float | None) -> None:
    assert LAYER("z:new", told) == replace(LAYER, rules={"z:new": LAYER.rest})("z:new", told)


@pytest.mark.parametrize(("share", "expected"), [(0.5, 0.0), (0.8, math.log(4)), (0.2, -math.log(4))])
def test_odds(share: float, expected: float) -> None:
    assert odds(share) == pytest.approx(expected)


@pytest.mark.parametrize("share", [0, 1, -3, 7, math.inf, -math.inf, math.nan])
def test_odds_are_finite(share: float) -> None:
    assert math.isfinite(odds(share))


@pytest.mark.parametrize("name", LAYERS)
def test_shipped_layers_rise(name: str) -> None:
    """A better rule and a surer model never make a thing less sure."""
    layer = models().confidence[name]
    assert isinstance(layer, Layer)
    assert 0 < layer.rest < 1
    assert all(0 < precision < 1 for precision in layer.rules.values())
    steps = [layer("z:new", told) for told in (0.01, 0.2, 0.5, 0.8, 0.99)]
    assert steps == sorted(steps)
    ranked = sorted(layer.rules, key=layer.rules.__getitem__)
    for told in (None, 0.3, 0.9):
        assert all(layer(low, told) <= layer(high, told) for low, high in pairwise(ranked))


def test_everything_of_the_samples_has_a_confidence(samples: list[Report]) -> None:
    met = Counter[str]()
    for report in samples:
        for layer, _, sure in things(report):
            met[layer] += 1
            assert LEAST <= sure <= MOST, (layer, report.source.path)
    assert set(met) == set(LAYERS)


def things(report: Report) -> Iterator[tuple[str, str, float]]:
    """Layer, rule and confidence of everything that was made."""
    yield from (("facts", one.extractor, one.confidence) for one in report.facts)
    yield from (("channels", one.extractor, one.confidence) for one in report.channels)
    yield from (("problems", one.extractor, one.confidence) for one in report.problems)
    yield from (("remedies", one.extractor, one.confidence) for one in report.remedies)
    yield from (("links", link.by, link.confidence) for one in report.problems for link in one.remedies)


# measuring


def some(rule: str, right: int, wrong: int, told: float | None = None) -> list[Seen]:
    return [Seen(rule, told, True, "li")] * right + [Seen(rule, told, False, "li")] * wrong


def test_precisions_by_hand() -> None:
    rules, mean = precisions([*some("a:few", 0, 1), *some("a:many", 95, 5), *some("a:none", 2, 5)])
    assert mean == round(98 / 110, 4)
    assert rules == {
        "a:few": round(DRAW * 98 / 110 / (1 + DRAW), 4),
        "a:many": round((95 + DRAW * 98 / 110) / (100 + DRAW), 4),
        "a:none": round((2 + DRAW * 98 / 110) / (7 + DRAW), 4),
    }
    assert list(rules) == sorted(rules)


@pytest.mark.parametrize(("right", "wrong"), [(1, 0), (5, 0), (0, 1), (0, 5), (3, 3), (400, 0)])
def test_precisions_are_drawn_towards_the_mean(right: int, wrong: int) -> None:
    rules, mean = precisions([*some("a:it", right, wrong), *some("a:other", 500, 500)])
    own = right / (right + wrong)
    assert min(own, mean) <= rules["a:it"] <= max(own, mean)
    assert 0 < rules["a:it"] < 1
    more, _ = precisions([*some("a:it", right * 10, wrong * 10), *some("a:other", 500, 500)])
    assert abs(more["a:it"] - own) <= abs(rules["a:it"] - own) + 0.01, "the more are met, the nearer to its own"


def test_precisions_of_nothing() -> None:
    assert precisions([]) == ({}, 0.5)


@pytest.mark.parametrize(
    ("case", "parts"),
    [
        ("nothing", [[], []]),
        ("too little", [some("a:b", ENOUGH // 2 - 1, ENOUGH // 2)]),
        ("all right", [some("a:b", 5 * ENOUGH, 0, 0.9), some("a:b", 5 * ENOUGH, 0)]),
        ("all wrong", [some("a:b", 0, 5 * ENOUGH, 0.9), some("a:b", 0, 5 * ENOUGH)]),
    ],
)
def test_too_little_to_learn_from(case: str, parts: list[list[Seen]]) -> None:
    assert curves(parts, {"a:b": 0.8}, 0.5) == {"curve": [0.0, 1.0, 0.0], "bare": [0.0, 1.0]}, case


def test_a_layer_without_curves_tells_the_precision() -> None:
    plain = curves([], {}, 0.5)
    layer = Layer({"a:b": 0.83}, 0.5, tuple(plain["curve"]), tuple(plain["bare"]))
    assert layer("a:b") == layer("a:b", 0.1) == 0.83


def test_a_curve_by_hand() -> None:
    """Where precisions are right already, log odds are left as they are; a model that knows nothing weighs nothing."""
    rules = {"a:good": 0.9, "a:fair": 0.6}
    bare = [*some("a:good", 450, 50), *some("a:fair", 300, 200)]
    asked = [one for told in (0.2, 0.8) for one in (*some("a:good", 450, 50, told), *some("a:fair", 300, 200, told))]
    fitted = curves([[*bare, *asked]], rules, 0.5)
    assert fitted["bare"] == pytest.approx([0, 1], abs=0.05)
    assert fitted["curve"] == pytest.approx([0, 1, 0], abs=0.05)


def test_a_model_that_knows_weighs() -> None:
    asked = [*some("a:b", 180, 20, 0.9), *some("a:b", 20, 180, 0.1)]
    shift, _, model = curves([asked], {"a:b": 0.5}, 0.5)["curve"]
    assert model == pytest.approx(1, abs=0.05)
    assert shift == pytest.approx(0, abs=0.05)


def test_parts_of_the_corpus_have_the_same_weight() -> None:
    """A part that is five times as large does not pull the curve."""
    poor, good = some("a:b", 80, 120), some("a:b", 160, 40)
    even = curves([poor, good], {"a:b": 0.5}, 0.5)["bare"]
    large = curves([poor, good * 5], {"a:b": 0.5}, 0.5)["bare"]
    assert large == pytest.approx(even, abs=0.02)
    assert 1 / (1 + math.exp(-even[0])) == pytest.approx(0.6, abs=0.01)


# joining things with their rows

TEXTS = {
    "li": """⟦title|⟦organ.township|柳坞镇人民政府⟧2021年政府信息公开工作年度报告⟧
⟦section.overview|一、总体情况⟧
全年公开信息⟦disclosure #all|132条⟧，其中通过⟦@net website|门户网站⟧公开⟦disclosure <all @net|90条⟧。村民领取种子57份。
⟦section.problems|五、存在的主要问题及改进情况⟧
存在的问题：一是⟦problem #late timeliness|信息更新不够及时⟧；二是⟦problem #few capacity|工作人员业务能力不足⟧。
下一步改进措施：一是⟦remedy timeliness >late order|加快信息更新，限时上网⟧；二是⟦remedy capacity >few order|加强业务培训⟧。
""",
    "wang": """⟦title|⟦organ.county|桐溪县人民政府⟧2021年政府信息公开工作年度报告⟧
⟦section.overview|一、总体情况⟧
全县收到依申请公开⟦application.received|18件⟧，办结⟦application.answered|17件⟧，公开信息⟦disclosure v=999|640条⟧。
通过⟦@wx wechat_account|微信公众号⟧发布信息⟦disclosure @wx|55条⟧。
⟦section.problems|五、存在的主要问题及改进情况⟧
存在的问题：⟦problem interpretation|政策解读形式单一⟧。
""",
}


@pytest.fixture(scope="module")
def lines() -> list[Annotated]:
    return [compiled(body.strip(), f"made-{hand}", 2021, hand) for hand, body in TEXTS.items()]


def told_apart(rule: str, told: float | None = None) -> float:
    """Another number for each rule and what the model says, the same each time."""
    return float(int.from_bytes(f"{rule} {told}".encode(), "big") % (2**31 - 1))


def test_seen_joins_things_with_their_rows(lines: list[Annotated]) -> None:
    found = seen(lines, models())
    assert set(found) == set(LAYERS)
    marked = replace(models(), confidence=dict.fromkeys(LAYERS, told_apart))
    made = pipeline.extract([source(one) for one in lines], models=marked)
    for line, report in zip(lines, made, strict=True):
        wanted: dict[str, Counter[tuple[str, float]]] = {layer: Counter() for layer in LAYERS}
        for layer, rule, sure in things(report):
            wanted[layer][rule, sure] += 1
        if not any(problem["remedies"] for problem in line.gold["problems"]):
            wanted["links"].clear()  # where the gold has no link, none is judged
        for layer, rows in wanted.items():
            here = [one for one in found[layer] if one.hand == line.annotator]
            assert Counter((one.rule, told_apart(one.rule, one.told)) for one in here) == rows, (line.id, layer)


def test_seen_knows_what_is_right(lines: list[Annotated]) -> None:
    found = seen(lines, models())
    facts = Counter((one.hand, one.right) for one in found["facts"] if one.rule.partition(":")[0] != "other")
    assert facts["li", True] == 2
    assert (facts["wang", True], facts["wang", False]) == (3, 1), "its gold has another value for one of them"
    assert Counter(one.right for one in found["channels"]) == {True: 2}
    assert Counter(one.right for one in found["links"]) == {True: 2}
    assert all(one.told is not None for one in (*found["problems"], *found["remedies"], *found["channels"]))


def test_seen_leaves_out_what_was_not_annotated(lines: list[Annotated]) -> None:
    found = seen([replace(lines[0], layers=("head", "channels"))], models())
    assert set(found) == {"channels"}


def test_unseen_asks_models_that_have_not_seen_the_hand(lines: list[Annotated]) -> None:
    without: list[frozenset[str]] = []

    def refit(hands: Collection[str]) -> Models:
        without.append(frozenset(hands))
        return models()

    found = unseen(lines, refit)
    assert without == [{"li"}, {"wang"}]
    assert counted(found) == counted(seen(lines, models()))


def counted(found: Mapping[str, Sequence[Any]]) -> dict[str, Counter[Any]]:
    return {layer: Counter(made) for layer, made in found.items()}
