// The till: looks without loading anew, scans, and goes on without a connection by what it took along.
// What it took then is kept on the device until it was told: also when the shift is over.
"use strict";

const LIST = "till-list", QUEUE = "till-queue", TOLD = "till-told";
const LIST_MS = 10 * 60_000, SYNC_MS = 10_000, TOLD_MOST = 50;
const NO_SHIFT = "no shift"; // something answers, and it isn't the till's page: the line is there
const ANSWER_MS = 6_000; // a line that doesn't answer is as good as none: somebody waits at the counter
const ask = (path, more) => fetch(path, { ...more, signal: AbortSignal.timeout?.(ANSWER_MS) });
const till = document.getElementById("till");
const words = till.dataset;
const stored = (name, otherwise) => JSON.parse(localStorage.getItem(name) || "null") ?? otherwise;
const store = (name, value) => localStorage.setItem(name, JSON.stringify(value));
const byId = (id) => document.getElementById(id);

// How far the device's clock is off is known from when the list was made.
const now = () => Date.now() - (stored(LIST, null)?.ahead ?? 0);

// What was mistyped stays, to be compared; a hand scanner's next code takes its place, as it is selected.
function leaveTyped(text) {
  byId("code").value = text;
  if (!text) return;
  byId("code").focus();
  byId("code").select();
}

function tell(text, isGood) {
  const line = document.createElement("p");
  line.className = `told ${isGood ? "good" : "bad"}`;
  line.textContent = text;
  byId("answer").replaceChildren(line);
  return line;
}

function clock(at) { // as the other times here
  const how = { timeStyle: "short", hourCycle: "h23", timeZone: words.zone };
  return new Date(at).toLocaleTimeString(document.documentElement.lang, how);
}

function openAnew() {
  const link = document.createElement("a");
  link.href = "/staff/till/";
  link.textContent = words.openTill;
  return link;
}

function showTaken() {
  const list = byId("taken").querySelector("ul");
  const lines = [...stored(QUEUE, []).map((one) => ({ ...one, words: words.waits })), ...stored(TOLD, [])];
  byId("taken").hidden = !lines.length;
  list.replaceChildren(...lines.map((one) => {
    const line = document.createElement("li");
    line.textContent = `${clock(one.at)} · ${one.title}: ${one.words}`;
    return line;
  }));
}

async function takeAlong() {
  const answer = await ask("/staff/till/list", { headers: { Accept: "application/json" } });
  if (answer.status >= 500) throw new Error("away"); // what was taken along goes on
  if (!answer.headers.get("Content-Type")?.startsWith("application/json")) {
    localStorage.removeItem(LIST);
    throw new Error(NO_SHIFT);
  }
  const list = await answer.json();
  try { store(LIST, { ...list, ahead: Date.now() - list.made_at }); } catch { /* full: this time alone */ }
  return list;
}

function sayNoShift(fault, text) {
  if (fault.message !== NO_SHIFT) return; // what stands there stays until something answers
  byId("line").hidden = false;
  byId("line").replaceChildren(text, " ", openAnew());
}

// It may have been done and its answer lost. What can be pressed stays, for its minute.
function sayUnsure() {
  byId("line").hidden = false;
  byId("line").textContent = words.unsure;
}

let isTelling = false;
async function tellWhatWaits() {
  const queue = stored(QUEUE, []);
  if (isTelling || !queue.length) return;
  isTelling = true;
  try {
    const { token } = await takeAlong();
    const taken = queue.map(({ key, text, at, listAt, pass }) => ({ key, text, at, list_at: listAt, pass }));
    const body = new URLSearchParams({ csrfmiddlewaretoken: token, taken: JSON.stringify(taken) });
    const answer = await ask("/staff/till/sync", { method: "POST", body });
    if (!answer.ok) throw new Error("away");
    const told = new Map((await answer.json()).answers.map((one) => [one.key, one]));
    const done = stored(QUEUE, []).filter((one) => told.has(one.key));
    const lines = done.map((one) => ({ at: one.at, number: one.number, day: one.day, title: one.title, words: told.get(one.key).words }));
    const rest = stored(QUEUE, []).filter((one) => !told.has(one.key));
    if (rest.length) store(QUEUE, rest);
    else localStorage.removeItem(QUEUE); // it goes also where there is room for nothing
    store(TOLD, [...lines, ...stored(TOLD, [])].slice(0, TOLD_MOST));
    byId("line").hidden = true;
  } catch (fault) {
    sayNoShift(fault, words.signIn);
  } finally {
    isTelling = false;
    showTaken();
  }
}

async function lookAlone(text) {
  const list = stored(LIST, null);
  const voucher = readVoucher(text.trim());
  leaveTyped(text.trim().startsWith(VOUCHER_PREFIX) ? "" : text);
  if (!voucher && list?.limit && !text.trim().startsWith("PLAUDIT1:")) { tell(words.away, false); return; }
  const day = list?.day;
  const taken = [...stored(QUEUE, []), ...stored(TOLD, [])].filter((one) => one.day === day).map((one) => one.number);
  const why = await whyNot(voucher, list, { taken, now: now() });
  if (why) { tell(words[why], false); return; }
  const title = list.rewards[voucher.reward] ?? String(voucher.reward);
  const line = tell(`${words.valid} ${title}`, true);
  const button = document.createElement("button");
  button.className = "button main large";
  button.textContent = words.honour;
  button.addEventListener("click", () => {
    const one = {
      key: crypto.randomUUID(), text: text.trim(), at: Math.round(now()), listAt: list.made_at,
      pass: list.pass, number: voucher.number, day, title,
    };
    try { store(QUEUE, [...stored(QUEUE, []), one]); } catch { tell(words.noRoom, false); return; }
    tell(words.keptNow, true);
    showTaken();
    byId("code").value = "";
  }, { once: true });
  line.after(button);
  button.focus();
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!("live" in form.dataset)) return;
  event.preventDefault();
  if (form.ariaBusy === "true") return; // pressed twice
  form.ariaBusy = "true";
  const body = new URLSearchParams(new FormData(form));
  try {
    if (words.kept === "yes") body.set("csrfmiddlewaretoken", (await takeAlong()).token);
    const answer = await ask(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("answer");
    if (answer.status >= 500) throw new Error("away");
    if (!fresh) throw new Error(NO_SHIFT);
    byId("answer").replaceChildren(...fresh.childNodes);
    byId("line").hidden = true;
    // After a voucher the next one is scanned or typed: its Enter must not take the last one back.
    (form.id === "look" ? byId("answer").querySelector("button") : byId("code"))?.focus();
    if (form.id === "look") leaveTyped(page.getElementById("code").value);
    tellWhatWaits();
  } catch (fault) {
    if (fault.message === NO_SHIFT) tell(words.overShift, false).append(" ", openAnew());
    else if (form.id === "look") lookAlone(body.get("code"));
    else sayUnsure();
  } finally { form.ariaBusy = "false"; }
});

function offerCamera() {
  if (!navigator.mediaDevices?.getUserMedia) return;
  const button = byId("scan");
  let stop = null;
  const end = () => { if (stop) stop(); stop = null; button.textContent = words.scan; };
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (stop) { end(); return; }
    try {
      stop = await scanWithCamera(byId("camera"), words.reader, (text) => {
        end();
        byId("code").value = text;
        byId("look").requestSubmit();
      });
      button.textContent = words.stop;
    } catch { tell(words.noCamera, false); }
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) end(); });
}

async function keepThisPage() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/staff/till/worker.js", { scope: "/staff/till/" });
  (await navigator.serviceWorker.ready).active?.postMessage("keep");
}

const refresh = () => takeAlong().then(() => { byId("line").hidden = true; }, (fault) => sayNoShift(fault, words.overShift));
leaveTyped(byId("code").value);
offerCamera();
showTaken();
refresh().then(tellWhatWaits);
setInterval(refresh, LIST_MS);
setInterval(tellWhatWaits, SYNC_MS);
window.addEventListener("online", tellWhatWaits);
if (words.kept !== "yes") keepThisPage().catch(() => {});
