"""Links from problems to remedies: ``closeness`` says how well a remedy answers a problem, ``linking`` makes links."""

from __future__ import annotations

from extract.links.closeness import closeness, likeness
from extract.links.linking import Place, label, link

__all__ = ["Place", "closeness", "label", "likeness", "link"]
