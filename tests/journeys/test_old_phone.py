"""An old phone: Safari before 15.4 has no BroadcastChannel; it had service workers since 11.1."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from plaudit.pages.passes import link_path
from tests.journeys.reader import NARROW
from tests.journeys.waiting import wait_until_kept

OLD = "delete window.BroadcastChannel;"
FULL = """Storage.prototype.setItem = function () {
    throw new DOMException('full', 'QuotaExceededError'); };"""


@pytest.mark.parametrize("before", ["", OLD, FULL], ids=["new", "old", "full"])
def test_vouchers_are_kept_and_news_heard(
    browser: Browser, someone: int, town: str, before: str
) -> None:
    visit = browser.new_context(viewport=NARROW, locale="en")
    try:
        page = visit.new_page()
        if before:
            page.add_init_script(before)
        faults: list[str] = []
        asked: list[str] = []
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(town + link_path(someone))
        wait_until_kept(page, "/member/vouchers/kept")
        registered = page.evaluate(
            "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
        )
        news = [one for one in asked if "/member/news" in one]
        assert (registered, bool(news), faults) == (1, True, [])
    finally:
        visit.close()
