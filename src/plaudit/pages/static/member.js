// Quickness on a member's pages. Everything works without this file, by loading a page again.
"use strict";

// The worker looks which vouchers are open: where they may have changed, else once in a visit.
if ("serviceWorker" in navigator) {
  const language = document.documentElement.lang;
  const isChanged = location.pathname.startsWith("/member/vouchers/");
  navigator.serviceWorker.register("/member/worker.js", { scope: "/member/" }).catch(() => {});
  navigator.serviceWorker.ready.then((ready) => {
    if (!isChanged && sessionStorage.getItem("kept") === language) return;
    sessionStorage.setItem("kept", language);
    ready.active.postMessage({ language });
  });
}
