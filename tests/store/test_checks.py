"""The book's checks find nothing in a sound book, and each of them finds its own damage."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.core.rights import NEVER
from plaudit.sql.loader import checks
from plaudit.store.audit import ROWS_SHOWN, audit
from tests.riverside import Riverside, statuses
from tests.store.test_closing_checks import DAMAGES as CLOSING_DAMAGES
from tests.store.test_reversal_checks import DAMAGES as REVERSAL_DAMAGES
from tests.store.test_settlement_checks import DAMAGES as SETTLEMENT_DAMAGES
from tests.store.test_voucher_checks import DAMAGES as VOUCHER_DAMAGES

FIRST_DEED = "deed_id = (SELECT min(deed_id) FROM deed WHERE points > 0)"
FIRST_MEMBER = "member_id = (SELECT min(member_id) FROM member)"
ONE_MEMBER = f"WHERE {FIRST_MEMBER}"
ISSUE = "FROM account WHERE kind = 'issue'"

# By check: a damage that it must find, and what else follows from that damage.
DAMAGES: dict[str, list[tuple[str, set[str]]]] = {
    "wallet_is_the_sum_of_its_entries": [
        (
            f"UPDATE member SET points = points + 1 WHERE {FIRST_MEMBER}",
            {"wallet_is_the_sum_of_its_lots", "issued_is_held_spent_and_gone"},
        ),
        (
            f"UPDATE deed SET points = points + 1 WHERE {FIRST_DEED}",
            {"lots_are_the_entries_by_month", "batch_is_the_sum_of_its_deeds"},
        ),
    ],
    "wallet_is_the_sum_of_its_lots": [
        (
            f"UPDATE member SET lots[2] = lots[2] + 1 WHERE {FIRST_MEMBER}",
            {"lots_are_the_entries_by_month"},
        ),
        (
            f"UPDATE member SET lots = '{{}}' WHERE {FIRST_MEMBER}",
            {"lots_are_the_entries_by_month"},
        ),
    ],
    "lots_are_pairs_soonest_first_and_not_negative": [
        (f"UPDATE member SET lots = lots || ARRAY[1, 0] WHERE {FIRST_MEMBER}", set()),
        (f"UPDATE member SET lots = lots || ARRAY[lots[1] + 1] WHERE {FIRST_MEMBER}", set()),
        (
            (
                "UPDATE member SET lots = ARRAY[lots[1], lots[2] + 1, lots[1] + 1, -1] "
                f"WHERE {FIRST_MEMBER}"
            ),
            {"lots_are_the_entries_by_month"},
        ),
    ],
    "lots_are_the_entries_by_month": [
        (f"UPDATE member SET lots[1] = lots[1] + 1 WHERE {FIRST_MEMBER}", set()),
        (f"UPDATE deed SET lot_month = lot_month + 1 WHERE {FIRST_DEED}", set()),
    ],
    "issued_is_held_spent_and_gone": [
        (
            f"DELETE FROM member WHERE {FIRST_MEMBER}",
            {"lots_are_the_entries_by_month", "rows_belong_to_a_member"},
        ),
        (
            f"INSERT INTO bucket_sum SELECT account_id, '2026-11-01', 3 {ISSUE}",
            {"bucket_holds_what_was_brought_forward"},
        ),
        (
            "UPDATE batch_total SET points = points + 1 WHERE batch_id = 1",
            {"batch_is_the_sum_of_its_deeds"},
        ),
    ],
    "bucket_holds_what_was_brought_forward": [
        (
            f"INSERT INTO bucket_sum SELECT account_id, '2026-11-01', 3 {ISSUE}",
            {"issued_is_held_spent_and_gone"},
        ),
        (
            f"INSERT INTO brought_forward SELECT member_id, 24323, 1 FROM member {ONE_MEMBER}",
            {"wallet_is_the_sum_of_its_entries", "lots_are_the_entries_by_month"},
        ),
    ],
    "rows_belong_to_a_member": [
        ("INSERT INTO consent VALUES (999, now(), TRUE, 'en', 'I join.')", set()),
        ("INSERT INTO look VALUES (999, now(), 'Nok', 'audit', 'page')", set()),
        (
            ("INSERT INTO refused_deed VALUES (999, now(), 1, '9', 1, 'too_late', '{}', now())"),
            set(),
        ),
        (
            "INSERT INTO restriction VALUES (999, now(), 'Nok', 'objection', now(), 'Nok')",
            set(),
        ),
        ("INSERT INTO handle_given VALUES (999, 1)", set()),
        ("INSERT INTO link_code VALUES (999, '1', now())", set()),
        (
            (
                "SET LOCAL session_replication_role = replica; "
                "INSERT INTO way_in VALUES (999, 'email', '1', NULL, now())"
            ),
            set(),
        ),
        ("INSERT INTO live_code VALUES (999, 1, now())", set()),
        ("INSERT INTO activity_consent VALUES (999, 1, now(), TRUE, 'en', 'Yes.')", set()),
    ],
    "restricted_since_what_was_asked": [
        (f"UPDATE member SET restricted_at = now() WHERE {FIRST_MEMBER}", set()),
        (
            "INSERT INTO restriction SELECT member_id, now(), 'Nok', 'objection' FROM member "
            + ONE_MEMBER,
            set(),
        ),
    ],
    "withheld_is_what_was_said": [
        (f"UPDATE member SET withheld = '{{1, {NEVER}}}' WHERE {FIRST_MEMBER}", set()),
        (
            (
                "INSERT INTO activity_consent SELECT member_id, 1, now(), FALSE, 'en', 'No.' "
                f"FROM member {ONE_MEMBER}"
            ),
            set(),
        ),
    ],
    "batch_is_the_sum_of_its_deeds": [
        ("UPDATE batch_total SET deeds = deeds + 1 WHERE batch_id = 1", set()),
        (
            (
                "INSERT INTO batch_total SELECT 99, partner_id, programme_id, 1, 0, recorded_at "
                "FROM batch_total LIMIT 1"
            ),
            set(),
        ),
    ],
    "deed_has_its_key_and_key_its_deed": [
        ("DELETE FROM deed_key WHERE event_id = '1'", set()),
        (
            (
                "INSERT INTO deed_key SELECT partner_id, happened_on, member_id, deed_id, 'other' "
                "FROM deed_key LIMIT 1"
            ),
            set(),
        ),
        ("UPDATE deed_key SET happened_on = happened_on - 1 WHERE event_id = '1'", set()),
    ],
    "counters_are_the_sums_of_what_was_counted": [
        (f"UPDATE member SET counters[2] = counters[2] + 1000000 WHERE {FIRST_MEMBER}", set()),
        (
            f"UPDATE deed SET counted[3] = counted[3] + 1000000 WHERE {FIRST_DEED}",
            {"totals_go_on_without_a_gap"},
        ),
    ],
    "totals_go_on_without_a_gap": [
        (
            f"UPDATE deed SET counted[2] = counted[2] + 1000000 WHERE {FIRST_DEED}",
            {"counters_are_the_sums_of_what_was_counted"},
        ),
    ],
    "nothing_before_joining": [
        (f"UPDATE consent SET said_at = 'infinity' WHERE {FIRST_MEMBER}", set()),
        (f"UPDATE consent SET agrees = FALSE WHERE {FIRST_MEMBER}", set()),
    ],
    "deed_lies_on_its_local_day": [
        (
            f"UPDATE deed SET happened_at = happened_at + INTERVAL '3 days' WHERE {FIRST_DEED}",
            set(),
        ),
    ],
    "newest_total_of_each_slot_is_held": [
        (f"UPDATE member SET counters = '{{}}' WHERE {FIRST_MEMBER}", set()),
        (f"UPDATE member SET counters = counters[3:] WHERE {FIRST_MEMBER}", set()),
    ],
    "newest_day_is_not_before_the_newest_deed": [
        (f"UPDATE member SET newest_on = newest_on - 1 WHERE {FIRST_MEMBER}", set()),
        (f"UPDATE member SET newest_on = NULL WHERE {FIRST_MEMBER}", set()),
    ],
}


def fill(riverside: Riverside) -> None:
    """Settle deeds of several kinds, days and members, late ones too, in several batches."""
    at = "2026-11-20T09:00:00+07:00"
    earlier = "2026-10-30T09:00:00+07:00"
    one = riverside.report("cup_return", {"cups": 3}, event_id="1", at=at)
    two = riverside.report("litter_pick", {"bags": 2}, event_id="2", at=at)
    three = riverside.report("cup_return", {"cups": 20}, event_id="3", member=1, at=at)
    late = riverside.report("cup_return", {"cups": 2}, event_id="4", at=earlier)
    five = riverside.report("cup_return", {"cups": 4}, event_id="5", at=at)
    for batch in ((one, two, three), (late,), (five,)):
        assert set(statuses(riverside.settle(*batch))) == {"accepted"}


def findings(connection: psycopg.Connection) -> set[str]:
    """Return the names of the checks that find something, inside the open transaction."""
    return {
        name
        for name, statement in checks().items()
        if connection.execute(statement.encode()).fetchone() is not None
    }


def test_each_check_finds_its_damage_and_a_sound_book_has_none(
    connection: psycopg.Connection, owner: psycopg.Connection
) -> None:
    fill(Riverside(connection))
    assert audit(connection) == []

    found: dict[str, set[str]] = {}
    expected: dict[str, set[str]] = {}
    for name, damages in DAMAGES.items():
        for statement, following in damages:
            with owner.transaction(force_rollback=True):
                owner.execute("SET LOCAL session_replication_role = replica")  # no triggers
                owner.execute(statement.encode())
                found[statement] = findings(owner)
            expected[statement] = {name, *following}

    assert found == expected
    assert audit(connection) == []


def test_every_check_is_shown_to_be_able_to_fail() -> None:
    of_rooms = (
        DAMAGES, VOUCHER_DAMAGES, REVERSAL_DAMAGES, SETTLEMENT_DAMAGES, CLOSING_DAMAGES,
    )  # fmt: skip
    assert {name for damages in of_rooms for name in damages} == set(checks())


@pytest.mark.damages_the_book
def test_an_audit_tells_how_many_rows_are_wrong_and_shows_the_first_of_them(
    connection: psycopg.Connection, owner: psycopg.Connection
) -> None:
    riverside = Riverside(connection, members=ROWS_SHOWN + 2)
    with owner.transaction():
        owner.execute("SET LOCAL session_replication_role = replica")
        owner.execute("UPDATE member SET points = 7")

    entries, lots, issued = audit(connection)

    assert [entries.check, lots.check] == [
        "wallet_is_the_sum_of_its_entries",
        "wallet_is_the_sum_of_its_lots",
    ]
    assert entries.rows == ROWS_SHOWN + 2
    assert len(entries.examples) == ROWS_SHOWN
    assert all(row["member_id"] in riverside.members for row in entries.examples)
    assert entries.examples[0] | {"member_id": 0} == {
        "member_id": 0,
        "points": 7,
        "entries_points": 0,
    }
    assert issued.check == "issued_is_held_spent_and_gone"
    assert (issued.rows, issued.examples[0]["held_points"]) == (1, 7 * (ROWS_SHOWN + 2))
