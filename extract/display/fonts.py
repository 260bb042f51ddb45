"""A font with Chinese characters for matplotlib, of those that are there; no plot with boxes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

from extract.errors import ExtractError

#: preferred first: sans serif, simplified forms; then what has the characters in other regions' forms, or serifs
FONTS = (
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC"),
    *("Hiragino Sans GB", "Microsoft YaHei", "DengXian", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei"),
    *("Heiti SC", "STHeiti", "Sarasa Gothic SC", "HarmonyOS Sans SC", "LXGW WenKai", "Droid Sans Fallback"),
    *("Noto Sans CJK JP", "Noto Sans CJK TC", "PingFang HK", "Heiti TC", "Arial Unicode MS"),
    *("Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun", "AR PL UMing CN", "AR PL UKai CN"),
)
#: a font must have all of these to be taken
PROBE = "政府信息公开渠道镇乡县问题措施依申请复议诉讼条件类（）、〔〕"
BUNDLED = "noto_cjk_sans_otc"
HINT = (
    "no installed font has Chinese characters, plots would show boxes. Install one, then try again: "
    "apt install fonts-noto-cjk (Debian, Ubuntu); dnf install google-noto-sans-cjk-fonts (Fedora); "
    "or, without rights on the machine, pip install noto-cjk-sans-otc"
)


def found(font: str | None = None) -> str:
    """The name of a font with Chinese characters that matplotlib can use.

    Parameters
    ----------
    font
        The one that is wanted; the first of ``FONTS`` that is there where it is not given.

    Raises
    ------
    ExtractError
        Where there is none, with what to install; or where ``font`` is not there or lacks the characters.
    """
    manager = _manager()
    if font is not None:
        _look_again(manager)
        if not _has(manager, font):
            raise ExtractError(f"the font {font!r} is not installed, or has no Chinese characters")
        return font
    name = next((name for name in FONTS if _has(manager, name)), None)
    if name is None:
        _look_again(manager)
        names = dict.fromkeys((*FONTS, *_listed(manager)))
        name = next((name for name in names if _has(manager, name)), None) or _bundled(manager)
    if name is None:
        raise ExtractError(HINT)
    return name


def _manager() -> Any:
    if find_spec("matplotlib") is None:
        raise ExtractError('matplotlib is not installed; install it with: pip install "gongkai[notebooks]"')
    from matplotlib import font_manager

    return font_manager.fontManager


def _listed(manager: Any) -> Iterator[str]:
    # matplotlib's own font of last resort has a picture for every character, and each is a box
    return (entry.name for entry in manager.ttflist if "Last Resort" not in entry.name)


def _has(manager: Any, name: str) -> bool:
    return any(_covers(entry.fname) for entry in manager.ttflist if entry.name == name)


@cache
def _covers(file: str) -> bool:
    """Whether the font in a file has all of ``PROBE``; of a collection its first face is looked at."""
    from matplotlib.ft2font import FT2Font

    try:
        font = FT2Font(file)
    except (OSError, RuntimeError):  # a font that was listed and is gone, or that is damaged
        return False
    return all(font.get_char_index(ord(char)) for char in PROBE)


def _look_again(manager: Any) -> None:
    """Fonts that were installed after matplotlib wrote its list."""
    from matplotlib import font_manager

    listed = {entry.fname for entry in manager.ttflist}
    for file in font_manager.findSystemFonts():
        if file not in listed:
            _add(manager, file)


def _add(manager: Any, file: str) -> str | None:
    """Make a file's font known; its name, or None where it cannot be read."""
    before = len(manager.ttflist)
    try:
        manager.addfont(file)
    except (OSError, RuntimeError):
        return None
    added = [entry.name for entry in manager.ttflist[before:]]
    return next((name for name in FONTS if name in added), added[0] if added else None)


def _bundled(manager: Any) -> str | None:
    """The font of the Python package that brings one along, where it is installed."""
    if find_spec(BUNDLED) is None:
        return None
    for file in sorted(str(one) for one in files(BUNDLED).iterdir() if one.name.endswith((".ttc", ".otf", ".ttf"))):
        name = _add(manager, file)
        if name is not None and _has(manager, name):
            return name
    return None
