// The service worker; OCOP stands above it (generator/plan/offline.py). It keeps a fair's pages when a
// visitor asks for it, and only then. Pages come from the network first, so nobody reads an old page
// without being told: a kept copy says its day.
const LIST = OCOP.base + "/kept.json";
const PATIENCE = 4000;
const nameOf = (fair) => `ocop:${fair}:${OCOP.keep[fair].digest}`;
const fairOf = (name) => name.split(":")[1];
const own = async (fair) => (await caches.keys()).filter((name) => name.startsWith("ocop:") && (!fair || fairOf(name) === fair));
const listOf = async (name) => {
  const found = await (await caches.open(name)).match(LIST);
  return found ? found.json() : null;
};

// Fill the cache of a fair's present copy. One missing file breaks nothing: it is asked for again the
// next time, and until all is there the older copy stays.
const filling = {};
const fill = (fair, tell) => (filling[fair] ??= fillNow(fair, tell).finally(() => { delete filling[fair]; }));
async function fillNow(fair, tell) {
  const { files, names, href } = OCOP.keep[fair];
  const name = nameOf(fair);
  const cache = await caches.open(name);
  const olds = [];
  for (const other of await own(fair)) {
    if (other !== name) olds.push([await caches.open(other), await listOf(other), other]);
  }
  const all = Object.keys(files).length;
  let done = 0, missing = 0;
  for (const [address, mark] of Object.entries(files)) {
    if (!(await cache.match(address))) {
      let answer;
      for (const [older, list] of olds) {
        if (list?.files[address] === mark) answer ??= await older.match(address);
      }
      try {
        answer ??= await fetch(address, { cache: "no-cache" });
      } catch { answer = null; }
      if (answer?.ok && !answer.redirected) await cache.put(address, answer);
      else missing += 1;
    }
    tell({ fair, done: ++done, all });
  }
  const { day, days } = OCOP;
  await cache.put(LIST, new Response(JSON.stringify({ day, days, files, names, href, missing })));
  if (!missing) for (const [, , other] of olds) await caches.delete(other);
  return missing;
}

const status = async (fair) => {
  const lists = (await Promise.all((await own(fair)).map(listOf))).filter(Boolean);
  return lists.find((one) => !one.missing) ?? lists[0] ?? null;
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  await self.clients.claim();
  for (const fair of new Set((await own()).map(fairOf))) {
    if (OCOP.keep[fair]) await fill(fair, () => {});
  }
})()));

self.addEventListener("message", (event) => {
  const { keep, drop, ask } = event.data;
  const fair = keep ?? drop ?? ask;
  const tell = (what) => event.source.postMessage(what);
  event.waitUntil((async () => {
    if (drop) for (const name of await own(drop)) await caches.delete(name);
    if (keep && OCOP.keep[keep]) await fill(keep, tell);
    const settle = async () => {
      const list = await status(fair);
      tell({ fair, kept: Boolean(list), days: list?.days, missing: list?.missing ?? 0 });
      return list;
    };
    const list = await settle();
    if (!ask || !list || !OCOP.keep[ask]) return;
    // A newer copy that is not there yet, or not whole: try again whenever somebody looks.
    const now = (await caches.has(nameOf(ask))) && (await listOf(nameOf(ask)));
    if (!now || now.missing) {
      await fill(ask, () => {});
      await settle();
    }
  })());
});

// A file of any kept copy, the complete ones first.
async function kept(address) {
  const found = [];
  for (const name of await own()) found.push([name, await listOf(name)]);
  found.sort((one, other) => (one[1]?.missing ?? 1e9) - (other[1]?.missing ?? 1e9));
  for (const [name, list] of found) {
    const answer = await (await caches.open(name)).match(address, { ignoreSearch: true });
    if (answer) return [answer, list];
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
  const lists = (await Promise.all([...new Set((await own()).map(fairOf))].map(status))).filter(Boolean);
  const html = (await found[0].text()).split("<!--kept-->");
  const langs = Object.keys(OCOP.words);
  return page(html.map((part, place) => part + (place < html.length - 1 && lists.length
    ? `<h2>${safe(OCOP.words[langs[place]].kept)}</h2><ul class="lots">${lists.map((one) =>
      `<li><a href="${safe(one.href)}">${safe(one.names[langs[place]] ?? Object.values(one.names)[0])}</a></li>`).join("")}</ul>`
    : "")).join(""));
}

async function visit(event) {
  const copy = await kept(new URL(event.request.url).pathname);
  const network = fetch(event.request);
  if (!copy) return network.catch(fallback);
  // A bad network must not be worse than none: after some seconds the copy is shown.
  const late = new Promise((done) => setTimeout(done, PATIENCE));
  const answer = await Promise.race([network.catch(() => null), late]);
  return answer ?? dated(copy);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || !pathname.startsWith(OCOP.base + "/")) return;
  if (request.mode === "navigate") event.respondWith(visit(event));
  else if (/^\/(assets|media|qr)\//.test(pathname.slice(OCOP.base.length))) {
    // These names hold digests: a kept file is never out of date.
    event.respondWith(kept(pathname).then((found) => found?.[0] ?? fetch(request)));
  }
});
