"""Cleaning: swaps one for one, drops, never inserts; every character knows where it came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import cleaning
from extract.cleaning import clean
from extract.model import Grid, Source, Text


def cleaned(raw: str, *grids: Grid) -> Text:
    return clean(Source("case.txt", "txt", "utf-8", "0" * 64, raw, grids))


def grid(raw: str, words: str) -> Grid:
    start = raw.index(words)
    return Grid(start, start + len(words), ())


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        # full width
        ("公开３６余条", "公开36余条"),
        ("占９８．５％", "占98.5%"),
        ("公开9８条", "公开98条"),
        ("网址ｗｗｗ．ａ．ｃｎ", "网址www.a.cn"),
        ("（1）项(2)项", "（1）项（2）项"),
        ("﹙一﹚概况", "（一）概况"),
        # punctuation in ASCII
        ("公开;信息!好?", "公开；信息！好？"),
        ("公开,信息", "公开，信息"),
        ("时间:2020年", "时间：2020年"),
        ("上午8:30开始", "上午8:30开始"),
        ("http://a.example.cn/x", "http://a.example.cn/x"),
        ("a.example.cn:8080", "a.example.cn:8080"),
        ("10,20条", "10，20条"),
        # thousands
        ("3,000,000元", "3,000,000元"),
        ("1，155条", "1,155条"),
        ("１，１５５条", "1,155条"),
        ("1, 155条", "1,155条"),
        ("1，15条", "1，15条"),
        # noise marks
        ("公开[image: x.png]信息", "公开信息"),
        ("公开[bookmark: _GoBack]信息", "公开信息"),
        ("[图片]说明", "说明"),
        ("公\u200b开\ufeff信\u00ad息", "公开信息"),
        ("见〔2016〕80号", "见〔2016〕80号"),
        # blanks in figures
        ("公开86 条", "公开86条"),
        ("公开1 062 条", "公开1062条"),
        ("公开12 345条", "公开12345条"),
        ("公开１ ３８条", "公开138条"),
        ("播放1 902.5万次", "播放1902.5万次"),
        ("收费4 315.6元", "收费4315.6元"),
        ("公开1 2条", "公开12条"),
        ("20 21年", "2021年"),
        ("202 1年", "2021年"),
        ("2 021年", "2021年"),
        ("2020 年 1 月", "2020年1月"),
        ("见2020 132条", "见2020 132条"),  # two figures
        ("WeChat 2020", "WeChat 2020"),
        ("第 二 十 条", "第二十条"),
        # blanks that stand for line breaks, and those that do not
        ("一、概况　　全年平稳", "一、概况\n全年平稳"),
        ("公开　信息", "公开信息"),
        ("公开 \n\n　　信息", "公开\n信息"),
        ("　　开头", "开头"),
        ("公开\t信息", "公开信息"),
        ("信\u2028息", "信\n息"),
        # traditional characters
        ("總體情況", "总体情况"),
        ("政務公開與監督", "政务公开与监督"),
        ("", ""),
        (" \n　 \n", ""),
    ],
)
def test_clean(raw: str, expected: str) -> None:
    assert cleaned(raw).clean == expected


@pytest.mark.parametrize(
    ("raw", "tables", "expected"),
    [
        ("前文\n甲\t1\n乙\t2\n后文", ["甲\t1\n乙\t2\n"], "前文\n后文"),
        ("前文甲\t1后文", ["甲\t1"], "前文\n后文"),  # a break takes the place of the table, even inside a line
        ("甲\t1\n后文", ["甲\t1\n"], "后文"),
        ("前文\n甲\t1", ["甲\t1"], "前文\n"),
        ("前甲1中乙2后", ["乙2", "甲1"], "前\n中\n后"),
    ],
    ids=["between lines", "inside a line", "at the start", "at the end", "two, given out of order"],
)
def test_grids_are_cut_out(raw: str, tables: list[str], expected: str) -> None:
    assert cleaned(raw, *(grid(raw, words) for words in tables)).clean == expected


def test_a_grid_inside_another_is_cut_once() -> None:
    raw = "前甲乙丙后"
    assert cleaned(raw, Grid(1, 4, ()), Grid(2, 3, ())).clean == "前\n后"


@given(
    st.lists(
        st.sampled_from([*"1，,: .甲年\n\t　()", "20", "http", ".cn", "//", "155", "[图片]", "地", "址："]), max_size=40
    ),
    st.lists(st.integers(0, 40), min_size=2, max_size=6),
)
def test_beside_a_table_marks_are_read_as_in_the_whole_text(pieces: list[str], cuts: list[int]) -> None:
    raw = "".join(pieces)
    cuts = sorted({min(cut, len(raw)) for cut in cuts})
    grids = [Grid(start, end, ()) for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    near = cleaned(raw, *grids)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cleaning, "AROUND", len(raw))
        far = cleaned(raw, *grids)
    assert (near.clean, near.origin) == (far.clean, far.origin)


@pytest.mark.parametrize(
    ("raw", "words", "source"),
    [
        ("公开信息１ ０６２ 条。", "1062条", "１ ０６２ 条"),
        ("公开[image: a]信息", "公开信息", "公开[image: a]信息"),
        ("於總體情況", "总体情况", "總體情況"),
        ("电话：（0335） 777", "（0335）", "（0335）"),
    ],
)
def test_spans_lead_back(raw: str, words: str, source: str) -> None:
    text = cleaned(raw)
    at = text.clean.index(words)
    found, start, end = text.cut(at, at + len(words))
    assert found == source == raw[start:end]
    assert text.find(start) == at


def test_every_character_has_one_origin_in_rising_order() -> None:
    text = cleaned("　　一、概况　　全年公开１，０６２条[bookmark: b]。\n\n 完。\u200b")
    assert len(text.clean) == len(text.origin)
    assert list(text.origin) == sorted(set(text.origin))


def test_an_empty_span_stands_where_it_is() -> None:
    text = cleaned("　　甲乙")
    assert text.span(0, 0) == (2, 2)
    assert text.span(2, 2) == (4, 4)


def test_radicals_and_other_variants_become_their_characters() -> None:
    raw = "⽂件由⼈⺠政府印发，⾏政许可１⽉办结︵⻓期︶"
    text = clean(Source("case.txt", "txt", "utf-8", "0" * 64, raw))
    assert text.clean == "文件由人民政府印发，行政许可1月办结（长期）"
    assert list(text.origin) == list(range(len(raw)))


def test_labels_of_radicals_are_known() -> None:
    from extract.lexicon import labels

    assert labels.lookup("⾏政许可") == labels.lookup("行政许可") != ()
