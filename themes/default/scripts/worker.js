// The service worker of a site with fairs; kept.js stands above it. It keeps a fair's pages when a visitor
// asks for it, and only then. Pages come from the network first, so nobody reads an old page without being
// told: a kept copy says its day. Browsers look for a new worker whenever a page of the site is opened; each
// new one brings the list of files with their marks, and what changed is fetched anew.
const PATIENCE = 4000;
const listOf = async (name) => (await inCache(LIST, name))?.json();

// Fill the cache of a fair's present copy. A page that was fetched replaces the older one at once, since a
// producer may have withdrawn what the older one says. What could not be fetched stays as it was and is asked
// for again the next time.
const filling = {};
const fill = (fair, tell) => (filling[fair] ??= fillNow(fair, tell).finally(() => { delete filling[fair]; }));
async function fillNow(fair, tell) {
  const { files, names, href } = OCOP.keep[fair];
  const name = nameOf(fair);
  const cache = await caches.open(name);
  const olds = [];
  for (const other of await ownCaches(fair)) {
    if (other !== name) olds.push([await caches.open(other), await listOf(other), other]);
  }
  const forget = (address) => Promise.all(olds.map(([older]) => older.delete(address)));
  const { day, days } = OCOP;
  const note = (missing) =>
    cache.put(LIST, new Response(JSON.stringify({ day, days, files, names, href, missing })));
  const all = Object.keys(files).length;
  let done = 0, missing = 0;
  if (!(await cache.match(LIST))) await note(all);
  for (const [address, mark] of Object.entries(files)) {
    if (!(await cache.match(address))) {
      let answer;
      for (const [older, list] of olds) {
        if (list?.files[address] === mark) answer ??= await older.match(address);
      }
      try {
        answer ??= await fetch(address, { cache: "no-cache" });
      } catch { answer = null; }
      const good = answer?.ok && !answer.redirected;
      if (good) await cache.put(address, answer);
      else missing += 1;
      if (good || [404, 410].includes(answer?.status)) await forget(address);
    }
    tell({ fair, done: ++done, all });
  }
  await note(missing);
  if (!missing) for (const [, , other] of olds) await caches.delete(other);
  return missing;
}

// Bring every kept copy to the state of this worker's site. `whole` saves looking again at each page.
let whole = false;
async function renew() {
  if (whole) return;
  await clean();
  let missing = 0;
  for (const fair of new Set((await ownCaches()).map(fairOf))) {
    const names = await ownCaches(fair);
    const list = await listOf(nameOf(fair));
    if (!list || list.missing || names.length > 1) missing += await fill(fair, () => {});
  }
  whole = !missing;
}

const status = async (fair) => {
  const present = OCOP.keep[fair] && await listOf(nameOf(fair));
  if (present) return present;
  return (await Promise.all((await ownCaches(fair)).map(listOf))).find(Boolean) ?? null;
};

// Pages are still answered by the worker before this one while the copies are renewed.
self.addEventListener("install", (event) => event.waitUntil(renew().catch(() => {}).finally(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  await self.clients.claim();
  await clean();
  whole = false;
})()));

self.addEventListener("message", (event) => {
  const { keep, drop, ask } = event.data;
  const fair = keep ?? drop ?? ask;
  const tell = (what) => event.source.postMessage(what);
  event.waitUntil((async () => {
    if (drop) for (const name of await ownCaches(drop)) await caches.delete(name);
    if (keep && OCOP.keep[keep]) {
      whole = false;
      await fill(keep, tell);
    }
    const settle = async () => {
      const list = await status(fair);
      tell({ fair, kept: Boolean(list), days: list?.days, missing: list?.missing ?? 0 });
    };
    await settle();
    if (!ask || whole) return;
    await renew();
    await settle();
  })());
});

// A file of any kept copy, those of the present site first.
async function kept(address) {
  const isPresent = (name) => Number(OCOP.keep[fairOf(name)] !== undefined && name === nameOf(fairOf(name)));
  const names = (await ownCaches()).sort((one, other) => isPresent(other) - isPresent(one));
  for (const name of names) {
    const answer = await caches.match(address, { cacheName: name, ignoreSearch: true });
    if (answer) return [answer, await listOf(name), name];
  }
  return null;
}

const safe = (text) => text.replace(/[&<>"]/g, (one) => `&#${one.charCodeAt(0)};`);

async function dated([answer, list]) {
  const html = await answer.text();
  const lang = /<html[^>]* lang="([^"]*)"/.exec(html)?.[1];
  const words = OCOP.words[lang] ?? Object.values(OCOP.words)[0];
  const day = (list?.days ?? OCOP.days)[lang] ?? list?.day ?? OCOP.day;
  const strip = `<p class="strip kept-copy" role="status">${safe(words.copy.replace("{day}", day))}</p>`;
  return page(html.replace(/<body[^>]*>/, (body) => body + strip));
}

const page = (html) => new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8" } });

async function fallback() {
  const found = await kept(OCOP.offline);
  if (!found) return Response.error();
  const lists = (await Promise.all([...new Set((await ownCaches()).map(fairOf))].map(status))).filter(Boolean);
  const html = (await found[0].text()).split("<!--kept-->");
  const langs = Object.keys(OCOP.words);
  return page(html.map((part, place) => part + (place < html.length - 1 && lists.length
    ? `<h2>${safe(OCOP.words[langs[place]].kept)}</h2><ul class="lots">${lists.map((one) =>
      `<li><a href="${safe(one.href)}">${safe(one.names[langs[place]] ?? Object.values(one.names)[0])}</a></li>`).join("")}</ul>`
    : "")).join(""));
}

// A page that came from the network takes the place of its kept copy.
async function replace(address, answer) {
  const copy = await kept(address);
  if (copy && answer.ok && !answer.redirected) await (await caches.open(copy[2])).put(address, answer);
}

async function visit(request, network) {
  const copy = await kept(pathOf(request.url));
  if (!copy) return network.catch(fallback);
  // A bad network must not be worse than none: after some seconds the copy is shown.
  const late = new Promise((done) => setTimeout(done, PATIENCE));
  const answer = await Promise.race([network.catch(() => null), late]);
  return answer ?? dated(copy);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || !pathname.startsWith(`${BASE}/`)) return;
  if (request.mode === "navigate") {
    const network = fetch(request);
    event.respondWith(visit(request, network));
    const copied = network.then((answer) => answer.clone());
    event.waitUntil(copied.then((answer) => replace(pathname, answer)).then(renew).catch(() => {}));
  } else if (/^\/(assets|media|qr)\//.test(pathname.slice(BASE.length))) {
    // These names hold digests: a kept file is never out of date.
    event.respondWith(kept(pathname).then((found) => found?.[0] ?? fetch(request)));
  }
});
