"""Reading: encodings, line ends, and every kind of bad input."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import ReadError
from extract.reading import decode, read

TEXT = "某镇2020年政府信息公开工作年度报告\n一、总体情况\n全年公开信息12条，其中网站10条。\n"
SHARED = Path(__file__).parents[1].parent / "shared"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-32"), "utf-32"),
        ("没有换行的正文，一句而已。".encode("utf-16-le"), "utf-16-le"),
        (b"plain ASCII, 12 items\n", "utf-8"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    text, found = decode(data)
    assert found == encoding
    assert text in (TEXT, "没有换行的正文，一句而已。", "plain ASCII, 12 items\n")


def test_other_encodings_are_guessed() -> None:
    traditional = "某鎮政府信息公開工作年度報告，本年度主動公開政府信息一百條，其中網站公開的信息有五十條。" * 8
    text, _ = decode(traditional.encode("big5"))
    assert text == traditional


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_become_one(end: str) -> None:
    assert decode(TEXT.replace("\n", end).encode())[0] == TEXT


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x00\x01\x02" * 50, "binary"),
        (b"%PDF-1.4 " + bytes(range(256)) * 3, "binary"),
        (b"\x01\x02\x03\x04ab" * 40, "binary"),
        (bytes(range(128, 256)) * 4, "encoding"),
        (TEXT.encode()[:-2] + b"\xff\xfe\xfa" + TEXT.encode(), "encoding"),
        (b"\xff\xfe\x00\xd8\x00\xd8\x00", "does not fit"),
        (b" \r\n\t ", "white space"),
        (b"\xef\xbb\xbf", "white space"),
    ],
)
def test_no_text(data: bytes, words: str) -> None:
    with pytest.raises(ReadError, match=words):
        decode(data)


def test_source_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "a.TXT"
    file.write_bytes(TEXT.replace("\n", "\r\n").encode("gb18030"))
    source = read(file, "town/a.txt")
    assert (source.path, source.format, source.encoding, source.raw) == ("town/a.txt", "txt", "gb18030", TEXT)
    assert source.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert source.grids == ()
    assert read(str(file)).path == str(file)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("none.txt", None, "does not exist"),
        ("empty.txt", b"", "empty"),
        ("binary.txt", b"\0\1\2\3" * 9, "binary"),
        ("a.PDF", b"%PDF", "cut short"),
        ("a.csv", b"a,b", "not a known format"),
        ("noname", b"a,b", "no suffix"),
        ("large.txt", b"x" * 101, "more than the limit of 100"),
    ],
)
def test_bad_input_says_what_and_what_to_do(tmp_path: Path, name: str, data: bytes | None, words: str) -> None:
    file = tmp_path / name
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(ReadError, match=words) as caught:
        read(file, name, max_bytes=100)
    assert caught.value.path == name
    assert caught.value.stage == "read"


def test_a_directory_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="directory"):
        read(tmp_path)


def test_large_files_are_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as handle:
        handle.truncate(100_000_000)  # sparse: takes no room
    with pytest.raises(ReadError, match="100,000,000 bytes"):
        read(file)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    file.write_text(TEXT, "utf8")
    file.chmod(0)
    with pytest.raises(ReadError, match="permissions"):
        read(file)


def test_other_trouble_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, "utf8")

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ReadError, match="permissions"):
        read(file)

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(ReadError, match="Input/output error"):
        read(file)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_an_error(data: bytes) -> None:
    try:
        text, _ = decode(data)
    except ReadError:
        pass
    else:
        assert "\r" not in text
        assert text.strip()


@given(st.text(alphabet="的一是在不了，。工作报告公开\n", max_size=80))
def test_gb18030_round_trip(text: str) -> None:
    text = f"政府信息公开工作报告。{text}"
    assert decode(text.encode("gb18030")) == (text, "gb18030")


def test_charset_normalizer_is_loaded_only_where_needed() -> None:
    code = (
        "import sys; from extract.reading import decode\n"
        "decode('工作报告'.encode()); decode('政府信息公开。'.encode('gbk'))\n"
        "sys.exit('charset_normalizer' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared, the folder of real reports, is not beside the repo")
@pytest.mark.shared
def test_real_reports_are_read() -> None:
    files = [*SHARED.glob("seeds/*.txt"), *SHARED.glob("reports/txt/*.txt")]
    assert len(files) >= 24
    for file in files:
        source = read(file)
        assert "\r" not in source.raw
        assert source.encoding == "utf-8"
