// The service worker: the frame of the pages, open vouchers, the next live codes and the page to check
// in, for when there is no connection. It keeps nothing else. FILES, VERSION and keeping.js stand before this text.

const SHELL = `shell-${VERSION}`;
const KEPT = "kept-"; // and the mark of the pass: what is kept of another one is never shown beside it
const START = "/member/offline/";
const VOUCHERS = "/member/vouchers/kept";
const CODES = "/member/link/kept";
const CHECK_IN = "/member/check-in/kept";
// A page of what is kept is waited for so long; a line that is there and never answers would keep it for ever.
const ANSWER_SECONDS = 4;
const KEEPING_SECONDS = 60;
const OF_THEIR_OWN = { "/member/link/": CODES, "/member/check-in/": CHECK_IN };

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(keepLanguage().then(() => forget((name) => name.startsWith("shell-") && name !== SHELL)).then(() => self.clients.claim()));
});

// A page says in which language it is and for which pass, after it was shown. One after the other: the
// last one counts. It is told what was kept now.
let keeping = Promise.resolve();
self.addEventListener("message", (event) => {
  keeping = keeping.then(() => keep(event.data)).then((kept) => event.source.postMessage(kept)).catch(() => {});
  event.waitUntil(keeping);
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (FILES.includes(new URL(request.url).pathname)) event.respondWith(fromShell(request));
  else if (request.mode === "navigate") event.respondWith(answered(request));
});

// The page that a visit began with said in which language it is; a visit that goes on doesn't say it again.
async function keepLanguage() {
  const was = await caches.match(START);
  const shell = await caches.open(SHELL);
  const start = was && (await shell.match(new URL(was.url).pathname));
  if (start) await shell.put(START, start);
}

async function forget(isOver) {
  const names = await caches.keys();
  await Promise.all(names.filter(isOver).map((name) => caches.delete(name)));
}

async function fromShell(request) {
  return (await caches.match(request.url, { cacheName: SHELL })) || fetch(request);
}

// Who tries again from a kept page ("wait") wants the answer, however slow; so does who asks for any other page.
function answered(request) {
  const { pathname, searchParams } = new URL(request.url);
  const isKept = pathname === "/member/" || pathname.startsWith("/member/vouchers/") || pathname in OF_THEIR_OWN;
  const answer = askedOrKept(request, () => (isKept ? keptFor(pathname) : null)).then((said) => (said.type === "error" ? offline(pathname) : said));
  if (!isKept || searchParams.has("wait")) return answer;
  const late = after(ANSWER_SECONDS).then(() => keptFor(pathname)).then((kept) => kept || answer);
  return Promise.race([answer, late]);
}

function after(seconds) {
  return new Promise((go) => { setTimeout(go, seconds * 1000); });
}

async function keep({ language, mark }) {
  const place = KEPT + mark;
  await forget((name) => name.startsWith(KEPT) && name !== place);
  await caches.open(place);
  const shell = await caches.open(SHELL);
  const start = await shell.match(START + language);
  if (start) await shell.put(START, start);
  const paths = await Promise.all([VOUCHERS, CODES, CHECK_IN].map((path) => keepOne(path, place)));
  return paths.filter(Boolean);
}

async function keepOne(path, place) {
  const askedAt = Date.now();
  const answer = await Promise.race([fetch(path).catch(() => null), after(KEEPING_SECONDS)]);
  if (!answer || answer.status >= 500) return null; // no connection, or the book is away: keep what is there
  if (!(await caches.has(place))) return null; // deleted meanwhile: whose it was has left
  return (await keepAnswer(answer, { place: await caches.open(place), path, askedAt })) ? path : null;
}

async function keptFor(pathname) {
  const own = OF_THEIR_OWN[pathname];
  return (own && (await unended(own))) || unended(VOUCHERS);
}

async function offline(pathname) {
  const kept = await keptFor(pathname);
  if (kept) return kept;
  const shell = await caches.open(SHELL);
  return (await shell.match(START)) || (await shell.match(`${START}en`)) || Response.error();
}

async function unended(path) {
  const page = await caches.match(path);
  if (!page) return null;
  if (!isOver(page)) return page;
  for (const name of await caches.keys()) await (await caches.open(name)).delete(path);
  return null;
}
