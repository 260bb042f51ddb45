"""Reference pages from the code: every public name with its docstring, every command with its options.

``make docs`` writes them. Docstrings are numpy style; of it, what the public ones use is turned into Markdown.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cached_property
from types import ModuleType
from typing import Any

import extract

WIDTH = 100  # of a signature; what is longer has a parameter a line
#: public names in the order in which one meets them
GROUPS = {
    "Extract": ("run", "run_batch", "find", "Report", "Outcome", "Failure", "ExtractError"),
    "Read a run": ("load", "Results"),
    "Tables and documents": ("frame", "record", "harmonise", "to_doc"),
    "Show": ("highlight", "names", "plotting"),
    "Annotate and measure": ("sample", "Sample", "evaluation", "Evaluation"),
}
_TITLED = re.compile(r"(?m)^([A-Z][A-Za-z ]+)\n-{3,}\n")
_ROLE = re.compile(r":\w+:`~?([^`]+)`")
_LISTED = ("Parameters", "Attributes", "Returns", "Yields", "Raises")

_PYTHON = """# Public names

Made from the docstrings by `make docs`; a test holds it current. Do not edit.

```python
import extract
```

`import extract` loads nothing heavy; each name is fetched when it is first used. Other modules are the inside of the
house: they may change without notice. The [data dictionary](../data-dictionary.md) says
what the fields of a report mean.
"""
_COMMANDS = """# Commands

Made from the commands by `make docs`; a test holds it current. Do not edit.

This is what `gongkai … --help` prints. Exit codes: 0, all went well; 1, it went through, and something failed or was
found (a file, a check, a difference that was asked for); 2, it could not be done, and the message says what to do.
"""


def python_page() -> str:
    """Every public name, grouped, as Markdown."""
    out = [_PYTHON]
    for group, names in GROUPS.items():
        places = {name: _anchor(_heading(name, getattr(extract, name))) for name in names}
        out.append(f"- {group}: {', '.join(f'[`{name}`](#{at})' for name, at in places.items())}")
    for group, names in GROUPS.items():
        out += ["", f"## {group}"]
        for name in names:
            value = getattr(extract, name)
            out += ["", f"### {_heading(name, value)}", *_described(f"extract.{name}", value)]
    return "\n".join(out) + "\n"


def _heading(name: str, value: object) -> str:
    """A name; ``sample`` and ``Sample`` would be one place in the page, as capitals are lost there."""
    return f"{name} (class)" if inspect.isclass(value) else name


def _anchor(heading: str) -> str:
    """The place of a heading in a page, as GitHub names it."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def commands_page() -> str:
    """The help of every command, as Markdown."""
    from typer.main import get_command

    from extract.cli.app import app

    helps = dict(_helps(get_command(app), "gongkai"))
    index = [f"- [`{name}`](#{_anchor(name)})" for name in helps]
    return (
        "\n".join([_COMMANDS, *index, *(f"\n## {name}\n\n```text\n{told}\n```" for name, told in helps.items())]) + "\n"
    )


def _helps(command: Any, name: str) -> Iterator[tuple[str, str]]:
    context = command.context_class(command, info_name=name, **{"terminal_width": WIDTH, **command.context_settings})
    yield name, command.get_help(context)
    for part, one in getattr(command, "commands", {}).items():
        yield from _helps(one, f"{name} {part}")


def _described(name: str, value: object) -> Iterator[str]:
    """Signature, docstring and, of a class or module, what is public in it."""
    if isinstance(value, ModuleType):
        yield from ("", markdown(inspect.getdoc(value) or ""))
        for key, one in vars(value).items():
            if inspect.isfunction(one) and one.__module__ == value.__name__ and not key.startswith("_"):
                yield from ("", f"#### {name.removeprefix('extract.')}.{key}", *_described(f"{name}.{key}", one))
    elif inspect.isclass(value):
        yield from _class(name, value)
    elif callable(value):
        yield from ("", "```python", _signature(name, value), "```", "", markdown(inspect.getdoc(value) or ""))


def _class(name: str, value: type) -> Iterator[str]:
    if not is_dataclass(value):  # the others are handed out, not made
        yield from ("", "```python", _signature(name, value), "```")
    yield from ("", markdown(inspect.getdoc(value) or ""))
    if is_dataclass(value):
        told = [
            (field.name, field.metadata.get("doc", "")) for field in fields(value) if not field.name.startswith("_")
        ]
        if any(doc for _, doc in told):
            yield from ("", *(f"- `{key}`: {doc}" for key, doc in told if doc))
    short = name.rsplit(".", 1)[-1].lower()
    for key, one in vars(value).items():
        if key.startswith("_"):
            continue
        if isinstance(one, property | cached_property):
            yield from ("", f"**`{short}.{key}`**", "", markdown(inspect.getdoc(one) or ""))
        elif inspect.isfunction(one):
            yield from ("", "```python", _signature(f"{short}.{key}", one, bound=True), "```")
            yield from ("", markdown(inspect.getdoc(one) or ""))


class _Plain(str):
    """An annotation that shows itself as it was written, without quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _signature(name: str, value: Any, *, bound: bool = False) -> str:
    told = inspect.signature(value)
    kept = [
        one if one.annotation is one.empty else one.replace(annotation=_Plain(one.annotation))
        for one in list(told.parameters.values())[int(bound) :]
    ]
    gives = told.return_annotation
    gives = told.empty if gives is told.empty or inspect.isclass(value) else _Plain(gives)
    one_line = f"{name}{told.replace(parameters=kept, return_annotation=gives)}"
    if len(one_line) <= WIDTH:
        return one_line
    parts = str(told.replace(parameters=kept, return_annotation=told.empty))[1:-1]
    end = "" if gives is told.empty else f" -> {gives}"
    return "\n".join([f"{name}(", *(f"    {part}," for part in re.split(r", (?=\*(?:,|$)|\w+: )", parts)), f"){end}"])


def markdown(doc: str) -> str:
    r"""A numpy-style docstring as Markdown.

    Examples
    --------
    >>> print(markdown("Adds.\n\nRaises\n------\nValueError\n    Where ``a`` is\n    no number."))
    Adds.
    <BLANKLINE>
    **Raises**
    <BLANKLINE>
    - `ValueError`: Where `a` is no number.
    """
    first, *sections = _TITLED.split(doc)
    out = [_plain(first.strip())]
    for title, body in zip(sections[::2], sections[1::2], strict=True):
        out.append(f"**{title}**")
        if title in _LISTED:
            found = re.findall(r"(?m)^(\S.*)\n((?:(?:[ ]{4}.*)?\n?)*)", body)
            out.append("\n".join(f"- `{term}`: {_plain(' '.join(said.split()))}" for term, said in found))
        elif title == "Examples":
            out.append(f"```pycon\n{body.strip()}\n```")
        else:
            out.append(_plain(body.strip()))
    return "\n\n".join(out)


def _plain(text: str) -> str:
    return _ROLE.sub(r"`\1`", text).replace("``", "`")
