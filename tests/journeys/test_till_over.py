"""The till's page stands open, and its shift ended by itself, or the line broke for a moment."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from plaudit.store.ways_in import as_doorkeeper
from tests.journeys.reader import NARROW
from tests.journeys.test_partner import begins, looks_at
from tests.journeys.tills import HAS_LIST, at_the_till
from tests.riverside import Riverside

OVER = "Your shift is over, or this page is older than it"


def test_it_says_so_and_takes_nothing_as_without_a_connection(
    browser: Browser, crowd: Riverside, someone: int, town: str
) -> None:
    connection, till = crowd.connection, at_the_till(crowd, someone, "Kwan Meesuk")
    visit = browser.new_context(viewport=NARROW, locale="en")
    page = visit.new_page()
    begins(page, crowd, till.person, town)
    page.goto(f"{town}/staff/till/")
    page.wait_for_function(HAS_LIST)
    with connection.transaction(), as_doorkeeper(connection):
        connection.execute("DELETE FROM staff_session WHERE staff_id = %s", (till.person.staff_id,))

    for code in ("ABCD-EFGH-JKLM", till.text):  # typed, and scanned with a list of today
        looks_at(page, code)
        expect(page.locator("#answer .told.bad")).to_contain_text(OVER)
        expect(page.locator("#answer button")).to_have_count(0)
        page.evaluate("() => document.getElementById('answer').replaceChildren()")
    page.evaluate("() => refresh()")  # as it does by itself, every ten minutes
    expect(page.locator("#line")).to_contain_text(OVER)
    page.locator("#line a").click()
    expect(page.locator("h1")).to_have_text("Begin a shift")
    visit.close()


def test_while_the_server_is_away_a_voucher_is_taken_as_without_a_connection(
    browser: Browser, crowd: Riverside, someone: int, town: str
) -> None:
    till = at_the_till(crowd, someone, "Jai Meesuk")
    visit = browser.new_context(viewport=NARROW, locale="en", service_workers="block")
    page = visit.new_page()
    begins(page, crowd, till.person, town)
    page.goto(f"{town}/staff/till/kept")  # as the device shows it on a line that is gone
    page.wait_for_function(HAS_LIST)
    page.route("**/staff/till/*", lambda route: route.fulfill(status=502, body="<p>Bad gateway"))

    page.evaluate("() => refresh()")
    looks_at(page, till.text)

    expect(page.locator(".told.good")).to_contain_text("checked without a connection")
    expect(page.locator("#line")).to_be_hidden()
    visit.close()


def test_what_was_pressed_on_a_broken_line_can_be_pressed_again(
    browser: Browser, crowd: Riverside, someone: int, town: str
) -> None:
    till = at_the_till(crowd, someone, "Nut Meesuk")
    visit = browser.new_context(viewport=NARROW, locale="en", service_workers="block")
    page = visit.new_page()
    begins(page, crowd, till.person, town)
    page.goto(f"{town}/staff/till/")
    looks_at(page, till.code)
    for press, done in (("honour", "Honoured: Coffee and cake"), ("undo", "Taken back.")):
        page.route(f"**/{press}", lambda route: route.abort())
        page.locator("#answer button").click()
        expect(page.locator("#line")).to_contain_text("Press it again, or look the voucher up")
        page.unroute(f"**/{press}")
        page.locator("#answer button").click()
        expect(page.locator(".told.good")).to_contain_text(done)
        expect(page.locator("#line")).to_be_hidden()
    visit.close()
