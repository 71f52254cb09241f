"""What a form brings back without anybody reading it: sealed for one person, for a while.

Signed is not enough here: a member's number would stand in the page for who looks at its source.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error

from plaudit.core.period import SECOND
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.pages.staff.shift import Shift
from plaudit.store.sealed import NotOpened, Seal
from plaudit.store.secrets import secret

SECONDS = 15 * 60
_CHARACTERS_MAX = 1_000


def seal_numbers(shift: Shift, purpose: str, numbers: tuple[int, ...]) -> str:
    """Return numbers as a text that only this person's forms bring back, for SECONDS."""
    said = json.dumps([shift.now + SECONDS * SECOND, *numbers]).encode()
    return urlsafe_b64encode(_seal().seal(said, of=_of(shift, purpose))).decode()


def sealed_numbers(shift: Shift, purpose: str, text: str) -> tuple[int, ...]:
    """Return the numbers that a form brings back.

    Refuses: SIGN_IN_OVER where it is another person's, for something else, or too old.
    """
    try:
        sealed = urlsafe_b64decode(text[:_CHARACTERS_MAX])
        until, *numbers = json.loads(_seal().open(sealed, of=_of(shift, purpose)))
    except (NotOpened, Error, ValueError):
        raise Refused(refusal(Code.SIGN_IN_OVER)) from None
    if until <= shift.now:
        raise Refused(refusal(Code.SIGN_IN_OVER))
    return tuple(numbers)


def _seal() -> Seal:
    return Seal(secret("staff-forms"))


def _of(shift: Shift, purpose: str) -> str:
    return f"{purpose} {shift.person.staff_id}"
