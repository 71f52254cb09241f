"""Riverside published as on the day that its edition names, with its notices; nobody is in it."""

from __future__ import annotations

from pathlib import Path

import psycopg

from plaudit.actions.keep_notices import keep_notices
from plaudit.actions.publish import publish
from plaudit.cli.notice import particulars
from plaudit.core.publishing import promised_instant
from plaudit.pages.voices import voice_of
from tests.riverside import ACTIVITY_TEXTS, CATALOGUE, EDITIONS


def publish_riverside(connection: psycopg.Connection, path: Path = EDITIONS[-1]) -> None:
    """Publish one of Riverside's editions, and keep its notices."""
    text = path.read_text("utf-8")
    publish(connection, text, ACTIVITY_TEXTS, now=promised_instant(text))
    made = particulars(path, CATALOGUE / "activities")
    keep_notices(connection, made, [voice_of(code) for code in made.edition.languages])
