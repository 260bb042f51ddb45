"""The wide table in SQL: a row an organ-year, each variable with its status. No row passes through Python."""

from __future__ import annotations

from collections.abc import Iterator

from extract.export.tables import Column
from extract.lexicon.crosswalk import variables as crosswalk
from extract.panel.variables import Labelled, aspects, channels, numbers, wide

DOC, ZH = "one row an organ-year: one report, the others of the organ-year counted and named", "宽表"
UNCOUNTED_DOC, UNCOUNTED_ZH = "one row a report that is in no row of the wide table, and why", "未计入的报告"
UNCOUNTED = tuple(
    Labelled(Column(*one))
    for one in (
        ("report_id", "string", "the report", "报告编号"),
        ("path", "string", "its path, relative to the input root", "路径"),
        ("organ", "string", "name of its organ, as written", "机关名称"),
        ("year", "int", "year reported on", "年度"),
        ("organ_id", "string", "id of the organ", "机关编号"),
        ("document_kind", "string", "what the document is", "文件类型"),
        (
            "reason",
            "string",
            "same_file (the same bytes lie there twice), no_organ or no_year (it could not be read), other_report "
            "(another report was chosen for the organ-year), not_chosen (not taken for a report of that year)",
            "原因",
        ),
        ("instead", "string", "the report that is counted for the organ-year", "计入的报告"),
    )
)


def quoted(text: str) -> str:
    """A string literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def counted() -> str:
    """The reports that make the wide table: one an organ-year; over ``reports``, ``report_organs`` and ``organs``."""
    return """
WITH known AS (
    SELECT report_id, any_value(organ_id) AS organ_id, bool_or(chosen::BOOLEAN) AS chosen FROM report_organs GROUP BY report_id
), files AS (
    SELECT r.*, k.organ_id, coalesce(k.chosen, false) AS chosen,
        row_number() OVER (PARTITION BY report_id ORDER BY path) AS nth
    FROM reports r LEFT JOIN known k USING (report_id)
), ranked AS (  -- whoever chose, one row an organ-year
    SELECT *, CASE WHEN nth > 1 THEN 'same_file' WHEN organ_id IS NULL THEN 'no_organ' WHEN year IS NULL THEN 'no_year'
        WHEN chosen THEN NULL ELSE 'not_chosen' END AS why,
        row_number() OVER (PARTITION BY organ_id, year, chosen AND nth = 1 ORDER BY path, report_id) AS turn,
        count(*) OVER (PARTITION BY organ_id, year) AS n_reports
    FROM files
)
SELECT *, CASE WHEN why IS NULL AND turn > 1 THEN 'other_report' ELSE why END AS reason FROM ranked
"""


def uncounted() -> str:
    """The reports left aside, with the reason; over ``judged`` (what ``counted`` says of each) and ``counted``."""
    return """
SELECT j.report_id, j.path, j.organ, j.year, j.organ_id, j.document_kind,
    CASE WHEN j.reason = 'not_chosen' AND c.report_id IS NOT NULL THEN 'other_report' ELSE j.reason END AS reason,
    c.report_id AS instead
FROM judged j LEFT JOIN counted c ON j.organ_id = c.organ_id AND j.year = c.year
WHERE j.reason IS NOT NULL ORDER BY j.path, j.report_id
"""


def steps(limit: float) -> Iterator[tuple[str, str]]:
    """The tables that the wide one is joined of: name and query of each; a row a report.

    Parameters
    ----------
    limit
        Channels, problems and remedies of a lower confidence are ``unsure``; 0 takes all.
    """
    names = ", ".join(quoted(variable.name) for variable in crosswalk())
    yield (
        "w_form",
        f"""SELECT * FROM (PIVOT (SELECT report_id, variable, p.value, p.status FROM panel p
        JOIN counted USING (report_id, path)) ON variable IN ({names})
        USING first("value") AS v, first(status) AS s GROUP BY report_id)""",
    )
    names = ", ".join(quoted(number.name) for number in numbers())
    yield (
        "w_said",
        f"""SELECT * FROM (PIVOT (SELECT report_id, variable, "value", status, bound, conf FROM said)
        ON variable IN ({names})
        USING first("value") AS v, first(status) AS s, first(bound) AS b, first(conf) AS c GROUP BY report_id)""",
    )
    kinds = ", ".join(
        f"max(CASE WHEN kind = {quoted(kind)} THEN confidence END) AS channel_{kind}" for kind in channels()
    )
    yield (
        "w_channels",
        f"""SELECT report_id, count(*) AS found, count_if(confidence >= {limit!r}) AS n,
        count(DISTINCT CASE WHEN confidence >= {limit!r} THEN kind END) AS kinds, {kinds}
        FROM channels JOIN counted USING (report_id, path) GROUP BY report_id""",
    )
    for thing in ("problem", "remedy"):
        touched = ", ".join(
            f"max(CASE WHEN confidence >= {limit!r} AND list_contains(aspects, {quoted(aspect)}) THEN 1 ELSE 0 END) "
            f"AS {thing}_{aspect}"
            for aspect in aspects()
        )
        answered = (
            f", count_if(confidence >= {limit!r} AND len(t.remedies) > 0) AS answered" if thing == "problem" else ""
        )
        yield (
            f"w_{thing}",
            f"""SELECT report_id, count(*) AS found, count_if(confidence >= {limit!r}) AS n, {touched}{answered}
            FROM {"problems" if thing == "problem" else "remedies"} t JOIN counted USING (report_id, path)
            GROUP BY report_id""",
        )
    yield from _around()


def _around() -> Iterator[tuple[str, str]]:
    """What stands around the numbers: forms, checks, warnings, sections, the other reports of the organ-year."""
    yield (
        "w_forms",
        """SELECT report_id, array_to_string(list_sort(list(DISTINCT template)), '; ') AS form
        FROM cells JOIN counted USING (report_id, path) GROUP BY report_id""",
    )
    yield (
        "w_checks",
        """SELECT report_id, count_if(status <> 'unknown') AS tried, count_if(status = 'fail') AS failed,
        array_to_string(list_sort(list(DISTINCT "check") FILTER (WHERE status = 'fail')), '; ') AS failing
        FROM checks JOIN counted USING (report_id, path) GROUP BY report_id""",
    )
    yield (
        "w_warnings",
        """SELECT report_id, count(*) AS n, array_to_string(list_sort(list(DISTINCT code)), '; ') AS codes
        FROM warnings JOIN counted USING (report_id, path) GROUP BY report_id""",
    )
    yield (
        "w_sections",
        """SELECT DISTINCT report_id, true AS problems FROM sections JOIN counted USING (report_id, path)
        WHERE kind = 'problems'""",
    )
    yield (
        "w_others",
        """SELECT instead AS report_id, array_to_string(list_sort(list(DISTINCT report_id)), '; ') AS ids
        FROM uncounted WHERE instead IS NOT NULL AND report_id <> instead GROUP BY instead""",
    )


_IDENTITY = {
    "organ": "o.name",
    "organ_as_written": "c.organ",
    "level": "coalesce(o.level, c.organ_level)",
    "region": "o.region",
    "other_reports": "w_others.ids",
    "form": "w_forms.form",
    "read_by": "c.by",
    "checks_tried": "coalesce(w_checks.tried, 0)",
    "checks_failed": "coalesce(w_checks.failed, 0)",
    "failed_checks": "nullif(w_checks.failing, '')",
    "n_warnings": "coalesce(w_warnings.n, 0)",
    "warning_codes": "w_warnings.codes",
}
_COUNTS = {
    "n_channels": ("w_channels", "n"),
    "n_channel_kinds": ("w_channels", "kinds"),
    "n_problems": ("w_problem", "n"),
    "n_problems_answered": ("w_problem", "answered"),
    "n_remedies": ("w_remedy", "n"),
}


def sql(limit: float) -> str:
    """The query of the wide table, over ``counted``, ``organs`` and the tables of ``steps``."""
    shown = ",\n    ".join(f'{_expression(one, limit)} AS "{one.name}"' for one in wide())
    joined = " ".join(
        f"LEFT JOIN {name} ON {name}.report_id = c.report_id"
        for name in ("w_form", "w_said", "w_channels", "w_problem", "w_remedy", "w_forms", "w_checks", "w_warnings")
        + ("w_sections", "w_others")
    )
    return f"SELECT {shown}\nFROM counted c LEFT JOIN organs o USING (organ_id) {joined}\nORDER BY c.organ_id, c.year"


def _expression(one: Labelled, limit: float) -> str:
    """How a column is had from the joined tables."""
    name, of, status = one.name, one.of, one.role == "status"
    if not of:
        return _IDENTITY.get(name, f"c.{name}")
    if of in {variable.name for variable in crosswalk()}:
        return f"coalesce(w_form.{of}_s, 'no_table')" if status else f"w_form.{of}_v"
    if of in {number.name for number in numbers()}:
        if status:
            return f"coalesce(w_said.{of}_s, 'unstated')"
        return f"w_said.{of}_{one.role[0]}"
    if of.startswith("channel_"):
        word = f"CASE WHEN w_channels.{of} >= {limit!r} THEN 'stated' WHEN w_channels.{of} IS NULL THEN 'not_mentioned' "
        sure = f"CASE WHEN w_channels.{of} >= {limit!r} THEN 1.0::DOUBLE END"
        return f"{word}ELSE 'unsure' END" if status else sure
    table, column = _COUNTS.get(of) or (f"w_{of.partition('_')[0]}", of)
    if not status:
        return f"CASE WHEN {table}.n > 0 THEN {table}.{column}::DOUBLE END"
    empty = "'unstated'" if table == "w_channels" else "WHEN w_sections.problems THEN 'none_found' ELSE 'unstated'"
    last = f"ELSE {empty}" if table == "w_channels" else empty
    return f"CASE WHEN {table}.n > 0 THEN 'counted' WHEN {table}.found > 0 THEN 'unsure' {last} END"
