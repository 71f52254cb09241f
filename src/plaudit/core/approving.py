"""Approving an edition: the table [approval], written into the file as it stands."""

from __future__ import annotations

import json
import re
from datetime import date

from plaudit.core.catalogue.source import read_source
from plaudit.core.charter.approval import APPROVAL, content_hash
from plaudit.core.charter.people import is_a_person, same_person
from plaudit.core.charter.view import View

_TABLE = re.compile(r"^\[approval\][^\n]*\n(?:(?!\[)[^\n]*\n?)*", re.MULTILINE)


class CannotApprove(Exception):
    """An approval that isn't one; the sentence says why, and what to do."""


def approval_table(view: View, *, by: str, on: date) -> str:
    """Return the table [approval] for an edition as it stands.

    Refuses: CannotApprove where it isn't given by the person whom the edition names as approver.
    Source:  charter, C25.
    """
    author, approver = view.text("people", "author"), view.text("people", "approver")
    if not author or not approver:
        raise CannotApprove("The edition has to name its author and its approver in [people].")
    if not is_a_person(by):
        raise CannotApprove(f'"{by}" names no person. Write a name: --by "{approver}".')
    if same_person(by, author):
        raise CannotApprove(f"{by} wrote the edition. Another person approves it: {approver}.")
    if not same_person(by, approver):
        raise CannotApprove(
            f"{approver} is named as approver in [people], not {by}. Let {approver} approve it, "
            "or name another approver first."
        )
    return (
        "[approval]\n"
        f"by          = {json.dumps(by, ensure_ascii=False)}\n"
        f"approved_on = {on.isoformat()}\n"
        f'sha256      = "{content_hash(view)}"\n'
    )


def with_approval(view: View, table: str) -> str:
    """Return an edition's text with this table [approval], in place of the one that it had.

    Refuses: CannotApprove where the text is written so that the table can't be put in safely.
    """
    text = view.source.text
    if view.value(APPROVAL) is None:
        written = f"{text.rstrip()}\n\n{table}"
    else:
        written = _TABLE.sub(lambda _: f"{table}\n", text, count=1).rstrip() + "\n"
    source = read_source(view.source.file, written.encode())
    after = View(source, "edition", view.world)
    wanted = read_source("", table.encode()).table or {}
    if source.mistakes or after.value(APPROVAL) != wanted[APPROVAL] or _other(after, view):
        raise CannotApprove(f"Put this table into the file by hand:\n\n{table}")
    return written


def _other(one: View, two: View) -> bool:
    return content_hash(one) != content_hash(two)
