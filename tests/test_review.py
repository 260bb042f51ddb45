"""Pages of a run: what is written, in which bytes, in which words; nothing else is replaced, nothing is markup."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import tracemalloc
import urllib.request
from pathlib import Path
from string import ascii_letters
from typing import Any

import pytest
import reviews
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

import extract
from extract.annotate import corpus
from extract.cli.app import app
from extract.dictionary import VALUES
from extract.document import KINDS
from extract.facts import kinds
from extract.lexicon import legacy, load
from extract.model import Cell, Channel, Check, Contact, Item, Link, Organ, Section, SourceInfo
from extract.model import Table as Statutory
from extract.review import build, building, payload, place_for, words, writing
from extract.shards import running
from extract.tables import templates

PAGE = Path(building.__file__).parent / "page"
SCRIPTS = {path.name: path.read_text(encoding="utf8") for path in sorted(PAGE.glob("*.js"))}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reviews.run(tmp_path_factory.mktemp("review"), ["s01", "s13", "s12"])


def data(folder: Path, name: str) -> Any:
    """What a data script hands to the page."""
    text = (folder / "data" / f"{name}.js").read_text(encoding="utf8")
    head = f"gongkai.data({json.dumps(name)},"
    assert text.startswith(head)
    assert text.endswith(");\n")
    return json.loads(text[len(head) : -3])


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_page_a_report_and_a_list_of_all(out: Path, tmp_path: Path) -> None:
    done = build(extract.load(out), tmp_path / "pages", language="en")
    assert done.page.is_file()
    assert done.size == sum(map(len, files(done.folder).values()))
    meta, records = data(done.folder, "meta"), list(extract.load(out).records())
    rows = [dict(zip(meta["row"], row, strict=True)) for row in data(done.folder, "list/00000")]
    assert [row["id"] for row in rows] == [record["report_id"] for record in records]
    assert done.reports == meta["reports"] == len(rows) == 4
    for row, record in zip(rows, records, strict=True):
        told = data(done.folder, row["file"])
        text = extract.load(out).text(record["report_id"])
        assert (told["text"], told["sha"], row["sha"]) == (text, corpus.sha256(text), corpus.sha256(text))
        for name in ("facts", "channels", "problems", "remedies"):
            assert [one["id"] for one in told[name]] == [one["id"] for one in record[name]]
            assert row[name] == len(record[name])
        assert sum(len(table["cells"]) for table in told["tables"]) == sum(len(t["cells"]) for t in record["tables"])
        assert row["failed"] == len(told["failed"]) == sum(one["status"] == "fail" for one in record["checks"])
        assert row["low"] == sum(
            one["confidence"] < 0.9 for name in ("facts", "channels", "problems", "remedies") for one in record[name]
        )
    assert [name for name, _ in data(done.folder, "text/00000")] == [row["id"] for row in rows]


def test_the_same_run_gives_the_same_bytes(out: Path, tmp_path: Path) -> None:
    one, other = (files(build(extract.load(out), tmp_path / name).folder) for name in ("a", "b"))
    assert one == other
    again = files(build(extract.load(out), tmp_path / "a").folder)  # in the place of what was there
    assert again == one
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_what_only_the_whole_run_knows_is_told_too(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for name, mark in (("a.txt", b""), ("b.txt", b"\xef\xbb\xbf")):  # the same text in other bytes
        (source / name).write_bytes(mark + reviews.HOSTILE.encode())
    running.run(running.Request((str(source),), str(tmp_path / "out")))
    folder = build(extract.load(tmp_path / "out"), tmp_path / "pages").folder
    rows = [dict(zip(payload.ROW, row, strict=True)) for row in data(folder, "list/00000")]
    assert [(row["path"], row["warnings"]) for row in rows] == [("a.txt", []), ("b.txt", ["duplicate"])]
    assert [one["message"] for one in data(folder, rows[1]["file"])["warnings"]] == [
        "the same report as a.txt; count it once"
    ]
    assert data(folder, "meta")["facets"]["warnings"] == ["duplicate"]


@pytest.mark.parametrize(
    ("only", "left"),
    [(["s1*"], 2), (["39077d2c371af0b8"], 1), (["s01*", "s12_tingwu_county_2017.txt"], 2), ([], 4)],
)
def test_only_some_reports(out: Path, tmp_path: Path, only: list[str], left: int) -> None:
    done = build(extract.load(out), tmp_path / "pages", only=only)
    assert done.reports == left
    assert len(list((done.folder / "data" / "report").rglob("*.js"))) == left


def test_what_cannot_be_done_is_said(out: Path, tmp_path: Path) -> None:
    run = extract.load(out)
    kept = tmp_path / "mine"
    kept.mkdir()
    (kept / "letter.txt").write_text("x")
    with pytest.raises(extract.ExtractError, match="no review that gongkai wrote"):
        build(run, kept)
    with pytest.raises(extract.ExtractError, match="no review that gongkai wrote"):
        build(run, kept / "letter.txt")
    assert (kept / "letter.txt").read_text() == "x"
    for folder in (out, out.parent):
        with pytest.raises(extract.ExtractError, match="holds the run itself"):
            build(run, folder)
    with pytest.raises(extract.ExtractError, match=r"none of its reports is s99\*"):
        build(run, tmp_path / "none", only=["s99*"])
    with pytest.raises(extract.ExtractError, match="unknown language 'fr'; known are en, zh"):
        build(run, tmp_path / "none", language="fr")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    assert place_for(run) == out.with_name("out-review")


def test_memory_does_not_grow_with_the_reports(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "LISTED", 5)
    monkeypatch.setattr(building, "SEARCHED", 5)
    peaks = []
    for count in (10, 10, 60):  # the first one warms up what is kept for good
        run: Any = reviews.large(tmp_path / str(count), out, count)
        tracemalloc.start()
        done = build(run, tmp_path / f"pages{count}")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert done.reports == count
        assert len(list((done.folder / "data" / "list").iterdir())) == count // 5
    assert peaks[2] < 1.2 * peaks[1]


@given(st.text(st.characters(), max_size=30) | st.text("<>/!-\u2028\u202e\ud800\udc00&\\\"'", max_size=12))
def test_any_text_comes_through_a_script_unharmed(text: str) -> None:
    made = writing.script("x", {"text": text}).decode("ascii" if text.isascii() else "utf8")
    assert not re.search("[<\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]", made)
    inner = made.removeprefix('gongkai.data("x",').removesuffix(");\n")
    assert json.loads(inner) == {"text": re.sub("[\ud800-\udfff]", "\ufffd", text)}  # as many characters as before


@given(st.text(max_size=100))
def test_a_report_has_a_file_whatever_its_id(name: str) -> None:
    assert re.fullmatch(r"report/[0-9a-z_-]{1,2}/[0-9A-Za-z_-]{1,80}", payload.file_of(name))
    if set(name) <= set(ascii_letters) and 0 < len(name) <= 80:
        assert payload.file_of(name) == f"report/{name[:2].lower()}/{name}"


def test_the_page_holds_nothing_of_its_own_and_loads_nothing_from_elsewhere(out: Path, tmp_path: Path) -> None:
    folder = build(extract.load(out), tmp_path / "pages").folder
    page = (folder / "index.html").read_text(encoding="utf8")
    assert "script-src 'self'" in page
    assert "unsafe" not in page
    assert re.findall(r"<script>|<style|\son\w+=|style=|javascript:", page) == []
    for source in re.findall(r'(?:src|href)="([^"#]+)"', page):
        assert (folder / source).is_file(), source
    for name, text in SCRIPTS.items():
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|https?://(?!www\.w3\.org)",
            text,
        ), name
    assert not re.search(r"https?:|@import|url\(", "".join(path.read_text() for path in PAGE.glob("*.css")))
    assert set(writing.ASSETS) == {path.name for path in PAGE.iterdir()} - {"index.html"}


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of a colour written #rrggbb."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_pair_of_colours_can_be_read(scheme: int) -> None:
    blocks = re.findall(r":root \{([^}]*)\}", (PAGE / "style.css").read_text(encoding="utf8"))
    told = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", blocks[scheme]))
    marks = ("published", "requested", "public", "inside", "rest", "problem", "remedy")
    pairs = [("ink", back) for back in ("paper", "panel", "flash", "bad-back", *marks)]
    pairs += [(ink, back) for ink in ("soft", "accent", "bad", "good") for back in ("paper", "panel")]
    pairs += [("accent", "bad-back"), ("bad", "bad-back"), ("on-accent", "accent"), ("accent", "flash")]
    pairs += [("panel", back) for back in ("problem-line", "remedy-line", "good", "bad")]
    ratios = {pair: (sorted(map(luminance, (told[pair[0]], told[pair[1]])))) for pair in pairs}
    poor = {pair: round((high + 0.05) / (low + 0.05), 2) for pair, (low, high) in ratios.items()}
    assert {pair: ratio for pair, ratio in poor.items() if ratio < 4.5} == {}
    lines = {
        line: sorted(map(luminance, (told[line], told["panel"])))
        for line in ("edge", "channel-line", "problem-line", "remedy-line")
    }
    assert [line for line, (low, high) in lines.items() if (high + 0.05) / (low + 0.05) < 3] == []


def codes() -> dict[str, set[str]]:
    """Every code that a page may show, by its group of ``words.toml``."""
    cells = {(row, column) for one in legacy.entries() for row, column in [(one.row, one.column)]}
    forms = load("labels")
    columns = {column for _, column in cells} | {
        c for kind in ("proactive", "applications") for c in forms[kind]["columns"]
    }
    columns |= {"amount"}
    columns |= {
        f"{group}_{result}"
        for group in ("review", "direct", "after_review")
        for result in forms["review_litigation"]["columns"]
    }
    columns -= {"issued", "fee_amount", "procurement_amount"}  # names of labels that stand for made, amount and amount
    rows = {row for row, _ in cells} | {row for kind in ("proactive", "applications") for row in forms[kind]["rows"]}
    source = "".join(path.read_text(encoding="utf8") for path in Path(extract.__file__).parent.rglob("*.py"))
    warned = set(re.findall(r'Warn\(\s*"([a-z_]+)"', source)) | set(re.findall(r'\.add\(\s*"([a-z_]+)"', source))
    return {
        "kind": {kind.name for kind in kinds()},
        "stage": {stage for kind in kinds() for stage in kind.stages},
        "bound": set(corpus.BOUNDS),
        "scope": set(corpus.SCOPES),
        "channel": set(corpus.CHANNELS) | set(VALUES[Channel, "kind"]),
        "aspect": set(corpus.aspects()) | set(VALUES[Item, "aspect"]),
        "by": set(VALUES[Link, "by"]),
        "level": set(VALUES[Organ, "level"]),
        "section": set(VALUES[Section, "kind"]),
        "contact": set(VALUES[Contact, "kind"]),
        "document": set(KINDS),
        "status": set(VALUES[Cell, "status"]),
        "by_reader": set(VALUES[SourceInfo, "by"]),
        "table": set(VALUES[Statutory, "kind"]) | set(templates.KINDS),
        "warning": warned & set(words.pairs("words")["warning"]) | {"not_a_report", "rows_by_position", "cells_split"},
        "row": rows | {"cases"},
        "column": columns,
    }


@pytest.mark.parametrize(("group", "wanted"), codes().items(), ids=codes())
def test_every_code_of_a_record_has_words_in_both_languages(group: str, wanted: set[str]) -> None:
    told = words.pairs("words")[group]
    assert sorted(wanted - set(told)) == []
    assert all(len({one.strip() for one in both}) >= 1 and all(both) for both in told.values())


def test_every_code_of_the_samples_has_words(samples: list[Any]) -> None:
    told = words.pairs("words")
    for report in samples:
        used = {("check", one.check) for one in report.checks} | {("warning", one.code) for one in report.warnings}
        for table in report.tables:
            used |= {("row", cell.row) for cell in table.cells} | {("column", cell.column) for cell in table.cells}
        assert sorted(f"{group}.{code}" for group, code in used if code not in told[group]) == []


def test_every_warning_that_can_be_given_has_words() -> None:
    source = "".join(path.read_text(encoding="utf8") for path in Path(extract.__file__).parent.rglob("*.py"))
    given_ = set(re.findall(r'Warn\(\s*"([a-z_]+)"', source))
    assert given_
    assert sorted(given_ - set(words.pairs("words")["warning"])) == []
    assert VALUES[Check, "status"] == ("pass", "fail", "unknown")


def test_strings_are_complete_used_and_alike_in_both_languages() -> None:
    told = {f"{group}.{key}": both for group, keys in words.pairs("strings").items() for key, both in keys.items()}
    scripts = "\n".join(SCRIPTS.values())
    page = (PAGE / "index.html").read_text(encoding="utf8")
    used = set(re.findall(r'"((?:page|save|list|group|report|record|form|keys)\.[a-z_]+)"', scripts + page))
    used |= {f"page.{key}" for key in re.findall(r"\{\{ t\.([a-z_]+) \}\}", page)}
    made = {re.sub(r"\$\{[^}]*\}", "", found) for found in re.findall(r"\bt\(`([a-z]+\.[^`]*)`", scripts)}
    assert sorted(used - set(told)) == []
    assert sorted(key for key in told if key not in used and not any(key.startswith(start) for start in made)) == []
    for key, (english, chinese) in told.items():
        assert re.findall(r"\{\w+\}", english) == re.findall(r"\{\w+\}", chinese) or sorted(
            re.findall(r"\{\w+\}", english)
        ) == sorted(re.findall(r"\{\w+\}", chinese)), key
        assert re.search(r"[\u4e00-\u9fff]", chinese) or not re.search(r"[a-z]", english), key
        assert not re.search(r"[\u4e00-\u9fff]", english), key


def test_words_that_lack_a_language_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text('[page]\ntitle = ["Review", " "]\n', encoding="utf8")
    monkeypatch.setattr(words, "files", lambda _: tmp_path)
    with pytest.raises(extract.ExtractError, match=r"broken\.toml: page\.title must be \[English, Chinese\]"):
        words.pairs("broken")


def gongkai(*args: object) -> Result:
    return CliRunner().invoke(app, ["review", *map(str, args)])


def test_the_command_says_where_the_page_is(out: Path) -> None:
    told = gongkai(out, "--only", "s01*, s12*", "--language", "en")
    assert told.exit_code == 0, told.output
    page = out.with_name("out-review") / "index.html"
    assert told.stdout.splitlines()[-1] == str(page)
    assert "2 reports" in told.stdout
    assert '<html lang="en">' in page.read_text(encoding="utf8")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--language", "fr"), "unknown language 'fr'"),
        (("--only", "nothing"), "none of its reports is nothing"),
        (("--port", "9000"), "say --serve too"),
    ],
)
def test_the_command_refuses_what_it_cannot_do(out: Path, tmp_path: Path, args: tuple[str, ...], words: str) -> None:
    told = gongkai(out, "--out", tmp_path / "pages", *args)
    assert (told.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert words in told.stderr
    assert gongkai(tmp_path / "gone").exit_code == 2


def test_a_run_elsewhere_needs_a_place_for_its_pages(out: Path) -> None:
    run = extract.load(out.as_uri())
    with pytest.raises(extract.ExtractError, match="is not on this machine; say where the pages shall go with --out"):
        place_for(run)
    assert build(run, out.parent / "elsewhere", only=["s01*"]).reports == 1


def test_the_command_serves_until_it_is_stopped(out: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-u",
        "-m",
        "extract",
        "review",
        str(out),
        "--out",
        str(tmp_path / "p"),
        "--serve",
        "--port",
        "0",
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, encoding="utf8", cwd=Path(extract.__file__).parents[1]
    ) as process:
        assert process.stdout is not None
        address = next(line.strip() for line in process.stdout if line.startswith("http://127.0.0.1:"))
        cookies = urllib.request.HTTPCookieProcessor()
        with urllib.request.build_opener(cookies, urllib.request.ProxyHandler({})).open(address, timeout=10) as answer:
            assert b"assets/app.js" in answer.read()
        process.send_signal(signal.SIGINT)
        assert "Stopped." in process.stdout.read()
        assert process.wait(10) == 0


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"id": "f2", "action": "confirm", "sha256": "0" * 64}, "another one than was reviewed (its hash differs)"),
        ({"id": "f1", "action": "reject"}, "f1 is rejected here, and confirmed in saved.jsonl:1"),
        ({"action": "add", "start": 10, "end": 99999, "text": "x", "new": "other"}, "span 10:99999 is not in the text"),
        ({"id": "f2", "action": "correct", "field": "span", "old": "?", "new": "5:99999"}, "no start:end in the text"),
        ({"action": "add", "start": 0, "end": 3, "text": "恶石镇", "new": "secrets"}, "unknown label 'secrets'"),
        ({"id": "f2", "action": "correct", "field": "kind", "old": "disclosure", "new": "secrets"}, "unknown label"),
        ({"id": "f99", "action": "confirm"}, "nothing in 636b196597e37447 is f99"),
    ],
)
def test_a_saved_file_that_does_not_fit_is_refused_whole_with_its_line(
    out: Path, tmp_path: Path, bad: dict[str, Any], words: str
) -> None:
    record = next(one for one in extract.load(out).records() if one["report_id"] == "636b196597e37447")
    own = {"report": record["report_id"], "sha256": corpus.sha256(reviews.HOSTILE), "reviewer": "王"}
    second = record["facts"][1]
    if bad.get("old") == "?":
        bad = {**bad, "old": f"{second['start']}:{second['end']}"}
    good = [
        {"id": "f1", "layer": "facts", "text": "12条", "action": "confirm"},
        {"layer": "channels", "action": "confirm"},
    ]
    file, made = tmp_path / "saved.jsonl", tmp_path / "reviewed.jsonl"
    command = ["annotate", "correct", str(out), str(file), "--out", str(made)]
    for rows, code in (([*good, bad], 2), (good, 0)):
        file.write_text("".join(f"{json.dumps({**own, **row})}\n" for row in rows), encoding="utf8")
        told = CliRunner().invoke(app, command)
        assert told.exit_code == code, told.output
        assert made.exists() == (code == 0)
        if code:
            assert "saved.jsonl:3: " in told.stderr
            assert words in told.stderr
            assert "nothing was taken" in told.stderr
