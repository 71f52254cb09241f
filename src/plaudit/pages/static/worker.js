// The service worker: the frame of the pages, open vouchers and the next live codes, for when there
// is no connection. It keeps nothing else. VERSION and FILES stand before this text (pages/member/installed.py).
"use strict";

const SHELL = `shell-${VERSION}`;
const KEPT = "kept";
const START = "/member/offline/";
const VOUCHERS = "/member/vouchers/kept";
const CODES = "/member/link/kept";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOlder().then(() => self.clients.claim()));
});

// A page says in which language it is, after it was shown. One after the other: the last one counts.
let keeping = Promise.resolve();
self.addEventListener("message", (event) => {
  keeping = keeping.then(() => keep(event.data.language));
  event.waitUntil(keeping);
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (FILES.includes(new URL(request.url).pathname)) event.respondWith(fromShell(request));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => offline(request)));
});

async function forgetOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== SHELL && name !== KEPT).map((name) => caches.delete(name)));
}

async function fromShell(request) {
  return (await caches.match(request.url, { cacheName: SHELL })) || fetch(request);
}

async function keep(language) {
  const shell = await caches.open(SHELL);
  const start = await shell.match(START + language);
  if (start) await shell.put(START, start);
  await Promise.all([VOUCHERS, CODES].map(keepOne));
}

async function keepOne(path) {
  const answer = await fetch(path).catch(() => null);
  if (!answer || answer.status >= 500) return; // no connection, or the book is away: keep what is there
  const kept = await caches.open(KEPT);
  // What is kept says when it ends; any other answer means that there is nothing to keep.
  if (answer.status === 200 && answer.headers.has("Expires")) await kept.put(path, answer);
  else await kept.delete(path);
}

async function offline(request) {
  const isCode = new URL(request.url).pathname.startsWith("/member/link/");
  const kept = (isCode && (await unended(CODES))) || (await unended(VOUCHERS));
  if (kept) return kept;
  const shell = await caches.open(SHELL);
  return (await shell.match(START)) || (await shell.match(`${START}en`)) || Response.error();
}

async function unended(path) {
  const kept = await caches.open(KEPT);
  const page = await kept.match(path);
  if (page && Date.parse(page.headers.get("Expires")) > Date.now()) return page;
  await kept.delete(path);
  return null;
}
