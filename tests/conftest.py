from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from extract.model import Report, Source
from extract.reading import read

# the suite gives the same answer each time; HYPOTHESIS_PROFILE=search looks in new places
settings.register_profile("steady", derandomize=True)
settings.register_profile("search", max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "annotations" / "reports"
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def sample_paths() -> list[Path]:
    paths = sorted(SAMPLES.glob("*.txt"))
    assert paths, f"no sample report in {SAMPLES}"
    return paths


@pytest.fixture(scope="session")
def samples(sample_paths: list[Path]) -> list[Report]:
    """Every sample report, extracted once."""
    from extract import pipeline, reading

    return pipeline.extract([reading.read(path, path.name) for path in sample_paths])


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports beside the repository; tests that ask for it are skipped where it is not there."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip(f"the real reports are not there ({SHARED}); the sample reports are tested all the same")
    return SHARED


@pytest.fixture(scope="session")
def sample_sources(sample_paths: list[Path]) -> list[Source]:
    """Every sample report, read."""
    return [read(path, path.name) for path in sample_paths]
