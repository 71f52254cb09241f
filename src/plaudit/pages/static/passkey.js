// Passkeys: a button with data-passkey asks the device, and sends what it answers with its form.
// Without this file, and on a device that has no passkeys, the button stays hidden, and there are
// other ways in: where there are none, data-otherwise says where to ask.
"use strict";

for (const button of document.querySelectorAll("button[data-passkey]")) {
  if (!("PublicKeyCredential" in window)) break;
  button.closest(".way").hidden = false;
  button.form.hidden = false;
  sayOtherwise(button, false);
  button.addEventListener("click", () => ask(button).catch(() => tell(button, true)));
}

async function ask(button) {
  const form = button.form;
  if (!form.reportValidity()) return;
  tell(button, false);
  const asked = JSON.parse(button.dataset.passkey);
  const isNew = button.dataset.act === "create";
  asked.challenge = bytes(asked.challenge);
  if (isNew) {
    asked.user.id = bytes(asked.user.id);
    for (const one of asked.excludeCredentials || []) one.id = bytes(one.id);
  }
  const answer = await navigator.credentials[button.dataset.act]({ publicKey: asked });
  form.elements.answer.value = JSON.stringify(written(answer, isNew));
  form.submit();
}

function written(answer, isNew) {
  const names = isNew ? ["clientDataJSON", "attestationObject"] : ["clientDataJSON", "authenticatorData", "signature"];
  const response = Object.fromEntries(names.map((name) => [name, text(answer.response[name])]));
  return { id: answer.id, rawId: text(answer.rawId), type: answer.type, response, clientExtensionResults: {} };
}

function tell(button, wentWrong) {
  button.closest(".way").querySelector("[data-wrong]").hidden = !wentWrong;
  sayOtherwise(button, wentWrong);
}

function sayOtherwise(button, isSaid) {
  for (const one of button.form.querySelectorAll("[data-otherwise]")) one.hidden = !isSaid;
}

function bytes(base64url) {
  const base64 = base64url.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
}

function text(buffer) {
  const letters = Array.from(new Uint8Array(buffer), (one) => String.fromCharCode(one)).join("");
  return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
