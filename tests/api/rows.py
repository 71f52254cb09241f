"""What a row of the matrix is: an address, how it is asked, and what each role gets there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from plaudit.core.staff import Role
from tests.api.roles import (
    ELSEWHERES_STAFF,
    MEMBERS,
    OTHER_STAFF,
    OUTSIDE_STAFF,
    PARTNERS,
    ROLES,
    STAFF,
)
from tests.api.town import Town

Expected = dict[str, int | str]


class Asked(NamedTuple):
    """One request. `mark`: a text that its owner reads in the answer, and nobody else."""

    path: str
    sent: Any = None
    mark: str = ""


class Row(NamedTuple):
    """An address, how a request to it is made, and what each role gets.

    `may_move`: who may change what the member and the partner have.
    """

    method: str
    address: str
    asks: Callable[[Town], Asked]
    gets: Expected
    may_move: tuple[str, ...] = ("member", "partner")

    @property
    def is_of_staff(self) -> bool:
        """Whether it is a page of the staff's, where each of its roles asks."""
        return self.address.startswith("/staff/")

    @property
    def movers(self) -> tuple[str, ...]:
        """Who may change what the member and the partner have: of the staff's pages its owners."""
        if not self.is_of_staff:
            return self.may_move
        return (*self.owners, *(one for one in self.may_move if one in STAFF))

    @property
    def owners(self) -> tuple[str, ...]:
        """Whose the thing is: the member's, the partner's, or the staff's whom it is open to."""
        if not self.is_of_staff:
            return ("partner" if self.address.startswith("/v1/") else "member",)
        ours = (who for who in STAFF if who not in (*OTHER_STAFF, ELSEWHERES_STAFF))
        return tuple(who for who in ours if self.gets[who] not in (403, 404))


def for_partners(own: int, other: int | str, elsewhere: int | str) -> Expected:
    """Return what an address of the API gives: its partner, another one, one of elsewhere."""
    nobody: Expected = dict.fromkeys(("nobody", *MEMBERS), "key_missing")
    return (
        nobody
        | {"stranger": "key_unknown"}
        | dict(zip(PARTNERS, (own, other, elsewhere), strict=True))
    )


def for_members(own: int, other: int, elsewhere: int, *, outside: int = 200) -> Expected:
    """Return what a member's page gives; to who has no pass it says how to get one."""
    nobody: Expected = dict.fromkeys(("nobody", "stranger", *PARTNERS), outside)
    return nobody | dict(zip(MEMBERS, (own, other, elsewhere), strict=True))


def for_all(status: int) -> Expected:
    """Return what a public page gives."""
    return dict.fromkeys(ROLES, status)


def for_staff(status: int, *roles: Role, others: int | None = None, outside: int = 200) -> Expected:
    """Return what a page of the staff's gives: to some roles; all others are refused.

    `others`: what the same roles get at another partner, where that isn't the same. `outside`: what
    who has no shift gets: how to begin one, or 403 for what was sent.
    """
    expected: Expected = {**dict.fromkeys(OUTSIDE_STAFF, outside), **dict.fromkeys(STAFF, 403)}
    for who in STAFF:
        if Role(who.split()[-1]) in roles:
            expected[who] = status
        if who in OTHER_STAFF and Role(who.split()[-1]) in roles and others is not None:
            expected[who] = others
    return expected


def fixed(path: str) -> Callable[[Town], Asked]:
    """Return what asks the same each time."""
    return lambda _: Asked(path)
