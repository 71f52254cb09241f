"""Deeds for the crash test: each follows from the seed and its own name alone."""

from __future__ import annotations

from random import Random
from typing import Any, NamedTuple

from plaudit.actions.batch import Arrival
from tests.riverside import Riverside

Key = tuple[str, str]
"""Partner and event id: what a deed is known by."""


class Sent(NamedTuple):
    """A deed as its partner sends it (`event`, a CloudEvent) and as settling sees it."""

    key: Key
    event: dict[str, Any]
    arrival: Arrival


def deed(riverside: Riverside, partner: str, event_id: str, *, seed: str) -> Sent:
    """Return the deed of a name: one of six activities, in the last three weeks."""
    chance = Random(f"{seed} {partner} {event_id}")
    activity, facts = _cups(chance) if partner == "cafe" else _other(chance)
    day, hour, minute = chance.randint(1, 20), chance.randint(0, 11), chance.randint(0, 59)
    at = f"2026-11-{day:02d}T{hour:02d}:{minute:02d}:00+07:00"
    member = chance.randrange(len(riverside.members))
    arrival = riverside.report(activity, facts, member=member, at=at, event_id=event_id)
    event = {
        "specversion": "1.0",
        "id": event_id,
        "source": partner,
        "type": f"deed.{activity}",
        "subject": arrival.report.subject,
        "time": at,
        "data": facts,
    }
    return Sent((partner, event_id), event, arrival)


def altered(sent: Sent) -> dict[str, Any]:
    """Return another deed under the same id: half a minute later."""
    return sent.event | {"time": sent.event["time"].replace(":00+", ":30+")}


def _cups(chance: Random) -> tuple[str, dict[str, object]]:
    return "cup_return", {"cups": chance.randint(1, 9)}


def _other(chance: Random) -> tuple[str, dict[str, object]]:
    choices: list[tuple[str, dict[str, object]]] = [
        ("litter_pick", {"bags": chance.randint(0, 5)}),
        ("tree_care", {"trees": chance.randint(1, 12)}),
        ("garden_minutes", {"minutes": chance.randint(5, 200)}),
        ("museum_visit", {"venue": chance.choice(["city_museum", "art_centre"])}),
        ("book_swap", {"books": chance.randint(1, 5)}),
    ]
    return chance.choice(choices)
