"use strict";
// Decisions as rows of a corrections file, as docs/review.md and annotations/README.md describe them.

const decide = (() => {
  const { t, announce } = gongkai;

  const put = (about, rows) => {
    const { data } = model.now;
    store.put(data.id, data.sha, about, rows);
  };

  function done(key, said) {
    app.refresh();
    announce(said);
    app.note("");
    return key;
  }

  /** A row about a thing of the record as the run has it. */
  const about = (one) => ({ id: one.key, layer: one.layer, ...(one.type === "channel" ? {} : { text: one.base.text }) });

  function confirm(one) {
    if (one.state === "confirm") return undo(one);
    put(one.key, [{ ...about(one), action: "confirm" }]);
    return done(one.key, t("record.is_confirm"));
  }

  /** Things and links that refer to a thing by what a reviewer has decided; rejecting it would contradict them. */
  function referring(key) {
    const out = [];
    for (const [other, rows] of model.now.decided) {
      const refers = rows.some(
        (row) =>
          (row.action === "correct" && ["part_of", "channel"].includes(row.field) && row.new === key) ||
          (row.action === "add" && other !== key && row.layer !== "links" && row.new.split(" ").some((word) => word === `<${key}` || word === `@${key}`)),
      );
      if (refers && other !== key) out.push(other);
    }
    return out;
  }

  function reject(one) {
    if (one.state === "reject") return undo(one);
    const others = referring(one.key);
    if (others.length) {
      app.note(t("record.referred", { what: one.key, others: others.join(", ") }));
      return one.key;
    }
    for (const key of model.now.decided.keys()) {
      if (key.includes(">") && key.split(">").includes(one.key)) put(key, []); // its links go with it
    }
    put(one.key, one.base ? [{ ...about(one), action: "reject" }] : []);
    return done(one.key, one.base ? t("record.is_reject") : t("record.removed"));
  }

  function undo(one) {
    put(one.key, []);
    return done(one.key, t("record.is_open"));
  }

  function whole(layer, on) {
    put(`layer:${layer}`, on ? [{ layer, action: "confirm" }] : []);
    done(layer, on ? t("record.is_confirm") : t("record.is_open"));
  }

  function link(one, action) {
    if (!one.base) put(one.key, []); // an added link that is rejected was never there
    else put(one.key, one.state === action ? [] : [{ id: one.key, layer: "links", action }]);
    done(one.key, t(one.state === action ? "record.is_open" : `record.is_${action}`));
  }

  function linkBy(one, by) {
    if (!one.base) put(one.key, [{ id: one.key, layer: "links", action: "add", new: by }]);
    else put(one.key, by === one.base.by ? [] : [{ id: one.key, layer: "links", action: "correct", field: "by", old: one.base.by, new: by }]);
    done(one.key, t("record.is_correct"));
  }

  function linkAdd(problem, remedy) {
    const there = model.now.links.find((one) => one.problem === problem && one.remedy === remedy && one.base);
    if (there) return link(there, "reject"); // it was rejected: it is there again
    put(`${problem}>${remedy}`, [{ id: `${problem}>${remedy}`, layer: "links", action: "add", new: "explicit" }]);
    return done(problem, t("record.is_add"));
  }

  function linksRight(one, on) {
    put(`${one.key}>`, on ? [{ id: one.key, layer: "items", field: "remedies", action: "confirm" }] : []);
    done(one.key, t(on ? "record.is_confirm" : "record.is_open"));
  }

  const said = (value) => (value === null || value === undefined ? "" : String(value));

  /** Rows that correct the fields of a thing which are not those of the record. */
  function corrections(one, values, note) {
    const { base } = one;
    const rows = [];
    const row = (field, old, to) => {
      if (said(old) !== said(to)) rows.push({ ...about(one), action: "correct", field, old: said(old), new: said(to) });
    };
    if (one.type === "fact") {
      for (const field of ["kind", "stage", "value", "unit", "bound", "scope", "category", "channel", "part_of"]) row(field, base[field], values[field]);
    }
    if (one.type === "channel") for (const field of ["kind", "name"]) row(field, base[field], values[field]);
    if (values.aspects) row("aspects", (base.aspects ?? [base.aspect]).join(";"), values.aspects.join(";"));
    if (one.type === "channel") rows.push(...mentions(one, values.mentions, rows.length > 0));
    else row("span", `${base.start}:${base.end}`, `${values.start}:${values.end}`);
    if (note && rows.length) rows[0].note = note;
    return rows;
  }

  /** Rows about the places that name a channel, where one of them is wrong or lacks. */
  function mentions({ key, layer, base }, wanted, whole) {
    const same = (a, b) => a.start === b.start && a.end === b.end;
    const gone = base.mentions.filter((one) => !wanted.some((other) => same(one, other)));
    const more = wanted.filter((one) => !base.mentions.some((other) => same(one, other)));
    if (!gone.length && !more.length) return [];
    const place = ({ start, end, text }) => ({ start, end, text });
    const right = whole ? [] : base.mentions.filter((one) => !gone.includes(one));
    return [
      ...gone.map((one) => ({ id: key, layer, ...place(one), action: "reject" })),
      ...right.map((one) => ({ id: key, layer, ...place(one), action: "confirm" })),
      ...more.map((one) => ({ layer, ...place(one), action: "add", new: `@${key}` })),
    ];
  }

  /** Rows that add a thing; its label is that of the inline notation. */
  function addition(key, type, values, note) {
    const layer = { fact: "facts", channel: "channels", problem: "items", remedy: "items" }[type];
    const row = ({ start, end, text }, label) => ({ start, end, text, layer, action: "add", new: label, ...(note ? { note } : {}) });
    if (type === "channel") {
      return values.mentions.map((one, index) => row(one, index ? `@${key}` : [`@${key}`, values.kind, values.name].filter(Boolean).join(" ")));
    }
    if (type !== "fact") return [row(values, [type, ...values.aspects, `#${key}`].join(" "))];
    const label = [
      values.stage ? `${values.kind}.${values.stage}` : values.kind,
      `#${key}`,
      `v=${values.value}`,
      `u=${values.unit || "-"}`,
      `b=${values.bound}`,
      `s=${values.scope}`,
      values.category ? `=${values.category}` : "",
      values.part_of ? `<${values.part_of}` : "",
      values.channel ? `@${values.channel}` : "",
    ];
    return [row(values, label.filter(Boolean).join(" "))];
  }

  return { confirm, reject, undo, whole, link, linkBy, linkAdd, linksRight, corrections, addition, put, done };
})();
