"""Checking in on a phone: with the camera, typed, and kept while there is no connection."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from plaudit.core.check_in import qr_text
from plaudit.core.period import calendar_of
from plaudit.core.refusals import REASONS, Code
from plaudit.core.staff import Role
from plaudit.pages.member.check_in import _DONE
from plaudit.pages.passes import link_path, pass_for
from plaudit.pages.staff.cookie import COOKIE, PATH
from plaudit.pages.voices import LANGUAGES, voice_of
from plaudit.store.staff import Workplace
from tests.journeys.camera import film, with_camera
from tests.journeys.line import line_to
from tests.journeys.reader import NARROW
from tests.journeys.test_offline import TIME_ZONE
from tests.journeys.waiting import goes_offline, wait_until_kept
from tests.place import MINUTE, Place, place_of_its_own
from tests.riverside import Riverside
from tests.staff import hire, shift_of

HOST = "127.0.0.1"
PAGE = "/member/check-in/"
KEPT_AT = "JSON.parse(localStorage.getItem('check-ins'))[0].at"
NOT_SENT = "Kept on this phone, not sent yet"
KEEPS_MANY = """(many) => {
    const { mark } = document.querySelector("script[data-mark]").dataset;
    const one = (at) => ({ number: "10000", code: "123456", at, mark });
    localStorage.setItem("check-ins", JSON.stringify([...Array(many).keys()].map(one)));
}"""
OWN_READER = """
window.tries = 0;
window.BarcodeDetector = class {
    static async getSupportedFormats() { return ["qr_code"]; }
    async detect(video) {
        window.tries += 1;
        if (!%(text)s) throw new DOMException("Service unavailable.", "NotSupportedError");
        return [{ rawValue: %(text)s }];
    }
};"""
"""A browser's own reader of QR codes, as phones have it: it reads one text, or fails."""


def now_instant() -> int:
    return time.time_ns() // 1_000


def begins_a_shift(visit: BrowserContext, riverside: Riverside, name: str) -> None:
    """Let a browser hold the shift of a steward of the depot's, hired just now."""
    depot = Workplace(riverside.programme_id, riverside.depot)
    person = hire(riverside.connection, depot, name, {Role.STEWARD})
    token = shift_of(riverside.connection, person, now=now_instant())
    visit.add_cookies([{"name": COOKIE, "value": token, "domain": HOST, "path": PATH}])


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
    wait_until_kept(page, f"{PAGE}kept")

    goes_offline(page.context)
    page.goto(start + PAGE)
    types(page, place, place.code(now_instant()))
    done = voice.say(_DONE, place="North bank")
    waiting, came = page.locator("#waiting li"), page.locator("#came li")
    expect(page.locator("#waiting h2")).to_have_text(voice.say(NOT_SENT))
    at = calendar_of(TIME_ZONE).local_time(page.evaluate(KEPT_AT) * 1_000)
    expect(waiting).to_have_text(re.compile(rf"{place.number} · {voice.clock(at)}"))
    assert place.count == before
    page.context.set_offline(offline=False)

    expect(told).to_have_text(done)
    expect(page.locator("#waiting")).to_be_hidden()
    expect(came).to_have_text(
        re.compile(rf"{place.number} · {voice.clock(at)} · {re.escape(done)}")
    )
    assert place.count == before + 1


def with_own_reader(visit: BrowserContext, text: str) -> None:
    """Let a browser read this text by itself; "" lets it fail, as where the service is away."""
    visit.add_init_script(OWN_READER % {"text": json.dumps(text)})


def assert_typed_without_scripts(page: Page, place: Place) -> None:
    page.get_by_role("link", name="Check in").click()
    expect(page.locator("#scan")).to_be_hidden()
    types(page, place, place.code(now_instant()))
    expect(page.get_by_role("status")).to_have_text("You are checked in at North bank.")
    page.get_by_role("link", name="See your points").click()
    expect(page.locator("#balance")).to_contain_text("points")


def assert_scanned(page: Page, start: str) -> None:
    """The camera is there on this page, reads the code, and is there on no other page.

    Ours reads it where the browser's own reader fails, which is asked once.
    """
    page.goto(start + PAGE)
    page.get_by_role("button", name="Scan with the camera").click()
    expect(page.locator("#told")).to_have_text("You are checked in at North bank.")
    expect(page.locator("#camera")).to_be_hidden()
    assert page.evaluate("window.tries") == 1
    page.goto(f"{start}/member/link/")
    asked = "navigator.mediaDevices.getUserMedia({ video: true }).then(() => '', (no) => no.name)"
    assert page.evaluate(asked) == "NotAllowedError"


def test_a_phone_without_a_connection_checks_in_later_in_every_language(
    browser: Browser, crowd: Riverside, town: str
) -> None:
    place = place_of_its_own(crowd, takes_kept=True, now=now_instant() - 15 * MINUTE)
    for member, language in zip(crowd.members, LANGUAGES, strict=True):
        visit = browser.new_context(viewport=NARROW, locale=language)
        page = visit.new_page()
        page.goto(town + link_path(member))
        assert_kept_and_sent_later(page, place, town)
        page.goto(f"{town}/member/")
        page.locator("form.out button").click()
        assert page.evaluate("localStorage.length") == 0
        visit.close()


def keeps_one(page: Page, place: Place, start: str) -> None:
    """Let a phone keep a check-in on a page that was there before the connection went."""
    page.goto(start + PAGE)
    wait_until_kept(page, f"{PAGE}kept")
    goes_offline(page.context)
    types(page, place, place.code(now_instant()))
    expect(page.locator("#waiting li")).to_have_count(1)


def test_who_closes_the_page_is_asked_about_what_is_kept_and_no_other_member_sends_it(
    browser: Browser, crowd: Riverside, town: str
) -> None:
    place = place_of_its_own(crowd, takes_kept=True, now=now_instant() - 15 * MINUTE)
    visit = browser.new_context(viewport=NARROW, locale="en")
    page = visit.new_page()
    page.goto(town + link_path(crowd.members[0]))
    keeps_one(page, place, town)
    page.route("**/member/check-in/", lambda route: route.abort())  # no page can send it
    page.context.set_offline(offline=False)

    page.goto(f"{town}/member/")
    expect(
        page.get_by_text("A check-in is kept on this phone and is not sent yet.")
    ).to_be_visible()
    page.get_by_role("button", name="Close my page").click()
    expect(page.get_by_text("it is deleted and doesn't count")).to_be_visible()
    page.unroute("**/member/check-in/")
    page.goto(f"{town}/member/")
    page.get_by_role("button", name="Close my page").click()
    expect(page.locator("#came li")).to_contain_text("You are checked in at North bank.")
    expect(page.get_by_text("it is deleted and doesn't count")).to_be_hidden()
    assert place.count == 1
    page.get_by_role("button", name="Close my page").click()
    expect(page.get_by_role("heading", name="Your points are shown only to you")).to_be_visible()

    page.goto(town + link_path(crowd.members[1]))
    keeps_one(page, place, town)
    visit.clear_cookies(name="member")
    signed = pass_for(crowd.members[2])
    visit.add_cookies([{"name": "member", "value": signed, "domain": HOST, "path": "/member/"}])
    page.context.set_offline(offline=False)
    expect(page).to_have_url(f"{town}/member/")  # the page leaves by itself: it is of another pass
    expect(page.locator("#balance")).to_be_visible()
    expect(page.get_by_text("A check-in is kept on this phone")).to_be_hidden()
    assert place.count == 1
    visit.close()


def test_a_phone_that_keeps_as_many_as_it_may_says_that_it_keeps_no_more(
    browser: Browser, crowd: Riverside, town: str
) -> None:
    place = place_of_its_own(crowd, takes_kept=True, now=now_instant() - 15 * MINUTE)
    visit = browser.new_context(viewport=NARROW, locale="en")
    page = visit.new_page()
    page.goto(town + link_path(crowd.members[0]))
    page.goto(town + PAGE)
    goes_offline(visit)
    page.evaluate(KEEPS_MANY, 19)
    for said in ("is kept on this phone", "This one isn't kept."):
        types(page, place, place.code(now_instant()))
        expect(page.locator("#told")).to_contain_text(said)
    assert page.evaluate("JSON.parse(localStorage.getItem('check-ins')).length") == 20
    expect(page.locator("input[name=code]")).not_to_have_value("")
    visit.close()


def test_who_is_not_signed_in_any_more_reads_that_the_check_in_does_not_count(
    browser: Browser, crowd: Riverside, town: str
) -> None:
    place = place_of_its_own(crowd, takes_kept=True, now=now_instant() - 15 * MINUTE)
    visit = browser.new_context(viewport=NARROW, locale="en")
    page = visit.new_page()
    page.goto(town + link_path(crowd.members[0]))
    page.goto(town + PAGE)
    visit.clear_cookies(name="member")

    types(page, place, place.code(now_instant()))

    expect(page.locator("#told")).to_contain_text("You are not signed in any more.")
    expect(page.locator("#waiting")).to_be_hidden()
    assert place.count == 0
    visit.close()


def test_on_a_line_that_never_answers_a_check_in_is_kept(
    browser: Browser, crowd: Riverside, town: str
) -> None:
    place = place_of_its_own(crowd, takes_kept=True, now=now_instant() - 15 * MINUTE)
    visit = browser.new_context(viewport=NARROW, locale="en")
    page = visit.new_page()
    with line_to(town) as line:
        page.goto(line.address + link_path(crowd.members[0]))
        page.goto(line.address + PAGE)
        line.goes_dead()
        types(page, place, place.code(now_instant()))
        expect(page.locator("#waiting li")).to_have_count(1, timeout=30_000)
        line.comes_back()
        expect(page.locator("#came li")).to_contain_text(str(place.number), timeout=60_000)
        visit.close()
    assert place.count == 1


def test_a_code_is_scanned_by_a_member_or_a_steward_or_typed_without_scripts(
    browser: Browser, chromium: str, crowd: Riverside, town: str, tmp_path: Path
) -> None:
    place, seen = place_of_its_own(crowd, now=now_instant() - MINUTE), tmp_path / "seen.y4m"
    first, second, _ = crowd.members
    visit = browser.new_context(viewport=NARROW, locale="en", java_script_enabled=False)
    page = visit.new_page()
    page.goto(town + link_path(first))
    assert_typed_without_scripts(page, place)
    visit.close()

    film(seen, qr_text(place.number, place.code(now_instant())))
    device = with_camera(browser, chromium, seen)
    visit = device.new_context(viewport=NARROW, locale="en")
    with_own_reader(visit, "")
    page = visit.new_page()
    page.goto(town + link_path(second))
    assert_scanned(page, town)

    # The steward's device reads by itself: ours would still see the place's code.
    visit = device.new_context(viewport=NARROW, locale="en")
    with_own_reader(visit, place.live_code(2, at=now_instant()))
    begins_a_shift(visit, crowd, "Malee Srisai")
    page = visit.new_page()
    page.goto(f"{town}/staff/steward/{place.number}/")
    page.get_by_role("button", name="Scan members' codes").click()
    expect(page.locator("#told li").first).to_contain_text("Counted.")
    expect(page.locator("#count")).to_have_text("3")
    device.close()
    assert place.count == 3
