"""Channels: every place that names one, whether it was used, and the distinct channels that they add up to.

``finding`` finds the places, ``names`` and ``places`` read proper names, ``use`` and ``doubt`` tell whether
the text says that the channel was used, ``merge`` makes channels of mentions.
"""

from __future__ import annotations

from extract.channels.around import around
from extract.channels.finding import mentions
from extract.channels.merge import merge
from extract.channels.use import unused

__all__ = ["around", "mentions", "merge", "unused"]
