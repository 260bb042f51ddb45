"""Words and features: the fast cutter gives jieba's own words, the fast features are scikit-learn's."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import words
from extract.classify import items as classify
from extract.tfidf import pairs

COMMON = "政府信息公开工作年度报告依申请办理答复通过微信公众号发布问题不足加强培训及时更新，。；：、“”（）《》 \n\t"
chars = st.one_of(
    st.sampled_from(COMMON),
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
    st.sampled_from("〇々①②％＋０Ａ·—　"),
)


def test_the_fast_cutter_gives_the_same_words(sample_paths: list[Path]) -> None:
    fast = pytest.importorskip("rjieba").cut
    sentences = [
        piece
        for path in sample_paths
        for piece in path.read_text(encoding="utf8", errors="ignore").split("。")
        if not words._ODD.search(piece)
    ]
    assert len(sentences) > 100
    assert [fast(text) for text in sentences] == [words.tokenizer().lcut(text) for text in sentences]


@settings(max_examples=300, deadline=None)
@given(st.text(chars, min_size=1, max_size=40))
def test_the_fast_cutter_gives_the_same_words_on_noise(text: str) -> None:
    fast = pytest.importorskip("rjieba").cut
    assert fast(text) == words.tokenizer().lcut(text)


def test_without_the_fast_cutter_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["公开内容不够全面", "更新不及时，2021年仅发布3条", "𠀀㐀字头"]
    before = words.cut(texts)
    monkeypatch.setattr(words, "_fast", lambda: None)
    assert words.cut(texts) == before


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(chars, max_size=60), min_size=1, max_size=5))
def test_the_features_are_those_of_the_vectorizers(texts: list[str]) -> None:
    model = classify.load()
    cut = words.cut(texts)
    by_words, by_chars = model.terms
    for mine, theirs in (
        (by_words(list(map(pairs, cut))), model.words.transform([" ".join(found) for found in cut])),
        (by_chars(texts), model.chars.transform(texts)),
    ):
        assert mine.shape == theirs.shape
        assert abs(mine - theirs).max() < 1e-6
