"""Administrative litigation (行政诉讼) about disclosure."""

from extract.facts.base import Absence, Kind, Rule

L = r"(?:行政诉讼|诉讼|起诉|应诉)(?:[^#。；议]*)"

KIND = Kind(
    "litigation",
    "administrative lawsuits about disclosure",
    "行政诉讼",
    rank=13,
    stages=("received", "upheld", "corrected", "other_result", "pending", "rate"),
    rules=(
        Rule("rate", rf"{L}率~#", "rate", units="%"),
        Rule("upheld", rf"{L}(?:(?:结果)?维持|驳回(?:原告)?(?:诉讼请求|起诉)?|胜诉)[^#@，。；]{{0,12}}#", "upheld"),
        Rule("corrected", rf"{L}(?:纠正|纠错|撤销|败诉|确认违法|责令)[^#@，。；]{{0,12}}#", "corrected"),
        Rule("pending", rf"{L}(?:尚未审结|未审结|未办结|正在(?:审理|办理)|审理中|尚在)[^#@，。；]{{0,12}}#", "pending"),
        Rule(
            "other_result",
            rf"{L}(?:其他结果|其他情形|其他|撤诉|撤回|不予立案|调解)[^#@，。；]{{0,12}}#",
            "other_result",
        ),
        Rule(
            "pending-of",
            r"(?:尚有|还有)?#[^#@，。；]{0,14}诉讼[^#@，。；]{0,4}(?:未审结|未办结|正在|尚未)|(?:尚未审结|未审结|正在审理|未办结)的[^#@，。；]{0,14}诉讼[^#@，。；]{0,6}#",
            "pending",
        ),
        Rule("caused", rf"{L}[^#]*(?:因|由|涉及)[^#@，。；]{{0,4}}信息公开[^#@，。；]{{0,6}}#", "received"),
        Rule("road", r"(?:未经复议直接|复议后)(?:提起)?(?:起诉|诉讼)?(?:的)?#", "received"),
        Rule(
            "label",
            r"(?<!复议(?:和|、|及|或|与|以及)(?:提起)?(?:行政)?)(?:行政)?(?:诉讼|应诉|被诉(?!讼)|(?<!审查)(?<!提)(?<!移送)起诉)(?:案件?|案|事项)?[^#@，。；、议]{0,16}#",
            "received",
        ),
        Rule(
            "aspect",
            r"(?:行政)?(?:诉讼|应诉)(?:案件)?(?:方面|情况|工作)?[，：](?:共|全年|本年度?|年内|当年)*(?:发生|收到|受理|办理|接到|新收|新增)?(?:了)?(?:案件)?#",
            "received",
            units="件 起 宗",
        ),
        Rule(
            "received-of",
            r"(?:收到|发生|受理|接到|办理|被|提起|引发|产生|涉及)[^#@，。；]{0,16}#[^#@，。；议]{0,16}诉讼",
            "received",
        ),
        Rule("of", r"#(?:政府信息公开)?(?:类|相关)?的?行政诉讼", "received"),
    ),
    absences=(
        Absence("received", r"(?:行政|提起)?诉讼(?!(?:相关|有关)?的?费用)|(?:被)?起诉|(?:打|吃|惹)?官司", "received"),
    ),
)
