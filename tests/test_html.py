"""Web pages: the report whole, the site's frame gone, tables as grids, bad pages refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import forms
import pages
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import BODY, TITLE

from extract import pipeline
from extract.errors import ReadError
from extract.model import Report, Source
from extract.reading import FORMATS, html, read
from extract.reading.html import markup


def squash(text: str) -> str:
    return "".join(text.split())


def source(markup: str, encoding: str = "utf-8") -> Source:
    found = html.read("a.html", markup.encode(encoding))
    sound(found)
    return found


def sound(found: Source) -> None:
    """Every cell is its characters, grids lie in order and apart."""
    at = 0
    for grid in found.grids:
        assert at <= grid.start <= grid.end <= len(found.raw)
        at = grid.end
        for row in grid.rows:
            for cell in row:
                assert found.raw[cell.start : cell.end] == cell.text
                assert grid.start <= cell.start <= cell.end <= grid.end


def page(content: str, *, title: str = TITLE, head: str = "") -> str:
    """A page of no particular style around ``content``."""
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body><ul>{pages.MENU}</ul>'
        f"<div>{content}</div><div>{pages.FOOTER}</div></body></html>"
    )


def report(found: Source) -> Report:
    return pipeline.extract([found])[0]


# ---------------------------------------------------------------- the report among the site's frame


@pytest.mark.parametrize("style", pages.STYLES)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_report_and_nothing_else(style: str, encoding: str) -> None:
    found = source(pages.STYLES[style](BODY), encoding)
    assert squash(found.raw) == squash(TITLE + "".join(BODY))
    assert found.encoding == encoding
    assert found.grids == found.warnings == ()


@pytest.mark.parametrize("style", pages.STYLES)
def test_facts_contacts_and_channels_are_those_of_the_report(style: str) -> None:
    made = report(source(pages.STYLES[style](BODY)))
    assert made.title is not None
    assert made.organ is not None
    assert (made.title.text, made.organ.text) == (TITLE, "柳湾县林业局")
    assert (made.year, made.contacts) == (2021, ())
    assert [fact.value for fact in made.facts if fact.kind == "disclosure"] == [128, 86, 42]
    assert [channel.kind for channel in made.channels] == ["website", "wechat_account"]
    assert [section.kind for section in made.sections if section.level == 1][1:] == [
        "overview",
        "proactive",
        "applications",
        "problems",
        "other_matters",
    ]


@pytest.mark.parametrize("style", ["empire", "old_tables", "editor", "box", "siblings", "semantic"])
def test_tables_and_a_contact_inside_the_report_stay(style: str) -> None:
    rows = pages.table(pages.spanned("applications", forms.applications({"new": ["3", *"000", "1", "0", "4"]})))
    note = "联系地址：柳湾县青松路3号，联系电话：0999-1234567。"
    lines = [*BODY[:5], rows, *BODY[5:-2], note, *BODY[-2:]]
    made = report(source(pages.STYLES[style](lines)))
    (table,) = made.tables
    assert [cell.value for cell in table.cells][:7] == [3, 0, 0, 0, 1, 0, 4]
    assert {contact.value for contact in made.contacts} == {"柳湾县青松路3号", "0999-1234567"}


@pytest.mark.parametrize(
    ("content", "window", "first"),
    [
        (f"<h1>{TITLE}</h1><p>{BODY[0]}</p>", "柳湾县", TITLE),
        (f"<p>{BODY[0]}</p>", f"{TITLE}-柳湾县人民政府网站", TITLE),
        (f"<p>{BODY[0]}</p>", f"年度报告_{TITLE}_柳湾县", TITLE),
        (f"<p>{TITLE[:6]}</p><p>{TITLE[6:]}</p><p>{BODY[0]}</p>", TITLE, TITLE[:6]),
        ("<p>2021年政府信息公开工作年度报告</p><p>" + BODY[0], TITLE, TITLE),
        (f"<h2>年报</h2><p>{TITLE}</p><p>{BODY[0]}</p>", "另一标题", "年报"),
        (f"<p>{BODY[0]}</p>", "", BODY[0]),
    ],
)
def test_the_headline_stands_before_the_body_once(content: str, window: str, first: str) -> None:
    lines = source(page(content + pages.paragraphs(BODY[1:]), title=window)).raw.split("\n")
    assert lines[0] == first
    assert "".join(lines).count(TITLE) == (TITLE in (window, first) or TITLE in content or TITLE in window)


def test_a_description_names_the_headline_whole() -> None:
    head = f'<meta name="ArticleTitle" content="{TITLE}">'
    found = source(page(pages.paragraphs(BODY), title=f"{TITLE[:12]}...", head=head))
    assert found.raw.startswith(TITLE + "\n")


SHORT = ("本年度我所认真落实信息公开工作要求，公开信息12条。", "未收到信息公开申请。")
OTHERS = {
    "a menu without links": ("<ul><li>首页</li><li>政务公开</li><li>互动交流</li><li>微信</li></ul>", ""),
    "another text before": ("<div><h4>机构简介</h4><p>柳湾县林业局成立于1984年，内设6个股室，现有职工45人，负责森林防火等工作。</p></div>", ""),
    "another text behind": ("", "<div><h4>机构简介</h4><p>柳湾县林业局成立于1984年，内设6个股室，现有职工45人，负责森林防火等。</p></div>"),
    "a hint to browsers": ("<div>您的浏览器版本过低，为了获得更好的浏览体验，建议您升级浏览器。</div>", ""),
    "a declaration": ("", "<div>本网站所有内容归柳湾县人民政府所有，未经书面授权不得转载，如需转载请与我们联系。</div>"),
    "comments": ("", "<div><h3>网友评论</h3><p>文明上网，理性发言，评论须经审核后显示。</p><p>共有0条评论</p></div>"),
    "news": ("", "".join(f"<p><a href='{i}'>县委召开第{i}次会议，部署重点工作。</a></p><p>会议指出，要推进{i}项任务。</p>" for i in range(5))),
    "a question": ("<div><p>您访问的链接即将离开“柳湾县政府”门户网站，是否继续？</p><p>继续访问</p><p>放弃</p></div>", ""),
}  # fmt: skip


@pytest.mark.parametrize("lines", [SHORT, BODY], ids=["short", "long"])
@pytest.mark.parametrize("other", OTHERS)
def test_other_texts_of_the_page_are_left_out(other: str, lines: tuple[str, ...]) -> None:
    before, behind = OTHERS[other]
    content = f"<h1>{TITLE}</h1><div>{pages.paragraphs(lines)}</div>"
    side = f"<ul>{pages.SIDE}</ul>" if other == "another text behind" else ""
    found = source(page(f"{before}{content}{side}{behind}"))
    assert squash(found.raw) == squash(TITLE + "".join(lines))


def test_a_page_that_only_introduces_a_file_says_so() -> None:
    found = source(
        page(f"<p>现将我局2021年政府信息公开工作年度报告予以公布，请查阅附件全文。</p><a href='/r.pdf'>{TITLE}</a>")
    )
    assert [warning.code for warning in found.warnings] == ["report_in_file"]


def test_labels_and_values_in_lines_of_their_own_are_the_site() -> None:
    labels = "".join(
        f"<dt>{a}：</dt><dd>{b}</dd>" for a, b in (("索引号", "999/22-1"), ("发文日期", "2022-01-13"), ("有效性", "是"))
    )
    found = source(page(f"<dl>{labels}</dl><h3>{TITLE}</h3><span>2022-01-13 09:00:00</span>{pages.paragraphs(BODY)}"))
    assert squash(found.raw) == squash(TITLE + "".join(BODY))


def test_a_report_hidden_until_a_script_shows_it() -> None:
    found = source(page(f'<div style="display: none">{pages.paragraphs(BODY)}</div>'))
    assert squash(found.raw) == squash(TITLE + "".join(BODY))
    assert [warning.code for warning in found.warnings] == ["hidden_text"]


def test_pictures_in_the_report_are_told_of() -> None:
    found = source(page(pages.paragraphs([*BODY[:5], '<img src="/table3.jpg">', *BODY[5:]])))
    assert [warning.code for warning in found.warnings] == ["pictures_unread"]
    assert "table3.jpg" in found.warnings[0].message


# ---------------------------------------------------------------- characters and lines


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        ("公开<span>1</span><b>2</b><span>8</span>条。", "公开128条。"),
        ("公开128条。<br>其中网站86条。", "公开128条。\n其中网站86条。"),
        ("公开128条。<br/><br/>其中网站86条。", "公开128条。\n其中网站86条。"),
        ("&nbsp;&nbsp;　　公开128条。", "\xa0\xa0　　公开128条。"),
        ("公开\n        128条，\n   网站\t86条。", "公开 128条，网站 86条。"),
        ("“信息\n公开”128条。", "“信息公开”128条。"),
        ("公开<!-- 999条 -->128条<o:p></o:p>。", "公开128条。"),
        ("公开128条<script>999</script><style>a{}</style>。", "公开128条。"),
        ("公开&#49;&#x32;8条&lt;件&gt;。", "公开128条<件>。"),
        ("公开128条<ins>，其中</ins><unknown-tag>网站86条</unknown-tag>。", "公开128条，其中网站86条。"),
        ("公开128条。<p>&nbsp;</p><div> </div>其中网站86条。", "公开128条。\n其中网站86条。"),
        ("<pre>公开128条。\n其中网站86条。</pre>", "公开128条。\n其中网站86条。"),
        ("公开128条<span style='display:none'>9</span>。", "公开128条。"),
        ("<ul><li>公开128条；</li><li>网站86条。</li></ul>", "公开128条；\n网站86条。"),
    ],
)
def test_lines(inner: str, shown: str) -> None:
    found = source(page(f"<p>{BODY[0]}</p><div>{inner}</div><p>{BODY[5]}</p>"))
    assert found.raw == f"{TITLE}\n{BODY[0]}\n{shown}\n{BODY[5]}\n"


@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "GBK", "iso-8859-1", "nonsense", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
def test_encodings_whatever_the_page_declares(declared: str, encoding: str) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    script = "<script>" + "var a = 1;" * 3000 + "</script>"  # nothing Chinese in the first pages of the file
    found = source(page(pages.paragraphs(BODY), head=script + meta), encoding)
    assert squash(found.raw) == squash(TITLE + "".join(BODY))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_damaged_character_loses_no_page(encoding: str) -> None:
    summary = b'<meta name="description" content="' + "柳湾县林业".encode(encoding)[:-1] + b'">'
    data = page(pages.paragraphs(BODY)).encode(encoding).replace(b"<title>", summary + b"<title>")
    found = html.read("a.html", data)
    assert squash(found.raw) == squash(TITLE + "".join(BODY))
    assert (found.encoding, [warning.code for warning in found.warnings]) == (encoding, ["characters_damaged"])


def test_elements_without_end_tag_in_xhtml() -> None:
    head = '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><script src="a.js"/><title/></head>'
    found = source(f'{head}<body><div class="x"/><a name="top"/>{pages.paragraphs(BODY)}<p/></body></html>')
    assert squash(found.raw) == squash("".join(BODY))


def test_big5() -> None:
    text = "某鎮政府信息公開工作年度報告，本年度主動公開政府信息一百條，其中網站公開的信息有五十條。"
    data = f'<html><head><meta charset="big5"></head><body><p>{text * 4}</p></body></html>'.encode("big5")
    assert html.read("a.html", data).raw == text * 4 + "\n"


# ---------------------------------------------------------------- tables


@pytest.mark.parametrize("template", ["2019", "2021"])
@pytest.mark.parametrize("empty", ["", "&nbsp;", "　", "<br>"])
def test_statutory_tables_with_spans(template: str, empty: str) -> None:
    values = {
        key: [str(i * 7 + j) if (i + j) % 3 else "" for j in range(7)] for i, key in enumerate(forms.APPLICATIONS)
    }
    review = [str(i) for i in range(15)]
    content = "".join(
        f"<p>{forms.HEADINGS[kind]}</p>{pages.table(pages.spanned(kind, rows), empty)}"
        for kind, rows in (
            ("proactive", forms.proactive({"license": ["7", "2", "5"][: 3 if template == "2019" else 1]}, template)),
            ("applications", forms.applications(values, template)),
            ("review_litigation", forms.reviews(review)),
        )
    )
    found = source(page(f"<p>{BODY[0]}</p><p>{BODY[1]}</p><p>{BODY[2]}</p>{content}{pages.paragraphs(BODY[6:])}"))
    assert [grid.dialect for grid in found.grids] == ["cells"] * 3
    tables = {table.kind: table for table in report(found).tables}
    assert {table.template for table in tables.values()} == {template}
    for row in forms.application_rows(template):
        cells = [cell.raw for cell in tables["applications"].cells if cell.row == row]
        assert cells == values[row]
    assert [cell.raw for cell in tables["review_litigation"].cells] == review
    assert next(cell.value for cell in tables["proactive"].cells if cell.row == "license") == 7
    assert {cell.status for table in tables.values() for cell in table.cells} == {"number", "blank"}


def test_spans_are_told() -> None:
    rows = pages.spanned("applications", forms.applications())
    grid = source(page(f"<p>{BODY[2]}</p>{pages.table(rows)}<p>{BODY[5]}</p>")).grids[0]
    assert [[(cell.text, cell.rowspan, cell.colspan) for cell in row] for row in grid.rows] == [
        [(text, down, across) for text, down, across in row] for row in rows
    ]


@pytest.mark.parametrize(
    ("merged", "status", "value"),
    [("0", "number", 0), ("", "blank", None), ("/", "dash", None), ("9", "unreadable", None)],
)
def test_values_merged_over_columns(merged: str, status: str, value: float | None) -> None:
    rows = pages.spanned("applications", forms.applications({"carried_in": ["1"] * 7}))
    rows[3] = [rows[3][0], (merged, 1, 7)]
    made = report(source(page(f"<p>{BODY[2]}</p>{pages.table(rows)}<p>{BODY[5]}</p>")))
    assert {(cell.status, cell.value) for cell in made.tables[0].cells if cell.row == "new"} == {(status, value)}
    assert {cell.value for cell in made.tables[0].cells if cell.row == "carried_in"} == {1}


def test_the_text_of_a_grid_is_read_the_same_again(tmp_path: Path) -> None:
    rows = pages.spanned("applications", forms.applications({"new": ["3", *"000", "1", "", "4"]}))
    found = source(page(f"<p>{BODY[2]}</p>{pages.table(rows)}<p>{BODY[7]}</p>"))
    file = tmp_path / "again.txt"
    file.write_text(found.raw, encoding="utf8")
    again = read(file)
    assert again.raw == found.raw
    assert report(again).tables[0].cells == report(found).tables[0].cells


@pytest.mark.parametrize("template", ["2019", "2021"])
def test_one_table_that_holds_all_forms(template: str) -> None:
    rows: list[pages.Row] = []
    for kind, made in (
        ("proactive", forms.proactive({"penalty": ["7", "0", "5"][: 3 if template == "2019" else 1]}, template)),
        ("applications", forms.applications({"new": ["3", *"000", "1", "0", "4"]}, template)),
        ("review_litigation", forms.reviews(["2", *"000", "2", *["0"] * 10])),
    ):
        rows += [[(forms.HEADINGS[kind], 1, 15)], *pages.spanned(kind, made)]
    tables = {table.kind: table for table in report(source(page(f"<p>{BODY[2]}</p>{pages.table(rows)}"))).tables}
    assert next(cell.value for cell in tables["proactive"].cells if cell.row == "penalty") == 7
    assert [cell.value for cell in tables["applications"].cells][:7] == [3, 0, 0, 0, 1, 0, 4]
    assert [cell.value for cell in tables["review_litigation"].cells] == [2, 0, 0, 0, 2, *[0] * 10]
    assert {cell.status for table in tables.values() for cell in table.cells} == {"number"}


def test_a_table_within_a_table_is_the_innermost_with_cells() -> None:
    inner = pages.table(
        [[("年度", 1, 1), ("条数", 1, 1)], [("2020", 1, 1), ("96", 1, 1)], [("2021", 1, 1), ("128", 1, 1)]]
    )
    wrapped = f"<table><tr><td><table><tr><td>{inner}</td></tr></table></td></tr></table>"
    found = source(page(f"<table><tr><td><p>{BODY[2]}</p>{wrapped}<p>{BODY[5]}</p></td></tr></table>"))
    assert [[[cell.text for cell in row] for row in grid.rows] for grid in found.grids] == [
        [["年度", "条数"], ["2020", "96"], ["2021", "128"]]
    ]
    assert found.raw == f"{TITLE}\n{BODY[2]}\n\t年度\n\t条数\n\n\t2020\n\t96\n\n\t2021\n\t128\n\n{BODY[5]}\n"


def test_prose_in_cells_is_no_grid() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>{line}</td></tr>" for n, line in enumerate(BODY[:9]))
    found = source(page(f"<table>{rows}</table>"))
    assert not found.grids
    assert squash(BODY[2]) in squash(found.raw)


def test_a_table_that_holds_contacts_is_no_grid() -> None:
    rows = "<tr><td>联系地址：柳湾县青松路3号</td><td>邮编：999001</td></tr><tr><td>联系电话：0999-1234567</td><td>信箱：</td></tr>"
    made = report(source(page(f"<p>{BODY[2]}</p><p>{BODY[5]}</p><table>{rows}</table><p>{BODY[7]}</p>")))
    assert {contact.kind for contact in made.contacts} == {"address", "postcode", "phone"}


def test_captions_stand_before_their_table_and_broken_rows_are_read() -> None:
    table = "<table><caption>年度对比表</caption><td>年度<td>条数<tr></tr><tr><td>2020<td>96<tr><td>2021<td>128</table>"
    found = source(page(f"<p>{BODY[2]}</p>{table}<p>{BODY[5]}</p>"))
    assert "\n年度对比表\n\t年度\n\t条数\n\n\t2020" in found.raw
    assert [len(row) for row in found.grids[0].rows] == [2, 2, 2]


def test_a_table_that_is_no_table_is_found_in_the_text_too() -> None:
    flat = "".join(f"<div>{cell}</div>" for row in forms.applications() for cell in row if cell)
    real = pages.table(pages.spanned("review_litigation", forms.reviews()))
    found = source(page(f"<p>{BODY[2]}</p>{flat}<p>{BODY[5]}</p><p>四、行政复议情况</p>{real}<p>{BODY[7]}</p>"))
    assert [grid.dialect for grid in found.grids] == ["lines", "cells"]
    assert {table.kind for table in report(found).tables} == {"applications", "review_litigation"}


# ---------------------------------------------------------------- round trip


def told(made: Report) -> dict[str, Any]:
    """What a record says, without its offsets."""
    status = {"aligned": "number"}
    return {
        "title": made.title and made.title.text,
        "organ": made.organ and (made.organ.text, made.organ.level),
        "period": made.period and (made.period.start_date, made.period.end_date),
        "year": made.year,
        "contacts": [(contact.kind, contact.value) for contact in made.contacts],
        "sections": [(s.kind, s.number, squash(s.heading or ""), s.level) for s in made.sections],
        "facts": [
            (f.id, f.kind, f.value, f.unit, f.bound, f.stage, f.category, f.channel, f.scope, f.part_of, squash(f.text))
            for f in made.facts
        ],
        "channels": [(c.kind, c.name, [squash(m.text) for m in c.mentions]) for c in made.channels],
        "items": [(i.id, squash(i.text), i.aspects, i.remedies) for i in (*made.problems, *made.remedies)],
        "cells": [
            (table.kind, table.template, c.row, c.column, c.raw, c.value, c.unit, status.get(c.status, c.status))
            for table in made.tables
            for c in table.cells
        ],
        "checks": [(c.check, c.status, c.expected, c.actual, c.involves) for c in made.checks],
    }


def test_a_page_of_a_report_says_what_its_text_says(samples: list[Report], sample_sources: list[Source]) -> None:
    for made, origin in zip(samples, sample_sources, strict=True):
        found = source(pages.rendered(made, origin))
        want, got = told(made), told(report(found))
        for name, value in want.items():
            if name in ("cells", "checks") and any(cell[-1] in ("unreadable", "ambiguous") for cell in want["cells"]):
                continue  # the page has cells where the text has digits run together
            assert got[name] == value, f"{origin.path}: {name}"


SENTENCES = [f"第{i}项工作按期完成，公开信息{i * 3 + 1}条，群众反映良好。" for i in range(40)]
leaves = st.sampled_from(["p", "div", "span", "li", "td", "br", "b", "section", "h4", "blockquote", "two"])
trees = st.recursive(
    leaves.map(lambda tag: (tag, ())),
    lambda inner: st.tuples(
        st.sampled_from(["div", "section", "ul", "table", "span", "center", "font"]), st.lists(inner, max_size=4)
    ),
    max_leaves=25,
)


def grown(tree: tuple[str, Any], words: Callable[[], str]) -> str:
    tag, inner = tree
    if tag == "table":
        return f"<table><tr><td>{''.join(grown(one, words) for one in inner)}</td></tr></table>"
    if inner:
        return f"<{tag}>{''.join(grown(one, words) for one in inner)}</{tag}>"
    if tag == "br":
        return f"{words()}<br>"
    if tag == "two":
        return f"<table><tr><td>{words()}</td><td>{words()}</td></tr><tr><td>1</td><td>2</td></tr></table>"
    if tag == "td":
        return f"<table><tr><td>{words()}</td></tr></table>"
    return f"<{tag}>{words()}</{tag}>"


@settings(deadline=None)
@given(st.lists(trees, min_size=1, max_size=6))
def test_no_words_of_the_body_are_lost(forest: list[tuple[str, Any]]) -> None:
    told: list[str] = []

    def words() -> str:
        told.append(SENTENCES[len(told) % len(SENTENCES)])
        return told[-1]

    content = "".join(grown(tree, words) for tree in forest)
    found = source(page(f"<p>{BODY[0]}</p>{content}<p>{BODY[7]}</p>"))
    rest = squash(found.raw)
    for sentence in [BODY[0], *told, BODY[7]]:
        at = rest.find(squash(sentence))
        assert at >= 0, sentence
        rest = rest[at + len(squash(sentence)) :]
    assert rest == ""


# ---------------------------------------------------------------- bad input


def refused(text: str | bytes, words: str) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(ReadError, match=words) as caught:
        html.read("bad.html", data)
    assert caught.value.path == "bad.html"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<div>" * 100_000 + BODY[2], "nested 100,000 deep"),
        ("<div><p>" * 100_000 + BODY[2] + "</p></div>" * 100_000, "nested"),
        (f"<p {' '.join(f'a{i}=1' for i in range(50_000))}>{BODY[2]}</p>", "attributes"),
        ("<p>" * 1_600_000, "1,600,000 elements"),
        ("<html><body></body></html>", "shows no text"),
        ("<html><body>&nbsp;<p> </p></body></html>", "shows no text"),
        ('<html><frameset cols="20,80"><frame src="menu.htm"><frame src="body.htm"></frameset></html>', "in a frame .*menu.htm"),
        ('<html><body><div id="app"></div><script src="app.js"></script></body></html>', "scripts"),
        ('<html><head><meta http-equiv="refresh" content="0; url=a.htm"></head><body></body></html>', "another page .a.htm"),
        (f'<html><body><ul>{pages.MENU * 3}</ul></body></html>', "links"),
        (page(f'<h1>{TITLE}</h1><a href="/2021.pdf">{TITLE}.pdf</a>'), "links to a file ./2021.pdf"),
        (page('<iframe src="/pdf/view.html"></iframe>'), "in a frame .*/pdf/view.html"),
        (b"%PDF-1.7 ...", "is a pdf"),
        (b"PK\x03\x04word/document.xml", "docx"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "Word"),
        (b"<html>" + bytes(range(128, 256)) * 40, "encoding"),
        (b"<html><p>\0\1\2\3\4", "binary"),
    ],
)  # fmt: skip
def test_bad_pages_say_what_and_what_to_do(text: str | bytes, words: str) -> None:
    refused(text, words)


@pytest.mark.parametrize(("times", "paragraphs"), [(20_000, 1), (200, 50_000)])
def test_unclosed_formatting_does_not_multiply(times: int, paragraphs: int) -> None:
    bomb = "".join(f"<p><b id={i}><font size={i}>" for i in range(times)) + "<p>" * paragraphs
    found = source(page(f"{bomb}{pages.paragraphs(BODY)}"))
    assert squash(found.raw) == squash(TITLE + "".join(BODY))


def test_entities_of_a_document_type_are_not_expanded() -> None:
    lines = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    found = source(
        f'<!DOCTYPE html [<!ENTITY a0 "公开">{lines}]><html><body><p>&a11;</p>{pages.paragraphs(BODY)}</body></html>'
    )
    assert squash(found.raw).endswith(squash("".join(BODY)))
    assert len(found.raw) < 2000


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_cut_short_is_read_as_far_as_it_goes(encoding: str) -> None:
    whole = pages.empire(BODY)
    at = whole.index(BODY[7]) + 12
    data = whole[:at].encode(encoding)[:-1]
    found = html.read("a.html", data)
    assert squash("".join(BODY[:7])) in squash(found.raw)
    tag = html.read("a.html", whole[: whole.index("<p>" + BODY[7]) + 2].encode(encoding))
    assert squash(tag.raw) == squash(TITLE + "".join(BODY[:7]))


def test_a_table_of_a_hundred_thousand_cells() -> None:
    rows = "<tr>" + "<td>1</td>" * 100 + "</tr>"
    found = source(page(f"<p>{BODY[2]}</p><table>{rows * 1000}</table><p>{BODY[5]}</p>"))
    (grid,) = found.grids
    assert [len(row) for row in grid.rows] == [100] * 1000


def test_absurd_spans_are_numbers_only() -> None:
    found = source(
        page(f"<p>{BODY[2]}</p><table><tr><td colspan=999999999>年<td rowspan=-1>数<td>甲<tr><td>1<td>2<td>3</table>")
    )
    assert [(cell.rowspan, cell.colspan) for cell in found.grids[0].rows[0]] == [(1, 1000), (1, 1), (1, 1)]


def test_deep_but_possible_pages_are_read() -> None:
    found = source("<div>" * 2500 + pages.paragraphs(BODY))
    assert squash(found.raw) == squash("".join(BODY))


# ---------------------------------------------------------------- names of files


@pytest.mark.parametrize("suffix", [".html", ".htm", ".shtml", ".xhtml", ".HTML"])
def test_suffixes(suffix: str, tmp_path: Path) -> None:
    assert suffix.lower() in FORMATS
    file = tmp_path / f"a{suffix}"
    file.write_text(pages.semantic(BODY), encoding="utf8")
    found = read(file, "town/a.html")
    assert (found.path, found.format) == ("town/a.html", "html")


@pytest.mark.parametrize("style", ["empire", "old_tables", "bare"])
def test_a_page_named_as_text_is_read_as_a_page(style: str, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(pages.STYLES[style](BODY), encoding="gb18030")
    found = read(file)
    assert (found.format, [warning.code for warning in found.warnings]) == ("html", ["format_mismatch"])
    assert squash(found.raw) == squash(TITLE + "".join(BODY))


def test_text_named_as_a_page_is_read_as_text(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    file.write_text("\n".join([TITLE, *BODY]), encoding="utf8")
    found = read(file)
    assert found.raw == "\n".join([TITLE, *BODY])
    assert [warning.code for warning in found.warnings] == ["format_mismatch"]


@pytest.mark.parametrize("text", ["公开信息<128条。\n一、总体情况\n", "a < b > c\n" * 40, "见<http://a.b>和<附件>。"])
def test_text_with_angle_brackets_is_text(text: str) -> None:
    assert not markup.is_page(text)
