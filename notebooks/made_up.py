"""A made-up county whose organs report every year: enough reports to draw distributions from.

Everything here is invented: places, numbers, sentences. The same seed gives the same reports, to the byte. Channels come
and go over the years as they were made to, sums hold but where they were broken on purpose, and a few files are no
reports at all, so that the notebooks have something to find. What a plot of these reports shows says nothing about the
world.

>>> from made_up import write
>>> truth = write("somewhere")          # a row of facts for each report, as they were put in
"""

from __future__ import annotations

import random
import sys
from math import exp
from pathlib import Path

COUNTY = "云栖县"
TOWNS = ("柳湾", "石鼓", "青禾", "白鹭", "枫林", "沙溪", "梅岭", "双桥", "清水", "龙潭", "杏花", "望湖")
OFFICES = ("教育局", "水利局", "卫生健康局", "交通运输局", "农业农村局", "住房和城乡建设局")
YEARS = range(2015, 2025)
RENAMED = ("枫林", 2021)  # a town that became a subdistrict: 枫林镇 to 2020, 枫林街道 from then on

#: kind of channel: its words, and the share of organs that use it, (first share, last share, year of the turn)
CHANNELS = {
    "website": ("县政府门户网站", (0.98, 0.98, 2015)),
    "bulletin_board": ("公示栏", (0.85, 0.45, 2019)),
    "broadcast": ("村村响广播", (0.45, 0.15, 2018)),
    "weibo": ("政务微博", (0.55, 0.10, 2019)),
    "wechat_account": ("微信公众号", (0.08, 0.95, 2018)),
    "short_video": ("抖音号", (0.0, 0.60, 2021)),
}
#: aspect: problems and the remedies that answer them
POINTS = {
    "timeliness": (
        ("部分栏目信息更新不及时", "少数站所信息报送滞后", "公开栏内容更新周期偏长"),
        ("建立栏目更新台账，逾期提醒", "明确信息报送时限，按月通报", "定期更新公开栏内容"),
    ),
    "coverage": (
        ("公开内容不够全面，重点领域信息偏少", "惠民补贴类信息公开不够详细"),
        ("对照目录逐项补齐重点领域信息", "细化惠民补贴类信息的公开内容"),
    ),
    "channel": (
        ("公开渠道较为单一", "公开形式不够多样"),
        ("拓宽公开渠道，用好微信公众号", "丰富公开形式，增加图表和短视频"),
    ),
    "awareness": (
        ("个别干部对信息公开认识不足", "少数部门对公开工作重视不够"),
        ("组织专题学习，提高干部思想认识", "将公开工作列入党委会议题，增强责任意识"),
    ),
    "capacity": (
        ("工作人员多为兼职，业务能力有待提高", "信息员变动频繁，业务不熟"),
        ("加强业务培训，每季度轮训一次", "配备专职人员，稳定信息员队伍"),
    ),
    "interpretation": (
        ("政策解读形式单一，群众看不懂", "对群众关切回应不够主动"),
        ("增加图解、视频等解读形式", "及时回应群众关切，做好互动交流"),
    ),
    "mechanism": (("信息发布审核机制不健全", "部门之间协调机制不完善"), ("健全信息发布审核制度", "完善部门协调联动机制")),
    "publicity": (("群众对依申请公开的知晓度不高", "宣传力度不够，群众参与少"), ("加大宣传力度，开展政务公开进村入户活动",)),
}
#: how the weight of an aspect moves from the first to the last year
TREND = {"timeliness": (3, 2), "channel": (3, 1), "interpretation": (1, 3), "capacity": (2, 3), "awareness": (2, 1)}
OUTCOMES = ("granted", "partly_granted", "refused_third_party", "unavailable_not_held", "rejected_petition")
COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
ROWS = (
    ("new", "一、本年新收政府信息公开申请数量"),
    ("carried_in", "二、上年结转政府信息公开申请数量"),
    ("granted", "三、本年度办理结果", "（一）予以公开"),
    ("partly_granted", "", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
    ("", "", "（三）不予公开", "1.属于国家秘密"),
    ("", "", "", "2.其他法律行政法规禁止公开"),
    ("", "", "", "3.危及“三安全一稳定”"),
    ("refused_third_party", "", "", "4.保护第三方合法权益"),
    ("", "", "", "5.属于三类内部事务信息"),
    ("", "", "", "6.属于四类过程性信息"),
    ("", "", "", "7.属于行政执法案卷"),
    ("", "", "", "8.属于行政查询事项"),
    ("unavailable_not_held", "", "（四）无法提供", "1.本机关不掌握相关政府信息"),
    ("", "", "", "2.没有现成信息需要另行制作"),
    ("", "", "", "3.补正后申请内容仍不明确"),
    ("rejected_petition", "", "（五）不予处理", "1.信访举报投诉类申请"),
    ("", "", "", "2.重复申请"),
    ("", "", "", "3.要求提供公开出版物"),
    ("", "", "", "4.无正当理由大量反复申请"),
    ("", "", "", "5.要求行政机关确认或重新出具已获取信息"),
)
OTHER = {
    2019: (("", "", "（六）其他处理"),),
    2021: (
        ("", "", "（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
        ("", "", "", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"),
        ("", "", "", "3.其他"),
    ),
}
LAST = (("outcome_total", "", "（七）总计"), ("carried_out", "四、结转下年度继续办理"))


def write(folder: str | Path, seed: int = 0) -> list[dict]:
    """Write the reports, and some files that are none, into a folder; tells what was put into each report."""
    folder = Path(folder)
    truth = [told for name, office in organs() for told in career(folder, name, office, seed)]
    news = f"{COUNTY}召开政府信息公开工作推进会\n近日，{COUNTY}召开政府信息公开工作推进会，各乡镇、各部门负责人参加会议。\n"
    (folder / "news.txt").write_text(news, encoding="utf8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")  # a download that stopped
    first = folder / truth[0]["file"]
    (folder / "copy of a report.txt").write_bytes(first.read_bytes())
    return truth


def organs() -> list[tuple[str, bool]]:
    """The organs, and whether each is an office (or else a town)."""
    return [*((f"{COUNTY}{name}镇", False) for name in TOWNS), *((f"{COUNTY}{name}", True) for name in OFFICES)]


def career(folder: Path, organ: str, office: bool, seed: int) -> list[dict]:
    """All reports of one organ, year by year: what is not settled in one year is carried into the next."""
    rng = random.Random(f"{seed}:{organ}")
    total, carried, in_force, told = rng.randint(120, 260) * (3 if office else 2) // 2, 0, rng.randint(2, 12), []
    leaning = {kind: rng.random() for kind in CHANNELS}  # an organ keeps its ways: channels are not tossed anew each year
    for year in YEARS:
        total = max(20, round(total * rng.uniform(0.95, 1.3)))
        data = {"organ": organ, "year": year, "office": office, "disclosed": total}
        if RENAMED[0] in organ and year >= RENAMED[1]:
            data["organ"] = organ.replace("镇", "街道")
        data["channels"] = {kind: 0 for kind, (_, at) in CHANNELS.items() if leaning[kind] < share(*at, year)} or {"website": 0}
        split(rng, total, data["channels"])
        data["applications"] = settled(rng, carried, office)
        carried = data["applications"]["carried_out"]["总计"]
        data["made"], data["repealed"] = rng.randint(0, 4), rng.randint(0, 1)
        in_force += data["made"] - data["repealed"]
        data["in_force"] = in_force + (rng.random() < 0.05)  # now and then one too many, for this year alone
        data["aspects"] = picked(rng, year)
        text = report(rng, data)
        if rng.random() < 0.06:
            continue  # this year's report was never found
        data["file"] = f"{year}/{organ}.txt"
        (folder / str(year)).mkdir(parents=True, exist_ok=True)
        (folder / data["file"]).write_text(text, encoding="utf8")
        told.append(data)
    return told


def share(first: float, last: float, turn: int, year: int) -> float:
    """The share of organs that use a channel in a year: from one level to another, half way at the turn."""
    return first + (last - first) / (1 + exp(-1.1 * (year - turn)))


def split(rng: random.Random, total: int, parts: dict[str, int]) -> None:
    """Deal a total out among the parts, none left empty."""
    left = total
    for i, part in enumerate(parts):
        rest = len(parts) - 1 - i
        parts[part] = left if not rest else rng.randint(1, max(1, 2 * left // (rest + 2)))
        left -= parts[part]


def settled(rng: random.Random, carried: int, office: bool) -> dict[str, dict[str, int]]:
    """A year's applications: what came in and over, how it was settled, what is left; each by who applied."""
    new = rng.choice((0, 0, 1, 2, 3, 5)) + (rng.randint(0, 14) if office else 0)
    rows = {"new": deal(rng, new), "carried_in": {"自然人": carried}}
    there = {who: rows["new"].get(who, 0) + rows["carried_in"].get(who, 0) for who in COLUMNS[:2]}
    left = 1 if new > 2 and there["自然人"] > 1 and rng.random() < 0.4 else 0
    rows |= {outcome: {} for outcome in OUTCOMES}
    for who, count in there.items():
        for _ in range(count - (left if who == "自然人" else 0)):
            outcome = rng.choices(OUTCOMES, (8, 2, 1, 3, 1))[0]
            rows[outcome][who] = rows[outcome].get(who, 0) + 1
    rows["outcome_total"] = {who: sum(rows[outcome].get(who, 0) for outcome in OUTCOMES) for who in COLUMNS[:2]}
    rows["carried_out"] = {"自然人": left}
    for row in rows.values():
        row["总计"] = sum(row.values())
    return rows


def deal(rng: random.Random, count: int) -> dict[str, int]:
    """Applicants: people for the most part, some companies."""
    firms = sum(rng.random() < 0.2 for _ in range(count))
    return {"自然人": count - firms, "商业企业": firms}


def picked(rng: random.Random, year: int) -> list[str]:
    """The aspects of this year's problems; what was usual in the first years gives way to what is in the last."""
    along = (year - YEARS[0]) / (len(YEARS) - 1)
    weights = {aspect: a + (b - a) * along for aspect, (a, b) in ((one, TREND.get(one, (1, 1))) for one in POINTS)}
    out: list[str] = []
    while len(out) < rng.choice((2, 3, 3)):
        left = [aspect for aspect in POINTS if aspect not in out]
        out.append(rng.choices(left, [weights[aspect] for aspect in left])[0])
    return out


def report(rng: random.Random, data: dict) -> str:
    """The text of one report."""
    year, organ = data["year"], data["organ"]
    short = organ.removeprefix(COUNTY)
    rows = data["applications"]
    new = rows["new"]["总计"]
    ways = "、".join(f"{CHANNELS[kind][0]}{count}条" for kind, count in data["channels"].items())
    stated = data["disclosed"] - (rng.randint(1, 9) if rng.random() < 0.05 else 0)  # now and then less than its parts
    asked = rng.choice((f"全年收到政府信息公开申请{new}件", f"{year}年共受理政府信息公开申请{new}件")) if new else (
        "全年未收到政府信息公开申请"
    )
    extra = [
        f"发布政策解读{rng.randint(1, 30)}篇",
        f"举办政府信息公开培训{rng.randint(1, 4)}期，培训{rng.randint(20, 160)}人次",
        f"召开政府信息公开专题会议{rng.randint(1, 6)}次",
        f"制发规范性文件{data['made']}件" if data["made"] else "未制发规范性文件",
        f"收到群众留言{rng.randint(3, 90)}条，均已答复",
    ]
    if "wechat_account" in data["channels"]:
        extra.append(f"微信公众号关注人数{rng.randint(3, 90) * 100}人")
    chosen = "；".join(rng.sample(extra, rng.randint(2, 4)))
    parts = [
        f"{organ}{'' if data['office'] or short.endswith('街道') else '人民政府'}{year}年政府信息公开工作年度报告\n",
        f"本报告根据《中华人民共和国政府信息公开条例》编制，数据统计期限为{year}年1月1日至{year}年12月31日。"
        f"如有疑问，请与{short}办公室联系（电话：0688-{rng.randint(2000000, 8999999)}）。\n",
        "一、总体情况",
        f"（一）主动公开。{year}年，{short}主动公开政府信息{stated}条，其中{ways}。",
        f"（二）依申请公开。{asked}。",
        f"（三）其他工作。{chosen}。\n",
    ]
    if year >= 2019 and rng.random() > 0.03:  # the forms of 2019 and 2021; some organs leave them out
        parts += ["二、主动公开政府信息情况", proactive(rng, data), "三、收到和处理政府信息公开申请情况"]
        parts += [applications(rng, data), "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", reviews(rng)]
        number = "五"
    else:
        parts.append(f"二、因政府信息公开工作被申请行政复议、提起行政诉讼情况\n{year}年未发生行政复议、行政诉讼。\n")
        number = "三"
    parts += [f"{number}、存在的主要问题及改进情况", points(rng, data["aspects"])]
    return "\n".join(parts)


def points(rng: random.Random, aspects: list[str]) -> str:
    """Problems in a list, and remedies in another of the same order."""
    said = [[rng.choice(side) for side in POINTS[aspect]] for aspect in aspects]
    first, second = ("；".join(f"{'一二三'[i]}是{one[side]}" for i, one in enumerate(said)) for side in (0, 1))
    return f"一年来，工作中还存在以下问题：{first}。\n下一步，将采取以下措施：{second}。\n"


def grid(rows: list[list[str]]) -> str:
    """A table as a word processor copies it out: a cell a line, rows apart."""
    return "\n".join("".join(f"\t{cell}\n" for cell in row) for row in rows)


def proactive(rng: random.Random, data: dict) -> str:
    """The table of Article 20, in the form of the year."""
    head, of = ["信息内容"], lambda item: [f"第二十条第（{item}）项"]
    license_, penalty = rng.randint(0, 90), rng.randint(0, 40)
    if data["year"] < 2021:
        last = rng.randint(5, 40)
        counted, three = ["本年新制作数量", "本年新公开数量", "对外公开总数量"], ["上一年项目数量", "本年增/减", "处理决定数量"]
        rows = [of("一"), head + counted, ["规章", "0", "0", "0"]]
        rows += [["规范性文件", *(str(data[key]) for key in ("made", "made", "in_force"))]]
        rows += [of("五"), head + three, ["行政许可", str(last), rng.choice(("0", "增2", "减1")), str(license_)]]
        rows += [["其他对外管理服务事项", "6", "0", str(rng.randint(0, 60))], of("六"), head + three]
        rows += [["行政处罚", "4", "0", str(penalty)], ["行政强制", "0", "0", "0"], of("八")]
        rows += [head + three[:2], ["行政事业性收费", "0", "0"], of("九"), [*head, "采购项目数量", "采购总金额"]]
        rows += [["政府集中采购", str(rng.randint(0, 5)), rng.choice(("0", "12.5万元", "30.8万元", "/"))]]
    else:
        rows = [of("一"), [*head, "本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "0", "0", "0"]]
        rows += [["行政规范性文件", *(str(data[key]) for key in ("made", "repealed", "in_force"))]]
        rows += [of("五"), [*head, "本年处理决定数量"], ["行政许可", str(license_)], of("六"), [*head, "本年处理决定数量"]]
        rows += [["行政处罚", str(penalty)], ["行政强制", "0"], of("八"), [*head, "本年收费金额（单位：万元）"]]
        rows += [["行政事业性收费", rng.choice(("0", "0", "3.2"))]]
    return grid(rows)


def applications(rng: random.Random, data: dict) -> str:
    """The table of applications; some organs leave noughts blank or write a dash, some total is wrong."""
    nought = rng.choices(("0", " ", "/"), (8, 2, 1))[0]
    wrong = rng.choice(("granted", "outcome_total")) if rng.random() < 0.06 else None
    rows = [["申请人情况"], ["", "自然人", "法人或其他组织", "总计"], ["", "", *COLUMNS[1:6], ""]]
    for name, *labels in (*ROWS, *OTHER[2021 if data["year"] >= 2021 else 2019], *LAST):
        counts = [data["applications"].get(name, {}).get(who, 0) for who in COLUMNS]
        if name == wrong:
            counts[-1] += 1
        rows.append([*labels, *(str(count) if count else nought for count in counts)])
    return grid(rows)


def reviews(rng: random.Random) -> str:
    """The table of reviews and lawsuits: nearly always noughts."""
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    rows = [["行政复议", "行政诉讼"], [*results, "未经复议直接起诉", "复议后起诉"], ["", "", "", "", "", *results, *results]]
    upheld = int(rng.random() < 0.05)
    return grid([*rows, [str(upheld), "0", "0", "0", str(upheld), *("0" for _ in range(10))]])


if __name__ == "__main__":  # python notebooks/made_up.py FOLDER
    told = write(sys.argv[1])
    years = sorted({one["year"] for one in told})
    print(f"{len(told)} reports of {len(organs())} organs of {COUNTY}, {years[0]} to {years[-1]}: {sys.argv[1]}")
