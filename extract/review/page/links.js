"use strict";
// Lines from each problem to the remedies that answer it, in the margin beside the text.

const links = (() => {
  const { t, w, svg, remembered, remember, debounced } = gongkai;
  const STEP = 7; // pixels between two lines side by side
  let on = remembered("links") !== "off";

  const pane = () => document.getElementById("text");

  function draw() {
    pane()?.querySelector("svg.links")?.remove();
    if (!on || !pane() || !model.now || text.hidden.has("problem") || text.hidden.has("remedy")) return;
    const edge = pane().getBoundingClientRect();
    const lines = pane().querySelector(".lines").getBoundingClientRect();
    const margin = lines.left - edge.left;
    if (!edge.width) return; // not shown: on a phone the record is
    const first = text.firsts();
    const at = (key) => {
      const place = first.get(key)?.getClientRects()[0];
      return place ? place.top - edge.top + place.height / 2 : null;
    };
    const ends = model.now.links
      .filter((link) => link.state !== "reject")
      .map((link) => ({ link, from: at(link.problem), to: at(link.remedy) }))
      .filter(({ from, to }) => from !== null && to !== null)
      .sort((a, b) => Math.abs(a.to - a.from) - Math.abs(b.to - b.from));
    if (!ends.length) return;
    const lanes = [];
    const x = margin - 4;
    const drawn = ends.map(({ link, from, to }) => {
      const [top, foot] = [Math.min(from, to), Math.max(from, to)];
      let lane = lanes.findIndex((taken) => taken.every(([a, b]) => foot < a - 4 || top > b + 4));
      if (lane < 0) lane = lanes.push([]) - 1;
      lanes[lane].push([top, foot]);
      const out = Math.max(3, x - 8 - lane * STEP);
      const bend = Math.min(10, (foot - top) / 2);
      const down = to > from ? 1 : -1;
      const path =
        foot - top < 2
          ? `M${x} ${from}H${out}`
          : `M${x} ${from}H${out + bend}Q${out} ${from} ${out} ${from + bend * down}V${to - bend * down}Q${out} ${to} ${out + bend} ${to}H${x}`;
      return svg(
        "g",
        { class: `link by-${link.by}`, "data-link": link.key, onclick: () => app.go(link.remedy, "text") },
        svg("title", {}, `${link.problem} → ${link.remedy} (${w("by", link.by)})`),
        svg("path", { class: "wide", d: path }),
        svg("path", { d: path }),
        svg("circle", { cx: x, cy: from, r: 2.5, class: "from" }),
        svg("path", { class: "arrow", d: `M${x - 5} ${to - 3.5}L${x + 1} ${to}L${x - 5} ${to + 3.5}Z` }),
      );
    });
    pane().append(
      svg("svg", { class: "links", width: margin, height: edge.height, role: "img", "aria-label": t("report.links", { n: ends.length }) }, drawn),
    );
    current(app.at());
  }

  /** Make the lines of one thing stand out. */
  function current(key) {
    for (const one of pane()?.querySelectorAll("g.link") ?? []) one.classList.toggle("now", one.dataset.link.split(">").includes(key));
  }

  function set(wanted) {
    on = wanted;
    remember("links", on ? "on" : "off");
    draw();
  }

  addEventListener("resize", debounced(draw, 80));
  document.fonts?.addEventListener?.("loadingdone", debounced(draw, 80));
  return { draw, current, set, isOn: () => on };
})();
