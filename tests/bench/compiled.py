"""The ratios once more, with a wheel whose rooms are compiled: built here, for it takes minutes once per state of the code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

from bench import core

WHERE = core.ROOT / "out" / "bench-compiled"
HERE = Path(__file__).resolve().parents[1]  # where `bench` and `generator` are, and no `extract`


def figures(scale: core.Scale) -> str:
    """The table of the section ratios, measured with compiled rooms."""
    from extract.shards.manifest import fingerprint

    package = WHERE / fingerprint()
    if not package.is_dir():
        build(package)
    env = {**os.environ, "PYTHONPATH": str(package), "PYTHONUTF8": "1"}
    asked = [sys.executable, "-c", "import extract.pipeline; print(extract.pipeline.__file__)"]
    used = subprocess.run(asked, env=env, cwd=HERE, check=True, capture_output=True, text=True).stdout.strip()
    if not used.startswith(str(package)) or used.endswith(".py"):
        raise RuntimeError(f"{used} is no compiled room of {package}")
    sizes = ["--rounds", str(scale.rounds), "--reports", str(scale.reports)]
    command = [sys.executable, "-m", "bench", "--only", "ratios", "--no-write", *sizes]
    told = subprocess.run(command, env=env, cwd=HERE, check=True, capture_output=True, text=True).stdout
    return re.sub(r"\A## ratios\s+", "", told).strip()


def build(package: Path) -> None:
    """Build a wheel with compiled rooms from the checkout, and unpack it.

    Raises
    ------
    RuntimeError
        Where that fails, with what the build said; it needs a C compiler.
    """
    with core.folder() as where:
        command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(where), str(core.ROOT)]
        env = {**os.environ, "GONGKAI_COMPILE": "1"}
        done = subprocess.run(command, env=env, check=False, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(
                f"the wheel with compiled rooms could not be built: {(done.stdout + done.stderr)[-2000:]}"
            )
        (wheel,) = where.glob("gongkai-*.whl")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(package)
