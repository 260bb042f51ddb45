"""``make bench``: speed and memory of the extraction, against jieba and spaCy on the same text.

Times are the best of several rounds in one process on one core; the ratios are what is asked for, the seconds depend on
the machine. Runs on the sample reports, and on ``../shared`` too where it is there.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from extract.limits import collect_rarely
from extract.model import Source

ROUNDS = 5
COPIES = 300  # reports of the batch


def best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def ratios(paths: list[Path]) -> None:
    import spacy

    from extract import pipeline, reading
    from extract.words import tokenizer

    sources = [reading.read(path, path.name) for path in paths]
    texts = [source.raw for source in sources]
    lcut, blank = tokenizer().lcut, spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    collect_rarely()  # as gongkai run does
    pipeline.extract(sources)  # warm: models, patterns, dictionaries
    whole = best(lambda: [pipeline.run(path) for path in paths])
    batch = best(lambda: pipeline.extract(sources))
    jieba = best(lambda: [lcut(text) for text in texts])
    doc = best(lambda: [blank.make_doc(text) for text in texts])
    chars = sum(map(len, texts))
    print(f"  {len(paths)} reports, {chars:,} characters; jieba {jieba:.3f} s, spaCy {doc:.3f} s")
    print(f"  one by one (read + extract) {whole:.3f} s: {whole / jieba:.2f} x jieba, {whole / doc:.2f} x spaCy")
    print(f"  in a batch (extract)        {batch:.3f} s: {batch / jieba:.2f} x jieba, {batch / doc:.2f} x spaCy")


def formats(paths: list[Path]) -> None:
    """The sample reports as web pages, Word files and pdf files, against the same reports as text and pdfplumber."""
    import io

    import docxes
    import pages
    import pdfplumber
    import pdfs

    from extract import pipeline, reading
    from extract.reading import docx, html, pdf

    sources = [reading.read(path, path.name) for path in paths]
    reports = pipeline.extract(sources)
    both = list(zip(reports, sources, strict=True))
    web = [pages.rendered(report, source).encode() for report, source in both]
    word = [docxes.rendered(path.name, path.read_bytes()) for path in paths]
    paper = [pdfs.typeset(source, report) for report, source in both]

    def through(read: Callable[[str, bytes], Source], files: list[bytes]) -> float:
        return best(lambda: pipeline.extract([read("report", data) for data in files]), 3)

    text = best(lambda: [pipeline.extract([reading.read(path, path.name) for path in paths])], 3)
    plumber = best(
        lambda: [page.extract_tables() for data in paper for page in pdfplumber.open(io.BytesIO(data)).pages], 1
    )
    each = [(name, through(read, files)) for name, read, files in
            (("html", html.read, web), ("docx", docx.read, word), ("pdf", pdf.read, paper))]  # fmt: skip
    for name, seconds in each:
        print(f"  {name:5} {seconds:.3f} s: {seconds / text:.2f} x the same reports as text")
    print(
        f"  pdf against pdfplumber's extract_tables on the same pages ({plumber:.3f} s): {each[-1][1] / plumber:.2f} x"
    )


def batches(paths: list[Path]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        many = Path(folder, "in")
        many.mkdir()
        for i in range(COPIES):  # a blank at the end: other bytes, the same report
            (many / f"{i:04}.txt").write_bytes(paths[i % len(paths)].read_bytes() + b" " * i)
        for jobs in ("1", "2"):
            command = [sys.executable, "-m", "extract", "run", str(many), "--out", f"{folder}/{jobs}", "--jobs", jobs]
            seconds = best(lambda command=command: subprocess.run(command, check=True, capture_output=True), 1)
            print(f"  --jobs {jobs}: {COPIES / seconds:.1f} reports a second with start and export ({seconds:.1f} s)")


def start() -> None:
    def run(*args: str) -> float:
        return best(lambda: subprocess.run([sys.executable, *args], stdout=subprocess.DEVNULL, check=True), 15)

    bare, shown = run("-c", "pass"), run("-m", "extract", "--help")
    print(f"  gongkai --help {shown * 1000:.0f} ms, python -c pass {bare * 1000:.0f} ms: {shown / bare:.1f} x")


def main() -> None:
    root = Path(__file__).resolve().parents[1]
    samples = sorted((root / "annotations" / "reports").glob("*.txt"))
    print("Sample reports")
    ratios(samples)
    real = [*root.parent.glob("shared/seeds/*.txt"), *root.parent.glob("shared/reports/txt/*.txt")]
    if real:
        print("Real reports")
        ratios(sorted(real))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    print(f"Peak memory of this process (with spaCy) {peak:.0f} MB")
    print("Formats (sample reports)")
    formats(samples)
    print("Batch")
    batches(samples)
    print("Start")
    start()


if __name__ == "__main__":
    main()
