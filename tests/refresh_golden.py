"""Writes the snapshots of ``tests/golden`` anew (``make golden``); read the diff before you keep it.

A snapshot is a whole record but for the confidence of what it holds, which moves with each training.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from extract import pipeline, reading
from extract.export.record import record

HERE = Path(__file__).resolve().parent
REPORTS = HERE.parent / "annotations" / "reports"
FOLDER = HERE / "golden"
#: one a dialect: a cell a line; one line with run-in headings and glued tables; a form of before 2019
NAMES = ("s01_qinghuang_township_2019", "s08_lanhe_transport_department_2021", "s12_tingwu_county_2017")


def snapshot(name: str) -> str:
    """The record of a sample report, as its snapshot is written."""
    path = REPORTS / f"{name}.txt"
    made = record(pipeline.extract([reading.read(path, path.name)])[0])
    things = [*made["facts"], *made["channels"], *made["problems"], *made["remedies"]]
    for thing in [*things, *(link for problem in made["problems"] for link in problem["remedies"])]:
        del thing["confidence"]
    for table in made["tables"]:  # a row a cell: whole tables would be most of the file
        table["cells"] = [" ".join(str(value) for value in cell.values()) for cell in table["cells"]]
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write every snapshot, and say which changed."""
    FOLDER.mkdir(exist_ok=True)
    for name in NAMES:
        path, new = FOLDER / f"{name}.json", snapshot(name)
        changed = not path.exists() or path.read_text(encoding="utf8") != new
        path.write_text(new, encoding="utf8", newline="\n")
        sys.stdout.write(f"{'changed' if changed else 'same   '} {path.relative_to(HERE.parent)}\n")


if __name__ == "__main__":
    main()
