"""An officer at work in a real browser: a question is decided, and no page has a barrier."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, Page, expect

from plaudit.actions.question import ask
from plaudit.core.staff import Role
from plaudit.store.questions import questions_of
from plaudit.store.staff import Workplace
from plaudit.store.statement import read_statement
from tests.journeys.reader import NARROW, Reader
from tests.riverside import Riverside
from tests.staff import cookie_of, hire

ROOMS = ("", "questions/", "deeds/", "money/", "partners/?days=7", "people/", "jobs/", "log/")


@pytest.fixture
def desk_screen(browser: Browser, crowd: Riverside, town: str) -> Page:
    """An officer's browser, on a shift."""
    now = time.time_ns() // 1_000
    name = f"Kanya {chr(0xE01 + crowd.members[0] % 40) * 2}"
    person = hire(crowd.connection, Workplace(crowd.programme_id), name, {Role.OFFICER})
    visit = browser.new_context(viewport=NARROW)
    cookie, token = cookie_of(crowd.connection, person, now=now)
    visit.add_cookies([{"name": cookie, "value": token, "url": f"{town}/staff/"}])
    return visit.new_page()


def asks(crowd: Riverside, member_id: int) -> int:
    """Let the member question the newest deed."""
    now = time.time_ns() // 1_000
    found = read_statement(crowd.connection, member_id, now=now)
    assert found is not None
    key = found.entries[0].key
    return ask(crowd.connection, crowd.house, member_id, key, now=now, words="Two, not one.")


def test_an_officer_decides_and_no_page_has_a_barrier_in_any_language(
    desk_screen: Page, crowd: Riverside, someone: int, town: str, reader: Reader
) -> None:
    page, number = desk_screen, asks(crowd, someone)
    rooms = (f"{town}/staff/{room}" for room in (*ROOMS, f"questions/{number}"))
    barriers = reader.read(page.context, *rooms)
    page.goto(f"{town}/staff/questions/{number}")
    page.locator("input[value=explained]").check()
    page.locator("textarea").fill("The library reported one course.")
    page.locator("button.main").click()
    expect(page).to_have_url(f"{town}/staff/questions/")
    assert questions_of(crowd.connection, someone)[0].result == "explained"
    assert barriers == []
    page.locator(".end button").click()
    expect(page.locator(".rooms")).to_have_count(0)
    page.context.close()
