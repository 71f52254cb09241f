"""A steward at a place: codes go on and members are scanned while the network comes and goes."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, Route, expect

from plaudit.actions.give_handle import give_handle
from plaudit.pages.steward.lists import short_handle
from plaudit.pages.steward.sending import _COUNTED
from plaudit.pages.voices import LANGUAGES, voice_of
from tests.journeys.test_barriers import in_both_schemes
from tests.journeys.test_check_in import UNTIL_KEPT, begins_a_shift, now_instant
from tests.journeys.test_member_page import NARROW
from tests.place import Place
from tests.riverside import Riverside

DRAWN = """(number) => {
    const digits = document.getElementById("digits").textContent.replace(" ", "");
    const drawn = document.querySelector("#shown path").getAttribute("d");
    return drawn === qrPath(`PLAUDIT-IN:${number}:${digits}`, 4);
}"""


def assert_code_of_now(page: Page, place: Place) -> None:
    """The screen shows the code of this half minute, and draws it."""
    digits = page.locator("#digits").inner_text().replace(" ", "")
    now = now_instant()
    assert digits in {place.code(now), place.code(now - 2_000_000)}
    page.wait_for_function(DRAWN, arg=place.number)


def assert_goes_on_alone(page: Page, place: Place, handle: str) -> None:
    """Without a connection the page loads again, shows codes, and keeps what is typed."""
    told = page.locator("#told li").first
    page.evaluate(UNTIL_KEPT, page.url)
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
    browser: Browser, crowd: Riverside, town: str, axe: str
) -> None:
    place, other = Place(crowd, now=now_instant()), Place(crowd, now=now_instant())
    names, barriers = ("Anan Wongsa", "Chai Dara", "Fah Intira"), list[str]()
    rooms = ("", "open/litter_pick", f"{place.number}/", f"{place.number}/list")
    room, depot = f"{town}/staff/steward/", crowd.depot
    for at, language in enumerate(LANGUAGES):
        handle = crowd.handle(at, depot)
        give_handle(crowd.connection, crowd.members[at], depot, handles=crowd.house.handles)
        visit = browser.new_context(viewport=NARROW, locale=language)
        begins_a_shift(visit, crowd, names[at])
        page = visit.new_page()
        page.goto(f"{room}{place.number}/")
        assert_code_of_now(page, place)
        assert_goes_on_alone(page, place, handle)
        if language == "en":
            page.goto(f"{room}{other.number}/")
            assert_a_lost_answer_doubles_nothing(page, other, handle)
        if language == "th":
            for path in rooms:
                page.goto(room + path)
                barriers += in_both_schemes(page, axe)
        visit.close()

    assert (place.count, other.count) == (len(LANGUAGES), 1)
    assert barriers == []
