"""Mentions of channels in sentences (a table of cases), and the channels that mentions add up to."""

from __future__ import annotations

import tomllib
from array import array
from pathlib import Path
from typing import Any

import pytest
import regex

from extract import channels
from extract.cleaning import clean
from extract.model import ChannelMention, Sentence, Source, Text

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("channels.toml").read_text(encoding="utf8"))[
    "case"
]


def text_of(raw: str) -> Text:
    return clean(Source("case.txt", "txt", "utf-8", "0" * 64, raw))


def sentences_of(text: Text, section: str = "proactive") -> tuple[Sentence, ...]:
    return tuple(
        Sentence(match.start(), match.end(), section, "", text.clean.rfind("\n", 0, match.start()) + 1)
        for match in regex.finditer(r"[^。\n]+。?", text.clean)
    )


def found_in(raw: str, section: str = "proactive") -> tuple[Text, tuple[ChannelMention, ...]]:
    text = text_of(raw)
    return text, channels.mentions(text, sentences_of(text, section))


def merged(raw: str) -> list[tuple[str, str | None]]:
    text, found = found_in(raw)
    return [(channel.kind, channel.name) for channel in channels.merge(text, found, ())[0]]


def expected(case: dict[str, Any]) -> list[tuple[str, tuple[str | None, ...], bool]]:
    out: list[tuple[str, tuple[str | None, ...], bool]] = []
    for mark in case["marks"]:
        kind, _, names = mark.lstrip("-").partition(":")
        out.append((kind, tuple(names.split("|")) if names else (None,), not mark.startswith("-")))
    return out


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_mentions(case: dict[str, Any]) -> None:
    marked = regex.findall(r"⟦(.*?)⟧", case["text"])
    raw = f"{case.get('context', '')}{case['text'].replace('⟦', '').replace('⟧', '')}"
    text, found = found_in(raw, case.get("section", "proactive"))
    grouped: dict[tuple[int, int, str], list[ChannelMention]] = {}
    for mention in found:
        grouped.setdefault((mention.start, mention.end, mention.kind), []).append(mention)
    got = [(kind, tuple(m.name for m in members), members[0].used) for (_, _, kind), members in grouped.items()]
    assert got == expected(case), [mention.rule for mention in found]
    if case.get("spans", True):
        assert [text.clean[start:end] for start, end, _ in grouped] == [text_of(mark).clean for mark in marked]


def test_the_table_is_large_and_has_traps() -> None:
    traps = [case for case in CASES if not case["marks"] or any(mark.startswith("-") for mark in case["marks"])]
    assert len(CASES) >= 120
    assert 3 * len(traps) >= len(CASES)
    assert len({case["label"] for case in CASES}) == len(CASES)


def test_every_kind_has_a_case() -> None:
    kinds = {mark.lstrip("-").partition(":")[0] for case in CASES for mark in case["marks"]}
    assert kinds == {
        "website",
        "disclosure_platform",
        "wechat_account",
        "wechat_group",
        "weibo",
        "short_video",
        "news_app",
        "sms",
        *("gazette", "newspaper", "broadcast", "television", "bulletin_board", "led_screen", "service_hall"),
        *("reading_point", "hotline", "mailbox", "leaflet", "meeting", "new_media", "other"),
    }


MERGES: dict[str, tuple[str, list[tuple[str, str | None]]]] = {
    "nameless account joins the named one": (
        "“杏镇微讯”微信公众号推送20条。公众号粉丝300人。",
        [("wechat_account", "杏镇微讯")],
    ),
    "the county's site joins the site by its full name": (
        "电子版可在玄丘县人民政府网查阅。经县政府网公开68条。",
        [("website", "玄丘县人民政府网")],
    ),
    "own site and others' named sites stay apart": (
        "在厅网站公开48条。向中国岚河门户网站报送83条。在新华网刊发2篇。网站运行平稳。",
        [("website", None), ("website", "中国岚河门户网站"), ("website", "新华网")],
    ),
    "an organ's own site beside a named portal": (
        "其中云溪市政府网站公开95条，本单位网站公开61条。",
        [("website", "云溪市政府网站"), ("website", None)],
    ),
    "new media give way to the accounts": ("用好新媒体。通过微信公众号发布3条。", [("wechat_account", None)]),
    "counted new media stay": (
        "通过政务微信发布3条。在用政务新媒体账号41个。",
        [("wechat_account", None), ("new_media", None)],
    ),
    "papers as a class join the papers named": ("《岚河日报》刊发3篇，在报刊宣传2次。", [("newspaper", "岚河日报")]),
    "a service line is not the programme": (
        "参加“行风热线”4次，供水服务热线接听来电900个。",
        [("hotline", "行风热线"), ("hotline", None)],
    ),
    "nameless sites of two owners are two": (
        "我局网站公开48条，市政府网站公开20条。网站运行平稳。",
        [("website", None), ("website", None)],
    ),
    "one owner said in three ways is one": (
        "我厅门户网站公开48条，厅网站改版。通过政府网站发布20条。",
        [("website", None)],
    ),
    "the province's nameless site is the portal that is named": (
        "厅网站公开48条，向中国岚河门户网站报送83条，省政府网站采用9条。",
        [("website", None), ("website", "中国岚河门户网站")],
    ),
    "new media with their share stay beside the accounts": (
        "“岚桥发布”公众号公开60条，网站占比三成，新媒体占比70%。",
        [("wechat_account", "岚桥发布"), ("website", None), ("new_media", None)],
    ),
    "new media with what they published stay": (
        "政务新媒体发布900条，其中“岚桥发布”公众号60条。",
        [("new_media", None), ("wechat_account", "岚桥发布")],
    ),
    "what was not used is no channel": ("我乡尚未开通微博。下一步，将开通微信公众号。", []),
    "a van, banners and a course from afar are three": (
        "出动宣传车6台次，刷写标语57幅，悬挂横幅4条，利用远程教育终端播放政策片5部。",
        [("other", None), ("other", None), ("other", None)],
    ),
    "accounts that were counted are not the one with a name": (
        "区属单位开设微信公众号31个，“岚桥发布”微信公众号粉丝9万。",
        [("wechat_account", None), ("wechat_account", "岚桥发布")],
    ),
    "the district's net for disclosure is the one named": (
        "本报告可在岚桥区政府信息公开网查阅。在区政府信息公开网公开98条。",
        [("disclosure_platform", "岚桥区政府信息公开网")],
    ),
    "archives and reading rooms are one": (
        "向县档案馆移交文件30份，设查阅点2处。",
        [("reading_point", None)],
    ),
}


@pytest.mark.parametrize("label", MERGES)
def test_merge(label: str) -> None:
    raw, wanted = MERGES[label]
    assert merged(raw) == wanted


def test_a_plan_lasts_to_the_end_of_its_paragraph() -> None:
    raw = "下一步，我镇将加大力度。一是建好门户网站。二是用好微信群。\n村务公开栏张贴12份。"
    assert merged(raw) == [("bulletin_board", None)]


def test_remedies_do_not_count_from_where_they_begin() -> None:
    text = text_of("公示栏陈旧，问题突出。更换电子屏。")
    found = channels.mentions(text, sentences_of(text, "problems"), {0: 11})
    assert [(mention.kind, mention.used) for mention in found] == [("bulletin_board", True), ("led_screen", False)]


def test_a_heading_counts_only_where_it_says_so() -> None:
    text = text_of("各项工作有序开展。\n（二）通过新闻媒体发布信息\n已发布3条。\n（三）门户网站建设情况\n有序推进。")
    body = [s for s in sentences_of(text) if not text.clean[s.start : s.end].startswith("（")]
    found = channels.mentions(text, body)
    assert [(mention.kind, mention.used) for mention in found] == [("other", True), ("website", False)]


def test_a_heading_that_states_something_counts() -> None:
    text = text_of(
        "各项工作有序开展。\n（二）婚登处用电子屏滚动办事流程\n已更新3次。\n（三）网站公开信息27条\n有序推进。"
    )
    body = [s for s in sentences_of(text) if not text.clean[s.start : s.end].startswith("（")]
    found = channels.mentions(text, body)
    assert [(mention.kind, mention.used) for mention in found] == [("led_screen", True), ("website", True)]


def test_headings_under_next_steps_are_plans() -> None:
    text = text_of(
        "各项工作有序开展。\n八、下一步工作\n1、开通街道公众号20个\n做好准备。\n九、其他\n1、网站公开27条\n已完成。"
    )
    body = [s for s in sentences_of(text) if text.clean[s.start : s.end].startswith(("各", "做", "已"))]
    found = channels.mentions(text, body)
    assert [(mention.kind, mention.used) for mention in found] == [("wechat_account", False), ("website", True)]


def test_the_reporting_organ_is_no_channel_of_its_own() -> None:
    raw = "云澜县档案馆2020年政府信息公开工作年度报告\n云澜县档案馆设立了公开栏。"
    assert merged(raw) == [("bulletin_board", None)]


def test_spans_are_the_words_of_the_report() -> None:
    raw = "通过 “杏镇 发布”\u3000微信公众号推送信息。"
    text, found = found_in(raw)
    channel = channels.merge(text, found, ())[0][0]
    assert channel.name == "杏镇发布"
    for mention in channel.mentions:
        assert raw[mention.start : mention.end] == mention.text


def test_mentions_outside_sentences_of_an_empty_text() -> None:
    empty = Text("", "", array("I"))
    assert channels.mentions(empty, ()) == ()
    assert channels.merge(empty, (), ()) == ((), {})


def test_words_around_a_mention_are_bounded() -> None:
    from extract.channels.doubt import REACH, Place

    words = "通过" + "甲" * 5_000 + "网站" + "乙" * 5_000
    place = Place("website", words, 5_002, 5_004, "网站", False, False, False)
    assert (len(place.left), len(place.right)) == (REACH, REACH)
    assert (place.clause, place.near) == ("甲" * REACH + "网站" + "乙" * REACH,) * 2
