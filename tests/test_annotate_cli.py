"""``gongkai annotate`` as a person types it: what it prints, what it leaves on disk, what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from annotated import fact, line, sample
from typer.testing import CliRunner, Result

from extract.annotate import corpus, formats
from extract.cli.app import app

Run = Callable[..., Result]


@pytest.fixture
def annotate() -> Run:
    return lambda *args: CliRunner().invoke(app, ["annotate", *(str(arg) for arg in args)])


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    path = tmp_path / "texts.jsonl"
    corpus.write(path, [sample("t1"), sample("t2")])
    return path


def test_help_names_the_commands(annotate: Run) -> None:
    for args in (("--help",), ("-h",), ()):
        shown = annotate(*args).output
        assert all(name in shown for name in ("check", "export", "import", "sample", "agree", "near", "correct"))


def test_check(annotate: Run, texts: Path, tmp_path: Path) -> None:
    good = annotate("check", texts)
    assert (good.exit_code, "2 texts, 10 facts" in good.stdout) == (0, True)
    bad = tmp_path / "bad.jsonl"
    bad.write_text(sample().line().replace('"disclosure"', '"公开"'), encoding="utf8")
    inline = tmp_path / "x.txt"
    inline.write_text("### a 2021\n公开⟦disclosure|12条⟧\n", encoding="utf8")
    result = annotate("check", bad, inline)
    assert result.exit_code == 2
    assert "bad.jsonl:1: t1: facts[0].kind: unknown label '公开'" in result.stderr
    assert "1 texts, 1 facts" in result.stdout


@pytest.mark.parametrize("name", formats.FORMATS)
def test_export_and_import(annotate: Run, texts: Path, tmp_path: Path, name: str) -> None:
    if name == "markup":
        corpus.write(
            texts, [line("公开12条。", facts=[fact("公开12条。", "12条", "f1", "disclosure", 12)])], overwrite=True
        )
    out, back = tmp_path / f"out.{name}", tmp_path / "back.jsonl"
    result = annotate("export", texts, "--to", name, "--out", out)
    assert result.exit_code == 0, result.output
    assert ("nothing is lost" in result.stdout) == (name != "conll")
    assert (tmp_path / f"out.{name}.config.xml").exists() == (name == "label-studio")
    result = annotate("import", out, "--from", name, "--texts", texts, "--out", back, "--annotator", "wang")
    assert result.exit_code == 0, result.output
    assert {one.annotator for one in corpus.read(back)} == {"wang"}
    assert ("Assumed" in result.stdout) == (name == "conll")
    again = annotate("import", out, "--from", name, "--texts", texts, "--out", back, "--annotator", "wang")
    assert (again.exit_code, "--overwrite" in again.stderr) == (2, True)


def test_import_is_told_what_was_annotated(annotate: Run, tmp_path: Path) -> None:
    note, out = tmp_path / "note.txt", tmp_path / "note.jsonl"
    note.write_text("### a 2021\n公开⟦disclosure|12条⟧。\n", encoding="utf8")
    args = ("import", note, "--from", "markup", "--annotator", "li", "--out", out, "--overwrite")
    assert annotate(*args).exit_code == 0
    assert corpus.read(out)[0].layers == corpus.LAYERS
    assert annotate(*args, "--layers", "facts").exit_code == 0
    assert corpus.read(out)[0].layers == ("facts",)
    failed = annotate(*args, "--layers", "verbs")
    assert (failed.exit_code, "unknown layer verbs" in failed.stderr) == (2, True)


def test_import_leaves_nothing_where_anything_is_wrong(annotate: Run, texts: Path, tmp_path: Path) -> None:
    out, back = tmp_path / "out.jsonl", tmp_path / "back.jsonl"
    assert annotate("export", texts, "--to", "doccano", "--out", out).exit_code == 0
    data = out.read_text(encoding="utf8").splitlines()
    out.write_text(f"{data[0]}\n{data[1].replace('disclosure', '公开', 1)}\n", encoding="utf8")
    result = annotate("import", out, "--from", "doccano", "--texts", texts, "--out", back, "--annotator", "wang")
    assert result.exit_code == 2
    assert "out.jsonl:2: t2: unknown label '公开'" in result.stderr
    assert not back.exists()
    assert annotate("export", texts, "--to", "xml", "--out", tmp_path / "y").exit_code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "texts.jsonl"]


def test_sample_of_reports_and_of_their_run(annotate: Run, sample_paths: list[Path], tmp_path: Path) -> None:
    run = CliRunner().invoke(
        app, ["run", *map(str, sample_paths[:3]), "--out", str(tmp_path / "run"), "--format", "jsonl"]
    )
    assert run.exit_code == 0
    result = annotate("sample", tmp_path / "run", "--n", 12, "--out", tmp_path / "a.jsonl")
    assert result.exit_code == 0, result.output
    assert "12 of 12 lines written" in result.stdout
    assert annotate("sample", *sample_paths[:3], "--n", 12, "--out", tmp_path / "b.jsonl").exit_code == 0
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()
    assert annotate("sample", tmp_path / "run", "--unit", "page", "--out", tmp_path / "c.jsonl").exit_code == 2
    (tmp_path / "bad.txt").write_bytes(b"")
    failed = annotate("sample", tmp_path / "bad.txt", "--out", tmp_path / "c.jsonl")
    assert (failed.exit_code, "no report could be extracted" in failed.stderr) == (2, True)
    assert not (tmp_path / "c.jsonl").exists()
    tool = tmp_path / "tasks.json"
    assert annotate("export", tmp_path / "a.jsonl", "--to", "label-studio", "--out", tool).exit_code == 0
    assert all("predictions" in task for task in json.loads(tool.read_text(encoding="utf8")))
    back = annotate("import", tool, "--from", "label-studio", "--out", tmp_path / "c.jsonl", "--annotator", "wang")
    assert (back.exit_code, "nobody has annotated" in back.stderr) == (2, True)


def test_agree(annotate: Run, texts: Path, tmp_path: Path) -> None:
    shown = annotate("agree", texts, texts)
    assert (shown.exit_code, "facts" in shown.stdout, "1.000" in shown.stdout) == (0, True, True)
    told = json.loads(annotate("agree", texts, texts, "--json").stdout)
    assert (told["facts"]["f1"], told["facts"]["kappa"], told["links"]["kappa"]) == (1.0, 1.0, None)
    corpus.write(tmp_path / "z.jsonl", [sample("t9")])
    assert annotate("agree", texts, tmp_path / "z.jsonl").exit_code == 2


def test_near(annotate: Run, tmp_path: Path) -> None:
    same = "全年通过县政府门户网站公开各类信息132条。"
    corpus.write(tmp_path / "test.jsonl", [line(same, "a")])
    corpus.write(tmp_path / "dev.jsonl", [line(f"会前征求意见。{same}", "b")])
    result = annotate("near", tmp_path)
    assert result.exit_code == 0
    assert "dev: 1 sentences compared" in result.stdout
    assert "1 exact and 0 near duplicates; 0 dropped" in result.stdout
    assert "1 dropped" in annotate("near", tmp_path, "--remove").stdout
    assert corpus.read(tmp_path / "dev.jsonl")[0].text == "会前征求意见。"
    assert "0 exact and 0 near duplicates; 0 dropped" in annotate("near", tmp_path, "--remove").stdout
    assert annotate("near", tmp_path / "dev.jsonl").exit_code == 2


def test_correct(annotate: Run, sample_paths: list[Path], tmp_path: Path) -> None:
    run = tmp_path / "run"
    assert CliRunner().invoke(app, ["run", str(sample_paths[0]), "--out", str(run), "--format", "jsonl"]).exit_code == 0
    record = json.loads((run / "reports.jsonl").read_text(encoding="utf8"))
    rows = [
        {"report": record["report_id"], "id": one["id"], "action": "confirm", "reviewer": "wang", "text": one["text"]}
        for one in record["facts"]
    ]
    path, out = tmp_path / "rows.jsonl", tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf8")
    result = annotate("correct", run, path, "--out", out)
    assert result.exit_code == 0, result.output
    (one,) = corpus.read(out)
    assert (one.annotator, one.layers, len(one.gold["facts"])) == ("wang", ("facts",), len(record["facts"]))
    rows[-1]["text"] = "别的"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf8")
    failed = annotate("correct", run, path, "--out", tmp_path / "no.jsonl")
    assert (failed.exit_code, f"rows.jsonl:{len(rows)}: " in failed.stderr) == (2, True)
    assert not (tmp_path / "no.jsonl").exists()


def test_corrected_lines_can_be_evaluated(annotate: Run, sample_paths: list[Path], tmp_path: Path) -> None:
    """The loop closes: what a reviewer confirmed is gold that `gongkai evaluate` takes."""
    run, path, out = tmp_path / "run", tmp_path / "rows.csv", tmp_path / "gold.jsonl"
    assert CliRunner().invoke(app, ["run", str(sample_paths[0]), "--out", str(run), "--format", "jsonl"]).exit_code == 0
    name = json.loads((run / "reports.jsonl").read_text(encoding="utf8"))["report_id"]
    rows = "".join(f"{name},{layer},confirm,wang\n" for layer in ("facts", "channels", "items", "links"))
    path.write_text(f"report,layer,action,reviewer\n{rows}", encoding="utf8")
    assert annotate("correct", run, path, "--out", out).exit_code == 0
    result = CliRunner().invoke(app, ["evaluate", str(out)])
    assert result.exit_code == 0, result.output
    facts = next(line.split() for line in result.stdout.splitlines() if line.split()[:1] == ["facts"])
    assert facts[1:4] == ["1.000"] * 3
