"""Title, organ, year, period and contacts, each in many clerks' ways."""

from __future__ import annotations

import pytest

from extract import metadata
from extract.cleaning import clean
from extract.contacts import contacts
from extract.model import Part, Source, Text
from extract.outline import outline

BODY = "\n为方便公众了解，编写本报告。\n一、总体情况\n公开信息3条。\n"


def made(raw: str) -> tuple[Text, tuple[Part, ...]]:
    text = clean(Source("case.txt", "txt", "utf-8", "0" * 64, raw))
    return text, outline(text)[0]


TITLES = [
    # title as written, organ, its level, year
    ("柳湾镇人民政府2020年政府信息公开工作年度报告", "柳湾镇人民政府", "township", 2020),
    ("柳湾镇2020年政府信息公开年报", "柳湾镇", "township", 2020),
    ("2020年柳湾镇政府信息公开工作年度报告", "柳湾镇", "township", 2020),
    ("2020年度柳湾镇人民政府信息公开年度报告", "柳湾镇人民政府", "township", 2020),
    ("关于柳湾镇2020年政府信息公开工作情况的报告", "柳湾镇", "township", 2020),  # 关于 was read as part of the name
    ("柳湾县人民政府关于2020年政府信息公开工作情况的报告", "柳湾县人民政府", "county", 2020),
    ("柳湾街道办事处政府信息公开2020年度报告", "柳湾街道办事处", "township", 2020),
    ("柳湾街道2020年度政务公开工作总结", "柳湾街道", "township", 2020),
    ("柳湾苏木2020年政府信息公开工作年度报告", "柳湾苏木", "township", 2020),
    ("柳湾省教育厅2019年政府信息公开工作年度报告", "柳湾省教育厅", "department", 2019),
    ("北岭市人民政府2021年政府信息公开工作年度报告", "北岭市人民政府", "city", 2021),
    ("北岭市青石区人民政府2021年政府信息公开工作年度报告", "北岭市青石区人民政府", "county", 2021),
    ("柳湾自治区人民政府2020年政府信息公开工作年度报告", "柳湾自治区人民政府", "province", 2020),
    ("柳湾县统计局政府信息公开年度报告（2020年）", "柳湾县统计局", "department", 2020),
    ("柳湾县统计局政府信息公开年度报告(2020)", "柳湾县统计局", "department", 2020),
    ("柳湾县医疗保障局2020年度信息公开工作总结", "柳湾县医疗保障局", "department", 2020),
    ("柳湾经济开发区管委会2020年政府信息公开工作年度报告", "柳湾经济开发区管委会", "other", 2020),
    ("柳湾镇人民政府政府信息公开2020年年度报告", "柳湾镇人民政府", "township", 2020),
    # years in other figures
    ("柳湾县公安局二〇一八年度政府信息公开年度报告", "柳湾县公安局", "department", 2018),
    ("柳湾县公安局二○一八年政府信息公开年度报告", "柳湾县公安局", "department", 2018),
    ("柳湾县公安局二零一八年政府信息公开年度报告", "柳湾县公安局", "department", 2018),
    ("柳湾县公安局二Ｏ一八年政府信息公开年度报告", "柳湾县公安局", "department", 2018),  # a letter for the nought
    ("柳湾县公安局二0一0年政府信息公开年度报告", "柳湾县公安局", "department", 2010),
    ("柳湾县公安局２０１８年度政府信息公开工作报告", "柳湾县公安局", "department", 2018),
    # over two and three lines
    ("柳湾镇人民政府\n2020年政府信息公开工作年度报告", "柳湾镇人民政府", "township", 2020),
    ("柳湾镇人民政府2020年\n政府信息公开工作年度报告", "柳湾镇人民政府", "township", 2020),
    ("柳湾县人民政府办公室\n关于2020年度政府信息公开工作的报告", "柳湾县人民政府办公室", "department", 2020),
    ("柳湾镇2020年度\n政府信息公开工作\n年度报告", "柳湾镇", "township", 2020),
    ("柳湾县农业农村局\n政府信息公开工作年度报告\n（2020年度）", "柳湾县农业农村局", "department", 2020),
]


@pytest.mark.parametrize(("title", "organ", "level", "year"), TITLES, ids=[case[0] for case in TITLES])
def test_title(title: str, organ: str, level: str, year: int) -> None:
    text, parts = made(title + BODY)
    found = metadata.title(text, parts)
    assert found is not None
    assert found.text == title
    assert text.raw[found.start : found.end] == title
    assert metadata.year(text, parts, found, None) == year
    named = metadata.organ(text, metadata.title(text, parts))
    assert named is not None
    assert (named.text, named.level) == (organ, level)


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("附件2：\n柳湾镇2020年政府信息公开年报", "柳湾镇2020年政府信息公开年报"),
        ("标题：柳湾镇2020年政府信息公开年报", "柳湾镇2020年政府信息公开年报"),
        (
            "柳湾镇2020年政府信息公开年报（注：期限为2020年1月1日至12月31日）一、总体情况",
            "柳湾镇2020年政府信息公开年报",
        ),
        ("柳湾镇2020年政府信息公开工作小结", "柳湾镇2020年政府信息公开工作小结"),
        ("柳湾镇2020年政府信息公开自查报告 2020年，我镇公开3条。", "柳湾镇2020年政府信息公开自查报告"),
        ("柳湾镇二0二0年政府信息公开工作报告 2020年，公开3条。", "柳湾镇二0二0年政府信息公开工作报告"),
        ("索引号：12 发布日期：2021-01-20\n柳湾镇2020年政府信息公开年报", "柳湾镇2020年政府信息公开年报"),
        ("柳湾镇2020年政府信息公开年报（2021年1月20日）", "柳湾镇2020年政府信息公开年报"),  # the date is none of it
        ("　　柳湾镇2020年政府信息公开年报　　", "柳湾镇2020年政府信息公开年报"),
        ("全镇公开信息，现将情况报告如下。", None),
        ("", None),
    ],
)
def test_title_among_other_lines(raw: str, title: str | None) -> None:
    text, parts = made(raw + BODY)
    found = metadata.title(text, parts)
    assert (found and found.text) == title


@pytest.mark.parametrize(
    ("raw", "organ"),
    [
        ("本报告由柳湾县水利局编制，供公众查阅。\n一、总体情况\n公开3条。", "柳湾县水利局"),
        ("本报告由柳湾镇党政办公室编制。\n一、总体情况\n公开3条。", "柳湾镇"),
        ("一、总体情况\n公开3条。\n柳湾县水利局\n2021年1月8日\n", "柳湾县水利局"),
        ("2021年信息公开年报\n柳湾县水利局\n（统计期：2021年）\n一、总体情况\n公开3条。", "柳湾县水利局"),
        ("柳湾县水利局\n2021年信息公开年报\n一、总体情况\n公开3条。", "柳湾县水利局"),
        ("柳湾镇2021年信息公开小结\n一、总体情况\n公开3条。\n柳湾镇党政办\n2022年1月8日", "柳湾镇"),
        ("柳湾县科技局2021年信息公开年报\n一、总体情况\n公开3条。\n柳湾县科学技术局\n2022年1月8日", "柳湾县科学技术局"),
        ("一、总体情况\n公开3条。\n柳湾县水利局2021.1.8", "柳湾县水利局"),
        ("一、总体情况\n公开3条。\n柳湾县水利局\n二〇二一年一月八日", "柳湾县水利局"),
        ("如有疑问，请与柳湾镇党政办公室联系。\n一、总体情况\n公开3条。", "柳湾镇"),
        ("一、总体情况\n一年来，柳湾县水利局认真落实条例。柳湾县水利局坚持每月更新。", "柳湾县水利局"),
        (
            "柳湾镇2020年政府信息公开年报\n一、总体情况\n柳湾镇人民政府公开3条。",
            "柳湾镇人民政府",
        ),  # the full name, further on
        ("柳湾街道2020年政府信息公开年报\n一、总体情况\n柳湾街道办事处公开3条。", "柳湾街道办事处"),
        (
            "柳湾县水务办2020年政府信息公开年报\n一、总体情况\n公开3条。\n柳湾县水务管理办公室\n2021年1月8日",
            "柳湾县水务管理办公室",
        ),
        ("一、总体情况\n我局认真落实条例，公开3条。", None),
        ("柳湾乡2023年公开工作\n一、总体情况\n公开3条。", "柳湾乡"),
        ("一、总体情况\n下一年街道将公开，把条例列入厅党组学习，今年支队共公开3条，已商市数据局共同公开。", None),
    ],
)
def test_organ_outside_the_title(raw: str, organ: str | None) -> None:
    text, parts = made(raw)
    found = metadata.organ(text, metadata.title(text, parts))
    assert (found and found.text) == organ


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("柳湾省人民政府", "province"),
        ("柳湾自治区人民政府", "province"),
        ("北京市人民政府", "province"),
        ("柳湾市人民政府", "city"),
        ("柳湾自治州人民政府", "city"),
        ("柳湾地区行政公署", "city"),  # was a department, by 署
        ("柳湾盟行政公署", "city"),
        ("柳湾县人民政府", "county"),
        ("柳湾区人民政府", "county"),
        ("柳湾旗人民政府", "county"),
        ("柳湾自治县人民政府", "county"),
        ("北岭市柳湾市人民政府", "county"),
        ("上海市柳湾区人民政府", "county"),
        ("柳湾镇人民政府", "township"),
        ("柳湾乡政府", "township"),
        ("柳湾苏木人民政府", "township"),
        ("柳湾街道办事处", "township"),
        ("重庆市柳湾县青石镇人民政府", "township"),
        ("柳湾县教育局", "department"),
        ("柳湾省科学技术厅", "department"),
        ("柳湾县人民政府办公室", "department"),
        ("柳湾市发展和改革委员会", "department"),
        ("柳湾县政务服务中心", "department"),
        ("柳湾市公安局青石区分局", "department"),
        ("柳湾市医院管理局", "department"),  # no hospital
        ("柳湾市人民政府驻京办事处", "department"),
        ("柳湾县人民法院", "other"),
        ("柳湾大学", "other"),
        ("柳湾开发区管理委员会", "other"),
    ],
)
def test_level(name: str, level: str) -> None:
    assert metadata.level(name) == level


@pytest.mark.parametrize(
    ("raw", "year"),
    [
        ("一、总体情况\n2020年，全镇公开3条。2021年将做得更好。", 2020),
        ("一、总体情况\n2020年度信息公开工作顺利，比2019年多3条。", 2020),
        ("一、总体情况\n依照《2018年要点》，2019年公开3条。", 2019),
        ("一、总体情况\n公开3条。", None),
        ("一、总体情况\n截至2016年12月31日，公开3条。", 2016),
        ("一、总体情况\n公开3条，较2013年的2条多1条。", 2014),
        ("一、总体情况\n公开3条，与2013年相比多1条。", 2014),
        ("一、总体情况\n公开3条。2018年我局将做得更好。", 2017),
        ("一、总体情况\n公开3条，力争2026年底前上线；2004年以来的档案已开放。", 2025),
        ("一、总体情况\n公开3条。预计2012年3月上线。", 2011),
        ("柳湾镇政务公开，2021\n一、总体情况\n公开3条。2022年还办2期培训。", 2021),
    ],
)
def test_year_of_the_text(raw: str, year: int | None) -> None:
    text, parts = made(raw)
    assert metadata.year(text, parts, None, None) == year


FULL = ("2020-01-01", "2020-12-31")
PERIODS = [
    ("2020年1月1日至2020年12月31日", FULL),
    ("2020年1月1日始，至2020年12月31日", FULL),
    ("2020年1月1日起至2020年12月31日", FULL),
    ("2020年1月1日至12月31日", FULL),
    ("2020年1月1日—12月31日", FULL),
    ("2020年1月1日～2020年12月31日", FULL),
    ("2020年01月01日到2020年12月31日", FULL),
    ("2020年1月1日起，至2020年12月31日", FULL),
    ("２０２０年１月１日至１２月３１日", FULL),
    ("2020年1月1日零时至2020年12月31日", FULL),
    ("2020年1月1日至当年12月31日", FULL),
    ("2020年元月1日至12月31日", FULL),
    ("2020年1月1日至2020年12月底", FULL),
    ("2020年度（1月1日至12月31日", FULL),
    ("2020.1.1-2020.12.31", FULL),
    ("2020-01-01至2020-12-31", FULL),
    ("2020/1/1至2020/12/31", FULL),
    ("2020年1月至12月", FULL),
    ("2020年1-12月", FULL),
    ("二〇二〇年一月一日至十二月三十一日", FULL),
    ("二○二○年一月一日起至二○二○年十二月三十一日", FULL),
    ("2008年5月1日至12月31日", ("2008-05-01", "2008-12-31")),
    ("2020年5月1日至2021年3月31日", ("2020-05-01", "2021-03-31")),
    ("2019年12月26日至2020年12月25日", ("2019-12-26", "2020-12-25")),
    # damaged, with one reading
    ("202011日起至20201231日", FULL),
    ("20201月1日至202012月31日", FULL),
    ("2020年1月1日起至20201231日", FULL),
    ("20201 1 日至2020年12月31日", FULL),
    ("2020年1月1 日至2020 年12月31 日", FULL),
    # none
    ("2020年1月1日至2019年12月31日", None),
    ("2020年2月30日至2020年12月31日", None),
    ("2020年1月1日至2020年1月31日", None),
    ("2020年1月1日起施行", None),
]


@pytest.mark.parametrize(("words", "dates"), PERIODS, ids=[case[0] for case in PERIODS])
def test_period(words: str, dates: tuple[str, str] | None) -> None:
    text, _ = made(f"数据的统计期限为{words}。")
    found = metadata.period(text)
    assert (found and (found.start_date, found.end_date)) == dates
    assert found is None or found.text == words


def test_year_from_the_period_where_no_title_tells() -> None:
    text, parts = made("统计期限为2020年1月1日至12月31日。2021年将再接再厉，2021年见。")
    assert metadata.year(text, parts, None, metadata.period(text)) == 2020


PHONE = ("phone", "0599-7100200")
CONTACTS = [
    *[(f"电话：0599{dash}7100200", [PHONE]) for dash in ("-", "—", "——", "–", "－", "―", "─", "‐", "‑", " ", " - ")],
    ("电话:05997100200", [PHONE]),
    ("电话：（0599）7100200", [PHONE]),
    ("电话：(0599) 7100200", [PHONE]),
    ("电话：（0599）-7100200", [PHONE]),
    ("电话：０５９９－７１００２００", [PHONE]),
    ("电话：0599-710 0200", [PHONE]),
    ("电话：86-0599-7100200", [PHONE]),
    ("电 话：0599-7100200", [PHONE]),
    ("TEL：0599-7100200", [PHONE]),
    ("（电话0599-7100200）", [PHONE]),
    ("联系方式：0599-7100200", [PHONE]),
    ("监督电话（办公室）：0599-7100200", [PHONE]),
    ("有疑问请拨打0599-7100200。", [PHONE]),
    ("欢迎致电0599-7100200反映", [PHONE]),
    ("全年拨打12345热线1000余人次", []),
    ("电话：01088123456", [("phone", "010-88123456")]),
    ("电话：0599-7100200-8012", [("phone", "0599-7100200-8012")]),
    ("电话：0599-7100200转8012", [("phone", "0599-7100200-8012")]),
    ("电话：7100200", [("phone", "7100200")]),
    ("联系人及电话：张某 7100200", [("phone", "7100200")]),
    ("服务热线：400-810-0000", [("phone", "400-810-0000")]),
    ("手机：13912345678", [("phone", "13912345678")]),
    ("手机：139 1234 5678", [("phone", "13912345678")]),
    ("电话：0599-7100200、7100203", [PHONE, ("phone", "7100203")]),
    ("电话：0599-7100200（办公室）、0599-7100203（信访办）", [PHONE, ("phone", "0599-7100203")]),
    ("电话：0599-7100200。咨询电话：0599—7100200", [PHONE]),  # one number twice is one contact
    ("传真：0599-7100201", [("fax", "0599-7100201")]),
    ("传　真：0599-7100201", [("fax", "0599-7100201")]),
    ("传真电话：0599-7100201", [("fax", "0599-7100201")]),
    ("电话/传真：0599-7100200", [PHONE, ("fax", "0599-7100200")]),
    ("电话（传真）：0599-7100200", [PHONE, ("fax", "0599-7100200")]),
    ("电话、传真：0599-7100200", [PHONE, ("fax", "0599-7100200")]),
    ("电话：0599-7100200，传真：0599-7100201", [PHONE, ("fax", "0599-7100201")]),
    ("可电话咨询，传真0599-7100201", [("fax", "0599-7100201")]),
    ("邮箱：ab_c.d@x.example.cn", [("email", "ab_c.d@x.example.cn")]),
    ("电子邮件：abc＠example.cn。", [("email", "abc@example.cn")]),
    ("邮箱地址：abc@example.cn", [("email", "abc@example.cn")]),
    ("邮政编码：350000", [("postcode", "350000")]),
    ("（邮编３５００００）", [("postcode", "350000")]),
    ("邮　编：350000", [("postcode", "350000")]),
    ("地址：柳湾镇中街1号，邮编：350000", [("address", "柳湾镇中街1号"), ("postcode", "350000")]),
    ("地址:柳湾镇中街1号 邮编:350000", [("address", "柳湾镇中街1号"), ("postcode", "350000")]),
    ("地　　址：柳湾镇中街1号", [("address", "柳湾镇中街1号")]),  # two blanks are no line break here
    ("通讯地址：柳湾镇中街1号（邮编：350000）", [("address", "柳湾镇中街1号"), ("postcode", "350000")]),
    ("办公地址位于柳湾镇中街1号。", [("address", "柳湾镇中街1号")]),
    ("到窗口（柳湾镇中街1号，电话：0599-7100200）查阅", [("address", "柳湾镇中街1号"), PHONE]),
    ("网址：http://www.lw.example.cn", [("website", "http://www.lw.example.cn")]),
    ("（https://lw.example.cn:8080/zwgk/）", [("website", "https://lw.example.cn:8080/zwgk/")]),
    ("http：//lw.example.cn/a", [("website", "http://lw.example.cn/a")]),
    ("网站地址：www.lw.example.cn查阅", [("website", "www.lw.example.cn")]),
    ("网址：lw.example.cn", [("website", "lw.example.cn")]),
    ("登录HTTP://WWW.LW.EXAMPLE.CN", [("website", "HTTP://WWW.LW.EXAMPLE.CN")]),
    # no contacts
    ("接听电话120次", []),
    ("电话接听3200000次", []),
    ("12345热线办件3件", []),
    ("公布电话、地址和联系方式", []),
    ("公开机构地址变更情况，更新及时", []),
    ("IP地址：10.0.0.1", []),
    ("地址：详见门户网站", []),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "expected"), CONTACTS, ids=[case[0] for case in CONTACTS])
def test_contacts(raw: str, expected: list[tuple[str, str]]) -> None:
    text, _ = made(raw)
    found = contacts(text)
    assert [(contact.kind, contact.value) for contact in found] == expected
    assert all(raw[contact.start : contact.end] == contact.text for contact in found)
