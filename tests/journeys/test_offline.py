"""The installed page without a connection: what the phone kept, and that it forgets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from plaudit.pages.passes import link_path
from tests.journeys.test_member_page import NARROW

IS_KEPT = "async () => !!(await caches.match('/member/vouchers/kept'))"
IS_READY = "async () => !!(await (await caches.open('x')) && navigator.serviceWorker.controller)"
OVER = """async () => {
    const place = await caches.open('vouchers');
    const kept = await place.match('/member/vouchers/kept');
    const headers = new Headers(kept.headers);
    headers.set('Expires', new Date(Date.now() - 1000).toUTCString());
    await place.put('/member/vouchers/kept', new Response(await kept.text(), { headers }));
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone whose browser is set to Thai."""
    visit = browser.new_context(viewport=NARROW, locale="th")
    yield visit.new_page()
    visit.close()


def test_vouchers_are_shown_without_a_connection_until_the_pass_ends_or_the_page_is_closed(
    page: Page, member: int, address: str
) -> None:
    start = f"{address}/member/"
    nothing = page.get_by_role("heading", name="ไม่มีการเชื่อมต่อ")
    page.goto(address + link_path(member))
    page.wait_for_function(IS_READY)

    page.context.set_offline(offline=True)
    page.goto(start)
    expect(nothing).to_be_visible()
    expect(page.locator("svg.qr")).to_have_count(0)

    page.context.set_offline(offline=False)
    page.goto(f"{start}rewards/coffee-and-cake")
    page.locator("button.main").click()
    code = page.locator(".code").inner_text()
    page.wait_for_function(IS_KEPT)
    page.context.set_offline(offline=True)
    page.goto(start)
    expect(nothing).to_be_visible()
    expect(page.locator(".code")).to_have_text(code)
    expect(page.locator("svg.qr")).to_be_visible()

    page.evaluate(OVER)
    page.goto(start)
    expect(page.locator(".code")).to_have_count(0)
    assert not page.evaluate(IS_KEPT)

    page.context.set_offline(offline=False)
    page.goto(f"{start}vouchers/")
    page.wait_for_function(IS_KEPT)
    page.goto(start)
    page.locator("form.out button").click()
    expect(page.get_by_role("heading", name="คะแนนของคุณแสดงให้คุณเห็นเท่านั้น")).to_be_visible()
    assert page.evaluate("caches.keys()") == []
