"""Items of information made public, by any channel."""

from extract.facts.base import Kind, Rule

ITEM = "条 件 篇 次 期 份 册 则 张 幅 条次 件次 篇次 期次 部 个 项 封 块 版 本 集 通 人次 余条 场 批 例 宗 只 起 组 套 段 场次 条（次） 件（次） 户次 字 批次 次数 项次 轮 笔 枚 帧"

KIND = Kind(
    "disclosure",
    "items of information made public by any channel",
    "主动公开信息",
    rank=60,
    rules=(
        Rule(
            "rate",
            r"(?:公开|信息|电子化|类|公示)[^#。；]*(?:率|占|比例|比重|电子化)[^#@，。；]{0,10}#",
            "rate",
            units="%",
        ),
        Rule(
            "total",
            r"(?:主动公开|公开|发布|公布)(?:了|的|各类|各项|各种|政府|政务|党务|信息|数量|总数|总量|数|内容|全文|等|条数|有效|合计|共计|累计|达到?|为|：|共|有|有关|相关)*#",
            units=ITEM,
            confidence=0.97,
        ),
        Rule("bracket", r"(?:网站?|号|平台|》|栏|博|端|群|屏)”?（(?:含[^#@（）]{0,8})?#", units="条 期 篇 件 次 份"),
        Rule("verb", r"{publish}(?:了)?[^#@。；，]{0,40}#", units=ITEM),
        Rule(
            "amount",
            r"(?:^|[。；，、])[\d.]{0,4}(?:信息|公开)?(?:数量|总量|总数|条数|件数)(?:情况)?(?:共|为|：|达|有)*#",
            units=ITEM,
            sections=("proactive",),
        ),
        Rule("brought-out", r"(?:^|[，。；、年共计])(?:出|办|出了)#", units="期 版"),
        Rule("broadcast", r"(?:喇叭|广播|村村响|音柱)[^#@，。；站台室栏]{0,6}#", units="次 条 条次 期 遍 余次 场 场次"),
        Rule("preached", r"(?:讲|唱|演|说|宣讲|宣传)[^#@，。；]{0,4}政策[^#@，。；]{0,4}#", units="场 次 场次"),
        Rule("budgets", r"#(?:部门|单位|预算单位)?的?(?:预算|决算|预决算)", units="个 家 份"),
        Rule("verb-of", r"{publish}(?:了)?[^#@，。；]{0,10}#[^#@，。；]{0,16}{info}", units=ITEM),
        Rule("verb-far", r"{publish}(?:了)?[^#@。；]{0,70}#", units=ITEM, confidence=0.85),
        Rule(
            "noun",
            r"(?:信息|动态|公告|公示|消息|新闻|稿件|视频|图文|简报|推文|微博|作品|资讯|要闻|报道|专版|公报|短信|手册|宣传单)(?:数量|总数|数|量|总量|共|共计|累计|合计|达到?|为|：|计|类)*#",
            units=ITEM,
            confidence=0.9,
        ),
        Rule("of", r"#[^#@，。；]{0,6}(?:政府信息|政务信息|信息|动态|公告|稿件)", units=ITEM, confidence=0.85),
        Rule(
            "passive",
            r"(?:^|[。；，])[^#@，。；]{0,20}#[，]?(?:均|全部|已)?[^#@，。；]{0,8}(?:公开|发布|公示|公布)",
            units=ITEM,
            confidence=0.8,
        ),
        Rule(
            "bare-total",
            r"(?:主动公开|公开)(?:的)?(?:政府|政务)?(?:信息)?(?:的)?(?:数|数量|总数|量|条数|情况)*(?:共|为|：|共计|达|总计|是)*#",
            confidence=0.9,
        ),
    ),
    stages=("rate",),
)
