"""The class that was counted (``Fact.category``): 机构职能类信息2条 counts 机构职能类, 各类信息 names none."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from re import Pattern

from extract.facts.asked import named, of_application
from extract.facts.base import Draft
from extract.facts.frames import Frame
from extract.lexicon import alternation, load, rx


def of(
    frame: Frame,
    kind: str,
    stage: str | None,
    rule: str,
    *,
    in_list: bool,
    total: Draft | None,
    last: Draft | None,
    mention_end: int | None,
) -> str | None:
    """The category of a fact of this kind, None where its words name no class (SCHEMA.md, Facts).

    Parameters
    ----------
    in_list, total
        Whether the fact continues a list, and the total that the list breaks down.
    last
        The fact before it in the sentence.
    mention_end
        Clean offset behind the channel's name that it went through.
    """
    if kind == "change":
        return (
            "下降"
            if rx(
                r"(?:下降|减少|降低|降幅|少|减|降|减幅|回落|净减|掉粉|缩短|下滑|压缩)(?:了|约|近|达到?|为|：|超过?|到)*$"
            ).search(frame.left)
            else "增长"
        )
    if kind == "application" and rule == "rate-of-before" and last is not None and frame.left.endswith("占"):
        return last.category  # a share of the class counted before it
    if kind == "application":
        went_on = rule == "list" and last is not None and last.kind == kind and bool(last.category)
        return of_application(frame, stage, "asked-for" if went_on and stage == "received" else rule, total)
    if stage == "rate":
        return None
    if rule == "each-issue":
        return None
    if kind == "disclosure":
        return _of_information(frame, in_list, mention_end)
    if kind == "document":
        return _of_document(frame, last.category if last and last.kind == "document" else None, total is not None)
    if kind == "interpretation":
        return named(FORM, frame.left) or (named(FORM_LISTED, frame.left) if in_list else None)
    if kind == "fee":
        return named(FEE, frame.left)
    if kind == "response" and rule in ("way", "list", "label") and in_list:
        return named(ASKED_HOW, frame.left)
    if rule == "joint":
        return named(JOINT, frame.left)
    if rule == "not-about-disclosure":
        return named(CASE, frame.left)
    told_with = total or last  # 回应关切50次；新闻发布会4次
    if (
        kind == "press"
        and told_with is not None
        and (told_with.kind == "response" or (told_with.kind == "press" and told_with.category))
    ):
        return named(PRESS, frame.left)
    return None


JOINT = rx(r"(?P<what>行政复议(?:和|、|及|或|与|以及)(?:提起)?行政诉讼)[^，。；]{0,10}$")
CASE = rx(r"(?P<what>行政(?:复议|诉讼|申诉)|举报投诉)[^，。；]{0,6}$")
FEE = rx(r"(?:^|[，。；：（@]|其中|收取?)(?P<what>(?:图纸)?(?:复印|检索|复制|邮寄)费)(?:为|：)*$")
ASKED_HOW = rx(
    r"(?P<what>(?:(?:现场|电话|网上|网络|当面|窗口|信函|来信|来电|来访|上门|微信|在线|线上|线下)[、和及]?)+(?:咨询|来访|接待|询问|受理)?)(?:共|为|：|计)*$"
)
PRESS = rx(r"(?P<what>新闻发布会|在线访谈|新闻通气会|直播|访谈|发布会)[^，。；]{0,4}$")


@cache
def _lead() -> Pattern[str]:
    return rx(
        rf"^(?:\d\.\d+|[①-⑳—●·◆]|(?:截[至止]|到|至)(?:20\d\d年|年|月|今年|目前)?(?:底|末|止|为止)?|面向(?:社会|群众|公众|全[县市区镇乡])|上述|以上|(?:主要)?(?:类别|类型)[为是有：]?|有关|相关|涉及(?!与)|(?:重点)?聚焦|由[^，。；、]{2, 16}(?:提供|制作|供稿)的|在?(?:本年度)?(?:主动)?公开的?|历年|累计|年内|其中|内有|里面|当中|包括|含|主要|具体|分别|全年|共计?|累计|以及|其余|同时|并|另外?|还|[，、：；（）和及与了的为是有类]|20\d\d年度?|本年度?|各类|各项|各种|(?:我|本|全)(?:街道|苏木|[省市州县区旗镇乡厅局委街办]|单位|机关)|{_words('class_verbs')})+"
    )


@cache
def _trail() -> Pattern[str]:
    return rx(
        r"(?:类?(?:的)?(?:政府|政务)?(?:信息|内容)|方面(?:的)?|数量?|总[数量]|共计?|合计|累计|达到?|为|有|是|约|近|不少于|不下于|超过?|突破|逾|各|分别|(?:发布|推送|公开|发文)总?[量数]|：|了|的|已|公开(?=$)|发布(?=$)|(?<!统)计)+$"
    )


NO_CLASS = rx(
    r"(?:政府|主动|公开|信息|各类|内容|其[他它](?:方式|渠道|途径|形式)|以|网站?|官网|微信|微博|公众号|平台|等|条|类|共|新闻|稿件|数据|推文|作品|博文|发博|总量|图文信息)*"
)


def _words(name: str) -> str:
    return alternation(load("facts", ("words",))["words"][name])


@cache
def _verbs() -> Pattern[str]:
    return rx(f"(?:{_words('class_verbs')})|公示$")


@cache
def _generic() -> Pattern[str]:
    return rx(f"(?:{_words('classless')})*")


DOCUMENT = rx(
    r"(?P<what>(?:[一-龥]{1,5}[^的]领域|[惠涉][一-龥]|行政|部门|地方性|重大|重要|县级|市级|区级|本级|本部门)*(?:规范性文件|政府规章|规章制度|规章|失效文件|存量文件|历史文件|[一-龥]{0,4}(?:示范文本|范本|规程|指引)|政策性文件|政策类文件|政策文件|政府文件|法规|管理制度|制度|方案|办法))(?:制定|修订|出台|制发)?(?:共计|共|总数|数量?|有|：|为|累计|合计|达|了)*$"
)
FORM = rx(
    r"(?P<what>图解|图文解读|视频解读|文字解读|音频解读|音视频|音频|短视频|专家解读|专家文章|动漫解读|动漫|长图|问答解读|H5|漫画)(?:类|材料|信息|产品)?(?:共|为|：)*$"
)
FORM_LISTED = rx(
    r"[、，：]?(?P<what>[^，。；、：（@]{0,6}(?:文字|视频|访谈|问答|直播|文章|图表|海报|动画|一图读懂))(?:类|解读|材料)?$"
)
WORD_BEHIND = rx(
    r"(?:予以|列入|宣布|继续)?(?P<what>(?:列入)?(?:保留|限期修改|拟?修改|废止(?:或宣布失效|和失效)?|失效|宣布失效|继续有效))"
)


ON_IT = rx(r"^[上里中](?=(?:共|累计|主动)*(?:公开|发布|推送|公示|公布))")  # 网站上发布
OF_AFFAIRS = rx(r"(?:[党村财校警居]务|政务(?=公开))(?:公开|信息)|(?:政府)?信息公开")  # 政务公开20条，党务公开6条


PLACE = rx(r"(?:门户|网|网站|分站|子站|子页|外网|窗口|客户端|[校院场厂厅局]报|馆)$")  # where it stood, no class
PRINTED = frozenset({"册", "本", "张", "份", "种"})  # such things are the channel, not a class of information
PRINT = rx(
    r"(?:书|册|地图|折页|读本|卡|海报|传单|明白纸|宣传品|宣传资料|宣传材料|单页|宣传单|画报|画册|挂图|台历|年历|春联|扇|袋|告知单|小册子|纸质本|纸质文件|公开信|一封信)$"
)
OF_ITS_OWN = rx(r"(?:原创|转载|转发|自采|自编|首发)(?:类|信息|稿件|内容)?")  # what a list of articles tells apart
LABEL = rx(r"(?:^|[，。；：@）)])(?:另有)?(?P<what>[^，。；@：（）]{2,14})：$")


def _quoted(words: str) -> str | None:
    """A class that begins with a word in quotation marks (“双随机”结果), None where nothing but a name is quoted."""
    _, _, said = words.partition("”")
    return (
        words
        if said not in ("推文", "作品", "图文", "博文")
        and rx(r"“[^“”]{2,10}”(?!专[版栏题页]|栏目|频道|节目|板块|版块|网|平台|号|APP)[^“”@]{1,10}").fullmatch(words)
        else None
    )


@cache
def _place() -> Pattern[str]:
    """Where in a channel it stood: 网站|街道专页公开71条."""
    return rx(
        rf"^(?:上|里|中)?(?:的)?[^，。；、@]{{0,8}}?(?:专栏|栏目|频道|专页|专版|版块|板块|子站|版面|社区版|账号|帐号|平台|媒体|网)(?:上|里|中)?(?:的)?(?=$|同步|{_words('class_verbs')})"
    )


COMPOUND = r"(?:[换出播登刊译转选摘投供上见口连编印发录展轮配直推插挂贴][刊版展稿报播载出登发映放送屏墙网])"  # 见报, 换展, 口播


@cache
def _done() -> Pattern[str]:
    """A verb of making public at the end of a class (目录公布), and in front of it (曝光案例)."""
    return rx(
        rf"(?:同步|集中|及时|累计|对外|统一|年|共)*(?:{_words('class_verbs')})(?:了|的)?$|^.{{0,4}}(?:归拢|汇总|加|合)起来$|{COMPOUND}$"
    )


def _of_document(frame: Frame, before: str | None, part: bool) -> str | None:
    """The class of documents counted: the noun before or behind the number, else that of the document fact before it."""
    behind = WORD_BEHIND.match(frame.right)
    if part and behind:
        return str(behind["what"])
    noun = DOCUMENT.search(frame.left)
    if noun:
        return None if frame.left[: noun.start()].endswith("等") or frame.left.endswith("等") else str(noun["what"])
    after = rx(r"(?:文件)?(?P<what>(?:行政|部门|[一-龥]{2,6}领域)?(?:规范性文件|政策性文件|政策文件|规章))").match(
        frame.right
    )
    if (
        after is None
        and before is None
        and part is False
        and rx(r"(?:废止|失效|有效|保留)(?:了|的)?$").search(frame.left)
    ):
        told = rx(r"(?P<what>(?:行政)?规范性文件|政府规章|规章)[^。]{0,20}$").search(frame.left)  # 清理…文件，废止…件
        return str(told["what"]) if told else None
    return str(after["what"]) if after else before


def _of_information(frame: Frame, in_list: bool, mention_end: int | None) -> str | None:
    """The words that name the class counted, None where they name none (各类信息) or only examples (…等)."""
    left = frame.left
    before = rx(r"(?s:.*)[，。；：（）@]" if in_list else r"(?s:.*)[，。；：（）@”》]").match(left)
    cut = before.end() - 1 if before else -1
    words = left[cut + 1 :]
    if not words and left.endswith("：") and (label := LABEL.search(left)):
        words = label["what"]  # 其他类：9条
        if mention_end is not None and frame.quantity.start - mention_end <= len(words) + 1:
            return None
    opened = left.rfind("“", 0, cut) if left[cut : cut + 1] == "”" else -1
    if opened >= 0 and words and (mention_end is None or frame.quantity.start - mention_end >= len(left) - opened):
        return None if _verbs().search(words) else _quoted(left[opened:])
    if in_list and OF_ITS_OWN.fullmatch(words.lstrip("，、")):
        return str(words.lstrip("，、"))
    if "”" in words and "“" not in words[: words.find("”")]:
        words = words[words.find("”") + 1 :]
    if mention_end is not None:
        behind = frame.quantity.start - mention_end
        if 0 <= behind < len(words):
            words = _behind(ON_IT, words[len(words) - behind :])
    if in_list:
        words = words.lstrip("、和及与以")
        last = words.rfind("、")
        words = (
            words[last + 1 :]
            if last >= 0 and not rx(r"[类等]$|信息$").search(words[:last]) and len(words) > 24
            else words
        )
    else:
        verbs = list(_verbs().finditer(words))
        inside = [m.end() for m in verbs if m.end() < len(words.rstrip("了的共计数量"))]
        if inside:
            words = words[inside[-1] :]
    words = _behind(_lead(), words)
    beside = mention_end is not None and frame.quantity.start - mention_end <= len(words) + 2  # 网站信息公开41条
    if in_list and not beside and OF_AFFAIRS.fullmatch(words):
        return str(words.removesuffix("信息"))
    in_place = _behind(_place(), words)
    if in_place != words:
        words = _behind(_lead(), in_place)
    if not in_list or len(words) > 2:
        words = _before(_done(), words)
    if "等" in words and rx(
        r"等(?:各类|各种|方面|政务|政府|内容|信息|工作|动态|公开|公告|各项|类)*(?:的)?(?:信息|内容|动态|文件|公告|视频|资讯|文章|稿件)?$"
    ).search(words):
        return None
    keep_class = "类" in words and rx(r"类(?:的)?(?:政府|政务)?信息").search(words)
    words = _before(_trail(), words)
    words = words + "类" if keep_class and not words.endswith("类") else words
    words = words.strip("、，：（）.—")
    if words.count("“") != words.count("”"):
        words = words.strip("“”")
    if (
        len(words) < 2
        or len(words) > 30
        or (len(words) == 2 and rx(COMPOUND).fullmatch(words))
        or words in ("前者", "后者", "省级", "市级", "县级", "区级", "本级")
        or "《" in words
        or "》" in words
        or (
            left.endswith(("用", "纳", "了"))
            and rx(r"(?:^|[，。；、（])被?[省市州县区]{1,3}级?(?:采用|录用|采纳|刊用)(?:了)?$").search(left)
        )
        or (frame.quantity.unit in PRINTED and PRINT.search(words))
        or (NO_CLASS if in_list else _generic()).fullmatch(words)
        or PLACE.search(words)
        or rx(
            r"^(?:比|较|在\d|从|对其中)|^等|等其[他它]|通过|利用|依托|在$|我[省市县区镇乡局厅]|之前|之后|期间|以来|同名|[。；，]|20\d\d年"
        ).search(words)
    ):
        return None
    return str(words)


def _behind(pattern: Pattern[str], words: str) -> str:
    """The words behind what they begin with."""
    found = pattern.match(words)
    return words[found.end() :] if found else words


def _before(pattern: Pattern[str], words: str) -> str:
    """The words before what they end with; the pattern matches nowhere else."""
    found = pattern.search(words)
    return words[: found.start()] if found else words


def proposals_apart(found: list[Draft], clean: str) -> None:
    """Deputies' 建议 and members' 提案 get a category where one sentence counts them apart."""
    for before, after in pairwise(found):
        if (
            before.kind == after.kind == "proposal"
            and before.sentence is after.sentence
            and before.stage == after.stage != "rate"
        ):
            for fact in (before, after):
                noun = rx(
                    r"((?:省|市|县|区)?(?:人大)?(?:代表)?建议|(?:省|市|县|区)?(?:政协)?(?:委员)?提案)(?:共|为)?$"
                ).search(clean[max(0, fact.start - 12) : fact.start])
                fact.category = rx(r"^[省市县区](?=人大|政协)").sub("", noun[1]) if noun else None
