"""A small report made by hand, and stand-ins for the stages, for tests of what surrounds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from extract.errors import ReadError
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


def fake_read(path: str | Path, name: str | None = None) -> Source:
    import hashlib

    data = Path(path).read_bytes()
    if not data:
        raise ReadError("is empty", path=name or str(path))
    return Source(name or str(path), "txt", "utf-8", hashlib.sha256(data).hexdigest(), data.decode())
