"""Links from problems to remedies: one kind of evidence at a time, and refusal where there is none."""

from __future__ import annotations

import pytest

from extract.links import Place, closeness, label, likeness, link
from extract.model import Item


def items(kind: str, *texts: tuple[str, str]) -> list[Item]:
    """Items from ``(text, "aspect aspect …")``."""
    return [
        Item(f"{kind}{i}", text, 0, len(text), aspects.split()[0], tuple(aspects.split()))
        for i, (text, aspects) in enumerate(texts, 1)
    ]


def listed(n: int, list_id: int = 0) -> list[Place]:
    return [Place(list_id, i + 1, 100 * list_id + i, -1, 0, 1) for i in range(n)]


def prose(n: int, zone: int) -> list[Place]:
    return [Place(-1, 0, zone, -1, 0, n) for _ in range(n)]


def told(problems: list[Item], remedies: list[Item], a: list[Place], b: list[Place]) -> list[list[tuple[str, str]]]:
    return [[(x.remedy, x.by) for x in problem.remedies] for problem in link(problems, remedies, a, b)]


SLOW, NEW = ("栏目更新偏慢", "timeliness"), ("经办人业务生疏", "capacity")
TIMELY, TAUGHT = ("限定更新的日期", "timeliness"), ("给经办人开培训班", "capacity")


def test_order() -> None:
    got = told(items("p", SLOW, NEW), items("r", TIMELY, TAUGHT), listed(2), listed(2, 1))
    assert got == [[("r1", "order")], [("r2", "order")]]


def test_order_is_dropped_where_the_content_contradicts_it() -> None:
    got = told(items("p", SLOW, NEW), items("r", TAUGHT, TIMELY), listed(2), listed(2, 1))
    assert got == [[("r2", "aspect")], [("r1", "aspect")]]


def test_order_needs_equal_length() -> None:
    more = items("r", TIMELY, TAUGHT, ("印制宣传单", "publicity"))
    assert told(items("p", SLOW, NEW), more, listed(2), listed(3, 1)) == [[("r1", "aspect")], [("r2", "aspect")]]


def test_order_stands_where_nothing_contradicts_it() -> None:
    """Lists of equal length are parallel even where the pairs share no word and no aspect."""
    problems, remedies = (
        items("p", ("甲乙丙", "other"), ("丁戊", "channel")),
        items("r", ("己庚", "other"), ("辛", "other")),
    )
    assert told(problems, remedies, listed(2), listed(2, 1)) == [[("r1", "order")], [("r2", "order")]]


def test_order_of_a_list_with_a_measure_told_beside_it() -> None:
    more = items("r", TIMELY, TAUGHT, ("开放档案馆", "other"))
    places = [*listed(2, 1), Place(-1, 0, 300, -1, 0, 1)]
    got = told(items("p", SLOW, NEW), more, listed(2), places)
    assert got == [[("r1", "order")], [("r2", "order")]]


def test_a_rival_that_shares_only_an_aspect_does_not_break_the_order() -> None:
    problems = items("p", ("大屏常坏", "channel"), ("网友提问无人理", "interpretation"))
    remedies = items("r", ("换一块新的", "other"), ("并号运营，专人答网友", "channel interpretation"))
    assert told(problems, remedies, listed(2), listed(2, 1)) == [[("r1", "order")], [("r2", "order")]]


def test_the_same_topic_named_on_both_sides() -> None:
    problems = items("p", ("在时效上，公告太晚", "timeliness"), ("在内容上，账目太粗", "coverage"))
    remedies = items("r", ("在内容上，逐笔列账", "coverage"), ("在时效上，当日张贴", "timeliness"))
    got = told(problems, remedies, prose(2, 10), prose(2, 90))
    assert got == [[("r2", "explicit")], [("r1", "explicit")]]


@pytest.mark.parametrize(
    ("text", "topic"), [("在队伍上，缺人", "队伍"), ("宣传方面，人少", "宣传"), ("网上，谁都能看", ""), ("缺人", "")]
)
def test_label(text: str, topic: str) -> None:
    assert label(text) == topic


def test_order_by_elimination() -> None:
    """The pair that is left links although its words share nothing, where all other pairs agree."""
    problems = items("p", SLOW, NEW, ("村民不愿来问", "publicity"))
    remedies = items("r", TIMELY, TAUGHT, ("设热心联络人", "other"))
    assert told(problems, remedies, listed(3), listed(3, 1))[2] == [("r3", "order")]


def test_parallel_clauses_have_an_order_too() -> None:
    got = told(items("p", SLOW, NEW), items("r", TIMELY, TAUGHT), prose(2, 10), prose(2, 90))
    assert got == [[("r1", "order")], [("r2", "order")]]


def test_same_point_or_paragraph_is_explicit() -> None:
    a = [Place(-1, 0, 10, -1, 0, 1), Place(-1, 0, 50, -1, 0, 1)]
    b = [Place(-1, 0, 30, 10, 0, 1), Place(-1, 0, 70, 50, 0, 1)]
    got = told(items("p", SLOW, NEW), items("r", TAUGHT, TIMELY), a, b)
    assert got == [[("r1", "explicit")], [("r2", "explicit")]]


def test_measures_after_the_last_point_answer_all_points_not_the_last() -> None:
    a = listed(2)
    b = [Place(-1, 0, 30, a[1].zone, 0, 1)]
    assert told(items("p", SLOW, NEW), items("r", TIMELY), a, b) == [[("r1", "aspect")], []]


def test_several_faults_in_one_breath_are_not_explicit() -> None:
    a, b = prose(2, 10), [Place(-1, 0, 30, 10, 0, 1)]
    assert told(items("p", SLOW, NEW), items("r", TAUGHT), a, b) == [[], [("r1", "aspect")]]


def test_the_only_fault_is_answered_by_all_that_follows() -> None:
    a, b = prose(1, 10), [Place(-1, 0, 30, 10, 0, 2), Place(-1, 0, 30, 10, 0, 2)]
    assert told(items("p", SLOW), items("r", TIMELY, TAUGHT), a, b) == [[("r1", "explicit"), ("r2", "explicit")]]


def test_a_named_problem() -> None:
    b = [Place(-1, 0, 30, -1, 2, 1)]
    assert told(items("p", SLOW, NEW), items("r", TIMELY), listed(2), b)[1] == [("r1", "explicit")]


def test_a_name_out_of_range_is_ignored() -> None:
    b = [Place(-1, 0, 30, -1, 7, 1)]
    assert told(items("p", SLOW, NEW), items("r", ("修路", "other")), listed(2), b) == [[], []]


def test_nothing_in_common_is_no_link() -> None:
    far = items("r", ("搬迁办公地点", "other"), ("采购桌椅", "other"), ("修缮围墙", "other"))
    assert told(items("p", SLOW, NEW), far, listed(2), prose(3, 90)) == [[], []]


def test_ties_link_to_each() -> None:
    twins = items(
        "r", ("甲乙丙丁", "timeliness"), ("戊己庚辛", "timeliness"), ("壬癸子丑", "other"), ("寅卯辰巳", "other")
    )
    assert told(items("p", SLOW), twins, listed(1), listed(4, 1)) == [[("r1", "aspect"), ("r2", "aspect")]]


@pytest.mark.parametrize(("problems", "remedies"), [(0, 0), (0, 2), (2, 0)])
def test_one_side_only(problems: int, remedies: int) -> None:
    got = told(
        items("p", SLOW, NEW)[:problems], items("r", TIMELY, TAUGHT)[:remedies], listed(problems), listed(remedies, 1)
    )
    assert got == [[] for _ in range(problems)]


def test_confidence_is_a_probability() -> None:
    linked = link(items("p", SLOW, NEW), items("r", TIMELY, TAUGHT), listed(2), listed(2, 1))
    assert all(0 < x.confidence <= 1 for problem in linked for x in problem.remedies)


def test_likeness() -> None:
    assert likeness("栏目更新慢", "栏目更新慢") == 1
    assert likeness("政府信息公开工作", "政府信息公开工作") < 1  # formulas do not count
    assert likeness("栏目", "围墙") == likeness("", "") == 0


def test_closeness_grows_with_evidence() -> None:
    (slow,), (timely,), (taught,) = items("p", SLOW), items("r", TIMELY), items("r", TAUGHT)
    assert closeness(slow, timely) > closeness(slow, taught)


def test_a_remedy_that_another_problem_wants_more() -> None:
    problems = items("p", ("村级栏目更新偏慢", "timeliness"), ("更新栏目的人手不足", "capacity timeliness"))
    more = items("r", TIMELY, ("设专人", "capacity"), ("修路", "other"))
    assert told(problems, more, prose(2, 0), prose(3, 90)) == [[("r1", "aspect")], [("r2", "aspect")]]


def test_lists_one_point_apart_are_told_in_order() -> None:
    problems = items("p", SLOW, ("两个账号内容重复", "channel"))
    more = items("r", TIMELY, ("微博重互动，微信重服务", "platform"), ("与高校合办培训", "other"))
    assert told(problems, more, listed(2), listed(3, 1)) == [[("r1", "aspect")], [("r2", "aspect")]]


def test_a_measure_names_its_fault_in_words() -> None:
    places = [Place(-1, 0, 90, -1, 0, 2, "业务生疏"), Place(-1, 0, 90, -1, 0, 2)]
    got = told(items("p", SLOW, NEW), items("r", ("请人讲课", "publicity"), TIMELY), prose(2, 0), places)
    assert got == [[("r2", "aspect")], [("r1", "explicit")]]
