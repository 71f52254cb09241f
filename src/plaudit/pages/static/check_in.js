// Checking in: scans a place's code, and keeps a check-in while there is no connection.
// Without this file the form is typed and sent like any other.
"use strict";

const KEPT = "check-ins", KEPT_MOST = 20;
const OF_A_PLACE = /^PLAUDIT-IN:(\d{1,10}):(\d{6})$/i;
const place = document.getElementById("check-in");
if (place?.querySelector("form")) checkIn(place.dataset, place.querySelector("form"));

function checkIn(words, form) {
  // How far the phone's clock is off, it knows from when it was connected (as code.js does).
  if (words.kept !== "yes") localStorage.setItem("ahead", Date.now() - Number(words.now));
  const now = () => Date.now() - (Number(localStorage.getItem("ahead")) || 0);
  const told = document.getElementById("told");
  const tell = (text, isGood = false) => {
    told.textContent = text;
    told.hidden = !text;
    told.classList.toggle("good", isGood);
  };
  const mark = document.querySelector("script[data-mark]").dataset.mark;
  // What is kept is of one pass: another member's, or an older one's, is never sent.
  const kept = () => JSON.parse(localStorage.getItem(KEPT) || "[]").filter((one) => one.mark === mark);
  const keep = (all) => {
    localStorage.setItem(KEPT, JSON.stringify(all.slice(-KEPT_MOST)));
    document.getElementById("waiting").hidden = !all.length;
    document.getElementById("many").textContent = all.length;
  };

  const send = async (entry, token) => {
    const body = new URLSearchParams({ csrfmiddlewaretoken: token, ...entry });
    const answer = await fetch("/member/check-in/", { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const said = page.querySelector("#told, [role=alert]")?.textContent.trim();
    if (!said || answer.status >= 500) throw new Error("away");
    return { said, isGood: answer.ok, isToWait: answer.status === 429 };
  };
  const freshToken = async () => {
    const answer = await fetch("/member/check-in/");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  };

  let isSending = false;
  const sendKept = async () => {
    if (isSending || !kept().length) return;
    isSending = true;
    try {
      const token = await freshToken();
      if (!token) { tell(words.signIn); return; }
      for (const { mark: _, ...entry } of kept()) {
        const { said, isGood, isToWait } = await send(entry, token);
        if (isToWait) { tell(said); return; }
        keep(kept().filter((one) => one.at !== entry.at));
        tell(said, isGood);
      }
    } catch { /* still no connection: it is tried again */ } finally { isSending = false; }
  };

  const submit = async () => {
    const entry = { number: form.number.value, code: form.code.value };
    const at = Math.round(now());
    try {
      if (words.kept === "yes") throw new Error("away");
      const { said, isGood } = await send(entry, form.csrfmiddlewaretoken.value);
      tell(said, isGood);
      if (isGood) form.reset();
    } catch {
      keep([...kept(), { ...entry, at, mark }]);
      tell(words.isKept);
      form.reset();
      if (navigator.onLine) sendKept();
    }
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  window.addEventListener("online", sendKept);
  setInterval(sendKept, 10_000);
  keep(kept());
  sendKept();
  offerCamera(words, form, { submit, tell });
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
