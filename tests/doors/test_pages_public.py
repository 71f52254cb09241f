"""The pages that anybody may read: a programme in plain words, its rewards, the charter."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from plaudit.core.charter.clauses import CLAUSES
from plaudit.pages.funding import FUNDS
from plaudit.pages.voices import LANGUAGES
from plaudit.store.connect import connect
from tests.books import Shelf
from tests.doors.visitor import Seen, Visitor
from tests.market import NOW, REWARDS, Market, reward
from tests.riverside import Riverside

ABOUT = "/about/riverside"
MARKET = "/rewards/market"
MORE = (
    *REWARDS,
    reward("later", "meal", "cafe").replace("2026-04-01", "2026-12-24"),
    reward("rare", "meal", "cafe", price=10, stock=10),
    reward("sold", "meal", "cafe", price=10, stock=1),
)


@pytest.fixture(scope="module")
def visitor(shelf: Shelf) -> Iterator[Visitor]:
    """Somebody with a browser, before one Riverside for all who only look."""
    with shelf.fresh() as url, pytest.MonkeyPatch.context() as patch:
        with connect(url) as connection:
            Riverside(connection)
        yield Visitor(url, patch, now=NOW)


def test_a_programme_is_told_in_plain_words_from_its_edition(visitor: Visitor) -> None:
    FUNDS.forget()  # of another test's book
    seen = Seen(visitor.get(ABOUT))

    for sentence in (
        "Riverside Thanks",
        "To thank people who do something good for the city and the river.",
        "Who wants to join is at least 18 years old.",
        "1 point for 1 cup. At most 15 points a day.",
        "stays yours to spend for 180 days after that, or until its own last day if that comes",
        "A person answers within 30 days.",
        "It gives 40,000,000 points a year at most. Paid by: City budget, line 7.4",
        "Funded for the whole year",
        "The café stamps a paper card; the desk enters it.",
        "City of Riverside",
        "Decides on questions Somsak Dee, citizens' desk",
    ):
        assert sentence in seen.text
    ways = {"/join/riverside", "/rewards/riverside", "/programmes/riverside/", "/charter/"}
    assert ways <= set(seen.addresses())


def test_what_an_edition_does_not_say_is_left_out(
    database_url: str, connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    Market(connection)
    seen = Seen(Visitor(database_url, monkeypatch, now=NOW).get("/about/market")).text

    assert "stays yours to spend for 90 days after that, or until its own last day" in seen
    assert "Paid by" not in seen
    assert "years old" not in seen
    assert "None" not in seen


def test_rewards_are_the_same_to_everybody_whatever_anybody_did(
    database_url: str, connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Charter, C09 and C11: a stranger, a rich, a poor and a spent member read the same bytes."""
    market = Market(connection, rewards=MORE, members=3)
    market.give(500)
    market.give(500, member=1)
    market.take("sold", member=1)
    for _ in range(9):
        market.take("rare", member=1)
    visitor = Visitor(database_url, monkeypatch, now=NOW)
    read = [visitor.get(MARKET).content]
    for member in market.members:
        visitor.enters(member)
        read.append(visitor.get(MARKET).content)

    assert len(set(read)) == 1
    seen = Seen(read[0].decode()).text
    assert "Coffee Cafe 60 points There are enough of it." in seen
    assert "Rare Cafe 10 points Only a few are left." in seen
    assert "Sold Cafe 10 points Nothing is left of it now." in seen
    assert "Evening Museum 150 points Nothing is left of it now." in seen
    assert "Later Cafe 60 points It can be taken from 24 Dec 2026." in seen
    assert "Mug Shop 30 points There are enough of it. At most 2 for each member in a" in seen


def test_how_many_were_taken_is_not_told(
    database_url: str, connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stock's number less what is left is a sum of few members (charter, C10)."""
    market = Market(connection, rewards=MORE)
    market.give(500)
    visitor = Visitor(database_url, monkeypatch, now=NOW)
    before = visitor.get(MARKET).content

    market.take("coffee")

    assert visitor.get(MARKET).content == before


def test_every_clause_is_shown_in_plain_words_with_what_holds_it(visitor: Visitor) -> None:
    for language in LANGUAGES:
        page = visitor.get("/charter/", language=language)
        seen = Seen(page)

        assert [one["id"] for one in seen.having("li") if "id" in one] == [
            clause.number for clause in CLAUSES
        ]
        for clause in CLAUSES:
            assert " ".join(clause.text.split()) in seen.text
            assert (clause.plain in seen.text) == (language == "en")
            assert (clause.reason in seen.text) == (language == "en")


def test_a_programme_that_is_not_there_has_no_pages(visitor: Visitor) -> None:
    for address in ("/about/nowhere", "/rewards/nowhere", "/about/", "/rewards/"):
        assert visitor.get(address).status_code == 404, address


def test_before_its_first_edition_a_programme_has_no_rewards(visitor: Visitor) -> None:
    visitor.it_is(NOW - 365 * 86_400_000_000)

    answers = [visitor.get(address).status_code for address in (ABOUT, "/rewards/riverside")]
    visitor.it_is(NOW)
    assert answers == [404, 404]


def test_the_switch_of_languages_leads_back_here(visitor: Visitor) -> None:
    for address in (ABOUT, "/charter/", "/rewards/riverside"):
        switches = [
            one["href"] for one in Seen(visitor.get(address)).having("a") if one.get("lang")
        ]

        assert f"/language/th?back={address}" in switches
