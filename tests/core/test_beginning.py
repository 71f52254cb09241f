"""A new edition is whole at once; each text that is left empty is told, and nothing else."""

from __future__ import annotations

import re
from datetime import date

import pytest

from plaudit.core.catalogue.beginning import NEW_TABLES, commented, new_table, skeleton
from plaudit.core.catalogue.edition_fields import Tables
from plaudit.core.catalogue.fields import Table
from plaudit.core.catalogue.source import read_source
from plaudit.core.catalogue.whole import PARTS, WHOLE_EDITION
from plaudit.core.charter.finding import Result
from plaudit.pages.voices import LANGUAGES, voice_of
from tests.core.test_amending import loaded
from tests.drafts import empty_places, examined, filled

TODAY = date(2026, 11, 20)
TITLE = {"en": "Cups", "th": "แก้ว", "zh-Hans": "杯子"}


def begun(languages: tuple[str, ...] = tuple(LANGUAGES)) -> str:
    deed = ("cup_return", TITLE)
    return skeleton("riverside", "Asia/Bangkok", languages=languages, today=TODAY, deed=deed)


@pytest.mark.parametrize("languages", [("en",), tuple(LANGUAGES)])
def test_each_empty_text_is_a_finding_and_nothing_else_is(languages: tuple[str, ...]) -> None:
    text = begun(languages)
    found = examined(text, today=TODAY).findings
    by_language = {path[:-1] if path[-1] in LANGUAGES else path for path in empty_places(text)}

    assert {one.mistake.path for one in found} == by_language
    assert len(found) == len(by_language) == 19
    assert all(one.is_error and one.mistake.write for one in found)


def test_filled_in_it_passes_and_has_all_that_an_edition_needs() -> None:
    text = begun()
    assert examined(filled(text), today=TODAY).result is Result.PASSES
    table = read_source("", text.encode()).table
    assert table is not None
    assert {part.name for part in PARTS if part.required} <= set(table)
    assert text.count('"Cups"') == 1  # the rule is called as the deed is


def test_without_a_deed_the_deed_is_one_more_thing_to_fill_in() -> None:
    text = skeleton("riverside", "Asia/Bangkok", languages=["en"], today=TODAY)
    places = {one.mistake.path for one in examined(text, today=TODAY).findings}
    assert {("rule", 0, "on"), ("rule", 0, "says"), ("partner", 0, "activities", 0)} <= places


@pytest.mark.parametrize("name", NEW_TABLES)
def test_each_new_table_has_only_keys_that_are_known_and_all_that_are_needed(name: str) -> None:
    (known,) = [one for one in WHOLE_EDITION.fields if one.name == name]
    table = known.kind.table if isinstance(known.kind, Tables) else known.kind
    assert isinstance(table, Table)
    made = loaded(new_table(name, "second", languages=list(LANGUAGES), today=TODAY))[name]  # type: ignore[index]
    keys = set(made[0] if isinstance(made, list) else made)

    assert keys <= {one.name for one in table.fields}
    assert {one.name for one in table.fields if one.required} <= keys


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_what_is_written_beside_the_values_is_in_the_language_of_who_begins(language: str) -> None:
    deed, voice = ("cup_return", {"en": "Cups # 1", "th": "# a named person"}), voice_of(language)
    english = skeleton("riverside", "Asia/Bangkok", languages=["en", "th"], today=TODAY, deed=deed)
    theirs = commented(english, voice)
    comments = [set(re.findall("# ([^#\n]+)$", one, re.MULTILINE)) for one in (english, theirs)]

    assert loaded(english) == loaded(theirs)
    assert comments[0] & comments[1] == {'a named person" }'}
    assert len(comments[0]) == len(comments[1]) > 10
    for name in NEW_TABLES:
        made = new_table(name, "second", languages=["en"], today=TODAY)
        assert loaded(made) == loaded(commented(made, voice))
        left = re.findall("# ([^#\n]+)$", commented(made, voice), re.MULTILINE)
        assert not [one for one in left if one.isascii()]
