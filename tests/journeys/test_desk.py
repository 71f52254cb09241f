"""A person without a phone at the desk: joins, brings a stamp card, takes a reward, leaves."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from plaudit.core.card import card_number, member_of_card
from plaudit.core.staff import Role, StaffPerson
from plaudit.store.staff import Workplace
from tests.journeys.camera import film, with_camera
from tests.journeys.keys import Keys
from tests.journeys.presses import Presses
from tests.journeys.reader import Reader
from tests.riverside import Riverside
from tests.staff import cookie_of, hire

DESK, RECORD = "/staff/desk/", "/staff/desk/record/"
SHOWN = ("", "card/", "stamps/", "rewards/", "vouchers/", "questions/", "data/")
A_COURSE = "depot library_course"
WIDE: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def clerk(city: tuple[Riverside, str]) -> StaffPerson:
    at = Workplace(city[0].programme_id)
    return hire(city[0].connection, at, "Malee Srisai", {Role.DESK})


def at_work(browser: Browser, crowd: Riverside, clerk: StaffPerson, town: str) -> BrowserContext:
    """Return a browser in which a clerk's shift has begun."""
    visit = browser.new_context(viewport=WIDE, locale="en")
    name, token = cookie_of(crowd.connection, clerk, now=time.time_ns() // 1_000)
    visit.add_cookies([{"name": name, "value": token, "url": town}])
    return visit


def joins(page: Page, town: str, language: str) -> tuple[str, int]:
    """Let a person join, and return the card's number and how many steps that took."""
    page.goto(town + DESK)
    joining = Presses(page)
    joining.press(page.locator(f'a[href="{DESK}join/"]'))
    expect(page.locator("form.joining :checked")).to_have_count(0)
    expect(page.locator('form.joining input[name="language"]')).to_have_value(language)
    joining.check(page.locator('input[name="agreed"]'))
    # A kind of deeds may be named, and nobody has to: it is no step of joining.
    page.locator('input[name="kind"][value="library_course"]').check()
    joining.press(page.locator("form.joining button"))
    return page.locator(".opened .number").inner_text(), joining.count


def enters_a_course(page: Page, town: str) -> None:
    """Enter a stamp that gives 80 points."""
    page.goto(f"{town}{RECORD}stamps/")
    page.locator('select[name="of"]').select_option(A_COURSE)
    page.locator('form[method="get"] button').click()
    page.wait_for_timeout(1_000)  # a stamp says whole seconds, and none from before joining counts
    now = page.evaluate("new Intl.DateTimeFormat('en-GB', {timeZone: 'Asia/Bangkok', "
                        "timeStyle: 'medium'}).format(new Date())")  # fmt: skip
    page.locator('input[name="time"]').fill(str(now))
    page.locator('form[action*="/stamps/"][method="post"] button').click()
    expect(page.locator(".notice.done")).to_be_visible()


def test_a_person_without_a_phone_does_everything_at_the_desk_and_each_page_is_for_everybody(
    browser: Browser, crowd: Riverside, clerk: StaffPerson, town: str, reader: Reader
) -> None:
    visit = at_work(browser, crowd, clerk, town)
    page = visit.new_page()
    page.goto(f"{town}/language/th?back={DESK}")
    found = reader.read(visit, f"{town}{DESK}", f"{town}{DESK}join/")
    card, joining = joins(page, town, "th")
    member_id = member_of_card(card)
    assert page.request.get(f"{town}{RECORD}card/card.pdf").body()[:5] == b"%PDF-"
    enters_a_course(page, town)
    found += reader.read_shown(page)

    page.locator(f'.rooms a[href="{RECORD}rewards/"]').click()
    page.locator(f'a[href="{RECORD}rewards/coffee-and-cake"]').click()
    page.locator("button.main").click()
    expect(page.locator("p.code")).to_be_visible()
    found += reader.read(visit, page.url)
    page.locator("form[action$=cancel] button").click()
    found += reader.read(visit, *(f"{town}{RECORD}{place}" for place in SHOWN))
    # To measure the colours of all rows takes longer than all other pages.
    found += reader.read(visit, f"{town}{RECORD}paper/", colours=False)
    page.locator(f'.rooms a[href="{RECORD}data/"]').click()
    with page.expect_download() as loaded:
        page.locator('a[href$="plaudit.json"]').click()
    assert loaded.value.suggested_filename == "plaudit.json"

    page.locator(".opened form button").click()
    leaving = Presses(page)
    leaving.type(page.locator('input[name="card"]'), card)
    leaving.press(page.locator(f'form[action="{DESK}leave"] button'))
    expect(page.locator("blockquote")).to_be_visible()
    found += reader.read_shown(page)
    assert (leaving.count, joining) == (2, 3)
    erases(page, town, card)
    found += reader.read_shown(page)
    left = "SELECT count(*) FROM member WHERE member_id = %s"
    assert crowd.connection.execute(left, (member_id,)).fetchone() == (0,)
    assert found == []
    visit.close()


def erases(page: Page, town: str, card: str) -> None:
    """Open the record by its card, for a reason, and erase everything."""
    page.goto(town + DESK)
    page.locator('input[name="number"]').fill(card)
    page.locator('input[value="member_asked"]').check()
    page.locator(f'form[action="{DESK}open"] button.main').click()
    page.locator(f'.rooms a[href="{RECORD}data/"]').click()
    page.locator('form[action$=erase] input[name="card"]').fill(card)
    page.locator('input[name="sure"]').check()
    page.locator("form[action$=erase] button").click()
    expect(page.locator(f'main a[href="{DESK}"]')).to_be_visible()
    expect(page.locator(".opened")).to_have_count(0)


def test_a_record_is_opened_and_a_reward_taken_by_the_keyboard_alone(
    browser: Browser, crowd: Riverside, clerk: StaffPerson, town: str, someone: int
) -> None:
    visit = at_work(browser, crowd, clerk, town)
    page = visit.new_page()
    page.goto(town + DESK)
    keys = Keys(page)
    keys.reach('input[name="number"]')
    page.keyboard.type(card_number(someone))
    keys.tick('input[name="reason"]')
    keys.press(f'form[action="{DESK}open"] button.main')
    expect(page.locator("#balance")).to_contain_text("80")
    keys.press(f'.rooms a[href="{RECORD}rewards/"]')
    keys.press(f'a[href="{RECORD}rewards/coffee-and-cake"]')
    keys.press("button.main")
    expect(page.locator("p.code")).to_be_visible()
    keys.press(".opened form button")
    expect(page.locator('input[name="number"]')).to_be_visible()
    visit.close()


def test_a_card_is_scanned_into_its_field_and_the_reason_is_still_chosen_by_a_person(
    browser: Browser, chromium: str, crowd: Riverside, clerk: StaffPerson, town: str, tmp_path: Path
) -> None:
    card = card_number(crowd.members[0])
    seen = tmp_path / "card.y4m"
    film(seen, card)
    seeing = with_camera(browser, chromium, seen)
    visit = at_work(seeing, crowd, clerk, town)
    page = visit.new_page()
    page.goto(town + DESK)
    page.locator("#scan").click()
    expect(page.locator('input[name="number"]')).to_have_value(card)
    expect(page.locator("#opening :checked")).to_have_count(0)
    seeing.close()
