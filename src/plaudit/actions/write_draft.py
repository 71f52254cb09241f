"""Writing a draft: begun, saved, or set aside.

Each save is a version more. What was based on an older version is refused; nothing is lost.
"""

from __future__ import annotations

from typing import NamedTuple

import psycopg

from plaudit.core.approving import CannotApprove, with_table
from plaudit.core.catalogue.source import FILE_BYTES_MAX
from plaudit.core.charter.view import View
from plaudit.core.pressing import is_pressed_again
from plaudit.core.refusals import Code, Refusal, Refused, refusal
from plaudit.core.staff import StaffPerson
from plaudit.store.desk import lock_form
from plaudit.store.drafts import (
    Draft,
    How,
    NewVersion,
    add_draft,
    add_version,
    drafts_of,
    read_draft,
)
from plaudit.store.instants import as_instant

DRAFTS_MAX = 50
"""How many drafts of a programme may be open at once."""
SAVES_MAX = 2_000
"""How often a draft may be saved."""
NAME_LETTERS_MAX = 80


class Based(NamedTuple):
    """Which draft somebody acts on, and the version that was seen."""

    draft_id: int
    version: int


class Hand(NamedTuple):
    """Who acts, and when: microseconds since the epoch."""

    person: StaffPerson
    now: int


def begin(connection: psycopg.Connection, name: str, text: str, by: Hand) -> int:
    """Begin a draft with a first text, and return its number.

    Pressed again it is one draft (core.pressing).
    Refuses: DRAFT_NAME_MISSING, DRAFT_TOO_LARGE, DRAFTS_TOO_MANY.
    """
    if not 0 < len(name.strip()) <= NAME_LETTERS_MAX:
        raise Refused(refusal(Code.DRAFT_NAME_MISSING, limit=NAME_LETTERS_MAX))
    clean = fitting(text)
    programme_id = by.person.programme_id
    with connection.transaction():
        lock_form(connection, f"a draft of programme {programme_id}")
        there = drafts_of(connection, programme_id, how_many=DRAFTS_MAX)
        for one in there:
            if _was_begun(one, name.strip(), clean, by=by):
                return one.draft_id
        if len(there) == DRAFTS_MAX:
            raise Refused(refusal(Code.DRAFTS_TOO_MANY, limit=DRAFTS_MAX))
        draft_id = add_draft(connection, programme_id, name.strip())
        new = NewVersion(draft_id, 0, "begun", clean)
        is_added = add_version(connection, new, by.person, now=by.now)
        assert is_added, "nobody knows a new draft's number"
    return draft_id


def _was_begun(draft: Draft, name: str, text: str, *, by: Hand) -> bool:
    """Return whether a draft is what a person begins now, and was begun a moment ago."""
    is_same = (draft.how, draft.name, draft.text) == ("begun", name, text)
    is_own = draft.staff_id == by.person.staff_id
    return is_same and is_own and is_pressed_again(as_instant(draft.saved_at), by.now)


def save(
    connection: psycopg.Connection, on: Based, text: str, by: Hand, *, how: How = "text"
) -> None:
    """Save a draft's text after the version that was seen; the same text again saves nothing.

    Refuses: DRAFT_UNKNOWN, DRAFT_OVER, DRAFT_CHANGED, DRAFT_TOO_LARGE, DRAFT_SAVED_TOO_OFTEN.
    """
    clean = fitting(text)
    draft = as_seen(connection, on, by)
    if clean != draft.text:
        add_or_refuse(connection, draft, clean, by, how=how)


def set_aside(connection: psycopg.Connection, on: Based, by: Hand) -> None:
    """End a draft that nobody goes on with. Its versions stay.

    Refuses: as `save`.
    """
    draft = as_seen(connection, on, by)
    add_or_refuse(connection, draft, draft.text, by, how="set_aside")


def as_seen(connection: psycopg.Connection, on: Based, by: Hand) -> Draft:
    """Return a draft of a person's programme, if it stands as it was seen and isn't over.

    Refuses: DRAFT_UNKNOWN, DRAFT_OVER, DRAFT_CHANGED.
    """
    draft = read_draft(connection, by.person.programme_id, on.draft_id)
    if draft is None or on.version > draft.version:
        raise Refused(refusal(Code.DRAFT_UNKNOWN))
    if draft.is_over:
        raise Refused(refusal(Code.DRAFT_OVER))
    if draft.version != on.version:
        raise Refused(_changed(draft))
    return draft


def add_or_refuse(
    connection: psycopg.Connection, draft: Draft, text: str, by: Hand, *, how: How
) -> None:
    """Save the version after a draft's.

    Refuses: DRAFT_CHANGED where somebody was faster, DRAFT_SAVED_TOO_OFTEN.
    """
    if draft.version >= SAVES_MAX:
        raise Refused(refusal(Code.DRAFT_SAVED_TOO_OFTEN, limit=SAVES_MAX))
    new = NewVersion(draft.draft_id, draft.version, how, text)
    if not add_version(connection, new, by.person, now=by.now):
        newest = read_draft(connection, by.person.programme_id, draft.draft_id)
        assert newest is not None, draft.draft_id
        raise Refused(_changed(newest))


def put_in(view: View, table: str, name: str) -> str:
    """Return the text with a table in place of the one of its name.

    Refuses: DRAFT_TABLE_IN_THE_WAY.
    """
    try:
        return with_table(view, table)
    except CannotApprove as wrong:
        raise Refused(refusal(Code.DRAFT_TABLE_IN_THE_WAY, table=name)) from wrong


def fitting(text: str) -> str:
    """Return a text with the line ends of a file: browsers send others.

    Refuses: DRAFT_TOO_LARGE.
    """
    clean = text.replace("\r\n", "\n")
    size = len(clean.encode())
    if size > FILE_BYTES_MAX:
        raise Refused(refusal(Code.DRAFT_TOO_LARGE, seen=size, limit=FILE_BYTES_MAX))
    return clean


def _changed(newest: Draft) -> Refusal:
    return refusal(Code.DRAFT_CHANGED, name=newest.saved_by, version=newest.version)
