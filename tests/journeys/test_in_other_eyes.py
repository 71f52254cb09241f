"""Large letters, high contrast, a hand scanner, an old tablet, and nothing shown that is hidden."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, expect

from plaudit.actions.take import take
from plaudit.core.staff import Role
from plaudit.pages.passes import link_path
from plaudit.store.partners import partner_number
from plaudit.store.staff import Workplace
from tests.journeys.reader import NARROW
from tests.journeys.test_check_in import begins_a_shift, now_instant
from tests.journeys.test_partner import begins
from tests.place import place_of_its_own
from tests.riverside import Riverside
from tests.staff import hire

TOO_NARROW = """() => [...document.querySelectorAll("h1, h2, h3, .title, .meta, p, button, a")]
    .filter((one) => one.offsetWidth && !one.closest(".unseen") && one.innerText.trim().length > 8)
    .filter((one) => one.offsetWidth < 2 * parseFloat(getComputedStyle(one).fontSize))
    .map((one) => one.innerText)"""
"""What is less than two letters wide is read letter by letter."""
COLOURS = """(shown) => [getComputedStyle(shown.querySelector("svg path")).fill,
    getComputedStyle(shown).backgroundColor]"""
OLD = "delete String.prototype.at; delete Array.prototype.at; delete window.BroadcastChannel;"


@pytest.mark.parametrize("language", ["en", "th", "zh-Hans"])
def test_letters_twice_as_large_stand_in_words(
    browser: Browser, crowd: Riverside, someone: int, town: str, language: str
) -> None:
    take(crowd.connection, someone, "coffee-and-cake", key="k", now=time.time_ns() // 1_000)
    visit = browser.new_context(viewport={"width": 360, "height": 740}, locale=language)
    page, found = visit.new_page(), list[str]()
    page.goto(town + link_path(someone))
    for at in ("", "rewards/", "vouchers/", "data/", "data/ways/"):
        page.goto(f"{town}/member/{at}")
        page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
        found += page.evaluate(TOO_NARROW)
    visit.close()
    assert found == []


def test_codes_are_dark_on_light_in_high_contrast(
    browser: Browser, crowd: Riverside, someone: int, town: str
) -> None:
    now = time.time_ns() // 1_000
    voucher = take(crowd.connection, someone, "coffee-and-cake", key="k", now=now)
    visit = browser.new_context(viewport=NARROW, forced_colors="active", color_scheme="dark")
    page = visit.new_page()
    page.goto(town + link_path(someone))
    for at in ("link/", f"vouchers/{voucher.voucher_id}"):
        page.goto(f"{town}/member/{at}")
        drawn, paper = page.locator(".shown").first.evaluate(COLOURS)
        assert drawn != paper
    visit.close()


def test_a_hand_scanner_takes_nothing_back_and_a_second_press_does_nothing(
    browser: Browser, crowd: Riverside, someone: int, town: str
) -> None:
    lotus = partner_number(crowd.connection, "cafe-lotus")
    at = Workplace(crowd.programme_id, lotus)
    person = hire(crowd.connection, at, "Gaew Rungrot", {Role.TILL})
    now = time.time_ns() // 1_000
    voucher = take(crowd.connection, someone, "coffee-and-cake", key="k", now=now)
    visit = browser.new_context(viewport=NARROW, locale="en")
    page = visit.new_page()
    begins(page, crowd, person, town)
    page.goto(f"{town}/staff/till/")
    page.fill("#code", voucher.code or "")
    page.keyboard.press("Enter")
    page.locator("#answer button", has_text="Honour it").dblclick()
    expect(page.locator("#answer .told")).to_contain_text("Honoured")
    expect(page.locator("#code")).to_be_focused()
    page.keyboard.type("7K3M9QW20XTZ")  # the next one, as a scanner types it
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).not_to_contain_text("Honoured")
    used = "SELECT count(*) FROM honour WHERE voucher_id = %s"
    assert crowd.connection.execute(used, (voucher.voucher_id,)).fetchone() == (1,)
    visit.close()


def test_an_old_tablet_shows_a_places_code_and_hidden_forms_stay_hidden(
    browser: Browser, crowd: Riverside, town: str
) -> None:
    place = place_of_its_own(crowd, now=now_instant())
    visit = browser.new_context(viewport=NARROW, locale="en")
    visit.add_init_script(OLD)
    page, faults = visit.new_page(), list[str]()
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    begins_a_shift(visit, crowd, "Noi Sukhum")
    page.goto(f"{town}/staff/steward/{place.number}/")
    expect(page.locator("#typing")).to_be_visible()
    assert faults == []
    visit.close()

    plain = browser.new_context(viewport=NARROW, locale="en", java_script_enabled=False)
    begins_a_shift(plain, crowd, "Pui Sukhum")
    page = plain.new_page()
    page.goto(f"{town}/staff/steward/{place.number}/")
    expect(page.locator("#typing")).to_be_hidden()
    plain.close()
