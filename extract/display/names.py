"""Chinese names of what the columns hold in English: kinds of channels and facts, aspects, levels, statuses."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


def names(of: str, *, both: bool = False) -> dict[str, str]:
    """What the values of a column are called in Chinese, for the labels of a plot.

    Parameters
    ----------
    of
        ``fact``, ``channel``, ``aspect``, ``level``, ``section``, ``table``, ``status`` (of a cell or a variable of
        the panel), ``link`` or ``check``.
    both
        Whether the English value stands before the Chinese name.

    Returns
    -------
    dict
        Value to name, as ``Series.rename`` takes it.

    Raises
    ------
    ValueError
        Where there is no such list of names.

    Examples
    --------
    >>> names("channel")["wechat_account"]
    '微信公众号'
    >>> names("aspect", both=True)["timeliness"]
    'timeliness 及时更新'
    """
    known = _known()
    if of != "fact" and of not in known:
        raise ValueError(f"no names of {of!r}; there are fact, {', '.join(known)}")
    found = _facts() if of == "fact" else known[of]
    return {value: f"{value} {name}" if both else name for value, name in found.items()}


@cache
def _known() -> dict[str, dict[str, str]]:
    return tomllib.loads((files(__package__) / "names.toml").read_text(encoding="utf8"))


@cache
def _facts() -> dict[str, str]:
    from extract.facts import kinds

    return {kind.name: kind.zh for kind in sorted(kinds(), key=lambda kind: kind.name)}
