"""A partner at its pages in a real browser: a table reported, a till without a connection."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from plaudit.actions.show_code import show_code
from plaudit.actions.take import take
from plaudit.core.staff import Role, StaffPerson
from plaudit.core.voucher import grouped
from plaudit.pages.passes import link_path
from plaudit.pages.staff.cookie import PATH
from plaudit.store.offline import set_offline_limit, signed_voucher
from plaudit.store.partners import partner_number
from plaudit.store.staff import Workplace
from tests.journeys.camera import film, film_what_is_shown, with_camera
from tests.journeys.presses import Presses
from tests.journeys.reader import NARROW, Reader
from tests.journeys.test_check_in import now_instant
from tests.journeys.waiting import wait_until, wait_until_kept
from tests.riverside import Riverside
from tests.staff import cookie_of, hire

OFFICE = ("", "upload/", "names/", "statements/", "keys/", "webhook/", "people/")


IS_LISTED = """(text) => (JSON.parse(localStorage.getItem('till-list'))?.used_up ?? [])
    .includes(readVoucher(text).number)"""
HAS_KEPT = "(names) => names.some((one) => one.startsWith('kept-') && one.length > 5)"
WAITING = """() => {
    const young = { key: "a", at: Date.now() - 30 * 86400000 };
    const old = { at: young.at - 2 * 86400000 };
    localStorage.setItem("steward:1", JSON.stringify([old, young]));
    localStorage.setItem("steward:2", JSON.stringify([old]));
    localStorage.setItem("till-told", JSON.stringify([young]));
    localStorage.setItem("till-queue", JSON.stringify([young]));
}"""


@pytest.fixture
def seeing(browser: Browser, chromium: str, tmp_path: Path) -> Iterator[tuple[Browser, Path]]:
    """A browser with a camera, and the film that it sees."""
    seen = tmp_path / "seen.y4m"
    started = with_camera(browser, chromium, seen)
    yield started, seen
    started.close()


def begins(page: Page, riverside: Riverside, person: StaffPerson, address: str) -> None:
    """Let somebody begin a shift in a browser."""
    now = time.time_ns() // 1_000
    name, token = cookie_of(riverside.connection, person, now=now)
    host = address.split("/")[2].split(":", maxsplit=1)[0]
    page.context.add_cookies([{"name": name, "value": token, "domain": host, "path": PATH}])


def assert_what_waits_outlives_the_shift(page: Page, town: str, someone: int) -> None:
    """Neither its end nor a member on the same device deletes it; what is old goes."""
    names = "() => Object.keys(localStorage).filter((one) => /^(till|steward)/.test(one)).sort()"
    page.route("**/staff/till/*", lambda route: route.abort())  # nothing is told meanwhile
    page.evaluate(WAITING)
    page.goto(f"{town}/staff/")
    assert page.evaluate(names) == ["steward:1", "till-list", "till-queue"]
    assert page.evaluate("JSON.parse(localStorage.getItem('steward:1')).length") == 1
    page.get_by_role("button", name="End the shift").click()
    expect(page.get_by_role("button", name="End the shift")).to_have_count(0)
    assert page.evaluate(names) == ["steward:1", "till-queue"]
    assert not page.evaluate("async () => !!(await caches.match('/staff/till/kept'))")

    page.goto(town + link_path(someone))
    wait_until(page, f"async () => ({HAS_KEPT})(await caches.keys())")
    page.evaluate("localStorage.setItem('check-ins', '[{}]')")
    page.locator("form.out button").click()
    page.locator("#closing button").click()  # a check-in isn't sent: that is asked about first
    expect(page).to_have_url(f"{town}/member/")
    wait_until(page, f"async () => !({HAS_KEPT})(await caches.keys())")
    assert page.evaluate("localStorage.getItem('check-ins')") is None
    assert page.evaluate(names) == ["steward:1", "till-queue"]
    assert page.evaluate("async () => caches.has('till')"), "no member's worker deletes it"


def looks_at(page: Page, code: str) -> None:
    """Type a code and look what it is for."""
    page.fill("#code", code)
    page.click("#look button[type=submit]")


def test_a_till_scans_honours_takes_back_and_goes_on_without_a_connection(
    seeing: tuple[Browser, Path], crowd: Riverside, someone: int, town: str, reader: Reader
) -> None:
    connection = crowd.connection
    lotus = partner_number(connection, "cafe-lotus")
    assert lotus is not None
    set_offline_limit(connection, lotus, 3)
    person = hire(connection, Workplace(crowd.programme_id, lotus), "Nok Thongdee", {Role.TILL})
    voucher = take(connection, someone, "coffee-and-cake", key="k", now=time.time_ns() // 1_000)
    text = signed_voucher(connection, someone, voucher.voucher_id)
    assert text is not None
    browser, seen = seeing
    film(seen, text)
    visit = browser.new_context(viewport=NARROW, locale="en")
    page = visit.new_page()
    begins(page, crowd, person, town)
    page.goto(f"{town}/staff/till/")
    found = reader.read(visit, page.url)

    page.click("#scan")  # the camera sees the member's voucher
    expect(page.locator(".told.good")).to_contain_text("Valid: Coffee and cake")
    expect(page.locator("#camera")).to_be_hidden()
    found += reader.read_shown(page)
    page.click("#answer button")
    expect(page.locator(".told.good")).to_contain_text("Honoured: Coffee and cake")
    found += reader.read_shown(page)
    page.click("#answer button")
    expect(page.locator(".told.good")).to_contain_text("Taken back")

    page.wait_for_function("() => localStorage.getItem('till-list') !== null")
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    wait_until_kept(page, "/staff/till/kept")
    visit.set_offline(True)
    page.goto(f"{town}/staff/till/")  # from what the device kept
    for code, said in ((voucher.code or "", "Only a QR code"), (text[:-1] + "7", "Don't take it")):
        looks_at(page, code)
        expect(page.locator(".told.bad")).to_contain_text(said)
    looks_at(page, text)
    expect(page.locator(".told.good")).to_contain_text("checked without a connection")
    page.click("#answer button")
    expect(page.locator("#taken")).to_contain_text("waits")
    looks_at(page, text)
    expect(page.locator(".told.bad")).to_contain_text("was used")
    found += reader.read_shown(page)
    assert found == []

    visit.set_offline(False)
    expect(page.locator("#taken")).to_contain_text("paid", timeout=20_000)
    paid = "SELECT count(*) FROM honour WHERE how = 'offline' AND voucher_id = %s"
    assert connection.execute(paid, (voucher.voucher_id,)).fetchone() == (1,)
    assert page.evaluate("JSON.parse(localStorage.getItem('till-queue') ?? '[]').length") == 0
    page.goto(f"{town}/staff/till/")
    looks_at(page, text)
    expect(page.locator(".told.bad")).to_contain_text("Used already")
    page.wait_for_function(IS_LISTED, arg=text)
    assert_what_waits_outlives_the_shift(page, town, someone)
    visit.close()


def test_a_voucher_goes_from_the_members_page_to_the_till_and_is_used_on_both(
    seeing: tuple[Browser, Path], browser: Browser, crowd: Riverside, someone: int, town: str
) -> None:
    lotus = partner_number(crowd.connection, "cafe-lotus")
    assert lotus is not None
    at = Workplace(crowd.programme_id, lotus)
    person = hire(crowd.connection, at, "Lek Sukjai", {Role.TILL})
    phone = browser.new_context(viewport=NARROW, locale="en", device_scale_factor=2)
    shown = phone.new_page()
    shown.goto(town + link_path(someone))
    taking = Presses(shown)
    taking.link("Rewards")
    taking.link("Coffee and cake")
    taking.button("Take it")
    code = shown.get_by_role("img", name="QR code for the till")
    expect(code).to_be_visible()
    film_what_is_shown(seeing[1], code)
    letters = shown.locator(".code").inner_text()

    counter = seeing[0].new_context(viewport=NARROW, locale="en")
    page = counter.new_page()
    begins(page, crowd, person, town)
    page.goto(f"{town}/staff/till/")
    looks_at(page, letters)  # a till without a camera types what stands under the picture
    expect(page.locator(".told.good")).to_contain_text("Valid: Coffee and cake")
    page.reload()
    page.click("#scan")  # the camera sees the phone
    expect(page.locator(".told.good")).to_contain_text("Valid: Coffee and cake")
    page.click("#answer button")
    expect(page.locator(".told.good")).to_contain_text("Honoured: Coffee and cake")

    shown.reload()
    expect(shown.get_by_text("Used on")).to_be_visible()
    expect(code).to_have_count(0)
    looks_at(page, letters)
    expect(page.locator(".told.bad")).to_contain_text("Used already")
    used = "SELECT state, how FROM voucher LEFT JOIN honour USING (voucher_id) WHERE member_id = %s"
    assert crowd.connection.execute(used, (someone,)).fetchall() == [("honoured", "code")]
    for one in (phone, counter):
        one.close()


def test_the_office_reports_by_a_table_and_no_page_has_a_barrier_in_any_language(
    browser: Browser, crowd: Riverside, town: str, reader: Reader, tmp_path: Path
) -> None:
    connection, cafe = crowd.connection, crowd.cafe
    roles = {Role.PARTNER_ADMIN, Role.TILL}
    person = hire(connection, Workplace(crowd.programme_id, cafe), "Lawan Meesuk", roles)
    handle = crowd.handle(0, cafe)
    today = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 2 * 86_400))
    visit = browser.new_context(viewport=NARROW, locale="zh-CN")
    page = visit.new_page()
    begins(page, crowd, person, town)
    file = tmp_path / "week.csv"
    rows = f"office;{handle};{today};2\r\nx;{handle};{today};1,234\r\n"
    file.write_text("id;member;date;cups\r\n" + rows, "utf-16")
    page.goto(f"{town}/staff/partner/upload/")
    page.set_input_files("input[type=file]", file)
    page.click("form[action$=look] button")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.locator("tbody tr")).to_have_count(1)
    looked_at = page.url
    found = reader.read(visit, looked_at)
    page.click("#go-on button")
    expect(page.locator("progress")).to_have_attribute("value", "1")
    found += reader.read_shown(page)
    shown = show_code(connection, crowd.members[1], now=now_instant()).code
    page.goto(f"{town}/staff/partner/names/")
    page.fill("input[name=code]", grouped(shown))
    page.locator("form[action$=learn] button").dblclick()  # the first press uses the code up
    expect(page.locator(".secret code")).to_have_text(crowd.handle(1, cafe))
    found += reader.read_shown(page)
    offices = (f"{town}/staff/partner/{one}" for one in OFFICE)
    found += reader.read(visit, looked_at, *offices)
    assert found == []
    visit.close()
    deeds = connection.execute("SELECT count(*) FROM deed WHERE event_id = 'office'").fetchone()
    assert deeds == (1,)
