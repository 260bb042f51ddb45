"""Interpretations of policy (政策解读) published."""

from extract.facts.base import Absence, Kind, Rule

KIND = Kind(
    "interpretation",
    "items that explain a policy",
    "政策解读",
    rank=30,
    rules=(
        Rule("rate", r"解读[^#@。；，]{0,8}率[^#@，。；]{0,6}#", "rate", units="%"),
        Rule(
            "label",
            r"(?:解读|图解)(?:材料|稿件?|信息|文章|视频|图解|产品|方案|文件|政策|类|文稿|内容|回应|说明|件|次数|数量|活动|宣传|作品|长图|动漫|的)*(?:[^#@，。；、专栏]{0,8})#",
        ),
        Rule(
            "of",
            r"(?:发布|推出|公开|制作|开展|编写|撰写|转发|刊登|进行|组织|上传|配发|形成|完成|转载|开设|推送|共|编发|采用|举办)(?:了)?[^#@，。；]{0,16}#[^#@，。；、]{0,14}(?:解读|图解)",
        ),
        Rule("answers", r"(?:政策问答|问答库|一问一答)[^#@，。；]{0,8}#", units="条 篇 个 期 件 组"),
        Rule("by", r"(?:带头|领导|主要负责人|负责同志|专家)[^#@，。；]{0,12}解读[^#@，。；]{0,10}#"),
    ),
    stages=("rate",),
    absences=(Absence("none", r"(?:开展|发布|组织)[^，。；]{0,8}解读|政策解读|解读(?:信息|材料|稿件)"),),
)
