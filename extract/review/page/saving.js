"use strict";
// Decisions out of the browser: as a file to download, or through the server of `gongkai review --serve`.

const saving = (() => {
  const { t, meta, announce, debounced } = gongkai;
  const served = () => gongkai.take("serve") ?? null;
  let version = null;
  let writing = Promise.resolve();

  function download() {
    const lines = store.file();
    if (!lines) return app.note(t("save.nothing"));
    if (!store.reviewer()) {
      document.getElementById("reviewer").focus();
      return app.note(t("save.no_reviewer"));
    }
    const address = URL.createObjectURL(new Blob([lines], { type: "application/x-ndjson" }));
    const link = gongkai.h("a", { href: address, download: `${meta().name}-corrections.jsonl` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    return app.note(t("save.downloaded", { n: lines.split("\n").length - 1, name: link.download }));
  }

  /** Take a corrections file that was saved before. */
  async function upload(file) {
    try {
      const taken = store.take(await file.text());
      app.note(t("save.taken", { n: taken }));
      app.refresh();
    } catch {
      app.note(t("save.bad_file", { name: file.name }));
    }
  }

  async function fetched() {
    const answer = await fetch("corrections", { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    version = answer.headers.get("ETag");
    return answer.text();
  }

  /** Begin with what the server's file holds. */
  async function start() {
    if (!served()) return;
    try {
      store.take(await fetched());
      app.refresh();
      app.note(t("save.serving", { name: served().file }));
    } catch {
      app.note(t("save.lost"));
    }
    store.onChange(later);
  }

  const later = debounced(() => {
    writing = writing.then(send);
  }, 250);

  async function send(again = false) {
    if (!store.reviewer()) return app.note(t("save.no_reviewer"));
    const body = store.file();
    try {
      const answer = await fetch("corrections", {
        method: "POST",
        headers: { "Content-Type": "application/x-ndjson", "If-Match": version ?? "" },
        body,
      });
      if (answer.status === 412 && !again) {
        store.take(await fetched(), true); // another window wrote: what it decided and we did not comes along
        return send(true);
      }
      if (!answer.ok) throw new Error(await answer.text());
      version = answer.headers.get("ETag");
      announce(t("save.saved"));
      return app.note(t("save.written", { name: served().file }));
    } catch (error) {
      return app.note(`${t("save.lost")} ${error.message}`);
    }
  }

  return { download, upload, start };
})();
