"""The classifiers of numbers and mentions: what scikit-learn tells, from nothing but the file that the card names."""

from __future__ import annotations

import hashlib
import io
import json
import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.classify import archive, confidence, linear, mentions, models, quantities, store
from extract.errors import ModelError

WORDS = {
    "kind.a": ["件", "申请", "收到", "办结", "near=依申"],
    "kind.b": ["条", "发布", "公开", "网站", "mark=了"],
    "none": ["第", "页", "届", "公开", "mark=　"],
    "kind.c": ["次", "培训", "举办", "办结"],
}
BLANKS = " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2003\u2028\u2029\u202f\u205f\u3000"
ODD = ["a\x00b", "{}", '"__id__":7', "\\", "”“", "👍🏻", "𠮷", "e\u0301", "\ufeff", "\u200b", "\ud800", "'", "[1]"]


def examples(labels: int, odd: list[str] | None = None) -> tuple[list[list[str]], list[str]]:
    """For each label its words in every pair, with some of its neighbour's."""
    features, said = [], []
    for label, words in list(WORDS.items())[:labels]:
        for i, word in enumerate(words):
            features += [[word, *words[:i]], [word, words[i - 1], "allen"], [word, *(odd or [])]]
            said += [label] * 3
    return features, said


def parts(labels: int = 4, temperature: float = 1.0, odd: list[str] | None = None) -> dict[str, Any]:
    features, said = examples(labels, odd)
    return linear.fit(features, said, strength=5.0, temperature=temperature)


def by_sklearn(fitted: Mapping[str, Any], things: list[list[str]]) -> Any:
    """Probabilities as scikit-learn tells them, sharpened or blunted by the temperature."""
    told = fitted["classifier"].predict_proba(fitted["vectorizer"].transform([" ".join(one) for one in things]))
    warm = told ** (1 / fitted["temperature"])
    return warm / warm.sum(axis=1, keepdims=True)


KNOWN = sorted({word for words in WORDS.values() for word in words if not any(c.isspace() for c in word)})
things = st.lists(st.lists(st.sampled_from([*KNOWN, "allen", "never", "-"]), max_size=8), min_size=1, max_size=6)
FITTED = {(n, heat): parts(n, heat) for n in (2, 3, 4) for heat in (0.3, 1.0, 2.5)}


@pytest.mark.parametrize("labels", [2, 3, 4])
@pytest.mark.parametrize("heat", [0.3, 1.0, 2.5])
@settings(max_examples=40, deadline=None)
@given(things)
def test_tells_what_scikit_learn_tells(labels: int, heat: float, features: list[list[str]]) -> None:
    fitted = FITTED[labels, heat]
    told = linear.of(fitted).tell(features)
    assert np.abs(told - by_sklearn(fitted, features)).max() < 1e-5
    assert np.abs(told.sum(axis=1) - 1).max() < 1e-5


@pytest.mark.parametrize(
    ("case", "features"),
    [
        ("words never seen", [["zzz"], ["yyy", "xxx"]]),
        ("no features", [[], []]),
        ("one without among others", [["件"], [], ["条", "公开"]]),
        ("the same word again and again", [["件"] * 9]),
        ("in another order", [["件", "申请", "收到"], ["收到", "件", "申请"]]),
    ],
)
def test_odd_things(case: str, features: list[list[str]]) -> None:
    fitted = parts()
    told = linear.of(fitted).tell(features)
    assert told.shape == (len(features), 4)
    assert np.abs(told - by_sklearn(fitted, features)).max() < 1e-5, case


@pytest.mark.parametrize("labels", [2, 4])
def test_empty_batch(labels: int) -> None:
    assert linear.of(parts(labels)).tell([]).shape == (0, labels)


@pytest.mark.parametrize("labels", [2, 4])
def test_a_batch_tells_the_same_as_one_by_one(labels: int) -> None:
    model, (features, _) = linear.of(parts(labels)), examples(labels)
    together = model.tell(features)
    for row, one in zip(together, features, strict=True):
        assert (model.tell([one])[0] == row).all()


def test_features_may_come_from_a_generator() -> None:
    model = linear.of(parts())
    assert (model.tell([iter(["件", "申请"])]) == model.tell([["件", "申请"]])).all()


def test_learns_two_labels() -> None:
    features, said = examples(2)
    model = linear.of(parts(2))
    assert model.labels == ("kind.a", "kind.b")
    assert [model.labels[i] for i in model.tell(features).argmax(axis=1)] == said


def test_a_higher_temperature_is_less_sure() -> None:
    cold, warm = (linear.of(FITTED[4, heat]).tell([["件", "申请"]])[0] for heat in (0.3, 2.5))
    assert cold.max() > warm.max()
    assert cold.argmax() == warm.argmax()


# the runs of characters that need not be made


MARKS: linear.Marks = {"near=": (1, 2), "far=": (2, 3)}
LEARNT = [linear.grams(MARKS, pair) for pair in [("甲乙", "乙丙甲"), ("乙甲丙", "丙甲乙"), ("丙", "甲乙丙丙")] * 3]
BY_RUNS = linear.of(linear.fit(LEARNT, ["x", "y", "z"] * 3, strength=2.0), MARKS)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text("甲乙丙_", max_size=6), st.text("甲乙丙_", max_size=6)), min_size=1, max_size=4))
def test_runs_are_the_grams(stretches: list[tuple[str, str]]) -> None:
    model = BY_RUNS
    by_runs = model.tell([()] * len(stretches), list(zip(*stretches, strict=True)))
    assert (by_runs == model.tell([linear.grams(MARKS, pair) for pair in stretches])).all()


def test_a_mark_that_nothing_stands_behind() -> None:
    fitted = linear.fit(
        [linear.grams(MARKS, pair) for pair in [("甲乙", ""), ("乙", "")] * 3], list("xy" * 3), strength=2.0
    )
    model = linear.of(fitted, MARKS)
    assert (model.tell([()], [("甲",), ("乙丙",)]) == model.tell([["near=甲"]])).all()


def test_grams_stand_behind_their_marks() -> None:
    assert linear.grams(MARKS, ("甲乙", "丙丁")) == ["near=甲", "near=乙", "near=甲乙", "far=丙丁"]
    assert linear.grams(MARKS, ("", "")) == []


# what is seen


def bounded(text: str) -> st.SearchStrategy[str]:
    return st.text(st.one_of(st.sampled_from(text), st.characters()), max_size=60)


blanks = bounded(BLANKS + "，。；：、（）@甲乙12")


@settings(max_examples=200, deadline=None)
@given(blanks, blanks, st.sampled_from([None, "件", "平方米"]))
def test_no_blank_parts_a_feature_of_a_number(left: str, right: str, unit: str | None) -> None:
    features = quantities.features(left, right, unit, "overview")
    assert " ".join(features).split() == features


@settings(max_examples=200, deadline=None)
@given(blanks, blanks, blanks, st.booleans())
def test_no_blank_parts_a_feature_of_a_mention(left: str, words: str, right: str, named: bool) -> None:
    features = mentions.features(left, words, right, "website", named, "overview", "a rule\tof words")
    assert " ".join(features).split() == features


@pytest.mark.parametrize("length", [10**3, 10**5])
def test_long_texts_are_bounded(length: int) -> None:
    long = "甲" * length
    assert len(quantities.features(long, long, "件", "overview")) < 200
    assert len(mentions.features(long, long, long, "website", True, "overview", "rule")) < 300
    assert max(map(len, mentions.features(long, long, long, "website", True, "overview", "rule"))) < 40


@pytest.mark.parametrize(
    ("left", "right", "some"),
    [
        ("。全年收到申请", "件，办结", ["near=收到", "behind=件", "end=申请", "unit=件|件", "mark=请"]),
        ("甲公开@条、乙", "条。丙", ["near=乙", "sentence=公开", "behind=条"]),
        ("", "", ["unit=件", "section=overview", "end=", "mark="]),
    ],
)
def test_what_is_seen_of_a_number(left: str, right: str, some: list[str]) -> None:
    features = quantities.features(left, right, "件", "overview")
    assert set(some) <= set(features)
    assert not any("丙" in one for one in features)


def test_what_is_seen_of_a_mention_ends_with_its_line() -> None:
    features = mentions.features("上一段\n通过", "门户网站", "发布\n下一段", "website", True, "overview", "a rule")
    assert {"near=通过", "behind=发布", "words=门户", "rule=a_rule", "named=True"} <= set(features)
    assert not any("段" in one for one in features)


# on disk


def save(name: str, what: Mapping[str, Any], folder: Path) -> bytes:
    digest = store.save(name, what, folder)
    (folder / f"{name}.json").write_text(json.dumps({"sha256": digest}), encoding="utf8")
    return (folder / f"{name}.skops").read_bytes()


def card(name: str, data: bytes, folder: Path) -> None:
    (folder / f"{name}.skops").write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    (folder / f"{name}.json").write_text(json.dumps({"sha256": digest}), encoding="utf8")


def whole(name: str) -> dict[str, Any]:
    """Everything that a model of this name is made of."""
    if name == confidence.NAME:
        layer = {"rules": {"a:b": 0.9}, "rest": 0.8, "curve": [0.0, 1.0, 0.0], "bare": [0.0, 1.0]}
        return {"facts": layer, "links": layer}
    more = {"yields": {"a:b": 0.5}, "certain": ["a:c"]} if name == quantities.NAME else {}
    return {**parts(2), **more}


LOADERS: dict[str, Callable[[Path], object]] = {
    quantities.NAME: quantities.load,
    mentions.NAME: mentions.load,
    confidence.NAME: confidence.load,
}
named = pytest.mark.parametrize("name", list(LOADERS))


@named
def test_saved_and_loaded(name: str, tmp_path: Path) -> None:
    save(name, whole(name), tmp_path)
    assert LOADERS[name](tmp_path)


def test_saved_and_loaded_tells_the_same(tmp_path: Path) -> None:
    features, _ = examples(4)
    fitted = parts(4, 1.7)
    save(mentions.NAME, fitted, tmp_path)
    loaded = mentions.load(tmp_path)
    assert loaded.temperature == 1.7
    assert (loaded.tell(features) == linear.of(fitted).tell(features)).all()


def test_the_vocabulary_comes_back_to_the_last_character(tmp_path: Path) -> None:
    fitted = parts(4, odd=ODD)
    before = dict(fitted["vectorizer"].vocabulary_)
    assert set(ODD) <= set(before)
    save(mentions.NAME, fitted, tmp_path)
    after = store.load(mentions.NAME, tmp_path)["vectorizer"].vocabulary_
    assert after == before
    assert fitted["vectorizer"].vocabulary_ == before, "saving leaves the model as it was"


def test_the_vocabulary_of_characters_holds_what_parts_terms(tmp_path: Path) -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    fitted = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), lowercase=False)
    fitted.fit(["甲\x1f乙\x1e1", "\x1e\x1f0", "\x00\n\x1f"])
    save("odd", {"chars": fitted}, tmp_path)
    assert store.load("odd", tmp_path)["chars"].vocabulary_ == fitted.vocabulary_


def test_a_vocabulary_without_words(tmp_path: Path) -> None:
    fitted = parts()
    fitted["vectorizer"].vocabulary_ = {}
    save("empty", fitted, tmp_path)
    assert store.load("empty", tmp_path)["vectorizer"].vocabulary_ == {}


@pytest.mark.parametrize("name", [*LOADERS, "items"])
def test_read_as_skops_reads_it(name: str) -> None:
    """The shipped models: what is kept of scikit-learn's objects are the very numbers that skops would have loaded."""
    from skops.io import get_untrusted_types, loads

    data = (store.directory() / f"{name}.skops").read_bytes()
    ours, theirs = archive.read(data), loads(data, trusted=get_untrusted_types(data=data))

    def same(one: Any, other: Any) -> None:
        if isinstance(one, SimpleNamespace):
            for attribute in ("idf_", "vocabulary_", "classes_", "coef_", "intercept_"):
                assert hasattr(one, attribute) == hasattr(other, attribute)
                same(getattr(one, attribute, None), getattr(other, attribute, None))
        elif isinstance(one, dict):
            assert list(one) == list(other)
            for key in one:
                same(one[key], other[key])
        elif isinstance(one, np.ndarray):
            assert one.dtype == other.dtype
            assert (one == other).all()
        elif isinstance(one, list):
            for inner, outer in zip(one, other, strict=True):
                same(inner, outer)
        else:
            assert one == other

    same(ours, theirs)


def test_nothing_that_an_archive_names_is_made() -> None:
    """A type in a place where no node is expected is found all the same; keys are words."""

    def zipped(tree: object) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as target:
            target.writestr("schema.json", json.dumps(tree))
        return out.getvalue()

    def node(how: str, kind: str, **more: Any) -> dict[str, Any]:
        module, _, name = kind.rpartition(".")
        return {"__loader__": how, "__module__": module, "__class__": name, **more}

    hidden = node("JsonNode", "builtins.str", content="1", more=[{"deep": node("FunctionNode", "os.system")}])
    with pytest.raises(archive.StrangeError, match=r"os\.system"):
        archive.read(zipped(hidden))
    kinds = node("ListNode", "builtins.list", content=[node("TypeNode", "numpy.float32")])
    keyed = node(
        "DictNode", "builtins.dict", content={"1": node("JsonNode", "builtins.str", content="1")}, key_types=kinds
    )
    with pytest.raises(TypeError, match="keys"):
        archive.read(zipped(keyed))
    for odd in ([], "text", {}, {"__loader__": "JsonNode"}, node("JsonNode", "builtins.str", content=3)):
        with pytest.raises((ValueError, KeyError, TypeError)):
            archive.read(zipped(odd))


@named
def test_same_training_same_bytes(name: str, tmp_path: Path) -> None:
    assert save(name, whole(name), tmp_path / "one") == save(name, whole(name), tmp_path / "two")


def test_same_training_same_bytes_in_another_process(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; sys.path[:0] = sys.argv[1:3]; import test_linear as t; "
        "print(*(t.store.save(name, t.whole(name), pathlib.Path(sys.argv[3])) for name in t.LOADERS))"
    )
    here = Path(__file__).parent
    arguments = [sys.executable, "-c", code, str(here), str(here.parent), str(tmp_path / "other")]
    told = subprocess.run(
        arguments, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": "7"}
    )
    assert told.stdout.split() == [store.save(name, whole(name), tmp_path) for name in LOADERS]


def refused(name: str, folder: Path, match: str) -> None:
    """Loading says which file it is, and what to do."""
    with pytest.raises(ModelError, match=match) as error:
        LOADERS[name](folder)
    assert error.value.path == str(folder / f"{name}.skops")


@pytest.mark.parametrize(
    ("name", "lacking"), [(name, part) for name in LOADERS for part in whole(name) if name != confidence.NAME]
)
def test_parts_missing_are_refused(name: str, lacking: str, tmp_path: Path) -> None:
    save(name, {key: part for key, part in whole(name).items() if key != lacking}, tmp_path)
    refused(name, tmp_path, f"it lacks .*{lacking}.*make train")


@pytest.mark.parametrize("lacking", ["rules", "rest", "curve", "bare"])
def test_parts_missing_of_a_layer_are_refused(lacking: str, tmp_path: Path) -> None:
    layer = {key: part for key, part in whole(confidence.NAME)["facts"].items() if key != lacking}
    save(confidence.NAME, {"facts": layer}, tmp_path)
    refused(confidence.NAME, tmp_path, f"it lacks .*{lacking}")


@pytest.mark.parametrize(
    ("name", "part", "instead"),
    [
        ("quantities", "classifier", [1, 2]),
        ("quantities", "vectorizer", "words"),
        ("quantities", "temperature", "warm"),
        ("quantities", "yields", [1.0]),
        ("quantities", "certain", 3),
        ("mentions", "vectorizer", linear.untrained()),
        ("mentions", "temperature", None),
        ("confidence", "facts", [0.5]),
        ("confidence", "links", {"rules": 1, "rest": 0.5, "curve": [0, 1, 0], "bare": [0, 1]}),
        ("confidence", "links", {"rules": {}, "rest": 0.5, "curve": [0, 1], "bare": [0, 1]}),
    ],
)
def test_parts_that_are_something_else_are_refused(name: str, part: str, instead: Any, tmp_path: Path) -> None:
    save(name, {**whole(name), part: instead}, tmp_path)
    refused(name, tmp_path, "cannot be read")


@named
def test_wrong_hash_is_refused(name: str, tmp_path: Path) -> None:
    data = save(name, whole(name), tmp_path)
    (tmp_path / f"{name}.skops").write_bytes(data + b"x")
    refused(name, tmp_path, "has hash")


class Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return exec, ("raise SystemExit('a pickle was run')",)


class Stranger:
    def __init__(self) -> None:
        self.vocabulary = {"a": 1}


@named
def test_a_pickle_is_refused(name: str, tmp_path: Path) -> None:
    card(name, pickle.dumps(Evil()), tmp_path)
    refused(name, tmp_path, "cannot be read")


@named
def test_unknown_types_are_refused(name: str, tmp_path: Path) -> None:
    from skops.io import dumps

    card(name, dumps({**whole(name), "more": Stranger()}), tmp_path)
    refused(name, tmp_path, "not trusted.*Stranger")


@named
def test_an_archive_of_something_else_is_refused(name: str, tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("readme.txt", "no model")
    card(name, data.getvalue(), tmp_path)
    refused(name, tmp_path, "cannot be read")


@named
def test_missing_files(name: str, tmp_path: Path) -> None:
    refused(name, tmp_path / "nowhere", "make train")


@named
@pytest.mark.parametrize("told", ["{", "[]", "7", "null", '"hash"', "{}", '{"sha256": 7}'])
def test_a_card_that_is_none_is_refused(name: str, told: str, tmp_path: Path) -> None:
    save(name, whole(name), tmp_path)
    (tmp_path / f"{name}.json").write_text(told, encoding="utf8")
    refused(name, tmp_path, "cannot be read|has hash")


def test_shipped_models() -> None:
    """Small, warm, and their labels are kinds that there are."""
    from extract.facts import kinds

    shipped = models()
    assert shipped.quantities is not None
    assert shipped.mentions is not None
    assert set(shipped.mentions.labels) == {mentions.USED, mentions.UNUSED}
    known = {kind.name for kind in kinds()} | {quantities.NOTHING}
    assert {label.split(".")[0] for label in shipped.quantities.model.labels} <= known
    assert set(shipped.confidence) == {"facts", "channels", "problems", "remedies", "links"}
    assert all(0.2 < m.temperature < 5 for m in (shipped.quantities.model, shipped.mentions))
    assert all(not any(c.isspace() for c in feature) for feature in shipped.quantities.model.columns)
