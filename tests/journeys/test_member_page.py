"""A member's page in a real browser, without JavaScript, by keyboard, on a small phone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from plaudit.pages.passes import link_path
from tests.journeys.reader import NARROW
from tests.riverside import Riverside


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visit with a phone that runs no script."""
    visit = browser.new_context(viewport=NARROW, java_script_enabled=False, locale="en")
    yield visit
    visit.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """The phone's page."""
    return context.new_page()


def report(crowd: Riverside, town: str, cups: list[int], *, days_ago: int = 0) -> list[str]:
    """Report cups that the first member returned in the last hours, as the café does."""
    now = datetime.now(tz=UTC) - timedelta(days=days_ago)
    deeds = [
        {
            "specversion": "1.0",
            "id": f"till-7/{crowd.members[0]}/{days_ago}/{number}",
            "source": "cafe",
            "type": "deed.cup_return",
            "subject": crowd.handle(0, crowd.cafe),
            "time": (now - timedelta(minutes=number)).isoformat(),
            "data": {"cups": count},
        }
        for number, count in enumerate(cups)
    ]
    request = Request(
        f"{town}/v1/deeds",
        data=json.dumps(deeds).encode(),
        headers={
            "Content-Type": "application/cloudevents-batch+json",
            "Authorization": f"Bearer {crowd.cafe_key}",
        },
    )
    with urlopen(request) as answer:
        outcomes = json.loads(answer.read())["outcomes"]
    return [outcome["status"] for outcome in outcomes]


def enter(page: Page, crowd: Riverside, town: str) -> None:
    """Open the first member's link."""
    page.goto(town + link_path(crowd.members[0]))


def test_a_deed_that_was_just_reported_is_explained_on_the_members_page(
    page: Page, crowd: Riverside, town: str
) -> None:
    assert report(crowd, town, [4]) == ["accepted"]

    enter(page, crowd, town)

    explanation = page.get_by_text("Counted: 4 cups.")
    expect(page).to_have_url(f"{town}/member/")
    expect(page.locator("h1")).to_have_text("You can spend 4 points")
    expect(explanation).to_be_hidden()
    page.locator("summary").click()
    expect(explanation).to_be_visible()


def test_an_explanation_opens_and_closes_by_keyboard(
    page: Page, crowd: Riverside, town: str
) -> None:
    report(crowd, town, [4])
    enter(page, crowd, town)
    explanation = page.get_by_text("Counted: 4 cups.")

    for _ in range(16):
        page.keyboard.press("Tab")
        if page.locator("summary:focus-visible").count():
            break
    page.keyboard.press("Enter")
    expect(explanation).to_be_visible()
    page.keyboard.press("Space")
    expect(explanation).to_be_hidden()


def test_the_first_tab_leads_past_the_frame_to_the_content(
    page: Page, crowd: Riverside, town: str
) -> None:
    enter(page, crowd, town)

    page.keyboard.press("Tab")
    expect(page.locator(".skip:focus-visible")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{town}/member/#main")


def test_nothing_is_asked_of_another_host_and_nothing_is_refused_by_the_policy(
    browser: Browser, crowd: Riverside, town: str
) -> None:
    asked: list[str] = []
    said: list[str] = []
    visit = browser.new_context(viewport=NARROW)
    page = visit.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    report(crowd, town, [4, 20])

    for path in (link_path(crowd.members[0]), "/", "/member/"):
        page.goto(town + path)

    assert asked
    assert [url for url in asked if not url.startswith(f"{town}/")] == []
    assert [one for one in said if not one.startswith("Clear-Site-Data")] == []
    visit.close()


def test_after_closing_the_page_nothing_is_shown_even_by_going_back(
    page: Page, crowd: Riverside, town: str
) -> None:
    report(crowd, town, [4])
    enter(page, crowd, town)

    page.get_by_role("button", name="Close my page").click()
    closed = page.get_by_role("heading", name="Your points are shown only to you")
    expect(closed).to_be_visible()
    page.go_back()

    expect(closed).to_be_visible()
    assert page.get_by_text("4 points").count() == 0


def test_the_language_is_switched_without_leaving_the_statement(
    page: Page, crowd: Riverside, town: str
) -> None:
    report(crowd, town, [4])
    enter(page, crowd, town)

    page.get_by_role("link", name="ไทย").click()

    expect(page.locator("h1")).to_have_text("คุณใช้ได้ 4 คะแนน")
    expect(page).to_have_url(f"{town}/member/")


def test_a_print_has_every_explanation_open(page: Page, crowd: Riverside, town: str) -> None:
    report(crowd, town, [4])
    enter(page, crowd, town)

    page.emulate_media(media="print")

    expect(page.get_by_text("Counted: 4 cups.")).to_be_visible()
    expect(page.get_by_role("button", name="Close my page")).to_be_hidden()
