"""An edition in a real browser: a clause broken, seen and mended, approved by another person."""

from __future__ import annotations

import time
from datetime import timedelta

from playwright.sync_api import Browser, Page, expect

from plaudit.core.period import Calendar, date_of
from plaudit.core.staff import StaffPerson
from plaudit.pages.voices import voice_of
from tests.drafts import APPROVER, two_people
from tests.journeys.reader import NARROW, Reader
from tests.riverside import Riverside
from tests.staff import cookie_of

UNCHECKED = "Not checked: there was no answer. Press “Check”."


def browser_of(browser: Browser, riverside: Riverside, person: StaffPerson, address: str) -> Page:
    """Return a browser in which somebody is on a shift."""
    visit = browser.new_context(viewport=NARROW, locale="th")
    now = time.time_ns() // 1_000
    cookie, token = cookie_of(riverside.connection, person, now=now)
    visit.add_cookies([{"name": cookie, "value": token, "url": f"{address}/staff/"}])
    return visit.new_page()


def test_an_edition_is_written_by_one_and_approved_by_another_without_a_barrier_in_any_language(
    browser: Browser, riverside: Riverside, address: str, reader: Reader
) -> None:
    author, approver = two_people(riverside)
    page = browser_of(browser, riverside, author, address)
    second = browser_of(browser, riverside, approver, address)
    today = date_of(Calendar(author.time_zone).day_of(time.time_ns() // 1_000))
    page.goto(f"{address}/staff/editions/")
    page.locator('input[name="name"]').fill("The next one")
    page.locator('input[name="id"]').fill("next")
    page.locator('input[name="approver"]').fill(APPROVER)
    page.locator('input[name="published_on"]').fill(today.isoformat())
    page.locator('input[name="starts_on"]').fill((today + timedelta(14)).isoformat())
    page.locator('form[action="/staff/editions/new"] button').click()
    draft = page.url

    page.goto(f"{draft}/text")
    expect(page.locator("#found .findings li")).to_have_count(0)
    text = page.locator("textarea").input_value()
    months = "expires_after_months  = 18"
    assert months in text
    page.locator("textarea").fill(text.replace(months, months.replace("18", "3")))
    expect(page.locator("#found strong").first).to_have_text("C07")  # as one types
    barriers = reader.read_shown(page)
    page.route("**/check", lambda route: route.abort())
    page.locator("textarea").press("End")
    page.locator("textarea").press("Space")
    expect(page.locator("#found")).to_have_text(voice_of("th").say(UNCHECKED))  # not C07 still
    page.unroute("**/check")
    page.locator('form[action$="/save"] button.main').click()
    expect(page.locator(".findings strong").first).to_have_text("C07")
    barriers += reader.read(page.context, draft)

    page.goto(f"{draft}/form")
    page.locator('input[name="points.expires_after_months"]').fill("18")
    page.locator('form[action$="/form/save"] button.main').first.click()
    expect(page.locator(".findings li")).to_have_count(0)
    expect(page.locator('form[action$="/approve"]')).to_have_count(0)
    seen = (f"{draft}{one}" for one in ("", "/text", "/form", "/versions/2"))
    barriers += reader.read(page.context, f"{address}/staff/editions/", *seen)

    barriers += reader.read(second.context, f"{address}/staff/editions/", draft)
    second.goto(draft)
    second.locator('form[action$="/approve"] button').click()
    barriers += reader.read(second.context, draft)
    second.locator('form[action$="/publish"] button').click()
    expect(second).to_have_url(f"{address}/staff/editions/")
    page.goto(f"{address}/programmes/riverside/next/")
    expect(page.locator("h1")).to_have_text("next")
    assert barriers == []
    page.context.close()
    second.context.close()
