"""A steward at a place: codes go on and members are scanned while the network comes and goes."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from plaudit.actions.give_handle import give_handle
from plaudit.core.staff import Role
from plaudit.pages.staff.cookie import COOKIE, PATH
from plaudit.pages.steward.lists import short_handle
from plaudit.pages.steward.sending import _COUNTED
from plaudit.pages.voices import LANGUAGES, voice_of
from plaudit.store.staff import Workplace
from tests.journeys.camera import film, with_camera
from tests.journeys.test_barriers import in_both_schemes
from tests.journeys.test_check_in import now_instant
from tests.journeys.test_member_page import NARROW
from tests.place import MINUTE, Place
from tests.riverside import Riverside
from tests.staff import hire, shift_of

HOST = "127.0.0.1"
KEPT = "async (path) => !!(await caches.match(path))"


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    """Riverside with a member for each language, one for a lost answer, and one for the camera."""
    return Riverside(connection, members=len(LANGUAGES) + 2)


@pytest.fixture
def steward(riverside: Riverside) -> dict[str, str]:
    """A cookie of somebody of the depot's who is on a shift."""
    depot = Workplace(riverside.programme_id, riverside.depot)
    person = hire(riverside.connection, depot, "Malee Srisai", {Role.STEWARD})
    token = shift_of(riverside.connection, person, now=now_instant())
    return {"name": COOKIE, "value": token, "domain": HOST, "path": PATH}


def assert_code_of_now(page: Page, place: Place) -> None:
    """The screen shows the code of this half minute, and draws it."""
    now = now_instant()
    digits = page.locator("#digits").inner_text().replace(" ", "")
    assert digits in {place.code(now), place.code(now - 2_000_000)}
    text = f"PLAUDIT-IN:{place.number}:{digits}"
    expect(page.locator("#shown path")).to_have_attribute(
        "d", page.evaluate("text => qrPath(text, 4)", text)
    )


def assert_goes_on_alone(page: Page, place: Place, handle: str) -> None:
    """Without a connection the page loads again, shows codes, and keeps what is typed."""
    told = page.locator("#told li").first
    page.wait_for_function(KEPT, arg=page.url)
    page.context.set_offline(offline=True)
    page.reload()
    assert_code_of_now(page, place)
    page.locator("#typing input").fill(short_handle(handle))
    page.locator("#typing button").click()
    expect(page.locator("#many")).to_have_text("1")
    page.context.set_offline(offline=False)
    expect(page.locator("#waiting")).to_be_hidden()
    voice = voice_of(page.locator("html").get_attribute("lang") or "")
    expect(told).to_contain_text(voice.say(_COUNTED))


def assert_a_lost_answer_doubles_nothing(page: Page, place: Place, handle: str) -> None:
    """The first answer is lost after it was counted; the shift can't end before it is sent."""
    before, lost = place.count, []

    def lose(route: Route) -> None:
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/send", lose, times=1)
    page.locator("#typing input").fill(handle)
    page.locator("#typing button").click()
    expect(page.locator("#many")).to_have_text("1")
    page.locator("form.end button").click()
    expect(page.locator("#told li").first).to_contain_text("Connect this device first")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#waiting")).to_be_hidden()
    assert (lost, place.count) == ([200], before + 1)
    expect(page.locator("#count")).to_have_text(str(before + 1))


def test_a_steward_counts_everybody_once_while_the_network_comes_and_goes_in_every_language(
    browser: Browser,
    chromium: str,
    riverside: Riverside,
    steward: dict[str, str],
    address: str,
    axe: str,
    tmp_path: Path,
) -> None:
    place = Place(riverside, now=now_instant() - 15 * MINUTE)
    members = iter(range(len(riverside.members)))
    barriers: list[str] = []
    for member in riverside.members:
        give_handle(riverside.connection, member, riverside.depot, handles=riverside.house.handles)
    path = f"{address}/staff/steward/{place.number}/"
    for language in LANGUAGES:
        visit = browser.new_context(viewport=NARROW, locale=language)
        visit.add_cookies([steward])  # type: ignore[list-item]
        page = visit.new_page()
        page.goto(path)
        assert_code_of_now(page, place)
        assert_goes_on_alone(page, place, riverside.handle(next(members), riverside.depot))
        if language == "th":
            for room in ("", "open/litter_pick", f"{place.number}/", f"{place.number}/list"):
                page.goto(f"{address}/staff/steward/{room}")
                barriers += in_both_schemes(page, axe)
        if language == "en":
            page.goto(path)
            handle = riverside.handle(next(members), riverside.depot)
            assert_a_lost_answer_doubles_nothing(page, place, handle)
        visit.close()

    last = next(members)
    film(tmp_path / "phone.y4m", place.live_code(last, at=now_instant()))
    device = with_camera(browser, chromium, tmp_path / "phone.y4m")
    visit = device.new_context(viewport=NARROW, locale="en")
    visit.add_cookies([steward])  # type: ignore[list-item]
    page = visit.new_page()
    page.goto(path)
    page.get_by_role("button", name="Scan members' codes").click()
    expect(page.locator("#told li").first).to_contain_text("Counted.")
    expect(page.locator("#count")).to_have_text(str(len(riverside.members)))
    device.close()
    assert place.count == len(riverside.members)
    assert barriers == []
