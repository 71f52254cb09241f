"""`plaudit publish`: an edition that passes becomes rules for good; any other changes nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from plaudit.store.catalogue import read_programmes
from tests.cli.office import AHEAD, Office
from tests.cli.running import plaudit


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def published(connection: psycopg.Connection) -> list[str]:
    return [
        one.edition.id for programme in read_programmes(connection) for one in programme.editions
    ]


def test_an_edition_is_published_once_and_followed_by_later_ones_only(
    office: Office, connection: psycopg.Connection, database_url: str
) -> None:
    first = office.write("first", starts_on=office.today + AHEAD)

    done = plaudit("publish", first, url=database_url)
    again = plaudit("publish", first, url=database_url)

    assert done == (0, "Published riverside, edition first.\n", "")
    assert (again.code, again.out) == (1, "")
    assert "The edition first is published. Editions aren't changed: write a new one." in again.err

    first.unlink()
    before = office.write("before", starts_on=office.today + AHEAD - timedelta(days=1))
    refused = plaudit("publish", before, url=database_url)

    assert refused.code == 1
    assert f"{before} was not published." in refused.err
    assert "A new edition starts after all that are published." in refused.err
    assert published(connection) == ["first"]


def test_an_activity_that_lost_a_fact_cannot_be_published_again(
    office: Office, connection: psycopg.Connection, database_url: str
) -> None:
    first = office.write("first", starts_on=office.today + AHEAD)
    assert plaudit("publish", first, url=database_url).code == 0
    first.unlink()
    museum = office.folder / "activities" / "museum_visit.toml"
    venues = re.search(r"values = \[(\"[^\"]+\"), ", museum.read_text("utf-8"))
    assert venues is not None
    museum.write_text(museum.read_text("utf-8").replace(f"{venues[1]}, ", "", 1))
    later = office.write("later", starts_on=office.today + 2 * AHEAD)

    done = plaudit("publish", later, url=database_url)

    assert (done.code, done.out) == (1, "")
    assert published(connection) == ["first"]


def test_every_mistake_is_shown_and_nothing_is_published(
    office: Office, connection: psycopg.Connection, database_url: str
) -> None:
    sound = office.write("sound", starts_on=office.today + AHEAD)
    wrong = office.programme / "wrong.toml"
    wrong.write_text(
        sound.read_text("utf-8")
        .replace('count  = "books"', 'count  = "boks"')
        .replace('"half_year"', '"semester"')
    )
    sound.unlink()

    mistaken = plaudit("publish", wrong, url=database_url)
    missing = plaudit("publish", office.programme / "missing.toml", url=database_url)

    assert mistaken.code == 1
    shown = mistaken.out + mistaken.err
    assert 'Write "books".' in shown
    assert "semester" in shown
    assert "wrong.toml, line " in shown
    assert (missing.code, missing.out) == (1, "")
    assert "There is no such file." in missing.err
    assert "Traceback" not in missing.err
    assert published(connection) == []


def test_an_edition_that_was_changed_after_its_approval_is_not_published(
    office: Office, connection: psycopg.Connection, database_url: str
) -> None:
    path = office.write("first", starts_on=office.today + AHEAD)
    text = path.read_text("utf-8")
    path.write_text(text.replace("council decision 2026/58, annex 1", "annex 9"))
    assert path.read_text("utf-8") != text

    done = plaudit("publish", path, url=database_url)

    assert done.code == 3, "somebody has to look at it again"
    assert "approv" in done.out + done.err
    assert published(connection) == []
