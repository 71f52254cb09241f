"""A device without room: it says that something isn't kept, and what needs no keeping goes on."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Page, expect

from plaudit.pages.passes import link_path
from tests.journeys.reader import NARROW
from tests.journeys.test_check_in import PAGE, begins_a_shift, now_instant, types
from tests.journeys.test_partner import begins
from tests.journeys.tills import HAS_LIST, QUEUED, at_the_till
from tests.place import place_of_its_own
from tests.riverside import Riverside

FULL = """() => { Storage.prototype.setItem = function () {
    throw new DOMException('full', 'QuotaExceededError'); }; }"""
KEPT = "JSON.parse(localStorage.getItem('check-ins') ?? '[]').length"
MINUTE = 60_000_000


def on_a_full_device(browser: Browser) -> tuple[BrowserContext, Page, list[str]]:
    """Return a visit whose storage takes nothing from the first page on, and what broke in it."""
    visit = browser.new_context(viewport=NARROW, locale="en")
    visit.add_init_script(f"({FULL})()")
    page, faults = visit.new_page(), list[str]()
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    return visit, page, faults


def test_a_member_without_a_connection_reads_that_the_check_in_is_not_kept(
    browser: Browser, crowd: Riverside, town: str
) -> None:
    place = place_of_its_own(crowd, takes_kept=True, now=now_instant() - 15 * MINUTE)
    visit, page, faults = on_a_full_device(browser)
    page.goto(town + link_path(crowd.members[0]))
    page.goto(town + PAGE)
    visit.set_offline(offline=True)
    types(page, place, place.code(now_instant()))
    expect(page.locator("#told")).to_contain_text("no room left to keep the check-in")
    expect(page.locator("input[name=code]")).not_to_have_value("")
    assert page.evaluate(KEPT) == 0

    visit.set_offline(offline=False)
    types(page, place, place.code(now_instant()))
    expect(page.locator("input[name=code]")).to_have_value("")
    assert place.count == 1
    assert faults == []
    visit.close()


def test_the_live_code_goes_on(browser: Browser, someone: int, town: str) -> None:
    visit, page, faults = on_a_full_device(browser)
    page.clock.install()
    page.goto(town + link_path(someone))
    page.goto(f"{town}/member/link/")
    drawing = page.locator("#code svg path")
    first = drawing.get_attribute("d")
    page.clock.run_for(31_000)
    expect(drawing).not_to_have_attribute("d", first or "")
    assert faults == []
    visit.close()


def test_a_till_takes_no_voucher_that_it_cannot_keep(
    browser: Browser, crowd: Riverside, someone: int, town: str
) -> None:
    till = at_the_till(crowd, someone, "Fon Rungrot")
    visit = browser.new_context(viewport=NARROW, locale="en")
    page = visit.new_page()
    begins(page, crowd, till.person, town)
    page.goto(f"{town}/staff/till/")
    page.wait_for_function(HAS_LIST)
    visit.set_offline(offline=True)
    page.evaluate(FULL)
    page.fill("#code", till.text)
    page.click("#look button[type=submit]")
    expect(page.locator(".told.good")).to_contain_text("checked without a connection")
    page.click("#answer button")
    expect(page.locator(".told.bad")).to_contain_text("the voucher is not taken")
    assert page.evaluate(QUEUED) == 0
    visit.close()


def test_a_steward_reads_that_somebody_is_not_kept(
    browser: Browser, crowd: Riverside, town: str
) -> None:
    place = place_of_its_own(crowd, now=now_instant())
    visit, page, faults = on_a_full_device(browser)
    begins_a_shift(visit, crowd, "Mali Sukhum")
    page.goto(f"{town}/staff/steward/{place.number}/")
    expect(page.locator("#shown svg")).to_be_visible()
    page.locator("#typing input").fill(crowd.handle(0, crowd.depot))
    page.locator("#typing button").click()
    expect(page.locator("#told li").first).to_contain_text("Write the person on the paper list.")
    expect(page.locator("#waiting")).to_be_hidden()
    assert faults == []
    visit.close()
