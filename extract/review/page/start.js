"use strict";
// The header: language, reviewer, files; and off it goes.
(() => {
  const chosen = gongkai.remembered("language") ?? gongkai.meta().language;
  const reviewer = document.getElementById("reviewer");
  const button = document.getElementById("language");
  const speak = (code) => {
    gongkai.setLanguage(code);
    button.textContent = code === "zh" ? "English" : "中文";
    button.lang = code === "zh" ? "en" : "zh-CN";
    list.rebuild();
    form.close();
    if (app.isOpen()) app.build();
  };
  speak(chosen === "en" ? "en" : "zh");
  button.addEventListener("click", () => {
    speak(gongkai.language === "zh" ? "en" : "zh");
    gongkai.remember("language", gongkai.language);
    if (app.isOpen()) app.neighbours();
    else app.route();
  });
  reviewer.value = store.reviewer();
  reviewer.addEventListener("change", () => store.setReviewer(reviewer.value.trim()));
  document.getElementById("help").addEventListener("click", keys.help);
  document.getElementById("export").addEventListener("click", saving.download);
  const file = document.getElementById("import-file");
  document.getElementById("import").addEventListener("click", () => file.click());
  file.addEventListener("change", async () => {
    if (file.files[0]) await saving.upload(file.files[0]);
    file.value = "";
    reviewer.value = store.reviewer();
  });
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("main").focus();
  });
  store.onChange(() => {
    app.counts();
    if (document.activeElement !== reviewer) reviewer.value = store.reviewer();
  });
  addEventListener("storage", () => app.refresh());
  app.note("");
  app.counts();
  app.route();
  saving.start();
})();
