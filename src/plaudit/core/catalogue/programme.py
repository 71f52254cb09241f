"""The tables of an edition beside its counting part: who, why, for whom, how long, with whom.

Each line of a table is one sentence that a programme officer can read aloud. What a value may be
at most or at least is the charter's; `core.charter` names the clause.
"""

from __future__ import annotations

from enum import StrEnum

from plaudit.core.catalogue.fields import Field, Table
from plaudit.core.catalogue.groups import BY_LANGUAGE, Listed
from plaudit.core.catalogue.kinds import NAME, Day, OneOf, Text, Whole
from plaudit.core.marking import N_
from plaudit.core.sentence import as_written

PERSON = Text(most=120, words=N_("a person's name"), example='"Malee Srisai, programme office"')
LINE = Text(most=300)


class Joining(StrEnum):
    """How people come in. There is one way. Source: charter, C13."""

    BY_OWN_CHOICE = "by_own_choice"


class LegalBasis(StrEnum):
    """Grounds that need the person's own yes. Source: GDPR, article 6(1)(a), (b); charter, C13."""

    CONSENT = "consent"
    CONTRACT = "contract"


PEOPLE = Table(
    as_written("[people]"),
    (
        Field(
            "author",
            PERSON,
            "Who wrote the edition.",
            required=True,
            example='"Malee Srisai, programme office"',
        ),
        Field(
            "approver",
            PERSON,
            "Who approves it: another person.",
            required=True,
            example='"Anan Wongsa, city council"',
        ),
        Field(
            "published_on",
            Day(),
            "The day of publication, at least 14 days before starts_on.",
            required=True,
            example="2026-03-10",
        ),
    ),
)

BASIS = Table(
    as_written("[basis]"),
    (
        Field(
            "legal_basis",
            OneOf(LegalBasis),
            "Why the law allows it: the person's own yes.",
            required=True,
        ),
        Field(
            "reason",
            BY_LANGUAGE,
            "Why this basis fits, by language.",
            required=True,
            example='{ en = "People choose freely whether to take part." }',
        ),
        Field(
            "assessment",
            LINE,
            "Where the data protection impact assessment is.",
            required=True,
            example='"DPIA 2026/4 of 20 February 2026"',
        ),
    ),
)

CONTACT = Table(
    as_written("[contact]"),
    (
        Field(
            "controller",
            LINE,
            "Who answers for the programme.",
            required=True,
            example='"City of Riverside"',
        ),
        Field(
            "address",
            LINE,
            "Where a letter reaches it.",
            required=True,
            example='"1 River Road, Riverside"',
        ),
        Field(
            "email",
            Text(
                most=120,
                pattern=r"[^@\s]+@[^@\s]+\.[^@\s]+",
                words=N_("an e-mail address"),
                example='"points@riverside.example"',
            ),
            "Where an e-mail reaches it.",
            required=True,
            example='"points@riverside.example"',
        ),
        Field(
            "phone",
            Text(most=40, words=N_("a telephone number"), example='"+66 2 000 0000"'),
            "Where a call reaches it.",
            required=True,
            example='"+66 2 000 0000"',
        ),
        Field(
            "data_protection_officer",
            LINE,
            "Who watches over the data.",
            required=True,
            example='"Data protection officer, dpo@riverside.example"',
        ),
        Field(
            "supervisory_authority",
            LINE,
            "Where a member can complain outside.",
            required=True,
            example='"Office of the data protection authority"',
        ),
    ),
)

AUDIENCE = Table(
    as_written("[audience]"),
    (
        Field(
            "open_to",
            Listed(NAME, most=20),
            "Whom the programme is for, from the registry of audiences.",
            required=True,
            example='["everyone"]',
        ),
        Field(
            "from_age_years",
            Whole(18, 120, example="18"),
            "The youngest age: adults only.",
            required=True,
            example="18",
        ),
        Field(
            "joining",
            OneOf(Joining),
            "How people come in: each by their own choice.",
            required=True,
        ),
    ),
)
