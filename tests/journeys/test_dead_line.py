"""A line that is there and never answers: as good as none, at the till and at a place."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from plaudit.actions.give_handle import give_handle
from plaudit.pages.passes import link_path
from tests.journeys.line import line_to
from tests.journeys.reader import NARROW
from tests.journeys.test_check_in import begins_a_shift, now_instant
from tests.journeys.test_partner import begins
from tests.journeys.tills import HAS_LIST, QUEUED, at_the_till
from tests.journeys.waiting import wait_until_kept
from tests.place import place_of_its_own
from tests.riverside import Riverside


def test_a_till_takes_a_voucher_on_a_line_that_never_answers_and_tells_it_once_it_does(
    browser: Browser, crowd: Riverside, someone: int, town: str
) -> None:
    till = at_the_till(crowd, someone, "Dao Rungrot")
    visit = browser.new_context(viewport=NARROW, locale="en")
    page = visit.new_page()
    with line_to(town) as line:
        begins(page, crowd, till.person, line.address)
        page.goto(f"{line.address}/staff/till/")
        page.wait_for_function(HAS_LIST)
        wait_until_kept(page, "/staff/till/kept")

        line.goes_dead()
        page.goto(f"{line.address}/staff/till/")  # after a few seconds, as the device kept it
        page.fill("#code", till.text)
        page.click("#look button[type=submit]")
        expect(page.locator(".told.good")).to_contain_text(
            "checked without a connection", timeout=20_000
        )
        page.click("#answer button")
        assert page.evaluate(QUEUED) == 1
        line.comes_back()
        expect(page.locator("#taken")).to_contain_text("paid", timeout=30_000)
    assert page.evaluate(QUEUED) == 0
    paid = "SELECT count(*) FROM honour WHERE how = 'offline' AND voucher_id = %s"
    assert crowd.connection.execute(paid, (till.voucher_id,)).fetchone() == (1,)
    visit.close()


def test_a_place_shows_its_code_on_a_line_that_never_answers_and_sends_once_it_does(
    browser: Browser, crowd: Riverside, town: str
) -> None:
    place, member = place_of_its_own(crowd, now=now_instant()), crowd.members[0]
    visit = browser.new_context(viewport=NARROW, locale="en")
    begins_a_shift(visit, crowd, "Ploy Sukhum")
    page = visit.new_page()
    with line_to(town) as line:
        shown = f"{line.address}/staff/steward/{place.number}/"
        give_handle(crowd.connection, member, crowd.depot, handles=crowd.house.handles)
        page.goto(shown)
        wait_until_kept(page, f"/staff/steward/{place.number}/")

        line.goes_dead()
        page.goto(shown)
        expect(page.locator("#shown svg")).to_be_visible()
        page.locator("#typing input").fill(crowd.handle(0, crowd.depot))
        page.locator("#typing button").click()
        expect(page.locator("#many")).to_have_text("1")
        line.comes_back()
        expect(page.locator("#waiting")).to_be_hidden(timeout=30_000)
    assert place.count == 1
    visit.close()


KEEPS_WHILE_IT_IS_LEFT = """async () => {
    const { mark } = document.querySelector("script[data-mark]").dataset;
    const { active } = await navigator.serviceWorker.ready;
    const worker = navigator.serviceWorker;
    window.answered = new Promise((go) => { worker.addEventListener("message", go); });
    active.postMessage({ language: "en", mark });
    await new Promise((go) => setTimeout(go, 500));
    for (const name of await caches.keys()) if (name.startsWith("kept-")) await caches.delete(name);
}"""
"""Something is still to come when all that was kept is deleted, as closing the page does."""


def test_what_comes_late_is_not_kept_for_who_has_left(
    browser: Browser, someone: int, town: str
) -> None:
    visit = browser.new_context(viewport=NARROW, locale="en")
    page = visit.new_page()
    with line_to(town) as line:
        page.goto(line.address + link_path(someone))
        for path in ("/member/vouchers/kept", "/member/link/kept", "/member/check-in/kept"):
            wait_until_kept(page, path)  # all that this page asked for by itself
        line.goes_dead()
        page.evaluate(KEEPS_WHILE_IT_IS_LEFT)
        line.comes_back()
        page.evaluate("() => window.answered.then(() => null)")
        assert [name for name in page.evaluate("caches.keys()") if name.startswith("kept-")] == []
    visit.close()


def test_while_the_service_is_away_behind_its_proxy_what_is_kept_is_shown(
    browser: Browser, crowd: Riverside, someone: int, town: str
) -> None:
    visit = browser.new_context(viewport=NARROW, locale="en")
    page = visit.new_page()
    begins_a_shift(visit, crowd, "Praew Sukhum")
    place = place_of_its_own(crowd, now=now_instant())
    with line_to(town) as line:
        page.goto(line.address + link_path(someone))
        for path in ("/member/vouchers/kept", "/member/link/kept", "/member/check-in/kept"):
            wait_until_kept(page, path)
        shown = f"{line.address}/staff/steward/{place.number}/"
        page.goto(shown)
        wait_until_kept(page, f"/staff/steward/{place.number}/")

        line.loses_the_service()

        page.goto(shown)
        expect(page.locator("#shown svg")).to_be_visible()
        for path, kept in (
            ("vouchers/", "You have no voucher that can be used."),
            ("link/", "My code"),
        ):
            page.goto(f"{line.address}/member/{path}")
            expect(page.locator("#main")).to_contain_text(kept)
        page.goto(f"{line.address}/member/rewards/")  # of what isn't kept the answer is shown
        expect(page.locator("body")).to_have_text("Bad gateway")
    visit.close()
