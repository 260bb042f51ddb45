"""What people do with annotations: draw, compare two annotators, find duplicates, correct a run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import made
import pytest
from annotated import fact, line, sample, thing
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.annotate import agree, corpus, cutting, near, predicted
from extract.annotate.corpus import Annotated
from extract.annotate.predicted import Predicted
from extract.annotate.sample import Guess, drawn, guesses, weighed
from extract.batch import Outcome
from extract.errors import AnnotationError
from extract.export.record import record
from extract.model import Report
from extract.results import load


@pytest.fixture(scope="module")
def run(samples: list[Report]) -> list[Predicted]:
    return [predicted.of_record(record(report), report.text) for report in samples]


# ---------------------------------------------------------------- predictions, excerpts


def test_records_are_well_formed_annotations(run: list[Predicted], samples: list[Report]) -> None:
    for one, report in zip(run, samples, strict=True):
        assert corpus.faults(one.line) == []
        assert one.line.annotator.startswith("gongkai ")
        assert len(one.line.gold["facts"]) == len(report.facts)
        assert len(one.tables) == len(report.tables)


def test_a_run_is_read_from_its_folder(samples: list[Report], run: list[Predicted], tmp_path: Path) -> None:
    made.write_run(tmp_path / "run", [Outcome(report.source.path, report) for report in samples[:3]], ["parts"])
    loaded = load(tmp_path / "run")
    assert list(predicted.picked(loaded.texts())) == run[:3]
    assert list(predicted.picked(loaded.texts(), {samples[1].report_id})) == [run[1]]
    (record, text), *_ = loaded.texts()
    with pytest.raises(AnnotationError, match="does not fit its text"):
        list(predicted.picked([(record, text[:50])]))
    with pytest.raises(AnnotationError, match="cannot be read with its text"):
        list(predicted.picked([({"report_id": "x", "channels": [{}]}, text)]))


def test_an_excerpt_keeps_what_stands_in_it() -> None:
    one = sample()
    start = one.text.index("👍全年")
    cut = cutting.excerpt(one, start, one.text.index("未收到"), "t1:x")
    assert corpus.faults(cut) == []
    assert [f["text"] for f in cut.gold["facts"]] == ["132条", "90条"]
    assert cut.gold["facts"][1]["part_of"] == cut.gold["facts"][0]["id"]
    assert cut.gold["facts"][1]["channel"] == cut.gold["channels"][0]["id"]
    assert cut.gold["year"] == 2021
    assert cut.gold["title"] is None
    assert f"characters {start}" in cut.provenance
    late = cutting.excerpt(one, one.text.index("抖音"), len(one.text), "t1:y")
    assert (late.gold["channels"][0]["kind"], late.gold["channels"][0]["name"]) == ("website", "县网")


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_cutting_leaves_a_well_formed_text(data: st.DataObject) -> None:
    one = sample()
    ends = st.integers(0, len(one.text))
    spans = [tuple(sorted(data.draw(st.tuples(ends, ends)))) for _ in range(3)]
    spans = cutting.widened([span for span in spans if span[0] < span[1]], ())
    left = cutting.without(one, spans, "cut")
    assert corpus.faults(left) == []
    assert len(left.text) == len(one.text) - sum(end - start for start, end in spans)
    for fact_ in one.gold["facts"]:
        if not any(fact_["start"] < end and start < fact_["end"] for start, end in spans):
            assert fact_["id"] in {other["id"] for other in left.gold["facts"]}


def test_sentences_are_cut_at_their_ends() -> None:
    text = "甲。\r\n 乙！丙；；丁"
    assert [text[a:b] for a, b in cutting.sentences(text)] == ["甲。", "乙！", "丙；；", "丁"]
    assert cutting.widened([(0, 2), (2, 4), (4, 6)], [(1, 3)]) == [(0, 4), (4, 6)]


# ---------------------------------------------------------------- sample


def test_a_sample_is_the_same_each_time(run: list[Predicted]) -> None:
    lines, strata = drawn(run, 60, seed=3)
    assert len(lines) == len({one.id for one in lines}) == 60
    assert drawn(run[::-1], 60, seed=3)[0] == lines
    assert drawn(run, 60, seed=4)[0] != lines
    assert drawn(run, 20, seed=3)[0] == lines[:20]  # a larger sample goes on where a smaller ended
    assert all(corpus.faults(one) == [] for one in lines)
    assert all(sum(counts.values()) == 60 for counts in strata.values())


def test_a_sample_has_every_kind_section_year_and_level(run: list[Predicted]) -> None:
    everything = drawn(run, 10**6)[1]
    few = drawn(run, 80)[1]
    assert set(few["kind"]) == set(everything["kind"])
    for name in ("section", "year", "level"):
        assert len(few[name]) >= 0.7 * len(everything[name])
    assert max(few["kind"].values()) - min(few["kind"].values()) <= 2 or max(few["kind"].values()) <= 5


def test_tables_are_not_drawn(run: list[Predicted]) -> None:
    places = {(one.line.id, a, b) for one in run for a, b in one.tables}
    for one in drawn(run, 10**6)[0]:
        name, _, place = one.id.partition(":")
        start, end = map(int, place.split("-"))
        assert not any(name == other and a < end and start < b for other, a, b in places)


def test_reports_can_be_drawn(run: list[Predicted]) -> None:
    lines, _ = drawn(run, 5, unit="report")
    assert {one.id for one in lines} <= {one.line.id for one in run}
    assert len(lines) == 5


def test_the_unsure_are_drawn_first() -> None:
    words = "公开12条，又8条。"
    sure, unsure = Guess(2, 5, "disclosure", 1.0, True), Guess(2, 5, "disclosure", 0.4, True)
    by_model, both = Guess(2, 5, "disclosure", 1.0, False), Guess(7, 9, "disclosure", 1.0, True)
    weights = [weighed(words, 0, things) for things in ([sure, both], [sure], [by_model, both], [unsure, both])]
    assert weights == sorted(weights)
    assert weights[0] == 1
    assert weighed("没有数字", 0, []) == 1
    made = [
        Predicted(line(f"甲{i}公开12条。", f"r{i}", facts=[], **_rest(i, 0.99 if i < 400 else 0.3)), ())
        for i in range(800)
    ]
    taken = [int(one.id[1:].partition(":")[0]) for one in drawn(made, 200)[0]]
    assert sum(i >= 400 for i in taken) > 120


def _rest(i: int, confidence: float) -> dict[str, Any]:
    text = f"甲{i}公开12条。"
    problem = thing(
        text, f"甲{i}公开12条", id="p1", aspect="other", aspects=["other"], remedies=[], confidence=confidence
    )
    return {"channels": [], "problems": [problem], "remedies": [], "sections": []}


def test_guesses_do_without_confidence() -> None:
    found = list(guesses(sample().gold))
    assert {one.confidence for one in found} == {1.0}
    text = "公开12条，又8条。"
    made = [
        fact(text, "12条", "f1", "disclosure", 12, extractor=by)
        for by in ("model:role", "facility:model", "disclosure:verb")
    ]
    gold = {"facts": made, "channels": [], "problems": [], "remedies": []}
    assert [one.rule for one in guesses(gold)] == [False, False, True]
    assert {one.kind for one in found} >= {"disclosure", "channel.website", "problem", "remedy"}


# ---------------------------------------------------------------- agreement


def test_agreement_with_oneself_is_perfect() -> None:
    for one in agree.agreement([sample()], [sample()]).values():
        assert one.f1 == 1.0
        assert one.kappa in (None, 1.0)
        assert all(share == 1.0 for share, _ in one.fields.values())


def test_disagreement_is_counted() -> None:
    text = "公开12条，受理8件。另有5条。"
    facts = [fact(text, "12条", "f1", "disclosure", 12), fact(text, "8件", "f2", "application", 8, stage="received")]
    mine = line(text, layers=("facts", "channels"), facts=[*facts, fact(text, "5条", "f3", "other", 5)])
    theirs = line(text, layers=("facts", "links"), facts=[{**facts[0], "value": 13}, {**facts[1], "stage": "answered"}])
    found = agree.agreement([mine], [theirs])
    assert list(found) == ["facts"]  # the only layer that both looked at
    one = found["facts"]
    assert (one.mine, one.theirs, one.same, one.overlapping) == (3, 2, 1, 1)
    assert one.f1 == pytest.approx(2 / 5)
    assert one.kappa is not None
    assert 0 < one.kappa < 1
    assert one.fields["value"] == (0.0, 1)
    assert one.fields["unit"] == (1.0, 1)


def test_links_agree_by_their_ends() -> None:
    one, other = sample(), json.loads(sample().line())
    other["gold"]["problems"][0]["remedies"] = [{"remedy": "r2", "by": "aspect"}]
    theirs = corpus.of_line(json.dumps(other))
    found = agree.agreement([one], [theirs])["links"]
    assert (found.mine, found.theirs, found.same, found.overlapping, found.kappa) == (1, 1, 0, 0, None)


@pytest.mark.parametrize(
    ("table", "kappa"),
    [
        ({("a", "a"): 20, ("a", "b"): 5, ("b", "a"): 10, ("b", "b"): 15}, 0.4),
        ({("a", "b"): 1, ("b", "a"): 1}, -1.0),
        ({("a", "a"): 9}, None),
        ({}, None),
    ],
)
def test_kappa(table: Mapping[tuple[str, str], int], kappa: float | None) -> None:
    assert agree.kappa(table) == kappa


def test_agreement_needs_the_same_texts() -> None:
    with pytest.raises(AnnotationError, match="no text has been annotated by both"):
        agree.agreement([sample("a")], [sample("b")])
    with pytest.raises(AnnotationError, match="different texts"):
        agree.agreement([line("甲")], [line("乙")])


# ---------------------------------------------------------------- near duplicates


def parts() -> dict[str, list[Annotated]]:
    same = "全年通过县政府门户网站公开各类信息132条。"
    text = f"{same}\n本镇另编印便民手册四百册发到各户。"
    alike = "全年通过县政府门户网站公开了各类信息８8条。"
    other = f"会前征求意见。{alike}镇里组织业务学习三次并逐一考核。"
    facts = [fact(other, "８8条", "f1", "disclosure", 88), fact(other, "三次", "f2", "training", 3, part_of="f1")]
    more = "今年共公开9条。" + same
    return {
        "test": [line(text, "a")],
        "dev": [line(other, "b", facts=facts)],
        "train": [line(more, "c", facts=[fact(more, "132条", "f1", "disclosure", 132)]), line("无", "d")],
    }


def test_near_duplicates_are_found_and_cut() -> None:
    corpora = parts()
    found = near.found(corpora)
    assert found.compared == {"test": 2, "dev": 2, "train": 1}
    assert [(pair.goes.part, pair.stays.part, pair.alike == 100) for pair in found.pairs] == [
        ("dev", "test", False),
        ("train", "test", True),
    ]
    assert found.exact == 1
    left = near.cleaned(corpora, found)
    assert left["test"] == corpora["test"]
    assert left["dev"][0].text == "会前征求意见。镇里组织业务学习三次并逐一考核。"
    assert [(f["text"], f["part_of"]) for f in left["dev"][0].gold["facts"]] == [("三次", None)]
    assert "1 sentence cut" in left["dev"][0].provenance
    assert all(corpus.faults(one) == [] for lines in left.values() for one in lines)
    assert near.found(left).pairs == ()


def test_a_point_over_two_sentences_goes_whole() -> None:
    corpora = parts()
    text = corpora["dev"][0].text
    point = {"text": text[3:30], "start": 3, "end": 30, "role": "background"}
    corpora["dev"] = [line(text, "b", roles=[point])]
    (left,) = near.cleaned(corpora, near.found(corpora))["dev"]
    assert left.gold["roles"] == []
    assert corpus.faults(left) == []
    assert left.text == "会前征" + text[30:]


def test_numbers_make_no_difference() -> None:
    assert near.folded("１２ 条，共1,234.5条！") == near.folded("7条共8条")
    assert near.folded("公开") != near.folded("不公开")


def test_the_repositorys_parts_share_no_sentence(root: Path) -> None:
    found = near.found(near.parts(root / "annotations" / "corpus"))
    assert found.exact == 0
    with pytest.raises(AnnotationError, match="two parts"):
        near.parts(root)
