"""What a mention may be instead of a channel: part of the name of a document or an office, a slogan, what was published."""

from __future__ import annotations

from extract.channels.doubt import Place
from extract.lexicon import rx


def document(p: Place) -> str:
    """It stands in the name of a document."""
    if "《" not in p.words:
        return ""
    opening, closing = p.words.rfind("《", 0, p.start + 1), p.words.find("》", max(p.end - 1, 0))
    shut = p.words.find("》", max(opening, 0))
    if opening >= 0 and shut >= p.end and closing >= 0 and not (p.named and p.start == opening):
        return "in the name of a document"
    return ""


def slogan(p: Place) -> str:
    """It is the first word of a slogan: 网站+."""
    return "slogan" if p.right.startswith(("+", "＋")) else ""


def bulletin(p: Place) -> str:
    """It is a bulletin on a matter, no gazette of the government: 统计公报, 公报1份."""
    if "政府" in p.words[p.start : p.end]:
        return ""
    matter = rx(r"(?:统计|质量|环境|状况|普查|资源|发展|经济|科技|审计|人口|披露)(?:公报》?)?$")
    if matter.search(p.words, 0, p.end if p.named else p.start) or rx(r"\d+份").match(p.right):
        return "in the name of a document"
    return ""


def works(p: Place) -> str:
    """It is an office, or what it takes to be on the air."""
    if rx(r"局|总局|大学|学校").match(p.right):
        return "an office"
    if rx(
        r"(?:电视)?(?:户户通|村村通|综合|人口|信号|传输|网络|无线)?(?:用户|覆盖|工程|终端|设备|器材|事业|产业|入户)"
    ).match(p.right):
        return "a public work"
    return ""


def control(p: Place) -> str:
    """It is a programme that calls officials to account."""
    return "a programme of control" if p.head.startswith("问政") and p.left.endswith("电视") else ""


def office(p: Place) -> str:
    """It is part of the name of an office or of who heads it, or one of the units that a list names."""
    heads = ("主任", "馆长", "局长", "负责人", "领导小组", "联席", "管理局")
    listed = p.right.startswith(("、", "和", "等"))
    if p.right.startswith(heads) or (
        listed and rx(r"(?:[、和][^，。；]{0,20})?等(?:\d+[个家])?(?:单位|部门|机构)").match(p.right)
    ):
        return "an office"
    return ""


def matter(p: Place) -> str:
    """It is what was made public: a list or a budget of it."""
    near = p.right[:18]
    if (
        ("名" in near or "算" in near or "编制" in near)
        and rx(r"[^，。；]{0,14}(?:名录|名单|预算|决算|编制(?!发))").match(p.right)
        and rx(r"公[开布示][^，。；]{0,16}$").search(p.left[-20:])
    ):
        return "what was published"
    return ""


def watched(p: Place) -> str:
    """It was watched for what people say there."""
    if (
        "舆" in p.words
        and rx(r"监测|监控|关注|研判|巡查|收集|搜集|网络舆").search(p.clause)
        and rx(r"舆[情论]").search(p.clause)
    ):
        return "watched"
    return ""
