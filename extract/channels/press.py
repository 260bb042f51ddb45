"""The press: what newspapers, stations and other houses of the press are called, and the lists that name them."""

from __future__ import annotations

from functools import cache
from re import Pattern

from extract.channels.places import Named, is_place, place, relative, since, strip
from extract.lexicon import load, rx

PRESS = frozenset({"newspaper", "television", "broadcast"})


@cache
def _among() -> Pattern[str]:
    """What stands behind an outlet in a list of the press: 、乙报、丙台等媒体."""
    return rx(
        r"[”》]?(?:[、和及与][^，。；、]{2,16}?(?:、[^，。；、]{2,16}){0,12}?)?等?[^，。；、\d]{0,8}(?:媒体(?!中心|平台|矩阵|账号)|等平台|[央官]媒|刊发|刊登|刊载|登载|播发|刊播|转载|报道|用稿|发稿)"
    )


def listed(words: str, floor: int, start: int, end: int) -> str:
    """What stands before the word of an outlet within its item in a list of the press; empty where it says only whose."""
    if not _among().match(words, end):
        return ""
    near = strip(words[since(words, floor, start, 12) : start], sure=True)
    near = rx(r"^(?:和|与|及|国家|省级|市级|县级|主流|中央媒体|[省市县区]直)").sub("", near)
    plain = 2 <= len(near) <= 6 and not relative().fullmatch(near) and not rx(r"[我本各该全的]|等").search(near)
    return near if plain else ""


@cache
def _houses() -> frozenset[str]:
    """Houses of the press that are called so wherever they are named."""
    return frozenset(load("channels")["press"]["houses"])


def house(kind: str, words: str, floor: int, start: int, end: int, clean: str) -> str | None:
    """What stands in the name before the word of a house of the press (甲融媒, 丙新闻); None where that is no name."""
    own = words[start:end]
    if own in _houses():
        return ""
    if kind == "news_app" and own.endswith("新闻") and len(own) > 2:
        return ""
    if own == "新闻" or own.endswith(("融媒", "融媒体", "融媒体中心")):
        near = place(words[since(words, floor, start) : start], clean) or ""
        near = near if rx(r"[一-龥]{2,3}[市县区旗州]").fullmatch(near) else ""
        return near or listed(words, floor, start, end) or None
    return None


def programme(words: str, end: int) -> tuple[str, int] | None:
    """The programme that stands right behind its station, and where it ends: 省电视台《乡村大课堂》."""
    shown = rx(r"《([^《》，。]{2,14})》").match(words, end) if words.startswith("《", end) else None
    if not shown or rx(r"(?:条例|办法|通知|意见|规定|方案|细则|报告|公告|法)$").search(shown[1]):
        return None
    return shown[1], shown.end()


def press(kind: str, words: str, floor: int, start: int, end: int, clean: str) -> Named:
    """A newspaper or a station: 河北日报, 柘城电视台; 市电视台 and 报纸 are nameless."""
    own = words[start:end]
    waves = (
        rx(r"[一-龥]{2,5}(?:交通|新闻|音乐|经济|综合|都市)$").search(words, max(floor, start - 9), start)
        if own == "广播"
        else None
    )
    if waves:  # the station of a place that the text knows: 甲交通广播
        near = strip(waves[0], sure=False)
        if is_place(near[:2], clean) or is_place(near[:3], clean):
            return Named((near + own,), start - len(near), end)
    if own in ("报纸", "报刊", "党报", "机关报") or (kind != "newspaper" and not own.endswith(("台", "卫视"))):
        return Named((), start, end)
    if kind == "newspaper" and rx(r"(?:中国|人民|光明|法[制治]|经济)[一-龥]*报").fullmatch(own):
        return Named((own,), start, end)
    if called := listed(words, floor, start, end):
        return Named((called + own,), start - len(called), end)
    base = since(words, floor, start, 8)
    left = words[base:start] if base < start else ""
    known = rx(r"(?:中国[一-龥]{0,2}|人民|光明|法[制治]|经济|中央|新华)$").search(left)
    near = known[0] if known else place(left, clean) or strip(left, sure=False)
    near = rx(r"^(?:国家|省级|市级|县级|主流)").sub("", near)
    if not near or len(near) > 6 or (not known and relative().fullmatch(near)):
        return Named((), start - (len(near) if relative().fullmatch(near) else 0), end)
    return Named((near + own,), start - len(near), end)
