"""The rows behind a member's rights: looks, restrictions, and consent for one activity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import psycopg

from plaudit.core.kinds import asked_of
from plaudit.core.rights import NEVER, Ground, Look, Looker, still_unanswered, unanswered
from plaudit.sql.loader import query
from plaudit.store.exchange import Asks, Rows
from plaudit.store.instants import as_datetime, as_instant
from plaudit.store.known import Known, read_known
from plaudit.store.members import Membership, read_membership


class Withheld(NamedTuple):
    """What a member withholds (flat, core.rights), and the number of the activity asked about.

    `asked`: the kinds that are recorded after a yes alone (core.kinds).
    """

    withheld: Sequence[int]
    activity_no: int
    asked: frozenset[int] = frozenset()


class Hold(NamedTuple):
    """Who asked that a record stands still, and since when (microseconds since the epoch)."""

    asked_by: str
    started_at: int


class Answers(NamedTuple):
    """What a member said to kinds of deeds, by the ids of their activities."""

    withheld: frozenset[str]
    unanswered: frozenset[str]


def add_look(connection: psycopg.Connection, member_id: int, looker: Looker, *, now: int) -> bool:
    """Write down who reads a member's record; False where there is no such member."""
    given = looker._asdict() | {"member_id": member_id, "looked_at": as_datetime(now)}
    return connection.execute(query("add_look"), given).rowcount == 1


def add_handle_given(connection: psycopg.Connection, member_id: int, partner_id: int) -> bool:
    """Write down that a partner is given a member's handle; False where there is no such member."""
    named = {"member_id": member_id, "partner_id": partner_id}
    if connection.execute(query("lock_to_give_handle"), named).fetchone() is None:
        return False
    connection.execute(query("add_handle_given"), named)
    return True


def read_looks(connection: psycopg.Connection, member_id: int, *, how_many: int) -> list[Look]:
    """Return the newest looks at a member's record."""
    return looks_of(ask_looks(connection, member_id, how_many=how_many))


def ask_looks(connection: Asks, member_id: int, *, how_many: int) -> Rows:
    """Ask for the newest looks, and don't wait for the answer."""
    return connection.execute(query("looks"), {"member_id": member_id, "how_many": how_many})


def looks_of(asked: Rows) -> list[Look]:
    """Return the looks that were asked for."""
    return [Look(as_instant(at), who, reason, through) for at, who, reason, through in asked]


def restrict(
    connection: psycopg.Connection, member_id: int, *, asked_by: str, ground: Ground, now: int
) -> bool:
    """Let a member's record stand still; False where there is no such member, or it does."""
    given = {
        "member_id": member_id,
        "asked_by": asked_by,
        "ground": ground,
        "now": as_datetime(now),
    }
    if connection.execute(query("restrict_member"), given).rowcount == 0:
        return False
    connection.execute(query("add_restriction"), given)
    return True


def lift(
    connection: psycopg.Connection, member_id: int, *, lifted_by: str, now: int
) -> Hold | None:
    """Let a member's record move again, and return what is lifted; None where it moves already."""
    given = {"member_id": member_id, "lifted_by": lifted_by, "now": as_datetime(now)}
    if connection.execute(query("unrestrict_member"), given).rowcount == 0:
        return None
    row = connection.execute(query("lift_restriction"), given).fetchone()
    assert row is not None, member_id
    return Hold(row[0], as_instant(row[1]))


def lock_withheld(
    connection: psycopg.Connection, member_id: int, *, activity: str
) -> Withheld | None:
    """Lock a member and return what is withheld; None for no such member or activity."""
    asked = {"member_id": member_id, "activity": activity}
    row = connection.execute(query("lock_withheld"), asked).fetchone()
    member = None if row is None else read_membership(connection, member_id)
    if row is None or member is None:
        return None
    known = read_known(connection, member.programme_id, member.programme)
    return Withheld(member.withheld, row[0], _asked(member, known))


def _asked(member: Membership, known: Known) -> frozenset[int]:
    """Return the kinds about which a member has to be asked, by their activities' numbers."""
    return asked_of(known.told, agreed_at=as_instant(member.agreed_at))


def read_answers(connection: psycopg.Connection, member: Membership) -> Answers:
    """Return which kinds a member lets nobody record, and which they said nothing about."""
    return answers_of(member, read_known(connection, member.programme_id, member.programme))


def answers_of(member: Membership, known: Known) -> Answers:
    """Return the same of a member's row and programme that were read before."""
    pairs = zip(member.withheld[::2], member.withheld[1::2], strict=True)
    waiting = unanswered(member.withheld, _asked(member, known))
    return Answers(
        frozenset(known.activities[number].id for number, at in pairs if at == NEVER),
        frozenset(known.activities[number].id for number in waiting),
    )


def not_agreed(connection: psycopg.Connection, member: Membership) -> frozenset[str]:
    """Return the kinds of which no deed of a member's may be recorded."""
    withheld, waiting = read_answers(connection, member)
    return withheld | waiting


def leave_unanswered(connection: psycopg.Connection, member: Membership) -> None:
    """Let a member who left, and is locked, join again without a word to kinds that came since.

    Words of old that agreed to kinds to come ended with leaving.
    """
    known = read_known(connection, member.programme_id, member.programme)
    asked = asked_of(known.named, agreed_at=as_instant(member.agreed_at))
    withheld = still_unanswered(member.withheld, asked)
    if len(withheld) > len(member.withheld):
        given = {"member_id": member.member_id, "withheld": withheld}
        connection.execute(query("set_withheld"), given)


def is_known_stopped(connection: psycopg.Connection, member_id: int, what: str, *, at: int) -> bool:
    """Whether the book knows that a member stopped something at an instant.

    Takes:   `what`: as store.journal_lines.Stopped has it.
    """
    named = {"member_id": member_id, "said_at": as_datetime(at)}
    return (what,) in connection.execute(query("stopped_at"), named).fetchall()


def restriction_asked_by(connection: psycopg.Connection, member_id: int) -> str | None:
    """Return who asked that a member's record stands still; None where it moves."""
    named = {"member_id": member_id}
    row = connection.execute(query("restriction_asked_by"), named).fetchone()
    return None if row is None else str(row[0])


def add_activity_consent(
    connection: psycopg.Connection,
    member_id: int,
    after: Withheld,
    *,
    agrees: bool,
    said: tuple[str, str],
    now: int,
) -> None:
    """Keep a yes or no to one activity, and what the member withholds after it.

    Takes:   `said`: language and wording.
    """
    language, wording = said
    connection.execute(
        query("set_withheld"), {"member_id": member_id, "withheld": list(after.withheld)}
    )
    connection.execute(
        query("add_activity_consent"),
        {
            "member_id": member_id,
            "activity_no": after.activity_no,
            "said_at": as_datetime(now),
            "agrees": agrees,
            "language": language,
            "wording": wording,
        },
    )
