"""Using a member's card: whose it is, how many a clerk uses an hour, and the look that stays.

Cards are numbered one after the other, and check digits can be computed: who tries number after
number is stopped, stands in the log, and leaves looks that members see.
"""

from __future__ import annotations

from collections.abc import Sequence

import psycopg

from plaudit.actions.look import look
from plaudit.core.card import member_of_card
from plaudit.core.period import SECOND
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.rights import Looker
from plaudit.core.staff import StaffPerson
from plaudit.store.check_ins import members_here
from plaudit.store.members import read_membership
from plaudit.store.staff_acts import add_act, count_acts

OPENS = "desk.open"
"""How an opening is called in the staff's log; it is there before the record is looked for."""
LEAVES_BY_CARD = "desk.leave_by_card"
COUNTS_CARD = "check_in.card"
_USES = (OPENS, LEAVES_BY_CARD, COUNTS_CARD)
CARDS_MAX = 60
CARDS_SECONDS = 3_600


def must_have_cards_left(
    connection: psycopg.Connection, person: StaffPerson, *, more: int = 0, now: int
) -> None:
    """Let a clerk use `more` cards than stand in the log already, within an hour.

    Refuses: TOO_MANY_OPENINGS.
    """
    since = now - CARDS_SECONDS * SECOND
    used = sum(count_acts(connection, person, what, since=since) for what in _USES)
    if used + more > CARDS_MAX:
        raise Refused(refusal(Code.TOO_MANY_OPENINGS, limit=CARDS_MAX))


def member_of(connection: psycopg.Connection, person: StaffPerson, number: str) -> int:
    """Return whose card it is, of the clerk's own programme.

    Refuses: CARD_WRONG, CARD_UNKNOWN (no member, or one of another programme).
    """
    member_id = member_of_card(number)
    if member_id is None:
        raise Refused(refusal(Code.CARD_WRONG))
    member = read_membership(connection, member_id)
    if member is None or member.programme_id != person.programme_id:
        raise Refused(refusal(Code.CARD_UNKNOWN))
    return member_id


def brought_by_member(person: StaffPerson) -> Looker:
    """Return the look that a clerk leaves by using a card that somebody brought."""
    return Looker(person.name, "member_asked", "desk")


def use_cards(
    connection: psycopg.Connection,
    person: StaffPerson,
    cards: Sequence[str],
    *,
    about: str,
    now: int,
) -> None:
    """Write down that cards of a list are used, each for itself, and a look at whose they are.

    Takes:   `about`: what stands in the log beside each.
    Refuses: TOO_MANY_OPENINGS as a whole, before any is looked for.
    """
    must_have_cards_left(connection, person, more=len(cards), now=now)
    with connection.transaction():
        for _ in cards:
            add_act(connection, person, COUNTS_CARD, about=about, now=now)
    must_have_cards_left(connection, person, now=now)  # another list may have come at once
    found = {one for card in cards if (one := member_of_card(card)) is not None}
    looker = brought_by_member(person)
    with connection.transaction():
        for member_id in sorted(members_here(connection, person.programme_id, found)):
            look(connection, member_id, looker, now=now)
