"""What belongs to a fact: its class (``category``), the channel it went through, its scope, and the total it is a part of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from extract.facts.frames import Frame
from extract.model import ChannelMention, Fact

WITH_CHANNEL = frozenset({"disclosure", "audience", "interpretation", "response", "press", "facility", "document:disclosed", "proposal:disclosed", "other"})
VERBS = r"(?:主动公开|公开|发布|推送|转发|转载|刊发|刊登|上传|报送|编发|制作|印发|更新|公布|推出|播放|播出|发放|张贴|移交|录入|报道|宣传|收集|审核|采用|新增|登载|发表|编印|提交|挂网|整理|制定|出台|废止|清理|办理|办结|答复|回复|收到|受理|接到|列入|开展|完成|出刊|编制|采编|推介|群发|公示(?=[^公]))"


@cache
def _lead() -> regex.Pattern[str]:
    return regex.compile(rf"^(?:其中|包括|含|主要|具体|分别|全年|共计?|累计|以及|其余|同时|并|另外?|还|[，、：；（）和及与了的为是有类]|20\d\d年度?|本年度?|各类|各项|各种|(?:我|本|全)(?:[省市县区镇乡厅局街办]|单位|机关)|{VERBS})+")


@cache
def _trail() -> regex.Pattern[str]:
    return regex.compile(r"(?:类?(?:的)?(?:政府|政务)?(?:信息|内容)|方面(?:的)?|数量?|总数|共计?|合计|累计|达到?|为|有|是|约|近|超过?|突破|逾|各|分别|：|了|的|已|公开(?=$)|发布(?=$)|计)+$")


GENERIC = regex.compile(r"(?:各类|各种|各项|相关|有关|重要|政府|政务|党务|主动|公开|信息|内容|公共|全部|总|部门|我[省市县区镇乡厅局]|全[省市县区镇乡]|数据|条目|文字|图文|新闻|文件信息|微信|微博|网站|其他|其它|稿件|文章|作品|资料|推文|动态信息|原创|等|文件、信息|政策|事项|内容|数量|材料|信件|消息|短信|情况|工作|共|报道)*")


def category(frame: Frame, kind: str, in_list: bool, mention_end: int | None) -> str | None:
    """The words that name the class counted, None where they name none (各类信息) or only examples (…等)."""
    left = frame.left
    cut = max(left.rfind(mark) for mark in "，。；：（）@”》") if not in_list else max(left.rfind(mark) for mark in "，。；：（）@")
    words = left[cut + 1 :]
    if mention_end is not None:
        behind = frame.quantity.start - mention_end
        if 0 <= behind < len(words):
            words = words[len(words) - behind :]
    if in_list:
        words = words.lstrip("、和及与以")
        last = words.rfind("、")
        words = words[last + 1 :] if last >= 0 and not regex.search(r"[类等]$|信息$", words[:last]) and len(words) > 24 else words
    else:
        verbs = list(regex.finditer(VERBS, words))
        inside = [m.end() for m in verbs if m.end() < len(words.rstrip("了的共计数量"))]
        if inside:
            words = words[inside[-1] :]
    words = _lead().sub("", words)
    if regex.search(r"等(?:各类|各种|方面|政务|政府|内容|信息|工作|动态|公开|公告|各项|类)*(?:的)?(?:信息|内容|动态|文件|公告|视频|资讯|文章|稿件)?$", words):
        return None
    keep_class = regex.search(r"类(?:的)?(?:政府|政务)?信息", words)
    words = _trail().sub("", words)
    words = words + "类" if keep_class and not words.endswith("类") else words
    words = words.strip("、，：“”（）")
    if not words or GENERIC.fullmatch(words) or len(words) > 30 or regex.search(r"通过|利用|依托|在$|我[省市县区镇乡局厅]|[。；，]|20\d\d年", words):
        return None
    return words


def channel(frame: Frame, kind: str, stage: str | None, mentions: Sequence[ChannelMention], before: Fact | None, clean: str) -> tuple[ChannelMention, ...]:
    """The mentions that the quantity went through: the nearest run before it in its sentence, else one that follows with 在."""
    if kind not in WITH_CHANNEL and f"{kind}:{stage}" not in WITH_CHANNEL:
        return ()
    q, sentence = frame.quantity, frame.sentence
    here = [m for m in mentions if sentence.start <= m.start and m.end <= sentence.end]
    left = [m for m in here if m.end <= q.start and (before is None or True)]
    if left:
        last = left[-1]
        between = clean[last.end : q.start]
        if "@" not in frame.left[max(0, len(frame.left) - len(between)) :] and "；" not in between:
            run = [last]
            for m in reversed(left[:-1]):
                gap = clean[m.end : run[0].start]
                if m.start == run[0].start or regex.fullmatch(r"[”）]?(?:[、和及与以]|以及|等)?[^，。；、#]{0,14}", gap) and not regex.search(r"公开|发布|推送|\d", gap):
                    run.insert(0, m)
                else:
                    break
            return tuple(run)
    right = [m for m in here if m.start >= q.end]
    if right and "@" not in frame.right[: max(0, right[0].start - q.end)] and kind in ("disclosure", "proposal", "document", "interpretation"):
        between = clean[q.end : right[0].start]
        if len(between) <= 30 and regex.search(r"(?:在|通过|于)[^，。；]{0,10}$", between) and regex.match(r"[^，。；]{0,14}(?:公开|发布|公示|公布|刊)", clean[right[0].end :]):
            return (right[0],)
    return ()


def scope(frame: Frame, kind: str, year: int | None) -> str:
    """``cumulative`` for totals since ever, ``previous`` for another year's figure, else ``year``."""
    if kind == "change":
        return "previous"
    left = frame.left[-60:]
    if regex.search(r"历年(?:来)?(?:累计|共)?|开通以来|(?:成立|建立|开设|运行|上线|施行|实施)以来|自20\d\d年[^，。；@]{0,14}(?:以来|起)[^。；@]*$|(?:截[至止]|到)(?:目前|今|现在)[^@。；]{0,24}$|目前[^@。；，]{0,6}(?:已)?累计|累计至今", left):
        if not (year and regex.search(rf"{year}年[^。；@]*$", left) and not regex.search(r"历年|以来", left)):
            return "cumulative"
    if regex.search(r"截[至止](?:20\d\d年)?\d{0,2}月?(?:\d+日|底)?[^@。；]{0,14}累计", left) and "年度" not in left and not regex.search(r"本年|今年|全年", left):
        return "cumulative" if not (year and str(year) in left) else "year"
    if regex.search(r"(?:去年|上年度?|上一年度?|上年同期|去年同期)(?!结转|度?结转)[^@。；，]{0,14}$", left) and kind != "application":
        return "previous"
    other = regex.search(r"(20\d\d)年(?:度|同期|全年)?(?:的|公开|发布|为|共)?[^@。；，]{0,6}$", left)
    if year and other and int(other[1]) == year - 1 and regex.search(r"(?:比|较|与|相比)[^@。；，]{0,4}20\d\d年[^@。；，]{0,10}$", left):
        return "previous"
    return "year"


MARKER = regex.compile(r"^[^。\n]{0,6}?[，。；：（]*(?:[^，。；]{0,12}?)(?:其中|中[，：]|包括|包含|含|分别|分为|具体[为是有]?|内有|涵盖|涉及|按[^，。；]{1,12}(?:分|划分)|主要(?:有|为|包括|是)|即|从[^，。；]{2,10}看|：|（)")
CROSS = {"disclosure": {"disclosure", "interpretation", "document", "proposal", "audience"}, "response": {"response", "press"}, "press": {"press"},
         "document": {"document"}, "application": {"application"}, "review": {"review", "litigation"}}


def parts(facts: list[Fact], clean_starts: list[int], clean_ends: list[int], clean: str, paragraphs: list[int]) -> dict[int, int]:
    """For each part (index) the total (index) it belongs to: told by 其中 and the like, or by a list that sums to the total."""
    owner: dict[int, int] = {}
    for i, total in enumerate(facts):
        if total.stage == "rate" or total.kind in ("change", "audience") or total.value <= 0 or total.unit == "%":
            continue
        members = _members(i, facts, clean_starts, clean_ends, clean, paragraphs, owner)
        for j in members:
            owner[j] = i
    return owner


def _members(i: int, facts: list[Fact], starts: list[int], ends: list[int], clean: str, paragraphs: list[int], owner: dict[int, int]) -> list[int]:
    total = facts[i]
    following = []
    for j in range(i + 1, len(facts)):
        if paragraphs[j] != paragraphs[i] or (starts[j] == starts[i]):
            break
        following.append(j)
    if not following:
        return []
    gap = clean[ends[i] : starts[following[0]]]
    marked = bool(MARKER.match(gap)) and (gap.count("。") == 0 or bool(regex.match(r"[^。]*。\s*(?:[^，。；]{0,14}[，]?)?(?:其中|包括|按|从)", gap)))
    allowed = CROSS.get(total.kind, {total.kind})
    out, sum_ = [], 0.0
    closed = clean.find("）", ends[i]) if regex.match(r"[^。，；]{0,4}（", gap) and "（" in gap else -1
    for j in following:
        part = facts[j]
        between = clean[ends[out[-1]] if out else ends[i] : starts[j]]
        if closed >= 0 and starts[j] > closed:
            break
        if out and ("。" in between and not regex.search(r"。(?:其中|另|此外|其他)", between)):
            break
        if part.stage == "rate" or part.kind == "change" or part.unit == "%":
            continue
        if part.kind not in allowed or not _like(total, part):
            if marked and out and "；" not in between:
                continue
            break
        if part.value > total.value or (j in owner and owner[j] != i and not marked):
            if marked and not out:
                break
            if part.value > total.value:
                break
        if total.kind == "application" and part.stage == total.stage and part.category is None and not marked:
            break
        if out and regex.search(r"(?:^|[，。；])(?:20\d\d年|全年|共|累计|同时|此外|另外?|本年度)[^，。；]{0,14}(?:主动公开|公开|发布|收到)", between):
            break
        out.append(j)
        sum_ += part.value
        if abs(sum_ - total.value) < 1e-6:
            return out if (len(out) > 1 or marked) else []
    return out if marked else []


def _like(total: Fact, part: Fact) -> bool:
    if total.kind == "application":
        return part.stage not in ("carried_in",) and (part.stage == total.stage or total.stage in ("received", "answered"))
    if total.kind in ("staff", "response", "document", "press", "review", "litigation", "facility", "interpretation"):
        return True
    return part.unit == total.unit or part.unit is None or total.unit is None or total.kind == "disclosure"
