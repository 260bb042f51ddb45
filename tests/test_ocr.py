"""Scans and pictures read by OCR: whole reports that were turned and compressed, single marks, and what is refused."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import forms
import pdfs
import pytest
from pdfs import Canvas, drawn, paragraph, ruled, write

from extract import batch, pipeline
from extract.errors import ReadError
from extract.model import Report, Source
from extract.reading import image, ocr, pdf, read
from extract.reading import ocr as reading_ocr
from extract.reading.pdf import scans as pdf_scans

pytestmark = pytest.mark.skipif(not ocr.installed(), reason="OCR is not installed (the extra ocr)")
pytest.importorskip("noto_cjk_sans_otc", reason="the font of the made-up scans is not installed")

import numpy as np  # noqa: E402
import scans  # noqa: E402
from PIL import Image  # noqa: E402

from extract.reading.ocr import cells as ocr_cells  # noqa: E402
from extract.reading.ocr import shapes  # noqa: E402
from extract.reading.ocr.engine import Glyph  # noqa: E402

SAMPLES = Path(__file__).resolve().parents[1] / "annotations" / "reports"
PROSE = "柏树坪镇全年共主动公开政府信息一百二十条，其中通过县政府网站公开八十条，通过公示栏公开四十条。"
GOOD = 0.98


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is fetched, ever."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("OCR asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def scan(data: bytes, angle: float = 1.0, *, dpi: int = 200, quality: int = 60) -> bytes:
    """A made-up pdf as the pdf of its scan."""
    return scans.bound([scans.worn(one, angle, 0.5, 5.0) for one in scans.pictures(data, dpi)], dpi, quality)


def small(*rows: Sequence[str], prose: str = PROSE, size: float = 10) -> bytes:
    """A page with a heading, a paragraph and perhaps a table."""

    def page(c: Canvas) -> None:
        write(c, "柏树坪镇政府信息公开工作报告", 180, 90, 16)
        top = paragraph(c, prose, 130) + 20
        if rows:
            ruled(c, rows, top, [70] * len(rows[0]), size=size)

    return drawn(page)


def sample(name: str) -> bytes:
    source = read(next(SAMPLES.glob(f"{name}_*.txt")))
    return pdfs.typeset(source, pipeline.extract([source])[0])


def statistics() -> bytes:
    """The statistics of 2014 to 2018 on two pages."""
    values = iter(range(1, 500))
    rows = [[row[0], *row[1:-1], str(next(values) * 7 % 400) if row[-1] else ""] for row in forms.statistics({})]
    half = len(rows) // 2

    def page(part: Sequence[Sequence[str]], title: str) -> Callable[[Canvas], object]:
        def draw(c: Canvas) -> None:
            write(c, title, 180, 70, 14)
            ruled(c, part, 90, [330, 40, 60][: len(part[0])], height=13.5, size=8)

        return draw

    return drawn(page(rows[:half], "政府信息公开情况统计表"), page(rows[half:], "（续表）"))


def cells_of(report: Report) -> dict[tuple[str, str, str], tuple[float | None, str]]:
    return {(t.kind, c.row, c.column): (c.value, c.status) for t in report.tables for c in t.cells}


def facts_of(report: Report) -> list[tuple[object, ...]]:
    return [(f.kind, f.stage, f.value, f.unit, f.category) for f in report.facts]


def holds(source: Source) -> None:
    for grid in source.grids:
        for row in grid.rows:
            for cell in row:
                assert source.raw[cell.start : cell.end] == cell.text
    for warning in source.warnings:
        if warning.code == "ocr_doubtful" and warning.start is not None:
            assert source.raw[warning.start : warning.end] in warning.message or "\\" in warning.message


def texts(source: Source, at: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row] for row in source.grids[at].rows]


# ---------------------------------------------------------------- whole reports


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "angle", "quality"),
    [
        (lambda: sample("s01"), 1.4, 60),
        (lambda: sample("s05"), -2.0, 50),
        (statistics, 1.0, 60),
    ],
    ids=["form of 2019", "form of 2021", "statistics of 2014-2018"],
)
def test_a_turned_and_compressed_scan(make: Callable[[], bytes], angle: float, quality: int) -> None:
    data = make()
    wanted = pipeline.extract([pdf.read("made.pdf", data)])[0]
    source = pdf.read("scan.pdf", scan(data, angle, quality=quality))
    holds(source)
    found = pipeline.extract([source])[0]
    cells, read_cells = cells_of(wanted), cells_of(found)
    assert len(cells) > 50
    right = sum(read_cells.get(key) == value for key, value in cells.items())
    assert right >= GOOD * len(cells), [
        (key, value, read_cells.get(key)) for key, value in cells.items() if read_cells.get(key) != value
    ]
    facts = facts_of(found)
    assert sum(fact in facts for fact in facts_of(wanted)) >= GOOD * len(facts_of(wanted))
    assert (found.source.by, found.source.format) == ("ocr", "pdf")
    assert found.source.ocr_confidence is not None
    assert 0.9 < found.source.ocr_confidence <= 1.0
    assert [one.code for one in found.warnings].count("read_by_ocr") == 1
    assert len(found.pages) == len(wanted.pages)
    for fact in found.facts:
        assert found.text[fact.start : fact.end] == fact.text
        assert fact.confidence <= found.source.ocr_confidence


# ---------------------------------------------------------------- single pages

MARKS = [
    ["项目", "本年", "上年", "增减", "合计"],
    ["规章", "0", "/", "-", "—"],
    ["许可", "1", "11", "111", "7"],
    ["处罚", "12", "3.5", "0.75", "增5"],
    ["强制", "17", "12345", "1008", "69"],
    ["收费", "", "0", "", "10"],
    ["采购", "100%", "3.1%", "", "6件"],
]


@pytest.mark.parametrize(("angle", "dpi"), [(1.0, 200), (-2.0, 200), (0.0, 150)])
def test_marks_digits_and_blanks(angle: float, dpi: int) -> None:
    source = pdf.read("scan.pdf", scan(small(*MARKS), angle, dpi=dpi))
    holds(source)
    assert texts(source) == MARKS
    assert "".join(source.raw.split("\n")[:2]).startswith("柏树坪镇政府信息公开工作报告" + PROSE[:20])


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_that_lie_on_their_side_or_head(turn: int) -> None:
    page = scans.worn(scans.pictures(small(*MARKS[:3]))[0], 0.7, 0.4, 4.0).rotate(turn, expand=True)
    source = pdf.read("scan.pdf", scans.bound([page]))
    assert texts(source) == MARKS[:3]
    assert source.raw.startswith("柏树坪镇政府信息公开工作报告\n" + PROSE[:10])


def test_a_label_written_downwards_is_read_as_one() -> None:
    label = "\n".join("三本年度办理结果")
    rows = [[label, "予以公开", "3"], ["", "不予公开", "0"], ["", "无法提供", "12"]]

    def page(c: Canvas) -> None:
        write(c, "柏树坪镇政府信息公开工作报告", 180, 90, 16)
        ruled(c, rows, 130, [24, 90, 60], height=36, spans=[(0, 0, 3, 1)])
        paragraph(c, PROSE, 400)

    source = pdf.read("scan.pdf", scan(drawn(page)))
    assert texts(source) == [["三本年度办理结果", "予以公开", "3"], ["不予公开", "0"], ["无法提供", "12"]]


def test_dust_and_pale_print() -> None:
    page = np.asarray(scans.worn(scans.pictures(small(*MARKS[:4]))[0], 1.0, 0.4, 4.0)).copy()
    pale = Image.fromarray(255 - ((255 - page) * 0.35).astype(np.uint8))
    assert texts(pdf.read("scan.pdf", scans.bound([pale]))) == MARKS[:4]
    specks = np.random.default_rng(3).random(page.shape) < 0.0004
    page[specks | np.roll(specks, 1, 0) | np.roll(specks, 1, 1)] = 30
    assert texts(pdf.read("scan.pdf", scans.bound([Image.fromarray(page)]))) == MARKS[:4]


def test_what_is_left_of_a_ruling_line_is_no_mark() -> None:
    ink = np.zeros((40, 90), np.uint8)
    ink[:, 2:4] = 1
    ink[20:22, 50:52] = 1
    assert not ocr_cells._clean(ink, (0, 0, 90, 40), 20.0).any()
    ink[10:30, 40:43] = 1
    assert ocr_cells._clean(ink, (0, 0, 90, 40), 20.0).sum() == 60


def test_a_grey_ground_and_shaded_cells() -> None:
    page = np.asarray(scans.pictures(small(*MARKS[:4]))[0]).copy()
    dark = np.where((page > 128) & (np.arange(page.shape[0])[:, None] > 500), 205, page).astype(np.uint8)
    source = pdf.read("scan.pdf", scans.bound([scans.worn(Image.fromarray(dark), 1.0, 0.4, 4.0)]))
    assert texts(source) == MARKS[:4]


def test_a_scanned_page_among_typed_ones() -> None:
    typed = drawn(
        lambda c: paragraph(c, "桦树沟镇全年召开专题会议四次，对信息公开工作作了安排，并逐项检查落实情况。", 200)
    )
    import pypdfium2

    whole = pypdfium2.PdfDocument(typed)
    whole.import_pages(pypdfium2.PdfDocument(scan(small())))
    out = BytesIO()
    whole.save(out)
    source = pdf.read("mixed.pdf", out.getvalue())
    assert source.raw.startswith("桦树沟镇全年召开专题会议四次")
    assert "柏树坪镇政府信息公开工作报告" in source.raw
    assert source.by == "mixed"
    assert [one.message[:7] for one in source.warnings if one.code == "read_by_ocr"] == ["pages 2"]


def test_the_same_scan_gives_the_same_source() -> None:
    data = scan(small(*MARKS[:3]))
    assert pdf.read("a.pdf", data) == pdf.read("a.pdf", data)


# ---------------------------------------------------------------- pictures as files


def test_pictures_as_files(tmp_path: Path) -> None:
    page = scans.worn(scans.pictures(small(*MARKS[:3]))[0], 1.0, 0.4, 4.0)
    page.save(tmp_path / "a.png")
    page.convert("RGB").save(tmp_path / "b.JPG", "JPEG", quality=70)
    page.save(tmp_path / "c.tif", save_all=True, append_images=[page])
    for name in ("a.png", "b.JPG", "c.tif"):
        source = read(tmp_path / name, name)
        holds(source)
        assert (source.format, source.by, len(source.pages)) == ("image", "ocr", 2 if name == "c.tif" else 1)
        assert texts(source) == MARKS[:3]


def test_a_tall_screenshot_is_read_piece_by_piece() -> None:
    page = scans.pictures(small(), dpi=100)[0]
    page = page.crop((0, 0, page.width, page.height // 2))
    tall = Image.new("L", (page.width, 5 * page.height), 255)
    for at in range(5):
        tall.paste(page, (0, at * page.height))
    out = BytesIO()
    tall.save(out, "PNG")
    source = image.read("a.png", out.getvalue())
    assert source.raw.count("柏树坪镇政府信息公开工作报告") == 5
    assert len(source.pages) > 1


def test_a_camera_that_was_turned_is_believed() -> None:
    page = scans.pictures(small(), dpi=150)[0].convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown a quarter turned
    out = BytesIO()
    page.rotate(90, expand=True).save(out, "JPEG", exif=exif, quality=80)
    assert image.read("a.jpg", out.getvalue()).raw.startswith("柏树坪镇政府信息公开工作报告")


def test_pictures_in_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page_files").mkdir()
    for name, size in (("scan.jpg", 60_000), ("logo.png", 3_000), ("page_files/banner.jpg", 90_000)):
        (tmp_path / name).write_bytes(b"x" * size)
    (tmp_path / "a.txt").write_text(PROSE, encoding="utf8")
    assert [name for _, name in batch.find([tmp_path]).files] == ["a.txt", "scan.jpg"]
    monkeypatch.setattr(reading_ocr, "installed", lambda: False)
    assert [name for _, name in batch.find([tmp_path]).files] == ["a.txt"]
    assert len(batch.find([tmp_path / "scan.jpg"]).files) == 1


# ---------------------------------------------------------------- what is refused


def png(size: tuple[int, int], shade: int = 255) -> bytes:
    out = BytesIO()
    Image.new("L", size, shade).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html>404</html>", "no picture that can be read .* fetch"),
        (png((800, 900))[:60], "(damaged|no picture).* fetch"),
        (png((150, 900)), "150 by 900 pixels, too small .* fetch"),
        (png((900, 900)), "hardly any text .* take it out"),
    ],
    ids=["html", "half", "small", "white"],
)
def test_bad_pictures(data: bytes, words: str) -> None:
    with pytest.raises(ReadError, match=words) as caught:
        image.read("in/bad.png", data)
    assert caught.value.path == "in/bad.png"


def test_a_picture_with_too_many_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image, "MAX_PIXELS", 500_000)
    with pytest.raises(ReadError, match=r"limit of 500,000 pixels .* smaller"):
        image.read("a.png", png((900, 900)))


def test_a_scan_without_text() -> None:
    with pytest.raises(ReadError, match=r"needs_ocr: .* OCR found none; fetch a better copy"):
        pdf.read("a.pdf", scans.bound([Image.new("L", (1200, 1700), 255)]))


def test_a_scan_with_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_scans, "MAX_PAGES", 2)
    with pytest.raises(ReadError, match=r"3 pages without text, and OCR reads no more than 2; split"):
        pdf.read("a.pdf", scans.bound([Image.new("L", (600, 800), 255)] * 3))


def test_a_scan_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_scans, "MAX_SECONDS", -1.0)
    with pytest.raises(ReadError, match=r"seconds for 0 of 1 pages; split") as caught:
        pdf.read("a.pdf", scans.bound([Image.new("L", (600, 800), 255)]))
    assert caught.value.path == "a.pdf"


def test_a_large_page_is_drawn_coarser(monkeypatch: pytest.MonkeyPatch) -> None:
    from extract.reading.pdf import file as pdf_file

    data = drawn(lambda c: None, size=(3000, 9000))
    grey, width, height = pdf_file.picture(data, 0, 200, 1_000_000)
    assert (width, height) == (3000, 9000)
    assert grey.size <= 1_010_000


def test_a_page_with_too_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_ocr, "MAX_CELLS", 5)
    source = pdf.read("a.pdf", scan(small(*MARKS[:3])))
    assert "page_crowded" in {one.code for one in source.warnings}


def test_without_the_extra_the_command_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reading_ocr, "installed", lambda: False)
    for call in (lambda: pdf.read("a.pdf", scan(small())), lambda: image.read("a.png", png((900, 900)))):
        with pytest.raises(ReadError, match=r'needs_ocr: .* pip install "gongkai\[ocr\]"'):
            call()


def test_models_that_are_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from importlib.machinery import ModuleSpec

    from extract.reading.ocr import engine as ocr_engine

    spec = ModuleSpec("rapidocr", None, origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(ocr_engine, "find_spec", lambda name: spec)
    with pytest.raises(ReadError, match=r"models of OCR are missing .* install it again"):
        ocr_engine._model("det")


def test_many_doubts_are_counted() -> None:
    seen = pdf_scans.Seen([0, 2], [0.9, 0.8], "ocr")
    raw = "一二三四五" * 20
    told = pdf_scans.told(seen, raw, [(at, at + 1, 0.3) for at in range(60)])
    assert told[0].message.startswith("pages 1, 3 were read by OCR with a mean confidence of 0.85")
    assert len(told) == pdf_scans.MAX_DOUBTS + 2
    assert (told[1].start, told[1].end) == (0, 1)
    assert told[-1].message == "OCR is unsure of 10 more places"


# ---------------------------------------------------------------- shapes and figures


def glyphs(text: str, sure: float = 0.9) -> list[Glyph]:
    return [Glyph(one, (at + 0.5) / len(text), sure) for at, one in enumerate(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("O", "0"),
        ("l0", "10"),
        ("1O8", "108"),
        ("3 5", "35"),
        ("一", "—"),
        ("--", "--"),
        ("增5", "增5"),
        ("SO2标准", "SO2标准"),
        ("", ""),
    ],
)
def test_figures_of_a_cell(text: str, wanted: str) -> None:
    assert "".join(one.text for one in ocr_cells.plain(glyphs(text))) == wanted


def test_a_digit_behind_a_blank_is_doubted() -> None:
    assert [one.sure for one in ocr_cells.plain(glyphs("3 5"))] == [0.9, 0.4]


def test_lines_of_a_cell() -> None:
    size = 20.0
    strokes = [(0, 0, 18, 3), (2, 8, 16, 11), (0, 16, 20, 19)]  # 三
    assert ocr_cells._joined(strokes, size) == [(0, 0, 20, 19)]
    two = [(0, 0, 90, 19), (0, 25, 60, 44)]
    assert ocr_cells._joined(two, size) == two
    assert len(ocr_cells._joined([(0, 0, 90, 46)], size)) == 2


def test_marks_by_their_shape() -> None:
    ink = np.zeros((20, 20), np.uint8)
    stroke = ink.copy()
    for y in range(20):
        stroke[y, 10 - y // 2 : 12 - y // 2] = 1
    assert shapes.alone(stroke[:, :12], 20.0) == "/"
    one = ink.copy()
    one[:, 8:11] = 1
    one[2:4, 5:9] = 1
    assert shapes.alone(one[:, 5:11], 20.0) is None
    assert shapes.alone(np.ones((3, 8), np.uint8), 20.0) == "-"
    assert shapes.alone(np.ones((3, 18), np.uint8), 20.0) == "—"
    nought = ink.copy()
    nought[:, 4:14] = 1
    nought[4:16, 7:11] = 0
    assert shapes.alone(nought[:, 4:14], 20.0) is None


def test_a_point_that_was_not_read_is_put_back_and_doubted() -> None:
    ink = np.zeros((20, 44), np.uint8)
    ink[:, 0:12] = ink[:, 20:32] = 1
    ink[17:20, 15:18] = 1
    found = shapes.points(ink, [Glyph("3", 0.14, 0.9), Glyph("5", 0.6, 0.9)])
    assert [one.text for one in found] == ["3", ".", "5"]
    assert found[1].sure < pdf_scans.DOUBT
    read_already = [Glyph("3", 0.14, 0.9), Glyph(".", 0.37, 0.9), Glyph("5", 0.6, 0.9)]
    assert shapes.points(ink, read_already) == read_already
