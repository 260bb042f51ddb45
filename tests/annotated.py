"""Annotated texts made up for tests: one written out, and any that hypothesis can think of."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from extract.annotate.corpus import BOUNDS, BY, CHANNELS, LAYERS, ROLES, SCOPES, Annotated, aspects, faults, stages

# what offsets stumble over: characters that are two units in UTF-16, line ends of every kind, blanks, marks of formats
PIECES = (
    *"全年公开信息32条，。；网站·",
    "👍🏻",
    "𠮷",
    "e\u0301",
    "\r\n",
    "\n",
    "\r",
    "\t",
    " ",
    "\u3000",
    "\u2028",
    "\x85",
)
PIECES += ('"', "\\", "#", "=", "B-", "T1", "\\n", "\ufeff", "𝟛", "\x00")


def line(
    text: str, name: str = "t1", annotator: str = "li", layers: tuple[str, ...] = LAYERS, **gold: Any
) -> Annotated:
    """A line of the corpus."""
    return Annotated(name, annotator, "made up", layers, text, gold)


def thing(text: str, words: str, **more: Any) -> dict[str, Any]:
    """A thing that stands where the words stand first."""
    at = text.index(words)
    return {**more, "text": words, "start": at, "end": at + len(words)}


def fact(text: str, words: str, name: str, kind: str, value: float, **more: Any) -> dict[str, Any]:
    told = {"unit": None, "bound": "exact", "scope": "year", "stage": None, "category": None, "channel": None}
    return thing(text, words, id=name, kind=kind, value=value, **{**told, "part_of": None, **more})


TEXT = (
    "柳坞镇人民政府2021年年度报告\r\n一、总体情况\r\n👍全年公开信息132条，其中网站⟪县网⟫90条。未收到申请，复议、诉讼均无。\r\n"
    "五、问题\r\n一是更新\r\n不及时；二是人手少。一是定下时限；二是配齐人手。明年继续努力。抖音号在筹备，县网常新。\r\n"
)


def sample(name: str = "t1", annotator: str = "li") -> Annotated:
    """A text with everything: nested facts, a channel named twice, links, a point over a line break, astral characters."""
    return line(
        TEXT,
        name,
        annotator,
        title=thing(TEXT, "柳坞镇人民政府2021年年度报告"),
        organ=thing(TEXT, "柳坞镇人民政府", level="township"),
        year=2021,
        period={"start_date": "2021-01-01", "end_date": "2021-12-31"},
        contacts=[{"kind": "phone", "value": "0793-1"}],
        sections=[
            {k: v for k, v in thing(TEXT, words, kind=kind, heading=words).items() if k != "text"}
            for words, kind in (("一、总体情况", "overview"), ("五、问题", "problems"))
        ],
        facts=[
            fact(TEXT, "132条", "f1", "disclosure", 132, unit="条"),
            fact(TEXT, "90条", "f2", "disclosure", 90, unit="条", part_of="f1", channel="c1", category="县 级"),
            fact(TEXT, "未收到", "f3", "application", 0, stage="received"),
            fact(TEXT, "均无", "f4", "review", 0, stage="received"),
            fact(TEXT, "均无", "f5", "litigation", 0, stage="received"),
        ],
        channels=[
            {
                "id": "c1",
                "kind": "website",
                "name": "县网",
                "mentions": [
                    thing(TEXT, "网站⟪县网⟫"),
                    thing(TEXT, "县网常新") | {"text": "县网", "end": TEXT.index("县网常新") + 2},
                ],
            }
        ],
        unused=[thing(TEXT, "抖音号", kind="short_video", why="plan")],
        problems=[
            thing(
                TEXT,
                "更新\r\n不及时",
                id="p1",
                aspect="timeliness",
                aspects=["timeliness", "coverage"],
                remedies=[{"remedy": "r1", "by": "order"}],
            ),
            thing(TEXT, "人手少", id="p2", aspect="capacity", aspects=["capacity"], remedies=[]),
        ],
        remedies=[
            thing(TEXT, "定下时限", id="r1", aspect="timeliness", aspects=["timeliness"]),
            thing(TEXT, "配齐人手", id="r2", aspect="capacity", aspects=["capacity"]),
        ],
        roles=[thing(TEXT, "明年继续努力", role="plan")],
    )


def _crosses(one: tuple[int, int], other: tuple[int, int]) -> bool:
    (_, b), (c, d) = sorted((one, other), key=lambda span: (span[0], -span[1]))
    return c < b < d


@st.composite
def annotated(draw: Any, *, bare_ends: bool = False, name: str = "t1") -> Annotated:
    """Any annotated text: spans nest within and across layers; ``bare_ends`` keeps line breaks off their ends."""
    text = "".join(draw(st.lists(st.sampled_from(PIECES), min_size=4, max_size=40)))
    spans: list[tuple[int, int]] = []
    ends = st.integers(0, len(text))
    for span in draw(st.lists(st.tuples(ends, ends), max_size=14)):
        start, end = sorted(span)
        words = text[start:end]
        fits = start < end and not any(_crosses((start, end), other) for other in spans)
        if fits and (not bare_ends or words.strip("\r\n") == words):
            spans.append((start, end))
    gold: dict[str, Any] = {"year": draw(st.none() | st.integers(2000, 2030)), "contacts": []}
    gold |= {key: [] for key in ("facts", "channels", "unused", "problems", "remedies", "roles")}
    for i, (start, end) in enumerate(spans):
        place = {"text": text[start:end], "start": start, "end": end}
        _thing(draw, gold, place, i)
    for one in gold["facts"]:
        others = [other["id"] for other in gold["facts"] if other is not one]
        one["part_of"] = draw(st.none() | st.sampled_from(others)) if others else None
        ways = [channel["id"] for channel in gold["channels"]]
        named = draw(st.lists(st.sampled_from(ways), unique=True, max_size=2)) if ways else []
        one |= {"channel": named[0] if named else None, "channels": named}
    for one in gold["problems"]:
        listed = [remedy["id"] for remedy in gold["remedies"]]
        ends_ = draw(st.lists(st.sampled_from(listed), unique=True, max_size=2)) if listed else []
        one["remedies"] = [{"remedy": end, "by": draw(st.sampled_from(BY))} for end in ends_]
    made = line(text, name, **gold)
    assert faults(made) == []
    return made


def _thing(draw: Any, gold: dict[str, Any], place: dict[str, Any], i: int) -> None:
    key = draw(st.sampled_from(("facts", "channels", "mention", "unused", "problems", "remedies", "roles")))
    if key == "facts":
        kind = draw(st.sampled_from(sorted(stages())))
        told = {"kind": kind, "stage": draw(st.sampled_from((None, *stages()[kind])))}
        told |= {
            "value": draw(st.integers(0, 10**6) | st.floats(0, 1e6)),
            "unit": draw(st.sampled_from((None, "条", "人次"))),
        }
        told |= {"bound": draw(st.sampled_from(BOUNDS)), "scope": draw(st.sampled_from(SCOPES))}
        gold["facts"].append({"id": f"f{i}", **told, "category": draw(st.sampled_from((None, "财 政\t|⟧"))), **place})
    elif key == "mention" and gold["channels"]:
        draw(st.sampled_from(gold["channels"]))["mentions"].append(place)
    elif key in ("channels", "mention"):
        told = {"kind": draw(st.sampled_from(CHANNELS)), "name": draw(st.sampled_from((None, "县网", "👍 网")))}
        gold["channels"].append({"id": f"c{i}", **told, "mentions": [place]})
    elif key == "unused":
        gold["unused"].append({"kind": draw(st.sampled_from(CHANNELS)), "why": "plan", **place})
    elif key == "roles":
        gold["roles"].append({"role": draw(st.sampled_from(ROLES)), **place})
    else:
        listed = draw(st.lists(st.sampled_from(aspects()), min_size=1, max_size=3, unique=True))
        gold[key].append({"id": f"{key[0]}{i}", "aspect": listed[0], "aspects": listed, **place})
