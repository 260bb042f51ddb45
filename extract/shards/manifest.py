"""What a shard holds, and what it was made by: a row of the manifest, a small JSON file that is written last.

A row's name follows from all that its contents depend on (:func:`key`). So the same shard always has the same name and
the same bytes, and what is there under a name needs not be made again.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

from extract import __version__, lexicon, resources
from extract.storage import Place

FOLDER = "parts/manifest"
#: libraries on which depends what comes out
LIBRARIES = (
    *("jieba", "lxml", "numpy", "pdfplumber", "pyarrow", "pypdfium2", "python-docx", "rapidocr", "regex", "rjieba"),
    *("scipy", "selectolax"),
)

#: rooms that come after a run, or have nothing to do with it: a change there makes no report anew
AFTERWARDS = frozenset(
    [
        *("annotate", "audit", "cli", "compare", "dictionary", "display", "evaluate", "panel", "paper", "reference"),
        *("results", "review", "spacy_component", "train"),
    ]
)


def versions() -> dict[str, str]:
    """The versions of the libraries that are installed."""
    found = {}
    for name in LIBRARIES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def code() -> list[Path]:
    """The files of the package on which depends what comes out."""
    package = Path(__file__).resolve().parents[1]
    files = sorted([*package.rglob("*.py"), *package.rglob("*.toml")], key=lambda path: path.as_posix())
    return [path for path in files if path.relative_to(package).parts[0].removesuffix(".py") not in AFTERWARDS]


def fingerprint() -> str:
    """A hash over everything that makes a report what it becomes: code, vocabulary, models and libraries."""
    digest = hashlib.sha256(__version__.encode())
    for path in code():
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    made_of = [lexicon.fingerprint(), resources.model_hashes(), versions()]
    digest.update(json.dumps(made_of, sort_keys=True).encode())
    return digest.hexdigest()[:32]


class File(NamedTuple):
    """A file of a shard: ``status`` is ``done`` or ``failed``; no hash where its bytes could not be read.

    ``reason`` says of a failed one why, so that a row with another reason has another name.
    """

    name: str
    sha256: str | None
    status: str
    reason: str | None = None


class Part(NamedTuple):
    """A part of a table: how many rows and bytes it has."""

    rows: int
    size: int


@dataclass(frozen=True, slots=True)
class Row:
    """What one shard holds."""

    fingerprint: str
    files: tuple[File, ...]
    parts: Mapping[str, Part] = field(default_factory=dict)
    warnings: Mapping[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the row and of its parts."""
        return key(self.fingerprint, self.files)


def key(made_by: str, files: Sequence[File]) -> str:
    """The name of the shard that these files make with this code."""
    text = json.dumps([made_by, files], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def write(place: Place, row: Row) -> None:
    """Write a row: from now on the shard is done."""
    text = json.dumps(asdict(row), ensure_ascii=False, separators=(",", ":"))
    place.write(f"{FOLDER}/{row.name}.json", text.encode("utf8", "surrogatepass"))


def read(place: Place, name: str) -> Row | None:
    """The row of that name, with all its parts there; None where something is missing or not as it was written."""
    try:
        found: dict[str, Any] = json.loads(place.read(f"{FOLDER}/{name}.json").decode("utf8", "surrogatepass"))
        parts = {table: Part(*part) for table, part in found["parts"].items()}
        row = Row(found["fingerprint"], tuple(File(*file) for file in found["files"]), parts, found["warnings"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    if row.name != name or place.sizes([part_path(table, name) for table in parts]) != [p.size for p in parts.values()]:
        return None
    return row


def part_path(table: str, name: str) -> str:
    """Where the part of a table lies, below the run's folder."""
    return f"parts/{table}/{name}.parquet"


def names(place: Place) -> list[str]:
    """The names of all rows that are there."""
    return [name.removesuffix(".json") for name in place.names(FOLDER) if name.endswith(".json") and name[0] != "."]


class Index:
    """Which rows of earlier runs may hold which files; of each row only its first and last name are kept."""

    def __init__(self, place: Place, rows: Iterable[str]) -> None:
        spans = sorted(self._spans(place, rows))
        self._lows = [low for low, _, _ in spans]
        self._rows = [(high, name) for _, high, name in spans]
        self._reach: list[list[str]] = []  # the highest name of all rows up to here
        for _, high, _ in spans:
            self._reach.append(max(high, self._reach[-1]) if self._reach else high)

    @staticmethod
    def _spans(place: Place, rows: Iterable[str]) -> Iterator[tuple[list[str], list[str], str]]:
        for name in rows:
            try:
                found = json.loads(place.read(f"{FOLDER}/{name}.json").decode("utf8", "surrogatepass"))
                keys: list[list[str]] = [file[0].split("/") for file in found["files"]]
            except (OSError, ValueError, KeyError, TypeError, AttributeError):
                continue
            if keys:
                yield min(keys), max(keys), name

    def overlapping(self, files: Sequence[str]) -> tuple[str, ...]:
        """The rows that may hold one of these files."""
        if not files:
            return ()
        keys = [file.split("/") for file in files]
        low, high = min(keys), max(keys)
        out = []
        for at in range(bisect_right(self._lows, high) - 1, -1, -1):
            if self._reach[at] < low:
                break
            if self._rows[at][0] >= low:
                out.append(self._rows[at][1])
        return tuple(sorted(out))
