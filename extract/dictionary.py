"""``make docs``: the data dictionary, the JSON Schema of a record and the text of ``gongkai --help``, from the code."""

from __future__ import annotations

import json
import sys
import types
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from extract import model
from extract.export.tables import specs
from extract.lexicon import legacy
from extract.lexicon.crosswalk import FORMS, Way, variables
from extract.model.values import VALUES
from extract.panel import page as panel_page

_JSON = {str: "string", int: "integer", float: "number"}


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of one line of ``reports.jsonl``."""
    found: dict[str, Any] = {}
    _define(model.Report, found)
    remedy = json.loads(json.dumps(found["Item"]))
    remedy["description"] = "A remedy that the organ names."
    del remedy["properties"]["remedies"]
    remedy["required"].remove("remedies")
    found["Item"]["description"] = "A problem that the organ admits."
    found["Remedy"] = remedy
    found["Report"]["properties"]["remedies"]["items"] = {"$ref": "#/$defs/Remedy"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "gongkai record",
        **found.pop("Report"),
        "$defs": dict(sorted(found.items())),
    }


def _define(kind: type, found: dict[str, Any]) -> None:
    hints, properties = get_type_hints(kind), {}
    found[kind.__name__] = {}  # holds the place: the order is that of first use
    for field in _recorded(kind):
        said = {"description": field.metadata["doc"], "title": field.metadata["zh"]}
        properties[field.name] = {**_typed(hints[field.name], _values(kind, field.name), found), **said}
    if "start" in properties:
        paged = {"description": "page on which it begins, counted from 1, where the format has pages", "title": "页码"}
        properties["page"] = {"type": "integer", "minimum": 1, **paged}
    doc = (kind.__doc__ or "").split("\n", 1)[0]
    found[kind.__name__] = {
        "type": "object",
        "description": doc,
        "properties": properties,
        "required": [name for name in properties if name != "page"],
        "additionalProperties": False,
    }


def _typed(hint: Any, values: tuple[str, ...], found: dict[str, Any]) -> dict[str, Any]:
    if get_origin(hint) in (Union, types.UnionType):
        inner, null = (arg for arg in get_args(hint))
        assert null is type(None)
        return {"anyOf": [_typed(inner, values, found), {"type": "null"}]}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _typed(get_args(hint)[0], values, found)}
    if is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in found:
            _define(hint, found)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    return {"type": _JSON[hint], **({"enum": list(values)} if values else {})}


def _values(kind: type, name: str) -> tuple[str, ...]:
    from extract.facts import kinds

    if (kind, name) == (model.Fact, "kind"):
        return tuple(sorted(kind.name for kind in kinds()))
    return VALUES.get((kind, name), ())


def _recorded(kind: type) -> Iterator[Any]:
    return (field for field in fields(kind) if field.metadata.get("record", True))


# ---------------------------------------------------------------- the dictionary as a page

_INTRO = """# Data dictionary

Made from the code by `make docs`; a test holds it current. Do not edit.

Offsets (`start`, `end`) count Unicode code points of `text/<report_id>.txt`, the end exclusive. An empty cell means
that the report does not say; a stated zero is `0`. In CSV files lists are joined by `; `, and text that a spreadsheet
would run as a formula has an apostrophe before it. `gongkai run --labels zh` writes the Chinese labels as the header.
"""
_PARTS = (
    *(model.Report, model.SourceInfo, model.Title, model.Organ, model.Period, model.Contact, model.Section, model.Fact),
    *(model.Channel, model.Mention, model.Item, model.Link, model.Table, model.Cell, model.Check, model.Warn),
)


def page() -> str:
    """The data dictionary as Markdown: fact kinds, tables with their columns, the nested record."""
    from extract.facts import kinds

    out = [_INTRO, "## Kinds of facts", "", "| kind | 中文 | counts | stages |", "|---|---|---|---|"]
    for kind in sorted(kinds(), key=lambda kind: kind.name):
        stages = " ".join(f"`{stage}`" for stage in kind.stages)
        out.append(f"| `{kind.name}` | {_cell(kind.zh)} | {_cell(kind.doc)} | {stages} |")
    out += ["", "## Tables", "", "Each is a CSV and a Parquet file of the run's folder.", ""]
    for spec in specs().values():
        out += [f"### {spec.name} ({spec.zh})", "", f"{spec.doc[0].upper()}{spec.doc[1:]}.", ""]
        out += ["| column | 中文 | type | meaning |", "|---|---|---|---|"]
        out += [f"| `{c.name}` | {c.zh} | {c.type} | {_cell(c.doc)} |" for c in spec.columns] + [""]
    out += ["## The nested record", "", "One line of `reports.jsonl`; its JSON Schema is `report.schema.json`.", ""]
    part: type
    for part in _PARTS:
        out += [f"### {part.__name__}", "", (part.__doc__ or "").split("\n", 1)[0], ""]
        out += ["| field | 中文 | meaning | values |", "|---|---|---|---|"]
        for field in _recorded(part):
            values = " ".join(f"`{value}`" for value in _values(part, field.name))
            out.append(f"| `{field.name}` | {field.metadata['zh']} | {_cell(field.metadata['doc'])} | {values} |")
        out.append("")
    return "\n".join(out).rstrip() + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


_CROSSWALK = """# Crosswalk between the forms

Made from `extract/lexicon/crosswalk.toml` by `make docs`; a test holds it current. Do not edit.

The form changed twice: the statistics of 2014 to 2018 (`legacy`), 国办公开办函〔2019〕60号 (`2019`, for the reports
on 2019 and 2020) and 国办公开办函〔2021〕30号 (`2021`, since the reports on 2021). Each row is a variable that can be
followed across them, in the table `panel` and with `extract.harmonise(report)`. A cell is named table/row/column; `*`
stands for all rows that begin so, `or` for what is taken where the first is not in the report's table. **near** means
that the form counts a little more or less than the variable says, and why; – that the form does not ask: the panel then
says `not_in_form`, which is not 0. A sum has a value only where each of its cells has one: a blank is not 0.

| variable | 中文 | counts | unit | legacy | 2019 | 2021 |
|---|---|---|---|---|---|---|
"""


_STATISTICS = """

## Cells of the statistics of 2014 to 2018

政府信息公开情况统计表 is one long list; its parts are tables of the record with the template `legacy`. Rows have the
names of the forms of 2019 and 2021 where they ask for the same. Amounts are in 元, as everywhere.

| table | row | column | 统计指标 | 单位 |
|---|---|---|---|---|
"""


def crosswalk_page() -> str:
    """The crosswalk as Markdown."""
    rows = []
    for variable in variables():
        ways = (_way(variable.forms[form]) for form in FORMS)
        rows.append(
            f"| `{variable.name}` | {variable.zh} | {_cell(variable.doc)} | {variable.unit} | {' | '.join(ways)} |"
        )
    cells = (
        f"| `{entry.kind}` | `{entry.row}` | `{entry.column}` | {_cell(label)} | {entry.unit} |"
        for entry, label in zip(legacy.entries(), legacy.titles(), strict=True)
    )
    return _CROSSWALK + "\n".join(rows) + _STATISTICS + "\n".join(cells) + "\n"


def _way(way: Way) -> str:
    if not way.cells:
        return f"– {_cell(way.why or '')}"
    sums = (" + ".join(f"`{'/'.join(place)}`" for place in places) for places in way.cells)
    return " or ".join(sums) + (f" **near**: {_cell(way.why)}" if way.why else "")


def help_text() -> str:
    """What ``gongkai --help`` prints."""
    from typer.main import get_command

    from extract.cli.app import app

    command = get_command(app)
    return command.get_help(command.context_class(command, info_name="gongkai", **command.context_settings)) + "\n"


def made() -> dict[str, str]:
    """The content of every generated file, by its path in the repository."""
    from extract.paper.cite import cff

    return {
        "CITATION.cff": cff(),
        "docs/crosswalk.md": crosswalk_page(),
        "docs/data-dictionary.md": page(),
        "docs/panel-columns.md": panel_page.page(),
        "docs/report.schema.json": json.dumps(schema(), ensure_ascii=False, indent=1) + "\n",
        "extract/cli/help.txt": help_text(),
    }


def main(root: Path) -> None:
    """Write the generated files."""
    for name, text in made().items():
        (root / name).write_text(text, encoding="utf8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
