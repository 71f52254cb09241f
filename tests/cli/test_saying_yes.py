"""Coming back, and a kind of deeds: a member says yes to a sentence; silence is none (C13)."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.leave import leave
from plaudit.actions.withhold import withhold
from tests.cli.running import at_a_terminal, plaudit
from tests.riverside import NOW, Riverside

REJOINS = "I take part in the programme again. From now on my deeds may be recorded."
ALLOWS = "From now on deeds of the kind “Reusable cups returned” may be recorded about me."


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    """Riverside with a member who left and withholds cups."""
    riverside = Riverside(connection, members=2)
    member = riverside.members[0]
    assert withhold(connection, member, "cup_return", said=("en", "No cups."), now=NOW)
    assert leave(connection, member, now=NOW, language="en", wording="I leave.")
    return riverside


def said(riverside: Riverside) -> tuple[tuple[bool, str, str], tuple[bool, str, str]]:
    """Return what the member said last: to taking part, and to cups."""
    found = tuple(
        riverside.connection.execute(
            f"SELECT agrees, language, wording FROM {table} "
            "WHERE member_id = %s ORDER BY said_at DESC LIMIT 1",
            (riverside.members[0],),
        ).fetchone()
        for table in ("consent", "activity_consent")
    )
    first, second = found
    assert first is not None
    assert second is not None
    return first, second


@pytest.mark.parametrize(
    ("words", "sentence", "place"),
    [(("rejoin",), REJOINS, 0), (("allow", "cup_return"), ALLOWS, 1)],
)
def test_the_sentence_is_shown_and_only_a_yes_is_one(
    riverside: Riverside, database_url: str, words: tuple[str, ...], sentence: str, place: int
) -> None:
    member, before = str(riverside.members[0]), said(riverside)
    command = (words[0], member, *words[1:])

    unasked = plaudit(*command, url=database_url)
    assert (unasked.code, unasked.out, said(riverside)) == (3, "", before)
    assert sentence in unasked.err
    assert "--agreed" in unasked.err
    no = at_a_terminal(*command, typed="\n", url=database_url)
    assert (no.code, no.out, said(riverside)) == (1, "", before)

    yes = at_a_terminal(*command, typed="y\n", url=database_url)
    assert yes.code == 0
    assert f"{sentence}\n\nDo you agree? [y/N]" in yes.err
    assert said(riverside)[place] == (True, "en", sentence)
    assert said(riverside)[1 - place] == before[1 - place]


def test_a_desk_that_read_the_sentence_out_says_so(riverside: Riverside, database_url: str) -> None:
    member = str(riverside.members[0])
    language = ("--language", "th", "--agreed")

    again = plaudit("rejoin", member, *language, url=database_url)
    cups = plaudit("allow", member, "cup_return", *language, url=database_url)

    assert (again.code, cups.code) == (0, 0)
    assert [one[:2] for one in said(riverside)] == [(True, "th")] * 2
    assert "cup_return" not in said(riverside)[1][2], "a name that people read"


def test_nobody_is_asked_where_there_is_nothing_to_say_yes_to(
    riverside: Riverside, database_url: str
) -> None:
    member, other = map(str, riverside.members)

    answers = [
        plaudit(*words, url=database_url)
        for words in (
            ("rejoin", other), ("rejoin", "99999"), ("allow", member, "juggling"),
            ("allow", "99999", "cup_return"),
        )
    ]  # fmt: skip

    assert [(one.code, one.out) for one in answers] == [(1, "")] * 4
    assert all(one.err.startswith("There is no member ") for one in answers)
