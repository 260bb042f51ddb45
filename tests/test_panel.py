"""A run as a panel: what the narrative states of a number, a row an organ-year, views over many files, clear errors."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import made
import panels
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.errors import ExtractError, InputError, OutputError
from extract.export.tables import specs
from extract.model import Cell, Fact, Report, Table
from extract.model.values import VALUES
from extract.panel import build, database, narrative, page, variables
from extract.panel.variables import Number, numbers, stata, statuses
from extract.results import Results, load


def report(name: str, organ: str | None, year: int | None, **changes: Any) -> Report:
    own = made.report(f"{name}.txt", f"{name:0>16}")
    named = replace(own.organ, text=organ) if organ and own.organ else None
    return replace(own, organ=named, year=year, **({"document_kind": "disclosure_report"} | changes))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """柳湾镇 over two years, one of them thrice; reports that can stand in no row; a report without anything in it."""
    bare = {"facts": (), "channels": (), "problems": (), "remedies": (), "sections": (), "tables": ()}
    fee = Cell("fee", "amount", "114.29", 114.29, None, "number", 0, 6)
    again = report("g", "梅岭镇", 2021, tables=(Table("proactive", "2021", 0, 6, (fee,)),))
    moved = replace(again.source, path="z/g.txt")
    twice = report("b2", "柳湾镇", 2020)
    same = replace(twice, source=replace(twice.source, path="copy/b2.txt"))
    reports = [
        *(report("a", "柳湾镇", 2019), report("b1", "柳湾镇", 2020, checks=(), warnings=()), twice, same),
        *(report("c", None, 2020), report("d", "柳湾镇", None), report("e", "桃溪县", 2020, **bare)),
        *(report("f", None, None, document_kind="news"), again, replace(again, source=moved)),
    ]
    return panels.run_of(reports, tmp_path_factory.mktemp("panel") / "out")


@pytest.fixture(scope="module")
def built(run: Results) -> build.Built:
    return build.build(run, panels.standin(run))


def ask(built: build.Built, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(built.db), read_only=True) as connection:
        found: list[tuple[Any, ...]] = connection.execute(query).fetchall()
        return found


# ---------------------------------------------------------------- a row an organ-year


def test_one_row_an_organ_year_and_no_report_lost(built: build.Built) -> None:
    rows = ask(built, "SELECT organ, year, path, n_reports, other_reports FROM wide ORDER BY organ, year")
    assert rows == [
        ("柳湾镇", 2019, "a.txt", 1, None),
        ("柳湾镇", 2020, "b1.txt", 3, "b2.txt; copy/b2.txt"),
        ("桃溪县", 2020, "e.txt", 1, None),
        ("梅岭镇", 2021, "g.txt", 2, "z/g.txt"),
    ]
    left = ask(built, "SELECT path, reason, instead FROM uncounted ORDER BY path")
    assert left == [
        ("b2.txt", "other_report", "b1.txt"),
        ("c.txt", "no_organ", None),
        ("copy/b2.txt", "other_report", "b1.txt"),
        ("d.txt", "no_year", None),
        ("f.txt", "not_a_report", None),
        ("z/g.txt", "same_file", "g.txt"),
    ]
    assert len(rows) + len(left) == built.rows["reports"]
    assert (built.organs, built.years) == (3, 3)
    assert list(built.sheets) == build.names(panels.standin(load(built.folder.parent)))
    assert built.reasons == {"no_organ": 1, "no_year": 1, "not_a_report": 1, "other_report": 2, "same_file": 1}


def test_the_same_file_twice_is_counted_once(built: build.Built) -> None:
    found = ask(built, "SELECT path, n_reports, other_reports, n_channels FROM wide WHERE organ = '梅岭镇'")
    assert found == [("g.txt", 2, "z/g.txt", 1)]
    left = ask(built, "SELECT path, instead FROM uncounted WHERE reason = 'same_file'")
    assert left == [("z/g.txt", "g.txt")]


def test_an_organ_year_is_one_row_whoever_chose(run: Results, tmp_path: Path) -> None:
    run = load(shutil.copytree(run.out, tmp_path / "out"))
    tables = panels.standin(run)
    links = tables["report_organs"]
    at = [column.name for column in links.columns].index("counted")
    every = tuple((*row[:at], 1, None, None, row[-1]) for row in links.rows)
    built = build.build(run, {**tables, "report_organs": replace(links, rows=every)})
    assert ask(built, "SELECT organ_id, year, count(*) FROM wide GROUP BY ALL HAVING count(*) > 1") == []
    assert built.rows["wide"] + built.rows["uncounted"] == built.rows["reports"]


def test_values_of_a_row(built: build.Built) -> None:
    columns = (
        "said_items_disclosed, said_items_disclosed_status, said_items_wechat, said_items_wechat_status, "
        "license_decisions_status, channel_wechat_account, channel_wechat_account_status, channel_weibo, "
        "channel_weibo_status, n_problems, problem_timeliness, problem_coverage, problem_coverage_status, "
        "remedy_mechanism, checks_failed, failed_checks, warning_codes, form"
    )
    assert ask(built, f"SELECT {columns} FROM wide WHERE path = 'a.txt'") == [
        (
            *(None, "no_total", 132.0, "stated", "missing", 1.0, "stated", None, "not_mentioned", 1.0, 1.0, 0.0),
            *("counted", 1.0, 1, "balance", "odd", "2019"),
        )
    ]
    assert ask(built, f"SELECT {columns} FROM wide WHERE path = 'e.txt'") == [
        (
            *(None, "unstated", None, "unstated", "no_table", None, "not_mentioned", None, "not_mentioned", None, None),
            *(None, "unstated", None, 1, "balance", "duplicate; odd", None),  # its text is that of a.txt
        )
    ]


def test_an_amount_without_its_unit_is_told_apart(built: build.Built) -> None:
    columns = "administrative_fees, administrative_fees_status, form"
    assert ask(built, f"SELECT {columns} FROM wide WHERE organ = '梅岭镇'") == [(114.29, "no_unit", "2021")]


def test_what_is_unsure_is_left_out_and_said_to_be(built: build.Built) -> None:
    columns = "channel_wechat_account_status, n_problems, n_problems_status, problem_timeliness_status"
    assert ask(built, f"SELECT {columns} FROM wide WHERE path = 'a.txt'") == [("stated", 1.0, "counted", "counted")]
    unsure = ask(built, f"SELECT {columns} FROM wide_sure WHERE path = 'a.txt'")
    assert unsure == [("stated", None, "unsure", "unsure")]  # its problems have a confidence of 0


def test_value_and_status_agree(built: build.Built) -> None:
    known = statuses()
    for name in ("wide", "wide_sure"):
        table = pq.read_table(built.folder / f"{name}.parquet")
        for one in variables.wide():
            if one.role == "status":
                pairs = zip(table.column(one.name).to_pylist(), table.column(one.of).to_pylist(), strict=True)
                for status, value in pairs:
                    assert status in one.statuses, (name, one.name)
                    assert known[status].value == (value is not None), (name, one.name, status)


# ---------------------------------------------------------------- what the narrative states


def fact(value: float = 0, unit: str | None = "件", **more: Any) -> dict[str, Any]:
    return {"kind": "application", "stage": "received", "value": value, "unit": unit, "confidence": 0.95, **more}


@dataclass(frozen=True)
class Case:
    label: str
    variable: str
    facts: Sequence[dict[str, Any]]
    value: float | None
    status: str
    bound: str | None = "exact"


GRANTED = {"stage": "granted"}
PROPOSAL = {"kind": "proposal", "stage": "answered"}
ITEM = {"kind": "disclosure", "stage": None}
CASES = [
    Case("stated", "said_applications_received", [fact(3)], 3, "stated"),
    Case("denied in words", "said_applications_received", [fact(0, None)], 0, "denied"),
    Case("a zero is a denial", "said_applications_received", [fact(0)], 0, "denied"),
    Case("twice the same", "said_applications_received", [fact(3, bound="approx"), fact(3)], 3, "stated"),
    Case("two numbers", "said_applications_received", [fact(3), fact(4)], None, "conflicting", None),
    Case("denied and stated", "said_applications_received", [fact(0, None), fact(4)], None, "conflicting", None),
    Case("a rate is no number", "said_applications_received", [fact(98, "%")], None, "unstated", None),
    Case("classes alone", "said_applications_received", [fact(3, category="自然人")], None, "no_total", None),
    Case("last year's", "said_applications_received", [fact(3, scope="previous")], None, "no_total", None),
    Case(
        *("a part of the same", "said_applications_received"),
        *([fact(9), fact(4, part_of="f1", category="自然人"), fact(5, part_of="f1")], 9, "stated"),
    ),
    Case(
        *("granted of those received", "said_applications_granted"),
        *([fact(9), fact(4, part_of="f1", **GRANTED)], 4, "stated"),
    ),
    Case(
        *("classes are added", "said_proposals_answered"),
        *([fact(97, category="人大代表建议", **PROPOSAL), fact(142, category="政协提案", **PROPOSAL)], 239, "summed"),
    ),
    Case(
        *("a class stated twice is added once", "said_proposals_answered"),
        *([fact(7, category="提案", **PROPOSAL), fact(7, category="提案", **PROPOSAL)], 7, "summed"),
    ),
    Case(
        *("a total goes before classes", "said_proposals_answered"),
        *([fact(97, category="建议", **PROPOSAL), fact(240, **PROPOSAL)], 240, "stated"),
    ),
    Case(
        *("a class with two numbers", "said_proposals_answered"),
        *([fact(7, category="提案", **PROPOSAL), fact(8, category="提案", **PROPOSAL)], None, "conflicting", None),
    ),
    Case(
        *("sums of unlike bounds are approximate", "said_proposals_answered"),
        [fact(7, category="提案", **PROPOSAL), fact(80, category="建议", bound="at_least", **PROPOSAL)],
        *(87, "summed", "approx"),
    ),
    Case(
        *("leaflets are no items", "said_items_disclosed"),
        *([fact(1583, "条", **ITEM), fact(260000, "份", **ITEM)], 1583, "stated"),
    ),
    Case("other units where there is none", "said_items_disclosed", [fact(36, "期", **ITEM)], 36, "stated"),
    Case(
        "the README's total: no channel",
        "said_items_disclosed",
        [fact(9, "条", channel="c1", **ITEM)],
        None,
        "no_total",
        None,
    ),
    Case(
        *("… and no part of anything", "said_items_disclosed"),
        *([fact(9, "条", kind="other", stage=None), fact(5, "条", part_of="f1", **ITEM)], None, "no_total", None),
    ),
    Case("a share is no item", "said_items_disclosed", [fact(90, "%", **ITEM)], None, "unstated", None),
    Case(
        *("through a channel", "said_items_website"),
        *([fact(9, "条", channel="c1", channel_kind="website", part_of="f7", **ITEM)], 9, "stated"),
    ),
    Case(
        *("two sites are added", "said_items_website"),
        [
            fact(9, "条", channel="c1", channel_kind="website", **ITEM),
            fact(5, "条", channel="c2", channel_kind="website", bound="at_least", **ITEM),
        ],
        *(14, "summed", "approx"),
    ),
    Case(
        *("a column of the site is in its number", "said_items_website"),
        [
            fact(9, "条", channel="c1", channel_kind="website", **ITEM),
            fact(5, "条", channel="c1", channel_kind="website", part_of="f1", **ITEM),
        ],
        *(9, "stated"),
    ),
    Case(
        "another channel",
        "said_items_website",
        [fact(9, "条", channel="c1", channel_kind="weibo", **ITEM)],
        None,
        "unstated",
        None,
    ),
    Case("people", "said_training_people", [fact(75, "人次", kind="training", stage=None)], 75, "stated"),
    Case(
        "people are no sessions",
        "said_training_sessions",
        [fact(75, "人次", kind="training", stage=None)],
        None,
        "unstated",
        None,
    ),
    Case(
        "none held: no people either", "said_training_people", [fact(0, None, kind="training", stage=None)], 0, "denied"
    ),
    Case(
        *("normative documents alone", "said_norms_made"),
        [
            fact(3, category="行政规范性文件", kind="document", stage="made"),
            fact(9, category="制度", kind="document", stage="made"),
        ],
        *(3, "stated"),
    ),
    Case(
        "joint reviews and lawsuits",
        "said_reviews",
        [fact(3, kind="review", category="复议、诉讼")],
        None,
        "no_total",
        None,
    ),
    Case("unsure", "said_applications_received", [fact(3, confidence=0.4)], None, "unsure", None),
    Case("the sure one counts", "said_applications_received", [fact(3, confidence=0.4), fact(5)], 5, "stated"),
]

FACTS = pa.schema(
    [(name, pa.string()) for name in ("report_id", "path", "id", "kind", "stage", "unit", "bound", "scope")]
    + [(name, pa.string()) for name in ("category", "channel", "channel_kind", "part_of")]
    + [("value", pa.float64()), ("confidence", pa.float64()), ("start", pa.int64())]
)


def read(facts: Sequence[dict[str, Any]], limit: float) -> dict[str, dict[str, Any]]:
    """What the query says of the numbers of one report."""
    rows = [
        {"report_id": "r", "path": "p", "id": f"f{at}", "bound": "exact", "scope": "year", "start": at, **one}
        for at, one in enumerate(facts, 1)
    ]
    with duckdb.connect() as connection:
        connection.register("facts", pa.Table.from_pylist(rows, schema=FACTS))
        connection.register("rules", narrative.rules())
        connection.execute(
            "CREATE TABLE counted AS SELECT 'r' AS report_id, 'p' AS path, 'o' AS organ_id, 2020 AS year"
        )
        told = connection.sql(narrative.sql(limit)).to_arrow_table().to_pylist()
    return {row["variable"]: row for row in told}


@pytest.mark.parametrize("case", CASES, ids=[case.label for case in CASES])
def test_what_the_narrative_states(case: Case) -> None:
    row = read(case.facts, 0.9).get(case.variable, {"status": "unstated", "value": None, "bound": None})
    assert (row["value"], row["status"], row["bound"]) == (case.value, case.status, case.bound)


def test_a_conflict_names_both_numbers_and_its_facts() -> None:
    row = read([fact(3), fact(8), fact(8)], 0)["said_applications_received"]
    assert (row["low"], row["high"], row["facts"], row["conf"]) == (3, 8, ["f1", "f2", "f3"], None)


def plainly(
    facts: Sequence[Fact], channel_kinds: dict[str, str], number: Number, limit: float
) -> tuple[str, float | None]:
    """What the query should say, without SQL: status and value."""

    def about(one: Fact) -> bool:
        unit = not number.units or one.unit in number.units or (one.unit is None and one.value == 0)
        via = number.channel in (None, "none") or channel_kinds.get(one.channel or "") == number.channel
        named = number.category is None or number.category in (one.category or "")
        return (one.kind, one.stage) == (number.kind, number.stage) and one.unit != "%" and unit and via and named

    told = [one for one in facts if about(one)]
    ids = {one.id for one in told}
    overall, classes, unsure = [], {}, False
    for one in told:
        whole = one.scope == "year" and one.part_of not in ids and not (number.strict and one.part_of)
        by_channel = number.channel not in (None, "none")
        free = (one.category is None or number.category) and not (number.channel == "none" and one.channel)
        is_overall = whole and not by_channel and free
        is_class = whole and not is_overall and number.add and not (by_channel and one.category)
        if (is_overall or is_class) and one.confidence < limit:
            unsure = True
        elif is_overall:
            overall.append(one)
        elif is_class:
            classes.setdefault((one.category or "", one.channel or ""), []).append(one)
    best = {("", ""): overall} if overall else classes
    if not best:
        return ("unsure" if unsure else "no_total" if told else "unstated"), None
    first = [one for group in best.values() for one in group if preferred(one, number)]
    if first:
        best = {key: kept for key, group in best.items() if (kept := [one for one in group if preferred(one, number)])}
    if any(len({one.value for one in group}) > 1 for group in best.values()):
        return "conflicting", None
    total = sum(group[0].value for group in best.values())
    if not overall and (len(best) > 1 or next(iter(best))[0]):
        return "summed", total
    return ("denied" if total == 0 else "stated"), total


def preferred(one: Fact, number: Number) -> bool:
    return not number.first or one.unit in number.first or (one.unit is None and one.value == 0)


KINDS = {"c1": "website", "c2": "website", "c3": "wechat_account"}


@st.composite
def reports(draw: st.DrawFn) -> list[Fact]:
    some = draw(st.lists(st.sampled_from(numbers()), min_size=1, max_size=3))
    out = []
    for at in range(1, draw(st.integers(1, 7)) + 1):
        number = draw(st.sampled_from(some))
        out.append(
            Fact(
                f"f{at}",
                number.kind,
                draw(st.sampled_from([0.0, 3.0, 5.0])),
                unit=draw(st.sampled_from([None, number.unit, "份", "人", "%"])),
                stage=number.stage,
                category=draw(st.sampled_from([None, None, "规范性文件", "提案"])),
                channel=draw(st.sampled_from([None, None, "c1", "c2", "c3"])),
                scope=draw(st.sampled_from(["year", "year", "year", "previous"])),
                part_of=draw(st.sampled_from([None, None, "f1", "f9"])) if at > 1 else None,
                confidence=draw(st.sampled_from([0.5, 0.95])),
                start=at,
            )
        )
    return out


@settings(max_examples=20, deadline=None)
@given(st.lists(reports(), min_size=4, max_size=24), st.sampled_from([0.0, 0.9]))
def test_the_query_says_what_a_plain_reading_says(many: list[list[Fact]], limit: float) -> None:
    names = [name for name in FACTS.names if name not in ("report_id", "path", "channel_kind")]
    rows = [
        {name: getattr(one, name) for name in names}
        | {"report_id": f"r{at}", "path": "p", "channel_kind": KINDS.get(one.channel or "")}
        for at, facts in enumerate(many)
        for one in facts
    ]
    with duckdb.connect() as connection:
        connection.register("facts", pa.Table.from_pylist(rows, schema=FACTS))
        connection.register("rules", narrative.rules())
        connection.execute(
            "CREATE TABLE counted AS SELECT DISTINCT report_id, path, 'o' AS organ_id, 2020 AS year FROM facts"
        )
        told = connection.sql(narrative.sql(limit)).to_arrow_table().to_pylist()
    made_ = {(row["report_id"], row["variable"]): (row["status"], row["value"]) for row in told}
    assert len(made_) == len(told)
    for at, facts in enumerate(many):
        for number in numbers():
            expected = plainly(facts, KINDS, number, limit)
            assert made_.get((f"r{at}", number.name), ("unstated", None)) == expected, (number.name, facts)
    assert all((row["value"] is not None) == statuses()[row["status"]].value for row in told)


# ---------------------------------------------------------------- the declaration


def test_channels_and_aspects_are_those_of_the_record() -> None:
    from extract import model

    assert tuple(variables.channels()) == VALUES[(model.Channel, "kind")]
    assert tuple(variables.aspects()) == VALUES[(model.Item, "aspect")]


def test_numbers_ask_for_kinds_and_stages_that_there_are() -> None:
    from extract.facts import kinds

    stages = {kind.name: kind.stages for kind in kinds()}
    for number in numbers():
        assert number.kind in stages, number.name
        assert number.stage is None or number.stage in stages[number.kind], number.name
        assert number.channel in {None, "none", *variables.channels()}, number.name


def test_columns_are_told_apart_and_documented(root: Path) -> None:
    columns = variables.wide()
    names = [one.name for one in columns]
    assert len(set(names)) == len(names)
    assert len({one.column.zh for one in columns}) == len(names), "two columns would have one Chinese header"
    short = [stata(name).lower() for name in names]
    assert len(set(short)) == len(names)
    assert max(map(len, short)) <= variables.NAME_STATA
    cut = [one.name for one in columns if len(f"{one.column.doc} ({one.unit})") > 80 or not one.column.doc]
    assert cut == [], "Stata's labels have 80 characters"
    text = (root / "docs" / "panel-columns.md").read_text(encoding="utf8")
    assert text == page.page(), "run: make docs"
    assert [name for name in names if f"`{name}`" not in text] == []
    assert [name for name in statuses() if f"| `{name}` |" not in text] == []


# ---------------------------------------------------------------- the database


def test_views_show_the_runs_tables_and_copy_nothing(built: build.Built, run: Results) -> None:
    kinds = dict(ask(built, "SELECT table_name, table_type FROM information_schema.tables"))
    assert {name for name, kind in kinds.items() if kind == "BASE TABLE"} == {"columns", "statuses", database.MARK}
    for name in specs():
        assert kinds[name] == "VIEW"
        assert ask(built, f'SELECT count(*) FROM "{name}"') == [(run.table(name).num_rows,)]
    said = dict(ask(built, "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'wide'"))
    assert said["said_reviews"] == "正文：行政复议: administrative reviews on disclosure"
    assert all(said.values())
    listed = ask(built, "SELECT column_name FROM columns WHERE table_name = 'wide'")
    assert [name for (name,) in listed] == [one.name for one in variables.wide()]
    assert ask(built, "SELECT count(*) FROM statuses") == [(len(statuses()),)]


def test_parquet_carries_labels(built: build.Built) -> None:
    field = pq.read_schema(built.folder / "wide.parquet").field("said_reviews")
    assert field.metadata == {b"doc": b"administrative reviews on disclosure", b"zh": "正文：行政复议".encode()}


def test_a_second_panel_takes_the_place_of_the_first_with_the_same_bytes(built: build.Built, run: Results) -> None:
    before = {path.name: path.read_bytes() for path in built.folder.glob("*.parquet")}
    assert {"wide.parquet", "narrative.parquet", "uncounted.parquet", "organs.parquet"} <= set(before)
    again = build.build(run, panels.standin(run))
    assert again.rows == built.rows
    assert {path.name: path.read_bytes() for path in again.folder.glob("*.parquet")} == before
    assert not [path for path in [*run.folder.iterdir(), *again.folder.iterdir()] if path.name.startswith(".gongkai-p")]


def test_many_files_a_table(run: Results, built: build.Built, tmp_path: Path) -> None:
    """The same tables in 100 parts instead of one."""
    names = [f"{at:04}" for at in range(100)]
    for name in specs():
        folder = tmp_path / "parts" / name
        folder.mkdir(parents=True)
        table = run.table(name)
        for at, part in enumerate(names if name == "facts" else names[:3]):
            pq.write_table(
                table.slice(at, 1) if at < 2 else table.slice(2 + 10_000 * (at - 2)), folder / f"{part}.parquet"
            )
        for part in names[3:] if name != "facts" else ():
            (folder / f"{part}.parquet").symlink_to(folder / "none.parquet")
        pq.write_table(table.slice(0, 0), folder / "none.parquet")
        pq.write_table(table.slice(0, 0), folder / f"{run.manifest['run']}.parquet")
    manifest = {**run.manifest, "shards": [{"name": name} for name in names]}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf8")
    again = build.build(load(tmp_path), panels.standin(run))
    assert again.rows == built.rows
    assert (again.folder / "wide.parquet").read_bytes() == (built.folder / "wide.parquet").read_bytes()


def test_errors_of_the_run_say_what_to_do(run: Results, tmp_path: Path) -> None:
    tables = panels.standin(run)
    empty = panels.run_of([], tmp_path / "empty")
    with pytest.raises(InputError, match="holds no report; see its table failures"):
        build.build(empty, tables)
    assert not list((tmp_path / "empty" / "panel").iterdir()), "a panel that failed leaves nothing behind"
    with pytest.raises(InputError, match="is not on this machine"):
        build.local("s3://bucket/out")
    with pytest.raises(ExtractError, match="table organs lacks level, organ, organ_id, region"):
        build.build(run, {name: tables[name] for name in tables if name != "organs"}, tmp_path / "x.duckdb")
    old = panels.run_of([report("a", "柳湾镇", 2019)], tmp_path / "old")
    (file,) = old.parquet("panel")
    table = pq.read_table(file)
    changed = table.set_column(table.column_names.index("variable"), "variable", pa.array(["gone"] * table.num_rows))
    pq.write_table(changed, file)
    with pytest.raises(InputError, match=r"was made with another crosswalk .*; run gongkai run again"):
        build.build(old, tables)
    pq.write_table(table.drop_columns(["status"]), file)
    with pytest.raises(OutputError, match="table panel cannot be read as this version of gongkai writes it"):
        build.build(old, tables)


def test_only_its_own_database_is_replaced(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("mine")
    with pytest.raises(OutputError, match="is there and is no DuckDB file"):
        build.ready(tmp_path, notes)
    assert notes.read_text() == "mine"
    with duckdb.connect(str(tmp_path / "other.duckdb")) as connection:
        connection.execute("CREATE TABLE t (a INT)")
    with pytest.raises(OutputError, match="is a database that gongkai did not make"):
        build.ready(tmp_path, tmp_path / "other.duckdb")
    with pytest.raises(OutputError, match="is a folder"):
        build.ready(tmp_path, tmp_path)
    database.make(tmp_path / "panel.duckdb", [], {})
    assert build.ready(tmp_path, None) == tmp_path / "panel.duckdb"


HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


def test_a_database_that_is_open_elsewhere_is_left_alone(tmp_path: Path) -> None:
    db = tmp_path / "panel.duckdb"
    database.make(db, [], {})
    before = db.read_bytes()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(db)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdin
        assert other.stdout.readline() == "held\n"
        with pytest.raises(OutputError, match="is open in another program"):
            build.ready(tmp_path, db)
        other.stdin.close()
    assert db.read_bytes() == before
    build.ready(tmp_path, db)


def test_without_the_extra_it_says_which_to_install(monkeypatch: pytest.MonkeyPatch, run: Results) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(ExtractError, match=r'pip install "gongkai\[panel\]"'):
        build.build(run, {})


# ---------------------------------------------------------------- the how-to


def test_examples_of_the_how_to_run(
    built: build.Built, run: Results, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (root / "docs" / "panel.md").read_text(encoding="utf8")
    queries = [one for block in re.findall(r"```sql\n(.*?)```", text, re.S) for one in block.split(";") if one.strip()]
    assert len(queries) >= 7
    for query in queries:
        ask(built, query)
    (tmp_path / "results").symlink_to(run.out)
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", text, re.S)
    exec(compile(code, "docs/panel.md", "exec"), {})
    listed = {name for cell in re.findall(r"(?m)^\| (`[a-z_` ]+`) \|", text) for name in re.findall(r"`(\w+)`", cell)}
    theirs = {"spellings", "renames", "duplicates", "duplicate_figures", "across_evidence"}  # extract.panel.derive
    assert {*built.sheets, *theirs, "columns", "statuses"} - set(specs()) <= listed
