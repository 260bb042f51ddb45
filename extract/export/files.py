"""A run's results as a folder: written to a temporary name inside it, moved into place when all is there."""

from __future__ import annotations

import csv
import hashlib
import json
import platform
import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from extract import __version__, lexicon, resources
from extract.batch import Outcome
from extract.errors import OutputError
from extract.export.record import line, plain
from extract.export.tables import Row, TableSpec, failure_row, specs
from extract.model import Manifest, Report

FORMATS = ("csv", "parquet", "jsonl")
LABELS = ("en", "zh")
GROUP_ROWS = 20_000  # rows that are held before they are written
_TMP = ".gongkai-"  # where a run that was killed may leave one behind, it does not count as results
_LIBRARIES = ("jieba", "numpy", "pyarrow", "regex", "scikit-learn", "skops")
_FORMULA = "=+-@\t\r"  # what begins one for a spreadsheet
_HARMLESS = re.compile(r"[+-]?[0-9.,]+%?|[-—]+")  # a number, or the dash of an empty cell


def names(formats: Iterable[str] = FORMATS) -> list[str]:
    """The names that a run writes in its folder, the manifest last."""
    inner = [f"{table}.{suffix}" for table in specs() for suffix in ("csv", "parquet") if suffix in formats]
    return [*(["reports.jsonl"] if "jsonl" in formats else []), "text", *inner, "manifest.json"]


def cell(value: Any) -> str:
    """A value as it stands in a CSV file; text that a spreadsheet would run as a formula gets an apostrophe before it.

    Examples
    --------
    >>> cell("=1+1"), cell("-3"), cell("-"), cell(132.0), cell(("a", "b")), cell(None)
    ("'=1+1", '-3', '-', '132', 'a; b', '')
    """
    if value is None:
        return ""
    if type(value) is str:
        risky = value[:1] in _FORMULA and value and not _HARMLESS.fullmatch(value)
        return f"'{value}" if risky else value
    if isinstance(value, tuple):
        return cell("; ".join(str(plain(inner)) for inner in value))
    return str(plain(value))


class _Sheet:
    """One table on its way to disk, as CSV, Parquet or both."""

    def __init__(self, folder: Path, spec: TableSpec, formats: Sequence[str], labels: str) -> None:
        self.spec, self.count = spec, 0
        self._waiting: list[Row] = []
        self._file: IO[str] | None = None
        self._parquet: Any = None
        if "csv" in formats:
            # utf-8-sig: without the mark Excel reads the file in the code page of the machine
            self._file = (folder / f"{spec.name}.csv").open("w", encoding="utf-8-sig", newline="")
            self._csv = csv.writer(self._file)
            self._csv.writerow(column.zh if labels == "zh" else column.name for column in spec.columns)
        if "parquet" in formats:
            from extract.export.arrow import ParquetFile

            self._parquet = ParquetFile(folder / f"{spec.name}.parquet", spec)

    def add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.count += 1
            if self._file:
                self._csv.writerow(map(cell, row))
            if self._parquet:
                self._waiting.append(row)
                if len(self._waiting) == GROUP_ROWS:
                    self._flush()

    def _flush(self) -> None:
        self._parquet.add(self._waiting)
        self._waiting = []

    def close(self) -> None:
        if self._file:
            self._file.close()
        if self._parquet:
            self._flush()
            self._parquet.close()


class Writer:
    """Writes the outcomes of a run as they come; the folder shows them when the ``with`` block ends well.

    Parameters
    ----------
    out
        The folder. It is made where it is not there; files in it that are not results of a run are left alone.
    formats
        Any of ``csv``, ``parquet``, ``jsonl``. The texts and the manifest are always written.
    overwrite
        Replace the results of an earlier run.
    labels
        Header of the CSV files: ``en`` (names) or ``zh`` (Chinese labels).

    Raises
    ------
    OutputError
        Where the folder holds something and ``overwrite`` is not given, or cannot be written.
    """

    def __init__(
        self, out: str | Path, formats: Sequence[str] = FORMATS, *, overwrite: bool = False, labels: str = "en"
    ) -> None:
        odd = sorted(set(formats) - set(FORMATS))
        if odd or not formats:
            raise OutputError(f"no format {', '.join(odd) or 'given'}; there are {', '.join(FORMATS)}", path=str(out))
        if labels not in LABELS:
            raise OutputError(f"no labels {labels!r}; there are {', '.join(LABELS)}", path=str(out))
        self.out, self.formats, self.counts = Path(out), tuple(f for f in FORMATS if f in formats), dict[str, int]()
        self._labels, self._overwrite = labels, overwrite

    def __enter__(self) -> Writer:
        out = self.out
        try:
            if out.exists() and not out.is_dir():
                raise OutputError("is a file, not a folder", path=str(out))
            self._made = not out.exists()
            if not self._made and not self._overwrite and any(not p.name.startswith(_TMP) for p in out.iterdir()):
                raise OutputError("is not empty; choose another folder or add --overwrite", path=str(out))
            out.mkdir(parents=True, exist_ok=True)
            self._tmp = Path(tempfile.mkdtemp(prefix=_TMP, dir=out))
        except OSError as error:
            raise OutputError(f"cannot be written ({error.strerror or error})", path=str(out)) from error
        new = self._new = self._tmp / "new"
        (new / "text").mkdir(parents=True)
        self._sheets = {name: _Sheet(new, spec, self.formats, self._labels) for name, spec in specs().items()}
        self._jsonl: IO[str] | None = None
        if "jsonl" in self.formats:
            self._jsonl = (new / "reports.jsonl").open("w", encoding="utf8", newline="\n")
        return self

    def add(self, outcome: Outcome) -> None:
        """Write what became of one input."""
        if outcome.failure is not None:
            self._sheets["failures"].add([failure_row(outcome.failure)])
        if outcome.report is not None:
            self._add(outcome.report)

    def _add(self, report: Report) -> None:
        if self._jsonl:
            self._jsonl.write(line(report) + "\n")
        (self._new / "text" / f"{report.report_id}.txt").write_bytes(report.text.encode("utf8", "surrogatepass"))
        for sheet in self._sheets.values():
            sheet.add(sheet.spec.rows(report))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._close()
            if kind is None:
                self._manifest()
                self._publish()
        except OSError as broken:
            raise OutputError(f"could not be written ({broken.strerror or broken})", path=str(self.out)) from broken
        finally:
            shutil.rmtree(self._tmp, ignore_errors=True)
            if self._made:
                with suppress(OSError):  # the results are in it where all went well
                    self.out.rmdir()

    def _close(self) -> None:
        if self._jsonl:
            self._jsonl.close()
        for name, sheet in self._sheets.items():
            sheet.close()
            self.counts[name] = sheet.count

    def _manifest(self) -> None:
        made = Manifest(__version__, lexicon.fingerprint(), resources.model_hashes(), self.counts)
        versions = {"gongkai": made.version, "python": platform.python_version()}
        for name in _LIBRARIES:
            with suppress(PackageNotFoundError):
                versions[name] = version(name)
        files = [path for path in sorted(self._new.iterdir()) if path.is_file()]
        content = {
            "versions": versions,
            "lexicon_sha256": made.lexicon_sha256,
            "models": dict(made.models),
            "counts": dict(made.counts),
            "files": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
        }
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        (self._new / "manifest.json").write_bytes(text.encode())

    def _publish(self) -> None:
        """Move the old results out and the new ones in; a folder with a manifest is complete at every moment."""
        old = self._tmp / "old"
        old.mkdir()
        for name in reversed(names()):
            if (self.out / name).exists():
                (self.out / name).rename(old / name)
        for name in names(self.formats):
            (self._new / name).rename(self.out / name)
