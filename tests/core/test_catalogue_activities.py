"""Reading activity types: what they may say, and each mistake with its line and its words."""

from __future__ import annotations

import pytest
from hypothesis import given

from plaudit.core.activity import Activity, FactType
from plaudit.core.amount import MICRO
from plaudit.core.catalogue.activities import parse_activity, read_activity
from plaudit.core.catalogue.activity_fields import HIGH_DEFAULT
from plaudit.core.catalogue.mistakes import Mistake, Mistakes
from plaudit.core.catalogue.source import read_source
from tests.core.edition_text import activity_text
from tests.core.fact_strategies import activities
from tests.core.untold import untold

HEAD = 'id = "recycle"\ntitle = { en = "Recycled" }\n'


def mistakes_in(text: str) -> list[Mistake]:
    read = read_activity(read_source("recycle.toml", text.encode()))
    assert isinstance(read, list), read
    return read


def test_an_activity_is_read_with_its_facts_scaled() -> None:
    activity = parse_activity(
        HEAD
        + 'evidence = "partner_report"\nwithout_phone = "A paper list."\nkeep_days = 30\n'
        + '[facts.kg]\ntype = "decimal"\nplaces = 2\nunit = "kg"\nmin = 0.25\nmax = 500\n'
        + '[facts.material]\ntype = "choice"\nvalues = ["paper", "20 or more"]\nrequired = false\n'
        + 'labels = { paper = { en = "Paper", th = "กระดาษ" } }\nkind = "material_band"\n'
    )

    kg, material = activity.facts
    assert activity.keep_days == 30
    assert (kg.type, kg.low, kg.high, kg.places) == (FactType.DECIMAL, 250_000, 500 * MICRO, 2)
    assert (material.choices, material.required) == (("paper", "20 or more"), False)
    assert material.labels == {"paper": {"en": "Paper", "th": "กระดาษ"}}
    assert material.kind == "material_band"


def test_the_way_without_a_phone_is_said_once_or_by_language() -> None:
    alone = parse_activity(HEAD + 'without_phone = "A paper list."\n')
    each = parse_activity(HEAD + 'without_phone = { en = "A paper list.", th = "กระดาษ" }\n')

    assert alone.without_phone == {"": "A paper list."}
    assert each.without_phone == {"en": "A paper list.", "th": "กระดาษ"}
    (mistake,) = mistakes_in(HEAD + "without_phone = 7\n")
    assert mistake.seen == "without_phone is a text; 7 is a whole number."


def test_bounds_default_to_nothing_and_a_million() -> None:
    (cups,) = parse_activity(HEAD + '[facts.cups]\ntype = "integer"\n').facts

    assert (cups.low, cups.high) == (0, HIGH_DEFAULT * MICRO)


def test_a_least_number_above_the_default_needs_no_greatest() -> None:
    (won,) = parse_activity(HEAD + '[facts.won]\ntype = "integer"\nmin = 2_000_000\n').facts

    assert won.low < won.high


def test_what_the_charter_wants_is_not_needed_for_counting() -> None:
    alone = parse_activity('id = "recycle"\n')

    assert (alone.title, alone.facts, alone.evidence) == ({}, (), "")


@given(activities())
def test_what_is_written_is_read_back(known: dict[str, Activity]) -> None:
    for activity in known.values():
        assert parse_activity(activity_text(activity)) == activity


FACT = HEAD + "[facts.kg]\n"
MISTAKES = [
    ('title = { en = "x" }\n', 1, "id is missing. Add id"),
    ('title = { en = "X" }\n', 1, "id is missing."),
    ('id = 3\ntitle = { en = "x" }\n', 1, '3 is a whole number. Write it in quotes: "3".'),
    ('id = ""\ntitle = { en = "x" }\n', 1, "it is empty here."),
    ('id = "a b"\ntitle = { en = "x" }\n', 1, '"a b" is not.'),
    ('id = "x"\ntitle = "Cups"\n', 2, 'title is a text by language; "Cups" is a text.'),
    ('id = "x"\ntitle = { english = "Cups" }\n', 2, "is not the code of a language."),
    (HEAD + 'titel = "x"\n', 3, "titel is not a key of an activity."),
    (HEAD + 'colour = "x"\n', 3, "Known keys are: id, title"),
    (HEAD + 'evidense = "x"\n', 3, "Write evidence."),
    (HEAD + "keep_days = 30.5\n", 3, "keep_days is a whole number"),
    (HEAD + 'keep_days = "30"\n', 3, "Write 30 without quotes."),
    (HEAD + "facts = 3\n", 3, "facts is a table; 3 is a whole number."),
    (HEAD + "[facts]\ncups = 3\n", 4, "cups is a table; 3 is a whole number."),
    (HEAD + '[facts."9x"]\ntype = "integer"\n', 3, "is not a name that starts with a letter"),
    (HEAD + '[facts.weekday]\ntype = "integer"\n', 3, "weekday has a meaning of its own in rules"),
    (HEAD + '[facts.deeds]\ntype = "integer"\n', 3, "deeds has a meaning of its own in rules"),
    (FACT + "min = 1\n", 3, "type is missing."),
    (FACT + 'type = "number"\n', 4, '"number" is not. Write one of these.'),
    (FACT + 'type = "intger"\n', 4, 'Write type = "integer".'),
    (FACT + 'type = "text"\n', 4, 'type is one of "integer", "decimal", "choice"'),
    (FACT + 'type = "decimal"\n', 3, "places is missing. Add places = 1."),
    (FACT + 'type = "decimal"\nplaces = 7\n', 5, "from 0 to 6; 7 is not."),
    (FACT + 'type = "integer"\nplaces = 1\n', 5, "places doesn't belong to a whole number."),
    (FACT + 'type = "integer"\nvalues = ["a"]\n', 5, "values doesn't belong to a number."),
    (FACT + 'type = "choice"\n', 3, "values is missing."),
    (FACT + 'type = "choice"\nvalues = []\n', 5, "The list values is empty."),
    (FACT + 'type = "choice"\nvalues = ["a", "a"]\n', 5, '"a" stands twice in the list values.'),
    (FACT + 'type = "choice"\nvalues = ["a", 3]\n', 5, 'Write it in quotes: "3".'),
    (FACT + 'type = "choice"\nvalues = ["a"]\nmax = 3\n', 6, "max doesn't belong to a choice."),
    (FACT + 'type = "choice"\nvalues = ["a"]\nlabels = { b = { en = "B" } }\n', 6, '"b" is not in'),
    (FACT + 'type = "integer"\nmin = -1\n', 5, "min is a number from 0 to"),
    (FACT + 'type = "integer"\nmin = 5\nmax = 4\n', 6, "max is 4, which is less than min, 5."),
    (FACT + 'type = "integer"\nmax = 4.5\n', 5, "max is 4.5, but the fact is a whole number."),
    (FACT + 'type = "decimal"\nplaces = 1\nmin = 0.25\n', 6, "the fact is a decimal with 1 place"),
    (FACT + 'type = "integer"\nmax = inf\n', 5, "max is a number from 0"),
    (FACT + 'type = "integer"\nmax = "50"\n', 5, "Write 50 without quotes."),
    (FACT + 'type = "integer"\nmax = true\n', 5, "true is true or false."),
    (FACT + 'type = "integer"\nrequired = "false"\n', 5, "Write false without quotes."),
    (FACT + 'type = "integer"\nrequired = 0\n', 5, "required is true or false"),
    (
        f'id = "a"\ntitle = {{ en = "A" }}\n[facts.{"k" * 61}]\ntype = "integer"\n',
        3,
        "is not a name",
    ),
    (f'id = "a"\n[title]\nen = "A"\nen-{"12345678-" * 4}ab = "A"\n', 4, "the code of a language"),
    (FACT + 'type = "integer"\nmaximum = 3\n', 5, "maximum is not a key of a fact."),
    (FACT + 'type = "decimal"\nplaces = 2\nmax = 0.1234567\n', 6, "6 decimal places at most"),
]


@pytest.mark.parametrize(("text", "line", "words"), MISTAKES)
def test_each_mistake_is_told_with_its_line(text: str, line: int, words: str) -> None:
    (mistake,) = mistakes_in(text)

    assert mistake.line == line
    assert words in f"{mistake.seen} {mistake.write}"
    assert untold([mistake]) == []


def test_all_mistakes_of_a_file_are_told_in_order() -> None:
    text = 'id = 3\ntitel = { en = "x" }\n[facts.a]\ntype = "text"\n[facts.b]\ntype = "decimal"\n'

    assert [mistake.line for mistake in mistakes_in(text)] == [1, 2, 4, 5]


def test_a_text_with_mistakes_is_refused_with_all_of_them() -> None:
    with pytest.raises(Mistakes, match=r"id is missing(.|\n)*type is missing"):
        parse_activity("[facts.cups]\n")


def test_the_fact_is_named_as_the_place() -> None:
    (mistake,) = mistakes_in(FACT + 'type = "decimal"\n')

    assert mistake.place == 'fact "kg"'
    assert mistake.key == "facts.kg"
