"use strict";
// What ties the parts together: the address, the page of one report, where one is.

const app = (() => {
  const { t, w, h, meta, load, announce, debounced } = gongkai;
  let data = null;
  let at_ = "";
  let last = null; // the last place selected in the text
  let came = false;
  let arriving = false; // come by an address: no scrolling to be watched
  let side = "text"; // on a narrow screen: what is shown

  const view = (name) => document.getElementById(`${name}-view`);
  const motion = () => (arriving || matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

  function note(said) {
    const box = document.getElementById("note");
    const kept = store.isKept() ? "" : t("save.not_kept");
    box.textContent = [said, kept].filter(Boolean).join(" ");
    box.hidden = !box.textContent;
  }

  function counts() {
    const done = store.all().reduce((sum, [, , rows]) => sum + store.counted(rows).total, 0);
    document.getElementById("decided").textContent = String(done);
  }

  /** A part of the address as it was before it was encoded. */
  function plain(part) {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  }

  /** Show what the address says. */
  async function route() {
    const again = came; // where the page itself is opened, the browser says so
    came = true;
    const [path, query] = location.hash.slice(1).split("?");
    const [, what, id, key] = path.split("/");
    if (what !== "report" || !id) {
      const left = data !== null;
      data = null;
      form.close();
      view("report").hidden = true;
      view("list").hidden = false;
      list.show(new URLSearchParams(query ?? ""));
      if (left) view("list").querySelector("h1").focus({ preventScroll: true });
      return;
    }
    try {
      await open(plain(id), again);
    } catch {
      view("list").hidden = true;
      view("report").hidden = false;
      view("report").replaceChildren(h("p", {}, h("a", { href: "#/" }, t("report.back"))), h("h1", {}, t("report.missing", { id })));
      return;
    }
    arriving = true;
    if (key) show(plain(key), "address");
    arriving = false;
  }

  async function fileOf(id) {
    if (/^[\w-]{1,80}$/.test(id)) return `report/${id.slice(0, 2).toLowerCase()}/${id}`;
    await list.start(); // an id that is no plain name: the list knows where its data lies
    return list.find(id).file;
  }

  async function open(id, again) {
    if (data?.id === id) return;
    const found = await load(await fileOf(id));
    found.failed.forEach((check, n) => {
      check.n = n;
      check.table = check.involves.find((name) => name.includes("/"))?.split("/")[0] ?? null;
    });
    const kinds = new Set(found.tables.map((table) => table.kind));
    for (const check of found.failed) if (!kinds.has(check.table)) check.table = null;
    const before = new Set();
    for (const table of found.tables) {
      table.again = before.has(table.kind);
      before.add(table.kind);
    }
    data = found;
    at_ = "";
    form.close();
    build();
    scrollTo(0, 0);
    if (again) view("report").querySelector("h1").focus({ preventScroll: true });
    list.start().then(neighbours);
  }

  /** The frame of a report's page; text and record are drawn into it. */
  function build() {
    const tab = (name) => h("button", { type: "button", "data-side": name, "aria-pressed": String(side === name), onclick: () => turn(name) }, t(`report.${name}`));
    const pick = (type) => h("button", { type: "button", class: `g-${type}`, onclick: () => add(type) }, t(`record.${type}`));
    view("report").replaceChildren(
      h("nav", { class: "crumbs", "aria-label": t("report.ways") }, h("a", { href: list.address() }, t("report.back")), h("span", { id: "neighbours" })),
      h("h1", { tabindex: "-1", dir: "auto", lang: "zh-CN" }, data.title?.text ?? data.source.path),
      h("p", { class: "meta" }, [data.organ?.text, data.year, w("level", data.organ?.level), w("document", data.kind), data.source.by === "text" ? null : w("by_reader", data.source.by)].filter(Boolean).map((said) => h("span", {}, said))),
      h("div", { class: "bar" }, h("div", { class: "tabs", role: "group", "aria-label": t("report.sides") }, tab("text"), tab("record")), h("div", { id: "legend" })),
      h(
        "div",
        { class: "split", "data-side": side },
        h("section", { id: "text", class: "text", lang: "zh-CN", tabindex: "-1", "aria-label": t("report.text") }),
        h("section", { id: "record", class: "record", tabindex: "-1", "aria-label": t("report.record") }),
      ),
      h("div", { id: "pick", class: "pick", role: "toolbar", "aria-label": t("report.pick"), hidden: true, onpointerdown: (event) => event.preventDefault() }, h("span", {}, t("report.pick")), ["fact", "channel", "problem", "remedy"].map(pick)),
      h("section", { id: "editor", class: "editor", hidden: true, "aria-labelledby": "editor-title" }),
    );
    view("list").hidden = true;
    view("report").hidden = false;
    document.title = `${data.title?.text ?? data.source.path} · ${t("page.title")}`;
    refresh();
  }

  function neighbours() {
    const all = list.shown();
    const index = all.findIndex((one) => one.id === data?.id);
    const link = (step, said) => {
      const other = index < 0 ? null : all[index + step];
      return other ? h("a", { href: `#/report/${encodeURIComponent(other.id)}`, id: step > 0 ? "next-report" : "last-report" }, said) : null;
    };
    document.getElementById("neighbours")?.replaceChildren(...[link(-1, t("report.before")), link(1, t("report.next"))].filter(Boolean));
  }

  /** Draw everything again that a decision may have changed; what had the focus has it again. */
  function refresh() {
    counts();
    if (!data) {
      if (!view("list").hidden) route();
      return;
    }
    const focus = document.activeElement?.dataset?.focus;
    const now = model.make(data);
    text.draw(now);
    record.draw(now);
    document.getElementById("legend").replaceChildren(text.legend(now));
    if (at_) {
      text.current(...parts(at_), { scroll: false });
      record.current(parts(at_)[0], { scroll: false });
      links.current(parts(at_)[0]);
    }
    if (focus) document.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
  }

  const parts = (key) => [key.split("@")[0], Number(key.split("@")[1] ?? 0)];

  /** Go to a thing: into the address, and on both sides. `from` is where one comes from. */
  function go(key, from) {
    history.replaceState(null, "", `#/report/${encodeURIComponent(data.id)}/${encodeURIComponent(key)}`);
    show(key, from);
  }

  function show(key, from) {
    const [name, index] = parts(key);
    at_ = key;
    const one = model.now.byKey.get(name);
    if (!one) return;
    if (from === "text") turn("record", true);
    if (from === "record") turn("text", true);
    if (!document.getElementById(`card-${name}`)) {
      record.showAll();
      refresh();
    }
    text.current(name, index, { scroll: from !== "text", focus: from === "keys" });
    record.current(name, { scroll: from !== "record" });
    links.current(name);
    announce(`${name}: ${model.title(one)}`);
  }

  /** On a narrow screen: show the other side. */
  function turn(name, quiet = false) {
    const narrow = matchMedia("(max-width: 60rem)").matches;
    if (quiet && !narrow) return;
    side = name;
    view("report").querySelector(".split").dataset.side = name;
    for (const one of view("report").querySelectorAll(".tabs [data-side]")) one.setAttribute("aria-pressed", String(one.dataset.side === name));
    if (name === "text") links.draw();
  }

  /** The next thing in the text that the legend does not hide. */
  function step(by, wanted = () => true) {
    if (!data) return;
    const all = model.now.things.filter((one) => one.state !== "reject" && text.seen(one) && wanted(one));
    const from = model.now.byKey.get(parts(at_)[0]);
    const order = model.now.things;
    const here = from ? order.indexOf(from) : -1;
    const next = by > 0 ? all.find((one) => order.indexOf(one) > here) : all.findLast((one) => order.indexOf(one) < here);
    if (!next) return announce(t("report.no_more"));
    turn("text", true);
    go(next.key, "keys");
  }

  function decideHere(action) {
    const one = data && model.now.byKey.get(parts(at_)[0]);
    if (!one) return;
    if (action === "correct") form.open(one);
    else if (one.base || action === "reject") decide[action](one);
  }

  /** Add what lacks: at the words selected, else where one is; the form lets one set the place by numbers too. */
  function add(type) {
    if (!data) return;
    const here = model.now.byKey.get(parts(at_)[0])?.spans[0];
    const place = last ?? text.selected() ?? here ?? { start: 0, end: Math.min(1, model.now.chars.length) };
    document.getElementById("pick").hidden = true;
    form.add(type, place.start, place.end);
  }

  /** Show an element that has an id: a cell, a check. */
  function point(id) {
    const one = document.getElementById(id);
    if (!one) return;
    turn(one.closest("#text") ? "text" : "record", true);
    flash(one);
    one.tabIndex = -1;
    one.focus({ preventScroll: true });
  }

  function flash(one) {
    for (const other of document.querySelectorAll(".flash")) other.classList.remove("flash");
    one.classList.add("flash");
    one.scrollIntoView({ block: "center", behavior: motion() });
  }

  /** Show a place of the text. */
  function place(start, end) {
    const all = [...document.querySelectorAll("#text [data-start]")];
    const one = all.findLast((other) => Number(other.dataset.start) <= start) ?? all[0];
    if (!one) return;
    turn("text", true);
    one.closest("details")?.setAttribute("open", "");
    flash(one.closest("td, p") && end - start > 60 ? one.closest("p") ?? one : one);
  }

  addEventListener("hashchange", route);
  document.addEventListener("selectionchange", debounced(() => {
    const bar = document.getElementById("pick");
    if (!data || !bar || !document.getElementById("text")) return;
    const found = text.selected();
    if (found) last = found;
    else if (!document.activeElement?.closest("#editor, #pick")) last = null;
    bar.hidden = !found || form.isOpen();
  }, 80));

  return {
    go, show, counts, neighbours, build, refresh, note, turn, step, add, point, place, motion, route,
    decide: decideHere,
    picked: () => last,
    at: () => parts(at_)[0],
    isOpen: () => data !== null,
    toRecord: (key) => {
      turn("record", true);
      record.current(key, { focus: true });
    },
    report: (by) => document.getElementById(by > 0 ? "next-report" : "last-report")?.click(),
    search: () => document.getElementById("q")?.focus(),
  };
})();
