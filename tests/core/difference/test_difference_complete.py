"""Nothing that an edition says can change without a sentence, in any language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given

from plaudit.core.activity import Activity
from plaudit.core.amount import Rounding
from plaudit.core.catalogue.activities import parse_activity
from plaudit.core.catalogue.activity_fields import ACTIVITY, FACT
from plaudit.core.catalogue.edition_fields import HEADER
from plaudit.core.catalogue.editions import parse_edition
from plaudit.core.catalogue.mistakes import Mistakes
from plaudit.core.catalogue.whole import PARTS
from plaudit.core.charter.approval import APPROVAL, REHEARSAL
from plaudit.core.difference.compare import difference
from plaudit.core.difference.labels import LABELS, SECTIONS
from plaudit.core.difference.said import said_by
from plaudit.core.difference.telling import sentences_of, tell_difference
from plaudit.core.edition import Ceiling, Edition, Stage
from plaudit.pages.voices import LANGUAGES, voice_of
from tests.core.charter.cases import accepted, deed_types
from tests.core.charter.mutations import Mutation, mutations
from tests.core.edition_text import activity_text, edition_text
from tests.core.random_editions import Town, crowded, many

WHOLE = "museum-evening"
"""The edition of which every mutation is tried; its tables are the other editions' as well."""
Texts = tuple[str, Mapping[str, str]]


def sentences(was: Texts, now: Texts, language: str = "en") -> list[str]:
    voice = voice_of(language)
    found = difference(said_by(*was), said_by(*now))
    return sentences_of(tell_difference(found, voice), voice)


def _of(name: str) -> list[Mutation]:
    return [one for one in mutations() if one.name.startswith(f"{name}: ")]


@cache
def known(id: str, text: str) -> Activity:
    return parse_activity(text, file=id)


def meaning(text: str, activity_texts: Mapping[str, str]) -> object:
    """Return all that an edition says, read apart from the difference.

    Of the tables that counting reads, their values; of the others, the file's own, in which one
    value alone is a list of one.
    """
    activities = {id: known(id, one) for id, one in activity_texts.items()}
    edition = parse_edition(text, activities)
    counted = {id for stage in edition.stages for id in stage.on}
    table = tomllib.loads(text)
    return (
        edition,
        {id: activities[id] for id in counted},
        [tomllib.loads(activity_texts[id]).get("class", "") for id in sorted(counted)],
        table["edition"].get("purpose", {}),
        _listed(
            {key: table[key] for key in table.keys() - {"edition", *COUNTED, APPROVAL, REHEARSAL}}
        ),
    )


COUNTED = ("rule", "tally", "ceiling")
SIGNED = (REHEARSAL, APPROVAL)


def _listed(value: object) -> object:
    if isinstance(value, dict):
        return {key: _listed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_listed(one) for one in value]
    return [value]


@pytest.mark.parametrize(
    ("name", "one_in"), [(name, 2 + 2 * (name != WHOLE)) for name in accepted()]
)
def test_any_changed_field_of_an_edition_is_told(name: str, one_in: int) -> None:
    """Refused or not: whatever can be read as rules is told, in its own words or as written."""
    before = (accepted()[name], deed_types())
    meant = meaning(*before)
    silent, told = [], 0
    for mutation in _of(name)[::one_in]:
        after = (mutation.files.edition, mutation.files.activities)
        try:
            found = sentences(before, after)
        except Mistakes:
            continue
        told += bool(found)
        if bool(found) != (meaning(*after) != meant):
            silent.append((mutation.name, found))

    assert silent == []
    assert told >= 200 // one_in


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_difference_is_told_in_every_language(language: str) -> None:
    before = (accepted()[WHOLE], deed_types())
    for mutation in _of(WHOLE)[::8]:
        after = (mutation.files.edition, mutation.files.activities)
        try:
            said_by(*after)
        except Mistakes:
            continue
        for one, other in ((before, after), (after, before)):
            count = len(sentences(one, other, "en"))
            assert bool(sentences(one, other, language)) == bool(count), mutation.name


def test_an_edition_is_not_different_from_itself_however_it_is_written() -> None:
    for text in accepted().values():
        spaced = text.replace(' = ["cup_day_count"]', '="cup_day_count" # cups').replace(
            "\n[", "\n\n["
        )

        assert sentences((text, deed_types()), (spaced, deed_types())) == []


def test_every_key_of_an_edition_has_a_label_and_every_part_a_section() -> None:
    """A new key would be shown by its name; a label is better, so this asks for one."""
    tables = {part.name: part.table for part in PARTS if part.name not in SIGNED}
    tables |= {"edition": HEADER, "activity": ACTIVITY, "fact": FACT}
    keys = {(part, one.name) for part, table in tables.items() for one in table.fields}
    keys |= {("rule", key) for key in Stage.__dataclass_fields__}
    keys |= {("ceiling", key) for key in Ceiling.__dataclass_fields__}
    keys -= {("rule", "kind"), ("activity", "facts")}

    assert sorted(key for key in keys if key[1] not in LABELS[key[0]]) == []
    assert {part for _, parts in SECTIONS for part in parts} == {*tables, *COUNTED}


def as_texts(edition: Edition, activities: Mapping[str, Activity]) -> Texts:
    return edition_text(edition), {id: activity_text(one) for id, one in activities.items()}


def plain(edition: Edition) -> Edition:
    """Return an edition with its defaults left out: rounding down."""
    return replace(
        edition,
        stages=tuple(
            replace(stage, rounding=None) if stage.rounding is Rounding.DOWN else stage
            for stage in edition.stages
        ),
    )


@many(1)
@given(crowded(editions=2))
def test_random_editions_are_told_apart_exactly_where_they_differ(town: Town) -> None:
    texts = [as_texts(edition, town.activities) for edition in town.editions]
    one, other = texts[0], texts[-1]
    first, last = plain(town.editions[0]), plain(town.editions[-1])
    found = difference(said_by(*one), said_by(*other))
    changed = {(entry.part, entry.id) for entry in found.entries}
    stages = {
        (stage.kind, stage.id)
        for stage in (*first.stages, *last.stages)
        if (stage in first.stages) != (stage in last.stages)
    }

    assert {key for key in changed if key[0] in ("rule", "tally")} == stages
    assert bool(sentences(one, other)) == (first != last or bool(changed))
    assert sentences(one, one) == []
