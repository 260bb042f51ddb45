"""What notebooks show: reports with highlights, runs in numbers, plots with Chinese, Chinese names of values."""

from extract.display import plotting
from extract.display.folder import counted
from extract.display.marking import Mark, marked
from extract.display.names import names
from extract.display.report import Html, highlight

__all__ = ["Html", "Mark", "counted", "highlight", "marked", "names", "plotting"]
