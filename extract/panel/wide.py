"""The wide table in SQL: a row an organ-year, each variable with its status. No row passes through Python."""

from __future__ import annotations

from collections.abc import Iterator

from extract.export.columns import Column
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
            "not_a_report (its document_kind says what it is), no_organ or no_year (none could be read), same_file "
            "(the same bytes are there twice), other_report (another counts for the organ-year), not_chosen (see why)",
            "原因",
        ),
        ("why", "string", "the same in words, as in report_organs", "理由"),
        ("instead", "string", "path of the report that is counted for the organ-year", "计入报告的路径"),
    )
)
KINDS = ("disclosure_report", "statistics_annex")  # documents that can stand for an organ-year


def quoted(text: str) -> str:
    """A string literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def judged() -> str:
    """Every report with the reason why it is in no row of the wide table, null where it makes one.

    Over ``reports``, ``report_organs`` and ``organs``.
    """
    return f"""
WITH files AS (
    SELECT r.*, o.organ_id, coalesce(o.counted, 0) AS counted, o.duplicate_of, o.duplicate_of_path, o.why
    FROM reports r LEFT JOIN report_organs o ON o.report_id = r.report_id AND o.path = r.path
), told AS (
    SELECT *, CASE WHEN counted = 1 AND organ_id IS NOT NULL AND year IS NOT NULL THEN NULL
        WHEN document_kind NOT IN ({", ".join(map(quoted, KINDS))}) THEN 'not_a_report'
        WHEN organ_id IS NULL THEN 'no_organ' WHEN year IS NULL THEN 'no_year'
        WHEN duplicate_of = report_id THEN 'same_file' WHEN duplicate_of IS NOT NULL THEN 'other_report'
        ELSE 'not_chosen' END AS reason
    FROM files
), ranked AS (  -- whoever chose, an organ-year is one row
    SELECT *, row_number() OVER (PARTITION BY organ_id, year, reason IS NULL ORDER BY path, report_id) AS turn,
        count_if(coalesce(reason, '') IN ('', 'same_file', 'other_report')) OVER (PARTITION BY organ_id, year)
            AS n_reports
    FROM told
)
SELECT * EXCLUDE (reason, turn), CASE WHEN reason IS NULL AND turn > 1 THEN 'other_report' ELSE reason END AS reason
FROM ranked
"""


def uncounted() -> str:
    """The reports left aside, with the reason; over ``judged`` (what ``judged()`` says of each) and ``counted``."""
    return """
SELECT j.report_id, j.path, j.organ, j.year, j.organ_id, j.document_kind, j.reason, j.why,
    CASE WHEN j.reason IN ('same_file', 'other_report') THEN c.path ELSE j.duplicate_of_path END AS instead
FROM judged j LEFT JOIN counted c ON j.organ_id = c.organ_id AND j.year = c.year
WHERE j.reason IS NOT NULL ORDER BY j.path, j.report_id
"""


def steps(limit: float) -> Iterator[tuple[str, str]]:
    """Tables that the wide one is joined of, with ``around()``: name and query of each; a row a report.

    Parameters
    ----------
    limit
        Channels, problems and remedies of a lower confidence are ``unsure``; 0 takes all.
    """
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
            f"max(CASE WHEN confidence >= {limit!r} AND list_contains(list_append(aspects, aspect), {quoted(name)}) "
            f"THEN 1 ELSE 0 END) AS {thing}_{name}"
            for name in aspects()
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


def around() -> Iterator[tuple[str, str]]:
    """The others, which are the same whatever the limit: forms, checks, warnings, what other reports tell."""
    names = ", ".join(quoted(variable.name) for variable in crosswalk())
    yield (
        "w_form",
        f"""SELECT * FROM (PIVOT (SELECT report_id, variable, p.value,
        CASE WHEN p.value IS NOT NULL AND p.unit IS NULL THEN 'no_unit' ELSE p.status END AS status
        FROM panel p JOIN counted USING (report_id, path)) ON variable IN ({names})
        USING first("value") AS v, first(status) AS s GROUP BY report_id)""",
    )
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
        "w_across",
        """SELECT c.report_id, count_if(a.status <> 'unknown') AS tried, count_if(a.status = 'fail') AS failed
        FROM across a JOIN counted c ON a.organ_id = c.organ_id AND a.year = c.year GROUP BY c.report_id""",
    )
    yield (
        "w_alike",
        "SELECT report_id, share_last_year, share_corpus FROM boilerplate JOIN counted USING (report_id, path)",
    )
    yield (
        "w_sections",
        """SELECT DISTINCT report_id, true AS problems FROM sections JOIN counted USING (report_id, path)
        WHERE kind = 'problems'""",
    )
    yield (
        "w_others",
        """SELECT c.report_id, array_to_string(list_sort(list(DISTINCT u.path)), '; ') AS paths
        FROM uncounted u JOIN counted c ON u.organ_id = c.organ_id AND u.year = c.year
        WHERE u.reason IN ('same_file', 'other_report') GROUP BY c.report_id""",
    )


_IDENTITY = {
    "organ": "o.organ",
    "organ_as_written": "c.organ",
    "level": "coalesce(o.level, c.organ_level)",
    "region": "o.region",
    "other_reports": "w_others.paths",
    "form": "w_forms.form",
    "read_by": "c.by",
    "checks_tried": "coalesce(w_checks.tried, 0)",
    "checks_failed": "coalesce(w_checks.failed, 0)",
    "failed_checks": "nullif(w_checks.failing, '')",
    "across_tried": "coalesce(w_across.tried, 0)",
    "across_failed": "coalesce(w_across.failed, 0)",
    "boilerplate_last_year": "w_alike.share_last_year",
    "boilerplate_corpus": "w_alike.share_corpus",
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


_JOINED = (
    *("w_form", "w_said", "w_channels", "w_problem", "w_remedy"),
    *("w_forms", "w_checks", "w_warnings", "w_sections", "w_others", "w_across", "w_alike"),
)


def sql(limit: float) -> str:
    """The query of the wide table, over ``counted``, ``organs`` and the tables of ``steps``."""
    shown = ",\n    ".join(f'{_expression(one, limit)} AS "{one.name}"' for one in wide())
    joined = " ".join(f"LEFT JOIN {name} ON {name}.report_id = c.report_id" for name in _JOINED)
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
        word = (
            f"CASE WHEN w_channels.{of} >= {limit!r} THEN 'stated' WHEN w_channels.{of} IS NULL THEN 'not_mentioned' "
        )
        sure = f"CASE WHEN w_channels.{of} >= {limit!r} THEN 1.0::DOUBLE END"
        return f"{word}ELSE 'unsure' END" if status else sure
    table, column = _COUNTS.get(of) or (f"w_{of.partition('_')[0]}", of)
    if not status:
        return f"CASE WHEN {table}.n > 0 THEN {table}.{column}::DOUBLE END"
    empty = "'unstated'" if table == "w_channels" else "WHEN w_sections.problems THEN 'none_found' ELSE 'unstated'"
    last = f"ELSE {empty}" if table == "w_channels" else empty
    return f"CASE WHEN {table}.n > 0 THEN 'counted' WHEN {table}.found > 0 THEN 'unsure' {last} END"
