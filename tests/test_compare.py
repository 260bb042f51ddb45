"""``gongkai diff``: every change between two runs, with the words of both sides; nothing where there is none."""

from __future__ import annotations

import copy
import csv
import json
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from extract import pipeline
from extract.cli.app import app
from extract.compare import pairing, report, summary
from extract.compare.change import OUTCOMES, SPEC, Change, Side
from extract.compare.pairing import paired
from extract.compare.places import places
from extract.compare.report import Told
from extract.compare.runs import Tally, compare
from extract.errors import InputError
from extract.export.record import record
from extract.facts import registry, training
from extract.model import Source
from extract.results import Results, load
from extract.shards.running import Request, run

TEXT = (
    "柳岸镇2021年政府信息公开工作年度报告\n一、总体情况\n全年主动公开政府信息86条，其中镇网站52条、公示栏34条。"
    "收到依申请公开5件，均已按期答复。举办培训班2期。\n五、存在的主要问题及改进情况\n"
    "一是更新不够及时。二是解读形式单一。下一步，一是专人每日更新栏目。二是多做图解。\n"
)


def write(folder: Path, files: dict[str, bytes], out: Path) -> Path:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    run(Request((str(folder),), str(out), formats=("parts",), size=2))
    return out


@pytest.fixture(scope="module")
def files(root: Path) -> dict[str, bytes]:
    paths = sorted((root / "annotations" / "reports").glob("s0[1-5]*.txt"))
    return {path.name[:3] + ".txt": path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def one(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("one")
    return write(folder / "in", files, folder / "out")


@pytest.fixture(scope="module")
def other(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with a report edited, one moved, one lost, one broken, and one added."""
    folder = tmp_path_factory.mktemp("other")
    edited = files["s01.txt"].decode().replace("全年共主动公开政府信息286条", "全年共主动公开政府信息2860余条")
    edited = edited.replace("张贴36条。", "张贴36条，另制作动画5部。")
    changed = {
        "s01.txt": edited.encode(),
        "z02.txt": files["s02.txt"],
        "s03.txt": files["s03.txt"],
        "s04.txt": b"",
        "s06.txt": TEXT.encode(),
    }
    return write(folder / "in", changed, folder / "out")


@pytest.fixture
def gongkai() -> Callable[..., Result]:
    return lambda *args: CliRunner().invoke(app, ["diff", *map(str, args)])


def compared(a: Path, b: Path, **options: Any) -> tuple[list[Change], Tally]:
    tally = Tally()
    return list(compare(load(a), load(b), tally, **options)), tally


def told(text: str, path: str = "a.txt", models: Any = None) -> Told:
    (made,) = pipeline.extract([Source(path, "txt", "utf-8", f"{abs(hash(text)):x}", text)], models=models)
    return Told(json.loads(json.dumps(record(made))), text)


def changes(a: Told, b: Told, confidence: float = 0.05) -> list[Change]:
    return list(report.changes(a, b, confidence, Counter()))


def known(change: Change, *, turned: bool = False) -> tuple[Any, ...]:
    """A change as a value; with A and B exchanged where ``turned``."""
    outcome, a, b, before, after = change.change, change.a, change.b, change.before, change.after
    if turned:
        outcome, a, b = {"won": "lost", "lost": "won"}.get(outcome, outcome), b, a
        before, after = after, before
    return (
        outcome,
        change.table,
        a,
        b,
        frozenset(zip(change.fields, before or change.fields, after or change.fields, strict=True)),
    )


def grounded(found: list[Change], texts: tuple[dict[str, str], dict[str, str]]) -> int:
    """Hold the words of every change to the text of its run; say how many have words."""
    sides = 0
    for change in found:
        for side, held in zip((change.a, change.b), texts, strict=True):
            if side and side.start is not None and side.report_id is not None:
                assert held[side.report_id][side.start : side.end] == side.text
                assert side.context is not None
                assert "".join((side.text or "").split()) in "".join(side.context.split())
                sides += 1
    return sides


# ---------------------------------------------------------------- whole runs


def test_a_run_is_the_same_as_itself(one: Path, gongkai: Callable[..., Result]) -> None:
    found, tally = compared(one, one)
    assert (found, tally.differs, dict(tally.reports)) == ([], False, {"same": 5})
    result = gongkai(one, one, "--fail-on", "any")
    assert (result.exit_code, result.stdout) == (0, "The same: 5 reports, nothing differs\n")


def test_reports_edited_moved_lost_broken_and_added(one: Path, other: Path) -> None:
    found, tally = compared(one, other)
    assert tally.reports == {"edited": 1, "moved": 1, "same": 1, "only_a": 2, "only_b": 1}
    about = {(c.change, c.kind, c.path): c for c in found if c.table in ("reports", "failures")}
    assert about["changed", "path", "z02.txt"].before == ("s02.txt",)
    assert about["changed", "sha256", "s01.txt"].same_text is False
    assert "failure (read)" in about["lost", "report", "s04.txt"].after[0]
    assert about["lost", "report", "s05.txt"].after == ("not in the run",)
    assert about["won", "report", "s06.txt"].b
    assert about["won", "read", "s04.txt"].table == "failures"
    facts = {(c.change, (c.b or c.a).text): c for c in found if c.table == "facts"}  # type: ignore[union-attr]
    total = facts["changed", "2860余条"]
    assert dict(zip(total.fields, zip(total.before, total.after, strict=True), strict=True))["value"] == ("286", "2860")
    assert total.a
    assert (total.a.text, "bound" in total.fields, total.same_text) == ("286条", True, False)
    assert ("won", "5部") in facts
    assert not [key for key in facts if key[0] == "lost"]  # what stands behind the edit is found again
    assert {c.kind for c in found if c.table == "checks" and c.change == "lost"} == {"breakdown_sum"}


def test_every_change_stands_on_its_words_and_turns_round(one: Path, other: Path) -> None:
    found, _ = compared(one, other)
    texts = tuple({record["report_id"]: text for record, text in held.texts()} for held in map(load, (one, other)))
    assert grounded(found, texts) >= 3  # type: ignore[arg-type]
    back, _ = compared(other, one)
    assert Counter(known(change) for change in found) == Counter(known(change, turned=True) for change in back)


def test_a_rule_that_is_gone_shows_by_kind_and_rule(one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text for _, text in load(one).texts()]
    before = [told(text) for text in texts]
    cached = (registry.kinds, registry.kind, registry.asked, registry.allowed, registry.special, registry.broad)
    monkeypatch.setattr(training, "KIND", replace(training.KIND, rules=()))
    try:
        for held in cached:
            held.cache_clear()
        after = [told(text) for text in texts]
    finally:
        monkeypatch.undo()
        for held in cached:
            held.cache_clear()
    tally = Tally()
    for a, b in zip(before, after, strict=True):
        for change in changes(a, b):
            assert "extractor" in change.fields
            tally.add(change)
    (kinds,) = summary.lines(tally.kinds)
    assert kinds[:4] == ("facts", "training", 0, 0)  # the classifier finds them all, and the change of hands is seen
    assert {rule for _, rule, *_ in summary.lines(tally.rules)} == {
        "training:sessions → training:model",
        "training:people → training:model",
    }
    run_itself = load(one)
    assert "made by the same code" in summary.unexplained(tally, summary.made_of(run_itself, run_itself))


def test_runs_in_another_order_are_the_same(one: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = load(one), load(one)
    texts = Results.texts

    def turned(self: Results) -> Iterator[tuple[dict[str, Any], str]]:
        held = list(texts(self))
        return iter(held[::-1] if self is b else held)

    monkeypatch.setattr(Results, "texts", turned)
    tally = Tally()
    assert list(compare(a, b, tally)) == []
    assert tally.reports == {"same": 5}


# ---------------------------------------------------------------- one report


def test_models_that_are_off_move_confidences() -> None:
    from extract.classify import models

    a, b = told(TEXT), told(TEXT, models=replace(models(), quantities=None, mentions=None))
    assert any("confidence" in change.fields for change in changes(a, b, 0.0))
    quiet: Counter[str] = Counter()
    assert not any(change.fields == ("confidence",) for change in report.changes(a, b, 1.0, quiet))
    assert quiet.total() > 0


EDITS = [
    pytest.param(lambda r: r["facts"][0].update(value=87), "facts", "changed", ("value",), id="value"),
    pytest.param(lambda r: r["facts"][0].update(unit=None), "facts", "changed", ("unit",), id="unit"),
    pytest.param(lambda r: r["facts"][0].update(kind="other", stage=None), "facts", "changed", ("kind",), id="kind"),
    pytest.param(lambda r: r["facts"][1].update(part_of=None), "facts", "changed", ("part_of",), id="part_of"),
    pytest.param(
        lambda r: r["facts"][1].update(channel=None, channels=[]), "facts", "changed", ("channels",), id="channel"
    ),
    pytest.param(lambda r: r["facts"][0].update(confidence=0.2), "facts", "changed", ("confidence",), id="confidence"),
    pytest.param(
        lambda r: r["facts"][0].update(extractor="disclosure:x"), "facts", "changed", ("extractor",), id="rule"
    ),
    pytest.param(lambda r: r["facts"].pop(), "facts", "lost", None, id="fact lost"),
    pytest.param(lambda r: r["channels"][0].update(kind="other"), "channels", "changed", ("kind",), id="channel kind"),
    pytest.param(
        lambda r: r["channels"][0]["mentions"].append(r["channels"][1]["mentions"][0]),
        "channels",
        "changed",
        ("mentions",),
        id="mention",
    ),
    pytest.param(lambda r: r["problems"][0].update(aspect="other"), "problems", "changed", ("aspect",), id="aspect"),
    pytest.param(lambda r: r["problems"][0]["remedies"][0].update(by="aspect"), "links", "changed", ("by",), id="by"),
    pytest.param(lambda r: r["problems"][0]["remedies"].clear(), "links", "lost", None, id="link lost"),
    pytest.param(lambda r: r["checks"][0].update(status="fail"), "checks", "changed", ("status",), id="check"),
    pytest.param(lambda r: r["sections"][1].update(kind="appendix"), "sections", "changed", ("kind",), id="section"),
    pytest.param(lambda r: r.update(year=2020), "reports", "changed", ("year",), id="year"),
    pytest.param(lambda r: r.update(organ=None), "reports", "lost", None, id="organ lost"),
    pytest.param(
        lambda r: r["warnings"].append({"code": "w", "message": "m", "start": None, "end": None}),
        "warnings",
        "won",
        None,
        id="warning",
    ),
    pytest.param(
        lambda r: r["facts"][0].update(end=r["facts"][0]["end"] - 1), "facts", "changed", ("span",), id="span"
    ),
]


@pytest.mark.parametrize(("edit", "table", "outcome", "fields"), EDITS)
def test_one_edit_is_one_change(
    edit: Callable[[Any], Any], table: str, outcome: str, fields: tuple[str, ...] | None
) -> None:
    a = told(TEXT)
    b = Told(copy.deepcopy(a.record), TEXT)
    edit(b.record)
    found = changes(a, b)
    rest = [change for change in found if change.table == table and change.change == outcome]
    assert rest, found
    if fields is not None:
        assert [change.fields for change in rest] == [fields]
    assert all(c.table == table or c.table in ("checks", "links", "reports") for c in found)  # what hangs on it


def test_ids_that_shift_are_no_change() -> None:
    a = told(TEXT)
    b = Told(copy.deepcopy(a.record), TEXT)
    text = json.dumps(b.record)
    for one in reversed(a.record["facts"]):
        text = text.replace(f'"{one["id"]}"', f'"f{int(one["id"][1:]) + 7}"')
    for one in reversed(a.record["channels"]):
        text = text.replace(f'"{one["id"]}"', f'"c{int(one["id"][1:]) + 7}"')
    assert changes(a, Told(json.loads(text), TEXT)) == []


def test_two_denials_on_one_span_keep_their_kinds() -> None:
    a = told("柳岸镇2021年年报\n一、总体情况\n全年未发生行政复议、行政诉讼。\n")
    b = Told({**a.record, "facts": list(reversed(a.record["facts"]))}, a.text)
    assert [fact["kind"] for fact in a.record["facts"]] == ["review", "litigation"]
    assert changes(a, b) == []


# ---------------------------------------------------------------- what always holds

PIECES = [
    "另制作短视频12条。",
    "全年没有投诉。",
    "镇公众号推送340余篇。",
    "三是人手不足。",
    "　",
    "发放手册600册，",
    "\n",
    "x",
]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.sampled_from(PIECES), st.integers(0, 6)), max_size=4))
def test_edited_texts(edits: list[tuple[int, str, int]]) -> None:
    text = TEXT
    for at, piece, gone in edits:
        text = text[:at] + piece + text[at + gone :]
    a, b = told(TEXT), told(text)
    assert changes(b, b) == []
    there, back = changes(a, b), changes(b, a)
    assert Counter(map(known, there)) == Counter(known(change, turned=True) for change in back)
    grounded(there, ({a.report_id: TEXT}, {b.report_id: text}))
    if text != TEXT:
        assert {c.kind for c in there if c.table == "reports"} >= {"text"}
    for table in ("facts", "problems", "remedies", "channels"):  # nothing is told twice, nothing left out
        counted = Counter(c.change for c in there if c.table == table)
        assert len(a.record[table]) - counted["lost"] == len(b.record[table]) - counted["won"]


@given(st.text("公开信息。；\n一二", max_size=60), st.text("公开信息。；\n一二", max_size=60))
def test_places_are_equal_characters_both_ways(one: str, other: str) -> None:
    there, back = places(one, other), places(other, one)
    assert [(b, a, n) for a, b, n in there.blocks] == list(back.blocks)
    for a, b, size in there.blocks:
        assert one[a : a + size] == other[b : b + size]
    for start in range(len(one)):
        span = there.span((start, start + 1))
        assert span is None or one[start] == other[span[0]]
        assert there.common((start, start + 1), span or (0, 0)) == (span is not None)


def test_places_where_every_line_was_broken_otherwise(files: dict[str, bytes]) -> None:
    text = files["s03.txt"].decode()
    other = text.replace("，", "， ").replace("\n", "\n　　")
    found = places(text, other)
    spans = [found.span((at, at + 1)) for at in range(len(text))]
    assert all(char.isspace() or (span and other[span[0]] == char) for span, char in zip(spans, text, strict=True))


def bare(id: str, path: str) -> Told:
    return Told({"report_id": id, "source": {"path": path}}, "")


KEYS = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("ABCDEFGH")), max_size=12, unique_by=lambda key: key[1]
)


@given(KEYS, KEYS, st.integers(1, 3))
def test_every_report_finds_its_partner(one: list[tuple[str, str]], other: list[tuple[str, str]], near: int) -> None:
    before, pairing.NEAR = pairing.NEAR, near
    try:
        found = list(paired([bare(*key) for key in one], [bare(*key) for key in other]))
    finally:
        pairing.NEAR = before
    keys = [tuple((r.report_id, r.path) if r else None for r in pair) for pair in found]
    assert sorted(k[0] for k in keys if k[0]) == sorted(one)
    assert sorted(k[1] for k in keys if k[1]) == sorted(other)
    assert sum(a == b for a, b in keys) == len(set(one) & set(other))
    assert all(a is None or b is None or a[0] == b[0] or a[1] == b[1] for a, b in keys)
    alone = [{k[side] for k in keys if k[1 - side] is None} for side in (0, 1)]
    assert not {k[0] for k in alone[0]} & {k[0] for k in alone[1]}
    assert not {k[1] for k in alone[0]} & {k[1] for k in alone[1]}


class Counted(dict[str, Any]):
    """A record that can be watched."""

    __hash__ = object.__hash__


@pytest.mark.parametrize("shift", [0, 1, 300])
def test_few_records_are_held(shift: int) -> None:
    alive: set[weakref.ref[Counted]] = set()

    def stream(first: int) -> Iterator[Told]:
        for n in range(first, 1000):
            record = Counted(bare(f"{n:04}", f"{n:04}.txt").record)
            alive.add(weakref.ref(record, alive.discard))
            yield Told(record, "")

    most = pairs = 0
    for a, b in paired(stream(0), stream(shift)):
        pairs += a is not None and b is not None
        most = max(most, len(alive))
    assert pairs == 1000 - shift
    assert most <= 2 * pairing.NEAR + 8


# ---------------------------------------------------------------- files, the page, the command


def test_files_hold_every_change(one: Path, other: Path, tmp_path: Path, gongkai: Callable[..., Result]) -> None:
    found, tally = compared(one, other)
    out = tmp_path / "diff"
    result = gongkai(one, other, "--out", out)
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in out.iterdir()) == ["changes.csv", "changes.parquet", "diff.html"]
    rows = pq.read_table(out / "changes.parquet").to_pylist()
    assert [tuple(tuple(v) if isinstance(v, list) else v for v in row.values()) for row in rows] == [
        c.row() for c in found
    ]
    with (out / "changes.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.DictReader(file))
    assert len(listed) == len(found)
    assert list(listed[0]) == [column.name for column in SPEC.columns]
    page = (out / "diff.html").read_text(encoding="utf8")
    assert "<mark>2860余条</mark>" in page
    assert "http" not in page
    for outcome in OUTCOMES:
        assert f"{tally.total(outcome)} {outcome}" in page


def test_the_page_escapes_and_says_what_it_leaves_out(one: Path) -> None:
    from extract.compare.page import page

    kept, tally = summary.Examples(2), Tally()
    evil = Side("ab", "<b>.txt", "f1", "disclosure", "x", 0, 8, "<script>", ("", ""))
    for _ in range(5):
        change = Change("won", "facts", None, evil, ("value",), (), ("1",))
        tally.add(change)
        kept.add(change)
    made = page(load(one), load(one), tally, 0.05, kept)
    assert "<script>" not in made
    assert "&lt;script&gt;" in made
    assert "2 of them are shown" in made


@pytest.mark.parametrize(
    ("fail_on", "code"), [("", 0), ("lost", 1), ("won", 1), ("won,changed", 1), ("any", 1), ("odd", 2), (",", 2)]
)
def test_exit_codes(one: Path, other: Path, gongkai: Callable[..., Result], fail_on: str, code: int) -> None:
    assert gongkai(one, other, "--fail-on", fail_on).exit_code == code


def test_lost_alone_fails_on_lost(
    one: Path, tmp_path: Path, gongkai: Callable[..., Result], files: dict[str, bytes]
) -> None:
    fewer = write(tmp_path / "in", {name: data for name, data in files.items() if name != "s05.txt"}, tmp_path / "out")
    assert [gongkai(one, fewer, "--fail-on", what).exit_code for what in ("lost", "won", "changed")] == [1, 0, 0]
    assert [gongkai(fewer, one, "--fail-on", what).exit_code for what in ("lost", "won", "changed")] == [0, 1, 0]


def test_json(one: Path, other: Path, gongkai: Callable[..., Result]) -> None:
    result = gongkai(one, other, "--json", "--examples", "4")
    told = json.loads(result.stdout)
    assert (told["same"], len(told["examples"]), told["reports"]["edited"]) == (False, 4, 1)
    assert sum(line["won"] for line in told["tables"]) == told["won"] == sum(line["won"] for line in told["kinds"])
    assert {line["name"] for line in told["made_of"]} >= {"versions.gongkai", "lexicon_sha256", "models.items.skops"}


def test_the_terminal_shows_one_of_each_sort(one: Path, other: Path, gongkai: Callable[..., Result]) -> None:
    shown = gongkai(one, other).stdout
    for words in ("By kind", "By rule", "lost reports", "won facts", "⟦2860余条⟧", "1 edited (same path, other bytes)"):
        assert words in shown, words


def test_what_cannot_be_compared_says_so(
    one: Path, tmp_path: Path, gongkai: Callable[..., Result], files: dict[str, bytes]
) -> None:
    assert "manifest.json" in gongkai(one, tmp_path).stderr
    assert "is the folder of a run" in gongkai(one, one, "--out", one).stderr
    assert "from 0 to 1" in gongkai(one, one, "--confidence", "2").stderr
    damaged = write(tmp_path / "in", {"s01.txt": files["s01.txt"]}, tmp_path / "out")
    for part in (damaged / "parts" / "records").iterdir():
        part.unlink()
    with pytest.raises(InputError, match="cannot be read"):
        compared(one, damaged)
    assert gongkai(one, damaged).exit_code == 2
