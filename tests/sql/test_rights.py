"""What happened stays: the service has no right to change it, and a trigger stops the owner too."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import sql

from plaudit.store.connect import connect
from tests.riverside import Riverside
from tests.sql.decided import ONE_OF_EACH, TABLES
from tests.sql.stated import ONE_OF_EACH as STATED

HAPPENED = (
    "deed",
    "deed_key",
    "batch_total",
    "transfer",
    "consent",
    "edition",
    "edition_activity",
    "activity",
    "slot",
    "reward",
    "reward_terms",
    "honour",
    "notice",
    *TABLES,
    "activity_consent",
    "look",
    "staff_act",
    "staff_given",
    *STATED,
)
KEPT = (
    "programme",
    "account",
    "proposal",
    "asked_check",
    "audit_run",
    "check_in",
    "check_in_nonce",
    "check_in_try",
    "delivery",
    "given_answer",
    "handle_given",
    "link_code",
    "live_code",
    "member",
    "outbox",
    "partner",
    "partner_activity",
    "partner_key",
    "shown_letters",
    "timed_job",
    "used_ticket",
    "webhook",
)
"""Tables whose rows the service may add; of some it may change named columns."""
CHANGED_BY_SERVICE = {
    "asked_check": {"next_on", "ended_at", "findings"},
    "delivery": {"payload", "tries", "next_try_at", "last_answer", "ended_at", "was_delivered"},
    "check_in": {"closed_at"},
    "check_in_try": {"since_at", "tries"},
    "link_code": {"code_hash", "ends_at"},
    "live_code": {"step", "ends_at"},
    "shown_letters": {"replaced_at"},
    "timed_job": {"job", "due_at", "began_at", "ended_at", "done", "failures"},
    "upload": {"sealed_head"},
    "upload_part": {"sealed", "accepted", "duplicates", "refused"},
    "webhook": {"url", "sealed_secret", "sealed_old_secret", "old_secret_until", "stopped_at"}
    | {"sealed_secrets_between"},
    "member": {"points", "newest_on", "lots", "counters", "agreed_at", "withdrawn_at"}
    | {"restricted_at", "withheld"},
    "restriction": {"lifted_at", "lifted_by"},
    "partner": {"name", "back_date_days", "budget_points_a_week", "offline_vouchers_a_day"},
    "partner_key": {"withdrawn_at", "ends_at"},
    "reward_stock": {"free"},
    "ticket": {"voucher_id"},
    "voucher": {"state", "changed_at"},
    "wrong_code": {"since", "tries"},
    "refused_deed": {"code", "said", "refused_at", "happened_at", "activity_no"},
}
DELETED_BY_SERVICE = {
    "asked_check",
    "audit_run",
    "delivery",
    "given_answer",
    "link_code",
    "live_code",
    "outbox",
    "partner_activity",
    "proposal",
    "refused_deed",
    "shown_letters",
    "upload",
    "upload_part",
    "webhook",
}


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    """Riverside with a deed, a refused deed and a transfer."""
    city = Riverside(connection)
    city.settle(
        city.report("cup_return", {"cups": 8}),
        city.report("cup_return", {"cups": 1}, event_id="2", at="2026-11-30T09:00:00+07:00"),
    )
    return city


def columns(connection: psycopg.Connection) -> dict[str, list[str]]:
    """Return the columns of every table, partitions too."""
    found: dict[str, list[str]] = {}
    rows = connection.execute(
        "SELECT c.relname, a.attname FROM pg_class AS c"
        " JOIN pg_attribute AS a ON a.attrelid = c.oid"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')"
        " AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum"
    )
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found


def is_allowed(connection: psycopg.Connection, statement: sql.Composed) -> bool:
    """Try a statement that does nothing to no row, and say whether the rights are there."""
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(statement)
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.GeneratedAlways):
        return False
    return True


def test_the_service_changes_and_deletes_what_is_listed_and_nothing_else(
    riverside: Riverside,
) -> None:
    service = riverside.connection
    update = sql.SQL("UPDATE {table} SET {column} = {column} WHERE false")
    delete = sql.SQL("DELETE FROM {table} WHERE false")
    truncate = sql.SQL("TRUNCATE {table}")
    changed: dict[str, set[str]] = {}
    deleted: set[str] = set()
    tables = columns(service)
    assert {*HAPPENED, *KEPT} <= set(tables)
    assert any(table.startswith("deed_2026_") for table in tables)
    for name, names in tables.items():
        table = sql.Identifier(name)
        for column in names:
            if is_allowed(service, update.format(table=table, column=sql.Identifier(column))):
                changed.setdefault(name, set()).add(column)
        if is_allowed(service, delete.format(table=table)):
            deleted.add(name)
        assert not is_allowed(service, truncate.format(table=table)), name

    assert changed == CHANGED_BY_SERVICE
    assert deleted == DELETED_BY_SERVICE


def test_rows_of_what_happened_are_not_changed_even_by_the_owner(
    riverside: Riverside, owner: psycopg.Connection
) -> None:
    owner.execute(
        "INSERT INTO transfer (member_id, transfer_id, account_id, into_wallet, points, lot_month,"
        " why, recorded_at) SELECT member_id, 1, account_id, false, 1, lots[1], 'expire', now()"
        " FROM member, account WHERE kind = 'returned' AND points > 0"
    )
    owner.execute(
        "INSERT INTO honour (honour_id, voucher_id, from_account_id, to_account_id, partner_id,"
        " points, honoured_at, recorded_at, how, till) SELECT 1, 1, f.account_id, t.account_id,"
        " t.partner_id, 1, now(), now(), 'code', '' FROM account AS f, account AS t"
        " WHERE f.kind = 'held' AND t.kind = 'settlement' LIMIT 1"
    )
    owner.execute(
        "INSERT INTO notice (edition_id, language, content, sha256)"
        " SELECT edition_id, 'en', 'x', sha256(convert_to('x', 'UTF8')) FROM edition LIMIT 1"
    )
    for insert in (*ONE_OF_EACH, *STATED.values()):
        owner.execute(insert.encode())
    owner.execute("UPDATE member SET points = points, lots = lots")
    owner.execute(
        "INSERT INTO staff_act (acted_at, programme_id, who, what, about)"
        " SELECT now(), programme_id, 'Nok', 'staff.begin', '' FROM programme"
    )
    owner.execute(
        "WITH new AS (INSERT INTO staff (programme_id, name, roles, hired_at)"
        " SELECT programme_id, 'Nok Dee', '{}', now() FROM programme RETURNING staff_id)"
        " INSERT INTO staff_given (staff_id, roles, first_name, given_at)"
        " SELECT staff_id, '{desk}', 'Ms Test', now() FROM new"
    )
    owner.execute("INSERT INTO look SELECT member_id, now(), 'Nok', 'audit', 'page' FROM member")
    owner.execute(
        "INSERT INTO activity_consent SELECT member_id, 1, now(), true, 'en', 'Yes.' FROM member"
    )
    tables = columns(owner)
    tried = 0
    for name in [*HAPPENED, *(table for table in tables if table.startswith("deed_2026_"))]:
        table = sql.Identifier(name)
        (count,) = owner.execute(sql.SQL("SELECT count(*) FROM {}").format(table)).fetchone() or (
            0,
        )
        assert count or name.startswith("deed_2026_"), name
        column = sql.Identifier(tables[name][-1])
        for statement in (
            sql.SQL("UPDATE {} SET {} = {}").format(table, column, column),
            sql.SQL("DELETE FROM {}").format(table),
        ):
            if count:
                with (
                    pytest.raises(psycopg.errors.IntegrityConstraintViolation),
                    owner.transaction(),
                ):
                    owner.execute(statement)
                tried += 1
    assert tried >= 2 * len(HAPPENED)
    with owner.transaction():
        owner.execute("SET LOCAL session_replication_role = replica")
        for gone in ("transfer", "honour", "activity_consent", *STATED):
            owner.execute(f"DELETE FROM {gone}".encode())


def test_numbers_and_the_version_of_the_catalogue_cannot_be_set_back(riverside: Riverside) -> None:
    numbers = ("batch_number", "member_number", "transfer_number", "voucher_number")
    for sequence in numbers:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            riverside.connection.execute("SELECT setval(%s, 1)", (sequence,))
    changes = (
        "UPDATE catalogue_version SET version = 1",
        "DELETE FROM catalogue_version",
        "INSERT INTO told_until (kind, number) VALUES ('voucher', 9)",
    )
    for change in changes:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            riverside.connection.execute(change.encode())


@pytest.mark.parametrize("role", ["plaudit_eraser", "plaudit_purger"])
def test_who_erases_and_purges_adds_monthly_sums_alone_and_changes_no_wallet(
    riverside: Riverside, owner: psycopg.Connection, role: str
) -> None:
    tables = columns(owner)
    owner.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
    insert = sql.SQL("INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM {table} LIMIT 0")
    update = sql.SQL("UPDATE {table} SET {column} = {column} WHERE false")
    changed = set()
    added = set()
    for name, names in tables.items():
        table = sql.Identifier(name)
        if is_allowed(owner, insert.format(table=table)):
            added.add(name)
        for column in names:
            if is_allowed(owner, update.format(table=table, column=sql.Identifier(column))):
                changed.add((name, column))

    sums = {("bucket_sum", "points"), ("batch_total", "deeds"), ("batch_total", "points")}
    sums.add(("issued_sum", "points"))
    if role == "plaudit_eraser":
        assert added == {"bucket_sum", "used_ticket"}
        # the right to lock the rows of a member and of their vouchers
        locks = {("member", "newest_on"), ("voucher", "changed_at")}
        given_back = {("reward_stock", "free"), ("ticket", "voucher_id")}
        assert changed == sums | locks | given_back
    else:
        assert added == {"bucket_sum", "brought_forward", "handle_given", "purged", "used_ticket"}
        own = {("brought_forward", "points"), ("deed", "facts"), ("purged", "until_on")}
        totals = {("member", "newest_on"), ("member", "counters")}
        assert changed == sums | own | totals


def test_the_doorkeeper_may_open_doors_and_touch_nothing_of_the_book(
    riverside: Riverside, database_url: str, owner: psycopg.Connection
) -> None:
    own = {"way_in", "sign_in_code", "used_challenge", "sign_in_try"}
    own |= {"staff_key", "staff_invitation", "staff_proposal", "staff_session"}
    allowed: dict[str, set[str]] = {}
    tries = {
        "read": "SELECT FROM {table} WHERE false",
        "add": "INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM {table} WHERE false",
        "delete": "DELETE FROM {table} WHERE false",
        "empty": "TRUNCATE {table}",
    }
    with connect(database_url, role="doorkeeper") as doorkeeper:
        for name in columns(owner):
            for act, text in tries.items():
                statement = sql.SQL(text).format(table=sql.Identifier(name))
                if is_allowed(doorkeeper, statement):
                    allowed.setdefault(name, set()).add(act)
        changing = sql.SQL("UPDATE way_in SET member_id = member_id WHERE false").format()
        assert not is_allowed(doorkeeper, changing), "nobody's way in becomes another's"
    service = riverside.connection
    adding = sql.SQL("INSERT INTO way_in SELECT * FROM way_in WHERE false").format()
    assert not is_allowed(service, adding)
    assert not is_allowed(service, sql.SQL("SELECT FROM sign_in_code").format())
    named = {"programme": {"read"}, "partner": {"read"}}
    named |= {
        name: {"read", "add"} for name in ("ended_passes", "staff", "staff_act", "staff_given")
    }
    assert allowed == {name: {"read", "add", "delete"} for name in own} | named
