"""Facts: quantities, and stated absences of quantities, that the narrative asserts about the work.

A kind is a module of this package that holds ``KIND`` (see ``base`` for the language of its rules); the rest is the
engine: ``frames`` (what a quantity stands in), ``deciding`` (what it counts), ``absence`` (denials), ``category``,
``relate`` and ``breakdown`` (class, channel, scope, total).
"""

from __future__ import annotations

from extract.facts.engine import extract
from extract.facts.frames import Frame
from extract.facts.framing import frames
from extract.facts.registry import kinds
from extract.facts.second import Model as SecondOpinion
from extract.facts.second import opinions

__all__ = ["Frame", "SecondOpinion", "extract", "frames", "kinds", "opinions"]
