"""Riverside for the demonstration: its partners, and a week of deeds as partners would report it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

MEMBERS = 2_000
DAYS = 7


class DemoPartner(NamedTuple):
    """A partner: what it may report, how many deeds of a kind it sees a day, and when."""

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
    DemoPartner("green-depot", "Green Depot", ("recycling_drop_off", "compost_drop_off"), 190, 8, 18),
    DemoPartner("river-friends", "Friends of the River", ("litter_pick", "tree_care"), 70, 7, 12),
    DemoPartner("repair-shed", "The Repair Shed", ("repair_cafe_hours", "tool_loan"), 40, 10, 20),
    DemoPartner("city-library", "City Library", ("library_course", "book_swap"), 60, 9, 20),
    DemoPartner("museum-mile", "Museum Mile", ("museum_visit",), 75, 10, 18, (1, 2, 3, 4, 5, 6)),
    DemoPartner("bank-garden", "Riverbank Garden", ("garden_minutes",), 45, 6, 18),
)


def events_of_week(
    today: date,
    time_zone: str,
    handle_of: Callable[[int, str], str],
    *,
    members: int = MEMBERS,
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (partner id, CloudEvent) for the week before `today`, in the order of time.

    The same week gives the same deeds, so that a second demonstration sends duplicates. `handle_of`
    takes the member's place (from 0) and the partner's id. A few members do much, most do little;
    weekends are busier; a few reports come twice, as they do from tills with bad networks.
    """
    chance = random.Random(f"riverside {today.isoformat()}")  # noqa: S311 (not a secret)
    zone = ZoneInfo(time_zone)
    keen = [chance.paretovariate(1.3) for _ in range(members)]
    for day in range(DAYS, 0, -1):
        on = today - timedelta(days=day)
        found = []
        for partner in PARTNERS:
            if on.weekday() not in partner.weekdays:
                continue
            busy = 1.35 if on.weekday() >= 5 else 1.0
            deeds = round(partner.deeds_a_day * busy * chance.uniform(0.85, 1.15))
            who = chance.choices(range(members), weights=keen, k=deeds)
            found += [_event(partner, number, member, on, zone, chance, handle_of)
                      for number, member in enumerate(who)]  # fmt: skip
        found.sort(key=lambda pair: pair[1]["time"])
        for pair in found:
            yield pair
            if chance.random() < 0.004:
                yield pair


def _event(
    partner: DemoPartner,
    number: int,
    member: int,
    on: date,
    zone: ZoneInfo,
    chance: random.Random,
    handle_of: Callable[[int, str], str],
) -> tuple[str, dict[str, Any]]:
    activity = chance.choice(partner.activities)
    hour = chance.triangular(partner.opens, partner.closes, (partner.opens + partner.closes) / 2)
    at = datetime.combine(on, time(), zone) + timedelta(minutes=round(hour * 60))
    event = {
        "specversion": "1.0",
        "id": f"{on:%Y%m%d}/{number:04d}",
        "source": partner.id,
        "type": f"deed.{activity}",
        "subject": handle_of(member, partner.id),
        "time": at.isoformat(),
        "data": FACTS[activity](chance),
    }
    return partner.id, event


def _weight(chance: random.Random, usual: float, most: float, places: int) -> float:
    return max(0.1, round(min(most, chance.expovariate(1 / usual)), places))


FACTS: dict[str, Callable[[random.Random], dict[str, Any]]] = {
    "cup_return": lambda chance: {"cups": chance.choices((1, 2, 3, 4, 6, 18), (60, 22, 9, 5, 3, 1))[0]},
    "recycling_drop_off": lambda chance: {
        "material": chance.choice(("paper", "cardboard", "glass", "metal", "plastic", "clothes")),
        "kg": _weight(chance, 3.2, 60, 2),
    },
    "compost_drop_off": lambda chance: {"kg": _weight(chance, 2.1, 20, 1)},
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
