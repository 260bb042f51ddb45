"""Any other quantity about the work."""

from extract.facts.base import Kind, Rule

KIND = Kind(
    "other",
    "any other quantity about the work",
    "其他",
    rank=90,
    trigger="",
    rules=(
        Rule("not-about-disclosure", r"(?:没有因|均?与|均?非因|均?不涉及)(?:政府)?信息公开", confidence=0.9),
        Rule("any", r"#", confidence=0.6),
    ),
    categories=False,
)
