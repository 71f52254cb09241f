"""Every no that Plaudit says: its code (core.codes), HTTP status and sentence.

A refusal is the world's doing: expected, shown, never an error. A single action raises `Refused`.
"""

from __future__ import annotations

from string import Formatter
from typing import NamedTuple

from plaudit.core.api_refusals import OF_API
from plaudit.core.check_in_refusals import OF_CHECK_INS
from plaudit.core.codes import Code
from plaudit.core.decision_refusals import OF_DECISIONS
from plaudit.core.deed_refusals import OF_DEEDS
from plaudit.core.desk_refusals import OF_DESK
from plaudit.core.draft_refusals import OF_DRAFTS
from plaudit.core.marking import N_
from plaudit.core.partner_refusals import OF_PARTNER_PAGES
from plaudit.core.request_refusals import OF_REQUESTS
from plaudit.core.settlement_refusals import OF_SETTLEMENT
from plaudit.core.sign_in_refusals import OF_SIGN_IN
from plaudit.core.staff_refusals import OF_STAFF
from plaudit.core.table_refusals import OF_TABLES
from plaudit.core.voucher_refusals import OF_VOUCHERS

__all__ = ["N_", "REASONS", "Code", "Reason", "Refusal", "Refused", "refusal"]


class Reason(NamedTuple):
    """An HTTP status (of a request that is refused as a whole) and a sentence with its facts."""

    status: int
    sentence: str


_GROUPS = (
    OF_REQUESTS, OF_API, OF_DEEDS, OF_VOUCHERS, OF_DECISIONS, OF_CHECK_INS, OF_SETTLEMENT,
    OF_SIGN_IN, OF_STAFF, OF_PARTNER_PAGES, OF_DESK, OF_DRAFTS, OF_TABLES,
)  # fmt: skip
REASONS = {Code(code): Reason(*said) for group in _GROUPS for code, said in group.items()}


_NEEDED = {
    code: frozenset(name for _, name, _, _ in Formatter().parse(said.sentence) if name)
    for code, said in REASONS.items()
}


class Refusal(NamedTuple):
    """A no, with the facts of its sentence as (name, value) pairs."""

    code: Code
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def status(self) -> int:
        """The HTTP status, where the refusal answers a whole request."""
        return REASONS[self.code].status

    def sentence(self, template: str | None = None) -> str:
        """Return the sentence with its facts, in English or from a translated template."""
        return (template or REASONS[self.code].sentence).format(**dict(self.facts))


def refusal(code: Code, **facts: object) -> Refusal:
    """Return a refusal with its facts as text: all that its sentence needs.

    >>> refusal(Code.ATTRIBUTE_MISSING, name="time").sentence()
    'The attribute time is missing.'
    """
    assert _NEEDED[code] <= facts.keys(), (code, facts.keys())
    return Refusal(code, tuple((name, str(value)) for name, value in facts.items()))


class Refused(Exception):
    """A single action's or a whole request's no."""

    def __init__(self, refused: Refusal) -> None:
        super().__init__(refused.sentence())
        self.refusal = refused
