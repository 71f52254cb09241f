"""Checking in on a phone: with the camera, typed, and kept while there is no connection."""

from __future__ import annotations

import time
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from plaudit.core.check_in import qr_text
from plaudit.core.refusals import REASONS, Code
from plaudit.pages.member.check_in import _DONE
from plaudit.pages.passes import link_path
from plaudit.pages.voices import LANGUAGES, voice_of
from tests.journeys.camera import film, with_camera
from tests.journeys.test_member_page import NARROW
from tests.place import MINUTE, Place
from tests.riverside import Riverside

PAGE = "/member/check-in/"
KEPT = "async () => !!(await caches.match('/member/check-in/kept'))"


def now_instant() -> int:
    return time.time_ns() // 1_000


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    """Riverside with a member for each way to check in."""
    return Riverside(connection, members=len(LANGUAGES) + 2)


def types(page: Page, place: Place, code: str) -> None:
    """Type what stands on the steward's screen and send it."""
    page.locator("input[name=number]").fill(str(place.number))
    page.locator("input[name=code]").fill(code)
    page.locator("form.typed button").click()


def assert_kept_and_sent_later(page: Page, place: Place, start: str) -> None:
    """Without a connection the page is there, and what is typed is sent when there is one."""
    voice = voice_of(page.locator("html").get_attribute("lang") or "")
    told, before = page.locator("#told"), place.count
    page.goto(start + PAGE)
    types(page, place, place.code(now_instant() - 5 * MINUTE))
    expect(told).to_have_text(voice.say(REASONS[Code.CHECK_IN_CODE_OVER].sentence))
    page.wait_for_function(KEPT)

    page.context.set_offline(offline=True)
    page.goto(start + PAGE)
    types(page, place, place.code(now_instant()))
    expect(page.locator("#many")).to_have_text("1")
    assert place.count == before
    page.context.set_offline(offline=False)

    expect(told).to_have_text(voice.say(_DONE, place="North bank"))
    expect(page.locator("#waiting")).to_be_hidden()
    assert place.count == before + 1


def assert_typed_without_scripts(page: Page, place: Place) -> None:
    page.get_by_role("link", name="Check in").click()
    expect(page.locator("#scan")).to_be_hidden()
    types(page, place, place.code(now_instant()))
    expect(page.get_by_role("status")).to_have_text("You are checked in at North bank.")
    page.get_by_role("link", name="See your points").click()
    expect(page.locator("#balance")).to_contain_text("points")


def assert_scanned(page: Page, start: str) -> None:
    """The camera is there on this page, reads the code, and is there on no other page."""
    page.goto(start + PAGE)
    page.get_by_role("button", name="Scan with the camera").click()
    expect(page.locator("#told")).to_have_text("You are checked in at North bank.")
    expect(page.locator("#camera")).to_be_hidden()
    page.goto(f"{start}/member/link/")
    asked = "navigator.mediaDevices.getUserMedia({ video: true }).then(() => '', (no) => no.name)"
    assert page.evaluate(asked) == "NotAllowedError"


def test_members_check_in_by_camera_typed_and_without_a_connection_in_every_language(
    browser: Browser, chromium: str, riverside: Riverside, address: str, tmp_path: Path
) -> None:
    place = Place(riverside, takes_kept=True, now=now_instant() - 15 * MINUTE)
    members = iter(riverside.members)
    for language in LANGUAGES:
        visit = browser.new_context(viewport=NARROW, locale=language)
        page = visit.new_page()
        page.goto(address + link_path(next(members)))
        assert_kept_and_sent_later(page, place, address)
        page.goto(f"{address}/member/")
        page.locator("form.out button").click()
        assert page.evaluate("localStorage.length") == 0
        visit.close()

    visit = browser.new_context(viewport=NARROW, locale="en", java_script_enabled=False)
    page = visit.new_page()
    page.goto(address + link_path(next(members)))
    assert_typed_without_scripts(page, place)
    visit.close()

    seen = tmp_path / "seen.y4m"
    film(seen, qr_text(place.number, place.code(now_instant())))
    phone = with_camera(browser, chromium, seen)
    page = phone.new_context(viewport=NARROW, locale="en").new_page()
    page.goto(address + link_path(next(members)))
    assert_scanned(page, address)
    phone.close()
    assert place.count == len(LANGUAGES) + 2
