"""A check-in that was kept without a connection, and the phone opened again after the hour."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from plaudit.pages.passes import link_path
from plaudit.pages.voices import LANGUAGES, voice_of
from tests.journeys.reader import NARROW
from tests.journeys.test_check_in import PAGE, keeps_one, now_instant
from tests.place import MINUTE, Place, place_of_its_own
from tests.riverside import Riverside

LOST = (
    "A check-in that was kept on this phone was not sent in time and doesn't count. "
    "If it was yours, ask the steward to put you on the list."
)
IS_HIDDEN = """
Object.defineProperty(document, "hidden", { configurable: true, get: () => !window.isSeen });
"""
IS_SEEN = "window.isSeen = true; document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone that nobody has signed in on."""
    visit = browser.new_context(viewport=NARROW, locale="en")
    yield visit
    visit.close()


@pytest.fixture
def place(crowd: Riverside) -> Place:
    """Where phones have no connection."""
    return place_of_its_own(crowd, takes_kept=True, now=now_instant() - 15 * MINUTE)


def goes_home(phone: BrowserContext, page: Page) -> None:
    """Put the phone away without a connection; the hour is over when there is one again."""
    page.close()
    phone.clear_cookies(name="member")
    phone.set_offline(offline=False)


def waits(phone: BrowserContext) -> bool:
    return any(one["name"] == "unsent" for one in phone.cookies())


def lost_on(page: Page, language: str = "en") -> Locator:
    return page.get_by_text(voice_of(language).say(LOST))


def test_what_waits_is_marked_without_saying_whose_or_where_until_it_is_sent(
    phone: BrowserContext, crowd: Riverside, place: Place, town: str
) -> None:
    page = phone.new_page()
    page.goto(town + link_path(crowd.members[0]))
    assert not waits(phone)
    keeps_one(page, place, town)

    (mark,) = [one for one in phone.cookies() if one["name"] == "unsent"]
    assert (mark["value"], mark["path"], mark["sameSite"]) == ("yes", "/member/", "Lax")
    assert 0 < mark["expires"] - time.time() <= 7 * 24 * 60 * 60
    phone.set_offline(offline=False)
    expect(page.locator("#came li")).to_have_count(1)
    assert not waits(phone)
    page.goto(f"{town}/member/")
    expect(page.locator("#balance")).to_be_visible()
    expect(lost_on(page)).to_be_hidden()
    assert place.count == 1


@pytest.mark.parametrize("is_of_staff", [False, True])
def test_who_opens_the_phone_after_the_hour_reads_once_that_it_was_not_sent(
    phone: BrowserContext, crowd: Riverside, place: Place, town: str, *, is_of_staff: bool
) -> None:
    if is_of_staff:  # where no header lets the browser forget
        phone.add_cookies([{"name": "of_staff", "value": "yes", "url": town}])
    page = phone.new_page()
    page.goto(town + link_path(crowd.members[0]))
    keeps_one(page, place, town)
    goes_home(phone, page)
    page = phone.new_page()
    page.goto(f"{town}/sign-in/")
    # As a page or a worker that asks by itself, whose answer nobody reads.
    page.evaluate("fetch('/member/vouchers/kept').then((answer) => answer.text())")

    page.goto(f"{town}/member/")
    expect(lost_on(page)).to_be_visible()
    page.reload()
    expect(lost_on(page)).to_be_hidden()
    page.goto(town + link_path(crowd.members[0]))
    expect(page.locator("#balance")).to_be_visible()
    expect(lost_on(page)).to_be_hidden()
    assert not waits(phone)
    assert place.count == 0


@pytest.mark.parametrize("then", ["/member/", PAGE])
def test_the_first_page_after_signing_in_says_it_to_whoever_looks(
    phone: BrowserContext, crowd: Riverside, place: Place, town: str, then: str
) -> None:
    page = phone.new_page()
    page.goto(town + link_path(crowd.members[0]))
    keeps_one(page, place, town)
    goes_home(phone, page)
    page = phone.new_page()
    page.goto(f"{town}/sign-in/")
    page.add_init_script(IS_HIDDEN)

    page.goto(town + link_path(crowd.members[1]))
    if then != "/member/":
        page.goto(town + then)
    expect(lost_on(page)).to_be_hidden()
    page.evaluate(IS_SEEN)
    expect(lost_on(page)).to_be_visible()
    page.goto(f"{town}/member/data/")
    page.evaluate(IS_SEEN)
    expect(lost_on(page)).to_be_hidden()
    assert not waits(phone)


def test_it_is_said_in_every_language(
    browser: Browser, crowd: Riverside, place: Place, town: str
) -> None:
    for member, language in zip(crowd.members, LANGUAGES, strict=True):
        visit = browser.new_context(viewport=NARROW, locale=language)
        page = visit.new_page()
        page.goto(town + link_path(member))
        keeps_one(page, place, town)
        goes_home(visit, page)
        page = visit.new_page()
        page.goto(f"{town}/member/")
        expect(lost_on(page, language)).to_be_visible()
        visit.close()


def test_an_open_page_that_nobody_looks_at_says_it_and_so_does_the_next_one(
    phone: BrowserContext, crowd: Riverside, place: Place, town: str
) -> None:
    page = phone.new_page()
    page.add_init_script(IS_HIDDEN)
    page.goto(town + link_path(crowd.members[0]))
    keeps_one(page, place, town)
    phone.clear_cookies(name="member")
    phone.set_offline(offline=False)
    expect(page.locator("#told")).to_contain_text("You are not signed in any more.")
    page.close()  # as a phone does with pages that lie behind

    page = phone.new_page()
    page.goto(f"{town}/member/")
    expect(lost_on(page)).to_be_visible()


def test_who_was_told_on_closing_the_page_is_not_told_again(
    phone: BrowserContext, crowd: Riverside, place: Place, town: str
) -> None:
    page = phone.new_page()
    page.goto(town + link_path(crowd.members[0]))
    keeps_one(page, place, town)
    page.route(f"**{PAGE}", lambda route: route.abort())  # no page can send it
    phone.set_offline(offline=False)
    page.evaluate("location.hash = 'closing'; document.getElementById('closing').hidden = false")
    expect(page.get_by_text("it is deleted and doesn't count")).to_be_visible()
    page.get_by_role("button", name="Close my page").click()

    expect(page.get_by_role("heading", name="Your points are shown only to you")).to_be_visible()
    expect(lost_on(page)).to_be_hidden()
    assert not waits(phone)
