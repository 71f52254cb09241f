"""Approving an edition, and naming its rehearsal: tables written into the file as it stands."""

from __future__ import annotations

import json
import re
from datetime import date
from hashlib import sha256

from plaudit.core.catalogue.source import read_source
from plaudit.core.charter.approval import (
    APPROVAL,
    REHEARSAL,
    content_hash,
    hash_without,
    rehearsed_hash,
)
from plaudit.core.charter.people import is_a_person, same_person
from plaudit.core.charter.view import View

_TABLE = r"^\[%s\][^\n]*\n(?:(?!\[)[^\n]*\n?)*"


_HASH_SHOWN = 12


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


def rehearsal_table(view: View, report: bytes) -> str:
    """Return the table [rehearsal] for an edition and the report of its rehearsal, a JSON file.

    Refuses: CannotApprove where the report can't be read, or is about another edition than this
             one as it stands.
    """
    try:
        said = json.loads(report)
        of, on = str(said["edition_sha256"]), date.fromisoformat(said["rehearsed_on"])
    except (ValueError, TypeError, KeyError, RecursionError) as wrong:
        raise CannotApprove(
            "The report is none of a rehearsal: it has to be JSON that says edition_sha256 and "
            "rehearsed_on. plaudit rehearse writes one."
        ) from wrong
    now = rehearsed_hash(view)
    if of != now:
        raise CannotApprove(
            f"The report is about an edition with the hash {of[:_HASH_SHOWN]}…, and this one has "
            f"{now[:_HASH_SHOWN]}…. Rehearse it as it stands."
        )
    return (
        "[rehearsal]\n"
        f"rehearsed_on   = {on.isoformat()}\n"
        f'edition_sha256 = "{now}"\n'
        f'report_sha256  = "{sha256(report).hexdigest()}"\n'
    )


def with_table(view: View, table: str) -> str:
    """Return an edition's text with this table, in place of the one of its name that it had.

    Refuses: CannotApprove where the text is written so that the table can't be put in safely.
    """
    text = view.source.text
    ((name, wanted),) = (read_source("", table.encode()).table or {}).items()
    if view.value(name) is None:
        written = f"{text.rstrip()}\n\n{table}"
    else:
        had = re.compile(_TABLE % re.escape(name), re.MULTILINE)
        written = had.sub(lambda _: f"{table}\n", text, count=1).rstrip() + "\n"
    source = read_source(view.source.file, written.encode())
    after = View(source, "edition", view.world)
    is_other = hash_without(after, {name}) != hash_without(view, {name})
    if source.mistakes or after.value(name) != wanted or is_other:
        raise CannotApprove(f"Put this table into the file by hand:\n\n{table}")
    return written


def without_tables(text: str) -> str:
    """Return an edition's text without the approval and the rehearsal that it has: a new beginning.

    A table that is written in another way than these two are stays; the check sees it.
    """
    for name in (APPROVAL, REHEARSAL):
        text = re.sub(_TABLE % name, "", text, flags=re.MULTILINE)
    return text.rstrip() + "\n"
