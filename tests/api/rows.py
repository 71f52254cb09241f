"""What a row of the matrix is: an address, how it is asked, and what each role gets there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from tests.api.roles import MEMBERS, PARTNERS, ROLES
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


def fixed(path: str) -> Callable[[Town], Asked]:
    """Return what asks the same each time."""
    return lambda _: Asked(path)
