"use strict";
// The list of reports: filters, search, fifty at a time. Everything it shows is in the address.

const list = (() => {
  const { meta, t, w, h, load, number, announce, debounced } = gongkai;
  const PAGE = 50;
  const ORDERS = ["run", "year", "organ", "failed", "low", "warnings"];
  const reports = [];
  let loading = null;
  let asked = new Map();
  let hits = null;
  let counts = new Map();
  let searching = "";

  const view = () => document.getElementById("list-view");

  /** All rows, chunk by chunk: what is there is shown while the rest comes. */
  function start() {
    loading ??= (async () => {
      const names = meta().row;
      for (let i = 0; i < meta().lists; i++) {
        for (const row of await load(`list/${String(i).padStart(5, "0")}`)) {
          reports.push(Object.fromEntries(names.map((name, at) => [name, row[at]])));
        }
        if (!view().hidden) results();
      }
    })();
    return loading;
  }

  const value = (name) => asked.get(name) ?? "";

  function matches(one) {
    const organ = value("organ").trim();
    if (organ && !(one.organ ?? "").includes(organ)) return false;
    if (value("year") && String(one.year ?? "-") !== value("year")) return false;
    if (value("level") && (one.level ?? "-") !== value("level")) return false;
    if (value("kind") && one.kind !== value("kind")) return false;
    if (value("warning") === "any" ? !one.warnings.length : value("warning") && !one.warnings.includes(value("warning"))) return false;
    if (value("failed") && !one.failed) return false;
    if (value("low") && !one.low) return false;
    const decided = counts.get(one.id)?.total ?? 0;
    if (value("decided") === "no" && decided) return false;
    if (value("decided") === "some" && !decided) return false;
    if (value("decided") === "all" && (counts.get(one.id)?.things ?? 0) < things(one)) return false;
    if (!value("q").trim()) return true;
    return value("full") ? hits?.has(one.id) : plain(one).includes(value("q").trim().toLowerCase());
  }

  const things = (one) => one.facts + one.channels + one.problems + one.remedies;
  const plain = (one) => [one.organ, one.title, one.path, one.id].join("\n").toLowerCase();

  function ordered(found) {
    const by = {
      year: (a, b) => (b.year ?? 0) - (a.year ?? 0),
      organ: (a, b) => (a.organ ?? "\uffff").localeCompare(b.organ ?? "\uffff", "zh"),
      failed: (a, b) => b.failed - a.failed,
      low: (a, b) => b.low - a.low,
      warnings: (a, b) => b.warnings.length - a.warnings.length,
    }[value("order")];
    return by ? [...found].sort(by) : found;
  }

  /** Ask for something else: into the address, from where it is shown. */
  function ask(changes) {
    const next = new URLSearchParams([...asked].filter(([, told]) => told !== ""));
    for (const [name, told] of Object.entries(changes)) {
      if (told === "") next.delete(name);
      else next.set(name, told);
    }
    if (!("page" in changes)) next.delete("page");
    history.replaceState(null, "", addressOf(next));
    show(next);
  }

  const addressOf = (params) => `#/${params.size ? `?${params}` : ""}`;

  function show(params) {
    asked = new Map(params);
    counts = new Map(store.all().map(([id, , rows]) => [id, store.counted(rows)]));
    document.title = `${t("page.title")}: ${meta().name}`;
    if (!view().firstChild) build();
    fill();
    fullText();
    results();
    start();
  }

  /** The form; built once for each language. */
  function build() {
    const facets = meta().facets;
    const option = (code, said) => h("option", { value: code }, said);
    const select = (name, options) =>
      h("label", {}, h("span", {}, t(`list.${name}`)), h("select", { name }, option("", t("list.all")), ...options));
    const tick = (name) => h("label", { class: "tick" }, h("input", { type: "checkbox", name }), h("span", {}, t(`list.${name}`)));
    const form = h(
      "form",
      { class: "filters", role: "search", "aria-label": t("list.filters"), onsubmit: (event) => event.preventDefault() },
      h("label", { class: "wide" }, h("span", {}, t("list.q")), h("input", { type: "search", name: "q", id: "q", placeholder: t("list.q_hint") })),
      tick("full"),
      h("label", {}, h("span", {}, t("list.organ")), h("input", { type: "search", name: "organ" })),
      select("year", [...facets.years.map((year) => option(year, year)), option("-", t("list.unknown"))]),
      select("level", [...facets.levels.map((code) => option(code, w("level", code))), option("-", t("list.unknown"))]),
      select("kind", facets.kinds.map((code) => option(code, w("document", code)))),
      select("warning", [option("any", t("list.any_warning")), ...facets.warnings.map((code) => option(code, w("warning", code)))]),
      select("decided", ["no", "some", "all"].map((code) => option(code, t(`list.decided_${code}`)))),
      h("label", {}, h("span", {}, t("list.order")), h("select", { name: "order" }, ORDERS.map((code) => option(code === "run" ? "" : code, t(`list.order_${code}`))))),
      tick("failed"),
      tick("low"),
      h("button", { type: "button", onclick: () => ask(Object.fromEntries([...asked.keys()].map((name) => [name, ""]))) }, t("list.clear")),
    );
    const change = (event) => {
      const { name, type, checked } = event.target;
      const told = type === "checkbox" ? (checked ? "1" : "") : event.target.value;
      if (told !== value(name)) ask({ [name]: told }); // leaving a field must not draw the list under a click
    };
    form.addEventListener("change", change);
    form.addEventListener("input", debounced((event) => event.target.type === "search" && change(event), 150));
    view().replaceChildren(
      h("h1", { tabindex: "-1" }, t("list.heading")),
      form,
      h("p", { id: "found", class: "found" }),
      h("div", { id: "results" }),
      h("nav", { id: "pages", class: "pages", "aria-label": t("list.pages") }),
    );
  }

  function fill() {
    for (const field of view().querySelectorAll("[name]")) {
      if (field.type === "checkbox") field.checked = value(field.name) === "1";
      else if (document.activeElement !== field) field.value = value(field.name);
    }
  }

  /** Look through the texts, where that is asked for and the words are new. */
  function fullText() {
    const words = value("full") ? value("q").trim() : "";
    if (words === searching) return;
    searching = words;
    search.stop();
    hits = words ? new Map() : null;
    if (!words) return;
    const later = debounced(results, 60);
    search.run(words, (id, ...around) => hits.set(id, around), (share) => {
      hits.share = share;
      later();
    });
  }

  function results() {
    const found = ordered(reports.filter(matches));
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    const page = Math.min(pages, Math.max(1, Number(value("page")) || 1));
    const said = [t("list.found", { n: number(found.length), of: number(meta().reports) })];
    if (reports.length < meta().reports) said.push(t("list.loading", { n: number(reports.length) }));
    if (hits && hits.share < 1) said.push(t("list.searching", { share: Math.round(100 * hits.share) }));
    const told = document.getElementById("found");
    if (told.textContent !== said.join(" · ")) {
      told.textContent = said.join(" · ");
      announce(said[0]);
    }
    const part = found.slice((page - 1) * PAGE, page * PAGE);
    document.getElementById("results").replaceChildren(part.length ? table(part) : h("p", { class: "empty" }, t("list.none")));
    const step = (to, said, on) => h("button", { type: "button", disabled: !on, onclick: () => { ask({ page: String(to) }); view().querySelector("h1").focus(); scrollTo(0, 0); } }, said);
    document.getElementById("pages").replaceChildren(
      ...(pages > 1 ? [step(page - 1, t("list.before"), page > 1), h("span", {}, t("list.page", { page, pages })), step(page + 1, t("list.next"), page < pages)] : []),
    );
  }

  function table(part) {
    const heads = ["report", "year", "level", "kind", "facts", "failed", "low", "warning", "decided"];
    const right = new Set(["facts", "failed", "low", "decided", "year"]);
    return h(
      "table",
      { class: "reports" },
      h("thead", {}, h("tr", {}, heads.map((name) => h("th", { scope: "col", class: right.has(name) ? "n" : null }, t(`list.col_${name}`))))),
      h("tbody", {}, part.map(line)),
    );
  }

  function line(one) {
    const cell = (name, ...children) => h("td", { "data-head": t(`list.col_${name}`), "data-kind": ["level", "kind"].includes(name), class: ["facts", "failed", "low", "decided", "year"].includes(name) ? "n" : null }, ...children);
    const around = hits?.get(one.id);
    const { things: done, add } = counts.get(one.id) ?? { things: 0, add: 0 };
    const address = `#/report/${encodeURIComponent(one.id)}`;
    return h(
      "tr",
      {},
      h(
        "th",
        { scope: "row" },
        h("a", { href: address, dir: "auto", lang: "zh-CN" }, one.title ?? one.organ ?? one.path),
        h("small", { dir: "auto" }, [one.organ, one.path].filter(Boolean).join(" · ")),
        around ? h("small", { class: "hit" }, "…", around[0], h("mark", {}, around[1]), around[2], "…") : null,
      ),
      cell("year", one.year ?? "–"),
      cell("level", w("level", one.level) || "–"),
      cell("kind", w("document", one.kind), one.by === "text" ? null : h("span", { class: "tag" }, w("by_reader", one.by))),
      cell("facts", number(one.facts)),
      cell("failed", one.failed ? h("span", { class: "bad" }, number(one.failed)) : "0"),
      cell("low", number(one.low)),
      cell("warning", one.warnings.length ? one.warnings.map((code) => h("span", { class: "tag" }, w("warning", code))) : "–"),
      cell("decided", done ? h("strong", {}, number(done)) : "0", ` / ${number(things(one))}`, add ? h("strong", {}, ` +${number(add)}`) : null),
    );
  }

  return {
    show,
    start,
    rebuild: () => view().replaceChildren(),
    address: () => addressOf(new URLSearchParams([...asked])),
    find: (id) => reports.find((one) => one.id === id),
    shown: () => ordered(reports.filter(matches)),
  };
})();
