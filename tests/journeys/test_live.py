"""New points on an open page, without loading it again."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from plaudit.pages.passes import link_path
from tests.journeys.test_member_page import NARROW, report
from tests.riverside import Riverside

TWO_SECONDS = 2_000


def test_new_points_appear_within_two_seconds_and_what_is_open_stays_open(
    browser: Browser, riverside: Riverside, address: str
) -> None:
    visit = browser.new_context(viewport=NARROW, locale="en")
    page = visit.new_page()
    report(riverside, address, [4])
    with page.expect_response("**/member/news**"):
        page.goto(address + link_path(riverside.members[0]))
    page.locator("summary").click()
    page.locator("summary").focus()
    page.evaluate("window.isTheSame = true")

    assert report(riverside, address, [4, 5])[1] == "accepted"

    expect(page.locator("h1")).to_have_text("You can spend 9 points", timeout=TWO_SECONDS)
    expect(page.get_by_role("status")).to_have_text("You can spend 9 points")
    expect(page.get_by_text("Counted: 4 cups.")).to_be_visible()
    expect(page.get_by_text("Counted: 5 cups.")).to_be_hidden()
    expect(page.locator("details[open] > summary")).to_be_focused()
    assert page.evaluate("window.isTheSame")

    visit.clear_cookies(name="member")
    report(riverside, address, [4, 5, 1])
    expect(page.get_by_role("heading", name="Your points are shown only to you")).to_be_visible()
    visit.close()
