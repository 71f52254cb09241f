"""Registering several partners while somebody else registers one of them."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.register_partner import register_partner, register_partners
from plaudit.core.ledger import Registration
from plaudit.store import catalogue, partners
from plaudit.store.connect import connect
from tests.rights.meanwhile import while_uncommitted
from tests.riverside import NOW, Riverside


def test_who_registers_partners_holds_up_nobody_that_they_wait_for(
    connection: psycopg.Connection, database_url: str
) -> None:
    city = Riverside(connection, members=0)
    gym, pool = (
        Registration(city.programme_id, id, id.title(), ["cup_return"], 30)
        for id in ("gym", "pool")
    )
    before = catalogue.version(connection)

    def register() -> None:
        with pytest.raises(psycopg.errors.UniqueViolation):
            register_partners(other, [pool, gym], now=NOW)

    with connect(database_url) as other:
        while_uncommitted(
            connection,
            lambda: partners.add_partner(connection, gym),
            second=other,
            then=register,
            last=lambda: catalogue.raise_version(connection),
        )
    assert catalogue.version(connection) == before + 1, "of who waited nothing is left"
    register_partner(connection, pool, now=NOW)
    assert catalogue.version(connection) == before + 2
