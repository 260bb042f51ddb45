"""The pdf reader: text in reading order, healed lines, tables from ruling lines, and every kind of bad file."""

from __future__ import annotations

import threading
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import forms
import jsonschema
import pdfs
import pytest
import regex
from pdfs import Canvas, drawn, paragraph, ruled, write

from extract import dictionary, pipeline
from extract.cleaning import clean
from extract.errors import ReadError
from extract.export.record import record
from extract.model import Report, Source
from extract.reading import ocr, pdf, read
from extract.reading.pdf import file as pdf_file
from extract.reading.pdf import page as pdf_page

PROSE = (
    "柏树坪镇全年共主动公开政府信息一百二十条，其中通过县政府网站公开八十条，通过公示栏公开四十条，"
    "内容涉及惠民补贴、工程建设与财政收支等群众关心的事项，做到了应公开的都公开。"
)


def source_of(*pages: Callable[[Canvas], object], **options: Any) -> Source:
    source = pdf.read("made.pdf", drawn(*pages, **options))
    check(source)
    return source


def check(source: Source) -> None:
    """What holds for every source: cells are where they say, grids do not overlap, pages rise."""
    at = 0
    for grid in source.grids:
        assert at <= grid.start < grid.end <= len(source.raw)
        at = grid.end
        for row in grid.rows:
            for cell in row:
                assert source.raw[cell.start : cell.end] == cell.text
                assert grid.start <= cell.start <= cell.end <= grid.end
    assert list(source.pages) == sorted(source.pages)
    assert "\n\n\n" not in source.raw


def lines_of(source: Source) -> list[str]:
    return clean(source).clean.strip("\n").split("\n")


def texts(source: Source, at: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row] for row in source.grids[at].rows]


def codes(source: Source) -> set[str]:
    return {warning.code for warning in source.warnings}


# ---------------------------------------------------------------- whole reports


def squeeze(text: str | None) -> str:
    return regex.sub(r"\s", "", text or "")


def core(report: Report, *, unreadable: bool = False) -> dict[str, object]:
    """What a report says, without offsets; ``unreadable``: without tables that the text file does not show plainly."""
    found: dict[str, object] = {
        "title": squeeze(report.title.text) if report.title else None,
        "organ": (squeeze(report.organ.text), report.organ.level) if report.organ else None,
        "year": report.year,
        "period": (report.period.start_date, report.period.end_date) if report.period else None,
        "contacts": [(one.kind, one.value) for one in report.contacts],
        "sections": [(one.kind, one.level, squeeze(one.heading)) for one in report.sections],
        "facts": [
            (
                *(one.kind, one.stage, one.value, one.unit, one.bound, one.scope, one.channel, one.part_of),
                *(squeeze(one.category), squeeze(one.text)),
            )
            for one in report.facts
        ],
        "channels": [(one.kind, squeeze(one.name), [squeeze(m.text) for m in one.mentions]) for one in report.channels],
        "problems": [
            (squeeze(one.text), one.aspect, [link.remedy for link in one.remedies]) for one in report.problems
        ],
        "remedies": [(squeeze(one.text), one.aspect) for one in report.remedies],
    }
    if not unreadable:
        found["checks"] = [(one.check, one.status, one.expected, one.actual, one.involves) for one in report.checks]
        found["tables"] = [
            (
                table.kind,
                table.template,
                [
                    # a number whose label or place is damaged in the text file is plain in the pdf
                    (one.row, one.column, one.value, one.unit, one.status.replace("aligned", "number"))
                    for one in table.cells
                ],
            )
            for table in report.tables
        ]
    return found


#: its tables have rows whose digits run together and can't be told apart; a pdf has cells
UNREADABLE = {"s08_lanhe_transport_department_2021"}


def test_samples_give_the_same_record_as_pdf(sample_sources: list[Source], samples: list[Report]) -> None:
    sources = [
        pdf.read(source.path, pdfs.typeset(source, report))
        for source, report in zip(sample_sources, samples, strict=True)
    ]
    assert all(len(source.pages) > 1 for source in sources)
    for source, made, told in zip(sources, pipeline.extract(sources), samples, strict=True):
        check(source)
        assert {"page_numbers", "running_heads"} <= codes(source), source.path
        unreadable = Path(source.path).stem in UNREADABLE
        wanted, found = core(told, unreadable=unreadable), core(made, unreadable=unreadable)
        for name in wanted:
            assert found[name] == wanted[name], (source.path, name)


LOOKS = {
    "word": {"fontSize": 16, "leading": 28, "firstLineIndent": 32, "head": None, "number": "— {} —"},
    "browser": {"head": "2024/1/15 10:2 某县人民政府", "number": "https://example.cn/art/2024/1/15/art_1_2.html {}/3"},
    "narrow": {"fontSize": 10.5, "leading": 13, "firstLineIndent": 21, "number": "{}"},
    "gaps": {"firstLineIndent": 0, "spaceAfter": 10, "number": "第{}页"},
}


@pytest.mark.parametrize("look", LOOKS)
def test_the_look_of_a_page_does_not_matter(look: str, sample_sources: list[Source], samples: list[Report]) -> None:
    chosen = [
        (s, r) for s, r in zip(sample_sources, samples, strict=True) if s.path[:3] in ("s02", "s04", "s05", "s10")
    ]
    sources = [pdf.read(source.path, pdfs.typeset(source, report, **LOOKS[look])) for source, report in chosen]
    for made, (source, told) in zip(pipeline.extract(sources), chosen, strict=True):
        wanted, found = core(told), core(made)
        for name in wanted:
            assert found[name] == wanted[name], (source.path, name)


def test_read_knows_pdf(tmp_path: Path) -> None:
    file = tmp_path / "a.PDF"
    file.write_bytes(drawn(lambda c: paragraph(c, PROSE, 200)))
    source = read(file)
    assert (source.format, source.raw, source.pages) == ("pdf", PROSE + "\n", (0,))


@pytest.mark.shared
def test_a_real_report(shared: Path) -> None:
    for file in sorted((shared / "reports" / "pdf").glob("*.pdf")):
        source = read(file)
        check(source)
        (report,) = pipeline.extract([source])
        assert report.title is not None
        assert len(report.tables) == 3
        assert {cell.status for table in report.tables for cell in table.cells} <= {"number", "blank", "missing"}


# ---------------------------------------------------------------- lines


def test_lines_of_a_paragraph_are_joined() -> None:
    def page(c: Canvas) -> None:
        top = paragraph(c, "一、总体情况", 200)
        top = paragraph(c, PROSE, top)
        paragraph(c, "下一步将抓好落实。" * 9, top)

    assert source_of(page).raw == f"一、总体情况\n{PROSE}\n{'下一步将抓好落实。' * 9}\n"


def test_a_paragraph_goes_on_over_the_page() -> None:
    def first(c: Canvas) -> None:
        paragraph(c, PROSE[:66], 700)
        write(c, "- 1 -", 280, 800, 9)

    def second(c: Canvas) -> None:
        write(c, PROSE[66:], 90, 100)
        write(c, "- 2 -", 280, 800, 9)

    source = source_of(first, second)
    assert source.raw == PROSE + "\n"
    assert source.pages == (0, 66)
    assert codes(source) == {"page_numbers"}


def test_words_that_did_not_fit_tell_that_the_line_was_full() -> None:
    def page(c: Canvas) -> None:
        write(c, "如有疑问请与柏树坪镇党政办公室联系，地址在柏树坪老街，邮箱：", 114, 100)
        write(c, "baishuping-zhengwu@example.cn，电话在工作日可打，具体时间另行通知", 90, 118)
        write(c, "另外还有两行，用来说明右边的边缘在哪里，也说明左边的边缘在哪里。。", 90, 136)
        write(c, "短行。", 114, 154)

    found = lines_of(source_of(page))
    assert found[0].startswith("如有疑问")
    assert "邮箱：baishuping-zhengwu@example.cn" in found[0]
    assert found[-1] == "短行。"


def test_headings_and_set_lines_stay_apart() -> None:
    def page(c: Canvas) -> None:
        write(c, "柏树坪镇人民政府", 200, 90, 22)
        write(c, "二〇二二年政府信息公开工作年度报告", 120, 130, 22)
        top = paragraph(c, PROSE, 200)
        top = paragraph(c, "（一）主动公开情况。" + PROSE, top)
        top = paragraph(c, "（二）依申请公开情况。" + PROSE, top)
        write(c, "柏树坪镇人民政府", 360, top + 40)
        write(c, "2023年1月12日", 370, top + 60)

    found = source_of(page).raw.strip().split("\n")
    assert found == [
        "柏树坪镇人民政府",
        "二〇二二年政府信息公开工作年度报告",
        PROSE,
        "（一）主动公开情况。" + PROSE,
        "（二）依申请公开情况。" + PROSE,
        "柏树坪镇人民政府",
        "2023年1月12日",
    ]


def test_an_article_cut_before_its_bracket_is_one_line() -> None:
    text = (
        "柏树坪镇依照条例的规定全面梳理各个站所的办事事项和公开目录，按照条例第二十条第"
        + "（八）项的要求公布收费项目，没有擅自设立的收费。"
    )

    def page(c: Canvas) -> None:
        write(c, text[:32], 114, 100)
        write(c, text[32:38], 90, 118)
        top = paragraph(c, PROSE, 200)
        paragraph(c, PROSE, top)

    def whole(c: Canvas) -> None:
        write(c, text[4:38], 90, 100)
        write(c, text[38:], 90, 118)
        paragraph(c, PROSE, 136)

    assert lines_of(source_of(whole))[0] == text[4:]
    assert lines_of(source_of(page))[0] == text[:38]


def test_latin_words_are_parted_and_numbers_are_not() -> None:
    def page(c: Canvas) -> None:
        write(c, "Annual report of the town", 90, 200)
        for at, word in enumerate(["on", "open", "government"]):
            c.drawString(90 + 60 * at, 600, word)
        write(c, PROSE[:34], 90, 300)

    source = source_of(page)
    assert "Annual report of the town" in source.raw
    assert regex.search(r"on\s+open\s+government", source.raw)


def test_page_numbers_of_every_kind_and_running_heads() -> None:
    kinds = ["- {} -", "— {} —", "第{}页", "{}", "第 {} 页 共 3 页", "{}/3", "－{}－"]
    for kind in kinds:

        def page(at: int, kind: str = kind) -> Callable[[Canvas], None]:
            def draw(c: Canvas) -> None:
                write(c, "柏树坪镇信息公开年报", 230, 50, 9)
                paragraph(c, f"第{at}段：" + PROSE, 120)
                write(c, kind.format(at), 280, 805, 9)

            return draw

        source = source_of(page(1), page(2), page(3))
        assert source.raw == "".join(f"第{at}段：{PROSE}\n" for at in (1, 2, 3)), kind
        (numbers, heads) = source.warnings
        assert (numbers.code, heads.code) == ("page_numbers", "running_heads")
        assert "3 page numbers" in numbers.message
        assert "柏树坪镇信息公开年报 (3 times)" in heads.message


def test_the_only_number_of_two_pages() -> None:
    def second(c: Canvas) -> None:
        paragraph(c, PROSE, 100)
        write(c, "2", 290, 800)

    source = source_of(lambda c: paragraph(c, "前页：" + PROSE, 120), second)
    assert source.raw == f"前页：{PROSE}\n{PROSE}\n"
    assert codes(source) == {"page_numbers"}


def test_numbers_of_the_text_are_no_page_numbers() -> None:
    def page(c: Canvas) -> None:
        paragraph(c, PROSE, 300)
        write(c, "36", 280, 780)

    assert "36" in source_of(page).raw


# ---------------------------------------------------------------- layouts


def test_two_columns() -> None:
    def page(c: Canvas) -> None:
        write(c, "柏树坪镇信息公开年报", 230, 100, 16)
        for side, mark in ((60, "左"), (310, "右")):
            for row in range(8):
                write(c, (mark + str(row) + "栏的文字从上到下排满这一栏没有空处")[:18], side, 150 + 18 * row)
        write(c, "以上两栏之后的整行文字，横贯整个页面，从左边到右边都有，不属于哪一栏。", 60, 320)

    found = source_of(page).raw
    assert found.index("左0") < found.index("左7") < found.index("右0") < found.index("右7") < found.index("以上两栏")


@pytest.mark.parametrize("turn", ["rotate", "text"])
@pytest.mark.parametrize("way", [90, 270])
def test_landscape_pages(turn: str, way: int) -> None:
    """A wide table on a turned page: turned by the page's own entry, or drawn sideways on an upright page."""
    wide, tall = pdfs.A4[1], pdfs.A4[0]

    def page(c: Canvas) -> None:
        if turn == "rotate":
            c.setPageRotation(way)
        if way == 90:
            c.translate(tall, 0)
            c.rotate(90)
        else:
            c.translate(0, wide)
            c.rotate(-90)
        c._pagesize = (wide, tall)
        write(c, "四、政府信息公开行政复议、行政诉讼情况", 80, 90)
        c.saveState()
        c.rotate(-90 if way == 90 else 90)  # upright on the paper, beside the table
        c.drawString(*((-300, 790) if way == 90 else (300, -40)), "- 4 -")
        c.restoreState()
        rows = forms.reviews()
        rows[0] = ["行政复议", *[""] * 4, "行政诉讼", *[""] * 9]
        rows[1] = [*forms.RESULTS, "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4]
        spans = [(0, 0, 1, 5), (0, 5, 1, 10), (1, 5, 1, 5), (1, 10, 1, 5), *((1, at, 2, 1) for at in range(5))]
        ruled(c, rows, 110, [44] * 15, spans=spans, size=8)

    source = source_of(page)
    assert source.raw.startswith("四、政府信息公开行政复议、行政诉讼情况\n\t行政复议\n\t行政诉讼\n\n\t结果维持")
    assert codes(source) == {"page_numbers"}
    (report,) = pipeline.extract([source])
    assert [cell.value for cell in report.tables[0].cells] == [0] * 15


def test_words_written_downwards() -> None:
    def page(c: Canvas) -> None:
        paragraph(c, PROSE, 300)
        for at, char in enumerate("公开专栏目录"):
            write(c, char, 40, 300 + 16 * at)

    assert "公开专栏目录" in source_of(page).raw.split("\n")


def test_a_watermark_is_left_out() -> None:
    def page(c: Canvas) -> None:
        paragraph(c, PROSE, 300)
        c.saveState()
        c.translate(200, 400)
        c.rotate(45)
        c.setFont(pdfs.FONT, 40)
        c.drawString(0, 0, "内部资料")
        c.restoreState()

    source = source_of(page)
    assert source.raw == PROSE + "\n"
    assert codes(source) == {"watermark"}


def test_letters_printed_twice_stand_once() -> None:
    def page(c: Canvas) -> None:
        for shift in (0, 0.4):
            write(c, "一、总体情况", 114 + shift, 200)
        paragraph(c, PROSE, 230)

    assert source_of(page).raw.startswith("一、总体情况\n柏树坪")


def test_radicals_are_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pdf_page.plain("⽂⼈⺠政府ﬁ⻓") == "文人民政府fi长"


# ---------------------------------------------------------------- tables

HEAD = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
SMALL = [["第二十条第（一）项", "", "", ""], HEAD, ["规章", "0", "", "0"], ["行政规范性文件", "2", "", "5"]]


def test_cells_keep_their_spans_and_blanks() -> None:
    source = source_of(lambda c: ruled(c, SMALL, 100, [100] * 4, spans=[(0, 0, 1, 4), (1, 1, 1, 1)]))
    assert texts(source) == [["第二十条第（一）项"], HEAD, ["规章", "0", "", "0"], ["行政规范性文件", "2", "", "5"]]
    assert source.grids[0].rows[0][0].colspan == 4
    assert source.grids[0].dialect == "cells"


def test_lines_of_a_cell_are_joined() -> None:
    rows = [["信息\n内容", *HEAD[1:]], ["规章", "0", "0", "0"], ["行政规范\n性文件", "12\n35", "0", "5"]]
    source = source_of(lambda c: ruled(c, rows, 100, [60] * 4, height=40))
    assert texts(source)[2] == ["行政规范性文件", "1235", "0", "5"]


def test_a_number_wider_than_its_cell_stays_whole() -> None:
    rows = [["行政许可", "1234567890", ""], ["行政处罚", "5", "6"], ["行政强制", "7", "8"]]
    source = source_of(lambda c: (ruled(c, rows, 100, [90, 46, 60]), paragraph(c, PROSE, 400)))
    assert texts(source) == rows


def test_lines_with_wide_gaps_are_no_table() -> None:
    def page(c: Canvas) -> None:
        top = paragraph(c, PROSE, 100)
        for at, (one, other) in enumerate(
            [("电话：05001234", "传真：0500456"), ("邮编：050012", "网址：无"), ("单位：镇办", "人：甲")]
        ):
            write(c, one, 90, top + 20 * at)
            write(c, other, 330, top + 20 * at)

    source = source_of(page)
    assert source.grids == ()
    assert "电话：05001234" in clean(source).clean


def test_rows_without_lines_between_them_are_parted() -> None:
    rows = [HEAD, ["规章\n行政规范性文件", "0\n2", "0\n1", "4\n5"]]
    source = source_of(lambda c: ruled(c, rows, 100, [110] * 4, height=40))
    assert texts(source) == [HEAD, ["规章", "0", "0", "4"], ["行政规范性文件", "2", "1", "5"]]


def test_a_table_open_at_its_sides() -> None:
    source = source_of(lambda c: ruled(c, SMALL, 100, [100] * 4, spans=[(0, 0, 1, 4)], box=False))
    # the outer lines are not drawn, the inner ones show how far it reaches
    assert texts(source)[-2:] == [["规章", "0", "", "0"], ["行政规范性文件", "2", "", "5"]]


def test_a_table_over_two_pages_is_one() -> None:
    rows = [HEAD, *[[f"项目{at}", "1", "2", "3"] for at in range(8)]]

    def first(c: Canvas) -> None:
        paragraph(c, PROSE, 500)
        ruled(c, rows[:5], 650, [100] * 4)
        write(c, "- 1 -", 280, 805, 9)

    def second(c: Canvas) -> None:
        write(c, "（续表）", 400, 80, 9)
        top = ruled(c, [HEAD, *rows[5:]], 90, [100] * 4)
        paragraph(c, PROSE, top + 40)
        write(c, "- 2 -", 280, 805, 9)

    source = source_of(first, second)
    assert len(source.grids) == 1
    assert texts(source) == rows
    assert codes(source) == {"page_numbers", "table_head_repeated"}
    assert source.raw[source.pages[1] :].lstrip("\n\t").startswith("项目4")


def test_a_form_drawn_as_several_tables_is_one() -> None:
    def page(c: Canvas) -> None:
        paragraph(c, PROSE, 100)
        top, part = 200.0, []
        for row in [*forms.proactive(template="2021"), ["第二十条"]]:
            if row[0].startswith("第二十条") and part:
                wide = max(map(len, part))
                rows = [[*line, *[""] * wide][:wide] for line in part]
                top = ruled(c, rows, top, [400 / wide] * wide, spans=[(0, 0, 1, wide)]) + 6
                part = []
            part.append(row)

    source = source_of(page)
    assert len(source.grids) == 1
    (report,) = pipeline.extract([source])
    assert {cell.status for cell in report.tables[0].cells} == {"number"}


def test_a_list_of_contents_stays_a_list() -> None:
    def page(c: Canvas) -> None:
        for at, text in enumerate(["一、总体情况", "（一）主动公开", "（二）依申请公开", "二、主动公开政府信息情况"]):
            write(c, (text + "…" * 40)[:33] + "3", 90, 100 + 20 * at)
        top = paragraph(c, PROSE, 300)
        paragraph(c, PROSE, top)

    assert len(lines_of(source_of(page))) == 6


def test_a_line_that_sticks_out_is_no_edge() -> None:
    def page(c: Canvas) -> None:
        write(c, "档案编号：某某", 490, 60, 9)
        top = paragraph(c, PROSE, 100)
        top = paragraph(c, PROSE, top)
        paragraph(c, PROSE, top)

    assert source_of(page).raw.split("\n")[-4:] == [PROSE, PROSE, PROSE, ""]


def test_a_row_cut_by_the_end_of_the_page_is_one() -> None:
    label = forms.APPLICATIONS["rejected_reissue"][0][-1]
    rows = forms.applications()
    start = [[*row, *[""] * 10][:10] for row in rows[3:5]]
    cut = ["", "", label[:12], *"1234567"]
    rest = ["", "", label[12:], *[""] * 7]
    more = ["（七）总计", "", "", *"1234567"]
    widths = [40, 60, 140, *[30] * 7]
    source = source_of(
        lambda c: ruled(c, [*start, cut], 740, widths, left=50), lambda c: ruled(c, [rest, more], 60, widths, left=50)
    )
    found = texts(source)
    assert len(source.grids) == 1
    assert [label, *"1234567"] in [row[-8:] for row in found]
    assert len(found) == 4


def test_frames_and_underlines_are_no_tables() -> None:
    def page(c: Canvas) -> None:
        c.rect(40, 40, 515, 762)
        c.rect(80, 560, 440, 110)
        c.line(80, 780, 520, 780)
        top = paragraph(c, PROSE, 200)
        c.line(120, 842 - top + 14, 300, 842 - top + 14)
        paragraph(c, PROSE, top + 60)

    source = source_of(page)
    assert source.raw == f"{PROSE}\n{PROSE}\n"
    assert source.grids == ()


def test_a_chart_is_no_table() -> None:
    def page(c: Canvas) -> None:
        paragraph(c, PROSE, 100)
        for row in range(9):
            c.line(100, 300 + 20 * row, 500, 300 + 20 * row)
        for column in range(9):
            c.line(100 + 50 * column, 300, 100 + 50 * column, 460)
        for at in range(6):
            c.rect(120 + 60 * at, 300, 20, 30 * at + 10, fill=1)
        write(c, "一季度", 120, 560, 9)

    source = source_of(page)
    assert source.grids == ()
    assert source.raw.startswith(PROSE)


def test_a_table_within_a_frame() -> None:
    def page(c: Canvas) -> None:
        c.rect(40, 40, 515, 762)
        top = paragraph(c, PROSE, 100)
        top = ruled(c, SMALL, top, [100] * 4, spans=[(0, 0, 1, 4)])
        paragraph(c, PROSE, top + 30)

    source = source_of(page)
    assert len(source.grids) == 1
    assert source.raw.startswith(PROSE)
    assert source.raw.endswith(f"\n{PROSE}\n")


def test_prose_laid_out_in_cells_is_prose() -> None:
    rows = [
        ["存在问题", "改进措施"],
        [
            "公开的内容还不够全面，更新有时\n不及时，群众知道得不多。",
            "每周核对一次目录，逾期的由专人\n催办，按季通报各站所。",
        ],
        ["人员变动多，业务不熟。", "每半年培训一次，新到的人员先学\n后上岗，由老同志带一个月。"],
    ]
    source = source_of(lambda c: ruled(c, rows, 100, [200, 200], height=50))
    assert source.grids == ()
    assert "公开的内容还不够全面，更新有时不及时，群众知道得不多。" in source.raw.split("\n")
    assert "每周核对一次目录，逾期的由专人催办，按季通报各站所。" in source.raw.split("\n")


def test_a_statutory_table_without_lines_is_found_by_its_labels() -> None:
    def page(c: Canvas) -> None:
        paragraph(c, "二、主动公开政府信息情况", 100)
        for at, row in enumerate(forms.proactive(template="2021")):
            for column, text in enumerate(row):
                write(c, text, 90 + 120 * column, 130 + 20 * at, 10)
        paragraph(c, PROSE, 600)

    (report,) = pipeline.extract([source_of(page)])
    assert [table.kind for table in report.tables] == ["proactive"]
    assert {cell.status for cell in report.tables[0].cells} == {"number"}


def test_lines_drawn_as_thin_boxes_and_twice() -> None:
    def page(c: Canvas) -> None:
        for column in range(5):
            for shift in (0, 1.5):
                c.rect(80 + 100 * column + shift, 600, 0.5, 80, stroke=0, fill=1)
        for row in range(5):
            c.rect(80, 600 + 20 * row, 400, 0.5, stroke=0, fill=1)
        for at, row_ in enumerate([HEAD, *[["规章", "0", "1", "2"]] * 3]):
            for column, text in enumerate(row_):
                write(c, text, 85 + 100 * column, 842 - 680 + 15 + 20 * at, 10)

    assert texts(source_of(page)) == [HEAD, *[["规章", "0", "1", "2"]] * 3]


def test_page_column_of_the_tables() -> None:
    from extract.export.tables import specs

    def cover(c: Canvas) -> None:
        write(c, "柏树坪镇2022年政府信息公开工作年度报告", 100, 200, 20)
        paragraph(c, PROSE, 300)

    def second(c: Canvas) -> None:
        paragraph(c, "一、总体情况", 100)
        paragraph(c, "全年公开信息12条。", 120)

    (report,) = pipeline.extract([source_of(cover, second)])
    spec = specs()["facts"]
    rows = [dict(zip([column.name for column in spec.columns], row, strict=True)) for row in spec.rows(report)]
    assert {row["text"]: row["page"] for row in rows}["12条"] == 2


# ---------------------------------------------------------------- bad files

GOOD = drawn(lambda c: paragraph(c, PROSE, 300))


def picture(c: Canvas) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    c.drawImage(ImageReader(Image.new("RGB", (60, 84), "gray")), 0, 0, *pdfs.A4)


def garbled(c: Canvas) -> None:
    paragraph(c, "凇楟璟夤鳜黻龘爨麤亹" * 20, 300)


def empty() -> bytes:
    """A file without pages, with its table of places."""
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]
    out, places = b"%PDF-1.4\n", []
    for at, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (at, part)
    table = b"xref\n0 3\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + table + b"trailer\n<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (drawn(lambda c: paragraph(c, PROSE, 300), encrypt="secret"), "password"),
        (GOOD[: len(GOOD) // 2], "cut short"),
        (GOOD[:-20], "cut short"),
        (b"%PDF-1.4\n" + bytes(range(256)) * 40 + b"%%EOF", "damaged"),
        (b"<html><body>404</body></html>", "no pdf"),
        (empty(), "has no pages"),
        (drawn(lambda c: None), "needs_ocr"),
        (drawn(picture), "needs_ocr: its pages are pictures"),
        (drawn(garbled), "needs_ocr: its fonts do not say"),
        (drawn(*[lambda c: paragraph(c, PROSE, 300)] * 500), "500 pages, more than the limit"),
    ],
    ids=["locked", "half", "no end", "noise", "html", "no pages", "blank", "scan", "garbled", "500 pages"],
)
def test_bad_files_say_what_and_what_to_do(data: bytes, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "installed", lambda: False)
    with pytest.raises(ReadError, match=words) as caught:
        pdf.read("in/bad.pdf", data)
    assert str(caught.value.path) == "in/bad.pdf"
    assert regex.search(r"fetch|split|save|print|install OCR", caught.value.reason)


def test_a_page_with_too_many_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_page, "MAX_CHARS", 50)
    with pytest.raises(ReadError, match=r"page 1 holds .* limit of 50"):
        pdf.read("a.pdf", GOOD)


def test_a_file_with_too_many_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_file, "MAX_TEXT", 50)
    with pytest.raises(ReadError, match="more than 50 characters"):
        pdf.read("a.pdf", GOOD)


def test_a_drawing_of_100000_lines_is_passed_over_and_its_text_read() -> None:
    def page(c: Canvas) -> None:
        code = "".join(f"{at % 500} {at // 500} m {at % 500 + 9} {at // 500} l S\n" for at in range(100_000))
        c._code.append(code)
        paragraph(c, PROSE, 300)

    source = source_of(page)
    assert source.raw == PROSE + "\n"
    assert codes(source) == {"page_crowded"}


def test_a_scanned_cover_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "installed", lambda: False)
    source = source_of(picture, lambda c: paragraph(c, PROSE, 300))
    assert source.raw == PROSE + "\n"
    assert [(one.code, one.message) for one in source.warnings] == [
        ("needs_ocr", 'pages without text, which OCR could read: 1; install it with pip install "gongkai[ocr]"')
    ]
    assert source.pages == (0, 0)


def test_an_owner_password_locks_nobody_out() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    lock = StandardEncryption("", ownerPassword="x", canCopy=0)
    assert source_of(lambda c: paragraph(c, PROSE, 300), encrypt=lock).raw == PROSE + "\n"


def test_junk_behind_the_end_is_passed_over() -> None:
    assert pdf.read("a.pdf", GOOD + b"\n<script>junk</script>" * 99).raw == PROSE + "\n"


def test_threads_wait_for_one_another() -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(pdf.read("a.pdf", GOOD).raw)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [PROSE + "\n"] * 8


def test_files_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    import pypdfium2

    opened: list[Any] = []
    closed: list[Any] = []
    for kind in (pypdfium2.PdfDocument, pypdfium2.PdfPage, pypdfium2.PdfTextPage):
        first, last = kind.__init__, kind.close

        def begin(self: Any, *args: Any, first: Any = first, **options: Any) -> None:
            first(self, *args, **options)
            opened.append(id(self))

        def end(self: Any, *args: Any, last: Any = last, **options: Any) -> Any:
            closed.append(id(self))
            return last(self, *args, **options)

        monkeypatch.setattr(kind, "__init__", begin)
        monkeypatch.setattr(kind, "close", end)
    pdf.read("a.pdf", GOOD)
    monkeypatch.setattr(pdf_page, "MAX_CHARS", 50)
    with pytest.raises(ReadError):
        pdf.read("a.pdf", GOOD)
    assert len(opened) == 6
    assert set(opened) <= set(closed)


def test_pages_that_pdfium_reads_badly_are_read_again() -> None:
    """A lone character in a font that is not there has no shape, and pdfium leaves it out."""
    source = source_of(lambda c: ruled(c, [HEAD, *[["规章", "４", "（", "无"]] * 5], 100, [100] * 4))
    assert texts(source)[1:] == [["规章", "４", "（", "无"]] * 5


def test_nothing_is_told_of_a_plain_file() -> None:
    source = pdf.read("a.pdf", BytesIO(GOOD).getvalue())
    assert (source.warnings, source.grids, source.encoding) == ((), (), "pdf")


def test_every_object_of_the_record_has_its_page(sample_sources: list[Source], samples: list[Report]) -> None:
    source = pdf.read("a.pdf", pdfs.typeset(sample_sources[0], samples[0]))
    (made,) = pipeline.extract([source])
    found = record(made)
    jsonschema.Draft202012Validator(dictionary.schema()).validate(found)
    placed = [*found["facts"], *found["sections"], *found["problems"], *found["remedies"], *found["tables"]]
    placed += [mention for channel in found["channels"] for mention in channel["mentions"]]
    placed += [cell for table in found["tables"] for cell in table["cells"] if cell["start"] is not None]
    assert placed
    for thing in placed:
        assert thing["page"] == sum(start <= thing["start"] for start in source.pages)
    assert "page" not in record(samples[0])["facts"][0]
