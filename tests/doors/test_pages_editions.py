"""The public pages of editions: states, differences, and the text as it was published."""

from __future__ import annotations

import tomllib
from hashlib import sha256

import psycopg
import pytest

from plaudit.pages.voices import LANGUAGES
from tests.doors.visitor import Seen, Visitor
from tests.riverside import ACTIVITY_TEXTS, EDITIONS, NOW, Riverside, instant

LIST = "/programmes/riverside/"
SECOND = f"{LIST}2026-10/"


@pytest.fixture
def visitor(
    database_url: str, connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> Visitor:
    """Somebody with a browser, on 20 November 2026."""
    Riverside(connection)
    return Visitor(database_url, monkeypatch, now=NOW)


def test_the_start_page_leads_to_all_editions(visitor: Visitor) -> None:
    assert LIST in Seen(visitor.get("/")).addresses()


@pytest.mark.parametrize(
    ("at", "states"),
    [
        ("2026-03-20T12:00:00+07:00", ["Published, not in force yet"] * 2),
        ("2026-09-30T23:59:59+07:00", ["Published, not in force yet", "In force"]),
        ("2026-10-01T00:00:00+07:00", ["In force", "Superseded"]),
    ],
)
def test_each_edition_has_the_state_of_the_day_in_the_programmes_zone(
    visitor: Visitor, at: str, states: list[str]
) -> None:
    visitor.it_is(instant(at))

    seen = Seen(visitor.get(LIST))

    marks = [has["class"] for has in seen.having("p") if "state" in str(has.get("class"))]
    assert marks == ["state now" if state == "In force" else "state" for state in states]
    assert f"2026-10 {states[0]} In force" in seen.text
    assert f"2026-04 {states[1]} In force" in seen.text


def test_the_list_says_who_answers_and_what_each_edition_changed(visitor: Visitor) -> None:
    seen = Seen(visitor.get(LIST)).text

    for sentence in (
        "Riverside Thanks",
        "In force since 1 Oct 2026. Published on 8 Sept 2026",
        "In force from 1 Apr 2026 to 30 Sept 2026.",
        "Written by Malee Srisai, programme office",
        "Approved by Anan Wongsa, city council, on 7 Sept 2026",
        "From 1 Oct 2026, the rules “2026-10” take the place of “2026-04”.",
        "Evening course at the library finished 80 points for 1 deed, was 60 points.",
        "It is the first edition: there is none before it.",
    ):
        assert sentence in seen
    for path in EDITIONS:
        assert sha256(path.read_bytes()).hexdigest() in seen


def test_the_differences_are_told_in_the_readers_language(visitor: Visitor) -> None:
    said = {
        "th": ["ใช้อยู่", "ถูกแทนที่แล้ว", "1 ครั้ง ได้ 80 คะแนน · เดิม: 60 คะแนน"],
        "zh-Hans": ["生效中", "已被取代", "1次得80分，原为60分。"],
    }
    for language, sentences in said.items():
        seen = Seen(visitor.get(LIST, language=language)).text
        assert [sentence for sentence in sentences if sentence not in seen] == []


def test_the_whole_text_can_be_read_and_fetched_letter_for_letter(visitor: Visitor) -> None:
    published = EDITIONS[1].read_bytes()
    seen = Seen(visitor.get(SECOND))

    response = visitor.get("/programmes/riverside/2026-10.toml")

    assert response.content == published
    assert tomllib.loads(response.content.decode())["edition"]["id"] == "2026-10"
    assert response.headers["Content-Type"] == "application/toml; charset=utf-8"
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="riverside-2026-10.toml"'
    )
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "/programmes/riverside/2026-10.toml" in seen.addresses()
    assert " ".join(published.decode().split()) in seen.text
    assert sha256(published).hexdigest() in seen.text


def test_the_deed_types_can_be_fetched_as_they_were_published(visitor: Visitor) -> None:
    address = f"{SECOND}cup_return.toml"

    assert address in Seen(visitor.get(SECOND)).addresses()
    assert visitor.get(address).content.decode() == ACTIVITY_TEXTS["cup_return"]


def test_what_is_not_published_is_not_there(visitor: Visitor) -> None:
    for address in (
        "/programmes/lakeside/",
        "/programmes/riverside/2020-01/",
        "/programmes/riverside/2020-01.toml",
        "/programmes/riverside/2026-10/no_such.toml",
        "/programmes/riverside/2026-10/..%2f..%2fdata.toml",
        "/programmes/",
    ):
        assert visitor.get(address).status_code == 404, address


def test_the_switch_of_languages_leads_back_to_the_page(visitor: Visitor) -> None:
    for address in (LIST, SECOND):
        switches = [
            has["href"] for has in Seen(visitor.get(address)).having("a") if has.get("hreflang")
        ]

        assert switches == [f"/language/{code}?back={address}" for code in LANGUAGES]
        assert visitor.get(str(switches[1])).headers["Location"] == address
