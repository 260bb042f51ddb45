"use strict";
// Statutory tables as tables: what each cell is, which checks fail in it, and why.

const tables = (() => {
  const { t, w, h, number } = gongkai;
  const GIVEN = new Set(["number", "aligned"]);
  /** What marks a cell that is not simply a number, a blank or a dash; below the table it is explained. */
  const MARKS = { aligned: "≈", ambiguous: "?", unreadable: "⁇", missing: "×" };

  const path = (table, row, column) => `${table.kind}/${row}/${column}`;
  const idOf = (name) => `cell-${name.replaceAll("/", "--")}`;

  /** A table of the form, where its rows have the same columns one grid, else several. */
  function draw(table, now, withText) {
    const grids = [];
    const rows = new Map();
    for (const [row, column, ...rest] of table.cells) {
      if (!rows.has(row)) rows.set(row, new Map());
      rows.get(row).set(column, rest);
    }
    for (const [row, cells] of rows) {
      const columns = [...cells.keys()];
      const last = grids.at(-1);
      if (last && last.columns.join() === columns.join()) last.rows.push([row, cells]);
      else grids.push({ columns, rows: [[row, cells]] });
    }
    const turned = grids.flatMap(parted);
    const failed = table.again ? [] : now.data.failed.filter((check) => check.table === table.kind);
    return h(
      "figure",
      { class: "statutory" },
      h("figcaption", {}, h("strong", {}, w("table", table.kind)), h("small", {}, t("report.form", { form: table.template === "legacy" ? t("report.legacy") : table.template }))),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": w("table", table.kind) }, turned.map((one) => grid(table, one, failed))),
      marks(table),
      failed.length ? h("ul", { class: "failed" }, failed.map((check) => explained(check, now))) : null,
      withText
        ? h("details", {}, h("summary", {}, t("report.raw")), h("pre", { class: "raw", "data-start": table.start }, now.slice(table.start, table.end)))
        : null,
    );
  }

  /** What the marks in the cells mean, as far as there are any. */
  function marks(table) {
    const used = new Set(table.cells.map(([, , status]) => status));
    const told = Object.keys(MARKS).filter((status) => used.has(status));
    return told.length ? h("p", { class: "marks" }, told.map((status) => h("span", {}, `${MARKS[status]} ${w("status", status)}`))) : null;
  }

  /** The one long row of reviews and lawsuits as a row a group; every other grid as it is. */
  function parted(one) {
    const found = one.columns.map((column) => /^(.+)_([^_]+)$/.exec(column));
    if (one.rows.length !== 1 || one.rows[0][0] !== "cases" || !found.every(Boolean)) return [one];
    const groups = [...new Set(found.map(([, group]) => group))];
    return [{ ...one, groups, results: [...new Set(found.map(([, , result]) => result))] }];
  }

  function grid(table, one, failed) {
    const head = (columns) => h("thead", {}, h("tr", {}, h("td", {}), columns.map((said) => h("th", { scope: "col" }, said))));
    const line = (said, cells) => h("tr", {}, h("th", { scope: "row" }, said), cells);
    if (one.groups) {
      const [row, cells] = one.rows[0];
      const own = (column) => (cells.has(column) ? cell(table, row, column, cells.get(column), failed) : h("td", {}));
      const lines = one.groups.map((group) => line(w("group", group), one.results.map((result) => own(`${group}_${result}`))));
      return h("table", {}, head(one.results.map((result) => w("result", result))), h("tbody", {}, lines));
    }
    const { columns, rows } = one;
    const alone = columns.length === 1 && columns[0] === "cases";
    const gone = (cells) => columns.length > 1 && [...cells.values()].every(([status]) => status === "missing");
    const lines = rows.map(([row, cells]) => gone(cells) ? line(w("row", row), h("td", { colspan: columns.length, class: "c-missing none" }, w("status", "missing"))) : line(w("row", row), columns.map((column) => cell(table, row, column, cells.get(column), failed))));
    return h("table", {}, head(columns.map((column) => (alone ? t("report.number") : w("column", column)))), h("tbody", {}, lines));
  }

  function cell(table, row, column, [status, value, raw, unit, candidates], failed) {
    const name = path(table, row, column);
    const about = failed.filter((check) => check.involves.includes(name));
    const mends = about.flatMap((check) => check.mends).find(([place]) => place === name);
    const shown = GIVEN.has(status) ? `${number(value)}${unit ? ` ${unit}` : ""}` : { blank: "", dash: raw || "–", missing: "", unreadable: raw }[status] ?? (candidates ?? []).map(number).join(" | ");
    const told = [];
    if (status !== "number") told.push(w("status", status));
    if (about.length) told.push(t("report.cell_failed", { n: about.length }));
    return h(
      "td",
      {
        id: table.again ? null : idOf(name),
        class: [`c-${status}`, about.length ? "bad" : "", mends ? "mends" : ""].filter(Boolean).join(" "),
        title: [told.join(" · "), raw && raw.trim() !== shown ? t("report.written", { raw: raw.trim() }) : ""].filter(Boolean).join("\n") || null,
        "aria-describedby": about.length ? about.map((check) => idOf(`check/${check.n}`)).join(" ") : null,
      },
      about.length ? h("button", { type: "button", class: "cross", "aria-label": t("report.why", { value: shown || w("status", status) }), onclick: () => app.point(idOf(`check/${about[0].n}`)) }, shown || "␣", h("span", { "aria-hidden": "true" }, " ✗")) : shown,
      mends ? h("span", { class: "hint" }, ` → ${mends[1]}?`) : null,
      MARKS[status] ? h("span", { class: "status" }, h("span", { "aria-hidden": "true" }, ` ${MARKS[status]}`), h("span", { class: "unseen" }, w("status", status))) : null,
    );
  }

  /** Why a check fails, with the cells and facts to look at. */
  function explained(check, now) {
    const cellName = (name) => {
      const [kind, row, column] = name.split("/");
      return [w("table", kind), w("row", row), w("column", column)].join(" / ");
    };
    const target = (name) =>
      name.includes("/")
        ? h("button", { type: "button", class: "jump", onclick: () => app.point(idOf(name)) }, cellName(name).split(" / ").slice(1).join(" / "))
        : h("button", { type: "button", class: "jump", onclick: () => app.go(name, "record") }, now.byKey.has(name) ? `${name} ${model.title(now.byKey.get(name))}` : name);
    const same = check.expected !== undefined && check.actual !== undefined;
    return h(
      "li",
      { id: idOf(`check/${check.n}`), tabindex: "-1" },
      h("strong", {}, w("check", check.check)),
      " ",
      same ? h("span", { class: "sum" }, t("report.expected", { expected: number(check.expected), actual: number(check.actual) })) : null,
      check.mends.length
        ? h("p", { class: "mend" }, t("report.hint"), " ", check.mends.map(([name, value], i) => [i ? t("report.or") : "", h("button", { type: "button", class: "jump", onclick: () => app.point(idOf(name)) }, `${cellName(name)} = ${value}`)]))
        : null,
      h("p", { class: "message", lang: "en" }, check.message),
      h("p", { class: "involves" }, t("report.involves"), " ", check.involves.map(target)),
    );
  }

  return { draw, explained };
})();
