"""Waiting for what a page has to wait for itself: to `wait_for_function` a promise is a yes."""

from __future__ import annotations

from playwright.sync_api import Page

_UNTIL = """async () => {
    const isSo = %s;
    for (let tries = 0; tries < 500; tries++) {
        if (await isSo()) return;
        await new Promise((again) => setTimeout(again, 20));
    }
    throw new Error(`Not so: ${isSo}`);
}"""


def wait_until(page: Page, is_so: str) -> None:
    """Wait until a function of the page's, which may give a promise, says yes; ten seconds."""
    page.evaluate(_UNTIL % is_so)


def wait_until_kept(page: Page, path: str) -> None:
    """Wait until the browser has kept what is at an address."""
    wait_until(page, f"() => caches.match('{path}')")
