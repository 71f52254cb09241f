"""The rooms of the staff: what a person's roles open, in the order of the navigation."""

from __future__ import annotations

from typing import NamedTuple

from plaudit.core.refusals import N_
from plaudit.core.staff import Role, StaffPerson
from plaudit.core.voice import Voice


class Room(NamedTuple):
    """A room: where it is, what it is called, what is done there, and which roles open it."""

    path: str
    title: str
    does: str
    roles: frozenset[Role]


_LOOKING = frozenset({Role.OFFICER, Role.AUDITOR})

ROOMS: tuple[Room, ...] = (
    Room(
        "questions",
        N_("Questions"),
        N_("What members question, with the day by which a person answers."),
        frozenset({Role.OFFICER}),
    ),
    Room(
        "deeds",
        N_("Wrong reports"),
        N_("A deed that was reported wrongly leaves the count; what is large needs two."),
        frozenset({Role.OFFICER}),
    ),
    Room(
        "till",
        N_("Till"),
        N_("Looks at vouchers and honours them, also without a connection."),
        frozenset({Role.TILL}),
    ),
    Room(
        "partner",
        N_("The partner's office"),
        N_("Reports, keys, messages, statements and people of the partner."),
        frozenset({Role.PARTNER_ADMIN}),
    ),
    Room(
        "money",
        N_("Money"),
        N_("The year's budget, points given, spent and owed, and what partners are owed."),
        _LOOKING,
    ),
    Room(
        "partners",
        N_("Partners"),
        N_("Who reports what, on which terms and with which keys, and what is unusual."),
        frozenset({Role.OFFICER, Role.KEEPER}),
    ),
    Room(
        "people",
        N_("People"),
        N_("Who works for the programme and its partners, and as what."),
        _LOOKING | {Role.KEEPER, Role.APPROVER},
    ),
    Room(
        "settings",
        N_("Settings"),
        N_("What is set, to what, where, and who may change it."),
        _LOOKING | {Role.KEEPER, Role.AUTHOR},
    ),
    Room(
        "jobs",
        N_("What runs by itself"),
        N_("Timed jobs, the book's checks, and messages to partners."),
        _LOOKING,
    ),
    Room(
        "desk",
        N_("Desk"),
        N_("Serve members in person: join, cards, points, rewards, questions, leaving."),
        frozenset({Role.DESK}),
    ),
    Room(
        "steward",
        N_("Check-ins"),
        N_("Open a check-in at a place, show its code, scan members' codes, print a list."),
        frozenset({Role.STEWARD}),
    ),
    Room(
        "lists",
        N_("Check-in lists"),
        N_("Type in the card numbers that a steward wrote on paper."),
        frozenset({Role.DESK}),
    ),
    Room(
        "auditor",
        N_("The book"),
        N_("The book's checks, months that were counted once more, and signed closings."),
        frozenset({Role.AUDITOR}),
    ),
    Room(
        "editions",
        N_("Editions"),
        N_("Write the rules, let another person approve them, and publish them."),
        frozenset({Role.AUTHOR, Role.APPROVER}),
    ),
    Room(
        "log",
        N_("Who did what"),
        N_("What the staff did, one line for each act."),
        _LOOKING | {Role.PARTNER_ADMIN},
    ),
)


def rooms_of(person: StaffPerson, voice: Voice) -> list[Room]:
    """Return the rooms that somebody's roles open, in the reader's words."""
    return [
        room._replace(title=voice.say(room.title), does=voice.say(room.does))
        for room in ROOMS
        if room.roles & person.roles
    ]
