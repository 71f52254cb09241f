"""Who keeps the staff and the partners, in a real browser: two make a third one's passkey."""

from __future__ import annotations

import time

from playwright.sync_api import Browser, BrowserContext, Page, expect

from plaudit.core.staff import Role, StaffPerson
from plaudit.store.staff import Workplace
from tests.journeys.reader import NARROW, Reader
from tests.journeys.test_sign_in import with_passkeys
from tests.riverside import Riverside
from tests.staff import cookie_of, hire

CODE, LINK = ".secret code", "/staff/invited/"
PIER = "/staff/partners/cafe-pier-4/"


def on_shift(browser: Browser, crowd: Riverside, person: StaffPerson, town: str) -> BrowserContext:
    """Return a browser in which somebody is on a shift."""
    visit = browser.new_context(viewport=NARROW, locale="en")
    cookie, token = cookie_of(crowd.connection, person, now=time.time_ns() // 1_000)
    visit.add_cookies([{"name": cookie, "value": token, "url": f"{town}/staff/"}])
    return visit


def registers_and_invites(page: Page, town: str) -> None:
    """Register a partner on the edition's terms, and invite who runs its office."""
    page.goto(f"{town}/staff/partners/")
    page.locator(f'a[href="{PIER}"]').click()
    page.locator(f'form[action="{PIER}terms"] button').click()
    expect(page.locator(f'form[action="{PIER}terms"]')).to_have_count(0)
    page.locator(f'form[action="{PIER}invite"] input[name=name]').fill("Lamai Pier")
    page.locator(f'form[action="{PIER}invite"] button').click()
    expect(page.locator(CODE)).to_contain_text(LINK)


def proposes(page: Page, town: str) -> str:
    """Propose somebody by the keyboard alone, and return the code."""
    page.goto(f"{town}/staff/people/")
    page.locator('input[name="name"]').focus()
    page.keyboard.type("Somchai Journey")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "officer":
            break
    page.keyboard.press("Space")
    page.locator('form[action="/staff/people/hire"] button').press("Enter")
    expect(page.locator(CODE)).to_be_visible()
    return page.locator(CODE).inner_text()


def test_two_persons_hire_a_third_one_without_a_barrier_in_any_language(
    browser: Browser, crowd: Riverside, town: str, reader: Reader
) -> None:
    home = town.replace("127.0.0.1", "localhost")  # an address of digits can't have passkeys
    at = Workplace(crowd.programme_id)
    keeper, approver = (
        on_shift(browser, crowd, hire(crowd.connection, at, name, {role}), home)
        for name, role in (("Kanya Keeps", Role.KEEPER), ("Anan Agrees", Role.APPROVER))
    )
    page, second = keeper.new_page(), approver.new_page()
    registers_and_invites(page, home)
    code = proposes(page, home)
    barriers = reader.read_shown(page)
    expect(page.locator('form[action$="/agree"]')).to_have_count(0)

    second.goto(f"{home}/staff/people/")
    barriers += reader.read_shown(second)
    second.locator('form[action$="/agree"] button').click()
    link = second.locator(CODE).inner_text()
    new = browser.new_context(viewport=NARROW, locale="en")
    third = new.new_page()
    with_passkeys(new, third)
    third.goto(link)
    for typed in ("AAAA-AAAA-AAAA", code.lower()):
        third.locator('input[name="code"]').fill(typed)
        third.get_by_role("button", name="Make my passkey").click()
        if typed != code.lower():
            expect(third.locator("#code-wrong")).to_be_visible()
            barriers += reader.read_shown(third)
    expect(third.locator("h1")).to_have_text("Somchai Journey")

    page.goto(f"{home}/staff/people/")
    page.get_by_role("link", name="Somchai Journey").click()
    rooms = (page.url, f"{home}/staff/partners/", home + PIER, f"{home}/staff/settings/")
    barriers += reader.read(keeper, *rooms, colours=False)
    page.locator('form[action$="/let-go"] button').click()
    expect(page).to_have_url(f"{home}/staff/people/")
    third.goto(f"{home}/staff/")
    expect(third.locator(".rooms")).to_have_count(0)
    assert barriers == []
    for visit in (keeper, approver, new):
        visit.close()
