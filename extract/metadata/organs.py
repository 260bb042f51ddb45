"""The issuing organ, and its level."""

from __future__ import annotations

from functools import cache
from re import Pattern

from extract.lexicon import load, rx
from extract.metadata.heads import organ_name
from extract.model import Organ, Text, Title


def organ(text: Text, title: Title | None) -> Organ | None:
    """The issuing organ: named in the title, after 由…编制, in the signature, or as a subject in the first sentences."""
    clean = text.clean
    signed = _from_signature(clean)
    span = (text.find(title.start), text.find(title.end - 1) + 1) if title else None
    titled = (_from_title(text, span) or _from_byline(text, span)) if span else None
    found = (
        titled or _from_preamble(clean) or signed or _from_contact(clean) or _from_line(clean) or _from_subject(clean)
    )
    if found is None:
        return None
    start, end = found
    name = clean[start:end]
    full_name = clean[slice(*signed)] if signed else ""
    office = rx(r"(?:党政|党委|政府|综合|政务|信息|公开)*(?:办|办公室|科|服务中心)").fullmatch(
        full_name.removeprefix(name)
    )
    if signed and name != full_name and not office and (_short_for(name, full_name) or full_name.endswith(name)):
        start, end, name = *signed, full_name
    if rx(r"[乡镇县区市旗]$|街道$").search(name):
        suffix = "办事处" if name.endswith("街道") else "人民政府"
        full = clean.find(name + suffix)
        if full >= 0:
            start, end, name = full, full + len(name) + len(suffix), name + suffix
    return Organ(*text.cut(start, end), level=level(name))


def _short_for(short: str, long: str) -> bool:
    """Is ``short`` (县扶贫办) an abbreviation of ``long`` (县扶贫开发办公室): its characters in the same order?"""
    rest = iter(long)
    return len(short) < len(long) and short[:2] == long[:2] and all(c in rest for c in short)


def _from_title(text: Text, span: tuple[int, int]) -> tuple[int, int] | None:
    words = text.clean[slice(*span)]
    match = rx(
        r"(?:关于|中共)?(?P<year>[\d二〇○零O一两]{0,6}年?度?)(?:关于)?(?P<name>[^\d\n]{2,30}?)\n?(?:关于)?(?:[\d二][\d〇○零O一二三四五六七八九]{3}|年|(?:人民)?政府(?:政务|信息)|政府信息|政务公开|信息公开|主动公开|本年)"
    ).match(words)
    if not match or len(match["name"]) < 2:
        return None
    start, end = match.span("name")
    if words.startswith("人民政府", end):
        end += 4
    elif (
        words.startswith("政府", end)
        and rx(r"政府(?:政府|政务|信息公开|20)").match(words[end:])
        and words[end : end + 4] != "政府信息"
    ):
        end += 2
    if rx(r"政府|政务|年度|工作|.*(?:信息|公开).*").fullmatch(words[start:end]):
        return None
    return span[0] + start, span[0] + end


def _from_byline(text: Text, span: tuple[int, int]) -> tuple[int, int] | None:
    """An organ on a line of its own right before or behind a title that names none."""
    before = text.clean.rfind("\n", 0, max(0, span[0] - 1)) + 1
    for start in (span[1] + 1, before):
        end = text.clean.find("\n", start, start + 40)
        if end > start and not span[0] <= start < span[1]:
            name = text.clean[start:end].strip("（）")
            if organ_name().fullmatch(name) and _sane(name):
                at = text.clean.index(name, start)
                return at, at + len(name)
    return None


REACH = 60  # characters, and more than there can be between 由 and 编制


def _from_preamble(clean: str) -> tuple[int, int] | None:
    made = [at for word in ("编制", "撰写", "制作") if (at := clean.find(word, 0, 900)) >= 0]
    if not made:
        return None
    match = rx(
        r"(?:由|，(?!由))(?P<name>[一-龥“”+]{3,24}?)(?:根据[^，。]{0,30}|结合[^，。]{0,30}|党政(?:综合)?办(?:公室)?|办公室)?(?:编制|撰写|制作)"
    ).search(clean, max(0, min(made) - REACH), 900)
    if not match or not _sane(match["name"]) or match["name"] in ("本机关", "我局", "我镇", "我乡", "本单位", "我县"):
        return None
    return match.start("name"), match.end("name")


def _from_contact(clean: str) -> tuple[int, int] | None:
    """请与某镇党政办公室联系 names the town."""
    match = rx(
        r"(?:请|可|欢迎|直接)?(?:与|向|致电|联系|拨打)(?P<name>[一-龥]{2,20}?(?:人民政府|街道办事处|委员会|[镇乡局厅]|街道))(?:党政|综合|办公室|政务|政府|法制|信息|机关|党委|办|（|，)[^，。]{0,20}"
    ).search(clean[:1200])
    return match.span("name") if match and _sane(match["name"]) else None


def _sane(name: str) -> bool:
    """Is it a name, and no phrase that ends like one?"""
    return not rx(
        r"^(?:关于|我|本|全|各|该|其|上级|有关|相关|请|可|由|在|与|对|和|及)|公开|信息|目录|编排|索取|挂在|设在|统一|负责|联系|咨询|办法|如下|网站|主要|工作"
    ).search(name)


def _from_signature(clean: str) -> tuple[int, int] | None:
    tail = max(0, len(clean) - 260)
    starts = [tail, *[mark.end() for mark in rx(r"[\n。]").finditer(clean, tail)]]
    for start in reversed(starts):
        match = rx(r"(?P<name>[一-龥“”+]{3,28})\n?(?=20\d\d年|20\d\d[.\-/]|[二两][〇○零O]|\n?$)").match(clean, start)
        if match and organ_name().fullmatch(match["name"]) and _sane(match["name"]):
            return match.span("name")
    return None


@cache
def _subject_ends() -> Pattern[str]:
    """What follows an organ that is the subject of its sentence."""
    last = "".join(sorted({word[-1] for word in load("organs", ("suffix", "level"))["suffix"]}))
    words = "认真|坚持|深入|严格|高度|在|始终|积极|全面|以|共|未|按照|党|紧紧|切实|根据|主动|立足|把|将|围绕|持续|不断|进一步"
    firsts = "".join(sorted({word[0] for word in words.split("|")}))  # where to look; `re` sees no look-behind
    return rx(rf"(?=[{firsts}])(?<=[{last}])(?:{words})")


def _from_line(clean: str) -> tuple[int, int] | None:
    """The organ that the first line names with what it tells of: 甲乡2023年公开工作, 甲街道政务公开，2021."""
    match = rx(
        r"(?P<name>[一-龥]{2,16}?(?:镇|乡|街道|局|委员会|委|厅|人民政府|办事处))(?:20\d\d年度?)?(?:政府|政务|信息)*公开[^\n，。；：]{0,8}(?:，?20\d\d)?(?:\n|$)"
    ).match(clean)
    return match.span("name") if match and _sane(match["name"]) else None


@cache
def _phrase() -> Pattern[str]:
    """What begins a phrase that only ends like a name."""
    return rx(
        r"但|已|把|今|去年|上一?年|下一|该|将|为|并|其|除|当|年|在|根据|按照|我|本|各|全[县市省镇区]|经|对|上级|关于|通过|由"
    )


def _from_subject(clean: str) -> tuple[int, int] | None:
    counts: dict[str, list[int]] = {}
    head = clean[:3000]
    done = 0
    for match in _subject_ends().finditer(head):
        end = match.start()
        floor = max(0, end - REACH)  # no name is longer
        start = max(head.rfind(mark, floor, end) for mark in "\n，。、：") + 1 or floor
        if start < done or not organ_name().fullmatch(name := head[start:end]):
            continue
        done = end
        placed = rx(r"[一-龥]{2,}?(?:[省市县区州旗盟镇乡]|街道)").match(name)
        if placed and not _phrase().match(name) and _sane(name):
            counts.setdefault(name, []).append(start)
    if not counts:
        return None
    name = max(counts, key=lambda n: (len(counts[n]), -counts[n][0]))
    return counts[name][0], counts[name][0] + len(name)


def level(name: str) -> str:
    """Level of an organ by its name: province, city, county, township, department or other (SCHEMA.md, ``organ``)."""
    return next(
        (
            kind
            for kind, patterns in load("organs", ("suffix", "level"))["level"].items()
            if any(rx(pattern).search(name) for pattern in patterns)
        ),
        "other",
    )
