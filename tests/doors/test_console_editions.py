"""Editions in the console: written by one, checked as typed, approved by another, published."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.core.catalogue.source import FILE_BYTES_MAX
from plaudit.core.period import SECOND
from plaudit.core.pressing import PRESSED_AGAIN_SECONDS
from plaudit.core.refusals import REASONS, Code
from plaudit.store.catalogue import read_programme
from plaudit.store.staff_acts import acts_of
from tests.doors.edition_office import HOSTILE, LIST, Office
from tests.doors.visitor import Seen, Visitor
from tests.drafts import (
    APPROVER,
    AUTHOR,
    NOW,
    ON_THE_DAY,
    with_value,
)
from tests.riverside import Riverside


@pytest.fixture
def office(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Office:
    riverside = Riverside(connection, members=1)
    return Office(riverside, Visitor(database_url, monkeypatch, now=NOW))


def test_a_draft_goes_from_a_broken_clause_to_the_public_page(office: Office) -> None:
    visitor = office.visitor
    broken = with_value(office.text, ("points", "expires_after_months"), "3")
    assert office.sends("save", 1, text=broken) == 302
    page = Seen(visitor.get(office.page)).text
    assert "C07" in page
    assert "Line " in page
    assert office.sends("approve", 2) == REASONS[Code.APPROVER_WROTE_IT].status

    mended = office.fields() | {"points.expires_after_months": "18", "rule.0.at_most": "20"}
    assert office.sends("form/save", 2, **mended) == 302
    assert office.text == with_value(
        with_value(broken, ("points", "expires_after_months"), "18"), ("rule", 0, "at_most"), "20"
    )
    page = Seen(visitor.get(office.page)).text
    assert "finds nothing against this text" in page
    assert "20" in page.split("What it changes")[1]
    assert "another person approves it" in page

    office.goes_on(APPROVER)
    assert office.sends("approve", 2) == REASONS[Code.DRAFT_CHANGED].status  # not what was shown
    assert office.sends("approve", 3) == 302
    assert "In 11 days" in Seen(visitor.get(office.page)).text
    assert office.sends("publish", 4) == REASONS[Code.DRAFT_NOT_TODAY].status


def test_findings_are_told_in_the_readers_language(office: Office) -> None:
    broken = with_value(office.text, ("points", "expires_after_months"), "3")
    assert office.sends("save", 1, text=broken) == 302
    office.visitor.get(f"/language/th?back={LIST}")
    page = office.visitor.get(office.page).content.decode()
    assert '<span lang="th" dir="auto">เขียนว่า expires_after_months = 18</span>' in page
    assert "Write expires_after_months" not in page


def test_what_was_written_stays_where_it_cannot_be_saved(office: Office) -> None:
    mine = "# an hour of writing\n"
    large = mine + "#" * FILE_BYTES_MAX
    too_large = office.visitor.sends(f"{office.page}/save", {"version": "1", "text": large})
    office.visitor.it_is(NOW + 3 * 3_600 * SECOND)
    no_shift = office.visitor.sends(f"{office.page}/save", {"version": "1", "text": mine})
    office.visitor.it_is(NOW)
    assert office.sends("set-aside", 1) == 302
    over = office.visitor.sends(f"{office.page}/save", {"version": "1", "text": mine})

    for no, status in ((too_large, 413), (no_shift, 403), (over, 409)):
        assert (no.status_code, mine.strip() in no.text) == (status, True)
    assert "puts it in place of theirs" not in over.text


def test_pressed_twice_one_draft_is_begun_and_what_is_over_says_how_it_stands(
    office: Office,
) -> None:
    visitor = office.visitor
    days = {"published_on": "2026-12-01", "starts_on": "2027-06-01"}
    begun = {"name": "Summer", "from": "2026-10", "id": "2027-06", "approver": APPROVER} | days
    one, two = (visitor.sends(f"{LIST}new", begun)["Location"] for _ in range(2))
    assert one == two
    visitor.it_is(NOW + PRESSED_AGAIN_SECONDS * SECOND)
    assert visitor.sends(f"{LIST}new", begun)["Location"] != one, "it is meant by then"

    assert office.sends("set-aside", 1) == 302
    again = visitor.sends(f"{office.page}/set-aside", {"version": "1"})
    assert "Look how it stands now" in again.text


def test_it_is_published_on_its_day_and_then_nothing_changes_it(office: Office) -> None:
    visitor = office.visitor
    office.goes_on(APPROVER)
    assert office.sends("approve", 1) == 302
    visitor.it_is(ON_THE_DAY)
    office.begin_shifts(now=ON_THE_DAY)  # one doesn't last eleven days
    office.goes_on(APPROVER)
    assert office.sends("publish", 2) == 302
    listed = Seen(visitor.get(LIST)).text
    assert "Published, not in force yet" in listed
    assert "In 31 days" in listed
    assert visitor.get("/programmes/riverside/2027-01/").status_code == 200
    editions = read_programme(office.connection, office.programme_id, "riverside").editions
    assert (editions[-1].text, editions[-1].publication.author) == (office.text, AUTHOR)
    kept = office.connection.execute("SELECT count(*) FROM notice").fetchone()
    assert kept is not None
    assert kept[0] >= len(editions[-1].edition.languages)
    whats = [one.what for one in acts_of(office.connection, office.programme_id, how_many=9)]
    assert {"edition.begin", "edition.approve", "edition.publish"} <= set(whats)


def test_who_saves_later_on_an_older_version_is_told_and_loses_nothing(office: Office) -> None:
    was = office.text
    theirs = with_value(was, ("rule", 0, "at_most"), "25")
    fields = office.fields()
    assert office.sends("save", 1, text=theirs) == 302
    mine = was + "# mine\n"
    answer = office.visitor.sends(f"{office.page}/save", {"version": "1", "text": mine})
    assert answer.status_code == 409
    assert "# mine" in answer.content.decode()
    assert f"{AUTHOR} saved version 2 meanwhile" in Seen(answer).text
    assert office.text == theirs

    changed = fields | {"version": "1", "rule.1.at_most": "81"}
    answer = office.visitor.sends(f"{office.page}/form/save", changed)
    assert answer.status_code == 409
    shown = {h["name"]: h["value"] for h in Seen(answer).having("input") if "name" in h}
    assert (shown["rule.0.at_most"], shown["rule.1.at_most"]) == ("25", "81")
    assert shown["version"] == "2"


def test_hostile_text_is_shown_as_text_and_a_check_saves_nothing(office: Office) -> None:
    was = office.text
    hostile = f'[edition]\ntitle = "{HOSTILE}"\n{HOSTILE}'
    for headers in ({}, {"X-Live-Check": "1"}):
        office.visitor.get(f"{office.page}/text")
        token = office.visitor.client.cookies["csrftoken"].value
        answer = office.visitor.client.post(
            f"{office.page}/check", {"csrfmiddlewaretoken": token, "text": hostile}, headers=headers
        )
        assert answer.status_code == 200
        seen = Seen(answer.content.decode())
        assert all("onerror" not in has for _, has in seen.elements)
        assert all(has.get("src", "").startswith("/static/") for has in seen.having("script"))  # type: ignore[union-attr]
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
    assert office.text == was
    acts = acts_of(office.connection, office.programme_id, how_many=9)
    assert [one.what for one in acts if one.what.startswith("edition")] == ["edition.begin"]
    assert office.sends("save", 1, text=hostile) == 302
    for page in ("", "/text", "/versions/2", "/form"):
        seen = Seen(office.visitor.get(f"{office.page}{page}"))
        assert all("onerror" not in has for _, has in seen.elements)


def test_a_draft_is_set_aside_and_another_programmes_is_not_there(office: Office) -> None:
    assert office.visitor.get(f"{LIST}{office.number + 1}").status_code == 404
    assert office.visitor.get(f"{LIST}{2**40}").status_code == 404
    assert office.sends("set-aside", 1) == 302
    assert "Winter" not in Seen(office.visitor.get(LIST)).text
    assert office.sends("save", 2, text="x") == REASONS[Code.DRAFT_OVER].status


def test_without_a_catalogue_nothing_is_checked_and_the_page_says_so(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAUDIT_CATALOGUE", "/nowhere")
    answer = office.visitor.get(office.page)
    no = REASONS[Code.CATALOGUE_UNREADABLE]
    assert (answer.status_code, no.sentence in Seen(answer).text) == (no.status, True)
