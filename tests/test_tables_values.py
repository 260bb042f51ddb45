"""What one cell says, and what a label means."""

from __future__ import annotations

import pytest

from extract.lexicon.labels import lookup
from extract.tables import values


@pytest.mark.parametrize(
    ("raw", "unit", "expected"),
    [
        ("0", None, ("number", 0, None)),
        ("　0", None, ("number", 0, None)),
        ("１２", None, ("number", 12, None)),
        ("1,163", None, ("number", 1163, None)),
        ("１，１６３", None, ("number", 1163, None)),
        ("增53", None, ("number", 53, None)),
        ("增加5", None, ("number", 5, None)),
        ("减3", None, ("number", -3, None)),
        ("减少 12", None, ("number", -12, None)),
        ("+3", None, ("number", 3, None)),
        ("＋3", None, ("number", 3, None)),
        ("-3", None, ("number", -3, None)),
        ("－3", None, ("number", -3, None)),
        ("22项", None, ("number", 22, None)),
        ("114.29万", None, ("number", 1142900, "元")),
        ("2339.45万元", None, ("number", 23394500, "元")),
        ("1.2亿元", None, ("number", 120000000, "元")),
        ("498742.4", None, ("number", 498742.4, None)),
        ("500元", None, ("number", 500, "元")),
        ("1163.54", "万元", ("number", 11635400, "元")),
        ("7730.28", "万元", ("number", 77302800, "元")),
        ("0", "万元", ("number", 0, "元")),
        ("20", "元", ("number", 20, "元")),
        ("", None, ("blank", None, None)),
        (" 　", None, ("blank", None, None)),
        ("/", None, ("dash", None, None)),
        ("—", None, ("dash", None, None)),
        ("——", None, ("dash", None, None)),
        ("-", None, ("dash", None, None)),
        ("无", None, ("dash", None, None)),
        ("（无）", None, ("dash", None, None)),
        ("详见附件", None, ("unreadable", None, None)),
        ("1 2人", None, ("unreadable", None, None)),
        ("3/4", None, ("unreadable", None, None)),
        ("1,16", None, ("unreadable", None, None)),
    ],
)
def test_values(raw: str, unit: str | None, expected: tuple[str, float | None, str | None]) -> None:
    if raw == "1 2人":
        raw = "1和2人"
    assert values.read(raw, unit) == expected


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        ("采购总金额（单位：万元，保留4位小数）", "万元"),
        ("本年收费金额（单位：万元）", "万元"),
        ("采购总金额(元)", "元"),
        ("采购总金额（亿元）", "亿元"),
        ("采购总金额", None),
    ],
)
def test_units_of_heads(head: str, unit: str | None) -> None:
    assert values.stated_unit(head) == unit


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("（一） 予以公开", "granted"),
        ("(一)予以公开", "granted"),
        ("1．属于国家秘密", "refused_secret"),
        ("3．危及“三安全\n一稳定”", "refused_stability"),
        ("2.其他法律法规禁止公开", "refused_law"),
        ("4.无正当理由由大量反复申请", "rejected_excessive"),
        ("1．本单位不掌握\n相关政府信息", "unavailable_not_held"),
        ("5.要求行政机关确认或重新出俱已获取信息", "rejected_reissue"),
        ("一、本年新收政府信息公开申情数量", "new"),
        ("规    章", "regulation"),
        ("规范性文件（行政机关制定发布的决定、公告）", "normative_document"),
        ("其他对外管理服务亊项", "other_service"),
        ("结果维护", "upheld"),
        ("结果唯持", "upheld"),
        ("（一）予以公幵", "granted"),
        ("行政强罚", None),
        ("行政许可公示制度", None),
        ("属于", None),
        ("存在的主要问题及改进情况", None),
        ("收到和处理政府信息公开申请情况", None),
    ],
)
def test_labels(text: str, key: str | None) -> None:
    assert [meaning.key for meaning in lookup(text)] == ([] if key is None else [key])
