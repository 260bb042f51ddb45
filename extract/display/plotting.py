"""Plots with Chinese on any machine, in a few colours that everybody can tell apart."""

from __future__ import annotations

from typing import Any

from extract.display import fonts

#: Okabe and Ito's palette, the dark ones first; yellow is left out, it fades on white
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
GREY = "#595959"
BAR = 0.32  # inches that a bar takes


def chinese(font: str | None = None) -> str:
    """Make matplotlib show Chinese, with quiet axes and colours for the colour-blind.

    Parameters
    ----------
    font
        A font to take; the first good one that is installed where it is not given.

    Returns
    -------
    str
        The name of the font. Characters that it lacks are looked for in matplotlib's own.

    Raises
    ------
    ExtractError
        Where no font has Chinese characters: the message says what to install.

    References
    ----------
    Okabe & Ito (2008), Color Universal Design.
    """
    name = fonts.found(font)
    import matplotlib
    from cycler import cycler

    matplotlib.rcParams.update(
        {
            "font.family": [name, "DejaVu Sans"],
            "axes.prop_cycle": cycler(color=COLOURS),
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.edgecolor": GREY,
            "axes.titlesize": 12,
            "axes.titlelocation": "left",
            "axes.titlepad": 12,
            "axes.labelcolor": GREY,
            "xtick.color": GREY,
            "figure.facecolor": "white",  # also in a dark notebook: the letters are dark
            "figure.constrained_layout.use": True,
            "figure.dpi": 110,
            "legend.frameon": False,
        }
    )
    return name


def bars(values: Any, *, title: str, unit: str, form: str = ",.0f", note: str = "") -> Any:
    """Horizontal bars with their values written out, in the order in which they are given.

    Parameters
    ----------
    values
        A pandas Series, or a mapping from label to number.
    title, unit
        What is shown, and what is counted: the label of the axis.
    form
        How the values are written, as ``format`` takes it.
    note
        A line beneath, such as how many things were counted.

    Returns
    -------
    matplotlib.axes.Axes
        To add to.

    Raises
    ------
    ValueError
        Where there is nothing to draw.
    """
    chinese()
    import matplotlib.pyplot as plt

    pairs = [(str(label), float(value)) for label, value in values.items()]
    if not pairs:
        raise ValueError("there is nothing to draw: no values")
    _, axes = plt.subplots(figsize=(7.2, 1.2 + BAR * len(pairs)))
    drawn = axes.barh(range(len(pairs)), [value for _, value in pairs], color=COLOURS[0], height=0.7)
    axes.bar_label(drawn, [format(value, form) for _, value in pairs], padding=4, color=GREY)
    axes.set_yticks(range(len(pairs)), [label for label, _ in pairs])
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()
    axes.margins(x=0.12, y=0.02)
    axes.set_title(title)
    axes.set_xlabel(unit + (f"\n{note}" if note else ""))
    return axes


def heat(
    values: Any,
    *,
    title: str,
    unit: str,
    x: str = "",
    y: str = "",
    form: str = ".0f",
    top: float | None = None,
    blank: str = "",
) -> Any:
    """A table as a heat map, the number in every cell; a missing value is hatched, not a nought.

    Parameters
    ----------
    values
        A pandas DataFrame of numbers.
    title, unit
        What is shown, and what the colours mean.
    x, y
        Labels of the axes.
    form
        How the values are written, as ``format`` takes it; empty for none.
    top
        Value of the darkest colour; the greatest one where it is not given.
    blank
        What a hatched cell means, for the label below.

    Returns
    -------
    matplotlib.axes.Axes
        To add to.

    Raises
    ------
    ValueError
        Where there is nothing to draw.
    """
    chinese()
    import matplotlib.pyplot as plt
    import numpy as np

    table = values.to_numpy(dtype=float, na_value=np.nan)
    if not table.size:
        raise ValueError("there is nothing to draw: no rows, or no columns")
    rows, columns = table.shape
    wide = max(0.52, 0.11 * max(len(format(one, form)) for one in table.flat)) if form else 0.4
    _, axes = plt.subplots(figsize=(2.6 + wide * columns, 1.8 + 0.34 * rows))
    top = top if top is not None else (np.nanmax(table) if np.isfinite(table).any() else 1) or 1
    axes.patch.set(hatch="////", edgecolor="#bbbbbb", facecolor="white")
    shown = axes.imshow(np.ma.masked_invalid(table), cmap="Blues", vmin=0, vmax=top, aspect="auto")
    for i, j in np.ndindex(table.shape) if form else ():
        if np.isfinite(table[i, j]):
            ink = "white" if table[i, j] > 0.6 * top else "black"
            axes.text(j, i, format(table[i, j], form), ha="center", va="center", color=ink, fontsize=9)
    upright = max((len(str(label)) for label in values.columns), default=0) > 5
    axes.set_xticks(range(columns), [str(label) for label in values.columns], rotation=60 if upright else 0)
    if upright:
        for tick in axes.get_xticklabels():
            tick.set(ha="right", rotation_mode="anchor")
    axes.set_yticks(range(rows), [str(label) for label in values.index])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.set_title(title)
    hatched = f"\nhatched: {blank}" if blank and not np.isfinite(table).all() else ""
    axes.set(xlabel=x + hatched, ylabel=y)
    plt.colorbar(shown, ax=axes, label=unit, fraction=0.05, pad=0.02)
    return axes
