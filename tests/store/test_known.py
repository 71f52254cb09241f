"""What a connection keeps of a programme: right while there is no other edition, then read anew."""

from __future__ import annotations

import psycopg

from plaudit.actions.publish import publish
from plaudit.core.publishing import promised_instant
from plaudit.store.catalogue import programme_number
from plaudit.store.connect import connect
from plaudit.store.known import read_known
from tests.riverside import ACTIVITY_TEXTS, EDITIONS


def test_a_new_edition_is_known_at_once_and_connections_share_what_says_the_same(
    connection: psycopg.Connection, database_url: str
) -> None:
    first, second = (path.read_text("utf-8") for path in EDITIONS[:2])
    publish(connection, first, ACTIVITY_TEXTS, now=promised_instant(first))
    programme = programme_number(connection, "riverside")
    assert programme is not None
    with connect(database_url) as other:
        both = (connection, other)
        before = [read_known(one, programme, "riverside") for one in (*both, connection)]
        publish(connection, second, ACTIVITY_TEXTS, now=promised_instant(second))
        after = [read_known(one, programme, "riverside") for one in both]

    assert before[0] is before[1] is before[2]
    assert after[0] is after[1] is not before[0]
    assert len(before[0].editions) == 1
    assert len(after[0].editions) == 2
    assert set(after[0].activities) >= set(before[0].activities)
