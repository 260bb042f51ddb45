"""What notebooks show: the text of a report with marks, a run in numbers, Chinese names."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import made
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import extract
from extract.cli import main
from extract.dictionary import VALUES
from extract.display import Mark, counted, marked
from extract.display.marking import LOOKS
from extract.display.report import marks
from extract.model import Cell, Channel, Item, Link, Mention, Organ, Table, Warn

SAMPLES = Path(__file__).resolve().parents[1] / "annotations" / "reports"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("<>&\"'\r\n\t;条#"), max_size=60)
MARKS = st.lists(
    st.builds(
        Mark,
        st.integers(-3, 70),
        st.integers(-3, 70),
        st.sampled_from(sorted(LOOKS)),
        st.text("<>\"'&\n条a", max_size=6),
    ),
    max_size=8,
)


class Reader(HTMLParser):
    """Text and marks of a page, as a browser would have them; with ``within``, only of elements with that attribute."""

    def __init__(self, within: str | None = None) -> None:
        super().__init__(convert_charrefs=True)
        self.within, self.text, self.titles, self.tags = within, "", [], []  # type: ignore[var-annotated]
        self.open: list[bool] = []
        self.shown: list[tuple[str | None, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.append((tag, told))
        self.titles += [told["title"]] if "title" in told else []
        self.open.append(self.within in told)

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.within is None or any(self.open):
            self.text += data


def read(page: str, within: str | None = None) -> Reader:
    reader = Reader(within)
    reader.feed(page)
    reader.close()
    assert not reader.open, "an element is left open"
    return reader


@given(TEXTS, MARKS)
@example("a<b>&amp;\r\nc", [Mark(0, 5, "facts", '"<'), Mark(3, 9, "problems", "x"), Mark(4, 4, "channels", "")])
def test_text_comes_back_whatever_is_marked(text: str, found: list[Mark]) -> None:
    assert read(marked(text, found)).text == text


@given(TEXTS, MARKS, st.integers(0, 60), st.integers(0, 60))
def test_a_stretch_comes_back_too(text: str, found: list[Mark], start: int, end: int) -> None:
    assert read(marked(text, found, start, end)).text == text[start:end]


@given(TEXTS.filter(len), MARKS)
def test_each_character_has_the_marks_that_hold_it(text: str, found: list[Mark]) -> None:
    shown: list[frozenset[str]] = []

    class Each(Reader):
        def handle_data(self, data: str) -> None:
            title = self.tags[-1][1]["title"] if self.open else None
            shown.extend([frozenset() if title is None else frozenset(title.split("\n"))] * len(data))

    found = [replace(mark, title=f"m{i}") for i, mark in enumerate(found)]
    reader = Each()
    reader.feed(marked(text, found))
    reader.close()
    want = [frozenset(mark.title for mark in found if mark.start <= i < mark.end) for i in range(len(text))]
    assert shown == want


def test_looks_of_stretches() -> None:
    text = "主动公开信息36条"
    page = marked(text, [Mark(0, 9, "problems", "p"), Mark(6, 9, "facts", "f"), Mark(7, 9, "channels", "c")])
    styles = [told["style"] for _, told in read(page).tags]
    lines = "border-bottom:2px solid rgba(213,94,0,1)"
    assert [lines in one for one in styles] == [True, True, True]
    fills = ["background:none", "background:rgba(0,114,178", "linear-gradient(rgba(0,114,178"]
    assert [want in one for want, one in zip(fills, styles, strict=True)] == [True, True, True]


def test_lone_surrogates_do_not_break_the_page() -> None:
    page = marked("公开\ud800条", [Mark(0, 4, "facts", "\udfff")])
    page.encode("utf8")
    assert read(page).text == "公开\ufffd条"


def shown() -> extract.Report:
    """A report that holds markup in every place that is shown."""
    evil = "<script>alert('x')</script>"
    text = f"{evil}公开36条，微信{evil}\n\t表\n\t36\n\n问题在此。"
    at, weixin = text.index("36条"), text.index("微信")
    table, problem = text.index("\t表"), text.index("问题")
    report = made.report(evil)
    fact = replace(report.facts[0], text="36条", start=at, end=at + 3, channel="c1", category=evil, extractor=evil)
    return replace(
        report,
        text=text,
        title=None,
        organ=Organ(evil, 0, len(evil), "township"),
        facts=(fact,),
        channels=(Channel("c1", "wechat_account", evil, (Mention("微信", weixin, weixin + 2),), 0.9, evil),),
        problems=(Item("p1", "问题", problem, problem + 2, "channel", remedies=(Link("r1", "order", 0.5),)),),
        remedies=(),
        tables=(Table("proactive", "2021", table, problem, (Cell("a", "b", "36", 36.0, status="number"),)),),
        warnings=(Warn(evil, evil),),
    )


def test_report_shows_itself_with_all_text_escaped() -> None:
    report = shown()
    page = extract.highlight(report)
    assert page == report._repr_html_() == page._repr_html_()  # type: ignore[attr-defined]
    assert "<script" not in page
    reader = read(page, within="data-text")
    assert reader.text == report.text
    assert {tag for tag, _ in reader.tags} <= {"div", "mark", "details", "summary", "b", "ul", "li", "code"}
    assert not any(name.startswith("on") or name in ("src", "href") for _, told in reader.tags for name in told)
    fact, channel, problem = reader.titles
    assert fact.startswith("fact f1: disclosure 主动公开信息 = ")
    assert "channel c1 <script>" in fact
    assert channel.startswith("channel c1: wechat_account 微信公众号 <script>")
    assert "answered by r1 (by order, 0.50)" in problem
    assert "<summary>1 warning</summary>" in page
    assert "<summary>table proactive 主动公开情况表, form 2021: 1 numbers in 1 cells</summary>" in page


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt"))[:6], ids=lambda path: path.stem[:3])
def test_samples_show_their_whole_text_and_all_marks(path: Path) -> None:
    report = extract.run(path)
    reader = read(extract.highlight(report), within="data-text")
    assert reader.text == report.text
    told = {line for title in reader.titles for line in title.split("\n")}
    for fact in report.facts:
        assert any(line.startswith(f"fact {fact.id}: {fact.kind}") for line in told)
    assert len({line for line in told if line.startswith("problem p")}) == len(report.problems)


def test_reports_of_the_public_functions_know_how_to_show_themselves() -> None:
    code = f"""
import sys, extract
report = extract.run({str(SAMPLES / "s01_qinghuang_township_2019.txt")!r})
assert report._repr_html_().startswith("<div")
assert not [name for name in ("matplotlib", "IPython") if name in sys.modules]
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_stretch_of_a_report_with_what_is_wanted() -> None:
    report = extract.run(SAMPLES / "s05_ninglan_county_2022.txt")
    section = next(one for one in report.sections if one.kind == "problems")
    page = extract.highlight(report, section.start, section.end, show=("problems", "remedies"), head=False)
    reader = read(page, within="data-text")
    assert reader.text == report.text[section.start : section.end]
    assert {title.split(" ")[0] for title in reader.titles} == {"problem", "remedy"}
    assert "remedies 措施</mark> 4" in page
    assert "channels" not in page
    with pytest.raises(ValueError, match="cannot mark 'numbers'; there are facts, channels"):
        extract.highlight(report, show=("numbers",))


def test_all_that_is_found_is_a_mark() -> None:
    report = shown()
    assert sorted(mark.sort for mark in marks(report)) == ["channels", "facts", "problems"]


def test_a_run_says_what_it_holds(tmp_path: Path) -> None:
    command = ["run", str(SAMPLES / "s01_qinghuang_township_2019.txt"), "--out", str(tmp_path / "<b>out")]
    with contextlib.suppress(SystemExit):
        main(command)
    results = extract.load(tmp_path / "<b>out")
    assert re.search(r"<b>out': 1 reports, \d+ sections, 24 facts", repr(results))
    page = results._repr_html_()
    assert "&lt;b&gt;out" in page
    assert '<code>facts</code></td><td style="text-align:right">24</td>' in page
    facts = results.frame("facts")
    assert len(facts) == 24
    assert str(facts["year"].dtype) == "Int64"
    assert results.frame("facts", ["kind"], engine="polars").columns == ["kind"]
    with pytest.raises(extract.ExtractError, match="there is no table 'fact'"):
        results.frame("fact")
    with pytest.raises(ValueError, match="pandas and polars"):
        results.frame("facts", engine="excel")


def test_counts_of_a_table_that_is_not_known_yet() -> None:
    assert "<code>novel</code>" in counted("out", "9", {"novel": 1234})
    assert "1,234" in counted("out", "9", {"novel": 1234})


def test_every_value_has_its_chinese_name() -> None:
    from extract import model
    from extract.facts import kinds

    wanted = {
        "channel": (model.Channel, "kind"),
        "aspect": (model.Item, "aspect"),
        "level": (model.Organ, "level"),
        "section": (model.Section, "kind"),
        "table": (model.Table, "kind"),
        "link": (model.Link, "by"),
        "check": (model.Check, "status"),
    }
    for of, place in wanted.items():
        assert set(extract.names(of)) == set(VALUES[place]), of
    assert set(extract.names("status")) == {*VALUES[model.Cell, "status"], "not_in_form", "no_table"}
    assert extract.names("fact") == {kind.name: kind.zh for kind in kinds()}
    for of in (*wanted, "status", "fact"):
        found = extract.names(of)
        assert len(set(found.values())) == len(found), f"two values of {of} share a name"
        assert all(re.fullmatch(r"[一-鿿、]+", name) for name in found.values()), of
    assert extract.names("level", both=True)["city"] == "city 市级"
    with pytest.raises(ValueError, match="no names of 'kind'; there are fact, channel"):
        extract.names("kind")
