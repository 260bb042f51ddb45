"""Administrative reconsideration (行政复议) about disclosure."""

from extract.facts.base import Absence, Kind, Rule

R = r"(?<!诉讼[^#@。；，]{0,20})(?<!未经)(?:行政复议|复议)(?!后)(?:[^#。；讼]*)"

KIND = Kind(
    "review",
    "administrative reconsiderations about disclosure",
    "行政复议",
    rank=12,
    stages=("received", "upheld", "corrected", "other_result", "pending", "rate"),
    rules=(
        Rule("rate", rf"{R}率~#", "rate", units="%"),
        Rule(
            "upheld", rf"{R}(?:结果)?维持[^#@，。；]{{0,12}}#|(?:行政)?复议(?:机关)?维持[^#@，。；]{{0,12}}#", "upheld"
        ),
        Rule("upheld-of", r"#(?:被|经|由)?[^#@，。；]{0,4}复议[^#@，。；中]{0,6}维持(?!@)", "upheld"),
        Rule("corrected", rf"{R}(?:纠正|纠错|撤销|确认违法|责令)[^#@，。；]{{0,12}}#", "corrected"),
        Rule("pending", rf"{R}(?:尚未审结|未审结|未办结|正在(?:审理|办理)|审理中|尚在)[^#@，。；]{{0,12}}#", "pending"),
        Rule(
            "other_result",
            rf"{R}(?:其他结果|其他情形|其他|终止|撤回|驳回|不予受理|调解)[^#@，。；]{{0,12}}#",
            "other_result",
        ),
        Rule(
            "joint",
            r"(?:行政)?复议(?:案件)?(?:和|、|及|或|与|以及)(?:提起)?(?:行政)?诉讼(?:案件|案)?(?:共计?|合计|总计|数量|数)*[：为]?#",
            "received",
        ),
        Rule(
            "pending-of",
            r"(?:尚有|还有)?#[^#@，。；]{0,14}复议[^#@，。；]{0,4}(?:未审结|未办结|正在|尚未)|(?:尚未审结|未审结|正在审理|未办结)的[^#@，。；]{0,14}复议[^#@，。；]{0,6}#",
            "pending",
        ),
        Rule(
            "label",
            r"(?<!未经|训|《)(?:行政)?复议(?!后|法|》)(?:案件?|申请|案|事项)?[^#@，。；、讼训]{0,16}#",
            "received",
        ),
        Rule(
            "aspect",
            r"(?<!未经)(?:行政)?复议(?:案件)?(?:方面|情况|工作)?[，：](?:共|全年|本年度?|年内|当年)*(?:发生|收到|受理|办理|接到|新收|新增)?(?:了)?(?:案件)?#",
            "received",
            units="件 起 宗",
        ),
        Rule("back", r"(?:上述|以上|这)#[^#@，。；]{0,6}复议", "received"),
        Rule("cause-of", r"#(?:件|起)?(?:因|由)[^#@，。；]{0,14}(?:的)?行政复议", "received"),
        Rule(
            "received-of",
            r"(?:收到|发生|受理|接到|办理|被(?:申请|提起)|提起|引发|产生|涉及)[^#@，。；]{0,16}#[^#@，。；讼]{0,16}复议",
            "received",
        ),
        Rule("of", r"#(?:件|起)?(?:政府信息公开)?(?:类|相关)?的?行政复议", "received"),
    ),
    absences=(Absence("received", r"(?:行政|申请)?复议", "received"),),
)
