"""Problems and remedies: where a report tells them (zones), the items cut from them, and the role of each."""

from extract.items.cutting import Draft, candidates
from extract.items.points import Zone
from extract.items.roles import agree, settle
from extract.items.zones import plans, zones

__all__ = ["Draft", "Zone", "agree", "candidates", "plans", "settle", "zones"]
