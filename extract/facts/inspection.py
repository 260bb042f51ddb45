"""Inspections, supervision, assessment and tests of disclosure."""

from extract.facts.base import Absence, Kind, Rule

KIND = Kind(
    "inspection",
    "inspections, supervision and assessment",
    "检查考核",
    rank=38,
    rules=(
        Rule("test", r"(?:测试|考试|测验|结业)[^#@。；]{0,14}(?:成绩|得分|分)[^#@，。；]{0,4}#", units="分"),
        Rule("score", r"(?:测评|考核|评估|考评|得|总)分?(?:为|得分|得|取得|成绩)*[^#@，。；]{0,6}#", units="分"),
        Rule(
            "label",
            r"{inspect}(?!反馈|发现|问题)(?:工作|活动|情况|行动|通报)?(?:[^#@，。；]{0,10})#",
            units="次 轮 期 场 场次 遍 批次 次数 人次 回 个 家 批",
        ),
        Rule(
            "of",
            r"(?:开展|组织|进行|实施|接受|完成|通过|共|配合)?(?:了)?[^#@，。；]{0,12}#[^#@，。；]{0,24}{inspect}",
            units="次 轮 期 场 场次 遍 批次 回",
        ),
        Rule("notice", r"(?:检查通报|督查通报|通报)[^#@，。；]{0,6}#", units="次 期"),
    ),
    absences=(Absence("none", r"(?:开展|组织)[^，。；]{0,14}(?:检查|督查|考核|抽查)"),),
    categories=False,
)
