"""What the narrative states of each number, in SQL: a row a report and number, for a million reports as for ten.

The facts of a number fall into four levels. An overall statement counts before classes and channels (which are added
only where the number says so), these before things that are unsure, and these before parts, joint counts and
cumulative numbers, which are never a total. Of the best level there is, all must agree; a number stated twice counts
once.
"""

from __future__ import annotations

from typing import Any

from extract.export.columns import Column
from extract.panel.variables import Labelled, numbers

DOC, ZH = "one row a number that the narrative of a counted report states; none where it says nothing", "正文数字"
COLUMNS = tuple(
    Labelled(Column(*one))
    for one in (
        ("report_id", "string", "report that states it", "报告编号"),
        ("organ_id", "string", "id of the organ", "机关编号"),
        ("year", "int", "year reported on", "年度"),
        ("variable", "string", "number, as in the wide table", "变量"),
        ("value", "float", "the number; null unless status is stated, denied or summed", "数值"),
        (
            "status",
            "string",
            "stated, denied (0), summed (classes or channels added), conflicting (several different numbers), no_total "
            "(parts, joint or cumulative numbers alone), unsure (confidence below the limit)",
            "状态",
        ),
        ("bound", "string", "exact, approx, at_least or at_most; a sum of unlike ones is approx", "精确程度"),
        ("conf", "float", "confidence: of a sum, the lowest", "置信度"),
        ("low", "float", "lowest of the numbers stated, where they differ", "最低"),
        ("high", "float", "highest of the numbers stated, where they differ", "最高"),
        ("facts", "strings", "ids of the facts that it rests on (table facts)", "依据事实编号"),
    )
)


def rules() -> Any:
    """The numbers of ``wide.toml`` as an Arrow table, for a join with the facts."""
    import pyarrow as pa

    text, texts = pa.string(), pa.list_(pa.string())
    types = [("variable", text), ("kind", text), ("stage", text), ("units", texts), ("first", texts), ("pattern", text)]
    schema = pa.schema([*types, ("via", text), ("adds", pa.bool_()), ("strict", pa.bool_())])
    rows = [
        {
            "variable": one.name,
            "kind": one.kind,
            "stage": one.stage or "",
            "units": list(one.units),
            "first": list(one.first),
            "pattern": one.category,
            "via": one.channel or "any",
            "adds": one.add,
            "strict": one.strict,
        }
        for one in numbers()
    ]
    return pa.Table.from_pylist(rows, schema=schema)


def sql(limit: float) -> str:
    """The query, over ``facts``, ``counted`` (the reports of the wide table) and ``rules``.

    Parameters
    ----------
    limit
        Facts of a lower confidence are ``unsure``; 0 takes all.
    """
    return f"""
WITH told AS (  -- every fact that has to do with a number
    SELECT c.report_id, c.organ_id, c.year, r.variable, r.adds, f.id, f.start, f.value, f.bound, f.confidence,
        f.category, f.channel, r.pattern, r.via,
        f.scope = 'year' AND (f.part_of IS NULL OR NOT r.strict) AS whole,
        CASE WHEN len(r.first) = 0 OR list_contains(r.first, f.unit) OR (f.unit IS NULL AND f.value = 0) THEN 1 ELSE 2
            END AS tier,
        f.part_of
    FROM facts f JOIN counted c USING (report_id, path)
    JOIN rules r ON f.kind = r.kind AND coalesce(f.stage, '') = r.stage
    WHERE (f.unit IS NULL OR f.unit <> '%')
        AND (len(r.units) = 0 OR list_contains(r.units, f.unit) OR (f.unit IS NULL AND f.value = 0))
        AND (r.via IN ('any', 'none') OR f.channel_kind = r.via)
        AND (r.pattern IS NULL OR regexp_matches(coalesce(f.category, ''), r.pattern))
), parts AS (  -- a part of the same number is in its total; the 4 granted of 9 received are no part of the granted
    SELECT p.report_id, p.variable, p.id
    FROM told p JOIN told t ON p.report_id = t.report_id AND p.variable = t.variable AND p.part_of = t.id
), levelled AS (
    SELECT *, CASE
        WHEN part OR NOT whole THEN 4
        WHEN via IN ('any', 'none') AND (category IS NULL OR pattern IS NOT NULL) AND (via = 'any' OR channel IS NULL)
            THEN CASE WHEN confidence >= {limit!r} THEN 1 ELSE 3 END
        WHEN adds AND (via IN ('any', 'none') OR category IS NULL)
            THEN CASE WHEN confidence >= {limit!r} THEN 2 ELSE 3 END
        ELSE 4 END AS level
    FROM (SELECT t.*, p.id IS NOT NULL AS part FROM told t LEFT JOIN parts p USING (report_id, variable, id))
), best AS (
    SELECT report_id, variable, min(level * 10 + CASE WHEN level < 3 THEN tier ELSE 0 END) AS rank
    FROM levelled GROUP BY ALL
), kept AS (
    SELECT l.*, rank,
        CASE WHEN level = 2 THEN coalesce(category, '') || '/' || coalesce(channel, '') ELSE '' END AS class
    FROM levelled l JOIN best b USING (report_id, variable)
    WHERE level * 10 + CASE WHEN level < 3 THEN tier ELSE 0 END = rank
), stated AS (  -- what is stated of each class: one number, however often
    SELECT report_id, organ_id, year, variable, rank // 10 AS level, class, count(DISTINCT value) AS different,
        min(value) AS value, min(value) AS low, max(value) AS high, max(confidence) AS conf,
        CASE WHEN bool_or(bound = 'exact') THEN 'exact' ELSE arg_min(bound, start) END AS bound,
        list(id ORDER BY start, id) AS facts
    FROM kept GROUP BY ALL
), added AS (
    SELECT report_id, organ_id, year, variable, level, count(*) AS classes, max(different) AS different,
        sum(value) AS value, min(low) AS low, max(high) AS high, min(conf) AS conf,
        CASE WHEN count(DISTINCT bound) = 1 THEN min(bound) ELSE 'approx' END AS bound,
        bool_or(NOT starts_with(class, '/')) AS classed, flatten(list(facts ORDER BY class)) AS facts
    FROM stated GROUP BY ALL
), named AS (
    SELECT *, CASE
        WHEN level = 4 THEN 'no_total' WHEN level = 3 THEN 'unsure' WHEN different > 1 THEN 'conflicting'
        WHEN level = 2 AND (classes > 1 OR classed) THEN 'summed'
        WHEN value = 0 THEN 'denied' ELSE 'stated' END AS status
    FROM added
)
SELECT report_id, organ_id, year, variable, CASE WHEN has THEN value END AS value, status,
    CASE WHEN has THEN bound END AS bound, CASE WHEN has THEN conf END AS conf,
    CASE WHEN status = 'conflicting' THEN low END AS low, CASE WHEN status = 'conflicting' THEN high END AS high, facts
FROM (SELECT *, status IN ('stated', 'denied', 'summed') AS has FROM named)
ORDER BY organ_id, year, variable
"""
