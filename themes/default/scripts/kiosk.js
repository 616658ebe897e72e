// The slides of a fair: change slowly, stop when touched, let a visitor browse, come back when left alone.
// Nothing is fetched and nothing leads away. Without this script the page is a long list.
(() => {
  "use strict";
  const root = document.documentElement;
  const { seconds, idle } = document.body.dataset;
  const slides = [...document.querySelectorAll(".slide")];
  const words = document.getElementById("words").content;
  // Vietnam's day, wherever the screen stands; Vietnam keeps UTC+7 all year.
  const today = () => new Date(Date.now() + 7 * 36e5).toISOString().slice(0, 10);
  let at = 0, mode = "slides", paused = false, timer = 0, left = 0, rest = 0, lock = null;

  const make = (name, className, ...inside) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...inside);
    return made;
  };
  const said = (key) => [...words.querySelector(`[data-word="${key}"]`).children].map((one) => one.cloneNode(true));
  const plain = (key) => said(key).map((one) => one.textContent).join(" · ");
  // The same folding as generator/text.py.
  const fold = (text) => text.toLowerCase().replace(/[đðɖ]/g, "d").normalize("NFD").replace(/\p{M}+/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  // A rating that ended after this page was made loses its stars; a screen runs for days.
  const dated = [...document.querySelectorAll(".rated[data-until]")];
  const hideEnded = () => {
    const day = today();
    for (const one of dated) if (one.dataset.until && one.dataset.until < day) one.hidden = true;
  };
  hideEnded();

  // -- the frame ---------------------------------------------------------------------------------

  const button = (key, act) => {
    const made = make("button", "", ...said(key));
    made.type = "button";
    made.dataset.act = key;
    made.addEventListener("click", (event) => { event.stopPropagation(); act(); });
    return made;
  };
  const all = button("all", () => show("grid"));
  const back = button("back", () => show("grid"));
  const play = button("slides", () => show("slides"));
  const pause = button("pause", () => { paused = !paused; look(); run(); });
  const full = button("full", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen?.().catch(() => {});
  });
  full.hidden = !document.fullscreenEnabled;
  const dots = make("p", "dots");
  dots.setAttribute("aria-hidden", "true");
  const tools = make("div", "tools", back, all, play, pause, full);
  const bar = make("nav", "bar", tools, dots);
  bar.setAttribute("aria-label", plain("slides"));

  const find = make("input");
  find.type = "search";
  find.autocomplete = "off";
  find.setAttribute("aria-label", plain("search"));
  find.placeholder = plain("search");
  const tiles = make("ul");
  const none = make("p", "none", plain("none"));
  none.hidden = true;
  const grid = make("section", "grid", make("div", "find", find), tiles, none);
  grid.setAttribute("aria-label", plain("all"));
  const fill = () => {
    for (const [number, slide] of slides.entries()) {
      const art = slide.querySelector(".art");
      const picture = art.querySelector("img").cloneNode();
      picture.removeAttribute("sizes");
      picture.alt = "";
      const label = make("span", "label", ...[...slide.querySelectorAll(".name span")].map((one) => one.cloneNode(true)));
      const tile = make("button", "", make("span", art.className.replace("art", "tile"), picture), label);
      tile.type = "button";
      tile.addEventListener("click", (event) => { event.stopPropagation(); at = number; show("detail"); });
      tiles.append(make("li", "", tile));
    }
  };
  find.addEventListener("input", () => {
    const wanted = fold(find.value).split(" ").filter(Boolean);
    let found = 0;
    for (const [number, tile] of [...tiles.children].entries()) {
      const text = ` ${slides[number].dataset.search}`;
      tile.hidden = !wanted.every((word) => text.includes(` ${word}`));
      found += !tile.hidden;
    }
    none.hidden = found > 0;
  });

  // -- what is shown -----------------------------------------------------------------------------

  const fit = (slide) => {
    const box = slide.querySelector(".say");
    slide.classList.remove("tight", "snug", "tighter");
    slide.style.removeProperty("--less");
    if (mode !== "slides") return;
    const room = () => box.getBoundingClientRect().bottom - parseFloat(getComputedStyle(box).paddingBottom) + 2;
    const over = () => box.lastElementChild.getBoundingClientRect().bottom > room();
    for (const name of ["tight", "snug"]) if (over()) slide.classList.add(name);
    // A name without end, or words that a reader has spaced out, get smaller letters; the code keeps its size.
    for (let less = 95; over() && less > 30; less -= 5) {
      slide.classList.toggle("tighter", less < 70);
      slide.style.setProperty("--less", less / 100);
    }
  };
  // Letters, screen and a reader's own spacing of the words may change while a slide is seen. What is done
  // about it waits for the next frame: a change of sizes within a report of sizes is an error.
  const sizes = new ResizeObserver(() => requestAnimationFrame(() => { if (mode !== "grid") fit(slides[at]); }));
  const watchSizes = (box) => {
    sizes.disconnect();
    for (const part of [box, ...box.children]) sizes.observe(part);
  };
  const look = () => {
    hideEnded();
    root.dataset.mode = mode;
    const count = slides.length;
    for (const [number, slide] of slides.entries()) {
      const on = number === at;
      slide.classList.toggle("was", !on && slide.classList.contains("on"));
      slide.classList.toggle("on", on);
      slide.classList.toggle("soon", number === (at + 1) % count && !on);
      slide.inert = !on || mode === "grid";
      slide.tabIndex = on && mode === "detail" ? 0 : -1;
    }
    if (mode !== "grid") {
      fit(slides[at]);
      watchSizes(slides[at].querySelector(".say"));
    }
    if (count > 20) {
      dots.className = "dots many";
      dots.textContent = `${at + 1} / ${count}`;
    } else [...dots.children].forEach((dot, number) => dot.classList.toggle("on", number === at));
    back.hidden = mode !== "detail";
    all.hidden = mode !== "slides";
    play.hidden = mode === "slides";
    pause.hidden = mode !== "slides" || count < 2;
    pause.replaceChildren(...said(paused ? "play" : "pause"));
  };
  // Nothing stands on the same spot all day: each slide is put a little aside, without motion.
  const deck = document.querySelector(".deck");
  let turns = 0;
  const aside = () => {
    const angle = (turns += 1) * 2.4;
    deck.style.translate = `${(Math.cos(angle) * .65).toFixed(2)}vmin ${(Math.sin(angle) * .65).toFixed(2)}vmin`;
  };
  const turn = (step) => {
    at = (at + step + slides.length) % slides.length;
    aside();
    look();
    run();
  };
  const run = () => {
    clearTimeout(timer);
    if (mode === "slides" && !paused && slides.length > 1) timer = setTimeout(() => turn(1), seconds * 1000);
  };
  const show = (wanted) => {
    if (!tiles.children.length) fill();
    const before = mode;
    mode = wanted;
    paused = false;
    look();
    run();
    if (wanted === "grid") {
      if (before === "slides") {
        find.value = "";
        find.dispatchEvent(new Event("input"));
        grid.scrollTop = 0;
      }
      tiles.children[at].querySelector("button").focus({ preventScroll: before === "slides" });
    } else {
      slides[at].scrollTop = 0;
      slides[at].focus({ preventScroll: true });
    }
  };

  // -- somebody is there -------------------------------------------------------------------------

  const touched = () => {
    root.classList.add("awake");
    clearTimeout(left);
    clearTimeout(rest);
    rest = setTimeout(() => root.classList.remove("awake"), 6000);
    left = setTimeout(() => { if (mode !== "slides" || paused) show("slides"); }, idle * 1000);
  };
  for (const kind of ["pointerdown", "pointermove", "keydown", "wheel", "input", "scroll"])
    addEventListener(kind, touched, { passive: true, capture: true });

  let start = null, swiped = false;
  addEventListener("pointerdown", (event) => {
    start = [event.clientX, event.clientY];
    swiped = false;
  });
  addEventListener("pointerup", (event) => {
    if (mode !== "slides" || !start || event.target.closest(".tools")) return;
    const across = event.clientX - start[0], down = event.clientY - start[1];
    start = null;
    if (Math.abs(across) < 50 || Math.abs(across) < Math.abs(down)) return;
    swiped = paused = true;
    turn(across < 0 ? 1 : -1);
  });
  addEventListener("click", (event) => {
    if (mode === "slides" && !swiped && !event.target.closest(".tools")) show("grid");
  });

  // Arrow keys, and what remote controls and presenters send.
  const beside = (step) => {
    const shown = [...tiles.children].filter((one) => !one.hidden).map((one) => one.firstChild);
    const here = shown.indexOf(document.activeElement);
    shown[Math.max(0, Math.min(shown.length - 1, here + step))]?.focus();
  };
  const across = () => {
    const shown = [...tiles.children].filter((one) => !one.hidden);
    return Math.max(1, shown.filter((one) => one.offsetTop === shown[0].offsetTop).length);
  };
  addEventListener("keydown", (event) => {
    const { key } = event;
    const typing = document.activeElement === find;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const onButton = document.activeElement?.closest(".tools");
    let done = true;
    if (key === "Escape" || key === "GoBack" || key === "BrowserBack" || (key === "Backspace" && !typing)) {
      if (mode === "detail") show("grid");
      else if (mode === "grid") show("slides");
    } else if (mode === "slides") {
      if (key === "ArrowRight" || key === "PageDown" || key === "ArrowDown") turn(1);
      else if (key === "ArrowLeft" || key === "PageUp" || key === "ArrowUp") turn(-1);
      else if (key === " " && !onButton) { paused = !paused; look(); run(); }
      else if (key === "Enter" && !onButton) show("grid");
      else done = false;
    } else if (mode === "grid") {
      if (key === "ArrowDown") beside(typing ? 1 : across());
      else if (key === "ArrowUp") beside(-across());
      else if (key === "ArrowRight" && !typing) beside(1);
      else if (key === "ArrowLeft" && !typing) beside(-1);
      else done = false;
    } else if (key === "ArrowRight" || key === "PageDown") turn(1);
    else if (key === "ArrowLeft" || key === "PageUp") turn(-1);
    else done = false;
    if (done) event.preventDefault();
  });
  addEventListener("contextmenu", (event) => event.preventDefault());

  // The screen stays on while the page is seen, where the device can do that.
  const stayOn = async () => {
    try {
      lock = document.visibilityState === "visible" ? await navigator.wakeLock?.request("screen") : lock;
    } catch { lock = null; }
  };
  document.addEventListener("visibilitychange", stayOn);
  addEventListener("pointerdown", () => { if (!lock || lock.released) stayOn(); });

  dots.append(...(slides.length > 20 ? [] : slides.map(() => make("i"))));
  document.querySelector("main").append(grid, bar);
  look();
  run();
  stayOn();
})();
