"use strict";
// Words looked for in the texts of all reports: chunk by chunk, none of which is kept.

const search = (() => {
  const { meta, load } = gongkai;
  const AROUND = 18;
  let running = 0;

  /** Calls `found(id, before, words, behind)` for each report that holds the words, and `done(share)` after each chunk. */
  async function run(words, found, done) {
    const mine = ++running;
    const wanted = words.toLowerCase();
    for (let i = 0; i < meta().texts; i++) {
      const texts = await load(`text/${String(i).padStart(5, "0")}`);
      if (mine !== running) return false;
      for (const [id, text] of texts) {
        const at = text.toLowerCase().indexOf(wanted);
        if (at < 0) continue;
        const flat = (part) => part.replace(/\s+/g, " ");
        const before = flat(text.slice(Math.max(0, at - AROUND), at));
        const behind = flat(text.slice(at + wanted.length, at + wanted.length + AROUND));
        found(id, before, text.slice(at, at + wanted.length), behind);
      }
      done((i + 1) / meta().texts);
    }
    return true;
  }

  return { run, stop: () => void running++ };
})();
