"""Editions in the console: written by one, checked as typed, approved by another, published."""

from __future__ import annotations

import json
from hashlib import sha256
from html import unescape
from re import search

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from plaudit.actions.attach_report import REPORT_BYTES_MAX
from plaudit.actions.examine import examine_text
from plaudit.actions.open_programme import open_programme
from plaudit.core.charter.approval import rehearsed_hash
from plaudit.core.refusals import REASONS, Code
from plaudit.core.rehearsal_page import block_of
from plaudit.store.catalogue import read_programme
from plaudit.store.drafts import read_draft, saves_of
from plaudit.store.staff_acts import acts_of
from tests.doors.visitor import Seen, Visitor
from tests.drafts import (
    APPROVER,
    AUTHOR,
    NOW,
    ON_THE_DAY,
    beside,
    filled,
    two_at,
    two_people,
    with_value,
)
from tests.riverside import Riverside
from tests.staff import cookie_of

LIST = "/staff/editions/"
HOSTILE = "</textarea><script>alert(1)</script><img src=x onerror=alert(1)>"


class Office:
    """Two persons at their browsers, and one draft."""

    def __init__(self, riverside: Riverside, visitor: Visitor) -> None:
        self.connection, self.programme_id = riverside.connection, riverside.programme_id
        self.visitor = visitor
        self.people = two_people(riverside)
        self.begin_shifts(now=NOW)
        self.goes_on(AUTHOR)
        visitor.get(LIST)
        begun = {"name": "Winter", "from": "2026-10", "id": "2027-01", "approver": APPROVER}
        days = {"published_on": "2026-12-01", "starts_on": "2027-01-01"}
        self.page = str(visitor.sends(f"{LIST}new", begun | days)["Location"])
        self.number = int(self.page.rpartition("/")[2])

    def begin_shifts(self, *, now: int) -> None:
        for person in self.people:
            self.visitor.shifts[person.name] = cookie_of(self.connection, person, now=now)

    def goes_on(self, name: str) -> None:
        cookie, token = self.visitor.shifts[name]
        self.visitor.client.cookies[cookie] = token

    def sends(self, press: str, version: int, **form: str) -> int:
        self.visitor.get(self.page)
        return self.visitor.sends(
            f"{self.page}/{press}", {"version": str(version)} | form
        ).status_code

    @property
    def text(self) -> str:
        draft = read_draft(self.connection, self.programme_id, self.number)
        assert draft is not None
        return draft.text

    def fields(self) -> dict[str, str]:
        """Return what the form's page has in its fields, as a browser reads it."""
        page = self.visitor.get(f"{self.page}/form")
        found = {
            str(has["name"]): str(has["value"])
            for has in Seen(page).having("input")
            if "name" in has
        }
        source = page.content.decode()
        for part in source.split("<textarea ")[1:]:
            name = search(r'name="([^"]+)"', part)
            assert name is not None
            found[name[1]] = unescape(part.split(">\n", 1)[1].split("</textarea>")[0])
        del found["csrfmiddlewaretoken"], found["version"]
        return found


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


def test_the_form_sent_as_it_came_changes_no_byte_and_a_wrong_value_stays_to_be_mended(
    office: Office,
) -> None:
    was, fields = office.text, office.fields()
    assert len(fields) > 100
    assert office.sends("form/save", 1, **fields) == 302
    assert (office.text, len(saves_of(office.connection, office.number))) == (was, 1)
    wrong = fields | {"version": "1", "rule.0.at_most": "many"}
    answer = office.visitor.sends(f"{office.page}/form/save", wrong)
    assert answer.status_code == 422
    assert "many" in answer.content.decode()
    assert office.text == was


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


def test_a_rehearsals_page_is_read_before_approving_and_nothing_in_it_can_run(
    office: Office,
) -> None:
    view = examine_text(office.text, beside(office.connection, office.programme_id), name="x").view
    assert view is not None
    said = {"edition_sha256": rehearsed_hash(view), "rehearsed_on": "2026-11-19"}
    numbers = json.dumps(said).encode()
    page = f"<!doctype html>{HOSTILE}{block_of(numbers)}".encode()
    visitor, hashed = office.visitor, sha256(numbers).hexdigest()

    def attaches(*files: bytes) -> int:
        visitor.get(office.page)
        sent = [SimpleUploadedFile(f"{nth}.html", one) for nth, one in enumerate(files)]
        token = visitor.client.cookies["csrftoken"].value
        given = {"version": "1", "report": sent, "csrfmiddlewaretoken": token}
        return visitor.client.post(f"{office.page}/rehearsal", given).status_code

    assert attaches(page, numbers.replace(b"19", b"18")) == 422
    assert attaches(page + b" " * REPORT_BYTES_MAX) == REASONS[Code.FILE_TOO_LARGE].status
    assert attaches(page, numbers) == 302

    office.goes_on(APPROVER)
    shown = Seen(visitor.get(office.page))
    links = [str(one["href"]) for one in shown.having("a") if hashed in str(one.get("href"))]
    assert [one.rpartition("/")[2] for one in links] == 2 * ["read", "report.html", "report.json"]
    assert "19 Nov 2026" in shown.text
    read, kept, data = (visitor.get(one) for one in links[:3])
    assert (read.content, kept.content, data.content) == (page, page, numbers)
    for answer in (read, kept, data):
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("sandbox; default-src 'none'; ")
        assert not [word for word in ("script", "allow-", "'self'") if word in policy]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Disposition" not in read.headers
    assert kept.headers["Content-Disposition"].startswith("attachment; ")
    for wrong in (hashed.replace(hashed[0], "g"), hashed.upper(), "0" * 64):
        assert visitor.get(f"{office.page}/rehearsals/{wrong}/read").status_code == 404
    assert visitor.get(links[2].replace(".json", ".exe")).status_code == 404


def test_a_first_edition_is_begun_from_nothing_filled_in_and_published(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = open_programme(connection, "lakeside", time_zone="Asia/Bangkok")
    visitor = Visitor(database_url, monkeypatch, now=NOW)
    for person in two_at(connection, number):
        visitor.shifts[person.name] = cookie_of(connection, person, now=NOW)

    def goes_on(name: str) -> None:
        cookie, token = visitor.shifts[name]
        visitor.client.cookies[cookie] = token

    goes_on(AUTHOR)
    assert "No edition is published yet." in Seen(visitor.get(LIST)).text
    given = {"name": "First", "from": "", "deed": "cup_return", "approver": APPROVER}
    days = {"id": "2026", "published_on": "2026-11-20", "starts_on": "2026-12-04"}
    begun = visitor.sends(f"{LIST}new", given | days)
    page, form = str(begun["Location"]), f"{begun['Location']}/save"
    draft = read_draft(connection, number, int(page.rpartition("/")[2]))
    assert draft is not None
    assert "Reusable cups" in draft.text
    shown = Seen(visitor.get(page)).text
    assert "What the check finds: 17" in shown  # who writes and who approves is known

    text = filled(draft.text)
    assert visitor.sends(form, {"version": "1", "text": text}).status_code == 302
    assert "finds nothing against this text" in Seen(visitor.get(page)).text
    goes_on(APPROVER)
    visitor.get(page)
    assert visitor.sends(f"{page}/approve", {"version": "2"}).status_code == 302
    assert visitor.sends(f"{page}/publish", {"version": "3"}).status_code == 302
    assert visitor.get("/programmes/lakeside/2026/").status_code == 200


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
