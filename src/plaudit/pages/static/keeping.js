// What the service workers share; it stands before each of their texts (pages/workers.py). A page is kept until its
// end by the server's clock. This device's may be wrong, so with each page stays how far it was ahead.
"use strict";

const AWAY = [502, 503, 504]; // a proxy answers, or the book is away: as good as no connection
const AHEAD = "Kept-Ahead"; // milliseconds; less than 0 on a device that is behind

/**
 * Keep an answer that says when it ends; any other means that there is nothing to keep. Gives whether it is kept.
 * `askedAt`: by this device's clock, before the answer was on its way, so that a slow line lets it end sooner, never later.
 */
async function keepAnswer(answer, { place, path, askedAt }) {
  const isToKeep = answer.status === 200 && answer.headers.has("Expires");
  await (isToKeep ? place.put(path, await withAhead(answer, askedAt)) : place.delete(path));
  return isToKeep;
}

/** Ask for a page; where there is no connection or the server is away, what is kept counts, if there is any. */
async function askedOrKept(request, kept) {
  const answer = await fetch(request).catch(() => null);
  if (answer && !AWAY.includes(answer.status)) return answer;
  const page = await kept();
  return page && page.type !== "error" ? page : answer || page || Response.error();
}

/** The page's own scripts find the same number at its root. */
async function withAhead(answer, askedAt) {
  const ahead = askedAt - Date.parse(answer.headers.get("Date"));
  if (Number.isNaN(ahead)) return answer;
  const headers = new Headers(answer.headers);
  headers.set(AHEAD, ahead);
  return new Response((await answer.text()).replace("<html ", `<html data-ahead="${ahead}" `), { headers });
}

/** Whether the end of a kept page is past. One that an older worker kept ends by this device's clock. */
function isOver(page) {
  const instant = (name) => Date.parse(page.headers.get(name));
  const ahead = page.headers.get(AHEAD), now = Date.now() - Number(ahead);
  // Set back since it was kept: how far it is to the end can't be known any more.
  if (ahead !== null && now < instant("Date")) return true;
  return !(instant("Expires") > now);
}
