"""Problems and remedies of made-up sections: spans, roles and links, as marked in items.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import regex

from extract import pipeline
from extract.items.cues import heading_role, marker
from extract.items.enumerators import marks
from extract.model import Report, Source

CASES = tomllib.loads((Path(__file__).parent / "items.toml").read_text(encoding="utf8"))["case"]
HEAD = "青禾镇2022年信息公开年度报告\n一、总体情况\n全年主动公开信息86条。\n五、存在的主要问题及改进情况\n"


def read(text: str) -> Report:
    return pipeline.extract([Source("case.txt", "txt", "utf-8", "0" * 64, text)])[0]


def unmark(text: str) -> tuple[str, list[str], list[str]]:
    """The text without its marks, and what they mark."""
    problems, remedies = regex.findall(r"⟦([^⟧]+)⟧", text), regex.findall(r"〖([^〗]+)〗", text)
    assert len(problems) == text.count("⟦") == text.count("⟧")
    assert len(remedies) == text.count("〖") == text.count("〗")
    return regex.sub(r"[⟦⟧〖〗]", "", text), problems, remedies


def parameters() -> list[Any]:
    return [
        pytest.param(
            case,
            id=case["label"],
            marks=[pytest.mark.xfail(strict=True, reason=case.get("why", ""))] if case.get("expect") == "fail" else [],
        )
        for case in CASES
    ]


@pytest.mark.parametrize("case", parameters())
def test_case(case: dict[str, Any]) -> None:
    text, problems, remedies = unmark(case.get("report") or HEAD + case["text"])
    none = case.get("none")
    assert bool(problems) == (none not in ("both", "problem")) or remedies
    report = read(text)
    assert ([item.text for item in report.problems], [item.text for item in report.remedies]) == (problems, remedies)
    for item in (*report.problems, *report.remedies):
        assert text[item.start : item.end] == item.text
    if "links" in case:
        got = [[i, int(link.remedy[1:])] for i, problem in enumerate(report.problems, 1) for link in problem.remedies]
        assert got == case["links"]


def test_labels_are_unique() -> None:
    labels = [case["label"] for case in CASES]
    assert len(labels) == len(set(labels))
    assert len(labels) >= 60


@pytest.mark.parametrize(
    ("text", "style", "numbers"),
    [
        ("（一）甲乙。（二）丙丁。", "paren", [1, 2]),
        ("一、甲乙。二、丙丁。", "han", [1, 2]),
        ("第一，甲乙。第二，丙丁。", "ordinal", [1, 2]),
        ("一是甲乙；二是丙丁；", "shi", [1, 2]),
        ("1是甲乙，2是丙丁", "shi", [1, 2]),
        ("1.甲乙。2.丙丁", "arabic", [1, 2]),
        ("（1）甲乙；（2）丙丁", "parena", [1, 2]),
        ("1）甲乙；2）丙丁", "parena", [1, 2]),
        ("①甲乙②丙丁", "circled", [1, 2]),
        ("首先，甲乙。其次，丙丁。", "ordinal", [1, 2]),
    ],
)
def test_enumerators(text: str, style: str, numbers: list[int]) -> None:
    found = list(marks(text, 0, len(text)))
    assert [(mark.style, mark.number) for mark in found] == [(style, number) for number in numbers]


@pytest.mark.parametrize("text", ["3.5万条", "2.1%", "统一是必须的", "一、二级单位", "2021年1月1日", "共3个"])
def test_no_enumerators(text: str) -> None:
    assert list(marks(text, 0, len(text))) == []


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("存在的主要问题：", "problem"),
        ("存在的主要问题及改进措施", "problem"),
        ("我镇信息公开工作存在的不足。", "problem"),
        ("下一步工作打算", "remedy"),
        ("改进措施：一是", "remedy"),
        ("2023年工作计划", "remedy"),
    ],
)
def test_markers(words: str, role: str) -> None:
    told = marker(words)
    assert told is not None
    assert told[0] == role


@pytest.mark.parametrize("words", ["存在的主要问题是更新慢", "主要问题比较突出", "改进网站栏目", "公开情况"])
def test_no_markers(words: str) -> None:
    assert marker(words) is None


def test_heading_role() -> None:
    assert heading_role("五、存在的主要问题及改进情况") == "problem"
    assert heading_role("六、下一步打算") == "remedy"
    assert heading_role("二、主动公开情况") is None
