// Checking in: scans a place's code, and keeps a check-in while there is no connection.
// Without this file the form is typed and sent like any other.
"use strict";

const KEPT = "check-ins", KEPT_MOST = 20;
const SEND_SECONDS = 10; // a line that doesn't answer is as good as none
const OF_A_PLACE = /^PLAUDIT-IN:(\d{1,10}):(\d{6})$/i;
const place = document.getElementById("check-in");
if (place?.querySelector("form")) checkIn(place.dataset, place.querySelector("form"));
// Who wants to close the page comes here first where something isn't sent (member.js).
const closing = document.getElementById("closing");
if (closing && location.hash === "#closing") {
  closing.hidden = false;
  closing.tabIndex = -1;
  closing.focus();
}

function checkIn(words, form) {
  // How far the phone's clock is ahead (as in code.js).
  const isKept = words.kept === "yes";
  const ahead = isKept ? Number(document.documentElement.dataset.ahead) || 0 : Date.now() - Number(words.now);
  const now = () => Date.now() - ahead;
  const told = document.getElementById("told");
  const tell = (text, isGood = false) => {
    told.textContent = text;
    told.hidden = !text;
    told.classList.toggle("good", isGood);
  };
  const markOf = (page) => page.querySelector("script[data-mark]")?.dataset.mark;
  const mark = markOf(document);
  // What is kept is of one pass: another member's, or an older one's, is never sent.
  const kept = () => JSON.parse(localStorage.getItem(KEPT) || "[]").filter((one) => one.mark === mark);
  // The cookie (member.js) is never there beside an empty queue, not even for another tab that looks just now.
  const keep = (all) => {
    if (!all.length) markUnsent(false);
    put(all);
    if (all.length) markUnsent(true);
  };
  const put = (all) => {
    if (all.length) localStorage.setItem(KEPT, JSON.stringify(all));
    else localStorage.removeItem(KEPT);
    show(all);
  };
  const show = (all) => {
    document.querySelector("#waiting ul").replaceChildren(...all.map((one) => lineOf(one)));
    for (const id of ["waiting", "lost"]) document.getElementById(id).hidden = !all.length;
  };
  const cameOf = (entry, said) => {
    document.querySelector("#came ul").append(lineOf(entry, said));
    document.getElementById("came").hidden = false;
  };

  const ask = (more) => fetch("/member/check-in/", { ...more, signal: AbortSignal.timeout?.(SEND_SECONDS * 1000) });
  // The mark goes along: what this page sends counts for the member of this page or for nobody.
  const send = async (entry, token) => {
    const body = new URLSearchParams({ csrfmiddlewaretoken: token, ...entry, mark });
    const answer = await ask({ method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const said = page.querySelector("#told, [role=alert]")?.textContent.trim();
    if (!said || markOf(page) !== mark || answer.status >= 500) throw new Error("away");
    return { said, isGood: answer.ok, isToWait: answer.status === 429 };
  };
  const freshPage = async () => {
    const page = new DOMParser().parseFromString(await (await ask()).text(), "text/html");
    const theirs = markOf(page);
    if (theirs === undefined) throw new Error("away");
    return { theirs, token: page.querySelector("input[name=csrfmiddlewaretoken]")?.value };
  };

  let isSending = false;
  const sendKept = async () => {
    if (isSending || !kept().length) return;
    isSending = true;
    try {
      const { theirs, token } = await freshPage();
      if (!theirs) { put([]); tell(words.over); whenSeen(() => markUnsent(false)); return; }
      if (theirs !== mark) { leaveUnless(theirs); return; }
      if (!token) return; // nothing counts now, and the page says why
      for (const entry of kept()) {
        const { said, isGood, isToWait } = await send(entry, token);
        if (isToWait) { tell(said); return; }
        keep(kept().filter((one) => one.at !== entry.at));
        cameOf(entry, said);
        tell(said, isGood);
      }
    } catch { /* still no connection: it is tried again */ } finally { isSending = false; }
  };

  const submit = async () => {
    const entry = { number: form.number.value, code: form.code.value };
    const at = Math.round(now());
    try {
      if (isKept) throw new Error("away");
      const { said, isGood } = await send(entry, form.csrfmiddlewaretoken.value);
      tell(said, isGood);
      if (isGood) form.reset();
    } catch {
      if (kept().length >= KEPT_MOST) { tell(words.full); return; }
      try { keep([...kept(), { ...entry, at, mark }]); } catch { tell(words.noRoom); return; }
      tell(words.isKept);
      form.reset();
      if (navigator.onLine) sendKept();
    }
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  window.addEventListener("online", sendKept);
  setInterval(sendKept, 10_000);
  show(kept());
  sendKept();
  offerCamera(words, form, { submit, tell });
}

// One kept check-in in words: where, when, and what came of it. A place's name stands in no code.
function lineOf({ number, at }, said) {
  const line = document.getElementById("one-kept").content.cloneNode(true);
  const how = { timeStyle: "short", hourCycle: "h23", timeZone: place.dataset.zone }; // as the other times here
  const time = new Date(at).toLocaleTimeString(document.documentElement.lang, how);
  line.querySelector("li").append([number, time, said].filter(Boolean).join(" · "));
  return line;
}

function offerCamera(words, form, { submit, tell }) {
  const button = document.getElementById("scan"), video = document.getElementById("camera");
  if (!navigator.mediaDevices?.getUserMedia) return;
  let stop = null;
  const end = () => { if (stop) stop(); stop = null; button.textContent = words.scan; };
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (stop) { end(); return; }
    tell("");
    button.disabled = true;
    try {
      stop = await scanWithCamera(video, words.reader, (text) => {
        const found = OF_A_PLACE.exec(text);
        if (!found) { tell(words.notAPlace); return; }
        end();
        [, form.number.value, form.code.value] = found;
        submit();
      });
      button.textContent = words.stop;
    } catch { tell(words.noCamera); } finally { button.disabled = false; }
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) end(); });
}
