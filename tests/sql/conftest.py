"""Riverside as the tests of the tables find it, and the service's own connection to it."""

from __future__ import annotations

import psycopg
import pytest

from tests.riverside import Riverside


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    """Riverside with three members; the first has 8 points of one deed."""
    city = Riverside(connection)
    city.settle(city.report("cup_return", {"cups": 8}))
    assert city.points() == 8
    return city


@pytest.fixture
def service(riverside: Riverside) -> psycopg.Connection:
    """The service's own connection, with the rights of the doors."""
    row = riverside.connection.execute("SELECT current_user").fetchone()
    assert row == ("plaudit_service",)
    return riverside.connection
