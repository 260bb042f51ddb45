"""The annotated sets: gold records and the reports they were made of, those in the repository and those beside it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from conftest import ROOT, SHARED

from extract.evaluate.evaluation import Evaluation, evaluate
from extract.evaluate.gold import load

CORPUS = ROOT / "annotations" / "corpus"
#: for each set of files: folder of gold records, folder of reports
FOLDERS = {
    "samples": (ROOT / "annotations" / "gold", ROOT / "annotations" / "reports"),
    "seeds": (SHARED / "gold" / "seeds", SHARED / "seeds"),
    "departments": (SHARED / "gold" / "province", SHARED / "reports" / "txt"),
    "county": (SHARED / "gold" / "county", SHARED / "reports"),
}
#: for each set in one file of the corpus: its lines hold text and gold
FILES = {path.stem: path for path in sorted(CORPUS.glob("*.jsonl"))}


#: sets measured as one
TOGETHER = {"real": ("seeds", "departments", "county")}


def there(name: str) -> bool:
    """Whether the set is on this machine."""
    if name in TOGETHER:
        return all(map(there, TOGETHER[name]))
    return name in FILES or all(folder.is_dir() for folder in FOLDERS[name])


def place(name: str) -> tuple[Path, Path | None]:
    """Where the gold of a set is, and where its reports are."""
    return (FILES[name], None) if name in FILES else FOLDERS[name]


@cache
def measured(name: str) -> Evaluation:
    """The evaluation of a set."""
    if name in TOGETHER:
        return evaluate([gold for part in TOGETHER[name] for gold in load(*place(part))], name=name)
    return evaluate(*place(name), name=name)
