"""The till's pages: look, honour, a minute for mistakes, and telling what was taken offline."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from django.http import HttpResponse

from plaudit.actions.add_tickets import add_tickets
from plaudit.core.period import SECOND
from plaudit.core.signed_voucher import ACCEPTED_MAX
from plaudit.core.voucher import WRONG_TRIES_MAX
from plaudit.pages.till.at_till import pass_of_till, till_of, till_of_pass
from plaudit.store.connect import connect
from tests.books import Shelf
from tests.doors.tills import HERE, Counter, said, taken
from tests.doors.visitor import Seen
from tests.market import NOW


@pytest.fixture(scope="module")
def counter(shelf: Shelf) -> Iterator[Counter]:
    with shelf.fresh() as url, connect(url) as connection:
        patch = pytest.MonkeyPatch()
        yield Counter(url, connection, patch)
        patch.undo()


def test_a_voucher_is_looked_at_honoured_and_taken_back_within_a_minute(counter: Counter) -> None:
    counter.is_at_the_till("Nok Chai")
    code, before = counter.code(), counter.market.owed("cafe")

    looked = counter.sends("look", code=code.lower())
    done = counter.sends("honour", code=code)
    (number,) = re.findall(r"/staff/till/(\d+)/undo", done.content.decode())
    again = counter.sends("look", code=code)

    assert "Valid: Coffee" in said(looked)
    assert "Honour it" in said(looked)
    assert "Honoured: Coffee. You are owed 60 points." in said(done)
    assert counter.market.owed("cafe") == before + 60
    assert "Used already: Coffee" in said(again)
    assert "Honour it" not in said(again).replace("Valid", "")

    counter.is_at_the_till("Dao Boonma")
    other = counter.sends(f"{number}/undo")
    counter.is_at_the_till("Nok Chai")
    counter.visitor.it_is(NOW + 59 * SECOND)
    back = counter.sends(f"{number}/undo")
    counter.visitor.it_is(NOW + 61 * SECOND)
    late = counter.sends(f"{number}/undo")

    assert (other.status_code, late.status_code) == (409, 409)
    assert "can't be taken back" in said(other)
    assert "Taken back. The voucher is open again." in said(back)
    assert counter.market.owed("cafe") == before
    counter.visitor.it_is(NOW)
    assert "Valid: Coffee" in said(counter.sends("look", code=code))


def test_another_partners_till_finds_none_and_wrong_codes_slow_one_person_down(
    counter: Counter,
) -> None:
    code = counter.code()
    counter.is_at_the_till("Fah Suk")
    assert counter.sends("look", code=code).status_code == 404
    for number in range(WRONG_TRIES_MAX - 1):
        assert counter.sends("honour", code=f"0000-0000-{number:04}").status_code == 404
    assert counter.sends("look", code=code).status_code == 429
    counter.is_at_the_till("Nok Chai")
    assert counter.sends("look", code=code).status_code == 200


def test_a_ticket_shows_its_own_code_and_cannot_be_taken_back(counter: Counter) -> None:
    add_tickets(counter.connection, counter.market.programme_id, "evening", b"SEAT-7", now=NOW)
    code = counter.code("evening")
    counter.connection.execute("UPDATE wrong_code SET tries = 0")
    counter.is_at_the_till("Fah Suk")

    done = counter.sends("honour", code=code)

    assert "SEAT-7" in said(done)
    assert "/undo" not in done.content.decode()


def test_a_till_takes_along_what_it_needs_and_nothing_of_a_member(counter: Counter) -> None:
    counter.is_at_the_till("Nok Chai")
    text, used = counter.signed(), counter.code()
    counter.sends("honour", code=used)

    found = counter.takes_along()

    assert found["limit"] == 2
    assert found["day_ends_at"] > found["made_at"] == NOW // 1_000
    assert len(found["used_up"]) >= 1
    assert "Coffee" in found["rewards"].values()
    assert set(found) == {
        "day", "day_ends_at", "made_at", "keys", "used_up", "limit", "partner", "rewards", "pass",
        "token",
    }  # fmt: skip
    assert text.startswith("PLAUDIT1:")
    kept = counter.visitor.get(f"{HERE}kept")
    assert "Expires" in kept.headers
    assert "csrfmiddlewaretoken" not in said(kept)
    worker = counter.visitor.get(f"{HERE}worker.js").content.decode()
    assert worker.startswith("const FILES = [")


def test_what_was_taken_offline_is_told_later_by_a_colleague_too_and_paid_once(
    counter: Counter,
) -> None:
    before = counter.market.owed("cafe")
    counter.is_at_the_till("Nok Chai")
    mine, text = counter.takes_along()["pass"], counter.signed()
    counter.is_at_the_till("Dao Boonma")

    first = counter.tells(taken("a", text, mine), taken("b", "PLAUDIT1:A", mine))
    counter.is_at_the_till("Nok Chai")
    again = counter.tells(taken("a", text, mine))
    twice = counter.tells(taken("c", text, mine))

    assert [(one["key"], one["paid"]) for one in first] == [("a", True), ("b", False)]
    assert first[0]["words"] == "paid"
    assert "signature" in first[1]["words"]
    assert again == first[:1]
    assert not twice[0]["paid"]
    assert counter.market.owed("cafe") == before + 60


def test_a_pass_of_another_partner_or_a_forged_one_pays_nothing(counter: Counter) -> None:
    text, before = counter.signed(), counter.market.owed("cafe")
    nok, fah = counter.people["Nok Chai"], counter.people["Fah Suk"]
    counter.is_at_the_till("Nok Chai")

    answers = counter.tells(
        taken("x", text, pass_of_till(fah)), taken("y", text, "forged"), taken("z", text, "")
    )

    assert [one["paid"] for one in answers] == [False] * 3
    assert counter.market.owed("cafe") == before
    assert till_of_pass(pass_of_till(nok), nok) == till_of(nok)
    assert till_of(nok).mark != till_of(counter.people["Dao Boonma"]).mark


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "{}x",
        "[1]",
        '[{"key": 1}]',
        json.dumps([taken("k", "t", "p")] * (ACCEPTED_MAX + 1)),
        json.dumps([taken("k", "t", "p") | {"at": -1}]),
        json.dumps([taken("k", "t", "p") | {"at": 0.5}]),
    ],
    ids=range(7),
)
def test_what_cannot_be_read_is_refused_as_a_whole(counter: Counter, sent: str) -> None:
    counter.is_at_the_till("Nok Chai")
    assert counter.sends("sync", taken=sent).status_code == 400


def test_a_till_never_sees_whose_voucher_it_is_nor_what_they_have(counter: Counter) -> None:
    """Vouchers of two members with opposite histories look the same."""
    market = counter.market
    market.give(100, member=1)
    counter.is_at_the_till("Nok Chai")
    pages = []
    for member in range(2):
        code = market.take("coffee", member=member).code or ""
        looked = counter.sends("look", code=code).content.decode()
        done = counter.sends("honour", code=code).content.decode()
        both = re.sub(r'value="[^"]{64}"|/till/\d+/undo', "", looked.replace(code, "") + done)
        pages.append(re.sub(r"[A-Za-z0-9]{64}", "", both))
        assert str(market.members[member]) not in re.findall(r"\b\d{6,}\b", both)
        handle = market.house.handles.handle_of(market.members[member], market.tills["cafe"][0])
        assert handle not in both
    assert pages[0] == pages[1]


def in_the_field(answer: HttpResponse) -> tuple[str | None, str | None]:
    """Return what stands in the field of the code, and what the page knows as mistyped."""
    has = {one["name"]: one.get("value") for one in Seen(answer).having("input") if "name" in one}
    return has["code"], has.get("mistyped")


def test_a_mistyped_code_stays_to_be_compared_and_no_other(counter: Counter) -> None:
    counter.connection.execute("UPDATE wrong_code SET tries = 0")
    counter.is_at_the_till("Nok Chai")
    code, text = counter.code(), counter.signed()

    wrong = counter.sends("look", code="2DHR-B4JR-8BNX")
    forged = counter.sends("look", code=f"{text[:-1]}7")
    found = counter.sends("look", code=code)
    counter.sends("honour", code=code)
    used = counter.sends("look", code=code)

    assert "Compare each character" in said(wrong)
    assert in_the_field(wrong) == ("2DHR-B4JR-8BNX",) * 2
    assert [in_the_field(one) for one in (forged, found, used)] == [(None, None)] * 3


def test_without_script_a_scanner_writes_the_next_code_beside_the_mistyped_one(
    counter: Counter,
) -> None:
    counter.is_at_the_till("Nok Chai")
    wrong = "2DHR-B4JR-8BN"
    code = next(one for one in iter(counter.code, "") if one[-1] != "R")  # core.till_field says why
    for field in (code + wrong, wrong + code, f"2DHR{code}-B4JR-8BN", wrong + counter.signed()):
        assert "Valid: Coffee" in said(counter.sends("look", code=field, mistyped=wrong))
    assert "Valid: Coffee" in said(counter.sends("look", code=code, mistyped=code[:-3]))
    again = counter.sends("look", code=f"{wrong}{wrong}X", mistyped=wrong)
    part = counter.sends("look", code=f"{wrong}-", mistyped=wrong)
    assert [in_the_field(one) for one in (again, part)] == [(f"{wrong}X",) * 2, (f"{wrong}-",) * 2]
