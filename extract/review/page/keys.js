"use strict";
// Everything by keyboard: in the text from thing to thing, decisions, help.

const keys = (() => {
  const { t, h } = gongkai;
  const HELP = [
    ["n j", "next"], ["p k", "before"], ["u", "open"], ["Enter", "card"], ["y", "confirm"], ["e", "correct"], ["x", "reject"],
    ["a", "add"], ["] [", "reports"], ["Esc", "close"], ["/", "search"], ["?", "help"],
  ];

  const box = () => document.getElementById("help-box");

  function help() {
    box().replaceChildren(
      h("h2", { id: "help-title" }, t("page.help")),
      h("table", {}, h("tbody", {}, HELP.map(([keys, name]) => h("tr", {}, h("th", { scope: "row" }, keys.split(" ").map((key) => [h("kbd", {}, key), " "])), h("td", {}, t(`keys.${name}`)))))),
      h("p", {}, t("keys.how")),
      h("form", { method: "dialog" }, h("button", { type: "submit", class: "main" }, t("keys.done"))),
    );
    box().showModal();
  }

  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || box().open) return;
    const inField = event.target.closest("input, select, textarea");
    if (event.key === "Escape") {
      if (form.isOpen()) form.close();
      else if (!inField) getSelection().removeAllRanges();
      return;
    }
    if (inField) return;
    const work = {
      n: () => app.step(1), j: () => app.step(1), p: () => app.step(-1), k: () => app.step(-1),
      u: () => app.step(1, (one) => !one.state),
      y: () => app.decide("confirm"), e: () => app.decide("correct"), x: () => app.decide("reject"),
      a: () => app.add("fact"), "]": () => app.report(1), "[": () => app.report(-1),
      "/": () => app.search(), "?": help,
    }[event.key];
    if (!work) return;
    event.preventDefault();
    work();
  }

  addEventListener("keydown", press);
  return { help };
})();
