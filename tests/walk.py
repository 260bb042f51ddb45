"""Pages of docs/ whose commands run: what they print stands below them, and a test compares it.

In a page, a block ``console`` holds commands (``$ …``) with what each prints; a block ``python`` is run, and a block ``text``
right behind it is what it prints. A line ``…`` stands for any lines. All other blocks (``sh``, ``r``, ``sql`` …) are for the reader alone.
``make pages`` writes what is printed today: ``python tests/walk.py``.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"(?m)^```(console|python)\n(.*?)^```\n(?:\n?```text\n(.*?)^```\n)?", re.S)
#: pages in the order in which they are run, all in one folder: the how-tos begin where the tutorial ends
PAGES = ("docs/tutorial.md", "docs/howto.md")
WIDTH = "100"
HOME = "/home/lin/study"  # what pages call the folder that they are run in


@dataclass(frozen=True, slots=True)
class Ran:
    """A block that was run: where in the page what it prints stands, what stands there, and what it printed."""

    span: tuple[int, int]
    framed: bool  # whether the page has a block for it
    expected: str
    got: str

    def holds(self) -> bool:
        pattern = "".join(
            r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*?") + r"\n"
            for line in self.expected.splitlines()
        )
        return re.fullmatch(pattern, self.got) is not None


def run(page: str, folder: Path) -> list[Ran]:
    """Run all blocks of a page, one after the other, in a folder."""
    found: list[Ran] = []
    folder = folder.resolve()
    names: dict[str, object] = {"__name__": "__main__"}
    shell = _shell(folder)
    with contextlib.chdir(folder):
        for block in BLOCK.finditer(page):
            if block[1] == "console":
                found.append(_console(block, shell, folder))
            else:
                span = block.span(3) if block[3] is not None else (block.end(), block.end())
                found.append(Ran(span, block[3] is not None, block[3] or "", _python(block[2], names)))
    return found


def written(page: str, ran: list[Ran]) -> str:
    """The page with what was printed in the place of what no longer holds."""
    for one in reversed(ran):
        if not one.holds():
            new = one.got if one.framed else f"\n```text\n{one.got}```\n"
            page = page[: one.span[0]] + new + page[one.span[1] :]
    return page


def _shell(folder: Path) -> dict[str, str]:
    """Where ``gongkai`` and ``python`` are those of this process, and ``notebooks/`` is that of the repository."""
    tools = folder / ".tools"
    tools.mkdir(exist_ok=True)
    for name, command in (("gongkai", f'"{sys.executable}" -m extract'), ("python", f'"{sys.executable}"')):
        (tools / name).write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="utf8")
        (tools / name).chmod(0o755)
    for name in ("notebooks", "annotations"):
        if not (folder / name).exists():
            (folder / name).symlink_to(ROOT / name)
    ours = {"COLUMNS": WIDTH, "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8", "MPLBACKEND": "Agg"}
    ours |= {
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return {**{name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "PAGER")}, **ours}


def _console(block: re.Match[str], shell: dict[str, str], folder: Path) -> Ran:
    got, last, commands = [], 0, re.findall(r"(?m)^\$ (.*(?:\\\n.*)*)\n", block[2])
    for i, command in enumerate(commands):
        if last and command != "echo $?":
            raise AssertionError(f"{commands[i - 1]!r} ended with {last}: {got[-1]}")
        done = subprocess.run(
            ["sh", "-c", f"(exit {last}); {command}"],
            env=shell,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
        )
        last = done.returncode
        said = done.stdout.decode("utf8").replace(str(folder), HOME)
        printed = "".join(f"{line.rstrip()}\n" for line in said.splitlines())
        got.append(f"$ {command}\n{printed}")
    if last:
        raise AssertionError(f"{commands[-1]!r} ended with {last}: {got[-1]}")
    return Ran(block.span(2), True, block[2], "".join(got).rstrip("\n") + "\n")


def _python(code: str, names: dict[str, object]) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)  # a character that a plot cannot show is one
        exec(compile(code, "<page>", "exec"), names)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def main() -> None:
    """Write what the pages print today into them, and the tutorial's figure into docs/pictures."""
    os.environ["MPLBACKEND"] = "Agg"
    with tempfile.TemporaryDirectory() as folder:
        for name in PAGES:
            page = (ROOT / name).read_text(encoding="utf8")
            (ROOT / name).write_text(written(page, run(page, Path(folder))), encoding="utf8", newline="\n")
        shutil.copy(Path(folder) / "channels.png", ROOT / "docs" / "pictures" / "tutorial-channels.png")


if __name__ == "__main__":
    main()
