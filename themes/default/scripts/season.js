// The month on the reader's own day: the home page shows it alone, the calendar marks it.
(() => {
  "use strict";
  // Vietnam keeps UTC+7 all year.
  const now = new Date(Date.now() + 7 * 36e5).toISOString().slice(5, 7).replace(/^0/, "");
  for (const month of document.querySelectorAll("[data-month]")) month.hidden = month.dataset.month !== now;
  for (const title of document.querySelectorAll("[data-now]")) title.textContent = title.dataset.now;
  for (const mark of document.querySelectorAll("[data-mark]")) mark.classList.toggle("on", mark.dataset.mark === now);
})();
