"""Until when a programme is funded, in words; read once a minute and kept."""

from __future__ import annotations

import psycopg

from plaudit.actions.house import open_house
from plaudit.core.funding import Funding
from plaudit.core.period import SECOND
from plaudit.core.refusals import N_
from plaudit.core.voice import Voice
from plaudit.store.funding import read_funding

KEPT_SECONDS = 60
_USED_UP = N_(
    "The budget of this year is used up. Deeds are refused until there is a new one, and you can "
    "read that they were."
)
_WHOLE_YEAR = N_("Funded for the whole year, at the pace of the last weeks.")
_BETWEEN = N_("Funded until {first} at least, at the pace of the last weeks.")


class Funds:
    """How the budgets stand, by the programme's id; read again after KEPT_SECONDS."""

    def __init__(self) -> None:
        self._read_at: int | None = None
        self._found: dict[str, Funding | None] = {}

    def of(self, connection: psycopg.Connection, programme: str, *, now: int) -> Funding | None:
        """Return how a programme's budget stands; None where its edition states none."""
        if self._read_at is None or not 0 <= now - self._read_at < KEPT_SECONDS * SECOND:
            programmes = open_house(connection).programmes.values()
            self._found = {one.id: read_funding(connection, one, now=now) for one in programmes}
            self._read_at = now
        return self._found.get(programme)

    def forget(self) -> None:
        """Read again at the next question."""
        self._read_at = None


FUNDS = Funds()


def funding_in_words(funding: Funding | None, voice: Voice) -> str:
    """Return until when a programme is funded; "" where its edition states no budget."""
    if funding is None:
        return ""
    if not funding.left_points:
        return voice.say(_USED_UP)
    if funding.first_day is None:
        return voice.say(_WHOLE_YEAR)
    return voice.say(_BETWEEN, first=voice.day(funding.first_day - 1))
