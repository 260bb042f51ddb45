"""What a document is: reports of many makes, and what lies beside them on a site."""

from __future__ import annotations

import pytest

from extract import pipeline
from extract.model import Report, Source
from extract.reading.grids import find_grids


def made(raw: str) -> Report:
    return pipeline.extract([Source("case.txt", "txt", "utf-8", "0" * 64, raw, find_grids(raw))])[0]


NARRATIVE = "全年，我镇通过政府网站、公开栏主动公开各类信息36条。收到信息公开申请2件，均已答复。"
LEGACY = (
    "柳湾县政府信息公开情况统计表\n（2016年度）\n填报单位（盖章）：柳湾县水利局\n统计指标 单位 统计数\n"
    "一、主动公开情况\n（一）主动公开政府信息数 条 36\n其中：主动公开规范性文件数 条 2\n制发规范性文件总数 件 2\n"
)
CASES = [
    ("disclosure_report", f"柳湾镇2020年政府信息公开工作年度报告\n一、总体情况\n{NARRATIVE}\n二、主动公开情况\n公开36条。\n"),
    ("disclosure_report", f"2020年，我镇扎实做好政府信息公开工作。{NARRATIVE}一、主动公开情况。公开政府信息36条。二、依申请公开情况。2件。"),
    ("disclosure_report", "柳湾镇2009年政务公开工作总结\n今年以来，我镇推进政务公开，公开栏更新12期，群众反映好。"),
    ("disclosure_report", f"柳湾县司法局2021年政府信息公开工作年度报告\n我局推进法治政府建设。{NARRATIVE}\n一、主动公开情况\n36条。"),
    ("statistics_annex", LEGACY),
    ("rule_of_law_report", "柳湾镇2021年法治政府建设情况报告\n一、主要举措\n开展普法宣传12场，行政执法人员持证上岗。\n二、存在的不足\n依法行政意识不强。\n"),
    ("rule_of_law_report", "柳湾县水利局关于2019年度依法行政工作情况的报告\n我局落实行政执法责任制，办理行政处罚案件3件，政务公开有序。\n"),
    ("news", "柳湾县召开水利工作会议\n本报讯（记者 甲乙）近日，柳湾县召开全县水利工作会议，部署冬修工作，县长出席会议并讲话。\n"),
    ("template", "XX镇20XX年政府信息公开工作年度报告\n一、总体情况\n我镇共公开信息XX条，其中政策XX条，收到申请XX件，办结XX件。举办培训XX次。"),
    ("template", "____镇人民政府____年政府信息公开工作年度报告\n一、主动公开情况\n公开信息____条，公开栏____期，发放手册____册。"),
    ("link_only", "柳湾镇2020年政府信息公开工作年度报告\n附件：柳湾镇2020年政府信息公开工作年度报告.docx\n"),
    ("link_only", "柳湾县水利局2022年政府信息公开年报\n请点击下载附件查看全文。"),
    ("other", "今天天气晴好，适合远足。"),
    ("other", "柳湾镇2020年工作总结\n一、总体情况\n修路3条，种树200棵。\n二、存在的问题\n资金不足。"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "raw"), CASES, ids=[f"{i} {kind}" for i, (kind, _) in enumerate(CASES)])
def test_kind(kind: str, raw: str) -> None:
    report = made(raw)
    assert report.document_kind == kind
    assert 0.0 < report.document_confidence <= 1.0
    told = [warning.code for warning in report.warnings if warning.code == "not_a_report"]
    assert told == ([] if kind == "disclosure_report" else ["not_a_report"])


def test_the_samples_are_reports(samples: list[Report]) -> None:
    assert {report.document_kind for report in samples} == {"disclosure_report"}
    assert min(report.document_confidence for report in samples) > 0.7


def test_a_weak_sign_is_a_low_confidence() -> None:
    assert made("政府信息公开。").document_confidence < made(CASES[0][1]).document_confidence
