"""Tables made of several reports: what was published twice, coverage, checks between reports, boilerplate."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from series import Raw, report, rows, run

from extract.errors import ExtractError
from extract.panel import boilerplate, signatures
from extract.panel.derive import derived

NAMES = [
    *("report_organs", "organs", "spellings", "renames", "duplicates", "duplicate_figures", "coverage"),
    *("across", "across_evidence", "boilerplate"),
]
LONG = "".join(f"第{chr(0x4E00 + 97 * at)}项工作由{chr(0x5E00 + 31 * at)}组按期完成并向社会公开。" for at in range(60))
OTHER = "".join(
    f"本年围绕{chr(0x6C00 + 53 * at)}字号任务开展{chr(0x7500 + 17 * at)}类培训若干场次。" for at in range(60)
)


def made(tmp_path: Path, *reports: Any) -> dict[str, list[dict[str, Any]]]:
    tables = derived(run(tmp_path / "out", reports))
    assert list(tables) == NAMES
    for table in tables.values():
        assert table.arrow().column_names == [column.name for column in table.columns]
        assert all(column.doc and column.zh for column in table.columns)
    return {name: rows(table) for name, table in tables.items()}


def test_a_run_without_reports(tmp_path: Path) -> None:
    assert all(table == [] for table in made(tmp_path).values())


def test_what_was_published_twice(tmp_path: Path) -> None:
    organ = "青篁县教育局"
    told = made(
        tmp_path,
        report("a.txt", organ, 2019, LONG, {"applications/new/total": "3"}, facts={"disclosure": 132}),
        report("b.txt", organ, 2019, LONG, {"applications/new/total": "5"}, facts={"disclosure": 135}),
        report("c.txt", organ, 2019, LONG, {"applications/new/total": "3"}, facts={"disclosure": 132}),
        report("d.txt", organ, 2019, OTHER[:200], {"applications/new/total": ("", "blank")}),
        report("e.txt", organ, 2019, "", kind="statistics_annex"),
        report("f.txt", "汀芜县教育局", 2020, "另一篇全然不同的短文，说的是别的事情。"),
    )
    pairs = {row["path"]: (row["other_path"], row["kind"]) for row in told["duplicates"]}
    assert pairs == {"b.txt": ("a.txt", "near"), "c.txt": ("a.txt", "bytes"), "d.txt": ("a.txt", "organ_year")}
    near = next(row for row in told["duplicates"] if row["path"] == "b.txt")
    assert near["differs"] == ("applications/new/total: 5 | 3", "fact/disclosure///year: 135条 | 132条")
    assert 0.9 <= near["jaccard"] < 1
    blank = [row for row in told["duplicate_figures"] if row["path"] == "d.txt"]
    assert [(row["figure"], row["status"], row["value"], row["other_raw"]) for row in blank] == [
        ("applications/new/total", "blank", None, "3"),
        ("fact/disclosure///year", None, None, "132条"),
    ]
    why = {row["path"]: (row["counted"], row["duplicate_of_path"], row["why"]) for row in told["report_organs"]}
    assert why["d.txt"] == (0, "a.txt", "another text for the same organ and year")
    assert why["a.txt"] == (1, None, "one of 5: first by path")
    assert why["c.txt"] == (0, "a.txt", "the same file")
    assert why["e.txt"] == (0, "a.txt", "statistics beside a full report")
    assert why["f.txt"] == (1, None, "the only report")


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ({"kind": "statistics_annex"}, {"failed": 3}, "a full report"),
        ({"failed": 2}, {"failed": 1}, "fewest failed checks"),
        ({"text": "短文一篇。"}, {"text": "长一些的文章一篇。"}, "longest text"),
    ],
)
def test_which_report_is_counted(tmp_path: Path, first: Any, second: Any, why: str) -> None:
    reports = [report(f"{at}.txt", "青篁县教育局", 2019, **told) for at, told in enumerate((first, second))]
    told = made(tmp_path, *reports)["report_organs"]
    assert [row["counted"] for row in told] == [0, 1]
    assert told[1]["why"] == f"one of 2: {why}"
    assert told[0]["duplicate_of"] == reports[1].report_id


def test_what_names_no_organ_or_year_is_kept(tmp_path: Path) -> None:
    told = made(
        tmp_path,
        report("a.txt", None, 2019, "没有机关名称的报告。"),
        report("b.txt", "青篁县教育局", None, "没有年度的报告。"),
        report("c.txt", "青篁县教育局", 2020, "会议新闻。", kind="news"),
        report("d.txt", "青篁县教育局", 2018, "报告。"),
    )
    assert [(row["organ_id"] is None, row["counted"], row["why"]) for row in told["report_organs"]] == [
        (True, 0, "names no organ"),
        (False, 0, "names no year"),
        (False, 0, "no report: news"),
        (False, 1, "the only report"),
    ]
    assert [(row["year"], row["status"], row["n_reports"], row["document_kind"]) for row in told["coverage"]] == [
        (2018, "there", 1, "disclosure_report"),
        (2019, "missing", 0, None),
        (2020, "not_a_report", 1, "news"),
        (None, "no_year", 1, None),
        (2019, "no_organ", 1, None),
    ]
    assert told["organs"][0]["n_reports"] == 3


CARRIED_OUT, CARRIED_IN = "applications/carried_out/total", "applications/carried_in/total"


@pytest.mark.parametrize(
    ("before", "after", "status", "expected", "actual"),
    [
        ("2", "2", "pass", 2, 2),
        ("2", "3", "fail", 2, 3),
        ("0", ("", "blank"), "unknown", 0, None),
        (("", "blank"), "0", "unknown", None, 0),
        (("", "blank"), ("", "blank"), "unknown", None, None),
        (("/", "dash"), "0", "unknown", None, 0),
        ("2", ("2", "aligned"), "pass", 2, 2),
        (("21", "ambiguous"), "2", "unknown", None, 2),
        ("2", ("", "missing"), "unknown", 2, None),
    ],
)
def test_carried(tmp_path: Path, before: Raw, after: Raw, status: str, expected: Any, actual: Any) -> None:
    reports = [
        report("a.txt", "青篁县教育局", 2021, LONG, {CARRIED_OUT: before}),
        report("b.txt", "青篁县教育局", 2022, OTHER, {CARRIED_IN: after}),
    ]
    told = made(tmp_path, *reports)
    listed = {row["item"]: row for row in told["across"] if row["check"] == "carried"}
    assert len(listed) == 7  # the applicants and the total
    row = listed["applications/carried/total"]
    assert (row["status"], row["expected"], row["actual"], row["year"]) == (status, expected, actual, 2022)
    assert listed["applications/carried/natural_person"]["status"] == "unknown"
    assert ("aligned" in row["message"]) == (status == "pass" and isinstance(after, tuple))
    for side, one, raw in (("expected", reports[0], before), ("actual", reports[1], after)):
        words = raw if isinstance(raw, str) else raw[0]
        assert (row[f"{side}_report_id"], row[f"{side}_path"], row[f"{side}_raw"]) == (
            one.report_id,
            one.source.path,
            words,
        )
        if row[f"{side}_start"] is not None:
            assert one.text[row[f"{side}_start"] : row[f"{side}_end"]] == words


@pytest.mark.parametrize(
    ("stock", "made_", "repealed", "now", "status", "expected"),
    [
        ("80", "5", "2", "83", "pass", 83),
        ("80", "5", "2", "84", "fail", 83),
        ("80", ("", "blank"), "2", "78", "unknown", None),
        ("80", "0", ("-", "dash"), "80", "unknown", None),
        (("", "blank"), "0", "0", "80", "unknown", None),
    ],
)
def test_in_force(
    tmp_path: Path, stock: Raw, made_: Raw, repealed: Raw, now: Raw, status: str, expected: float | None
) -> None:
    place = "proactive/normative_document"
    told = made(
        tmp_path,
        report("a.txt", "青篁县", 2021, LONG, {f"{place}/in_force": stock}),
        report(
            "b.txt",
            "青篁县",
            2022,
            OTHER,
            {f"{place}/made": made_, f"{place}/repealed": repealed, f"{place}/in_force": now},
        ),
    )
    row = next(row for row in told["across"] if row["item"] == f"{place}/in_force")
    assert (row["status"], row["expected"], row["actual"]) == (status, expected, float(str(now)))
    sides = [one for one in told["across_evidence"] if one["across_id"] == row["across_id"]]
    assert [(one["side"], one["path"], one["place"].rsplit("/")[-1]) for one in sides] == [
        *(("expected", "a.txt", "in_force"), ("expected", "b.txt", "made"), ("expected", "b.txt", "repealed")),
        ("actual", "b.txt", "in_force"),
    ]


def test_no_year_before_and_another_form_are_unknown(tmp_path: Path) -> None:
    place = "proactive/regulation/in_force"
    told = made(
        tmp_path,
        report("a.txt", "青篁县", 2018, LONG, {"applications/new/total": "1"}, template="legacy"),
        report("b.txt", "青篁县", 2020, OTHER, {CARRIED_IN: "0", "proactive/regulation/made": "0"}, template="2019"),
        report("c.txt", "青篁县", 2021, LONG + OTHER, {CARRIED_IN: "1", place: "7"}),
    )
    assert {(row["check"], row["year"], row["status"], row["message"]) for row in told["across"]} >= {
        ("carried", 2020, "unknown", "no report on 2019"),
        ("in_force", 2021, "unknown", "in 2020 the form does not ask what is in force"),
    }
    assert not [row for row in told["across"] if row["status"] != "unknown"]


@pytest.mark.parametrize(
    ("out", "inn", "cells", "status", "place"),
    [
        ({"carried_out": 2}, {}, ({}, {CARRIED_IN: "2"}), "pass", "fact:f1"),
        ({"carried_out": 2}, {}, ({CARRIED_OUT: ("", "blank")}, {CARRIED_IN: "2"}), "unknown", CARRIED_OUT),
        ({"carried_out": 2}, {"carried_in": 3}, ({}, {}), "fail", "fact:f1"),
        ({}, {}, ({}, {CARRIED_IN: "2"}), "unknown", None),
    ],
)
def test_the_narrative_stands_in_for_a_missing_table(
    tmp_path: Path, out: Any, inn: Any, cells: Any, status: str, place: str | None
) -> None:
    reports = [
        report(f"{at}.txt", "青篁县教育局", 2019 + at, text, cells[at], template="2019", stages=stages)
        for at, (text, stages) in enumerate(((LONG, out), (OTHER, inn)))
    ]
    listed = {row["item"]: row for row in made(tmp_path, *reports)["across"]}
    row = listed["applications/carried/total"]
    assert (row["status"], row["expected_place"]) == (status, place)
    if place:
        assert reports[0].text[row["expected_start"] : row["expected_end"]] == row["expected_raw"]


def test_unlike_reports_of_one_year_leave_a_check_unknown(tmp_path: Path) -> None:
    told = made(
        tmp_path,
        report("a.txt", "城关镇", 2021, LONG, {CARRIED_OUT: "2"}),
        report("b.txt", "城关镇", 2022, LONG, {CARRIED_IN: "2"}),
        report("c.txt", "城关镇", 2022, OTHER, {CARRIED_IN: "7"}),
    )
    row = next(row for row in told["across"] if row["item"] == "applications/carried/total")
    assert row["status"] == "unknown"
    assert row["message"].endswith("; there are unlike reports on 2022")


NEW = "applications/new/total"


def test_children_against_their_parent(tmp_path: Path) -> None:
    def year(number: int, county: str, **children: Raw) -> list[Any]:
        names = {"edu": "青篁县教育局", "water": "青篁县水务局", "town": "青篁县柳湾镇人民政府", "city": "沅州市教育局"}
        texts = {"edu": LONG, "water": OTHER, "town": LONG[:300] + OTHER[:300], "city": OTHER + LONG}
        return [
            report(f"{number}/county.txt", "青篁县人民政府", number, LONG + OTHER, {NEW: county}),
            *(
                report(f"{number}/{key}.txt", names[key], number, texts[key], {NEW: raw})
                for key, raw in children.items()
            ),
        ]

    told = made(
        tmp_path,
        *year(2019, "20", edu="5", water="7", town="8", city="99"),
        *year(2020, "20", edu="5", water="7", town="9"),
        *year(2021, "20", edu="5", water="8", town="9"),
        *year(2022, "20", edu="5", town=("", "blank")),
        *year(2023, "20", edu="5", water="1", town="30"),
    )
    listed = {row["year"]: row for row in told["across"] if row["check"] == "children_sum"}
    assert {number: (row["status"], row["expected"], row["tolerance"]) for number, row in listed.items()} == {
        2019: ("pass", 20, 1),
        2020: ("pass", 21, 1),  # within 5 %
        2021: ("fail", 22, 1),
        2022: ("unknown", 5, 1),  # a child without a report, one with a blank
        2023: ("fail", 36, 1),
    }
    assert listed[2022]["message"].startswith("1 of 3 known children state it (2 have a report), together 5;")
    sides = [one for one in told["across_evidence"] if one["across_id"] == listed[2019]["across_id"]]
    assert [(one["side"], one["value"]) for one in sides].count(("expected", 99)) == 0
    assert sorted(one["value"] for one in sides) == [5, 7, 8, 20]


def test_sentences_that_stand_elsewhere(tmp_path: Path) -> None:
    shared = "各级机关要高度重视政府信息公开工作，切实加强组织领导{}件。"
    reports = [
        report(f"{at}.txt", f"{name}县教育局", 2020, shared.format(at) + f"{name}县自己的一句话说了{name}事。短句。")
        for at, name in enumerate("篁沅栀璞汀")
    ]
    reports.append(report("z.txt", "篁县教育局", 2021, shared.format(99) + "今年新写的一句话在这里出现。"))
    told = {row["path"]: row for row in made(tmp_path, *reports)["boilerplate"]}
    assert [told["0.txt"][key] for key in ("sentences", "shared_last_year", "shared_corpus")] == [2, None, 1]
    row = told["z.txt"]
    assert (row["shared_last_year"], row["share_last_year"], row["last_year_path"]) == (1, 0.5, "0.txt")
    assert (row["shared_corpus"], row["share_corpus"]) == (1, 0.5)


def test_parts_of_a_large_corpus_count_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports = [report(f"{at}.txt", f"{name}县教育局", 2020, LONG[at * 26 :]) for at, name in enumerate("篁沅栀璞汀芜")]
    result = run(tmp_path / "out", reports)
    whole = derived(result)["boilerplate"]
    assert {row["shared_corpus"] for row in rows(whole)} != {0}
    monkeypatch.setattr(boilerplate, "PART", 10)
    assert derived(result)["boilerplate"] == whole


def test_the_corpus_must_hold_enough_organs(tmp_path: Path) -> None:
    one = report("a.txt", "青篁县教育局", 2020, LONG)
    (row,) = made(tmp_path, one)["boilerplate"]
    assert (row["sentences"], row["shared_corpus"], row["share_corpus"]) == (60, None, None)


def test_tables_are_no_sentences() -> None:
    text = "本年共办理各类申请若干件。\n其他法律行政法规禁止公开。\n信息内容\n本年制发件数\n"
    assert signatures.sentences(text) == ["本年共办理各类申请若干件", "其他法律行政法规禁止公开"]
    at = text.index("其他")
    assert signatures.sentences(text, [(at, at + 13)]) == ["本年共办理各类申请若干件"]


def test_what_stands_between_two_tables_is_narrative(tmp_path: Path) -> None:
    one = report("a.txt", "青篁县教育局", 2020, "开头的一句话说明总体情况。", {NEW: "3"})
    at = len(one.text)
    cell = replace(one.tables[0].cells[0], start=at + len(LONG) + 1, end=at + len(LONG) + 2)
    again = replace(one.tables[0], cells=(cell,))
    both = replace(one, text=f"{one.text}{LONG}\n3\n", tables=(*one.tables, again))
    (row,) = made(tmp_path, both)["boilerplate"]
    assert row["sentences"] == 61


def test_signatures_are_datasketchs() -> None:
    from datasketch import MinHash

    def hashes(line: str) -> list[int]:
        prime, mask = 0x9E3779B97F4A7C15, 2**64 - 1
        out = []
        for at in range(len(line) - signatures.SHINGLE + 1):
            rolled = 0
            for char in line[at : at + signatures.SHINGLE]:
                rolled = (rolled * prime + ord(char)) & mask
            out.append(((rolled * prime) & mask) >> 32)
        return out

    lines = ["全县各乡镇主动公开政府信息若干条", "短", "组织业务培训两场次"]
    minima = signatures.signatures(lines)
    for line, mine in zip(lines, minima, strict=True):
        other = MinHash(num_perm=signatures.MINIMA, seed=signatures.SEED, hashfunc=lambda value: value)
        other.update_batch(hashes(line.ljust(signatures.SHINGLE, "\0")))
        assert np.array_equal(other.hashvalues, mine)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="公开政府信息工作年报甲乙丙丁", min_size=30, max_size=80), st.integers(0, 12))
def test_the_estimate_keeps_within_its_error(text: str, cut: int) -> None:
    other = text[cut:] + text[:cut]
    exact = signatures.jaccard(signatures.runs(text), signatures.runs(other))
    one, two = signatures.signatures([text, other])
    # Hoeffding: a share of 64 draws is off by more than 0.34 once in a million
    assert abs(signatures.likeness(one, two) - exact) < 0.34
    assert signatures.likeness(one, one) == 1


def test_the_same_run_gives_the_same_rows(tmp_path: Path) -> None:
    reports = [report(f"{at}.txt", f"{at % 3}县教育局", 2018 + at // 3, LONG[at * 9 :]) for at in range(9)]
    result = run(tmp_path / "out", reports)
    again = run(tmp_path / "again", reports)
    assert derived(result) == derived(again)


def test_without_datasketch_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run(tmp_path / "out", [report("a.txt", "青篁县", 2020, LONG)])
    monkeypatch.setitem(sys.modules, "datasketch", None)
    signatures.permutations.cache_clear()
    with pytest.raises(ExtractError, match=r"pip install \"gongkai\[panel\]\""):
        derived(result)


def test_decisions_are_followed_and_told(tmp_path: Path) -> None:
    result = run(
        tmp_path / "out",
        [
            report("a.txt", "青篁县国土资源局", 2018, LONG),
            report("b.txt", "青篁县自然资源局", 2019, OTHER),
        ],
    )
    free = derived(result)
    (row,) = rows(free["renames"])
    assert row["decision"] is None
    assert len(free["organs"].rows) == 2
    file = tmp_path / "renames.csv"
    file.write_text(f"old_organ_id,new_organ_id,decision\n{row['old_organ_id']},{row['new_organ_id']},same\n")
    told = derived(result, file)
    assert [one["decision"] for one in rows(told["renames"])] == ["same"]
    (organ,) = rows(told["organs"])
    assert (organ["organ"], organ["first_year"], organ["last_year"]) == ("青篁县自然资源局", 2018, 2019)
