// The till's service worker: keeps the page of the till and its files until the day ends, for when
// there is no connection. FILES and keeping.js stand before this text.

const PLACE = "till", PAGE = "/staff/till/kept", HOME = "/staff/till/", ANSWER_MS = 4_000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(PLACE).then((place) => place.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(keep()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { pathname } = new URL(request.url);
  if (FILES.includes(pathname)) event.respondWith(caches.match(request.url).then((kept) => kept || fetch(request)));
  else if (request.mode === "navigate" && pathname === HOME) event.respondWith(answered(request));
});

// A line that is there and never answers would keep the page for ever; without a kept one it is waited for.
function answered(request) {
  const answer = askedOrKept(request, kept);
  const late = new Promise((go) => { setTimeout(go, ANSWER_MS); }).then(kept);
  return Promise.race([answer, late.then((page) => (page.type === "error" ? answer : page))]);
}

async function keep() {
  const place = await caches.open(PLACE);
  for (const old of await place.keys()) {
    const { pathname } = new URL(old.url);
    if (pathname !== PAGE && !FILES.includes(pathname)) await place.delete(old);
  }
  const askedAt = Date.now();
  const answer = await fetch(PAGE).catch(() => null);
  if (!answer || answer.status >= 500) return;
  // A page that says when it ends is the till's; any other means that there is no shift.
  await keepAnswer(answer, { place, path: PAGE, askedAt });
}

async function kept() {
  const page = await caches.match(PAGE);
  return page && !isOver(page) ? page : Response.error();
}
