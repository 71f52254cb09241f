"""What the files of the data catalogue and of the registries may hold."""

from __future__ import annotations

from plaudit.core.catalogue.fields import Field, Table
from plaudit.core.catalogue.groups import BY_LANGUAGE, Listed, Named, TextOrTexts
from plaudit.core.catalogue.kinds import NAME, Flag, Text, Whole
from plaudit.core.marking import N_

_WORDS = Listed(
    Text(most=60, pattern=r"\*?_?[a-z0-9]+(_[a-z0-9]+)*(\*|_\*)?", example='"sleep*"'), most=400
)
_PHRASES = Listed(Text(most=80, example='"a good citizen"'), most=400)
_SAID = TextOrTexts(Text())
"""What is told of an entry, best in every language of the pages."""
_TEXTS = Listed(Text(most=80, example='"kg"'), most=400)
_CLAUSE = Text(most=3, pattern=r"C(0[1-9]|1\d|2[0-6])", words=N_("a clause"), example='"C02"')

TITLE = Field("title", _SAID, "What it is, by language.", required=True)
TITLES = Field("title", BY_LANGUAGE, "What it is called, by language.", required=True)

NEVER = Table(
    N_("an entry that may never be named"),
    (
        Field("clause", _CLAUSE, "The clause that it offends.", default=""),
        Field("report_clause", _CLAUSE, "The clause, where it would report deeds.", default=""),
        Field("reward_clause", _CLAUSE, "The clause, where it would give rewards.", default=""),
        Field("title", _SAID, "What it is.", default=None),
        Field("called", BY_LANGUAGE, "What a privacy notice calls it, by language.", default={}),
        Field("reason", _SAID, "Why it may never be named.", required=True),
        Field("instead", _SAID, "What to use instead.", required=True),
        Field("words", _WORDS, "Words of names by which it is recognised.", required=True),
        Field("fact_words", _WORDS, "Words of names of facts only.", default=()),
        Field("ask", Named(NAME, _PHRASES), "Words of sentences, by language.", default={}),
        Field("question", _SAID, "What a person then answers.", default=None),
    ),
)
_NEVER = Field("never", Named(NAME, NEVER), "What may never be named.", default={})

FACT_KIND = Table(
    N_("a kind of fact"),
    (
        TITLES,
        Field("purpose", BY_LANGUAGE, "What it is for, by language.", required=True),
        Field("class", Text(most=60), "What class of data it is.", required=True),
        Field("longest_months", Whole(1, 24), "How long it is kept at most.", required=True),
        Field("types", Listed(NAME), "The types that a fact of it may have.", required=True),
        Field("units", _TEXTS, "The units that it may be counted in.", default=()),
        Field("names", _TEXTS, "Names of facts that are of this kind.", default=()),
        Field("values", _TEXTS, "The closed list of its choices.", default=()),
        Field("classes", Listed(NAME), "The classes of deeds that may name it.", default=()),
        Field("form", Text(pattern="band|id"), "The form of its choices.", default=""),
    ),
)
RECORD_KIND = Table(
    N_("a kind of record"),
    (
        TITLES,
        Field("purpose", BY_LANGUAGE, "What it is for, by language.", required=True),
        Field("unit", Text(pattern="days|months"), "The unit of its limit.", required=True),
        Field("longest", Whole(1, 400), "How long it is kept at most.", required=True),
    ),
)
TITLED = Table(N_("an entry"), (TITLES,))
ACTIVITY_CLASS = Table(
    N_("a class of deeds"),
    (
        TITLE,
        Field("activities", Listed(NAME), "Known types that needn't say their class.", default=()),
    ),
)
PARTNER_KIND = Table(
    N_("a kind of partner"),
    (
        TITLE,
        Field("reports", Flag(), "Whether it may report deeds.", default=False),
        Field("rewards", Flag(), "Whether it may give rewards.", default=False),
        Field("public_fees", Flag(), "Whether a public body sets its prices.", default=False),
        Field("not_classes", Listed(NAME), "Classes of deeds it may not report.", default=()),
        Field("reward_clause", _CLAUSE, "The clause against its rewards.", default=""),
        Field("reward_instead", _SAID, "What to offer instead.", default=None),
    ),
)
REWARD_CLASS = Table(
    N_("a class of rewards"),
    (
        TITLE,
        Field("open_alternative", Flag(), "Whether it must be open otherwise.", default=False),
        Field("fee", Flag(), "Whether it lowers a price.", default=False),
    ),
)
REGISTERED = Table(
    N_("a registered partner"),
    (
        Field("name", Text(most=300), "What people call it.", required=True),
        Field("kind", NAME, "What it is, whatever an edition says.", required=True),
    ),
)

INNOCENT = Table(
    N_("what is innocent"),
    (
        Field("words", _WORDS, "Compounds of names.", default=()),
        Field("say", Named(NAME, _PHRASES), "Compounds of sentences, by language.", default={}),
    ),
)

DATA = Table(
    N_("the data catalogue"),
    (
        Field("kind", Named(NAME, FACT_KIND), "Kinds of facts.", required=True),
        Field("record", Named(NAME, RECORD_KIND), "Kinds of records.", required=True),
        _NEVER,
        Field("innocent", INNOCENT, "Compounds in which a word is harmless.", default=None),
    ),
)


def registry_of(entry: Table, *, key: str = "kind") -> Table:
    """Return the table of a registry's file: its entries, and what may never be named."""
    return Table(
        N_("a registry"), (Field(key, Named(NAME, entry), "Entries.", required=True), _NEVER)
    )


PARTNERS = Table(
    N_("the registry of partners"), (Field("partner", Named(NAME, REGISTERED), "Partners."),)
)
