// A member's live code: another one every half minute, from those that the phone got ahead.
"use strict";

const shown = document.getElementById("code");
if (shown) showCodes(shown.dataset);

function showCodes(given) {
  const codes = given.codes.split(" ");
  const isKept = given.kept === "yes";
  // A kept page may be old: how far the phone's clock is ahead, the worker wrote into it (keeping.js).
  const ahead = isKept ? Number(document.documentElement.dataset.ahead) || 0 : Date.now() - Number(given.now);
  const drawing = shown.querySelector("svg");
  const left = shown.querySelector("progress");
  let last = -1;
  const tick = () => {
    const at = (Date.now() - ahead) / 1000 / given.seconds - given.first;
    const place = Math.floor(at);
    const isOver = place < 0 || place >= codes.length;
    if (isOver && !isKept && navigator.onLine) { location.reload(); return; }
    shown.hidden = isOver;
    document.getElementById("over").hidden = !isOver;
    if (!isOver && place !== last) {
      drawing.setAttribute("viewBox", "0 0 33 33");
      drawing.querySelector("path").setAttribute("d", qrPath(codes[place], 4));
      last = place;
    }
    left.value = given.seconds * (place + 1 - at);
    setTimeout(tick, 500);
  };
  left.hidden = false;
  document.getElementById("again").hidden = true;
  tick();
  navigator.wakeLock?.request("screen").catch(() => {});
}
