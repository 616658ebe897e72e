// Which of this origin's caches hold copies of this catalogue's fairs, and what has to go from them. OCOP
// stands above it (generator/plan/offline.py). A site without fairs publishes this script alone as its
// worker: a device that kept something is cleaned, and then the worker removes itself.
const BASE = new URL(".", location).pathname.replace(/\/$/, "");
const LIST = `${BASE}/kept.json`;
// Another catalogue may lie beside this one under the same origin: the folder is a part of a cache's name.
const TAG = `ocop:${encodeURIComponent(`${BASE}/`)}:`;
// How caches were named before; whose they are is told by the addresses inside.
const OLD_NAME = /^ocop:[^:%]+:[^:]+$/;

const nameOf = (fair) => `${TAG}${fair}:${OCOP.keep[fair].digest}`;
const fairOf = (name) => name.split(":").at(-2);
const pathOf = (address) => new URL(address, location).pathname;
const inCache = (address, cacheName) => caches.match(address, { cacheName });

async function ownCaches(fair) {
  const names = [];
  for (const name of await caches.keys()) {
    const own = name.startsWith(TAG) || (OLD_NAME.test(name)
      && (await inCache(LIST, name) || await inCache(`${BASE}/offline/`, name)));
    if (own && (!fair || fairOf(name) === fair)) names.push(name);
  }
  return names;
}

// Delete the copies of fairs that are no longer there, and from the others every page and picture that is
// no longer a part of the copy. Styles and scripts stay until their pages are replaced.
async function clean() {
  for (const name of await ownCaches()) {
    const fair = OCOP.keep[fairOf(name)];
    if (!fair) {
      await caches.delete(name);
      continue;
    }
    const wanted = new Set([LIST, ...Object.keys(fair.files)].map(pathOf));
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const path = pathOf(request.url);
      if (!wanted.has(path) && !path.startsWith(`${BASE}/assets/`)) await cache.delete(request);
    }
  }
}

if (!Object.keys(OCOP.keep).length) {
  self.addEventListener("install", (event) => event.waitUntil(clean().finally(() => self.skipWaiting())));
  self.addEventListener("activate", (event) => event.waitUntil(clean().then(() => self.registration.unregister())));
}
