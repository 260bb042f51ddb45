from __future__ import annotations

import subprocess
import sys

import pytest

import extract

HEAVY = (
    "spacy",
    "jieba",
    "sklearn",
    "skops",
    "typer",
    "rich",
    "pyarrow",
    "pandas",
    "polars",
    "numpy",
    "regex",
    "pypdfium2",
    "pdfplumber",
    "PIL",
    "cv2",
    "onnxruntime",
    "rapidocr",
)


def loaded_by(code: str) -> list[str]:
    probe = f"import sys\n{code}\nprint(*[name for name in {HEAVY!r} if name in sys.modules])"
    return subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout.split()


def test_import_loads_nothing_heavy() -> None:
    assert loaded_by("import extract") == []
    assert loaded_by("import extract\nextract.Report, extract.find, extract.record, extract.run_batch") == []


def test_help_loads_nothing_heavy() -> None:
    quiet = "import extract.cli, os\nsys.stdout, out = open(os.devnull, 'w'), sys.stdout"
    assert loaded_by(f"{quiet}\nextract.cli.main(['--help'])\nsys.stdout = out") == []


def test_frame_does_not_load_spacy() -> None:
    assert set(loaded_by("import extract\nextract.frame([], 'facts')")) <= {"pyarrow", "pandas", "numpy", "regex"}


def test_models_are_asked_without_scikit_learn() -> None:
    """It takes two seconds to load, and every process of a batch would pay them."""
    source = "extract.model.Source('a', 'txt', 'utf-8', 'a', '存在的问题：一是更新不及时。全年公开信息3条。')"
    asked = f"import extract.model, extract.pipeline\nassert extract.pipeline.extract([{source}])[0].facts"
    assert set(loaded_by(asked)) <= {"regex", "numpy", "jieba"}


def test_every_public_name_is_there() -> None:
    assert sorted(name for name in extract._HOME) == sorted(set(extract.__all__) - {"__version__"})
    for name in extract.__all__:
        assert getattr(extract, name) is not None
    assert set(extract.__all__) <= set(dir(extract))


def test_unknown_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        extract.nothing  # noqa: B018
