"""``gongkai codebook``: definitions from where they are declared, counts of the run, figures that were measured."""

from __future__ import annotations

import json
import re
import runpy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import figures as figures_made
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from extract import __version__, resources
from extract.cli.app import app
from extract.errors import InputError, LexiconError, ModelError
from extract.export.tables import specs
from extract.model.values import VALUES
from extract.paper import cite, meanings, measured
from extract.paper.book import book
from extract.paper.methods import methods
from extract.paper.pages import markdown, methods_page, page, write
from extract.paper.profile import _quartiles, counts, pairs, profile
from extract.results import Results, load
from extract.shards.running import Request
from extract.shards.running import run as extract_all

GROUPS = sorted({*meanings._COLUMNS.values(), "Fact.stage"})


def made(folder: Path, files: dict[str, bytes]) -> Path:
    (folder / "in").mkdir(parents=True)
    for name, data in files.items():
        (folder / "in" / name).write_bytes(data)
    extract_all(Request((str(folder / "in"),), str(folder / "out"), formats=("parts",), size=4))
    return folder / "out"


def instead(monkeypatch: pytest.MonkeyPatch, name: str, held: Any) -> None:
    """Let a table of every run be ``held``."""
    real = Results.batches

    def batches(self: Results, table: str, columns: Any = None) -> Any:
        return iter([held.select(columns)]) if table == name else real(self, table, columns)

    monkeypatch.setattr(Results, "batches", batches)


@pytest.fixture(scope="module")
def out(sample_paths: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {path.name: path.read_bytes() for path in sample_paths}
    return made(
        tmp_path_factory.mktemp("paper"),
        {**files, "empty.txt": b"", "poem.txt": "床前明月光，疑是地上霜。\n".encode() * 20},
    )


@pytest.fixture(scope="module")
def run(out: Path) -> Results:
    return load(out)


@pytest.fixture
def gongkai() -> Callable[..., Result]:
    return lambda *args: CliRunner().invoke(app, ["codebook", *map(str, args)])


# ---------------------------------------------------------------- definitions


@pytest.mark.parametrize("group", GROUPS)
def test_every_value_is_defined_in_both_languages(group: str) -> None:
    told = meanings.values(group)
    assert told
    for name, meaning in told.items():
        assert meaning.en.strip(), name
        assert re.search(r"\p{Han}".replace(r"\p{Han}", "[\u4e00-\u9fff]"), meaning.zh), name


def test_every_fixed_set_of_values_has_its_columns() -> None:
    assert {f"{kind.__name__}.{field}" for kind, field in VALUES} <= set(GROUPS)
    for table, column in meanings._COLUMNS:
        assert column in [one.name for one in specs()[table].columns]


def test_every_column_has_a_definition_in_chinese_and_none_is_left_over() -> None:
    docs = {column.doc for spec in specs().values() for column in spec.columns}
    told = meanings.toml()["definitions"]
    assert sorted(docs - set(told)) == []
    assert sorted(set(told) - docs) == []
    assert meanings.definition("no such column", "标签", "zh") == "标签"


def test_a_value_without_a_definition_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    meanings.values.cache_clear()
    monkeypatch.setitem(meanings.toml(), "Check.status", {"pass": ["成立", "it holds"]})
    try:
        with pytest.raises(LexiconError, match=r"Check\.status: fail, unknown"):
            meanings.values("Check.status")
    finally:
        meanings.values.cache_clear()


def test_a_wheel_has_what_is_read_beside_the_code(root: Path) -> None:
    hatch_build = runpy.run_path(str(root / "hatch_build.py"))
    data: dict[str, Any] = {"force_include": {}}
    hatch_build["ModelsHook"].initialize(None, "standard", data)
    assert data["force_include"] == {"models": "extract/_models", "annotations/codebook.md": "extract/_codebook.md"}
    assert all((root / name).exists() for name in data["force_include"])
    assert (root / "models" / "figures.json").is_file()
    assert resources.label_book() == root / "annotations" / "codebook.md"


# ---------------------------------------------------------------- what a run has


@given(st.lists(st.integers(-3, 9), min_size=1, max_size=60))
def test_quartiles_are_those_of_the_sorted_values(values: list[int]) -> None:
    ordered, n = sorted(values), len(values)
    told = _quartiles({value: values.count(value) for value in set(values)})
    assert list(told) == [ordered[max(1, -(-n * part // 4)) - 1] for part in range(5)]
    assert (told[0], told[-1]) == (min(values), max(values))


@pytest.mark.parametrize("table", list(specs()))
def test_profiles_count_what_the_table_holds(run: Results, table: str) -> None:
    rows = run.table(table).to_pylist()
    for one in profile(run, specs()[table]):
        held = [row[one.column.name] for row in rows]
        told = [value for value in held if value not in (None, [])]
        assert (one.rows, one.missing) == (len(held), len(held) - len(told))
        single = [item for value in told for item in (value if isinstance(value, list) else [value])]
        assert one.distinct == len(set(single))
        assert all(single.count(type(single[0])(value)) == times for value, times in one.values)
        if one.quartiles:
            assert (one.quartiles[0], one.quartiles[-1]) == (min(single), max(single))
        if one.lengths:
            assert one.lengths == (min(map(len, single)), max(map(len, single)))


def test_many_different_texts_are_not_held(run: Results) -> None:
    told = {one.column.name: one for one in profile(run, specs()["facts"], most=10)}
    assert told["text"].distinct is None
    assert told["kind"].distinct == len(counts(run, "facts", "kind"))  # a fixed set is always counted
    assert told["text"].lengths is not None
    assert told["text"].rows == told["kind"].rows > 400


def test_several_parts_are_one_table(run: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(list(run.batches("facts"))) > 2
    before = profile(run, specs()["facts"]), pairs(run, "facts", "kind", "stage")
    instead(monkeypatch, "facts", run.table("facts").combine_chunks())
    assert (profile(run, specs()["facts"]), pairs(run, "facts", "kind", "stage")) == before


def test_a_part_that_is_gone_says_what_to_do(sample_paths: list[Path], tmp_path: Path) -> None:
    folder = made(tmp_path, {"a.txt": sample_paths[0].read_bytes()})
    for part in (folder / "parts" / "checks").iterdir():
        part.unlink()
    with pytest.raises(InputError, match="run gongkai run again"):
        book(load(folder))


# ---------------------------------------------------------------- the codebook


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_codebook_has_every_table_column_and_value(run: Results, language: str) -> None:
    told = book(run, language)
    text = markdown(told)
    assert [part.name for part in told.parts] == list(specs())
    for part, spec in zip(told.parts, specs().values(), strict=True):
        assert [line.name for line in part.lines] == [column.name for column in spec.columns]
        assert part.rows == run.table(part.name).num_rows
        for values in part.values:
            assert meanings.word("undeclared", language) not in [line[1] for line in values.lines], part.name
    (kinds,) = (v for part in told.parts for v in part.values if (part.name, v.column) == ("facts", "kind"))
    there = counts(run, "facts", "kind")
    assert {name: rows for name, _, rows, _ in kinds.lines if rows} == dict(there)
    assert kinds.measured
    stages = told.parts[list(specs()).index("facts")].values[-1]
    assert sum(rows for _, _, rows, _ in stages.lines) == sum(
        stage is not None for stage in run.table("facts")["stage"].to_pylist()
    )
    for block in re.findall(r"(?m)(?:^\|.*\n)+", text):  # tables stay tables, whatever the cells hold
        bars = {len(re.findall(r"(?<!\\)\|", row)) for row in block.splitlines()}
        assert len(bars) == 1, block


def test_markup_of_a_report_is_none_of_the_codebook(run: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = run.table("facts")
    at = whole.column_names.index("unit")
    evil = pa.array(["<script>|`x`"] * whole.num_rows, whole.schema.field(at).type)
    instead(monkeypatch, "facts", whole.set_column(at, whole.schema.field(at), evil))
    told = book(run)
    assert "<script>" not in page(told)
    assert "&lt;script&gt;|`x`" in page(told)
    assert "&lt;script>\\|`x`" in markdown(told)


def test_values_that_nobody_declared_are_told(run: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = run.table("checks")
    at = whole.column_names.index("status")
    odd = pa.array(["maybe"] * whole.num_rows)
    instead(monkeypatch, "checks", whole.set_column(at, whole.schema.field(at), odd))
    assert f"| `maybe` | {meanings.word('undeclared', 'en')} | {whole.num_rows} |" in markdown(book(run))


# ---------------------------------------------------------------- the methods


def test_the_readme_is_made_from_the_kept_figures(root: Path) -> None:
    data = json.loads((root / "models" / "figures.json").read_text(encoding="utf8"))
    readme = (root / "README.md").read_text(encoding="utf8")
    assert readme.partition("<!-- table -->\n")[2].partition("\n<!-- /table -->")[0] == figures_made.page(data), (
        "run: make figures"
    )


def test_methods_tell_what_was_counted(run: Results) -> None:
    said = methods(run)
    assert (said.reports, said.failures, said.formats) == (15, (("read", 1),), (("txt", 15),))
    assert said.others == 1
    assert said.no_year == 1
    assert sum(said.checks.values()) == run.table("checks").num_rows
    assert said.counts["facts"] == said.sure[1] == run.table("facts").num_rows
    for language, words in (
        (
            "en",
            (
                "15 reports (txt 15)",
                "1 other file gave no report",
                "2009 to 2024",
                "1 document not read as",
                "97 made-up texts held out",
            ),
        ),
        ("zh", ("处理报告 15 份", "1 个文件未能得到报告", "2009 年至 2024 年", "97篇留作检验的虚构文本")),
    ):
        text = methods_page(said, language)
        for word in (*words, __version__, said.lexicon, *(sha for _, sha in said.models)):
            assert word in text, word


def test_methods_tell_the_figures_that_were_measured_and_no_others(run: Results) -> None:
    told = measured.figures()
    assert told is not None
    text = methods_page(methods(run), "en")
    facts = told["sets"]["test"]["figures"]["facts"]
    assert f"| facts | {facts['f1']:.3f} ({facts['interval'][0]:.2f}–" in text
    assert "| table cells | – |" in text  # the texts held out have no tables
    kept = told["sets"]["test"]["sure"]
    assert f"{kept['right'] / kept['found']:.1%} are right" in text
    numbers = set(re.findall(r"\d\.\d{3}\b", text))
    assert numbers <= set(
        re.findall(
            r"\d\.\d{3}\b", "".join(measured.words(f) for s in told["sets"].values() for f in s["figures"].values())
        )
    ) | {f"{told['sets']['test']['calibration']['facts']['ece']:.3f}"}


def test_methods_without_figures_say_nothing_of_accuracy(
    run: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resources, "model_folder", lambda: tmp_path)
    measured.figures.cache_clear()
    try:
        said = methods(run)
        assert said.measured is None
        for language, words in (("en", "No measured figures came"), ("zh", "本安装不含实测数字")):
            text = methods_page(said, language)
            assert words in text
            assert not re.search(r"\d\.\d{3}\b", text)
        (tmp_path / "figures.json").write_text("{}", encoding="utf8")
        measured.figures.cache_clear()
        with pytest.raises(ModelError, match="make figures"):
            measured.figures()
    finally:
        measured.figures.cache_clear()


def test_methods_of_another_version_say_so(run: Results) -> None:
    manifest = json.loads(json.dumps(run.manifest))
    manifest["versions"]["gongkai"] = "0.0.9"
    manifest["models"]["items.skops"] = "0" * 64
    said = methods(replace(run, manifest=manifest))
    assert (said.differs, said.rules) == (("gongkai", "items.skops"), None)
    for language, words in (("en", "These figures were **not** measured with"), ("zh", "上述数字**并非**以")):
        text = methods_page(said, language)
        assert words in text
        assert "items.skops" in text.partition(words)[2][:80]
    assert "gongkai_0_0_9" in said.bibtex


def test_an_empty_run_has_a_codebook(tmp_path: Path) -> None:
    folder = made(tmp_path, {"a.txt": b""})
    said = write(load(folder), tmp_path / "book")
    assert (said.reports, said.years, said.sure) == (0, (), (0, 0))
    assert "No check applied" in (tmp_path / "book" / "methods.md").read_text(encoding="utf8")
    assert (tmp_path / "book" / "codebook.md").read_text(encoding="utf8").count("No rows in this run.") == len(
        specs()
    ) - 1


def test_the_citation_is_current(root: Path) -> None:
    text = (root / "CITATION.cff").read_text(encoding="utf8")
    assert text == cite.cff(), "run: make docs"
    assert f"version: {__version__}" in text
    license_ = (root / "LICENSE").read_text(encoding="utf8")
    assert f"Copyright (c) {cite.YEAR} {cite.AUTHORS}" in license_


# ---------------------------------------------------------------- the command


def test_the_command_writes_three_files(out: Path, tmp_path: Path, gongkai: Callable[..., Result]) -> None:
    result = gongkai(out, "--out", tmp_path / "book", "--language", "zh")
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (tmp_path / "book").iterdir()) == ["codebook.html", "codebook.md", "methods.md"]
    said = (tmp_path / "book" / "methods.md").read_text(encoding="utf8")
    assert said.index("# 数据与方法") < said.index("# Methods")
    html = (tmp_path / "book" / "codebook.html").read_text(encoding="utf8")
    assert '<html lang="zh-Hans">' in html
    assert "http" not in html
    assert gongkai(out).exit_code == 0
    assert (out / "codebook" / "codebook.md").is_file()


def test_the_command_says_what_is_wrong(out: Path, tmp_path: Path, gongkai: Callable[..., Result]) -> None:
    for args, words in (((out, "--language", "fr"), "no language 'fr'"), ((tmp_path,), "manifest.json")):
        result = gongkai(*args)
        assert (result.exit_code, words in result.stderr) == (2, True)
    (tmp_path / "file").write_text("x", encoding="utf8")
    assert "cannot be written" in gongkai(out, "--out", tmp_path / "file").stderr
