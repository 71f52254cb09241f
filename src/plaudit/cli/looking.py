"""What commands that show a member's record have in common: they write down who looks, and why."""

from __future__ import annotations

import getpass
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

from plaudit.cli.opening import EXIT_USAGE, now_instant, stop_with
from plaudit.core.rights import Looker

if TYPE_CHECKING:
    import psycopg

NOBODYS = ("", "root")
"""Logins that say nothing of who it is."""


class Why(StrEnum):
    """Why a record is read, as core.rights.LookReason has it."""

    MEMBER_ASKED = "member_asked"
    QUESTION = "question"
    FAULT = "fault"
    AUDIT = "audit"
    LEGAL_DUTY = "legal_duty"


REASON = typer.Option(help="Why you look; the member sees it. It is never chosen for you.")
BY = typer.Option(
    help="Your name; the member sees it. Otherwise the one you are logged in with, if not root."
)


def looker(by: str, reason: Why, through: str) -> Looker:
    """Return who looks: the name given, or the one that this person is logged in with.

    Refuses: ends the command where neither is a person's: the member reads who it was.
    """
    who = by.strip() or _login()
    if who in NOBODYS:
        stop_with("Say who you are: --by NAME. The member reads it.", code=EXIT_USAGE)
    return Looker(who, reason.value, through)


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # in a container a user may have no name
        return ""


def write_look(connection: psycopg.Connection, member_id: int, looker: Looker) -> None:
    """Write down who looks at a member's record, if there is such a member."""
    from plaudit.actions.look import look

    look(connection, member_id, looker, now=now_instant())
