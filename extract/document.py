"""What a document is: a disclosure report, or one of the things that lie beside such reports on a site.

Every kind has signs; what speaks for a kind is weighed against what speaks for the others, and the share that the best
one has of all is the confidence. The title tells most: it is the only part that clerks rarely leave out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extract.lexicon import load, rx
from extract.model import Grid, Part, Table, Text, Title, Warn

KINDS = {
    "disclosure_report": "an annual report on government information disclosure",
    "statistics_annex": "its tables alone, without a narrative",
    "rule_of_law_report": "a report on the rule of law in government (法治政府建设、依法行政)",
    "news": "a piece of news",
    "template": "a form or model text whose blanks were never filled in",
    "link_only": "a page that only leads to an attachment",
    "other": "something else",
}
HEAD = 600  # characters that hold the title and the first sentences
SHORT = 260  # characters of a narrative that may be no more than a word before an attachment
MANY = 8  # words on disclosure; more of them tell no more
PRIOR = 0.5  # weight of "something else"
UNSEEN = 0.5  # weight of what no sign tells of, so that few signs give a low confidence


class Document(NamedTuple):
    """Kind of a document, and how sure that is (0–1)."""

    kind: str
    confidence: float


def document(
    text: Text, title: Title | None, parts: Sequence[Part], grids: Sequence[Grid], tables: Sequence[Table]
) -> Document:
    """What the document is.

    Parameters
    ----------
    text
        Its clean text.
    title, parts, grids, tables
        What was found in it.
    """
    clean = text.clean
    sections = {part.kind for part in parts if part.level == 1} - {"preamble", "other_matters", "appendix", "overview"}
    narrative = clean[sum(len(part.heading) for part in parts) :] if parts else clean
    about = 0
    for words in ("信息公开", "政务公开", "主动公开", "依申请公开"):
        about += clean.count(words)
        if about >= MANY:
            break
    weights = dict.fromkeys(KINDS, 0.0) | {"other": PRIOR}
    weights["disclosure_report"] = (
        5.0 * bool(title)
        + 1.5 * min(2, len(sections))
        + 1.0 * bool(tables)
        + min(2.0, 2.0 * about / MANY)
        - 4.0 * (about < 3 and not title)
    )
    if len(sections) < 2 or not (title or tables or about > 4):  # else nothing of this is worth a look
        weights |= _beside(text, title, sections, grids, narrative)
    marked = any(mark[0] in clean and mark in clean for mark in load("documents")["blank_marks"])  # one is found sooner
    blanks = len(rx(load("documents")["blank"]).findall(clean)) if marked else 0
    if blanks >= 3:
        facts = len(rx(r"\d+[条件次个人篇份期项]").findall(clean))
        weights["template"] = 8.0 * (blanks >= facts) + 2.0 * (blanks >= 8)
    if len(narrative) < SHORT and not tables and not sections:
        weights["link_only"] = 8.0 * bool(_told("link", clean))
    positive = {kind: max(0.0, weight) for kind, weight in weights.items()}
    best = max(positive, key=lambda kind: positive[kind])
    return Document(best, round(positive[best] / (sum(positive.values()) + UNSEEN), 2))


def _beside(
    text: Text, title: Title | None, sections: set[str], grids: Sequence[Grid], narrative: str
) -> dict[str, float]:
    """What speaks for an annex, for another report and for news."""
    head = text.clean[:HEAD]
    tabled = sum(grid.end - grid.start for grid in grids) > 0.5 * len(text.raw)
    annex = (
        (tabled or bool(rx(r"统计表|情况表|汇总表").search(head)))
        and len(narrative) < SHORT
        and not rx(r"[^，。\n]{6,}，[^，。\n]{4,}。").search(narrative)
    )
    law = bool(not title and rx(r"(?:法治政府建设|依法行政)[^。\n]{0,16}(?:报告|总结|情况)").search(head))
    return {
        "statistics_annex": 9.0 * annex,
        "rule_of_law_report": 4.0 * _told("rule_of_law", head) + 5.0 * law,
        "news": 3.0 * _told("news", head) * (not title and not sections),
    }


def _told(what: str, words: str) -> int:
    """How many of the signs stand in the words, at most two."""
    return min(2, sum(bool(rx(sign).search(words)) for sign in load("documents")["signs"][what]))


def doubts(found: Document) -> list[Warn]:
    """The warning that the document is something else than a disclosure report."""
    if found.kind == "disclosure_report":
        return []
    what = "something else" if found.kind == "other" else KINDS[found.kind]
    return [Warn("not_a_report", f"this does not read like a disclosure report but like {what}; check the file")]
