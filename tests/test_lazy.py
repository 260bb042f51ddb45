from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import extract
from extract.engines import in_processes

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
    # jieba's dictionary takes half a second more: beside rjieba it is not read at all
    assert set(loaded_by(asked)) <= {"regex", "numpy"} | (set() if find_spec("rjieba") else {"jieba"})


def luggage(_: int) -> tuple[list[str], bool, set[int]]:
    import numpy
    import pyarrow
    import threadpoolctl

    array = pyarrow.array(["a", "b"]).to_pylist()
    numpy.ones((2, 2)) @ numpy.ones((2, 2))
    threads = {found["num_threads"] for found in threadpoolctl.threadpool_info() if found["user_api"] == "blas"}
    return array, "pandas" in sys.modules, threads


def test_processes_that_extract_travel_light(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pyarrow would load pandas with the first array, and numpy start a thread for each core, for nothing."""
    pytest.importorskip("threadpoolctl")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    ((_, (array, pandas, threads)),) = in_processes(luggage, range(1), 1)
    assert (array, pandas) == (["a", "b"], False)
    assert threads <= {1}


def test_the_command_that_runs_does_without_pandas(sample_paths: list[Path], tmp_path: Path) -> None:
    args = ["run", str(sample_paths[0]), "--out", str(tmp_path / "out")]
    quiet = "import extract.cli, os\nsys.stdout, out = open(os.devnull, 'w'), sys.stdout"
    ended = (
        f"try:\n    extract.cli.main({args!r})\nexcept SystemExit as end:\n    assert not end.code\nsys.stdout = out"
    )
    assert not set(loaded_by(f"{quiet}\n{ended}")) & {"pandas", "sklearn", "spacy"}
    assert (tmp_path / "out" / "facts.csv").is_file()


def test_every_public_name_is_there() -> None:
    assert sorted(name for name in extract._HOME) == sorted(set(extract.__all__) - {"__version__"})
    for name in extract.__all__:
        assert getattr(extract, name) is not None
    assert set(extract.__all__) <= set(dir(extract))


def test_unknown_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        extract.nothing  # noqa: B018
