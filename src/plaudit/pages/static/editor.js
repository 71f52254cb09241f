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
  }).catch(() => null);
  const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  if (mine !== asked) return;
  found.replaceChildren(...(page ? page.body.childNodes : [unchecked()]));
  found.ariaBusy = "false";
}

function unchecked() {
  const said = document.createElement("p");
  said.className = "notice";
  said.textContent = area.dataset.unchecked;
  return said;
}

area.addEventListener("input", () => {
  clearTimeout(waiting);
  found.ariaBusy = "true"; // what stands there is said of the text before
  waiting = setTimeout(check, WAIT_MS);
});
