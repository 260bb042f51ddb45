"""Plots: Chinese without boxes on any machine, or a word on what to install; bars and heat maps as they are meant."""

from __future__ import annotations

import copy
import io
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from matplotlib import font_manager

import extract
from extract.display import fonts

mpl.use("agg")
from matplotlib import pyplot as plt

pandas = pytest.importorskip("pandas")


@pytest.fixture(autouse=True)
def _clean() -> Iterator[None]:
    """Every test begins with matplotlib as it is installed; a missing glyph is an error."""
    with mpl.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing from")
        yield
    plt.close("all")


def drawn() -> bytes:
    file = io.BytesIO()
    plt.gcf().savefig(file, format="png")
    return file.getvalue()


def test_chinese_is_drawn() -> None:
    name = extract.plotting.chinese()
    assert mpl.rcParams["font.family"][0] == name
    plt.figure().suptitle(fonts.PROBE + " − ½ 2019–2021 →")
    assert drawn().startswith(b"\x89PNG")


def test_the_guard_catches_a_font_without_the_characters() -> None:
    mpl.rcParams["font.family"] = "DejaVu Sans"
    plt.figure().suptitle("政府")
    with pytest.raises(UserWarning, match="Glyph 25919"):
        drawn()


def machine(monkeypatch: pytest.MonkeyPatch, keep: Callable[[str], bool], installed: list[str]) -> Any:
    """Matplotlib's list with some fonts alone, on a machine with some files of fonts."""
    manager = copy.copy(font_manager.fontManager)
    manager.ttflist = [entry for entry in manager.ttflist if keep(entry.name)]
    monkeypatch.setattr(fonts, "_manager", lambda: manager)
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: installed)
    return manager


def latin(name: str) -> bool:
    return name.startswith(("DejaVu", "STIX", "Last Resort"))


def test_without_a_font_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    machine(monkeypatch, latin, [])
    monkeypatch.setattr(fonts, "find_spec", lambda name: None if name == fonts.BUNDLED else object())
    with pytest.raises(extract.ExtractError, match=r"apt install fonts-noto-cjk.*pip install noto-cjk-sans-otc"):
        extract.plotting.chinese()


def test_the_font_of_a_package_is_taken_where_none_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("noto_cjk_sans_otc")
    machine(monkeypatch, latin, [])
    assert fonts.found().startswith("Noto Sans CJK")


def test_a_font_that_was_installed_since_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = pytest.importorskip("noto_cjk_sans_otc")
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    machine(monkeypatch, latin, [str(broken), str(package.FONT_PATH)])
    monkeypatch.setattr(fonts, "find_spec", lambda name: None if name == fonts.BUNDLED else object())
    assert fonts.found().startswith("Noto Sans CJK")


def test_a_font_that_is_listed_and_gone_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    package = pytest.importorskip("noto_cjk_sans_otc")
    manager = machine(monkeypatch, latin, [str(package.FONT_PATH)])
    manager.ttflist.append(replace(manager.ttflist[0], name=fonts.FONTS[0], fname="/nowhere/gone.ttf"))
    assert fonts.found().startswith("Noto Sans CJK")


def test_plots_on_a_machine_without_chinese_fonts() -> None:
    pytest.importorskip("noto_cjk_sans_otc")
    code = """
import warnings
warnings.filterwarnings("error", message="Glyph .* missing from")
import matplotlib
matplotlib.use("agg")
from matplotlib import font_manager
keep = [entry for entry in font_manager.fontManager.ttflist if entry.name.startswith(("DejaVu", "STIX"))]
font_manager.fontManager.ttflist = keep
font_manager.findSystemFonts = lambda: []
import extract
extract.plotting.bars({"微信公众号": 3}, title="渠道", unit="条").figure.savefig("/dev/null", format="png")
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_font_that_is_asked_for_must_have_chinese() -> None:
    found = fonts.found()
    assert fonts.found(found) == found
    for name in ("DejaVu Sans", "No Such Font"):
        with pytest.raises(extract.ExtractError, match=f"{name}.*not installed, or has no Chinese"):
            extract.plotting.chinese(name)


def test_without_matplotlib_it_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "find_spec", lambda name: None)
    with pytest.raises(extract.ExtractError, match=r"gongkai\[notebooks\]"):
        extract.plotting.chinese()


def test_bars() -> None:
    values = pandas.Series({"微信公众号": 12000, "官方网站": 0}, dtype="Int64")
    axes = extract.plotting.bars(values, title="渠道", unit="条", note="14份报告")
    assert [label.get_text() for label in axes.get_yticklabels()] == ["微信公众号", "官方网站"]
    assert [text.get_text() for text in axes.texts] == ["12,000", "0"]
    assert [bar.get_width() for bar in axes.patches] == [12000, 0]
    assert axes.yaxis_inverted(), "the first stands on top"
    assert axes.get_xlabel() == "条\n14份报告"
    drawn()
    with pytest.raises(ValueError, match="nothing to draw"):
        extract.plotting.bars({}, title="渠道", unit="条")


def test_heat_writes_every_number_and_leaves_gaps_open() -> None:
    table = pandas.DataFrame({2019: [1, None], 2020: [10, 0]}, index=["及时更新", "渠道形式"], dtype="Float64")
    axes = extract.plotting.heat(table, title="方面", unit="%", x="年度", blank="无报告")
    assert [(text.get_text(), text.get_position()) for text in axes.texts] == [
        ("1", (0, 0)),
        ("10", (1, 0)),
        ("0", (1, 1)),
    ]
    assert [text.get_color() for text in axes.texts] == ["black", "white", "black"]
    assert axes.get_xlabel() == "年度\nhatched: 无报告"
    assert axes.images[0].get_clim() == (0, 10)
    drawn()
    full = extract.plotting.heat(table.fillna(0), title="方面", unit="%", blank="无报告", form="", top=100)
    assert full.get_xlabel() == ""
    assert not full.texts
    drawn()
    for empty in (table.iloc[:0], table[[]]):
        with pytest.raises(ValueError, match="nothing to draw"):
            extract.plotting.heat(empty, title="方面", unit="%")


@pytest.mark.parametrize("value", [None, 0.0])
def test_heat_of_nothing_or_noughts(value: float | None) -> None:
    extract.plotting.heat(pandas.DataFrame({"a": [value]}, dtype="Float64"), title="方面", unit="%")
    drawn()
