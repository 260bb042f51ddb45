"""The values of the fields that have a fixed set of them: one declaration for schema, data dictionary and codebook."""

from __future__ import annotations

from extract.model.record import Cell, Channel, Check, Contact, Fact, Item, Link, Organ, Section, SourceInfo, Table

#: values of fields that have a fixed set of them
VALUES: dict[tuple[type, str], tuple[str, ...]] = {
    (Organ, "level"): ("province", "city", "county", "township", "department", "other"),
    (Contact, "kind"): ("phone", "fax", "email", "address", "postcode", "website"),
    (Section, "kind"): (
        *("overview", "proactive", "applications", "review_litigation", "problems", "other_matters"),
        *("preamble", "appendix", "subsection", "fees", "staffing", "consultation"),
    ),
    (Fact, "bound"): ("exact", "approx", "at_least", "at_most"),
    (Fact, "scope"): ("year", "cumulative", "previous"),
    (Channel, "kind"): (
        "website",
        "disclosure_platform",
        "wechat_account",
        "wechat_group",
        "weibo",
        "short_video",
        "news_app",
        "sms",
        *("gazette", "newspaper", "broadcast", "television", "bulletin_board", "led_screen", "service_hall"),
        *("reading_point", "hotline", "mailbox", "leaflet", "meeting", "new_media", "other"),
    ),
    (Item, "aspect"): (
        *("timeliness", "coverage", "channel", "awareness", "capacity", "mechanism", "supervision", "interpretation"),
        *("platform", "application", "quality", "publicity", "other"),
    ),
    (Link, "by"): ("explicit", "order", "aspect"),
    (SourceInfo, "by"): ("text", "ocr", "mixed"),
    (Table, "kind"): (
        *("proactive", "applications", "review_litigation"),
        *("interpretation", "complaints", "fees", "staffing", "training"),
    ),
    (Table, "template"): ("2019", "2021", "legacy"),
    (Cell, "status"): ("number", "blank", "dash", "unreadable", "missing", "aligned", "ambiguous"),
    (Check, "status"): ("pass", "fail", "unknown"),
}
