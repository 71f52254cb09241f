"""The checks of reversals, notices, answers and budgets each find their own damage."""

from __future__ import annotations

import psycopg

from plaudit.core.slots import KEPT
from tests.riverside import Riverside
from tests.sql.decided import (
    ANSWER,
    ANSWER_OF,
    ISSUED,
    NOTICE,
    QUESTION,
    QUESTION_OF,
    REVERSAL,
    REVERSAL_OF,
)
from tests.store.test_voucher_checks import findings

STRUCK = REVERSAL.format(
    **REVERSAL_OF | {"kind": "'count_again'", "reason": "NULL", "counts": "0, 0, 0, 0"}
)
EXPIRED = (
    "INSERT INTO transfer (member_id, transfer_id, account_id, into_wallet, points, lot_month,"
    " why, recorded_at) SELECT d.member_id, 1, a.account_id, FALSE, 1, d.lot_month, 'expire', now()"
    " FROM deed AS d, account AS a WHERE a.kind = 'expiry' AND d.points > 0 LIMIT 1"
)
OF_WALLET = {
    "wallet_is_the_sum_of_its_entries",
    "lots_are_the_entries_by_month",
    "issued_is_held_spent_and_gone",
}


# By check: a damage that it must find, and what else follows from that damage.
DAMAGES: dict[str, list[tuple[str, set[str]]]] = {
    "award_was_reversed_by_its_transfers": [
        (REVERSAL.format(**REVERSAL_OF | {"moved": "-1"}), set()),
    ],
    "reversal_has_its_deed": [
        (REVERSAL.format(**REVERSAL_OF | {"id": "1"}), set()),
        (
            REVERSAL.format(**REVERSAL_OF) + "; UPDATE reversal SET deed_id = 5",
            set(),
        ),
    ],
    "deed_is_struck_out_and_counted_again_in_turn": [
        (STRUCK, set()),
    ],
    "taken_again_is_part_of_what_was_missing": [
        (
            REVERSAL.format(
                **REVERSAL_OF | {"kind": "'take_again'", "moved": "-1", "shortfall": "0"}
            ),
            {"award_was_reversed_by_its_transfers"},
        ),
    ],
    "kept_points_are_not_negative": [
        (
            STRUCK + f"; UPDATE reversal SET counted = ARRAY[{KEPT + 1}, 0, -1]",
            {
                "deed_is_struck_out_and_counted_again_in_turn",
                "newest_total_of_each_slot_is_held",
            },
        ),
    ],
    "what_expired_was_announced": [
        (EXPIRED, OF_WALLET),
        (EXPIRED + "; " + NOTICE.format(points=1, at="now() - INTERVAL '29 days'"), OF_WALLET),
    ],
    "answer_names_a_counter_entry_of_its_entry": [
        (
            QUESTION.format(**QUESTION_OF)
            + "; "
            + ANSWER.format(**ANSWER_OF | {"result": "'struck_out'", "entries": "9, NULL, NULL"}),
            set(),
        ),
        (
            QUESTION.format(**QUESTION_OF)
            + "; "
            + ANSWER.format(
                **ANSWER_OF | {"result": "'reported_anew'", "entries": "NULL, '2026-11-20', 9"}
            ),
            set(),
        ),
    ],
    "issued_sum_is_what_was_issued": [
        (ISSUED.format(until="'2030-01-01'", points=1), set()),
    ],
}


def test_each_check_of_decisions_finds_its_damage(
    connection: psycopg.Connection, owner: psycopg.Connection
) -> None:
    riverside = Riverside(connection)
    riverside.settle(riverside.report("cup_return", {"cups": 3}))

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
