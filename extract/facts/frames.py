"""Frames: a sentence seen from one of its quantities, and which numbers are no quantities of the work at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from re import Pattern

from extract.facts.registry import possible
from extract.lexicon import rx
from extract.model import Sentence
from extract.numbers import Quantity

DATES = frozenset(
    {
        "年",
        "月",
        "日",
        "号",
        "秒",
        "届",
        "章",
        "款",
        "岁",
        "周",
        "季度",
        "个月",
        "点",
        "级",
        "公里",
        "平方米",
        "平方公里",
        "字",
    }
)
SPANS = frozenset(
    {"小时", "分钟", "天", "工作日", "个工作日"}
)  # counted only where something was on air, or took so long
CASES = frozenset({"件", "份", "宗", "起", "名", "位", "例", "次"})
ONE_OF = frozenset("件份宗起名位例条篇项期张部")
NOT_ONE = rx(r"(?:也|都|均)(?:没|未|无|不)")  # 一件也没有
NO_SINGLE = rx(r"(?:未|没有|没|无)(?:曾)?(?:发生|收到|接到|出现|受理|产生|引发|有)?(?:过|任何)?$")
IDIOMS = rx(
    r"一(?:个|项|批|种|类|家|名|道|套|系列|部|面|块|次性|件事|条龙|站|张网|张图|部分|位|段|组|户|场|处|支|把|章|级|所|份|些|周|点|轮|间|号|座|册|本|台|遍|年|天|篇)"
)
COUNTED_ONE = rx(
    r"(?:举办|召开|组织|开展|举行|参加|设立|靠|仅有|只有|抽调|聘用|聘请|招聘|增配|派出|选派|挑选|建立|开通|设有|设置|配备|确定|安排|制定|出台|收到|接到|受理|办理|答复|发布|公开|发放|编印|增设|新增|建成|共|有|培训|修订|印发|发生|推出|拍摄|承办|明确|落实|指定|配有)(?:了|过)?(?P<gap>[^，。；是的上]{0,8})$"
)
ONE_PERSON = rx(
    r"[^，。；、]{0,8}?(?:干部|人员|副?[乡镇县局处科主站所股室组]长|主任|书记|同志|干事|领导|员|负责人|村官|秘书)[^，。；]{0,6}(?:牵头|抓|负责|分管|具体|兼|代?管|承办|经办|专职|挂帅|打理|操持|主持)"
)  # 一名副镇长牵头
ONE_THING = rx(
    r"(?:[^，。；、]{0,4}(?:公开|公示|公告|宣传|政务|村务|信息|文化)(?:栏|墙|牌|橱窗)|黑板报?|橱窗|(?:大|小)?喇叭|广播|电子屏|显示屏|LED[^，。；、]{0,3}屏|触摸屏|查询机|一体机|意见箱|信箱|公众号|微信群|网站|查阅[点室]|阅览室)"
)  # 一块黑板报、一部广播
ABSTRACT = rx(
    r"[“‘]|(?:大|件|项)?(?:大事|要事|实事|重点|短板|弱项|难点|堵点|痛点|难题|牌子|抓手|关口|关键|主题|主线|载体|支柱|体系|目标|要求|节点|时段|工作(?=一并|同|一起)|梯次|领域|维度|链条|法宝|渠道|途径)|(?:公开|宣传|传播|固定|主要)?(?:阵地|载体|渠道|途径|平台|形式|方式)|线(?![上下索])|家?并[一两]?家|(?:数据|内容|情况|问题)(?:详见|见)"
)  # what a few (三块牌子) are not counted of
VAGUE = frozenset("项个种类部家道套面块处支起")  # 一项, 一个 mean a/an, unless the verb that counts stands right before
PLACE = rx(r"[一-龥]{0,2}(?:镇|乡|县(?!级|直)|街道|村(?!民|级|务)|市(?!级|民|直))")


@dataclass(slots=True)
class Frame:
    """A quantity in its sentence; ``window`` is the sentence with the quantity as ``#`` and every other as ``@``.

    Nothing changes one; it is not ``frozen`` because that takes twice as long to make, and one is made for each number.
    """

    quantity: Quantity
    sentence: Sentence
    window: str
    left: str
    right: str
    rules: int  # those that the sentence has a word of, as bits
    section: str  # the section that the rules are asked for: the sentence's own, or that of its paragraph's topic


@cache
def _not_counted_before() -> Pattern[str]:
    """What stands before a number (``#``), or around it, where it is no quantity of the work."""
    return rx(
        r"(?=[A-Za-z\[“《【〔三下不两严二人令任会位做全共农分前务包半原名四围坚实届常幅应延户所把指排权村每由电目突第管约聚至要距辖逐邮附限面须需])"  # any of the first
        r"(?:[〔\[【]#|[第前]#|令第?#|前#(?:名|位|强)|(?:名列|排名(?!末|靠后|垫底)|位列|位居|排在)[^，。@#]{0,8}#"
        r"|(?:下辖|管辖|(?<![管下])辖(?!区)|常住|户籍)[^。；#]{0,26}#|(?:人口|面积|(?<!零)距(?!离)|幅员|村民小组)[^，。；#]{0,6}#|(?<!惠及)(?<!服务)农户[^，。；#发到]{0,4}#|共有(?:行政|自然)村[^，。；]{0,4}#"
        r"|每(?!日(?:头条|[一-龥]{2}(?:[、，”》（]|等)))(?:年|月|季度|周|天|日|半年|个?季|期|旬|人|村|单位|个?部门|个|两|逢|隔)?[^，。；#@]{0,10}#"
        r"|要求每[^。；#]{0,16}#|(?:不得少于|原则上|应(?:当|在|于|不|配|设)|限(?:定)?(?:在|于)|限时|务必|要达到?|须|需经|目标为?|指标(?!分配)为?|任务数?为?|不超过|延长|权重|分值)[^，。；#@]{0,10}#(?!.{0,8}已)"
        r"|“[^”#@]{0,12}#[^”“]{0,12}”|《[^》#]{0,60}#[^》]{0,60}》|(?:[A-OQ-Za-z]|(?<!AP)P)#"
        r"|(?:分为|由|包括|包含|共有?|全文|共分)[^，。；#@]{0,50}#(?:个|大)?部分|(?:附|所附|附件|附表)[^，。；#@]{0,10}#|约#字"
        r"|(?:做到|实现|围绕|突出|把好|把牢|严把|聚焦|坚持)[^，。；#@0-9]{0,2}#(?=[^，。；]{2,4}(?:[，。；、”]|$))"
        r"|(?:邮编|邮政编码)[^，。；、#@]{0,4}#|电话(?:号码)?[为是：]#|[届会][^，。；]{0,3}#(?:次)?(?:全体)?会议|届#次)"
    )


@cache
def _not_counted_behind() -> Pattern[str]:
    """What stands behind a number that is no quantity of the work."""
    return rx(
        r"(?:家|个)?(?:单位|部门|乡镇|镇|县区|区县|街道)?(?:的)?(?:中|里)?[^，。@#]{0,12}(?:排名|位列|名列|列第|位居)"
        r"|大类|大类别|个大类|季度|类别|全会|次全会|次会议|届"
        r"|工作日|自然日|日内|天内|日前|小时内|小时不打烊|分钟内|(?:内|之内)(?:[^一-龥]|答复|回复|办结|发布|公开|完成|予以|办理|举行|作出)"
        r"|[^，。；#@]{0,6}人口|(?:行政|自然)村(?!.{0,8}(?:设|公开栏|建))|一次|一更新|一检查|一通报|一公开|一报|一研判|1次|更新一次"
        r"|(?:均|都|皆|全)(?:为|是|没|未)?(?:零|无|没有|有|发生)"
        r"|号令|号文|号文件|号公告|号建议|性|体化|站式|条龙|把手|张网|件事|号楼|楼|室|层|单元|路|街|巷|版本|版(?!面)|元以[上下]的|升级|对接"
    )


SLOGAN = rx(
    r"方面|部分(?!公开|予以)|环节|阶段|方向|层面|步骤|统一|坚持|必须|结合|突出|转变|关键|确保|维度|原则|要素|层次|强化|严格|一律|同步|到位|满意|务必|相结合|自信|意识|维护|大局"
)  # what comes in a few: 四个自信, 三同步
FEW = 13
OFTEN = rx(r"(?:[两二三四半]个?(?:月|周|天|年|季度)[^，。；@]{0,6}|逐[^，。；@]{0,10})$")  # 两月一次
AT_LEAST = rx(r"(?:至少|不少于|不低于)[^，。；@]{0,10}$")
REQUIRED = rx(r"每|要求|应|须|原则|任务|目标|力争|确保|规定|标准")
MANY = 100  # 不少于600条次 tells what was done; a rule asks for less


LISTS_POINTS = rx(
    r"(?:问题|不足|短板|困难|差距|原因|做法|途径|特点|方面)(?:主要|大致|还|仍|集中)*(?:有|是|为)?(?:以下|如下|这)?$"
)
COPIES = frozenset({"份", "册", "本", "张"})
EACH_ISSUE = rx(r"每期[^，。；#@]{0,14}$")


@cache
def _planned() -> Pattern[str]:
    will = r"计划(?=于|在|开展|举办|新增|新建|组织|培训|建|完成|公开|发布|对|将|再|每|用|安排|召开)|拟(?=于|在|安排|出台|新|举办|开展|制定|组织|建|召开|培训|公开|发布|投入)|将(?![^，。；]{0,24}(?:纳入|列入|列为|作为|融入|落实到|与[^，。；]{1,20}(?:结合|挂钩|融合|衔接)))(?=于|在|会|要|再|新|增|进一步|继续|陆续|逐步|全面|重点|开展|举办|召开|组织|建|设|完善|推|加|投入|实施|安排|制定|出台|编|培训|公开|发布|完成|达到|对[^，。；]{1,16}(?:开展|进行|实施|组织|培训|检查|督查))"
    return rx(
        rf"(?:{will})[^#。；]{{0,40}}#|(?:力争|争取|预计|打算|准备(?!金)|确保)[^#@。；]{{0,30}}#|(?<![转延][至到入])(?<!结转)(?:下一?步|明年|来年|下一年度|今后|新的一年)[^#。；]{{0,60}}#"
    )


LEFT, RIGHT = 100, 50  # characters of a sentence that a frame holds


def masked(clean: str, sentence: Sentence, found: list[Quantity], section: str = "") -> list[Frame]:
    """A frame for each countable quantity of the sentence; ``section`` where its topic is not that of its section."""
    start, end, own, _, _ = sentence
    counted: list[Quantity] = []
    for q in found:
        if _countable(clean, sentence, q) or (counted and _one_of(clean, counted[-1], q)):
            counted.append(q)
    if not counted:
        return []
    pieces, at = [], start
    for q in counted:
        pieces.append(clean[at : q.start])
        at = q.end
    pieces.append(clean[at:end])
    whole, at = "@".join(pieces), 0
    rules = possible(clean[start:end])
    section = section or own
    out = []
    for q, before in zip(counted, pieces, strict=False):  # the last piece is behind them all
        at += len(before)
        left, right = whole[max(0, at - LEFT) : at], whole[at + 1 : at + 1 + RIGHT]
        out.append(Frame(q, sentence, f"{left}#{right}", left, right, rules, section))
        at += 1
    return out


def _countable(clean: str, sentence: Sentence, q: Quantity) -> bool:
    """Is the number a quantity at all: no date, ordinal, name, idiom or part of a document's number?"""
    start, end, unit = q.start, q.end, q.unit
    if unit in DATES:
        return False
    left = clean[max(sentence.start, start - 30) : start]
    right = clean[end : min(sentence.end, end + 14)]
    if q.value == 1 and unit in CASES and NO_SINGLE.search(left):
        return False  # 没有发生一起…: a denial, no case
    if "《" in left and left.rfind("《") > left.rfind("》") and "》" in right:
        return False  # 《民生政策一本通》: a word of a title
    if unit == "部" and right[:1] in ("分", "门", "署"):
        return False
    if sentence.section == "preamble" and rx(
        r"(?:浏览|点击|阅读|访问)(?:次数|量|数|率)[：]?$|索引号[：]?$|字号"
    ).search(left):
        return False
    if unit in SPANS and not rx(r"(?:播|录制|时长|连续|用时|历时|平均|提前|缩短|开放|公示)[^，。；]{0,12}$").search(
        left
    ):
        return False
    if unit == "分" and (SCORED.search(left) is None or left.endswith(("满分", "满分为"))):
        return False
    if q.arabic:
        return not left.endswith("第") and (unit is not None or _bare_number(left, clean[start:end], right))
    return _in_words(left, clean[start : end + 2], right, q)


def _in_words(left: str, words: str, right: str, q: Quantity) -> bool:
    """Is a number in Chinese numerals a quantity: no idiom, and no part of a name or of a longer word?

    Parameters
    ----------
    words
        The number, and two characters behind it.
    """
    unit, value = q.unit, q.value
    if value == 1 and NOT_ONE.match(right):
        return False
    if unit and right.startswith(unit):
        return False
    if unit == "批" and value <= 1:
        return False
    if value <= 1 and unit != "%" and IDIOMS.match(words):
        counted = COUNTED_ONE.search(left)
        if ONE_PERSON.match(right) and unit in ("名", "位"):
            return True
        if left.endswith(("是", "有", "、", "：", "和", "及", "设", "靠")) and ONE_THING.match(right):
            return True
        if not counted or (unit in VAGUE and len(counted["gap"]) > 1 and right[:1] not in "，。；、）"):
            return False
    if q.end - q.start == 2 and unit not in ("个", "次", "条", "件") and PLACE.match(right):
        return False  # 八道河镇, 三台县
    return not left.endswith("第") and not (
        value == 1
        and left.endswith(("统", "唯", "之", "同", "另", "某", "进", "单", "专", "逐", "万无"))
        and not (left.endswith("另") and unit in CASES)  # 一件…，另一件…
    )


def _one_of(clean: str, last: Quantity, q: Quantity) -> bool:
    """Is 一件 one of those counted just before (废止3件，修改一件)?"""
    gap = clean[last.end : q.start]
    return (
        q.unit == last.unit
        and q.unit in ONE_OF
        and not q.arabic
        and q.value == 1 < last.value
        and len(gap) < 20
        and not rx(r"[。！？第逐每统同进单专最没]|[^，。；、：（（里中有的了外]{6}$").search(gap)
        and not rx(r"[一不也都又个批般性体律]|[^，。；]{0,3}(?:一|不)").match(clean, q.end)
    )


SCORED = rx(
    r"(?:得|考|测|评|总|成绩|分数|[打扣]了?|平均|综合|最[低高]|均)[^，。]{0,10}$|\d分(?:[、，和及]|，?[升提降]至?到?)$"
)  # 得分依次为91.2分、89.6分


def _bare_number(left: str, written: str, right: str) -> bool:
    """May a number without a unit be a quantity: behind a label, in a list, or with 万?"""
    if "万" in written or "亿" in written:
        return True
    if rx(r"(?:19|20)\d\d|12[13]\d\d|\d{7,}|0\d+").fullmatch(written) or rx(
        r"[-—–/.:：~年月日号〕\]）]?[A-Za-z0-9年月日]|、(?!\d*[^，。；、\d]{0,14}\d)|[.．](?!\d*[一-龥]{0,6}\d)|是|）[^，。；、]"
    ).match(right):
        return False
    if rx(r"11[049]|12[02]").fullmatch(written) and left.endswith(("拨打", "电话", "热线")):
        return False
    return bool(
        rx(r"(?:[：为达共计数量率有]|总计|信息|类|公开|发布|申请|复议|诉讼|收费|[一-龥])$").search(left)
    ) and not rx(r"[一-龥A-Za-z]").match(right)


DONE = rx(
    r"已(?!有|经成为)|进展|截[至止]|[至到](?:今年)?(?:年底|年末|12月)|年内|全年|今年(?!内|将|起)|一年来|一年下来|本年度?"
)
INTENDED = rx(
    r"将|拟|计划|力争|下一?步|明年|来年|今后|要(?=[加建开完强进组])|预计|争取|再(?=[开组建])|前完成|对策|20\d\d年底?前"
)


def done(frame: Frame) -> bool:
    """Does the sentence tell, among remedies and plans, of something that is done already (年内已补录信息40条)?"""
    return DONE.search(frame.left) is not None and INTENDED.search(frame.left) is None


def not_a_fact(frame: Frame) -> str | None:
    """Why the quantity states nothing about the year's work, None where it may."""
    at = len(frame.left)
    if frame.quantity.unit in COPIES and EACH_ISSUE.search(frame.left):
        return None  # 每期印300份: how many were handed out, no frequency
    around = frame.window[max(0, at - 60) : at + 40]
    q = frame.quantity
    if (
        _not_counted_before().search(around)
        or _not_counted_behind().match(frame.window[at + 1 : at + 40])
        or (q.value < FEW and SLOGAN.match(frame.right))
        or (q.value <= 3 and OFTEN.search(frame.left))
        or (AT_LEAST.search(frame.left) and (q.value < MANY or REQUIRED.search(frame.left[-30:])))
        or (q.unit is None and rx(r"(?:^|[，。；：、])#[.．]").search(frame.window[max(0, at - 1) : at + 2]))
    ):
        return "no quantity of the work (ordinal, rule, frequency, name)"
    if (
        not q.arabic
        and 1 < q.value < 13
        and (ABSTRACT.match(frame.right) or (q.unit == "类" and frame.right[:1] not in "，。；"))
    ):
        return "no quantity of the work (a figure of speech)"
    if not q.arabic and q.value < 10 and frame.right[:1] in ("：", "，", "。") and LISTS_POINTS.search(frame.left):
        return "no quantity of the work (a list of points)"
    if _planned().search(frame.left[-60:] + "#"):
        return "a plan"
    return None
