"""Made-up scans for the tests: the pages of a made-up pdf drawn as pictures, turned, blurred and compressed.

The glyphs come from a font in a package, so that no font of the machine is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from extract.reading.pdf import file as pdf_file
from extract.reading.pdf.page import Page


def font_path() -> str:
    import noto_cjk_sans_otc

    return str(next(Path(noto_cjk_sans_otc.__file__).parent.glob("*.ttc")))


@cache
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, index=2 if path.endswith("CJK-Regular.ttc") else 0)  # 2: simplified Chinese


def pictures(data: bytes, dpi: int = 200, font: str | None = None) -> list[Image.Image]:
    """The pages of a pdf with a text layer, drawn character by character and line by line."""
    return [_picture(page, dpi / 72, font or font_path()) for page in pdf_file.pages("made.pdf", data, [])]


def _picture(page: Page, scale: float, font: str) -> Image.Image:
    image = Image.new("L", (round(page.width * scale), round(page.height * scale)), 255)
    draw = ImageDraw.Draw(image)
    for line in page.rulings:
        ends = (
            [(line.start, line.at), (line.end, line.at)]
            if line.across
            else [(line.at, line.start), (line.at, line.end)]
        )
        draw.line([(x * scale, y * scale) for x, y in ends], fill=30, width=max(1, round(0.6 * scale)))
    for char in page.chars:
        if char.text.strip():
            draw.text(
                (char.x0 * scale, char.y * scale),
                char.text,
                fill=20,
                font=_font(font, round(char.size * scale)),
                anchor="ls",
            )
    return image


def worn(
    image: Image.Image, angle: float = 0.0, blur: float = 0.0, noise: float = 0.0, ground: int = 255
) -> Image.Image:
    """A page as a scanner sees it: ``angle`` in degrees, ``noise`` the deviation of its grey, ``ground`` the paper's."""
    image = image.rotate(angle, Image.Resampling.BICUBIC, expand=False, fillcolor=255)
    if blur:
        image = image.filter(ImageFilter.GaussianBlur(blur))
    if noise or ground != 255:
        grey = np.asarray(image, dtype=np.float32) * (ground / 255)
        grey += np.random.default_rng(7).normal(0.0, noise, grey.shape) if noise else 0.0
        image = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
    return image


def bound(images: Sequence[Image.Image], dpi: int = 200, quality: int = 75) -> bytes:
    """A pdf of pictures, compressed as JPEG."""
    out = BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=list(images[1:]), resolution=dpi, quality=quality)
    return out.getvalue()


def jpeg(image: Image.Image, quality: int = 75) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()
