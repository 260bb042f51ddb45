"use strict";
// The text with everything highlighted in place: cut wherever anything begins or ends, so that whatever overlaps is shown.

const text = (() => {
  const { t, h, remembered, remember } = gongkai;
  const GROUPS = ["published", "requested", "public", "inside", "rest", "channel", "problem", "remedy"];
  const hidden = new Set((remembered("hidden") ?? "").split(" ").filter(Boolean));

  const pane = () => document.getElementById("text");

  /**
   * Lines of the text, those of a statutory table taken together: `[start, end, table?]`. Where a text has lost its line
   * ends, a line also begins at a heading, behind the title, and at the blanks that stand for a new paragraph.
   */
  function stretches({ chars, data }) {
    const out = [];
    const tables = [...data.tables].sort((a, b) => a.start - b.start);
    const breaks = new Set(data.sections.map((section) => section.start)).add(data.title?.end);
    const wide = (i) => chars[i] === "\u3000";
    let at = 0;
    const put = (start, end) => chars.slice(start, end).some((char) => !/\s/.test(char)) && out.push([start, end, null]);
    const lines = (until) => {
      let begun = at;
      for (let i = at; i <= until; i++) {
        const ends = i === until || chars[i] === "\n";
        if (!ends && !(i > begun && (breaks.has(i) || (wide(i) && wide(i + 1) && !wide(i - 1))))) continue;
        put(begun, i);
        begun = ends ? i + 1 : i;
      }
    };
    for (const table of tables) {
      if (table.start < at) {
        out.push([at, at, table]); // two tables over one stretch: the text is shown once
        continue;
      }
      lines(table.start);
      out.push([table.start, table.end, table]);
      at = table.end;
    }
    lines(chars.length);
    return out;
  }

  function draw(now) {
    const spans = now.things
      .filter((one) => one.state !== "reject")
      .flatMap((one) => one.spans.map((span, index) => ({ ...span, one, index })));
    const heads = now.data.sections
      .filter((section) => section.heading)
      .map((section) => ({ start: section.start, end: section.start + Array.from(section.heading).length, level: section.level }));
    const begun = new Set();
    const lines = stretches(now);
    const over = parted(spans, lines);
    const parts = lines.map(([start, end, table], i) =>
      table ? tables.draw(table, now, start < end) : line(now, start, end, over[i], heads, begun),
    );
    pane().replaceChildren(h("div", { class: "lines" }, parts));
    const first = pane().querySelector("[data-first]");
    if (first) first.tabIndex = 0; // one place to tab to; from there n and p
    toggle();
  }

  /** For each line the spans that reach into it: long reports have many of both. */
  function parted(spans, lines) {
    const out = lines.map(() => []);
    for (const span of spans) {
      let [low, high] = [0, lines.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (lines[middle][1] <= span.start) low = middle + 1;
        else high = middle;
      }
      for (let i = low; i < lines.length && lines[i][0] < span.end; i++) out[i].push(span);
    }
    return out;
  }

  function line(now, start, end, inside, heads, begun) {
    const head = heads.find((one) => one.start < end && one.end > start);
    const cuts = new Set([start, end]);
    for (const span of inside) {
      cuts.add(Math.max(start, span.start));
      cuts.add(Math.min(end, span.end));
    }
    if (head) cuts.add(Math.max(start, head.start)).add(Math.min(end, head.end));
    const places = [...cuts].sort((a, b) => a - b);
    const parts = [];
    for (let i = 0; i + 1 < places.length; i++) {
      const [from, to] = [places[i], places[i + 1]];
      const over = inside.filter((span) => span.start <= from && span.end >= to);
      const words = now.slice(from, to);
      const titled = head && head.start <= from && head.end >= to;
      parts.push(over.length ? mark(words, from, over, begun) : h("span", { class: titled ? "head" : null, "data-start": from }, words));
    }
    const title = now.data.title?.start === start && now.data.title.end >= end;
    return h("p", { class: title ? "line title" : head ? `line headed level-${head.level}` : "line", dir: "auto" }, parts);
  }

  /** A stretch under one thing or several; the innermost is what a click means. */
  function mark(words, from, over, begun) {
    const sorted = [...over].sort((a, b) => b.end - b.start - (a.end - a.start));
    const inner = sorted.at(-1);
    const first = sorted.filter(({ one, index }) => !begun.has(`${one.key}/${index}`));
    for (const { one, index } of first) begun.add(`${one.key}/${index}`);
    const target = first.at(-1);
    const tags = first.filter(({ one }) => one.type === "problem" || one.type === "remedy").map(({ one }) => one.key);
    const told = {
      class: ["mark", ...new Set(sorted.map(({ one }) => `g-${one.group}`)), ...new Set(sorted.map(({ one }) => one.state && `s-${one.state}`).filter(Boolean))].join(" "),
      "data-start": from,
      "data-keys": sorted.map(({ one }) => one.key).join(" "),
      "data-groups": sorted.map(({ one }) => one.group).join(" "),
      "data-tag": tags.length ? tags.join(" ").toUpperCase() : null,
      title: sorted.map(({ one }) => `${one.key} ${model.title(one)}`).join("\n"),
      onclick: () => {
        if (getSelection().isCollapsed) app.go(seen(inner.one) ? inner.one.key : sorted.findLast(({ one }) => seen(one))?.one.key ?? inner.one.key, "text");
      },
    };
    if (target) {
      told.role = "button";
      told.tabindex = "-1";
      told["data-focus"] = `mark:${target.one.key}/${target.index}`;
      told["data-first"] = first.map(({ one, index }) => `${one.key}/${index}`).join(" ");
      told["aria-label"] = `${words} (${first.map(({ one }) => model.title(one)).join("; ")})`;
      told.onkeydown = (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          app.toRecord(inner.one.key);
        }
      };
    }
    return h("span", told, words);
  }

  const seen = (one) => !hidden.has(one.group);

  /** The legend, by which colours are turned on and off. */
  function legend(now) {
    const count = (group) => now.things.filter((one) => one.group === group && one.state !== "reject").length;
    return h(
      "fieldset",
      { class: "legend" },
      h("legend", {}, t("report.legend")),
      GROUPS.filter(count).map((group) =>
        h(
          "label",
          { class: `key g-${group}` },
          h("input", {
            type: "checkbox",
            checked: !hidden.has(group),
            onchange: (event) => {
              if (event.target.checked) hidden.delete(group);
              else hidden.add(group);
              remember("hidden", [...hidden].join(" "));
              toggle();
            },
          }),
          h("span", { class: "swatch" }, t(`group.${group}`)),
          h("span", { class: "count" }, count(group)),
        ),
      ),
      h("label", { class: "key" }, h("input", { type: "checkbox", checked: links.isOn(), onchange: (event) => links.set(event.target.checked) }), h("span", {}, t("report.lines"))),
    );
  }

  /** Take the colours away of what the legend has turned off. */
  function toggle() {
    for (const element of pane().querySelectorAll("[data-groups]")) {
      for (const group of element.dataset.groups.split(" ")) element.classList.toggle(`g-${group}`, !hidden.has(group));
    }
    links.draw();
  }

  const elements = (key) => [...pane().querySelectorAll("[data-keys]")].filter((one) => one.dataset.keys.split(" ").includes(key));

  /** The first element of each thing. */
  function firsts() {
    const out = new Map();
    for (const one of pane().querySelectorAll("[data-keys]")) {
      for (const key of one.dataset.keys.split(" ")) if (!out.has(key)) out.set(key, one);
    }
    return out;
  }

  /** Show where a thing stands; the n-th of its places. */
  function current(key, index = 0, { scroll = true, focus = false } = {}) {
    for (const one of pane().querySelectorAll(".now")) one.classList.remove("now");
    for (const one of pane().querySelectorAll("[tabindex='0']")) one.tabIndex = -1;
    const own = elements(key);
    for (const one of own) one.classList.add("now");
    const first = own.find((one) => one.dataset.first?.split(" ").includes(`${key}/${index}`)) ?? own[0];
    if (!first) return;
    if (first.hasAttribute("tabindex")) first.tabIndex = 0;
    if (scroll) first.scrollIntoView({ block: "center", behavior: app.motion() });
    if (focus) first.focus({ preventScroll: true });
  }

  /** What is selected, in code points of the text: `{start, end}`, or null. */
  function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed || !pane()) return null;
    const range = selection.getRangeAt(0);
    if (!pane().contains(range.commonAncestorContainer)) return null;
    const pieces = [...pane().querySelectorAll("[data-start]")].filter((one) => range.intersectsNode(one));
    let [start, end] = [null, null];
    for (const piece of pieces) {
      const own = document.createRange();
      own.selectNodeContents(piece);
      if (own.compareBoundaryPoints(Range.START_TO_START, range) < 0) own.setStart(range.startContainer, range.startOffset);
      if (own.compareBoundaryPoints(Range.END_TO_END, range) > 0) own.setEnd(range.endContainer, range.endOffset);
      const words = Array.from(own.toString()).length;
      if (!words) continue;
      const before = document.createRange();
      before.selectNodeContents(piece);
      before.setEnd(own.startContainer, own.startOffset);
      const from = Number(piece.dataset.start) + Array.from(before.toString()).length;
      start ??= from;
      end = from + words;
    }
    return start === null ? null : trimmed(start, end);
  }

  /** Without blanks at either end, as annotations are. */
  function trimmed(start, end) {
    const { chars } = model.now;
    while (start < end && /\s/.test(chars[start])) start++;
    while (end > start && /\s/.test(chars[end - 1])) end--;
    return start < end ? { start, end } : null;
  }

  return { draw, legend, current, selected, seen, firsts, hidden };
})();
