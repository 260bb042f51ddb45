"""The whole way of a report, at its edges: no report, hardly a text, a very long one, one without any structure."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest

from extract import pipeline
from extract.export.record import line
from extract.model import Report, Source
from extract.reading import read
from extract.reading.grids import find_grids

REPORT = """柳湾镇2020年政府信息公开工作年度报告
本报告的统计期限为2020年1月1日至12月31日。
一、总体情况
全年主动公开政府信息36条。
二、存在的主要问题及改进情况
（一）存在的问题。更新不够及时。
（二）改进措施。每周检查一次栏目更新。
"""


def made(raw: str) -> Report:
    digest = hashlib.sha256(raw.encode("utf8")).hexdigest()
    return pipeline.extract([Source("case.txt", "txt", "utf-8", digest, raw, find_grids(raw))])[0]


def codes(report: Report) -> list[str]:
    return [warning.code for warning in report.warnings]


def test_a_small_report_whole() -> None:
    report = made(REPORT)
    assert report.title is not None
    assert report.organ is not None
    assert report.period is not None
    assert (report.organ.text, report.year, report.period.end_date) == ("柳湾镇", 2020, "2020-12-31")
    assert [(fact.kind, fact.value, fact.unit) for fact in report.facts] == [("disclosure", 36, "条")]
    assert [item.text for item in report.problems] == ["更新不够及时"]
    assert [item.text for item in report.remedies] == ["每周检查一次栏目更新"]
    assert codes(report) == []


def test_the_plans_of_one_section_do_not_silence_the_next_on_the_same_line() -> None:
    report = made(REPORT.replace("\n", "") + "三、其他需要报告的事项我镇2020年未收取信息处理费。")
    assert [(fact.kind, fact.value) for fact in report.facts] == [("disclosure", 36), ("fee", 0)]


def test_what_is_done_already_counts_among_remedies_and_what_is_meant_does_not() -> None:
    done = "针对去年提出的更新不及时，年内已公开信息40条。"
    meant = "下一步，将公开信息90条。"
    report = made(REPORT + "\n三、存在的主要问题及改进情况\n" + done + meant)
    assert [fact.value for fact in report.facts if fact.kind == "disclosure"] == [36, 40]


@pytest.mark.parametrize(
    "raw",
    [
        "今天天气晴好，适合远足。",
        "柳湾镇2020年工作总结\n一、总体情况\n修路3条，种树200棵。\n二、存在的问题\n资金不足。",
        "信息公开",
        "Dear all, please find the minutes attached.",
        "1\t2\t3\n4\t5\t6\n",
    ],
    ids=["prose", "another report", "two words", "English", "only figures"],
)
def test_not_a_report(raw: str) -> None:
    report = made(raw)
    assert codes(report) == ["not_a_report"]
    assert report.text == raw  # the record is written all the same


@pytest.mark.parametrize(
    "raw",
    ["。", "\n", "　", "1", "一、", "（一）", "\ufeff", "[image: x]", "一、总体情况", "一、\n二、\n三、", "\t\t\n\t\t"],
)
def test_hardly_a_text(raw: str) -> None:
    report = made(raw)
    assert "not_a_report" in codes(report)
    assert "".join(raw[s.start : s.end] for s in report.sections if s.level == 1) == raw
    assert (report.title, report.period, report.contacts, report.facts, report.tables) == (None, None, (), (), ())
    assert line(report)


def test_without_any_structure() -> None:
    raw = (
        "全镇主动公开政府信息36条其中机构职能类6条没有收到政府信息公开申请也没有发生行政复议信息公开更新不够及时将加强培训"
        * 3
    )
    report = made(raw)
    assert [section.kind for section in report.sections] == ["preamble"]
    assert ("disclosure", 36) in [(fact.kind, fact.value) for fact in report.facts]
    assert codes(report) == []


def test_a_text_of_one_megabyte(sample_paths: list[Path]) -> None:
    whole = "".join(read(path).raw for path in sample_paths)
    raw = (whole * 20)[:340_000]
    assert len(raw.encode("utf8")) > 600_000
    raw += "全镇工作平稳有序。\n" * ((1_000_000 - len(raw.encode("utf8"))) // 28)
    began = time.perf_counter()
    report = made(raw)
    assert time.perf_counter() - began < 60  # seconds; about five here
    assert "".join(raw[s.start : s.end] for s in report.sections if s.level == 1) == raw
    assert all(raw[fact.start : fact.end] == fact.text for fact in report.facts)


@pytest.mark.parametrize(
    "piece",
    ["1", "12条，", "一二三四五六七八九十", "a", "a.b@", "（", "第", "一、甲乙。\n", "（一）甲乙；", "一、总体情况\n二、主动公开情况\n", "总体情况\n", "地址：", "0599-", "　", "2020年", "http://"],
)  # fmt: skip
def test_monotonous_texts_take_linear_time(piece: str) -> None:
    """Patterns that look ahead or behind without an end take hours on these."""
    raw = piece * (40_000 // len(piece))
    source = Source("case.txt", "txt", "utf-8", "0" * 64, raw)
    began = time.perf_counter()
    text = pipeline.clean(source)
    parts, _ = pipeline.outline.outline(text)
    pipeline.metadata.title(text, parts)
    pipeline.metadata.period(text)
    pipeline.metadata.organ(text, pipeline.metadata.title(text, parts))
    pipeline.contacts(text)
    pipeline.sentences.split(text, parts)
    assert time.perf_counter() - began < 5


def test_a_report_read_from_a_file_is_the_same(sample_paths: list[Path]) -> None:
    path = sample_paths[0]
    assert pipeline.run(path, path.name) == pipeline.extract([read(path, path.name)])[0]


def test_nothing_is_carried_from_one_report_to_the_next() -> None:
    first, _, again = (made(raw) for raw in (REPORT, "今天天气晴好。", REPORT))
    assert first == again
