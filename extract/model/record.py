"""The record: what one report becomes, as frozen dataclasses.

Every public object that stands in the text carries ``start`` and ``end``: code point offsets into the canonical
text (``Source.raw``), end exclusive, with ``raw[start:end] == text``. Field documentation lives here, beside the field,
in English and Chinese: the data dictionary, the JSON Schema and the exporters' labels are made from it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field
from typing import Any

from extract.model.quick import quick


def col(doc: str, zh: str, default: Any = MISSING) -> Any:
    """A dataclass field with its documentation: ``doc`` in English, ``zh`` the Chinese column label."""
    metadata = {"doc": doc, "zh": zh}
    return field(metadata=metadata) if default is MISSING else field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Warn:
    """Something that the reader should know and that does not stop the run."""

    code: str = col("machine-readable name of the warning", "代码")
    message: str = col("what it means for a person", "说明")
    start: int | None = col("first character concerned", "起", None)
    end: int | None = col("end of the place concerned (exclusive)", "止", None)


@dataclass(frozen=True, slots=True)
class Title:
    """The report's own title."""

    text: str = col("the title as written", "标题")
    start: int = col("first character", "起")
    end: int = col("end (exclusive)", "止")


@dataclass(frozen=True, slots=True)
class Organ:
    """The issuing organ."""

    text: str = col("name as written", "机关名称")
    start: int = col("first character", "起")
    end: int = col("end (exclusive)", "止")
    level: str = col("province, city, county, township, department or other", "层级", "other")


@dataclass(frozen=True, slots=True)
class Period:
    """The period that the report's figures cover."""

    start_date: str = col("first day, ISO 8601", "起始日期")
    end_date: str = col("last day, ISO 8601", "截止日期")
    text: str = col("words that state it", "原文")
    start: int = col("first character", "起")
    end: int = col("end (exclusive)", "止")


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach the organ, named in the report."""

    kind: str = col("phone, fax, email, address, postcode or website", "类型")
    value: str = col("normalised value", "值")
    text: str = col("as written", "原文")
    start: int = col("first character", "起")
    end: int = col("end (exclusive)", "止")


@quick
@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report. Preamble and level 1 sections tile the text; subsections lie inside their section."""

    kind: str = col("statutory kind, preamble, appendix or subsection", "类型")
    number: str | None = col("enumerator as written (一、)", "编号")
    heading: str | None = col("heading as written, with its number", "标题")
    start: int = col("first character (of the heading)", "起")
    end: int = col("end (exclusive)", "止")
    level: int = col("1 for statutory sections, 2 and more below", "级别", 1)


@quick
@dataclass(frozen=True, slots=True)
class Fact:
    """One quantity, or one stated absence of a quantity, that the narrative asserts about the work."""

    id: str = col("id within the report (f1, f2 …)", "编号")
    kind: str = col("what is counted", "类型")
    value: float = col("number in base units; 0 for a stated absence", "数值")
    unit: str | None = col("unit as written, null for a stated absence", "单位", None)
    bound: str = col("exact, approx, at_least or at_most", "精确程度", "exact")
    stage: str | None = col("step of the procedure, where the kind has stages", "环节", None)
    category: str | None = col("words naming the class that was counted", "类别", None)
    channel: str | None = col("id of the channel that it went through", "渠道编号", None)
    channels: tuple[str, ...] = col("ids of all channels named for it, the first one first", "全部渠道编号", ())
    scope: str = col("year, cumulative or previous", "统计口径", "year")
    part_of: str | None = col("id of the total that this is a part of", "所属总数", None)
    text: str = col("shortest span that states the quantity", "原文", "")
    start: int = col("first character", "起", 0)
    end: int = col("end (exclusive)", "止", 0)
    sentence_start: int = col("first character of its sentence", "句起", 0)
    sentence_end: int = col("end of its sentence (exclusive)", "句止", 0)
    section: str = col("kind of the section it stands in", "所在部分", "")
    confidence: float = col("probability that the fact is right as stated", "置信度", 0.0)
    extractor: str = col("rule or model that made it", "来源规则", "")


@quick
@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a channel is named."""

    text: str = col("as written", "原文")
    start: int = col("first character", "起")
    end: int = col("end (exclusive)", "止")


@quick
@dataclass(frozen=True, slots=True)
class Channel:
    """One distinct channel that the report says was used, with all its mentions."""

    id: str = col("id within the report (c1, c2 …)", "编号")
    kind: str = col("kind of channel", "类型")
    name: str | None = col("proper name, where there is one", "名称", None)
    mentions: tuple[Mention, ...] = col("every place that names it", "出现处", ())
    confidence: float = col("probability that the channel was used as stated", "置信度", 0.0)
    extractor: str = col("rule or model that made it", "来源规则", "")


@quick
@dataclass(frozen=True, slots=True)
class Link:
    """From a problem to a remedy that answers it."""

    remedy: str = col("id of the remedy", "措施编号")
    by: str = col("explicit, order or aspect", "依据")
    confidence: float = col("probability that the link is right", "置信度", 0.0)


@quick
@dataclass(frozen=True, slots=True)
class Item:
    """A problem that the organ admits, or a remedy that it names."""

    id: str = col("id within the report (p1 … or r1 …)", "编号")
    text: str = col("the item without its enumerator", "原文")
    start: int = col("first character", "起")
    end: int = col("end (exclusive)", "止")
    aspect: str = col("main aspect", "主要方面", "other")
    aspects: tuple[str, ...] = col("all aspects, the main one first", "全部方面", ())
    confidence: float = col("probability that it is such an item", "置信度", 0.0)
    extractor: str = col("rule or model that made it", "来源规则", "")
    remedies: tuple[Link, ...] = col("links to remedies (problems only)", "对应措施", ())


@quick
@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a statutory table."""

    row: str = col("row name of the template", "行")
    column: str = col("column name of the template", "列")
    raw: str = col("as written", "原文")
    value: float | None = col("number, null unless status is number or aligned", "数值", None)
    unit: str | None = col("unit, where it is stated", "单位", None)
    status: str = col("number, blank, dash, unreadable, missing, aligned or ambiguous", "状态", "blank")
    start: int | None = col("first character, null where there is no such cell", "起", None)
    end: int | None = col("end (exclusive)", "止", None)
    candidates: tuple[float, ...] = col("readings that fit, for status ambiguous", "候选值", ())


@dataclass(frozen=True, slots=True)
class Table:
    """A statutory table, laid on its template."""

    kind: str = col("proactive, applications, review_litigation, or another part of the form before 2019", "类型")
    template: str = col("2019, 2021 or legacy", "版式")
    start: int = col("first character", "起")
    end: int = col("end (exclusive)", "止")
    cells: tuple[Cell, ...] = col("every cell of the template", "单元格", ())


@quick
@dataclass(frozen=True, slots=True)
class Check:
    """A rule of arithmetic or consistency, tried on this report."""

    check: str = col("name of the check", "校验")
    status: str = col("pass, fail or unknown", "结果")
    expected: float | None = col("value that the rule demands", "应为", None)
    actual: float | None = col("value found", "实为", None)
    involves: tuple[str, ...] = col("cells (table/row/column) and facts (id) it rests on", "涉及", ())
    message: str = col("for a person", "说明", "")
    hint: str | None = col("for a failed sum: cell and value that would mend every sum it stands in", "疑似更正", None)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading that was considered for a place in the text, and what became of it (for ``gongkai explain``)."""

    start: int
    end: int
    text: str
    rule: str
    outcome: str  # "won", or why it lost


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """Where the record came from."""

    path: str = col("path relative to the input root", "路径")
    format: str = col("txt, docx, html, pdf or image", "格式")
    encoding: str = col("encoding detected", "编码")
    sha256: str = col("SHA-256 of the file's bytes", "SHA-256")
    chars: int = col("length of the canonical text in code points", "字数")
    by: str = col("how its text was read: text, ocr or mixed (some pages by OCR)", "读取方式", "text")
    ocr_confidence: float | None = col(
        "mean confidence of what OCR read, null where it read nothing", "识别置信度", None
    )


@dataclass(frozen=True, slots=True)
class Report:
    """One report: everything read from it, grounded in its text.

    Of each thing with a place, ``report.text[thing.start : thing.end] == thing.text``. Beside the fields of the record
    it has its ``text``, the ``pages`` (where each begins, if the format has pages), and the ``trace`` (what was
    considered for each place, if that was asked for).
    """

    report_id: str = col("stable id, derived from the file's bytes", "报告编号")
    source: SourceInfo = col("where it came from", "来源")
    document_kind: str = col(
        "what the document is: disclosure_report, or something that lies beside one", "文件类型", "other"
    )
    document_confidence: float = col("how sure that is", "文件类型置信度", 0.0)
    title: Title | None = col("the report's title", "标题", None)
    organ: Organ | None = col("the issuing organ", "机关", None)
    year: int | None = col("year reported on", "年度", None)
    period: Period | None = col("period of the figures", "统计期限", None)
    contacts: tuple[Contact, ...] = col("telephone numbers, addresses and other contacts", "联系方式", ())
    sections: tuple[Section, ...] = col("headings, with what stands under each", "章节", ())
    facts: tuple[Fact, ...] = col("quantities that the narrative states or denies", "事实", ())
    channels: tuple[Channel, ...] = col("channels that the report says were used", "渠道", ())
    problems: tuple[Item, ...] = col("problems that the organ admits", "问题", ())
    remedies: tuple[Item, ...] = col("remedies that it names", "改进措施", ())
    tables: tuple[Table, ...] = col("statutory tables, cell by cell", "法定表格", ())
    checks: tuple[Check, ...] = col("sums and agreements that were tried", "校验", ())
    warnings: tuple[Warn, ...] = col("what the reader should know about the report", "提示", ())
    text: str = field(default="", repr=False, metadata={"record": False})
    trace: tuple[Candidate, ...] = field(default=(), repr=False, metadata={"record": False})
    pages: tuple[int, ...] = field(default=(), repr=False, metadata={"record": False})

    def page(self, at: int | None) -> int | None:
        """The page, counted from 1, on which the character ``at`` stands; None where there are no pages."""
        return bisect_right(self.pages, at) if self.pages and at is not None else None


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read or extracted."""

    path: str = col("path relative to the input root", "路径")
    stage: str = col("stage that failed", "环节")
    reason: str = col("what happened and what to do", "原因")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a run was made of (written as manifest.json)."""

    version: str
    lexicon_sha256: str
    models: Mapping[str, str]
    counts: Mapping[str, int]
