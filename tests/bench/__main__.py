"""The command: ``PYTHONPATH=tests python -m bench [--only SECTION] …``, from the checkout."""

from __future__ import annotations

import argparse
import importlib
import subprocess
import sys
from pathlib import Path

from bench import SECTIONS, page
from bench.core import ROOT, Scale, jio_folder


def numbers(text: str) -> tuple[int, ...]:
    """Whole numbers with commas between them."""
    return tuple(map(int, text.split(",")))


def main(argv: list[str] | None = None) -> int:
    """Measure, print, write into the page; 1 where a section failed."""
    args = sys.argv[1:] if argv is None else argv
    usual = Scale()
    parser = argparse.ArgumentParser(prog="bench", description="Speed and memory of the extraction.")
    parser.add_argument("--only", action="append", choices=SECTIONS, help="this section alone; may be given again")
    parser.add_argument("--rounds", type=int, default=usual.rounds, help="rounds of which the median is taken")
    parser.add_argument("--reports", type=int, default=usual.reports, help="generated reports of a set in one process")
    parser.add_argument("--batch", type=int, default=usual.batch, help="reports of the section scaling")
    parser.add_argument("--growth", type=numbers, default=usual.growth, help="sizes of the section growth: 500,1000")
    parser.add_argument("--sizes", type=numbers, default=usual.sizes, help="sizes of the section memory: 1000,10000")
    parser.add_argument("--jobs", type=int, default=usual.jobs, help="processes of the section memory")
    parser.add_argument("--extras", type=Path, default=None, help="folder that make bench-extras filled")
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "benchmarks.md", help="page to write into")
    parser.add_argument("--no-write", action="store_true", help="print, and leave the page alone")
    wanted = parser.parse_args(args)
    names = wanted.only or list(SECTIONS)
    if len(names) > 1:  # a process each: what one loads is not in the memory, or on the core, of the next
        rest = [arg for at, arg in enumerate(args) if arg != "--only" and (at == 0 or args[at - 1] != "--only")]
        codes = [subprocess.run([sys.executable, "-m", "bench", *rest, "--only", name]).returncode for name in names]
        return max(codes)
    scale = Scale(
        *(wanted.rounds, wanted.reports, wanted.batch, wanted.growth, wanted.sizes, wanted.jobs),
        extras=wanted.extras or jio_folder(),
    )
    name = names[0]
    found = importlib.import_module(f"bench.{name}").figures(scale)
    print(f"## {name}\n\n{found}\n", flush=True)
    if not wanted.no_write:
        page.write(wanted.to, name, found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
