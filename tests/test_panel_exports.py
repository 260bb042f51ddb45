"""Every export, read back by another library, holds the same values, statuses and labels; its limits have words."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import made
import openpyxl
import pandas
import panels
import pyarrow.parquet as pq
import pyreadstat
import pytest
from typer.testing import CliRunner

from extract.cli.app import app
from extract.errors import InputError, OutputError
from extract.export.columns import Column
from extract.export.csvfile import cell
from extract.model import Fact, Report
from extract.panel import build, exports, sheets, statistics
from extract.panel.database import Sheet
from extract.panel.exports import Exported
from extract.panel.variables import Labelled, stata, statuses, wide
from extract.results import Results

ROWS = 4


def fact(kind: str, value: float, **more: Any) -> Fact:
    return Fact(f"f{value:g}", kind, value, **({"confidence": 0.95, "unit": "条", "start": int(value)} | more))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Reports with numbers stated, denied, conflicting; texts that a spreadsheet would take for something else."""
    own = made.report()
    told: list[tuple[Fact, ...]] = [
        (fact("disclosure", 1.25e12), fact("application", 0, stage="received", unit=None), fact("meeting", 2.5)),
        (fact("disclosure", 3), fact("disclosure", 4), fact("meeting", 7, bound="at_least", confidence=0.3)),
        (),
    ]
    names = ("=HYPERLINK(1)", "-", "甲\n乙,“丙”", "https://a.cn")
    reports: list[Report] = [
        replace(
            own,
            report_id=f"{at:016}",
            source=replace(own.source, path=f"{at}.txt"),
            title=replace(own.title, text=name) if own.title else None,
            document_kind="disclosure_report",
            year=2018 + at,
            facts=told[at] if at < len(told) else own.facts,
        )
        for at, name in enumerate(names)
    ]
    return panels.run_of(reports, tmp_path_factory.mktemp("exports") / "out")


@pytest.fixture(scope="module")
def built(run: Results) -> build.Built:
    return build.build(run, panels.standin(run))


@pytest.fixture(scope="module")
def rows(built: build.Built) -> list[dict[str, Any]]:
    with duckdb.connect(str(built.db), read_only=True) as connection:
        found: list[dict[str, Any]] = connection.sql("FROM wide").to_arrow_table().to_pylist()
    assert len(found) == ROWS
    return found


def export(
    built: build.Built, formats: str, labels: str = "en", table: str = "wide", folder: Path | None = None
) -> list[Exported]:
    return list(exports.export(built.db, built.sheets[table], folder or built.folder, formats.split(","), labels))


@pytest.mark.parametrize("labels", ["en", "zh"])
def test_csv(built: build.Built, rows: list[dict[str, Any]], tmp_path: Path, labels: str) -> None:
    (made_,) = export(built, "csv", labels, folder=tmp_path)
    assert made_ == Exported(tmp_path / "wide.csv", ROWS)
    assert made_.path.read_bytes().startswith(b"\xef\xbb\xbf")
    with made_.path.open(encoding="utf-8-sig", newline="") as file:
        head, *lines = csv.reader(file)
    assert head == [one.column.zh if labels == "zh" else one.name for one in wide()]
    assert lines == [[cell(row[one.name]) for one in wide()] for row in rows]
    texts = dict.fromkeys((name for name, one in zip(head, wide(), strict=True) if one.column.type == "string"), str)
    frame = pandas.read_csv(made_.path, encoding="utf-8-sig", keep_default_na=False, na_values=[""], dtype=texts)
    same(frame.to_dict("records"), rows, head, guarded=True)


@pytest.mark.parametrize("labels", ["en", "zh"])
def test_xlsx(built: build.Built, rows: list[dict[str, Any]], tmp_path: Path, labels: str) -> None:
    export(built, "xlsx", labels, folder=tmp_path)
    book = openpyxl.load_workbook(tmp_path / "wide.xlsx")
    page, columns, states = book.worksheets
    assert [page.title, columns.title, states.title] == (
        ["wide", "columns", "statuses"] if labels == "en" else ["宽表", "列说明", "状态说明"]
    )
    assert page.freeze_panes == "C2"
    head, *lines = page.iter_rows(values_only=True)
    assert list(head) == [one.column.zh if labels == "zh" else one.name for one in wide()]
    read = [dict(zip(head, line, strict=True)) for line in lines]
    same(read, rows, head)
    assert {cell.data_type for line in page.iter_rows() for cell in line} <= {"s", "n"}, "no formula, no link"
    assert [line[1] for line in columns.iter_rows(min_row=2, values_only=True)] == [one.name for one in wide()]
    assert [line[0] for line in states.iter_rows(min_row=2, values_only=True)] == list(statuses())


def same(
    read: Sequence[dict[str, Any]], rows: list[dict[str, Any]], head: Sequence[Any], *, guarded: bool = False
) -> None:
    """The rows read back are those of the database."""
    assert len(read) == len(rows)
    for got, row in zip(read, rows, strict=True):
        for name, one in zip(head, wide(), strict=True):
            value = None if pandas.isna(got[name]) else got[name]
            wanted = cell(row[one.name]) if guarded and one.column.type == "string" else row[one.name]
            assert value == (None if wanted == "" else wanted), one.name


@pytest.mark.parametrize("labels", ["en", "zh"])
def test_stata(built: build.Built, rows: list[dict[str, Any]], tmp_path: Path, labels: str) -> None:
    (made_,) = export(built, "dta", labels, folder=tmp_path)
    frame, meta = pyreadstat.read_dta(made_.path, user_missing=True)
    assert list(frame.columns) == [stata(one.name) for one in wide()]
    coded(frame, meta, rows, labels, stata, {name: one.missing for name, one in statuses().items()})
    plain = pandas.read_stata(made_.path, convert_categoricals=False)  # another reader: missing values are missing
    for one in wide():
        if one.role == "value":
            wanted = [row[one.name] for row in rows]
            got = [None if pandas.isna(value) else value for value in plain[stata(one.name)]]
            assert got == wanted, one.name
    words = pandas.read_stata(made_.path)[stata("said_items_disclosed_status")]
    assert words[0] == f"stated: {statuses()['stated'].zh if labels == 'zh' else statuses()['stated'].en}"


@pytest.mark.parametrize("labels", ["en", "zh"])
def test_spss(built: build.Built, rows: list[dict[str, Any]], tmp_path: Path, labels: str) -> None:
    (made_,) = export(built, "sav", labels, folder=tmp_path)
    frame, meta = pyreadstat.read_sav(made_.path, user_missing=True)
    assert list(frame.columns) == [one.name for one in wide()]
    coded(frame, meta, rows, labels, str, {name: one.spss for name, one in statuses().items()})
    plain, _ = pyreadstat.read_sav(made_.path)  # as R's haven and pandas.read_spss do
    for one in wide():
        if one.role == "value":
            got = [None if pandas.isna(value) else value for value in plain[one.name]]
            assert got == [row[one.name] for row in rows], one.name


def coded(frame: Any, meta: Any, rows: list[dict[str, Any]], labels: str, named: Any, missing: dict[str, Any]) -> None:
    """Values, missing values with their why, statuses, labels of variables and of values."""
    known = statuses()
    for one in wide():
        name = named(one.name)
        label = meta.column_names_to_labels[name]
        assert label.startswith(one.column.zh if labels == "zh" else one.column.doc), one.name
        said = meta.variable_value_labels.get(name, {})
        for got, row in zip(frame[name], rows, strict=True):
            if one.role == "status":
                status = known[row[one.name]]
                assert got == status.code
                assert said[status.code] == f"{status.name}: {status.zh if labels == 'zh' else status.en}"
            elif one.role == "value" and row[one.name] is None:
                status = known[row[f"{one.of}_status"]]
                assert got == missing[status.name], one.name
                assert said[got].startswith(f"{status.name}: ")
            elif one.column.type == "string":
                assert got == (row[one.name] or ""), one.name
            else:
                assert (None if pandas.isna(got) else got) == row[one.name], one.name


def test_parquet(built: build.Built, run: Results, tmp_path: Path) -> None:
    (there,) = export(built, "parquet")
    assert (there.path, there.rows) == (built.folder / "wide.parquet", ROWS)
    (made_,) = export(built, "parquet", table="channels", folder=tmp_path)
    assert pq.read_table(made_.path).to_pylist() == run.table("channels").to_pylist()
    assert pq.read_schema(made_.path).field("kind").metadata[b"zh"].decode() == "类型"


def test_lists_and_empty_tables_in_every_format(built: build.Built, tmp_path: Path) -> None:
    for table in ("channels", "cells", "narrative", "failures"):
        made_ = export(built, "csv,xlsx,dta,sav,parquet", "zh", table, tmp_path)
        assert [one.rows for one in made_] == [built.rows[table]] * 5
    page = openpyxl.load_workbook(tmp_path / "narrative.xlsx").worksheets[0]
    head = [one.value for one in page[1]]
    told = {
        line[3]: line[head.index("依据事实编号")]
        for line in page.iter_rows(min_row=2, values_only=True)
        if line[2] == 2019
    }
    assert told["said_items_disclosed"] == "f3; f4"
    frame, _ = pyreadstat.read_dta(tmp_path / "narrative.dta")
    assert "f3; f4" in set(frame["facts"])


# ---------------------------------------------------------------- limits


def test_a_table_too_long_for_excel_is_not_written(
    built: build.Built, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sheets, "ROWS", ROWS)
    xlsx, csv_ = export(built, "xlsx,csv", folder=tmp_path)
    assert xlsx.rows is None
    assert "a sheet of Excel holds 3" in xlsx.notes[0]
    assert "take csv or parquet" in xlsx.notes[0]
    assert csv_.rows == ROWS, "the other formats are written all the same"
    assert [path.name for path in tmp_path.iterdir()] == ["wide.csv"]


def small(tmp_path: Path, columns: Sequence[Labelled], query: str) -> tuple[Path, Sheet]:
    db = tmp_path / "x.duckdb"
    with duckdb.connect(str(db)) as connection:
        connection.execute(f"CREATE TABLE t AS {query}")
    return db, Sheet("t", "a table", "表", tuple(columns), ())


def plain(name: str, kind: str = "string") -> Labelled:
    return Labelled(Column(name, kind, name, name))


def test_long_texts_are_cut_between_characters_and_said_to_be(tmp_path: Path) -> None:
    db, sheet = small(tmp_path, [plain("a")], "SELECT repeat('字', 20000) AS a UNION ALL SELECT repeat('x', 40000)")
    dta, sav, xlsx, text = exports.export(db, sheet, tmp_path, ["dta", "sav", "xlsx", "csv"])
    assert "2 texts were cut at the 2,045 bytes" in dta.notes[0]
    assert "2 texts were cut at the 32,767 bytes" in sav.notes[0]
    assert "1 texts were cut at the 32,767 characters" in xlsx.notes[0]
    assert not text.notes
    assert set(pyreadstat.read_dta(dta.path)[0]["a"]) == {"字" * (2045 // 3), "x" * 2045}
    assert set(pyreadstat.read_sav(sav.path)[0]["a"]) == {"字" * (32767 // 3), "x" * 32767}


def test_names_that_a_program_refuses(tmp_path: Path) -> None:
    names = ["by", "if", "WITH", "2019", "某列", "a" * 40, "a" * 39 + "b"]
    columns = [plain(name) for name in names]
    db, sheet = small(tmp_path, columns, "SELECT " + ", ".join(f"'v' AS \"{name}\"" for name in names))
    dta, sav = exports.export(db, sheet, tmp_path, ["dta", "sav"])
    stata_, _ = pyreadstat.read_dta(dta.path)
    spss, _ = pyreadstat.read_sav(sav.path)
    assert list(stata_.columns) == ["by", "if_", "WITH", "v2019", "v__", "a" * 28, "a" * 26 + "_2"]
    assert list(spss.columns) == ["by_", "if", "WITH_", "v2019", "v__", "a" * 40, "a" * 39 + "b"]
    assert "by is by_ in SPSS" in sav.notes
    assert f"{'a' * 40} is {'a' * 28} in Stata" in dta.notes


def test_a_value_that_is_a_missing_code_stops_spss_alone(tmp_path: Path) -> None:
    known = ("number", "blank")
    columns = [
        Labelled(Column("x", "float", "x", "x"), "", "value", "x", known),
        Labelled(Column("x_status", "string", "x", "x"), "", "status", "x", known),
    ]
    query = "SELECT -9021.0::DOUBLE AS x, 'number' AS x_status"
    dta, sav = exports.export(*small(tmp_path, columns, query), tmp_path, ["dta", "sav"])
    assert dta.rows == 1
    assert sav.rows is None
    assert "x holds -9021, which is the code of a missing value" in sav.notes[0]
    assert not sav.path.exists()


def test_a_library_that_is_missing_is_named(
    built: build.Built, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(OutputError, match=r'needs .*pyreadstat.*: pip install "gongkai\[panel\]"'):
        export(built, "dta", folder=tmp_path)
    assert not list(tmp_path.iterdir())


def test_unknown_formats_and_labels_are_named() -> None:
    with pytest.raises(InputError, match="no format xls; there are csv, xlsx, dta, sav, parquet"):
        exports.check(["csv", "xls"], "en")
    with pytest.raises(InputError, match="no labels 'de'; there are en, zh"):
        exports.check([], "de")


def test_programs_know_their_limits() -> None:
    long = [plain(f"c{at}") for at in range(statistics.STATA.columns + 1)]
    with pytest.raises(sheets.UnfitError, match="Stata holds 32,767"):
        statistics.write(None, Sheet("t", "", "", tuple(long), ()), Path("x"), "en", statistics.STATA)


# ---------------------------------------------------------------- the command


def test_command(run: Results, tmp_path: Path) -> None:
    """The command as a user calls it, with what is known of the organs by ``extract.panel.derive``."""
    out = str(run.out)
    done = CliRunner().invoke(
        app, ["panel", out, "--db", str(tmp_path / "p.duckdb"), "--to", "csv,dta", "--labels", "zh"]
    )
    assert done.exit_code == 0, done.output
    assert "Wide table: 4 organ-years of 1 organs in 4 years." in done.output
    assert "SELECT organ, year, applications_received" in done.output
    lines = [line.strip().rstrip(";") for line in done.output.splitlines() if line.strip().startswith("SELECT")]
    assert len(lines) == 3
    with duckdb.connect(str(tmp_path / "p.duckdb"), read_only=True) as connection:
        for line in lines:
            assert connection.execute(line).fetchall(), line
    for table in ("organs", "spellings", "renames", "duplicates", "coverage", "across", "boilerplate"):
        assert (run.folder / "panel" / f"{table}.parquet").is_file()


def test_command_says_what_is_wrong(run: Results, tmp_path: Path) -> None:
    def call(*args: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["panel", *args])
        return done.exit_code, " ".join(done.output.split())

    for args, words in (
        ((str(tmp_path / "gone"),), "is no folder; give the one that gongkai run wrote"),
        (("s3://bucket/run",), "is not on this machine"),
        ((str(run.out), "--to", "xls"), "no format xls"),
        ((str(run.out), "--table", "fact", "--db", str(tmp_path / "x.duckdb")), "there is no table 'fact'; there are"),
    ):
        code, said = call(*args)
        assert (code, words in said) == (2, True), said
