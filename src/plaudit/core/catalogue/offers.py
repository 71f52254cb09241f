"""The lists of an edition beside its rules: partners, rewards, checks of reports, answers."""

from __future__ import annotations

from enum import StrEnum

from plaudit.core.catalogue.fields import Field, Table
from plaudit.core.catalogue.groups import BY_LANGUAGE, Listed
from plaudit.core.catalogue.kinds import NAME, Day, OneOf, Text, Whole
from plaudit.core.catalogue.programme import LINE, PERSON
from plaudit.core.catalogue.promises import POINTS_MAX
from plaudit.core.marking import N_
from plaudit.core.sentence import as_written

PRICE_MAX = 10**7
STOCK_MAX = 10**9


class LooksAt(StrEnum):
    """What a check for wrong reports may look at. Source: charter, trap (c)."""

    REPORTS_OF_A_PARTNER = "reports_of_a_partner"
    DAYS_OF_A_PARTNER = "days_of_a_partner"


PARTNER = Table(
    N_("a partner"),
    (
        Field("id", NAME, "The partner's name in reports.", required=True, example='"cafe-lotus"'),
        Field("name", LINE, "What people call it.", required=True, example='"Café Lotus"'),
        Field(
            "kind",
            NAME,
            "What kind of house it is, from the registry of partner kinds.",
            required=True,
            example='"cafe"',
        ),
        Field(
            "activities",
            Listed(NAME, most=50),
            "The deed types that it reports. Left out: it reports nothing.",
            default=(),
            example='["cup_return"]',
        ),
        Field(
            "back_date_days",
            Whole(0, 30, example="7"),
            "How many days back it may report, at most 30.",
            example="7",
        ),
        Field(
            "budget_points_a_week",
            Whole(1, POINTS_MAX, example="3000"),
            "The most points that its reports give in a week.",
            example="3000",
        ),
    ),
)

REWARD_FIELDS = (
    Field("id", NAME, "The reward's name.", required=True, example='"museum-evening"'),
    Field(
        "title",
        BY_LANGUAGE,
        "What it is called, by language.",
        required=True,
        example='{ en = "A museum evening" }',
    ),
    Field(
        "class",
        NAME,
        "What kind of reward it is, from the registry of reward classes.",
        required=True,
        example='"ticket"',
    ),
    Field("provider", NAME, "The partner that gives it.", required=True, example='"city-museum"'),
    Field(
        "price_points",
        Whole(1, PRICE_MAX, example="150"),
        "What it costs, the same for everyone.",
        required=True,
        example="150",
    ),
    Field(
        "stock",
        Whole(1, STOCK_MAX, example="200"),
        "How many there are.",
        required=True,
        example="200",
    ),
    Field(
        "opens_on", Day(), "From which day it can be taken.", required=True, example="2026-05-01"
    ),
    Field(
        "closes_on",
        Day(),
        "Until which day, not included. Left out: until none is left.",
        example="2026-07-01",
    ),
    Field(
        "at_most_a_month",
        Whole(1, 1000, example="2"),
        "How many each member may take in a month, the same for everyone.",
        example="2",
    ),
    Field(
        "open_alternative",
        BY_LANGUAGE,
        "How anyone has it without points, by language.",
        example='{ en = "Tickets stay on sale to everybody." }',
    ),
)

REWARD = Table(N_("a reward"), REWARD_FIELDS)

REWARD_FILE = Table(
    N_("a reward"),
    (
        Field(
            "programme", NAME, "The programme that offers it.", required=True, example='"riverside"'
        ),
        *REWARD_FIELDS,
    ),
)

PARTNER_CHECK = Table(
    N_("a check of reports"),
    (
        Field("id", NAME, "The check's name.", required=True, example='"many-at-once"'),
        Field(
            "looks_at",
            OneOf(LooksAt),
            "What it looks at: a partner's reports, never a member.",
            required=True,
        ),
        Field(
            "says",
            BY_LANGUAGE,
            "What it looks for, by language.",
            required=True,
            example='{ en = "Ten times the usual reports in a day" }',
        ),
        Field(
            "decided_by",
            PERSON,
            "Who looks and decides: a named person.",
            required=True,
            example='"Pim Chaiyo, points office"',
        ),
    ),
)

ANSWER = Table(
    N_("an answer"),
    (
        Field(
            "question",
            Text(
                most=20,
                pattern=r"q-[0-9a-f]{10}",
                words=N_("the mark of a question"),
                example='"q-0123456789"',
            ),
            "The mark of the question, as the check shows it.",
            required=True,
            example='"q-0123456789"',
        ),
        Field(
            "says", Text(), "The answer.", required=True, example='"No: the course is about bread."'
        ),
        Field(
            "by",
            PERSON,
            "Who answers: not the author.",
            required=True,
            example='"Anan Wongsa, city council"',
        ),
        Field("answered_on", Day(), "When.", required=True, example="2026-03-09"),
    ),
)

_SHA256 = Text(most=64, pattern=r"[0-9a-f]{64}", words=N_("64 hexadecimal digits"), example='"…"')

REHEARSAL = Table(
    as_written("[rehearsal]"),
    (
        Field("rehearsed_on", Day(), "When.", required=True, example="2026-03-02"),
        Field(
            "edition_sha256",
            _SHA256,
            "What was rehearsed: everything but this table and [approval].",
            required=True,
        ),
        Field(
            "report_sha256",
            _SHA256,
            "The SHA-256 of the report: the JSON file, byte for byte.",
            required=True,
        ),
    ),
)

APPROVAL = Table(
    as_written("[approval]"),
    (
        Field(
            "by", PERSON, "Who approved it.", required=True, example='"Anan Wongsa, city council"'
        ),
        Field("approved_on", Day(), "When.", required=True, example="2026-03-09"),
        Field(
            "sha256",
            _SHA256,
            "What was approved: the hash that plaudit check --json shows.",
            required=True,
        ),
    ),
)
