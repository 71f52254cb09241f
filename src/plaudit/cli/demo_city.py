"""Riverside for the demonstration: its partners, and a week of deeds as they would report it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

MEMBERS = 2_000
DAYS = 7
REPEATED = 0.004
"""The share of reports that come twice, as they do from tills with bad networks."""


Event = dict[str, Any]
"""A deed as a CloudEvent."""


class DemoPartner(NamedTuple):
    """A partner: what it may report, how many deeds it sees a day, and when it is open."""

    id: str
    name: str
    activities: tuple[str, ...]
    deeds_a_day: int
    opens: int
    closes: int
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)


PARTNERS = (
    DemoPartner("cafe-lotus", "Café Lotus", ("cup_return",), 310, 7, 19),
    DemoPartner("cafe-pier-4", "Café Pier 4", ("cup_return",), 180, 8, 22),
    DemoPartner(
        "green-depot", "Green Depot", ("recycling_drop_off", "compost_drop_off"), 190, 8, 18
    ),
    DemoPartner("river-friends", "Friends of the River", ("litter_pick", "tree_care"), 70, 7, 12),
    DemoPartner("repair-shed", "The Repair Shed", ("repair_cafe_hours", "tool_loan"), 40, 10, 20),
    DemoPartner("city-library", "City Library", ("library_course", "book_swap"), 60, 9, 20),
    DemoPartner("museum-mile", "Museum Mile", ("museum_visit",), 75, 10, 18, (1, 2, 3, 4, 5, 6)),
    DemoPartner("bank-garden", "Riverbank Garden", ("garden_minutes",), 45, 6, 18),
)


class Week:
    """The deeds of the week before a day: the same week gives the same deeds each time.

    `handle_of` takes a member's place (from 0) and a partner's id. A few members do much, most do
    little, and weekends are busier.
    """

    def __init__(
        self, today: date, *, time_zone: str, handle_of: Callable[[int, str], str]
    ) -> None:
        self._today = today
        self._zone = ZoneInfo(time_zone)
        self._handle_of = handle_of
        self._chance = random.Random(f"riverside {today.isoformat()}")  # noqa: S311 (no secret)
        self._keen = [self._chance.paretovariate(1.3) for _ in range(MEMBERS)]

    def events(self) -> Iterator[tuple[str, Event]]:
        """Yield (partner id, CloudEvent) in the order of time."""
        for days_ago in range(DAYS, 0, -1):
            on = self._today - timedelta(days=days_ago)
            found = [pair for partner in PARTNERS for pair in self._day(partner, on)]
            for pair in sorted(found, key=lambda pair: str(pair[1]["time"])):
                yield pair
                if self._chance.random() < REPEATED:
                    yield pair

    def _day(self, partner: DemoPartner, on: date) -> Iterator[tuple[str, Event]]:
        if on.weekday() not in partner.weekdays:
            return
        busy = 1.35 if on.weekday() >= 5 else 1.0
        deeds = round(partner.deeds_a_day * busy * self._chance.uniform(0.85, 1.15))
        who = self._chance.choices(range(MEMBERS), weights=self._keen, k=deeds)
        for number, member in enumerate(who):
            activity = self._chance.choice(partner.activities)
            yield (
                partner.id,
                {
                    "specversion": "1.0",
                    "id": f"{on:%Y%m%d}/{number:04d}",
                    "source": partner.id,
                    "type": f"deed.{activity}",
                    "subject": self._handle_of(member, partner.id),
                    "time": self._time(partner, on).isoformat(),
                    "data": FACTS[activity](self._chance),
                },
            )

    def _time(self, partner: DemoPartner, on: date) -> datetime:
        middle = (partner.opens + partner.closes) / 2
        hour = self._chance.triangular(partner.opens, partner.closes, middle)
        return datetime.combine(on, time(), self._zone) + timedelta(minutes=round(hour * 60))


def _kilos(chance: random.Random, usual: float, *, places: int) -> float:
    return max(0.1, round(min(40.0, chance.expovariate(1 / usual)), places))


FACTS: dict[str, Callable[[random.Random], dict[str, Any]]] = {
    "cup_return": lambda chance: {
        "cups": chance.choices((1, 2, 3, 4, 6, 18), (60, 22, 9, 5, 3, 1))[0]
    },
    "recycling_drop_off": lambda chance: {
        "material": chance.choice(("paper", "cardboard", "glass", "metal", "plastic", "clothes")),
        "kg": _kilos(chance, 3.2, places=2),
    },
    "compost_drop_off": lambda chance: {"kg": _kilos(chance, 2.1, places=1)},
    "litter_pick": lambda chance: {"bags": chance.choices((0, 1, 2, 3, 5), (4, 50, 28, 14, 4))[0]},
    "tree_care": lambda chance: {"trees": chance.randint(1, 12)},
    "repair_cafe_hours": lambda chance: {"hours": chance.choice((1, 1.5, 2, 2.5, 3, 4))},
    "tool_loan": lambda _: {},
    "library_course": lambda _: {},
    "book_swap": lambda chance: {"books": chance.randint(1, 8)},
    "museum_visit": lambda chance: {
        "venue": chance.choice(("city_museum", "river_museum", "art_centre", "science_hall"))
    },
    "garden_minutes": lambda chance: {"minutes": chance.choice((20, 30, 45, 60, 90, 120))},
}
"""What a usual report of each activity says."""
