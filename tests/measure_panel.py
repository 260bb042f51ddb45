"""Figures of docs/across-reports.md, measured anew: ``python tests/measure_panel.py``."""

from __future__ import annotations

import random
import resource
import tempfile
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from series import report, run

from extract.annotate import corpus as annotated
from extract.model import Report
from extract.panel import boilerplate, renames
from extract.panel.corpus import Corpus
from extract.panel.derive import derived
from extract.panel.matching import match
from extract.panel.organs import organs
from extract.panel.rows import Seen
from extract.panel.signatures import BANDS, MINIMA, bands, jaccard, runs, sentences, signatures, signed

TEXTS = Path(__file__).resolve().parents[1] / "annotations" / "corpus" / "train.jsonl"
CHARS = "青篁沙柳坪鹤坞枕河宁澜璞岚泉沅汀芜栀洲澄岭榆荫云桥石榴双井临泽汾溪窝凌沽乌凤鸣槐铺金牛坝岷碧洛屏三合栗园滨海"
ENDS = (
    *(
        "教育局",
        "农业局",
        "农业农村局",
        "水利局",
        "国土资源局",
        "自然资源局",
        "卫计委",
        "卫健委",
        "发改委",
        "发展和改革局",
    ),
    *("财政局", "审计局", "统计局", "公安局", "司法局", "民政局", "人社局", "住建局", "交通运输局", "市场监督管理局"),
    *("环保局", "生态环境局", "林业局", "档案局", "应急管理局", "文化和旅游局", "扶贫办", "乡村振兴局"),
)


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def names(count: int, rng: random.Random) -> list[str]:
    """Names of counties, their towns and departments, with and without the city before them."""

    def word(length: int = 2) -> str:
        return "".join(rng.choice(CHARS) for _ in range(length))

    made: set[str] = set()
    while len(made) < count:
        city = word() + "市"
        county = word() + rng.choice(("县", "区", "市"))
        for _ in range(22):
            town = word(rng.choice((1, 2, 2, 2))) + rng.choice(("镇", "乡", "街道"))
            made.add(rng.choice(("", county, city + county)) + town + rng.choice(("", "人民政府", "政府")))
        made |= {rng.choice((county, county, city + county)) + end for end in ENDS}
    return sorted(made)[:count]


def matching(count: int) -> None:
    rng = random.Random(1)
    seen = []
    for at, name in enumerate(names(count, rng)):
        first = rng.randint(2010, 2022)
        seen += [Seen(f"r{at}", f"{year}/{at}.txt", name, year) for year in range(first, min(2023, first + at % 7) + 1)]
    start = time.process_time()
    matched = match(seen, lambda one, other: False)
    found = organs(matched, seen)
    middle = time.process_time()
    listed = renames.candidates(found, matched, seen)
    took = time.process_time() - middle
    say(
        f"{count:>7,} names, {len(seen):>8,} reports: matched in {middle - start:5.2f} s, candidates in {took:5.2f} s; "
        f"{len(found):,} organs, {len(listed):,} candidates"
    )


def _bases(count: int) -> list[str]:
    told = {one for text in annotated.read(TEXTS) for one in sentences(text.text) if len(one) >= 20}
    return random.Random(2).sample(sorted(told), count)


def meeting() -> None:
    """How often two sentences of a given likeness meet in a band, and what is expected."""
    rng = random.Random(3)
    hits: dict[int, list[bool]] = {}
    for base in _bases(1500):
        for changes in range(1, 9):
            other = list(base)
            for _ in range(changes):
                other[rng.randrange(len(other))] = rng.choice(CHARS)
            one, two = bands(signatures([base, "".join(other)]))
            likeness = jaccard(runs(base), runs("".join(other)))
            hits.setdefault(int(likeness * 10), []).append(bool((one == two).any()))
    for tenth, met in sorted(hits.items()):
        middle = tenth / 10 + 0.05
        told = 1 - (1 - middle ** (MINIMA // BANDS)) ** BANDS
        say(
            f"likeness {tenth / 10:.1f} to {tenth / 10 + 0.1:.1f}: {len(met):>5} pairs, {np.mean(met):.3f} meet, {told:.3f} expected"
        )


def error(alike: float, organs_: int = 12, least: int = boilerplate.OTHERS) -> None:
    """Sentences shared with ``least`` other organs, by MinHash and exactly (likeness of ``alike``)."""
    rng = random.Random(4)
    told: list[tuple[int, str]] = []
    for base in _bases(300):
        for organ in range(organs_):
            other = list(base)
            for _ in range(rng.choice((0, 0, 1, 2, 4, 8))):
                other[rng.randrange(len(other))] = rng.choice(CHARS)
            told.append((organ, "".join(other)))
    exact = []
    for at in range(0, len(told), organs_):
        group = [runs(line) for _, line in told[at : at + organs_]]
        exact += [sum(jaccard(mine, other) >= alike for other in group) - 1 >= least for mine in group]
    made = _others([organ for organ, _ in told], [line for _, line in told]) >= least
    truth = np.array(exact)
    say(
        f"{len(told):,} sentences of {organs_} organs, alike from {alike}: {truth.mean():.3f} shared exactly, {made.mean():.3f} by MinHash; "
        f"{(made & truth).sum() / truth.sum():.3f} of the shared found, {(made & ~truth).sum() / (~truth).sum():.3f} of the others taken for shared"
    )


def _others(owner: Sequence[int], lines: Sequence[str]) -> np.ndarray:
    numbers = bands(signatures(lines))
    files = tuple(tempfile.TemporaryFile() for _ in range(BANDS))  # noqa: SIM115
    for band, file in enumerate(files):
        file.write(np.ascontiguousarray(numbers[:, band]).tobytes())
    made = Corpus([], np.empty((0, MINIMA)), np.empty(0, np.uint64), np.array([len(lines)]), files)
    try:
        return boilerplate.others(made, np.array(owner))
    finally:
        made.close()


def memory(reports: int, each: int = 60) -> None:
    """Boilerplate of ``reports`` reports with ``each`` sentences: seconds and peak memory of the counting."""
    rng = np.random.default_rng(5)
    files = tuple(tempfile.TemporaryFile() for _ in range(BANDS))  # noqa: SIM115
    for file in files:
        for _ in range(10):
            file.write(rng.integers(0, reports * 30, reports * each // 10, dtype=np.uint64).tobytes())
    made = Corpus([], np.empty((0, MINIMA)), np.empty(0, np.uint64), np.array([reports * each]), files)
    start = time.process_time()
    boilerplate.others(made, np.repeat(np.arange(reports) // 5, each))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(
        f"{reports:>7,} reports, {reports * each:>9,} sentences: {time.process_time() - start:6.1f} s, peak {peak:,.0f} MB"
    )
    made.close()


def signing() -> None:
    texts = [text.text for text in annotated.read(TEXTS)]
    signed(texts[0])  # libraries are loaded
    start = time.process_time()
    for text in texts:
        signed(text)
    took = time.process_time() - start
    chars = sum(map(len, texts))
    say(f"signatures of {len(texts)} texts, {chars:,} characters: {1e3 * took / len(texts):.2f} ms a text")


def whole(reports: int) -> None:
    """All tables of a run of made-up reports, five years of each organ, 50 sentences and 15 cells each."""
    rng = random.Random(7)
    bases = _bases(1500)
    rows = [
        f"applications/{row}/{one}"
        for row in ("new", "carried_in", "outcome_total", "carried_out")
        for one in ("natural_person", "commercial", "total")
    ]
    stock = [f"proactive/normative_document/{one}" for one in ("made", "repealed", "in_force")]

    def varied(base: str) -> str:
        return "".join(char if rng.random() > 0.04 else rng.choice(CHARS) for char in base)

    def made() -> Iterator[Report]:
        for at, name in enumerate(names(reports // 5, rng)):
            for year in range(2019, 2024):
                text = "".join(f"{varied(rng.choice(bases))}。" for _ in range(50))
                cells = {place: str(rng.randint(0, 3)) for place in rows} | dict.fromkeys(stock, "3")
                yield report(f"{year}/{at}.txt", name, year, text, cells)

    with tempfile.TemporaryDirectory() as folder:
        result = run(Path(folder) / "out", made())
        start = time.process_time()
        derived(result)
        took = time.process_time() - start
        tracemalloc.start()
        derived(result)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    say(
        f"{reports:>7,} reports, all tables: {took:5.1f} s, {1e3 * took / reports:.2f} ms a report; {peak / reports / 1000:.1f} kB a report held"
    )


def main() -> None:
    for count in (5_000, 10_000, 20_000, 40_000):
        matching(count)
    signing()
    meeting()
    for alike in (0.7, 0.75, 0.8):
        error(alike)
    for reports in (10_000, 100_000):
        memory(reports)
    for reports in (2_000, 4_000, 8_000):
        whole(reports)


if __name__ == "__main__":
    main()
