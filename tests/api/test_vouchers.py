"""A till over HTTP: looks at vouchers, honours them, takes a mistake back, syncs what it took."""

from __future__ import annotations

from plaudit.actions.add_tickets import add_tickets
from plaudit.core.instant import shown_instant
from plaudit.core.voucher import WRONG_TRIES_MAX, WRONG_TRIES_SECONDS
from plaudit.store.offline import set_offline_limit, signed_voucher
from tests.api.town import Town, said
from tests.market import NOW, number_in

SECOND = 1_000_000
LOOK, HONOUR = "POST /v1/vouchers/look", "POST /v1/honours"


def test_a_till_looks_at_a_voucher_and_honours_it_once(town: Town) -> None:
    code = town.code("coffee")
    owed = town.market.owed("cafe")
    open_one = {
        "state": "open",
        "reward": "coffee",
        "title": {"en": "Coffee"},
        "points": 10,
        "last_on": "2027-02-17",
    }

    looked = town.ask(LOOK, {"code": code.lower()})
    done = town.do(HONOUR, {"code": code})
    again = town.do(HONOUR, {"code": code})
    after = town.ask(LOOK, {"code": code})

    assert (looked.status_code, looked.json()) == (200, open_one)
    number = done.json().pop("number")
    assert (done.status_code, done.json()) == (
        201,
        {
            "number": number,
            "reward": "coffee",
            "title": {"en": "Coffee"},
            "points": 10,
            "honoured_at": shown_instant(NOW),
            "ticket": None,
        },
    )
    assert said(again) == (409, "voucher_used")
    assert after.json() == open_one | {"state": "honoured"}
    assert town.market.owed("cafe") == owed + 10


def test_another_partners_voucher_is_one_that_is_not_there(town: Town) -> None:
    code = town.code("coffee")

    for other in ("shop", "inn"):
        for what in (LOOK, HONOUR):
            assert said(town.do(what, {"code": code}, at=other)) == (404, "voucher_unknown")
    assert town.do(HONOUR, {"code": code}).status_code == 201


def test_ten_wrong_codes_by_either_way_and_the_till_waits_with_a_right_one_too(
    town: Town,
) -> None:
    town.connection.execute("UPDATE wrong_code SET tries = 0")
    code = town.code("mug")
    for number in range(WRONG_TRIES_MAX):
        what = LOOK if number % 2 else HONOUR
        assert said(town.do(what, {"code": f"0000-0000-{number:04}"}, at="shop"))[0] == 404

    waits = [town.do(what, {"code": code}, at="shop") for what in (HONOUR, LOOK)]
    town.it_is(NOW + WRONG_TRIES_SECONDS * SECOND)
    later = town.do(HONOUR, {"code": code}, at="shop")
    town.it_is(NOW)

    assert [said(one) for one in waits] == [(429, "too_many_wrong")] * 2
    assert waits[0].headers["retry-after"] == str(WRONG_TRIES_SECONDS)
    assert later.status_code == 201


def test_a_voucher_past_its_last_day_is_shown_as_lapsed_whether_or_not_the_job_ran(
    town: Town,
) -> None:
    code = town.code("coffee")
    town.it_is(NOW + 90 * 86_400 * SECOND)

    looked = town.ask(LOOK, {"code": code})
    refused = town.do(HONOUR, {"code": code})
    town.it_is(NOW)

    assert looked.json()["state"] == "lapsed"
    assert said(refused) == (409, "voucher_lapsed")


def test_a_mistake_is_taken_back_by_the_partner_that_made_it_alone(town: Town) -> None:
    code = town.code("coffee")
    number = town.do(HONOUR, {"code": code}).json()["number"]
    undo = f"POST /v1/honours/{number}/undo"

    others = [said(town.do(undo, at=other)) for other in ("shop", "inn")]
    done = town.do(undo)
    twice = town.do(undo)

    assert others == [(409, "cannot_undo")] * 2
    assert done.json() == {"number": number, "undone": True}
    assert said(twice) == (409, "cannot_undo")
    assert town.ask(LOOK, {"code": code}).json()["state"] == "open"


def test_a_ticket_comes_with_its_own_code_and_a_retry_gives_it_again(town: Town) -> None:
    market = town.market
    add_tickets(town.connection, market.programme_id, "evening", b"SEAT-1\nSEAT-2", now=NOW)
    code = town.code("evening")

    first = town.do(HONOUR, {"code": code}, at="museum", once="the-same-key")
    again = town.do(HONOUR, {"code": code}, at="museum", once="the-same-key")

    assert first.json()["ticket"] in ("SEAT-1", "SEAT-2")
    assert (again.status_code, again.content) == (201, first.content)
    kept = town.connection.execute("SELECT string_agg(a::TEXT, ' ') FROM given_answer AS a")
    assert "SEAT" not in str(kept.fetchone())


def test_what_a_till_took_offline_is_settled_one_by_one_and_once(town: Town) -> None:
    cafe = town.tills["cafe"].partner_id
    set_offline_limit(town.connection, cafe, 5)
    day = town.ask("GET /v1/till").json()
    voucher = town.market.take("coffee")
    text = signed_voucher(town.connection, town.market.members[0], voucher.voucher_id)
    taken = {"text": text, "accepted_at": shown_instant(NOW), "list_at": day["made_at"]}
    sent = {"accepted": [taken | {"key": "1"}, taken | {"key": "2", "text": "PLAUDIT1:AAAA"}]}

    first = town.ask("POST /v1/honours/offline", sent)
    again = town.ask("POST /v1/honours/offline", sent)

    assert (day["limit"], len(day["keys"][-1]["key"])) == (5, 64)
    assert day["made_at"] == shown_instant(NOW)
    good, bad = first.json()["answers"]
    assert (good["status"], good["points"], good["covered"]) == ("accepted", 10, False)
    assert (bad["status"], bad["code"]) == ("refused", "offline_unsigned")
    assert again.json() == first.json()
    assert number_in(text or "") in town.ask("GET /v1/till").json()["used_up"]
    other = town.ask("POST /v1/honours/offline", sent, at="shop").json()["answers"]
    assert [one["code"] for one in other] == ["offline_unsigned"] * 2


def test_too_many_at_once_and_broken_times_are_refused_as_a_whole(town: Town) -> None:
    one = {"key": "1", "text": "PLAUDIT1:A", "accepted_at": "today", "list_at": "today"}

    many = town.ask("POST /v1/honours/offline", {"accepted": [one] * 1_001})
    times = town.ask("POST /v1/honours/offline", {"accepted": [one]})

    assert said(many) == (413, "offline_too_many")
    assert said(times) == (400, "field_wrong")
    assert "accepted.0.accepted_at" in times.json()["detail"]
