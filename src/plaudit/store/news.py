"""News: whether a member's wallet is still the one that was shown. Not what is in it."""

from __future__ import annotations

from collections.abc import Sequence

import psycopg

from plaudit.sql.loader import query
from plaudit.store.arrays import bigints


def wallet_versions(connection: psycopg.Connection, member_ids: Sequence[int]) -> dict[int, str]:
    """Return the version of each member's wallet, which every write changes.

    Who is gone has none.
    """
    asked = {"member_ids": bigints(member_ids)}
    return dict(connection.execute(query("wallet_versions"), asked).fetchall())
