"""Segmentation: the fast cutter gives jieba's own words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract import words

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
