"""A draft in the console: begun from nothing, shaped by the form, read with its rehearsal."""

from __future__ import annotations

from hashlib import sha256
from html import escape

import psycopg
import pytest

from plaudit.actions.attach_report import REPORT_BYTES_MAX
from plaudit.actions.open_programme import open_programme
from plaudit.core.catalogue.source import read_source
from plaudit.core.difference.compare import difference
from plaudit.core.difference.said import said_by
from plaudit.core.difference.telling import in_sentences
from plaudit.core.edition_form import groups_of
from plaudit.core.refusals import REASONS, Code
from plaudit.core.rehearsal_page import block_of
from plaudit.core.voice import text_in
from plaudit.lab.report_effects import _WHAT_MORE
from plaudit.pages.voices import LANGUAGES, voice_of
from plaudit.store.drafts import read_draft, saves_of
from tests.doors.edition_office import HOSTILE, LIST, Office, options_in
from tests.doors.visitor import Seen, Visitor
from tests.drafts import (
    APPROVER,
    AUTHOR,
    NOW,
    beside,
    filled,
    rehearsed,
    two_at,
)
from tests.rehearsals import side
from tests.riverside import EDITIONS, Riverside
from tests.staff import cookie_of

EN = voice_of("en")


@pytest.fixture
def office(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> Office:
    riverside = Riverside(connection, members=1)
    return Office(riverside, Visitor(database_url, monkeypatch, now=NOW))


def test_the_form_sent_as_it_came_changes_no_byte_and_a_wrong_value_stays_to_be_mended(
    office: Office,
) -> None:
    was, fields = office.text, office.fields()
    assert len(fields) > 100
    assert office.sends("form/save", 1, **fields) == 302
    assert (office.text, len(saves_of(office.connection, office.number))) == (was, 1)
    wrong = fields | {"version": "1", "rule.0.at_most": "many", "do": "table"}
    answer = office.visitor.sends(f"{office.page}/form/save", wrong)
    assert answer.status_code == 422
    assert "many" in answer.content.decode()
    assert "Press it again." in Seen(answer).text
    assert office.text == was


def test_what_stands_in_a_closed_list_is_chosen_in_the_readers_language_and_written_as_toml(
    office: Office,
) -> None:
    office.visitor.client.cookies["language"] = "th"
    was = office.text
    page = office.visitor.get(f"{office.page}/form").content.decode()
    words = options_in(page, "partner.0.kind")
    assert "ร้านกาแฟ ร้านอาหาร โรงอาหาร" in words
    assert options_in(page, "rule.0.per")[0] == "แต่ละวัน"

    assert office.sends("form/save", 1, **{"partner.0.kind": "library"}) == 302
    assert office.sends("form/save", 2, **{"partner.0.kind": "zeppelin"}) == 302
    assert [line for line in office.text.splitlines() if line not in was.splitlines()] == [
        next(line for line in office.text.splitlines() if "zeppelin" in line)
    ]
    fields = office.fields()
    assert fields["partner.0.kind"] == "zeppelin"
    assert office.sends("form/save", 3, **fields) == 302
    assert len(saves_of(office.connection, office.number)) == 3  # nothing was changed
    check = office.visitor.get(f"{office.page}/text").content.decode()
    assert "ไม่อยู่ในทะเบียนชนิดของพันธมิตร" in check
    assert 'lang="en">' not in check.partition('<ol class="findings">')[2].partition("</ol>")[0]


def test_the_form_adds_and_takes_out_keys_entries_and_tables_and_keeps_what_was_typed(
    office: Office,
) -> None:
    was = office.text

    def presses(do: str, *, choosing: str = "", **typed: str) -> None:
        options = options_in(office.visitor.get(f"{office.page}/form").content.decode(), do)
        given = {do: str(options.index(choosing))} if choosing else {}
        version = saves_of(office.connection, office.number)[0].version
        assert office.sends("form/save", version, do=do, **given, **typed) == 302

    rules = was.count("[[rule]]")
    first = next(
        number
        for number, one in enumerate(groups_of(read_source("", was.encode()), EN))
        if one.tables == (("rule", 0),)
    )
    presses("table", choosing="A rule, which gives points", **{"rule.0.at_most": "19"})
    assert office.text.count("[[rule]]") == rules + 1
    assert "at_most = 19" in office.text  # what was typed beside the press
    presses(f"remove.{first}", choosing="Name: Thai")
    presses(f"add.{first}", choosing="Name: Thai", **{"rule.0.says.en": "Cups, again"})
    assert 'says    = { en = "Cups, again", zh-Hans = "归还循环杯", th = "" }' in office.text
    presses(f"remove.{first}", choosing="Limit")
    presses(f"add.{first}", choosing="Rounding")
    presses(f"drop.{first + rules}")
    assert office.text.count("[[rule]]") == rules
    lines = set(was.splitlines()) ^ set(office.text.splitlines())
    assert len(lines) == 3  # the limit, and the names as they were and are
    assert office.text.count("\nrounding") == was.count("\nrounding") + 1
    saves = len(saves_of(office.connection, office.number))
    for odd in ("add.999", "add.x", "drop.0", "burn.1", f"add.{first}"):
        assert office.sends("form/save", saves, do=odd, **{f"add.{first}": "999"}) == 302
    assert len(saves_of(office.connection, office.number)) == saves


def test_after_a_colleagues_save_a_value_stays_with_its_own_rule_or_is_told_as_text(
    office: Office,
) -> None:
    rules = read_source("", office.text.encode()).value_at(("rule",))
    assert isinstance(rules, list)
    assert len(rules) >= 3
    office.fields()
    at = next(
        number
        for number, one in enumerate(groups_of(read_source("", office.text.encode()), EN))
        if one.tables == (("rule", 1),)
    )
    assert office.sends("form/save", 1, do=f"drop.{at}") == 302  # a colleague takes out the second
    theirs, last = office.text, len(rules) - 1
    mine = {"rule.0.says.en": "Mine", "rule.1.says.en": "Moved", f"rule.{last}.says.en": "Gone"}
    answer = office.visitor.sends(
        f"{office.page}/form/save", {"version": "1", "do": f"drop.{at}"} | mine
    )
    page = answer.content.decode()
    assert (answer.status_code, office.text) == (409, theirs)
    assert 'name="rule.0.says.en" value="Mine"' in page
    assert [page.count(one) for one in ("Moved</li>", "Gone</li>")] == [1, 1]
    assert [page.count(one) for one in ("Moved", "Gone", "Mine")] == [1, 1, 1]
    assert "Press it again." in page


def test_what_the_form_cannot_take_out_is_left_to_the_text(office: Office) -> None:
    text = '[[rule]]\nid = "cups"\nsource.x = 1\n'
    assert office.sends("save", 1, text=text) == 302
    given = {"do": "remove.0", "remove.0": "0", "version": "2"}
    office.visitor.get(f"{office.page}/form")
    answer = office.visitor.sends(f"{office.page}/form/save", given)
    assert (answer.status_code, office.text) == (422, text)
    assert "because of how the text is written there" in Seen(answer).text


def test_a_rehearsals_page_is_read_before_approving_and_nothing_in_it_can_run(
    office: Office,
) -> None:
    hostile = side() | {"by_district": {HOSTILE: 1_000}}
    numbers = rehearsed(office.connection, office.programme_id, office.text, current=hostile)
    forged = f"<!doctype html>{HOSTILE}<p>9 points</p>{block_of(numbers)}".encode()
    visitor, hashed = office.visitor, sha256(numbers).hexdigest()

    assert office.attaches(forged.replace(b"2026-11-19", b"2026-11-99")) == 422
    assert office.attaches(forged + b" " * REPORT_BYTES_MAX) == REASONS[Code.FILE_TOO_LARGE].status
    assert office.attaches(forged) == 302

    office.goes_on(APPROVER)
    shown = Seen(visitor.get(office.page))
    links = [str(one["href"]) for one in shown.having("a") if hashed in str(one.get("href"))]
    assert [one.rpartition("/")[2] for one in links] == [
        "read",
        "report.html",
        "report.json",
        "read",  # again where it is approved
    ]
    assert "19 Nov 2026" in shown.text
    assert "made the page from the numbers" in shown.text
    read, kept, data = (visitor.get(one) for one in links[:3])
    assert data.content == numbers
    assert read.content == kept.content
    assert "1,200 points" in read.content.decode()
    assert escape(HOSTILE) in read.content.decode()
    assert "9 points" not in read.content.decode()
    assert HOSTILE not in read.content.decode()
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


def test_what_was_rehearsed_is_told_in_the_readers_language_as_long_as_it_is_the_same(
    office: Office,
) -> None:
    numbers = rehearsed(office.connection, office.programme_id, office.text)
    assert office.attaches(numbers) == 302
    known = beside(office.connection, office.programme_id)
    texts = (EDITIONS[1].read_text("utf-8"), office.text)
    page = f"{office.page}/rehearsals/{sha256(numbers).hexdigest()}/read"
    before, after = (said_by(text, known.activity_texts) for text in texts)
    changes = difference(before, after)

    def reads(language: str) -> str:
        return office.visitor.get(page, language=language).content.decode()

    for code in LANGUAGES:
        told, read = in_sentences(changes, voice_of(code)), reads(code)
        assert len(told) > 2
        assert [one for one in told if f"<li>{escape(one)}</li>" not in read] == []
        title = text_in(after.activities["cup_return"].title, voice_of(code))
        assert f'class="label">{title}</text>' in read
        assert 'class="label id">cup_return</text>' in read
        group = voice_of(code).say(_WHAT_MORE, what=title, more="")
        assert group in read, "a group of deeds, by what its kind is called"
    first = escape(in_sentences(changes, EN)[0])

    changed = office.text.replace("2026-12-01", "2026-12-02")
    assert office.sends("save", 2, text=changed) == 302
    assert f'<div lang="en"><ul><li>{first}</li>' in reads("th")
    assert 'class="label">cup_return</text>' in reads("th")


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
