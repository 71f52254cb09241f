// Quickness on a member's pages. Everything works without this file, by loading a page again.
"use strict";

const SEEN = "seen-edition"; // the mark of the pass, the programme and the edition: the newest alone, no history

// What is kept of another pass than this page's goes: all of it, on a page without one.
function forgetOthers(mark) {
  const isOthers = (name) => name.startsWith("kept-") && name !== `kept-${mark}`;
  const own = JSON.parse(localStorage.getItem("check-ins") || "[]").filter((one) => mark && one.mark === mark);
  if (own.length) localStorage.setItem("check-ins", JSON.stringify(own));
  else localStorage.removeItem("check-ins");
  if (!mark) localStorage.removeItem("pass");
  if (!mark || !localStorage.getItem(SEEN)?.startsWith(`${mark} `)) localStorage.removeItem(SEEN);
  if (!mark) sessionStorage.removeItem("kept");
  if ("caches" in window) caches.keys().then((names) => names.filter(isOthers).map((name) => caches.delete(name)));
}

const PASS_MARK = document.currentScript.dataset.mark;
forgetOthers(PASS_MARK);

// The newest pass alone has pages: each page says whose it is, "" without a pass, and open ones of another pass leave.
// One that the browser put aside whole hears nothing, so it looks when it comes back.
const PASS = "pass";
const passes = "BroadcastChannel" in window ? new BroadcastChannel(PASS) : null; // older phones have none
if (PASS_MARK) try { localStorage.setItem(PASS, PASS_MARK); } catch { localStorage.removeItem(PASS); } // full
passes?.postMessage(PASS_MARK);
passes?.addEventListener("message", ({ data }) => leaveUnless(data));
window.addEventListener("pageshow", ({ persisted }) => { if (persisted) leaveUnless(localStorage.getItem(PASS)); });

function leaveUnless(newest) {
  if (!PASS_MARK || newest === PASS_MARK) return;
  document.title = "Plaudit";
  document.body.replaceChildren(); // at once: the next page may be long in coming
  sessionStorage.clear();
  forgetOthers(newest);
  location.replace("/member/");
}

// A check-in that is kept and not sent is told on each page, and who closes the page is asked about it first.
const unsent = document.getElementById("unsent");
const isUnsent = () => (localStorage.getItem("check-ins") || "[]") !== "[]";
if (unsent) unsent.hidden = !isUnsent() || Boolean(document.getElementById("check-in"));
document.querySelector("form.out")?.addEventListener("submit", (event) => {
  if (!isUnsent()) return;
  event.preventDefault();
  location.assign("/member/check-in/#closing");
});

// A cookie says that some are kept, and nothing else: it stays where all else that was kept went with the pass, so that a
// page can tell. One that a browser makes ready beforehand, or that lies behind, tells when somebody looks at it.
const UNSENT_SECONDS = 7 * 24 * 60 * 60; // as long as browsers keep what a script sets
function markUnsent(isSo) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `unsent=yes; Path=/member/; Max-Age=${isSo ? UNSENT_SECONDS : 0}; SameSite=Lax${secure}`;
}
function whenSeen(act) {
  if (document.hidden) document.addEventListener("visibilitychange", () => whenSeen(act), { once: true });
  else act();
}
const lost = document.getElementById("lost-check-in");
if (lost) whenSeen(() => {
  if (isUnsent() || !document.cookie.split("; ").includes("unsent=yes")) return;
  lost.hidden = false;
  markUnsent(false);
});

// The worker looks which vouchers are open: where they may have changed, else once for each pass.
if (PASS_MARK && "serviceWorker" in navigator) {
  const language = document.documentElement.lang;
  const { mark } = document.currentScript.dataset;
  const known = `${language} ${mark}`;
  const isChanged = location.pathname.startsWith("/member/vouchers/");
  navigator.serviceWorker.register("/member/worker.js", { scope: "/member/" }).catch(() => {});
  navigator.serviceWorker.addEventListener("message", ({ data }) => tellKept(data));
  navigator.serviceWorker.ready.then((ready) => {
    if (!isChanged && sessionStorage.getItem("kept") === known) {
      caches.open(`kept-${mark}`).then((place) => place.keys())
        .then((all) => tellKept(all.map((one) => new URL(one.url).pathname)));
      return;
    }
    ready.active.postMessage({ language, mark });
    try { sessionStorage.setItem("kept", known); } catch { /* full: it looks again on the next page */ }
  });
}

// Until when something is shown without a connection is said where it is kept indeed.
function tellKept(paths) {
  for (const note of document.querySelectorAll("[data-kept-as]")) note.hidden = !paths.includes(note.dataset.keptAs);
}

// News: a stream says that something is new, and the page asks for its wallet again.
const live = document.getElementById("live");
if (live && "EventSource" in window) listen();

function listen() {
  let stream = null;
  const unheard = document.getElementById("unheard");
  const open = () => {
    const since = document.getElementById("live").dataset.version;
    stream = new EventSource(`/member/news?since=${since}`);
    stream.addEventListener("open", () => { unheard.hidden = true; });
    stream.addEventListener("new", refresh);
    stream.addEventListener("over", () => location.reload());
    // Other pages of this member were opened since. Loading again by itself would end one of theirs.
    stream.addEventListener("many", () => { stream.close(); unheard.hidden = false; });
    stream.addEventListener("error", () => { unheard.hidden = stream.readyState !== EventSource.CLOSED; });
  };
  // A page that nobody sees needs no stream; when it is seen again it learns what it missed.
  document.addEventListener("visibilitychange", () => {
    if (stream) stream.close();
    stream = null;
    if (!document.hidden) open();
  });
  if (!document.hidden) open();
}

// The answer to the last question counts: an earlier one may come after it.
let asked = 0;

function refresh() {
  askAgain().catch(() => { document.getElementById("unheard").hidden = false; });
}

async function askAgain() {
  const mine = ++asked;
  const answer = await fetch("/member/fresh");
  const text = await answer.text();
  if (mine !== asked) return;
  if (!answer.ok) throw new Error("away");
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("live");
  if (!fresh) { location.reload(); return; }
  const shown = document.getElementById("live");
  const isWriting = shown.querySelector("input:focus");
  if (isWriting) { isWriting.addEventListener("blur", () => setTimeout(refresh, 1000), { once: true }); return; }
  const known = new Set([...shown.querySelectorAll("details")].map((one) => one.dataset.entry));
  for (const entry of fresh.querySelectorAll("details")) {
    const before = shown.querySelector(`details[data-entry="${entry.dataset.entry}"]`);
    entry.open = Boolean(before && before.open);
    entry.classList.toggle("new", !known.has(entry.dataset.entry));
    const words = entry.querySelector("input[name=words]");
    if (words) words.value = before?.querySelector("input[name=words]")?.value ?? "";
  }
  const focused = shown.contains(document.activeElement) && twinOf(document.activeElement, fresh);
  shown.replaceWith(fresh);
  putAway();
  if (focused) focused.focus();
  document.getElementById("told").textContent = fresh.querySelector("h1").textContent;
}

// What is the same in the fresh wallet: in the same entry, and with the same words.
function twinOf(element, fresh) {
  const entry = element.closest("details")?.dataset.entry;
  const place = entry ? fresh.querySelector(`details[data-entry="${entry}"]`) : fresh;
  const isSame = (one) => one.matches("summary") || one.textContent === element.textContent;
  return place && [...place.querySelectorAll(element.localName)].find(isSame);
}

// Rules that will change: who has seen it puts the note away, on this device alone and until the pass ends.
putAway();

function putAway() {
  const note = document.getElementById("coming"), button = document.getElementById("seen");
  if (!note) return;
  const said = `${PASS_MARK} ${note.dataset.edition}`;
  note.hidden = localStorage.getItem(SEEN) === said;
  button.hidden = false;
  button.addEventListener("click", () => {
    try { localStorage.setItem(SEEN, said); } catch { /* full: on this page alone */ }
    note.hidden = true;
  });
}
