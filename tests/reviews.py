"""Runs for the tests of the review: the samples with one report that is made to break a page, and a cheap large one."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import extract
from extract.shards import running

SAMPLES = Path(__file__).resolve().parents[1] / "annotations" / "reports"
HOSTILE_NAME = "<img src=x onerror=document.title='broken'>.txt"
#: markup, what ends a script, half-visible and turning characters, and characters that JavaScript counts as two
HOSTILE = (
    "恶石镇人民政府2022年政府信息公开工作年度报告\n"
    "\n"
    "一、总体情况\n"
    "<script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\"></script><!--&amp;]]>\n"
    "𠮷祥👨‍👩‍👧😀年：全年主动公开政府信息12条，其中县政府网站公开8条，\u202e微信公众号\u202c公开4条。零\u200b宽，\u2028行分隔。\n"
    "未收到政府信息公开申请。</script><script>document.title='broken'</script>\n"
    "\n"
    "五、存在的主要问题及改进情况\n"
    "存在问题：一是网站更新不及时；二是人员业务不熟。\n"
    "改进措施：一是建立每周更新台账；二是每季度组织业务培训。\n"
)


def run(folder: Path, names: list[str]) -> Path:
    """A run of the named samples (the beginnings of their names) and of the hostile report."""
    source = folder / "in"
    source.mkdir(parents=True)
    (source / HOSTILE_NAME).write_text(HOSTILE, encoding="utf8", newline="\n")
    paths = [next(SAMPLES.glob(f"{name}*.txt")) for name in names]
    paths.append(source / HOSTILE_NAME)
    running.run(running.Request(tuple(map(str, paths)), str(folder / "out")))
    return folder / "out"


@dataclass
class Large:
    """A run of many reports that is nowhere on disk: copies of a few, made while they are read.

    It has of `extract.results.Results` what `extract.review.build` asks for.
    """

    out: str
    few: list[tuple[Mapping[str, Any], str]]
    count: int
    manifest: dict[str, Any] = field(default_factory=lambda: {"versions": {}})

    @property
    def folder(self) -> Path:
        return Path(self.out)

    def batches(self, table: str, columns: list[str]) -> Iterator[Any]:
        return iter(())

    def texts(self) -> Iterator[tuple[dict[str, Any], str]]:
        for number in range(self.count):
            record, text = self.few[number % len(self.few)]
            one = copy.copy(dict(record))
            one["report_id"] = f"{number * 2654435761 % 2**32:08x}{number:08x}"
            one["source"] = {**one["source"], "path": f"{number // 100:03}/{number:05} {one['source']['path']}"}
            one["year"] = 2010 + number % 15
            yield one, text


def large(folder: Path, out: Path, count: int, only: str = "") -> Large:
    results = extract.load(out)
    few = [
        (record, results.text(record["report_id"])) for record in results.records() if only in ("", record["report_id"])
    ]
    return Large(folder / "large", few, count)
