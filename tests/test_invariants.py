"""What must hold for any text: every object is grounded in it, sections tile it, nothing crashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.cleaning import clean
from extract.model import Report, Source
from extract.pipeline import extract

PIECES = [
    "一、", "二、", "三、", "（一）", "（二）", "1.", "2、", "①", "一是", "二是", "五、存在的主要问题及改进情况", "二、主动公开政府信息情况", "一、总体情况",
    "2020年", "2020年1月1日至2020年12月31日", "主动公开政府信息", "132条", "３６余条", "1,155条", "二百一十三条", "近百条", "百分之九十", "95%以上", "5.6万人", "其中", "（", "）", "：", "，", "、", "；", "。", "\n",
    "　　", " ", "\t", "\n\t", "\r", "[image: abc]", "[bookmark: _GoBack]", "微信公众号", "“青石发布”", "门户网站", "公开栏", "通过", "发布", "推送", "未收到", "政府信息公开申请", "没有发生", "行政复议", "、行政诉讼",
    "不够及时", "有待加强", "下一步", "将", "加强培训", "完善制度", "同比增长", "收到", "办结", "培训", "电话：0571-88123456", "地址：青石镇一号", "第二十条", "国办发〔2016〕80号", "信息内容", "规章", "0", "12", "行政许可", "總體情況", "😀", "Ａ",
]  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=60).map("".join)


def source(raw: str) -> Source:
    return Source("noise.txt", "txt", "utf-8", hashlib.sha256(raw.encode("utf8", "surrogatepass")).hexdigest(), raw)


def grounded(report: Report) -> Iterator[Any]:
    """Every object that carries its text."""
    yield from (thing for thing in (report.title, report.organ, report.period) if thing is not None)
    yield from report.contacts
    yield from report.facts
    yield from report.problems
    yield from report.remedies
    yield from (mention for channel in report.channels for mention in channel.mentions)
    yield from report.trace


@settings(deadline=None)
@given(texts)
def test_clean_text_keeps_its_origin(raw: str) -> None:
    text = clean(source(raw))
    assert len(text.clean) == len(text.origin)
    assert all(a < b for a, b in zip(text.origin, text.origin[1:], strict=False))
    for start in range(0, len(text.clean), 3):
        a, b = text.span(start, start + 1)
        assert b == a + 1


@settings(deadline=None)
@given(texts)
def test_everything_is_grounded(raw: str) -> None:
    report = extract([source(raw)], traced=True)[0]
    for thing in grounded(report):
        assert raw[thing.start : thing.end] == thing.text
    for table in report.tables:
        for cell in table.cells:
            assert cell.start is None or raw[cell.start : cell.end] == cell.raw
    for fact in report.facts:
        assert fact.sentence_start <= fact.start <= fact.end <= fact.sentence_end


@settings(deadline=None)
@given(texts)
def test_sections_tile_the_text(raw: str) -> None:
    sections = [section for section in extract([source(raw)])[0].sections if section.level == 1]
    assert "".join(raw[section.start : section.end] for section in sections) == raw
    for section in extract([source(raw)])[0].sections:
        assert 0 <= section.start <= section.end <= len(raw)


def test_a_batch_gives_what_each_report_gives_alone(sample_sources: list[Source]) -> None:
    together = extract(sample_sources)
    assert together == [extract([sample])[0] for sample in sample_sources]


def test_ids_refer_to_what_is_there(sample_sources: list[Source]) -> None:
    for report in extract(sample_sources, traced=True):
        facts, channels, remedies = (
            {thing.id for thing in group} for group in (report.facts, report.channels, report.remedies)
        )
        for fact in report.facts:
            assert fact.part_of is None or fact.part_of in facts
            assert fact.channel is None or fact.channel in channels
            assert set(fact.channels) <= channels
            assert 0 < fact.confidence <= 1
        for problem in report.problems:
            assert {link.remedy for link in problem.remedies} <= remedies
