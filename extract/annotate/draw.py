"""What to annotate next, as one call: for notebooks and programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from extract.annotate import corpus, formats
from extract.annotate.corpus import Annotated
from extract.annotate.predicted import of_record, picked
from extract.annotate.sample import UNITS, drawn
from extract.errors import AnnotationError
from extract.export.record import record
from extract.model import Report
from extract.results import load


@dataclass(frozen=True, slots=True)
class Sample:
    """Texts that were drawn, with the predictions in place.

    Attributes
    ----------
    lines
        The texts, as lines of a corpus.
    strata
        How many were drawn of each kind of thing, section, year and level.
    """

    lines: tuple[Annotated, ...]
    strata: Mapping[str, Mapping[str, int]]

    def __len__(self) -> int:
        return len(self.lines)

    def write(self, path: str | Path, to: str = "jsonl", *, overwrite: bool = False) -> Mapping[str, int]:
        """Write the texts for a person or a tool.

        Parameters
        ----------
        path
            The file to write.
        to
            ``jsonl`` (a corpus file, which ``gongkai annotate import --texts`` asks for), ``markup``, ``doccano``,
            ``label-studio``, ``brat``, ``docbin`` or ``conll``.
        overwrite
            Whether to replace what is there.

        Returns
        -------
        mapping
            What the format cannot hold, counted; empty where nothing is lost.

        Raises
        ------
        AnnotationError
            Where the format is unknown, a text cannot stand in it, or the file is there already.
        """
        if to == "jsonl":
            corpus.write(Path(path), self.lines, overwrite=overwrite)
            return Counter()
        return formats.export(self.lines, to, Path(path), overwrite=overwrite)


def sample(
    reports: str | Path | Report | Iterable[Report], n: int = 200, *, unit: str = "sentence", seed: int = 0
) -> Sample:
    """Draw sentences or whole reports to annotate: every kind, section, year and level, the unsure ones sooner.

    Parameters
    ----------
    reports
        Reports, or the folder of a run.
    n
        How many; fewer where there are fewer.
    unit
        ``sentence`` or ``report``.
    seed
        The same seed draws the same from the same reports.

    Raises
    ------
    AnnotationError
        Where ``unit`` is unknown.
    InputError
        Where the folder holds no run.
    """
    if unit not in UNITS:
        raise AnnotationError(f"unknown unit {unit!r}; known are {', '.join(UNITS)}")
    if isinstance(reports, str | Path):
        predicted = list(picked(load(reports).texts()))
    else:
        several = [reports] if isinstance(reports, Report) else reports
        predicted = [of_record(record(report), report.text) for report in several]
    lines, strata = drawn(predicted, n, unit=unit, seed=seed)
    return Sample(tuple(lines), strata)
