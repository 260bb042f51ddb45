"""The class of an application: how it came, who made it, what it asked for, or why it was not granted."""

from __future__ import annotations

from re import Pattern

from extract.facts import outcome
from extract.facts.base import Draft
from extract.facts.frames import Frame
from extract.lexicon import rx

WAY = rx(
    r"(?P<what>(?:当面|信函|网络|网上|(?:电子)?邮件|传真|邮寄|现场|书面|互联网|在线|平台|线上|线下|口头|信件|窗口|自然人|个人|公民|商业企业|企业|法人|其他组织|公益组织|科研机构|法律服务机构)"
    r"(?:提交|提出|递交|受理|方式|形式|申请|渠道|途径|公开)*)[^，。；、]{0,4}(?:@，占[^，。；]{0,6})?$"
)
REASON = rx(r"(?P<what>[^，。；、：（@]{4,16}?)(?:的|共|为|有|：)*$")


WHY_NOT = rx(
    r"(?P<what>(?:属于?|涉及|事关)[^，。；、：（@属涉]{3,16}?|(?:申请人)?逾期[不未](?:作)?补正|[^，。；、：（@]{0,4}重复申请)(?:的|而|故)?(?:不予|不宜|未予|未|不再|不)?(?:公开|处理|受理|提供)?(?:的)?#?$"
)


def named(pattern: Pattern[str], left: str) -> str | None:
    """What the pattern names at the end of the words."""
    found = pattern.search(left)
    return str(found["what"]) if found else None


NOT_GRANTED = frozenset({"refused", "unavailable", "not_processed"})
APPLICANT = rx(
    r"(?P<what>自然人|商业企业|企业|法人或其他组织|法人|科研机构|社会(?:公益)?组织|法律服务机构|律师事务所|其他组织)(?:的)?(?:申请|提出|提交)?$"
)
APPLIED = rx(
    r"(?:系|是|为|由)(?P<what>自然人|商业企业|企业|法人或其他组织|法人|科研机构|社会(?:公益)?组织|法律服务机构|其他组织)(?:提出|提交)?(?:的)?申请"
)  # 24件为自然人申请
ASKED_FOR = rx(
    r"(?:^|[，。；、：（@])(?:其中|分别|主要|包括|另有|和|及|有)*(?:涉及|关于|有关|申请公开|要求公开|要求|申请)?(?P<what>[^，。；、：（）@]{2,20}?)(?:方面|信息)?(?:的)?(?:共|有|为)?$"
)
BY_ORGAN = rx(
    r"(?:其中)?(?P<what>[^，。；、：（@]{0,10}(?:政府|办公室|室|县区|乡镇|镇街|局|委|办|镇|乡|街道|中心|部门|处|科|厅|类|院|站))(?:收到|受理)?$"
)


def of_application(frame: Frame, stage: str | None, rule: str, total: Draft | None) -> str | None:
    """The way an application came, who made it, what it asked for, or why it was not granted."""
    if rule == "outcome":
        told = outcome.stage(frame)
        return told[1] if told else None
    if rule == "named-outcome":
        told = outcome.named(frame)
        return told[1] if told else None
    if rule == "asked-for":
        return named(WAY, frame.left) or named(APPLICANT, frame.left) or named(ASKED_FOR, frame.left)
    if stage == "answered":
        late = rx(r"(?P<what>(?:延期|逾期)(?:答复|办结|办理))(?:了)?$").search(frame.left)
        in_time = rx(r"(?P<what>(?:按[时期]|如期)(?:答复|办结|办理))(?:了)?$").search(frame.left)
        punctual = late or (in_time if rx(r"[，、；](?:延期|逾期)(?:答复|办结|办理)@").match(frame.right) else None)
        return str(punctual["what"]) if punctual else None
    if stage == "received" and rule not in ("way", "applicant"):
        who = named(APPLICANT, frame.left) or (named(BY_ORGAN, frame.left) if total is not None else None)
        behind = APPLIED.match(frame.right)
        return who or (str(behind["what"]) if behind else outcome.subject(frame))
    if stage in NOT_GRANTED and rule not in ("refused-reason", "unavailable"):
        found = WHY_NOT.search(frame.left)
        return str(found["what"]) if found else None
    if rule in ("way", "applicant"):
        return named(WAY, frame.left)
    if rule in ("refused-reason", "unavailable"):
        reason = named(REASON, frame.left)
        if reason and rx(
            r"不属于|非(?:本|我|政府)|不明|不存在|查询|执法|秘密|隐私|稳定|内部|过程|第三方|案卷|不掌握"
        ).search(reason):
            return reason.removeprefix("其中").removeprefix("告知")
    return None
