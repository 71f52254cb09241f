"""Keeping the notices of an edition: what members read and agree to, word for word."""

from __future__ import annotations

from collections.abc import Sequence

import psycopg

from plaudit.core.notice.blocks import Notice
from plaudit.core.notice.making import notice_of
from plaudit.core.notice.particulars import Particulars
from plaudit.core.voice import Voice
from plaudit.store.notices import add_notices, read_notices


def keep_notices(
    connection: psycopg.Connection, particulars: Particulars, voices: Sequence[Voice]
) -> dict[str, Notice]:
    """Keep the notice of a published edition in each language, and return what is kept.

    A notice that was kept before stays as it is, so that nobody's agreement loses its text.
    """
    edition = particulars.edition
    with connection.transaction():
        add_notices(connection, (notice_of(particulars, voice) for voice in voices))
        return read_notices(connection, edition.programme, edition.id)
