"""What commands that show a member's record have in common: they write down who looks, and why."""

from __future__ import annotations

import getpass
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

from plaudit.cli.opening import now_instant
from plaudit.core.rights import Looker

if TYPE_CHECKING:
    import psycopg


class Why(StrEnum):
    """Why a record is read, as core.rights.LookReason has it."""

    MEMBER_ASKED = "member_asked"
    QUESTION = "question"
    FAULT = "fault"
    AUDIT = "audit"
    LEGAL_DUTY = "legal_duty"
    NOT_SAID = "not_said"


REASON = typer.Option(help="Why you look; the member sees it, also that nothing was said.")
BY = typer.Option(help="Your name; the member sees it. Otherwise the name you are logged in with.")


def looker(by: str, reason: Why, through: str) -> Looker:
    """Return who looks: the name given, or the one that this person is logged in with."""
    return Looker(by.strip() or getpass.getuser(), reason.value, through)


def write_look(connection: psycopg.Connection, member_id: int, looker: Looker) -> None:
    """Write down who looks at a member's record, if there is such a member."""
    from plaudit.actions.look import look

    look(connection, member_id, looker, now=now_instant())
