"""The bench measures what it says, on tiny sizes: every section runs and its figures reach the page."""

from __future__ import annotations

import logging
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import bench
import pytest
from bench import compiled, core, growth, measured, others, page, repeated, stages
from bench.__main__ import main

from extract.results import load

TINY = core.Scale(rounds=1, reports=4, batch=4, growth=(2, 4), sizes=(2, 3), jobs=1)
HOLD = "import sys, time; held = b'x' * ({mb} * 2**20); time.sleep(0.5); sys.exit({code})"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process keeps its cores; the real command stands aside for one that reads its input and writes a folder."""
    code = (
        "import sys; from pathlib import Path; paths, out = sys.argv[1:3]; found = [p.read_bytes() for p in Path(paths).rglob('*.txt')];"
        "assert found or Path(paths).is_file(); Path(out).mkdir(exist_ok=True); x = [i * i for _ in found for i in range(800_000)]"
    )
    monkeypatch.setattr(core, "one_core", lambda: None)
    monkeypatch.setattr(core, "real", list)
    monkeypatch.setattr(
        core, "command", lambda paths, out, jobs, write=None: [sys.executable, "-c", code, str(paths[0]), str(out)]
    )


def rows(figures: str) -> list[list[str]]:
    """The cells of every row of the tables, heads and rules left out."""
    lines = [line for line in figures.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def value(cell: str) -> float:
    return float(re.sub(r"[*%,]", "", cell))


def test_every_section_has_a_file_and_a_place_in_the_page(root: Path) -> None:
    text = (root / "docs" / "benchmarks.md").read_text(encoding="utf8")
    for name in (*bench.SECTIONS, "machine"):
        assert len(re.findall(rf"<!-- {name} -->\n(?s:.*?)\n<!-- /{name} -->", text)) == 1, name
        if name != "machine":
            assert f"`make bench ONLY={name}`" in text
            assert (root / "tests" / "bench" / f"{name}.py").is_file()


def test_stages_are_those_of_the_real_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "one_core", lambda: None)
    found = {row[0]: row[1:] for row in rows(stages.figures(TINY))}
    assert list(found) == ["read", *stages.STAGES, "between", "write and the rest", "**all**"]
    assert all(value(found[name][0]) > 0 for name in ("read", *stages.STAGES, "**all**"))
    every = value(found.pop("**all**")[0])
    assert sum(value(ms) for ms, _ in found.values()) == pytest.approx(every, rel=0.02)


def test_a_stage_inside_another_is_counted_once() -> None:
    watch, clock = stages.Watch(), iter([0.0, 1.0, 4.0, 10.0])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(core, "CPU", lambda: next(clock))
        inner = watch.over("inner", lambda: None)
        watch.over("outer", inner)()
    assert dict(watch.seconds) == {"inner": 3.0, "outer": 7.0}


def test_watching_leaves_the_pipeline_as_it_was() -> None:
    from extract import pipeline

    before = (pipeline.STAGES, pipeline.extract, pipeline._link)
    watched = {name for names in stages.STAGES.values() for name in names}
    assert {stage.__name__ for stage in before[0]} <= watched
    with stages.watching():
        assert not set(pipeline.STAGES) & set(before[0])
    assert (pipeline.STAGES, pipeline.extract, pipeline._link) == before


def test_plain_python_is_not_taken_for_compiled_rooms(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(package: Path) -> None:
        package.mkdir()
        (package / "extract").symlink_to(root / "extract")

    monkeypatch.setattr(compiled, "WHERE", tmp_path)
    monkeypatch.setattr(compiled, "build", build)
    with pytest.raises(RuntimeError, match=r"pipeline\.py is no compiled room"):
        compiled.figures(TINY)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("ratios", ["generated, no sentence repeats", "generated, as it falls out", "generated, 60% boilerplate", "sample reports"]),
        ("repeated", ["generated, no sentence repeats", "generated, 30% boilerplate"]),
        ("scaling", ["`--jobs 1`", "`--jobs 2`"]),
        ("growth", ["3", "6"]),
        ("memory", ["2", "3"]),
        ("formats", ["text", "web pages", "Word files", "pdf files"]),
        ("start", ["`python -c pass`", "`gongkai --help`", "`gongkai run` of one report"]),
    ],
)  # fmt: skip
def test_sections_run_and_write_their_figures(name: str, first: list[str], tmp_path: Path, root: Path) -> None:
    to = tmp_path / "benchmarks.md"
    shutil.copy(root / "docs" / "benchmarks.md", to)
    before = to.read_text(encoding="utf8")
    sizes = ["--rounds", "1", "--reports", "2", "--batch", "4", "--growth", "3,6", "--sizes", "2,3", "--jobs", "1"]
    assert main(["--only", name, *sizes, "--to", str(to)]) == 0
    after = to.read_text(encoding="utf8")
    figures = after.partition(f"<!-- {name} -->\n")[2].partition(f"\n<!-- /{name} -->")[0]
    found = rows(figures)
    assert [row[0] for row in found][: len(first)] == first
    assert all(
        value(cell) >= 0 for row in found for cell in row[1:] if cell and not (name == "repeated" and cell is row[-1])
    )
    strip = re.compile(rf"(<!-- ({name}|machine) -->\n).*?(<!-- /\2 -->)", re.DOTALL)
    assert strip.sub(r"\1\3", after) == strip.sub(r"\1\3", before)
    assert f"Python {sys.version_info[0]}.{sys.version_info[1]}" in after


@pytest.mark.usefixtures("quick")
def test_ratios_of_rounds_are_medians() -> None:
    assert core.ratio([2.0, 9.0, 8.0], [1.0, 3.0, 2.0]) == 3.0
    works = {name: lambda: None for name in ("a", "b")}
    assert {name: len(times) for name, times in core.side_by_side(works, 3).items()} == {"a": 3, "b": 3}


@pytest.fixture
def fake_jio(tmp_path: Path) -> Iterator[Path]:
    """A folder as ``make bench-extras`` leaves it, with a stand-in that finds telephone numbers alone."""
    (tmp_path / "jionlp").mkdir()
    (tmp_path / "jionlp" / "__init__.py").write_text(
        "import re, types\nprint('an advertisement')\nextract_phone_number = re.compile(r'\\d{4}-\\d{7}').findall\n"
        "extract_email = extract_url = lambda text: []\nner = types.SimpleNamespace(extract_time=extract_url, extract_money=extract_url)\n",
        encoding="utf8",
    )
    yield tmp_path
    sys.modules.pop("jionlp", None)
    sys.path[:] = [name for name in sys.path if name != str(tmp_path)]


@pytest.mark.usefixtures("quick")
def test_others_measures_jionlp_where_it_is(fake_jio: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = list(logging.getLogger().handlers)
    found = rows(others.figures(core.Scale(rounds=1, reports=16, extras=fake_jio)))
    logging.getLogger().handlers[:] = before
    assert [row[0].partition(" ")[0].strip(",") for row in found] == ["gongkai", "jieba", "spaCy", "JioNLP"]
    assert found[3][1].startswith("4 ")  # a telephone number in each of 4 reports
    assert value(found[0][3]) == 1.0
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("quick")
def test_others_does_without_jionlp(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(others, "jionlp", lambda extras: None)
    monkeypatch.setattr(others, "spacy_pipe", lambda texts: lambda: [[text] for text in texts])
    said = others.figures(TINY)
    assert len(rows(said)) == 3
    assert "make bench-extras" in said


def test_jionlp_that_is_not_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jionlp", None)  # type: ignore[arg-type]
    assert others.jionlp(None) is None


def test_what_a_cache_would_gain_leaves_first_comers() -> None:
    texts = [
        "甲乙丙丁戊己庚辛。全年公开信息三百条整。",
        "全年公开信息三百条整。子丑寅卯辰巳午未。",
        "短。全年公开信息三百条整。",
    ]
    left, share = repeated.without(texts)
    assert left == [texts[0], "子丑寅卯辰巳午未。", "短。"]
    assert share == pytest.approx(22 / 51)


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_the_exponent_of_a_power_is_the_power(power: float) -> None:
    sizes = [500, 1000, 2000, 4000]
    assert growth.exponent(sizes, [3 * size**power for size in sizes]) == pytest.approx(power)


def test_growth_that_noise_covers_is_refused() -> None:
    with pytest.raises(ValueError, match="larger sizes"):
        growth.exponent([500, 1000], [0.1, -0.1])


def test_memory_of_all_processes_is_seen() -> None:
    """A parent with 30 MB more and a child with 60 MB more than Python alone."""
    parent = f"import subprocess, sys; held = b'x' * (30 * 2**20); subprocess.run([sys.executable, '-c', {HOLD.format(mb=60, code=0)!r}])"
    plain = measured.measure([sys.executable, "-c", HOLD.format(mb=0, code=0)])
    found = measured.measure([sys.executable, "-c", parent])
    assert 55 < found.largest - plain.largest < 70
    assert 95 < found.tree - plain.tree < 125  # both, and Python itself once more
    assert found.seconds > 0.3
    assert 0 < found.cpu < found.seconds + 1


def test_the_memory_of_the_measurer_is_not_measured() -> None:
    held = b"x" * (300 * 2**20)
    found = measured.measure([sys.executable, "-c", "pass"])
    assert found.largest < 100
    assert len(held) > found.largest


def test_a_command_that_fails_says_why() -> None:
    with pytest.raises(RuntimeError, match="ended with 3"):
        measured.measure([sys.executable, "-c", HOLD.format(mb=0, code=3)])


def test_the_real_command_is_measured(tmp_path: Path) -> None:
    paths = core.made(tmp_path / "in", 3)
    found = measured.measure(core.command([paths], tmp_path / "out", 1))
    assert found.tree >= found.largest > 50
    assert load(tmp_path / "out").table("reports").num_rows == 3


def test_several_sections_run_in_processes_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def run(args: list[str]) -> subprocess.CompletedProcess[str]:
        asked.append(args)
        return subprocess.CompletedProcess(args, len(asked) - 1)

    monkeypatch.setattr(subprocess, "run", run)
    assert main(["--only", "start", "--rounds", "2", "--only", "growth", "--no-write"]) == 1
    tail = ["--rounds", "2", "--no-write", "--only"]
    assert [args[1:] for args in asked] == [["-m", "bench", *tail, "start"], ["-m", "bench", *tail, "growth"]]


def test_a_page_without_markers_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("<!-- machine -->\n<!-- /machine -->\n", encoding="utf8")
    with pytest.raises(ValueError, match="no place for start: write <!-- start -->"):
        page.write(path, "start", "figures")
    assert path.read_text(encoding="utf8") == "<!-- machine -->\n<!-- /machine -->\n"


def test_figures_may_hold_any_character(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(
        "a\n<!-- machine -->\n<!-- /machine -->\n<!-- start -->\nold\n<!-- /start -->\nb\n", encoding="utf8"
    )
    page.write(path, "start", r"\1 µs \g<0>")
    assert path.read_text(encoding="utf8").endswith("<!-- start -->\n\\1 µs \\g<0>\n<!-- /start -->\nb\n")


def test_make_asks_for_sections(root: Path) -> None:
    make = shutil.which("make")
    if make is None:
        pytest.skip("there is no make")
    done = subprocess.run([make, "-n", "-o", ".venv/.ready", "bench", "ONLY=scaling growth", "BENCH=--rounds 2"], cwd=root, capture_output=True, text=True)  # fmt: skip
    assert "-m bench --only scaling --only growth --rounds 2" in done.stdout, done.stderr
