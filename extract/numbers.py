"""Numbers as Chinese clerks write them: ``1,155`` ``1.2万`` ``二百一十三`` ``百余`` ``近千`` ``百分之九十`` ``3万余``.

Works on clean text (ASCII digits, see ``cleaning``). A quantity is a number with its unit and the words that say how
exact it is; what it counts is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from re import Pattern

from extract.lexicon import load, rx, trie

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3}
SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}
ONES = frozenset(DIGITS)
NUMERALS = ONES.union(SMALL, LARGE)
HAN = "零〇○一二两三四五六七八九十百千万亿"
TENTHS = r"[一二两三四五六七八九]成(?:[一二三四五六七八九半])?(?=[多余以左上]|[，。；、）\n的由来]|$)"  # 三成, 七成五, no 一成不变
VAGUE = r"([一二三四五六七八])([二三四五六七八九])(?=$|[十百千万亿])"


def chinese(text: str) -> int | None:
    """Value of a Chinese numeral (``二百一十三`` → 213, ``二〇一九`` → 2019), None where it is not one."""
    if not text or not NUMERALS.issuperset(text):
        return None
    if len(text) > 1 and ONES.issuperset(text):
        return int("".join(str(DIGITS[c]) for c in text))
    if len(text) > 1 and text[-1] in DIGITS and text[-2] in "百千万亿":
        text += {"百": "十", "千": "百", "万": "千", "亿": "千万"}[text[-2]]  # 一百二, 三万五
    total = section = digit = 0
    seen = False
    for c in text:
        if c in DIGITS:
            digit, seen = DIGITS[c], True
        elif c in SMALL:
            section += (digit if seen or digit else 1) * SMALL[c] if (digit or not seen) else SMALL[c]
            digit, seen = 0, False
        else:
            if c == "万" and total >= LARGE["亿"]:  # 一亿二千万
                total += (section + digit or 1) * LARGE[c]
            else:
                total = (total + section + digit or 1) * LARGE[c]
            section, digit, seen = 0, 0, False
    return total + section + digit


def number(text: str) -> float | None:
    """Value of a number as written: ``1,155`` → 1155, ``1.2万`` → 12000, ``百余万`` → 1000000, ``3万余`` → 30000."""
    if text.isdecimal():
        return float(text)
    if text in DIGITS:
        return float(DIGITS[text])
    whole, point, tenths = text.partition(".")
    if point and whole.isdecimal() and tenths.isdecimal():
        return round(float(text), 6)
    text = text.replace(",", "").replace(" ", "")
    for word in "余多几来":
        text = text.replace(word, "")
    if text[:1].isdecimal():
        if not rx(r"(?:\d+(?:\.\d+)?[十百千]?[万亿]?)+").fullmatch(text):
            return None
        total = 0.0
        for written, powers in rx(r"(\d+(?:\.\d+)?)([十百千]?[万亿]?)").findall(
            text
        ):  # 1万5千: one number in two parts
            value = float(written)
            for c in powers:
                value *= SMALL.get(c) or LARGE[c]
            total += value
        return round(total, 6)
    found = chinese(text)
    return None if found is None else float(found)


class Quantity:
    """A number with its unit in clean text; ``start:end`` is the span that states it, ``unit`` as written.

    ``arabic``: it is written in digits. No dataclass, of which mypyc would leave the making to the interpreter.
    """

    __slots__ = ("arabic", "bound", "end", "start", "unit", "value")

    def __init__(self, start: int, end: int, value: float, unit: str | None, bound: str, arabic: bool) -> None:
        self.start, self.end = start, end
        self.value, self.unit, self.bound, self.arabic = value, unit, bound, arabic


DASH = r"(?:[-—–~～―]{1,2}|[至到])"
ARABIC = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d++(?:\.\d+)?)(?![\dA-Za-z])"
    r"(?:[十百千]?[万亿](?:\d{1,4}[百千]万?)?|[十百千])?"
)


def _begun(units: Iterable[str], phrases: str) -> str:
    """How a number or a date begins: most of the characters that one may begin with stand in words (一般, 通过, 数据)."""
    behind = "".join(sorted({unit[0] for unit in units}))
    return (
        rf"(?=\d|[{HAN}]{{1,16}}+(?:[{behind}余多几来成分年月，。；）\n大\-—–~～―至到]|$|(?<=[近上过数几][十百千万]))"
        rf"|[近上过数几][十百千万]|[第〔\[【(（]|{phrases})"
    )


RANGE = rf"(?=[\d,.%一二两三四五六七八九十百千万亿]++{DASH})"  # how a range begins


@cache
def _pattern() -> Pattern[str]:
    words = load("numbers", ("units", "phrases"))
    units, phrases = trie(words["units"]), trie(words["phrases"])
    month = r"(?:1[0-2]|0?\d|十[一二]?|[一二三四五六七八九])月"
    no_quantity = "|".join(
        (
            rf"(?=[\d一二])(?:\d{{4}}|[一二][九〇○零][〇○零一二三四五六七八九]{{2}})(?:{DASH}\d{{4}})?年"
            rf"(?:度|(?:\d{{1,2}}{DASH})?{month}(?:[\d一二三四五六七八九十]{{1,3}}[日号]?)?)?",
            rf"(?=[\d一二三四五六七八九十])(?<!\d)(?:\d{{1,2}}{DASH})?{month}(?:[\d一二三四五六七八九十]{{1,3}}[日号]|份|底|初|中|末)?",
            r"(?=\d)(?:20\d\d(?P<sep>[.\-/])\d{1,2}(?:(?P=sep)\d{1,2})?(?![\d条件次个人万])日?|(?<!\d)[012]?\d[:：][0-5]\d(?!\d)"
            r"|(?<!\d)0\d{2,3}(?:[-—–]{1,2}|）)\d{7,8}(?!\d)|(?<!\d)\d++/\d+)",
            r"(?<![\d.])12\d{3}(?=人工|热线|平台|服务|电话|专线|咨询|政务|投诉|消费|市长|公共)",
            r"[二三四五六七八九十]{1,2}分之[一二三四五六七八九十]{1,2}",
            rf"第[\d{HAN}]{{1,16}}+(?:(?:{DASH}|、)第?[\d{HAN}]{{1,16}}+)*+(?:{units}|批|季度)?",
            r"[〔\[【(（]\d{4}[〕\]】)）]\d*号?",
            phrases,
        )
    )
    return rx(
        rf"(?=[\d{HAN}近上过数几第〔\[【(（成]){_begun(words['units'], phrases)}(?:{no_quantity}"
        rf"|(?:(?P<percent>百分之(?:[{HAN}点]{{1,16}}|\d+(?:\.\d+)?)|百分百|{TENTHS})"
        rf"|(?P<near>(?<![跃冲升])[近上过数几](?=[十百千万](?!分[之百])))?(?:(?<![\d.\-/A-Za-z])|(?<=APP))"
        rf"(?:{RANGE}"
        rf"(?P<low>(?<![从由])(?:{ARABIC}(?:%(?=[-—–~～―]))?|[二两三四五六七八九十百一]{{1,5}})){DASH}"
        rf"(?P<high>{ARABIC}|[{HAN}]{{1,16}})(?=[余多]|{units})"
        rf"|(?P<number>{ARABIC}|[{HAN}]{{1,16}}+(?=[余多几来]|{units}|(?<=[近上过数几][十百千万]))"
        rf"|(?=[{HAN}]*[一二两三四五六七八九十百千][百千万亿])[{HAN}]{{1,16}}+(?=[，。；）\n]|大关|$))))"
        rf"(?P<some>[余几来]|多(?!\d))?(?P<more>[万亿])?(?P<some2>[余多])?"
        rf"(?P<unit>[万亿]?(?:{units})(?:[（](?:{units})[）]|/(?:{units}))?)?(?P<some3>[余多](?!\d|次|样|方|渠|种|元|媒|年|家|项|个|出|公|发|于|了|受|收|增))?"
        r"(?P<after>以上|左右|上下|以内|以下)?)"
    )


BEFORE = (  # the longer word decides: 不超过 before 超过
    (("不超过", "未超过", "不多于", "至多"), "at_most"),
    (("超过", "突破", "逾", "超", "不少于", "不低于", "不下", "不止", "至少", "多达"), "at_least"),
    (("大约", "接近", "大概", "大致", "将近"), "approx"),
    (("不足", "不到", "低于", "少于"), "at_most"),
    (("节约", "预约", "签约", "履约", "最近", "附近", "邻近"), "exact"),  # no 约 and no 近 of their own
    (("约", "近"), "approx"),
)


LAST = frozenset(word[-1] for words, _ in BEFORE for word in words)


def _bound_before(clean: str, at: int) -> str:
    """What the words before the offset say of the number's exactness."""
    if at and clean[at - 1] in LAST:
        for words, bound in BEFORE:
            if clean.endswith(words, 0, at):
                return bound
    return "exact"


def quantities(clean: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """All numbers with their units in ``clean[start:end]``, in order; bare numbers have ``unit`` None.

    Chinese numerals count only with a unit, a word of vagueness or the end of a clause beside them (``三次``, ``百余``,
    ``过万``); what stands within a word (``统一``) is left out. A range (``3至5次``, ``三四次``) has the value of its lower
    end and the bound ``approx``.
    """
    out: list[Quantity] = []
    for match in _pattern().finditer(clean, start, len(clean) if end is None else end):
        if match.lastindex is None:
            continue  # a date, an article, a document's number
        # all groups in their order: to ask for them by name takes four times as long
        _, percent, near, low, high, plain, some, more, some2, unit, some3, after = match.groups()
        written = low or plain
        if percent:
            found, unit, arabic = _percent(percent), "%", False
        elif written:
            arabic = written[0].isascii()
            found = number(written.rstrip("%"))
        else:
            continue  # a date, an article, a document's number
        if found is None:
            continue
        first, last = match.span()
        if some or some2 or some3 or after == "以上" or (near and near != "近"):
            bound = "at_least"
        elif after in ("以内", "以下"):
            bound = "at_most"
        elif near or after or low:
            bound = "approx"
        else:
            bound = _bound_before(clean, first)
        if (
            written
            and not arabic
            and len(written) > 1
            and (either := rx(VAGUE).search(written))
            and int(DIGITS[either[2]]) - DIGITS[either[1]] in (1, 2)
        ):
            found = float(
                chinese(written[: either.start(2)] + written[either.end(2) :]) or 0
            )  # 三四次, 七八十人, 三五次
            bound = "approx" if bound == "exact" else bound
        if low and found < 1000:  # 1-2万: both ends are 万
            found *= max((LARGE[c] for c in high if c in LARGE and c not in low), default=1)
        if more:
            found *= LARGE[more]
        if unit and unit[0] in LARGE:
            found, unit = found * LARGE[unit[0]], unit[1:] or None
        if not found.is_integer():
            found = round(found, 6)
        out.append(Quantity(first, last, found, unit, bound, arabic))
    return out


def _percent(written: str) -> float | None:
    """``百分之九十`` → 90, ``百分百`` → 100, ``六成`` → 60, ``七成五`` → 75."""
    tenths, mark, more = written.partition("成")
    if mark:
        return 10.0 * DIGITS[tenths] + (5 if more == "半" else DIGITS[more] if more else 0)
    return _number_with_point(written[3:] or "百")


def _number_with_point(text: str) -> float | None:
    """``九十八点五`` → 98.5."""
    if text[0].isascii():
        return number(text)
    whole, _, rest = text.partition("点")
    value, decimals = chinese(whole), [DIGITS.get(c) for c in rest]
    if value is None or None in decimals:
        return None
    return float(f"{value}.{''.join(map(str, decimals)) or 0}")
