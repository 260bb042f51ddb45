"""Where tables begin and end in flattened text, in every dialect; and what is no table."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import forms
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.lexicon import labels
from extract.model import Grid
from extract.reading import read
from extract.reading.grids import find_grids

SHARED = Path(__file__).parents[1].parent / "shared"
DIALECTS: dict[str, tuple[Callable[[forms.Rows], str], str, str]] = {
    "cells": (forms.in_cells, "cells", "\n"),
    "tabs": (forms.in_tabs, "tabs", "\n"),
    "pipes": (forms.in_pipes, "tabs", "\n"),
    "gaps": (forms.in_gaps, "cells", "\n"),
    "lines": (forms.in_lines, "lines", "\n"),
    "double lines": (lambda rows: forms.in_lines(rows, "\n\n"), "lines", "\n"),
    "spaced": (forms.spaced, "lines", "　　"),
    "glued": (forms.glued, "glued", ""),
}
LEGACY = [
    ["统计指标", "单位", "统计数"],
    ["一、主动公开情况", "——", ""],
    ["（一）主动公开政府信息数", "条", "12"],
    ["其中：主动公开规范性文件数", "条", "3"],
    ["三、依申请公开情况", "", ""],
    ["（一）收到申请数", "件", "4"],
    ["七、依申请公开信息收取的费用", "万元", "0"],
]


def text_of(raw: str, grid: Grid) -> str:
    return raw[grid.start : grid.end]


def squeezed(text: str) -> str:
    return "".join(text.replace("|", "").split())


@pytest.mark.parametrize("end", ["", " ", "\n", "\n\n\n"])
@pytest.mark.parametrize("name", DIALECTS)
def test_a_region_is_exactly_its_table(name: str, end: str) -> None:
    layout, dialect, own = DIALECTS[name]
    end = end if own == "" or "\n" in end else own
    tables = [
        ("proactive", forms.proactive()),
        ("applications", forms.applications()),
        ("review_litigation", forms.reviews()),
    ]
    raw = forms.report([(kind, layout(rows)) for kind, rows in tables], end=end)
    grids = find_grids(raw)
    assert [grid.dialect for grid in grids] == [dialect] * 3
    for grid, (kind, rows) in zip(grids, tables, strict=True):
        assert squeezed(text_of(raw, grid)) == squeezed("".join(cell for row in rows for cell in row))
        assert raw[: grid.start].rstrip("| \n\t　").endswith(forms.HEADINGS[kind])


@pytest.mark.parametrize("name", ["cells", "tabs", "pipes", "gaps"])
def test_blank_cells_are_kept(name: str) -> None:
    rows = forms.applications(
        {"new": ["", "2", "", "", "", "", "2"], "granted": [""] * 7, "carried_out": ["1", *[""] * 5, "1"]}
    )
    raw = forms.report([("applications", DIALECTS[name][0](rows))])
    (grid,) = find_grids(raw)
    tails = [[cell.text for cell in row[-7:]] for row in grid.rows if len(row) > 7]
    assert ["", "2", "", "", "", "", "2"] in tails
    assert [""] * 7 in tails
    assert ["1", "", "", "", "", "", "1"] in tails


def test_gaps_that_tell_nothing_lose_blanks() -> None:
    rows = forms.applications({"new": ["", "2", "", "", "", "", "2"]})
    (grid,) = find_grids(forms.report([("applications", forms.in_gaps(rows, 2, 4))]))
    assert grid.dialect == "lines"


@pytest.mark.parametrize(
    "after",
    [
        " 四、政府信息公开行政复议、行政诉讼情况\n",
        "\n5、 存在的主要问题及改进情况\n",
        "\n\n\n\t2020年，我镇未收到申请。\n",
        "\n2020年12月31日\n",
        "\n全年公开信息132条。\n",
        "\n（一）存在的问题\n",
        "\n3. 其他情况\n",
        "\n六、其他需要报告的事项\n无\n",
    ],
)
@pytest.mark.parametrize("name", ["cells", "tabs", "lines"])
def test_what_follows_is_left_alone(name: str, after: str) -> None:
    table = DIALECTS[name][0](forms.applications())
    raw = f"三、情况\n{table}{after}"
    (grid,) = find_grids(raw)
    assert raw[grid.end :].strip() == after.strip()


@pytest.mark.parametrize(
    "after",
    [
        "四、政府信息公开行政复议情况",
        "5、存在的问题一是慢。",
        "（四）其他情况",
        "六、其他需要报告的事项无",
        "第四部分存在的问题",
        "",
    ],
)
def test_what_is_glued_behind_digits_is_left_alone(after: str) -> None:
    raw = f"三、收到和处理政府信息公开申请情况{forms.glued(forms.applications())}{after}"
    (grid,) = find_grids(raw)
    assert raw[grid.end :] == after
    assert text_of(raw, grid).endswith("继续办理0000000")


@pytest.mark.parametrize("name", DIALECTS)
def test_tables_without_heading_between_are_parted(name: str) -> None:
    layout, _, own = DIALECTS[name]
    parts = [layout(forms.proactive()), layout(forms.applications()), layout(forms.reviews())]
    raw = (own if own != "\n" else "\n\n").join(["说明。", *parts])
    grids = find_grids(raw)
    assert len(grids) == 3
    assert squeezed("".join(text_of(raw, grid) for grid in grids)) == squeezed(raw)[3:]


@pytest.mark.parametrize("name", DIALECTS)
def test_rows_that_the_form_does_not_have_stay_inside(name: str) -> None:
    layout, _, end = DIALECTS[name]
    rows = forms.proactive()
    rows.insert(4, ["其他主动公开文件（含以本单位名义签发的其他文件）", "3", "4", "5"])
    raw = forms.report([("proactive", layout(rows))], end=end)
    (grid,) = find_grids(raw)
    assert squeezed(text_of(raw, grid)) == squeezed("".join(cell for row in rows for cell in row))


def test_labels_broken_by_lines() -> None:
    table = (
        forms.in_lines(forms.proactive(), "\n\n")
        .replace("本年新制作", "本年新\n\n制作")
        .replace("管理服务", "管理\n\n服务")
    )
    (grid,) = find_grids(forms.report([("proactive", table)]))
    assert grid.rows[-1][0].text == "政府集中采购"


def test_cell_with_line_breaks_before_and_inside() -> None:
    table = (
        forms.in_cells(forms.applications()).replace("\t自然人", "\t\n自然人").replace("（四）无法", "\n\n\n（四）无法")
    )
    raw = "三、情况\n\t\n\n\n" + table[1:].replace("商业企业", "商业企\n业") + "\n\n\n四、复议"
    (grid,) = find_grids(raw)
    assert len(grid.rows) == 26
    assert grid.rows[2][2].text == "商业企\n业"
    assert grid.rows[15][1].text == "（四）无法提供"


@pytest.mark.parametrize(
    "prose",
    [
        "二、主动公开政府信息情况三、收到和处理政府信息公开申请情况　　2019年未收到政府信息公开申请。",
        "按照第二十条第（五）项，公开行政许可、行政处罚、行政强制信息3条，信息内容丰富。",
        "行政复议0件，行政诉讼0件，结果维持0件，结果纠正0件，其他结果0件，尚未审结0件，总计0件。",
        "自然人申请2件，法人或其他组织申请3件，总计5件。",
        "行政许可\n行政处罚\n行政强制\n办事指南\n",
        "\t2020年，我镇认真落实条例。\n\t全年公开信息12条。\n\t下一步继续努力。\n",
        "一、总体情况\n\t第一段没有句号\n\t第二段也没有\n\t第三段\n\t第四段\n\t第五段\n\t第六段\n",
        "单位\t某镇人民政府\n",
        "统计指标和单位都要清楚，统计数要准确。",
        "",
    ],
)
def test_prose_is_no_table(prose: str) -> None:
    assert find_grids(prose) == ()


@pytest.mark.parametrize("name", DIALECTS)
def test_the_old_statistics_are_a_region(name: str) -> None:
    layout, _, end = DIALECTS[name]
    table = layout(LEGACY)
    raw = f"说明。{end}{table}{end}五、存在的问题2018年收到申请3件，办理2件。"
    (grid,) = find_grids(raw)
    assert squeezed(text_of(raw, grid)) == squeezed(table)
    assert grid.rows


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("序号\t名称\t数量\n1\t网站\t20\n2\t微信\t30", 3),
        ("序号|名称|数量\n1|网站|20\n2|微信|30", 3),
        ("年份\t数量\n2020\t5", 2),
        ("\t序号\n\t名称\n\t数量\n\n\t1\n\t网站\n\t20\n\n\t2\n\t微信\n\t30", 3),
    ],
)
def test_other_tables_are_grids(table: str, rows: int) -> None:
    raw = f"说明如下。\n{table}\n完。\n"
    (grid,) = find_grids(raw)
    assert text_of(raw, grid).strip() == table.strip()
    assert len(grid.rows) == rows


PIECES = [
    *sorted(labels.words()),
    *(
        "0",
        "12",
        "增3",
        "/",
        "\t",
        "\n\t",
        "\n\n",
        "\n",
        "　",
        " ",
        "|",
        "。",
        "、",
        "（一）",
        "1.",
        "二、",
        "2020年",
        "条",
    ),
    *("统计指标", "单位", "统计数", "[image: a]", "\u200b", "公开信息12条。", "（", "）", "”", "其他主动公开文件"),
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
    | st.text(alphabet="第二十条信息内容自然人0１\t\n|（）、。 总计其他", max_size=80)
)
def test_noise_gives_grids_that_never_overlap(raw: str) -> None:
    grids = find_grids(raw)
    for grid in grids:
        assert 0 <= grid.start < grid.end <= len(raw)
        for row in grid.rows:
            for cell in row:
                assert grid.start <= cell.start <= cell.end <= grid.end
                assert raw[cell.start : cell.end] == cell.text
    assert all(before.end <= after.start for before, after in pairwise(grids))


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared, the folder of real reports, is not beside the repo")
@pytest.mark.shared
def test_real_tables_are_found_whole() -> None:
    expected = {"2013": 0, "2014": 0, "2015": 0, "2016": 0, "2017": 0, "2018": 0, "2018_统计表": 1, "2020": 1}
    for file in [*SHARED.glob("seeds/*.txt"), *SHARED.glob("reports/txt/*.txt")]:
        source = read(file)
        wanted = expected.get(file.stem.split("_", 1)[1], 3)
        if file.stem == "河北省科学技术厅_2019":
            wanted = 0
        assert len(source.grids) == wanted, file.name
        for grid in source.grids:
            before, after = source.raw[: grid.start].rstrip(), source.raw[grid.end :].strip()
            assert wanted == 1 or before.endswith("情况"), file.name
            assert not after or after[0] in "三四五5", (file.name, after[:9])
