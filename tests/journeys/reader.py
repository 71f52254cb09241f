"""Reads pages for barriers (WCAG 2.2 AA): in each language, on the narrowest screen.

A journey does its deed in one language; the pages on its way are read here in all of them. Each is
asked for with the journey's cookies and laid out from what the server answers, without scripts.
One document takes page after page: axe-core is loaded once, which costs more than to use it.
"""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, ViewportSize

from plaudit.pages.voices import LANGUAGES

NARROW = ViewportSize(width=320, height=640)
"""The narrowest screen on which nothing may stick out (WCAG 2.2, 1.4.10)."""
LEAST_TARGET = 24
"""Pixels that something to tap has at least (WCAG 2.2, 2.5.8)."""
ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ["color-contrast", "link-in-text-block"]
COLOURED = "th"
"""In one language colours are looked at, by light and by dark: they are the same in each."""

_SHOWS = """async ([address, language, given]) => {
    let [status, text] = [200, given];
    if (text === null) {
        const headers = { Accept: "text/html", "Accept-Language": language };
        const answer = await fetch(address, { headers });
        status = answer.redirected ? answer.url : answer.status;
        text = await answer.text();
    }
    document.open();
    document.write(text.replace(/<script[^>]*><.script>/g, ""));
    document.close();
    while (document.readyState !== "complete") await new Promise((go) => setTimeout(go, 5));
    const styles = [...document.querySelectorAll("link[rel=stylesheet]")];
    const bare = () => styles.find((one) => !one.sheet)?.href;
    for (let tries = 0; bare() && tries < 500; tries++)
        await new Promise((go) => setTimeout(go, 10));
    if (bare()) throw new Error(`no style: ${bare()}`);
    for (const one of document.querySelectorAll("details")) one.open = true;
    return [status, document.documentElement.lang];
}"""
_FINDS = """async ([runOnly, colours]) => {
    const rules = { "color-contrast": { enabled: colours } };
    const found = await axe.run(document, { resultTypes: ["violations"], runOnly, rules });
    return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html}`));
}"""
_STICKS_OUT = """(least) => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const found = scrollWidth > clientWidth ? ["sticks out: the page"] : [];
    for (const one of document.querySelectorAll("a, button, summary")) {
        const { width, height, right } = one.getBoundingClientRect();
        if (!width || !one.checkVisibility({ visibilityProperty: true })) continue;
        const name = one.innerText, moves = one.closest(".wide-table");
        if (right > innerWidth && !moves) found.push(`sticks out: ${name}`);
        if (height < least) found.push(`too small: ${name}`);
    }
    for (const one of document.querySelectorAll(".wide-table:has(.stacks)"))
        if (one.scrollWidth > one.clientWidth) found.push(`goes sideways: ${one.ariaLabel}`);
    return found;
}"""


class Reader:
    """A browser's one document that reads pages as somebody's browser has them."""

    def __init__(self, page: Page, axe: str) -> None:
        self._page = page
        self._axe = axe
        self._at = ""

    def read(
        self, visit: BrowserContext, *addresses: str, status: int = 200, colours: bool = True
    ) -> list[str]:
        """Return the barriers of pages, in each language."""
        found: list[str] = []
        self._goes_as(visit, addresses[0])
        for address in addresses:
            for language in LANGUAGES:
                shown = self._page.evaluate(_SHOWS, [address, language, None])
                assert shown == [status, language], address
                in_colour = colours and language == COLOURED
                found += self._barriers(f"{language} {address}", colours=in_colour)
        return found

    def read_shown(self, page: Page) -> list[str]:
        """Return the barriers of what a page shows now: a state that no address leads to."""
        self._goes_as(page.context, page.url)
        return self.read_text(page.content(), page.url)

    def read_text(self, text: str, name: str) -> list[str]:
        """Return the barriers of a page's text. Something was read before."""
        _, language = self._page.evaluate(_SHOWS, ["", "", text])
        return self._barriers(f"{language} {name}", colours=True)

    def _goes_as(self, visit: BrowserContext, address: str) -> None:
        """Have what a browser has but its language, and be at the same host."""
        known = [one for one in visit.cookies() if one.get("name") != "language"]
        self._page.context.clear_cookies()
        self._page.context.add_cookies(known)  # type: ignore[arg-type]
        at = "/".join(address.split("/")[:3])
        if at != self._at:
            self._page.goto(f"{at}/charter/")
            self._page.evaluate(f"{self._axe};0")
            self._at = at

    def _barriers(self, name: str, *, colours: bool) -> list[str]:
        found: list[str] = self._page.evaluate(_STICKS_OUT, LEAST_TARGET)
        found += self._page.evaluate(_FINDS, [ALL, colours])
        if colours:
            self._page.emulate_media(color_scheme="dark")
            found += self._page.evaluate(_FINDS, [COLOURS, True])
            self._page.emulate_media(color_scheme="light")
        return [f"{name} {one}" for one in found]
