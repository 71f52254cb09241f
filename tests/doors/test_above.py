"""Where somebody goes on from an address that takes forms only, and what is said without a pass."""

from __future__ import annotations

import html
import re
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test.utils import override_settings
from django.urls import get_resolver

from plaudit.pages.above import page_above, page_at
from plaudit.pages.frame import back_from
from plaudit.pages.passes import COOKIE as PASS
from tests.api.test_matrix import addresses
from tests.doors.test_sign_in import LOCMEM
from tests.doors.visitor import Seen, Visitor
from tests.market import NOW, Market

NOWHERE = "postgresql://127.0.0.1:1/plaudit?connect_timeout=1"
FORMS_LEAST = 60
"""So many addresses take forms only; a walk that found none would prove nothing."""


def test_who_opens_an_address_that_takes_forms_only_is_told_and_led_on(shopper: Visitor) -> None:
    for address, back in (
        ("/member/link/show", "/member/link/"),
        ("/member/leave", "/member/"),
        ("/member/rewards/coffee/take", "/member/rewards/coffee"),
        ("/member/rewards/a%3Fb%22/take", "/member/rewards/a%3Fb%22"),
        ("/staff/till/honour", "/staff/till/"),
        ("/sign-in/email", "/sign-in/"),
    ):
        answer = shopper.get(address)

        assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
        assert back in buttons(answer)
        assert "Nothing was done now." in Seen(answer).text
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "现在什么都没有做" in Seen(shopper.get("/member/leave", language="zh-Hans")).text
    problem = shopper.get("/v1/honours")
    assert problem.status_code == 405
    assert problem.headers["Content-Type"] == "application/problem+json"


def test_where_the_book_is_away_one_tries_again_at_a_page_that_is_there(
    shopper: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for press, back in (
        ("/member/rewards/coffee/take", "/member/rewards/coffee"),
        ("/member/check-in/", "/member/check-in/"),
        ("/sign-in/email", "/sign-in/"),
        ("/join/market", "/join/market"),
    ):
        shopper.get("/sign-in/")
        mailing = override_settings(PLAUDIT_MAIL="locmem", EMAIL_BACKEND=LOCMEM)
        with mailing, monkeypatch.context() as patch:
            patch.setenv("PLAUDIT_DATABASE_URL", NOWHERE)
            answer = shopper.sends(press, {"address": "nok@example.org", "code": "1"})
        assert answer.status_code == 503
        assert buttons(answer) == [back]
        assert "Look there whether what you pressed was done" in Seen(answer).text
        assert shopper.get(back).status_code != 405, back


def test_no_page_leads_back_to_another_site() -> None:
    for path in ("//evil.example/x", "/\\evil.example/", "/v1/vouchers/honour", "/nothing/here"):
        assert back_from(path) == "/"
    assert back_from("/member/rewards/https://evil.example") == "/member/rewards/https%3A"


def test_above_each_address_that_takes_forms_only_is_a_page(
    market: Market, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = Visitor(database_url, monkeypatch, now=NOW)
    found, bad = 0, []
    for route in addresses(get_resolver(None).url_patterns):
        path = re.sub(r"<(\w+:)?\w+>", "1", re.sub(r"<uuid:\w+>", str(UUID(int=1)), route))
        if path.startswith("/v1/"):
            continue
        takes_forms_only = nobody.get(path).status_code == 405
        assert page_at(path) == (page_above(path) if takes_forms_only else path)
        if not takes_forms_only:
            continue
        found += 1
        above = page_above(path)
        if nobody.get(above).status_code not in (200, 302):
            bad.append((path, above))
    assert not bad
    assert found >= FORMS_LEAST


def buttons(answer: HttpResponse) -> list[str | None]:
    """Return where the buttons lead that a page has."""
    return [one["href"] for one in Seen(answer).having("a") if one.get("class") == "button"]


@pytest.mark.parametrize(
    ("press", "room"),
    [
        ("data/leave", "/member/data/"),
        ("data/erase", "/member/data/"),
        ("data/restrict", "/member/data/"),
        ("data/ways/remove", "/member/data/ways/"),
        ("rewards/coffee/take", "/member/rewards/coffee"),
    ],
)
def test_who_presses_after_the_hour_reads_that_it_was_not_done_and_comes_back_to_it(
    shopper: Visitor, market: Market, press: str, room: str
) -> None:
    shopper.client.cookies.pop(PASS)  # its hour is over, the page still stands there
    with override_settings(PLAUDIT_MAIL="locmem", EMAIL_BACKEND=LOCMEM):
        answer = shopper.sends(f"/member/{press}", {"sure": "yes"})
    row = market.connection.execute(
        "SELECT withdrawn_at, restricted_at, points FROM member WHERE member_id = %s",
        (market.members[0],),
    ).fetchone()
    assert row == (None, None, 200)
    assert answer.status_code == 403
    seen = Seen(answer)
    assert "what you just pressed was not done" in seen.text
    assert {one.get("value") for one in seen.having("input") if one.get("name") == "then"} == {room}


def test_what_a_member_wrote_after_the_hour_is_shown_to_be_copied(shopper: Visitor) -> None:
    shopper.client.cookies.pop(PASS)
    words = "I brought twelve cups, and not two."

    answer = shopper.sends("/member/questions/ask", {"words": words})

    assert answer.status_code == 403
    assert words in Seen(answer).text


def test_who_only_looks_without_a_pass_reads_nothing_of_a_press(shopper: Visitor) -> None:
    shopper.client.cookies.pop(PASS)
    assert "was not done" not in Seen(shopper.get("/member/data/")).text


def test_staff_whose_shift_is_over_read_that_it_was_not_done(shopper: Visitor) -> None:
    answer = shopper.sends("/staff/till/honour", {"code": "x"})
    assert answer.status_code == 403
    assert "Your shift is over, so what you just pressed was not done." in Seen(answer).text
    assert "was not done" not in Seen(shopper.get("/staff/till/")).text


@pytest.mark.parametrize(
    ("sent_to", "back"),
    [("/member/data/leave", "/member/"), ("/staff/till/honour", "/staff/till/")],
)
def test_a_form_without_its_token_leads_back_to_where_it_stands(
    shopper: Visitor, sent_to: str, back: str
) -> None:
    answer = shopper.sends(sent_to, {"csrfmiddlewaretoken": "forged"})
    assert answer.status_code == 403
    assert "This form could not be taken" in Seen(answer).text
    assert "Somebody signed in or out here since this page was opened" in Seen(answer).text
    assert "another site" not in Seen(answer).text
    assert back in [one.get("href") for one in Seen(answer).having("a")]


def test_a_form_of_another_site_is_called_that(shopper: Visitor) -> None:
    shopper.client.handler.enforce_csrf_checks = True
    said = {"origin": "https://elsewhere.example", "accept-language": "en"}
    answer = shopper.client.post("/member/data/leave", headers=said)

    assert answer.status_code == 403
    assert "It was sent from another site, so nothing was done." in answer.text


@pytest.mark.parametrize("page", ["/sign-in/", "/member/data/ways/"])
def test_a_mistyped_address_stays_in_its_field(shopper: Visitor, page: str) -> None:
    with override_settings(PLAUDIT_MAIL="locmem", EMAIL_BACKEND=LOCMEM):
        shopper.get(page)
        answer = shopper.sends(f"{page}email", {"address": "nok@example"})

    assert answer.status_code == 400
    assert "nok@example" in [one.get("value") for one in Seen(answer).having("input")]


def test_a_browser_that_says_nothing_of_where_a_form_came_from_is_told_what_helps(
    shopper: Visitor,
) -> None:
    shopper.get("/member/data/")
    token = shopper.client.cookies["csrftoken"].value
    shopper.client.handler.enforce_csrf_checks = True
    given = {"csrfmiddlewaretoken": token}
    said = {"accept-language": "en"}
    answer = shopper.client.post("/member/data/restrict", given, secure=True, headers=said)

    assert answer.status_code == 403
    assert "Your browser doesn't say from which page this form came" in html.unescape(answer.text)
    assert "another site" not in answer.text
