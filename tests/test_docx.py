"""Word documents: the same record as the text gives, what the page shows and what it does not."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import docxes
import pytest
from docxes import item, level, lists, p, package, r, sound, tbl, tc

from extract import pipeline
from extract.batch import run_batch
from extract.model import Report
from extract.reading import docx, read

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
        glued = any(cell.status in ("unreadable", "ambiguous") for table in text.tables for cell in table.cells)
        for field in expected:
            if glued and field in ("tables", "checks", "warnings"):
                continue  # Word has cells where the text has digits run together
            assert got[field] == expected[field], (path.name, field)


@pytest.mark.parametrize("name", ["a.docx", "a.DOCX", "a.docm", "a.doc", "a.wps"])
def test_the_bytes_tell_what_a_file_is(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(package(p("正文")))
    source = read(tmp_path / name, name)
    assert (source.path, source.format, source.raw, source.warnings) == (name, "docx", "正文\n", ())


def test_a_word_document_does_not_depend_on_its_company(sample_paths: list[Path], tmp_path: Path) -> None:
    for path in sample_paths[:3]:
        (tmp_path / f"{path.stem}.docx").write_bytes(docxes.rendered(path.name, path.read_bytes()))
    (tmp_path / "broken.docx").write_bytes(b"PK")
    outcomes = list(run_batch([tmp_path]))
    assert [outcome.failure is None for outcome in outcomes] == [False, True, True, True]
    assert list(run_batch([tmp_path], jobs=2)) == outcomes


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


def test_marks_that_canonical_text_has_not_move_no_offset() -> None:
    math = "<m:oMath><m:r><m:t>1&#13;2</m:t></m:r></m:oMath>"
    source = docx.read(
        "a.docx", package(p("\ufeff一&#13;二", math) + tbl([tc("\ufeff甲"), tc("1")], [tc("乙"), tc("2")]))
    )
    sound(source)
    assert source.raw.startswith("一 二1 2\n\t甲\n\t1\n")


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
