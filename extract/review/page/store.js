"use strict";
// Decisions: rows of a corrections file, kept in the browser by run, report and hash of its text.

const store = (() => {
  const { meta, storage } = gongkai;
  const memory = new Map();
  const listeners = [];
  let kept = storage !== null;

  const prefix = () => `gongkai-review:${meta().run}:`;
  const keyOf = (id, sha) => `${prefix()}${id}:${sha}`;

  /** The thing that a row is about: an id, `p1>` (a problem's links), `layer:facts`, or the name of what is added. */
  function subject(row) {
    if (row.action === "add" && row.layer !== "links") {
      const word = row.new.split(" ").find((one) => one.startsWith("#") || one.startsWith("@"));
      return word ? word.slice(1) : "";
    }
    if (row.field === "remedies") return `${row.id}>`;
    return row.id || `layer:${row.layer}`;
  }

  function rows(id, sha) {
    const key = keyOf(id, sha);
    if (memory.has(key)) return memory.get(key);
    let found = [];
    try {
      found = JSON.parse(storage?.getItem(key) ?? "[]");
      if (!Array.isArray(found)) found = [];
    } catch {
      found = [];
    }
    return found;
  }

  function write(id, sha, list) {
    const key = keyOf(id, sha);
    try {
      if (!storage) throw new Error("no storage");
      if (list.length) storage.setItem(key, JSON.stringify(list));
      else storage.removeItem(key);
      memory.delete(key);
    } catch {
      memory.set(key, list);
      kept = false;
    }
  }

  /** Put the rows about one thing in the place of what was said of it before. */
  function put(id, sha, about, list) {
    const others = rows(id, sha).filter((row) => subject(row) !== about);
    write(id, sha, [...others, ...list]);
    for (const tell of listeners) tell();
  }

  /** Rows by what they are about. */
  function byThing(id, sha) {
    const out = new Map();
    for (const row of rows(id, sha)) {
      const about = subject(row);
      out.set(about, [...(out.get(about) ?? []), row]);
    }
    return out;
  }

  /** confirm, correct, reject or add; undefined where nothing was said. */
  function state(list) {
    if (!list?.length) return undefined;
    const own = list.filter((row) => row.start === undefined || row.action === "add");
    const actions = new Set(list.map((row) => row.action));
    if (own.some((row) => row.action === "reject")) return "reject";
    if (own.some((row) => row.action === "add" && (row.layer === "links" || /(^| )[#@]n\d/.test(row.new)))) return "add";
    return actions.size === 1 && actions.has("confirm") ? "confirm" : "correct";
  }

  /** Every report of this run with decisions: `[id, sha, rows]`, in the order of their ids. */
  function all() {
    const names = new Set(memory.keys());
    for (let i = 0; storage && i < storage.length; i++) names.add(storage.key(i));
    return [...names]
      .filter((name) => name.startsWith(prefix()))
      .sort()
      .map((name) => {
        const rest = name.slice(prefix().length);
        const cut = rest.lastIndexOf(":");
        return [rest.slice(0, cut), rest.slice(cut + 1), rows(rest.slice(0, cut), rest.slice(cut + 1))];
      })
      .filter(([, , list]) => list.length);
  }

  /** How many things of a report were confirmed, corrected, rejected, added. */
  function counted(list) {
    const out = { confirm: 0, correct: 0, reject: 0, add: 0, total: 0, things: 0 };
    const things = new Map();
    for (const row of list) {
      const about = subject(row);
      if (about.startsWith("layer:") || about.endsWith(">")) continue;
      things.set(about, [...(things.get(about) ?? []), row]);
    }
    for (const [about, own] of things) {
      const said = state(own);
      out[said] += 1;
      out.total += 1;
      if (said !== "add" && !about.includes(">")) out.things += 1; // of what the run has found, links aside
    }
    return out;
  }

  const reviewer = () => (gongkai.remembered("reviewer") ?? memory.get("reviewer") ?? "").trim();

  function setReviewer(name) {
    memory.set("reviewer", name);
    gongkai.remember("reviewer", name);
    for (const tell of listeners) tell();
  }

  /** The corrections file: a JSON object a line, adds before the links that name them. */
  function file() {
    const lines = [];
    for (const [id, sha, list] of all()) {
      const late = (row) => Number(row.layer === "links") + 2 * Number(row.layer !== undefined && !row.id && row.action === "confirm");
      for (const row of [...list].sort((a, b) => late(a) - late(b))) {
        lines.push(JSON.stringify({ report: id, sha256: sha, ...row, reviewer: reviewer() }));
      }
    }
    return lines.map((line) => `${line}\n`).join("");
  }

  /**
   * Take rows that were saved before. What was decided here stays: whole reports, or with `byThing` single things.
   * Returns how many rows were taken.
   */
  function take(text, byThing = false) {
    const found = new Map();
    for (const line of text.split("\n")) {
      if (!line.trim()) continue;
      const { report, sha256, reviewer: by, ...row } = JSON.parse(line);
      if (typeof report !== "string" || !/^[0-9a-f]{64}$/.test(sha256 ?? "") || typeof row.action !== "string") {
        throw new Error("row");
      }
      if (by && !reviewer()) setReviewer(by);
      const key = keyOf(report, sha256);
      found.set(key, [report, sha256, [...(found.get(key)?.[2] ?? []), row]]);
    }
    let taken = 0;
    for (const [id, sha, list] of found.values()) {
      const here = rows(id, sha);
      if (here.length && !byThing) continue;
      const decided = new Set(here.map(subject));
      const more = list.filter((row) => !decided.has(subject(row)));
      write(id, sha, [...here, ...more]);
      taken += more.length;
    }
    if (taken) for (const tell of listeners) tell();
    return taken;
  }

  return {
    rows, put, byThing, state, all, counted, reviewer, setReviewer, file, take, subject,
    onChange: (tell) => listeners.push(tell),
    isKept: () => kept,
  };
})();
