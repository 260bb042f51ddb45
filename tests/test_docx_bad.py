"""Bad Word documents: damaged, locked, forged, too large, too deep, old, or something else; each says what to do."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import docxes
import pytest
from docxes import p, package, tbl, tc

from extract.errors import ReadError
from extract.reading import docx


def failure(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        docx.read("town/a.docx", data)
    assert caught.value.path == "town/a.docx"
    assert ";" in caught.value.reason, "what to do is missing"
    return caught.value.reason


GOOD = package(p("正文") * 50)
BOMB = '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (GOOD[: len(GOOD) // 2], "damaged"),
        (GOOD[:-8], "damaged"),
        (b"PK\x05\x06" + bytes(18), "damaged"),
        (GOOD.replace(b"word/document.xml", b"word/documemt.xml"), "has no part word/document.xml"),
        (docxes.zipped({"a.txt": "一"}), "a zip but no Word document"),
        (docxes.zipped({"xl/workbook.xml": "<a/>"}), "Excel"),
        (docxes.zipped({"ppt/presentation.xml": "<a/>"}), "PowerPoint"),
        (docxes.zipped({"content.xml": "<a/>", "mimetype": "x"}), "OpenDocument"),
        (package(p("正"), parts={"word/document.xml": "<w:broken"}), "broken part"),
        (package(p("正"), parts={"word/document.xml": "<html/>"}), "has no part"),
        (package(p("正"), parts={"word/document.xml": ""}), "has no part"),
        (package(p("正"), parts={"word/document.xml": f"{BOMB}<w:document>&b;</w:document>"}), "declares entities"),
        (package(p("正"), parts={"word/document.xml": f"{OUTSIDE}<w:document>&x;</w:document>"}), "declares entities"),
        (package(p("正"), parts={"word/styles.xml": f"<?xml version='1.0'?>{' ' * 9000}{BOMB[21:]}<styles/>"}), "declares entities"),
        (package(""), "holds no text and no paragraph"),
        (package(p("") + p("　")), "holds no text;"),
        (package(p("<w:r><w:drawing><a:blip/></w:drawing></w:r>")), "only pictures"),
        (package('<w:altChunk/>'), "embedded document"),
        (package("<w:sdt><w:sdtContent>" * 200 + p("正") + "</w:sdtContent></w:sdt>" * 200), "too deep"),
        (package("<w:tbl><w:tr><w:tc>" * 30 + p("正") + "</w:tc></w:tr></w:tbl>" * 30), "more than 20 deep"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
        (b"%PDF-1.7 ...", "suffix .pdf"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html><body>x</body></html>", "suffix .html"),
        ("<HTML><body>政府信息公开</body></HTML>".encode("gbk"), "suffix .html"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "MHT"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "saved as XML"),
        ("政府信息公开工作年度报告，全年公开12条。".encode("gbk"), "suffix .txt"),
        (b"\x00\x01\x02" * 50, "no Word document"),
        (docx.office.OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (docx.office.OLE + bytes(512) + "Workbook".encode("utf-16-le"), "Excel"),
        (docx.office.OLE + bytes(512) + "PowerPoint Document".encode("utf-16-le"), "presentation"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_bad_documents_say_what_and_what_to_do(data: bytes, words: str) -> None:
    assert words in failure(data)


def test_a_locked_part_is_told() -> None:
    at = GOOD.index(b"PK\x01\x02")
    while GOOD[at + 46 : at + 63] != b"word/document.xml":
        at = GOOD.index(b"PK\x01\x02", at + 4)
    assert "password" in failure(GOOD[: at + 8] + b"\x01\x00" + GOOD[at + 10 :])


def test_zip_bombs_are_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "unpacks to more than" in failure(package(p(" " * 41_000_000)))
    monkeypatch.setattr(docx.Package.__init__.__globals__["zipfile"].ZipFile, "infolist", lambda _: [None] * 20_001)
    assert "20,001 parts" in failure(GOOD)


def test_tables_without_end_are_refused() -> None:
    row = f"<w:tr>{tc('1') * 10}</w:tr>"
    assert "more than 20,000 cells" in failure(package(p("正") + f"<w:tbl>{row * 10_000}</w:tbl>"))


def test_text_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.reading.docx.story.MAX_TEXT", 99)
    assert "more than 99 characters" in failure(GOOD)


def test_spans_without_end_are_bounded() -> None:
    body = tbl([tc("网站", span=10**9), tc("1")], [tc("微信"), tc("2")])
    source = docx.read("a.docx", package(body))
    assert source.grids[0].rows[0][0].colspan == 1000


def test_paths_of_the_package_may_be_odd() -> None:
    data = docxes.zipped(
        {"word\\document.xml": f"<w:document {docxes.SPACES}><w:body>{p('正文')}</w:body></w:document>"}
    )
    assert docx.read("a.docx", data).raw == "正文\n"
    strict = package("", parts={"word/document.xml": (
        '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body><w:p><w:r><w:t>正文</w:t></w:r></w:p></w:body></w:document>'
    )})  # fmt: skip
    assert docx.read("a.docx", strict).raw == "正文\n"


# ---------------------------------------------------------------- old documents


def old() -> bytes:
    return docx.office.OLE + bytes(600) + "WordDocument".encode("utf-16-le") + bytes(600)


def office(folder: Path, script: str) -> None:
    """A stand-in for LibreOffice: a script that gets its arguments."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf8")
    program.chmod(0o755)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(docx.office, "_PROGRAMS", (str(tmp_path / "soffice"),))
    return tmp_path


def test_an_old_document_without_libreoffice_says_what_to_do(path: Path) -> None:
    assert "save it as .docx, or install LibreOffice" in failure(old())
    assert "rich text (RTF)" in failure(b"{\\rtf1 x}")


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
def test_an_old_document_is_converted(path: Path) -> None:
    (path / "made.docx").write_bytes(GOOD)
    office(path, f'while [ "$1" != "--outdir" ]; do shift; done\nmkdir -p "$2" && cp "{path}/made.docx" "$2/in.docx"')
    source = docx.read("a.doc", old())
    assert source.raw.startswith("正文\n正文\n")
    assert source.sha256 == hashlib.sha256(old()).hexdigest()
    assert [warn.code for warn in source.warnings] == ["converted"]


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a shell script")
@pytest.mark.parametrize("script", ["exit 1", "exit 0", "sleep 60 & sleep 60"])
def test_a_conversion_that_fails_says_so(path: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx.office, "SECONDS", 0.3)
    office(path, script)
    assert "could not convert" in failure(old())


@pytest.mark.skipif(docx.office.program() is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_converts() -> None:
    source = docx.read("a.doc", b"{\\rtf1\\ansi Report 2020, 12 items.\\par}")
    assert source.raw == "Report 2020, 12 items.\n"
