"""Checking in by the code that a place shows: a member scans or types it, now or a little later."""

from __future__ import annotations

from typing import NamedTuple

import psycopg

from plaudit.actions.checking_in import activity_of, settle_check_ins
from plaudit.actions.house import House
from plaudit.core.check_in import (
    KEPT_SECONDS,
    WRONG_TRIES_MAX,
    WRONG_TRIES_SECONDS,
    CheckIn,
    Fit,
    Typed,
    fit_of,
)
from plaudit.core.period import SECOND
from plaudit.core.refusals import Code, Refusal, Refused, refusal
from plaudit.store.check_in_codes import check_in_key
from plaudit.store.check_ins import add_wrong_try, find_check_in, has_checked_in, must_wait
from plaudit.store.members import Membership
from plaudit.store.rights import not_agreed

_TRIES = (Code.CHECK_IN_NOT_OPEN, Code.CHECK_IN_CODE_WRONG)


class Kept(NamedTuple):
    """That a phone kept a check-in while it had no connection.

    Units: microseconds since the epoch. `at`: when it was scanned, by the phone's clock; `since`:
    when its member signed in there. A code of before that didn't wait on this phone.
    """

    at: int
    since: int


def check_in(
    connection: psycopg.Connection,
    house: House,
    member: Membership,
    *,
    typed: Typed,
    kept: Kept | None = None,
    now: int,
) -> CheckIn:
    """Check a member in at the place whose code was scanned or typed, and return which it was.

    Numbers and codes that don't fit are counted, and the place is named to nobody but who showed a
    code of it: whoever tries numbers learns neither where something goes on nor when.

    Units:   `now` in microseconds since the epoch.
    Refuses: CHECK_IN_WAITS, CHECK_IN_UNKNOWN, CHECK_IN_TWICE, CHECK_IN_NOT_OPEN,
             CHECK_IN_KEPT_TOO_LONG, CHECK_IN_CODE_OVER, CHECK_IN_CLOCK_WRONG, CHECK_IN_CODE_WRONG,
             KIND_NOT_AGREED, and what settling refuses.
    """
    if must_wait(connection, member.member_id, now=now):
        minutes = WRONG_TRIES_SECONDS // 60
        raise Refused(refusal(Code.CHECK_IN_WAITS, tries=WRONG_TRIES_MAX, minutes=minutes))
    place = find_check_in(connection, typed.number)
    if place is None or place.programme_id != member.programme_id:
        _count(connection, member, now=now)
        raise Refused(refusal(Code.CHECK_IN_UNKNOWN, seen=typed.number))
    if has_checked_in(connection, place, member.member_id):
        raise Refused(refusal(Code.CHECK_IN_TWICE, place=place.place))
    at = _seen_at(place, kept, now=now)
    said = _why_not(place, typed, at=at, now=now)
    if said is None and activity_of(house, place).id in not_agreed(connection, member):
        said = refusal(Code.KIND_NOT_AGREED)
    if said is not None:
        if said.code in _TRIES:
            _count(connection, member, now=now)
        raise Refused(said)
    (outcome,) = settle_check_ins(connection, house, place, came=[(member.member_id, at)], now=now)
    if outcome.refusal is not None:
        raise Refused(outcome.refusal)
    return place


def _count(connection: psycopg.Connection, member: Membership, *, now: int) -> None:
    with connection.transaction():
        add_wrong_try(connection, member.member_id, now=now)


def _seen_at(place: CheckIn, kept: Kept | None, *, now: int) -> int:
    """Return when the code was seen: now, unless the place lets phones keep a check-in."""
    believed = place.takes_kept and kept is not None and kept.since <= kept.at <= now
    return kept.at if kept is not None and believed else now


def _why_not(place: CheckIn, typed: Typed, *, at: int, now: int) -> Refusal | None:
    """Return why a code doesn't count; None where it does."""
    if not place.is_open(at):
        return refusal(Code.CHECK_IN_NOT_OPEN, number=place.number)
    fit = fit_of(check_in_key(place.number), typed.digits, at=at)
    if fit is Fit.NEVER:
        return refusal(Code.CHECK_IN_CODE_WRONG, number=place.number)
    if now - at > KEPT_SECONDS * SECOND:
        return refusal(Code.CHECK_IN_KEPT_TOO_LONG, place=place.place, minutes=KEPT_SECONDS // 60)
    if fit is Fit.OVER:
        return refusal(Code.CHECK_IN_CODE_OVER)
    if fit is Fit.AHEAD:
        return refusal(Code.CHECK_IN_CLOCK_WRONG, place=place.place)
    return None
