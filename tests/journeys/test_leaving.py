"""Closing the page closes it in every tab, and nothing of it stays on the phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from plaudit.pages.passes import link_path
from tests.journeys.reader import NARROW
from tests.journeys.test_offline import HAS_WORKER, UNTIL_KEPT
from tests.journeys.waiting import goes_offline
from tests.riverside import Riverside

CLOSED = "Your points are shown only to you"
NAMES_KEPT = """async () => [
    ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...await caches.keys()
].filter((one) => !one.startsWith("shell-"))"""
"""What is kept, but for the frame, which is nobody's."""
COMES_BACK = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
"""As when "back" shows a page that the browser put aside whole."""


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A browser with several tabs."""
    visit = browser.new_context(viewport=NARROW, locale="en")
    yield visit
    visit.close()


def with_tabs(phone: BrowserContext, town: str, member: int) -> tuple[Page, list[Page], str]:
    """Let a member take a voucher and open it, the code, the data, and what was kept.

    Gives the tab with the points, the other ones, and the voucher's code.
    """
    first = phone.new_page()
    first.goto(town + link_path(member))
    first.wait_for_function(HAS_WORKER)
    voucher = phone.new_page()
    voucher.goto(f"{town}/member/rewards/coffee-and-cake")
    voucher.locator("button.main").click()
    code = voucher.locator(".code").inner_text()
    voucher.evaluate(UNTIL_KEPT, code)
    others = [voucher]
    for path in ("link/", "data/"):
        others.append(phone.new_page())
        others[-1].goto(f"{town}/member/{path}")
    others.append(phone.new_page())
    goes_offline(phone)
    others[-1].goto(f"{town}/member/vouchers/")
    expect(others[-1].locator(".code")).to_have_text(code)
    phone.set_offline(offline=False)
    return first, others, code


@pytest.mark.parametrize("is_of_staff", [False, True])
def test_closing_the_page_closes_it_in_every_tab_and_nothing_stays(
    phone: BrowserContext, someone: int, town: str, *, is_of_staff: bool
) -> None:
    if is_of_staff:  # where no header lets the browser forget
        phone.add_cookies([{"name": "of_staff", "value": "yes", "url": town}])
    first, others, code = with_tabs(phone, town, someone)

    first.locator("form.out button").click()

    for tab in (first, *others):
        expect(tab.get_by_role("heading", name=CLOSED)).to_be_visible()
        assert code not in tab.content()
        assert tab.evaluate(NAMES_KEPT) == []


def test_erasing_and_another_members_pass_close_every_tab(
    phone: BrowserContext, crowd: Riverside, someone: int, town: str
) -> None:
    other = next(one for one in crowd.members if one != someone)
    first, others, code = with_tabs(phone, town, someone)

    first.goto(town + link_path(other))
    for tab in others:
        expect(tab.get_by_role("heading", name="You can spend 0 points")).to_be_visible()
        assert code not in tab.content()

    first.goto(f"{town}/member/data/")
    first.get_by_label("Yes, erase everything about me.").check()
    first.get_by_role("button", name="Erase").click()
    expect(first.get_by_role("heading", name="Everything about you is erased")).to_be_visible()
    for tab in others:
        expect(tab.get_by_role("heading", name=CLOSED)).to_be_visible()
    assert first.evaluate(NAMES_KEPT) == []


def test_a_page_that_comes_back_from_aside_leaves_where_its_pass_is_over(
    phone: BrowserContext, someone: int, town: str
) -> None:
    page = phone.new_page()
    page.goto(town + link_path(someone))
    page.goto(f"{town}/member/data/")
    page.evaluate(COMES_BACK)
    expect(page.get_by_role("heading", name="My data")).to_be_visible()

    page.evaluate("localStorage.clear()")
    phone.clear_cookies()
    page.evaluate(COMES_BACK)
    expect(page.get_by_role("heading", name=CLOSED)).to_be_visible()
