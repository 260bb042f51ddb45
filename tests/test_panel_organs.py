"""Names over years and spellings: what is one organ, what never is, and what is left to a person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.errors import ExtractError, LexiconError
from extract.panel import decisions, renames, vocabulary
from extract.panel.matching import match
from extract.panel.names import fold, folder, of_path, parse
from extract.panel.organs import Organ, organs, owners
from extract.panel.rows import Seen

Told = tuple[str, str, int]  # organ, path, year


def seen(*told: Told) -> list[Seen]:
    return [Seen(f"r{at}", path, organ, year) for at, (organ, path, year) in enumerate(told)]


def unlike(one: int, other: int) -> bool:
    return False


def ids(reports: Sequence[Seen]) -> list[str]:
    found = organs(match(reports, unlike), reports)
    return [organ.id for organ in owners(found, len(reports)) if organ]


def listed(reports: Sequence[Seen]) -> list[renames.Candidate]:
    matched = match(reports, unlike)
    return renames.candidates(organs(matched, reports), matched, reports)


@pytest.mark.parametrize(
    ("name", "chain", "kind", "core"),
    [
        ("澜原省沅州市青篁县住建局", "澜原省 沅州市 青篁县", "department", "住房城乡建设局"),
        ("沅州市沅州区教育局", "沅州市 沅州区", "department", "教育局"),
        ("沅州市丙丁市人民政府", "沅州市 丙丁市", "government", ""),
        ("青德镇市教育局", "青德镇市", "department", "教育局"),
        ("市中区教育局", "市中区", "department", "教育局"),
        ("沅沙市区人民政府", "沅沙市区", "government", ""),
        ("沅湖市城市管理和综合执法局", "沅湖市", "department", "城市管理综合执法局"),
        ("青篁县市场监督管理局", "青篁县", "department", "市场监督管理局"),
        ("青篁县乡镇企业局", "青篁县", "department", "乡镇企业局"),
        ("沅州市高新技术产业开发区管委会", "沅州市", "department", "高新技术产业开发区管理委员会"),
        ("红旗街道办事处", "红旗街道", "government", ""),
        ("城区街道办事处", "城区街道", "government", ""),
        ("沅州路街道办", "沅州路街道", "government", ""),
        ("望湖区人民政府锦带街道办事处", "望湖区 锦带街道", "government", ""),
        ("青篁县索河镇财政所", "青篁县 索河镇", "department", "财政所"),
        ("青篁县人民政府办公室", "青篁县", "office", ""),
        ("双槐镇党政办", "双槐镇", "office", ""),
        ("青篁县委办公室", "青篁县", "department", "委办公室"),
        ("青篁县人民法院", "青篁县", "department", "人民法院"),
        ("额仁苏木人民政府", "额仁苏木", "government", ""),
        ("沅土家族苗族自治州林业局", "沅土家族苗族自治州", "department", "林业局"),
        ("国网电力公司青篁县供电公司", "", "department", "国网电力公司青篁县供电公司"),
    ],
)
def test_parse(name: str, chain: str, kind: str, core: str) -> None:
    made = parse(name)
    assert (" ".join(made.chain), made.kind, made.core) == (chain, kind, core)


def test_places_of_a_path() -> None:
    assert of_path("澜原省/沅州市/2019年/青篁县/柳湾镇2019年.txt") == ("澜原省", "沅州市", "青篁县", "柳湾镇")
    assert of_path("html/第二批/0012.html") == ()
    assert folder("青篁县/2019年度/a.txt") == folder("青篁县/2020/a.txt") == "青篁县"


ONE: list[tuple[str, list[Told]]] = [
    ("widths, blanks and marks", [("青篁县教育局", "a", 2019), ("青篁县　教育局\n", "b", 2020)]),
    ("traditional characters", [("青篁縣教育局", "a", 2019), ("青篁县教育局", "b", 2020)]),
    ("joining words", [("青篁县住房和城乡建设局", "a", 2019), ("青篁县住房城乡建设局", "b", 2020)]),
    ("abbreviations", [("青篁县发改委", "a", 2019), ("青篁县发展和改革委员会", "b", 2020)]),
    (
        "ways to name a county",
        [(f"青篁县{end}", f"{at}", 2016 + at) for at, end in enumerate(("", "政府", "人民政府"))],
    ),
    ("the office in another year", [("青篁县人民政府", "a", 2019), ("青篁县人民政府办公室", "b", 2020)]),
    ("a town's office", [("双槐镇人民政府", "a", 2019), ("双槐镇党政办", "b", 2020)]),
    ("a subdistrict", [(f"枕河街道{end}", f"{at}", 2016 + at) for at, end in enumerate(("", "办", "办事处"))]),
    ("the city before the name", [("沅州市青篁县教育局", "a", 2019), ("青篁县教育局", "b", 2020)]),
    ("places from the path", [("柳湾镇", "青篁县/2019/a.txt", 2019), ("青篁县柳湾镇人民政府", "b", 2020)]),
    ("省 for the province of the path", [("省教育厅", "澜原省/1.txt", 2019), ("澜原省教育厅", "澜原省/2.txt", 2020)]),
    ("a department of its folder", [("县教育局", "x/2019/a", 2019), ("青篁县教育局", "x/2020/b", 2020)]),
    ("a slip of OCR in the place", [("青簧县教育局", "a", 2019), ("青篁县教育局", "b", 2020)]),
    ("a slip of OCR in the department", [("青篁县教肓局", "a", 2019), ("青篁县教育局", "b", 2020)]),
    ("a district of many cities, in one folder", [("鼓楼区教育局", "a", 2018), ("沅州市鼓楼区教育局", "b", 2019)]),
    ("folders of years", [("鹤坞乡", "2019/a", 2019), ("鹤坞乡人民政府", "2020/a", 2020)]),
]
TWO: list[tuple[str, list[Told], str | None]] = [
    ("directions", [("东湖街道", "a", 2019), ("西湖街道", "b", 2020)], None),
    ("mountains south and north", [("南山镇", "a", 2019), ("北山镇", "b", 2020)], None),
    ("numbers", [("青篁县第一中学", "a", 2019), ("青篁县第二中学", "b", 2020)], None),
    ("figures", [("青篁县1号区管委会", "a", 2019), ("青篁县2号区管委会", "b", 2020)], None),
    ("sizes", [("大河镇", "a", 2019), ("小河镇", "b", 2020)], None),
    ("two counties", [("青篁县教育局", "a", 2019), ("汀芜县教育局", "b", 2020)], None),
    ("one town name in two counties", [("城关镇", "青篁县/1", 2019), ("城关镇", "汀芜县/1", 2020)], None),
    ("one town name in two folders", [("城关镇", "x/1", 2019), ("城关镇", "y/1", 2019)], None),
    ("two departments", [("青篁县水务局", "a", 2019), ("青篁县商务局", "b", 2020)], "similar"),
    ("court and government", [("青篁县人民法院", "a", 2019), ("青篁县人民政府", "b", 2020)], None),
    ("party and government", [("青篁县委办公室", "a", 2019), ("青篁县人民政府办公室", "b", 2020)], None),
    ("two towns a letter apart", [("石桥镇", "a", 2019), ("石榴镇", "b", 2020)], "similar"),
    ("a reform of departments", [("青篁县国土资源局", "a", 2018), ("青篁县自然资源局", "b", 2019)], "succession"),
    ("health", [("青篁县卫计委", "a", 2018), ("青篁县卫健委", "b", 2019)], "succession"),
    ("county to district", [("青篁县人民政府", "a", 2018), ("青篁区人民政府", "b", 2019)], "unit_change"),
    ("its departments too", [("青篁县教育局", "a", 2018), ("青篁市教育局", "b", 2019)], "unit_change"),
    ("township to town", [("鹤坞乡", "a", 2018), ("鹤坞镇人民政府", "b", 2019)], "unit_change"),
    (
        "the office beside its government",
        [("青篁县人民政府", "a", 2019), ("青篁县人民政府办公室", "b", 2019)],
        "office",
    ),
    (
        "a name that two fuller ones hold",
        [("长宁区教育局", "a", 2018), ("沅州市长宁区教育局", "b", 2019), ("璞州市长宁区教育局", "c", 2019)],
        "prefix",
    ),
    ("a district of many cities", [("鼓楼区教育局", "x/a", 2018), ("沅州市鼓楼区教育局", "y/b", 2019)], "prefix"),
    ("a town elsewhere", [("柳湾镇", "x/a", 2018), ("青篁县柳湾镇人民政府", "y/b", 2019)], "prefix"),
    ("a slip, both in one year", [("青簧县教育局", "a", 2019), ("青篁县教育局", "b", 2019)], "slip"),
    ("a slip far apart", [("土桥镇", "青篁县/a", 2019), ("士桥镇", "汀芜县/b", 2020)], None),
]


@pytest.mark.parametrize("told", [told for _, told in ONE], ids=[name for name, _ in ONE])
def test_surely_one(told: list[Told]) -> None:
    assert len(set(ids(seen(*told)))) == 1


@pytest.mark.parametrize(("told", "kind"), [(told, kind) for _, told, kind in TWO], ids=[name for name, *_ in TWO])
def test_never_merged_and_listed(told: list[Told], kind: str | None) -> None:
    assert len(set(ids(seen(*told)))) == len(told)
    found = [one.kind for one in listed(seen(*told))]
    assert set(found) == ({kind} if kind else set()), found


def test_reform_names_its_source_and_years() -> None:
    (one,) = listed(seen(("青篁县卫计委", "a", 2018), ("青篁县卫健委", "b", 2019)))
    assert (one.old.name, one.new.name, one.gap) == ("青篁县卫计委", "青篁县卫健委", 1)
    assert "2018" in one.evidence
    assert "《深化党和国家机构改革方案》" in (one.source or "")
    assert listed(seen(("青篁县卫计委", "a", 2012), ("青篁县卫健委", "b", 2019))) == []  # too far apart


def test_one_name_of_several_organs_in_one_folder_is_told() -> None:
    (one,) = listed(seen(("城关镇", "a", 2019), ("城关镇", "b", 2019)))
    assert one.kind == "homonym"
    assert one.old.id == one.new.id
    assert "2019" in one.evidence


def test_a_folder_of_everything_says_nothing() -> None:
    """A town without its county among hundreds of organs: not joined to a fuller name, and told where it has years."""
    crowd: list[Told] = [(f"{chr(0x4E00 + at)}{chr(0x5E00 + at)}县教育局", f"{at}", 2019) for at in range(300)]
    told = seen(
        ("柳湾镇", "a", 2018), ("青篁县柳湾镇人民政府", "b", 2020), ("鹤坞乡", "c", 2018), ("鹤坞乡", "d", 2019), *crowd
    )
    assert len({*ids(told)[:2]}) == 2
    found = {(one.kind, one.old.name, one.new.name) for one in listed(told)}
    assert found == {("prefix", "柳湾镇", "青篁县柳湾镇人民政府"), ("homonym", "鹤坞乡", "鹤坞乡")}


@given(
    st.text(max_size=12) | st.text(alphabet="省市县区州旗镇乡街道办人民政府局委东西一二", max_size=12),
    st.text(max_size=12),
)
def test_any_name_and_path_can_be_read(name: str, path: str) -> None:
    made = parse(name)
    assert made.kind in {"government", "office", "department"}
    assert parse(fold(name)) == made
    assert "".join(made.chain) in fold(name).replace("人民政府", "", 1) or "".join(made.chain) in fold(name)
    of_path(path)
    ids(seen((name, path, 2019)))


def test_published_again_with_the_same_text_is_one() -> None:
    told = seen(("青篁县人民政府", "a", 2019), ("青篁县人民政府办公室", "b", 2019))
    matched = match(told, lambda one, other: True)
    assert len(organs(matched, told)) == 1


def test_reports_without_an_organ_have_none() -> None:
    told = [Seen("r1", "a", None, 2019), Seen("r2", "b", "青篁县", 2019)]
    found = organs(match(told, unlike), told)
    assert [organ and organ.name for organ in owners(found, 2)] == [None, "青篁县"]


PLACES = ("青篁县", "青簧县", "沅州市青篁县", "汀芜县", "沅州市", "")
CORES = ("教育局", "教肓局", "发改委", "发展和改革委员会", "人民政府", "人民政府办公室", "", "东湖街道", "西湖街道")
TELL = st.tuples(
    st.sampled_from(PLACES),
    st.sampled_from(CORES),
    st.sampled_from(("x", "y", "沅州市", "2019/x")),
    st.integers(2018, 2021),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(TELL, min_size=1, max_size=14), st.randoms(use_true_random=False))
def test_organs_do_not_depend_on_the_order(told: list[tuple[str, str, str, int]], rng: object) -> None:
    """Same reports, any order: the same ids, names and candidates; every report with a name is of one organ."""
    reports = [
        Seen(f"r{at}", f"{where}/{at}.txt", place + core, year)
        for at, (place, core, where, year) in enumerate(told)
        if place + core
    ]
    mixed = reports[:]
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    assert dict(zip([one.path for one in reports], ids(reports), strict=True)) == dict(
        zip([one.path for one in mixed], ids(mixed), strict=True)
    )
    plain = [(one.kind, one.old.id, one.new.id, one.score, one.evidence) for one in listed(reports)]
    assert plain == [(one.kind, one.old.id, one.new.id, one.score, one.evidence) for one in listed(mixed)]


@settings(max_examples=80, deadline=None)
@given(
    st.text(alphabet="篁沅栀璞汀芜澜坞", min_size=1, max_size=2),
    st.lists(st.sampled_from("东西南北一二三大小上下"), min_size=2, max_size=2, unique=True),
    st.sampled_from(("镇", "街道办事处", "乡人民政府")),
    st.booleans(),
)
def test_what_is_decisive_decides(place: str, pair: list[str], end: str, before: bool) -> None:
    names = [(one + place if before else place + one) + end for one in pair]
    told = seen((names[0], "a", 2019), (names[1], "b", 2020))
    assert len(set(ids(told))) == 2
    assert listed(told) == []


def decided(tmp_path: Path, text: str, *told: Told) -> list[Organ]:
    file = tmp_path / "renames.csv"
    file.write_text(text, encoding="utf-8-sig")
    reports = seen(*told)
    free = match(reports, unlike)
    nodes = {fold(reports[at].organ or ""): node for node, members in free.members.items() for at in members}
    settled = decisions.settle(decisions.read(file), organs(free, reports), nodes, str(file))
    return organs(match(reports, unlike, settled.same, settled.different), reports)


REFORM = (("青篁县国土资源局", "a", 2018), ("青篁县自然资源局", "b", 2019), ("青篁县教育局", "c", 2019))


def test_a_decision_merges(tmp_path: Path) -> None:
    found = decided(tmp_path, "old,new,decision,who\n青篁县国土资源局,青篁县自然资源局,same,me\n", *REFORM)
    assert sorted(sorted(organ.spellings) for organ in found) == [
        ["青篁县国土资源局", "青篁县自然资源局"],
        ["青篁县教育局"],
    ]
    assert next(organ for organ in found if len(organ.spellings) == 2).name == "青篁县自然资源局"


def test_a_decision_by_id_and_an_open_line(tmp_path: Path) -> None:
    one, other, third = (organs(match(r := seen(told), unlike), r)[0].id for told in REFORM)
    text = f"old_organ_id,new_organ_id,decision\n{one},{other},same\n{one},{third},\n"
    assert len(decided(tmp_path, text, *REFORM)) == 2


def test_a_decision_parts_what_a_rule_would_join(tmp_path: Path) -> None:
    told: tuple[Told, ...] = (("青簧县教育局", "a", 2019), ("青篁县教育局", "b", 2020))
    assert len(decided(tmp_path, "old,new,decision\n", *told)) == 1
    assert len(decided(tmp_path, "old,new,decision\n青簧县教育局,青篁县教育局,different\n", *told)) == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("old,new\n甲,乙\n", "needs the columns decision"),
        ("old,new,decision\n青篁县教育局,青篁县自然资源局,yes\n", r":2: decision 'yes' is none of"),
        ("old,new,decision\n\n青篁县教育局,,same\n", r":3: names only one organ"),
        ("old,new,decision\n青篁县教育局,乌有局,same\n", r":2: '乌有局' is no organ of this run"),
        ("old,new,decision\n青篁县教育局,青篁县 教育局,different\n", r":2: .* one organ by their letters"),
        (
            "old,new,decision\n青篁县国土资源局,青篁县自然资源局,different\n青篁县国土资源局,青篁县教育局,same\n"
            "青篁县教育局,青篁县自然资源局,same\n",
            r":2: says that 青篁县国土资源局 and 青篁县自然资源局 are different, but other lines",
        ),
        ('old,new,decision\n"青篁县"教育局,甲,same\n', r":2: is no CSV"),
    ],
)
def test_bad_decisions_are_refused_with_their_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ExtractError, match=says):
        decided(tmp_path, text, *REFORM)


def test_a_name_of_two_organs_is_no_decision(tmp_path: Path) -> None:
    text = "old,new,decision\n城关镇,城关镇人民政府,same\n"
    with pytest.raises(ExtractError, match=r":2: '城关镇' is the name of 2 organs; give an organ_id: o"):
        decided(tmp_path, text, ("城关镇", "青篁县/1", 2019), ("城关镇", "汀芜县/1", 2020))


def test_an_unreadable_file_of_decisions(tmp_path: Path) -> None:
    with pytest.raises(ExtractError, match="cannot be read as CSV"):
        decisions.read(tmp_path / "gone.csv")


def test_vocabulary_refuses_what_contradicts(monkeypatch: pytest.MonkeyPatch) -> None:
    told = vocabulary._read("names.toml")
    told["letters"]["look_alike"] = ["东车"]
    monkeypatch.setattr(vocabulary, "_read", lambda name: told)
    with pytest.raises(LexiconError, match="东 cannot be both"):
        vocabulary.words.__wrapped__()
    told["letters"]["look_alike"] = ["车车"]
    with pytest.raises(LexiconError, match="two different characters"):
        vocabulary.words.__wrapped__()
    steps = {"sources": {}, "step": [{"year": 1, "source": "x", "from": ["甲"], "to": ["乙"]}]}
    monkeypatch.setattr(vocabulary, "_read", lambda name: steps)
    with pytest.raises(LexiconError, match="unknown source 'x'"):
        vocabulary.steps.__wrapped__()
