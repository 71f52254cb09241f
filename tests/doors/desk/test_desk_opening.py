"""The desk: one member at a time, by the card, for a reason that the member sees."""

from __future__ import annotations

import psycopg

from plaudit.actions.use_card import CARDS_MAX, COUNTS_CARD
from plaudit.actions.withhold import withhold
from plaudit.core.card import card_number
from plaudit.core.period import SECOND
from plaudit.core.refusals import REASONS, Code
from plaudit.core.rights import LOOK_REASONS
from plaudit.core.staff import Role
from plaudit.pages.desk.opening import COOKIE, OPEN_SECONDS
from plaudit.store.staff import Workplace
from plaudit.store.staff_acts import acts_of
from tests.api.desk_rows import PAGES, PRESSES
from tests.doors.desk.counter import (
    CLERK,
    DESK,
    RECORD,
    Counter,
    everything,
    sentence,
    values,
)
from tests.doors.visitor import Seen
from tests.place import Place
from tests.riverside import NOW
from tests.staff import hire


def test_a_record_opens_by_its_card_for_a_reason_that_the_member_reads(counter: Counter) -> None:
    front = Seen(counter.get(DESK))
    chosen = [has for has in front.having("input") if "checked" in has]
    assert (len([has for has in front.having("input") if has.get("type") == "radio"]), chosen) == (
        len(LOOK_REASONS),
        [],
    )
    for number, reason, code in (
        (card_number(counter.riverside.members[0]), "", Code.LOOK_REASON_MISSING),
        (card_number(counter.riverside.members[0]), "curious", Code.LOOK_REASON_MISSING),
        ("0000 0000 1226", "question", Code.CARD_WRONG),
        (card_number(987_654), "question", Code.CARD_UNKNOWN),
    ):
        no = counter.sends(f"{DESK}open", {"number": number, "reason": reason})
        assert no.status_code == REASONS[code].status
        assert sentence(code) in Seen(no).text
        assert COOKIE not in counter.client.cookies
    assert counter.looks() == []

    assert counter.opens(reason="question")["Location"] == RECORD
    assert counter.looks() == [(CLERK, "question", "desk")]
    at_the_desk = Seen(counter.get(RECORD)).text
    own = Seen(counter.enters(counter.riverside.members[0])).text
    for said in ("You can spend 89 points", f"{CLERK}, to answer a question"):
        assert said in at_the_desk
        assert said in own


def test_no_address_of_the_record_shows_or_does_anything_unless_it_is_open(
    counter: Counter, connection: psycopg.Connection
) -> None:
    """Without an opening, with one of another shift, one that is over, and one of another tab.

    The matrix (tests/api) says that there are no other addresses than these.
    """
    counter.opens()
    opened = counter.client.cookies[COOKIE].value
    before = everything(connection)
    counter.client.cookies.pop(COOKIE)
    nothing_happens(counter)

    other = hire(connection, Workplace(counter.riverside.programme_id), "Anan Wongsa", {Role.DESK})
    mine = counter.client.cookies["staff"].value
    counter.begins(other)
    counter.client.cookies[COOKIE] = opened
    nothing_happens(counter, most=2)

    counter.client.cookies["staff"] = mine
    counter.client.cookies[COOKIE] = opened
    assert counter.get(RECORD).status_code == 200
    counter.it_is(NOW + (OPEN_SECONDS + 1) * SECOND)
    nothing_happens(counter, most=2)
    counter.it_is(NOW + SECOND)
    counter.client.cookies[COOKIE] = opened[:-1] + ("A" if opened[-1] != "A" else "B")
    nothing_happens(counter, most=2)

    counter.client.cookies[COOKIE] = opened
    for address in PRESSES.values():
        no = counter.sends(RECORD + address, {"opening": "another", "sure": "yes"})
        assert no.status_code == 409
        assert sentence(Code.OTHER_RECORD_OPEN) in Seen(no).text
    assert everything(connection) == before


def nothing_happens(counter: Counter, *, most: int = 99) -> None:
    """Every page leads back to the desk, and every press is refused."""
    cookie = counter.client.cookies.get(COOKIE)
    kept = "" if cookie is None else cookie.value
    for address in list(PAGES.values())[:most]:
        assert counter.get(RECORD + address)["Location"] == DESK, address
        counter.client.cookies[COOKIE] = kept
    for address in list(PRESSES.values())[:most]:
        no = counter.sends(RECORD + address, {"sure": "yes"})
        assert (no.status_code, sentence(Code.RECORD_NOT_OPEN) in Seen(no).text) == (409, True)


def test_of_two_records_opened_one_after_the_other_the_first_ones_pages_act_on_nobody(
    counter: Counter,
) -> None:
    counter.opens(0)
    (mark,) = set(values(counter.get(f"{RECORD}data/"), "opening"))
    counter.opens(1)
    assert counter.sends(f"{RECORD}data/leave", {"opening": mark}).status_code == 409
    assert [counter.looks(member) for member in (0, 1)] == [[(CLERK, "member_asked", "desk")]] * 2


def test_who_tries_card_after_card_is_stopped_and_the_log_says_so(
    counter: Counter, connection: psycopg.Connection
) -> None:
    counter.get(DESK)
    for nth in range(CARDS_MAX):
        form = {"number": card_number(1_000_000 + nth), "reason": "fault"}
        assert counter.sends(f"{DESK}open", form).status_code == 404
    assert counter.opens().status_code == REASONS[Code.TOO_MANY_OPENINGS].status == 429
    card = card_number(counter.riverside.members[0])
    for address, form in (("desk/leave", {"card": card}), ("lists/", list_of(counter, [card]))):
        no = counter.sends(f"/staff/{address}", form)
        assert (no.status_code, sentence(Code.TOO_MANY_OPENINGS) in Seen(no).text) == (429, True)
        assert card in no.text, "what was typed isn't lost"
    assert counter.looks() == []
    counter.it_is(NOW + 3_602 * SECOND)
    assert counter.opens().status_code == 302
    acts = acts_of(connection, counter.riverside.programme_id, how_many=99)
    assert [one.what for one in acts].count("desk.open") == CARDS_MAX + 2
    assert {one.about for one in acts if one.what == "desk.open"} == {""}


def list_of(counter: Counter, cards: list[str]) -> dict[str, str]:
    """Return a list of cards to type in, of a check-in that is opened."""
    return {"number": str(Place(counter.riverside).number), "cards": "\n".join(cards)}


def test_a_list_of_cards_counts_card_by_card_leaves_looks_and_tells_nobody_from_who_left(
    counter: Counter, connection: psycopg.Connection
) -> None:
    riverside = counter.riverside
    cards = [card_number(one) for one in riverside.members]
    counter.get("/staff/lists/")
    too_many = list_of(counter, [card_number(1_000_000 + nth) for nth in range(CARDS_MAX + 1)])
    assert counter.sends("/staff/lists/", too_many).status_code == 429
    counter.sends(f"{DESK}leave", {"card": cards[1]})
    no = ("en", "No litter picks.")
    withhold(connection, riverside.members[2], "litter_pick", said=no, now=NOW)
    sent = too_many | {"cards": "\n".join([*cards, card_number(987_654)])}
    for _ in range(2):  # sent again, it says the same
        said = Seen(counter.sends("/staff/lists/", sent)).text
        assert "Counted from this list: 1" in said
        assert said.count("Not counted. Either nobody who takes part has this card") == 3
        assert said.count("hadn't joined or said yes to this kind of deeds") == 3, "of whom isn't"
    assert counter.looks(0) == counter.looks(1)[:1] == [(CLERK, "member_asked", "desk")]
    about = [
        one.about
        for one in acts_of(connection, riverside.programme_id, how_many=99)
        if one.what == COUNTS_CARD
    ]
    assert about == [too_many["number"]] * 8


def test_another_programmes_member_and_other_roles_open_nothing(
    counter: Counter, connection: psycopg.Connection
) -> None:
    at = Workplace(counter.riverside.programme_id)
    for nth, role in enumerate(
        set(Role) - {Role.DESK, Role.STEWARD, Role.TILL, Role.PARTNER_ADMIN}
    ):
        counter.begins(hire(connection, at, f"Somchai {chr(65 + nth)}rawan", {role}))
        assert counter.get(DESK).status_code == 403
        assert counter.opens().status_code == 403
    assert counter.looks() == []
