"""Taking over what a till accepted while it was offline, by a written rule.

What the till took in good faith and within its partner's limit is recorded as accepted and paid,
even where the voucher had been used or given back meanwhile: that is the programme's loss, and
never a debt of the member (charter, C05). The rule: docs/reference/offline-vouchers.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import psycopg

from plaudit.actions.honour import TRIES, tell_partner, why_not
from plaudit.core.period import DAY_SECONDS, SECOND, Calendar, date_of
from plaudit.core.refusals import Code, Refusal, Refused, refusal
from plaudit.core.signed_voucher import (
    ACCEPTED_MAX,
    CLOCK_SKEW_SECONDS,
    KEY_CHARACTERS_MAX,
    SYNC_DAYS,
    Accepted,
    Claim,
    TillDay,
    is_covered,
)
from plaudit.core.voucher import Honoured, Till
from plaudit.store import offline
from plaudit.store.honours import Found, Way, find_voucher, honour_voucher
from plaudit.store.offline import Told
from plaudit.store.own_numbers import voucher_of
from plaudit.store.signing import signer
from plaudit.store.voucher_codes import voucher_codes


class Answer(NamedTuple):
    """What became of one voucher: `told`, or why the till isn't paid for it."""

    key: str
    told: Told | None = None
    refusal: Refusal | None = None


def accept_offline(
    connection: psycopg.Connection, till: Till, accepted: Sequence[Accepted], *, now: int
) -> list[Answer]:
    """Record what a till took while offline, one by one, and return an answer for each.

    Sent again under the same keys it gives the same answers and moves nothing; another voucher
    under a key that was used is refused, as no till may believe that it is paid for that one.

    Units:   `now` in microseconds since the epoch.
    Refuses: one by one, in the answers; Refused for too many at once.
    """
    if len(accepted) > ACCEPTED_MAX:
        raise Refused(refusal(Code.OFFLINE_TOO_MANY, seen=len(accepted), limit=ACCEPTED_MAX))
    return [_accept(connection, till, one, now=now) for one in accepted]


def _accept(connection: psycopg.Connection, till: Till, one: Accepted, *, now: int) -> Answer:
    claim = signer().read(one.text)
    known_key = 0 < len(one.key) <= KEY_CHARACTERS_MAX and one.key.isprintable()
    if claim is None or claim.partner_id != till.partner_id or not known_key:
        return Answer(one.key, refusal=refusal(Code.OFFLINE_UNSIGNED))
    with connection.transaction():
        offline.lock_tills(connection, till.partner_id)
        before = offline.told_before(connection, till, one.key)
        if before is not None:
            voucher_id, told = before
            if voucher_id != voucher_of(claim):
                return Answer(one.key, refusal=refusal(Code.OFFLINE_KEY_REUSED))
            return Answer(one.key, told)
        terms = offline.offline_terms(connection, till.partner_id)
        said = _out_of_time(one, claim, calendar=terms.calendar, now=now)
        if said is not None:
            return Answer(one.key, refusal=said)
        code = voucher_codes().code_of(voucher_of(claim))
        way = Way("offline", at=one.accepted_at, accepted_key=one.key)
        honoured, found = _honoured_or_found(connection, till, code, way=way, now=now)
        if honoured is not None:
            tell_partner(connection, till, honoured, now=now)
            paid = Told(honoured.number, is_covered=False, points=honoured.points)
            return Answer(one.key, paid)
        day = _till_day(connection, till, claim, one=one, terms=terms, found=found)
        if is_covered(one, day):
            covered = offline.cover_honour(connection, till, claim, one, now=now)
            tell_partner(connection, till, covered, now=now)
            return Answer(one.key, Told(covered.number, is_covered=True, points=covered.points))
        gone = refusal(Code.VOUCHER_UNKNOWN)
        return Answer(one.key, refusal=gone if found is None else why_not(found))


def _honoured_or_found(
    connection: psycopg.Connection, till: Till, code: str, *, way: Way, now: int
) -> tuple[Honoured | None, Found | None]:
    """Honour a voucher, or return how it stands; one that was taken back meanwhile is open."""
    for _ in range(TRIES):
        honoured = honour_voucher(connection, till, code, way=way, now=now)
        if honoured is not None:
            return honoured, None
        found = find_voucher(connection, till, code)
        if found is None or not found.can_be_used(at=way.at):
            return None, found
    raise AssertionError("the voucher was taken back and honoured at each try")


def _out_of_time(one: Accepted, claim: Claim, *, calendar: Calendar, now: int) -> Refusal | None:
    """Return a refusal where the till took it after its last day, or tells us too late."""
    if one.accepted_at > now + CLOCK_SKEW_SECONDS * SECOND:
        return refusal(Code.OFFLINE_TOO_LATE, days=SYNC_DAYS)
    if one.accepted_at < now - SYNC_DAYS * DAY_SECONDS * SECOND:
        return refusal(Code.OFFLINE_TOO_LATE, days=SYNC_DAYS)
    if calendar.day_of(one.accepted_at) > claim.last_on:
        return refusal(Code.VOUCHER_LAPSED, last_on=date_of(claim.last_on))
    return None


def _till_day(
    connection: psycopg.Connection,
    till: Till,
    claim: Claim,
    *,
    one: Accepted,
    terms: offline.Terms,
    found: Found | None,
) -> TillDay:
    """Return what is known of a partner's tills where one took a voucher that is open no longer."""
    calendar = terms.calendar
    day = calendar.day_of(one.accepted_at)
    taken = offline.taken_offline(
        connection,
        till.partner_id,
        voucher_of(claim),
        starts_at=calendar.start_of_day(day),
        ends_at=calendar.start_of_day(day + 1),
    )
    return TillDay(
        used_up_at=None if found is None else found.changed_at,
        taken=taken.how_many,
        limit=terms.limit,
        was_used=taken.was_used,
        was_there=claim.key_day <= day,
        is_list_of_day=calendar.day_of(one.list_at) == day,
    )
