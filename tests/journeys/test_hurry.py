"""Members in a hurry: a slow network, large letters, and nothing but a keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, ViewportSize, expect

from plaudit.pages.member.views import ENTRIES_A_PAGE
from plaudit.pages.passes import link_path
from plaudit.pages.voices import LANGUAGES
from tests.journeys.test_member_page import report
from tests.riverside import Riverside

PHONE = ViewportSize(width=360, height=800)
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 200_000,
    "uploadThroughput": 93_750,
}
"""As Lighthouse's "slow 4G": bytes a second, and milliseconds for a way there and back."""
FIRST_FLIGHT_BYTES = 10 * 1_460
"""What a server sends before it is told that anything came (RFC 6928); then twice as much."""
OPENING = 2
"""Ways there and back to open a connection, with TLS 1.3."""
LOADED = """() => ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind))
    .map((one) => [one.initiatorType, one.renderBlockingStatus, one.transferSize])"""
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


def test_a_full_wallet_can_be_used_within_a_second_of_slow_4g(
    browser: Browser, crowd: Riverside, someone: int, town: str
) -> None:
    """What is waited for before it is drawn is reckoned, as no clock of a busy machine can say it.

    It is the network's part: some milliseconds of the service and a look-up of its name come to it.
    Links and forms work as soon as they are drawn: no script is waited for. Each file is reckoned
    with a connection of its own that is only opened for it.
    """
    report(crowd, town, list(range(1, ENTRIES_A_PAGE + 1)))
    visit = browser.new_context(viewport=PHONE, locale="en")
    page = visit.new_page()
    page.goto(town + link_path(someone))
    first = browser.new_context(viewport=PHONE, locale="en", storage_state=visit.storage_state())
    page = first.new_page()
    first.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW_4G)
    page.goto(f"{town}/member/")
    assert page.locator("main summary").count() == ENTRIES_A_PAGE

    loaded = page.evaluate(LOADED)
    (document,) = [size for by, _, size in loaded if by == "navigation"]
    files = [(by, size) for by, status, size in loaded if status == "blocking"]
    assert {by for by, _ in files} == {"link"}, "one that another asks for would come a way later"
    sizes = [size for _, size in files]
    ways = OPENING + ways_for(document) + OPENING + max(map(ways_for, sizes))
    whole = document + sum(sizes)
    seconds = ways * SLOW_4G["latency"] / 1_000 + whole / SLOW_4G["downloadThroughput"]
    drawn = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    print(f"{ways} ways, {whole:,} bytes: {seconds:.2f} s; drawn here after {drawn:.0f} ms")
    assert seconds < 1
    for one in (visit, first):
        one.close()


def ways_for(size: int) -> int:
    """Return how many ways there and back an answer of so many bytes takes."""
    ways = 1
    while FIRST_FLIGHT_BYTES * (2**ways - 1) < size:
        ways += 1
    return ways


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
