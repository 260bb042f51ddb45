"""Organs over the years: their ids, names, spellings, and which report is of which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from extract.export.columns import Column, Row
from extract.panel.clusters import Node
from extract.panel.derived import Derived
from extract.panel.matching import Matched
from extract.panel.names import level
from extract.panel.rows import Seen

LEVELS = ("province", "city", "county", "township")
ORGAN_ID = Column("organ_id", "string", "organ, the same over years and spellings", "机关编号")
ORGAN = Column("organ", "string", "the organ's name: its latest, and of these the most frequent, spelling", "机关")
YEAR = Column("year", "int", "year reported on", "年度")
FIRST = Column("first_year", "int", "first year with a report", "首年")
LAST = Column("last_year", "int", "last year with a report", "末年")


def _reports(doc: str) -> Column:
    return Column("n_reports", "int", doc, "报告数")


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ.

    Attributes
    ----------
    id
        From its fullest name and places; the same in every run in which that name is its fullest.
    node
        The node that has this name.
    reports
        Its reports (numbers in the run), by path.
    spellings
        For each way in which its name is written the years of the reports, None where a report has no year.
    """

    id: str
    name: str
    node: Node
    reports: tuple[int, ...]
    spellings: Mapping[str, tuple[int | None, ...]]

    @property
    def level(self) -> str:
        """province, city, county or township for a government and its office, else department."""
        if self.node.kind == "department":
            return "department"
        return LEVELS[level(self.node.chain[-1])] if self.node.chain else "other"

    @property
    def region(self) -> str | None:
        """The places above it, None where neither name nor path says them."""
        chain = self.node.chain if self.node.kind == "department" else self.node.chain[:-1]
        return "".join(chain) or None

    def years(self, seen: Sequence[Seen]) -> list[int]:
        """The years that it has reports on, each once."""
        return sorted({year for at in self.reports if (year := seen[at].year) is not None})


def organs(matched: Matched, seen: Sequence[Seen]) -> list[Organ]:
    """The organs of a run, by id."""
    nodes: dict[Node, list[Node]] = {}
    for one, root in matched.root.items():
        nodes.setdefault(root, []).append(one)
    made = [_organ(group, matched.members, seen) for group in nodes.values()]
    made.sort(key=lambda organ: organ.id)
    return made


def _organ(nodes: Iterable[Node], members: Mapping[Node, Sequence[int]], seen: Sequence[Seen]) -> Organ:
    fullest = min(nodes, key=lambda one: (one.kind == "office", -len(one.chain), -len(members[one]), one))
    reports = sorted((at for one in nodes for at in members[one]), key=lambda at: (seen[at].path, at))
    spellings: dict[str, list[int | None]] = {}
    for at in reports:
        spellings.setdefault(_plain(seen[at].organ or ""), []).append(seen[at].year)
    key = "|".join((fullest.kind, fullest.text, fullest.folder))
    name = min(spellings, key=lambda one: (-max(year or 0 for year in spellings[one]), -len(spellings[one]), one))
    told = {one: tuple(spellings[one]) for one in sorted(spellings)}
    return Organ(
        "o" + sha256(key.encode("utf8", "surrogatepass")).hexdigest()[:12], name, fullest, tuple(reports), told
    )


def _plain(name: str) -> str:
    """A spelling without blanks and line breaks, which are the page's and not the name's."""
    return "".join(name.split())


def owners(found: Sequence[Organ], reports: int) -> list[Organ | None]:
    """The organ of each report, None for one without."""
    out: list[Organ | None] = [None] * reports
    for organ in found:
        for at in organ.reports:
            out[at] = organ
    return out


def tables(found: Sequence[Organ], seen: Sequence[Seen]) -> tuple[Derived, Derived]:
    """Tables ``organs`` and ``spellings``."""
    rows: list[Row] = []
    spelt: list[Row] = []
    for organ in found:
        years = organ.years(seen)
        ends = (years[0], years[-1]) if years else (None, None)
        rows.append((organ.id, organ.name, organ.level, organ.region, *ends, len(organ.reports), len(organ.spellings)))
        for spelling, when in organ.spellings.items():
            known = sorted(year for year in when if year is not None)
            spelt.append((organ.id, spelling, *((known[0], known[-1]) if known else (None, None)), len(when)))
    return (
        Derived(
            "organs",
            "one row an organ, over all years and spellings",
            "机关",
            (
                *(ORGAN_ID, ORGAN),
                Column("level", "string", "province, city, county, township, department or other", "层级"),
                Column("region", "string", "places above it, from its name or its reports' paths", "所属地区"),
                *(FIRST, LAST, _reports("reports in the run, those published twice too")),
                Column("n_spellings", "int", "ways in which its name is written", "名称写法数"),
            ),
            tuple(rows),
        ),
        Derived(
            "spellings",
            "one row a way in which an organ's name is written",
            "机关名称写法",
            (
                ORGAN_ID,
                Column("spelling", "string", "the name as written, without blanks", "写法"),
                *(FIRST, LAST, _reports("reports that write it so")),
            ),
            tuple(spelt),
        ),
    )
