"""Corrections of a run's records become annotations, or are refused by file and line."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from annotated import fact, thing

from extract.annotate import corpus, predicted
from extract.annotate.corpus import Annotated
from extract.annotate.correct import corrected
from extract.annotate.corrections import COLUMNS
from extract.annotate.predicted import Predicted
from extract.errors import AnnotationError

R = "甲镇2021年报告。公开12条，其中网站8条。未收到申请。网站更新慢。要定期更新网站。"


def predicted_one() -> Predicted:
    facts = [
        fact(R, "12条", "f1", "disclosure", 12, unit="条", channels=[], confidence=0.9, extractor="disclosure:verb"),
        fact(R, "8条", "f2", "disclosure", 8, unit="条", part_of="f1", channel="c1", channels=["c1"], confidence=0.8),
        fact(R, "未收到", "f3", "application", 0, stage="received", confidence=0.7),
    ]
    again = R.index("网站更新慢")
    mentions = [thing(R, "网站"), {"text": "网站", "start": again, "end": again + 2}]
    gold = {
        "title": thing(R, "甲镇2021年报告"),
        "organ": thing(R, "甲镇", level="county"),
        "year": 2021,
        "period": None,
        "contacts": [],
        "sections": [],
        "facts": facts,
        "channels": [{"id": "c1", "kind": "website", "name": None, "mentions": mentions}],
        "problems": [
            thing(
                R,
                "网站更新慢",
                id="p1",
                aspect="platform",
                aspects=["platform"],
                remedies=[{"remedy": "r1", "by": "order"}],
            )
        ],
        "remedies": [thing(R, "定期更新网站", id="r1", aspect="timeliness", aspects=["timeliness"])],
        "unused": [],
        "roles": [],
    }
    layers = ("head", "sections", "facts", "channels", "items", "links")
    return Predicted(Annotated("r1", "gongkai", "predicted", layers, R, gold), ())


def row(**told: Any) -> dict[str, Any]:
    return {"report": "r1", "action": "confirm", "reviewer": "wang", **told}


def corrections(rows: list[dict[str, Any]], folder: Path, kind: str) -> Path:
    path = folder / f"rows.{kind}"
    if kind == "csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
    else:
        path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows), encoding="utf8")
    return path


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_layer_gone_through_is_an_annotation(kind: str, tmp_path: Path) -> None:
    year = R.index("2021")
    rows = [
        row(id="f1", layer="facts", text="12条"),
        row(id="f2", action="correct", field="value", old="8", new="9", note="笔误，原文如此"),
        row(id="f2", action="correct", field="category", old="", new="财政"),
        row(id="f3", action="reject", text="未收到"),
        row(
            action="add", start=year, end=year + 5, text="2021年", new="other v=2021 u=年 =年份 <f1 @c1", layer="facts"
        ),
        row(id="p1", action="correct", field="aspect", old="platform", new="timeliness"),
        row(id="r1", action="correct", field="aspects", old="timeliness", new="timeliness;platform"),
        row(id="p1", action="correct", field="remedies", old="r1 order", new="r1 explicit"),
        row(layer="channels"),
        row(id="organ", layer="head", action="correct", field="level", old="county", new="township"),
    ]
    (one,) = corrected([predicted_one()], corrections(rows, tmp_path, kind))
    assert (one.annotator, one.id, one.text) == ("wang", "r1", R)
    assert one.layers == ("facts", "channels", "items", "links")  # of the head only the organ was looked at
    added, first, second = one.gold["facts"]
    assert (first["value"], second["value"], second["category"], second["part_of"]) == (12, 9, "财政", "f1")
    assert (added["text"], added["kind"], added["part_of"], added["channel"]) == ("2021年", "other", "f1", "c1")
    assert one.gold["problems"][0]["remedies"] == [{"remedy": "r1", "by": "explicit"}]
    assert one.gold["remedies"][0]["aspects"] == ["timeliness", "platform"]
    assert one.gold["organ"] is None
    assert "confidence" not in first
    assert corpus.faults(one) == []


def test_what_was_looked_at_in_part_makes_sentences(tmp_path: Path) -> None:
    rows = [row(id="f1"), row(id="f2"), row(start=R.index("网站8"), end=R.index("网站8") + 2, layer="channels")]
    (one,) = corrected([predicted_one()], corrections(rows, tmp_path, "csv"))
    assert one.text == "公开12条，其中网站8条。"
    assert one.layers == ("facts", "channels")
    assert [(f["value"], f["part_of"], f["channel"]) for f in one.gold["facts"]] == [(12, None, None), (8, "f1", "c1")]
    assert one.id == f"r1:{R.index('公开')}-{R.index('未收')}"
    half = corrected([predicted_one()], corrections([row(id="f1")], tmp_path, "csv"))
    assert half == []  # the other fact of its sentence was not looked at


def test_a_rejected_total_leaves_no_reference(tmp_path: Path) -> None:
    rows = [row(id="f1", action="reject"), row(id="c1", action="reject"), row(id="f2"), row(id="f3")]
    rows += [
        row(id="r1", action="reject"),
        row(id="p1", action="correct", field="aspects", old="platform", new="channel;platform"),
    ]
    (one,) = corrected([predicted_one()], corrections(rows, tmp_path, "jsonl"))
    assert [(f["id"], f["part_of"], f["channel"]) for f in one.gold["facts"]] == [
        ("f2", None, None),
        ("f3", None, None),
    ]
    assert one.gold["channels"] == []
    assert one.gold["problems"][0]["remedies"] == []
    assert one.gold["problems"][0]["aspect"] == "channel"
    mention = R.index("网站更新慢")
    rows = [
        row(layer="channels", action="reject", start=mention, end=mention + 2),
        row(
            id="f2",
            action="correct",
            field="span",
            old=f"{R.index('8条')}:{R.index('8条') + 2}",
            new=f"{R.index('8条')}:{R.index('8条') + 1}",
        ),
        row(layer="facts"),
        row(layer="channels"),
    ]
    (one,) = corrected([predicted_one()], corrections(rows, tmp_path, "jsonl"))
    assert len(one.gold["channels"][0]["mentions"]) == 1
    assert one.gold["facts"][1]["text"] == "8"


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (row(report="r9"), "the run holds no report r9"),
        (row(id="f9"), "nothing in r1 is f9"),
        (row(id="f1", layer="items"), "nothing in r1 is f1 in layer items"),
        (row(id="f1", layer="verbs"), "unknown layer 'verbs'"),
        (row(id="f1", text="13条"), "f1 of r1 is '12条', not '13条'"),
        (row(start=1, end=2, text="9"), "1:2 is '镇', not '9'"),
        (row(start=1, end=200), "span 1:200 is not in the text"),
        (row(start=R.index("网站更新慢"), end=R.index("网站更新慢") + 1), "nothing in r1 is"),
        (row(id="f1", start="x", end=3), "start 'x' is no number"),
        (row(id="f1", start=3), "has one of start and end"),
        (row(), "confirms nothing"),
        (row(id="f1", action="delete"), "unknown action 'delete'"),
        (row(id="f1", reviewer=""), "names no reviewer"),
        (row(id="f1", action="correct"), "says no field"),
        (row(id="f1", action="correct", field="value", old="13", new="14"), "value is '12' in the record, not '13'"),
        (row(id="f1", action="correct", field="value", old="12", new="many"), "value cannot be 'many'"),
        (row(id="f1", action="correct", field="value", old="12", new="inf"), "value cannot be 'inf'"),
        (row(id="f1", action="correct", field="aspect", old="", new="x"), "facts has no field 'aspect'"),
        (row(id="f1", action="correct", field="kind", old="disclosure", new="公开"), "unknown label '公开'"),
        (row(id="f1", action="correct", field="part_of", old="", new="f9"), "no other fact f9"),
        (row(id="f1", action="correct", field="span", old="0:1", new="0:2"), "span is '12:15'"),
        (row(id="f1", action="correct", field="span", old="12:15", new="12:99"), "no start:end in the text"),
        (row(id="p1", action="correct", field="remedies", old="r1 order", new="r1"), "remedies cannot be 'r1'"),
        (row(action="add", start=0, end=2), "needs start, end, text"),
        (row(action="add", start=0, end=2, text="乙镇", new="other"), "0:2 is '甲镇', not '乙镇'"),
        (row(action="add", start=0, end=2, text="甲镇", new="公开"), "unknown label '公开'"),
        (row(action="add", start=0, end=2, text="甲镇", new="other <f7"), "nothing is named #f7"),
        (row(id="f2", action="reject"), "rejected here, and confirmed"),
        (row(id="f3", reviewer="li"), "was reviewed by li, wang"),
        (row(id="f3", sha256="0" * 64), "the text of r1 is another one than was reviewed (its hash differs)"),
        (row(id="f3", sha256="12ab"), "sha256 '12ab' is no hash"),
        (row(id="f2", action="correct", field="value", old="8", new="9"), "f2 is corrected here, and confirmed in"),
        (row(id="f3", action="correct", field="part_of", old="", new="f4"), "no other fact f4"),
        (row(id="f1", action="correct", field="value", old="", new="9"), "value is '12' in the record, not ''"),
        (row(id="f1", action="correct", field="span", old="12:15", new="9" * 5000 + ":1"), "no start:end in the text"),
        (row(id="f1", field="value"), "only the remedies of a problem can be confirmed by themselves, not 'value'"),
        (row(action="add", start=0, end=2, text="甲镇", new="remedy quality >f1 order"), "#f1 is no problem"),
        (row(action="add", start=0, end=2, text="甲镇", new="other v=inf"), "cannot convert float infinity"),
        (row(action="add", start=0, end=200, text="甲镇", new="other"), "span 0:200 is not in the text"),
        (row(action="add", start=0, end=2, text="甲镇", new="other #f1 v=1"), "#f1 is the name of another thing"),
        (row(id="p1>r9"), "r1 has no link p1>r9"),
        (row(id="p1>r1", action="add", new="order"), "p1>r1 is linked already"),
        (row(id="p1>r9", action="add", new="order"), "r1 has no remedy r9"),
        (row(id="p9>r1", action="add", new="order"), "r1 has no problem p9"),
        (row(id="p1", layer="links", action="add", new="order"), "a link that is added needs its problem and remedy"),
        (row(id="p1>r1", action="correct", field="by", old="order", new="luck"), "unknown label 'luck'"),
        (row(id="p1>r1", action="correct", field="by", old="aspect", new="order"), "by is 'order' in the record"),
        (row(id="p1>r1", action="correct", field="kind", old="", new="x"), "links have no field 'kind'"),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_rows_that_do_not_fit_are_told_by_line(bad: dict[str, Any], words: str, kind: str, tmp_path: Path) -> None:
    path = corrections([row(id="f2"), bad], tmp_path, kind)
    with pytest.raises(AnnotationError) as told:
        corrected([predicted_one()], path)
    assert words in str(told.value)
    assert "nothing was taken" in str(told.value)
    assert f"rows.{kind}:" in str(told.value)
    if "after all" not in str(told.value) and "reviewed by" not in words:
        assert f"rows.{kind}:{3 if kind == 'csv' else 2}: " in str(told.value)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", "report,id\n", "holds no corrections"),
        ("a.csv", "report,ident\nr1,f1\n", "a.csv:2: unknown column 'ident'"),
        ("a.csv", "report,id\nr1,f1,x\n", "a.csv:2: has 3 cells, the header has 2"),
        ("a.csv", 'report,id\nr1,"f1\n', "is no CSV"),
        ("a.jsonl", "{oops\n", "a.jsonl:1: no JSON"),
        ("a.jsonl", "[1]\n", "a.jsonl:1: is no JSON object"),
    ],
)
def test_files_of_corrections_that_are_none(name: str, data: str, words: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(data, encoding="utf8")
    with pytest.raises(AnnotationError, match=words):
        corrected([predicted_one()], tmp_path / name)


NET = R.index("网站8")


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (
            row(id="f1", action="correct", field="value", old="12", new="13"),
            row(id="f1", action="correct", field="value", old="12", new="14"),
            "f1 is corrected here, and its value otherwise in",
        ),
        (row(id="f1", action="reject"), row(id="f1"), "f1 is confirmed here, and rejected in"),
        (
            row(id="c1"),
            row(id="c1", start=NET, end=NET + 2, action="reject"),
            "c1 is rejected here, and confirmed in",
        ),
        (row(id="c1", action="reject"), row(layer="channels", start=NET, end=NET + 2), "confirmed here, and rejected"),
        (row(id="p1>r1"), row(id="p1>r1", action="reject"), "p1>r1 is rejected here, and confirmed in"),
        (row(id="r1", action="reject"), row(id="p1>r1"), "refers to r1, which is rejected in"),
        (
            row(id="f1", action="reject"),
            row(action="add", start=0, end=2, text="甲镇", new="other v=1 <f1"),
            "refers to f1",
        ),
        (
            row(id="f1", action="reject"),
            row(id="f2", action="correct", field="part_of", old="f1", new="f1"),
            "refers to f1",
        ),
        (
            row(id="r1", action="reject"),
            row(id="p1", action="correct", field="remedies", old="r1 order", new="r1 explicit"),
            "refers to r1, which is rejected in",
        ),
        (
            row(id="p1", action="correct", field="remedies", old="r1 order", new=""),
            row(id="p1", field="remedies"),
            "p1 is confirmed here, and corrected in",
        ),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_rows_that_contradict_are_told_with_both_lines(
    first: dict[str, Any], second: dict[str, Any], words: str, kind: str, tmp_path: Path
) -> None:
    line = 2 if kind == "csv" else 1
    for rows in ([first, second], [second, first]):
        with pytest.raises(AnnotationError, match="nothing was taken") as told:
            corrected([predicted_one()], corrections(rows, tmp_path, kind))
        assert f"rows.{kind}:{line + 1}" in str(told.value)
        if rows[0] is first:
            assert words in str(told.value)
            assert f"in rows.{kind}:{line}" in str(told.value)


def test_a_fault_of_the_whole_record_names_the_row_it_comes_from(tmp_path: Path) -> None:
    rows = [row(id="f1"), row(id="f2", action="correct", field="kind", old="disclosure", new="secret"), row(id="f3")]
    with pytest.raises(AnnotationError, match=r"rows\.jsonl:2: r1, after all its corrections: facts\[1\]\.kind"):
        corrected([predicted_one()], corrections(rows, tmp_path, "jsonl"))


def test_rows_that_say_the_same_are_one(tmp_path: Path) -> None:
    twice = [row(id="f1", action="correct", field="value", old="12.0", new="13"), row(id="f2"), row(id="f3")] * 2
    twice += [row(action="add", start=0, end=2, text="甲镇", new="other v=1")] * 2
    (one,) = corrected([predicted_one()], corrections(twice, tmp_path, "csv"))
    assert [fact["value"] for fact in one.gold["facts"]] == [1, 13, 8, 0]


def test_links_are_gone_through_one_by_one(tmp_path: Path) -> None:
    digest = corpus.sha256(R)
    rows = [
        row(id="p1>r1", action="reject", sha256=digest),
        row(action="add", start=R.index("要定期"), end=len(R) - 1, text="要定期更新网站", new="remedy timeliness #new"),
        row(id="p1>new", action="add", new="explicit"),
    ]
    (one,) = corrected([predicted_one()], corrections(rows, tmp_path, "jsonl"))
    assert one.layers == ("links",)
    rows += [row(layer="items")]
    (one,) = corrected([predicted_one()], corrections(rows, tmp_path, "csv"))
    assert one.gold["problems"][0]["remedies"] == [{"remedy": "r2", "by": "explicit"}]
    kept = corrected([predicted_one()], corrections([row(id="p1", field="remedies")], tmp_path, "csv"))
    assert [line.layers for line in kept] == [("links",)]
    changed = row(id="p1>r1", action="correct", field="by", old="order", new="aspect")
    (one,) = corrected([predicted_one()], corrections([changed, row(layer="items")], tmp_path, "csv"))
    assert one.gold["problems"][0]["remedies"] == [{"remedy": "r1", "by": "aspect"}]


def test_what_is_added_may_refer_to_what_is_added_further_down(tmp_path: Path) -> None:
    rows = [
        row(id="f3", action="correct", field="channel", old="", new="n2"),
        row(id="f1", action="correct", field="part_of", old="", new="n3"),
        row(action="add", start=0, end=2, text="甲镇", new="other v=1 #n1 <n3 @n2"),
        row(action="add", start=2, end=7, text="2021年", new="@n2 weibo"),
        row(action="add", start=2, end=7, text="2021年", new="other v=2 #n3"),
        row(layer="facts"),
    ]
    one, *_ = corrected([predicted_one()], corrections(rows, tmp_path, "jsonl"))
    told = {fact["text"]: (fact["id"], fact["part_of"], fact["channel"]) for fact in one.gold["facts"]}
    weibo = next(channel["id"] for channel in one.gold["channels"] if channel["kind"] == "weibo")
    assert told["未收到"] == ("f3", None, weibo)
    assert told["12条"] == ("f1", "f5", None)
    assert told["甲镇"] == ("f4", "f5", weibo)


def test_a_channel_is_corrected_and_one_of_its_mentions_rejected(tmp_path: Path) -> None:
    second = R.index("网站更新慢")
    rows = [
        row(id="c1", action="correct", field="name", old="", new="县网"),
        row(id="c1", start=second, end=second + 2, action="reject"),
        row(action="add", start=0, end=2, text="甲镇", new="@c1"),
        row(action="add", start=2, end=7, text="2021年", new="@own weibo 小 微"),
        row(action="add", start=9, end=11, text=R[9:11], new="@own"),
    ]
    (one,) = corrected([predicted_one()], corrections(rows, tmp_path, "jsonl"))
    assert one.layers == ("channels",)
    got = {(c["kind"], c["name"], tuple(m["start"] for m in c["mentions"])) for c in one.gold["channels"]}
    assert got == {("website", "县网", (0, NET)), ("weibo", "小 微", (2, 9))}


def test_records_that_no_row_is_about_are_not_read(tmp_path: Path) -> None:
    def texts() -> Any:
        yield {"report_id": "r0", "facts": "broken"}, R
        yield {"report_id": "r1", "facts": [{"start": 0, "end": 9, "text": "x", "id": "f1", "kind": "other"}]}, R

    with pytest.raises(AnnotationError, match="r1 does not fit its text: facts\\[0\\]: 0:9 is "):
        list(predicted.picked(texts(), {"r1"}))
    assert list(predicted.picked(texts(), set())) == []
