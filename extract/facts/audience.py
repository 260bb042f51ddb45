"""The audience of a channel: followers, visits, reads."""

from extract.facts.base import Kind, Rule

KIND = Kind(
    "audience",
    "followers, visits or reads of a channel",
    "受众",
    rank=26,
    trigger="粉丝|关注|订阅|用户|成员|会员|入群|访问|浏览|点击|阅读|播放|观看|收看|收听|访客|查阅|阅览|传播量|曝光|参观|点阅|好友|覆盖|群众|村民|居民|转播",
    stages=("followers", "visits", "reads"),
    rules=(
        Rule("reads", r"(?:阅读|播放|观看|收看|收听|阅览|传播|曝光|点播|点阅|转播|在看)(?:总)?(?:量|人数|次数|数|率|人次|总数|总量|覆盖|总次数|累计|已|共|达到?|超过?|突破|逾|近|约|为|：|最高|过)*[^#@，。；]{0,8}#", "reads"),
        Rule("reads-of", r"#[^#@，。；]{0,4}(?:阅读量?|播放量?|观看|收看|收听|浏览阅读)", "reads"),
        Rule("visits", r"(?:访问|浏览|点击|访客|参观)(?:总)?(?:量|人数|次数|数|率|人次|总数|总量|者)?[^#@，。；赞]{0,12}#", "visits"),
        Rule("visits-of", r"(?:接待|吸引|累计)[^#@，。；]{0,12}#[^#@，。；]{0,10}(?:查阅|查询|访问|浏览|参观|点击)", "visits", units="人 人次 次 万次"),
        Rule("visits-zone", r"(?:查阅点|查阅场所|专区|查阅室|档案馆|图书馆|查询点)[^#。；]{0,20}(?:接待|查阅|服务|查询)[^#@，。；]{0,12}#", "visits", units="人 人次 次"),
        Rule("followers", r"(?:粉丝|关注|订阅|用户|群成员|会员|入群|群内成员|群友|好友)(?:总)?(?:量|人数|数|者|总数|用户|群众|村民|人员|数量|户数|户)*[^#@，。；新]{0,10}#", "followers"),
        Rule("followers-more", r"(?:粉丝|关注|订阅|用户)[^#。；]{0,20}(?:新增|增加|净增|增粉)[^#@，。；]{0,6}#", "followers", units="人 名 户 个 万 人次"),
        Rule("followers-of", r"#[^#@，。；]{0,3}(?:粉丝|关注者?|订阅|用户|好友)", "followers"),
        Rule("followers-group", r"(?:微信群|QQ群|工作群|群)[^#@。；]{0,16}(?:成员|覆盖|入群|人数|加入|共有|群众|村民|居民|户)[^#@，。；]{0,10}#", "followers", units="人 户 名 余人"),
    ),
    categories=False,
)
