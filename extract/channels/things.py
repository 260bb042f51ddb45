"""Things handed out and put up (leaflets, banners, a stand on the square): which of those that a report tells of were channels."""

from __future__ import annotations

from extract.channels.doubt import CONTENT, Place, any_of, verbs
from extract.lexicon import rx

# Printed things that clerks write about for other reasons too: they count where so many of them were handed out.
PRINTED = (
    r"口袋书|掌中宝|读本|[图画]册|连环画|挂[图历]|台历|年画|手绘|地图|漫画|口诀|知识[卡手读问]|^手册|^[资材]料$|提示[卡单]|政策[卡包清汇手指读问]"
    r"|服务[卡指]|便利贴|书签|[物保]袋|围裙|扑克|宣传[扇袋杯笔]|公开信|倡议书|汇编|单行本"
)


def outdoors(p: Place) -> str:
    """Slogans and banners count where some were put up, a day on the square where it made something known."""
    if p.kind != "other":
        return ""
    if p.head.endswith(("标语", "横幅", "条幅", "广告牌")):
        put = rx(r"悬挂|张贴|制作|拉|挂出|通过|利用|[书刷]写|喷绘|设置|粉刷|打出|喷涂|更换|形式|方式|渠道")
        many = rx(r"[^，。；、\d]{0,4}\d+").match(p.right)
        return "" if many or put.search(p.clause) else "not used"
    if p.head.endswith(("日", "日活动")):
        shown = rx(r"途径|渠道|形式|载体|通过|利用|借助|以[^，。；]{0,10}$|[一二三四五]为[^，。；]{0,10}$").search(
            p.left[-24:]
        )
        return "" if shown and verbs("publish").search(p.near + p.words) else "an event"
    if p.head.endswith(("咨询台", "咨询点", "宣传点", "宣传台", "摊位", "摊点", "站点")):
        told = rx(r"发放|散发|宣传|公开|解答|讲解").search(p.near) and rx(r"设|摆|搭").search(p.left[-16:])
        return "" if told else "not published through"
    if any_of(("快板", "山歌", "顺口溜", "三句半", "小品", "情景剧"), p.head):
        return "" if rx(r"宣传|公开|宣讲|解读|讲解|形式").search(p.near) else "not published through"
    if p.head.endswith(("平台", "系统")) and rx(r"[管督]理?(?:平台|系统)$").search(p.head):
        return (
            ""
            if rx(r"(?:通过|利用|依托|在|借助|运用)[^，。；]{0,16}$").search(p.left[-20:])
            else "not published through"
        )
    if "远程教育" in p.head:
        told = rx(r"播|公开|公示|发布|宣传|公布|渠道|形式|载体").search(p.near)
        return "" if told else "not published through"
    return ""


def leaflet(p: Place) -> str:
    """Printed things count where they were handed out or put up."""
    if p.kind != "leaflet":
        return ""
    if rx(r"(?:工作|操作|业务|内部|培训|员工)(?:手册)?$").search(p.left[-4:]):
        return "for the staff"
    if rx(r"告知[单书卡]$").search(p.head) and (
        rx(r"送达|答复|[作做]出|出具|不予|补正|申请|处罚|听证|执法|复议").search(p.near)
        or not verbs("hand_out").search(p.clause)
    ):
        return CONTENT  # an answer to somebody
    if rx(PRINTED).search(p.head):
        if p.head.endswith("汇编") and rx(r"查阅|阅览|借阅|图书|档案").search(p.clause):
            return CONTENT  # to be read there
        many = rx(
            rf"[》”]?[^，。；、\d]{{0,6}}?{MANY}[份册本张套个件封]|，[^，。；、\d]{{0,4}}?[送发印派赠领取][^，。；、\d]{{0,3}}?{MANY}[份册本张套封]"
        ).match(p.right)
        if p.head in ("资料", "材料"):
            told = rx(r"发放|散发|派发|分发|印制|(?<![下印转收])发(?:各类|宣传|了)*(?:资料|材料)").search(p.clause)
        else:
            told = rx(GIVEN).search(p.near) or rx(r"公开信|倡议书").search(p.head)
        return "" if many and told else CONTENT
    if rx(
        r"办事(?:手册|指南)|服务手册|联系卡|折页|材料|资料|海报|告知[单书卡]|公示[单卡册]|公开[手册卡单]|一本[通清]|[心示务督民群]卡|流程|办事"
    ).search(p.head) and not (
        verbs("hand_out").search(p.clause)
        or (not p.head.endswith("指南") and rx(r"[”》]?[^，。；、\d]{0,4}\d+余?[份册张]").match(p.right))
    ):
        return "not handed out"
    return ""


MANY = r"[\d一二两三四五六七八九十百千几近数][\d.,一二三四五六七八九十百千万余多几]*"
GIVEN = r"[发送寄赠投递派]|张贴|印制|编印|摆放|制作|领取"
