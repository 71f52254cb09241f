// The card's number is scanned into its field; why the record is opened is still chosen by a person.
// Without this file, or without a camera, the number is typed.
"use strict";

const form = document.getElementById("opening"), words = form.dataset;
const button = document.getElementById("scan"), video = document.getElementById("camera");
const told = document.getElementById("told"), OF_A_CARD = /^\d{12}$/;
let stop = null;

function tell(said) {
  told.textContent = said;
  told.hidden = !said;
}

function end() {
  if (stop) stop();
  stop = null;
  button.textContent = words.saysScan;
}

if (navigator.mediaDevices?.getUserMedia) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (stop) { end(); return; }
    tell("");
    button.disabled = true;
    try {
      stop = await scanWithCamera(video, words.reader, (text) => {
        if (!OF_A_CARD.test(text)) { tell(words.saysOther); return; }
        end();
        form.elements.number.value = text;
        form.elements.reason[0].focus();
      });
      button.textContent = words.saysStop;
    } catch { tell(words.saysCamera); } finally { button.disabled = false; }
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) end(); });
}
