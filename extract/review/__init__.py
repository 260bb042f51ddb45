"""A run as pages to look at, decide and correct: they need no server and no network."""

from extract.review.building import Review, build, place_for

__all__ = ["Review", "build", "place_for"]
