"""Reading one member's statement: the wallet, what expires when, and each entry with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import psycopg

from plaudit.core.lots import first_day_of, month_number
from plaudit.core.period import calendar_of, date_of, day_number
from plaudit.core.refusals import Code, Refusal
from plaudit.core.reversal import Reversal
from plaudit.core.statement import (
    ENTRIES_MAX,
    LOOKS_MAX,
    AwardOf,
    Cursor,
    DeedEntry,
    Entry,
    Expiry,
    RefusedEntry,
    Statement,
    TransferEntry,
    VoucherOf,
)
from plaudit.sql.loader import query
from plaudit.store.instants import as_datetime, as_instant
from plaudit.store.known import Known, ask_editions, explained, known_of, read_known
from plaudit.store.leaving import left_before
from plaudit.store.members import (
    Membership,
    ask_membership,
    membership_of,
    read_membership,
)
from plaudit.store.news import ask_versions, versions_of
from plaudit.store.questions import ask_questions_of, read_questions
from plaudit.store.reading import asking, reading
from plaudit.store.reversals import reversals_of
from plaudit.store.rights import ask_looks, looks_of
from plaudit.store.together import Asks, Rows

_NEWEST = datetime(9999, 12, 31, tzinfo=UTC)


def read_statement(
    connection: psycopg.Connection,
    member_id: int,
    *,
    now: int,
    limit: int = 20,
    before: Cursor | None = None,
) -> Statement | None:
    """Return a member's statement, or None where there is no such member.

    Units:   `now` in microseconds since the epoch. `limit`: entries, ENTRIES_MAX at most.
    """
    member = read_membership(connection, member_id)
    if member is None:
        return None
    return statement_of(connection, member, now=now, limit=limit, before=before)


def statement_of(
    connection: psycopg.Connection,
    member: Membership,
    *,
    now: int,
    limit: int = 20,
    before: Cursor | None = None,
) -> Statement | None:
    """Return what `read_statement` does; the wallet is read once more, at the entries' instant."""
    limit, member_id = min(limit, ENTRIES_MAX), member.member_id
    with asking(connection) as asks:
        wallet = ask_membership(asks, member_id)
        versions = ask_versions(asks, [member_id])
        sent = _ask_entries(asks, _asked(member, limit=limit, before=before))
        questions = ask_questions_of(asks, member_id)
        looks = ask_looks(asks, member_id, how_many=LOOKS_MAX)
        editions = ask_editions(asks, member.programme_id)
    same = membership_of(wallet)
    if same is None:
        return None
    known = known_of(connection, member.programme_id, member.programme, asked=editions)
    entries = _entries(sent, known=known)
    expiring = usable_lots(connection, same, now=now)
    today = calendar_of(member.time_zone).day_of(now)
    return Statement(
        edition=known.edition_on(today),
        today=today,
        agreed_at=as_instant(same.agreed_at),
        withdrawn_at=_as_instant(same.withdrawn_at),
        balance_points=same.points,
        spendable_points=sum(lot.points for lot in expiring),
        expiring=expiring,
        entries=tuple(entries[:limit]),
        older=Cursor(*_place(entries[limit - 1])) if len(entries) > limit else None,
        restricted_at=_as_instant(same.restricted_at),
        looks=tuple(looks_of(looks)),
        questions=tuple(read_questions(connection, questions)),
        version=versions_of(versions).get(member_id, ""),
    )


def read_entry(connection: psycopg.Connection, member_id: int, key: str) -> Entry | None:
    """Return one counted or refused deed of a member's statement by its key, and nothing else."""
    with reading(connection):
        member = read_membership(connection, member_id)
        if member is None:
            return None
        known = read_known(connection, member.programme_id, member.programme)
        before: Cursor | None = None
        while True:
            asked = _asked(member, limit=ENTRIES_MAX, before=before)
            entries = _entries(_ask_entries(connection, asked), known=known)
            found = [one for one in entries if one.key == key]
            if found or len(entries) <= ENTRIES_MAX:
                return found[0] if found else None
            before = Cursor(*_place(entries[ENTRIES_MAX - 1]))


def count_deeds_of_day(
    connection: psycopg.Connection, member_id: int, *, of: tuple[int, int], on: date, but: str
) -> int:
    """Return how many deeds a member has of a partner and activity (their numbers) on one day.

    Takes: `but`: how the event ids begin that aren't counted.
    """
    asked = {
        "member_id": member_id,
        "partner_id": of[0],
        "activity_no": of[1],
        "happened_on": on,
        "but": but,
    }
    row = connection.execute(query("count_deeds_of_day"), asked).fetchone()
    assert row is not None
    return int(row[0])


def usable_lots(
    connection: psycopg.Connection, member: Membership, *, now: int
) -> tuple[Expiry, ...]:
    """Return a member's lots that can be used: none of who left too long ago."""
    calendar = calendar_of(member.time_zone)
    if member.withdrawn_at is not None:
        before = left_before(connection, member.programme_id, calendar, now=now)
        if before is not None and as_instant(member.withdrawn_at) < before:
            return ()
    return _expiring(member.lots, today=calendar.day_of(now))


def _ask_entries(connection: Asks, asked: Mapping[str, object]) -> list[Rows]:
    """Ask for deeds, refused deeds, transfers and decisions, and don't wait for the answers."""
    named = ("statement_deeds", "statement_refused", "statement_transfers", "reversals_of_member")
    return [connection.execute(query(name), asked) for name in named]


def _entries(asked: Sequence[Rows], *, known: Known) -> list[Entry]:
    """Return deeds, refused deeds and transfers, the newest first: of each kind one too many."""
    deeds, refused, moves, decided = (one.fetchall() for one in asked)
    decisions: dict[str, list[Reversal]] = {}
    for one in reversals_of(decided):
        decisions.setdefault(f"{one.deed_id:016x}", []).append(one)
    entries: list[Entry] = [
        replace(_deed_entry(row, known), decisions=tuple(decisions.get(row[0], ())))
        for row in deeds
    ]
    entries += [_refused_entry(row, known) for row in refused]
    entries += [_transfer_entry(row, known, decisions) for row in moves]
    return sorted(entries, key=_place, reverse=True)


def _asked(member: Membership, *, limit: int, before: Cursor | None) -> dict[str, object]:
    return {
        "member_id": member.member_id,
        "time_zone": member.time_zone,
        "how_many": limit + 1,
        "before_on": _NEWEST.date() if before is None else date_of(before.happened_on),
        "before_at": _NEWEST if before is None else as_datetime(before.happened_at),
        "before_key": "" if before is None else before.key,
    }


def _as_instant(at: datetime | None) -> int | None:
    return None if at is None else as_instant(at)


def _place(entry: Entry) -> tuple[int, int, str]:
    return entry.happened_on, entry.happened_at, entry.key


def _expiring(lots: Sequence[int], *, today: int) -> tuple[Expiry, ...]:
    month = month_number(today)
    return tuple(
        Expiry(day_number(first_day_of(lot_month)), points)
        for lot_month, points in zip(lots[::2], lots[1::2], strict=True)
        if lot_month > month and points
    )


def _deed_entry(row: tuple[Any, ...], known: Known) -> DeedEntry:
    key, happened_on, happened_at, recorded_at, activity_no, partner, edition_id = row[:7]
    facts, points, counted = row[7:]
    kept = None if facts is None else tuple(facts)
    day = day_number(happened_on)
    deed = (day, kept, points, tuple(counted))
    explanation = explained(known, deed, edition_id=edition_id, activity_no=activity_no)
    return DeedEntry(
        key=key,
        happened_on=day,
        happened_at=as_instant(happened_at),
        recorded_at=as_instant(recorded_at),
        activity=explanation.activity,
        partner=partner,
        facts=kept,
        explanation=explanation,
    )


def _refused_entry(row: tuple[Any, ...], known: Known) -> RefusedEntry:
    key, happened_on, happened_at, refused_at, activity_no, partner, code, said = row
    return RefusedEntry(
        key=key,
        happened_on=day_number(happened_on),
        happened_at=as_instant(happened_at),
        recorded_at=as_instant(refused_at),
        activity=known.activities.get(activity_no),
        partner=partner,
        refusal=Refusal(Code(code), tuple(said.items())),
        edition=known.edition_of(day_number(happened_on)),
    )


def _transfer_entry(
    row: tuple[Any, ...], known: Known, decisions: Mapping[str, Sequence[Reversal]]
) -> TransferEntry:
    key, happened_on, recorded_at, why, points, lot_month = row[:6]
    title, partner, state, last_on, activity_no, deed_on, decided_by, reason = row[6:14]
    voucher = award = None
    if state is not None:
        voucher = VoucherOf(title, partner, state, day_number(last_on))
    if deed_on is not None:
        activity = known.activities.get(activity_no)
        at = as_instant(recorded_at)
        found = [one for one in decisions.get(f"{row[14]:016x}", ()) if one.recorded_at == at]
        decision = found[0] if found else None
        award = AwardOf(activity, day_number(deed_on), decided_by, reason, decision)
    return TransferEntry(
        key=key,
        happened_on=day_number(happened_on),
        happened_at=as_instant(recorded_at),
        why=why,
        points=points,
        lot_month=lot_month,
        voucher=voucher,
        award=award,
    )
