"""A member's way through the own pages in a real browser, on a phone that runs no script."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from plaudit.pages.passes import link_path
from tests.journeys.presses import Presses
from tests.journeys.reader import NARROW
from tests.journeys.test_member_page import report
from tests.riverside import Riverside

CODE = re.compile(r"^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$")


def stands_still_and_stops_a_kind(page: Page, crowd: Riverside, town: str) -> None:
    """Press what restricts and what withdraws one activity, each once, and what undoes it."""
    still, moving, stopping, again = (Presses(page) for _ in range(4))
    still.button("Let it stand still")
    expect(page.get_by_role("button", name="Let it move again")).to_be_visible()
    assert report(crowd, town, [1]) == ["refused"]
    Presses(page).link("Points")
    expect(page.get_by_role("link", name="Show my code")).to_have_count(0)
    Presses(page).link("My data")
    moving.button("Let it move again")
    expect(page.get_by_role("button", name="Let it stand still")).to_be_visible()

    kind = page.get_by_role("listitem").filter(has_text="Reusable cups returned")
    stopping.press(kind.get_by_role("button", name="Stop"))
    expect(kind.get_by_text("is not recorded")).to_be_visible()
    assert report(crowd, town, [1]) == ["refused"]
    again.press(kind.get_by_role("button", name="Record again"))
    expect(kind.get_by_text("is not recorded")).to_have_count(0)
    assert {one.count for one in (still, moving, stopping, again)} == {1}


def test_a_reward_is_taken_and_given_back_and_each_right_is_used_without_a_script(
    browser: Browser, crowd: Riverside, someone: int, town: str
) -> None:
    visit = browser.new_context(viewport=NARROW, java_script_enabled=False, locale="en")
    page = visit.new_page()
    page.goto(town + link_path(someone))

    Presses(page).link("Rewards")
    Presses(page).link("Coffee and cake")
    Presses(page).button("Take it")
    expect(page.get_by_role("img", name="QR code for the till")).to_be_visible()
    expect(page.locator(".code")).to_have_text(CODE)
    Presses(page).button("Give it back")
    expect(page.get_by_text("Given back on")).to_be_visible()

    Presses(page).link("Points")
    page.locator("summary").first.click()
    asking = Presses(page)
    asking.button("This is wrong")
    expect(page.get_by_text("at the latest.")).to_be_visible()

    Presses(page).link("My data")
    stands_still_and_stops_a_kind(page, crowd, town)
    leaving, coming_back, erasing = (Presses(page) for _ in range(3))
    page.goto(town)  # as who is signed in does from the start page on
    leaving.link("My data")
    leaving.button("Leave")
    expect(page.get_by_text("You left the programme on")).to_be_visible()
    coming_back.button("Take part again")
    expect(page.get_by_text("You left the programme on")).to_have_count(0)
    with page.expect_download() as loaded:
        Presses(page).link("Download as JSON")
    assert loaded.value.suggested_filename == "plaudit.json"
    erasing.tick("Yes, erase everything about me.")
    erasing.button("Erase")
    expect(page.get_by_role("heading", name="Everything about you is erased")).to_be_visible()

    assert (asking.count, leaving.count, coming_back.count, erasing.count) == (1, 2, 1, 2)
    left = crowd.connection.execute("SELECT count(*) FROM member WHERE member_id = %s", (someone,))
    assert left.fetchone() == (0,)
    visit.close()
