"""What a rule, a tally and a ceiling of an edition may hold. Source: design, section 3."""

from __future__ import annotations

from plaudit.core.amount import AMOUNT_MAX, Rounding
from plaudit.core.catalogue.conditions import WHEN
from plaudit.core.catalogue.fields import Field, Schema, Table
from plaudit.core.catalogue.groups import BY_LANGUAGE, Listed, Named
from plaudit.core.catalogue.kinds import NAME, Number, OneOf, Text, Whole
from plaudit.core.catalogue.schedules import BANDS, EVERY, LADDER, RATE
from plaudit.core.marking import N_
from plaudit.core.period import Period

POINTS_MAX = 1_000_000_000
"""The most points, and the largest ceiling, that an edition may name."""
WEIGHT_MAX = 1_000_000

TALLY_SIGN = "tally:"
SCHEDULES = ("rate", "every", "ladder", "bands")

_ON = Text(
    most=NAME.most + len(TALLY_SIGN),
    pattern=f"({TALLY_SIGN})?{NAME.pattern}",
    words=N_('the name of an activity, or "tally:" and the id of a tally'),
    example='"cup_return"',
)
_CHOICE = Text(most=80, words=N_("a choice"), example='"paper"')
_WEIGHTS = Named(
    _CHOICE, Number(0, WEIGHT_MAX, example="2"), most=500, words=N_("a table of weights"), least=1
)

ID = Field("id", NAME, "Its name, once in the edition.", required=True, example='"cups"')
PER = Field(
    "per",
    OneOf(Period),
    "The period over which it adds up; weeks start on Monday.",
    required=True,
    example='"day"',
)
SOURCE = Field(
    "source",
    Text(),
    "Where the decision behind it stands.",
    default="",
    example='"annex 2, line 4"',
)
SAYS = Field("says", BY_LANGUAGE, "What members read, by language.", default={})

WATCHING = (
    Field(
        "on",
        Listed(_ON),
        'The activity that it watches, or a list of them, or "tally:ID": what that tally rises by.',
        required=True,
        example='"cup_return"',
    ),
    Field("when", WHEN, "Conditions, of which all must hold."),
    Field(
        "count",
        NAME,
        'What it adds up: "deeds" (1 for each; where left out) or the name of a number fact.',
        example='"cups"',
    ),
    Field(
        "weigh",
        Named(
            NAME, _WEIGHTS, most=1, least=1, words=N_("a table of one choice fact and its weights")
        ),
        "Multiplies the amount by the weight of the deed's choice; one without a weight counts 0.",
        example="{ material = { paper = 2, metal = 8 } }",
    ),
    PER,
    Field(
        "each",
        NAME,
        "A choice fact: a separate total for each of its values.",
        example='"museum"',
    ),
)
EARNING = (
    Field("rate", RATE, "Points for so many units, in proportion, rounded."),
    Field("every", EVERY, "Points for each full number of units."),
    Field("ladder", LADDER, "[from, points] steps: the points of the highest step reached."),
    Field("bands", BANDS, "[width, points a unit] stretches, each at its own rate."),
    Field(
        "rounding",
        OneOf(Rounding),
        "How the running total's points become whole; down where left out.",
        example='"half_up"',
    ),
)


def _one_schedule(*, required: bool) -> Schema:
    """Return JSON Schema for exactly one schedule, or at most one."""
    each: list[Schema] = [{"required": [name]} for name in SCHEDULES]
    if not required:
        each.append({"not": {"anyOf": [{"required": [name]} for name in SCHEDULES]}})
    return {"oneOf": each}


RULE = Table(
    N_("a rule"),
    (
        ID,
        *WATCHING,
        *EARNING,
        Field(
            "at_most",
            Whole(0, POINTS_MAX),
            "The most points in one period.",
            example="15",
        ),
        SOURCE,
        SAYS,
    ),
    extra=_one_schedule(required=True),
)
TALLY = Table(
    N_("a tally"),
    (
        ID,
        *WATCHING,
        *EARNING,
        Field("at_most", Number(0, AMOUNT_MAX), "Its largest value in one period.", example="1"),
        SOURCE,
        SAYS,
    ),
    extra=_one_schedule(required=False),
)
CEILING = Table(
    N_("a ceiling"),
    (
        ID,
        Field(
            "rules",
            Listed(NAME),
            "The rules that share it.",
            required=True,
            example='["cups", "bottles"]',
        ),
        PER,
        Field(
            "at_most",
            Whole(0, POINTS_MAX),
            "The most points of these rules together in one period.",
            required=True,
            example="40",
        ),
        SOURCE,
        SAYS,
    ),
)
