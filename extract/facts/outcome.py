"""What became of an application where the words behind the number say it: 其中2件要求…，因…未予公开."""

from __future__ import annotations

from functools import cache
from re import Pattern

from extract.facts.frames import Frame
from extract.lexicon import rx

UNITS = frozenset({"件", "条", "份", "宗", "起", "项", "个", "例", "人", "人次", "次", "封"})
OPENS = rx(
    r"(?:^|[，；、：。（）”]|(?<![没只仅])有|其中的?|其余的?|其[他它]|余下的?|剩余的?|剩下的?|另外?|还有|尚有|除)$"
)
CLAUSE = rx(r"[，；、（：）]")
OUTCOMES = (  # in this order: 不予公开 before 公开
    ("carried_in", r"^(?:系|为|是|由)?(?:上年度?|上一年度?|20\d\d年度?|去年|往年)(?:结转|遗留|转来|转入|延续|收到)"),
    (
        "refused",
        r"(?<!申请人)(?:不|未|没有?|不能|未能)(?:予以?|得|宜|便|作|获|被|同意|准予?)?(?:公开|提供)(?!申请|范围)|(?:未|不|没有)(?:同意|予以?|准予)公开|拒绝公开|免予公开|决定不公开|暂不公开|暂缓公开|不适用|不作公开|不予以公开",
    ),
    ("partly_granted", r"部分(?:予以)?(?:公开|提供|内容)|区分处理"),
    (
        "unavailable",
        r"不存在|(?:不|未)(?:掌握|保存|持有)|没有(?:制作|保存|形成|获取|这[项类]|该|相关|此)|(?:尚未|还没有?|还未|并未|未曾?)(?:形成|制作|汇总|获取|编制)|尚在(?:汇总|编制|起草)|未制作|无法(?:提供|查找|确定)|检索不到|查找不到|不属(?:于)?(?:本|我)|不(?:归|由)(?:本|我)|非(?:本|我)(?:行政)?(?:机关|单位|部门|级|局|厅|委|办|镇|乡|县|市|区|街道)|(?:非|不属于|不是)政府信息"
        r"|(?:转由|转交|移交|转送|转至(?!下|次|明|20|二)|引导(?:其|申请人)?(?:到|向|去)|告知(?:其|申请人)?(?:可?(?:到|向|去))|建议(?:其|申请人)?(?:到|向|去)|请其(?:到|向|去))[^，。；@]{1,20}(?:申请|咨询|办理|答复|处理|查询|了解|获取|提出)|内容不明确|指向不明",
    ),
    (
        "not_processed",
        r"[不未]予?(?:处理|受理)|不再(?:处理|重复|答复)|重复(?:提出|申请|提交)|(?:撤回|撤销|放弃|取消)(?:了)?(?:申请)?|逾期[不未]|[不未](?:作)?补正|视为放弃|信访|(?:投诉|举报)类|按咨询",
    ),
    (
        "carried_out",
        r"结转|跨年|顺延|延至|留待|没到期|转(?:至|到|入)?(?:下一?年|次年|明年|来年|20\d\d|下年)|跨年度?(?:办理|答复)|(?:尚|仍|还|正)在(?:办理|审查|处理|答复|审核|研究|期限|法定|征求|补正|进行)|未到(?:答复)?期|延期(?!答复|办结)|待(?:答复|办)|在办|尚?未(?:办结|答复|到期|办理完)",
    ),
    (
        "granted",
        r"(?:同意|予以|给予|准予|均予?|全部|全都|依法|当场|可以|可|已|都|及时|主动|作了?|按要求|进行了?)(?:全部|向其|对外|向申请人)?(?:公开|提供)|^(?:的)?(?:公开|提供)(?:了)?(?=$|[，。；、）])|同意(?:了)?(?=$|[，。；、）])|提供了",
    ),
    (
        "answered",
        r"(?:已|均|都|全部|作了?|作出了?|及时|按[时期]|当场|依法|书面|年内|[期时]限[之以]?内)[^，。；@]{0,8}(?:答复|办结|回复|说明|解释|处理完?|办理)",
    ),
)
ASKED = rx(
    r"^(?!因|由于)(?:系|是|为|属)?[^，。；@]{0,10}?(?:要求|申请|请求|希望|提出|查询|咨询|询问|问|涉及|关于)(?:主动)?(?:公开|获取|查询|提供|了解|复制)?[^，。；@]{0,30}?(?:，|；|。|$)"
)
WHY = rx(
    r"(?:因|由于|因为|鉴于)?(?P<what>(?:涉及|属于?|事关|所涉)?[^，。；@因属]{2,16}?)(?:的)?[，]?(?:故|而|遂|依法|依规|决定|经[^，。；@]{2,10}[，]?|征求[^，。；@]{0,10}[，]?)*(?:不|未|没|暂|无法|告知)"
)


@cache
def _compiled() -> tuple[tuple[str, Pattern[str]], ...]:
    return tuple((stage, rx(pattern)) for stage, pattern in OUTCOMES)


def behind(frame: Frame) -> str:
    """The words behind the number that speak of it: up to the next number, without the clause that leads to that one."""
    words = rx(r"[^@。；]*").match(frame.right)
    told = words[0] if words else ""
    if frame.right[len(told) : len(told) + 1] == "@":
        cuts = [m.start() for m in CLAUSE.finditer(told)]
        told = told[: cuts[-1]] if cuts else ""
    return told


def stage(frame: Frame) -> tuple[str, str | None] | None:
    """Stage and reason of an application by the words behind its number, None where they tell none or others' number."""
    if frame.quantity.unit not in UNITS or not OPENS.search(frame.left):
        return None
    told = behind(frame)
    if frame.left.count("（") > frame.left.count("）"):
        told = told.partition("）")[0]
    if not told:
        return None
    asked = ASKED.match(told)
    if asked:
        told = rx(r"，(?:均|都|全部|上述|以上)[^；]*$").sub("", told)  # said of all of them, not of this one
    for words in (told[asked.end() :], told) if asked else (told,):
        for name, pattern in _compiled():
            if pattern.search(words):
                why = None
                if name in ("refused", "unavailable", "not_processed"):
                    why = WHY.match(told) or WHY.match(words.lstrip("，"))
                reason = str(why["what"]) if why and len(why["what"]) > 3 else None
                return name, reason
    return None


def subject(frame: Frame) -> str | None:
    """What a single application asked for (一件问修路占地), None where that is not said in so many words."""
    if not OPENS.search(frame.left):
        return None
    found = rx(
        r"(?:系|是|为)?(?:询问|问|查询|咨询|涉及|关于|有关|要求公开|申请公开|要求了解|申请查询|反映)(?P<what>[^，。；、@]{2,14}?)(?:的|问题|情况|信息|事项|方面)*(?=[，。；、]|$)"
    ).match(frame.right)
    return str(found["what"]) if found else None


LEFT = rx(
    r"(?:^|[，。；、：（@—])[“”]?(?P<what>[^，。；、：（）@—“”]{1,22}?)[”]?(?:的)?(?:共计|合计|共|有|为|各|计|达)*$"
)
NOT_AN_OUTCOME = rx(
    r"收到|接到|新收|提[交出]|递交|复议|诉讼|收[取费]|发布|推送|信息公开(?!范围)|主动公开(?!范围|的?$)|公开(?:政府)?信息|(?<!其他机关)(?<!部门)(?:现场|电话|网上|接受|受理)咨询|申请(?!信息|内容|人)"
)
SENT_ON = rx(r"(?:告知|建议|请)(?:其|申请人)?可?(?:到|向)[^，。；@]{1,12}(?:申请|咨询|提[交出])$")  # 告知向房管部门申请
NAMED = (  # what a clerk writes before the number, in this order
    (
        "carried_in",
        r"^(?:含|加上?|连同)?(?:其中)?(?:(?:上|去|往|前)一?年?度?|20\d\d年度?|年初|上期)[^，。；]{0,3}(?:结转|转结|遗留|转入|转来|转接|带入|未办结|延续)(?!至|到|下|次)|^(?:结|转)上年|^(?:含|加上?|连同)[^，。；]{0,2}结转",
    ),
    (
        "carried_out",
        r"^(?:现|仍|尚|还|正|目前|年末|年底)*在办|^(?:现|仍|尚|还|正)+在|待办|未到期|^跨年度?|^顺延|^延至|^下一?年度?(?:继续)?|(?:结转|转)(?:至|到|入)?(?:下|次|明|来)",
    ),
    ("partly_granted", r"部分(?:予以|同意|准予)?(?:公开|提供|满足)|^部分(?:同意|满足)|区分处理"),
    (
        "unavailable",
        r"不存在|(?:不|未)(?:掌握|保存|持有|制作|获取)|无法(?:提供|查找|确定)|检索不到|查找不到|不属(?:于)?(?:本|我|政府)|不(?:归|由)(?:本|我)|^(?:属)?非(?:本|我|政府)|职责范围|(?:转由|转交?|移交|转送|引导|指引)(?:其|申请人)?(?:到|向|至|给)?[^，。；@]{0,8}(?:机关|部门|单位|窗口)|(?:告知|建议|请)(?:其|申请人)?(?:可)?(?:到|向)[^，。；@]{1,12}(?:申请|咨询|查询|了解|获取|提出)|(?:内容|指向)?不明[确晰]?|现有信息|需要?(?:另行|重新)?(?:加工|汇总|制作)",
    ),
    (
        "not_processed",
        r"[不未]予?(?:处理|受理)|不再(?:处理|重复|答复)|重复(?:提出|申请|提交)|(?:撤回|撤销|放弃|取消|终止)(?:申请|办理|$)|逾期|补正|更改补充|更正补充|视为放弃|信访|(?:投诉|举报)|频繁|非正常|公开出版物|重新出具|历史遗留",
    ),
    (
        "refused",
        r"(?:不|未)(?:予以?|宜|便|作|获|同意|准予?)?(?:公开|提供)(?!范围)|免予公开|^(?:属于?|涉及?|因|系|事关)*(?:国家秘密|涉密|密|商业秘密|商密|个人隐私|隐私|第三方|内部(?:事务|管理|信息)|过程性|行政执法|执法案卷|行政查询|三安全一稳定|危及)",
    ),
    (
        "granted",
        r"^(?:主动|依法|准予|同意|予以|给予|全部|可以?|按规定)*(?:公开|提供)(?:类|的)?(?:答复)?$|(?:已|属于?)(?:经)?主动公开|主动公开(?:范围|$)|告知(?:[^，。；@]{0,8})?(?:获取|查询|查阅)?(?:途径|方式|渠道|网址)|^同意$",
    ),
    ("answered", r"^(?:其余|其他|其它)(?:情形|情况|结果|答复|处理|办理)"),
)


@cache
def _named() -> tuple[tuple[str, Pattern[str]], ...]:
    return tuple((stage, rx(pattern)) for stage, pattern in NAMED)


def named(frame: Frame) -> tuple[str, str | None] | None:
    """Stage and reason of an application by the words before its number (信息不存在6件), None where they name no outcome."""
    if frame.quantity.unit not in UNITS:
        return None
    left = LEFT.search(frame.left)
    if left is None:
        return None
    what = rx(r"^(?:[^，。；]{0,8}(?:中|里)(?=[^，。；]{2})(?!央|心|国|止))").sub("", str(left["what"]))
    if SENT_ON.search(what):
        return "unavailable", None
    if NOT_AN_OUTCOME.search(what):
        return None
    what = rx(r"^(?:其中|另有|另|还有|包括|和|及|以及|分别|有|按|对)+").sub("", what)
    for stage, pattern in _named():
        if pattern.search(what):
            return stage, _reason(stage, what) or _beside(stage, frame)
    return None


def _beside(stage: str, frame: Frame) -> str | None:
    """Why it was not granted, in a bracket behind the number or as the first of two words before it."""
    if stage not in ("refused", "unavailable", "not_processed"):
        return None
    behind_it = rx(r"（(?:均|都|全)?(?:为|因|系|属于?|涉及)?(?P<what>[^，。；：、@（）]{2,16})）").match(frame.right)
    if behind_it:
        return str(behind_it["what"])
    first = rx(r"(?:^|[，。；：（@])(?P<what>[^，。；：、（@]{3,14})、无法提供(?:的)?$").search(frame.left)
    return str(first["what"]) if first else None


def _reason(stage: str, what: str) -> str | None:
    """Why it was not granted, in the words that name the outcome."""
    what = what.removeprefix("告知").removeprefix("答复")
    if stage == "unavailable":
        return None if what == "无法提供" or what.startswith("因") else what
    if stage == "answered":
        return what
    if stage == "not_processed":
        what = rx(r"(?:而|的)?(?:不再|不予)(?:处理|受理|重复答复|答复)$").sub("", what)
        return what if rx(r"重复|补充|更正|投诉|举报|信访|(?:逾期[未不](?:作)?补正)$").search(what) else None
    if stage != "refused":
        return None
    reason = rx(r"(?:的|而|故|予以)*(?:不|未)(?:予以?|宜|便|作|获|同意|准予?)*(?:公开|提供)$").sub("", what)
    return reason if len(reason) > 1 else None


COURT_UNITS = frozenset({"件", "起", "宗", "例", "个", "次", None})
COURT = (
    ("upheld", r"维持|驳回|胜诉|支持(?:我|本|被告|行政机关)"),
    ("corrected", r"责令|撤销(?!申请)|纠正|纠错|败诉|确认违法|限期|重新(?:答复|作出|处理)|变更"),
    ("other_result", r"撤回|撤诉|终止|不予(?:受理|立案)|调解|和解|中止|其他"),
    (
        "pending",
        r"(?:尚|还|仍)?未(?:审结|判|结|办结|开庭|审理|作出|裁决)|(?:正|尚|仍|还)在|在审|在办|审理中|待[判审]|办理中",
    ),
)


@cache
def _court() -> tuple[tuple[str, Pattern[str], Pattern[str]], ...]:
    return tuple(
        (
            stage,
            rx(rf"(?:一审|二审|终审|被|均|已|由|经|获|[^，。；、：（@]{{0,8}})(?:{words})[^，。；、：（@]{{0,8}}$"),
            rx(rf"[^，。；、@]{{0,12}}?(?:{words})"),
        )
        for stage, words in COURT
    )


def court(frame: Frame) -> str | None:
    """What became of a review or lawsuit by the words around its number (2件维持，未判3件), None where they tell none."""
    if frame.quantity.unit not in COURT_UNITS:
        return None
    cut = max(frame.left.rfind(mark) for mark in "，。；、：（@—")
    own = frame.left[cut + 1 :]
    if own and not OPENS.search(frame.left):
        if rx(r"复议|诉讼|起诉|应诉").search(own):
            return None
        return next((stage for stage, before, _ in _court() if before.search(own)), None)
    told = behind(frame)
    return next((stage for stage, _, after in _court() if after.match(told)), None)
