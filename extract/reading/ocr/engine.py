"""The models that find and read text in pictures: those that the wheel of rapidocr carries, run by onnxruntime.

rapidocr itself is not imported: it fetches a model that it misses, and it gives a line's words without their places.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from extract.errors import ReadError

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: the command that installs what OCR needs
INSTALL = 'pip install "gongkai[ocr]"'
#: longest side of the picture in which lines are looked for, in pixels
FIND_SIDE = 1536
#: width of a line, in its heights, above which it is no line of a page
MAX_RATIO = 120
#: digits, and what they are taken for where nothing stands beside them
LOOK_ALIKES = {"0": "oOQDU○〇", "1": "lIi|!", "5": "Ss", "2": "Zz", "8": "B"}
_HEIGHT = 48  # what the models read
_STEP = 32  # the finder's grid
_SURE = 0.3  # of a pixel, that it is text
_LINE = 0.5  # of a line, that it is one
_WIDER = 1.5  # the finder marks the core of a line; how far its letters reach beyond, in areas over perimeters
_NEEDED = ("cv2", "onnxruntime", "rapidocr")


class Glyph(NamedTuple):
    """A character read: where its middle is in the width of the picture (0 to 1), and how sure it is."""

    text: str
    at: float
    sure: float


def installed() -> bool:
    """Whether all that OCR needs is there."""
    return all(find_spec(name) is not None for name in _NEEDED)


class Engine:
    """Both models, loaded. They run on one thread: processes are for more than one file."""

    def __init__(self) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        self._find, self._read = (
            onnxruntime.InferenceSession(str(_model(part)), options, providers=["CPUExecutionProvider"])
            for part in ("det", "rec")
        )
        letters = self._read.get_modelmeta().custom_metadata_map["character"].splitlines()
        self.letters: list[str] = ["", *letters, " "]  # the first class is "no letter", the last a blank
        classes = {letter: index for index, letter in enumerate(self.letters)}
        groups = [[classes[one] for one in digit + likes if one in classes] for digit, likes in LOOK_ALIKES.items()]
        self._alike = {index: group for group in groups for index in group}

    def find(self, grey: NDArray[Any]) -> list[tuple[int, int, int, int]]:
        """Upright boxes ``(x0, y0, x1, y1)`` of the lines of text in a picture."""
        import cv2
        import numpy as np

        height, width = grey.shape
        scale = min(1.0, FIND_SIDE / max(height, width))
        w, h = (max(_STEP, round(side * scale / _STEP) * _STEP) for side in (width, height))
        small = cv2.resize(grey, (w, h), interpolation=cv2.INTER_AREA).astype(np.float32) / 127.5 - 1
        name = self._find.get_inputs()[0].name
        chance = self._find.run(None, {name: np.repeat(small[None, None], 3, axis=1)})[0][0, 0]
        count, marks, stats, _ = cv2.connectedComponentsWithStats((chance > _SURE).astype(np.uint8))
        out = []
        for index in range(1, count):
            x, y, bw, bh, area = (int(value) for value in stats[index])
            if min(bw, bh) < 3 or chance[y : y + bh, x : x + bw][marks[y : y + bh, x : x + bw] == index].mean() < _LINE:
                continue
            more = area * _WIDER / (2 * (bw + bh))
            box = (
                (x - more) * width / w,
                (y - more) * height / h,
                (x + bw + more) * width / w,
                (y + bh + more) * height / h,
            )
            x0, y0, x1, y1 = (round(value) for value in box)
            out.append((max(0, x0), max(0, y0), min(width, x1), min(height, y1)))
        return out

    def read(self, grey: NDArray[Any]) -> list[Glyph]:
        """The characters of a picture of one line, from left to right."""
        import cv2
        import numpy as np

        height, width = grey.shape
        if not height or not width or width > MAX_RATIO * height:
            return []
        wide = max(_HEIGHT // 2, -(-round(width * _HEIGHT / height) // 8) * 8)
        how = cv2.INTER_AREA if height > _HEIGHT else cv2.INTER_CUBIC
        line = cv2.resize(grey, (wide, _HEIGHT), interpolation=how).astype(np.float32) / 127.5 - 1
        chances = self._read.run(None, {self._read.get_inputs()[0].name: np.repeat(line[None, None], 3, axis=1)})[0][0]
        best = chances.argmax(axis=1)
        out: list[Glyph] = []
        at = 0
        while at < len(best):
            end = at + 1
            while end < len(best) and best[end] == best[at]:
                end += 1
            if best[at]:
                # one shape, whichever of its names is the likeliest: a nought alone may be a letter
                sure = float(chances[at:end][:, self._alike.get(int(best[at]), [best[at]])].sum(axis=1).max())
                out.append(Glyph(self.letters[best[at]], (at + end) / 2 / len(best), sure))
            at = end
        return out


@cache
def models() -> Engine:
    """The models, loaded once in a process.

    Raises
    ------
    ReadError
        Where the libraries are not installed, or carry no models.
    """
    if not installed():
        raise ReadError(f"needs_ocr: is a picture, and OCR is not installed; install it with {INSTALL}")
    return Engine()


def _model(part: str) -> Path:
    """The file of a model in the wheel of rapidocr: ``det`` finds lines, ``rec`` reads them."""
    spec = find_spec("rapidocr")
    folder = Path(spec.origin).parent / "models" if spec is not None and spec.origin else Path("models")
    found = sorted(folder.glob(f"*_{part}_*.onnx"))
    if not found:
        raise ReadError(f"needs_ocr: the models of OCR are missing from {folder}; install it again: {INSTALL}")
    return found[0]
