"""What a settlement statement's partner, programme and rewards are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import psycopg

from plaudit.core.period import date_of
from plaudit.core.settlement import Statement
from plaudit.sql.loader import query
from plaudit.store.catalogue import programme_number, read_programme
from plaudit.store.settlement import read_partner


@dataclass(frozen=True, slots=True)
class SettledNames:
    """Names for a statement. `programme` and `rewards` (by id) are by language.

    `partner`: its name as it is now. The others are as the statement's month had them.
    """

    partner: str
    time_zone: str
    languages: tuple[str, ...]
    programme: Mapping[str, str]
    rewards: Mapping[str, Mapping[str, str]]


def read_names(
    connection: psycopg.Connection, partner_id: int, statement: Statement
) -> SettledNames:
    """Return the names for a partner's statement, in the languages of its month's last edition."""
    partner = read_partner(connection, partner_id)
    programme_id = programme_number(connection, partner.programme)
    assert programme_id is not None, partner.programme
    editions = read_programme(connection, programme_id, partner.programme).editions
    started = [one.edition for one in editions if one.edition.starts_on < statement.ends_on]
    newest = max(started, key=lambda one: one.starts_on)
    named = {"programme_id": programme_id, "before": date_of(statement.ends_on)}
    return SettledNames(
        partner=partner.name,
        time_zone=partner.time_zone,
        languages=newest.languages,
        programme=newest.title,
        rewards=dict(connection.execute(query("reward_titles"), named).fetchall()),
    )
