"use strict";
// The record beside the text: a card a thing, with what was decided about it.

const record = (() => {
  const { t, w, h, meta, number } = gongkai;
  const SHOWN = ["all", "open", "low"];
  const NEAR = 30; // remedies that a problem is offered
  const TYPES = { facts: "fact", channels: "channel", problems: "problem", remedies: "remedy" };
  const SIGNS = { confirm: "✓", correct: "✎", reject: "✗" };
  let wanted = "all";

  const pane = () => document.getElementById("record");

  function draw(now) {
    const folded = new Set([...pane().querySelectorAll("details.group:not([open])")].map((one) => one.id));
    const at = pane().scrollTop;
    const of = (type) => now.things.filter((one) => one.type === type);
    const parts = [
      filter(now),
      about(now),
      warnings(now),
      checks(now),
      group("facts", ["facts"], of("fact"), now),
      group("channels", ["channels"], of("channel"), now),
      group("problems", ["items", "links"], of("problem"), now),
      group("remedies", [], of("remedy"), now),
    ];
    pane().replaceChildren(...parts.filter(Boolean));
    for (const id of folded) document.getElementById(id)?.removeAttribute("open");
    pane().scrollTop = at;
  }

  function filter(now) {
    return h(
      "div",
      { class: "showing", role: "group", "aria-label": t("record.showing") },
      SHOWN.map((code) =>
        h("button", { type: "button", "aria-pressed": String(code === wanted), "data-focus": `show:${code}`, onclick: () => { wanted = code; app.refresh(); } }, t(`record.show_${code}`), h("span", { class: "count" }, now.things.filter((one) => kept(one, code)).length)),
      ),
    );
  }

  function kept(one, code) {
    if (code === "open") return !one.state;
    if (code === "low") return one.base && one.base.confidence < meta().sure;
    return true;
  }

  const pair = (name, ...said) => (said.flat().some((one) => one !== null && one !== "" && one !== undefined) ? [h("dt", {}, name), h("dd", {}, said)] : []);
  const quote = (place) => (place ? [h("button", { type: "button", class: "jump", lang: "zh-CN", onclick: () => app.place(place.start, place.end) }, place.text)] : "–");

  function about({ data, decided }) {
    const { source } = data;
    return h(
      "details",
      { class: "group", open: true, id: "group-head" },
      h("summary", {}, h("h2", {}, t("record.head"))),
      h(
        "dl",
        {},
        pair(t("record.title"), quote(data.title)),
        pair(t("record.organ"), quote(data.organ), data.organ ? ` ${w("level", data.organ.level)}` : ""),
        pair(t("record.year"), data.year ?? "–"),
        pair(t("record.period"), data.period ? [quote(data.period), h("small", {}, ` ${data.period.start_date} – ${data.period.end_date}`)] : "–"),
        data.contacts.map((one) => pair(w("contact", one.kind), quote(one))),
        pair(t("record.document"), w("document", data.kind), ` ${Math.round(100 * (data.sure ?? 0))} %`),
      ),
      whole("head", decided),
      h(
        "details",
        { class: "source" },
        h("summary", {}, t("record.source")),
        h(
          "dl",
          {},
          pair(t("record.path"), source.path),
          pair(t("record.format"), source.format, source.encoding ? ` · ${source.encoding}` : ""),
          pair(t("record.read_by"), w("by_reader", source.by)),
          pair(t("record.ocr"), source.ocr_confidence === null || source.ocr_confidence === undefined ? "" : `${Math.round(100 * source.ocr_confidence)} %`),
          pair(t("record.chars"), number(source.chars)),
          pair("SHA-256", h("code", {}, source.sha256)),
          pair(t("record.id"), h("code", {}, data.id)),
        ),
      ),
      data.sections.length
        ? h("details", { class: "source" }, h("summary", {}, t("record.outline")), h("ul", { class: "outline" }, data.sections.filter((one) => one.heading).map((one) => h("li", { class: `level-${one.level}` }, h("button", { type: "button", class: "jump", onclick: () => app.place(one.start, one.start + 1) }, one.heading), one.level === 1 ? h("small", {}, ` ${w("section", one.kind)}`) : null))), whole("sections", decided))
        : null,
    );
  }

  function warnings({ data }) {
    if (!data.warnings.length) return null;
    return h(
      "details",
      { class: "group warnings", open: true, id: "group-warnings" },
      h("summary", {}, h("h2", {}, t("record.warnings")), h("span", { class: "count" }, data.warnings.length)),
      h("ul", {}, data.warnings.map((one) => h("li", {}, h("strong", {}, w("warning", one.code)), " ", one.start === undefined ? null : h("button", { type: "button", class: "jump", onclick: () => app.place(one.start, one.end) }, t("record.place")), h("p", { lang: "en" }, one.message)))),
    );
  }

  function checks({ data, ...now }) {
    if (!data.checks.length) return null;
    const bare = data.failed.filter((check) => !check.table);
    const tabled = data.failed.filter((check) => check.table);
    const counts = {};
    for (const [, status, count] of data.checks) counts[status] = (counts[status] ?? 0) + count;
    return h(
      "details",
      { class: "group", open: data.failed.length > 0, id: "group-checks" },
      h("summary", {}, h("h2", {}, t("record.checks")), data.failed.length ? h("span", { class: "count bad" }, data.failed.length) : null),
      h("p", {}, t("record.checked", { pass: counts.pass ?? 0, fail: counts.fail ?? 0, unknown: counts.unknown ?? 0 })),
      tabled.length ? h("ul", { class: "failed" }, tabled.map((check) => h("li", {}, h("button", { type: "button", class: "jump", onclick: () => app.point(`cell-check--${check.n}`) }, w("check", check.check)), " ", h("span", { class: "sum" }, t("report.expected", { expected: number(check.expected), actual: number(check.actual) }))))) : null,
      bare.length ? h("ul", { class: "failed" }, bare.map((check) => tables.explained(check, { data, ...now }))) : null,
    );
  }

  /** The button that says of a whole layer: the rest is right, and nothing lacks. */
  function whole(layer, decided) {
    const on = decided.has(`layer:${layer}`);
    return h("p", { class: "whole" }, h("button", { type: "button", "aria-pressed": String(on), "data-focus": `layer:${layer}`, onclick: () => decide.whole(layer, !on) }, on ? "✓ " : "", t(`record.whole_${layer}`)));
  }

  function group(name, layers, things, now) {
    const shown = things.filter((one) => kept(one, wanted));
    const done = things.filter((one) => one.state).length;
    return h(
      "details",
      { class: "group", open: true, id: `group-${name}` },
      h("summary", {}, h("h2", {}, t(`record.${name}`)), h("span", { class: "count" }, t("record.done", { done, all: things.length }))),
      shown.length ? h("ul", { class: "cards" }, shown.map((one) => card(one, now))) : h("p", { class: "empty" }, t("record.nothing")),
      h("p", { class: "whole" }, h("button", { type: "button", class: "slight", "data-focus": `add:${name}`, onclick: () => app.add(TYPES[name]) }, t("record.more", { what: t(`record.${TYPES[name]}`) }))),
      layers.map((layer) => whole(layer, now.decided)),
    );
  }

  function card(one, now) {
    const { key, told, type, state, base } = one;
    return h(
      "li",
      { class: `card g-${one.group}${state ? ` s-${state}` : ""}`, id: `card-${key}`, "data-key": key, "data-focus": `card:${key}`, tabindex: "-1" },
      h(
        "div",
        { class: "top-line" },
        h("button", { type: "button", class: "jump id", "data-focus": `jump:${key}`, "aria-label": t("record.to_text", { what: key }), onclick: () => app.go(key, "record") }, key),
        h("strong", {}, type === "fact" ? [w("kind", told.kind), told.stage ? ` · ${w("stage", told.stage)}` : ""] : model.title(one).replace(/^[^:]*: /, "")),
        type === "fact" ? h("span", { class: "value" }, told.bound && told.bound !== "exact" ? `${w("bound", told.bound)} ` : "", number(told.value), told.unit ? ` ${told.unit}` : "") : null,
        base ? h("span", { class: `sure${base.confidence < meta().sure ? " low" : ""}`, title: t("record.confidence") }, h("span", { class: "unseen" }, t("record.confidence")), ` ${(Math.floor(base.confidence * 100) / 100).toFixed(2)}`) : null,
      ),
      words(one),
      details(one, now),
      type === "problem" ? linked(one, now) : null,
      one.note ? h("p", { class: "remark" }, one.note) : null,
      h("div", { class: "acts" }, acts(one)),
    );
  }

  /** The words as written, where they say more than number and unit do. */
  function words(one) {
    const { told, type } = one;
    if (type === "channel") return mentions(one);
    if (type === "fact" && told.text === `${told.value}${told.unit ?? ""}`) return null;
    return h("p", { class: "words", dir: "auto", lang: "zh-CN" }, told.text);
  }

  function mentions({ key, told }) {
    return h("p", { class: "words", lang: "zh-CN" }, told.mentions.map((one, index) => h("button", { type: "button", class: `jump${one.rejected ? " gone" : ""}`, onclick: () => app.go(`${key}@${index}`, "record") }, one.text)));
  }

  function details({ told, type, base }, now) {
    const named = (id) => (now.byKey.has(id) ? h("button", { type: "button", class: "jump", onclick: () => app.go(id, "record") }, `${id} ${now.byKey.get(id).told.name ?? now.byKey.get(id).told.text ?? model.title(now.byKey.get(id))}`) : id);
    const facts = type !== "fact" ? [] : [
      pair(t("form.category"), told.category),
      pair(t("form.channel"), told.channel ? named(told.channel) : null),
      pair(t("form.part_of"), told.part_of ? named(told.part_of) : null),
      pair(t("form.scope"), told.scope && told.scope !== "year" ? w("scope", told.scope) : null),
    ];
    const failed = now.data.failed.filter((check) => check.involves.includes(told.id));
    return h("dl", { class: "small" }, facts, failed.map((check) => pair(t("record.fails"), h("button", { type: "button", class: "jump bad", onclick: () => app.point(`cell-check--${check.n}`) }, w("check", check.check)))), pair(t("record.rule"), base?.extractor));
  }

  /** The remedies that stand nearest to a problem, in their order: a list that can be read. */
  function near(problem, { things }) {
    const all = things.filter((one) => one.type === "remedy" && one.state !== "reject");
    if (all.length <= NEAR) return all;
    const far = (one) => Math.abs(one.start - problem.start);
    const chosen = new Set([...all].sort((a, b) => far(a) - far(b)).slice(0, NEAR));
    return all.filter((one) => chosen.has(one));
  }

  function linked(one, now) {
    const own = now.links.filter((link) => link.problem === one.key);
    const closed = now.decided.has(`${one.key}>`);
    const remedies = near(one, now).filter((other) => !own.some((link) => link.remedy === other.key && link.state !== "reject"));
    return h(
      "div",
      { class: "linked" },
      h("ul", {}, own.map((link) =>
        h(
          "li",
          { class: link.state ? `s-${link.state}` : null },
          "→ ",
          h("button", { type: "button", class: "jump", onclick: () => app.go(link.remedy, "record") }, link.remedy),
          h("select", { "aria-label": t("record.link_by", { link: link.key }), "data-focus": `by:${link.key}`, onchange: (event) => decide.linkBy(link, event.target.value) }, meta().by.map((code) => h("option", { value: code, selected: code === link.by }, w("by", code)))),
          h("span", { class: "acts" }, link.base ? act("confirm", link.key, link.state, () => decide.link(link, "confirm")) : null, act("reject", link.key, link.state, () => decide.link(link, "reject"))),
        ),
      )),
      remedies.length
        ? h("select", { "aria-label": t("record.link_add", { problem: one.key }), "data-focus": `link:${one.key}`, onchange: (event) => event.target.value && decide.linkAdd(one.key, event.target.value) }, h("option", { value: "" }, t("record.link_new")), remedies.map((other) => h("option", { value: other.key }, `${other.key} ${other.told.text.slice(0, 20)}`)))
        : null,
      one.base ? h("button", { type: "button", class: "slight", "aria-pressed": String(closed), "data-focus": `closed:${one.key}`, onclick: () => decide.linksRight(one, !closed) }, closed ? "✓ " : "", t("record.links_right")) : null,
    );
  }

  function act(name, key, state, work) {
    return h("button", { type: "button", class: `act ${name}`, "aria-pressed": name === "correct" ? null : String(state === name), "data-focus": `${name}:${key}`, "aria-label": t(`record.${name}`, { what: key }), title: t(`record.${name}`, { what: key }), onclick: work }, SIGNS[name]);
  }

  function acts(one) {
    const { key, state } = one;
    const out = one.base ? [act("confirm", key, state, () => decide.confirm(one))] : [];
    out.push(act("correct", key, state, () => form.open(one)), act("reject", key, state, () => decide.reject(one)));
    const said = h("span", { class: "said" }, state ? t(`record.is_${state}`) : t("record.is_open"));
    const undo = state && one.base ? h("button", { type: "button", class: "slight", "data-focus": `undo:${key}`, onclick: () => decide.undo(one) }, t("record.undo")) : null;
    return [...out, said, undo];
  }

  /** Bring a card into view; where the record scrolls by itself, the page stays where it is. */
  function into(own) {
    const behavior = app.motion();
    if (pane().scrollHeight <= pane().clientHeight + 1) return own.scrollIntoView({ block: "center", behavior });
    const [card, edge] = [own.getBoundingClientRect(), pane().getBoundingClientRect()];
    return pane().scrollBy({ top: card.top - edge.top - (edge.height - card.height) / 3, behavior });
  }

  function current(key, { scroll = true, focus = false } = {}) {
    for (const one of pane().querySelectorAll(".card.now")) one.classList.remove("now");
    const own = document.getElementById(`card-${key}`);
    if (!own) return;
    own.closest("details").open = true;
    own.classList.add("now");
    if (scroll) into(own);
    if (focus) own.focus({ preventScroll: true });
  }

  return { draw, current, showAll: () => (wanted = "all") };
})();
