"""What spares a pattern of channels a try never rules out what the pattern matches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_channels import found_in

from extract.channels.heads import KEYS, begun
from extract.channels.titles import NUMBERED, SERIAL, _handed, _serial
from extract.channels.use import (
    APPLIED,
    APPLY,
    FORETELLING,
    SHUT,
    SHUT_BEHIND,
    TESTS,
    _foretelling,
    _tests,
)
from extract.cleaning import clean
from extract.lexicon import alternation, load, rx
from extract.lexicon.begins import Begins
from extract.lexicon.patterns import openings
from extract.model import Source


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("公众号", {"公众号"}),
        ("公开(?:栏(?!目)|墙|公示栏)", {"公开栏", "公开墙", "公开公示"}),
        ("政务?新?媒体", {"政务新媒", "政务媒体", "政新媒体", "政媒体"}),
        ("[微短]信", {"微信", "短信"}),
        ("(?<!不)网(?:站|页)+群", {"网站", "网页"}),
        ("报(?=》|纸(?!质))", {"报》", "报纸"}),
        ("报(?=.*见)道", {"报道"}),
        ("报(?<=日报)(?!告)", {"报"}),
        (".公众号", set()),
        ("[^公]开", set()),
    ],
)
def test_how_the_matches_of_a_pattern_begin(pattern: str, words: set[str]) -> None:
    assert openings(pattern) == words


def test_openings_are_as_long_as_one_asks() -> None:
    assert openings("信息公开(?:目录)?平台") == {"信息公开"}
    assert openings("信息公开(?:目录)?平台", 6) == {"信息公开目录", "信息公开平台"}


@given(
    st.sets(st.text("甲乙丙丁", min_size=1, max_size=8), min_size=1, max_size=20),
    st.text("甲乙丙丁戊\U00020000\ud800", max_size=60),
)
def test_no_word_is_overlooked_where_it_begins(words: set[str], text: str) -> None:
    begins = [i for i in range(len(text)) if text.startswith(tuple(words), i)]
    found = Begins(words).find(text)
    assert set(begins) <= set(found)
    assert found == sorted(found)


def test_words_of_one_first_character_are_told_apart() -> None:
    begins = Begins({"信息公开平台", "信箱", "网"})
    assert begins.find("信息公开工作、信箱、信息公开平台、公网") == [7, 10, 18]


def test_no_head_is_overlooked(sample_sources: list[Source]) -> None:
    heads = [pattern for patterns in load("channels", KEYS)["heads"].values() for pattern in patterns]
    seen = 0
    for source in sample_sources:
        text = clean(source).clean
        begins = set(begun(text))
        for pattern in heads:
            for match in rx(pattern).finditer(text):
                seen += 1
                assert match.start() in begins, (pattern, match[0])
    assert seen > 100


@given(st.data())
@pytest.mark.parametrize(
    ("pattern", "guard"),
    [
        (APPLY, alternation(APPLIED)),
        (_serial().pattern, SERIAL),
        (_handed().pattern, NUMBERED),
        *((pattern, _foretelling().pattern) for pattern in (FORETELLING, *load("channels", KEYS)["plans"]["ahead"])),
    ],
)
def test_a_guard_lets_all_pass_that_the_pattern_matches(pattern: str, guard: str, data: st.DataObject) -> None:
    assert rx(guard).search(data.draw(st.from_regex(pattern)))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        *((f"年内{word}了微信公众号2个。", "closed") for word in SHUT.split("|")),
        *((f"微信公众号已{word}。", "closed") for word in SHUT_BEHIND.split("|")),
        *(
            (f"{word}学校网站3家。", "inspected")
            for word in ["抽查", "检查", "普查", "巡查", "检测", "监测", "清理", "督查"]
        ),
        *(
            (f"对全县网站开展{word}。", "inspected")
            for word in ["检查", "抽查", "监测", "评估", "测评", "普查", "考核"]
        ),
        *((f"{word}对各镇的网站打分。", "inspected") for word in ["第三方", "评估", "检查", "抽查", "监测", "测评"]),
        *(
            (f"部门网站{word}。", "inspected")
            for word in ["被通报", "被点名", "遭通报", "遭点名", "普查", "标准化测评"]
        ),
        ("下属单位网站3家。", "inspected"),
        ("网站+服务的做法。", "slogan"),
    ],
)
def test_no_guard_hides_why_a_channel_does_not_count(text: str, rule: str) -> None:
    assert [mention.rule for mention in found_in(text)[1]] == [rule]


def test_each_kind_is_put_to_the_tests_that_are_of_it() -> None:
    kinds = set(load("channels", KEYS)["heads"])
    assert {kind for _, of in TESTS for kind in of} <= kinds
    assert len(_tests("newspaper")) < len(_tests("website"))
