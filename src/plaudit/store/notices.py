"""The privacy notices of published editions, kept word for word."""

from __future__ import annotations

from collections.abc import Iterable

import psycopg

from plaudit.core.notice.blocks import Notice, notice_json, read_notice
from plaudit.sql.loader import query


def add_notices(connection: psycopg.Connection, notices: Iterable[Notice]) -> None:
    """Keep notices of published editions, each where none is kept in its language."""
    for notice in notices:
        connection.execute(
            query("add_notice"),
            {
                "programme": notice.programme,
                "edition": notice.edition,
                "language": notice.language,
                "content": notice_json(notice),
            },
        )


def read_notices(connection: psycopg.Connection, programme: str, edition: str) -> dict[str, Notice]:
    """Return the notices of an edition by language."""
    named = {"programme": programme, "edition": edition}
    rows = connection.execute(query("notices"), named).fetchall()
    return {language: read_notice(content) for language, content in rows}
