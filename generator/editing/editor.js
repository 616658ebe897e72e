// Ask before a form with edits is left without being sent. Everything else works without this script.
for (const form of document.querySelectorAll("form[data-watch]")) {
  let edited = false;
  form.addEventListener("input", () => { edited = true; });
  form.addEventListener("submit", () => { edited = false; });
  addEventListener("beforeunload", (event) => { if (edited) event.preventDefault(); });
}
// A link of the summary leads into groups that are closed.
const openTarget = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let part = target; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
  if (target && target.matches("input, select, textarea")) target.focus();
};
addEventListener("hashchange", openTarget);
openTarget();
