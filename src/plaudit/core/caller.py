"""Who calls the partners' API and with what body, as the gate of `ingest` hands it on to `api`."""

from __future__ import annotations

from typing import NamedTuple

from plaudit.core.refusals import Refusal
from plaudit.core.voucher import Till

CALLER = "plaudit.caller"
"""Under which name a request's ASGI scope carries its caller."""


class Caller(NamedTuple):
    """What the gate found out. A refusal is said by the route that needs what is missing.

    `till`: the partner, and the key that signed in. `body`: what the JSON text says; None where
    nothing was sent.
    """

    till: Till | Refusal
    body: object | Refusal
