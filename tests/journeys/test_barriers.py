"""No barrier that axe-core can find (WCAG 2.2 AA): in each language, by light and by dark."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page

from plaudit.pages.passes import link_path
from plaudit.pages.voices import LANGUAGES
from tests.journeys.test_member_page import NARROW
from tests.riverside import Riverside

COUNTED = (
    "/calculator/riverside?kind=recycling_drop_off&deed="
    "kind%3Dcup_return%26on%3D2026-11-20%26times%3D2%26fact.cups%3D9"
)
PUBLIC = (
    "/",
    "/notice/",
    "/about/riverside",
    "/rewards/riverside",
    "/calculator/riverside",
    COUNTED,
    "/statistics/riverside",
    "/charter/",
    "/programmes/riverside/",
    "/programmes/riverside/2026-10/",
    "/join/riverside",
    "/sign-in/",
    "/nothing-here",
    "/member/",
    "/member/offline/en",
)
OWN = (
    "/member/",
    "/member/link/",
    "/member/check-in/",
    "/member/rewards/",
    "/member/rewards/?words=nothing",
    "/member/rewards/coffee-and-cake",
    "/member/vouchers/",
    "/member/questions/",
    "/member/data/",
    "/member/data/ways/",
)
FINDS = """async ([runOnly, colours]) => {
    const rules = { 'color-contrast': { enabled: colours } };
    const found = await axe.run(document, { resultTypes: ['violations'], runOnly, rules });
    return found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html}`));
}"""
ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ["color-contrast", "link-in-text-block"]


@pytest.fixture
def full(crowd: Riverside, someone: int) -> int:
    """A member with deeds that were counted, trimmed and refused, and an open question."""
    hours = {"a": (1, 9), "b": (2, 12), "late": (24 * 40, 1)}
    crowd.settle(
        *(
            crowd.report(
                "cup_return",
                {"cups": cups},
                event_id=f"{id} {someone}",
                at=(datetime.now(tz=UTC) - timedelta(hours=ago)).isoformat(),
            )
            for id, (ago, cups) in hours.items()
        ),
        now=time.time_ns() // 1_000,
    )
    return someone


def barriers(page: Page, axe: str, rules: list[str], *, colours: bool = True) -> list[str]:
    """Open what can be opened and return what axe-core finds."""
    for summary in page.locator("summary").all():
        summary.evaluate("one => { one.parentElement.open = true; }")
    page.evaluate(axe)
    found: list[str] = page.evaluate(FINDS, [rules, colours])
    return [f"{page.url} {page.locator('html').get_attribute('lang')} {one}" for one in found]


@pytest.mark.timeout(300)
def test_no_page_has_a_barrier_in_any_language_light_or_dark(
    browser: Browser, full: int, town: str, axe: str
) -> None:
    found: list[str] = []
    visit = browser.new_context(viewport=NARROW)
    page = visit.new_page()
    for language in LANGUAGES:
        page.goto(f"{town}/language/{language}")
        for path in PUBLIC:
            page.goto(town + path)
            found += in_both_schemes(page, axe)
        page.goto(town + link_path(full))
        for path in OWN:
            page.goto(town + path)
            found += in_both_schemes(page, axe)
        page.goto(f"{town}/member/rewards/coffee-and-cake")
        page.locator("button.main").click()
        found += in_both_schemes(page, axe)
        page.locator("form[action$=cancel] button").click()
        page.goto(f"{town}/member/vouchers/kept")
        found += in_both_schemes(page, axe)
        visit.clear_cookies(name="member")

    assert found == []
    page.evaluate("document.querySelector('h1').style.color = 'silver'")
    page.evaluate("document.querySelector('h1').append(new Image())")
    assert {one.split()[2] for one in barriers(page, axe, ALL)} == {"color-contrast:", "image-alt:"}
    visit.close()


def in_both_schemes(page: Page, axe: str) -> list[str]:
    """Look for all barriers, and in one language by light and by dark for those of colours."""
    if page.locator("html").get_attribute("lang") != "th":
        return barriers(page, axe, ALL, colours=False)
    found = barriers(page, axe, ALL)
    page.emulate_media(color_scheme="dark")
    found += barriers(page, axe, COLOURS)
    page.emulate_media(color_scheme="light")
    return found
