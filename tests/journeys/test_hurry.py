"""Members in a hurry: a slow network, large letters, and nothing but a keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, ViewportSize, expect

from plaudit.pages.passes import link_path
from plaudit.pages.voices import LANGUAGES
from tests.journeys.test_member_page import report
from tests.riverside import Riverside

PHONE = ViewportSize(width=360, height=800)
SLOW_4G = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}
"""As Chromium's own "slow 4G": bytes a second, and milliseconds for a way there and back."""
TWICE = "document.documentElement.style.fontSize = '200%'"
RUNS = """(direction) => {
    document.documentElement.dir = direction;
    return [document.documentElement.scrollWidth, document.documentElement.clientWidth];
}"""
MIRRORED = """() => {
    const of = (one, part) => getComputedStyle(document.querySelector(one), part);
    const chevron = of(".earned", "::after");
    const isLeft = parseFloat(chevron.left) < parseFloat(chevron.right);
    return [of(".step", "::before").right, isLeft, of(".bar").scale];
}"""
"""Where a step's number, an award's chevron and a bar stand when lines run from right to left."""
OWN = ("", "rewards/", "rewards/coffee-and-cake", "link/", "vouchers/", "questions/", "data/")


def test_on_a_slow_network_the_page_comes_and_new_points_appear_on_it(
    browser: Browser, crowd: Riverside, town: str
) -> None:
    visit = browser.new_context(viewport=PHONE, locale="en")
    page = visit.new_page()
    visit.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW_4G)

    page.goto(town + link_path(crowd.members[0]), wait_until="domcontentloaded")
    expect(page.locator("h1")).to_have_text("You can spend 0 points")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    report(crowd, town, [4])
    expect(page.locator("h1")).to_have_text("You can spend 4 points")
    visit.close()


def test_with_letters_of_twice_the_size_nothing_is_cut_off_however_lines_run(
    browser: Browser, crowd: Riverside, someone: int, town: str
) -> None:
    report(crowd, town, [9])
    visit = browser.new_context(viewport=PHONE)
    page = visit.new_page()
    for language in LANGUAGES:
        page.goto(f"{town}/language/{language}")
        page.goto(town + link_path(someone))
        for path in OWN if language == "en" else OWN[:2]:
            page.goto(f"{town}/member/{path}")
            page.evaluate(TWICE)
            for summary in page.locator("summary").all():
                summary.evaluate("one => { one.parentElement.open = true; }")
            for direction in ("ltr", "rtl"):
                wide, seen = page.evaluate(RUNS, direction)
                assert wide <= seen, (language, path, direction)
            if not path:
                assert page.evaluate(MIRRORED) == ["0px", True, "-1 1"]
    visit.close()


def press_until(page: Page, name: str) -> None:
    """Press Tab until what has this name is focused, and Enter."""
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.textContent.trim()")
        if focused == name:
            assert page.locator(":focus-visible").count() == 1
            page.keyboard.press("Enter")
            return
    raise AssertionError(name)


def test_a_voucher_is_taken_shown_and_given_back_by_keyboard_alone(
    browser: Browser, someone: int, town: str
) -> None:
    visit = browser.new_context(viewport=PHONE, locale="en")
    page = visit.new_page()
    page.goto(town + link_path(someone))

    press_until(page, "Show my code")
    expect(page.get_by_role("img", name="QR code for the partner")).to_be_visible()
    press_until(page, "Rewards")
    expect(page).to_have_url(re.compile("/member/rewards/$"))
    press_until(page, "Coffee and cake")
    expect(page).to_have_url(re.compile("/coffee-and-cake$"))
    press_until(page, "Take it")
    expect(page.get_by_role("img", name="QR code for the till")).to_be_visible()
    press_until(page, "Give it back")
    expect(page.get_by_text("Given back on")).to_be_visible()
    visit.close()
