// A fair on the reader's own day, and its pages kept for use without a network when the reader asks.
(() => {
  "use strict";
  // Vietnam keeps UTC+7 all year.
  const today = new Date(Date.now() + 7 * 36e5).toISOString().slice(0, 10);
  for (const one of document.querySelectorAll("[data-first]")) {
    const { first, last } = one.dataset;
    const phase = today < first ? "before" : today > last ? "after" : "during";
    one.textContent = one.dataset[phase];
    one.className = `tag is-${phase}`;
  }
  // The home page announces no fair that is over.
  for (const list of document.querySelectorAll("[data-coming]")) {
    for (const one of list.querySelectorAll("[data-over]")) one.hidden = one.dataset.over < today;
    list.hidden = !list.querySelector("[data-over]:not([hidden])");
  }

  const box = document.querySelector(".keep");
  const workers = navigator.serviceWorker;
  if (!box || !workers || !window.isSecureContext) return;
  const { fair, worker, scope, saving, kept, partly, failed, drop } = box.dataset;
  const button = box.querySelector("button"), line = box.querySelector("[role=status]");
  const keep = button.textContent, lang = document.documentElement.lang;
  const say = (text, values) => text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  let has = false;
  box.hidden = false;

  const settle = (answer) => {
    has = answer.kept;
    button.disabled = false;
    button.textContent = has && !answer.missing ? drop : keep;
    line.textContent = !has ? "" : [
      say(kept, { day: answer.days?.[lang] ?? "" }),
      answer.missing ? say(partly, { missing: answer.missing }) : "",
    ].join(" ").trim();
  };
  workers.addEventListener("message", ({ data }) => {
    if (data.fair !== fair) return;
    if (data.all) line.textContent = say(saving, data);
    else settle(data);
  });

  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await workers.register(worker, { scope, updateViaCache: "none" });
      const { active } = await workers.ready;
      const remove = button.textContent === drop;
      if (!remove) navigator.storage?.persist?.();
      active.postMessage(remove ? { drop: fair } : { keep: fair });
    } catch {
      line.textContent = failed;
      button.disabled = false;
    }
  });
  workers.getRegistration(scope).then((known) => {
    known?.active?.postMessage({ ask: fair });
    known?.update().catch(() => {});
  });
})();
