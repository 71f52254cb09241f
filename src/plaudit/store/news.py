"""News: whether a member's wallet is still the one that was shown. Not what is in it."""

from __future__ import annotations

from collections.abc import Sequence

import psycopg

from plaudit.sql.loader import query
from plaudit.store.arrays import bigints
from plaudit.store.together import Asks, Rows


def wallet_versions(connection: psycopg.Connection, member_ids: Sequence[int]) -> dict[int, str]:
    """Return the version of each member's wallet, which every write and every refusal changes.

    Who is gone has none.
    """
    return versions_of(ask_versions(connection, member_ids))


def ask_versions(connection: Asks, member_ids: Sequence[int]) -> Rows:
    """Ask for the versions of members' wallets, and don't wait for the answer."""
    return connection.execute(query("wallet_versions"), {"member_ids": bigints(member_ids)})


def versions_of(asked: Rows) -> dict[int, str]:
    """Return the versions that were asked for, by member."""
    return dict(asked.fetchall())
