"""Texts to annotation tools and back: offsets, labels, fields and relations survive, or are counted as lost."""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from annotated import TEXT, annotated, fact, line, sample, thing
from hypothesis import given, settings

from extract.annotate import formats, label_studio
from extract.annotate.corpus import Annotated
from extract.annotate.marks import labels, layer_of, losses, parted
from extract.errors import AnnotationError

WHOLE = ("doccano", "label-studio", "brat", "docbin")  # nothing is lost in these
ALL = tuple(formats.FORMATS)


def name_of(name: str, folder: Path) -> Path:
    return folder / f"out.{name}"


def there_and_back(lines: list[Annotated], name: str, annotator: str = "") -> tuple[list[Annotated], Counter[str]]:
    with tempfile.TemporaryDirectory() as folder:
        path = name_of(name, Path(folder))
        lost = formats.export(lines, name, path)
        return list(formats.imported(path, name, annotator, lines).lines), lost


@pytest.mark.parametrize("name", WHOLE)
def test_everything_survives(name: str) -> None:
    lines = [sample("t1"), sample("t/2 ：%")]
    back, lost = there_and_back(lines, name)
    assert not lost
    for before, after in zip(lines, back, strict=True):
        assert not losses(parted(before), parted(after))
        assert not losses(parted(after), parted(before))
        assert (after.id, after.annotator, after.provenance, after.layers) == (
            *(before.id, before.annotator, before.provenance, before.layers),
        )
        assert [f["id"] for f in after.gold["facts"]] == ["f1", "f2", "f3", "f4", "f5"]
        assert after.gold["facts"][1]["category"] == "县 级"
        assert after.gold["facts"][1]["channel"] == after.gold["channels"][0]["id"] == "c1"


@pytest.mark.parametrize("name", [name for name in WHOLE if name != "brat"])
@given(one=annotated())
@settings(max_examples=40, deadline=None)
def test_whatever_is_annotated_survives(name: str, one: Annotated) -> None:
    back, lost = there_and_back([one], name)
    assert not lost
    assert back[0].text == one.text
    assert not losses(parted(one), parted(back[0]))


@given(one=annotated(bare_ends=True))
@settings(max_examples=40, deadline=None)
def test_whatever_is_annotated_survives_brat(one: Annotated) -> None:
    back, lost = there_and_back([one], "brat")
    assert not lost
    assert back[0].text == one.text
    assert not losses(parted(one), parted(back[0]))


@given(one=annotated())
@settings(max_examples=40, deadline=None)
def test_conll_keeps_text_and_outer_spans(one: Annotated) -> None:
    from extract.annotate import conll
    from extract.annotate.gather import gathered

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        conll.write(path, [parted(one)])
        (back,) = conll.read(path, wrong := [])
    assert not wrong
    assert back.text == one.text
    there = {(mark.label, mark.start, mark.end) for mark in parted(one).marks}
    came = {(mark.label, mark.start, mark.end) for mark in back.marks}
    assert came <= there
    for mark in parted(one).marks:  # what was left out overlaps with something that stayed
        layer = layer_of(mark.label)
        stayed = [other for other in back.marks if layer_of(other.label) == layer]
        assert any(a.start < mark.end and mark.start < a.end for a in stayed)
    assert gathered(back, [], Counter())["problems"] is not None


def test_conll_counts_what_it_loses() -> None:
    back, lost = there_and_back([sample()], "conll", "wang")
    assert back[0].annotator == "wang"
    for what, count in {
        "facts: spans": 1,  # two facts stand on the same words
        "facts: part_of": 1,
        "facts: through": 1,
        "facts: category": 1,
        "links: order": 1,
        "channels: name": 1,
        "channels: same": 1,
        "record: year": 1,
        "problems: aspect": 2,
    }.items():
        assert lost[what] == count, what
    assert back[0].gold["facts"][0]["value"] == 132


def markable() -> Annotated:
    """The sample without what the inline notation cannot hold."""
    text = TEXT.replace("\r\n", "\n").strip("\n")
    one = sample()
    gold = json.loads(json.dumps(one.gold, ensure_ascii=False))

    def moved(place: dict[str, Any]) -> None:
        for end in ("start", "end"):
            place[end] -= TEXT.count("\r", 0, place[end])
        if "text" in place:
            place["text"] = place["text"].replace("\r", "")

    mentions = [mention for channel in gold["channels"] for mention in channel["mentions"]]
    lists = ("sections", "facts", "unused", "problems", "remedies", "roles")
    for place in [gold["title"], gold["organ"], *mentions, *(x for key in lists for x in gold[key])]:
        moved(place)
    gold |= {"period": None, "contacts": []}
    gold["facts"][1]["category"] = "县级"
    return Annotated("t1", "li", "made up", one.layers, text, gold)


def test_markup_survives() -> None:
    one = markable()
    back, lost = there_and_back([one], "markup", "li")
    assert not lost
    assert not losses(parted(one), parted(back[0]))


@pytest.mark.parametrize(
    ("name", "one", "words"),
    [
        ("markup", sample(), "carriage return"),
        ("markup", line("信息⟦条"), "⟦"),
        ("markup", line("信息\n### x 2020\n条"), "###"),
        ("markup", line("\n信息"), "line breaks around"),
        (
            "markup",
            line(
                "信息公开",
                facts=[fact("信息公开", "信息公", "f1", "other", 0)],
                unused=[thing("信息公开", "公开", kind="sms")],
            ),
            "cuts into",
        ),
        ("brat", line("信\n息", roles=[thing("信\n息", "\n息", role="plan")]), "line break"),
        ("conll", line(""), "would not survive"),
        ("xml", line("信息"), "unknown format"),
    ],
)
def test_what_cannot_be_held_is_refused(name: str, one: Annotated, words: str, tmp_path: Path) -> None:
    path = tmp_path / "out"
    with pytest.raises(AnnotationError, match=words):
        formats.export([one], name, path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten_by_accident(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("mine", encoding="utf8")
    with pytest.raises(AnnotationError, match="--overwrite"):
        formats.export([sample()], "doccano", path)
    assert path.read_text(encoding="utf8") == "mine"
    formats.export([sample()], "doccano", path, overwrite=True)
    folder = tmp_path / "own"
    folder.mkdir()
    with pytest.raises(AnnotationError, match="did not write"):
        formats.export([sample()], "brat", folder, overwrite=True)
    for _ in range(2):
        formats.export([sample()], "brat", tmp_path / "brat", overwrite=True)


@pytest.mark.parametrize("name", ALL)
def test_another_text_is_refused(name: str, tmp_path: Path) -> None:
    one = markable()
    formats.export([one], name, path := tmp_path / "x")
    changed = Annotated(one.id, "li", "made up", one.layers, one.text.replace("132条", "133条"), {})
    with pytest.raises(AnnotationError, match="t1: the text's hash is not that") as told:
        formats.imported(path, name, "li", [changed])
    assert "nothing was taken" in str(told.value)
    blanks = Annotated(one.id, "li", "made up", one.layers, one.text.replace("\n", "\r\n"), {})
    with pytest.raises(AnnotationError, match="only its blanks and line ends differ"):
        formats.imported(path, name, "li", [blanks])
    with pytest.raises(AnnotationError, match="no text has the id t1"):
        formats.imported(path, name, "li", [line("另", "t9")])


Change = Callable[[str], str]


def changed(old: str, new: str) -> Change:
    def change(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return change


ONE = line(
    "公开信息12条，网站8条。", facts=[fact("公开信息12条，网站8条。", "12条", "f1", "disclosure", 12, unit="条")]
)
BAD = [
    ("doccano", changed('"start_offset": 4', '"start_offset": 40'), r"x:1.*span 40:7 is not in the text"),
    ("doccano", changed('"end_offset": 7', '"end_offset": 4'), r"x:1.*span 4:4"),
    ("doccano", changed('"start_offset": 4', '"start_offset": 4.5'), r"x:1.*an offset is no number"),
    ("doccano", changed('"disclosure"', '"公开"'), r"x:1.*unknown label '公开'"),
    ("doccano", lambda text: text + text, r"x:2.*id t1 stands at x:1 already"),
    ("doccano", lambda text: text + "{oops\n", r"x:2: no JSON"),
    ("doccano", lambda text: text + "[1]\n", r"x:2: is no line of doccano"),
    ("doccano", lambda text: text + "\r\n", r"x:2: line ends are mixed"),
    ("doccano", changed('"entities"', '"entitys"'), r"x:1.*entities"),
    ("doccano", changed("12条，", "13条，"), r"x:1.*hash"),
    ("label-studio", changed('"start": 4', '"start": 5'), r"x:2: region m1: 5:7 is '2条', not '12条'"),
    ("label-studio", changed('"end": 7', '"end": 70'), r"x:2.*70"),
    ("label-studio", changed('["disclosure"]', '["公开"]'), r"x:2.*unknown label"),
    ("label-studio", changed('["disclosure"]', '["disclosure", "other"]'), r"x:2.*has 2 labels"),
    ("label-studio", changed("]\n", "oops\n"), r"x:3: no JSON"),
    ("label-studio", changed("[\n", "{\n"), r"x:1: is no list of tasks"),
    ("label-studio", changed('"data"', '"date"'), r"x:2: is no task"),
    ("label-studio", lambda text: text.replace("\n]", f",\n{text.splitlines()[1]}\n]"), r"x:3.*stands at x:2 already"),
    ("conll", lambda text: text.replace("-disclosure", "-公开"), r"x:7.*公开"),
    ("conll", changed("B-disclosure", "X-disclosure"), r"x:7: facts: 'X-disclosure'"),
    ("conll", changed("B-disclosure", "O"), r"x:8: facts: 'I-disclosure' continues nothing"),
    ("conll", changed("公\tO", "公共\tO"), r"x:3: is not one character"),
    ("conll", changed("公\tO", "公"), r"x:3: is not one character"),
    ("conll", changed("O\n", "O\r\n"), r"x:2: line ends are mixed|x:\d: line ends are mixed"),
    ("conll", changed(" facts", " fact"), r"x:2: unknown layer 'fact'"),
    ("conll", lambda text: text * 2, r"already"),
    ("markup", changed("⟦disclosure", "⟦公开"), r"x:2.*公开"),
    ("markup", changed("12条⟧", "12条"), r"x:2: .*never closed"),
    ("markup", lambda text: text * 2, r"x:\d t1: id twice"),
    ("markup", changed("。\n", "。\r\n"), r"x:2: line ends are mixed|x:\d: line ends"),
]


@pytest.mark.parametrize(("name", "change", "words"), BAD, ids=[f"{name}-{i}" for i, (name, *_) in enumerate(BAD)])
def test_bad_files_are_told_by_line(name: str, change: Change, words: str, tmp_path: Path) -> None:
    formats.export([ONE], name, path := tmp_path / "x")
    path.write_bytes(change(path.read_bytes().decode()).encode())
    with pytest.raises(AnnotationError) as told:
        formats.imported(path, name, "li", [ONE])
    assert re.search(words, str(told.value).replace("\n", " ")), str(told.value)


BRAT = [
    (changed("T1\tdisclosure 4 7", "T1\tdisclosure 4 70"), r"t1.ann:1: span 4:70 is not in the text"),
    (changed("T1\tdisclosure 4 7", "T1\tdisclosure 5 7"), r"t1.ann:1: 5:7 is '2条', not '12条'"),
    (changed("disclosure 4 7", "公开 4 7"), r"t1.ann:1: .*unknown label '公开'"),
    (changed("disclosure 4 7", "disclosure 4 5;6 7"), r"t1.ann:1: the span is in pieces"),
    (lambda text: text + "E1\tx:T1\n", r"t1.ann:3: is no line of brat"),
    (lambda text: text + "T1\tdisclosure 4 7\t12条\n", r"t1.ann:3: T1 stands at t1.ann:1 already"),
    (lambda text: text + "R1\tpart_of Arg1:T1 Arg2:T9\n", r"t1.ann:3: part_of leads to a span that is not there"),
    (lambda text: text + "R1\tpart_of Arg1:T1 Arg2:T1\n", r"t1.ann:3: .*part_of cannot lead"),
    (lambda text: text + "R1\tlikes Arg1:T1 Arg2:T1\n", r"t1.ann:3: .*unknown relation 'likes'"),
    (changed('{"id"', "{id"), r"t1.ann:2: no JSON"),
    (lambda text: text.replace("\n", "\r\n", 1), r"t1.ann:2: line ends are mixed"),
    (
        lambda text: text + "T2\tdisclosure 6 8\t条，\n",
        r"facts\[1\] cuts into facts\[0\]",
    ),
]


@pytest.mark.parametrize(("change", "words"), BRAT)
def test_bad_stand_off_is_told_by_line(change: Change, words: str, tmp_path: Path) -> None:
    formats.export([ONE], "brat", path := tmp_path / "x")
    file = path / "t1.ann"
    file.write_bytes(change(file.read_bytes().decode()).encode())
    with pytest.raises(AnnotationError) as told:
        formats.imported(path, "brat", "li", [ONE])
    assert re.search(words, str(told.value).replace("\n", " ")), str(told.value)


def test_other_bad_input(tmp_path: Path) -> None:
    for name, data, words in (
        ("docbin", b"nonsense", "is no DocBin"),
        ("doccano", b"\xff\xfe", "is not UTF-8"),
        ("brat", b"", "no folder with .ann"),
        ("markup", b"text", "no line '### <id> <year>'"),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(AnnotationError, match=words):
            formats.imported(tmp_path / name, name, "li", [ONE])
    with pytest.raises(AnnotationError, match="does not exist"):
        formats.imported(tmp_path / "gone", "brat", "li")
    (tmp_path / "empty").write_bytes(b"\n")
    with pytest.raises(AnnotationError, match="holds no text"):
        formats.imported(tmp_path / "empty", "doccano", "li")
    formats.export([ONE], "brat", tmp_path / "b")
    (tmp_path / "b" / "t1.txt").unlink()
    with pytest.raises(AnnotationError, match=r"t1.ann:1: there is no t1.txt"):
        formats.imported(tmp_path / "b", "brat", "li")


def test_the_txt_of_brat_is_not_read_with_other_line_ends(tmp_path: Path) -> None:
    formats.export([sample()], "brat", path := tmp_path / "x")
    assert (path / "t1.txt").read_bytes() == TEXT.encode()
    (path / "t1.txt").write_bytes(TEXT.replace("\r\n", "\n").encode())
    with pytest.raises(AnnotationError, match=r"t1\.ann"):
        formats.imported(path, "brat", "li", [sample()])


@pytest.mark.parametrize("name", [name for name in ALL if name != "markup"])
def test_a_byte_order_mark_in_a_text_is_a_character(name: str) -> None:
    one = line("\ufeff公开", roles=[thing("\ufeff公开", "\ufeff公", role="plan")])
    back, _ = there_and_back([one], name)
    assert (back[0].text, back[0].gold["roles"]) == (one.text, one.gold["roles"])


def test_label_studio_that_counts_utf16_units_is_understood(tmp_path: Path) -> None:
    formats.export([sample()], "label-studio", path := tmp_path / "x")
    tasks = json.loads(path.read_text(encoding="utf8"))

    def units(at: int) -> int:
        return len(TEXT[:at].encode("utf-16-le")) // 2

    for region in tasks[0]["annotations"][0]["result"]:
        if region["type"] == "labels":
            region["value"] |= {end: units(region["value"][end]) for end in ("start", "end")}
    path.write_text(json.dumps(tasks), encoding="utf8")
    (back,) = formats.imported(path, "label-studio", "li", [sample()]).lines
    assert not losses(parted(sample()), parted(back))


def test_label_studio_predictions_are_nobodys_reading(tmp_path: Path) -> None:
    formats.export([sample(annotator="gongkai 1"), sample("t2")], "label-studio", path := tmp_path / "x")
    tasks = json.loads(path.read_text(encoding="utf8"))
    assert tasks[0]["predictions"][0]["model_version"] == "gongkai 1"
    assert "annotations" not in tasks[0]
    found = formats.imported(path, "label-studio", "li")
    assert ([one.id for one in found.lines], found.unreviewed) == (["t2"], 1)
    tasks[1]["annotations"] *= 2
    path.write_text(json.dumps(tasks), encoding="utf8")
    with pytest.raises(AnnotationError, match="2 annotations of one text"):
        formats.imported(path, "label-studio", "li")


def test_tools_are_told_every_label() -> None:
    from extract.annotate.brat import conf

    for label in labels():
        assert f'"{label}"' in label_studio.config()
        assert f"\n{label.replace('.', '-')}\n" in conf()
    assert len({label.replace(".", "-") for label in labels()}) == len(labels())


def test_what_an_annotator_adds_is_filled_in(tmp_path: Path) -> None:
    """doccano knows labels alone; value and unit are read off the words, a channel is known by its words."""
    text = "网站公开12条，网站又公开三十余条。发布有空白。"
    one = line(text, layers=("facts", "channels", "items"))
    formats.export([one], "doccano", path := tmp_path / "x")
    told = json.loads(path.read_text(encoding="utf8"))
    spans = [(0, 2, "channel.website"), (4, 7, "disclosure"), (8, 10, "channel.website"), (13, 17, "disclosure")]
    spans += [(18, 23, "problem")]
    told["entities"] = [
        {"id": i, "label": label, "start_offset": start, "end_offset": end}
        for i, (start, end, label) in enumerate(spans)
    ]
    told["relations"] = [{"id": 9, "from_id": 1, "to_id": 2, "type": "through"}]
    path.write_text(json.dumps(told), encoding="utf8")
    found = formats.imported(path, "doccano", "li", [one])
    gold = found.lines[0].gold
    assert [(f["value"], f["unit"], f["bound"], f["channel"]) for f in gold["facts"]] == [
        (12, "条", "exact", "c1"),
        (30, "条", "at_least", None),
    ]
    assert [len(channel["mentions"]) for channel in gold["channels"]] == [2]
    assert gold["problems"][0]["aspect"] == "other"
    assert sum(found.assumed.values()) == 3
    told["label"] = [[start, end, label] for start, end, label in spans]
    del told["entities"], told["relations"]
    path.write_text(json.dumps(told), encoding="utf8")
    assert formats.imported(path, "doccano", "li", [one]).lines[0].gold["facts"][0]["value"] == 12
