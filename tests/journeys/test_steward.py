"""A steward at a place: codes go on and members are scanned while the network comes and goes."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, Route, expect

from plaudit.actions.give_handle import give_handle
from plaudit.actions.show_code import show_code
from plaudit.core.refusals import Code
from plaudit.core.voucher import grouped
from plaudit.pages.steward.lists import short_handle
from plaudit.pages.steward.own import TO_STEWARDS
from plaudit.pages.steward.sending import _COUNTED
from plaudit.pages.voices import LANGUAGES, voice_of
from tests.journeys.reader import NARROW, Reader
from tests.journeys.test_check_in import begins_a_shift, now_instant
from tests.journeys.waiting import goes_offline, wait_until_kept
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


MADE_UP = "7K3M-9QW2-0XTZ"


def assert_goes_on_alone(page: Page, place: Place, shown: str) -> None:
    """Without a connection the page loads again, shows codes, and keeps what is typed."""
    told = page.locator("#told li").first
    wait_until_kept(page, page.url)
    goes_offline(page.context)
    page.reload()
    assert_code_of_now(page, place)
    for many, typed in enumerate((MADE_UP, shown), start=1):
        page.locator("#typing input").fill(typed)
        page.locator("#typing button").click()
        expect(page.locator("#many")).to_have_text(str(many))
    page.context.set_offline(offline=False)
    expect(page.locator("#waiting")).to_be_hidden()
    voice = voice_of(page.locator("html").get_attribute("lang") or "")
    expect(told).to_contain_text(voice.say(_COUNTED))
    expect(told).to_contain_text(shown.replace("-", ""))
    refused = page.locator("#refused li")
    expect(refused).to_contain_text(voice.say(TO_STEWARDS[Code.LINK_CODE_UNKNOWN]))
    expect(refused).to_contain_text(MADE_UP.replace("-", ""))


def assert_stays_until_it_is_put_away(page: Page) -> None:
    """What wasn't counted is there again without a connection, and is named at the shift's end."""
    line, told = page.locator("#refused li"), page.locator("#told li").first
    goes_offline(page.context)
    page.reload()
    expect(line).to_contain_text(MADE_UP.replace("-", ""))
    page.context.set_offline(offline=False)
    page.reload()
    page.locator("form.end button").click()
    listed = page.locator("#place").get_attribute("data-says-listed")
    expect(told).to_contain_text(f"{listed} 1")
    line.get_by_role("button").click()
    expect(page.locator("#refused")).to_be_hidden()
    assert MADE_UP.replace("-", "") not in page.evaluate("JSON.stringify(localStorage)")


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


FULL = """(kept) => {
    const line = { at: Date.now(), typed: "", said: "No", language: "en" };
    const lines = Array.from({ length: 1000 }, (_, nth) => ({ key: String(nth), ...line }));
    localStorage.setItem(kept, JSON.stringify(lines));
}"""


def assert_a_full_list_is_named(page: Page, place: Place, handle: str) -> None:
    """With a thousand lines not put away nothing is sent: that is said, and one less is enough."""
    told, kept = page.locator("#told li"), f"steward:{place.number}:refused"
    full = page.locator("#place").get_attribute("data-says-full") or ""
    page.evaluate(FULL, kept)
    page.reload()
    page.locator("#typing input").fill(handle)
    page.locator("#typing button").click()
    expect(told).to_have_text([re.compile(re.escape(full))])
    page.locator("form.end button").click()
    expect(told).to_have_text([re.compile(re.escape(full))] * 2)
    expect(page.locator("#many")).to_have_text("1")
    page.locator("#refused li button").first.click()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#waiting")).to_be_hidden()
    page.evaluate("(kept) => localStorage.removeItem(kept)", kept)


def test_a_steward_counts_everybody_once_while_the_network_comes_and_goes(
    browser: Browser, crowd: Riverside, town: str, reader: Reader
) -> None:
    place, other = (Place(crowd, place=one, now=now_instant()) for one in ("North bank", "Pier"))
    room, depot = f"{town}/staff/steward/", crowd.depot
    for member in crowd.members[:2]:
        give_handle(crowd.connection, member, depot, handles=crowd.house.handles)
    visit = browser.new_context(viewport=NARROW, locale="en")
    begins_a_shift(visit, crowd, "Anan Wongsa")
    page, barriers = visit.new_page(), list[str]()
    for language in LANGUAGES:
        page.goto(f"{town}/language/{language}?back=/staff/steward/")
        page.goto(f"{room}{place.number}/")
        assert_code_of_now(page, place)
        barriers += reader.read_shown(page)
        if language != "en":  # once each, as a member is counted once
            read_out = show_code(crowd.connection, crowd.members[2], now=now_instant()).code
            ticked = short_handle(crowd.handle(1, depot))
            shown = ticked if place.count else grouped(read_out)
            assert_goes_on_alone(page, place, shown)
            assert_stays_until_it_is_put_away(page)
    page.goto(f"{town}/language/en?back=/staff/steward/")
    page.goto(f"{room}{other.number}/")
    assert_a_lost_answer_doubles_nothing(page, other, crowd.handle(0, depot))
    assert_a_full_list_is_named(page, other, crowd.handle(0, depot))
    rooms = ("", "open/litter_pick", f"{place.number}/", f"{place.number}/list")
    barriers += reader.read(visit, *(room + path for path in rooms))

    assert (place.count, other.count) == (2, 1)
    assert barriers == []
    visit.close()
