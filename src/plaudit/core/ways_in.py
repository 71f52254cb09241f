"""Ways in: what opens a member's own pages, and how often it may be tried.

A way in belongs to one member of one programme. Nothing is kept of an e-mail address or a city's
login but a mark, a keyed hash: it tells whether somebody is the same, and can't be read or written
to. Source: docs/decisions/0024-signing-in.md.
"""

from __future__ import annotations

import unicodedata
from typing import Literal, NamedTuple

Kind = Literal["passkey", "email", "city"]

PASSKEYS_MAX = 10
"""Passkeys of one member: a few devices, and one for a drawer."""
CODE_DIGITS = 8
CODE_SECONDS = 600
CODE_TRIES = 5
"""What an e-mail's code is: so many digits, for so long, and so many may be typed."""
TRIES_WINDOW_SECONDS = 3_600
CODES_TO_ONE_ADDRESS_MAX = 5
CODES_FROM_ONE_PLACE_MAX = 60
"""Within the window. A library's or an office's many people are one place."""
WRONG_FROM_ONE_PLACE_MAX = 60
ADDRESS_CHARACTERS_MAX = 254
"""Source: RFC 5321, 4.5.3.1.3."""
_LOCAL_CHARACTERS_MAX = 64
_LOCAL = frozenset("!#$%&'*+-/=?^_`{|}~.0123456789abcdefghijklmnopqrstuvwxyz")


class WayIn(NamedTuple):
    """What opens a member's pages. `public_key` is a passkey's alone."""

    kind: Kind
    mark: bytes
    public_key: bytes | None = None


def read_address(text: str) -> str | None:
    r"""Return an e-mail address in the form in which it is compared, or None where it can't be one.

    Capitals don't matter: mail hosts read them so, and people type them so.

    >>> read_address(" Nok@Example.ORG "), read_address("nok@bücher.example")
    ('nok@example.org', 'nok@xn--bcher-kva.example')
    >>> read_address("nok"), read_address("nok@localhost"), read_address("a@b.c\r\nBcc: d@e.f")
    (None, None, None)
    """
    if len(text) > ADDRESS_CHARACTERS_MAX:
        return None
    local, _, domain = unicodedata.normalize("NFKC", text.strip()).lower().rpartition("@")
    try:
        host = domain.encode("idna").decode()
    except UnicodeError:
        return None
    labels = host.split(".")
    is_sound = (
        0 < len(local) <= _LOCAL_CHARACTERS_MAX
        and _LOCAL.issuperset(local)
        and not local.startswith(".")
        and not local.endswith(".")
        and ".." not in local
        and len(labels) > 1
        and all(_is_label(one) for one in labels)
        and not labels[-1].isdigit()
    )
    return f"{local}@{host}" if is_sound else None


def _is_label(text: str) -> bool:
    return bool(text) and text.replace("-", "").isalnum() and text.strip("-") == text


def read_digits(text: str) -> str | None:
    """Return the code that somebody typed, or None where it can't be one.

    Spaces and dashes don't matter, and digits of any script are digits.

    >>> read_digits(" 1234 5678"), read_digits("๑๒๓๔-๕๖๗๘"), read_digits("1234567")
    ('12345678', '12345678', None)
    """
    if len(text) > 4 * CODE_DIGITS:
        return None
    kept = [one for one in text if not one.isspace() and one != "-"]
    if len(kept) != CODE_DIGITS or not all(one.isdecimal() for one in kept):
        return None
    return "".join(str(unicodedata.decimal(one)) for one in kept)


def shown_digits(code: str) -> str:
    """Return a code in groups of four.

    >>> shown_digits("12345678")
    '1234 5678'
    """
    return f"{code[:4]} {code[4:]}"
