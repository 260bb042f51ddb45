"""Titles between 《 and 》 that are channels: journals of an organ, and printed things that were handed out."""

from __future__ import annotations

from functools import cache
from re import Pattern

import regex

from extract.channels.places import Named
from extract.lexicon import alternation, load, rx

PAPERS = "方案|办法|通知|意见|条例|规定|制度|目录|要点|规划|细则|公告|清单|年鉴|报纸|指南|手册|须知|汇编|信|书|表|年报"

# What stands in every sentence with a paper of a number; one or the other with a journal that is told to be one; in every
# one with a title that was handed out: so many of a thing, or the word for one at the end of a title.
SERIAL = r"[期辑]|[讯报刊][”》《]|(?:刊物|杂志)《"
PRINTED = r"刊|简报|杂志|画报|登载|采用"
NUMBERED = (
    r"[份册本张套封](?<=[\d.万千百余多几十].)|(?:须知|手册|折页|一封信|明白[纸卡]|读本|指南|问答|告知书|宣传单|知识)》"
)
TOLD = f"{SERIAL}|{PRINTED}|{NUMBERED}"


def titles(words: str) -> list[tuple[tuple[int, int], tuple[str, int, int, str, Named]]]:
    """The stretches that such titles cover, each with its mention: kind, span, head and names."""
    out: list[tuple[tuple[int, int], tuple[str, int, int, str, Named]]] = []
    if not rx(TOLD).search(words):
        return out
    serial = rx(SERIAL).search(words)
    printed = serial or rx(PRINTED).search(words)
    for match in _journal().finditer(words) if printed else ():
        groups = match.capturesdict()
        counted = bool(groups["n"] or groups["list"] or groups["in"])
        for (a, b), called in zip(match.spans("name"), groups["name"], strict=True):
            if counted and not rx(
                rf"(?:{PAPERS})$|^.{{2,8}}(?:日报|晚报|时报|报)$(?<!快报|简报|周报|月报|专报)"
            ).search(
                called,
            ):
                kind = "gazette" if called.endswith("公报") else "other"
                form = rx(r"》(?:杂志|[期会内]刊|双?[月季]刊|画报|简报|专报|刊物)?").match(words, b)
                end = form.end() if form else b + 1
                out.append(((a - 1, end), (kind, a - 1, end, called, Named((called,), a - 1, end))))
    many = rx(NUMBERED).search(words) and rx(
        r"》，?[^，。；《]{0,14}(?:\d|[十百千万][份册本张])|》\s*共?[发派散印、和]"
    ).search(words)
    for match in _handed().finditer(words) if many else ():
        title = next(group for group in HANDED if match[group])
        a, b = match.span(title)
        common = rx(
            r"(?:须知|手册|折页|的一封信|感谢信|慰问信|明白[纸卡]|读本|指[南引]|一本[通清]|[百千\d]问|问答|告知书|宣传单|知识|倡议书|提示)》"
        ).search(match[title])
        named = Named(() if common else (match[title][1:-1],), a, b)
        out.append(((a, max(b, match.end("tail"))), ("leaflet", a, b, match[title], named)))
    taken = [span for span, _ in out]
    for match in _serial().finditer(words) if serial else ():
        group = next(name for name in ("name", "of", "issue", "issued") if match[name])
        called, (a, b) = match[group], match.span(group)
        if group.startswith("issue") and rx(rf"(?:{PAPERS})$").search(called):
            continue  # a paper that was issued in parts
        if any(x <= a < y for x, y in taken) or called.endswith(
            ("日报", "晚报", "时报", "晨报", "公报", "政报", *("报",) * group.startswith("issue"))
        ):
            continue
        out.append(((a - 1, b + 1), ("other", a - 1, b + 1, called, Named((called,), a - 1, b + 1))))
    return out


@cache
def _serial() -> Pattern[str]:
    """A paper of the organ's own by its name and its number, or by the word before it: 《甲简讯》12条, 办小报《甲邻里》."""
    ends = "简讯|快讯|通讯|小报|社区报|村报|镇报|乡报|简报|专报|快报|月报|旬报|半月报|季刊|月刊|双月刊|半月刊|周刊|会刊|内刊|专刊|期刊|院刊|校刊"
    return rx(
        rf"[“《](?P<name>[^“”《》，。；]{{1,12}}(?:{ends}))[”》](?=[^，。；“”《》]{{0,16}}\d|[^，。；“”《》]{{0,6}}(?:送|发|出刊|刊登|刊发|刊载))"
        r"|(?:(?<=[编印办刊发])|(?<=(?<!推)出))《(?P<issue>[^《》，。；]{2,16})》(?=[^，。；《》\d]{0,6}\d+余?[期辑])"
        r"|《(?P<issued>[^《》，。；]{2,16})》(?=(?:全年|共|累计)?(?:出刊|出版|编发|编印|刊印|印发|发行|出|发)了?\d+余?[期辑])"
        rf"|(?:{ends}|刊物|杂志|画报)《(?P<of>[^《》，。；]{{2,16}})》(?=[^，。；《》]{{0,10}}\d+余?[期辑份]|由|刊|出|发)"
    )


@cache
def _journal() -> regex.Pattern[str]:
    """Journals of an organ: 编印《甲》18期、《乙》3期, 《甲》《乙》等刊物, 《甲》刊发4篇."""
    edit = alternation(load("channels")["verbs"]["edit"])
    one = r"《(?P<name>[^《》，。；]{2,16})》(?:（[^）]{1,12}）)?(?P<n>(?:共|各)?\d+余?[期辑])?"
    return regex.compile(
        rf"(?:{edit})(?:了|出|的)?[^《，。；]{{0,8}}(?:{one}[、，和及与]?)+(?P<list>等?(?:内部|工作)?(?:刊物|期刊|简报|内刊|信息刊物))?"
        rf"|{one}(?P<in>(?:杂志|[期会内]刊|[双]?[月季]刊|画报)|(?:上|专栏)?(?:共|累计)?(?:刊发|刊登|刊载|登载|采用)[^，。；]{{0,8}}\d*)"
    )


HANDED = ("given", "guide", "many", "sent", "made")  # groups of a title, by what says that it was handed out


@cache
def _handed() -> Pattern[str]:
    """A title that was handed out: 发放《购房须知》2600册, 《致家长的一封信》印发26万份, 把《惠农口袋书》900本送到户."""
    give = r"(?<![报移推呈抄转选])送|配有|备有|配备|放置|摆放|陈列|发放|派发|散发|分发|印发|印制|编印|编制|编写|赠送|赠阅|寄送|邮寄|寄出|投递|发出|送去|送上|送达|送到|投放|张贴|印刷|制作|印|发"
    bar = r"(?<!方案|办法|通知|意见|条例|规定|制度|目录|要点|规划|细则|公告|清单|决定|公报|年鉴|日报|简报|专报|报告)"
    many = r"(?:\d[\d.]*[万千百余多几]*|[近数][十百千万]+)[份册本张套封]"
    guide = r"(?:手册|指[南引]|须知|[百千\d]问|问答|读本|口袋书|一本[通清]|明白[纸卡]|折页|宣传[册单页])"
    return rx(
        rf"(?:{give})[^《》，。；]{{0,10}}(?P<given>《[^《》]{{2,24}}{bar}》)(?P<tail>口袋书|小册子|宣传册|画册|手册|读本|折页)?(?=(?:等)?[^，。；《、\d]{{0,6}}?{many}|，共[^，。；《、\d]{{0,2}}{many}|，[^，。；《、\d]{{0,4}}[送发印派赠领取阅][^，。；《、\d]{{0,2}}?{many})"
        rf"|(?P<guide>《[^《》]{{2,24}}{guide}》)(?:共)?{many}"
        rf"|(?P<many>《[^《》]{{2,24}}{bar}》)(?:共)?{many}(?=[^，。；]{{0,12}}[送发寄赠])"
        r"|(?:发放|派发|散发|分发|印发|印制|编印|编制|赠送|寄送)[^《》，。；]{0,10}(?P<sent>《[^》]{2,24}(?:须知|手册|折页|一封信|明白纸|读本|指南|问答|告知书|明白卡|宣传单|知识)》)(?=(?:等)?(?:各类)?[^，。；《]{0,8}(?:\d+余?[份册本张]|手册|资料|光盘|[、和]《))"
        r"|(?P<made>《[^》]{2,24}(?:须知|手册|折页|一封信|明白纸|读本|问答|告知书|明白卡|宣传单)》)\s*(?:共)?(?:发放|派发|散发|印发|印制)"
    )
