"""Sending one message over HTTPS: to a checked public address, in little time, following nobody.

The host is looked up once, every address is checked, and the connection goes to one of those
addresses: a name that points elsewhere a moment later gains nothing (DNS rebinding). The
certificate is checked against the name. Redirects are an answer like any other; of the answer only
the status is read.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import NamedTuple

from plaudit.core.public_address import Target, is_loopback, is_public, target_of

TRY_SECONDS_MOST = 10
"""What a try may take in all, from connecting to the status."""
ADDRESSES_MOST = 8

Resolve = Callable[[str, int], list[str]]


class Answer(NamedTuple):
    """What came of a try: the status where there is one, else a code of ours."""

    status: int | None
    said: str

    @property
    def is_delivered(self) -> bool:
        """Whether the partner has it."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        """Whether the partner says that it wants no more messages here."""
        return self.status == http.client.GONE


class Refused(Exception):
    """A message isn't sent there: a code."""


def addresses_of(host: str, port: int) -> list[str]:
    """Return the addresses of a host, as the system's resolver gives them.

    Refuses: OSError when there are none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


class Post:
    """Sends messages. `to_loopback` lets tests send to this machine, over http too."""

    def __init__(
        self,
        *,
        to_loopback: bool = False,
        resolve: Resolve = addresses_of,
        tls: ssl.SSLContext | None = None,
        seconds_most: float = TRY_SECONDS_MOST,
    ) -> None:
        self._to_loopback = to_loopback
        self._resolve = resolve
        self._tls = tls or ssl.create_default_context()
        self._seconds = seconds_most

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a body and return what came of it. Nothing that the other side does raises."""
        try:
            target = target_of(url, to_loopback=self._to_loopback)
            return self._sent(target, self._checked(target), headers=headers, body=body)
        except Refused as refused:
            return Answer(None, str(refused))
        except ssl.SSLError:
            return Answer(None, "certificate_refused")
        except ValueError:
            return Answer(None, "url_refused")
        except TimeoutError:
            return Answer(None, "too_slow")
        except (OSError, http.client.HTTPException):
            return Answer(None, "not_reached")

    def _checked(self, target: Target) -> str:
        """Return the address to connect to, when all addresses of the host may be sent to."""
        try:
            addresses = self._resolve(target.host, target.port)[:ADDRESSES_MOST]
        except (OSError, UnicodeError):
            raise Refused("host_unknown") from None
        if not addresses:
            raise Refused("host_unknown")
        if not all(self._may_go_to(address) for address in addresses):
            raise Refused("address_not_public")
        return addresses[0]

    def _may_go_to(self, address: str) -> bool:
        return is_public(address) or (self._to_loopback and is_loopback(address))

    def _sent(
        self, target: Target, address: str, *, headers: Mapping[str, str], body: bytes
    ) -> Answer:
        connection = _Pinned(target, address, tls=self._tls, seconds=self._seconds)
        late = threading.Timer(self._seconds, connection.cut)
        late.daemon = True
        late.start()
        try:
            connection.request("POST", target.path, body, dict(headers))
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException):
            if connection.was_cut:
                raise TimeoutError from None
            raise
        finally:
            late.cancel()
            connection.close()
        return Answer(status, str(status))


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, whatever the name says now; TLS knows the host by its name."""

    def __init__(
        self, target: Target, address: str, *, tls: ssl.SSLContext, seconds: float
    ) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        if target.is_https:
            self.default_port = 443  # so that Host has no port where it is the usual one
        self._address = address
        self._tls = tls if target.is_https else None
        self._raw: socket.socket | None = None
        self.was_cut = False

    def connect(self) -> None:
        """Connect to the address that was checked."""
        self._raw = socket.create_connection((self._address, self.port), self.timeout)
        if self.was_cut:
            raise TimeoutError
        self.sock = self._raw
        if self._tls is not None:
            name = self.host.rstrip(".")
            self.sock = self._tls.wrap_socket(self._raw, server_hostname=name)

    def cut(self) -> None:
        """End what takes too long: a timeout alone starts anew with each byte."""
        self.was_cut = True
        for sock in (self.sock, self._raw):
            if sock is not None:
                with suppress(OSError):  # it may have ended by itself
                    sock.shutdown(socket.SHUT_RDWR)
