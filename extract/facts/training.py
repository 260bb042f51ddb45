"""Training on disclosure: sessions held and people trained."""

from extract.facts.base import Absence, Kind, Rule

KIND = Kind(
    "training",
    "training sessions, or people trained",
    "培训",
    rank=22,
    rules=(
        Rule("people", r"(?:培训|参训|受训|轮训|讲座)[^#。；]{0,24}#", units="人 人次 名 余人 人（次）"),
        Rule(
            "people-of",
            r"(?:组织|选派|派出|安排)?[^#@，。；]{0,12}#[^#@，。；]{0,16}(?:参加|接受)[^#@，。；]{0,16}(?:培训|轮训)",
            units="人 人次 名",
        ),
        Rule(
            "sessions",
            r"(?:培训|轮训|讲座|学习班)(?:班|会|会议|活动|工作|讲座|学习|课程|交流)?(?:[^#@，。；]{0,10})#",
            units="次 场 期 场次 场（次） 班次 批次 轮 批 个 期次 次数 班 课时",
        ),
        Rule(
            "sessions-of",
            r"(?:举办|组织|开展|召开|参加|举行|进行|安排|集中)?[^#@，。；]{0,24}#[^#@，。；]{0,26}(?:培训|轮训|讲座|学习班)",
            units="次 场 期 场次 场（次） 班次 批次 轮 批 个 班",
        ),
    ),
    absences=(Absence("none", r"(?:举办|开展|组织)[^，。；]{0,14}培训"),),
    categories=False,
)
