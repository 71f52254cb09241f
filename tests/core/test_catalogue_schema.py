"""The JSON Schemas for editors: made from what reading knows, and fitting the catalogue's files."""

from __future__ import annotations

import tomllib
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from plaudit.cli.schema import made_files
from plaudit.core.catalogue.schema import TABLES, schema_of
from tests.core.unsound_editions import rule
from tests.core.written import HEAD

ROOT = Path(__file__).parents[2]
ACTIVITIES = sorted(ROOT.glob("catalogue/**/activities/*.toml"))
PUBLISHED = sorted(
    path for path in ROOT.glob("catalogue/published/*/*.toml") if path.parent.name != "activities"
)
PROGRAMMES = sorted(ROOT.glob("catalogue/programmes/*/*.toml"))


def as_json(value: object) -> object:
    """Return TOML values as an editor's schema check sees them."""
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return value


def errors_of(kind: str, text: str) -> list[jsonschema.ValidationError]:
    checker = jsonschema.Draft202012Validator(schema_of(kind))
    return list(checker.iter_errors(as_json(tomllib.loads(text, parse_float=Decimal))))


@pytest.mark.parametrize("path", made_files())
def test_the_files_made_from_the_code_are_committed_as_the_code_makes_them(path: str) -> None:
    made = made_files()[path]

    assert (ROOT / path).read_text(encoding="utf-8") == made, "run: plaudit schema --write"


@pytest.mark.parametrize("kind", TABLES)
def test_each_schema_is_sound_itself(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema_of(kind))


@pytest.mark.parametrize("path", ACTIVITIES, ids=lambda path: path.stem)
def test_every_activity_of_the_catalogue_fits_the_schema(path: Path) -> None:
    assert errors_of("activity", path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda path: path.stem)
def test_every_edition_of_a_programme_fits_the_schema(path: Path) -> None:
    assert errors_of("edition", path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_published_rule_tables_lack_only_what_the_charter_wants(path: Path) -> None:
    errors = errors_of("edition", path.read_text(encoding="utf-8"))

    assert all(error.validator == "required" and not error.path for error in errors)


def test_there_are_files_to_try() -> None:
    assert len(ACTIVITIES) > 20
    assert len(PROGRAMMES) >= 2
    assert len(PUBLISHED) > 5


WRONG = {
    "an unknown key": rule("a", "colour = 1"),
    "two schedules": rule("a", "rate = { points = 1, per = 1 }\nladder = [[1, 1]]"),
    "no period": '[[rule]]\nid = "a"\non = "bring"\nrate = { points = 1, per = 1 }\n',
    "a text for a number": rule("a", 'at_most = "15"'),
    "decimals of a point": rule("a", "at_most = 1.5"),
    "a weekday that isn't": rule("a", 'when = { weekday = "someday" }'),
    "an empty range": rule("a", "when = { kg = {} }"),
    "nothing for nothing": rule("a", "rate = { points = 1, per = 0 }"),
    "three in a pair": rule("a", "bands = [[1, 2, 3]]"),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_schema_sees_what_reading_sees(name: str) -> None:
    errors = errors_of("edition", HEAD + WRONG[name])

    assert any(error.path and error.path[0] == "rule" for error in errors)
    assert not any(error.path for error in errors_of("edition", HEAD + rule("a")))
