"""Notices are kept with their edition, word for word, once and for good."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.catalogue_files import source_at
from plaudit.actions.keep_notices import keep_notices
from plaudit.core.charter.view import View, World
from plaudit.core.notice.blocks import fingerprint
from plaudit.core.notice.making import notice_of
from plaudit.core.notice.particulars import Particulars, particulars_of
from plaudit.pages.voices import LANGUAGES, voice_of
from plaudit.store.notices import read_notices
from tests.core.charter.cases import registries
from tests.riverside import ACTIVITY_TEXTS, CATALOGUE, EDITIONS, Riverside


def particulars(number: int = -1) -> Particulars:
    """Return the particulars of one of Riverside's editions."""
    texts = {id: source_at(CATALOGUE / f"activities/{id}.toml") for id in ACTIVITY_TEXTS}
    return particulars_of(View(source_at(EDITIONS[number]), "edition", World(registries(), texts)))


def keep_all(connection: psycopg.Connection) -> None:
    """Keep the notices of both editions in all languages."""
    for number in range(len(EDITIONS)):
        keep_notices(connection, particulars(number), [voice_of(code) for code in LANGUAGES])


def test_a_notice_is_kept_in_each_language_with_its_fingerprint(
    connection: psycopg.Connection,
) -> None:
    Riverside(connection, members=0)
    made = particulars()

    kept = keep_notices(connection, made, [voice_of(code) for code in LANGUAGES])

    assert kept == {code: notice_of(made, voice_of(code)) for code in LANGUAGES}
    assert read_notices(connection, "riverside", "2026-10") == kept
    rows = connection.execute("SELECT encode(sha256, 'hex') FROM notice").fetchall()
    assert {row[0] for row in rows} == set(map(fingerprint, kept.values()))


def test_what_was_kept_first_stays(connection: psycopg.Connection) -> None:
    Riverside(connection, members=0)
    kept = keep_notices(connection, particulars(), [voice_of("en")])
    other = particulars()
    other.parts["contact"].found["phone"] = "+66 2 111 1111"

    assert keep_notices(connection, other, [voice_of("en")]) == kept


@pytest.mark.parametrize("role", ["service", "owner"])
@pytest.mark.parametrize("statement", ["UPDATE notice SET content = 'x'", "DELETE FROM notice"])
def test_nobody_changes_a_notice(
    connection: psycopg.Connection, owner: psycopg.Connection, role: str, statement: str
) -> None:
    Riverside(connection, members=0)
    keep_notices(connection, particulars(), [voice_of("en")])
    connection.commit()

    with pytest.raises(psycopg.Error, match=r"rows of notice are added|permission denied"):
        (owner if role == "owner" else connection).execute(statement)
