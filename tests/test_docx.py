"""Word documents: the same report as its text gives, what Word shows and what it hides, and every kind of bad input."""

from __future__ import annotations

import hashlib
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import docxes
import pytest
from docxes import p, package, r, tbl, tc
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract import pipeline
from extract.errors import ReadError
from extract.model import Report, Source
from extract.reading import docx

PLACES = {"start", "end", "sentence_start", "sentence_end", "source", "report_id", "trace"}


def said(thing: Any) -> Any:
    """A record without its places; line breaks inside a text are a matter of layout."""
    if isinstance(thing, dict):
        return {key: said(value) for key, value in thing.items() if key not in PLACES}
    if isinstance(thing, list | tuple):
        return [said(one) for one in thing]
    return "".join(thing.split()) if isinstance(thing, str) else thing


def record(report: Report) -> dict[str, Any]:
    found: dict[str, Any] = said(asdict(report))
    del found["text"]
    return found


def sound(source: Source) -> None:
    """Every offset holds and no grid overlaps another."""
    at = 0
    for grid in source.grids:
        assert at <= grid.start < grid.end <= len(source.raw)
        at = grid.end
        for row in grid.rows:
            for cell in row:
                assert grid.start <= cell.start <= cell.end <= grid.end
                assert source.raw[cell.start : cell.end] == cell.text


def test_a_report_in_word_says_what_its_text_says(sample_paths: list[Path]) -> None:
    data = [path.read_bytes() for path in sample_paths]
    texts = pipeline.extract([docxes.read_txt(path.name, one) for path, one in zip(sample_paths, data, strict=True)])
    sources = [
        docx.read(path.name, docxes.rendered(path.name, one)) for path, one in zip(sample_paths, data, strict=True)
    ]
    for source in sources:
        sound(source)
    for path, text, word in zip(sample_paths, texts, pipeline.extract(sources), strict=True):
        expected, got = record(text), record(word)
        for field in expected:
            assert got[field] == expected[field], (path.name, field)


# ---------------------------------------------------------------- what Word shows


def raw(body: str, **parts: str) -> str:
    source = docx.read("a.docx", package(body, **parts))
    sound(source)
    return source.raw


def box(*paragraphs: str) -> str:
    """A text box as Word writes it: once for new programs, once more for old ones."""
    inner = "<w:txbxContent>" + "".join(paragraphs) + "</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def field(instruction: str, result: str) -> str:
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    code = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return f"{marks['begin']}{code}{marks['separate']}{result}{marks['end']}"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p("总体") + p("情况"), "总体\n情况\n"),
        (p(r("全年"), r("公开"), r("12条")), "全年公开12条\n"),
        (p("前", r("<w:br/>"), "后", r("<w:cr/>"), "末"), "前\n后\n末\n"),
        (p(r("<w:tab/>"), "缩进", r("<w:tab/>"), "右"), "缩进\t右\n"),
        (p("信息", r("<w:softHyphen/>"), "公开 A", r("<w:noBreakHyphen/>"), "1"), "信息公开 A-1\n"),
        (p("　　", "一段") + p("") + p("二段"), "　　一段\n二段\n"),
        (p(r('<w:sym w:font="Wingdings" w:char="F0FC"/>'), "完成"), "√完成\n"),
        (p(r('<w:t>\uf06c 要点</w:t>', '<w:rFonts w:ascii="Wingdings"/>')), "● 要点\n"),
        (p("见", '<w:hyperlink r:id="x" xmlns:r="urn:r">' + r("网站") + "</w:hyperlink>"), "见网站\n"),
        (p('<w:smartTag w:element="place">' + r("云岫县") + "</w:smartTag>"), "云岫县\n"),
        (p('<w:fldSimple w:instr=" PAGE ">' + r("3") + "</w:fldSimple>", "页"), "3页\n"),
        (p("共", field(" =SUM(ABOVE) ", r("12")), "条"), "共12条\n"),
        (p("共", field(" IF " + "", field(" PAGE ", r("7")) + r("有")), "条"), "共7有条\n"),
        (p(r('<w:fldChar w:fldCharType="begin"/>'), r("码")) + p("正文"), "正文\n"),
        (p("<w:ins>" + r("新") + "</w:ins><w:del>" + "<w:r><w:delText>旧</w:delText></w:r>" + "</w:del>"), "新\n"),
        (p("<w:moveFrom>" + r("移") + "</w:moveFrom>") + p("<w:moveTo>" + r("移") + "</w:moveTo>"), "移\n"),
        (p("前半", pr="<w:rPr><w:del/></w:rPr>") + p("后半"), "前半后半\n"),
        (p(r("暗", "<w:vanish/>"), r("明", '<w:vanish w:val="0"/>')), "明\n"),
        (p("正文", r('<w:footnoteReference w:id="1"/>')), "正文\n"),
        (p("<w:ruby><w:rt>" + r("zi") + "</w:rt><w:rubyBase>" + r("字") + "</w:rubyBase></w:ruby>"), "字\n"),
        (p(box(p("红头")), "标题"), "红头\n标题\n"),
        (p("正文", box(p("一"), p("二"))), "正文\n一\n二\n"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + p("控件") + "</w:sdtContent></w:sdt>", "控件\n"),
        ("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + p("点此输入") + "</w:sdtContent></w:sdt>" + p("文"), "文\n"),
        (p("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>"), "x+1\n"),
        (p("<w:proofErr/>", "<w:bookmarkStart/>", r("<w:lastRenderedPageBreak/>"), "文") + "<w:sectPr/>", "文\n"),
        (p("<w:r><w:t> 空 </w:t></w:r>", "白"), "空白\n"),
    ],
)  # fmt: skip
def test_a_paragraph_is_what_the_page_shows(body: str, text: str) -> None:
    assert raw(body) == text


def test_text_of_a_hidden_style_is_hidden() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="c"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = p("暗", pr='<w:pStyle w:val="a"/>') + p(r("暗", '<w:rStyle w:val="c"/>'), "明")
    source = docx.read("a.docx", package(body, styles=styles))
    assert source.raw == "明\n"
    assert [(warn.code, "2" in warn.message) for warn in source.warnings] == [("hidden_text", True)]


def test_what_is_dropped_is_a_warning() -> None:
    picture = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"
    deleted = "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
    note = r('<w:footnoteReference w:id="2"/>')
    unknown = r('<w:sym w:font="Wingdings" w:char="F020"/>')
    source = docx.read("a.docx", package(p("正文", picture, deleted, note, unknown) + "<w:altChunk/>"))
    codes = [warn.code for warn in source.warnings]
    assert codes == [
        *("deleted_text", "embedded_documents", "footnotes"),
        *("pictures_or_embedded_objects", "symbols_of_unknown_fonts"),
    ]


# ---------------------------------------------------------------- numbers that Word makes


def lists(*levels: str, num: str = "", more: str = "") -> str:
    inner = "".join(f'<w:lvl w:ilvl="{i}">{level}</w:lvl>' for i, level in enumerate(levels))
    return (
        f'<w:abstractNum w:abstractNumId="0">{inner}</w:abstractNum>{more}'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{num}'
    )


def level(style: str, text: str, start: int = 1, more: str = "") -> str:
    return f'<w:start w:val="{start}"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>{more}'


def item(text: str, at: int = 0, num: int = 1) -> str:
    return p(text, pr=f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{num}"/></w:numPr>')


@pytest.mark.parametrize(
    ("style", "text", "start", "number"),
    [
        ("chineseCounting", "%1、", 1, "一、"),
        ("chineseCounting", "%1、", 20, "二十、"),
        ("japaneseCounting", "（%1）", 11, "（十一）"),
        ("chineseCountingThousand", "第%1章", 101, "第一百零一章 "),
        ("chineseCountingThousand", "第%1条", 1010, "第一千零一十条 "),
        ("chineseCountingThousand", "%1、", 15, "十五、"),
        ("chineseLegalSimplified", "%1、", 10, "壹拾、"),
        ("ideographDigital", "%1、", 10, "一〇、"),
        ("ideographTraditional", "%1、", 2, "乙、"),
        ("decimal", "%1.", 3, "3."),
        ("decimal", "%1", 3, "3 "),
        ("decimalZero", "%1、", 3, "03、"),
        ("decimalEnclosedCircle", "%1", 2, "② "),
        ("decimalEnclosedCircleChinese", "%1", 51, "51 "),
        ("decimalFullWidth", "%1．", 12, "１２．"),
        ("lowerLetter", "%1)", 27, "aa)"),
        ("upperRoman", "%1.", 14, "XIV."),
        ("numberInDash", "%1", 2, "- 2 -"),
        ("none", "附：", 1, "附："),
        ("bullet", "\uf06c", 1, "●"),
        ("bullet", "l", 1, "●"),
        ("bullet", "★", 1, "★"),
    ],
)  # fmt: skip
def test_a_number_stands_before_its_paragraph(style: str, text: str, start: int, number: str) -> None:
    assert raw(item("情况"), numbering=lists(level(style, text, start))) == f"{number}情况\n"


def test_levels_count_and_start_anew() -> None:
    numbering = lists(level("chineseCounting", "%1、"), level("japaneseCounting", "（%2）"), level("decimal", "%1.%3"))
    body = "".join(item("甲", at) for at in (0, 1, 1, 0, 1, 2)) + p("文") + item("甲")
    assert raw(body, numbering=numbering) == "一、甲\n（一）甲\n（二）甲\n二、甲\n（一）甲\n二.1 甲\n文\n三、甲\n"


def test_lists_that_share_a_definition_go_on_unless_they_say_where_to_start() -> None:
    num = '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    num += '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    body = item("甲") + item("乙", num=2) + item("丙", num=3) + item("丁", num=3)
    assert raw(body, numbering=lists(level("decimal", "%1."), num=num)) == "1.甲\n2.乙\n1.丙\n2.丁\n"


def test_a_level_may_be_told_not_to_start_anew() -> None:
    numbering = lists(level("decimal", "%1."), level("decimal", "（%2）", more='<w:lvlRestart w:val="0"/>'))
    assert raw("".join(item("甲", at) for at in (0, 1, 0, 1)), numbering=numbering) == "1.甲\n（1）甲\n2.甲\n（2）甲\n"


def test_a_style_brings_its_number() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="h1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = lists(
        level("chineseCounting", "%1、", more='<w:pStyle w:val="h1"/><w:suff w:val="nothing"/>'),
        level("chineseCounting", "（%2）", more='<w:pStyle w:val="h2"/>'),
    )
    first, second = (p("甲", pr=f'<w:pStyle w:val="{style}"/>') for style in ("h1", "h2"))
    none = p("甲", pr='<w:pStyle w:val="h1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert raw(first + second + none + first, styles=styles, numbering=numbering) == "一、甲\n（一）甲\n甲\n二、甲\n"


def test_a_numbering_style_names_its_list() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="n"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    more = '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="n"/></w:abstractNum>'
    num = '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
    numbering = lists(level("decimal", "%1."), num=num, more=more)
    assert raw(item("甲") + item("乙", num=2), styles=styles, numbering=numbering) == "1.甲\n2.乙\n"


def test_unknown_lists_and_levels_give_no_number() -> None:
    assert raw(item("甲", num=9) + item("乙", at=5), numbering=lists(level("decimal", "%1."))) == "甲\n乙\n"


# ---------------------------------------------------------------- tables


def shape(source: Source) -> list[list[list[tuple[str, int, int]]]]:
    return [[[(c.text, c.rowspan, c.colspan) for c in row] for row in grid.rows] for grid in source.grids]


def test_merged_cells_stand_once() -> None:
    body = p("表") + tbl(
        [tc("项目", merge="restart"), tc("数量", span=2)],
        [tc("", merge="continue"), tc("1"), tc("2")],
        [tc("网站"), tc("3"), tc("")],
    )
    source = docx.read("a.docx", package(body + p("完")))
    sound(source)
    assert shape(source) == [
        [[("项目", 2, 1), ("数量", 1, 2)], [("1", 1, 1), ("2", 1, 1)], [("网站", 1, 1), ("3", 1, 1), ("", 1, 1)]]
    ]
    assert source.raw == "表\n\t项目\n\t数量\n\n\t1\n\t2\n\n\t网站\n\t3\n\t\n\n完\n"


def test_a_merge_without_a_beginning_is_a_cell() -> None:
    source = docx.read("a.docx", package(tbl([tc("网站", merge="continue"), tc("1")], [tc("微信"), tc("2")])))
    assert shape(source) == [[[("网站", 1, 1), ("1", 1, 1)], [("微信", 1, 1), ("2", 1, 1)]]]


def test_cells_lie_under_content_controls_too() -> None:
    row = f"<w:sdt><w:sdtContent>{tc('网站')}</w:sdtContent></w:sdt>{tc('1')}"
    source = docx.read("a.docx", package(tbl([row], [tc("微信"), tc("2")])))
    assert [[cell.text for cell in row] for row in source.grids[0].rows] == [["网站", "1"], ["微信", "2"]]


def test_text_under_a_merged_cell_is_a_warning() -> None:
    body = tbl([tc("网站", merge="restart"), tc("1")], [tc("暗", merge="continue"), tc("2")])
    source = docx.read("a.docx", package(body))
    assert "暗" not in source.raw
    assert [warn.code for warn in source.warnings] == ["text_under_merged_cells"]


def test_prose_in_a_table_stays_narrative() -> None:
    sentence = "全年主动公开政府信息12条，其中网站公开10条，公开栏张贴2条。"
    body = tbl(
        [tc("一、总体情况", span=2)],
        [tc(p("（一）概况") + p(sentence), span=2)],
        [tc("网站"), tc("10")],
        [tc("公开栏"), tc("2")],
    )
    source = docx.read("a.docx", package(body))
    sound(source)
    assert source.raw.startswith(f"一、总体情况\n（一）概况\n{sentence}\n\t网站\n\t10\n")
    assert shape(source) == [[[("网站", 1, 1), ("10", 1, 1)], [("公开栏", 1, 1), ("2", 1, 1)]]]


def test_a_line_across_a_table_heads_a_group_or_what_follows() -> None:
    rows = [
        [tc("统计指标"), tc("单位"), tc("统计数")],
        [tc("一、主动公开情况", span=3)],
        [tc("网站公开数"), tc("条"), tc("12")],
        [tc("注：截至年末", span=3)],
    ]
    source = docx.read("a.docx", package(tbl([tc("统计表", span=3)], *rows)))
    sound(source)
    assert [[cell.text for cell in row] for row in source.grids[0].rows] == [
        ["统计指标", "单位", "统计数"],
        ["一、主动公开情况"],
        ["网站公开数", "条", "12"],
    ]
    assert source.raw.startswith("统计表\n")
    assert source.raw.endswith("\n注：截至年末\n")
    forms = [
        [tc(text) for text in row] for kind in ("applications", "review_litigation") for row in [[kind], *form(kind)]
    ]
    source = docx.read("a.docx", package(tbl(*forms)))
    assert len(source.grids) == 2
    assert source.raw.startswith("applications\n\t")
    assert "\n\nreview_litigation\n\t" in source.raw


def test_a_table_of_words_is_no_grid() -> None:
    source = docx.read(
        "a.docx", package(tbl([tc("发布机构"), tc("青篁镇人民政府")], [tc("联系电话"), tc("0688-5520136（办公室）")]))
    )
    assert source.grids == ()
    assert source.raw == "发布机构\n青篁镇人民政府\n联系电话\n0688-5520136（办公室）\n"


def test_a_table_within_a_frame_is_found() -> None:
    inner = tbl([tc("网站"), tc("10")], [tc("微信"), tc("2")])
    source = docx.read("a.docx", package(tbl([tc(p("前") + inner + p("后"))])))
    sound(source)
    assert source.raw == "前\n\t网站\n\t10\n\n\t微信\n\t2\n\n后\n"
    assert len(source.grids) == 1


def form(kind: str) -> list[list[str]]:
    import forms

    return {"applications": forms.applications(), "review_litigation": forms.reviews(), "proactive": forms.proactive()}[
        kind
    ]


def word(rows: list[list[str]]) -> str:
    return tbl(*[[tc(text) for text in row] for row in rows])


def test_a_form_cut_by_a_page_is_one_and_two_forms_are_two() -> None:
    rows = form("applications")
    cut = word(rows[:20]) + p("") + word(rows[20:])
    source = docx.read("a.docx", package(cut + word(form("review_litigation"))))
    sound(source)
    assert [len(grid.rows) for grid in source.grids] == [len(rows), 4]
    together = docx.read("a.docx", package(word([*rows, *form("review_litigation")])))
    assert shape(together) == shape(source)


def test_tables_typed_as_text_are_found_between_real_ones() -> None:
    import forms

    typed = "".join(p(line) for line in forms.in_lines(form("review_litigation")).split("\n"))
    source = docx.read(
        "a.docx", package(p("二、情况") + word(form("proactive")) + p("四、情况") + typed + p("五、问题"))
    )
    sound(source)
    assert [grid.dialect for grid in source.grids] == ["cells", "lines"]
    (report,) = pipeline.extract([source])
    assert [table.kind for table in report.tables] == ["proactive", "review_litigation"]


@pytest.mark.parametrize(("text", "status"), [("0", "number"), ("", "blank"), ("/", "dash"), ("3", "unreadable")])
def test_nothing_merged_over_columns_or_rows_holds_for_each_cell(text: str, status: str) -> None:
    rows = [[tc(cell) for cell in row] for row in form("applications")]
    labels = len(rows[8]) - 7
    rows[8][labels:] = [tc(text, span=7)]  # one cell for seven columns
    for y, merge in ((11, "restart"), (12, "continue")):
        rows[y][-7] = tc(text if merge == "restart" else "", merge=merge)
    (report,) = pipeline.extract([docx.read("a.docx", package(tbl(*rows)))])
    (table,) = report.tables
    found = {(cell.row, cell.column): cell.status for cell in table.cells}
    wide = [name for name in ("refused_law", "refused_stability", "refused_secret") if found[name, "legal"] == status]
    assert wide
    assert list(found.values()).count(status) >= 9
    if status != "unreadable":
        assert "unreadable" not in found.values()
        assert {found["refused_internal", "natural_person"], found["refused_process", "natural_person"]} == {status}


def test_numbers_of_rows_are_kept() -> None:
    number = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
    body = tbl([tc(number), tc("网站")], [tc(number), tc("微信")])
    source = docx.read("a.docx", package(body, numbering=lists(level("decimal", "%1"))))
    assert [[cell.text for cell in row] for row in source.grids[0].rows] == [["1", "网站"], ["2", "微信"]]


# ---------------------------------------------------------------- bad input


def failure(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        docx.read("town/a.docx", data)
    assert caught.value.path == "town/a.docx"
    assert ";" in caught.value.reason, "what to do is missing"
    return caught.value.reason


GOOD = package(p("正文") * 50)
BOMB = '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (GOOD[: len(GOOD) // 2], "damaged"),
        (GOOD[:-8], "damaged"),
        (b"PK\x05\x06" + bytes(18), "damaged"),
        (GOOD.replace(b"word/document.xml", b"word/documemt.xml"), "has no part word/document.xml"),
        (docxes.zipped({"a.txt": "一"}), "a zip but no Word document"),
        (docxes.zipped({"xl/workbook.xml": "<a/>"}), "Excel"),
        (docxes.zipped({"ppt/presentation.xml": "<a/>"}), "PowerPoint"),
        (docxes.zipped({"content.xml": "<a/>", "mimetype": "x"}), "OpenDocument"),
        (package(p("正"), parts={"word/document.xml": "<w:broken"}), "broken part"),
        (package(p("正"), parts={"word/document.xml": "<html/>"}), "has no part"),
        (package(p("正"), parts={"word/document.xml": ""}), "has no part"),
        (package(p("正"), parts={"word/document.xml": f"{BOMB}<w:document>&b;</w:document>"}), "declares entities"),
        (package(p("正"), parts={"word/document.xml": f"{OUTSIDE}<w:document>&x;</w:document>"}), "declares entities"),
        (package(p("正"), parts={"word/styles.xml": f"<?xml version='1.0'?>{' ' * 9000}{BOMB[21:]}<styles/>"}), "declares entities"),
        (package(""), "holds no text and no paragraph"),
        (package(p("") + p("　")), "holds no text;"),
        (package(p("<w:r><w:drawing><a:blip/></w:drawing></w:r>")), "only pictures"),
        (package('<w:altChunk/>'), "embedded document"),
        (package("<w:sdt><w:sdtContent>" * 200 + p("正") + "</w:sdtContent></w:sdt>" * 200), "too deep"),
        (package("<w:tbl><w:tr><w:tc>" * 30 + p("正") + "</w:tc></w:tr></w:tbl>" * 30), "more than 20 deep"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
        (b"%PDF-1.7 ...", "suffix .pdf"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html><body>x</body></html>", "suffix .html"),
        ("<HTML><body>政府信息公开</body></HTML>".encode("gbk"), "suffix .html"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "MHT"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "saved as XML"),
        ("政府信息公开工作年度报告，全年公开12条。".encode("gbk"), "suffix .txt"),
        (b"\x00\x01\x02" * 50, "no Word document"),
        (docx.office.OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (docx.office.OLE + bytes(512) + "Workbook".encode("utf-16-le"), "Excel"),
        (docx.office.OLE + bytes(512) + "PowerPoint Document".encode("utf-16-le"), "presentation"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_bad_documents_say_what_and_what_to_do(data: bytes, words: str) -> None:
    assert words in failure(data)


def test_a_locked_part_is_told() -> None:
    at = GOOD.index(b"PK\x01\x02")
    while GOOD[at + 46 : at + 63] != b"word/document.xml":
        at = GOOD.index(b"PK\x01\x02", at + 4)
    assert "password" in failure(GOOD[: at + 8] + b"\x01\x00" + GOOD[at + 10 :])


def test_zip_bombs_are_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "unpacks to more than" in failure(package(p(" " * 41_000_000)))
    monkeypatch.setattr(docx.Package.__init__.__globals__["zipfile"].ZipFile, "infolist", lambda _: [None] * 20_001)
    assert "20,001 parts" in failure(GOOD)


def test_tables_without_end_are_refused() -> None:
    row = f"<w:tr>{tc('1') * 10}</w:tr>"
    assert "more than 20,000 cells" in failure(package(p("正") + f"<w:tbl>{row * 10_000}</w:tbl>"))


def test_spans_without_end_are_bounded() -> None:
    body = tbl([tc("网站", span=10**9), tc("1")], [tc("微信"), tc("2")])
    source = docx.read("a.docx", package(body))
    assert source.grids[0].rows[0][0].colspan == 1000


def test_paths_of_the_package_may_be_odd() -> None:
    data = docxes.zipped(
        {"word\\document.xml": f"<w:document {docxes.SPACES}><w:body>{p('正文')}</w:body></w:document>"}
    )
    assert docx.read("a.docx", data).raw == "正文\n"
    strict = package("", parts={"word/document.xml": (
        '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body><w:p><w:r><w:t>正文</w:t></w:r></w:p></w:body></w:document>'
    )})  # fmt: skip
    assert docx.read("a.docx", strict).raw == "正文\n"


# ---------------------------------------------------------------- old documents


def old() -> bytes:
    return docx.office.OLE + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(600)


def office(folder: Path, script: str) -> None:
    """A stand-in for LibreOffice: a script that gets its arguments."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf8")
    program.chmod(0o755)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(docx.office, "_PROGRAMS", (str(tmp_path / "soffice"),))
    return tmp_path


def test_an_old_document_without_libreoffice_says_what_to_do(path: Path) -> None:
    assert "save it as .docx, or install LibreOffice" in failure(old())
    assert "rich text (RTF)" in failure(b"{\\rtf1 x}")


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_an_old_document_is_converted(path: Path) -> None:
    (path / "made.docx").write_bytes(GOOD)
    office(path, f'while [ "$1" != "--outdir" ]; do shift; done\nmkdir "$2" && cp "{path}/made.docx" "$2/in.docx"')
    source = docx.read("a.doc", old())
    assert source.raw.startswith("正文\n正文\n")
    assert source.sha256 == hashlib.sha256(old()).hexdigest()
    assert [warn.code for warn in source.warnings] == ["converted"]


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
@pytest.mark.parametrize("script", ["exit 1", "exit 0", "sleep 60 & sleep 60"])
def test_a_conversion_that_fails_says_so(path: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx.office, "SECONDS", 0.3)
    office(path, script)
    assert "could not convert" in failure(old())


@pytest.mark.skipif(docx.office.program() is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_converts() -> None:
    source = docx.read("a.doc", b"{\\rtf1\\ansi Report 2020, 12 items.\\par}")
    assert source.raw == "Report 2020, 12 items.\n"


# ---------------------------------------------------------------- any document

WORDS = [
    "一、",
    "总体情况",
    "12",
    "条。",
    "\t",
    "自然人",
    "总计",
    "规章",
    " ",
    "　",
    "行政许可",
    "0",
    "/",
    "说明本年情况，并无其他需要说明的事项。",
]
runs = st.lists(st.sampled_from(WORDS), max_size=4).map(lambda words: r("".join(words)))
marked = st.sampled_from(
    [
        "<w:ins>{}</w:ins>",
        "<w:del>{}</w:del>",
        "{}",
        "{}<w:r><w:br/></w:r>",
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>{}',
    ]
)
paragraphs = st.builds(
    lambda run, mark, at: item("", at).replace("<w:r></w:r>", "") if at > 2 else p(mark.format(run)),
    runs,
    marked,
    st.integers(0, 3),
)


def tables(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    content = st.lists(inner, max_size=2).map("".join)
    cells = st.builds(
        lambda text, span, merge: tc(text or p(""), span=span, merge=merge),
        content,
        st.integers(1, 3),
        st.sampled_from(["", "", "restart", "continue"]),
    )
    return st.lists(st.lists(cells, max_size=4), max_size=4).map(lambda rows: tbl(*rows))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.recursive(paragraphs, tables, max_leaves=12), max_size=8).map("".join))
def test_offsets_hold_in_any_document(body: str) -> None:
    numbering = lists(level("chineseCounting", "%1、"), level("decimal", "%1.%2"))
    source = docx.read("a.docx", package(body + p("末"), numbering=numbering))
    sound(source)
    (report,) = pipeline.extract([source])
    for table in report.tables:
        for cell in table.cells:
            assert cell.start is None or source.raw[cell.start : cell.end] == cell.raw
