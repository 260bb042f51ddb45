"""Facilities of disclosure: how many notice boards, reading points, zones, windows, columns, sites and accounts there are."""

from extract.facts.base import Kind, Rule

F = "个 处 块 台 面 只 套 间 座 家 扇 部 片"

KIND = Kind(
    "facility",
    "notice boards, reading points, zones, windows, columns, sites and accounts",
    "公开场所与设施",
    rank=29,
    trigger="栏|点|专区|窗口|网站|号|机|屏|板|模块|群|墙|牌|场所|大厅|室|箱|平台|频道|专题|目录|馆|站|橱窗|喇叭|微博|微信|端口|频道|客户端|中心|电话",
    rules=(
        Rule("set-up", r"(?:设立|设置|建立|建成|建有|建设|开设|开通|开办|推出|上线|新增|新设|增设|配备|配置|配有|拥有|共有|安装|打造|设有|共设|设|新建|运行|现有|维护|开辟|组建|增加|有|运维|布置|运营|改版|添置|制作|更换|保留|关闭|取消|新开通|设)(?:了|着|的)?[^#@。；，]{0,30}{facility}(?:建设|共计|共|累计|数量|总数|已|达|超过|约|合计|各|分别|[：为])*#", units=F),
        Rule("set-up-of", r"(?:设立|设置|建立|建成|建有|建设|开设|开通|开办|推出|上线|新增|新设|增设|配备|配置|配有|拥有|共有|安装|打造|设有|共设|设|新建|运行|现有|维护|开辟|组建|增加|有|运维|布置|运营|改版|添置|制作|更换|规划|包括|含|分为|下设)(?:了|着)?[^#@。；]{0,40}#[^#@，。；]{0,16}{facility}", units=F),
        Rule("comma-total", r"{facility}，(?:共|共计|总计|合计|累计|总数)(?:有|为|达)?#", units=F),
        Rule("label", r"(?:^|[，。；、：])[^#@，。；]{0,10}(?:公开栏|公示栏|公告栏|宣传栏|查阅点|查阅场所|查阅室|查询点|公开专区|受理点|查询机|电子屏|显示屏|公开墙|意见箱|微信群|专栏|栏目|专区|政务新媒体|新媒体账号|公众号)(?:数量|总数|已|超过|共|共有|为|：|计|总数|数|达)*#", units=F, confidence=0.85),
        Rule("among", r"(?:栏目|专栏|版块|板块|专区)[^#@。；]{0,24}(?:等|共|共计)#(?:个|类)?(?:子?栏目|版块|板块|专区|专栏|专题)?", units="个 类", confidence=0.85),
    ),
    categories=False,
)
