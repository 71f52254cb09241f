"""The tables of an edition that promise something: points, budget, leaving, retention, reversal."""

from __future__ import annotations

from enum import StrEnum

from plaudit.core.catalogue.fields import Field, Table
from plaudit.core.catalogue.groups import Listed
from plaudit.core.catalogue.kinds import NAME, OneOf, Whole
from plaudit.core.catalogue.programme import LINE, PERSON
from plaudit.core.sentence import as_written

POINTS_MAX = 10**12


class WhenUsedUp(StrEnum):
    """What happens when the budget is used up: reports are refused, and members are told."""

    REFUSE_AND_SAY_SO = "refuse_and_say_so"


POINTS = Table(
    as_written("[points]"),
    (
        Field(
            "expires_after_months",
            Whole(12, 120, example="18"),
            "How many calendar months points last after the month of the award, at least 12.",
            required=True,
            example="18",
        ),
        Field(
            "announced_days_before",
            Whole(30, 365, example="30"),
            "How many days before they expire members are told, at least 30.",
            required=True,
            example="30",
        ),
    ),
)

BUDGET = Table(
    as_written("[budget]"),
    (
        Field(
            "points_a_year",
            Whole(1, POINTS_MAX, example="5_000_000"),
            "The most points that the programme gives in a year.",
            required=True,
            example="5_000_000",
        ),
        Field(
            "paid_by",
            LINE,
            "Who pays for the rewards.",
            required=True,
            example='"City budget, line 7.4"',
        ),
        Field(
            "when_used_up",
            OneOf(WhenUsedUp),
            "What happens then: reports are refused, and members are told.",
            required=True,
        ),
    ),
)

LEAVING = Table(
    as_written("[leaving]"),
    (
        Field(
            "usable_days",
            Whole(90, 3650, example="90"),
            "How many days points stay usable after leaving, at least 90.",
            required=True,
            example="90",
        ),
    ),
)

RETENTION = Table(
    as_written("[retention]"),
    (
        Field(
            "evidence_days",
            Whole(1, 90, example="90"),
            "How long check-ins, lists and reports are kept, at most 90 days.",
            required=True,
            example="90",
        ),
        Field(
            "deed_months",
            Whole(1, 24, example="24"),
            "How long deeds and awards are kept, at most 24 months.",
            required=True,
            example="24",
        ),
        Field(
            "voucher_months",
            Whole(1, 24, example="24"),
            "How long vouchers are kept, at most 24 months.",
            required=True,
            example="24",
        ),
        Field(
            "question_months",
            Whole(1, 24, example="24"),
            "How long questions and answers are kept, at most 24 months.",
            required=True,
            example="24",
        ),
        Field(
            "consent_months",
            Whole(1, 36, example="36"),
            "How long the agreement is kept after leaving, at most 36 months.",
            required=True,
            example="36",
        ),
        Field(
            "security_log_days",
            Whole(1, 180, example="180"),
            "How long the security log is kept, at most 180 days.",
            required=True,
            example="180",
        ),
    ),
)

REVERSAL = Table(
    as_written("[reversal]"),
    (
        Field(
            "within_days",
            Whole(1, 90, example="90"),
            "Until when an award can be undone, at most 90 days.",
            required=True,
            example="90",
        ),
        Field(
            "reasons",
            Listed(NAME, most=20),
            "Why, from the closed list of reasons.",
            required=True,
            example='["reported_twice", "wrong_amount"]',
        ),
        Field(
            "decided_by",
            PERSON,
            "Who decides it: a named person.",
            required=True,
            example='"Pim Chaiyo, points office"',
        ),
        Field(
            "alone_points_max",
            Whole(0, 10**7, example="500"),
            "How many points one person may take back alone; above that two persons decide. 500, "
            "if it isn't said.",
            example="500",
        ),
    ),
)

CHALLENGE = Table(
    as_written("[challenge]"),
    (
        Field(
            "decided_by",
            PERSON,
            "Who decides a challenge: a named person.",
            required=True,
            example='"Somsak Dee, citizens\' desk"',
        ),
        Field(
            "answer_days",
            Whole(1, 30, example="30"),
            "Until when the answer comes, at most 30 days.",
            required=True,
            example="30",
        ),
        Field(
            "hold_hours",
            Whole(1, 72, example="72"),
            "How long something may wait before a person looks, at most 72 hours.",
            required=True,
            example="72",
        ),
    ),
)

STATISTICS = Table(
    as_written("[statistics]"),
    (
        Field(
            "groups_from_members",
            Whole(20, 10**7, example="20"),
            "The smallest group of which a total is published, at least 20.",
            required=True,
            example="20",
        ),
        Field(
            "rounded_to_points",
            Whole(10, 10**7, example="100"),
            "What totals are rounded to, at least 10.",
            required=True,
            example="100",
        ),
    ),
)
