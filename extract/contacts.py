"""Contacts: phones, fax numbers, mail and web addresses, postal addresses and codes that the report names."""

from __future__ import annotations

from functools import cache
from re import Match, Pattern

from extract.lexicon import rx
from extract.model import Contact, Text

DASH = r"[-—–－―‐‑─ ]"
PHONE = (
    rf"(?<!\d)(?:(?:\+?86{DASH})?（?0\d{{2,3}}）?{DASH}{{0,3}}\d{{3,4}} ?\d{{4}}(?:(?:{DASH}|转){{1,2}}\d{{1,5}})?"
    rf"|1[3-9]\d{DASH}?\d{{4}}{DASH}?\d{{4}}|[48]00{DASH}?\d{{3}}{DASH}?\d{{4}}|[2-8]\d{{6,7}})(?!\d| ?[次人件条个万])"
)


ANOTHER = rf"(?:（[^（）0-9]{{1,10}}）)?[、，或/；和](?P<phone>{PHONE})"  # number behind a number


@cache
def _pattern(mail: bool) -> Pattern[str]:
    """All contacts; with ``mail`` also addresses of mail, which may begin with any letter or digit."""
    until = r"[，。；、：（）\n]|邮编|邮政编码|电话|联系电话|传真|电子|$"
    place = rf"(?!https?:|www\.|详?见|同上|[A-Za-z0-9.]+@)[^，。；、：（）\n\[]{{4,60}}?(?={until})"
    host = r"[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+"
    firsts = "A-Za-z0-9_" if mail else "hHwWtTfF"
    email = rf"|(?P<email>(?<![A-Za-z0-9_.\-])[A-Za-z0-9_][A-Za-z0-9_.\-]{{0,63}}@{host})" if mail else ""
    return rx(
        rf"(?=[{firsts}网域邮地（传电热联手拨致])(?:"
        r"(?P<website>(?:(?i:https?)：?:?//|(?i:www)\.)[A-Za-z0-9.\-_/%?=&#~:]+[A-Za-z0-9/])"
        rf"|(?:网址|网站地址|域名)(?:为|是)?[：:]?(?P<host>{host}(?:/[A-Za-z0-9.\-_/%?=&#~]*)?)"
        rf"{email}"
        r"|邮(?:政编码|编)(?:为|是)?[：（]?(?P<postcode>\d{6})(?!\d)"
        r"|(?<!IP|网站|网页|邮箱|信箱|链接|网络|下载|平台)地址(?:(?:为|是|在|位于)：?|：(?:在|位于)?|(?=[^，。；）\n]{0,30}(?:\d号|[路街巷])))"
        rf"(?P<address>{place})"
        r"|（(?P<bracketed>[一-龥]{2,20}[路街巷道村][一-龥\d]{0,12}?\d+号[一-龥\d]{0,12})(?=[，；、 ]\n?[^）\n]{0,16}(?:电话|邮编|邮政))"
        r"|(?P<label>传真电话|传真|电话|热线|联系方式|手机|拨打|致电|(?<![A-Za-z])(?i:tel|fax))(?P<both>[/及和与、（]{1,2}(?:传真|电话)）?)?"
        rf"(?:(?!传真|电话|热线|手机)[^0-9\n。；（+]){{0,14}}?(?:（(?!0)[^（）0-9\n]{{1,10}}）[：]?)?[（：]?"
        rf"(?P<phone>{PHONE}))"
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

    at = 0
    pattern = _pattern("@" in text.clean)
    while match := pattern.search(text.clean, at):
        at = match.end()
        name = match.lastgroup
        if match["phone"]:
            told = match["label"].lower()
            kinds = {"fax" if told in ("传真", "传真电话", "fax") else "phone"} | (
                {"phone", "fax"} if match["both"] else set()
            )
            phone: Match[str] | None = match
            while phone:
                at = phone.end()
                for kind in sorted(kinds, reverse=True):
                    add(kind, *phone.span("phone"))
                phone = rx(ANOTHER).match(text.clean, at)
        elif name is not None:
            add({"host": "website", "bracketed": "address"}.get(name, name), *match.span(name))
    return tuple(out)


def _normal(kind: str, written: str) -> str:
    if kind == "website":
        return written.replace("：", ":").strip()
    if kind not in ("phone", "fax"):
        return written.strip()
    number = rx(rf"(?:\+?86{DASH})?（?(0(?:10|2\d|[3-9]\d\d))）?{DASH}*(\d{{3,4}}) ?(\d{{4}})(?:\D+(\d+))?").fullmatch(
        written
    )
    if number:
        area, front, back, extension = number.groups()
        return f"{area}-{front}{back}" + (f"-{extension}" if extension else "")
    digits = "".join(rx(r"\d+").findall(written))
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" if digits[0] in "48" and len(digits) == 10 else digits
