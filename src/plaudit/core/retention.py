"""Retention: how long each kind of row is kept, as a programme's editions promise it.

Of several editions the shortest promise holds: nothing is kept longer than any of them said.
Source: charter, C17.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from plaudit.core.charter.view import View


class Retention(NamedTuple):
    """Days or calendar months. The values here are the charter's limits."""

    evidence_days: int = 90
    deed_months: int = 24
    voucher_months: int = 24
    question_months: int = 24
    consent_months: int = 36
    security_log_days: int = 180


def retention_of(view: View) -> Retention:
    """Return what an edition promises; the charter's limit where it says nothing, or more."""
    limits = Retention()
    return Retention(
        *(
            min(limit, view.number("retention", name) or limit)
            for name, limit in zip(Retention._fields, limits, strict=True)
        )
    )


def shortest(retentions: Iterable[Retention]) -> Retention:
    """Return the shortest of each kind.

    >>> shortest([Retention(evidence_days=30), Retention(deed_months=12)])[:2]
    (30, 12)
    """
    return Retention(*map(min, zip(*retentions, Retention(), strict=True)))
