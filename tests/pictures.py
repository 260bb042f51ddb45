"""``make pictures``: the screenshots of docs/review.md, made of the sample reports, so that they stay true."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

import browser
from PIL import Image
from playwright.sync_api import Page, expect

import extract
from extract.review import build
from extract.shards import running

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
COLOURS = 160  # enough for a page; a third of the bytes


def keep(page: Page, name: str) -> None:
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    small = picture.quantize(COLOURS, kmeans=2, dither=Image.Dither.NONE)
    small.save(PICTURES / f"review-{name}.png", optimize=True)


def main() -> int:
    if browser.found() is None:
        sys.stderr.write(f"{browser.LACKING}\n")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, browser.browser() as chromium:
        out = Path(folder) / "results"
        running.run(running.Request((str(ROOT / "annotations" / "reports"),), str(out)))
        start = build(extract.load(out), Path(folder) / "review").page.as_uri()
        wide = chromium.new_context(viewport={"width": 1200, "height": 760}, reduced_motion="reduce").new_page()
        wide.goto(start)
        expect(wide.locator(".reports tbody tr")).to_have_count(14)
        wide.get_by_label("审阅人").fill("王")
        wide.get_by_label("审阅人").blur()
        keep(wide, "list")
        wide.goto(f"{start}#/report/a41de7b4554345e3/p2")
        expect(wide.locator("svg.links g.link")).to_have_count(3)
        keep(wide, "report")
        wide.goto(f"{start}#/report/a41de7b4554345e3/f11")
        for name in ("f9", "f10"):
            wide.get_by_role("button", name=f"确认 {name}", exact=True).click()
        wide.get_by_role("button", name="更正 f11", exact=True).click()
        wide.locator("#editor [name=value]").fill("3")
        keep(wide, "correction")
        wide.keyboard.press("Escape")
        wide.locator("#card-f11").get_by_role("button", name="正文与表格一致").click()
        wide.get_by_role("button", name="予以公开 / 社会公益组织").click()
        keep(wide, "check")
        phone = chromium.new_context(
            viewport={"width": 360, "height": 720}, is_mobile=True, has_touch=True, reduced_motion="reduce"
        ).new_page()
        phone.goto(f"{start}#/report/39077d2c371af0b8/p2")
        expect(phone.locator("svg.links g.link")).to_have_count(3)
        keep(phone, "phone")
    for path in sorted(PICTURES.glob("review-*.png")):
        sys.stdout.write(f"{path.relative_to(ROOT)} {path.stat().st_size / 1000:.0f} kB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
