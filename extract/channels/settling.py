"""What a mention turns out to be once its name is known: the kind that the name decides."""

from __future__ import annotations

from functools import cache
from re import Pattern

from extract.channels.accounts import BARE
from extract.channels.heads import KEYS
from extract.channels.names import ACCOUNTS
from extract.channels.places import Named, is_place
from extract.lexicon import alternation, load, rx
from extract.model import ChannelMention

LOOK_BACK = 20


@cache
def _press() -> Pattern[str]:
    """A house of the press right before 新媒体, which is then its outlet and not the organ's accounts."""
    return rx(rf"(?:{alternation(load('channels', KEYS)['website']['press'])})$")


@cache
def _service() -> Pattern[str]:
    return rx(alternation(load("channels", KEYS)["names"]["service"]))


def settle(kind: str, head: str, named: Named, words: str) -> tuple[str, Named]:
    """The kind that the name decides: “政策直通车”平台 is a disclosure platform, “惠企服务”平台 another."""
    called = named.names[0] if named.names else ""
    if kind == "service_hall" and words.endswith(("网上", "线上", "掌上", "云上", "电子"), 0, named.start):
        return "other", named
    if kind == "other" and head == "平台":
        if rx(r"公开|公示|阳光|[村居财校院党]务|三资|监督").search(called):
            return "disclosure_platform", named
        service = _service().search(called)
        return ("other" if service else "disclosure_platform"), named
    if (
        kind == "other"
        and head.endswith("小程序")
        and rx(r"[信务]息?公开").search(words[max(0, named.start - 8) : named.end])
    ):
        return "disclosure_platform", named
    if kind == "other" and head.endswith("节目") and "热线" in called:
        return "hotline", named
    if kind == "other" and head.startswith(("新媒体", "融媒体")) and not named.names:
        return kind, named
    if kind == "wechat_account" and head.endswith("官微") and "@" in words[named.start : named.end]:
        return "weibo", named
    if kind == "website" and called == "" and head.endswith("政务服务网"):
        return "other", named
    if kind == "new_media" and (house := _press().search(words[max(0, named.start - LOOK_BACK) : named.start])):
        start = named.start - len(house[0])
        return "other", Named((words[start : named.end],), start, named.end)
    if kind == "newspaper" and called.endswith(("手机报",)):
        return "sms", named
    if kind == "newspaper" and rx(
        r"(?:简报|快报|通报|年报|公报|月报|专报|周报|海报|黑板报|板报|统计报|情况报)$"
    ).search(called):
        return "gazette" if called.endswith("公报") else "other", named
    if kind == "newspaper" and called.endswith("政报"):
        return "gazette", named
    if kind == "newspaper" and (
        called.endswith(("社区报", "小报", "村报", "镇报", "乡报", "街道报", "校报", "院报", "厂报", "社报", "墙报"))
        or rx(r"(?:编印|编发|编辑|编写|创办|自办|主办|自编|[^承协举]办)(?:了|的|社区|内部)?[“《]?$").search(
            words[max(0, named.start - 8) : named.start + 1]
        )
    ):  # a paper of the organ's own making
        return "other", named
    return kind, named


def settle_bare(found: list[ChannelMention], bare: set[int]) -> list[ChannelMention]:
    """An account that is named without its kind (“甲发布”) is the one that bears the name elsewhere, else WeChat's."""
    told = {m.name: m.kind for m in found if m.kind in ACCOUNTS and m.name and m.start not in bare}
    return [m._replace(kind=told[m.name]) if m.start in bare and m.name in told else m for m in found]


def own_account(called: str, behind: str, clean: str) -> bool:
    """Whether quoted words are the name of an account: by a place in it, or by what is told of it."""
    place = called.removesuffix(BARE)
    return len(called) >= 4 and bool(
        is_place(place[:2], clean)
        or is_place(place[:3], clean)
        or rx(r"(?:全年|累计|共|已)?(?:推文|粉丝|关注|推送|发文|阅读|更新)").match(behind)
    )
