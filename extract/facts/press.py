"""Press conferences, online interviews, live broadcasts and hot-line programmes taken part in."""

from extract.facts.base import Absence, Kind, Rule

KIND = Kind(
    "press",
    "press conferences, interviews and live broadcasts",
    "新闻发布会、访谈、直播",
    rank=18,
    rules=(
        Rule(
            "label",
            r"(?<!回应[^#@，。；]{0,10}){press}(?:节目|活动|栏目|直播)?(?:[^#@，。；]{0,12}|热线节目)#",
            units="次 场 期 场次 场（次） 档 轮 批次 次数 回 个 件 人次",
        ),
        Rule(
            "of",
            r"(?:举办|召开|参加|组织|开展|举行|接受|参与|做客|策划|上线|出席|参加了|配合|进行|推出|发布)?[^#@，。；]{0,10}#[^#@，。；、]{0,20}{press}",
            units="次 场 期 场次 场（次） 档 轮 批次 个 件",
        ),
        Rule(
            "later",
            r"{press}(?:节目|活动|栏目)?[^#@。；，]{0,12}，(?:全年|年内)?(?:共|累计|合计|先后)?(?:举办|召开|举行|开展|组织|播出|参加)?(?:了)?#",
            units="次 场 期 场次 档 轮",
        ),
        Rule(
            "guest",
            r"(?:做客|采访|专访|在线问答)[^#@，。；稿]{0,20}#",
            units="次 场 期 场次 人次 批次 档",
        ),
        Rule("attend", r"{press}[^#。；]{0,20}(?:出席|参加)[^#@，。；]{0,14}{press}?#", units="次 场 期 场次"),
    ),
    absences=(Absence("none", r"新闻发布会|在线访谈|(?:举办|召开)发布会"),),
    categories=False,
)
