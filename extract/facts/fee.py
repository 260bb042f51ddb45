"""Money charged or waived for disclosure; since 2021 the 信息处理费 of 国办函〔2020〕109号."""

from extract.facts.base import Absence, Kind, Rule

KIND = Kind(
    "fee",
    "money charged or waived for disclosure",
    "收费及减免",
    rank=14,
    stages=("charged", "waived"),
    rules=(
        Rule("waived", r"(?:减免|免收|免除)(?!服务)[^#@，。；]{0,16}#", "waived", units="元 件 人 人次 次 起 笔"),
        Rule(
            "charged",
            r"(?:信息处理费|检索费|复制费|邮寄费|工本费|成本费用?|收费(?!标准|目录|项目|公示|管理|依据|通知|政策|清单|许可|文件|窗口|人员|站)|收取|(?<!总)(?<!住院)费用(?!支出)|处理费)[^#@。；]{0,20}?#",
            "charged",
            units="元",
        ),
        Rule(
            "charged-of",
            r"(?:收取|收费)(?!标准|目录|项目|公示|管理|依据|通知|政策|清单|许可|文件|窗口|人员|站)[^#@，。；]{0,10}#",
            "charged",
            units="元 次 件 起 人次",
        ),
        Rule(
            "label",
            r"(?:收费|费用|处理费|复制费|复印费|检索费|邮寄费|工本费)(?:情况|金额|总额|数)?(?:共|为|：|计|是)*#",
            "charged",
            units="- 元 件 次 人 人次 起 笔 宗",
        ),
    ),
    absences=(
        Absence("waived", r"减免|免除费用", "waived"),
        Absence(
            "charged",
            r"收取|收费|零收费|(?:未|没有?)收(?=$|[，。；、]|取)|(?<!减)免费|(?<!减免[^，。；]{0,12})费用|信息处理费|收到[^，。；]{0,6}费|收过|一分钱|分文|任何钱",
            "charged",
        ),
    ),
)
