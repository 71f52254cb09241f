"""New points on an open page, without loading it again."""

from __future__ import annotations

from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, Route, expect

from plaudit.ingest.limits import STREAMS_A_MEMBER_MAX
from plaudit.pages.passes import link_path
from tests.journeys.reader import NARROW
from tests.journeys.test_member_page import report
from tests.riverside import Riverside

TWO_SECONDS = 2_000


def assert_one_page_too_many_is_told_and_none_loads_again(
    visit: BrowserContext, town: str, member: int
) -> None:
    """Of more open pages than a member's streams the oldest says so, and the others go on."""
    first, *others = pages = [visit.new_page() for _ in range(STREAMS_A_MEMBER_MAX + 1)]
    for page in pages:
        with page.expect_response("**/member/news**"):
            page.goto(f"{town}/member/" if page is not first else town + link_path(member))
        page.evaluate("window.isTheSame = true")

    expect(first.get_by_text("New points don't appear by themselves just now.")).to_be_visible()
    for page in pages:
        assert page.evaluate("window.isTheSame")
    for page in others:
        expect(page.locator("#unheard")).to_be_hidden()


def assert_an_answer_that_comes_late_changes_nothing(
    page: Page, crowd: Riverside, town: str
) -> None:
    """Of two questions the first one's answer comes last: it is older than what is shown."""
    held: list[tuple[Route, APIResponse]] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append((route, route.fetch()))

    page.route("**/member/fresh", hold_the_first)
    with page.expect_request("**/member/fresh"):
        report(crowd, town, [4, 5, 2])
    expect(page.locator("h1")).to_have_text("You can spend 9 points")
    report(crowd, town, [4, 5, 2, 1])
    expect(page.locator("h1")).to_have_text("You can spend 12 points")
    ((route, answer),) = held
    with page.expect_event("requestfinished"):
        route.fulfill(response=answer)
    page.evaluate("new Promise((done) => setTimeout(done, 0))")
    expect(page.locator("h1")).to_have_text("You can spend 12 points")
    page.unroute("**/member/fresh")


def test_new_points_appear_within_two_seconds_and_what_is_open_stays_open(
    browser: Browser, crowd: Riverside, town: str
) -> None:
    visit = browser.new_context(viewport=NARROW, locale="en")
    page = visit.new_page()
    report(crowd, town, [4])
    with page.expect_response("**/member/news**"):
        page.goto(town + link_path(crowd.members[0]))
    page.locator("summary").click()
    words, button = (
        page.locator(f"details[open] {one}") for one in ("input[name=words]", "button")
    )
    words.fill("It was five")
    button.focus()
    page.evaluate("window.isTheSame = true")

    assert report(crowd, town, [4, 5])[1] == "accepted"

    expect(page.locator("h1")).to_have_text("You can spend 9 points", timeout=TWO_SECONDS)
    expect(page.get_by_role("status")).to_have_text("You can spend 9 points")
    expect(page.get_by_text("Counted: 4 cups.")).to_be_visible()
    expect(page.get_by_text("Counted: 5 cups.")).to_be_hidden()
    expect(words).to_have_value("It was five")
    expect(button).to_be_focused()
    page.locator("details[open] > summary").focus()
    assert_an_answer_that_comes_late_changes_nothing(page, crowd, town)
    expect(page.locator("details[open] > summary")).to_be_focused()
    assert page.evaluate("window.isTheSame")

    assert report(crowd, town, [3], days_ago=40) == ["refused"]
    expect(page.get_by_text("Not counted")).to_be_visible(timeout=TWO_SECONDS)

    visit.clear_cookies(name="member")
    report(crowd, town, [4, 5, 2, 1, 1])
    expect(page.get_by_role("heading", name="Your points are shown only to you")).to_be_visible()

    page.close()
    assert_one_page_too_many_is_told_and_none_loads_again(visit, town, crowd.members[0])
    visit.close()


def test_a_page_that_is_open_elsewhere_is_shut_when_the_member_closes_it_there(
    browser: Browser, someone: int, town: str
) -> None:
    lost, own = (browser.new_context(viewport=NARROW, locale="en") for _ in range(2))
    elsewhere, here = lost.new_page(), own.new_page()
    with elsewhere.expect_response("**/member/news**"):
        elsewhere.goto(town + link_path(someone))
    elsewhere.wait_for_timeout(1_000)  # a pass of the same second is the same pass
    here.goto(town + link_path(someone))
    here.goto(f"{town}/member/data/ways/")
    here.get_by_role("button", name="Close them everywhere else").click()
    expect(elsewhere.locator("h1")).to_have_text("Your points are shown only to you")
    here.goto(f"{town}/member/")
    expect(here.locator("h1")).to_contain_text("You can spend 80 points")
    for one in (lost, own):
        one.close()
