"""A steward checks members in by what they show: at once, days later, from a printed list."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest

from plaudit.actions import check_in_members
from plaudit.actions.check_in_members import (
    ENTRIES_MAX,
    SHORT_DIGITS,
    Entry,
    check_in_cards,
    check_in_listed,
    listed_handles,
)
from plaudit.actions.give_handle import give_handle
from plaudit.actions.join import join
from plaudit.actions.link import link
from plaudit.core.card import card_number
from plaudit.core.check_in import CheckIn, deleted_from
from plaudit.core.refusals import Code, Refused
from plaudit.core.voucher import Till
from plaudit.store.catalogue import programme_number
from plaudit.store.link_codes import clear_link_codes
from tests.market import edition
from tests.place import HOUR, MINUTE, Place
from tests.publishing import publish_as_promised
from tests.riverside import ACTIVITY_TEXTS, NOW, Riverside

DAY = 24 * HOUR
BAG_POINTS = 30


def test_a_live_code_checks_in_whoever_shows_it_once_and_is_used_up(
    connection: psycopg.Connection,
) -> None:
    riverside = Riverside(connection)
    place, other = Place(riverside), Place(riverside, place="South bank")
    code, later = place.live_code(0, at=NOW), NOW + 2 * MINUTE
    till = Till(riverside.depot, b"till")

    assert place.scans(Entry("a", code, NOW)) == ["accepted"]
    assert place.scans(Entry("a", code, NOW)) == ["duplicate"], "the answer was lost"
    assert other.scans(Entry("b", code, NOW)) == ["member_code_over"]
    assert place.comes(0, now=NOW + 1) == "check_in_twice", "by another way"
    assert place.scans(Entry("c", place.live_code(0, at=later), later), now=later) == [
        "check_in_twice"
    ]
    handles = riverside.house.handles
    with pytest.raises(Refused) as no:
        link(connection, till, code, handles=handles, now=NOW)
    assert no.value.refusal.code is Code.LINK_CODE_UNKNOWN
    assert link(connection, till, place.live_code(1, at=NOW), handles=handles, now=NOW)
    linked = place.scans(Entry("d", place.live_code(1, at=NOW), NOW))
    assert linked == ["member_code_over"], "a till used it"
    assert place.scans(Entry("e", place.live_code(2, at=NOW), NOW + 3 * MINUTE)) == [
        "member_code_over"
    ], "photographed, and shown again later"
    assert riverside.all_points() == [BAG_POINTS, 0, 0]


def test_a_device_sends_what_it_scanned_days_later_and_not_beyond_the_back_date_limit(
    connection: psycopg.Connection,
) -> None:
    riverside = Riverside(connection)
    place, other = Place(riverside), Place(riverside, place="South bank")
    scanned = [Entry(str(at), place.live_code(at, at=NOW + at), NOW + at) for at in range(3)]
    clear_link_codes(connection, now=NOW + 9 * DAY)

    assert place.scans(scanned[0], now=NOW + 9 * DAY) == ["accepted"]
    assert other.scans(scanned[0], now=NOW + 29 * DAY) == ["member_code_over"]
    assert place.scans(scanned[0], now=NOW + 30 * DAY) == ["duplicate"]
    assert place.scans(scanned[1], now=NOW + 30 * DAY) == ["accepted"]
    assert place.scans(scanned[2], now=NOW + 31 * DAY) == ["too_late"]
    again = [one._replace(at=NOW + 31 * DAY) for one in scanned]
    assert place.scans(*again, now=NOW + 31 * DAY) == ["check_in_not_open"] * 3
    assert deleted_from(place.check_in.ends_at) > NOW + 31 * DAY
    assert place.count == 2


def test_what_a_device_says_of_another_time_or_of_nobody_is_refused(
    connection: psycopg.Connection,
) -> None:
    riverside = Riverside(connection)
    place = Place(riverside)
    ahead, before = NOW + 6 * MINUTE, NOW - MINUTE
    text = edition((), id="2").replace('"market"', '"elsewhere"')
    publish_as_promised(connection, text, ACTIVITY_TEXTS)
    elsewhere = programme_number(connection, "elsewhere")
    assert elsewhere is not None
    (stranger,) = join(
        connection,
        programme_id=elsewhere,
        now=NOW - DAY,
        language="en",
        wording="I join.",
        how_many=1,
    )
    riverside.members = [*riverside.members, stranger]

    assert place.scans(Entry("a", place.live_code(0, at=ahead), ahead)) == ["check_in_not_open"]
    assert place.scans(Entry("b", place.live_code(0, at=before), before)) == ["check_in_not_open"]
    late = NOW + HOUR
    assert place.scans(Entry("c", place.live_code(3, at=NOW), NOW), now=late) == ["member_unknown"]
    made_up = "0" * 26
    told = place.scans(*(Entry(one, one, NOW) for one in (made_up, "", "7K3M-9QW2-0XTZ", "cafe")))
    assert told == ["member_code_over", "handle_unclear", "link_code_unknown", "handle_unclear"]
    assert riverside.all_points() == [0, 0, 0, 0]


def test_too_many_are_not_taken_at_once(connection: psycopg.Connection) -> None:
    place = Place(Riverside(connection))
    same = Entry("a", place.live_code(0, at=NOW), NOW)

    with pytest.raises(Refused) as no:
        place.scans(*[same] * (ENTRIES_MAX + 1))
    assert no.value.refusal.code is Code.LIST_TOO_LONG
    assert place.count == 0


def test_a_whole_handle_counts_also_beyond_where_the_list_is_cut(
    connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    riverside = Riverside(connection)
    place, depot = Place(riverside), riverside.depot
    for member in riverside.members[:2]:
        give_handle(connection, member, depot, handles=riverside.house.handles)
    monkeypatch.setattr(check_in_members, "LIST_MAX", 1)
    first, last, not_given = (riverside.handle(member, depot) for member in range(3))
    assert listed_handles(connection, riverside.house, depot) == [first]
    elsewhere, made_up = riverside.handle(1, riverside.cafe), "ab" * 16

    assert place.scans(
        *(Entry(one, one, NOW) for one in (last, not_given, elsewhere, made_up, last[:8]))
    ) == ["accepted", *["handle_unclear"] * 4]
    assert riverside.all_points() == [0, BAG_POINTS, 0]


def test_cards_at_a_check_in_that_was_cancelled_count_for_nobody(
    connection: psycopg.Connection,
) -> None:
    riverside = Riverside(connection)
    opened = Place(riverside)
    before = opened.check_in
    cards = [card_number(member) for member in riverside.members]
    cancelled = before._replace(closed_at=before.starts_at - HOUR)

    def said(check_in: CheckIn) -> list[str]:
        outcomes = check_in_cards(connection, riverside.house, check_in, cards=cards, now=NOW + DAY)
        return [one.refusal.code.value if one.refusal else one.status for one in outcomes]

    assert said(cancelled) == ["check_in_not_open"] * 3
    assert riverside.all_points() == [0, 0, 0]
    assert said(before) == ["accepted"] * 3


def test_a_time_beside_a_card_or_a_name_counts_for_who_joined_on_the_spot(
    connection: psycopg.Connection,
) -> None:
    riverside = Riverside(connection, members=1)
    place, (first,) = Place(riverside), riverside.members  # from noon to four in Bangkok
    (joined,) = join(
        connection,
        programme_id=riverside.programme_id,
        now=NOW + 32 * MINUTE + MINUTE // 2,
        language="en",
        wording="I join.",
        how_many=1,
    )
    give_handle(connection, first, riverside.depot, handles=riverside.house.handles)
    short, card = riverside.handle(0, riverside.depot)[:SHORT_DIGITS], card_number(joined)
    asked = (connection, riverside.house, place.check_in)

    cards = [card, *(f"{card} {at}" for at in ("12:31", "11:59", "16:01", "12.32 น.", "12:40"))]
    outcomes = check_in_cards(*asked, cards=cards, now=NOW + DAY)
    outcomes += check_in_listed(*asked, handles=[f"{short} 9:00", f"{short} 16：00"], now=NOW + DAY)

    assert [one.refusal.code.value if one.refusal else one.status for one in outcomes] == [
        "member_unknown", "member_unknown", "check_in_not_open", "check_in_not_open", "accepted",
        "check_in_twice", "check_in_not_open", "accepted",
    ]  # fmt: skip
    found = connection.execute("SELECT happened_at FROM deed ORDER BY happened_at").fetchall()
    assert found[1][0] - found[0][0] == timedelta(hours=3, minutes=27), "12:32 and the end at 16:00"


def test_a_printed_list_shows_the_partners_own_handles_and_counts_as_of_the_start(
    connection: psycopg.Connection,
) -> None:
    riverside = Riverside(connection, members=4)
    place, depot = Place(riverside), riverside.depot
    for member in riverside.members[:3]:
        give_handle(connection, member, depot, handles=riverside.house.handles)
    give_handle(connection, riverside.members[3], riverside.cafe, handles=riverside.house.handles)
    known = [riverside.handle(member, depot) for member in range(3)]
    unknown = riverside.handle(3, depot)
    assert listed_handles(connection, riverside.house, depot) == sorted(known)
    assert place.comes(0, now=NOW + MINUTE) == "accepted"

    short = [one[:SHORT_DIGITS] for one in known]
    ticked = [short[0], f"{short[1][:4]}-{short[1][4:].upper()}", known[2], known[2], unknown, "x"]
    outcomes = check_in_listed(
        connection, riverside.house, place.check_in, handles=ticked, now=NOW + 2 * DAY
    )

    told = [one.refusal.code.value if one.refusal else one.status for one in outcomes]
    assert told == [
        "check_in_twice",
        "accepted",
        "accepted",
        "duplicate",
        "handle_unclear",
        "handle_unclear",
    ]
    at = connection.execute("SELECT happened_at FROM deed ORDER BY deed_id DESC LIMIT 2")
    assert len(set(at.fetchall())) == 1
    assert riverside.all_points() == [BAG_POINTS, BAG_POINTS, BAG_POINTS, 0]


class Device:
    """A steward's device: it keeps what was scanned until an answer came for it."""

    def __init__(self, place: Place, chance: random.Random) -> None:
        self.place = place
        self.kept: dict[str, Entry] = {}
        self.told: dict[str, str] = {}
        self._chance = chance

    def sends(self, *, now: int) -> None:
        """Send what is kept, over a network that may lose the question or the answer."""
        for some in self._parts():
            if self._chance.random() < 0.3:
                return  # the question is lost
            answers = self.place.scans(*some, now=now)
            if self._chance.random() < 0.3:
                return  # the answer is lost
            for entry, told in zip(some, answers, strict=True):
                self.told[entry.key] = told
                del self.kept[entry.key]

    def _parts(self) -> Iterator[list[Entry]]:
        waiting = list(self.kept.values())
        for at in range(0, len(waiting), ENTRIES_MAX):
            yield waiting[at : at + ENTRIES_MAX]


def test_a_day_of_2000_check_ins_with_a_network_that_comes_and_goes_loses_and_doubles_none(
    connection: psycopg.Connection,
) -> None:
    people = 2_000
    riverside = Riverside(connection, members=people)
    place = Place(riverside, hours=8)
    chance = random.Random(2026)
    gates = [Device(place, chance), Device(place, chance)]
    coming = [*range(people), *chance.sample(range(people), 60)]  # some come by both gates
    for number, member in enumerate(coming):
        at = NOW + number * 12 * MINUTE // 60
        gate = gates[number % 2]
        gate.kept[str(number)] = Entry(str(number), place.live_code(member, at=at), at)
        if number % 97 == 0:
            gate.sends(now=at)
    tries = 0
    while any(gate.kept for gate in gates):
        tries += 1
        for gate in gates:
            gate.sends(now=NOW + 8 * HOUR + tries * MINUTE)

    told = gates[0].told | gates[1].told
    counted = [one for one in told.values() if one != "check_in_twice"]
    assert sorted(told, key=int) == [str(number) for number in range(len(coming))]
    assert set(counted) == {"accepted", "duplicate"}
    assert len(counted) == people == place.count
    wallets = connection.execute("SELECT points, count(*) FROM member GROUP BY points")
    assert wallets.fetchall() == [(BAG_POINTS, people)]
