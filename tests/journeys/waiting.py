"""Waiting for what a page has to wait for itself: to `wait_for_function` a promise is a yes."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, Worker

PATIENCE_MS = 20_000
"""For how long something is looked for: other tests run beside it, on few cores."""
_UNTIL = """async () => {
    const isSo = %s;
    for (let tries = 0; tries < 500; tries++) {
        if (await isSo()) return;
        await new Promise((again) => setTimeout(again, 20));
    }
    throw new Error(`Not so: ${isSo}`);
}"""


_HAS_NO_LINE = "() => fetch('/v1/health').then(() => false, () => true)"


def wait_until(at: Page | Worker, is_so: str) -> None:
    """Wait until a function there, which may give a promise, says yes; ten seconds."""
    at.evaluate(_UNTIL % is_so)


def goes_offline(visit: BrowserContext) -> None:
    """Take the connection away; a worker that wakes up just then still has it for a moment."""
    visit.set_offline(offline=True)
    for worker in visit.service_workers:
        wait_until(worker, _HAS_NO_LINE)


def wait_until_kept(page: Page, path: str) -> None:
    """Wait until the browser has kept what is at an address."""
    wait_until(page, f"() => caches.match('{path}')")
