"""Grids on their forms: every cell typed, traced and never guessed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import forms
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_grids import DIALECTS, PIECES

from extract.errors import LexiconError
from extract.lexicon.labels import lookup
from extract.model import Cell, Grid, GridCell, Source, Table
from extract.reading import read
from extract.reading.grids import find_grids
from extract.tables import align, templates, values

SHARED = Path(__file__).parents[1].parent / "shared"
KEEPING = ("cells", "tabs", "pipes", "gaps")
BLANK7 = [""] * 7


def laid(raw: str) -> tuple[dict[str, Table], Counter[str]]:
    tables, warnings = align(Source("a.txt", "txt", "utf-8", "0" * 64, raw, find_grids(raw)))
    for table in tables:
        for cell in table.cells:
            if cell.start is not None:
                assert raw[cell.start : cell.end] == cell.raw
    return {table.kind: table for table in tables}, Counter(warning.code for warning in warnings)


def row(table: Table, key: str) -> list[Cell]:
    return [cell for cell in table.cells if cell.row == key]


def said(table: Table, key: str) -> list[float | None]:
    return [cell.value for cell in row(table, key)]


def status(table: Table, key: str) -> set[str]:
    return {cell.status for cell in row(table, key)}


@pytest.mark.parametrize(
    ("raw", "unit", "expected"),
    [
        ("0", None, ("number", 0, None)),
        ("　0", None, ("number", 0, None)),
        ("１２", None, ("number", 12, None)),
        ("1,163", None, ("number", 1163, None)),
        ("１，１６３", None, ("number", 1163, None)),
        ("增53", None, ("number", 53, None)),
        ("增加5", None, ("number", 5, None)),
        ("减3", None, ("number", -3, None)),
        ("减少 12", None, ("number", -12, None)),
        ("+3", None, ("number", 3, None)),
        ("＋3", None, ("number", 3, None)),
        ("-3", None, ("number", -3, None)),
        ("－3", None, ("number", -3, None)),
        ("22项", None, ("number", 22, None)),
        ("114.29万", None, ("number", 1142900, "元")),
        ("2339.45万元", None, ("number", 23394500, "元")),
        ("1.2亿元", None, ("number", 120000000, "元")),
        ("498742.4", None, ("number", 498742.4, None)),
        ("500元", None, ("number", 500, "元")),
        ("1163.54", "万元", ("number", 11635400, "元")),
        ("7730.28", "万元", ("number", 77302800, "元")),
        ("0", "万元", ("number", 0, "元")),
        ("20", "元", ("number", 20, "元")),
        ("", None, ("blank", None, None)),
        (" 　", None, ("blank", None, None)),
        ("/", None, ("dash", None, None)),
        ("—", None, ("dash", None, None)),
        ("——", None, ("dash", None, None)),
        ("-", None, ("dash", None, None)),
        ("无", None, ("dash", None, None)),
        ("（无）", None, ("dash", None, None)),
        ("详见附件", None, ("unreadable", None, None)),
        ("1 2人", None, ("unreadable", None, None)),
        ("3/4", None, ("unreadable", None, None)),
        ("1,16", None, ("unreadable", None, None)),
    ],
)
def test_values(raw: str, unit: str | None, expected: tuple[str, float | None, str | None]) -> None:
    if raw == "1 2人":
        raw = "1和2人"
    assert values.read(raw, unit) == expected


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        ("采购总金额（单位：万元，保留4位小数）", "万元"),
        ("本年收费金额（单位：万元）", "万元"),
        ("采购总金额(元)", "元"),
        ("采购总金额（亿元）", "亿元"),
        ("采购总金额", None),
    ],
)
def test_units_of_heads(head: str, unit: str | None) -> None:
    assert values.stated_unit(head) == unit


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("（一） 予以公开", "granted"),
        ("(一)予以公开", "granted"),
        ("1．属于国家秘密", "refused_secret"),
        ("3．危及“三安全\n一稳定”", "refused_stability"),
        ("2.其他法律法规禁止公开", "refused_law"),
        ("4.无正当理由由大量反复申请", "rejected_excessive"),
        ("1．本单位不掌握\n相关政府信息", "unavailable_not_held"),
        ("5.要求行政机关确认或重新出俱已获取信息", "rejected_reissue"),
        ("一、本年新收政府信息公开申情数量", "new"),
        ("规    章", "regulation"),
        ("规范性文件（行政机关制定发布的决定、公告）", "normative_document"),
        ("其他对外管理服务亊项", "other_service"),
        ("结果维护", "upheld"),
        ("行政许可公示制度", None),
        ("属于", None),
        ("存在的主要问题及改进情况", None),
        ("收到和处理政府信息公开申请情况", None),
    ],
)
def test_labels(text: str, key: str | None) -> None:
    assert [meaning.key for meaning in lookup(text)] == ([] if key is None else [key])


@pytest.mark.parametrize("template", ["2019", "2021"])
@pytest.mark.parametrize("name", KEEPING)
def test_every_cell_in_dialects_that_keep_them(name: str, template: str) -> None:
    layout = DIALECTS[name][0]
    new, granted = ["5", "1", "", "", "", "", "6"], ["4", "/", "", "", "", "", "４"]
    raw = forms.report(
        [
            ("proactive", layout(forms.proactive({"normative_document": ["16", "2", "1,200"]}, template))),
            ("applications", layout(forms.applications({"new": new, "granted": granted}, template))),
            ("review_litigation", layout(forms.reviews(["", "1", "0", "0", "1", *["0"] * 9, "无"]))),
        ]
    )
    tables, warnings = laid(raw)
    assert [table.template for table in tables.values()] == [template] * 3
    assert said(tables["proactive"], "normative_document") == [16, 2, 1200]
    assert said(tables["applications"], "new") == [5, 1, None, None, None, None, 6]
    assert [cell.status for cell in row(tables["applications"], "granted")] == [
        "number",
        "dash",
        *["blank"] * 4,
        "number",
    ]
    assert [cell.status for cell in tables["review_litigation"].cells][:2] == ["blank", "number"]
    assert tables["review_litigation"].cells[-1].status == "dash"
    assert len(tables["applications"].cells) == 7 * len(forms.application_rows(template))
    assert not warnings


@pytest.mark.parametrize("name", ["lines", "double lines", "spaced"])
def test_dialects_that_lose_blanks(name: str) -> None:
    layout, _, end = DIALECTS[name]
    filled, part = ["5", "1", "0", "0", "0", "0", "6"], ["4", "", "", "", "", "", "4"]
    rows = forms.applications({"new": filled, "granted": part, "partly_granted": BLANK7})
    tables, warnings = laid(
        forms.report([("proactive", layout(forms.proactive())), ("applications", layout(rows))], end=end)
    )
    assert said(tables["applications"], "new") == [5, 1, 0, 0, 0, 0, 6]
    assert status(tables["applications"], "granted") == {"unreadable"}
    assert status(tables["applications"], "partly_granted") == {"blank"}
    assert warnings["cells_unreadable"] == 1
    assert set().union(
        *(status(tables["proactive"], r.key) for r in templates.load("2019").forms["proactive"].rows)
    ) == {"number"}


def test_digits_run_together() -> None:
    rows = forms.applications(
        {"new": ["11", "0", "0", "0", "0", "0", "11"], "granted": list("1000001"), "refused_law": BLANK7}
    )
    raw = forms.report(
        [("applications", forms.glued(rows)), ("review_litigation", forms.glued(forms.reviews()))], end=""
    )
    tables, warnings = laid(raw)
    table = tables["applications"]
    assert status(table, "new") == {"unreadable"}
    assert {cell.raw for cell in row(table, "new")} == {"110000011"}
    assert said(table, "granted") == [1, 0, 0, 0, 0, 0, 1]
    assert status(table, "granted") == {"aligned"}
    assert status(table, "refused_law") == {"blank"}
    assert status(tables["review_litigation"], "cases") == {"aligned"}
    assert warnings["cells_unreadable"] == 1
    assert warnings["cells_split"] == 2


def test_one_cell_needs_no_splitting() -> None:
    raw = forms.report(
        [("proactive", forms.glued(forms.proactive({"license": ["1689"], "fee": ["3.5"]}, "2021")))], end=""
    )
    tables, _ = laid(raw)
    assert [(c.value, c.unit, c.status) for c in row(tables["proactive"], "license")] == [(1689, None, "number")]
    assert [(c.value, c.unit, c.status) for c in row(tables["proactive"], "fee")] == [(35000, "元", "number")]


@pytest.mark.parametrize("name", ["cells", "tabs"])
def test_damaged_labels_are_placed_by_position(name: str) -> None:
    kept = ("new", "carried_in", "carried_out")
    damaged = {key: ["0"] * len(label) for key, (label, _) in forms.APPLICATIONS.items() if key not in kept}
    rows = forms.applications({"granted": ["1", *["0"] * 5, "1"]}, labels=damaged)
    if name == "cells":
        rows[7][1] = "0\n0\n0\n0"
    tables, warnings = laid(
        forms.report([("proactive", forms.in_cells(forms.proactive())), ("applications", DIALECTS[name][0](rows))])
    )
    table = tables["applications"]
    assert table.template == "2019"
    assert said(table, "granted") == [1, 0, 0, 0, 0, 0, 1]
    assert status(table, "granted") == status(table, "outcome_total") == {"aligned"}
    assert status(table, "new") == status(table, "carried_out") == {"number"}
    assert warnings == {"rows_by_position": 1}


def test_rows_lost_among_damaged_ones_are_not_guessed() -> None:
    rows = forms.applications(labels={key: ["0", "0", "0"] for key in ("granted", "partly_granted", "refused_secret")})
    del rows[6]
    tables, warnings = laid(forms.report([("applications", forms.in_cells(rows))]))
    for key in ("granted", "partly_granted", "refused_secret"):
        assert status(tables["applications"], key) == {"missing"}
        assert row(tables["applications"], key)[0].start is None
    assert status(tables["applications"], "refused_law") == {"number"}
    assert warnings["rows_unknown"] == 1
    assert warnings["rows_missing"] == 1


def test_shifted_columns() -> None:
    rows = forms.applications({"new": list("1230006")})
    rows[3] = [rows[3][0], *rows[3][1:]]
    rows[4] = [rows[4][0], "", "", *["0"] * 7, ""]
    rows[5] = [*rows[5][:2], "", *list("1000001"), ""]
    rows[7] = [*rows[7], "0"]
    tables, _ = laid(forms.report([("applications", forms.in_tabs(rows))]))
    table = tables["applications"]
    assert said(table, "new") == [1, 2, 3, 0, 0, 0, 6]
    assert said(table, "granted") == [1, 0, 0, 0, 0, 0, 1]
    assert {cell.status for cell in table.cells} == {"number"}


def test_a_cell_too_many_lists_every_reading() -> None:
    rows = forms.applications({"new": list("12300069")})
    tables, warnings = laid(forms.report([("applications", forms.in_tabs(rows))]))
    cells = row(tables["applications"], "new")
    assert [cell.status for cell in cells] == [*["ambiguous"] * 3, "number", "number", "ambiguous", "ambiguous"]
    assert cells[0].candidates == (1, 2)
    assert cells[0].value is None
    assert warnings["columns_shifted"] == 1


def test_cells_cut_off_at_the_end_of_a_line_are_missing() -> None:
    tables, _ = laid(forms.report([("proactive", forms.in_tabs(forms.proactive({"license": ["4"]})))]))
    assert [cell.status for cell in row(tables["proactive"], "license")] == ["number", "missing", "missing"]


def test_amounts_and_units() -> None:
    plain = forms.in_tabs(forms.proactive({"procurement": ["3", "498742.4"]}))
    tables, warnings = laid(forms.report([("proactive", plain)]))
    assert [(c.value, c.unit) for c in row(tables["proactive"], "procurement")] == [(3, None), (498742.4, None)]
    assert warnings == {"amount_without_unit": 1}
    stated = plain.replace("采购总金额", "采购总金额（单位：万元，保留4位小数）")
    tables, warnings = laid(forms.report([("proactive", stated)]))
    assert [(c.value, c.unit) for c in row(tables["proactive"], "procurement")] == [(3, None), (4987424000, "元")]
    assert not warnings


def test_unreadable_cell_is_told() -> None:
    tables, warnings = laid(
        forms.report([("proactive", forms.in_cells(forms.proactive({"license": ["见附件", "0", "0"]})))])
    )
    assert [cell.status for cell in row(tables["proactive"], "license")] == ["unreadable", "number", "number"]
    assert warnings == {"cell_unreadable": 1}


def test_the_form_is_told_by_labels_or_not_silently() -> None:
    tables, warnings = laid(forms.report([("review_litigation", forms.in_cells(forms.reviews()))]))
    assert tables["review_litigation"].template == "2019"
    assert warnings == {"template_unknown": 1}
    both = forms.in_cells(forms.proactive({}, "2021")).replace("本年废止件数", "本年新公开数量")
    _, warnings = laid(forms.report([("proactive", both)]))
    assert warnings["template_mixed"] == 1


def test_forms_of_two_years_in_one_report() -> None:
    parts = [
        ("proactive", forms.proactive({}, "2021")),
        ("applications", forms.applications()),
        ("review_litigation", forms.reviews()),
    ]
    tables, _ = laid(forms.report([(kind, forms.in_cells(rows)) for kind, rows in parts]))
    assert [table.template for table in tables.values()] == ["2021", "2021", "2021"]
    assert status(tables["applications"], "other") == {"number"}
    assert status(tables["applications"], "other_rest") == {"missing"}


def test_a_second_copy_is_left_out_and_parts_are_joined() -> None:
    table = forms.in_cells(forms.proactive())
    tables, warnings = laid(f"二、\n{table}\n说明。\n{table}\n")
    assert warnings == {"duplicate_table": 1}
    first, second = forms.proactive({"penalty": ["7", "0", "0"]})[:8], forms.proactive({"penalty": ["7", "0", "0"]})[8:]
    tables, warnings = laid(f"二、\n{forms.in_cells(first)}\n说明。\n{forms.in_cells(second)}\n")
    assert said(tables["proactive"], "license") == [0, 0, 0]
    assert said(tables["proactive"], "penalty") == [7, 0, 0]
    assert not warnings


def test_grids_of_other_readers() -> None:
    """A reader that keeps cells needs no text dialect: rows of cells are enough."""
    raw, rows = "", []
    for cells in forms.reviews(["3", "", "", "", "3", *["0"] * 10]):
        line = []
        for text in cells:
            line.append(GridCell(text, len(raw), len(raw) + len(text)))
            raw += text + "\n"
        rows.append(tuple(line))
    source = Source("a.html", "html", "utf-8", "0" * 64, raw, (Grid(0, len(raw), tuple(rows)),))
    (table,), _ = align(source)
    assert [cell.value for cell in table.cells][:5] == [3, None, None, None, 3]


@pytest.mark.parametrize(("merged", "wanted"), [("", None), ("/", None), ("0", 0)])
def test_merged_cells_stand_for_each_of_their_columns(merged: str, wanted: int | None) -> None:
    """``colspan`` of a reader that knows spans; a number that is not zero is not guessed apart."""
    raw, rows = "", []
    for cells in forms.reviews(["3", "0", "0", "0", "3", merged]):
        line = []
        for at, text in enumerate(cells):
            span = 10 if len(cells) == 6 and at == 5 else 1
            line.append(GridCell(text, len(raw), len(raw) + len(text), 1, span))
            raw += text + "\n"
        rows.append(tuple(line))
    source = Source("a.html", "html", "utf-8", "0" * 64, raw, (Grid(0, len(raw), tuple(rows)),))
    (table,), warnings = align(source)
    assert [cell.value for cell in table.cells] == [3, 0, 0, 0, 3, *[wanted] * 10]
    assert len({cell.status for cell in table.cells[5:]}) == 1
    assert "cells_unreadable" not in {warning.code for warning in warnings}


def test_no_table_no_cells() -> None:
    assert align(Source("a.txt", "txt", "utf-8", "0" * 64, "2019年未收到政府信息公开申请。")) == ((), ())


def test_the_old_statistics_are_on_no_form() -> None:
    tables, _ = laid(
        "统计指标\n单位\n统计数\n一、主动公开情况\n（一）主动公开政府信息数\n条\n12\n（二）收到申请数\n件\n3\n"
    )
    assert tables == {}


@pytest.mark.parametrize("name", templates.NAMES)
def test_templates_are_sound(name: str) -> None:
    template = templates.load(name)
    sizes = {kind: sum(len(r.columns) for r in form.rows) for kind, form in template.forms.items()}
    assert (
        sizes
        == {
            "2019": {"proactive": 22, "applications": 161, "review_litigation": 15},
            "2021": {"proactive": 10, "applications": 182, "review_litigation": 15},
        }[name]
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"made"]', '"nothing"]', "no such label"),
        ('{ key = "regulation"', '{ key = "normative_document"', "twice"),
        ('{ key = "regulation"', '{ key = "unheard"', "no label for unheard"),
        ("[review_litigation]", "[reviews]", "exactly the tables"),
    ],
)
def test_broken_templates_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, words: str
) -> None:
    text = (Path(templates.__file__).parent / "2019.toml").read_text("utf8")
    (tmp_path / "broken.toml").write_text(text.replace(old, new, 1), "utf8")
    monkeypatch.setattr(templates, "files", lambda _: tmp_path)
    with pytest.raises(LexiconError, match=words):
        templates.load.__wrapped__("broken")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=80).map("".join))
def test_noise_never_breaks_it(raw: str) -> None:
    tables, _ = laid(raw)
    for table in tables.values():
        form = templates.load(table.template).forms[table.kind]
        assert [(cell.row, cell.column) for cell in table.cells] == [(r.key, c) for r in form.rows for c in r.columns]
        for cell in table.cells:
            assert (cell.value is not None) == (cell.status in ("number", "aligned"))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_numbers_come_back(data: st.DataObject) -> None:
    number = st.integers(0, 99999).map(str) | st.just("")
    rows = {
        key: data.draw(st.lists(number, min_size=7, max_size=7))
        for key in ("new", "granted", "refused_query", "carried_out")
    }
    name = data.draw(st.sampled_from(("cells", "tabs", "pipes")))
    tables, _ = laid(forms.report([("applications", DIALECTS[name][0](forms.applications(rows)))]))
    for key, cells in rows.items():
        assert [cell.raw for cell in row(tables["applications"], key)] == cells


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared, the folder of real reports, is not beside the repo")
@pytest.mark.shared
def test_all_gold_cells_of_the_seeds() -> None:
    seen = 0
    for gold in sorted(SHARED.glob("gold/seeds/*.json")):
        source = read(SHARED / "seeds" / f"{gold.stem}.txt")
        tables, _ = align(source)
        mine = {(t.kind, t.template, c.row, c.column): c for t in tables for c in t.cells}
        for table in json.loads(gold.read_text("utf8"))["tables"]:
            for cell in table["cells"]:
                own = mine.pop((table["kind"], table["template"], cell["row"], cell["column"]))
                assert (own.raw, own.value, own.unit, own.status) == tuple(
                    cell[k] for k in ("raw", "value", "unit", "status")
                )
                assert own.start is not None
                assert source.raw[own.start : own.end] == own.raw
                seen += 1
        assert not mine
    assert seen == 990


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared, the folder of real reports, is not beside the repo")
@pytest.mark.shared
def test_department_tables_keep_the_balance() -> None:
    for year in (2019, 2021, 2022, 2023):
        tables, _ = align(read(SHARED / "reports" / "txt" / f"河北省教育厅_{year}.txt"))
        table = next(table for table in tables if table.kind == "applications")
        cells = {(cell.row, cell.column): cell.value or 0 for cell in table.cells}
        for column in forms.COLUMNS:
            assert (
                cells["new", column] + cells["carried_in", column]
                == cells["outcome_total", column] + cells["carried_out", column]
            )
