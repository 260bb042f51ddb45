"""Made-up statutory tables, and the ways in which they reach us as text: builders for the tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

COLUMNS = ("natural_person", "commercial", "research", "social", "legal", "other_org", "total")
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
HEADINGS = {
    "proactive": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "review_litigation": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
}
APPLICATIONS = {
    "new": (["一、本年新收政府信息公开申请数量"], 2),
    "carried_in": (["二、上年结转政府信息公开申请数量"], 2),
    "granted": (["三、本年度办理结果", "（一）予以公开"], 1),
    "partly_granted": (["", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"], 1),
    "refused_secret": (["", "（三）不予公开", "1.属于国家秘密"], 0),
    "refused_law": (["", "", "2.其他法律行政法规禁止公开"], 0),
    "refused_stability": (["", "", "3.危及“三安全一稳定”"], 0),
    "refused_third_party": (["", "", "4.保护第三方合法权益"], 0),
    "refused_internal": (["", "", "5.属于三类内部事务信息"], 0),
    "refused_process": (["", "", "6.属于四类过程性信息"], 0),
    "refused_enforcement": (["", "", "7.属于行政执法案卷"], 0),
    "refused_query": (["", "", "8.属于行政查询事项"], 0),
    "unavailable_not_held": (["", "（四）无法提供", "1.本机关不掌握相关政府信息"], 0),
    "unavailable_to_create": (["", "", "2.没有现成信息需要另行制作"], 0),
    "unavailable_unclear": (["", "", "3.补正后申请内容仍不明确"], 0),
    "rejected_petition": (["", "（五）不予处理", "1.信访举报投诉类申请"], 0),
    "rejected_repeat": (["", "", "2.重复申请"], 0),
    "rejected_publication": (["", "", "3.要求提供公开出版物"], 0),
    "rejected_excessive": (["", "", "4.无正当理由大量反复申请"], 0),
    "rejected_reissue": (["", "", "5.要求行政机关确认或重新出具已获取信息"], 0),
    "other": (["", "（六）其他处理"], 1),
    "other_uncorrected": (
        ["", "（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"],
        0,
    ),
    "other_unpaid": (["", "", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"], 0),
    "other_rest": (["", "", "3.其他"], 0),
    "outcome_total": (["", "（七）总计"], 1),
    "carried_out": (["四、结转下年度继续办理"], 2),
}
PROACTIVE = {
    "2019": [
        (
            "第二十条第（一）项",
            ["本年新制作数量", "本年新公开数量", "对外公开总数量"],
            {"regulation": "规章", "normative_document": "规范性文件"},
        ),
        (
            "第二十条第（五）项",
            ["上一年项目数量", "本年增/减", "处理决定数量"],
            {"license": "行政许可", "other_service": "其他对外管理服务事项"},
        ),
        (
            "第二十条第（六）项",
            ["上一年项目数量", "本年增/减", "处理决定数量"],
            {"penalty": "行政处罚", "coercion": "行政强制"},
        ),
        ("第二十条第（八）项", ["上一年项目数量", "本年增/减"], {"fee": "行政事业性收费"}),
        ("第二十条第（九）项", ["采购项目数量", "采购总金额"], {"procurement": "政府集中采购"}),
    ],
    "2021": [
        (
            "第二十条第（一）项",
            ["本年制发件数", "本年废止件数", "现行有效件数"],
            {"regulation": "规章", "normative_document": "行政规范性文件"},
        ),
        ("第二十条第（五）项", ["本年处理决定数量"], {"license": "行政许可"}),
        ("第二十条第（六）项", ["本年处理决定数量"], {"penalty": "行政处罚", "coercion": "行政强制"}),
        ("第二十条第（八）项", ["本年收费金额（单位：万元）"], {"fee": "行政事业性收费"}),
    ],
}
Rows = list[list[str]]
Values = Mapping[str, Sequence[str]]


def proactive(values: Values | None = None, template: str = "2019") -> Rows:
    """Rows of cells; rows that ``values`` does not name hold zeros."""
    rows: Rows = []
    for item, columns, labels in PROACTIVE[template]:
        rows += [[item], ["信息内容", *columns]]
        rows += [[label, *(values or {}).get(key, ["0"] * len(columns))] for key, label in labels.items()]
    return rows


def applications(
    values: Values | None = None, template: str = "2019", labels: Mapping[str, list[str]] | None = None
) -> Rows:
    rows: Rows = [
        ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况"],
        ["", "自然人", "法人或其他组织", "总计"],
        ["", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""],
    ]
    for key in application_rows(template):
        label = (labels or {}).get(key, APPLICATIONS[key][0])
        rows.append([*label, *(values or {}).get(key, ["0"] * 7)])
    return rows


def application_rows(template: str = "2019") -> list[str]:
    out = {"2019": ("other_uncorrected", "other_unpaid", "other_rest"), "2021": ("other",)}[template]
    return [key for key in APPLICATIONS if key not in out]


def reviews(values: Sequence[str] = ("0",) * 15) -> Rows:
    return [
        ["行政复议", "行政诉讼"],
        [*RESULTS, "未经复议直接起诉", "复议后起诉"],
        ["", "", "", "", "", *RESULTS, *RESULTS],
        list(values),
    ]


def in_cells(rows: Rows) -> str:
    r"""``\n\t`` before each cell, a blank line after each row."""
    return "\n\n".join("\n".join("\t" + cell for cell in row) for row in rows)


def in_tabs(rows: Rows) -> str:
    return "\n".join("\t".join(row) for row in rows)


def in_pipes(rows: Rows) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def in_lines(rows: Rows, gap: str = "\n") -> str:
    """A cell a line, blank cells lost."""
    return gap.join(cell for row in rows for cell in row if cell.strip())


def in_gaps(rows: Rows, step: int = 3, last: int = 5) -> str:
    """A cell a line; every cell, blank ones too, ends with ``step`` line breaks, the last of a row with ``last``."""
    body = [[cell for cell in row if cell or _is_value_row(row)] for row in rows]
    body = [_strip_label_blanks(row) for row in body]
    return ("\n" * last).join(("\n" * step).join(row) for row in body if row)


def _is_value_row(row: list[str]) -> bool:
    return not any(cell in ("自然人", "商业企业", "行政复议", "结果维持") for cell in row)


def _strip_label_blanks(row: list[str]) -> list[str]:
    """Cells that a label from a row above covers are no cells here."""
    labels = [index for index, cell in enumerate(row) if (len(cell) > 1 and not cell[0].isdigit()) or "." in cell]
    return [cell for index, cell in enumerate(row) if cell or not labels or index > labels[-1]]


def glued(rows: Rows) -> str:
    return "".join(cell for row in rows for cell in row)


def spaced(rows: Rows) -> str:
    return "　　".join(cell for row in rows for cell in row if cell.strip())


def report(parts: Iterable[tuple[str, str]], *, end: str = "\n", body: str = "说明本年情况。") -> str:
    """A text with a heading before each part, prose before the first and after the last."""
    text = f"某镇2020年政府信息公开工作年度报告{end}一、总体情况{end}{body}{end}"
    for kind, table in parts:
        text += f"{HEADINGS[kind]}{end}{table}{end}"
    return f"{text}{HEADINGS['problems']}{end}{body}{end}"


#: the statistics of 2014 to 2018: place in the record, label with its enumerator, unit; None for the heading of a group
STATISTICS: list[tuple[str | None, str, str]] = [
    (None, "一、主动公开情况", "——"),
    ("proactive/information/disclosed", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条"),
    ("proactive/normative_document/disclosed", "其中：主动公开规范性文件数", "条"),
    ("proactive/normative_document/made", "制发规范性文件总数", "件"),
    (None, "（二）通过不同渠道和方式公开政府信息的情况", "——"),
    ("proactive/gazette/disclosed", "1.政府公报公开政府信息数", "条"),
    ("proactive/website/disclosed", "2.政府网站公开政府信息数", "条"),
    ("proactive/weibo/disclosed", "3.政务微博公开政府信息数", "条"),
    ("proactive/wechat/disclosed", "4.政务微信公开政府信息数", "条"),
    ("proactive/other_channel/disclosed", "5.其他方式公开政府信息数", "条"),
    (None, "二、回应解读情况", "——"),
    ("interpretation/responded/cases", "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次"),
    (None, "（二）通过不同渠道和方式回应解读的情况", "——"),
    ("interpretation/press_conference/cases", "1.参加或举办新闻发布会总次数", "次"),
    ("interpretation/press_conference_head/cases", "其中：主要负责同志参加新闻发布会次数", "次"),
    ("interpretation/interview/cases", "2.政府网站在线访谈次数", "次"),
    ("interpretation/interview_head/cases", "其中：主要负责同志参加政府网站在线访谈次数", "次"),
    ("interpretation/article/cases", "3.政策解读稿件发布数", "篇"),
    ("interpretation/social_media/cases", "4.微博微信回应事件数", "次"),
    ("interpretation/other_channel/cases", "5.其他方式回应事件数", "次"),
    (None, "三、依申请公开情况", "——"),
    ("applications/new/total", "（一）收到申请数", "件"),
    ("applications/new_in_person/total", "1.当面申请数", "件"),
    ("applications/new_fax/total", "2.传真申请数", "件"),
    ("applications/new_online/total", "3.网络申请数", "件"),
    ("applications/new_letter/total", "4.信函申请数", "件"),
    ("applications/completed/total", "（二）申请办结数", "件"),
    ("applications/completed_on_time/total", "1.按时办结数", "件"),
    ("applications/completed_late/total", "2.延期办结数", "件"),
    ("applications/outcome_total/total", "（三）申请答复数", "件"),
    ("applications/already_public/total", "1.属于已主动公开范围数", "件"),
    ("applications/granted/total", "2.同意公开答复数", "件"),
    ("applications/partly_granted/total", "3.同意部分公开答复数", "件"),
    ("applications/refused/total", "4.不同意公开答复数", "件"),
    ("applications/refused_secret/total", "其中：涉及国家秘密", "件"),
    ("applications/refused_commercial/total", "涉及商业秘密", "件"),
    ("applications/refused_privacy/total", "涉及个人隐私", "件"),
    ("applications/refused_stability/total", "危及国家安全、公共安全、经济安全和社会稳定", "件"),
    ("applications/refused_not_information/total", "不是《条例》所指政府信息", "件"),
    ("applications/refused_law/total", "法律法规规定的其他情形", "件"),
    ("applications/unavailable_other_organ/total", "5.不属于本行政机关公开数", "件"),
    ("applications/unavailable_not_held/total", "6.申请信息不存在数", "件"),
    ("applications/told_to_amend/total", "7.告知作出更改补充数", "件"),
    ("applications/told_other_way/total", "8.告知通过其他途径办理数", "件"),
    ("review_litigation/cases/review_total", "四、行政复议数量", "件"),
    ("review_litigation/cases/review_upheld", "（一）维持具体行政行为数", "件"),
    ("review_litigation/cases/review_corrected", "（二）被依法纠错数", "件"),
    ("review_litigation/cases/review_other", "（三）其他情形数", "件"),
    ("review_litigation/cases/litigation_total", "五、行政诉讼数量", "件"),
    ("review_litigation/cases/litigation_upheld", "（一）维持具体行政行为或者驳回原告诉讼请求数", "件"),
    ("review_litigation/cases/litigation_corrected", "（二）被依法纠错数", "件"),
    ("review_litigation/cases/litigation_other", "（三）其他情形数", "件"),
    ("complaints/complaint/cases", "六、举报投诉数量", "件"),
    ("fees/application_fee/amount", "七、依申请公开信息收取的费用", "万元"),
    (None, "八、机构建设和保障经费情况", "——"),
    ("staffing/office/count", "（一）政府信息公开工作专门机构数", "个"),
    ("staffing/reading_point/count", "（二）设置政府信息公开查阅点数", "个"),
    ("staffing/staff/count", "（三）从事政府信息公开工作人员数", "人"),
    ("staffing/staff_full_time/count", "1.专职人员数（不包括政府公报及政府网站工作人员数）", "人"),
    ("staffing/staff_part_time/count", "2.兼职人员数", "人"),
    ("staffing/budget/amount", "（四）政府信息公开专项经费（不包括用于政府公报编辑管理等方面的经费）", "万元"),
    (None, "九、政府信息公开会议和培训情况", "——"),
    ("training/meeting/count", "（一）召开政府信息公开工作会议或专题会议数", "次"),
    ("training/course/count", "（二）举办各类培训班数", "次"),
    ("training/trained/count", "（三）接受培训人员数", "人次"),
]


def statistics(values: Mapping[str, str] | None = None, labels: Mapping[str, str] | None = None) -> Rows:
    """Rows of the statistics before 2019: label, unit, number; 0 where ``values`` does not name the place."""
    rows: Rows = [["统计指标", "单位", "统计数"]]
    for place, label, unit in STATISTICS:
        value = "——" if place is None else (values or {}).get(place, "0")
        rows.append([(labels or {}).get(place or "", label), unit, value])
    return rows
