"""Generated reports: the same each time, different from each other, and read as what they were made to state."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import generator_tables as tables
import pytest
from generator import Made, Options, main, report, reports, write
from generator_words import chinese, hamlet, number, stock, words

from extract import pipeline, reading
from extract.model import Report, Source
from extract.outline import outline
from extract.reading import docx, html, txt
from extract.sentences import split
from extract.words import tokenizer

READERS = {"txt": txt.read, "html": html.read, "docx": docx.read}
MIXED = {"txt": 4.0, "html": 1.0, "docx": 1.0}
SETS = {
    "plain": (Options(seed=1), 128),
    "distinct": (Options(seed=2, distinct=True), 96),
    "boilerplate": (Options(seed=3, boilerplate=0.6), 64),
    "formats": (Options(seed=4, formats=MIXED), 64),
}


def source(made: Made) -> Source:
    return READERS[made.format](made.name, made.data)


def data(count: int, options: Options) -> list[bytes]:
    return [made.data for made in reports(count, options)]


@pytest.mark.parametrize("name", SETS)
def test_same_seed_same_bytes(name: str) -> None:
    options, _ = SETS[name]
    assert data(20, options) == data(20, options)
    assert data(20, options)[7:] == [made.data for made in reports(13, options, start=7)]


def test_all_reports_of_all_seeds_differ() -> None:
    made = data(300, Options(seed=1)) + data(300, Options(seed=2)) + data(300, Options(seed=1, distinct=True))
    assert len(set(made)) == len(made)


def test_a_set_on_disk_is_the_set_in_memory(tmp_path: Path) -> None:
    options = Options(seed=5, formats=MIXED)
    size = write(tmp_path, 40, options, start=980)
    files = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*.*")}
    assert files == {made.name: made.data for made in reports(40, options, start=980)}
    assert size == sum(map(len, files.values()))
    assert {name[:4] for name in files} == {"000/", "001/"}


def test_a_set_varies() -> None:
    made = list(reports(400, Options(seed=6)))
    assert {one.dialect for one in made} == set(tables.LAYOUTS)
    assert {one.template for one in made} == {"legacy", "2019", "2021"}
    assert {one.encoding for one in made} == {"utf-8", "gb18030", "utf-8-sig", "utf-16"}
    assert {one.year for one in made} == set(range(2010, 2025))
    assert len({one.organ for one in made}) > 380
    text = "".join(one.data.decode(one.encoding) for one in made)
    assert re.search(r"[０-９]{2,}条", text)
    assert re.search(r"[百十][一二三四五六七八九]条", text)
    assert re.search(r"\d,\d{3}条", text)
    assert "\r\n" in text


@pytest.mark.parametrize("name", SETS)
def test_reports_are_read_as_what_they_state(name: str) -> None:
    options, count = SETS[name]
    for start in range(0, count, 16):
        made = list(reports(16, options, start))
        for one, got in zip(made, pipeline.extract([source(m) for m in made]), strict=True):
            told(one, got)


def told(made: Made, got: Report) -> None:
    """What the report was made to state is what was read."""
    where = f"{made.name}, seed as in the test, {made.dialect}, {made.template}"
    assert got.document_kind == "disclosure_report", where
    assert got.organ, where
    assert (got.organ.text, got.year) == (made.organ, made.year), where
    totals = [f for f in got.facts if f.kind == "disclosure" and not f.part_of and not f.category]
    assert made.total in [fact.value for fact in totals], where
    for check in got.checks:
        assert check.status != "fail", (where, check.check, check.message)
    assert len(got.problems) + len(got.remedies) >= 2, where
    if made.template != "legacy":
        assert {table.kind: cells(table) for table in got.tables} == {
            kind: {row: [cell.strip() for cell in line] for row, line in values.items()}
            for kind, values in made.values.items()
        }, where
    elif made.values:
        assert any(table.template == "legacy" for table in got.tables), where


def cells(table: object) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for cell in table.cells:  # type: ignore[attr-defined]
        out.setdefault(cell.row, []).append(cell.raw.strip())
    return out


def sentences(made: list[Made]) -> Counter[str]:
    """The sentences and points of the narrative, and how often each stands there."""
    lines = [
        re.sub(r"^（[一二三四五]）[^。]*。", "", line) for one in made for kind, line in one.blocks if kind == "text"
    ]
    return Counter(s for line in lines for s in re.split("[。；]", line) if len(s) > 3)


def test_distinct_repeats_no_sentence() -> None:
    made = list(reports(1500, Options(seed=9, distinct=True)))
    found = sentences(made)
    assert len(found) > 30_000
    assert found.most_common(1)[0][1] == 1


def test_distinct_repeats_no_sentence_of_the_pipeline() -> None:
    """What it cuts into sentences: headings and sign-offs come again, a thirtieth of the characters."""
    found: Counter[str] = Counter()
    for one in reports(150, Options(seed=9, distinct=True)):
        text = pipeline.clean(reading.txt.read(one.name, one.data))
        found.update(text.clean[s.start : s.end] for s in split(text, outline(text)[0]))
    again = sum(len(words) * n for words, n in found.items() if n > 1)
    assert again * 30 < sum(len(words) * n for words, n in found.items())


def test_boilerplate_repeats_its_share() -> None:
    shares = {}
    for share in (0.0, 0.3, 0.6):
        found = sentences(list(reports(800, Options(seed=9, boilerplate=share))))
        shares[share] = sum(n for n in found.values() if n > 1) / found.total()
    assert shares[0.0] == 0
    assert 0.2 < shares[0.3] < 0.35
    assert 0.45 < shares[0.6] < 0.65


def test_hamlets_never_repeat() -> None:
    every = range(0, 256**3, 251)
    assert len({hamlet(serial) for serial in every}) == len(every)
    assert len({hamlet(serial) for serial in range(5000)}) == 5000


def test_hamlets_are_words_that_jieba_knows() -> None:
    """Names that it did not know would cost it a third more, and flatter whatever is compared with it."""
    freq = tokenizer().FREQ
    known = " ".join(words()["known"]).split()
    assert len(set(known)) == 256
    assert [word for word in known if not freq.get(word)] == []


@pytest.mark.parametrize(
    ("count", "written"),
    [
        (0, "零"),
        (7, "七"),
        (10, "十"),
        (12, "十二"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1005, "一千零五"),
        (9020, "九千零二十"),
    ],
)
def test_chinese_numbers(count: int, written: str) -> None:
    from extract.numbers import number as read_number

    assert chinese(count) == written
    assert read_number(written) == count
    assert number(12345, "chinese") == "12345"


def test_nothing_held_out_is_lent(root: Path) -> None:
    lent = "".join(one.plain for several in stock() for one in several)
    assert len(stock().sentences) > 800
    for part in ("dev", "test"):
        text = (root / "annotations" / "corpus" / f"{part}.jsonl").read_text(encoding="utf8")
        for sentence in re.findall(r"[^。\"\\]{25,60}。", text)[:400]:
            assert sentence not in lent


def test_a_number_beyond_the_set_is_refused() -> None:
    with pytest.raises(ValueError, match="262,144"):
        report(262_144, Options(distinct=True))


def test_the_command_writes_a_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = ["generator.py", str(tmp_path), "5", "--seed", "7", "--distinct", "--format", "html", "--format", "docx"]
    monkeypatch.setattr("sys.argv", said)
    main()
    found = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*.*")}
    options = Options(seed=7, distinct=True, formats={"html": 1.0, "docx": 1.0})
    assert found == {made.name: made.data for made in reports(5, options)}
