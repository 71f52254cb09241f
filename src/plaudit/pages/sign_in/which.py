"""What the programmes are called that somebody takes part in, so that they choose by a name."""

from __future__ import annotations

from collections import Counter

import psycopg

from plaudit.core.difference.said import said_by
from plaudit.core.period import calendar_of
from plaudit.core.voice import text_in
from plaudit.pages.voices import GettextVoice
from plaudit.store.catalogue import PublishedEdition, read_programme
from plaudit.store.members import Membership


def named(
    connection: psycopg.Connection, members: list[Membership], voice: GettextVoice, *, now: int
) -> list[tuple[int, str]]:
    """Return each member's number with the name of the programme.

    Those of one name are told apart by who answers for them, and if that is the same, by their
    ids.

    Units: `now` in microseconds since the epoch.
    """
    parts = [_parts(connection, member, voice, now=now) for member in members]
    how_many = Counter(some[:many] for some in parts for many in range(1, len(some)))
    return [
        (member.member_id, " · ".join(_enough(some, how_many)))
        for member, some in zip(members, parts, strict=True)
    ]


def _enough(some: tuple[str, ...], how_many: Counter[tuple[str, ...]]) -> tuple[str, ...]:
    """Return as many parts of a name, from the first on, as tell it from the others."""
    fits = (some[:many] for many in range(1, len(some)) if how_many[some[:many]] == 1)
    return next(fits, some)


def _parts(
    connection: psycopg.Connection, member: Membership, voice: GettextVoice, *, now: int
) -> tuple[str, ...]:
    """Return title, who answers for it, id; of the edition in force, without what isn't said."""
    id = member.programme
    editions = read_programme(connection, member.programme_id, id).editions
    today = calendar_of(member.time_zone).day_of(now)
    started = [one for one in editions if one.edition.starts_on <= today]
    edition = (started or editions)[-1]
    title = text_in(edition.edition.title, voice, otherwise=id)
    return tuple(filter(None, (title, _controller(edition), id)))


def _controller(edition: PublishedEdition) -> str:
    said = said_by(edition.text, edition.activity_texts).tables["contact"].get("controller")
    return said if isinstance(said, str) else ""
