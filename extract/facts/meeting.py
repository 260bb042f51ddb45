"""Meetings on disclosure: held to deploy, study or review the work."""

from extract.facts.base import Absence, Kind, Rule

KIND = Kind(
    "meeting",
    "meetings that dealt with disclosure",
    "会议",
    rank=24,
    rules=(
        Rule(
            "held",
            r"(?:召开|举行|组织|开展|召集|举办)[^#@，。；]{0,30}(?:会议|例会|专题会|推进会|调度会|部署会|协调会|座谈会|联席会|动员会|办公会|工作会|议|会)(?:[^#@，。；]{0,6})#",
            units="次 场 期 场次 轮 个 场（次） 次数",
        ),
        Rule(
            "held-of",
            r"(?:召开|举行|组织|举办|开)(?:了|过)?[^#@，。；]{0,16}#[^#@，。；]{0,28}会",
            units="次 场 期 场次 轮 个",
        ),
        Rule(
            "studied",
            r"(?:研究|部署|听取|讨论|审议|安排|专题)[^#@，。；]{0,24}(?:公开|汇报)[^#@，。；]{0,10}#",
            units="次 场 轮",
        ),
        Rule(
            "studied-of",
            r"#[^#@，。；]{0,10}(?:专题)?(?:研究|部署|听取|调度|研判)[^#@，。；]{0,16}(?:公开|工作)",
            units="次 场 轮",
        ),
        Rule("studied-bare", r"(?:专题|集体)(?:研究|学习|部署)(?:了|共)?#", units="次 场"),
        Rule(
            "label", r"(?:会议|专题会|推进会|调度会|座谈会|例会)(?:共|为|：|计|数|次数)*#", units="次 场 期 场次 轮 个"
        ),
    ),
    absences=(Absence("none", r"召开[^，。；]{0,14}(?:公开|专题)[^，。；]{0,6}会"),),
    categories=False,
)
