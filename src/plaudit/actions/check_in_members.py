"""Checking members in by what they show to a steward: at once, kept for later, or from a list.

The steward's device may be without a connection for days. Each thing that it scanned has the
moment of the scan; a live code counts where it was shown at that moment, at one check-in alone,
and so do letters that were read out and typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import psycopg

from plaudit.actions.checking_in import Came, settle_check_ins
from plaudit.actions.house import House
from plaudit.core.card import member_of_card
from plaudit.core.check_in import CheckIn
from plaudit.core.check_in_list import came_at, read_line
from plaudit.core.judging import CLOCK_SKEW_SECONDS
from plaudit.core.ledger import Outcome
from plaudit.core.linking import LINK_SECONDS, LIVE_CHARACTERS, can_be_used
from plaudit.core.period import SECOND
from plaudit.core.refusals import Code, Refusal, Refused, refusal
from plaudit.core.voucher import read_code
from plaudit.store.check_ins import (
    members_given_to,
    members_here,
    use_codes,
    use_letters,
    was_given_to,
    where_used,
)
from plaudit.store.handles import HANDLE_DIGITS
from plaudit.store.live_codes import Opened, open_live_code, use_live_code

ENTRIES_MAX = 500
"""How many are sent at once at most."""
LIST_MAX = 2_000
"""How many handles a partner's list shows, and among how many a short one is looked for."""
SHORT_DIGITS = 8
"""How much of a handle stands on a list: with LIST_MAX of them two hardly ever begin alike."""
_HANDLE = re.compile(rf"[0-9a-f]{{{SHORT_DIGITS}}}(?:[0-9a-f]{{24}})?")


class Entry(NamedTuple):
    """What was shown to a steward, and when, in microseconds since the epoch.

    `key`: the device's own number of it. `shown`: a live code, letters that a member had made, or
    a handle, whole or its first eight digits.
    """

    key: str
    shown: str
    at: int


def check_in_members(
    connection: psycopg.Connection,
    house: House,
    check_in: CheckIn,
    *,
    entries: Sequence[Entry],
    now: int,
) -> list[Outcome]:
    """Check in who was shown to the steward, and return an outcome for each entry, by its key.

    To send the same again is harmless: whoever was counted is told as a duplicate, or as twice.

    Units:   `now` in microseconds since the epoch.
    Refuses: LIST_TOO_LONG as a whole. One by one: CHECK_IN_NOT_OPEN, MEMBER_CODE_OVER,
             LINK_CODE_UNKNOWN, HANDLE_UNCLEAR, CHECK_IN_TWICE, and what settling refuses.
    """
    _must_not_be_too_many(entries)
    found = _Finding(connection, house, check_in, now=now).members_of(entries)
    whose = [(one, (entry.key, entry.at)) for one, entry in zip(found, entries, strict=True)]
    return _settled(connection, house, check_in, found=whose, now=now)


def check_in_cards(
    connection: psycopg.Connection,
    house: House,
    check_in: CheckIn,
    *,
    cards: Sequence[str],
    now: int,
) -> list[Outcome]:
    """Check in whose cards a steward wrote on paper: as of the time beside each, or of the start.

    For the programme's desk alone: no partner learns or enters what is on a card (charter, C15).

    Takes:   `cards`: lines of core.check_in_list. An outcome's key is the card as it was typed.
    Refuses: LIST_TOO_LONG as a whole. One by one: CHECK_IN_NOT_OPEN for a time at which it wasn't,
             and all of one that was cancelled before its start, CARD_WRONG, CHECK_IN_TWICE, and
             what settling refuses.
    """
    _must_not_be_too_many(cards)
    calendar = house.programmes[check_in.programme_id].calendar
    closed, wrong = (
        refusal(Code.CHECK_IN_NOT_OPEN, number=check_in.number),
        refusal(Code.CARD_WRONG),
    )
    found: list[Found] = []
    for line in map(read_line, cards):
        at, member_id = came_at(line, check_in, calendar), member_of_card(line.who)
        whose = wrong if member_id is None else member_id
        found.append((whose if check_in.is_open(at) else closed, (line.who, at)))
    return _settled(connection, house, check_in, found=found, now=now)


def check_in_listed(
    connection: psycopg.Connection,
    house: House,
    check_in: CheckIn,
    *,
    handles: Sequence[str],
    now: int,
) -> list[Outcome]:
    """Check in who was ticked on a printed list, or typed from it: as check_in_cards does.

    Refuses: as check_in_members does; what isn't a handle is HANDLE_UNCLEAR.
    """
    calendar = house.programmes[check_in.programme_id].calendar
    entries = [
        Entry(line.who, _handle_in(line.who) or "?", came_at(line, check_in, calendar))
        for line in map(read_line, handles)
    ]
    return check_in_members(connection, house, check_in, entries=entries, now=now)


def listed_handles(connection: psycopg.Connection, house: House, partner_id: int) -> list[str]:
    """Return the handles that a partner was given, in their own order, LIST_MAX at most."""
    member_ids = members_given_to(connection, partner_id, most=LIST_MAX)
    return sorted(house.handles.handles_of(member_ids, partner_id)) if member_ids else []


Found = tuple[int | Refusal, tuple[str, int]]
"""Whose something is that was shown, or why not; its key, and when it was shown."""


def _must_not_be_too_many(sent: Sequence[object]) -> None:
    if len(sent) > ENTRIES_MAX:
        raise Refused(refusal(Code.LIST_TOO_LONG, seen=len(sent), limit=ENTRIES_MAX))


def _settled(
    connection: psycopg.Connection,
    house: House,
    check_in: CheckIn,
    *,
    found: Sequence[Found],
    now: int,
) -> list[Outcome]:
    """Settle those who were found and are of the check-in's programme; an outcome for each."""
    whose = [one for one, _ in found if isinstance(one, int)]
    here = members_here(connection, check_in.programme_id, whose) if whose else set()
    came: list[Came] = [(one, at) for one, (_, at) in found if isinstance(one, int) and one in here]
    settled = iter(settle_check_ins(connection, house, check_in, came=came, now=now))
    nobody = refusal(Code.MEMBER_UNKNOWN)
    return [
        Outcome(key, "refused", one)
        if isinstance(one, Refusal)
        else next(settled)._replace(event_id=key)
        if one in here
        else Outcome(key, "refused", nobody)
        for one, (key, _) in found
    ]


class _Finding:
    """Finds whose entries are; the list of handles is read when one is asked for."""

    def __init__(
        self, connection: psycopg.Connection, house: House, check_in: CheckIn, *, now: int
    ) -> None:
        self._connection = connection
        self._house = house
        self._check_in = check_in
        self._now = now
        self._handles: list[str] | None = None

    def members_of(self, entries: Sequence[Entry]) -> list[int | Refusal]:
        """Return whose each entry is, or why it can't be counted."""
        opened = [open_live_code(one.shown) if self._is_open(one) else None for one in entries]
        counts = self._take(
            {
                code.code: code
                for code, entry in zip(opened, entries, strict=True)
                if code is not None and can_be_used(code.step, now=entry.at)
            }
        )
        over = refusal(Code.MEMBER_CODE_OVER)
        return [
            self._of_text(entry)
            if code is None
            else code.member_id
            if code.code in counts and can_be_used(code.step, now=entry.at)
            else over
            for code, entry in zip(opened, entries, strict=True)
        ]

    def _is_open(self, entry: Entry) -> bool:
        is_ahead = entry.at > self._now + CLOCK_SKEW_SECONDS * SECOND
        return not is_ahead and self._check_in.is_open(entry.at)

    def _take(self, codes: Mapping[str, Opened]) -> set[str]:
        """Use live codes up for this check-in, and return those that count here.

        One that a till could still use ends with that; where a till used it, it doesn't count.
        """
        if not codes:
            return set()
        partner_id, number = self._check_in.partner_id, self._check_in.number
        with self._connection.transaction():
            used = where_used(self._connection, codes)
            new = [
                code
                for code in codes
                if code not in used
                and (
                    not can_be_used(codes[code].step, now=self._now)
                    or use_live_code(self._connection, partner_id, code, now=self._now)
                )
            ]
            use_codes(self._connection, number, new)
            used = where_used(self._connection, codes)
        return {code for code, at in used.items() if at == number}

    def _of_text(self, entry: Entry) -> int | Refusal:
        """Return whose letters or handle it is."""
        if not self._is_open(entry):
            return refusal(Code.CHECK_IN_NOT_OPEN, number=self._check_in.number)
        if read_code(entry.shown, characters=LIVE_CHARACTERS) is not None:
            return refusal(Code.MEMBER_CODE_OVER)  # of that form, and none of ours
        letters = read_code(entry.shown)
        if letters is None:
            return self._of_handle(entry.shown)
        member_id = use_letters(
            self._connection, self._check_in, letters, at=entry.at, now=self._now
        )
        if member_id is None:
            return refusal(Code.LINK_CODE_UNKNOWN, minutes=LINK_SECONDS // 60)
        return member_id

    def _of_handle(self, shown: str) -> int | Refusal:
        """Return whose handle it is: a whole one also beyond where the list is cut."""
        handle, partner_id = _handle_in(shown), self._check_in.partner_id
        fitting = [] if handle is None else self._fitting(handle)
        if len(fitting) == 1:
            (member_id,) = self._house.handles.members_of(fitting, [partner_id])
            if member_id is not None and was_given_to(self._connection, partner_id, member_id):
                return member_id
        return refusal(Code.HANDLE_UNCLEAR, seen=shown[:40])

    def _fitting(self, handle: str) -> list[str]:
        if len(handle) == HANDLE_DIGITS:
            return [handle]
        if self._handles is None:
            partner_id = self._check_in.partner_id
            self._handles = listed_handles(self._connection, self._house, partner_id)
        return [one for one in self._handles if one.startswith(handle)]


def _handle_in(text: str) -> str | None:
    """Return a handle, whole or short, as it was typed; None where it can't be one."""
    plain = "".join(text.split()).replace("-", "").lower()
    return plain if _HANDLE.fullmatch(plain) else None
