"""What the file of an activity type may hold."""

from __future__ import annotations

from plaudit.core.activity import KEEP_DAYS_MAX, FactType
from plaudit.core.amount import PLACES_MAX
from plaudit.core.catalogue.fields import Field, Table
from plaudit.core.catalogue.groups import BY_LANGUAGE, Listed, Named, TextOrTexts
from plaudit.core.catalogue.kinds import NAME, Flag, Number, OneOf, Text, Whole
from plaudit.core.marking import N_

FACTS_MAX = 30
CHOICES_MAX = 500
CHOICE_MAX = 80
HIGH_DEFAULT = 1_000_000
"""The largest number of a fact where `max` isn't written."""

RESERVED = ("weekday", "from", "until", "partner", "deeds")
"""Words of `when` and `count`, which no fact may have as its name."""

KEEP_DAYS_SEEN_MAX = 36_500
"""What reading lets pass; how long is too long is the charter's business (C17)."""

_CHOICE = Text(most=CHOICE_MAX, words=N_("a choice"), example='"paper"')
FACT_NAME = Text(
    most=NAME.most,
    pattern=r"[A-Za-z][A-Za-z0-9_-]*",
    words=N_('a name that starts with a letter, of letters, digits, "_" and "-"'),
    example='"cups"',
)

FACT = Table(
    N_("a fact"),
    (
        Field(
            "type",
            OneOf(FactType),
            "integer, decimal, or choice (a closed list). No free text.",
            required=True,
        ),
        Field("title", BY_LANGUAGE, "What it is called, by language.", default={}),
        Field(
            "unit",
            Text(most=40),
            "What is counted, for the file's readers.",
            default="",
            example='"cup"',
        ),
        Field(
            "units", BY_LANGUAGE, "The unit as it stands after a number, by language.", default={}
        ),
        Field(
            "min", Number(), "The smallest number, itself allowed. 0 where left out.", example="0"
        ),
        Field(
            "max",
            Number(),
            f"The largest number, itself allowed. {HIGH_DEFAULT} where left out.",
            example="50",
        ),
        Field(
            "places",
            Whole(0, PLACES_MAX),
            "How many decimal places a decimal may have.",
            example="1",
        ),
        Field(
            "values",
            Listed(_CHOICE, most=CHOICES_MAX),
            "The closed list of a choice.",
            example='["paper", "metal"]',
        ),
        Field(
            "labels",
            Named(_CHOICE, BY_LANGUAGE, most=CHOICES_MAX),
            "What each choice is called, by language.",
            default={},
        ),
        Field(
            "required",
            Flag(),
            "Whether each deed must name it. true where left out.",
            default=True,
            example="false",
        ),
        Field(
            "kind",
            NAME,
            "Its entry of the data catalogue, where that has another name.",
            default="",
            example='"item_count"',
        ),
    ),
)

ACTIVITY = Table(
    N_("an activity"),
    (
        Field(
            "id",
            NAME,
            "The name of the activity in rules and deeds.",
            required=True,
            example='"cup_return"',
        ),
        Field(
            "title",
            BY_LANGUAGE,
            "What it is called, by language.",
            default={},
            example='{ en = "Reusable cups returned" }',
        ),
        Field(
            "class",
            NAME,
            "What kind of deed it is, from the registry of activity classes.",
            default="",
            example='"reuse"',
        ),
        Field(
            "evidence",
            NAME,
            "How the partner knows that the deed happened.",
            default="",
            example='"partner_report"',
        ),
        Field(
            "without_phone",
            TextOrTexts(Text()),
            "How a member does it and has it counted without a phone, best by language.",
            default={},
            example='"The desk stamps a paper card."',
        ),
        Field(
            "keep_days",
            Whole(0, KEEP_DAYS_SEEN_MAX),
            f"How many days evidence is kept. {KEEP_DAYS_MAX} where left out, and at most (C17).",
            default=KEEP_DAYS_MAX,
            example="90",
        ),
        Field(
            "facts",
            Named(FACT_NAME, FACT, most=FACTS_MAX),
            "What a report of the deed says, each in a table [facts.NAME].",
            default={},
        ),
    ),
)
