"""Where e-mail goes, from one setting: PLAUDIT_MAIL, a URL.

`smtps://user:password@host:465` (TLS from the start) · `smtp://user:password@host:587` (TLS by
STARTTLS; a mail host on this very machine may do without) · `file:var/mail` (a file for each
message; for a demonstration). Without it the way in by e-mail isn't offered.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import unquote, urlsplit

_BACKENDS = "django.core.mail.backends."
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class WrongMailUrl(ValueError):
    """PLAUDIT_MAIL can't be read."""


class Mail(NamedTuple):
    """How Django sends e-mail."""

    backend: str
    folder: str = ""
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    is_tls: bool = False
    is_starttls: bool = False


def mail_of(url: str) -> Mail:
    """Return how e-mail is sent by a URL.

    Refuses: WrongMailUrl.

    >>> mail_of("smtp://nok:s%20t@mail.example.org")[2:]
    ('mail.example.org', 587, 'nok', 's t', False, True)
    >>> mail_of("smtp://127.0.0.1:2525").is_starttls, mail_of("file:var/mail").folder
    (False, 'var/mail')
    """
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path:
        return Mail(f"{_BACKENDS}filebased.EmailBackend", folder=parts.path)
    is_tls = parts.scheme == "smtps"
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise WrongMailUrl("PLAUDIT_MAIL begins with smtp://, smtps:// or file:.")
    return Mail(
        f"{_BACKENDS}smtp.EmailBackend",
        host=parts.hostname,
        port=parts.port or (465 if is_tls else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls=is_tls,
        is_starttls=not is_tls and parts.hostname not in _LOOPBACK,
    )
