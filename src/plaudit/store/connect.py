"""Connections: each takes the role it needs, and settling's keep to plans that never scan."""

from __future__ import annotations

from typing import Literal

import psycopg

from plaudit.store import arrays

Role = Literal["service", "eraser", "purger", "owner"]
STATEMENT_SECONDS = 20
TRANSACTION_SECONDS = 60
"""No transaction lasts longer: budgets count on it (store.budgets)."""

_ALWAYS = {
    "client_encoding": "UTF8",
    "timezone": "UTC",
    "plan_cache_mode": "force_generic_plan",
}
# One shape for each hot statement, whatever the statistics say: index look-ups from an array.
_HOT = {
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_material": "off",
    "statement_timeout": f"{STATEMENT_SECONDS}s",
    "transaction_timeout": f"{TRANSACTION_SECONDS}s",
}


def connect(url: str, *, role: Role = "service", hot: bool = False) -> psycopg.Connection:
    """Return a connection in a role; `owner` keeps the one that the URL names.

    `hot` fixes the plans of settling: index look-ups only, never a scan of a city.
    Refuses: psycopg.OperationalError when the server is away.
    """
    settings = dict(_ALWAYS)
    if hot:
        settings |= _HOT
    if role != "owner":
        settings["role"] = f"plaudit_{role}"
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    connection = psycopg.connect(url, options=options, autocommit=True)
    connection.prepare_threshold = 1
    arrays.teach(connection)
    return connection
