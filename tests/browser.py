"""A Chromium for the tests and pictures of the review: Debian's, driven by Playwright; nothing is downloaded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
LACKING = f"no {', '.join(NAMES[:-1])} or {NAMES[-1]} on this machine; make setup-browser installs Debian's"


def found() -> str | None:
    """The program of the browser that is there, if any."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        one = driver.chromium.launch(executable_path=found(), args=ARGS)
        yield one
        one.close()
