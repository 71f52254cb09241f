"""What the door stands on: settling and signing in, each over a connection of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import psycopg

from plaudit.actions.batch import Arrival
from plaudit.actions.house import House, open_house, refresh_house
from plaudit.actions.settle import settle
from plaudit.core.ledger import Outcome
from plaudit.ingest.ports import Signed
from plaudit.ingest.reading import Reader
from plaudit.store import catalogue, partners
from plaudit.store.connect import connect
from plaudit.store.handles import Handles
from plaudit.store.news import WalletVersion, wallet_versions
from plaudit.store.secrets import secret


class ConnectedSettler:
    """Settles batches in the database."""

    def __init__(self, url: str) -> None:
        self._connection = connect(url, hot=True)
        self._house: House = open_house(self._connection)

    def settle(self, arrivals: Sequence[Arrival], *, now: int) -> list[Outcome]:
        """Settle a batch in one transaction; one outcome for each arrival, in order."""
        if any(arrival.partner_id not in self._house.partners for arrival in arrivals):
            refresh_house(self._connection, self._house)  # registered since the house was read
        return settle(self._connection, self._house, arrivals, now=now)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


class KnownHandles:
    """Knows whose deeds these are: from the handles alone, without the database."""

    def __init__(self) -> None:
        self._handles: Handles | None = None

    def members_of(self, arrivals: Sequence[Arrival]) -> list[int | None]:
        """Return whose deeds these are, in order; None where a handle is nobody's."""
        if self._handles is None:
            self._handles = Handles(secret("handles"))
        return self._handles.members_of(
            [report.subject for _, report in arrivals], [partner_id for partner_id, _ in arrivals]
        )


class ConnectedLook:
    """Looks for the versions of wallets in the database; connects when it is first asked."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: psycopg.Connection | None = None

    def versions(self, member_ids: Sequence[int]) -> Mapping[int, WalletVersion]:
        """Return the version of each member's wallet; none of who is gone."""
        if self._connection is None or self._connection.closed or self._connection.broken:
            self._connection = connect(self._url)
        return wallet_versions(self._connection, member_ids)

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()


class ConnectedRegistry:
    """Knows partners' keys from the database.

    It connects when it is first asked, and again after the database was away.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: psycopg.Connection | None = None
        self._version = -1
        self._readers: Mapping[int, Reader] = {}
        """By partner."""

    def sign_in(self, key: str) -> Signed | None:
        """Return whose key this is; None for an unknown or withdrawn one."""
        connection = self._connected()
        found = partners.partner_of_key(connection, key)
        if found is None:
            return None
        if catalogue.version(connection) != self._version:
            self._read(connection)
        partner_id, source = found
        return Signed(partner_id, source, self._readers[partner_id])

    def is_there(self) -> bool:
        """Return whether the database answers."""
        try:
            catalogue.version(self._connected())
        except psycopg.Error:
            return False
        return True

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()

    def _connected(self) -> psycopg.Connection:
        if self._connection is None or self._connection.closed or self._connection.broken:
            self._connection = connect(self._url)
        return self._connection

    def _read(self, connection: psycopg.Connection) -> None:
        house = open_house(connection)
        readers = {
            programme.programme_id: Reader(programme.activities, of_partners=True)
            for programme in house.programmes.values()
        }
        self._readers = {
            partner.partner_id: readers[partner.programme_id] for partner in house.partners.values()
        }
        self._version = house.version
