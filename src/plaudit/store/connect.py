"""Connections: each takes the role it needs, and settling's keep to plans that never scan."""

from __future__ import annotations

from typing import Literal

import psycopg

from plaudit.sql.loader import query
from plaudit.store import arrays

Role = Literal["service", "doorkeeper", "eraser", "purger", "owner"]
CONNECT_SECONDS = 10
"""A server that doesn't answer at all, behind a network that drops what is sent, is away."""
STATEMENT_SECONDS = 20
TRANSACTION_SECONDS = 60
"""No transaction lasts longer: budgets count on it (store.budgets)."""

_KEEPALIVE_SECONDS = 60
_UNHEARD_MS = 20_000
"""A network that drops what is sent is noticed, also in between."""
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

# Reported by the server when a connection begins: asking costs nothing.
_READ_ONLY = "default_transaction_read_only"


class Unfinished(psycopg.OperationalError):
    """A book that was restored from a backup, where erasures are still to be carried out."""


def connect(
    url: str, *, role: Role = "service", hot: bool = False, while_restoring: bool = False
) -> psycopg.Connection:
    """Return a connection in a role; `owner` keeps the one that the URL names.

    `hot` fixes the plans of settling: index look-ups only, never a scan of a city.
    `while_restoring` is for the restore alone, which others wait for.
    Refuses: psycopg.OperationalError when the server is away; Unfinished, of the same kind, for all
             roles but the owner while a restore isn't finished.
    """
    settings = dict(_ALWAYS)
    if while_restoring:
        settings[_READ_ONLY] = "off"
    if hot:
        settings |= _HOT
    if role != "owner":
        settings["role"] = f"plaudit_{role}"
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    connection = psycopg.connect(
        url,
        options=options,
        autocommit=True,
        connect_timeout=CONNECT_SECONDS,
        keepalives_idle=_KEEPALIVE_SECONDS,
        tcp_user_timeout=_UNHEARD_MS,
    )
    if role != "owner" and not while_restoring:
        refuse_unfinished(connection)
    connection.prepare_threshold = 1
    arrays.teach(connection)
    return connection


def refuse_unfinished(connection: psycopg.Connection) -> None:
    """Return when no restore into this database is unfinished.

    Refuses: Unfinished; the connection is closed then.
    """
    if connection.info.parameter_status(_READ_ONLY) != "on":
        return
    row = connection.execute(query("restore_state")).fetchone()
    if row is not None and row[0]:
        connection.close()
        raise Unfinished(
            "This book was restored from a backup, and the restore was not finished: people who "
            "were erased since may be in it. Run the same plaudit restore again."
        )
