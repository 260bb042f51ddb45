"""Outline and sentences: each case a way in which clerks number, break, glue and misspell their headings."""

from __future__ import annotations

import re
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.cleaning import clean
from extract.model import Part, Section, Source, Text
from extract.outline import kind_of, outline
from extract.sentences import split


def made(raw: str) -> tuple[Text, tuple[Part, ...], tuple[Section, ...]]:
    text = clean(Source("case.txt", "txt", "utf-8", "0" * 64, raw))
    return (text, *outline(text))


def shape(raw: str) -> list[str]:
    """Each section as ``kind heading``, subsections with a ``>`` for each level below the first."""
    return [f"{'>' * (s.level - 1)}{s.kind if s.level == 1 else ''} {s.heading or ''}".strip() for s in made(raw)[2]]


FORM = [
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
]
KINDS = ["overview", "proactive", "applications", "review_litigation", "problems", "other_matters"]


def form(numbers: str, mark: str = "{}、", after: str = "\n甲乙。\n", before: str = "柳湾年报\n") -> str:
    return before + "".join(mark.format(n) + heading + after for n, heading in zip(numbers.split(), FORM, strict=True))


WHOLE = [
    ("han and 、", "一 二 三 四 五 六", "{}、"),
    ("han and .", "一 二 三 四 五 六", "{}."),
    ("han and ．", "一 二 三 四 五 六", "{}．"),
    ("han and ，", "一 二 三 四 五 六", "{}，"),
    ("han and a blank", "一 二 三 四 五 六", "{} "),
    ("（一）", "一 二 三 四 五 六", "（{}）"),
    ("(一)", "一 二 三 四 五 六", "({})"),
    ("arabic and 、", "1 2 3 4 5 6", "{}、"),
    ("arabic and .", "1 2 3 4 5 6", "{}."),
    ("full-width figure", "１ ２ ３ ４ ５ ６", "{}．"),
    ("part", "一 二 三 四 五 六", "第{}部分 "),
    ("part with a colon", "一 二 三 四 五 六", "第{}部分："),
    ("第一、", "一 二 三 四 五 六", "第{}、"),
    ("blank before the words", "一 二 三 四 五 六", "{}、　"),
    ("one arabic among them", "一 二 三 四 5 六", "{}、"),
    ("two numbers twice", "一 二 二 四 五 五", "{}、"),
    ("numbers skipped", "一 二 三 五 六 八", "{}、"),
    ("numbering lost", "一 一 一 一 一 一", "{}、"),
]


@pytest.mark.parametrize(("numbers", "mark"), [case[1:] for case in WHOLE], ids=[case[0] for case in WHOLE])
@pytest.mark.parametrize("after", ["\n甲乙。\n", "\n", "。甲乙。\n"], ids=["over its text", "without text", "run in"])
def test_the_form_in_every_numbering(numbers: str, mark: str, after: str) -> None:
    raw = form(numbers, mark, after)
    assert [s.kind for s in made(raw)[2] if s.level == 1] == ["preamble", *KINDS]
    assert [s.heading for s in made(raw)[2] if s.level == 1][1:] == [mark.format(n).strip("　") + ("　" if "　" in mark else "") + h for n, h in zip(numbers.split(), FORM, strict=True)]  # fmt: skip


def test_bare_headings() -> None:
    raw = "柳湾年报\n" + "".join(f"{heading}\n甲乙。\n" for heading in FORM)
    assert shape(raw) == ["preamble", *(f"{kind} {heading}" for kind, heading in zip(KINDS, FORM, strict=True))]


@pytest.mark.parametrize("mark", ["【{}】", "**{}**", "●{}", "{}："])
def test_bare_headings_with_marks(mark: str) -> None:
    words = ["总体情况", "主动公开政府信息情况", "存在的主要问题及改进情况"]
    raw = "柳湾年报\n" + "".join(f"{mark.format(heading)}\n甲乙。\n" for heading in words)
    assert [s.kind for s in made(raw)[2]] == ["preamble", "overview", "proactive", "problems"]


KIND_OF = {
    "overview": ["总体情况", "推进情况", "主要做法", "重点工作", "开展情况", "全年工作回顾", "工作亮点"],
    "proactive": ["主动公开情况", "公开情况", "信息公开情况", "数据公开", "公开内容", "公开数量及途径", "突出重点，全面公开", "公开了什么、在哪公开"],
    "applications": ["依申请公开情况", "申请公开", "申请办理情况", "热情服务，依法受理", "有没有人申请"],
    "review_litigation": ["复议、诉讼及收费", "行政复议诉讼情况", "复议和诉讼情况", "行政争议情况"],
    "fees": ["收费及减免情况", "依申请公开收费情况", "收费、行政复议情况"],
    "consultation": ["咨询", "公众互动情况", "政策解读情况", "服务热线", "来信来访与满意度"],
    "staffing": ["机构与人员", "机构人员和保障", "队伍建设", "组织机构", "工作人员和公开收支情况"],
    "problems": [
        "问题与措施", "问题及对策", "存在问题暨今后打算", "整改思路", "我们的不足", "努力方向", "下一步", "下一步工作", "难点和对策", "工作展望",
        "问题以及解决办法", "差距", "正视问题，持续改进", "找准差距，补齐短板", "短板与打算", "问题与举措", "毛病在哪",
    ],
    None: ["表彰名单", "经济发展", "差距不大的单位"],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "words"), [(kind, words) for kind, all_of in KIND_OF.items() for words in all_of])
def test_the_kind_that_a_heading_names(kind: str | None, words: str) -> None:
    assert kind_of(words) == kind


CASES = [
    (
        "what stands in brackets behind a heading is none of it",
        "柳湾年报\n一、总体情况\n甲。\n二、主动公开政府信息情况（表略）\n三、依申请公开情况（见附表）\n乙。\n七、附表（略）\n",
        ["preamble", "overview 一、总体情况", "proactive 二、主动公开政府信息情况", "applications 三、依申请公开情况", "appendix 七、附表"],
    ),
    (
        "a blank alone between number and heading",
        "柳湾年报\n一　概述\n甲。\n二　主动公开\n乙。\n三　热线与投诉\n丙。\n四　收费及减免　没有\n五　检讨\n丁。\n",
        ["preamble", "overview 一　概述", "proactive 二　主动公开", "consultation 三　热线与投诉", "fees 四　收费及减免", "problems 五　检讨"],
    ),
    (
        "headings in 【】 that begin a line",
        "柳湾年报\n【工作概况】甲。\n【主动公开】乙。\n【队伍】丙。\n【不足之处及改进】丁。\n",
        ["preamble", "overview 【工作概况】", "proactive 【主动公开】", "staffing 【队伍】", "problems 【不足之处及改进】"],
    ),
    (
        "below numbered headings, 【】 opens no section",
        "柳湾年报\n一、总体情况\n【主动公开】甲。\n【依申请公开】乙。\n二、存在问题\n丙。\n",
        ["preamble", "overview 一、总体情况", "problems 二、存在问题"],
    ),
    (
        "a heading that a blank parts from what its line tells",
        "柳湾年报\n1、概述\n甲。\n2、主动公开　共31条\n3、依申请公开　当面、网上均未收到.\n5、收费　未收取\n",
        ["preamble", "overview 1、概述", "proactive 2、主动公开", "applications 3、依申请公开", "fees 5、收费"],
    ),
    (
        "the first heading, whatever it says, opens the overview",
        "柳湾年报\n一、强化领导\n甲。\n二、主动公开情况\n乙。\n三、表彰先进\n丙。\n",
        ["preamble", "overview 一、强化领导", "proactive 二、主动公开情况", "other_matters 三、表彰先进"],
    ),
    (
        "numbers without a mark",
        "柳湾年报\n1 基本情况\n由2名人员承担。\n2 主动公开情况\n31条。\n3 依申请公开情况\n3份。\n4名兼职人员\n",
        ["preamble", "overview 1 基本情况", "proactive 2 主动公开情况", "applications 3 依申请公开情况"],
    ),
    (
        "run in, one line",
        "柳湾年报 据条例编写。一、总体情况 2020年，全镇公开12条。二、主动公开政府信息情况 规章0件。五、存在的主要问题及改进情况 更新慢。",
        ["preamble", "overview 一、总体情况", "proactive 二、主动公开政府信息情况", "problems 五、存在的主要问题及改进情况"],
    ),
    (
        "run in after a colon",
        "年报\n一、总体情况：全镇公开12条。\n二、主动公开政府信息情况：规章0件。",
        ["preamble", "overview 一、总体情况", "proactive 二、主动公开政府信息情况"],
    ),
    (
        "glued to a sentence",
        "年报\n一、总体情况2020年，全镇公开12条。\n二、主动公开政府信息情况全年公开12条\n五、存在的主要问题及改进情况一是更新慢。\n六、其他需要报告的事项无其他事项。",
        ["preamble", "overview 一、总体情况", "proactive 二、主动公开政府信息情况", "problems 五、存在的主要问题及改进情况", "other_matters 六、其他需要报告的事项"],
    ),
    (
        "glued to the figures of a table",
        "年报\n一、总体情况\n甲。\n二、主动公开政府信息情况\n乙0 0 0三、收到和处理政府信息公开申请情况\n丙12四、政府信息公开行政复议、行政诉讼情况0 0 0 0五、存在的主要问题及改进情况更新慢。",
        [
            "preamble",
            "overview 一、总体情况",
            "proactive 二、主动公开政府信息情况",
            "applications 三、收到和处理政府信息公开申请情况",
            "review_litigation 四、政府信息公开行政复议、行政诉讼情况",
            "problems 五、存在的主要问题及改进情况",
        ],
    ),
    (
        "broken by a line end",
        "年报\n一、总体情况\n甲。\n二、主动公开政府\n信息情况\n乙。",
        ["preamble", "overview 一、总体情况", "proactive 二、主动公开政府\n信息情况"],
    ),
    (
        "number on a line of its own",
        "年报\n一、\n总体情况\n甲。\n二、\n主动公开政府信息情况\n乙。",
        ["preamble", "overview 一、\n总体情况", "proactive 二、\n主动公开政府信息情况"],
    ),
    (
        "nested 一、二、三 that repeats",
        "年报\n一、总体情况\n一、机构方面\n甲。\n二、信息方面\n乙。\n三、窗口方面\n丙。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n丁。",
        [
            "preamble",
            "overview 一、总体情况",
            "> 一、机构方面",
            "> 二、信息方面",
            "> 三、窗口方面",
            "proactive 二、主动公开政府信息情况",
            "applications 三、收到和处理政府信息公开申请情况",
        ],
    ),
    (
        "nested 一、二、 that name kinds too",  # were sections of their own: two good steps made up for one bad
        "年报\n一、总体情况\n甲。\n五、存在的主要问题及改进情况\n一、存在问题\n戊。\n二、下一步工作打算\n己。\n六、其他需要报告的事项\n无。",
        [
            "preamble",
            "overview 一、总体情况",
            "problems 五、存在的主要问题及改进情况",
            "> 一、存在问题",
            "> 二、下一步工作打算",
            "other_matters 六、其他需要报告的事项",
        ],
    ),
    (
        "（一） as level 1, with a bare heading inside",  # the bare 存在问题 was taken for the style of the report
        "年报\n（一）总体情况\n1.主动公开。甲。\n2.依申请公开。乙。\n（五）存在的主要问题及改进情况\n存在问题：\n1.人少。\n（六）其他需要报告的事项\n无。",
        [
            "preamble",
            "overview （一）总体情况",
            "> 1.主动公开",
            "> 2.依申请公开",
            "problems （五）存在的主要问题及改进情况",
            "> 1.人少",
            "other_matters （六）其他需要报告的事项",
        ],
    ),
    (
        "（一） below 一、",
        "年报\n一、总体情况\n（一）主动公开情况\n甲。\n（二）依申请公开情况\n乙。\n二、存在的问题\n丙。",
        ["preamble", "overview 一、总体情况", "> （一）主动公开情况", "> （二）依申请公开情况", "problems 二、存在的问题"],
    ),
    (
        "three levels",
        "年报\n一、总体情况\n（一）公开内容\n1.栏目\n甲。\n2.载体\n乙。\n（二）公开形式\n丙。",
        ["preamble", "overview 一、总体情况", "> （一）公开内容", ">> 1.栏目", ">> 2.载体", "> （二）公开形式"],
    ),
    (
        "一、 below 第一部分",
        "年报\n第一部分：概述\n甲。\n第二部分：主动公开政府信息情况\n一、公开内容\n乙。\n二、公开形式\n丙。\n第三部分：存在的主要问题和改进措施\n丁。",
        [
            "preamble",
            "overview 第一部分：概述",
            "proactive 第二部分：主动公开政府信息情况",
            "> 一、公开内容",
            "> 二、公开形式",
            "problems 第三部分：存在的主要问题和改进措施",
        ],
    ),
    (
        "misspelt",
        "年报\n一、总体请况\n甲。\n二、主动公开政府信息情況\n乙。\n三、收到和处理政府信息公开申情况\n丙。\n四、因政府信息公开工作被申请行政复仪、提起行政诉讼情况\n丁。\n五、存在的主要问题及改情况\n戊。\n六、其它需要报告事项\n己。",
        [
            "preamble",
            "overview 一、总体请况",
            "proactive 二、主动公开政府信息情況",
            "applications 三、收到和处理政府信息公开申情况",
            "review_litigation 四、因政府信息公开工作被申请行政复仪、提起行政诉讼情况",
            "problems 五、存在的主要问题及改情况",
            "other_matters 六、其它需要报告事项",
        ],
    ),
    (
        "before 2019",
        "年报\n一、概述\n甲。\n二、主动公开政府信息的情况\n乙。\n三、依申请公开政府信息办理情况\n丙。\n四、政府信息公开的收费及减免情况\n丁。\n五、因政府信息公开申请行政复议、提起行政诉讼的情况\n戊。\n六、机构建设和保障经费情况\n己。\n七、存在的主要问题及改进措施\n庚。\n八、附表\n辛。",
        [
            "preamble",
            "overview 一、概述",
            "proactive 二、主动公开政府信息的情况",
            "applications 三、依申请公开政府信息办理情况",
            "fees 四、政府信息公开的收费及减免情况",
            "review_litigation 五、因政府信息公开申请行政复议、提起行政诉讼的情况",
            "staffing 六、机构建设和保障经费情况",
            "problems 七、存在的主要问题及改进措施",
            "appendix 八、附表",
        ],
    ),
    (
        "faults and plans apart",
        "年报\n一、总体情况\n甲。\n二、回应解读情况\n乙。\n三、存在的问题\n1、人少。\n四、下一步打算\n1、增人。",
        ["preamble", "overview 一、总体情况", "consultation 二、回应解读情况", "problems 三、存在的问题", "> 1、人少", "problems 四、下一步打算", "> 1、增人"],
    ),
    ("quoted headings", "年报\n一、总体情况\n见“二、主动公开政府信息情况”一栏。\n二、主动公开政府信息情况\n甲。", ["preamble", "overview 一、总体情况", "proactive 二、主动公开政府信息情况"]),
    ("enumerated sentences are no headings", "年报\n一、总体情况\n一是公开12条。二是更新快。\n①甲。②乙。", ["preamble", "overview 一、总体情况"]),
    ("no headings", "年报\n全镇公开12条。未收到申请。\n更新慢，下一步将加强。", ["preamble"]),
    ("nothing", "", ["preamble"]),
    ("starts with a heading", "一、总体情况\n甲。", ["overview 一、总体情况"]),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_shape(raw: str, expected: list[str]) -> None:
    assert shape(raw) == expected


CONTENTS = [
    ("lines", "目录\n" + "".join(f"{n}、{h}\n" for n, h in zip("一二三四五六", FORM, strict=True))),
    (
        "lines with pages",
        "目录\n" + "".join(f"{n}、{h}………{p}\n" for n, h, p in zip("一二三四五六", FORM, "123456", strict=True)),
    ),
    ("in a sentence", "本报告由" + "、".join(FORM) + "六部分组成。\n"),
    (
        "in a sentence, numbered",
        "本报告由" + "，".join(f"{n}、{h}" for n, h in zip("一二三四五六", FORM, strict=True)) + "组成。\n",
    ),
    (
        "in a sentence, numbered in brackets",
        "内容包括：" + "；".join(f"（{n}）{h}" for n, h in zip("一二三四五六", FORM, strict=True)) + "。\n",
    ),
]


@pytest.mark.parametrize("contents", [case[1] for case in CONTENTS], ids=[case[0] for case in CONTENTS])
def test_a_list_of_contents_is_no_section(contents: str) -> None:
    raw = form("一 二 三 四 五 六", before="柳湾年报\n" + contents)
    sections = [s for s in made(raw)[2] if s.level == 1]
    assert [s.kind for s in sections] == ["preamble", *KINDS]
    assert sections[0].end == len("柳湾年报\n" + contents)


@pytest.mark.parametrize(
    "raw",
    [
        form("一 二 三 四 五 六"),
        *(case[1] for case in CASES),
        "　　一、总体情况　　甲。\n\n[image: a]二、存在的问题\n\n",
    ],
)
def test_sections_tile_the_text(raw: str) -> None:
    sections = made(raw)[2]
    assert "".join(raw[s.start : s.end] for s in sections if s.level == 1) == raw
    for inner in (s for s in sections if s.level > 1):
        assert any(s.level < inner.level and s.start <= inner.start <= inner.end <= s.end for s in sections)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("总体情况", "overview"),
        ("工作开展情况", "overview"),
        ("主动公开的情况", "proactive"),
        ("公开政府信息的数量", "proactive"),
        ("依申请公开办理情况", "applications"),
        ("收到和处理政府信息公开申请情况", "applications"),
        ("收费及减免情况", "fees"),
        ("因政府信息公开工作被申请行政复议、提起行政诉讼情况", "review_litigation"),
        ("复议诉讼情况", "review_litigation"),
        ("存在的主要问题及改进情况", "problems"),
        ("问题与对策", "problems"),
        ("2021年工作打算", "problems"),
        ("政策解读情况", "consultation"),
        ("机构建设和保障经费情况", "staffing"),
        ("会议和培训情况", "staffing"),
        ("其它需要说明的事项", "other_matters"),
        ("附表", "appendix"),
        ("天气晴好", None),
    ],
)
def test_kind_of(heading: str, kind: str | None) -> None:
    assert kind_of(heading) == kind


def sentences(raw: str) -> list[tuple[str, str, str]]:
    text, parts, _ = made(raw)
    return [(text.clean[s.start : s.end], s.section, s.heading) for s in split(text, parts)]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("甲乙。丙丁！\n戊己", [("甲乙。", "preamble", ""), ("丙丁！", "preamble", ""), ("戊己", "preamble", "")]),
        ("他说“好。”又走。", [("他说“好。”", "preamble", ""), ("又走。", "preamble", "")]),
        ("一、总体情况\n甲乙。", [("甲乙。", "overview", "一、总体情况")]),
        ("一、总体情况：全镇公开3条。", [("总体情况：全镇公开3条。", "overview", "一、总体情况")]),
        (
            "一、总体情况\n（一）公开内容\n甲。\n二、存在的问题\n乙。",
            [("甲。", "overview", "一、总体情况 （一）公开内容"), ("乙。", "problems", "二、存在的问题")],
        ),
        ("。；\n\n、\n", []),
    ],
    ids=[
        "marks and lines",
        "closing quote",
        "headings are none",
        "a heading that begins its sentence",
        "under two headings",
        "only marks",
    ],
)
def test_sentences(raw: str, expected: list[tuple[str, str, str]]) -> None:
    assert sentences(raw) == expected


def test_a_paragraph_is_named_by_its_line() -> None:
    text, parts, _ = made("甲。乙。\n丙。")
    assert [s.paragraph for s in split(text, parts)] == [0, 0, 5]


@given(
    st.lists(st.sampled_from(["甲", "乙，", "；", "。", "！", "？", "”", "）", "\n", "1"])),
    st.integers(0, 12),
    st.integers(0, 12),
)
def test_sentences_end_at_their_marks_and_lines(pieces: list[str], start: int, size: int) -> None:
    clean = "".join(pieces)
    start = min(start, len(clean))
    end = min(start + size, len(clean))
    parts = [Part("overview", 1, "", "", 0, start, end), Part("problems", 1, "", "", end, len(clean), len(clean))]
    if clean[start : start + 1] == "，":
        return  # the sentence begins with its heading
    expected = []
    for match in re.finditer(r"[^。！？\n]*(?:[。！？]+[”’）》]*|\n|$)", clean[start:end]):
        words = match[0].rstrip("\n")
        if words.strip("。！？；，、："):
            at = start + match.start()
            expected.append((at, at + len(words), "overview", "", clean.rfind("\n", 0, at) + 1))
    found = split(Text(clean, clean, array("I", range(len(clean)))), parts)
    assert found == tuple(expected)
