"""Websites: whose a site is and what it is called."""

from __future__ import annotations

from functools import cache
from re import Pattern

from extract.channels.places import (
    Named,
    breaks,
    is_place,
    level,
    organ,
    place,
    relative,
    since,
    strip,
    vocabulary,
)
from extract.channels.press import listed
from extract.lexicon import alternation, load, rx


@cache
def _press() -> Pattern[str]:
    """The site of a house of the press."""
    return rx(rf"(?:{alternation(load('channels')['website']['press'])})网$")


@cache
def _matter() -> Pattern[str]:
    """The matter that a site is about."""
    return rx(alternation(load("channels")["website"]["matter"]))


@cache
def _upto_level() -> Pattern[str]:
    """Everything up to the last word for a level."""
    return rx(rf"^.{{0,40}}?(?:{level()})(?!.*(?:{level()}))")


@cache
def _site_word() -> Pattern[str]:
    """A word for a site at the end of its name."""
    return rx(rf"(?:{alternation(vocabulary()['site'])})$")


MINISTRIES = tuple("院署行会局委部厅")  # the last characters of what a ministry is called
ORGANS = tuple("厅局委办院会室心司道")  # those of what ``organ`` fits


def site(words: str, floor: int, start: int, end: int, clean: str) -> Named:
    """A website: named where a place, a ministry or a matter says which one, else whose it is."""
    own = words[start:end]
    press = _press().search(words[max(floor, end - 7) : end]) if own.endswith("网") else None
    if press and end - len(press[0]) >= floor and not own.startswith(("政府", "门户", "政务", "人民政府")):
        return Named((press[0],), end - len(press[0]), end)
    base = since(words, floor, start)
    left = words[base:start] if base < start else ""
    whole = place(left, clean)
    if whole:
        rest = _upto_level().sub("", whole)
        if len(rest) <= 14 and not breaks()[0].match(rest):
            if left[: -len(whole)].endswith("国家税务总局"):  # every tax bureau is named after it
                whole = "国家税务总局" + whole
            return Named((whole + own,), start - len(whole), end)
    if own.startswith("信用中国"):
        return Named((rx(r"”?(?:网站|网|平台)?$").sub("", own, count=1),), start, end)
    if own == "网" and (called := listed(words, floor, start, end)):
        return Named((called + own,), start - len(called), end)
    credit = rx(r"信用[一-龥]{2,4}$").search(left) if "信用" in left else None
    if credit:
        return Named((credit[0] + (own if own == "网" else ""),), start - len(credit[0]), end)
    near, known = strip(left, sure=False), strip(left, sure=True)
    china = rx(r"中国[一-龥]{2,6}$").search(left) if "中国" in left else None
    if china:
        return Named((china[0] + own,), start - len(china[0]), end)
    national = rx(r"(?:全国|国家)[一-龥]{2,14}$").search(known) if own.endswith("网") else None
    if national:
        return Named((national[0] + own,), start - len(national[0]), end)
    if own.endswith("新闻网") and 2 <= len(near) <= 4 and not relative().fullmatch(near):
        return Named((near + own,), start - len(near), end)
    ministry = left.endswith(MINISTRIES) and rx(
        r"(?:国务院|审计署|海关总署|中国人民银行|[证银保]{1,2}监会|国家[一-龥]{2,8}(?:局|委|总局)|(?:科技|教育|财政|农业|农业农村|交通|交通运输|公安|民政|水利|商务|卫生|生态环境|自然资源|工信|工业和信息化|司法|住建|住房和?城乡建设|中宣|组织|文化|文化和旅游|文旅|环保|环境保护|国土|国土资源|人社|人力资源和?社会保障|卫计|应急|应急管理|退役军人|铁道|建设)部)(?:办公厅)?$"
    ).search(left)
    if ministry:
        return Named((ministry[0] + own,), start - len(ministry[0]), end)
    if own.endswith("网") and not rx(r"(?:人民)?政府|门户").match(own) and (about := of_place(near, clean)):
        return Named((about + own,), start - len(about), end)  # 甲人社网, 甲房地产信息网
    near = known if 2 <= len(known) <= 5 and is_place(known, clean) else near
    if (
        2 <= len(near) <= 5
        and not relative().fullmatch(near)
        and (
            is_place(near, clean)
            or (
                own.endswith("网")
                and rx("政府|人民政府|政务服务").match(own)
                and not rx(r"[省市县区镇乡我本厅局]").search(near)
            )
        )
    ):
        return Named((near + own,), start - len(near), end)
    if own.endswith("网") and _matter().match(own) and len(own) > 3:
        begin = near if 2 <= len(near) <= 8 and relative().sub("", near, count=1) == near else ""
        return Named((begin + own,), start - len(begin), end)
    if near.endswith(("街", "镇", "村")) and 3 <= len(near) <= 5 and not relative().fullmatch(near):
        return Named((near + own,), start - len(near), end)
    whose = near and len(near) <= 12 and (relative().fullmatch(near) or _is_organ(near))
    return Named((), start - len(near) if whose else start, end)


def _is_organ(near: str) -> bool:
    """Whether all of the words are an organ without a place."""
    return near.endswith(ORGANS) and organ().fullmatch(near) is not None


def site_like(called: str, clean: str) -> bool:
    """Whether what stands in quotation marks after 网站 is the site and no column of it: a place, or the word for a site."""
    if called.endswith("之窗"):
        return is_place(called[:2], clean) or is_place(called[:3], clean)
    return bool(_site_word().search(called) or rx("中国|数字|信用|智慧|魅力|阳光|平安").match(called)) or any(
        is_place(called[:n], clean) or is_place(called[-n:], clean) for n in (2, 3)
    )


def of_place(near: str, clean: str) -> str:
    """The place that the text knows and what it is about, where they stand before 网: 甲县地税网, 甲统计网."""
    rest = near.removeprefix("中国")
    about = next((rest[n:] for n in (3, 2) if len(rest) >= n and is_place(rest[:n], clean)), None)
    if about is None or about.endswith(tuple("上入挂进联全电管路水天官专并内外成法国")):
        return ""
    return near if rx(r"[省市县区镇乡]?[一-龥]{0,4}").fullmatch(about) else ""
