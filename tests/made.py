"""A small report made by hand, and stand-ins for the stages, for tests of what surrounds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from extract.batch import Outcome
from extract.model import (
    Cell,
    Channel,
    Check,
    Contact,
    Fact,
    Item,
    Link,
    Mention,
    Organ,
    Report,
    Section,
    Source,
    SourceInfo,
    Table,
    Title,
    Warn,
)
from extract.reading import Loaded
from extract.shards import manifest, parts
from extract.shards.manifest import File, Row
from extract.shards.running import FORMATS as ALL_FORMATS
from extract.shards.running import Request, run
from extract.shards.work import Done, Task
from extract.storage import Place

FORMATS = tuple(name for name in ALL_FORMATS if name != "parts")

TEXT = "柳湾镇2020年报告\n一、概况\n全镇通过柳湾微报公开信息132条。\n更新慢。逐日更新。\n"


def at(words: str) -> dict[str, object]:
    start = TEXT.index(words)
    return {"text": words, "start": start, "end": start + len(words)}


def report(name: str = "a.txt", report_id: str = "0123456789abcdef") -> Report:
    sentence = at("全镇通过柳湾微报公开信息132条。")
    return Report(
        report_id,
        SourceInfo(name, "txt", "utf-8", report_id * 4, len(TEXT)),
        title=Title(**at("柳湾镇2020年报告")),  # type: ignore[arg-type]
        organ=Organ(**at("柳湾镇"), level="township"),  # type: ignore[arg-type]
        year=2020,
        contacts=(Contact("phone", "0311-1", "=0311", 0, 0),),
        sections=(Section("overview", "一、", "一、概况", TEXT.index("一、"), len(TEXT)),),
        facts=(
            Fact(
                "f1",
                "disclosure",
                132.0,
                unit="条",
                channel="c1",
                **at("132条"),  # type: ignore[arg-type]
                sentence_start=sentence["start"],  # type: ignore[arg-type]
                sentence_end=sentence["end"],  # type: ignore[arg-type]
                section="overview",
                confidence=0.9,
                extractor="disclosure:total",
            ),
        ),
        channels=(Channel("c1", "wechat_account", "柳湾微报", (Mention(**at("柳湾微报")),), 0.9),),  # type: ignore[arg-type]
        problems=(
            Item("p1", **at("更新慢"), aspect="timeliness", remedies=(Link("r1", "aspect", 0.5),)),  # type: ignore[arg-type]
        ),
        remedies=(Item("r1", **at("逐日更新"), aspect="timeliness", aspects=("timeliness", "mechanism")),),  # type: ignore[arg-type]
        tables=(Table("proactive", "2019", 0, 3, (Cell("license", "change", "+53", 53.5, None, "number", 0, 3),)),),
        checks=(Check("balance", "fail", 3.0, None, ("f1",), "=1+1"),),
        warnings=(Warn("odd", 'something, "quoted"\nin two lines'),),
        text=TEXT,
    )


def fake_extract(sources: Sequence[Source]) -> list[Report]:
    """Stands in for ``pipeline.extract``: a text that holds CRASH raises, and so does a batch it is in."""
    if any("CRASH" in source.raw for source in sources):
        raise RuntimeError("crashed on purpose")
    return [
        replace(
            report(source.path, source.report_id),
            source=SourceInfo(source.path, source.format, source.encoding, source.sha256, len(source.raw)),
            text=source.raw,
        )
        for source in sources
    ]


def fake_parse(loaded: Loaded, name: str) -> Source:
    import hashlib

    return Source(name, "txt", "utf-8", hashlib.sha256(loaded.data).hexdigest(), loaded.data.decode())


def write_run(
    out: Path,
    outcomes: Sequence[Outcome],
    formats: Sequence[str] = FORMATS,
    *,
    overwrite: bool = False,
    labels: str = "en",
) -> None:
    """A run's folder that holds these outcomes, written by what writes every run."""
    request = Request((str(out.parent),), str(out), formats=tuple(formats), overwrite=overwrite, labels=labels)
    run(request, engine=partial(_given, outcomes))


def _given(outcomes: Sequence[Outcome], work: object, tasks: Iterable[Task]) -> Iterator[tuple[int, Done]]:
    (*_, task) = tasks  # what is found does not matter
    place, files = Place(task.out), [File(one.path, "0" * 64, "failed" if one.failure else "done") for one in outcomes]
    name = Row(task.fingerprint, tuple(files)).name
    row = Row(task.fingerprint, tuple(files), parts.write(place, name, parts.made(outcomes)))
    manifest.write(place, row)
    yield 0, Done(row.name, len(files), len(files), 0, {t: part.rows for t, part in row.parts.items()}, {})
