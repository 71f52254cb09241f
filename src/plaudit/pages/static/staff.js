// What a device keeps of the staff's work: old entries go whenever a page is opened, and what the shift alone
// may see goes when it ends. What waits to be sent stays, and so does what wasn't counted and isn't put away: it is
// owed to a partner or to a member.
"use strict";

const DAY_MS = 86_400_000, STEWARD_DAYS = 31, TOLD_DAYS = 1;
// The device's clock may be wrong: the page says when it was made, and how far the clock was ahead if it was kept (keeping.js).
const made = Number(document.currentScript.dataset.now);
const clockAhead = Number(document.documentElement.dataset.ahead ?? Date.now() - made) || 0;

function dropOld(name, days) {
  const all = JSON.parse(localStorage.getItem(name) || "[]");
  const young = all.filter((one) => one.at > Date.now() - clockAhead - days * DAY_MS);
  if (!young.length) localStorage.removeItem(name);
  else if (young.length < all.length) localStorage.setItem(name, JSON.stringify(young));
}

for (const name of Object.keys(localStorage)) {
  if (name.startsWith("steward:")) dropOld(name, STEWARD_DAYS);
  if (name === "till-told") dropOld(name, TOLD_DAYS);
}

async function endTheShift() {
  localStorage.removeItem("till-list");
  await caches.delete("steward-places");
  if (await caches.has("till")) await (await caches.open("till")).delete("/staff/till/kept");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("form.end") || !("caches" in window)) return;
  event.preventDefault();
  endTheShift().catch(() => {}).finally(() => form.submit());
});

// The same pressed again while the first one's answer is on its way would be the one that is answered. Another button,
// and what was changed meanwhile, is no second press.
const PRESS_MS = 10_000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || "live" in form.dataset) return; // the till's forms load nothing anew
  const { formAction, name, value } = event.submitter ?? {};
  const said = [formAction, name, value, new URLSearchParams(new FormData(form))].join(" ");
  if (form.dataset.pressed === said) { event.preventDefault(); return; }
  form.dataset.pressed = said;
  setTimeout(() => { delete form.dataset.pressed; }, PRESS_MS);
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.pressed; // come back to by “Back”
});
