"""A draft from its beginning to the book: saved by one, approved by another, then published."""

from __future__ import annotations

import json
import re
from functools import partial
from hashlib import sha256
from typing import Any

import psycopg
import pytest

from plaudit.actions import write_draft
from plaudit.actions.approve_draft import approve
from plaudit.actions.attach_report import Sent, attach_report
from plaudit.actions.examine import Beside, examine_text
from plaudit.actions.publish_draft import publish_draft
from plaudit.actions.write_draft import Based, Hand, begin, save, set_aside
from plaudit.core.catalogue.source import FILE_BYTES_MAX
from plaudit.core.refusals import Code, Refused
from plaudit.core.rehearsal_page import block_of
from plaudit.pages.voices import voice_of
from plaudit.store.catalogue import read_programme
from plaudit.store.drafts import NewVersion, add_version, read_draft, read_report, saves_of
from tests.drafts import NOW, ON_THE_DAY, beside, next_text, rehearsed, two_people, with_value
from tests.rehearsals import numbers, side, written
from tests.riverside import Riverside

PEOPLE = "people", "approver"


class Office:
    """Two persons at work on one draft."""

    def __init__(self, riverside: Riverside) -> None:
        self.connection, self.programme_id = riverside.connection, riverside.programme_id
        author, approver = two_people(riverside)
        self.author, self.approver = Hand(author, NOW), Hand(approver, NOW)
        self.beside: Beside = beside(self.connection, self.programme_id)
        self.draft_id = begin(self.connection, "Winter", next_text(), self.author)

    def at(self, version: int) -> Based:
        return Based(self.draft_id, version)

    def save(self, version: int, text: str, by: Hand | None = None) -> None:
        save(self.connection, self.at(version), text, by or self.author)

    def approve(self, version: int, by: Hand | None = None) -> None:
        approve(self.connection, self.beside, self.at(version), by or self.approver)

    def publish(self, version: int, *, now: int = ON_THE_DAY) -> None:
        by = self.author._replace(now=now)
        publish_draft(self.connection, self.beside, self.at(version), by, notices_of=lambda _: ())

    def text(self) -> str:
        draft = read_draft(self.connection, self.programme_id, self.draft_id)
        assert draft is not None
        return draft.text


@pytest.fixture
def office(connection: psycopg.Connection) -> Office:
    return Office(Riverside(connection, members=1))


def refused(call: object, *given: object, **named: object) -> str:
    with pytest.raises(Refused) as no:
        call(*given, **named)  # type: ignore[operator]
    return no.value.refusal.code


def test_a_draft_is_approved_by_another_person_and_published_on_its_day(office: Office) -> None:
    assert refused(office.publish, 1) == Code.DRAFT_NOT_APPROVED
    office.approve(1)
    assert refused(office.publish, 1) == Code.DRAFT_CHANGED  # that was the version before
    assert refused(office.publish, 2, now=NOW) == Code.DRAFT_NOT_TODAY
    day = 86_400_000_000
    assert refused(office.publish, 2, now=ON_THE_DAY + day) == Code.DRAFT_DAY_PAST
    office.publish(2)

    newest = read_programme(office.connection, office.programme_id, "riverside").editions[-1]
    assert (newest.edition.id, newest.publication.approver) == (
        "2027-01",
        "Anan Wongsa, city council",
    )
    assert newest.text == office.text()
    assert refused(office.save, 3, "x") == Code.DRAFT_OVER
    assert refused(set_aside, office.connection, office.at(3), office.author) == Code.DRAFT_OVER
    hows = [one.how for one in saves_of(office.connection, office.draft_id)]
    assert hows == ["published", "approved", "begun"]


def test_one_person_is_never_both_however_many_tabs(office: Office) -> None:
    """The author has the approver's role too, and may even be named as approver."""
    mine = with_value(next_text(), PEOPLE, "Malee Srisai")
    other = with_value(mine, ("people", "author"), "Somsak Dee")
    office.save(1, other)
    assert refused(office.approve, 2, office.author) == Code.APPROVER_WROTE_IT
    namesake = office.author.person._replace(staff_id=office.approver.person.staff_id)
    assert refused(office.approve, 2, Hand(namesake, NOW)) == Code.APPROVER_WROTE_IT
    assert refused(office.approve, 2) == Code.APPROVER_IS_ANOTHER

    hashed = examine_text(office.text(), office.beside, name="x").content_sha256
    typed = '[approval]\nby = "Malee Srisai"\napproved_on = 2026-11-20\nsha256 = "'
    office.save(2, f'{office.text()}\n{typed}{hashed}"\n')
    assert refused(office.publish, 3) == Code.DRAFT_NOT_APPROVED  # a typed approval is none


def test_the_database_says_no_to_one_person_and_to_another_text(office: Office) -> None:
    tried = [
        (NewVersion(office.draft_id, 1, "approved", "x"), office.author, "does not approve"),
        (NewVersion(office.draft_id, 1, "published", next_text()), office.approver, "approved"),
        (NewVersion(office.draft_id, 4, "text", "x"), office.author, "follows"),
    ]
    for new, by, said in tried:
        with pytest.raises(psycopg.errors.CheckViolation, match=said):
            add_version(office.connection, new, by.person, now=NOW)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        office.connection.execute("UPDATE draft_version SET source = 'x'")


def test_what_was_saved_meanwhile_refuses_a_later_save_and_voids_an_approval(
    office: Office,
) -> None:
    office.approve(1)
    approved = office.text()
    office.save(2, approved.replace("\n", "\r\n"))  # a browser's line ends change nothing
    office.save(2, with_value(approved, ("rule", 0, "at_most"), "25"))
    assert refused(office.publish, 3) == Code.DRAFT_NOT_APPROVED
    assert refused(office.save, 2, "mine") == Code.DRAFT_CHANGED
    assert refused(office.approve, 2) == Code.DRAFT_CHANGED
    assert refused(office.save, 9, "mine") == Code.DRAFT_UNKNOWN
    new = NewVersion(office.draft_id, 2, "text", "faster")
    assert not add_version(office.connection, new, office.author.person, now=NOW)
    office.approve(3)  # anew
    office.publish(4)


def test_what_the_check_is_against_is_not_approved(office: Office) -> None:
    wrong = with_value(next_text(), ("points", "expires_after_months"), "3")
    office.save(1, wrong)
    assert refused(office.approve, 2) == Code.DRAFT_NOT_READY
    office.save(2, next_text().replace('programme = "riverside"', 'programme = "market"'))
    assert refused(office.approve, 3) in (Code.DRAFT_NOT_READY, Code.DRAFT_ELSEWHERE)
    assert refused(office.save, 3, "x" * (FILE_BYTES_MAX + 1)) == Code.DRAFT_TOO_LARGE
    past = office.approver._replace(now=ON_THE_DAY + 86_400_000_000)
    office.save(3, next_text())
    assert refused(office.approve, 4, past) == Code.DRAFT_DAY_PAST


def test_a_rehearsals_report_is_attached_to_the_rules_that_it_is_about(office: Office) -> None:
    def attach(version: int, file: bytes) -> None:
        given = (office.connection, office.beside, office.at(version))
        attach_report(*given, sent=Sent(file, voice_of("en")), by=office.author)

    of_draft = partial(rehearsed, office.connection, office.programme_id, office.text())
    report = of_draft()
    said = json.loads(report)
    own, against, told = (said[key] for key in ("edition_sha256", "against", "difference"))
    page = f"<!doctype html><p>Other numbers</p>{block_of(report)}".encode()
    for none in (b"", b"<p>page", page + page, b"[" * 100_000, written(own, draft=7), b"{}"):
        assert refused(attach, 1, none) == Code.REHEARSAL_UNREADABLE
    for other in (written("0" * 64), written(own, programme="market"), written(own, edition="x")):
        assert refused(attach, 1, other) == Code.REHEARSAL_OF_ANOTHER
        assert refused(attach, 1, block_of(other).encode()) == Code.REHEARSAL_OF_ANOTHER
    assert refused(attach, 1, b"x" * (1024 * 1024 + 1)) == Code.FILE_TOO_LARGE
    for named in ({"edition": "2026-04"}, {"edition": "2027-01"}, {"edition_sha256": "0" * 64}):
        report_of = of_draft(against=against | named)
        assert refused(attach, 1, report_of) == Code.REHEARSAL_AGAINST_ANOTHER
    for lie in ([], told[1:], [*told, "More."], [f"{told[0]} Or not.", *told[1:]]):
        assert refused(attach, 1, of_draft(difference=lie)) == Code.REHEARSAL_OTHER_WORDS
    attach(1, report)
    attach(2, page)  # of a page, the numbers alone are kept

    hashed = sha256(report).hexdigest()
    assert hashed in office.text()
    kept = read_report(office.connection, office.draft_id, hashed)
    assert kept is not None
    assert (kept.report, str(kept.rehearsed_on)) == (report, "2026-11-19")
    office.approve(3)
    office.save(4, with_value(office.text(), ("rule", 0, "at_most"), "30"))
    assert refused(office.approve, 5) == Code.DRAFT_NOT_READY  # the report is about other rules


def test_a_report_with_a_row_that_nothing_is_called_is_not_attached(office: Office) -> None:
    """Whoever writes a report by hand could tell the approver anything in a row's name."""
    of_draft = partial(rehearsed, office.connection, office.programme_id, office.text())
    told = "Cleared by the data protection office on 3 May: no objection"
    group, bite = numbers()["groups"][0], side()["limits"][0]
    split = side()["splitting"][0]
    lies: list[dict[str, Any]] = [
        {"draft": side(1_200) | {"by_rule": {told: 1_200}}},
        {"draft": side(1_200) | {"by_activity": {told: 1_200}}},
        {"current": side() | {"by_partner": {told: 1_000}}},
        {"current": side() | {"ceilings": [bite | {"id": told}]}},
        {"draft": side(1_200) | {"limits": [bite | {"id": told}]}},
        {"draft": side(1_200) | {"splitting": [split | {"activity": told}]}},
        {"draft": side(1_200) | {"splitting": [split | {"fact": told}]}},
        {"groups": [group | {"activity": told}]},
    ]
    on = (office.connection, office.beside, office.at(1))

    def attach(said: dict[str, Any]) -> None:
        sent = Sent(of_draft(**said), voice_of("en"))
        attach_report(*on, sent=sent, by=office.author)

    assert {refused(attach, lie) for lie in lies} == {Code.REHEARSAL_OTHER_ROWS}
    own, others = {"cafe": 700, "others": 300}, {"museum_visit": 900, "others": 100}
    attach({"current": side() | {"by_partner": own, "by_activity": others}})


def test_a_draft_without_a_partner_takes_a_report_as_well(office: Office) -> None:
    tables = re.split(r"^(?=\[)", office.text(), flags=re.MULTILINE)
    office.save(1, "".join(one for one in tables if not one.startswith("[[partner]]")))
    report = rehearsed(office.connection, office.programme_id, office.text())
    sent = Sent(report, voice_of("en"))
    attach_report(office.connection, office.beside, office.at(2), sent=sent, by=office.author)

    assert sha256(report).hexdigest() in office.text()


def test_drafts_have_limits(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("", " ", "x" * 81):
        assert refused(begin, office.connection, name, "x", office.author) == "draft_name_missing"
    monkeypatch.setattr(write_draft, "DRAFTS_MAX", 1)
    assert refused(begin, office.connection, "Two", "x", office.author) == Code.DRAFTS_TOO_MANY
    monkeypatch.setattr(write_draft, "SAVES_MAX", 1)
    assert refused(office.save, 1, "x") == Code.DRAFT_SAVED_TOO_OFTEN


def test_what_the_book_or_the_text_stands_in_the_way_of_is_said(office: Office) -> None:
    whole = 'approval = { by = "Anan Wongsa", approved_on = 2026-11-20, sha256 = "x" }\n'
    office.save(1, whole + next_text())
    assert refused(office.approve, 2) == Code.DRAFT_TABLE_IN_THE_WAY
    taken = with_value(next_text(), ("edition", "id"), "2026-10")
    office.save(2, taken)
    office.approve(3)
    assert refused(office.publish, 4) == Code.CANNOT_PUBLISH
    assert office.text() != taken
    assert saves_of(office.connection, office.draft_id)[0].how == "approved"
