"""What was mistyped at a till stays in the field, and a hand scanner's next code replaces it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.reader import NARROW
from tests.journeys.test_partner import begins, looks_at
from tests.journeys.tills import HAS_LIST, at_the_till
from tests.riverside import Riverside

WRONG = "2DHR-B4JR-8BNX"


@pytest.mark.parametrize("has_script", [True, False])
def test_a_mistyped_code_is_compared_and_the_next_scan_takes_its_place(
    browser: Browser, crowd: Riverside, someone: int, town: str, *, has_script: bool
) -> None:
    till = at_the_till(crowd, someone, "Pim Scripted" if has_script else "Pim Plain")
    visit = browser.new_context(viewport=NARROW, locale="en", java_script_enabled=has_script)
    page = visit.new_page()
    begins(page, crowd, till.person, town)
    page.goto(f"{town}/staff/till/")
    looks_at(page, WRONG)
    expect(page.locator(".told.bad")).to_contain_text("Compare each character")
    field = page.locator("#code")
    expect(field).to_have_value(WRONG)
    expect(field).to_be_focused()
    if has_script:
        page.wait_for_function(HAS_LIST)
        visit.set_offline(offline=True)  # here too what was typed stays, selected
        page.keyboard.type(WRONG)
        page.keyboard.press("Enter")
        expect(page.locator(".told.bad")).to_contain_text("No connection")
        expect(field).to_have_value(WRONG)
        visit.set_offline(offline=False)

    page.keyboard.type(till.code)  # as a hand scanner does
    page.keyboard.press("Enter")
    expect(page.locator(".told.good")).to_contain_text("Valid: Coffee and cake")
    expect(field).to_have_value("")
    visit.close()
