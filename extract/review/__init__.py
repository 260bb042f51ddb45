"""A run as pages to look at, decide and correct: they need no server and no network."""

from extract.review.building import Review, build, place_for
from extract.review.serving import PORT, Server, server

__all__ = ["PORT", "Review", "Server", "build", "place_for", "server"]
