"use strict";
// A report with what was decided about it: things with their places, as they are after all corrections.

const model = (() => {
  const { meta, w } = gongkai;
  const LISTS = { facts: "fact", channels: "channel", problems: "problem", remedies: "remedy" };
  const LAYERS = { fact: "facts", channel: "channels", problem: "items", remedy: "items" };
  /** What kinds of fact share a colour. */
  const FAMILIES = {
    published: ["disclosure", "interpretation", "document", "proposal", "press"],
    requested: ["application", "review", "litigation", "complaint", "fee"],
    public: ["response", "audience"],
    inside: ["training", "meeting", "staff", "facility", "inspection"],
    rest: ["change", "other"],
  };
  const familyOf = Object.fromEntries(Object.entries(FAMILIES).flatMap(([name, kinds]) => kinds.map((kind) => [kind, name])));

  let now = null;

  /** Make the model of a report's data and of the rows about it. */
  function make(data) {
    const chars = Array.from(data.text);
    const decided = store.byThing(data.id, data.sha);
    const things = [];
    const slice = (start, end) => chars.slice(start, end).join("");
    for (const [list, type] of Object.entries(LISTS)) {
      for (const base of data[list]) things.push(thing(type, base.id, base, decided.get(base.id) ?? [], slice));
    }
    for (const [key, rows] of decided) {
      if (/^n\d+$/.test(key)) things.push(added(key, rows, slice));
    }
    for (const one of things) one.start = one.spans[0]?.start ?? 0;
    things.sort((a, b) => a.start - b.start || b.spans[0]?.end - a.spans[0]?.end);
    now = { data, chars, slice, decided, things, byKey: new Map(things.map((one) => [one.key, one])), links: [] };
    now.links = links(data, decided);
    return now;
  }

  function thing(type, key, base, rows, slice) {
    const told = structuredClone(base);
    const mentions = (told.mentions ?? []).map((one) => ({ ...one, was: [one.start, one.end] }));
    for (const row of rows) {
      const mention = row.start === undefined ? null : mentions.find(({ was }) => was[0] === row.start && was[1] === row.end);
      if (row.action === "add") mentions.push({ start: row.start, end: row.end, text: row.text, added: true });
      else if (row.action === "reject" && mention) mention.rejected = true;
      else if (row.action === "correct") set(mention ?? told, row.field, row.new, slice);
    }
    if (type === "channel") told.mentions = mentions;
    return finished({ key, type, base, told, rows, state: store.state(rows), note: rows.find((row) => row.note)?.note ?? "" });
  }

  function set(told, field, value, slice) {
    if (field === "span") {
      [told.start, told.end] = value.split(":").map(Number);
      told.text = slice(told.start, told.end);
    } else if (field === "value") told.value = Number(value);
    else if (field === "aspects") {
      told.aspects = value.split(";");
      told.aspect = told.aspects[0];
    } else told[field] = value === "" ? null : value;
  }

  /** What a reviewer added, read off its rows. */
  function added(key, rows, slice) {
    const place = ({ start, end }) => ({ start, end, text: slice(start, end) });
    const [head, ...words] = rows[0].new.split(" ");
    const told = { id: key, ...place(rows[0]) };
    let type = head;
    if (head.startsWith("@")) {
      type = "channel";
      [told.kind, told.name] = [words[0], words.slice(1).join(" ") || null];
      told.mentions = rows.map((row) => ({ ...place(row), was: [row.start, row.end], added: true }));
    } else if (head === "problem" || head === "remedy") {
      told.aspects = words.filter((word) => !word.startsWith("#"));
      told.aspect = told.aspects[0];
    } else {
      type = "fact";
      [told.kind, told.stage] = head.split(".");
      const option = (mark) => words.find((word) => word.startsWith(mark))?.slice(mark.length);
      Object.assign(told, { value: Number(option("v=")), unit: option("u="), bound: option("b="), scope: option("s=") });
      if (told.unit === "-") told.unit = null;
      Object.assign(told, { category: option("=") ?? null, channel: option("@") ?? null, part_of: option("<") ?? null });
    }
    return finished({ key, type, base: null, told, rows, state: "add", note: rows[0].note ?? "" });
  }

  function finished(one) {
    const { told, type } = one;
    const all = type === "channel" ? told.mentions.filter((mention) => !mention.rejected) : [told];
    one.spans = all.map(({ start, end }) => ({ start, end })).sort((a, b) => a.start - b.start);
    one.layer = LAYERS[type];
    one.group = type === "fact" ? familyOf[told.kind] ?? "rest" : type;
    return one;
  }

  function links(data, decided) {
    const out = [];
    const known = (key) => now.byKey.get(key) && now.byKey.get(key).state !== "reject";
    for (const problem of data.problems) {
      for (const link of problem.remedies ?? []) {
        const key = `${problem.id}>${link.remedy}`;
        const rows = decided.get(key) ?? [];
        const by = rows.find((row) => row.action === "correct")?.new ?? link.by;
        out.push({ key, problem: problem.id, remedy: link.remedy, by, base: link, rows, state: store.state(rows), confidence: link.confidence });
      }
    }
    for (const [key, rows] of decided) {
      if (!key.includes(">") || rows[0].action !== "add") continue;
      const [problem, remedy] = key.split(">");
      out.push({ key, problem, remedy, by: rows[0].new, base: null, rows, state: "add" });
    }
    return out.filter((link) => known(link.problem) && known(link.remedy));
  }

  /** A thing in a few words, for people who listen and for the heads of forms. */
  function title(one) {
    const { told, type } = one;
    if (type === "fact") {
      const kind = [w("kind", told.kind), w("stage", told.stage)].filter(Boolean).join(" · ");
      return `${kind} ${gongkai.number(told.value)}${told.unit ? ` ${told.unit}` : ""}`;
    }
    if (type === "channel") return [w("channel", told.kind), told.name].filter(Boolean).join(" ");
    return `${gongkai.t(`record.${type}`)}: ${(told.aspects ?? [told.aspect]).map((code) => w("aspect", code)).join(" · ")}`;
  }

  /** A name for the next thing that is added. */
  function fresh() {
    const used = [...now.decided.keys()].map((key) => Number(/^n(\d+)$/.exec(key)?.[1] ?? 0));
    return `n${Math.max(0, ...used) + 1}`;
  }

  /** Things of the same sort that a place would cut into; they may nest, and may be equal. */
  function cuts(type, key, start, end) {
    const same = type === "fact" ? ["fact"] : type === "channel" ? [] : ["problem", "remedy"];
    return now.things.filter(
      (one) =>
        one.key !== key && one.state !== "reject" && same.includes(one.type) &&
        one.spans.some((span) => (span.start < start && start < span.end && span.end < end) || (start < span.start && span.start < end && end < span.end)),
    );
  }

  return { make, title, fresh, cuts, FAMILIES, meta, get now() { return now; } };
})();
