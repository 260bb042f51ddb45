"""Inspections, supervision, assessment and tests of disclosure."""

from extract.facts.base import Absence, Kind, Rule

KIND = Kind(
    "inspection",
    "inspections, supervision and assessment",
    "检查考核",
    rank=38,
    stages=("rate",),
    rules=(
        Rule("test", r"(?:测试|考试|测验|结业)[^#@。；]{0,14}(?:成绩|得分|分)[^#@，。；]{0,4}#", units="分"),
        Rule("score", r"(?:测评|考核|评估|考评|得|总)分?(?:为|得分|得|取得|成绩)*[^#@，。；]{0,6}#", units="分"),
        Rule(
            "label",
            r"{inspect}(?!反馈|发现|问题|指出|结果|通告|公告|公示)(?:工作|活动|情况|行动|通报)?(?:[^#@，。；]{0,10})#",
            units="次 轮 轮次 期 场 场次 遍 批次 次数 人次 回 个 家 批 个次 家次 户次 件次 处次",
        ),
        Rule(
            "of",
            r"(?:开展|组织|进行|实施|接受|完成|通过|共|配合)?(?:了)?[^#@，。；]{0,12}#[^#@，。；]{0,24}{inspect}",
            units="次 轮 期 场 场次 遍 批次 回",
        ),
        Rule("points", r"#", units="分", confidence=0.85),
        Rule("notice", r"(?:检查|督查|测评|考核|抽查|监测|评估)(?:情况|结果)?通报[^#@，。；]{0,6}#", units="次 期"),
        Rule(
            "test-later",
            r"(?:测试|考试|测验|知识竞赛)[^#@。；，]{0,6}，[^#@，。；]{0,8}(?:组织|开展|举行|进行|举办)(?:了)?#",
            units="次 场 期 轮",
        ),
        Rule(
            "inspected", r"(?:对|到)#[^#@，。；]{0,10}(?:开展|进行)[^#@，。；]{0,8}{inspect}(?=[，。；])", units="个 家"
        ),
        Rule(
            "looked-at",
            r"(?<![调审])查(?:了|过|看)#|(?:专题询问|执法检查|视察)[^#@，。；]{0,6}#",
            units="次 遍 轮 场 回",
        ),
    ),
    absences=(Absence("none", r"(?:开展|组织)[^，。；]{0,14}(?:检查|督查|考核|抽查)"),),
    categories=False,
)
