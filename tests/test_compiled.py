"""A wheel with compiled rooms reads the very records that pure Python reads. It takes minutes: ``make test-compiled``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
RECORDS = """
import json, sys
from pathlib import Path
from extract import pipeline, reading
from extract.export.record import line
from extract.model import Source
root = Path(sys.argv[1])
texts = [json.loads(one)["text"] for part in sorted(root.glob("corpus/*.jsonl")) for one in part.open(encoding="utf8")]
sources = [reading.read(path, path.name) for path in sorted(root.glob("reports/*.*")) if path.suffix in (".txt", ".html", ".docx")]
sources += [Source(f"{i}", "txt", "utf-8", f"{i:016}", text) for i, text in enumerate(texts)]
for at in range(0, len(sources), 16):
    for report in pipeline.extract(sources[at : at + 16], traced=True):
        print(line(report), report.trace)
print(pipeline.__file__, file=sys.stderr)
"""


def records(package: Path) -> tuple[str, str]:
    """What the package reads in the annotated texts, and from where it was run."""
    command = [sys.executable, "-c", RECORDS, str(ROOT / "annotations")]
    told = subprocess.run(
        command,
        capture_output=True,
        check=True,
        cwd=package,
        env={**os.environ, "PYTHONPATH": str(package), "PYTHONUTF8": "1"},
    )
    return told.stdout.decode(), told.stderr.decode().strip()


@pytest.mark.slow
@pytest.mark.skipif(os.environ.get("GONGKAI_COMPILE") != "1", reason="asked for by make test-compiled")
@pytest.mark.skipif(not any(map(shutil.which, ("cc", "gcc", "clang"))), reason="needs a C compiler")
def test_compiled_rooms_read_the_same(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    done = subprocess.run(build, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = tmp_path.glob("gongkai-*.whl")
    assert not wheel.name.endswith("any.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "package")
    (pure, plain), (fast, compiled) = records(ROOT), records(tmp_path / "package")
    assert plain.endswith("pipeline.py")
    assert not compiled.endswith(".py")
    assert pure.count("\n") > 400
    assert fast == pure
