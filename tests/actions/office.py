"""An office for tests: who keeps its staff, who can agree, and who can do neither."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from secrets import token_bytes
from typing import NamedTuple

import psycopg

from plaudit.actions import agree_staff as agreeing
from plaudit.actions import propose_staff as proposing
from plaudit.actions.begin_shift import accept_invitation
from plaudit.actions.open_programme import open_programme
from plaudit.core.refusals import Refused
from plaudit.core.staff import Role, StaffPerson
from plaudit.store import staff
from plaudit.store.staff import Workplace
from plaudit.store.staff_by_two import proposals_of
from plaudit.store.ways_in import as_doorkeeper
from tests.riverside import NOW
from tests.staff import hire

_PROGRAMMES = count(1)


class Office(NamedTuple):
    """Who keeps the staff, who can agree, and who can do neither."""

    connection: psycopg.Connection
    programme_id: int
    keeper: StaffPerson
    approver: StaffPerson
    author: StaffPerson

    def keeps(self, do: Callable[[], object]) -> object:
        """Do something in the doorkeeper's role; the code of a refusal where it is refused."""
        try:
            with self.connection.transaction(), as_doorkeeper(self.connection):
                return do()
        except Refused as refused:
            return refused.refusal.code

    def propose(self, name: str = "Somchai Dee", *roles: Role, at: int = NOW) -> tuple[str, int]:
        """Let the keeper propose somebody; the code, and the proposal's number."""
        given = roles or (Role.OFFICER,)
        code = self.keeps(
            lambda: proposing.propose_hiring(self.connection, name, given, by=self.keeper, now=at)
        )
        return str(code), self.waiting(at)[-1]

    def agree(self, number: int, by: StaffPerson, *, at: int = NOW) -> str:
        """Let somebody agree; the token of the link, or the code of a refusal."""
        return str(self.keeps(lambda: agreeing.agree_staff(self.connection, number, by=by, now=at)))

    def waiting(self, at: int = NOW) -> list[int]:
        """Return the numbers of what waits."""
        with self.connection.transaction(), as_doorkeeper(self.connection):
            found = proposals_of(self.connection, self.programme_id, now=at)
        return [one.proposal_id for one in found]

    def enters(self, token: str, code: str, *, mark: bytes = b"") -> object:
        """Let somebody make a passkey by a link and a code."""
        key = mark or token_bytes(8)
        return self.keeps(
            lambda: accept_invitation(self.connection, token, key, b"public", code=code, now=NOW)
        )

    def has_passkey(self, *people: StaffPerson) -> None:
        """Let people have one."""
        with self.connection.transaction(), as_doorkeeper(self.connection):
            for one in people:
                key = token_bytes(8)
                staff.add_key(self.connection, one.staff_id, key, b"public", now=NOW)

    def loses(self, who: StaffPerson, *, by: StaffPerson | None = None) -> object:
        """Let the keeper say that somebody's passkey was lost; the code, or that of a refusal."""
        acting = by or self.keeper
        return self.keeps(lambda: proposing.propose_invitation(
            self.connection, who.staff_id, by=acting, now=NOW, instead=True
        ))  # fmt: skip

    def named(self, name: str) -> StaffPerson:
        """Return somebody by name."""
        everybody = staff.staff_of(self.connection, self.programme_id)
        return next(one for one in everybody if one.name == name)


def open_office(connection: psycopg.Connection) -> Office:
    """Open a programme with an office of three persons, none of whom has a passkey."""
    programme_id = open_one(connection)
    people = [
        hire(connection, Workplace(programme_id), name, {role})
        for name, role in (
            ("Kanya Moon", Role.KEEPER),
            ("Anan Wongsa", Role.APPROVER),
            ("Malee Srisai", Role.AUTHOR),
        )
    ]
    return Office(connection, programme_id, *people)


def open_one(connection: psycopg.Connection) -> int:
    """Open a programme where nobody works yet, and return its number."""
    return open_programme(connection, f"office-{next(_PROGRAMMES)}", time_zone="Asia/Bangkok")
