"""Who may import whom: data flows one way, stages do not know each other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "extract"
BASE = {
    "model",
    "errors",
    "lexicon",
    "limits",
    "numbers",
    "resources",
    "storage",
    "tfidf",
    "words",
}  # what any stage may use
STAGES = {
    *("reading", "cleaning", "outline", "sentences", "metadata", "contacts", "tables", "facts", "channels", "items"),
    *("links", "checks", "classify", "document"),
}
#: rooms around the stages, with what each may import beside the base
OUTER = {
    "pipeline": STAGES,
    "train": STAGES | {"pipeline", "annotate", "evaluate", "export"},
    "inputs": {"reading"},
    "batch": {"pipeline", "reading", "engines", "inputs"},
    "engines": {"batch", "inputs"},
    "export": {"batch", "resources"},
    "display": {"export", "facts"},
    "results": {"export", "display"},
    "shards": {"batch", "engines", "inputs", "export", "resources", "classify"},
    "panel": {"export", "results"},
    "compare": {"export", "results"},
    "paper": {"export", "results", "evaluate", "facts", "document"},  # defines what kinds and documents there are
    "audit": {"export", "results"},
    "spacy_component": {"pipeline", "reading", "export"},
    "dictionary": {"export", "facts", "cli", "panel", "paper", "reference"},
    "reference": {"cli"},
    "annotate": STAGES | {"pipeline", "batch", "export", "results"},
    "evaluate": STAGES | {"pipeline", "batch", "export", "annotate"},
    "review": STAGES | {"pipeline", "batch", "export", "annotate", "results"},
    "cli": {
        *("batch", "inputs", "export", "pipeline", "facts", "dictionary", "annotate", "evaluate", "review", "train"),
        *("results", "storage", "shards", "panel", "compare", "paper", "audit"),
    },
    "__main__": {"cli"},
}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """The rooms that a file imports, at its top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            module = node.module or ""
            names = [f"extract.{alias.name}" for alias in node.names] if module == "extract" else [module]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("extract.")}
    return {name for name in found if not name.startswith("_")}


FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports(path: Path) -> None:
    here = room(path)
    assert here in BASE | STAGES | set(OUTER), f"extract/{here} has no place in the layers; give it one here"
    if here in BASE:
        allowed = {"errors", "model", "lexicon"}
    elif here in STAGES:
        allowed = BASE
    else:
        allowed = BASE | OUTER[here]
    assert imported(path) <= allowed | {here}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_library_neither_prints_nor_exits(path: Path) -> None:
    if room(path) in {"cli", "train", "__main__"}:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in {"print", "exit", "quit", "sys.exit", "os._exit", "breakpoint"}, f"line {node.lineno}"


def test_heavy_libraries_have_one_room_each() -> None:
    rooms = {
        "jieba": {"words"},
        "spacy": {"spacy_component", "annotate"},
        "pyarrow": {
            "export",
            "reading",
            "results",
            "storage",
            "shards",
            "panel",
            "compare",
            "paper",
            "audit",
            "review",
        },
        "typer": {"cli", "dictionary", "reference"},
    }
    rooms |= {"rich": {"cli"}, "sklearn": {"classify", "train"}, "skops": {"classify", "train"}}
    rooms |= {"selectolax": {"reading"}, "rapidfuzz": {"annotate", "panel"}}
    rooms |= {"duckdb": {"panel"}, "datasketch": {"panel"}, "pyreadstat": {"panel"}, "xlsxwriter": {"panel", "audit"}}
    rooms |= {"distributed": {"shards"}, "fsspec": {"storage"}, "openpyxl": {"audit"}}
    rooms |= {"matplotlib": {"display"}, "cycler": {"display"}}
    rooms |= {"pypdfium2": {"reading"}, "pdfplumber": {"reading"}}
    rooms |= {"cv2": {"reading"}, "onnxruntime": {"reading"}, "rapidocr": {"reading"}, "PIL": {"reading"}}
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                top = name.split(".")[0]
                assert room(path) in rooms.get(top, {room(path)}), f"{path.name} imports {top}"
