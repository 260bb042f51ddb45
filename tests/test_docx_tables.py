"""Tables of Word documents: merged cells, prose in tables, forms cut and joined, and offsets that hold in any document."""

from __future__ import annotations

import forms
import pytest
from docxes import item, level, lists, p, package, r, sound, tbl, tc
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract import pipeline
from extract.model import Source
from extract.reading import docx


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


def test_contacts_in_a_table_stay_readable() -> None:
    rows = [["联系电话", "0688-5520136", "邮政编码", "065300"], ["地址", "云岫县青篁镇一号", "电子邮箱", "a@b.example"]]
    source = docx.read("a.docx", package(p("青篁镇2020年政府信息公开工作年度报告") + word(rows)))
    assert source.grids == ()
    (report,) = pipeline.extract([source])
    assert [contact.value for contact in report.contacts] == ["0688-5520136", "065300", "a@b.example"]


def test_a_table_within_a_frame_is_found() -> None:
    inner = tbl([tc("网站"), tc("10")], [tc("微信"), tc("2")])
    source = docx.read("a.docx", package(tbl([tc(p("前") + inner + p("后"))])))
    sound(source)
    assert source.raw == "前\n\t网站\n\t10\n\n\t微信\n\t2\n\n后\n"
    assert len(source.grids) == 1


def form(kind: str) -> list[list[str]]:
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
    assert list(found.values()).count(status) >= 7
    if status == "unreadable":  # which of the seven columns the six cells of the row below stand in cannot be told
        assert {found["refused_process", column] for column in ("natural_person", "legal")} == {"ambiguous"}
    else:
        assert "unreadable" not in found.values()
        assert {found["refused_internal", "natural_person"], found["refused_process", "natural_person"]} == {status}


def test_numbers_of_rows_are_kept() -> None:
    number = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
    body = tbl([tc(number), tc("网站")], [tc(number), tc("微信")])
    source = docx.read("a.docx", package(body, numbering=lists(level("decimal", "%1"))))
    assert [[cell.text for cell in row] for row in source.grids[0].rows] == [["1", "网站"], ["2", "微信"]]


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
