"""Which form it is, which table, and the forms themselves."""

from __future__ import annotations

from pathlib import Path

import forms
import pytest
from laying import laid, said, status

from extract.errors import LexiconError
from extract.model import Grid, GridCell, Source
from extract.reading import html
from extract.tables import align, templates


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


def test_part_of_a_form_is_told_by_its_values() -> None:
    """A page that shows nothing but licences, penalties and coercion: one value each is the form of 2021."""
    row = "<tr><td>{}</td><td>{}</td></tr>"
    lines = [("第二十条（五）", ""), ("项目", "本年处理决定数量"), ("行政许可", "640")]
    lines += [("第二十条（六）", ""), ("项目", "本年处理决定数量"), ("行政处罚", "52"), ("行政强制", "0")]
    head = "<h1>柳湾镇2022年信息公开年报</h1><p>一、总体情况</p><p>2022年公开政府信息12条。</p>"
    page = f"<html><body>{head}<table>" + "".join(row.format(*cells) for cells in lines)
    (table,), warnings = align(html.read("a.html", f"{page}</table></body></html>".encode()))
    assert table.template == "2021"
    assert [said(table, name) for name in ("license", "penalty", "coercion")] == [[640], [52], [0]]
    assert "template_unknown" not in {warning.code for warning in warnings}


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


def test_no_table_no_cells() -> None:
    assert align(Source("a.txt", "txt", "utf-8", "0" * 64, "2019年未收到政府信息公开申请。")) == ((), ())


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
