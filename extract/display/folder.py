"""A run's folder as a notebook shows it: how many rows each table has."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from extract.display.report import Html
from extract.export.tables import specs


def counted(out: str, version: str, counts: Mapping[str, int]) -> Html:
    """The tables of a run with their rows, as HTML.

    Parameters
    ----------
    out
        The folder.
    version
        Of the program that wrote it.
    counts
        Rows by table.
    """
    rows = "".join(
        f'<tr><td style="text-align:left"><code>{escape(name)}</code></td><td style="text-align:right">{count:,}</td>'
        f'<td style="text-align:left">{escape(specs()[name].doc) if name in specs() else ""}</td></tr>'
        for name, count in counts.items()
    )
    head = '<tr><th style="text-align:left">table</th><th style="text-align:right">rows</th>'
    head += '<th style="text-align:left">what a row is</th></tr>'
    where = f"<div><b>{escape(out)}</b>, written by gongkai {escape(version)}</div>"
    return Html(f"<div>{where}<table><thead>{head}</thead><tbody>{rows}</tbody></table></div>")
