"""Borders between the kinds: what is no work on disclosure although its words say so, and numbers that only say who acted."""

from __future__ import annotations

from extract.facts.base import Verdict
from extract.facts.frames import Frame
from extract.facts.registry import Clue, concluded
from extract.lexicon import rx

BODY_UNITS = frozenset({"个", "家", "所", "户"})
BODIES = rx(
    r"[^，。；、@]{0,6}?(?:村|社区|嘎查|单位|部门|乡镇|街道|科室|处室|中小学|学校|医院|卫生院|园区|县|(?<!专)区|市(?!民)|镇|乡|委办局|股室|站所|企业|分局|支队|派出所|司法所|直属|行政村|林场|农场)"
)  # who did it, not what was done
BODIES_OF = rx(
    r"(?:^|[，。；：、（@])(?:对|由|在|和|及|为|使|综合|组织|指导|督促|要求|会同|涵盖|辖区|下属|直属|所属|各|本|我|全|[省市州县区镇乡旗局厅委]|系统|街道|机关|单位|现|共|有|其中|今年|年内|已|约)*$|(?:全|各)[省市州县区镇乡旗局系]?统?$|(?:街道|镇|乡|县|区|市)(?:现|共)?(?:有|辖)$"
)


REMEDY_SECTION = rx(r"复议|诉讼|申诉")  # under such a heading complaints are about disclosure


BY_NATURE = Clue(
    r"(?:产生|形成|制作|获取|界定|划[为分]|梳理|清理)[^。；@]{0,14}(?:信息|文件|公文|主动公开)[^。；]*(?:依申请公开|不予公开|免予公开|不公开)(?:的|属性|类)*$|(?:界定|划|认定|列)为主动公开(?:的|类)?$"
)  # what a stock of information was sorted into: 形成信息80条，其中依申请公开9条


def only_actors(frame: Frame, verdict: Verdict) -> bool:
    """Does the number only say how many bodies did something (全县61个单位开展…)?"""
    return (
        frame.quantity.unit in BODY_UNITS
        and verdict.kind.name not in ("facility", "inspection")
        and BODIES.match(frame.right) is not None
        and BODIES_OF.search(frame.left) is not None
    )


ACT = Clue(
    r"采纳|退回|退稿|脱敏|打码|拦[下截]|移送(?![^，。；@]{0,6}(?:图书|档案|查阅))|隐去|删[除改]|撤下|下架|屏蔽|(?<!审)核发(?!布)|颁发|清理(?!结果)|移交[^，。；@]{0,4}(?:纪委|司法|公安|检察|线索|案件)|发放[^，。；@]{0,6}(?:证|贷|补贴|补偿)|[卡证贷款](?:累计)?发放|(?:房屋|土地|不动产|产权|注册)登记|销毁|打分"
)
PUBLISHED = rx(r"公开|发布|公布|公示|推送|刊[登发载]|登载|上网|挂网|张贴|转[发载]|报道|播")


def offhand(frame: Frame, verdict: Verdict) -> bool:
    """Is it a word among the problems told (各管一段, 上传一次) that no rule of its own knows?"""
    q = frame.quantity
    few = not q.arabic and q.value <= 3 and frame.sentence.section == "problems"
    return few and verdict.kind.name in ("disclosure", "other")


def _not_published(frame: Frame) -> bool:
    """Does the clause tell last of an act that makes nothing public (发布前脱敏处理39条, 移送公安2起)?"""
    if not ACT.search(frame.left, frame.rules):
        return False
    cut = max(frame.left.rfind(mark) for mark in "，。；：@")
    acts = list(rx(ACT.pattern).finditer(frame.left, cut + 1))
    return bool(acts) and PUBLISHED.search(frame.left, acts[-1].end()) is None


def about_disclosure(frame: Frame, verdict: Verdict) -> Verdict:
    """Reviews and lawsuits that the text says are not about disclosure, and case work of the organ's own trade, are ``other``."""
    name = verdict.kind.name
    if (
        name in ("review", "litigation")
        and verdict.rule.stage == "received"
        and frame.quantity.value > 0
        and "公开" not in rx("[，。；@]").split(frame.left)[-1]
        and rx(
            r"[^。；@]{0,20}与[^，。；@]{0,6}公开[^，。；@]{0,4}无关|[^。；@]{0,8}(?:均|都)?不(?:涉及|属于)[^，。；@]{0,6}公开|[，（](?:其中)?(?:涉及|因|由)?[^，。；@]{0,4}(?:政府)?信息公开[^，。；@]{0,8}[@0]"
        ).match(frame.right)
    ):
        return concluded("other", "not-about-disclosure", None, 0.9)
    if name in ("application", "disclosure") and BY_NATURE.search(frame.left, frame.rules):
        return concluded("other", "by-nature", None, 0.85)
    if name in ("review", "litigation", "complaint") and rx(
        r"(?:没有|无)(?:1|一)?[^，。；]{0,2}(?:因|涉及|由)[^，。；]{0,4}(?:政府)?信息公开|(?:均|都)(?:与|非|不是)[^，。；]{0,8}信息公开|非(?:政府)?信息公开类"
    ).search(frame.right):
        return concluded("other", "not-about-disclosure", None, 0.9)
    if name in ("review", "litigation") and (
        rx(
            r"非(?:政府)?信息公开|(?:拆迁|征地|征收|工伤|劳动争议|治安|土地)(?![^，。；@]{0,6}(?:信息|答复|公开))|(?<!以我[局厅委办镇乡县市区院])(?<!以本机关)(?<!以本单位)(?<!以本[局厅委办镇乡县市区])(?<!以[省市县区州]政府)为被申请人的|被申请人为下级|不服[^，。；@公]{0,12}(?:处罚|罚款|裁决|认定)[^；。公]*$|(?:处罚|执法|裁决|争议|催缴)[^，。；@公]{0,8}(?:引发|引起|提起|被诉)[^；。公]*$|(?:审理|审结|受理)(?:各类|治安)"
        ).search(frame.left[-30:])
        or (
            rx(r"(?<![在待未])审[理结]").search(frame.left[-24:])
            and "未审结" not in frame.left[-24:]
            and "公开" not in frame.left[-24:]
        )
    ):
        return concluded("other", "case-work", None, 0.8)
    if (
        name == "application"
        and frame.section != "applications"
        and rx(
            r"(?:道路|挖掘|施工|营业|执照|低保|救助|补贴|许可|审批|贷款|住房|公租房|产权|登记|执业|专利|项目|业务|残疾|人才|学位|入学|社保|医保|证照)[^，。；公开]{0,8}申请[^，。；公开]{0,8}$"
        ).search(frame.left)
    ):
        return concluded("other", "case-work", None, 0.8)
    if name == "disclosure" and _not_published(frame):
        return concluded("other", "not-published", None, 0.85)
    if name == "training" and rx(r"种植|养殖|实用技术|就业|职业技能|创业|消防|安全生产|电商|农民|果蔬|驾驶").search(
        rx("[；。，]").split(frame.left)[-1][-24:]
    ):
        return concluded("other", "trade", None, 0.8)
    if (
        name == "inspection"
        and verdict.rule.name == "label"
        and (
            rx(r"执法|安全生产|食品|环保|消防|市场|卫生|防火|企业").search(frame.left[-20:])
            or frame.quantity.unit in ("家", "家次", "户次", "处次")
        )
        and not rx(r"公开|网站|网页|信息|媒体|账号|栏目|平台|部门|机关|乡镇|镇街").search(frame.left[-20:])
    ):
        return concluded("other", "trade", None, 0.8)
    if (
        name == "complaint"
        and frame.quantity.value > 0
        and "公开" not in frame.left + frame.right
        and not REMEDY_SECTION.search(frame.sentence.heading)
        and verdict.rule.name == "label"
    ):
        return concluded("other", "case-work", None, 0.8)
    if name == "complaint" and rx(r"消费|12315|环境|环保|价格|欠薪|劳动|食品|市场监管|信访|违法|案件线索|物业").search(
        frame.left[-30:]
    ):
        return concluded("other", "case-work", None, 0.8)
    return verdict
