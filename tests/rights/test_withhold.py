"""Withdrawing consent for one activity: its deeds are nobody's, the others count on."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.withhold import allow_again, withhold
from tests.riverside import NOW, Riverside, instant, statuses

SAID = ("en", "No more litter picks.")
MORNING = "2026-11-20T09:00:00+07:00"
NOON = instant("2026-11-20T12:00:00+07:00")
AFTERNOON = "2026-11-20T15:00:00+07:00"
EVENING = instant("2026-11-20T18:00:00+07:00")


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    return Riverside(connection)


def test_deeds_of_that_activity_are_refused_as_nobodys_and_others_count(
    riverside: Riverside,
) -> None:
    assert withhold(riverside.connection, riverside.members[0], "litter_pick", said=SAID, now=NOON)

    outcomes = riverside.settle(
        riverside.report("litter_pick", {"bags": 1}, at=MORNING),
        riverside.report("cup_return", {"cups": 1}, at=MORNING),
        riverside.report("litter_pick", {"bags": 1}, at=MORNING, member=1, event_id="2"),
        now=EVENING,
    )

    assert statuses(outcomes) == ["member_unknown", "accepted", "accepted"]
    kept = riverside.connection.execute("SELECT count(*) FROM refused_deed").fetchone()
    assert kept == (0,)


def test_given_again_it_counts_from_then_on_and_not_from_before(riverside: Riverside) -> None:
    member_id = riverside.members[0]
    withhold(riverside.connection, member_id, "litter_pick", said=SAID, now=NOON - 1)
    assert allow_again(
        riverside.connection, member_id, "litter_pick", said=("en", "Again."), now=NOON
    )

    outcomes = riverside.settle(
        riverside.report("litter_pick", {"bags": 1}, at=MORNING),
        riverside.report("litter_pick", {"bags": 1}, at=AFTERNOON, event_id="2"),
        now=EVENING,
    )

    assert statuses(outcomes) == ["member_unknown", "accepted"]


def test_each_yes_and_no_is_kept_word_for_word(riverside: Riverside) -> None:
    member_id = riverside.members[0]
    withhold(riverside.connection, member_id, "litter_pick", said=SAID, now=NOW)
    allow_again(riverside.connection, member_id, "litter_pick", said=("th", "อีกครั้ง"), now=NOW + 1)

    kept = riverside.connection.execute(
        "SELECT agrees, language, wording FROM activity_consent ORDER BY said_at"
    ).fetchall()
    assert kept == [(False, *SAID), (True, "th", "อีกครั้ง")]


@pytest.mark.parametrize(("member", "activity"), [(999, "litter_pick"), (1, "gardening")])
def test_nobody_and_nothing_is_withheld(riverside: Riverside, member: int, activity: str) -> None:
    assert not withhold(riverside.connection, member, activity, said=SAID, now=NOW)
