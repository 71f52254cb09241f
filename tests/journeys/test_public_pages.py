"""What anybody may read, in a real browser: without JavaScript, on any width, printed, audited."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import product

import pytest
from playwright.sync_api import Browser, Page, expect

from plaudit.actions.close_books import close_books
from plaudit.core.staff import Role
from plaudit.pages.staff.cookie import COOKIE, PATH
from plaudit.store.staff import Workplace
from tests.journeys.reader import NARROW, Reader
from tests.journeys.test_barriers import COUNTED
from tests.riverside import Riverside, instant
from tests.staff import hire, shift_of

WIDER = (768, 1280)
CLOSED_UP_TO = instant("2026-05-05T12:00:00+07:00")
"""Long before what other journeys do in this city: its first months have a closing."""


@pytest.fixture
def closed(crowd: Riverside) -> Riverside:
    """A city whose first months are closed: 120 members joined in March."""
    close_books(crowd.connection, now=CLOSED_UP_TO)
    return crowd


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone that runs no script."""
    visit = browser.new_context(viewport=NARROW, java_script_enabled=False, locale="en")
    yield visit.new_page()
    visit.close()


def test_a_newcomer_reads_counts_a_deed_and_sends_the_link_on(
    page: Page, browser: Browser, town: str
) -> None:
    page.goto(f"{town}/")
    page.get_by_role("link", name="This programme in plain words").click()
    expect(page.get_by_role("heading", name="How it works")).to_be_visible()
    page.get_by_role("link", name="Count points").first.click()

    page.get_by_label("Kind of deed").select_option("cup_return")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("textbox", name="Cups").fill("99")
    page.get_by_label("Day", exact=True).fill("2026-11-20")
    page.get_by_role("button", name="Count it").click()
    expect(page.get_by_role("alert")).to_have_text("Cups: write a number from 1 to 50.")
    page.get_by_role("textbox", name="Cups").fill("9")
    page.get_by_label("How often on that day").fill("2")
    page.get_by_role("button", name="Count it").click()

    expect(page.get_by_role("heading", name="Together: 15 points")).to_be_visible()
    page.locator("summary").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Of 9 points, 6 still fit.")).to_be_visible()
    friend = browser.new_context(viewport=NARROW, locale="th-TH").new_page()
    friend.goto(page.url)
    expect(friend.get_by_role("heading", name="15 คะแนน")).to_be_visible()
    says_where_to_ask_if_passkeys_fail(friend, town.replace("127.0.0.1", "localhost"))
    friend.context.close()
    page.get_by_role("link", name="Leave this out").click()
    expect(page.locator(".entry")).to_have_count(0)


def says_where_to_ask_if_passkeys_fail(page: Page, home: str) -> None:
    """Where passkeys are the only way to join, a phone that has none leads to the desk."""
    button, desk = page.locator("[data-passkey]"), page.get_by_text("หากต้องการเข้าร่วม โปรดติดต่อ")
    page.goto(f"{home}/join/riverside")
    expect(button).to_be_visible()
    expect(desk).to_be_hidden()
    page.evaluate("() => { navigator.credentials.create = () => Promise.reject(Error()); }")
    page.locator("input[name=agreed]").check()
    button.click()
    expect(desk).to_be_visible()
    page.add_init_script("delete window.PublicKeyCredential")
    page.reload()
    expect(desk).to_be_visible()
    expect(button).to_be_hidden()


def test_no_page_is_wider_than_its_screen_and_all_of_it_can_be_printed(
    page: Page, closed: Riverside, town: str, reader: Reader
) -> None:
    assert closed.members
    assert reader.read(page.context, f"{town}/statistics/riverside") == []
    for width, path in product(WIDER, (COUNTED, "/statistics/riverside")):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{town}{path}")
        wide = page.locator("html").evaluate("one => one.scrollWidth")
        assert wide <= width, (width, path)
    for path in ("/statistics/riverside", "/charter/"):
        page.goto(f"{town}{path}")
        page.emulate_media(media="print")
        expect(page.locator("details > *:not(summary)").first).to_be_visible()
        expect(page.locator(".foot .links")).to_be_hidden()
        page.emulate_media(media="screen")


def test_an_auditor_reads_the_book_in_each_language_without_a_barrier(
    browser: Browser, closed: Riverside, town: str, reader: Reader
) -> None:
    person = hire(closed.connection, Workplace(closed.programme_id), "Ms Auditor", {Role.AUDITOR})
    token = shift_of(closed.connection, person, now=time.time_ns() // 1_000)
    visit = browser.new_context(viewport=NARROW, locale="en")
    visit.add_cookies([{"name": COOKIE, "value": token, "url": f"{town}{PATH}"}])
    page = visit.new_page()
    page.goto(f"{town}/staff/auditor/")
    expect(page.get_by_text("Each closing is signed, and goes on where")).to_be_visible()
    assert reader.read(visit, page.url, f"{town}/staff/log/", f"{town}/staff/people/") == []
    visit.close()
