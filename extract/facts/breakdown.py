"""Which facts are parts of which total: told by 其中 and the like, or by a list that adds up to the total exactly."""

from __future__ import annotations

from extract.facts.base import Draft
from extract.facts.belonging import OUTCOMES, may_belong, no_part, skipped
from extract.lexicon import rx

MARKER = rx(
    r"(?=[^其里当内包分按以从中果前：（—含具涵涉主即]{0,41}[其里当内包分按以从中果前：（—含具涵涉主即])"  # one of these is near in all
    r"(?:[^。；\n]{0,40}?[，。（]?(?:其中|里面|当中)|[^。；\n]{0,24}?[，。（]?(?:内有|包括|包含|分别(?:为|是)|分为|分类(?:为|是|如下)?|按[^，。；]{1,12}(?:分|划分|计|统计|看|论)|以[^，。；]{1,6}(?:论|看|计)，|从[^，。；]{2,10}看|[^，。；]{0,8}(?:信息|部分|申请|件|者)(?:中|里)，|(?:答复|处理|办理)结果(?:为|：)|分[^，。；]{1,6}(?:看|统计|计)[，：]?|前者)"
    r"|[^，。；\n]{0,8}(?:中[，：]|：|（|—{1,2})|，(?:主要|信息|具体)?(?:类别|类型|分类|构成|情况|明细)(?:为|是|有|如下)?："
    r"|[^，。；\n]{0,8}[，。；：]?(?:含|分别|具体(?!负责|落实|承办|经办|抓)(?:为|是|有)?|涵盖|涉及|主要(?:有|为|是|涉及)|即))"
)
OPENING = rx(
    r"(?=\s*[^其包按从以分具各构中里果]{0,25}[其包按从以分具各构中里果])"
    r"\s*(?:(?:[^，。；]{0,14}[，]?)?(?:其中|包括|按|从|以[^，。；]{1,6}(?:论|看|计)，|分[^，。；]{1,6}(?:看|统计|计|说)|具体(?:为|是|如下|看|有)|各(?:渠道|平台|类)|构成|(?:答复|处理|办理)结果(?:为|：))"
    r"|(?:[^，。；]{0,14}，[^，。；]{0,8}?|[^，。；]{0,22}?)(?:信息|部分|申请|件|者)(?:中|里)，)"
)  # a sentence that goes on with the total of the one before
ADDING = frozenset(
    {"disclosure", "application", "response", "document", "proposal", "staff", "review", "litigation", "interpretation"}
)
FAR = 24  # facts between a total and a list that adds up to it


def owners(facts: list[Draft], clean: str) -> dict[int, int]:
    """For each part (index) the total (index) it belongs to.

    Parameters
    ----------
    facts
        Facts in document order.
    clean
        The clean text.
    """
    owner: dict[int, int] = {}
    for i in range(len(facts) - 1, -1, -1):  # inner breakdowns first
        total = facts[i]
        if (
            total.stage in ("rate", "carried_in")
            or total.kind in ("change", "audience")
            or total.value <= 0
            or total.unit == "%"
        ):
            continue
        members = _told(i, facts, clean, owner)
        members += _headed(i, facts, clean, owner, members[-1] + 1 if members else i + 1)
        again = _summing(i, facts, clean, owner, members[-1] + 1 if members else i + 1)
        rival = _rival(i, members, facts)
        if rival is not None:
            owner.update((j, rival) for j in members)
            continue
        for j in [*members, *again, *(() if members or again else _before(i, facts, clean, owner))]:
            owner[j] = _of_its_kind(i, j, facts)
    return owner


def _rival(i: int, members: list[int], facts: list[Draft]) -> int | None:
    """The total just before this one that the parts add up to exactly, where they do not add up to this one (本年120条，历年2100条。其中…)."""
    if len(members) < 2:
        return None
    sum_ = sum(facts[j].value for j in members)
    if abs(sum_ - facts[i].value) < 1e-6:
        return None
    for k in range(i - 1, max(-1, i - 4), -1):
        other = facts[k]
        if other.sentence is facts[i].sentence and other.kind == facts[i].kind and abs(other.value - sum_) < 1e-6:
            return k
    return None


def _of_its_kind(i: int, j: int, facts: list[Draft]) -> int:
    """The total of the part's own kind, where one stands beside the total (复议9件、诉讼4件，其中复议维持7件)."""
    kind = facts[j].kind
    if kind == facts[i].kind or kind not in ("review", "litigation"):
        return i
    beside = (
        k
        for k in range(i - 1, max(-1, i - 3), -1)
        if (facts[k].kind, facts[k].stage) == (kind, "received")
        and facts[k].sentence is facts[i].sentence
        and facts[k].value >= facts[j].value
    )
    return next(beside, i)


HEADED = rx(
    r"[^一-龥]{0,6}(?:公开)?(?:按|分|从|依)?(?:照|公开|信息|主要|所属|不同)*(?:类别|类型|分类|内容|渠道|形式|载体|途径|方式|主题|领域|来源)(?:分布|构成|来?看|划分|分|统计|情况|上)*[。：，][^，。；@]{0,16}"
)


def _headed(i: int, facts: list[Draft], clean: str, owner: dict[int, int], first: int) -> list[int]:
    """Parts in a paragraph of their own that begins with what they are told apart by (（二）公开类别。就业513条，…)."""
    total = facts[i]
    if total.kind != "disclosure" or total.category or total.mentions:
        return []
    while first < len(facts) and (facts[first].kind == "change" or facts[first].stage == "rate"):
        first += 1
    if first >= len(facts):
        return []
    start = facts[first].paragraph
    if start == total.paragraph or facts[first].start - start > 40 or facts[first].start - total.end > 400:
        return []
    if not HEADED.fullmatch(clean[start : facts[first].start]):
        return []
    out: list[int] = []
    left = total.value
    for j in range(first, min(len(facts), first + FAR)):
        part = facts[j]
        if part.paragraph != start or part.kind not in ("disclosure", "change"):
            break
        if skipped(j, facts, owner):
            continue
        left -= part.value
        if left < -1e-6 or not may_belong(total, part):
            break
        out.append(j)
    return out if len(out) > 1 and left > -1e-6 else []


def _told(i: int, facts: list[Draft], clean: str, owner: dict[int, int]) -> list[int]:
    """Parts that 其中, a colon or a bracket introduces behind the total."""
    total = facts[i]
    first = at = _behind(i, total, facts)
    if first is None or at is None or not _may_open(first, total, facts, owner):
        return []
    opens = total.end
    while facts[at].kind == "change" or facts[at].stage == "rate":
        after = _behind(at, total, facts)
        if after is None:
            break
        opens, at = facts[at].end, after  # N条，较上年减少N条。其中…
    gap = clean[opens : facts[at].start]
    if (
        gap.startswith("）")  # it is inside a bracket, and what follows is not
        or "；" in gap
        or gap.count("。") > 1
        or not MARKER.match(gap)
        or ("。" in gap and not OPENING.match(gap.partition("。")[2]))
    ):
        return []
    closed = clean.find("）", facts[i].end) if rx(r"[^。，；]{0,4}（").match(gap) else -1
    new_sentence = "。" in gap
    if (
        new_sentence
        and (total.mentions or total.category)
        and not rx(r"其中|包括|内有|分[^，。；]{1,6}看|具体").search(gap)
    ):
        return []  # a part itself: 政务微博665条。按内容分，… breaks down what it is a part of
    out: list[int] = []
    sum_ = 0.0
    for j in range(first, len(facts)):
        part = facts[j]
        if part.start == total.start:
            continue
        between = clean[facts[out[-1]].end if out else total.end : part.start]
        if (
            part.paragraph != total.paragraph
            or (closed >= 0 and part.start > closed)
            or (out and "。" in between and not rx(r"。(?:其中|另|此外|其他)").search(between))
        ):
            break
        if skipped(j, facts, owner):
            continue
        if not may_belong(total, part) or part.value > total.value:
            if out and "；" not in between and part.kind != total.kind:
                continue
            break
        if out and "；" in between and _apart(total, part):
            break
        if out and rx(
            r"(?:^|[，。；])(?:20\d\d年|全年|共|累计|同时|此外|另外?|本年度)，?[^，。；]{0,14}(?:主动公开|公开|发布|收到)"
        ).search(between):
            break
        out.append(j)
        sum_ += part.value
        if abs(sum_ - total.value) < 1e-6 and part.value:
            out += _nil(j, facts, clean)
            break
        if new_sentence and sum_ > total.value:
            return []
    return out


def _may_open(first: int, total: Draft, facts: list[Draft], owner: dict[int, int]) -> bool:
    """May the first fact from here on in the total's paragraph that is not skipped be a part of it?"""
    for j in range(first, len(facts)):
        part = facts[j]
        if part.paragraph != total.paragraph:
            return False
        if part.start != total.start and not skipped(j, facts, owner):
            return may_belong(total, part) and part.value <= total.value
    return False


def _behind(i: int, total: Draft, facts: list[Draft]) -> int | None:
    """The next fact behind this one that stands elsewhere in the total's paragraph than the total."""
    for j in range(i + 1, len(facts)):
        if facts[j].paragraph != total.paragraph:
            return None
        if facts[j].start != total.start:
            return j
    return None


def _apart(total: Draft, part: Draft) -> bool:
    """Does the part, behind a semicolon, speak of another channel or of something else than the total does?"""
    if total.mentions and part.mentions and total.mentions[0].end <= total.start:
        return total.mentions[0].name != part.mentions[0].name or total.mentions[0].kind != part.mentions[0].kind
    return total.kind in ("response", "document") and part.kind != total.kind


def _nil(i: int, facts: list[Draft], clean: str) -> list[int]:
    """The part of value 0 that ends the list which the fact stands in (检索费20元、邮寄费0元)."""
    if i + 1 == len(facts) or facts[i + 1].value or facts[i + 1].kind != facts[i].kind:
        return []
    gap = clean[facts[i].end : facts[i + 1].start]
    return [] if facts[i + 1].unit != facts[i].unit or rx(r"[，；。]").search(gap) else [i + 1]


def _summing(i: int, facts: list[Draft], clean: str, owner: dict[int, int], first: int) -> list[int]:
    """Parts of a list that follows, maybe paragraphs later, and adds up to the total exactly; two lists (by channel, by class) may."""
    total = facts[i]
    if (
        total.kind not in ADDING
        or (total.category is not None and total.kind not in ("document", "disclosure"))
        or total.stage not in (None, "received", "answered", "in_force", "disclosed", "any")
    ):
        return []
    beside = first < len(facts) and facts[first].sentence is total.sentence
    if total.category is not None and total.kind == "disclosure" and beside:
        return []  # one of a list
    fewest = 2 if total.category is not None and total.kind != "document" else 1  # chance has it
    out: list[int] = []
    at = first
    while at < min(len(facts), i + FAR):
        while at < len(facts) and no_part(at, total, facts, owner):
            at += 1
        if at == len(facts):
            break
        # most numbers are no part, or all of the total
        if not may_belong(total, facts[at], strict=True) or facts[at].value >= total.value - 1e-6:
            at += 1
            continue
        run: list[int] = []
        said: set[tuple[str, float]] = set()
        sum_ = 0.0
        for j in range(at, len(facts)):
            part = facts[j]
            if no_part(j, total, facts, owner):
                continue
            if part.kind != total.kind and (part.kind, part.value) in said:
                continue  # said again: 发布会4次……主任参加了4次发布会
            if not may_belong(total, part, strict=True) or (run and part.start - facts[j - 1].end > 60):
                break
            run.append(j)
            said.add((part.kind, part.value))
            sum_ += part.value
            if sum_ >= total.value - 1e-6:
                break
        stages = {facts[j].stage for j in run} if total.kind == "application" else set()
        if (
            "carried_out" in stages
            and not stages - {"carried_out"} <= OUTCOMES
            and (run[-1] != run[0] + 1 or "；" in clean[facts[run[0]].end : facts[run[-1]].start])
        ):
            run = run[:1]  # 办结12件，其中…；结转1件 says two things
        if len(run) > fewest and abs(sum_ - total.value) < 1e-6:
            out += run
            at = run[-1] + 1
        else:
            at = run[0] + 1
    return out


def _before(i: int, facts: list[Draft], clean: str, owner: dict[int, int]) -> list[int]:
    """Parts that come first: 经网站公开80条、公众号公开40条，共120条."""
    total = facts[i]
    if total.kind not in ADDING or total.category is not None or total.mentions:
        return []
    out: list[int] = []
    sum_ = 0.0
    for j in range(i - 1, -1, -1):
        part = facts[j]
        if part.sentence is not total.sentence or j in owner or not may_belong(total, part, strict=True):
            break
        out.append(j)
        sum_ += part.value
        if sum_ >= total.value - 1e-6:
            break
    told = (
        rx(r"共|合计|总计|累计|总数|等(?:平台|渠道|方式)").search(clean[facts[i - 1].end : total.start])
        if out
        else None
    )
    return out if told and len(out) > 1 and abs(sum_ - total.value) < 1e-6 else []
