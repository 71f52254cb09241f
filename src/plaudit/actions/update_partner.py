"""Updating partners: a later edition gives them other terms, and the register follows it."""

from __future__ import annotations

from collections.abc import Mapping

import psycopg

from plaudit.core.ledger import Registration
from plaudit.store import catalogue, partners


def update_partners(connection: psycopg.Connection, terms: Mapping[int, Registration]) -> None:
    """Give partners, by number, the terms they are to have from now on.

    Refuses: psycopg.errors.CheckViolation for a back-date limit above 30 days or a budget below
             zero (charter, C24).
    """
    with connection.transaction():
        for partner_id, registration in terms.items():
            partners.update_partner(connection, partner_id, registration)
        catalogue.raise_version(connection)
