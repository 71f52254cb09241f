"""A member's entries: deeds, refused deeds and transfers, each with what explains it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType

from plaudit.core.lots import first_day_of
from plaudit.core.period import date_of, day_number
from plaudit.core.refusals import Code, Refusal
from plaudit.core.reversal import Reversal
from plaudit.core.statement import (
    AwardOf,
    Cursor,
    DeedEntry,
    Entry,
    Expiry,
    RefusedEntry,
    TransferEntry,
    VoucherOf,
)
from plaudit.sql.loader import query
from plaudit.store.exchange import Asks, Row, Rows
from plaudit.store.instants import as_datetime, as_instant
from plaudit.store.known import Known, explained
from plaudit.store.reversals import reversals_of

Graces = Mapping[int, Expiry]
"""What came back with days of grace, by voucher."""
_NEWEST = datetime(9999, 12, 31, tzinfo=UTC)


def ask_entries(connection: Asks, asked: Mapping[str, object]) -> list[Rows]:
    """Ask for deeds, refused deeds, transfers and decisions, and don't wait for the answers."""
    named = ("statement_deeds", "statement_refused", "statement_transfers", "reversals_of_member")
    return [connection.execute(query(name), asked) for name in named]


def ask_graces(connection: Asks, member_id: int) -> Rows:
    """Ask which points came back out of vouchers with days of grace, and don't wait."""
    return connection.execute(query("grace_of_member"), {"member_id": member_id})


def graces_of(asked: Rows) -> Graces:
    """Return what came back with days of grace, and until when it can be used, by voucher."""
    return {
        voucher_id: Expiry(day_number(first_day_of(lot_month)), points)
        for voucher_id, lot_month, points in asked.fetchall()
    }


def entries_of(
    asked: Sequence[Rows], *, known: Known, graces: Graces = MappingProxyType({})
) -> list[Entry]:
    """Return deeds, refused deeds and transfers, the newest first: of each kind one too many."""
    deeds, refused, moves, decided = (one.fetchall() for one in asked)
    decisions: dict[str, list[Reversal]] = {}
    for one in reversals_of(decided):
        decisions.setdefault(f"{one.deed_id:016x}", []).append(one)
    entries: list[Entry] = [
        _deed_entry(row, known, decisions=tuple(decisions.get(row[0], ()))) for row in deeds
    ]
    entries += [_refused_entry(row, known) for row in refused]
    entries += [_transfer_entry(row, known, decisions, graces=graces) for row in moves]
    return sorted(entries, key=place_of, reverse=True)


def asked_of(
    member_id: int, time_zone: str, *, limit: int, before: Cursor | None
) -> dict[str, object]:
    """Return what says which of a member's entries are asked for: one more than `limit`."""
    return {
        "member_id": member_id,
        "time_zone": time_zone,
        "how_many": limit + 1,
        "before_on": _NEWEST.date() if before is None else date_of(before.happened_on),
        "before_at": _NEWEST if before is None else as_datetime(before.happened_at),
        "before_key": "" if before is None else before.key,
    }


def place_of(entry: Entry) -> tuple[int, int, str]:
    """Return where an entry stands among the others."""
    return entry.happened_on, entry.happened_at, entry.key


def _deed_entry(row: Row, known: Known, *, decisions: tuple[Reversal, ...]) -> DeedEntry:
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
        decisions=decisions,
    )


def _refused_entry(row: Row, known: Known) -> RefusedEntry:
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
    row: Row, known: Known, decisions: Mapping[str, Sequence[Reversal]], *, graces: Graces
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
        grace=graces.get(row[15]) if why == "give_back" else None,
    )
