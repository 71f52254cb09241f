"""“I've seen it”, said of rules that will change, holds for who said it and for that change."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from plaudit.actions.join import join
from plaudit.pages.passes import COOKIE, PATH, link_path, pass_for
from plaudit.store.catalogue import programme_number
from tests.journeys.conftest import served
from tests.journeys.reader import NARROW
from tests.market import JOINED, REWARDS, Market, edition
from tests.publishing import publish_as_promised
from tests.riverside import ACTIVITY_TEXTS

LATER = '[[rule]]\nid = "litter"\non = "litter_pick"\nper = "day"\nrate = { points = 5, per = 1 }\n'
HELD = "() => localStorage.getItem('seen-edition')"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser that heeds no Clear-Site-Data: passes come to it as cookies alone."""
    visit = browser.new_context(viewport=NARROW, locale="en", service_workers="block")
    yield visit.new_page()
    visit.close()


def in_another_programme(connection: psycopg.Connection) -> int:
    """Publish two editions of another programme, of the same ids, and return its member."""
    for text in (edition(()), edition((), id="2", starts_on="2090-01-01", more=LATER)):
        other = text.replace('programme = "market"', 'programme = "park"')
        publish_as_promised(connection, other, ACTIVITY_TEXTS)
    programme_id = programme_number(connection, "park")
    assert programme_id is not None
    (member,) = join(
        connection, programme_id=programme_id, now=JOINED, language="en", wording="I join the park."
    )
    return member


def shows(page: Page, start: str, signed: str) -> None:
    """Show a member's points by a pass."""
    page.context.add_cookies(
        [{"name": COOKIE, "value": signed, "domain": "127.0.0.1", "path": PATH}]
    )
    page.goto(f"{start}/member/")
    expect(page.locator("#live")).to_be_visible()


def test_it_holds_on_all_pages_of_the_pass_and_for_nobody_else(
    page: Page, connection: psycopg.Connection, database_url: str
) -> None:
    market = Market(connection)
    publish_as_promised(
        connection, edition(REWARDS, id="2", starts_on="2090-01-01", more=LATER), ACTIVITY_TEXTS
    )
    mine, others = market.members
    elsewhere = in_another_programme(connection)
    note = page.locator("#coming")
    with served(database_url) as start:
        page.goto(start + link_path(mine))
        own = next(one["value"] for one in page.context.cookies() if one["name"] == COOKIE)
        expect(note).to_contain_text("the rules are different")
        page.get_by_role("button", name="I've seen it").click()
        expect(note).to_be_hidden()
        page.goto(f"{start}/member/data/")
        page.goto(f"{start}/member/")
        expect(note).to_be_hidden()

        for member in (others, elsewhere):
            shows(page, start, pass_for(member))
            expect(note).to_be_visible()
            assert page.evaluate(HELD) is None, "nothing is left of what somebody else said"

        shows(page, start, own)
        expect(note).to_be_visible()
