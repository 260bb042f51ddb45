"""What spares a pattern of titles, contacts and headings a try never rules out what the pattern matches."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extract import contacts as contacts_room
from extract.lexicon import rx
from extract.metadata import heads
from extract.outline import headings


@given(
    st.lists(
        st.sampled_from(
            [
                "信息公开",
                "政府信息",
                "工作",
                "报告",
                "情况",
                "年报",
                "（甲）",
                "，",
                "。",
                "根据",
                "来源",
                "源",
                "甲镇" * 7,
                "2020年",
            ]
        )
    )
)
def test_no_title_is_ruled_out_before_it_is_looked_for(pieces: list[str]) -> None:
    words = "".join(pieces)[:90]
    match = heads._title().search(words)
    if match and (match.end() > 60 or rx(heads.OTHER).search(words[: match.end()])):
        match = None
    found = heads._titled(words)
    assert (found and found.span()) == (match and match.span())


WRITTEN = (
    *("电话：", "传真", "tel", "FAX", "0470-", "1234567", "www.", "http://", "a.cn", "网址", "邮编", "024000"),
    *("地址：", "甲路3号", "（", "）", "，", "。", "T", "w", "H", "f"),
)


@given(st.lists(st.sampled_from(WRITTEN)))
def test_without_an_at_there_is_no_mail(pieces: list[str]) -> None:
    words = "".join(pieces)
    found = [[match.span() for match in contacts_room._pattern(mail).finditer(words)] for mail in (False, True)]
    assert found[0] == found[1]


@given(st.text("一十总体情况概述、.【●主动公开其他需要报告的事项申请", min_size=1, max_size=12))
def test_a_heading_of_the_form_begins_as_its_pattern_does(line: str) -> None:
    if headings._bare_pattern().match(line):
        assert {line[:1], line[:2]} & headings._bare_openings()
