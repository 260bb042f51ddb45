"""The corpus line, its validator, and the inline notation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from annotated import TEXT, fact, line, sample, thing
from hypothesis import given
from hypothesis import strategies as st

from extract.annotate import corpus, markup
from extract.annotate.quantity import quantity
from extract.errors import AnnotationError


def test_a_line_is_read_as_it_was_written(tmp_path: Path) -> None:
    lines = [sample("t1"), sample("t2")]
    corpus.write(tmp_path / "a.jsonl", lines)
    assert corpus.read(tmp_path / "a.jsonl") == lines
    assert corpus.read(tmp_path) == lines
    assert not list(tmp_path.glob(".*"))
    data = (tmp_path / "a.jsonl").read_bytes()
    (tmp_path / "a.jsonl").write_bytes(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))  # as Windows would save it
    assert corpus.read(tmp_path / "a.jsonl") == lines


T = "公开12条，其中网站8条。网站更新慢。定期更新。"
FACTS = [fact(T, "12条", "f1", "disclosure", 12), fact(T, "8条", "f2", "disclosure", 8)]
CHANNEL = {"id": "c1", "kind": "website", "name": None, "mentions": [thing(T, "网站")]}
PROBLEM = thing(T, "网站更新慢", id="p1", aspect="platform", aspects=["platform"], remedies=[])
REMEDY = thing(T, "定期更新", id="r1", aspect="timeliness", aspects=["timeliness"])


def changed(one: dict[str, Any], **new: Any) -> dict[str, Any]:
    return {**one, **new}


@pytest.mark.parametrize(
    ("gold", "words"),
    [
        ({"facts": [changed(FACTS[0], end=99)]}, "span 2:99 is not in the text (0:24)"),
        ({"facts": [changed(FACTS[0], start=-1)]}, "span -1:5 is not in the text"),
        ({"facts": [changed(FACTS[0], start=5)]}, "span 5:5"),
        ({"facts": [changed(FACTS[0], start="2")]}, "span 2:5"),
        ({"facts": [changed(FACTS[0], text="13条")]}, "2:5 is '12条', not '13条'"),
        ({"facts": [changed(FACTS[0], kind="公开")]}, "facts[0].kind: unknown label '公开'"),
        ({"facts": [changed(FACTS[0], stage="received")]}, "facts[0].stage: unknown label 'received'"),
        ({"facts": [changed(FACTS[0], bound="about")]}, "unknown label 'about'"),
        ({"facts": [changed(FACTS[0], scope="ever")]}, "unknown label 'ever'"),
        ({"facts": [changed(FACTS[0], value=None)]}, "None is no number from 0 on"),
        ({"facts": [changed(FACTS[0], value=True)]}, "True is no number"),
        ({"facts": [changed(FACTS[0], value=-1)]}, "-1 is no number"),
        ({"facts": [FACTS[0], changed(FACTS[1], id="f1")]}, "id f1 twice"),
        ({"facts": [changed(FACTS[0], part_of="f9")]}, "no other fact f9"),
        ({"facts": [changed(FACTS[0], part_of="f1")]}, "no other fact f1"),
        ({"facts": [changed(FACTS[0], channel="c9")]}, "no channel c9"),
        ({"facts": [FACTS[0], changed(FACTS[0], id="f2", start=4, end=6, text="条，")]}, "facts[1] cuts into facts[0]"),
        ({"channels": [changed(CHANNEL, kind="fax")]}, "unknown label 'fax'"),
        ({"channels": [changed(CHANNEL, mentions=[{"text": "站", "start": 8, "end": 10}])]}, "mentions[0]"),
        ({"unused": [thing(T, "网站", kind="net", why="plan")]}, "unknown label 'net'"),
        ({"roles": [thing(T, "定期更新", role="vow")]}, "unknown label 'vow'"),
        ({"problems": [changed(PROBLEM, aspect="slowness")]}, "unknown label 'slowness'"),
        ({"problems": [changed(PROBLEM, remedies=[{"remedy": "r1", "by": "order"}])]}, "no remedy r1"),
        ({"problems": [changed(PROBLEM, remedies=[{"remedy": "r1", "by": "luck"}])], "remedies": [REMEDY]}, "'luck'"),
        ({"problems": [PROBLEM], "roles": [thing(T, "慢。定", role="plan")]}, "cuts into"),
        ({"organ": thing(T, "网站", level="village")}, "unknown label 'village'"),
        ({"contacts": [{"kind": "phone number", "value": "1"}]}, "unknown label 'phone number'"),
        ({"sections": [thing(T, "公开", kind="start", heading="公开")]}, "unknown label 'start'"),
    ],
)
def test_faults_are_told_by_place(gold: dict[str, Any], words: str, tmp_path: Path) -> None:
    good, bad = line(T, "a", facts=FACTS), line(T, "b", **gold)
    assert words in "; ".join(corpus.faults(bad))
    (tmp_path / "x.jsonl").write_text(f"{good.line()}\n{bad.line()}\n", encoding="utf8")
    with pytest.raises(AnnotationError) as told:
        corpus.read(tmp_path / "x.jsonl")
    assert "x.jsonl:2: b: " in str(told.value)
    assert "1 fault in the annotations; nothing was taken" in str(told.value)


def test_nested_and_equal_spans_are_no_faults() -> None:
    assert corpus.faults(sample()) == []
    nested = line(T, facts=[FACTS[0], changed(FACTS[0], id="f2", start=0, text="公开12条")])
    assert corpus.faults(nested) == []
    assert corpus.faults(line(T, layers=("facts", "verbs"))) == ["unknown layer verbs"]


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda text: text[:-5], "x.jsonl:1: no JSON"),
        (lambda text: "[1]", "x.jsonl:1: is no JSON object"),
        (lambda text: text.replace('"provenance"', '"source"'), "lacks provenance"),
        (lambda text: text.replace('"id": "t1"', '"id": 1'), "id has the wrong type"),
        (lambda text: text.replace('"facts": [{', '"facts": ["f1", {'), "t1: gold is not built as a record is"),
        (lambda text: text.replace('"layers": [', '"layers": {}, "l": ['), "has the wrong type"),
        (lambda text: text.replace("132条，", "133条，", 1), "the text's hash is not the one given"),
        (lambda text: text.replace("柳坞镇人民政府2021", "\\ud83d柳坞", 1), "half a character"),
        (lambda text: f"{text}\n{text}", "x.jsonl:2: id t1 stands at x.jsonl:1 already"),
        (lambda text: f"{text}\n\r\n", "x.jsonl:2: line ends are mixed"),
    ],
)
def test_broken_lines_are_told_by_line(broken: Any, words: str, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_bytes(broken(sample().line()).encode())
    with pytest.raises(AnnotationError) as told:
        corpus.read(tmp_path / "x.jsonl")
    assert words in str(told.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "gbk.jsonl").write_bytes("公开".encode("gbk"))
    for path, words in ((tmp_path / "gbk.jsonl", "not UTF-8"), (tmp_path / "gone.jsonl", "cannot be read")):
        with pytest.raises(AnnotationError, match=words):
            corpus.read(path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(AnnotationError, match=r"holds no \.jsonl"):
        corpus.read(tmp_path / "empty")
    many = "\n".join(["{}"] * 30)
    (tmp_path / "many.jsonl").write_text(many, encoding="utf8")
    with pytest.raises(AnnotationError, match="and 10 more"):
        corpus.read(tmp_path / "many.jsonl")


def test_the_repositorys_corpus_is_well_formed(root: Path) -> None:
    assert len(corpus.read(root / "annotations" / "corpus")) >= 110


# ---------------------------------------------------------------- the inline notation

MARKED = """### m1 2021

⟦title|⟦organ.township|柳坞镇人民政府⟧2021年年度报告⟧
⟦period 2021-01-01 2021-12-31|2021年⟧，电话⟦contact.phone|０７９３－１２⟧。
⟦section.overview|一、总体情况⟧
公开⟦disclosure #t|318条⟧，其中⟦@site website 县政府网|县网⟧⟦disclosure @site <t =财政|96条⟧，超过⟦audience.followers b=at_least v=5300 u=人|5千3⟧。
⟦review.received|⟦litigation.received|均无⟧⟧。⟦-short_video plan|抖音号⟧在筹备，⟦@site|网站⟧常新。
一是⟦problem #a timeliness coverage|更新慢⟧。一是⟦remedy timeliness >a order|定下时限⟧。⟦plan|明年再努力⟧。
### m2 -
无
"""


def test_marked_text_is_compiled(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(MARKED, encoding="utf8")
    one, two = markup.read(path, "li", ("facts",))
    assert (one.id, one.annotator, one.layers, two.gold["year"], two.text) == ("m1", "li", ("facts",), None, "无")
    gold = one.gold
    assert one.text.startswith("柳坞镇人民政府2021年年度报告\n2021年，")
    assert gold["title"]["text"] == "柳坞镇人民政府2021年年度报告"
    assert (gold["organ"]["level"], gold["year"]) == ("township", 2021)
    assert (gold["period"]["start_date"], gold["period"]["text"]) == ("2021-01-01", "2021年")
    assert gold["contacts"][0]["value"] == "0793-12"
    assert [(f["kind"], f["stage"], f["value"], f["unit"], f["bound"]) for f in gold["facts"]] == [
        ("disclosure", None, 318, "条", "exact"),
        ("disclosure", None, 96, "条", "exact"),
        ("audience", "followers", 5300, "人", "at_least"),
        ("review", "received", 0, None, "exact"),
        ("litigation", "received", 0, None, "exact"),
    ]
    assert [gold["facts"][1][key] for key in ("part_of", "channel", "category")] == ["f1", "c1", "财政"]
    (channel,) = gold["channels"]
    assert (channel["name"], [m["text"] for m in channel["mentions"]]) == ("县政府网", ["县网", "网站"])
    assert gold["unused"][0]["why"] == "plan"
    assert gold["problems"][0]["remedies"] == [{"remedy": "r1", "by": "order"}]
    assert gold["problems"][0]["aspects"] == ["timeliness", "coverage"]
    assert gold["roles"][0]["role"] == "plan"
    assert corpus.faults(one) == []
    assert len(list(markup.overview(one))) == 5


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("公开\n⟦disclosure|12条", "x.txt:3: ⟦disclosure is never closed"),
        ("公开12条⟧", "x.txt:2: ⟧ closes nothing"),
        ("⟦12条⟧", "is no ⟦label|words⟧"),
        ("⟦|12条⟧", "is no ⟦label|words⟧"),
        ("\n\n⟦公开|12条⟧", "x.txt:4 m1: .*unknown label '公开'"),
        ("⟦disclosure.received|12条⟧", "disclosure has no stage 'received'"),
        ("⟦disclosure ?|12条⟧", r"unknown option '\?'"),
        ("⟦disclosure b=about|12条⟧", "unknown label 'about'"),
        ("⟦disclosure|1、2⟧", "cannot be read off; give v="),
        ("⟦disclosure <t|12条⟧", "nothing is named #t"),
        ("⟦disclosure @w|12条⟧", "nothing is named @w"),
        ("⟦@w|网站⟧", "named for the first time; say its kind"),
        ("⟦@w website|网站⟧⟦@w weibo|微博⟧", "@w is website already"),
        ("⟦@w net|网站⟧", "unknown label 'net'"),
        ("⟦problem|慢⟧", "has no aspect"),
        ("⟦problem slow|慢⟧", "unknown label 'slow'"),
        ("⟦remedy timeliness >p|快⟧", "unknown label ''"),
        ("⟦period 2021-01-01|今年⟧", "x.txt:2 m1"),
        ("⟦section.start|一⟧", "unknown label 'start'"),
        ("⟦contact.pager|1⟧", "unknown label 'pager'"),
    ],
)
def test_faulty_markup_is_told_by_line(body: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(f"### m1 2021\n{body}\n", encoding="utf8")
    with pytest.raises(AnnotationError, match=words):
        markup.read(path, "li")


def test_markup_of_windows_is_the_same(tmp_path: Path) -> None:
    one, two = tmp_path / "x", tmp_path / "y"
    one.write_bytes(MARKED.encode())
    two.write_bytes(MARKED.replace("\n", "\r\n").encode())
    assert markup.read(one, "li") == markup.read(two, "li")


@given(st.text(alphabet="公开12条，。\n 👍\t", max_size=30))
def test_text_without_marks_is_left_alone(text: str) -> None:
    assert markup.parsed(text) == (text, [])


@pytest.mark.parametrize(
    ("words", "value", "unit", "bound"),
    [
        ("5 300余人", 5300, "人", "at_least"),
        ("百分之九十", 90, "%", "exact"),
        ("１.２万", 12000, None, "exact"),
        ("3,200", 3200, None, "exact"),
        ("没有", 0, None, "exact"),
        ("1、2、3", None, None, "exact"),
    ],
)
def test_what_words_say_of_themselves(words: str, value: float | None, unit: str | None, bound: str) -> None:
    assert quantity(words) == {"value": value, "unit": unit, "bound": bound}


def test_lines_are_json_without_escapes() -> None:
    assert "👍" in sample().line()
    assert json.loads(sample().line())["text"] == TEXT
