// The check beside a draft's text, as one types. Without this file a button checks.
"use strict";

const WAIT_MS = 700;
const area = document.querySelector("textarea[data-check]");
const found = document.getElementById("found");
let waiting = 0;
let asked = 0;

async function check() {
  const mine = ++asked;
  const answer = await fetch(area.dataset.check, {
    method: "POST",
    body: new FormData(area.form),
    headers: { "X-Live-Check": "1" },
  });
  if (!answer.ok || mine !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  found.replaceChildren(...page.body.childNodes);
}

area.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => check().catch(() => {}), WAIT_MS);
});
