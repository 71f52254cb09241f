"""Values of the book: what a partner is told about a deed, and who the partner is."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, NamedTuple

from plaudit.core.refusals import Refusal

Status = Literal["accepted", "duplicate", "refused"]


class Outcome(NamedTuple):
    """What became of one reported deed. It never says what the member has."""

    event_id: str
    status: Status
    refusal: Refusal | None = None


class Partner(NamedTuple):
    """A registered partner. `budget_points_a_week` is None where there is no limit."""

    partner_id: int
    programme_id: int
    id: str
    back_date_days: int
    budget_points_a_week: int | None
    activities: frozenset[str]


class Registration(NamedTuple):
    """What a new partner is registered with. `back_date_days`: how far back it may report."""

    programme_id: int
    id: str
    name: str
    activities: Collection[str]
    back_date_days: int
    budget_points_a_week: int | None = None
