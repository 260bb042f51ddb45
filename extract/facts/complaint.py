"""Reports and complaints (举报、投诉、申诉) about disclosure."""

from extract.facts.base import Absence, Kind, Rule

KIND = Kind(
    "complaint",
    "reports, complaints and appeals about disclosure",
    "举报投诉",
    rank=16,
    stages=("rate",),
    rules=(
        Rule("rate", r"(?:举报|投诉|申[诉述])[^#。；]{0,16}率[^#@，。；]{0,6}#", "rate", units="%"),
        Rule(
            "label",
            r"(?:政府信息公开|政务公开|信息公开|(?<=^|[，。；、：])(?:收到|接到|受理|行政)?)[^#@，。；]{0,14}(?:举报|(?<!咨询)投诉|申[诉述])(?:、(?:举报|投诉|申[诉述]))*(?:案件|事项|信件|件|数量|数)?(?:共|为|：|计)*#",
        ),
        Rule("about", r"公开[^#@，。；]{0,12}(?:申诉|举报|投诉)[^#@，。；]{0,4}#"),
        Rule(
            "of",
            r"#[^#@，。；]{0,8}(?:关于|有关|涉及|针对)?(?:政府信息公开|政务公开|信息公开)[^#@，。；]{0,10}(?:举报|投诉|申[诉述])",
        ),
    ),
    absences=(Absence("none", r"举报|投诉|申[诉述]"),),
)
