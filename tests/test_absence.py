"""Denials: what rules them out rules none out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extract.facts.absence import DENIED, _denial

PIECES = [
    *("未", "没有", "没", "无", "不", "零", "为零", "均为", "都", "曾", "全部", "免费", "分文", "不存在", "0"),
    *("收取", "收费", "收", "发生", "提起", "申请", "复议", "诉讼", "纠正", "提供", "信息", "，", "。"),
    *"因对被例件一向",
]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_what_rules_denials_out_rules_none_out(words: str) -> None:
    assert all(DENIED.search(match[0]) for match in _denial().finditer(words))
