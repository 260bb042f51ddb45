"""How long a review of many reports takes to write and to open: ``python tests/review_speed.py [1000]``."""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import browser
import reviews
from playwright.sync_api import Page, expect

import extract
from extract.review import build

RUNS = 5


def said(words: str) -> None:
    sys.stdout.write(f"{words}\n")


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def visit(page: Page, address: str, count: int) -> dict[str, float]:
    """Seconds from the order until it can be seen, in a browser that has never been there."""
    found = page.locator("#found")
    out = {}

    def opened() -> None:
        page.goto(address)
        expect(page.locator(".reports tbody tr").first).to_be_visible()

    def filtered() -> None:
        page.get_by_role("combobox", name="年度", exact=True).select_option("2012")
        expect(found).not_to_have_text(re.compile(f"^{count:,} "))

    def searched() -> None:
        page.get_by_role("combobox", name="年度", exact=True).select_option("")
        page.get_by_label("搜索全文").check()
        page.get_by_label("搜索", exact=True).fill("惠农补贴类")
        expect(found).to_have_text(re.compile(r"^\d+ 份，共 [\d,]+ 份$"), timeout=60_000)

    def shown() -> None:
        page.locator(".reports a").first.click()
        expect(page.locator(".card").first).to_be_visible()

    for name, work in (("list opened", opened), ("filtered", filtered), ("full text", searched), ("report", shown)):
        out[name] = timed(work)
        if name == "list opened":
            expect(found).to_have_text(f"{count:,} 份，共 {count:,} 份", timeout=60_000)
    return out


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as name, browser.browser() as chromium:
        folder = Path(name)
        run: Any = reviews.large(folder, reviews.run(folder, ["s01", "s05", "s13"]), count)
        done = None

        def write() -> None:
            nonlocal done
            done = build(run, folder / "pages")

        seconds = timed(write)
        assert done is not None
        texts = sum(path.stat().st_size for path in (done.folder / "data" / "text").iterdir())
        said(
            f"{count:,} reports written in {seconds:.1f} s, {done.size / 1e6:.0f} MB, of which {texts / 1e6:.0f} MB full text"
        )
        times = [visit(chromium.new_context().new_page(), done.page.as_uri(), count) for _ in range(RUNS)]
        for what in times[0]:
            said(f"{what}: {median(one[what] for one in times):.2f} s (median of {RUNS})")


if __name__ == "__main__":
    said(f"gongkai {extract.__version__}")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
