"""Settling on the real PostgreSQL. After each test the book's checks must find nothing."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions import batch as batching
from plaudit.actions.batch import Arrival
from plaudit.actions.leave import leave
from plaudit.actions.register_partner import register_partner
from plaudit.core.ledger import Registration
from plaudit.core.refusals import Code
from plaudit.core.statement import DeedEntry, RefusedEntry
from plaudit.store.statement import read_statement
from tests.riverside import JOINED, NOW, Riverside, instant, statuses


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    return Riverside(connection)


def test_a_deed_becomes_points_with_its_explanation(riverside: Riverside) -> None:
    outcomes = riverside.settle(riverside.report("cup_return", {"cups": 3}))

    assert statuses(outcomes) == ["accepted"]
    assert riverside.points() == 3
    statement = read_statement(riverside.connection, riverside.members[0], now=NOW)
    assert statement is not None
    assert statement.balance_points == statement.spendable_points == 3
    (entry,) = statement.entries
    assert isinstance(entry, DeedEntry)
    assert entry.points == 3


def test_a_day_cap_holds_over_batches(riverside: Riverside) -> None:
    for number in range(4):
        report = riverside.report("cup_return", {"cups": 6}, event_id=str(number))
        assert statuses(riverside.settle(report)) == ["accepted"]

    assert riverside.points() == 15  # 6 + 6 + 3 + 0, at most 15 a day


def test_the_same_deed_again_is_a_duplicate_and_another_under_its_id_a_conflict(
    riverside: Riverside,
) -> None:
    cup = riverside.report("cup_return", {"cups": 2})
    riverside.settle(cup)

    again = riverside.settle(
        cup,
        riverside.report("cup_return", {"cups": 3}),
        riverside.report("cup_return", {"cups": 2}, member=1),
        riverside.report("cup_return", {"cups": 2}, at="2026-11-19T09:00:00+07:00"),
    )

    assert statuses(again) == ["duplicate", *["content_conflict"] * 3]
    assert riverside.all_points() == [2, 0, 0]


def test_repeats_within_one_batch_are_seen(riverside: Riverside) -> None:
    cup = riverside.report("cup_return", {"cups": 2})
    other = riverside.report("cup_return", {"cups": 5})

    assert statuses(riverside.settle(cup, cup, other)) == [
        "accepted",
        "duplicate",
        "content_conflict",
    ]
    assert riverside.points() == 2


def test_an_id_is_each_partners_own(riverside: Riverside) -> None:
    outcomes = riverside.settle(
        riverside.report("cup_return", {"cups": 1}), riverside.report("litter_pick", {"bags": 1})
    )

    assert statuses(outcomes) == ["accepted", "accepted"]


def test_nothing_is_recorded_before_joining_or_after_leaving(riverside: Riverside) -> None:
    early = riverside.report("cup_return", {"cups": 1}, at="2026-02-28T09:00:00+07:00")
    gone = riverside.report("cup_return", {"cups": 1}, member=1, event_id="2")
    said = {"language": "en", "wording": "I leave."}
    assert leave(riverside.connection, riverside.members[1], now=NOW, **said)

    outcomes = riverside.settle(early, gone, now=instant("2026-03-02T09:00:00+07:00"))

    assert statuses(outcomes) == ["member_unknown", "member_unknown"]
    kept = riverside.connection.execute("SELECT count(*) FROM refused_deed").fetchone()
    assert kept == (0,)


def test_a_handle_of_another_partner_opens_nothing(riverside: Riverside) -> None:
    partner_id, report = riverside.report("cup_return", {"cups": 1})
    strange = report._replace(subject=riverside.handle(0, riverside.depot))

    assert statuses(riverside.settle(Arrival(partner_id, strange))) == ["member_unknown"]


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("2026-11-20T12:06:00+07:00", "in_the_future"),
        ("2026-10-20T23:59:59+07:00", "too_late"),
        ("2026-10-21T00:00:00+07:00", "accepted"),
        ("2026-11-20T12:04:59+07:00", "accepted"),
    ],
)
def test_the_time_of_a_deed_has_limits(riverside: Riverside, at: str, code: str) -> None:
    assert statuses(riverside.settle(riverside.report("cup_return", {"cups": 1}, at=at))) == [code]


def test_a_deed_before_the_first_edition_is_refused_and_shown_to_the_member(
    riverside: Riverside,
) -> None:
    report = riverside.report("cup_return", {"cups": 1}, at="2026-03-31T23:00:00+07:00")
    outcomes = riverside.settle(report, now=instant("2026-04-01T09:00:00+07:00"))

    assert statuses(outcomes) == ["no_edition"]
    statement = read_statement(riverside.connection, riverside.members[0], now=NOW)
    assert statement is not None
    (entry,) = statement.entries
    assert isinstance(entry, RefusedEntry)
    assert entry.refusal.code is Code.NO_EDITION


def test_what_was_refused_and_is_accepted_later_is_shown_once(riverside: Riverside) -> None:
    report = riverside.report("cup_return", {"cups": 1}, at="2026-11-20T12:06:00+07:00")
    riverside.settle(report)
    riverside.settle(report, now=instant("2026-11-20T12:10:00+07:00"))

    statement = read_statement(riverside.connection, riverside.members[0], now=NOW)
    assert statement is not None
    assert len(statement.entries) == 1
    assert statement.balance_points == 1


def test_a_partner_reports_only_what_it_is_registered_for(riverside: Riverside) -> None:
    _, report = riverside.report("litter_pick", {"bags": 1})
    forged = report._replace(source="cafe", subject=riverside.handle(0, riverside.cafe))

    assert statuses(riverside.settle(Arrival(riverside.cafe, forged))) == ["not_registered_for"]


def test_a_source_that_is_not_the_keys_partner_is_refused(riverside: Riverside) -> None:
    partner_id, report = riverside.report("cup_return", {"cups": 1})

    outcomes = riverside.settle(Arrival(partner_id, report._replace(source="depot")))

    assert statuses(outcomes) == ["source_not_yours"]


def test_a_budget_is_never_passed_and_a_refused_deed_leaves_no_trace_in_the_totals(
    connection: psycopg.Connection,
) -> None:
    riverside = Riverside(connection, budget=20)
    outcomes = riverside.settle(
        riverside.report("cup_return", {"cups": 12}, member=0, event_id="a"),
        riverside.report("cup_return", {"cups": 9}, member=1, event_id="b"),
        riverside.report("cup_return", {"cups": 8}, member=1, event_id="c"),
    )
    more = riverside.settle(riverside.report("cup_return", {"cups": 1}, member=2, event_id="d"))
    next_monday = instant("2026-11-23T00:00:00+07:00")
    later = riverside.settle(
        riverside.report("cup_return", {"cups": 9}, member=1, event_id="b"), now=next_monday
    )

    assert statuses([*outcomes, *more]) == ["accepted", "budget_spent", "accepted", "budget_spent"]
    assert statuses(later) == ["accepted"]
    assert riverside.all_points() == [12, 15, 0]  # 8 + 7 of 9: at most 15 a day


def test_late_deeds_get_the_totals_of_their_own_period(riverside: Riverside) -> None:
    days = ["16", "19", "16", "17", "19", "16", "18"]
    for number, day in enumerate(days):
        at = f"2026-11-{day}T0{number}:00:00+07:00"
        report = riverside.report("cup_return", {"cups": 8}, at=at, event_id=str(number))
        assert statuses(riverside.settle(report)) == ["accepted"]

    assert riverside.points() == 15 + 8 + 8 + 15


def test_a_changed_catalogue_is_seen_by_a_running_service(riverside: Riverside) -> None:
    kiosk = Registration(riverside.programme_id, "kiosk", "Kiosk", ["cup_return"], 7)
    new, _ = register_partner(riverside.connection, kiosk, now=JOINED)
    assert new not in riverside.house.partners
    riverside.settle(riverside.report("cup_return", {"cups": 1}))

    assert new in riverside.house.partners
    assert riverside.points() == 1


def test_days_that_a_partner_may_not_report_do_not_fill_the_memory(
    riverside: Riverside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batching, "TERMS_KEPT_MAX", 20)
    days = [f"20{year}-12-31T09:00:00+07:00" for year in range(27, 77)]
    reports = [
        riverside.report("cup_return", {"cups": 1}, at=at, event_id=f"day-{at}") for at in days
    ]

    said = statuses(riverside.settle(*reports, riverside.report("cup_return", {"cups": 3})))

    assert said == [*["in_the_future"] * len(days), "accepted"]
    assert riverside.points() == 3
    _, terms = riverside.house.terms[riverside.cafe]
    assert 0 < len(terms) <= 20
