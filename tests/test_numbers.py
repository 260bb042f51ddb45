"""Numbers: how clerks write them, what exactly is said, and what looks like one and is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import numbers
from extract.lexicon import load, rx, trie
from extract.numbers import chinese, number, quantities

#: text, then for each quantity: words, value, unit, bound
CASES: list[tuple[str, list[tuple[str, float, str | None, str]]]] = [
    # arabic figures
    ("公开信息132条", [("132条", 132, "条", "exact")]),
    ("共2156，", [("2156", 2156, None, "exact")]),
    ("收到申请0件", [("0件", 0, "件", "exact")]),
    ("公开2020条信息", [("2020条", 2020, "条", "exact")]),
    ("开展147次747条", [("147次", 147, "次", "exact"), ("747条", 747, "条", "exact")]),
    ("举办7场（次）", [("7场（次）", 7, "场（次）", "exact")]),
    ("接待12人/次", [("12人/次", 12, "人/次", "exact")]),
    ("发布21条、22条", [("21条", 21, "条", "exact"), ("22条", 22, "条", "exact")]),
    ("“新岭”APP149条", [("149条", 149, "条", "exact")]),
    ("比上年的19条多出7条", [("19条", 19, "条", "exact"), ("7条", 7, "条", "exact")]),
    ("升高3.5个百分点", [("3.5个百分点", 3.5, "个百分点", "exact")]),
    # thousands
    ("公开1,155条", [("1,155条", 1155, "条", "exact")]),
    ("支出1,155,000.5元", [("1,155,000.5元", 1155000.5, "元", "exact")]),
    ("公开2千条", [("2千条", 2000, "条", "exact")]),
    ("公开3千余条", [("3千余条", 3000, "条", "at_least")]),
    ("拨付5百万元", [("5百万元", 5_000_000, "元", "exact")]),
    # 万 and 亿
    ("阅读1.2万次", [("1.2万次", 12_000, "次", "exact")]),
    ("阅读3万余次", [("3万余次", 30_000, "次", "at_least")]),
    ("阅读30余万人次", [("30余万人次", 300_000, "人次", "at_least")]),
    ("拨付255万元", [("255万元", 2_550_000, "元", "exact")]),
    ("拨付2亿多元", [("2亿多元", 200_000_000, "元", "at_least")]),
    ("公开1万5千条", [("1万5千条", 15_000, "条", "exact")]),
    ("拨付1亿2千万元", [("1亿2千万元", 120_000_000, "元", "exact")]),
    # Chinese numerals
    ("召开三次", [("三次", 3, "次", "exact")]),
    ("检查两次", [("两次", 2, "次", "exact")]),
    ("公开二百一十三条", [("二百一十三条", 213, "条", "exact")]),
    ("公开一千零二十件", [("一千零二十件", 1020, "件", "exact")]),
    ("居民一万两千三百人", [("一万两千三百人", 12_300, "人", "exact")]),
    ("公开信息二百一十三。", [("二百一十三", 213, None, "exact")]),
    ("阅读达一万二。", [("一万二", 12_000, None, "exact")]),
    ("制发〇件", [("〇件", 0, "件", "exact")]),
    ("百分之九十", [("百分之九十", 90, "%", "exact")]),
    # vague
    ("发放1200余份", [("1200余份", 1200, "份", "at_least")]),
    ("发放1000余", [("1000余", 1000, None, "at_least")]),
    ("发放百余份", [("百余份", 100, "份", "at_least")]),
    ("发放两百余份", [("两百余份", 200, "份", "at_least")]),
    ("关注百余万次", [("百余万次", 1_000_000, "次", "at_least")]),
    ("接待100来人", [("100来人", 100, "人", "at_least")]),
    ("讨论十多场", [("十多场", 10, "场", "at_least")]),
    ("答复几十条", [("几十条", 10, "条", "at_least")]),
    ("关注过万人次", [("过万人次", 10_000, "人次", "at_least")]),
    ("公开近百条", [("近百条", 100, "条", "approx")]),
    ("公开近1000条", [("1000条", 1000, "条", "approx")]),
    ("公开将近1000条", [("1000条", 1000, "条", "approx")]),
    ("约200人", [("200人", 200, "人", "approx")]),
    ("200人左右", [("200人左右", 200, "人", "approx")]),
    ("95%以上", [("95%以上", 95, "%", "at_least")]),
    ("超过1000条", [("1000条", 1000, "条", "at_least")]),
    ("不下20次", [("20次", 20, "次", "at_least")]),
    ("不超过5次", [("5次", 5, "次", "at_most")]),  # was at_least: 超过 came first
    ("不足10件", [("10件", 10, "件", "at_most")]),
    ("50件以内", [("50件以内", 50, "件", "at_most")]),
    ("预约20人", [("20人", 20, "人", "exact")]),  # no 约 of its own
    ("附近3个", [("3个", 3, "个", "exact")]),
    ("最近3次", [("3次", 3, "次", "exact")]),
    # either of two, and ranges: the lower end, approximately
    ("走访三四次", [("三四次", 3, "次", "approx")]),
    ("走访三五次", [("三五次", 3, "次", "approx")]),
    ("参会七八十人", [("七八十人", 70, "人", "approx")]),
    ("参会十五六人", [("十五六人", 15, "人", "approx")]),
    ("发布三四百余件", [("三四百余件", 300, "件", "at_least")]),
    ("每年3-5次", [("3-5次", 3, "次", "approx")]),
    ("每年3—5次", [("3—5次", 3, "次", "approx")]),
    ("参会10至15人", [("10至15人", 10, "人", "approx")]),
    ("三到五场", [("三到五场", 3, "场", "approx")]),
    ("占20%-30%", [("20%-30%", 20, "%", "approx")]),
    ("阅读1-2万次", [("1-2万次", 10_000, "次", "approx")]),
    ("100—200余条", [("100—200余条", 100, "条", "at_least")]),
    # percent
    ("占98.5%", [("98.5%", 98.5, "%", "exact")]),
    ("达百分之九十八点五", [("百分之九十八点五", 98.5, "%", "exact")]),
    ("达百分之95", [("百分之95", 95, "%", "exact")]),
    ("占六成。", [("六成", 60, "%", "exact")]),
    ("占两成以上", [("两成以上", 20, "%", "at_least")]),
    ("七成五的来电", [("七成五", 75, "%", "exact")]),
    ("一成不变的做法", []),
    ("12366人工接听", []),
    ("开课3课时", [("3课时", 3, "课时", "exact")]),
    ("达百分之百", [("百分之百", 100, "%", "exact")]),
    ("达百分百", [("百分百", 100, "%", "exact")]),
    ("达百分之九十以上", [("百分之九十以上", 90, "%", "at_least")]),
    ("近百分之九十", [("百分之九十", 90, "%", "approx")]),
    # no quantities
    ("2020年1月1日至12月31日", []),
    ("2020年1-11月", []),
    ("2019至2020年", []),
    ("二〇二〇年三月五日", []),
    ("二○一九年度", []),
    ("三月份起", []),
    ("2020.12.28", []),
    ("2020-12-28", []),
    ("8:30至11:30", []),
    ("电话0599-7100200", []),
    ("（0599）7100200", []),
    ("按照第二十条", []),
    ("第3至5条", []),
    ("第一、二季度", []),
    ("出版第21期", []),
    ("国办发〔2016〕80号", []),
    ("宁政办[2019]7号", []),
    ("三分之一", []),
    ("1/3", []),
    ("5G网络", []),
    ("A4纸", []),
    ("走进千家万户", []),
    ("成千上万", []),
    ("统一发布", []),
    ("一是加强", []),
    ("五公开", []),
    ("防止万一，", []),
    ("周一至周五", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_quantities(text: str, expected: list[tuple[str, float, str | None, str]]) -> None:
    assert [(text[q.start : q.end], q.value, q.unit, q.bound) for q in quantities(text)] == expected


def test_quantities_of_a_stretch() -> None:
    text = "3条，5条，7条"
    assert [q.value for q in quantities(text, 3, 6)] == [5]


PIECES = [
    *(*numbers.HAN, *"近上过数几第〔【（）成冲从年月日分百之半点余多来至-、，。\n的条次大关%"),
    *("1", "20", "2019", "3.5", "百分之", "APP", *load("numbers")["phrases"]),
]


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_what_rules_a_place_out_rules_no_number_out(text: str) -> None:
    words = load("numbers")
    guarded = numbers._pattern()
    plain = guarded.pattern.replace(numbers._begun(words["units"], trie(words["phrases"])), "").replace(
        numbers.RANGE, ""
    )
    assert len(plain) < len(guarded.pattern) - 100
    assert [(m.span(), m.groups()) for m in guarded.finditer(text)] == [
        (m.span(), m.groups()) for m in rx(plain).finditer(text)
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("二十", 20), ("一百零五", 105), ("一百二", 120), ("三万五", 35_000), ("两千", 2000), ("二〇一九", 2019), ("一亿二千万", 120_000_000),
     ("", None), ("三条", None)],
)  # fmt: skip
def test_chinese(text: str, value: int | None) -> None:
    assert chinese(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,155", 1155),
        ("3万余", 30_000),
        ("百余万", 1_000_000),
        ("1万5千", 15_000),
        ("2.5千", 2500),
        ("约", None),
        ("3条", None),
    ],
)
def test_number(text: str, value: float | None) -> None:
    assert number(text) == value
