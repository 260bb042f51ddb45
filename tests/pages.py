"""Made-up web pages: sites of many styles around a report, and reports rendered as html."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import forms

from extract.model import Report, Source

TITLE = "柳湾县林业局2021年政府信息公开工作年度报告"
BODY = (
    "本报告根据《中华人民共和国政府信息公开条例》编制，数据统计期限自2021年1月1日起至2021年12月31日止。",
    "一、总体情况",
    "2021年，我局共公开信息128条，其中通过县政府网站公开86条，通过“柳湾林业”微信公众号公开42条。",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "本年度收到政府信息公开申请3件，均已按期答复。",
    "四、存在的主要问题及改进情况",
    "一是更新不够及时。二是解读形式单一。下一步，我局将明确专人负责栏目更新，用图解等形式丰富解读。",
    "五、其他需要报告的事项",
    "无其他需要报告的事项。",
    "柳湾县林业局",
    "2022年1月12日",
)
Lines = Sequence[str]

MENU = "".join(
    f'<li><a href="/{i}.html">{name}</a></li>'
    for i, name in enumerate(
        ("首页", "政务公开", "政务服务", "互动交流", "走进柳湾", "政府信息公开年报", "微信矩阵", "政务微博")
    )
)
FOOTER = (
    "<p>主办：柳湾县人民政府办公室　承办：柳湾县大数据中心</p><p>地址：柳湾县河滨路7号　电话：0999-7654321　邮编：999001</p>"
    "<p>某ICP备99000001号-1　网站标识码：9900000001　某公网安备 99000002000001号</p><p>累计访问量98765人次</p>"
)
SHARE = '分享到：<a href="#">微信</a> <a href="#">新浪微博</a> <a href="javascript:window.print()">打印本页</a> <a href="#">关闭窗口</a>'
NEIGHBOURS = '<p>上一篇：<a href="1.html">柳湾县水利局2021年政府信息公开工作年度报告</a></p><p>下一篇：<a href="2.html">没有了</a></p>'
SIDE = "".join(
    f'<li><a href="/n{i}.html">我县召开第{i}次重点工作调度会议，安排部署{i}项任务</a> 2022-02-1{i}</li>'
    for i in range(8)
)


def paragraphs(lines: Lines, tag: str = "p", attributes: str = "") -> str:
    return "\n".join(f"<{tag}{attributes}>{line}</{tag}>" for line in lines)


def empire(lines: Lines) -> str:
    """A div soup with a headline, a line of particulars and buttons of letter sizes."""
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>{TITLE}</title>
    <script>var tip = "<p>全年公开信息999条。</p>";</script><style>.a {{ color: red }}</style></head><body>
    <div class="header"><ul class="menu">{MENU}</ul></div>
    <div class="curmb">当前位置：<a href="/">首页</a>&nbsp;&gt;&nbsp;<a href="/xxgk">信息公开</a></div>
    <div class="content"><h1 class="content_title">{TITLE}</h1><div class="content_attr">
    <span>发布日期：<b>2022-01-13 10:20</b></span> <span>来源：<b>县林业局</b></span> <span>浏览次数：<b>321</b></span>
    <span>字体大小：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a></span></div>
    <div id="zoom">{paragraphs(lines)}</div><div class="extended">{SHARE}
    <div id="share" style="display:none"><a title="分享" href="#">分享到朋友圈</a>本站公开信息555条，敬请关注。</div></div>{NEIGHBOURS}</div>
    <div class="footer">{FOOTER}</div></body></html>"""


def old_tables(lines: Lines) -> str:
    """Tables within tables, the whole report one cell with line breaks and blanks before each line."""
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{TITLE}-柳湾县人民政府网</title></head>
    <body><table width="1000"><tr><td colspan="2"><img src="top.jpg"></td></tr><tr><td colspan=2><table><tr>
    {"".join(f"<td><a href='{i}.htm'>{w}</a></td>" for i, w in enumerate(("首页", "新闻", "公开", "服务", "互动")))}</tr></table></td></tr>
    <tr><td width=200 valign=top><table>{"".join(f"<tr><td>·</td><td><a href='{i}.htm'>机构职能之{i}</a></td></tr>" for i in range(6))}</table></td>
    <td><table width="100%"><tr><td align=center><font size=5><b>{TITLE}</b></font></td></tr>
    <tr><td align=center>发布时间：2022-01-13 作者：某某 点击：77 次</td></tr><tr><td><hr>
    {"<br>".join("&nbsp;&nbsp;&nbsp;&nbsp;" + line for line in lines)}<br></td></tr><tr><td align=right>【<a href="#">打印</a>】【<a href="#">关闭</a>】</td></tr>
    </table></td></tr><tr><td colspan=2 align=center>{FOOTER.replace("p>", "div>")}</td></tr></table></body></html>"""


def editor(lines: Lines) -> str:
    """An editor's box with its own style sheet inside, a list of news beside it."""
    return f"""<html><head><meta name="ArticleTitle" content="{TITLE}"><meta charset="utf8"><title>柳湾县林业局</title></head><body>
    <div class=wrap><div class=side><h3>最新动态</h3><ul>{SIDE}</ul></div><div class=main><div class="tit">{TITLE}</div>
    <div class="xx">时间：2022-01-13　来源：县林业局　【字体：<a href="#">大</a> <a href="#">小</a>】</div>
    <div class="TRS_Editor"><style type="text/css">.TRS_Editor P{{line-height:2}}</style><div class="Custom_UnionStyle">
    {paragraphs(lines, "div", ' style="text-indent:2em"')}</div></div>{SHARE}</div></div><div>{FOOTER}</div></body></html>"""


def form(lines: Lines) -> str:
    """A form around the content, numbers of it in spans of their own, neighbours in a list."""
    spans = [line.replace("128", '<span>1</span><span lang="EN-US">28</span>') for line in lines]
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"><html><head><meta charset="UTF-8"/><title>{TITLE}-柳湾县林业局</title></head>
    <body><div id="nav"><ul>{MENU}</ul></div><div class="position">您当前的位置： <a href="/">首页</a> &gt; 信息公开年报 &gt; 正文</div>
    <form name="_newscontent_fromname"><div align="center"><h3>{TITLE}</h3></div><div align="center">发布日期：2022年01月13日 &nbsp;浏览次数：[<script>click(1)</script>]</div>
    <div id="vsb_content"><div class="v_news_content">{paragraphs(spans, "p", ' class="vsbcontent_start"')}</div></div>
    <p>附件【<a href="/a.docx">年度报告.docx</a>】已下载5次</p>
    <ul><li>上一条：<a href="3.htm">某报告</a></li><li>下一条：<a href="4.htm">某通知</a></li></ul></form>
    <div id="copyright">版权所有：柳湾县林业局　{FOOTER}</div></body></html>"""


def box(lines: Lines) -> str:
    """The box of labels before a document, an element of the site's own around the content, a code beside it."""
    cells = (("索 引 号", "999001/2022-00001", "信息分类", "年度报告 / 部门年报"), ("发布机构", "县林业局", "生成日期", "2022-01-12"),
             ("信息名称", TITLE, "文　　号", "无"), ("内容概述", TITLE, "有效性", "有效"))  # fmt: skip
    table = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in cells)
    return f"""<html><head><meta charset="utf-8"><meta name="ArticleTitle" content="{TITLE}"></head><body><div class="top">{MENU}</div>
    <div class="xxgk"><table class="bt">{table}</table><div class="article-title"><ucaptitle>{TITLE}</ucaptitle></div>
    <div class="wzy"><UCAPCONTENT>{paragraphs(lines)}</UCAPCONTENT></div><div class="ewm"><img src="qr.png">扫一扫在手机打开当前页</div></div>
    <div class="bottom">{FOOTER}</div></body></html>"""


def word(lines: Lines) -> str:
    """What a word processor exports: namespaces, conditional comments, bookmarks as links, lines broken in the source."""
    broken = [f"{line[:11]}\n{line[11:]}" if len(line) > 20 and line[10:12].isalpha() else line for line in lines]
    body = paragraphs(
        [f'<a name="_Toc{i}"></a><b><span style=\'mso-hansi-font-family:宋体\'>{line}</span></b><span lang=EN-US><o:p></o:p></span>' for i, line in enumerate(broken)],
        "p", " class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'",
    )  # fmt: skip
    return f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv=Content-Type content="text/html; charset=gb2312">
    <meta name=Generator content="Microsoft Word 12"><title>{TITLE}</title><!--[if gte mso 9]><xml><o:Words>99</o:Words></xml><![endif]-->
    <style><!-- p.MsoNormal {{mso-style-parent:""}} --></style></head><body lang=ZH-CN><div class=WordSection1>
    <p class=MsoNormal align=center><b>{TITLE}</b></p><![if !supportEmptyParas]>&nbsp;<![endif]>{body}
    <p class=MsoNormal><span lang=EN-US>&nbsp;</span></p></div></body></html>"""


def siblings(lines: Lines) -> str:
    """The report in several boxes beside each other, among the site's."""
    cut = [0, *(i for i, line in enumerate(lines) if line[1:2] == "、"), len(lines)]
    parts = "".join(f'<div class="block b{i}">{paragraphs(lines[a:b])}</div>' for i, (a, b) in enumerate(pairwise(cut)))
    return f"""<html><head><meta charset="utf-8"><title>{TITLE}_柳湾县</title></head><body><div class="logo"><a href="/">柳湾县人民政府</a></div>
    <div class="menus">{MENU}</div><h2>{TITLE}</h2><div>浏览量：12</div>{parts}<div>{SHARE}</div><div class="links">{SIDE}</div><div class="foot">{FOOTER}</div></body></html>"""


def semantic(lines: Lines) -> str:
    """Elements of html5, bars of buttons for the blind."""
    return f"""<!doctype html><html lang="zh"><head><title>{TITLE} | 柳湾县</title></head><body><header><nav><ul>{MENU}</ul></nav>
    <a href="#">无障碍阅读</a> <a href="#">长者模式</a></header><main><article><header><h1>{TITLE}</h1><p>2022-01-13 信息来源：县林业局</p></header>
    <section>{paragraphs(lines)}</section></article><aside><h4>相关信息</h4><ul>{SIDE}</ul></aside></main><footer>{FOOTER}</footer></body></html>"""


def twice(lines: Lines) -> str:
    """The report once for screens and once for telephones."""
    body = paragraphs(lines)
    return f"""<html><head><meta charset="utf-8"><title>{TITLE}</title></head><body><div class="pc"><ul>{MENU}</ul><h1>{TITLE}</h1><div class="con">{body}</div></div>
    <div class="mobile"><div class="m-title">{TITLE}</div><div class="m-con">{body}</div></div><div class="footer">{FOOTER}</div></body></html>"""


def bare(lines: Lines) -> str:
    """Text and line breaks, nothing else."""
    return f"<html><title>{TITLE}</title><body>{'<br><br>'.join('　　' + line for line in lines)}</body></html>"


def linked(lines: Lines) -> str:
    """A link that was never closed runs through the report."""
    return f"""<html><head><meta charset=utf-8></head><body><ul>{MENU}</ul><div class=a><p><a href="/x">{TITLE}</p>{paragraphs(lines)}</div><div class=footer>{FOOTER}</div></body></html>"""


STYLES: dict[str, Callable[[Lines], str]] = {
    style.__name__: style
    for style in (empire, old_tables, editor, form, box, word, siblings, semantic, twice, bare, linked)
}

# ---------------------------------------------------------------- statutory tables with spans

Row = list[tuple[str, int, int]]  # text, rowspan, colspan


def spanned(kind: str, rows: forms.Rows) -> list[Row]:
    """The rows of ``forms`` with the cells that cover others as one."""
    if kind == "proactive":
        width = max(map(len, rows))
        return [[(text, 1, width - len(row) + 1 if text is row[-1] else 1) for text in row] for row in rows]
    if kind == "review_litigation":
        return [
            [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
            [*((text, 2, 1) for text in forms.RESULTS), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
            [(text, 1, 1) for text in forms.RESULTS * 2],
            [(text, 1, 1) for text in rows[-1]],
        ]
    out: list[Row] = [
        [(rows[0][0], 3, 3), (rows[0][1], 1, 7)],
        [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
        [(text, 1, 1) for text in rows[2][2:7]],
    ]
    body = rows[3:]
    for at, row in enumerate(body):
        labels, values = row[: len(row) - 7], row[len(row) - 7 :]
        cells: Row = []
        for column, label in enumerate(labels):
            if not label:
                continue
            below = 1
            while at + below < len(body) and len(body[at + below]) - 7 > column and not body[at + below][column]:
                below += 1
            cells.append((label, below, 3 - column if column == len(labels) - 1 else 1))
        out.append([*cells, *((text, 1, 1) for text in values)])
    return out


def table(rows: Iterable[Row], empty: str = "&nbsp;") -> str:
    def cell(text: str, rowspan: int, colspan: int) -> str:
        spans = (f' rowspan="{rowspan}"' if rowspan > 1 else "") + (f' colspan="{colspan}"' if colspan > 1 else "")
        return f"<td{spans}><p>{text.replace(chr(10), '<br>') or empty}</p></td>"

    return (
        "<table border=1><tbody>"
        + "".join(f"<tr>{''.join(cell(*c) for c in row)}</tr>" for row in rows)
        + "</tbody></table>"
    )


def form_rows(report: Report, kind: str) -> forms.Rows:
    """The rows of a statutory table of a report, blank where a label covers several."""
    found = next(table for table in report.tables if table.kind == kind)
    values: dict[str, list[str]] = {}
    for cell in found.cells:
        if cell.status != "missing":
            values.setdefault(cell.row, []).append(cell.raw)
    if kind == "proactive":
        rows = forms.proactive(values, found.template)
        in_wan = any(cell.unit == "元" and cell.value and str(cell.value) not in cell.raw for cell in found.cells)
        named = {"采购总金额": "采购总金额（单位：万元）"} if in_wan else {}
        rows = [[named.get(text, text) for text in row] for row in rows]
    elif kind == "applications":
        rows = forms.applications()[:3]
        for key in (key for key in forms.APPLICATIONS if key in values):
            label = forms.APPLICATIONS[key][0]
            if key == "other_uncorrected" and "other" in values:
                label = ["", "", label[-1]]
            rows.append([*label, *values[key]])
    else:
        rows = forms.reviews(values["cases"])
    return rows


def statutory(report: Report, kind: str) -> str:
    """A statutory table of a report, as html."""
    return table(spanned(kind, form_rows(report, kind)))


def rendered(report: Report, source: Source) -> str:
    """A report that was read from text as a page: a paragraph a line, its statutory tables with spans."""
    out, at = [], 0
    for found in sorted(report.tables, key=lambda table: table.start):
        out += [(source.raw[at : found.start], ""), ("", statutory(report, found.kind))]
        at = found.end
    out.append((source.raw[at:], ""))
    body = "".join(
        html or paragraphs([escaped(line) for line in text.split("\n") if line.strip()]) for text, html in out
    )
    return f'<html><head><meta charset="utf-8"></head><body><ul>{MENU}</ul><div>{body}</div><div>{SHARE}</div><div>{FOOTER}</div></body></html>'


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\xa0", "&nbsp;")
