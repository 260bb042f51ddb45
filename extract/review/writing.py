"""The folder of pages: written beside its place, a chunk at a time, and put there when it is whole."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from extract import __version__
from extract.errors import OutputError
from extract.review import words

MARK = "gongkai-review.json"  # by which a folder is known to be ours to replace
ASSETS = (
    *("base.js", "store.js", "list.js", "search.js", "model.js", "text.js", "links.js", "tables.js"),
    *(
        "record.js",
        "decide.js",
        "form.js",
        "saving.js",
        "keys.js",
        "app.js",
        "start.js",
        "style.css",
        "report.css",
        "icon.svg",
    ),
)
_HALF = re.compile("[\ud800-\udfff]")  # no UTF-8; two of them would become one character, and every place wrong
#: never as they are: line ends of JavaScript, what turns text round, and the less-than sign, by which a browser might
#: take the file for a page
_ESCAPED = re.compile("[\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff<]")


def script(name: str, value: Any) -> bytes:
    """A value as a script that hands it to the page: scripts load from ``file://``, JSON does not."""
    told = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    told = _HALF.sub("\ufffd", told)
    told = _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", told)
    return f"gongkai.data({json.dumps(name)},{told});\n".encode()


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """A folder to write into, which takes the place of ``path`` when all went well.

    Raises
    ------
    OutputError
        Where something else is there, or it cannot be written.
    """
    if path.exists() and not (path.is_dir() and ((path / MARK).is_file() or not any(path.iterdir()))):
        raise OutputError("is there and is no review that gongkai wrote; name another folder (--out)", path=str(path))
    part, old = (path.with_name(f".{path.name}.{word}") for word in ("part", "old"))
    try:
        for left in (part, old):
            shutil.rmtree(left, ignore_errors=True)
        part.mkdir(parents=True)
        yield part
        if path.exists():
            path.rename(old)
        part.rename(path)
    except OSError as error:
        raise OutputError(f"cannot be written ({error.strerror or error})", path=str(path)) from error
    finally:
        for left in (part, old):
            shutil.rmtree(left, ignore_errors=True)


def put(place: Path, name: str, value: Any) -> None:
    """Write the data ``name`` (``list/0000``) under ``place``."""
    file = place / "data" / f"{name}.js"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(script(name, value))


def shell(place: Path, meta: dict[str, Any]) -> None:
    """Write the page itself, its styles and scripts, and what it says in both languages."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    env = Environment(
        loader=PackageLoader("extract.review", "page"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    said = words.language(meta["language"])["strings"]["page"]
    scripts = [name for name in ASSETS if name.endswith(".js")]
    styles = [name for name in ASSETS if name.endswith(".css")]
    page = env.get_template("index.html").render(t=said, meta=meta, scripts=scripts, styles=styles)
    (place / "index.html").write_text(page, encoding="utf8", newline="\n")
    assets = place / "assets"
    assets.mkdir()
    for name in ASSETS:
        (assets / name).write_bytes((files("extract.review") / "page" / name).read_bytes())
    (assets / "serve.js").write_text("// no server: gongkai review --serve puts its own here\n", encoding="utf8")
    put(place, "meta", meta)
    for code in words.LANGUAGES:
        put(place, f"words-{code}", words.language(code))
    mark = {"gongkai": __version__, "run": meta["run"], "reports": meta["reports"]}
    (place / MARK).write_text(json.dumps(mark) + "\n", encoding="utf8")
