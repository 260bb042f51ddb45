"""The review in a real Chromium: open, filter, search, jump, decide, add, save, take back; from a file and served.

A screenshot of each page is kept in ``out/review`` (not in git).
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed; make setup installs it")
pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed; make setup installs it")

import browser
import reviews
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from typer.testing import CliRunner

import extract
from extract.annotate import corpus
from extract.cli.app import app
from extract.review import Review, build, server
from extract.shards import running

pytestmark = pytest.mark.skipif(browser.found() is None, reason=browser.LACKING)

ROOT = Path(__file__).resolve().parents[1]
SHOTS = ROOT / "out" / "review"
QINGHUANG, ZHIZHOU, HOSTILE = "39077d2c371af0b8", "a41de7b4554345e3", "636b196597e37447"
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reviews.run(tmp_path_factory.mktemp("browser"), ["s01", "s13"])


@pytest.fixture(scope="module")
def pages(out: Path) -> Review:
    return build(extract.load(out), out.parent / "pages")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser.browser() as one:
        yield one


@pytest.fixture
def opened(chromium: Browser, pages: Review, request: pytest.FixtureRequest) -> Iterator[Open]:
    """Opens an address of the pages; after the test, nothing may have been said on the console or asked of a network."""
    said: list[str] = []
    #: so a page learns that another one has written; so it learns that there is no such report
    meant = re.compile(
        "status of 412"
        if "served" in request.node.name
        else "ERR_FILE_NOT_FOUND"
        if "nowhere" in request.node.name
        else "$^"
    )
    contexts: list[BrowserContext] = []

    def one(
        address: str = "#/", folder: Path = pages.folder, context: BrowserContext | None = None, **how: Any
    ) -> Page:
        if context is None:
            context = chromium.new_context(
                **{"viewport": {"width": 1280, "height": 860}, "reduced_motion": "reduce", **how}
            )
            contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"error: {error}"))
        page.on(
            "request",
            lambda request: request.url.startswith(("file:", "blob:", "http://127.0.0.1:")) or said.append(request.url),
        )
        page.goto(address if "://" in address else f"{(folder / 'index.html').as_uri()}{address}")
        return page

    yield one
    for context in contexts:
        context.close()
    assert [one for one in said if not meant.search(one)] == []


def shot(page: Page, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


def found(page: Page, words: str) -> None:
    expect(page.locator("#found")).to_have_text(words)


def select(page: Page, words: str) -> None:
    """Select words in the text as a person does: one anchor, one focus; the browser tells of it."""
    page.evaluate(
        """words => {
          const walk = document.createTreeWalker(document.getElementById('text'), NodeFilter.SHOW_TEXT);
          const nodes = []; let all = '';
          while (walk.nextNode()) { nodes.push([all.length, walk.currentNode]); all += walk.currentNode.data; }
          const at = all.indexOf(words), place = n => { const [from, node] = nodes.findLast(([f]) => f <= n); return [node, n - from]; };
          const [a, i] = place(at), [b, j] = place(at + words.length - 1);
          getSelection().setBaseAndExtent(a, i, b, j + 1);
        }""",
        words,
    )
    expect(page.locator("#pick")).to_be_visible()


def rows(page: Page) -> list[dict[str, Any]]:
    """What the page saves."""
    with page.expect_download() as caught:
        page.locator("#export").click()
    return [json.loads(line) for line in caught.value.path().read_text(encoding="utf8").splitlines()]


def test_the_list_filters_searches_and_remembers_in_its_address(opened: Open) -> None:
    page = opened()
    found(page, "3 份，共 3 份")
    shot(page, "list")
    page.get_by_label("有未通过校验").check()
    found(page, "1 份，共 3 份")
    expect(page.locator(".reports tbody tr")).to_contain_text("栀洲镇")
    page.get_by_label("有未通过校验").uncheck()
    for label, value, left in (
        ("年度", "2019", 1),
        ("层级", "township", 3),
        ("文件类型", "disclosure_report", 3),
        ("提示", "rows_missing", 1),
        ("审阅进度", "some", 0),
    ):
        page.get_by_role("combobox", name=label, exact=True).select_option(value)
        found(page, f"{left} 份，共 3 份")
        page.get_by_role("button", name="清除筛选").click()
        found(page, "3 份，共 3 份")
    page.get_by_label("机关", exact=True).fill("栀洲")
    found(page, "1 份，共 3 份")
    page.get_by_role("button", name="清除筛选").click()
    page.get_by_label("搜索", exact=True).fill("qinghuang")
    found(page, "1 份，共 3 份")
    page.get_by_label("搜索", exact=True).fill("惠农补贴类")
    found(page, "0 份，共 3 份")
    page.get_by_label("搜索全文").check()
    found(page, "1 份，共 3 份")
    expect(page.locator(".hit mark")).to_have_text("惠农补贴类")
    assert "full=1" in page.url
    page.locator(".reports a").first.click()
    expect(page.locator("h1:visible")).to_contain_text("青篁镇人民政府2019年度")
    page.get_by_role("link", name="返回列表").click()
    found(page, "1 份，共 3 份")
    page.reload()
    found(page, "1 份，共 3 份")


def test_a_thousand_reports_are_listed_fifty_at_a_time(opened: Open, out: Path, tmp_path: Path) -> None:
    run: Any = reviews.large(tmp_path, out, 1000, HOSTILE)
    page = opened(folder=build(run, tmp_path / "pages").folder)
    found(page, "1,000 份，共 1,000 份")
    expect(page.locator(".reports tbody tr")).to_have_count(50)
    expect(page.locator("#pages")).to_contain_text("第 1 / 20 页")
    page.get_by_role("button", name="下一页").click()
    expect(page.locator("#pages")).to_contain_text("第 2 / 20 页")
    expect(page.locator(".reports tbody tr").first).to_contain_text("00050 ")
    page.get_by_role("combobox", name="年度", exact=True).select_option("2012")
    found(page, "67 份，共 1,000 份")
    expect(page.locator("#pages")).to_contain_text("第 1 / 2 页")
    page.get_by_role("combobox", name="排序", exact=True).select_option("low")
    shot(page, "list-1000")


def test_text_and_record_lead_to_each_other(opened: Open) -> None:
    page = opened()
    page.locator(".reports a").first.click()
    expect(page.locator("h1:visible")).to_be_focused()  # what is new is said to those who listen
    page.locator("#text .mark", has_text="286条").click()
    expect(page.locator("#card-f1")).to_have_class(re.compile(r"\bnow\b"))
    assert page.url.endswith(f"#/report/{QINGHUANG}/f1")
    page.get_by_role("button", name="在正文中查看 p2").click()
    expect(page.locator("#text .mark.now").first).to_contain_text("渠道偏窄")
    assert page.url.endswith("/p2")
    expect(page.locator("#text .mark.now").first).to_be_in_viewport()
    shot(page, "report")
    page.reload()  # the address alone leads there again
    expect(page.locator("#card-p2")).to_have_class(re.compile(r"\bnow\b"))
    page.locator("#card-c2 .words .jump").nth(2).click()  # the third place that names the account, inside a problem
    expect(page.locator("#text .mark.now.g-channel.g-problem")).to_have_text("公众号")


def test_from_thing_to_thing_by_keyboard(opened: Open) -> None:
    page = opened(f"#/report/{QINGHUANG}")
    for key, name in (("n", "f1"), ("j", "f2"), ("j", "f3"), ("p", "f2"), ("k", "f1")):
        page.keyboard.press(key)
        expect(page.locator(f"#card-{name}")).to_have_class(re.compile(r"\bnow\b"))
        expect(page.locator("#text .mark.now").first).to_be_focused()
    page.keyboard.press("y")
    expect(page.locator("#card-f1")).to_have_class(re.compile("s-confirm"))
    expect(page.locator("#text .mark.now").first).to_be_focused()  # though the text was drawn anew
    page.keyboard.press("u")  # the next one nobody has decided on
    expect(page.locator("#card-f2")).to_have_class(re.compile(r"\bnow\b"))
    page.keyboard.press("Enter")
    expect(page.locator("#card-f2")).to_be_focused()
    page.keyboard.press("e")
    expect(page.locator("#editor")).to_be_visible()
    expect(page.locator("#editor [name=kind]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#editor")).to_be_hidden()
    expect(page.locator("#card-f2")).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("正文中下一项")
    page.keyboard.press("Escape")
    page.keyboard.press("]")
    expect(page.locator("h1:visible")).to_contain_text("栀洲镇")
    page.keyboard.press("[")
    expect(page.locator("h1:visible")).to_contain_text("青篁镇")


def test_overlapping_things_are_cut_at_their_borders(opened: Open) -> None:
    page = opened(f"#/report/{QINGHUANG}")
    pieces = page.locator("#text .mark[data-keys~=p2]")
    assert pieces.all_text_contents() == ["渠道偏窄，不用智能手机的老人看不到", "公众号", "内容"]
    assert [one.get_attribute("data-keys") for one in pieces.all()] == ["p2", "p2 c2", "p2"]
    text = page.locator("#text p.line").all_inner_texts()
    source = next(reviews.SAMPLES.glob("s01*")).read_text(encoding="utf8")
    kept = [line.strip() for line in source.split("\n") if line.strip() in [one.strip() for one in text]]
    assert len(kept) == len(text)  # every line as it stands, cut or not
    page.get_by_label("渠道", exact=False).first.uncheck()
    expect(page.locator("#text .mark.g-channel")).to_have_count(0)
    page.reload()
    expect(page.locator("#text .mark.g-channel")).to_have_count(0)


def test_a_text_without_line_ends_is_parted_at_its_headings(opened: Open, tmp_path: Path) -> None:
    text = reviews.HOSTILE.replace("\n\n", "\u3000\u3000").replace("\n", "\u3000\u3000")
    source = tmp_path / "in"
    source.mkdir()
    (source / "run together.txt").write_text(text, encoding="utf8")
    running.run(running.Request((str(source),), str(tmp_path / "out")))
    page = opened(folder=build(extract.load(tmp_path / "out"), tmp_path / "pages").folder)
    page.locator(".reports a").first.click()
    expect(page.locator("#text .line.title")).to_have_text("恶石镇人民政府2022年政府信息公开工作年度报告")
    lines = [one.strip() for one in page.locator("#text .line").all_text_contents()]
    assert [one for one in lines if one.startswith(("一、", "五、", "存在", "改进"))] == [
        *("一、总体情况", "五、存在的主要问题及改进情况"),
        *(line for line in reviews.HOSTILE.splitlines() if line.startswith(("存在", "改进"))),
    ]
    shown = "".join(page.locator("#text .line").all_text_contents())
    assert shown.replace("\u3000", "") == text.replace("\u3000", "")
    shot(page, "run-together")


def test_links_are_drawn_and_can_be_hidden(opened: Open) -> None:
    page = opened(f"#/report/{QINGHUANG}/p1")
    lines = page.locator("svg.links g.link")
    expect(lines).to_have_count(3)
    expect(page.locator("g.link.now")).to_have_attribute("data-link", "p1>r1")
    ends = page.evaluate(
        """() => { const [a, b] = ['p1', 'r1'].map(k => document.querySelector(`[data-keys~=${k}]`).getClientRects()[0]);
             const line = document.querySelector('[data-link="p1>r1"] path:nth-of-type(2)').getBoundingClientRect();
             return [Math.abs(line.top - (a.top + a.height / 2)), Math.abs(line.bottom - (b.top + b.height / 2))]; }"""
    )
    assert max(ends) < 3
    page.get_by_label("问题—措施连线").uncheck()
    expect(lines).to_have_count(0)


def test_failed_checks_are_marked_in_the_cell_and_explained(opened: Open) -> None:
    page = opened(f"#/report/{ZHIZHOU}")
    cell = page.locator("#cell-applications--granted--total")
    expect(cell).to_have_class(re.compile(r"\bbad\b"))
    why = cell.get_attribute("aria-describedby")
    assert why is not None
    assert len(why.split()) == 2
    cell.get_by_role("button").click()
    told = page.locator(f"#{why.split()[0]}")
    expect(told).to_be_focused()
    expect(told).to_contain_text("应为 4，实为 3")
    told.get_by_role("button", name="予以公开 / 自然人").click()
    expect(page.locator("#cell-applications--granted--natural_person")).to_be_focused()
    page.locator("#card-f11").get_by_role("button", name="正文与表格一致").click()
    expect(page.locator(f"#{why.split()[1]}")).to_be_focused()
    assert page.locator("figure.statutory").count() == 3
    shot(page, "checks")


def test_decide_correct_add_save_and_take_back(opened: Open, out: Path, tmp_path: Path) -> None:
    page = opened(f"#/report/{QINGHUANG}")
    page.locator("#export").click()
    expect(page.locator("#note")).to_contain_text("尚未作出任何决定")
    card = lambda name: page.locator(f"#card-{name}")  # noqa: E731
    card("f1").get_by_role("button", name="确认 f1").click()
    card("f2").get_by_role("button", name="更正 f2").click()
    page.locator("#editor [name=value]").fill("many")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#fault")).to_have_text("数值须为不小于 0 的数字。")
    page.locator("#editor [name=value]").fill("120")
    page.locator("#editor [name=bound]").select_option("approx")
    page.locator("#editor [name=note]").fill("原文如此")
    shot(page, "correction")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(card("f2")).to_contain_text("约数 120 条")
    card("f3").get_by_role("button", name="更正 f3").click()
    page.locator("#editor [name=kind]").select_option("application")
    page.locator("#editor [name=stage]").select_option("granted")
    page.locator("#editor [name=end]").fill("248")
    page.get_by_role("button", name="保存", exact=True).click()
    card("f4").get_by_role("button", name="否决 f4").click()
    expect(page.locator("#text .mark[data-keys~=f4]")).to_have_count(0)
    # a total that lacks, with a part that refers to it: by selecting words
    select(page, "一座桥")
    page.locator("#pick").get_by_role("button", name="事实").click()
    page.locator("#editor [name=kind]").select_option("other")
    page.locator("#editor [name=value]").fill("1")
    page.locator("#editor [name=unit]").fill("座")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(card("n1")).to_contain_text("其他1 座")
    card("f5").get_by_role("button", name="更正 f5").click()
    page.locator("#editor [name=part_of]").select_option("n1")
    page.get_by_role("button", name="保存", exact=True).click()
    # channels: one that lacks, and a place of one that is wrong
    select(page, "政务公开办")
    page.locator("#pick").get_by_role("button", name="渠道").click()
    page.locator("#editor [name=kind]").select_option("other")
    page.locator("#editor [name=name]").fill("县 办")
    page.get_by_role("button", name="保存", exact=True).click()
    card("c2").get_by_role("button", name="更正 c2").click()
    page.get_by_role("button", name="去掉 公众号").first.click()
    page.get_by_role("button", name="保存", exact=True).click()
    # points and links
    select(page, "有回音")
    page.locator("#pick").get_by_role("button", name="措施").click()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#fault")).to_have_text("请选择方面。")
    page.locator("#editor [name=kind]").select_option("mechanism")
    page.locator("#editor").get_by_role("checkbox", name="宣传知晓").check()
    page.get_by_role("button", name="保存", exact=True).click()
    card("p1").get_by_role("button", name="否决 p1>r1").click()
    card("p1").get_by_label("为 p1 关联措施").select_option("n3")
    card("p2").get_by_label("连线 p2>r2 的依据").select_option("explicit")
    card("p3").get_by_role("button", name="确认 p3>r3").click()
    card("p3").get_by_role("button", name="否决 p3", exact=True).click()  # its links go with it
    for name in (
        "其余事实无误，没有遗漏",
        "其余渠道无误，没有遗漏",
        "其余问题与措施无误，没有遗漏",
        "其余连线无误，没有遗漏",
    ):
        page.get_by_role("button", name=name).click()
    expect(page.locator("#decided")).to_have_text("13")
    page.locator("#export").click()
    expect(page.locator("#note")).to_contain_text("请先填写审阅人")
    page.get_by_label("审阅人").fill("王")
    page.get_by_label("审阅人").blur()
    page.reload()
    expect(page.locator("#decided")).to_have_text("13")  # what was decided is there again
    expect(card("f2")).to_contain_text("约数 120 条")
    saved = rows(page)
    assert {row["reviewer"] for row in saved} == {"王"}
    assert {row["sha256"] for row in saved} == {corpus.sha256(extract.load(out).text(QINGHUANG))}
    file = tmp_path / "corrections.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in saved), encoding="utf8")
    told = CliRunner().invoke(
        app, ["annotate", "correct", str(out), str(file), "--out", str(tmp_path / "reviewed.jsonl")]
    )
    assert told.exit_code == 0, told.output
    (line,) = [one for one in corpus.read(tmp_path / "reviewed.jsonl") if one.id == QINGHUANG]
    assert line.layers == ("facts", "channels", "items", "links")
    facts = {fact["text"]: fact for fact in line.gold["facts"]}
    assert (facts["121条"]["value"], facts["121条"]["bound"]) == (120, "approx")
    assert (facts["38"]["kind"], facts["38"]["stage"]) == ("application", "granted")
    assert "104条" not in facts
    assert (facts["一座桥"]["value"], facts["一座桥"]["unit"]) == (1, "座")
    assert facts["23条"]["part_of"] == facts["一座桥"]["id"]
    ways = {one["name"]: [mention["text"] for mention in one["mentions"]] for one in line.gold["channels"]}
    assert ways["县 办"] == ["政务公开办"]
    assert ways["青篁微讯"] == ["“青篁微讯”公众号", "公众号"]
    own = next(one for one in line.gold["remedies"] if one["text"] == "有回音")
    assert own["aspects"] == ["mechanism", "publicity"]
    assert [one["remedies"] for one in line.gold["problems"]] == [
        [{"remedy": own["id"], "by": "explicit"}],
        [{"remedy": "r2", "by": "explicit"}],
    ]
    page.get_by_role("link", name="返回列表").click()
    expect(page.locator(".reports tbody tr").first).to_contain_text("7 / 34 +4")
    page.get_by_role("combobox", name="审阅进度").select_option("some")
    found(page, "1 份，共 3 份")


def test_adding_without_a_mouse(opened: Open) -> None:
    page = opened(f"#/report/{QINGHUANG}/f1")
    page.get_by_role("button", name="＋ 添加遗漏：事实").press("Enter")
    expect(page.locator("#editor [name=kind]")).to_be_focused()
    page.locator("#editor [name=start]").fill("0")
    page.locator("#editor [name=end]").fill("7")
    expect(page.locator("#preview")).to_have_text("青篁镇人民政府")
    page.locator("#editor [name=value]").press("Enter")
    expect(page.locator("#card-n1")).to_contain_text("青篁镇人民政府")
    page.get_by_role("button", name="否决 n1").press("Enter")
    expect(page.locator("#card-n1")).to_have_count(0)
    expect(page.locator("#decided")).to_have_text("0")


def test_addresses_that_lead_nowhere_say_so(opened: Open) -> None:
    page = opened("#/report/0123456789abcdef")
    expect(page.locator("h1:visible")).to_contain_text("没有报告 0123456789abcdef")
    for address in ("#/report/%E0%A4%A", "#/report/..%2F..%2Fassets%2Fapp", "#/report/%3Cimg%20src%3Dx%3E"):
        page.goto(page.url.partition("#")[0] + address)
        expect(page.locator("h1:visible")).to_contain_text("没有报告")
    page.goto(page.url.partition("#")[0] + f"#/report/{QINGHUANG}/f99")
    expect(page.locator("h1:visible")).to_contain_text("青篁镇")


def test_a_saved_file_is_loaded_into_another_browser(opened: Open, tmp_path: Path) -> None:
    page = opened(f"#/report/{ZHIZHOU}")
    page.get_by_label("审阅人").fill("李")
    page.get_by_role("button", name="确认 f1", exact=True).click()
    file = tmp_path / "saved.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows(page)), encoding="utf8")
    other = opened(f"#/report/{ZHIZHOU}")
    expect(other.locator("#decided")).to_have_text("0")
    (tmp_path / "odd.jsonl").write_text("{}\n")
    other.locator("#import-file").set_input_files(tmp_path / "odd.jsonl")
    expect(other.locator("#note")).to_contain_text("odd.jsonl 不是本页的更正文件")
    other.locator("#import-file").set_input_files(file)
    expect(other.locator("#decided")).to_have_text("1")
    expect(other.locator("#card-f1")).to_have_class(re.compile("s-confirm"))
    expect(other.get_by_label("审阅人")).to_have_value("李")


def test_decisions_that_would_contradict_are_not_taken(opened: Open) -> None:
    page = opened(f"#/report/{QINGHUANG}")
    page.get_by_role("button", name="更正 f6", exact=True).click()
    page.locator("#editor [name=part_of]").select_option("f5")
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("button", name="否决 f5", exact=True).click()
    expect(page.locator("#note")).to_contain_text("f6 引用了 f5")
    expect(page.locator("#card-f5")).not_to_have_class(re.compile("s-reject"))
    page.get_by_role("button", name="更正 f2", exact=True).click()
    start = int(page.locator("#editor [name=start]").input_value())
    page.locator("#editor [name=start]").fill(str(start - 14))  # from inside f1
    page.locator("#editor [name=end]").fill(str(start + 1))
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#fault")).to_contain_text("交叉")
    page.locator("#editor [name=end]").fill("99999")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#fault")).to_contain_text("位置须为")
    page.get_by_role("button", name="取消").click()
    page.get_by_role("button", name="更正 f2", exact=True).click()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#fault")).to_contain_text("没有改动")


def test_markup_in_a_report_is_text(opened: Open) -> None:
    page = opened()
    found(page, "3 份，共 3 份")
    expect(page.locator(".reports")).to_contain_text("<img src=x onerror=document.title='broken'>.txt")
    page.get_by_label("搜索", exact=True).fill("</script><script>")
    page.get_by_label("搜索全文").check()
    found(page, "1 份，共 3 份")
    page.goto(page.url.partition("#")[0] + f"#/report/{HOSTILE}")
    text = page.locator("#text")
    for words in ("<script>document.title='broken'</script><img src=x", "</script><!--&amp;]]>"):
        expect(text).to_contain_text(words)
    assert page.locator("#text script, #text img, main img").count() == 0
    assert "broken" not in page.title()
    assert [one.get_attribute("data-code") for one in text.locator(".odd").all()][-4:] == [
        "U+202E",
        "U+202C",
        "U+200B",
        "U+2028",
    ]
    shot(page, "hostile")
    # places are counted in code points, whatever stands before them
    for name, words in (("f1", "12条"), ("f2", "8条"), ("f4", "未收到")):
        assert text.locator(f"[data-keys~={name}]").all_text_contents() == [words]
    select(page, "县政府")
    page.locator("#pick").get_by_role("button", name="渠道").click()
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_label("审阅人").fill("王")
    (row,) = rows(page)
    assert row["text"] == "县政府" == reviews.HOSTILE[row["start"] : row["end"]]


def test_a_phone_has_no_sideways_scrolling(opened: Open) -> None:
    page = opened(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    wide = "() => document.documentElement.scrollWidth"
    found(page, "3 份，共 3 份")
    assert page.evaluate(wide) == 360
    shot(page, "phone-list")
    page.locator(".reports a").first.click()
    expect(page.locator("#text")).to_be_visible()
    expect(page.locator("#record")).to_be_hidden()
    assert page.evaluate(wide) == 360
    shot(page, "phone-text")
    page.locator("#text .mark", has_text="286条").tap()
    expect(page.locator("#card-f1")).to_be_in_viewport()
    expect(page.locator("#text")).to_be_hidden()
    assert page.evaluate(wide) == 360
    page.get_by_role("button", name="更正 f1", exact=True).tap()
    expect(page.locator("#editor")).to_be_visible()
    assert page.evaluate(wide) == 360
    shot(page, "phone-form")
    page.get_by_role("button", name="取消").tap()
    page.get_by_role("button", name="在正文中查看 p1").tap()
    expect(page.locator("#text .mark.now").first).to_be_in_viewport()
    expect(page.locator("svg.links g.link")).to_have_count(3)
    assert page.evaluate(wide) == 360


def test_both_languages_and_the_choice_is_remembered(opened: Open) -> None:
    page = opened(f"#/report/{ZHIZHOU}/f11")
    page.get_by_role("button", name="English").click()
    expect(page.locator("#card-f11")).to_contain_text("applications · granted")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#text")).to_have_attribute("lang", "zh-CN")
    page.reload()
    expect(page.get_by_role("link", name="All reports")).to_be_visible()
    expect(page.locator("h1:visible")).to_contain_text("栀洲镇")
    left = page.evaluate(
        """() => [...document.querySelectorAll('button, label, h2, dt, summary, option, legend, th')]
             .filter(e => !e.closest('#text') && !e.matches('.jump, #language') && !e.closest('.words')).map(e => e.textContent)
             .filter(t => /[\\u4e00-\\u9fff]/.test(t) && !/^[a-z]\\d+ /.test(t))"""
    )
    assert left == ["渠道"] * 0
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("link", name="返回列表")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_accessible(opened: Open, language: str, scheme: str) -> None:
    page = opened(color_scheme=scheme)
    if language == "en":
        page.get_by_role("button", name="English").click()
    expect(page.locator(".reports tbody tr")).to_have_count(3)

    def sound(where: str, part: str = "html") -> None:
        shot(page, f"{where}-{language}-{scheme}")
        bad = [
            f"{where}: {one['id']} ({one['impact']}): {node['html'][:160]} {node['failureSummary'][:300]}"
            for one in Axe().run(page, part, {"preload": False, "resultTypes": ["violations"]}).response["violations"]
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]
        assert bad == []

    sound("list")
    page.goto(page.url.partition("#")[0] + f"#/report/{ZHIZHOU}/f11")
    expect(page.locator("#card-f11")).to_be_visible()
    for name, action in (("f1", "confirm"), ("f2", "reject")):
        page.locator(f"#card-{name} .act.{action}").click()
    shot(page, f"report-{language}-{scheme}")
    page.locator("#card-p1 .act.correct").first.click()
    sound("form")  # the report's page with the form open
    page.keyboard.press("Escape")
    page.locator("#help").click()
    sound("help", "#help-box")


def test_where_nothing_is_kept_the_page_says_so(opened: Open, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 860})
    context.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied'); } });")
    page = opened(f"#/report/{QINGHUANG}", context=context)
    page.get_by_label("审阅人").fill("王")
    page.get_by_role("button", name="确认 f1", exact=True).click()
    expect(page.locator("#note")).to_contain_text("关闭页面后决定将丢失")
    expect(page.locator("#decided")).to_have_text("1")
    assert [row["id"] for row in rows(page)] == ["f1"]
    context.close()


def test_served_pages_write_the_file_themselves(opened: Open, chromium: Browser, out: Path, tmp_path: Path) -> None:
    done = build(extract.load(out), tmp_path / "pages")
    one = server(done.folder, port=0)
    thread = threading.Thread(target=one.http.serve_forever, args=(0.01,))
    thread.start()
    try:
        page = opened(one.address)
        found(page, "3 份，共 3 份")
        assert "token" not in page.url
        expect(page.locator("#note")).to_contain_text("pages-corrections.jsonl")
        page.get_by_label("审阅人").fill("王")
        page.goto(page.url.partition("#")[0] + f"#/report/{QINGHUANG}")
        page.get_by_role("button", name="确认 f1", exact=True).click()
        expect(page.locator("#note")).to_contain_text("已写入")
        saved = [json.loads(line) for line in one.file.read_text(encoding="utf8").splitlines()]
        assert [(row["id"], row["action"], row["reviewer"]) for row in saved] == [("f1", "confirm", "王")]
        other = opened(one.address)  # another browser finds what was decided, and adds to it
        other.goto(other.url.partition("#")[0] + f"#/report/{QINGHUANG}")
        expect(other.locator("#card-f1")).to_have_class(re.compile("s-confirm"))
        other.get_by_role("button", name="否决 f2", exact=True).click()
        expect(other.locator("#note")).to_contain_text("已写入")
        page.get_by_role("button", name="确认 f3", exact=True).click()  # the first one has not seen that
        expect(page.locator("#card-f3")).to_have_class(re.compile("s-confirm"))
        for _ in range(100):
            saved = [json.loads(line) for line in one.file.read_text(encoding="utf8").splitlines()]
            if len(saved) == 3:
                break
            page.wait_for_timeout(100)
        assert {(row["id"], row["action"]) for row in saved} == {("f1", "confirm"), ("f2", "reject"), ("f3", "confirm")}
        told = CliRunner().invoke(
            app, ["annotate", "correct", str(out), str(one.file), "--out", str(tmp_path / "x.jsonl")]
        )
        assert "is left out" in told.output or told.exit_code == 0, told.output
    finally:
        one.http.shutdown()
        one.http.server_close()
        thread.join()
