"""Tidy tables: one row an object, every column declared once with type, documentation and Chinese label.

Columns that hold a field of the model take their documentation from it; the others are declared here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache

from extract.export.columns import Column, Row, TableSpec, getter, own
from extract.export.panel import Harmonised, harmonise
from extract.model import Cell, Channel, Check, Contact, Fact, Failure, Item, Link, Report, Section, SourceInfo, Warn

KEY = (
    Column("report_id", "string", "report that the row belongs to", "报告编号"),
    Column("path", "string", "path relative to the input root", "路径"),
    Column("organ", "string", "issuing organ", "机关名称"),
    Column("year", "int", "year reported on", "年度"),
)


def _key(report: Report) -> Row:
    return report.report_id, report.source.path, report.organ.text if report.organ else None, report.year


def _count(name: str, doc: str, zh: str) -> Column:
    return Column(name, "int", f"number of {doc}", f"{zh}数")


_COUNTED = (
    ("sections", "sections and subsections", "章节"),
    ("facts", "facts", "事实"),
    ("channels", "channels", "渠道"),
    ("problems", "problems", "问题"),
    ("remedies", "remedies", "措施"),
    ("tables", "statutory tables", "法定表格"),
    ("checks", "checks", "校验"),
    ("warnings", "warnings", "提示"),
)
_REPORTS = (
    *KEY,
    *own(Report, leave=tuple(f.name for f in fields(Report) if not f.name.startswith("document_"))),
    Column("title", "string", "the report's title", "标题"),
    Column("organ_level", "string", "level of the organ", "机关层级"),
    Column("start_date", "string", "first day of the figures, ISO 8601", "起始日期"),
    Column("end_date", "string", "last day of the figures, ISO 8601", "截止日期"),
    *own(SourceInfo, leave=("path",)),
    *(_count(f"n_{name}", doc, zh) for name, doc, zh in _COUNTED),
    Column("checks_failed", "int", "number of checks that failed", "未通过校验数"),
)


def _reports(report: Report) -> Iterator[Row]:
    source, period = report.source, report.period
    yield (
        *_key(report),
        report.document_kind,
        report.document_confidence,
        report.title.text if report.title else None,
        report.organ.level if report.organ else None,
        period.start_date if period else None,
        period.end_date if period else None,
        *(source.format, source.encoding, source.sha256, source.chars, source.by, source.ocr_confidence),
        *(len(getattr(report, name)) for name, _, _ in _COUNTED),
        sum(check.status == "fail" for check in report.checks),
    )


def _plain(name: str, doc: str, zh: str, kind: type, attribute: str) -> TableSpec:
    """A table whose rows are objects of the report as they are."""
    columns = own(kind)
    values = getter(columns)

    def rows(report: Report) -> Iterator[Row]:
        key = _key(report)
        for thing in getattr(report, attribute):
            yield key + values(thing)

    return TableSpec(name, doc, zh, KEY + columns, rows)


_FACT = own(Fact)
_OF_FACT = getter(_FACT)


def _facts(report: Report) -> Iterator[Row]:
    key, known = _key(report), {channel.id: channel for channel in report.channels}
    for fact in report.facts:
        channel = known.get(fact.channel or "")
        sentence = report.text[fact.sentence_start : fact.sentence_end].strip()
        yield (
            *key,
            *_OF_FACT(fact),
            channel.kind if channel else None,
            channel.name if channel else None,
            sentence or None,
        )


_CHANNEL = own(Channel, leave=("mentions",))
_OF_CHANNEL = getter(_CHANNEL)


def _channels(report: Report) -> Iterator[Row]:
    key = _key(report)
    for channel in report.channels:
        first = channel.mentions[0] if channel.mentions else None
        where = (first.text, first.start, first.end) if first else (None, None, None)
        texts = tuple(mention.text for mention in channel.mentions)
        yield (*key, *_OF_CHANNEL(channel), len(texts), *where, texts)


_ITEM = own(Item, leave=("remedies",))
_OF_ITEM = getter(_ITEM)


def _problems(report: Report) -> Iterator[Row]:
    key = _key(report)
    for item in report.problems:
        yield (*key, *_OF_ITEM(item), tuple(link.remedy for link in item.remedies))


def _remedies(report: Report) -> Iterator[Row]:
    key = _key(report)
    answered: dict[str, list[str]] = {}
    for problem in report.problems:
        for link in problem.remedies:
            answered.setdefault(link.remedy, []).append(problem.id)
    for item in report.remedies:
        yield (*key, *_OF_ITEM(item), tuple(answered.get(item.id, ())))


def _links(report: Report) -> Iterator[Row]:
    key, remedies = _key(report), {item.id: item for item in report.remedies}
    for problem in report.problems:
        for link in problem.remedies:
            other = remedies.get(link.remedy)
            what = (other.text, other.aspect) if other else (None, None)
            yield (*key, problem.id, link.remedy, link.by, link.confidence, problem.text, problem.aspect, *what)


_CELL = own(Cell)
_OF_CELL = getter(_CELL)


def _cells(report: Report) -> Iterator[Row]:
    key = _key(report)
    for table in report.tables:
        for cell in table.cells:
            yield (*key, table.kind, table.template, *_OF_CELL(cell))


_PANEL = own(Harmonised)
_OF_PANEL = getter(_PANEL)


def _panel(report: Report) -> Iterator[Row]:
    key = _key(report)
    for value in harmonise(report):
        yield key + _OF_PANEL(value)


def _none(report: Report) -> Iterator[Row]:
    return iter(())


FAILURE = own(Failure)
_OF_FAILURE = getter(FAILURE)
_PAGE = Column("page", "int", "page on which it begins, counted from 1; empty where the format has no pages", "页码")


def _paged(spec: TableSpec) -> TableSpec:
    """The table with the page of each row, where its rows stand in the text."""
    names = [column.name for column in spec.columns]
    if "start" not in names:
        return spec
    at = names.index("start")

    def rows(report: Report) -> Iterator[Row]:
        for row in spec.rows(report):
            yield (*row, report.page(row[at]))

    return replace(spec, columns=(*spec.columns, _PAGE), rows=rows)


@cache
def specs() -> dict[str, TableSpec]:
    """All tables by name, in the order in which they are documented."""
    link = {column.name: column for column in own(Link)}
    listed = (
        TableSpec("reports", "one row a report", "报告", _REPORTS, _reports),
        _plain("sections", "one row a section or subsection", "章节", Section, "sections"),
        TableSpec(
            "facts",
            "one row a quantity, or stated absence of one, that the narrative asserts",
            "事实",
            (
                *KEY,
                *_FACT,
                Column("channel_kind", "string", "kind of the channel that it went through", "渠道类型"),
                Column("channel_name", "string", "proper name of that channel", "渠道名称"),
                Column("sentence", "string", "the sentence it stands in", "所在句"),
            ),
            _facts,
        ),
        TableSpec(
            "channels",
            "one row a channel",
            "渠道",
            (
                *KEY,
                *_CHANNEL,
                _count("n_mentions", "places that name it", "出现次"),
                Column("text", "string", "first mention as written", "原文"),
                Column("start", "int", "first character of the first mention", "起"),
                Column("end", "int", "end of the first mention (exclusive)", "止"),
                Column("mentions", "strings", "all mentions as written", "出现处"),
            ),
            _channels,
        ),
        TableSpec(
            "problems",
            "one row a problem that the organ admits",
            "问题",
            (*KEY, *_ITEM, Column("remedies", "strings", "ids of the remedies that answer it", "对应措施")),
            _problems,
        ),
        TableSpec(
            "remedies",
            "one row a remedy that the organ names",
            "措施",
            (*KEY, *_ITEM, Column("problems", "strings", "ids of the problems that it answers", "对应问题")),
            _remedies,
        ),
        TableSpec(
            "links",
            "one row a link from a problem to a remedy",
            "问题与措施",
            (
                *KEY,
                Column("problem", "string", "id of the problem", "问题编号"),
                *(link[name] for name in ("remedy", "by", "confidence")),
                Column("problem_text", "string", "the problem", "问题"),
                Column("problem_aspect", "string", "main aspect of the problem", "问题方面"),
                Column("remedy_text", "string", "the remedy", "措施"),
                Column("remedy_aspect", "string", "main aspect of the remedy", "措施方面"),
            ),
            _links,
        ),
        TableSpec(
            "cells",
            "one row a cell of a statutory table",
            "表格单元",
            (
                *KEY,
                Column("table", "string", "kind of the table (see Table)", "表"),
                Column("template", "string", "2019, 2021 or legacy", "版式"),
                *_CELL,
            ),
            _cells,
        ),
        TableSpec("panel", "one row a variable of the crosswalk between the forms", "跨年面板", KEY + _PANEL, _panel),
        _plain("checks", "one row a check", "校验", Check, "checks"),
        _plain("contacts", "one row a contact", "联系方式", Contact, "contacts"),
        _plain("warnings", "one row a warning", "提示", Warn, "warnings"),
        TableSpec("failures", "one row a file that could not be processed", "失败", FAILURE, _none),
    )
    return {spec.name: _paged(spec) for spec in listed}


def failure_row(failure: Failure) -> Row:
    """The row of table ``failures``."""
    return _OF_FAILURE(failure)
