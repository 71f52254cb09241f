"""Integrity is a constraint: what each one refuses, by its name, with plain SQL as the owner."""

from __future__ import annotations

import psycopg
import pytest

from tests.riverside import Riverside

COPY_DEED = (
    "INSERT INTO deed SELECT member_id, {deed_id}, happened_at, happened_on, partner_id,"
    " edition_id, {points}, activity_no, lot_month, event_id, facts, counted FROM deed"
)
COPY_KEY = (
    "INSERT INTO deed_key SELECT partner_id, happened_on, member_id, deed_id, {event_id}"
    " FROM deed_key"
)
PARTNER = "INSERT INTO partner (programme_id, id, name, back_date_days, budget_points_a_week) "
KEY = "INSERT INTO partner_key (key_hash, partner_id, made_at) SELECT {hash}, partner_id, now() "
TOTAL = "INSERT INTO batch_total SELECT 9, partner_id, programme_id, {deeds}, {points}, now() "
TRANSFER = (
    "INSERT INTO transfer (member_id, transfer_id, account_id, into_wallet, points, lot_month, why,"
    " recorded_at, voucher_id) SELECT 1, 1, account_id, {into}, 1, 24330, '{why}', now(), {voucher}"
    " FROM account WHERE kind = 'held'"
)
ACCOUNT = "INSERT INTO account (programme_id, kind, partner_id) "
SLOT = "INSERT INTO slot SELECT programme_id, {slot}, 'new', 'day', '', '' FROM programme"

# A statement, and the constraint that refuses it; None where it is taken.
STATEMENTS: list[tuple[str, str | None]] = [
    (COPY_DEED.format(deed_id="deed_id + 1", points=0), None),
    (COPY_DEED.format(deed_id="deed_id + 1", points=-1), "deed_points_are_not_negative"),
    (COPY_DEED.format(deed_id="deed_id", points=0), "deed_2026_11_16_pkey"),
    (COPY_KEY.format(event_id="'other'"), None),
    (COPY_KEY.format(event_id="event_id"), "deed_key_pkey"),
    ("UPDATE member SET points = 0", None),
    ("UPDATE member SET points = -1", "member_points_are_not_negative"),
    ("UPDATE member SET withdrawn_at = agreed_at", None),
    (
        "UPDATE member SET withdrawn_at = agreed_at - INTERVAL '1 second'",
        "member_withdraws_after_agreeing",
    ),
    (f"{PARTNER} VALUES (1, 'new', 'New', 30, NULL)", None),
    (f"{PARTNER} VALUES (1, 'new', 'New', 0, 0)", None),
    (f"{PARTNER} VALUES (1, 'new', 'New', 31, NULL)", "partner_back_date_limit"),
    (f"{PARTNER} VALUES (1, 'new', 'New', -1, NULL)", "partner_back_date_limit"),
    (f"{PARTNER} VALUES (1, 'new', 'New', 1, -1)", "partner_budget_is_not_negative"),
    (f"{PARTNER} VALUES (1, 'cafe', 'New', 1, NULL)", "partner_id_is_its_own"),
    ("UPDATE partner SET back_date_days = 31", "partner_back_date_limit"),
    (KEY.format(hash="sha256('x')") + "FROM partner WHERE id = 'cafe'", None),
    (KEY.format(hash="'key itself'") + "FROM partner WHERE id = 'cafe'", "partner_key_is_sha256"),
    (TOTAL.format(deeds=0, points=0) + "FROM batch_total", None),
    (TOTAL.format(deeds=-1, points=0) + "FROM batch_total", "batch_total_is_not_negative"),
    (TOTAL.format(deeds=0, points=-1) + "FROM batch_total", "batch_total_is_not_negative"),
    (f"{ACCOUNT} VALUES (1, 'issue', NULL)", "account_is_its_own"),
    (f"{ACCOUNT} VALUES (1, 'held', NULL)", "account_is_its_own"),
    (f"{ACCOUNT} SELECT 1, 'held', partner_id FROM partner", "account_kind"),
    (f"{ACCOUNT} VALUES (1, 'wallet', NULL)", "account_kind"),
    (TRANSFER.format(into="false", why="redeem", voucher=5), None),
    (TRANSFER.format(into="true", why="give_back", voucher=5), None),
    (TRANSFER.format(into="false", why="expire", voucher="NULL"), None),
    (TRANSFER.format(into="false", why="redeem", voucher="NULL"), "transfer_names_its_voucher"),
    (TRANSFER.format(into="true", why="give_back", voucher="NULL"), "transfer_names_its_voucher"),
    (TRANSFER.format(into="false", why="expire", voucher=5), "transfer_names_its_voucher"),
    (f"{ACCOUNT} VALUES (1, 'settlement', NULL)", "account_kind"),
    (f"{ACCOUNT} SELECT 1, 'issue', partner_id FROM partner", "account_kind"),
    ("INSERT INTO consent SELECT * FROM consent", "consent_pkey"),
    ("INSERT INTO programme (id, time_zone) VALUES ('new', 'UTC')", None),
    ("INSERT INTO programme (id, time_zone) SELECT id, 'UTC' FROM programme",
     "programme_id_is_its_own"),
    ("INSERT INTO activity (programme_id, id) VALUES (1, 'cup_return')", "activity_id_is_its_own"),
    (SLOT.format(slot=999), None),
    (SLOT.format(slot=0), "slot_is_positive"),
    ("INSERT INTO slot SELECT programme_id, slot, 'new', period, '', '' FROM slot", "slot_pkey"),
    ("UPDATE slot SET stage_id = 'same', each_value = ''", "slot_is_its_own"),
    ("UPDATE edition SET id = '2027-01' WHERE id = '2026-04'", None),
    ("UPDATE edition SET id = '2026-10' WHERE id = '2026-04'", "edition_id_is_its_own"),
    ("UPDATE edition SET starts_on = '2026-10-01' WHERE id = '2026-04'", "edition_starts_alone"),
    ("UPDATE edition SET sha256 = sha256('x')", "edition_hash_is_of_its_source"),
    ("UPDATE edition SET source = source || ' '", "edition_hash_is_of_its_source"),
]  # fmt: skip

REFERENCES: list[tuple[str, str]] = [
    (f"{PARTNER} VALUES (99, 'new', 'New', 1, NULL)", "partner_of_programme"),
    ("INSERT INTO member (member_id, programme_id, agreed_at) VALUES (99, 99, now())",
     "member_of_programme"),
    ("INSERT INTO partner_activity VALUES (99, 1)", "partner_activity_partner"),
    ("INSERT INTO partner_activity SELECT partner_id, 99 FROM partner",
     "partner_activity_activity"),
    ("INSERT INTO activity (programme_id, id) VALUES (99, 'new')", "activity_of_programme"),
    ("INSERT INTO slot VALUES (99, 1, 'new', 'day', '', '')", "slot_of_programme"),
    (f"{ACCOUNT} VALUES (99, 'issue', NULL)", "account_of_programme"),
    (KEY.format(hash="sha256('x')").replace("partner_id, now", "99, now"), "partner_key_partner"),
]  # fmt: skip


@pytest.fixture
def owner_of_riverside(
    connection: psycopg.Connection, owner: psycopg.Connection
) -> psycopg.Connection:
    """The owner's connection to a Riverside in which one deed was settled."""
    city = Riverside(connection)
    city.settle(city.report("cup_return", {"cups": 8}))
    return owner


def refused_by(owner: psycopg.Connection, statement: str, *, triggers: bool) -> str | None:
    """Try a statement, take it back, and return the constraint that refuses it."""
    try:
        with owner.transaction(force_rollback=True):
            if not triggers:
                owner.execute("SET LOCAL session_replication_role = replica")
            owner.execute(statement.encode())
    except psycopg.errors.IntegrityError as refused:
        return refused.diag.constraint_name
    return None


def test_each_constraint_refuses_what_must_not_be(owner_of_riverside: psycopg.Connection) -> None:
    found = {
        statement: refused_by(owner_of_riverside, statement, triggers=False)
        for statement, _ in STATEMENTS
    }

    assert found == dict(STATEMENTS)


def test_nothing_refers_to_what_is_not_there(owner_of_riverside: psycopg.Connection) -> None:
    found = {
        statement: refused_by(owner_of_riverside, statement, triggers=True)
        for statement, _ in REFERENCES
    }

    assert found == dict(REFERENCES)
