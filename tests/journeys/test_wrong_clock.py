"""A device with a wrong clock shows what it keeps until the hour that was said, not longer."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from plaudit.core.linking import step_of
from plaudit.core.staff import Role
from plaudit.pages.passes import PASS_SECONDS, link_path
from plaudit.store.live_codes import live_codes
from plaudit.store.offline import set_offline_limit
from plaudit.store.partners import partner_number
from plaudit.store.staff import Workplace
from tests.journeys.reader import NARROW
from tests.journeys.test_check_in import begins_a_shift, now_instant
from tests.journeys.test_offline import HAS_WORKER, UNTIL_KEPT
from tests.journeys.test_partner import begins, looks_at
from tests.journeys.tills import HAS_LIST
from tests.journeys.waiting import goes_offline, wait_until_kept
from tests.place import place_of_its_own
from tests.riverside import Riverside
from tests.staff import hire

HOUR_SECONDS = 3_600
DAY_SECONDS = 24 * HOUR_SECONDS
SET = """(seconds) => {
    globalThis.rightNow ??= Date.now;
    Date.now = () => rightNow.call(Date) + seconds * 1000;
}"""
"""Set the clock of a page or worker so far ahead of the right one."""
VOUCHERS, CODES, CHECK_IN = (f"/member/{one}/kept" for one in ("vouchers", "link", "check-in"))
NOTHING_KEPT = """async () => {
    for (const name of (await caches.keys()).filter((one) => !one.includes("shell"))) {
        const place = await caches.open(name);
        for (const one of await place.keys()) {
            if (/kept$|steward/.test(one.url)) await place.delete(one);
        }
    }
}"""
AS_OF_AN_OLDER_WORKER = """async (path) => {
    const [name] = (await caches.keys()).filter((one) => one.startsWith("kept-"));
    const place = await caches.open(name), kept = await place.match(path);
    const headers = { "Content-Type": "text/html", "Expires": kept.headers.get("Expires") };
    await place.put(path, new Response(await kept.text(), { headers }));
}"""
off = pytest.mark.parametrize("off_seconds", [3 * HOUR_SECONDS, -3 * HOUR_SECONDS])


def sets_the_clock(visit: BrowserContext, seconds: int) -> None:
    """Set a device's clock so far ahead of the right one: for its pages to come and its worker."""
    visit.add_init_script(f"({SET})({seconds})")
    (worker,) = visit.service_workers
    worker.evaluate(SET, seconds)


def with_a_voucher(
    visit: BrowserContext, town: str, member: int, off_seconds: int
) -> tuple[Page, str]:
    """Take a voucher on a phone whose clock is off, and go where there is no connection."""
    page = visit.new_page()
    page.goto(town + link_path(member))
    page.wait_for_function(HAS_WORKER)
    wait_until_kept(page, CHECK_IN)
    sets_the_clock(visit, off_seconds)
    page.evaluate(NOTHING_KEPT)
    page.goto(f"{town}/member/rewards/coffee-and-cake")
    page.locator("button.main").click()
    code = page.locator(".code").inner_text()
    page.evaluate(UNTIL_KEPT, code)
    for path in (CODES, CHECK_IN):
        wait_until_kept(page, path)
    goes_offline(visit)
    return page, code


@off
def test_a_members_phone_shows_what_it_keeps_as_long_as_it_says(
    browser: Browser, someone: int, town: str, off_seconds: int
) -> None:
    visit = browser.new_context(viewport=NARROW, locale="en")
    page, code = with_a_voucher(visit, town, someone, off_seconds)

    page.goto(f"{town}/member/")
    expect(page.locator(".code")).to_have_text(code)
    page.goto(f"{town}/member/check-in/")
    expect(page.locator("#check-in form")).to_be_visible()
    page.goto(f"{town}/member/link/")  # never opened before: the page itself knows the clock
    drawn = page.locator("#code path")
    expect(page.locator("#code progress")).to_be_visible()
    steps = [step_of(time.time_ns() // 1_000) + later for later in (-1, 0, 1)]
    codes = [page.evaluate("code => qrPath(code, 4)", one) for one in live_codes(someone, steps)]
    assert drawn.get_attribute("d") in codes

    (worker,) = visit.service_workers
    worker.evaluate(SET, off_seconds + PASS_SECONDS - 60)
    page.goto(f"{town}/member/")
    expect(page.locator(".code")).to_have_text(code)
    worker.evaluate(SET, off_seconds + PASS_SECONDS + 1)
    for path in ("", "link/", "check-in/"):
        page.goto(f"{town}/member/{path}")
        expect(page.get_by_text("Your points are safe")).to_be_visible()
        expect(page.locator(".code, #code, #check-in")).to_have_count(0)
    visit.close()


def test_a_clock_that_was_set_back_since_ends_what_is_kept(
    browser: Browser, someone: int, town: str
) -> None:
    visit = browser.new_context(viewport=NARROW, locale="en")
    page, _ = with_a_voucher(visit, town, someone, 0)
    (worker,) = visit.service_workers
    worker.evaluate(SET, -HOUR_SECONDS)
    page.goto(f"{town}/member/")
    expect(page.get_by_text("Your points are safe")).to_be_visible()
    expect(page.locator(".code")).to_have_count(0)
    visit.close()


def test_what_an_older_worker_kept_ends_by_the_phones_own_clock(
    browser: Browser, someone: int, town: str
) -> None:
    visit = browser.new_context(viewport=NARROW, locale="en")
    page, code = with_a_voucher(visit, town, someone, 0)
    page.evaluate(AS_OF_AN_OLDER_WORKER, VOUCHERS)
    page.goto(f"{town}/member/")
    expect(page.locator(".code")).to_have_text(code)
    (worker,) = visit.service_workers
    worker.evaluate(SET, PASS_SECONDS + 1)
    page.goto(f"{town}/member/")
    expect(page.locator(".code")).to_have_count(0)
    visit.close()


@off
def test_a_steward_shows_a_places_code_until_it_is_over(
    browser: Browser, crowd: Riverside, town: str, off_seconds: int
) -> None:
    place = place_of_its_own(crowd, now=now_instant(), hours=1)
    visit = browser.new_context(viewport=NARROW, locale="en")
    name = "Somsri Ahead" if off_seconds > 0 else "Somsri Behind"
    begins_a_shift(visit, crowd, name)
    page, shown = visit.new_page(), f"/staff/steward/{place.number}/"
    page.goto(town + shown)
    wait_until_kept(page, shown)
    sets_the_clock(visit, off_seconds)
    page.evaluate(NOTHING_KEPT)
    page.goto(town + shown)
    wait_until_kept(page, shown)
    page.evaluate("localStorage.clear()")  # what other pages knew
    goes_offline(visit)

    page.goto(town + shown)
    expect(page.locator("#shown svg")).to_be_visible()
    expect(page.locator("#state")).to_have_text("Open now")
    (worker,) = visit.service_workers
    worker.evaluate(SET, off_seconds + DAY_SECONDS)
    with pytest.raises(Exception, match="ERR_"):
        page.goto(town + shown)
    visit.close()


@pytest.mark.parametrize("off_seconds", [2 * DAY_SECONDS, -2 * DAY_SECONDS])
def test_a_till_goes_on_until_the_day_ends(
    browser: Browser, crowd: Riverside, town: str, off_seconds: int
) -> None:
    lotus = partner_number(crowd.connection, "cafe-lotus")
    assert lotus is not None
    at = Workplace(crowd.programme_id, lotus)
    name = "Kanya Ahead" if off_seconds > 0 else "Kanya Behind"
    person = hire(crowd.connection, at, name, {Role.TILL})
    set_offline_limit(crowd.connection, lotus, 3)
    visit = browser.new_context(viewport=NARROW, locale="en")
    page, shown = visit.new_page(), f"{town}/staff/till/"
    begins(page, crowd, person, town)
    page.goto(shown)
    wait_until_kept(page, "/staff/till/kept")
    sets_the_clock(visit, off_seconds)
    page.evaluate(NOTHING_KEPT)
    page.goto(shown)
    wait_until_kept(page, "/staff/till/kept")
    page.wait_for_function(HAS_LIST)
    goes_offline(visit)

    page.goto(shown)
    expect(page.locator("#look")).to_be_visible()
    for set_back, said in ((0, "isn't a voucher of ours"), (HOUR_SECONDS, "nothing for today")):
        page.evaluate(SET, off_seconds - set_back)
        looks_at(page, "PLAUDIT1:A")
        expect(page.locator(".told.bad")).to_contain_text(said)
    (worker,) = visit.service_workers
    worker.evaluate(SET, off_seconds + DAY_SECONDS)
    with pytest.raises(Exception, match="ERR_"):
        page.goto(shown)
    visit.close()


LINES = """([right]) => {
    const hour = 3600 * 1000, day = 24 * hour;
    const at = (before) => JSON.stringify([{ key: "a", at: right - before }]);
    localStorage.setItem("steward:1", at(30 * day));
    localStorage.setItem("steward:2", at(32 * day));
    localStorage.setItem("till-told", at(23 * hour));
}"""


@pytest.mark.parametrize("off_days", [40, -40])
def test_what_waits_on_a_staffs_device_goes_after_its_days_and_not_by_a_wrong_clock(
    browser: Browser, crowd: Riverside, town: str, off_days: int
) -> None:
    visit = browser.new_context(viewport=NARROW, locale="en")
    begins_a_shift(visit, crowd, "Wipa Ahead" if off_days > 0 else "Wipa Behind")
    visit.add_init_script(f"({SET})({off_days * DAY_SECONDS})")
    page = visit.new_page()
    page.goto(f"{town}/staff/")
    page.evaluate(LINES, [time.time_ns() // 1_000_000])
    page.goto(f"{town}/staff/")
    names = page.evaluate(
        "Object.keys(localStorage).filter((one) => /^(till|st)/.test(one)).sort()"
    )
    assert names == ["steward:1", "till-told"]
    visit.close()
