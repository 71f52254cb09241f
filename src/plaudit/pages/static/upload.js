// Goes on taking in a table, part by part; without scripts the same button is pressed by hand.
"use strict";
const form = document.getElementById("go-on");
if (form) setTimeout(() => form.requestSubmit(), 300);
