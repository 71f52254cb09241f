"""Striking deeds out, reversing and restoring awards, in the real book."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.restore import restore
from plaudit.actions.restrict import lift, restrict
from plaudit.actions.reverse import reverse
from plaudit.actions.strike_out import strike_out
from plaudit.core.period import DAY_SECONDS, SECOND
from plaudit.core.refusals import Code, Refused
from plaudit.core.reversal import Counts, Decision, Reversal
from plaudit.core.statement import DeedEntry
from plaudit.core.transfer import Transfer
from plaudit.store.statement import read_statement
from plaudit.store.wallets import add_transfers, lock_wallet, read_accounts, write_wallets
from tests.riverside import NOW, Riverside, statuses

BY = "Pim Chaiyo, points office"
DAY = DAY_SECONDS * SECOND


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    return Riverside(connection)


def deed_id(riverside: Riverside, event_id: str, member: int = 0) -> int:
    row = riverside.connection.execute(
        "SELECT deed_id FROM deed WHERE event_id = %s AND member_id = %s",
        (event_id, riverside.members[member]),
    ).fetchone()
    assert row is not None
    return int(row[0])


def decision(
    riverside: Riverside, event_id: str, reason: str | None = "did_not_happen", by: str = BY
) -> Decision:
    return Decision(riverside.members[0], deed_id(riverside, event_id), by, reason)


def struck(riverside: Riverside, event_id: str, *, now: int = NOW) -> Reversal:
    return strike_out(riverside.connection, riverside.house, decision(riverside, event_id), now=now)


def cups(
    riverside: Riverside, cups: int, event_id: str, at: str = "2026-11-20T09:00:00+07:00"
) -> None:
    report = riverside.report("cup_return", {"cups": cups}, event_id=event_id, at=at)
    assert statuses(riverside.settle(report)) == ["accepted"]


def refused_with(action: object, *args: object, **named: object) -> str:
    assert callable(action)
    with pytest.raises(Refused) as refused:
        action(*args, **named)
    return refused.value.refusal.code.value


def test_a_struck_deed_leaves_what_the_remaining_deeds_give(riverside: Riverside) -> None:
    cups(riverside, 10, "1")
    cups(riverside, 10, "2")  # 15 a day at most: 10 + 5

    undone = struck(riverside, "1")

    assert undone.moved_points == -5
    assert undone.counts == Counts(15, 10, 15, 10)
    assert riverside.points() == 10
    cups(riverside, 3, "3")
    assert riverside.points() == 13


def test_what_was_spent_is_the_programmes_loss_and_is_not_paid_twice(riverside: Riverside) -> None:
    cups(riverside, 10, "1")
    spend(riverside, 6)

    undone = struck(riverside, "1")

    assert (undone.moved_points, undone.shortfall_points) == (-4, 6)
    assert undone.counts == Counts(10, 0, 10, 6)
    assert riverside.points() == 0
    cups(riverside, 8, "2")  # the right report: 8 cups give 8 points, of which 6 were had already
    assert riverside.points() == 2


def spend(riverside: Riverside, points: int) -> None:
    """Move points out of the wallet; to a reversal it is all one what for."""
    connection, member_id = riverside.connection, riverside.members[0]
    with connection.transaction():
        wallet = lock_wallet(connection, member_id)
        assert wallet is not None
        account = read_accounts(connection, riverside.programme_id).expiry
        for lot_month, taken in wallet.take(points, today=NOW // DAY):
            connection.execute(
                "INSERT INTO expiry_notice VALUES (%s, %s, %s, '2026-10-01')"
                " ON CONFLICT DO NOTHING",
                (member_id, lot_month, taken),
            )
            add_transfers(
                connection, [Transfer(member_id, account, "expire", taken, lot_month, NOW)]
            )
        write_wallets(connection, [wallet])


def test_a_late_deed_of_an_older_period_is_not_paid_twice_either(riverside: Riverside) -> None:
    older, newer = "2026-11-18T09:00:00+07:00", "2026-11-19T09:00:00+07:00"
    cups(riverside, 10, "1", at=older)
    spend(riverside, 10)
    struck(riverside, "1")
    cups(riverside, 4, "2", at=newer)
    spend(riverside, 4)
    struck(riverside, "2")
    assert riverside.points() == 0

    cups(riverside, 12, "3", at=older)

    assert riverside.points() == 2


def test_the_days_only_deed_takes_the_day_out_of_the_tally(riverside: Riverside) -> None:
    for day in range(2, 7):
        cups(riverside, 1, str(day), at=f"2026-11-{day:02d}T09:00:00+07:00")
    cups(riverside, 1, "again", at="2026-11-06T10:00:00+07:00")
    assert riverside.points() == 6 + 10  # five days with a deed

    assert struck(riverside, "6").moved_points == -1  # another deed of that day remains
    assert struck(riverside, "2").counts == Counts(11, 0, 11, 10)  # its cup, and the fifth day
    assert riverside.points() == 14

    cups(riverside, 1, "10", at="2026-11-10T09:00:00+07:00")
    assert riverside.points() == 15  # the fifth day again: its ten points were had already
    shown = read_statement(riverside.connection, riverside.members[0], now=NOW)
    assert shown is not None
    newest = next(entry for entry in shown.entries if isinstance(entry, DeedEntry))
    assert (newest.points, newest.explanation.had_points) == (1, 10)


def test_a_struck_deed_can_be_counted_again(riverside: Riverside) -> None:
    cups(riverside, 10, "1")
    cups(riverside, 10, "2")
    struck(riverside, "1")

    again = restore(riverside.connection, riverside.house, decision(riverside, "1"), now=NOW)

    assert again.moved_points == 5
    assert again.counts == Counts(10, 15, 10, 15)
    assert riverside.points() == 15
    nothing = decision(riverside, "1")
    assert refused_with(restore, riverside.connection, riverside.house, nothing, now=NOW) == (
        "nothing_to_restore"
    )


def test_the_partner_is_told_and_its_event_id_stays_taken(riverside: Riverside) -> None:
    cups(riverside, 10, "1")
    struck(riverside, "1")

    same = riverside.report("cup_return", {"cups": 10}, event_id="1")
    other = riverside.report("cup_return", {"cups": 9}, event_id="1")
    assert statuses(riverside.settle(same, other)) == ["duplicate", "content_conflict"]
    assert riverside.points() == 0
    told = riverside.connection.execute("SELECT kind, partner_id, payload FROM outbox").fetchall()
    assert [(kind, partner_id) for kind, partner_id, _ in told] == [
        ("deed.struck_out", riverside.cafe)
    ]
    assert told[0][2]["deed"] == "1"
    assert told[0][2]["reason"] == "did_not_happen"


def test_one_award_is_reversed_and_restored(riverside: Riverside) -> None:
    cups(riverside, 10, "1")
    cups(riverside, 4, "2")
    spend(riverside, 8)
    house, one = riverside.house, decision(riverside, "1", "wrong_amount")

    part = reverse(riverside.connection, house, one, now=NOW, points=2)
    rest = reverse(riverside.connection, house, one, now=NOW)

    assert (part.moved_points, part.shortfall_points) == (-2, 0)
    assert (rest.moved_points, rest.shortfall_points) == (-4, 4)
    assert riverside.points() == 0
    back = restore(riverside.connection, house, one, now=NOW)
    assert (back.moved_points, back.reason) == (6, None)
    assert riverside.points() == 6


def test_a_reversed_deed_can_be_struck_out_and_the_rest_comes_back(riverside: Riverside) -> None:
    cups(riverside, 10, "1")
    cups(riverside, 10, "2")
    reverse(riverside.connection, riverside.house, decision(riverside, "1"), now=NOW)
    assert riverside.points() == 5

    undone = struck(riverside, "1")

    assert undone.moved_points == 5  # ten were taken, and the count asks for five
    assert riverside.points() == 10


@pytest.mark.parametrize("action", [reverse, strike_out])
def test_a_reversal_needs_a_person_a_reason_and_time(riverside: Riverside, action: object) -> None:
    cups(riverside, 10, "1")
    last = NOW + 90 * DAY
    tries = {
        "award_unknown": (Decision(riverside.members[1], deed_id(riverside, "1"), BY, "x"), NOW),
        "not_a_person": (decision(riverside, "1", by="The system"), NOW),
        "reason_unknown": (decision(riverside, "1", "rude_to_staff"), NOW),
        "too_late_to_reverse": (decision(riverside, "1"), last + 1),
    }
    for code, (wrong, now) in tries.items():
        said = refused_with(action, riverside.connection, riverside.house, wrong, now=now)
        assert said == code
    assert riverside.points() == 10

    assert callable(action)
    action(riverside.connection, riverside.house, decision(riverside, "1"), now=last)
    assert riverside.points() == 0
    again = decision(riverside, "1")
    assert refused_with(action, riverside.connection, riverside.house, again, now=last) == (
        "nothing_to_reverse" if action is reverse else "struck_out_already"
    )


def test_nothing_is_undone_while_the_record_is_restricted(riverside: Riverside) -> None:
    cups(riverside, 3, "1")
    member, connection = riverside.members[0], riverside.connection
    asked = decision(riverside, "1")
    restrict(connection, member, asked_by=BY, ground="member_asked", now=NOW)

    code = refused_with(strike_out, connection, riverside.house, asked, now=NOW)
    lift(connection, member, lifted_by=BY, now=NOW)

    assert code == Code.RECORD_RESTRICTED
    assert struck(riverside, "1").moved_points == -3
