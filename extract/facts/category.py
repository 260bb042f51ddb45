"""The class that was counted (``Fact.category``): 机构职能类信息2条 counts 机构职能类, 各类信息 names none."""

from __future__ import annotations

from functools import cache
from re import Pattern

from extract.facts.base import Draft
from extract.facts.frames import Frame
from extract.lexicon import alternation, load, rx


def of(
    frame: Frame,
    kind: str,
    stage: str | None,
    rule: str,
    *,
    in_list: bool,
    total: Draft | None,
    last: Draft | None,
    mention_end: int | None,
) -> str | None:
    """The category of a fact of this kind, None where its words name no class (SCHEMA.md, Facts).

    Parameters
    ----------
    in_list, total
        Whether the fact continues a list, and the total that the list breaks down.
    last
        The fact before it in the sentence.
    mention_end
        Clean offset behind the channel's name that it went through.
    """
    if kind == "change":
        return (
            "下降"
            if rx(r"(?:下降|减少|降低|降幅|少|减幅|回落)(?:了|约|近|达到?|为|：|超过?|到)*$").search(frame.left)
            else "增长"
        )
    if kind == "application":
        return _of_application(frame, stage, rule)
    if stage == "rate":
        return None
    if kind == "disclosure":
        return _of_information(frame, in_list, mention_end)
    if kind == "document":
        return _of_document(frame, last.category if last and last.kind == "document" else None, total is not None)
    if kind == "interpretation":
        return _named(FORM, frame.left)
    if rule == "joint":
        return _named(JOINT, frame.left)
    if rule == "not-about-disclosure":
        return _named(CASE, frame.left)
    if kind == "press" and total is not None and total.kind == "response":
        return _named(PRESS, frame.left)
    return None


JOINT = rx(r"(?P<what>行政复议(?:和|、|及|或|与|以及)(?:提起)?行政诉讼)[^，。；]{0,10}$")
CASE = rx(r"(?P<what>行政(?:复议|诉讼|申诉)|举报投诉)[^，。；]{0,6}$")
PRESS = rx(r"(?P<what>新闻发布会|在线访谈|新闻通气会|直播|访谈|发布会)[^，。；]{0,4}$")
WAY = rx(
    r"(?P<what>(?:当面|信函|网络|网上|(?:电子)?邮件|传真|邮寄|现场|书面|互联网|在线|平台|线上|线下|口头|信件|窗口|自然人|个人|公民|商业企业|企业|法人|其他组织|公益组织|科研机构|法律服务机构)"
    r"(?:提交|提出|递交|受理|方式|形式|申请|渠道|途径|公开)*)[^，。；、]{0,4}(?:@，占[^，。；]{0,6})?$"
)
REASON = rx(r"(?P<what>[^，。；、：（@]{4,16}?)(?:的|共|为|有|：)*$")


def _named(pattern: Pattern[str], left: str) -> str | None:
    found = pattern.search(left)
    return str(found["what"]) if found else None


def _of_application(frame: Frame, stage: str | None, rule: str) -> str | None:
    """The way an application came, who made it, or why it was not granted."""
    if rule in ("way", "applicant") or stage == "rate":
        return _named(WAY, frame.left)
    if rule in ("refused-reason", "unavailable"):
        reason = _named(REASON, frame.left)
        if reason and rx(r"不属于|不存在|秘密|隐私|稳定|内部|过程|第三方|案卷|不掌握").search(reason):
            return reason.removeprefix("其中").removeprefix("告知")
    return None


@cache
def _lead() -> Pattern[str]:
    return rx(
        rf"^(?:上述|以上|在?(?:本年度)?(?:主动)?公开的?|历年|累计|年内|其中|内有|包括|含|主要|具体|分别|全年|共计?|累计|以及|其余|同时|并|另外?|还|[，、：；（）和及与了的为是有类]|20\d\d年度?|本年度?|各类|各项|各种|(?:我|本|全)(?:[省市县区镇乡厅局街办]|单位|机关)|{_words('class_verbs')})+"
    )


@cache
def _trail() -> Pattern[str]:
    return rx(
        r"(?:类?(?:的)?(?:政府|政务)?(?:信息|内容)|方面(?:的)?|数量?|总数|共计?|合计|累计|达到?|为|有|是|约|近|超过?|突破|逾|各|分别|：|了|的|已|公开(?=$)|发布(?=$)|计)+$"
    )


NO_CLASS = rx(
    r"(?:政府|主动|公开|信息|各类|内容|其[他它](?:方式|渠道|途径|形式)|以|网站?|官网|微信|微博|公众号|平台|等|条|类|共|新闻|稿件|数据)*"
)


def _words(name: str) -> str:
    return alternation(load("facts", ("words",))["words"][name])


@cache
def _verbs() -> Pattern[str]:
    return rx(f"(?:{_words('class_verbs')})|公示$")


@cache
def _generic() -> Pattern[str]:
    return rx(f"(?:{_words('classless')})*")


DOCUMENT = rx(
    r"(?P<what>(?:[一-龥]{2,6}领域|[惠涉][一-龥]|行政|部门|地方性|重大|重要|县级|市级|区级|本级|本部门)*(?:规范性文件|政府规章|规章制度|规章|政策性文件|政策类文件|政策文件|政府文件|法规|管理制度|制度|方案|办法))(?:共计|共|总数|数量?|有|：|为|累计|合计|达)*$"
)
FORM = rx(
    r"(?P<what>图解|图文解读|视频解读|文字解读|音频解读|音视频|音频|短视频|专家解读|专家文章|动漫解读|动漫|长图|问答解读|H5|漫画)(?:类|材料|信息|产品)?(?:共|为|：)*$"
)
WORD_BEHIND = rx(
    r"(?:予以|列入|宣布|继续)?(?P<what>(?:列入)?(?:保留|限期修改|拟?修改|废止(?:或宣布失效|和失效)?|失效|宣布失效|继续有效))"
)


def _of_document(frame: Frame, before: str | None, part: bool) -> str | None:
    """The class of documents counted: the noun before or behind the number, else that of the document fact before it."""
    behind = WORD_BEHIND.match(frame.right)
    if part and behind:
        return str(behind["what"])
    named = DOCUMENT.search(frame.left)
    if named:
        return None if frame.left[: named.start()].endswith("等") or frame.left.endswith("等") else str(named["what"])
    after = rx(r"(?:文件)?(?P<what>(?:行政|部门|[一-龥]{2,6}领域)?(?:规范性文件|政策性文件|政策文件|规章))").match(
        frame.right
    )
    return str(after["what"]) if after else before


def _of_information(frame: Frame, in_list: bool, mention_end: int | None) -> str | None:
    """The words that name the class counted, None where they name none (各类信息) or only examples (…等)."""
    left = frame.left
    cut = (
        max(left.rfind(mark) for mark in "，。；：（）@”》")
        if not in_list
        else max(left.rfind(mark) for mark in "，。；：（）@")
    )
    words = left[cut + 1 :]
    if mention_end is not None:
        behind = frame.quantity.start - mention_end
        if 0 <= behind < len(words):
            words = words[len(words) - behind :]
    if in_list:
        words = words.lstrip("、和及与以")
        last = words.rfind("、")
        words = (
            words[last + 1 :]
            if last >= 0 and not rx(r"[类等]$|信息$").search(words[:last]) and len(words) > 24
            else words
        )
    else:
        verbs = list(_verbs().finditer(words))
        inside = [m.end() for m in verbs if m.end() < len(words.rstrip("了的共计数量"))]
        if inside:
            words = words[inside[-1] :]
    words = _lead().sub("", words)
    if rx(
        r"等(?:各类|各种|方面|政务|政府|内容|信息|工作|动态|公开|公告|各项|类)*(?:的)?(?:信息|内容|动态|文件|公告|视频|资讯|文章|稿件)?$"
    ).search(words):
        return None
    keep_class = rx(r"类(?:的)?(?:政府|政务)?信息").search(words)
    words = _trail().sub("", words)
    words = words + "类" if keep_class and not words.endswith("类") else words
    words = words.strip("、，：“”（）")
    if (
        not words
        or (NO_CLASS if in_list else _generic()).fullmatch(words)
        or len(words) > 30
        or "《" in words
        or "》" in words
        or rx(r"^等|等其[他它]|通过|利用|依托|在$|我[省市县区镇乡局厅]|[。；，]|20\d\d年").search(words)
    ):
        return None
    return str(words)
