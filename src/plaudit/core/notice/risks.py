"""The risks of a rewards programme for people, and the clauses of the charter that answer each."""

from __future__ import annotations

from typing import NamedTuple


class Risk(NamedTuple):
    """A risk: what may go wrong, what it does to a person, and the clauses that hold it."""

    title: str
    harm: str
    clauses: tuple[str, ...]


RISKS = (
    Risk(
        "Points become a score of persons",
        "People are judged by a number, ranked, or treated by what they once did.",
        ("C03", "C05", "C09", "C10"),
    ),
    Risk(
        "People are pushed to take part",
        "Who needs a service, a job or a home can't say no, so the agreement isn't free.",
        ("C11", "C12", "C13", "C14", "C20", "C23"),
    ),
    Risk(
        "Sensitive facts come in with the deeds",
        "Health, belief, places or money can be read from what was reported.",
        ("C01", "C02"),
    ),
    Risk(
        "Partners put together a picture of a person's week",
        "Lists of several partners or programmes are joined, sold or used for advertising.",
        ("C15", "C16"),
    ),
    Risk(
        "Neighbours watch one another",
        "People report on others who never joined, or are reported on.",
        ("C13", "C21"),
    ),
    Risk(
        "Data is kept too long, or used for something else",
        "A record of years lies ready for the next purpose.",
        ("C01", "C17"),
    ),
    Risk(
        "A machine decides about a person",
        "A guess, a model or chance gives or takes, and nobody can explain it.",
        ("C18", "C19"),
    ),
    Risk(
        "Wrong or false reports",
        "A person gets too much or too little, or points are taken back without a reason.",
        ("C04", "C06", "C18", "C24"),
    ),
    Risk(
        "Promises are broken",
        "Points lose their worth, end early or are cut by new rules.",
        ("C07", "C08", "C14"),
    ),
    Risk(
        "Groups are shut out",
        "People without a phone, or of another age, sex or origin, get nothing.",
        ("C11", "C22", "C23"),
    ),
    Risk(
        "Rules are made in the dark",
        "One person changes the rules overnight, or a text hides what it says.",
        ("C08", "C25", "C26"),
    ),
)

BEYOND = (
    "Somebody breaks into the computers, or a copy is lost.",
    "Staff look at records without a reason.",
    "A partner's list of its own deeds is lost or misused at the partner.",
    "People misunderstand what they agree to: language, reading, disability.",
    "What people here fear in particular: power of the controller, earlier events.",
)
"""Risks that no clause can answer: they depend on the place."""
