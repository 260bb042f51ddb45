"""What spares a pattern of items a try never rules out what the pattern matches."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.items import asides, cues, cutting, enumerators, foot, units
from extract.lexicon import rx

zones = sys.modules["extract.items.zones"]  # the package has a function of this name

PIECES = (
    *"一二三十123490.、，。；：！？\n（）【“”其另是要者不多当我将对年的㈠①⒈●—·Ab问",
    *("第一", "首先", "最后", "一方面", "其一", "一是", "2是", "问题一", "措施2", "3.2", "（2）", "2）", "《", "某"),
    *(
        "存在问题",
        "下一步",
        "改进措施",
        "主要不足：",
        "今后",
        "2023年",
        "我镇将",
        "针对上述",
        "拟于",
        "我们拟",
        "正在组织",
    ),
    *(
        "还存在",
        "更新不及时",
        "内容单一",
        "欠",
        "当成负担",
        "一人多岗",
        "人多，事少",
        "以下",
        "但还有短板",
        "在今后",
        "明年将",
    ),
    *("等问题", "等方面的", "的现象", "等", "不足和问题", "县人民政府", "办公室", "某某局", "总站", "2024年1月", "5日"),
    *("再上台阶", "切实整改", "做好其他", "以上措施", "某县人民政府办公室", "聚焦短板", "整改方向", "解决", "第二部分"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@given(TEXTS)
def test_marks(text: str) -> None:
    tried, everywhere = rx(enumerators._where() + enumerators._ways()), rx(enumerators._ways())
    assert [m.span() for m in tried.finditer(text)] == [m.span() for m in everywhere.finditer(text)]


@given(TEXTS)
def test_the_mark_that_words_begin_with(text: str) -> None:
    found = [mark for mark in enumerators.marks(text, 0, len(text)) if mark.start == 0]
    assert enumerators.first_mark(text) == (found[0] if found else None)


@given(TEXTS)
def test_turns_within_a_sentence(text: str) -> None:
    places = {m.start() for m in units._may_turn().finditer(text)}
    assert places >= {m.start() for m in units._turn_inside().finditer(text)}


@given(TEXTS)
def test_faults(text: str) -> None:
    assert [m.span() for m in cues.faults(text).finditer(text)] == [m.span() for m in cues.cue("fault").finditer(text)]


@given(TEXTS)
def test_vows(text: str) -> None:
    assert asides.vows(text) == bool(cues.cue("vow").search(text))


@given(TEXTS)
def test_lines_that_open_a_region(text: str) -> None:
    """Line by line, as it is without looking at what a line begins with."""

    def plainly(at: int) -> list[tuple[int, int]]:
        out = []
        while at < len(text):
            match = zones._opening().match(text, at) if not at or text[at - 1] == "\n" else None
            if match and not (match["head"] and not zones._plain(match["head"].strip())):
                out.append(match.span())
            at = max(match.end(), at + 1) if match else text.find("\n", at) + 1 or len(text)
        return out

    found, at = [], 0
    while match := zones._next_opening(text, at, len(text)):
        if not match["head"] or zones._plain(match["head"].strip()):
            found.append(match.span())
        at = max(match.end(), at + 1)
    assert found == plainly(0)


@given(TEXTS)
def test_lines_that_are_headings(text: str) -> None:
    starts = [at for at in range(len(text)) if not at or text[at - 1] == "\n"]
    first = next((m for at in starts if (m := zones._head().match(text, at))), None)
    found = zones._next_head(text, 0, len(text))
    assert (found and found.span()) == (first and first.span())


@pytest.mark.parametrize(
    "text",
    ["一、存在问题\n", "说明\n（二）改进措施\n", "1.1存在的不足\n", "１、存在问题\n", "壹、措施\n", "【下一步】"],
)
def test_headings(text: str) -> None:
    assert zones._next_head(text, 0, len(text))


@given(TEXTS)
def test_ends_of_faults_and_of_signatures(text: str) -> None:
    tail = cutting._tail().search(text)
    assert not tail or text[-1] in cutting.LAST
    assert not foot._organ().fullmatch(text) or text[-1] in foot.ORGANS
    assert not foot._signed().match(text.strip()) or text.strip()[-1] in "日曰号"


@given(
    st.from_regex(
        r"(?:等+(?:方面|一系列)?(?:的)?(?:(?:问题|不足|现象|情况|短板)(?:[和与、](?:问题|不足))?)?|的问题|的现象|等)",
        fullmatch=True,
    )
)
def test_every_end_of_faults(text: str) -> None:
    assert text[-1] in cutting.LAST


def test_two_characters_of_each_opening() -> None:
    assert {len(words) for words in zones.OPENINGS} == {2}


@pytest.mark.parametrize(
    "text",
    [
        "第十一部分：当前我镇信息公开方面薄弱之处\n",
        "（12.3）、当前我镇信息公开方面薄弱之处\n",
        "（12.3）、当前镇信息公开工作下一步\n",
    ],
)
def test_the_longest_headings(text: str) -> None:
    assert zones._head().match(text)
    assert zones._next_head(text, 0, len(text))
