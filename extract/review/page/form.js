"use strict";
// The form in which a thing is corrected, or one that lacks is added.

const form = (() => {
  const { t, w, h, meta } = gongkai;
  let open_ = null; // what is being edited: { one, type, key, mentions }
  let back = null; // what had the focus before

  const box = () => document.getElementById("editor");
  const field = (name) => box().querySelector(`[name="${name}"]`);

  /** Correct a thing. */
  function open(one) {
    open_ = { one, type: one.type, key: one.key, mentions: (one.told.mentions ?? []).filter((mention) => !mention.rejected).map(({ start, end, text }) => ({ start, end, text })) };
    app.go(one.key, "form");
    draw(one.told, one.note);
  }

  /** Add what lacks at a place of the text. */
  function add(type, start, end) {
    const { chars } = model.now;
    const words = chars.slice(start, end).join("");
    const told = { start, end, text: words, aspects: [], bound: "exact", scope: "year", ...read(words) };
    told.kind = type === "fact" ? "disclosure" : "website";
    open_ = { one: null, type, key: model.fresh(), mentions: type === "channel" ? [{ start, end, text: words }] : [] };
    draw(told, "");
  }

  /** Number and unit as far as plain digits tell them; the reviewer sees both and puts them right. */
  function read(words) {
    const plain = words.normalize("NFKC").replace(/[,，\s]/g, "");
    const found = /(\d+(?:\.\d+)?)(万|亿)?(余|多)?([^\d.]*)/.exec(plain);
    if (!found) return { value: 0, unit: null };
    const times = { 万: 1e4, 亿: 1e8 }[found[2]] ?? 1;
    const unit = found[4].replace(/(以上|左右|以内|余|多)$/, "");
    return { value: Number((Number(found[1]) * times).toPrecision(15)), unit: unit.slice(0, 6) || null, bound: found[3] || found[4].endsWith("以上") ? "at_least" : "exact" };
  }

  const label = (said, control) => h("label", {}, h("span", {}, said), control);
  const options = (codes, group, now) => codes.map((code) => h("option", { value: code, selected: code === now }, w(group, code)));
  const none = () => h("option", { value: "" }, t("form.none"));

  function draw(told, note) {
    back = document.activeElement?.dataset?.focus ?? null;
    const { one, type, key } = open_;
    const fields = { fact, channel, problem: item, remedy: item }[type](told);
    box().replaceChildren(
      h("h2", { id: "editor-title", tabindex: "-1" }, t(one ? "form.correct" : "form.add", { what: one ? key : t(`record.${type}`) })),
      h(
        "form",
        { novalidate: true, onsubmit: save },
        h("div", { class: "fields" }, fields),
        type === "channel" ? mentions() : span(told),
        label(t("form.note"), h("input", { name: "note", type: "text", value: note, maxlength: 300 })),
        h("p", { class: "fault", role: "alert", id: "fault" }),
        h("div", { class: "acts" }, h("button", { type: "submit", class: "main" }, t("form.save")), h("button", { type: "button", onclick: close }, t("form.cancel"))),
      ),
    );
    box().hidden = false;
    if (type === "fact") stages(told.stage);
    field("kind")?.focus();
    if (!field("kind")) box().querySelector("h2").focus();
  }

  function fact(told) {
    const others = (type) => model.now.things.filter((one) => one.type === type && one.state !== "reject" && one.key !== open_.key);
    const refer = (type, now) => [none(), ...others(type).map((one) => h("option", { value: one.key, selected: one.key === now }, `${one.key} ${one.told.name ?? one.told.text ?? model.title(one)}`))];
    return [
      label(t("form.kind"), h("select", { name: "kind", onchange: () => stages(null) }, options(Object.keys(meta().stages), "kind", told.kind))),
      label(t("form.stage"), h("select", { name: "stage" })),
      label(t("form.value"), h("input", { name: "value", type: "text", inputmode: "decimal", value: String(told.value ?? "") })),
      label(t("form.unit"), h("input", { name: "unit", type: "text", value: told.unit ?? "", maxlength: 20, oninput: bare })),
      label(t("form.bound"), h("select", { name: "bound" }, options(meta().bounds, "bound", told.bound ?? "exact"))),
      label(t("form.scope"), h("select", { name: "scope" }, options(meta().scopes, "scope", told.scope ?? "year"))),
      label(t("form.category"), h("input", { name: "category", type: "text", value: told.category ?? "", maxlength: 60, oninput: bare })),
      label(t("form.channel"), h("select", { name: "channel" }, refer("channel", told.channel))),
      label(t("form.part_of"), h("select", { name: "part_of" }, refer("fact", told.part_of))),
    ];
  }

  /** The inline notation knows no blanks in units and classes: they are taken out while one types. */
  function bare(event) {
    if (!open_.one) event.target.value = event.target.value.replace(/\s+/g, "");
  }

  function stages(now) {
    const own = meta().stages[field("kind").value];
    field("stage").replaceChildren(none(), ...options(own, "stage", now));
    field("stage").disabled = !own.length;
  }

  function channel(told) {
    return [
      label(t("form.kind"), h("select", { name: "kind" }, options(meta().channels, "channel", told.kind))),
      label(t("form.name"), h("input", { name: "name", type: "text", value: told.name ?? "", maxlength: 80 })),
    ];
  }

  function item(told) {
    const now = told.aspects?.length ? told.aspects : told.aspect ? [told.aspect] : [];
    return [
      label(t("form.aspect"), h("select", { name: "kind" }, none(), options(meta().aspects, "aspect", now[0]))),
      h("fieldset", { class: "ticks" }, h("legend", {}, t("form.aspects")), meta().aspects.map((code) => h("label", { class: "tick" }, h("input", { type: "checkbox", name: "aspects", value: code, checked: now.slice(1).includes(code) }), h("span", {}, w("aspect", code))))),
    ];
  }

  function span(told) {
    const number = (name) => h("input", { name, type: "number", min: 0, max: model.now.chars.length, value: told[name], oninput: preview });
    const out = h(
      "fieldset",
      { class: "span" },
      h("legend", {}, t("form.span")),
      label(t("form.start"), number("start")),
      label(t("form.end"), number("end")),
      h("button", { type: "button", id: "use", onclick: () => use() }, t("form.use")),
      h("p", { id: "preview", class: "words" }, told.text),
    );
    return out;
  }

  function preview() {
    document.getElementById("preview").textContent = model.now.slice(Number(field("start").value), Number(field("end").value));
  }

  function mentions() {
    const list = open_.mentions.map((one, index) =>
      h("li", {}, one.text, " ", h("button", { type: "button", class: "slight", "aria-label": t("form.drop_place", { words: one.text }), onclick: () => { open_.mentions.splice(index, 1); redraw(); } }, "✗")),
    );
    return h("fieldset", { class: "span", id: "places" }, h("legend", {}, t("form.places")), h("ul", {}, list), h("button", { type: "button", id: "use", onclick: () => use() }, t("form.use_place")));
  }

  const redraw = () => document.getElementById("places").replaceWith(mentions());

  /** Take what is selected in the text as the place of what is edited. */
  function use() {
    const place = app.picked();
    if (!place) return fault(t("form.select_first"));
    if (open_.type === "channel") {
      open_.mentions.push({ ...place, text: model.now.slice(place.start, place.end) });
      redraw();
    } else {
      field("start").value = place.start;
      field("end").value = place.end;
      preview();
    }
    return fault("");
  }

  function fault(said) {
    document.getElementById("fault").textContent = said;
  }

  /** What the form says, or the string that says what is wrong with it. */
  function read_() {
    const get = (name) => field(name)?.value.trim() ?? "";
    const size = model.now.chars.length;
    const out = { kind: get("kind"), note: get("note") };
    if (open_.type === "fact") {
      Object.assign(out, { stage: get("stage"), unit: get("unit"), bound: get("bound"), scope: get("scope"), category: get("category"), channel: get("channel"), part_of: get("part_of") });
      out.value = Number(get("value").replace(/[,，]/g, ""));
      if (get("value") === "" || !Number.isFinite(out.value) || out.value < 0) return t("form.bad_value");
    }
    if (open_.type === "problem" || open_.type === "remedy") {
      if (!out.kind) return t("form.no_aspect");
      const more = [...box().querySelectorAll('[name="aspects"]:checked')].map((one) => one.value);
      out.aspects = [...new Set([out.kind, ...more])];
    }
    if (open_.type === "channel") {
      out.name = get("name");
      out.mentions = open_.mentions;
      return out.mentions.length ? out : t("form.no_place");
    }
    [out.start, out.end] = [Number(get("start")), Number(get("end"))];
    if (![out.start, out.end].every(Number.isInteger) || out.start < 0 || out.start >= out.end || out.end > size) return t("form.bad_span", { size });
    out.text = model.now.slice(out.start, out.end);
    const cut = model.cuts(open_.type, open_.key, out.start, out.end);
    return cut.length ? t("form.cuts", { what: cut.map((one) => one.key).join(", ") }) : out;
  }

  function save(event) {
    event.preventDefault();
    const values = read_();
    if (typeof values === "string") return fault(values);
    const { one, type, key } = open_;
    const rows = one?.base ? decide.corrections(one, values, values.note) : decide.addition(key, type, values, values.note);
    if (!rows.length) return fault(t("form.unchanged"));
    decide.put(key, rows);
    const added = !one;
    close();
    decide.done(key, t(added ? "record.is_add" : "record.is_correct"));
    return app.go(key, "form");
  }

  /** Close the form; the focus goes back to where it was, else to the card. */
  function close() {
    if (!open_) return;
    const card = document.getElementById(`card-${open_.key}`);
    open_ = null;
    if (!box()) return;
    const from = back && document.querySelector(`[data-focus="${CSS.escape(back)}"]`);
    (from || card)?.focus({ preventScroll: true });
    box().hidden = true;
  }

  return { open, add, close, use, isOpen: () => open_ !== null };
})();
