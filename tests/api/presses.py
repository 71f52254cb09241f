"""Forms of the member's data: each is pressed a moment after what was said before it is undone."""

from __future__ import annotations

from typing import Literal

from plaudit.actions.join import join_again
from plaudit.actions.restrict import lift
from plaudit.actions.withhold import allow_again
from plaudit.core.rights import THE_MEMBER
from tests.api.town import Town
from tests.market import NOW

Press = Literal[
    "kinds/cup_return/withhold", "kinds/cup_return/allow", "restrict", "lift", "leave", "rejoin"
]  # fmt: skip
BEFORE = 1_000_000_000
"""So many microseconds before NOW the first is pressed: deeds of NOW are recorded afterwards."""


def undo(town: Town, press: Press) -> None:
    """Let the member be as before, and the clock stand a moment later than all that was said."""
    said = sum(town.count(one) for one in ("consent", "activity_consent", "restriction"))
    at, member = NOW - BEFORE + said * 1_000, town.market.members[0]
    if press in ("restrict", "lift"):
        lift(town.connection, member, lifted_by=THE_MEMBER, now=at)
    elif press in ("leave", "rejoin"):
        join_again(town.connection, member, now=at, language="en", wording="I am back.")
    else:
        words = ("en", "Record it.")
        allow_again(town.connection, member, "cup_return", said=words, now=at)
    town.it_is(at + 1)
