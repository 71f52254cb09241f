"""The steward's room: a check-in is opened, shown, scanned into and typed in; a count is told."""

from __future__ import annotations

import json
import re
from email.utils import parsedate_to_datetime

import psycopg
import pytest
from django.http import HttpResponse

from plaudit.actions.give_handle import give_handle
from plaudit.actions.show_code import show_code
from plaudit.core.card import card_number, shown_card_number
from plaudit.core.check_in import digits_of, qr_text, step_of
from plaudit.core.refusals import REASONS, Code
from plaudit.core.staff import Role
from plaudit.core.voucher import grouped
from plaudit.pages.qr import qr_of
from plaudit.pages.staff.cookie import COOKIE
from plaudit.pages.steward import lists
from plaudit.pages.steward.lists import short_handle
from plaudit.store.check_in_codes import check_in_key
from plaudit.store.check_ins import list_check_ins
from plaudit.store.staff import Workplace
from plaudit.store.staff_acts import acts_of
from tests.doors.visitor import Seen, Visitor
from tests.place import HOUR, MINUTE, Place
from tests.riverside import NOW, Riverside
from tests.staff import hire, shift_of

ROOM = "/staff/steward/"
FORM = {"place": " North  bank ", "fact.bags": "1", "hours": "4"}


class Staffed:
    """Riverside with a steward of the depot, one of the café, and somebody at the desk."""

    def __init__(
        self, connection: psycopg.Connection, database_url: str, patch: pytest.MonkeyPatch
    ) -> None:
        self.riverside = Riverside(connection, members=4)
        self._at = (connection, database_url, patch)
        depot = Workplace(self.riverside.programme_id, self.riverside.depot)
        cafe = Workplace(self.riverside.programme_id, self.riverside.cafe)
        office = Workplace(self.riverside.programme_id)
        self.persons = {
            "steward": hire(connection, depot, "Malee Srisai", {Role.STEWARD}),
            "other": hire(connection, cafe, "Anan Wongsa", {Role.STEWARD}),
            "desk": hire(connection, office, "Pim Chaiyo", {Role.DESK}),
        }

    def visitor(self, who: str = "steward", *, now: int = NOW) -> Visitor:
        """Begin a shift."""
        connection, database_url, patch = self._at
        made = Visitor(database_url, patch, now=now)
        made.client.cookies[COOKIE] = shift_of(connection, self.persons[who], now=now)
        return made


@pytest.fixture
def staffed(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Staffed:
    return Staffed(connection, database_url, monkeypatch)


def entries(*shown: str, at: int = NOW) -> dict[str, str]:
    """Return what a device sends."""
    sent = [{"key": str(key), "shown": one, "at": at // 1_000} for key, one in enumerate(shown)]
    return {"entries": json.dumps(sent)}


def told(answer: HttpResponse) -> list[str]:
    return [one["said"] for one in json.loads(answer.content)["told"]]


def test_a_steward_opens_a_check_in_shows_its_code_and_closes_it(staffed: Staffed) -> None:
    visitor, riverside = staffed.visitor(), staffed.riverside
    assert f"{ROOM}open/litter_pick" in Seen(visitor.get(ROOM)).addresses()
    form = Seen(visitor.get(f"{ROOM}open/litter_pick"))
    assert {"place", "fact.bags", "starts"} <= {has.get("name") for has in form.having("input")}
    assert not [has for has in form.having("input") if "checked" in has], "nothing is ticked"
    assert visitor.get(f"{ROOM}open/cup_return").status_code == 404, "it isn't the depot's"

    for wrong, words in (
        ({"place": ""}, "Name the place"),
        ({"fact.bags": "1,5"}, "The fact bags"),
        ({"fact.bags": "many"}, "The fact bags"),
        ({"fact.bags": "9" * 5_000}, "The fact bags"),
        ({"fact.bags": "nan"}, "The fact bags"),
        ({"fact.bags": "inf"}, "The fact bags"),
        ({"fact.bags": "1_0"}, "The fact bags"),
        ({"fact.bags": "1,000"}, "The fact bags"),
        ({"starts": "2027-01-01T09:00"}, "begins within 14 days"),
    ):
        refused = visitor.sends(f"{ROOM}open/litter_pick", FORM | wrong)
        assert (refused.status_code >= 400, words in Seen(refused).text) == (True, True), wrong
    opened = visitor.sends(f"{ROOM}open/litter_pick", FORM)
    later = visitor.sends(f"{ROOM}open/litter_pick", FORM | {"starts": "2026-11-21T09:00"})
    coming, check_in = list_check_ins(riverside.connection, riverside.depot, now=NOW)
    assert (opened["Location"], later["Location"]) == (
        f"{ROOM}{check_in.number}/",
        f"{ROOM}{coming.number}/",
    )
    assert (check_in.place, check_in.facts, check_in.opened_by) == (
        "North bank", (1_000_000,), "Malee Srisai",
    )  # fmt: skip
    assert coming.starts_at == NOW + 21 * HOUR, "nine o'clock in Bangkok"

    page = visitor.get(opened["Location"])
    code = digits_of(check_in_key(check_in.number), step_of(NOW))
    (place,) = (has for has in Seen(page).having("section") if has.get("id") == "place")
    codes = str(place["data-codes"]).split()
    assert (codes[0], len(codes)) == (code, 4 * 120)
    assert Seen(page).having("path")[0]["d"] == qr_of(qr_text(check_in.number, code)).path
    assert "camera=(self)" in page.headers["Permissions-Policy"]
    kept = visitor.get(f"{opened['Location']}kept")
    assert "csrfmiddlewaretoken" not in kept.content.decode()
    ends = parsedate_to_datetime(kept.headers["Expires"]).timestamp()
    assert ends == check_in.ends_at // 1_000_000

    assert visitor.sends(f"{opened['Location']}close").status_code == 302
    assert visitor.get(f"{opened['Location']}kept").status_code == 204
    assert 'data-codes=""' in visitor.get(opened["Location"]).content.decode()
    acts = acts_of(riverside.connection, riverside.programme_id, before=2**62, how_many=9)
    assert {one.what for one in acts} >= {"check_in.open", "check_in.close"}


def test_what_a_device_sends_is_counted_or_told_why_not_and_nothing_else_is_told(
    staffed: Staffed,
) -> None:
    riverside, visitor = staffed.riverside, staffed.visitor()
    place = Place(riverside)
    send = f"{ROOM}{place.number}/send"
    letters = grouped(show_code(riverside.connection, riverside.members[1], now=NOW).code)
    live = [place.live_code(member, at=NOW) for member in (0, 2)]
    visitor.get(f"{ROOM}{place.number}/")

    first = visitor.sends(send, entries(live[0], letters, "0" * 26))
    again = visitor.sends(send, entries(live[0], live[1], at=NOW))
    for answer in (first, again):
        assert set(json.loads(answer.content)) == {"told", "count"}
        for one in json.loads(answer.content)["told"]:
            assert set(one) == {"key", "counts", "said"}
    assert told(first)[:2] == ["Counted."] * 2
    assert told(first)[2] == REASONS[Code.MEMBER_CODE_OVER].sentence
    assert told(again) == ["Counted.", "Counted."], "sent again is harmless"
    over = visitor.sends(send, entries(place.live_code(3, at=NOW), at=NOW + 2 * MINUTE))
    assert told(over) == [REASONS[Code.MEMBER_CODE_OVER].sentence]
    visitor.it_is(NOW + 2 * MINUTE)
    later = place.live_code(0, at=NOW + 2 * MINUTE)
    before = visitor.sends(send, entries(later, at=NOW + 2 * MINUTE))
    assert told(before) == ["Counted before: this person was checked in here already."]
    counts = [[one["counts"] for one in json.loads(it.content)["told"]] for it in (first, before)]
    assert counts == [[True, True, False], [True]], "who was counted before isn't left to a list"
    assert told(visitor.sends(send, entries(later, at=NOW - HOUR))) == [
        "Not counted: the check-in wasn't open at that moment."
    ]
    assert json.loads(visitor.get(f"{ROOM}{place.number}/count").content) == {"count": 3}
    for broken in ("", "{}", "[1]", '[{"key": 1, "shown": "", "at": 0}]', "[" * 2_000,
                   '[{"key": "", "shown": "", "at": 1.5}]'):  # fmt: skip
        assert visitor.sends(send, {"entries": broken}).status_code == 400


def test_a_list_is_printed_with_the_partners_own_names_and_typed_in(
    staffed: Staffed, monkeypatch: pytest.MonkeyPatch
) -> None:
    riverside, visitor = staffed.riverside, staffed.visitor()
    place, depot = Place(riverside), riverside.depot
    for member in riverside.members[:3]:
        give_handle(riverside.connection, member, depot, handles=riverside.house.handles)
    known = [riverside.handle(member, depot) for member in range(4)]
    address = f"{ROOM}{place.number}/list"
    page = Seen(visitor.get(address))
    for at, handle in enumerate(known):
        assert (short_handle(handle) in page.text) == (at < 3)
    assert not [has for has in page.having("input") if "checked" in has]
    assert "This list is full" not in page.text
    with monkeypatch.context() as cut:
        cut.setattr(lists, "LIST_MAX", 3)
        assert "This list is full" in Seen(visitor.get(address)).text

    form = {"handle": known[0], "typed": f"{short_handle(known[1])}\n\n{known[3]}\n"}
    answer = Seen(visitor.sends(address, form))

    assert "Counted from this list: 2" in answer.text
    assert f"{short_handle(known[3])} · No one on your list has" in answer.text
    assert [points > 0 for points in riverside.all_points()] == [True, True, False, False]


def test_the_desk_types_in_cards_that_no_partner_may(staffed: Staffed) -> None:
    riverside = staffed.riverside
    place = Place(riverside)
    cards = [shown_card_number(card_number(one)) for one in riverside.members]
    desk, steward = staffed.visitor("desk"), staffed.visitor()
    desk.get("/staff/lists/")
    wrong = f"{cards[3][:-1]}{(int(cards[3][-1]) + 1) % 10}"
    form = {"number": str(place.number), "cards": f"{cards[0]}\n{cards[2]}\n{wrong}\n"}

    answer = Seen(desk.sends("/staff/lists/", form))

    assert "North bank · Counted from this list: 2" in answer.text
    assert f"{wrong} · {REASONS[Code.CARD_WRONG].sentence}" in answer.text
    assert [points > 0 for points in riverside.all_points()] == [True, False, True, False]
    for number in ("99", "9" * 5_000, "-1", "๑"):
        unknown = desk.sends("/staff/lists/", form | {"number": number})
        assert f"no check-in with the number {number[:40]}" in Seen(unknown).text
        assert unknown.status_code == REASONS[Code.CHECK_IN_UNKNOWN].status
        assert (number in values(unknown), form["cards"] in kept_text(unknown)) == (True, True)
    steward.get(ROOM)
    assert steward.sends("/staff/lists/", form).status_code == 403
    assert desk.get(ROOM).status_code == 403


def values(answer: HttpResponse) -> list[object]:
    return [one.get("value") for one in Seen(answer).having("input")]


def kept_text(answer: HttpResponse) -> str:
    """Return what a page's large fields hold."""
    return "".join(re.findall(r"<textarea[^>]*>(.*?)</textarea>", answer.text, re.DOTALL))


def test_no_partners_page_has_a_balance_a_members_number_or_another_partners_anything(
    staffed: Staffed,
) -> None:
    riverside = staffed.riverside
    place = Place(riverside)
    depot, other = staffed.visitor(), staffed.visitor("other")
    member = riverside.members[0]
    give_handle(riverside.connection, member, riverside.depot, handles=riverside.house.handles)
    place.comes(0)
    secret = [card_number(member), shown_card_number(card_number(member)),
              riverside.handle(0, riverside.cafe), f"{riverside.points()} points"]  # fmt: skip

    for path in ("", f"{place.number}/", f"{place.number}/kept", f"{place.number}/list",
                 f"{place.number}/count"):  # fmt: skip
        text = depot.get(ROOM + path).content.decode()
        assert not [one for one in secret if one in text], path
        if path:
            assert other.get(ROOM + path).status_code == 404
    assert "North bank" not in other.get(ROOM).content.decode()
    for press in ("close", "send", "list"):
        assert other.sends(f"{ROOM}{place.number}/{press}", entries()).status_code == 404
    assert place.check_in.closed_at is None
