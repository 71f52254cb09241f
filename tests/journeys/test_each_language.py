"""Each role does its deed in English, Thai and Chinese, and finds what it needs by its words.

The steward does in tests/journeys/test_steward.py, with the network off and on. Here nobody needs
scripts, but for the passkey of who works for the first time.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from plaudit.actions import hire as hiring
from plaudit.actions.close_books import close_books
from plaudit.actions.question import ask
from plaudit.actions.take import take
from plaudit.core.refusals import REASONS, Code
from plaudit.core.staff import ROLE_WORDS, Role
from plaudit.core.voice import points_in_words, text_in
from plaudit.core.voucher import State
from plaudit.pages.auditor.asking import _WAITS
from plaudit.pages.frame import INVITED_PATH
from plaudit.pages.staff.shift import _BEGIN
from plaudit.pages.staff.views import _MAKE
from plaudit.pages.till.views import _HONOURED, STATE_WORDS
from plaudit.store.partners import partner_number
from plaudit.store.questions import questions_of
from plaudit.store.staff import Workplace
from plaudit.store.statement import read_statement
from plaudit.store.ways_in import as_doorkeeper
from tests.journeys.speaking import Speaker
from tests.journeys.test_public_pages import CLOSED_UP_TO
from tests.journeys.test_sign_in import with_passkeys
from tests.riverside import Riverside


def now_instant() -> int:
    return time.time_ns() // 1_000


@pytest.fixture
def somebody(browser: Browser) -> Speaker:
    return Speaker(browser)


def with_points(crowd: Riverside) -> None:
    """Let each member of the crowd have a course, of this minute."""
    now = now_instant()
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now // 1_000_000))
    crowd.settle(
        *(
            crowd.report("library_course", {}, member=nth, event_id=f"course {member}", at=at)
            for nth, member in enumerate(crowd.members)
        ),
        now=now,
    )


def test_a_till_honours_a_voucher(somebody: Speaker, crowd: Riverside, town: str) -> None:
    lotus = partner_number(crowd.connection, "cafe-lotus")
    somebody.works(crowd, Workplace(crowd.programme_id, lotus), Role.TILL, town=town)
    with_points(crowd)
    now, members = now_instant(), iter(crowd.members)
    for _ in somebody.in_each_language():
        voucher = take(crowd.connection, next(members), "coffee-and-cake", key="k", now=now)
        somebody.page.goto(f"{town}/staff/")
        somebody.follow("Till")
        somebody.fill("The voucher's code: twelve characters, or scan it", voucher.code or "")
        somebody.press("Look")
        title = text_in(voucher.title, somebody.voice)
        expect(somebody.sees(STATE_WORDS[State.OPEN], title=title)).to_be_visible()
        somebody.press("Honour it")
        owed = points_in_words(voucher.price_points, somebody.voice)
        expect(somebody.sees(_HONOURED, title=title, points=owed)).to_be_visible()


def test_a_partner_reports_a_table(
    somebody: Speaker, crowd: Riverside, town: str, tmp_path: Path
) -> None:
    at, file = Workplace(crowd.programme_id, crowd.cafe), tmp_path / "week.csv"
    somebody.works(crowd, at, Role.PARTNER_ADMIN, town=town)
    today = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 2 * 86_400))
    for nth, language in enumerate(somebody.in_each_language()):
        row = f"{language};{crowd.handle(nth, crowd.cafe)};{today};2\r\n"
        file.write_text(f"id;member;date;cups\r\n{row}", "utf-8")
        somebody.page.goto(f"{town}/staff/partner/upload/")
        somebody.page.get_by_label(somebody.says("The file")).set_input_files(file)
        somebody.press("Look at it")
        somebody.press("Report these")
        expect(somebody.page.get_by_role("status")).to_contain_text(
            f"{somebody.says('accepted:')} 1"
        )


def test_the_desk_lets_a_person_join(somebody: Speaker, crowd: Riverside, town: str) -> None:
    somebody.works(crowd, Workplace(crowd.programme_id), Role.DESK, town=town)
    joined = "SELECT count(*) FROM member"
    for _ in somebody.in_each_language():
        before = crowd.connection.execute(joined).fetchone()
        somebody.page.goto(f"{town}/staff/desk/")
        somebody.follow("Let a person join")
        somebody.page.locator('input[name="agreed"]').check()
        somebody.press("The person said yes: join")
        expect(somebody.sees("The member's card")).to_be_visible()
        after = crowd.connection.execute(joined).fetchone()
        assert before is not None
        assert after == (before[0] + 1,)


def test_an_officer_answers_a_question(somebody: Speaker, crowd: Riverside, town: str) -> None:
    somebody.works(crowd, Workplace(crowd.programme_id), Role.OFFICER, town=town)
    with_points(crowd)
    for nth, language in enumerate(somebody.in_each_language()):
        member_id, now = crowd.members[nth], now_instant()
        found = read_statement(crowd.connection, member_id, now=now)
        assert found is not None
        key = found.entries[0].key
        number = ask(crowd.connection, crowd.house, member_id, key, now=now, words="Why?")
        somebody.page.goto(f"{town}/staff/questions/{number}")
        somebody.tick(somebody.says("The points stay as they are"))
        somebody.fill("Your answer, in words that the member understands", f"80 ({language})")
        somebody.press("Answer")
        expect(somebody.page).to_have_url(f"{town}/staff/questions/")
        (answered,) = questions_of(crowd.connection, member_id)
        assert answered.result == "explained"


def test_anybody_counts_what_deeds_give(somebody: Speaker, crowd: Riverside, town: str) -> None:
    cups = crowd.house.programmes[crowd.programme_id].activities["cup_return"]
    for _ in somebody.in_each_language():
        somebody.page.goto(f"{town}/calculator/riverside")
        kind = somebody.page.get_by_label(somebody.says("Kind of deed"))
        kind.select_option(label=text_in(cups.title, somebody.voice))
        somebody.press("Go on")
        somebody.page.locator('input[name="fact.cups"]').fill("9")
        somebody.page.get_by_label(somebody.says("Day"), exact=True).fill("2026-11-20")
        somebody.fill("How often on that day", "2")
        somebody.press("Count it")
        together = f"{somebody.says('Together:')} {points_in_words(15, somebody.voice)}"
        expect(somebody.page.get_by_role("heading", name=together)).to_be_visible()


def test_an_auditor_takes_the_closings_and_asks_for_a_check_once(
    somebody: Speaker, crowd: Riverside, town: str
) -> None:
    close_books(crowd.connection, now=CLOSED_UP_TO)
    somebody.works(crowd, Workplace(crowd.programme_id), Role.AUDITOR, town=town)
    for language in somebody.in_each_language():
        somebody.page.goto(f"{town}/staff/auditor/")
        with somebody.page.expect_download() as fetched:
            somebody.follow("Download the signed closings")
        assert fetched.value.suggested_filename == "riverside-closings.json"
        somebody.press("Run the book's checks")
        waits = _WAITS if language == "en" else REASONS[Code.CHECK_WAITS].sentence
        expect(somebody.sees(waits)).to_be_visible()


def test_who_was_invited_makes_a_passkey_and_signs_in_again(
    browser: Browser, crowd: Riverside, town: str
) -> None:
    home = town.replace("127.0.0.1", "localhost")  # an address of digits can't have passkeys
    at, somebody = Workplace(crowd.programme_id, crowd.cafe), Speaker(browser, scripts=True)
    session, device = with_passkeys(somebody.visit, somebody.page)
    for name, _ in zip(("Arthit", "Busaba", "Chalerm"), somebody.in_each_language(), strict=False):
        with crowd.connection.transaction(), as_doorkeeper(crowd.connection):
            _, token = hiring.hire(
                crowd.connection,
                at,
                f"{name} Signs",
                roles={Role.TILL},
                by="Ms Test",
                now=now_instant(),
            )
        somebody.page.goto(home + INVITED_PATH + token)
        somebody.press(_MAKE)
        expect(somebody.sees(ROLE_WORDS[Role.TILL])).to_be_visible()
        somebody.press("End the shift")
        somebody.press(_BEGIN)
        expect(somebody.page.locator("h1")).to_have_text(f"{name} Signs")
        somebody.press("End the shift")
        expect(somebody.sees("I collect points myself")).to_be_visible()  # it ended indeed
        session.send("WebAuthn.clearCredentials", {"authenticatorId": device})
