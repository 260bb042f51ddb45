from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

import extract
from extract import words
from extract.model import Report
from extract.spacy_component import GROUPS, TOKENIZER, JiebaTokenizer


@given(st.text(alphabet=st.sampled_from("政府信息公开1２条。 \n\t\u3000a=、\ufeff（）\r\x0b😀"), max_size=60))
@settings(max_examples=200, deadline=None)
def test_tokens_are_the_text(text: str) -> None:
    assert JiebaTokenizer(NLP.vocab)(text).text == text


NLP = spacy.blank("zh", config=TOKENIZER)


def test_doc_holds_the_report(samples: list[Report]) -> None:
    for report in samples:
        doc = extract.to_doc(report)
        assert doc.text == report.text
        assert set(doc.spans) == set(GROUPS)
        assert len(doc.spans["facts"]) == len(report.facts)
        for span, fact in zip(doc.spans["facts"], report.facts, strict=True):
            assert (span.label_, span.id_) == (fact.kind, fact.id)
            assert span.start_char <= fact.start
            assert fact.end <= span.end_char
        assert len(doc.spans["channels"]) == sum(len(channel.mentions) for channel in report.channels)
        assert doc.user_data["gongkai"]["report_id"] == report.report_id


def test_doc_survives_serialization(samples: list[Report]) -> None:
    doc = extract.to_doc(samples[0])
    again = Doc(doc.vocab).from_bytes(doc.to_bytes())
    assert [span.id_ for span in again.spans["facts"]] == [span.id_ for span in doc.spans["facts"]]
    assert again.user_data["gongkai"]["year"] == samples[0].year


def test_displacy_draws_it(samples: list[Report]) -> None:
    from spacy import displacy

    assert "disclosure" in displacy.render(extract.to_doc(samples[0]), style="span", options={"spans_key": "facts"})


def test_component_in_a_pipeline(samples: list[Report]) -> None:
    nlp = spacy.blank("zh", config=TOKENIZER)
    nlp.add_pipe("gongkai")
    docs = list(nlp.pipe([report.text for report in samples[:3]]))
    for doc, report in zip(docs, samples, strict=False):
        expected = extract.to_doc(report)
        assert [span.text for span in doc.spans["facts"]] == [span.text for span in expected.spans["facts"]]
    doc = nlp(samples[0].text)
    assert [span.id_ for span in doc.spans["facts"]] == [fact.id for fact in samples[0].facts]


def test_component_is_found_after_saving(tmp_path: Path) -> None:
    nlp = spacy.blank("zh", config=TOKENIZER)
    nlp.add_pipe("gongkai")
    nlp.to_disk(tmp_path / "nlp")
    again = spacy.load(tmp_path / "nlp")
    assert again.pipe_names == ["gongkai"]
    assert [token.text for token in again.make_doc("主动公开政府信息")] == [
        t.text for t in nlp.make_doc("主动公开政府信息")
    ]


def test_a_given_pipeline_tokenizes(samples: list[Report]) -> None:
    doc = extract.to_doc(samples[0], spacy.blank("zh"))  # characters
    assert len(doc) > len(extract.to_doc(samples[0]))
    assert [span.text for span in doc.spans["facts"]] == [fact.text for fact in samples[0].facts]


@pytest.fixture
def fresh() -> None:
    words.tokenizer.cache_clear()
    yield
    words.tokenizer.cache_clear()


@pytest.mark.usefixtures("fresh")
@pytest.mark.skipif(os.name != "posix", reason="looks at POSIX permissions")
def test_jieba_cache_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    expected = ["政府", "信息", "公开"]
    assert words.tokenizer().lcut("政府信息公开") == expected
    (cache,) = tmp_path.rglob("jieba.cache")
    assert stat.S_IMODE(cache.parent.stat().st_mode) == 0o700
    words.tokenizer.cache_clear()
    cache.parent.chmod(0o777)  # anybody may have put a file there: it is not read
    cache.write_bytes(b"nonsense")
    assert words.tokenizer().lcut("政府信息公开") == expected
    assert cache.read_bytes() == b"nonsense"


@pytest.mark.usefixtures("fresh")
def test_without_a_cache_folder_jieba_works_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert words.tokenizer().lcut("政府信息") == ["政府", "信息"]


def test_jieba_is_silent(tmp_path: Path) -> None:
    import subprocess

    code = "from extract.words import cut; cut(['政府信息公开'])"
    env = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", code], capture_output=True, text=True, env=env, check=True
    )
    assert done.stderr == ""
