// The service worker of the steward's room: the pages of places that were opened on this device, with
// their codes until their end, for when there is no connection. FILES, VERSION and keeping.js stand
// before this text.

const ROOM = "/staff/steward/";
const SHELL = `steward-shell-${VERSION}`;
const PLACES = "steward-places";
const ANSWER_MS = 4_000;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const isOver = (name) => name.startsWith("steward-shell-") && name !== SHELL;
  const clear = async () => Promise.all((await caches.keys()).filter(isOver).map((name) => caches.delete(name)));
  event.waitUntil(clear().then(() => self.clients.claim()));
});

// The page of a place says its number when it is shown.
self.addEventListener("message", (event) => event.waitUntil(keep(event.data.number)));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (FILES.includes(new URL(request.url).pathname)) {
    event.respondWith(caches.match(request.url, { cacheName: SHELL }).then((kept) => kept || fetch(request)));
  } else if (request.mode === "navigate") event.respondWith(answered(request));
});

// A line that is there and never answers would keep the page for ever; without a kept one it is waited for.
function answered(request) {
  const answer = askedOrKept(request, () => place(request.url));
  const late = new Promise((go) => { setTimeout(go, ANSWER_MS); }).then(() => place(request.url));
  return Promise.race([answer, late.then((page) => (page.type === "error" ? answer : page))]);
}

async function keep(number) {
  const path = `${ROOM}${number}/`;
  const askedAt = Date.now();
  const answer = await fetch(`${path}kept`).catch(() => null);
  if (!answer || answer.status >= 500) return;
  await keepAnswer(answer, { place: await caches.open(PLACES), path, askedAt });
}

async function place(address) {
  const places = await caches.open(PLACES);
  const { pathname } = new URL(address);
  const kept = await places.match(pathname);
  if (!kept) return Response.error();
  if (!isOver(kept)) return kept;
  await places.delete(pathname);
  return Response.error();
}
