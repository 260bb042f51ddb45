"""Frames: a sentence seen from one of its quantities, and which numbers are no quantities of the work at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from extract.model import Sentence
from extract.numbers import Quantity

DATES = frozenset({"年", "月", "日", "号", "秒", "届", "章", "款", "岁", "周", "季度", "个月", "点", "级", "公里", "平方米", "平方公里", "亩", "吨", "字"})
IDIOMS = regex.compile(r"一(?:个|项|批|种|类|家|名|道|套|系列|部|面|块|次性|件事|条龙|站|张网|张图|部分|位|段|组|户|场|处|支|把|章|级|所|份|些|周|点|轮|间|号|座|册|本|台|遍|年|天|篇)")
COUNTED_ONE = regex.compile(r"(?:举办|召开|组织|开展|举行|参加|设立|建立|开通|设有|设置|配备|确定|安排|制定|出台|收到|接到|受理|办理|答复|发布|公开|发放|编印|增设|新增|建成|共|有|培训|修订|印发|发生|推出|拍摄|承办|明确|落实|指定|配有)(?:了|过)?[^，。；]{0,10}$")


@dataclass(frozen=True, slots=True)
class Frame:
    """A quantity in its sentence; ``window`` is the sentence with the quantity as ``#`` and every other as ``@``."""

    quantity: Quantity
    sentence: Sentence
    window: str
    left: str
    right: str


@cache
def _not_counted() -> regex.Pattern[str]:
    """Left and right contexts (around ``#``) that make a number no quantity."""
    return regex.compile(
        r"第#|[〔\[【]#|前#(?:名|位|强)?$|名列[^，。]{0,6}#|排名[^，。]{0,6}#|位列[^，。]{0,6}#|位居[^，。]{0,6}#"
        r"|#(?:个)?(?:方面|部分|环节|阶段|行政村(?!.{0,6}(?:设|公开栏))|自然村|方向|层面|步骤|统一|坚持|必须|结合|突出|转变|关键|确保|类别|维度|原则|要素|层次|渠道|途径|形式(?!的)|方式|大类?|强化|严格|一律|公开(?!栏|专)|同步|工作日|自然日|小时|日内|天内|日前)"
        r"|#(?:常住|户籍|总)?人口|人口[^，。]{0,6}#|面积[^，。]{0,8}#|距[^，。]{0,6}#"
        r"|(?:每|逐)(?:年|月|季度|周|天|日|半年|个?季|期|旬|人|村|单位|个?部门|个|两|逢)?[^，。；#@]{0,10}#|#(?:一次|一更新|一检查|一通报|一公开|一报|一研判)"
        r"|(?:不少于|不低于|不得少于|原则上|至少|应当?|限定?|限时|要求[^，。]{0,10}|务必|须|目标|指标为?|任务数?为?)[^，。；#@]{0,12}#(?!.{0,8}已)|(?:自[^，。]{0,20}之日起|在)#(?:内|以内)"
        r"|“[^”#@]{0,12}#[^”]{0,12}”|《[^》#]{0,60}#[^》]{0,60}》|#(?:号令|号文|号文件|号公告)|令第?#|[A-Za-z]#"
        r"|(?:分为|由|包括|包含|共有?|全文)[^，。；#@]{0,50}#(?:个|大)?部分"
        r"|#(?:性|体化|站式|条龙|把手|张网|件事|线|代表|号楼|楼|室|层|单元|路|街|巷|版本)"
        r"|(?:楼|室|路|街|巷|大道)#$|邮编[^，。]{0,4}#|电话[^，。]{0,12}#(?!次|件|个|人|起|条)|(?:^|[，。；：、])#[、.．]"
        r"|12345|#(?:万|亿)?元(?:以[上下])?的(?:项目|工程)"
    )


@cache
def _planned() -> regex.Pattern[str]:
    return regex.compile(
        r"(?:计划|拟|力争|争取|预计|打算|准备|目标|将(?!.{0,24}(?:纳入|列入|列为|作为|融入|落实到|下放|与))|下一?步|明年|来年|下一年度|今后|20\d\d年底前要|确保)[^#。；]{0,40}#"
    )


def masked(clean: str, sentence: Sentence, found: list[Quantity]) -> list[Frame]:
    """A frame for each countable quantity of the sentence."""
    counted = [q for q in found if _countable(clean, sentence, q)]
    pieces, at = [], sentence.start
    for q in counted:
        pieces.append(clean[at : q.start])
        at = q.end
    tail = clean[at : sentence.end]
    out = []
    for i, q in enumerate(counted):
        left = "@".join(pieces[: i + 1])[-140:]
        right = "@".join([*pieces[i + 1 :], tail])[:70]
        out.append(Frame(q, sentence, f"{left}#{right}", left, right))
    return out


def _countable(clean: str, sentence: Sentence, q: Quantity) -> bool:
    """Is the number a quantity at all: no date, ordinal, name, idiom or part of a document's number?"""
    if q.unit in DATES:
        return False
    left = clean[max(sentence.start, q.start - 30) : q.start]
    right = clean[q.end : min(sentence.end, q.end + 14)]
    if q.unit is None and (q.arabic and not _bare_number(left, clean[q.start : q.end], right)):
        return False
    if not q.arabic and q.value <= 1 and q.unit != "%" and IDIOMS.match(clean[q.start : q.end + 2]) and not COUNTED_ONE.search(left):
        return False
    if left.endswith("第") or left.endswith(("统", "唯", "之", "同", "另", "某", "进", "单", "专", "逐", "万无")) and not q.arabic:
        return False
    return not (q.unit == "分" and not regex.search(r"(?:得|考|测|评|总|成绩)[^，。]{0,10}$", left))


def _bare_number(left: str, written: str, right: str) -> bool:
    """May a number without a unit be a quantity: behind a label, in a list, or with 万?"""
    if "万" in written or "亿" in written:
        return True
    if regex.fullmatch(r"(?:19|20)\d\d|12\d{3}|1[01]\d|\d{7,}|0\d+", written) or regex.match(r"[-—–/.:：~年月日号〕\]）]?[A-Za-z0-9年月日]|[、.．](?!\d*[一-龥]{0,6}\d)|是|）[^，。；、]", right):
        return False
    return bool(regex.search(r"(?:[：为达共计数量率有]|总计|信息|类|公开|发布|申请|复议|诉讼|收费|[一-龥])$", left)) and not regex.match(r"[一-龥A-Za-z]", right)


def not_a_fact(frame: Frame) -> str | None:
    """Why the quantity states nothing about the year's work, None where it may."""
    if _not_counted().search(frame.window[max(0, len(frame.left) - 60) : len(frame.left) + 40]):
        return "no quantity of the work (ordinal, rule, frequency, name)"
    if _planned().search(frame.left[-60:] + "#"):
        return "a plan"
    return None
