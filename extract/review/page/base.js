"use strict";
// What every other file uses: data brought by script tags, strings, elements made without markup, the address.

const gongkai = (() => {
  const held = new Map();

  /** Scripts of data/ call this: they can be loaded from file://, where a page may not fetch. */
  function data(name, value) {
    held.set(name, value);
  }

  /** What a script that is loaded already has brought. */
  function take(name) {
    return held.get(name);
  }

  /** Load data/<name>.js; nothing of it is kept but what the caller keeps. */
  function load(name) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const done = () => {
        script.remove();
        const value = held.get(name);
        held.delete(name);
        if (value === undefined) reject(new Error(name));
        else resolve(value);
      };
      script.addEventListener("load", done);
      script.addEventListener("error", done);
      script.src = `data/${name}.js`;
      document.head.append(script);
    });
  }

  /** What a browser remembers, or null where it may not. */
  const storage = (() => {
    try {
      const probe = "gongkai-review?";
      localStorage.setItem(probe, "1");
      localStorage.removeItem(probe);
      return localStorage;
    } catch {
      return null;
    }
  })();

  function remembered(name) {
    return storage ? storage.getItem(`gongkai-review:${name}`) : null;
  }

  function remember(name, value) {
    try {
      if (storage) storage.setItem(`gongkai-review:${name}`, value);
    } catch {
      // full: settings are not worth a message, decisions have their own
    }
  }

  const meta = () => take("meta");
  let language = "zh";

  function setLanguage(code) {
    language = code === "en" ? "en" : "zh";
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
    for (const element of document.querySelectorAll("[data-t-label]")) {
      element.setAttribute("aria-label", t(element.dataset.tLabel));
    }
  }

  /** A string of strings.toml (`group.key`), with {name} filled in. */
  function t(path, values = {}) {
    const [group, key] = path.split(".");
    const said = take(`words-${language}`).strings[group]?.[key];
    if (said === undefined) throw new Error(`no string ${path}`);
    return said.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  }

  /** A code of the record in words; one that is not known is shown as it is. */
  function w(group, code) {
    if (code === null || code === undefined || code === "") return "";
    return take(`words-${language}`).words[group]?.[code] ?? String(code);
  }

  function number(value) {
    if (value === null || value === undefined) return "";
    return Number(value).toLocaleString("en", { maximumFractionDigits: 6 });
  }

  const ODD = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

  /** Text as nodes: characters that show nothing, or turn text round, stand in a box with their number. */
  function shown(text) {
    const out = [];
    let at = 0;
    for (const found of text.matchAll(ODD)) {
      if (found.index > at) out.push(document.createTextNode(text.slice(at, found.index)));
      const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
      const box = document.createElement("bdi");
      box.className = "odd";
      box.dataset.code = `U+${code}`;
      box.textContent = found[0];
      out.push(box);
      at = found.index + found[0].length;
    }
    if (at < text.length) out.push(document.createTextNode(text.slice(at)));
    return out;
  }

  const SVG = "http://www.w3.org/2000/svg";

  function filled(element, told, children) {
    for (const [name, value] of Object.entries(told ?? {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (name === "value") element.value = value;
      else if (name === "checked" || name === "selected") element[name] = value;
      else element.setAttribute(name, value === true ? "" : String(value));
    }
    for (const child of children.flat(Infinity)) {
      if (child === null || child === undefined || child === false) continue;
      if (child instanceof Node) element.append(child);
      else element.append(...shown(String(child)));
    }
    return element;
  }

  /** An element; whatever is no node becomes text, never markup. */
  function h(tag, told, ...children) {
    return filled(document.createElement(tag), told, children);
  }

  /** An element of a drawing. */
  function svg(tag, told, ...children) {
    return filled(document.createElementNS(SVG, tag), told, children);
  }

  /** Say something to people who listen. */
  function announce(said) {
    document.getElementById("live").textContent = said;
  }

  function debounced(work, wait) {
    let timer = 0;
    return (...args) => {
      clearTimeout(timer);
      timer = setTimeout(() => work(...args), wait);
    };
  }

  return {
    data, take, load, storage, remembered, remember, meta, setLanguage, t, w, number, shown, h, svg, announce, debounced,
    get language() {
      return language;
    },
  };
})();
