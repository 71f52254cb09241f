// The service worker: the frame of the pages, and open vouchers, for when there is no connection.
// It keeps nothing else. VERSION and FILES stand before this text (pages/member/installed.py).
"use strict";

const SHELL = `shell-${VERSION}`;
const KEPT = "vouchers";
const START = "/member/offline/";
const VOUCHERS = "/member/vouchers/kept";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOlder().then(() => self.clients.claim()));
});

// A page says in which language it is, after it was shown.
self.addEventListener("message", (event) => event.waitUntil(keep(event.data.language)));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (FILES.includes(new URL(request.url).pathname)) event.respondWith(fromShell(request));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(offline));
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
  const answer = await fetch(VOUCHERS).catch(() => null);
  if (!answer || answer.status >= 500) return; // no connection, or the book is away: keep what is there
  // What is kept says when it ends; any other answer means that there is nothing to keep.
  if (answer.status === 200 && answer.headers.has("Expires")) await (await caches.open(KEPT)).put(VOUCHERS, answer);
  else await caches.delete(KEPT);
}

async function offline() {
  const vouchers = await caches.match(VOUCHERS, { cacheName: KEPT });
  if (vouchers && Date.parse(vouchers.headers.get("Expires")) > Date.now()) return vouchers;
  await caches.delete(KEPT);
  const shell = await caches.open(SHELL);
  return (await shell.match(START)) || (await shell.match(`${START}en`)) || Response.error();
}
