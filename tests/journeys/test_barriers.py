"""What anybody may read, and what its owner reads, without a barrier in any language."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from plaudit.pages.passes import link_path
from plaudit.pages.voices import LANGUAGES
from tests.journeys.reader import NARROW, Reader
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
    "/member/",
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
    "/member/data/everything/",
    "/member/data/ways/",
)
AS_SHOWN = (
    "/member/",
    "/member/link/",
    "/member/check-in/",
    *(f"/member/offline/{language}" for language in LANGUAGES),
)
"""What a script draws, and what has its language in its address."""


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


def test_no_page_has_a_barrier_in_any_language_light_or_dark(
    browser: Browser, full: int, town: str, reader: Reader
) -> None:
    visit = browser.new_context(viewport=NARROW, locale="th")
    page = visit.new_page()
    found = reader.read(visit, *(town + path for path in PUBLIC))
    found += reader.read(visit, f"{town}/nothing-here", status=404)
    page.goto(town + link_path(full))
    found += reader.read(visit, *(town + path for path in OWN))
    for path in AS_SHOWN:
        page.goto(town + path)
        found += reader.read_shown(page)
    page.goto(f"{town}/member/rewards/coffee-and-cake")
    page.locator("button.main").click()
    expect(page.locator("p.code")).to_be_visible()
    found += reader.read(visit, page.url)
    page.locator("form[action$=cancel] button").click()
    page.goto(f"{town}/member/vouchers/kept")
    found += reader.read(visit, page.url)

    assert found == []
    spoilt = page.content().replace("<h1", '<img src="a"><h1 style="color: silver"')
    row = '<div class="wide-table"><table class="stacks"><td style="padding: 450px"></table></div>'
    link = '<p><a href="/" style="padding-left: 400px">a</a></p>'
    wide = spoilt.replace("<main", f"{row}{link}<main")
    assert {one.split()[2] for one in reader.read_text(wide, "spoilt")} == {
        "color-contrast:",
        "goes",
        "image-alt:",
        "sticks",
        "too",
    }
    visit.close()
