"""Words and features: the fast cutter gives jieba's own words, the fast features are scikit-learn's."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skops.io
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract import words
from extract.classify import items as classify
from extract.classify import mentions, models, quantities, store
from extract.resources import model_folder
from extract.tfidf import Numbers

COMMON = "政府信息公开工作年度报告依申请办理答复通过微信公众号发布问题不足加强培训及时更新，。；：、“”（）《》 \n\t"
chars = st.one_of(
    st.sampled_from(COMMON),
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
    st.sampled_from("〇々①②％＋０Ａ·—　"),
    st.sampled_from("0123456789.%-+#&_(),/ aAzZ𠀀㐀豈鿖鿿"),
    st.characters(codec="utf-8"),
)


def by_jieba(texts: list[str], monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    with monkeypatch.context() as patch:
        patch.setattr(words, "_fast", lambda: None)
        return words.cut(texts)


def test_the_fast_cutter_gives_the_same_words(sample_paths: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rjieba")
    read = [path.read_text(encoding="utf8", errors="ignore") for path in sample_paths]
    sentences = [piece for text in read for piece in text.split("。")]
    assert len(sentences) > 100
    assert words.cut(sentences) == by_jieba(sentences, monkeypatch)
    assert words.cut(read) == by_jieba(read, monkeypatch)


def test_the_fast_cutter_gives_the_same_words_beside_any_character(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rjieba")
    chars = [chr(code) for code in (*range(0x20, 0xD800), *range(0xE000, 0x10000), 0x1F600, 0x20000, 0x2F800, 0x30000)]
    texts = [f"政府{char}信息{char}{char}开，的{char}" for char in chars]
    assert words.cut(texts) == by_jieba(texts, monkeypatch)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(chars, max_size=60))
def test_the_fast_cutter_gives_the_same_words_on_noise(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rjieba")
    (cut,) = words.cut([text])
    assert [cut] == by_jieba([text], monkeypatch)
    assert "".join(cut) == text
    assert all(cut)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("公开内容不够全面", ["公开", "内容", "不够", "全面"]),
        ("2021年发布3条", ["2021", "年", "发布", "3", "条"]),
        ("占比12.5%以上", ["占", "比", "12.5%", "以上"]),
        ("APP和PDF文件", ["APP", "和", "PDF", "文件"]),
        ("𠀀㐀字头", ["𠀀", "㐀", "字头"]),
        ("", []),
    ],
)
def test_words(text: str, cut: list[str]) -> None:
    assert words.cut([text]) == [cut]


def test_words_are_jiebas_own_but_for_a_few_beside_numbers(sample_paths: list[Path]) -> None:
    sentences = [piece for path in sample_paths for piece in path.read_text("utf8", "ignore").split("。")]
    ours, theirs = words.cut(sentences), [words.tokenizer().lcut(text) for text in sentences]
    same = sum(one == other for one, other in zip(ours, theirs, strict=True))
    assert same > 0.97 * len(sentences)


@cache
def vectorizers() -> tuple[Any, Any]:
    """Those of scikit-learn, as skops reads them; the package itself takes the same file for plain data."""
    parts = skops.io.load(model_folder() / "items.skops")
    for name in ("words", "chars"):
        terms = parts[name + store.TERMS].split(store.MARK)
        parts[name].vocabulary_ = {term: i for i, term in enumerate(terms)}
    return parts["words"], parts["chars"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(chars, max_size=60), min_size=1, max_size=5))
def test_the_features_are_those_of_the_vectorizers(texts: list[str]) -> None:
    model, (by_word, by_char) = classify.load(), vectorizers()
    cut = words.cut(texts)
    by_words, by_chars = model.terms
    for mine, theirs in (
        (by_words(cut), by_word.transform([" ".join(found) for found in cut])),
        (by_chars(texts), by_char.transform(texts)),
    ):
        assert mine.shape == theirs.shape
        assert abs(mine - theirs).max() < 1e-6


@settings(max_examples=60, deadline=None)
@given(st.text(chars, max_size=90), st.text(chars, max_size=60))
def test_grams_that_are_not_made_are_found_all_the_same(left: str, right: str) -> None:
    number = (left, right, "件", "applications")
    mention = (left, "微信公众号\n", right, "wechat", True, "proactive", "named as used")
    shipped = models()
    assert shipped.quantities is not None
    assert shipped.mentions is not None
    for model, features, seen, about in (
        (shipped.quantities.model, quantities.features, quantities.seen, number),
        (shipped.mentions, mentions.features, mentions.seen, mention),
    ):
        assert (model.tell(*seen([about])) == model.tell([features(*about)])).all()


ODD = st.text(st.sampled_from("甲乙，。；：、（）@ \n\t\0_3"), max_size=16)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(ODD, ODD), min_size=2, max_size=5))
def test_what_is_seen_of_a_thing_does_not_hang_on_its_neighbours(around: list[tuple[str, str]]) -> None:
    numbers = [(left, right, "件", "applications") for left, right in around]
    named = [(left, left + right, right, "wechat", True, "proactive", "named as used") for left, right in around]
    for seen, things in ((quantities.seen, numbers), (mentions.seen, named)):
        whole, stretches = seen(things)
        by_itself = [seen([thing]) for thing in things]
        assert whole == [features for (features,), _ in by_itself]
        assert list(zip(*stretches, strict=True)) == [tuple(w for (w,) in found) for _, found in by_itself]


def test_what_is_seen_of_a_number() -> None:
    left, right = "前句。本年，共收到 申请", "件，其中网上3件。后句"
    (features,), (near, behind, sentence, far) = quantities.seen([(left, right, "件", "applications")])
    assert (near, behind, sentence, far) == (["共收到_申请"], ["件"], ["本年，共收到_申请"], ["件，其中网上3件"])
    assert features[2:] == ["unit=件|件", "end=申请", "end=_申请", "begin=共收", "mark=请"]


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(0, 2**50), max_size=60), st.lists(st.integers(0, 2**50), max_size=60))
def test_numbers_are_found_with_their_columns(known: set[int], others: list[int]) -> None:
    columns = {number: column for column, number in enumerate(known)}
    table = Numbers.of(np.array(list(known), dtype=np.int64), np.arange(len(known)))
    sought = [*others, *known]
    places, found = table.find(np.array(sought, dtype=np.int64))
    assert places.tolist() == [i for i, number in enumerate(sought) if number in columns]
    assert found.tolist() == [columns[number] for number in sought if number in columns]
