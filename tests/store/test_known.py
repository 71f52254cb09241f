"""What a connection keeps of a programme: right while there is no other edition, then read anew.

And of which programme it was asked last: a member of another one is read as of the own.
"""

from __future__ import annotations

import psycopg

from plaudit.actions.join import join
from plaudit.actions.publish import publish
from plaudit.core.period import calendar_of
from plaudit.core.publishing import promised_instant
from plaudit.store.catalogue import programme_number
from plaudit.store.connect import connect
from plaudit.store.known import read_known
from plaudit.store.statement import member_and_statement
from tests.publishing import publish_as_promised
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


def test_members_of_two_programmes_are_read_one_after_the_other_each_as_of_the_own(
    connection: psycopg.Connection,
) -> None:
    text = EDITIONS[0].read_text("utf-8")
    there = text.replace('"riverside"', '"seaside"').replace("Asia/Bangkok", "Pacific/Apia")
    now = promised_instant(text) + 200 * 86_400_000_000  # at noon, or nearly
    members: dict[str, int] = {}
    for programme, edition in (("riverside", text), ("seaside", there)):
        publish_as_promised(connection, edition, ACTIVITY_TEXTS)
        number = programme_number(connection, programme)
        assert number is not None
        (members[programme],) = join(
            connection, programme_id=number, now=now, language="en", wording="Yes."
        )

    for programme in ("riverside", "seaside", "riverside"):
        found = member_and_statement(connection, members[programme], now=now)
        assert found is not None
        member, statement = found
        assert member.member_id == members[programme]
        assert member.programme == statement.edition.programme == programme
        assert calendar_of(member.time_zone).day_of(now) == statement.today
    assert member_and_statement(connection, 404, now=now) is None
