"""Contacts: phones, fax numbers, mail and web addresses, postal addresses and codes that the report names."""

from __future__ import annotations

from functools import cache

import regex

from extract.lexicon import rx
from extract.model import Contact, Text


@cache
def _pattern() -> regex.Pattern[str]:
    dash = r"[-—–－―‐‑─ ]{1,2}"
    phone = rf"(?:（?0\d{{2,3}}）?{dash}?\d{{7,8}}(?:{dash}\d{{1,5}}(?!\d))?|1[3-9]\d{{9}}|(?<!\d)[2-8]\d{{6,7}})(?!\d)"
    return regex.compile(
        r"(?P<website>(?:https?：?:?//|www\.)[A-Za-z0-9.\-_/%?=&#~:]+[A-Za-z0-9/])"
        r"|(?P<email>[A-Za-z0-9_][A-Za-z0-9_.\-]*@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+)"
        r"|(?:邮政编码|邮编)(?:为|是)?[：:]?(?P<postcode>\d{6})(?!\d)"
        r"|(?:通讯|通信|联系|办公|单位|邮寄)?地址(?:为|是|在|位于)?[：:]?(?:在|位于)?(?P<address>[^，。；、：）\n\[]{4,60}?)(?=[，。；、：）\n]|邮编|邮政编码|电话|联系电话|传真|电子|$)"
        r"|(?P<label>传真(?:号码?|电话)?|(?:联系|咨询|办公|监督|举报|服务|投诉)?(?:电话|热线)(?:号码)?(?:/传真|（传真）|\(传真\))?|联系方式|电话|手机)(?:为|是|：|:|）|（|[^0-9\n。，；：]{0,12}[：:])?\s?"
        rf"(?P<phone>{phone})(?:(?:、|，|或|/|；)(?P<more>{phone}))?"
    )


def contacts(text: Text) -> tuple[Contact, ...]:
    """All contacts in the narrative, in order, each kind and value once."""
    out: list[Contact] = []
    seen: set[tuple[str, str]] = set()

    def add(kind: str, start: int, end: int) -> None:
        raw, a, b = text.cut(start, end)
        value = _normal(kind, text.clean[start:end])
        if (kind, value) not in seen:
            seen.add((kind, value))
            out.append(Contact(kind, value, raw, a, b))

    for match in _pattern().finditer(text.clean):
        for kind in ("website", "email", "postcode", "address"):
            if match[kind]:
                add(kind, *match.span(kind))
        if match["phone"]:
            label = match["label"]
            kind = "fax" if label.startswith("传真") else "phone"
            for group in ("phone", "more"):
                if match[group]:
                    add(kind, *match.span(group))
                    if "传真" in label and kind == "phone":
                        add("fax", *match.span(group))
    return tuple(out)


def _normal(kind: str, written: str) -> str:
    if kind in ("phone", "fax"):
        digits = rx(r"[（）]").sub("-", written).strip("-")
        return rx(r"[^0-9]+").sub("-", digits)
    return written.replace("：", ":").strip() if kind == "website" else written.strip()
