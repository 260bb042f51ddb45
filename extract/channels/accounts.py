"""Accounts and apps: what they are called where no quotation marks tell it."""

from __future__ import annotations

from functools import cache
from re import Pattern

from extract.channels.places import Named, is_place, place, relative, since, strip, vocabulary
from extract.lexicon import rx

ENDS = (slice(2), slice(3), slice(-2, None), slice(-3, None))
BARE = "发布"  # the word in the name of an account that tells it is one
NO_NAME = r"积极|及时|主动|累计|全年|共|先后|定期|每[日周月天]|网站|平台|信息|公开|政府|部门|单位|权威|统一|同步|首[次先]|等|[的地于向由对]|[省市县区镇乡]级"


@cache
def _account_name(app: bool) -> tuple[tuple[str, ...], Pattern[str]]:
    """The last word of what an account (an ``app`` of the press) is called; all of it before the account's own word."""
    ends = (*vocabulary()["account"], *(("日报", "晚报", "电视台", "社", "网") if app else ()))
    return ends, rx(rf"[一-龥]{{2,6}}(?:{'|'.join(ends)})$")


def account(kind: str, words: str, floor: int, start: int, end: int, clean: str) -> Named:
    """A name without quotation marks: 甲县发布微信公众号, 甲日报客户端, 今日头条."""
    own = words[start:end]
    if own.endswith("头条号"):
        return Named((), start, end)  # the organ's account there
    if kind == "news_app" and (app := rx(r"(今日头条|学习强国|南方\+)").match(own)):
        return Named((app[1],), start, end)
    left = strip(words[max(floor, start - 14) : start], sure=True)
    right = rx(
        r"([一-龥]{3,8}?)(?=(?:共|累计|全年|坚持)?(?:发布|推送|公开|转发|更新|粉丝|关注|发文|编发)(?!推送|发布))"
    ).match(words, end)
    if kind != "news_app" and right and any(is_place(right[1][cut], clean) for cut in ENDS):
        return Named((right[1],), start, right.end())
    if kind not in ("news_app", "new_media") and (called := _called(words, floor, start, end, clean)):
        return Named((called,), start - len(called), end)
    ends, called_so = _account_name(kind == "news_app")
    found = called_so.search(left) if left.endswith(ends) else None
    mobile = rx(r"(?:掌上|云上|智慧)[一-龥]{2,6}$").search(left) if kind == "news_app" else None
    if mobile:
        return Named((mobile[0] + own,), start - len(mobile[0]), end)
    if found and not relative().fullmatch(found[0]):
        called = found[0] + (own if kind == "news_app" else "")
        return Named((called,), start - len(found[0]), end)
    if kind not in ("news_app", "new_media"):
        base = since(words, floor, start)
        whole = place(words[base:start], clean)
        organs = f"{whole}{'政府' if own.startswith('政府') else ''}" if whole else ""
        if organs and rx(r"(?:人民政府|[一-龥]{2}(?:局|委|厅|委员会|办事处|街道))$").search(organs):
            return Named((organs,), start - len(whole or ""), end)
    return Named((), start, end)


@cache
def _lead() -> Pattern[str]:
    """What leads to an account that is called by its name: 通过甲发布微信, 、甲发布微博."""
    return rx(r"(?:通过|利用|依托|借助|运用|用好|在|由|以|做强|、|和|与|及|^)(?P<name>[一-龥]{2,6}发布)$")


def _called(words: str, floor: int, start: int, end: int, clean: str) -> str:
    """The name before an account's word: 甲发布微信 (the verb 发布 leads to no account), 甲交通微信 of a place in the text."""
    told = words[max(floor, start - 8) : start]
    if told.endswith("发布"):
        near = next((told[-n:] for n in (6, 5, 4) if len(told) >= n and is_place(told[-n:-2], clean)), "")
        lead = None if near else _lead().search(words[since(words, floor, start, 12) : start])
        if not lead or rx(r"(?:共|累计|约|近)?\d|信息|消息|内容|图文|文章|推文").match(words, end):
            return near
        stem = lead["name"].removesuffix(BARE)
        if relative().fullmatch(stem) or rx(NO_NAME).search(stem):
            return near
        return lead["name"]
    left = strip(words[max(floor, start - 12) : start], sure=True)
    if rx(r"[省市县区镇乡局委厅办院]|官方|政务|政府|部门").search(left):
        return ""
    if rx(r"平安|健康|文明|清廉|法治|智慧|美丽|魅力|活力|生态").match(left):
        return left if is_place(left[2:], clean) else ""
    return left if 4 <= len(left) <= 5 and is_place(left[:-2], clean) else ""
