// A place's screen: its code, another one each half minute, and what members show to the camera or read out.
// All of it goes on without a connection: what was shown is kept on the device until it was answered.
"use strict";

const KEPT_AS = "steward:", AT_ONCE = 200, SHOWN_LINES = 8, REFUSED_MOST = 1_000, AGAIN_MS = 90_000, ANSWER_MS = 10_000;
const LIVE_CODE = /^[0-9A-HJKMNP-TV-Z]{26}$/i, LETTERS = /^[0-9A-Z]{12}$/i, HANDLE = /^[0-9a-f]{8}([0-9a-f]{24})?$/i;
const screen_ = document.getElementById("place");
if (screen_) showPlace(screen_.dataset);

function showPlace(given) {
  const isKept = given.kept === "yes";
  // How far the device's clock is ahead: the worker wrote it into a page that it kept (keeping.js).
  const ahead = isKept ? Number(document.documentElement.dataset.ahead) || 0 : Date.now() - Number(given.now);
  const now = () => Date.now() - ahead;
  showCodes(given, now);
  const refused = refusedLines(given), queue = keptQueue(given, now, refused);
  if (given.codes) {
    scanMembers(given, now, queue);
    typeMembers(given, queue);
  }
  warnAtTheEnd(given, queue, refused);
  keepPage(given.number);
}

function showCodes(given, now) {
  const codes = given.codes ? given.codes.split(" ") : [];
  const shown = document.getElementById("shown"), state = document.getElementById("state");
  const drawing = shown.querySelector("svg"), left = shown.querySelector("progress");
  let last = -1;
  const tick = () => {
    const at = now(), step = at / 1000 / given.seconds - given.first, place = Math.floor(step);
    const isOpen = at >= Number(given.starts) && at < Number(given.until) && place < codes.length && place >= 0;
    shown.hidden = !isOpen;
    state.textContent = isOpen ? given.saysOpen : at < Number(given.starts) ? given.saysComing : given.saysOver;
    if (isOpen && place !== last) {
      const digits = codes[place];
      drawing.setAttribute("viewBox", "0 0 33 33");
      drawing.querySelector("path").setAttribute("d", qrPath(`PLAUDIT-IN:${given.number}:${digits}`, 4));
      document.getElementById("digits").textContent = `${digits.slice(0, 3)} ${digits.slice(3)}`;
      last = place;
    }
    left.hidden = false;
    left.value = given.seconds * (place + 1 - step);
    setTimeout(tick, 500);
  };
  tick();
  const wake = () => navigator.wakeLock?.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", () => { if (!document.hidden) wake(); });
  wake();
}

/** Whether no more may be kept of what isn't counted: until some is put away, nothing is sent. */
const isFull = (refused) => refused.stored().length >= REFUSED_MOST;

/** Keep what wasn't counted on the device until the steward, who wrote it on the paper list, puts it away. */
function refusedLines(given) {
  const name = `${KEPT_AS}${given.number}:refused`, list = document.querySelector("#refused ul");
  const stored = () => JSON.parse(localStorage.getItem(name) || "[]");
  const keep = (all) => { localStorage.setItem(name, JSON.stringify(all)); show(); };
  const lineOf = ({ key, at, typed, said, language }) => {
    const line = document.createElement("li"), away = document.createElement("button");
    line.append(lineText(given, { at, typed, said }));
    line.className = "bad";
    line.lang = language;
    line.dataset.key = key;
    away.className = "button slim";
    away.type = "button";
    away.lang = document.documentElement.lang;
    away.textContent = given.saysPutAway;
    away.addEventListener("click", () => keep(stored().filter((one) => one.key !== key)));
    line.append(away);
    return line;
  };
  const show = () => {
    const all = stored(), known = new Set(all.map(({ key }) => key));
    for (const line of [...list.children]) if (!known.has(line.dataset.key)) line.remove();
    const there = new Set([...list.children].map((line) => line.dataset.key));
    for (const one of all) if (!there.has(one.key)) list.prepend(lineOf(one));
    document.getElementById("refused").hidden = !all.length;
  };
  show();
  return {
    stored,
    /** Take over what the server answered: what was refused, and of the same whatever counts by now. */
    take: (answered) => {
      const keys = new Set(answered.map(({ key }) => key)), language = document.documentElement.lang;
      const lines = answered.filter(({ counts }) => !counts).map(({ key, at, shown, said }) => (
        { key, at, typed: typedIn(shown), said, language }));
      keep([...stored().filter(({ key }) => !keys.has(key)), ...lines]);
    },
  };
}

/** What may be shown and kept of something: letters and short names, but no code that a camera read. */
const typedIn = (shown) => (LIVE_CODE.test(shown) ? "" : shown);

function lineText(given, { at, typed, said }) {
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: given.zone };
  return [new Date(at).toLocaleTimeString("en", clock), typed, said].filter(Boolean).join(" · ");
}

/** Keep what was scanned and typed until the server answered for it, and send it whenever there is a connection. */
function keptQueue(given, now, refused) {
  const name = KEPT_AS + given.number, path = `/staff/steward/${given.number}/`;
  const waiting = () => JSON.parse(localStorage.getItem(name) || "[]");
  const show = () => {
    document.getElementById("waiting").hidden = !waiting().length;
    document.getElementById("many").textContent = waiting().length;
  };
  const keep = (all) => { localStorage.setItem(name, JSON.stringify(all)); show(); };
  const setCount = (count) => { document.getElementById("count").textContent = count; };
  /** Say what came of something, by when it was shown. */
  const tell = (said, isGood, { at, shown } = { at: now(), shown: "" }) => {
    const line = document.createElement("li"), lines = document.getElementById("told");
    line.textContent = lineText(given, { at, typed: typedIn(shown), said });
    line.className = isGood ? "good" : "bad";
    lines.prepend(line);
    while (lines.children.length > SHOWN_LINES) lines.lastChild.remove();
  };

  // A line that doesn't answer is as good as none: what waits is tried again.
  const ask = (address, more) => fetch(address, { ...more, signal: AbortSignal.timeout?.(ANSWER_MS) });
  const freshToken = async () => {
    const answer = await ask(path);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.getElementById("place")) return page.querySelector("input[name=csrfmiddlewaretoken]").value;
    if (answer.ok) document.getElementById("sign-in").hidden = false;
    throw new Error("nobody on duty");
  };
  const post = async (entries, token) => {
    const body = new URLSearchParams({ csrfmiddlewaretoken: token, entries: JSON.stringify(entries) });
    const answer = await ask(`${path}send`, { method: "POST", body });
    if (!answer.ok || !answer.headers.get("Content-Type").includes("json")) throw new Error("away");
    return answer.json();
  };

  let isSending = false;
  const send = async () => {
    if (isSending || !waiting().length) return;
    isSending = true;
    try {
      const token = await freshToken();
      document.getElementById("sign-in").hidden = true;
      while (waiting().length && !isFull(refused)) {
        const { told, count } = await post(waiting().slice(0, AT_ONCE), token);
        const answers = new Map(told.map((one) => [one.key, one])), all = waiting();
        const answered = all.filter(({ key }) => answers.has(key)).map((one) => ({ ...one, ...answers.get(one.key) }));
        refused.take(answered);
        keep(all.filter((one) => !answers.has(one.key)));
        for (const one of answered.filter(({ counts }) => counts)) tell(one.said, true, one);
        setCount(count);
      }
    } catch { /* no connection: it is tried again */ } finally { isSending = false; }
  };
  const refresh = async () => {
    const answer = await ask(`${path}count`).catch(() => null);
    if (answer?.ok && answer.headers.get("Content-Type").includes("json")) setCount((await answer.json()).count);
  };
  window.addEventListener("online", send);
  setInterval(send, 5_000);
  setInterval(refresh, 30_000);
  show();
  send();
  return {
    waiting,
    tell,
    add: (shown) => {
      const key = crypto.getRandomValues(new Uint32Array(4)).join("-");
      try { keep([...waiting(), { key, shown, at: Math.round(now()) }]); } catch {
        tell(given.saysNoRoom, false);
        return Promise.resolve();
      }
      if (isFull(refused)) tell(given.saysFull, false);
      else if (!navigator.onLine) tell(given.saysKept, true);
      return send();
    },
  };
}

function scanMembers(given, now, queue) {
  const button = document.getElementById("scan"), video = document.getElementById("camera");
  if (!navigator.mediaDevices?.getUserMedia) return;
  const seen = new Map();
  let stop = null;
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (stop) { stop(); stop = null; button.textContent = given.saysScan; return; }
    button.disabled = true;
    try {
      stop = await scanWithCamera(video, given.reader, (text) => {
        if (now() - (seen.get(text) ?? -AGAIN_MS) < AGAIN_MS) return;
        seen.set(text, now());
        if (LIVE_CODE.test(text)) queue.add(text); else queue.tell(given.saysOther, false);
      });
      button.textContent = given.saysStop;
    } catch { queue.tell(given.saysCamera, false); } finally { button.disabled = false; }
  });
}

function typeMembers(given, queue) {
  const form = document.getElementById("typing");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const plain = form.shown.value.replace(/[\s-]/g, "");
    if (![HANDLE, LIVE_CODE, LETTERS].some((form) => form.test(plain))) { queue.tell(given.saysOther, false); return; }
    queue.add(plain);
    form.reset();
  });
}

/** Who comes next may work elsewhere, and can't send it: the shift waits for what isn't sent yet.
 * What wasn't counted and isn't put away is named once; it stays on the device if the shift ends. */
function warnAtTheEnd(given, queue, refused) {
  let named = 0;
  document.querySelector("form.end")?.addEventListener("submit", (event) => {
    const listed = refused.stored().length;
    if (!queue.waiting().length && listed <= named) return;
    event.preventDefault();
    if (queue.waiting().length) { queue.tell(isFull(refused) ? given.saysFull : given.saysUnsent, false); return; }
    queue.tell(`${given.saysListed} ${listed}`, false);
    named = listed;
  });
}

function keepPage(number) {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register("/staff/steward/worker.js", { scope: "/staff/steward/" }).catch(() => {});
  navigator.serviceWorker.ready.then((ready) => ready.active.postMessage({ number }));
}
