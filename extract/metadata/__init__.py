"""Title, issuing organ with its level, year reported on, and the period of the figures."""

from extract.metadata.heads import title
from extract.metadata.organs import level, organ
from extract.metadata.years import period, text_year, title_year, year

__all__ = ["level", "organ", "period", "text_year", "title", "title_year", "year"]
