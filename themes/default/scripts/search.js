// The starter of the search: small, on every page. It fetches finder.js and its styles when the search box is used,
// and leads the links of single lists to the page where filters combine.
(() => {
  const own = document.currentScript.dataset;
  let asked;

  const start = () => {
    if (asked) return;
    asked = document.createElement("script");
    asked.src = own.finder;
    asked.onerror = () => { asked = null; };
    Object.assign(asked.dataset, own);
    const styles = document.createElement("link");
    Object.assign(styles, { rel: "stylesheet", href: own.styles });
    document.head.append(styles, asked);
  };

  const used = (event) => {
    if (event.target.closest?.(".search")) start();
  };
  for (const kind of ["focusin", "input", "pointerdown"]) document.addEventListener(kind, used);

  document.addEventListener("toggle", (event) => {
    if (event.target.id === "find" && event.newState === "open") event.target.querySelector("input").focus();
  }, true);

  if (document.querySelector("[data-live]") || document.activeElement?.closest(".search")) start();
  else {
    // On the list of one star the link "Food" leads to food with that star.
    const chosen = document.querySelector(".facet [aria-current]");
    const here = chosen && [chosen.closest(".facet").dataset.key, chosen.dataset.word];
    // A list that is no filter, of one commune among thousands, combines with none.
    const links = here && !here[0] ? [] : document.querySelectorAll("a[data-word]");
    for (const link of links) {
      const key = link.closest("[data-key]").dataset.key;
      const pairs = [[key, link.dataset.word]];
      if (here && here[0] !== key) pairs.unshift(here);
      link.href = own.products + "?" + pairs.map((pair) => pair.join("=")).join("&");
    }
  }
})();
