"""The installed page without a connection: what the phone kept, and that it forgets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import segno
from playwright.sync_api import Browser, Page, expect

from plaudit.core.linking import AHEAD_SECONDS, STEP_SECONDS, step_of
from plaudit.core.period import SECOND, calendar_of
from plaudit.pages.passes import COOKIE, PATH, link_path, pass_of
from plaudit.pages.voices import voice_of
from plaudit.store.live_codes import live_codes
from tests.journeys.line import line_to
from tests.journeys.reader import NARROW
from tests.journeys.waiting import goes_offline, wait_until
from tests.riverside import Riverside

HOST = "127.0.0.1"
TIME_ZONE = "Asia/Bangkok"
"""Riverside's."""
IS_KEPT = "async () => !!(await caches.match('/member/vouchers/kept'))"
UNTIL_KEPT = """async (text) => {
    for (let tries = 0; tries < 500; tries++) {
        const kept = await caches.match('/member/vouchers/kept');
        if (kept && (await kept.text()).includes(text)) return;
        await new Promise((again) => setTimeout(again, 20));
    }
    throw new Error(`Not kept: ${text}`);
}"""
ALL_KEPT = """async () => {
    const pages = [];
    for (const name of await caches.keys()) {
        const place = await caches.open(name);
        for (const one of await place.keys()) pages.push(await (await place.match(one)).text());
    }
    return pages.join('');
}"""
KEPT_AT = """async () => {
    const kept = await (await caches.match('/member/vouchers/kept')).text();
    return /As they were at: [0-9:]+/.exec(kept)[0];
}"""
HAS_WORKER = "() => navigator.serviceWorker.controller !== null"
OVER = """async () => {
    const [name] = (await caches.keys()).filter((one) => one.startsWith('kept'));
    const place = await caches.open(name);
    const kept = await place.match('/member/vouchers/kept');
    const headers = new Headers(kept.headers);
    headers.set('Expires', new Date(0).toUTCString());
    await place.put('/member/vouchers/kept', new Response(await kept.text(), { headers }));
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone whose browser is set to Thai."""
    visit = browser.new_context(viewport=NARROW, locale="th")
    yield visit.new_page()
    visit.close()


def assert_live_code(page: Page, member: int) -> None:
    """The live code is drawn for this half minute, and another one for the next."""
    drawn = page.locator("#code path")
    expect(page.locator("#code progress")).to_be_visible()
    for _ in range(2):
        step = step_of(page.evaluate("Date.now()") * 1_000)
        (code,) = live_codes(member, [step])
        expect(drawn).to_have_attribute("d", page.evaluate("code => qrPath(code, 4)", code))
        page.clock.fast_forward(STEP_SECONDS * 1_000)
    page.clock.fast_forward(AHEAD_SECONDS * 1_000)
    expect(drawn).to_be_hidden()
    expect(page.locator("#over")).to_be_visible()
    for text in ("Z" * 25, "7K3M9QW20XTZ7K3M9QW20XTZ9"):
        made = segno.make_qr(text, error="m", version=2, mask=0, boost_error=False)
        assert page.evaluate("text => qrRows(text)", text) == [list(row) for row in made.matrix]


def pass_in(page: Page) -> str:
    """Return the pass that the browser holds."""
    (signed,) = [one["value"] for one in page.context.cookies(page.url) if one["name"] == COOKIE]
    return signed


def hold(page: Page, signed: str) -> None:
    """Let the browser hold a pass, and hear nothing else of it."""
    page.context.add_cookies([{"name": COOKIE, "value": signed, "domain": HOST, "path": PATH}])


def assert_the_next_member_sees_nothing_of_it(page: Page, code: str, link: str) -> None:
    """On a phone that two members share, with the first one's visit still open."""
    start = page.url
    first = pass_in(page)
    page.goto(link)
    assert code not in page.evaluate(ALL_KEPT)
    page.wait_for_function(HAS_WORKER)
    page.evaluate(UNTIL_KEPT, "คุณไม่มีสิทธิ์ที่ใช้ได้")

    # Where a browser doesn't heed Clear-Site-Data, the page's mark alone makes the worker look.
    second = pass_in(page)
    hold(page, first)
    page.goto(start)
    page.evaluate(UNTIL_KEPT, code)
    hold(page, second)
    page.goto(start)
    page.evaluate(UNTIL_KEPT, "คุณไม่มีสิทธิ์ที่ใช้ได้")
    assert code not in page.evaluate(ALL_KEPT)
    goes_offline(page.context)
    page.goto(start)
    expect(page.get_by_role("heading", name="ไม่มีการเชื่อมต่อ")).to_be_visible()
    expect(page.locator(".code")).to_have_count(0)
    page.context.set_offline(offline=False)


def test_vouchers_are_shown_without_a_connection_until_the_pass_ends_or_the_page_is_closed(
    page: Page, crowd: Riverside, someone: int, town: str
) -> None:
    start = f"{town}/member/"
    nothing = page.get_by_role("heading", name="ไม่มีการเชื่อมต่อ")
    page.clock.install()
    page.goto(town + link_path(someone))
    page.wait_for_function(HAS_WORKER)

    goes_offline(page.context)
    page.goto(start)
    expect(nothing).to_be_visible()
    expect(page.locator("svg.qr")).to_have_count(0)

    page.context.set_offline(offline=False)
    page.goto(f"{start}rewards/coffee-and-cake")
    page.locator("button.main").click()
    code = page.locator(".code").inner_text()
    page.evaluate(UNTIL_KEPT, code)
    goes_offline(page.context)
    page.goto(start)
    expect(nothing).to_be_visible()
    expect(page.locator(".code")).to_have_text(code)
    expect(page.locator("svg.qr")).to_be_visible()

    page.get_by_role("link", name="แสดงรหัสของฉัน").click()
    assert_live_code(page, someone)

    page.goto(start)
    page.evaluate(OVER)
    page.goto(start)
    expect(page.locator(".code")).to_have_count(0)
    assert not page.evaluate(IS_KEPT)

    page.context.set_offline(offline=False)
    page.goto(f"{start}vouchers/")
    page.evaluate(UNTIL_KEPT, code)
    page.goto(start)
    other = next(one for one in crowd.members if one != someone)
    assert_the_next_member_sees_nothing_of_it(page, code, town + link_path(other))
    page.goto(start)
    page.locator("form.out button").click()
    expect(page.get_by_role("heading", name="คะแนนของคุณแสดงให้คุณเห็นเท่านั้น")).to_be_visible()
    assert page.evaluate("caches.keys()") == []


def test_on_a_line_that_never_answers_what_was_kept_is_shown_after_a_few_seconds(
    browser: Browser, someone: int, town: str
) -> None:
    visit = browser.new_context(viewport=NARROW, locale="en")
    page, other = visit.new_page(), visit.new_page()
    with line_to(town) as line:
        start = f"{line.address}/member/"
        page.goto(line.address + link_path(someone))
        page.wait_for_function(HAS_WORKER)
        page.goto(f"{start}rewards/coffee-and-cake")
        page.locator("button.main").click()
        code = page.locator(".code").inner_text()
        page.evaluate(UNTIL_KEPT, code)
        at, voucher = page.evaluate(KEPT_AT), page.url

        line.goes_dead()
        for address in (voucher, start):
            page.goto(address)
            expect(page.locator(".code")).to_have_text(code)
            expect(page.get_by_text("nothing answers")).to_be_visible()
            expect(page.get_by_text("As they were at:")).to_have_text(at)
        page.get_by_role("link", name="Show my code").click()
        expect(page.locator("#code path")).to_be_visible()
        expect(page.get_by_text("As it was at:")).to_be_visible()

        # Who tries again waits for the answer: what is slow comes at last.
        page.goto(voucher)
        page.get_by_role("link", name="Try again").click(no_wait_after=True)
        other.goto(voucher)
        expect(other.locator(".code")).to_have_text(code)
        assert page.url == voucher
        line.comes_back()
        expect(page.locator("#balance")).to_be_visible()
    visit.close()


def test_a_voucher_and_the_code_say_until_when_they_are_shown_without_a_connection(
    browser: Browser, someone: int, town: str
) -> None:
    visit = browser.new_context(viewport=NARROW, locale="en")
    page = visit.new_page()
    page.goto(town + link_path(someone))
    page.wait_for_function(HAS_WORKER)
    found = pass_of(pass_in(page))
    assert found is not None
    until = voice_of("en").clock(calendar_of(TIME_ZONE).local_time(found.ends_at * SECOND))

    page.goto(f"{town}/member/rewards/coffee-and-cake")
    page.locator("button.main").click()
    told = page.get_by_text("without a connection, until:")
    expect(told).to_have_text(f"On this phone it can be shown without a connection, until: {until}")
    voucher = page.url
    page.goto(f"{town}/member/link/")
    expect(told).to_have_text(f"On this phone it also works without a connection, until: {until}")
    goes_offline(page.context)
    page.goto(voucher)
    expect(told).to_have_text(f"They can be shown here without a connection, until: {until}")

    # Where nothing is kept, nothing is said of it.
    plain = browser.new_context(viewport=NARROW, locale="en", java_script_enabled=False)
    page = plain.new_page()
    page.goto(town + link_path(someone))
    for address in (voucher, f"{town}/member/link/"):
        page.goto(address)
        expect(page.get_by_text("without a connection, until:")).to_be_hidden()
    plain.close()
    visit.close()


AS_OLD = """async () => {
    const [name] = (await caches.keys()).filter((one) => one.startsWith('shell-'));
    const shell = await caches.open(name), older = await caches.open('shell-older');
    for (const one of await shell.keys()) await older.put(one, await shell.match(one));
    await caches.delete(name);
    await navigator.serviceWorker.register('/member/worker.js?newer', { scope: '/member/' });
}"""
"""What an older worker kept stands there, and a new one comes."""
START_AFTER = """async () => {
    if (await caches.has('shell-older')) return null;
    const start = await caches.match('/member/offline/');
    return start ? start.text() : '';
}"""


def test_a_new_worker_within_a_visit_keeps_the_language(
    page: Page, someone: int, town: str
) -> None:
    page.goto(town + link_path(someone))
    page.wait_for_function(HAS_WORKER)
    wait_until(page, "() => caches.match('/member/offline/')")

    page.evaluate(AS_OLD)

    wait_until(page, "() => caches.has('shell-older').then((is) => !is)")
    assert 'lang="th"' in page.evaluate(START_AFTER)
