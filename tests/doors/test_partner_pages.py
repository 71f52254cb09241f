"""A partner's own pages: tables, keys, messages, people; and never what a member has."""

from __future__ import annotations

import csv
import io
import re
import threading
import time
from collections.abc import Iterator

import psycopg
import pytest

from plaudit.actions import open_table
from plaudit.actions.look_at_table import UPLOADS_MAX
from plaudit.actions.replace_key import KEYS_MAX, OLD_KEY_DAYS
from plaudit.core.period import DAY_SECONDS, SECOND
from plaudit.core.refusals import Code
from plaudit.jobs.clear_uploads import clear_uploads
from plaudit.pages.partner.words import budget_in_words
from plaudit.pages.voices import voice_of
from plaudit.store import locks, partners, uploads
from plaudit.store.uploads import KEPT
from tests.books import Shelf
from tests.doors.partner_office import HEAD, HERE, Office, open_office, refused_with, said
from tests.riverside import NOW


@pytest.fixture(scope="module")
def office(shelf: Shelf) -> Iterator[Office]:
    with open_office(shelf) as made:
        yield made


def test_a_table_is_looked_at_chosen_for_taken_in_and_its_refused_rows_mended(
    office: Office,
) -> None:
    rows = office.row("1", "18.11.2569", "2") + office.row("2", "3/11/2026", "3")
    rows += office.row("3", "19/11/2026", "=1+1") + office.row("4", "25/12/2026", "1")

    page = office.sends(HEAD + rows, encoding="utf-16")["Location"]
    seen = said(office.visitor.get(page))

    assert "Reusable cups returned: 1" in seen
    for told in ("3 date", "can be two days", "4 cups", "formula", "Nothing is reported yet"):
        assert told in seen
    assert office.points() == [0, 0]

    assert office.visitor.sends(f"{page}choose", {"order": "day_first"})["Location"] == page
    seen = said(office.visitor.get(page))
    assert "Reusable cups returned: 2" in seen
    assert "as understood: 3 Nov 2026, 18 Nov 2026" in seen
    assert office.visitor.sends(f"{page}take-in")["Location"] == page
    seen = said(office.visitor.get(page))
    assert "accepted: 2 known already: 0 refused: 2" in seen
    assert office.points() == [5, 0]
    office.visitor.sends(f"{page}take-in")  # all of it was taken in: nothing happens

    file = office.visitor.get(f"{page}refused.csv")
    lines = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [(line[0], *line[5:7]) for line in lines[1:]] == [("3", "4", "cups"), ("4", "5", "")]
    mended = file.content.decode("utf-8-sig").replace("'=1+1", "4")
    again = office.sends(mended, encoding="utf-8-sig", order="day_first")["Location"]
    office.visitor.sends(f"{again}take-in")
    assert "accepted: 1 known already: 0 refused: 1" in said(office.visitor.get(again))
    assert office.points() == [9, 0]

    whole = office.sends(HEAD + office.row("1", "18.11.2026", "2"))["Location"]
    office.visitor.sends(f"{whole}take-in")
    assert "known already: 1" in said(office.visitor.get(whole))
    home = said(office.visitor.get(HERE))
    assert "lies ahead" in home
    for kept in (page, again, whole):
        assert office.visitor.sends(f"{kept}forget")["Location"] == f"{HERE}upload/"
    assert refused_with(office.visitor.get(page), Code.UPLOAD_UNKNOWN)


def test_what_is_no_table_is_refused_on_a_page_and_few_are_kept_for_a_day(office: Office) -> None:
    office.visitor.get(f"{HERE}upload/")
    assert refused_with(office.visitor.sends(f"{HERE}upload/look"), Code.FILE_MISSING)
    assert refused_with(office.sends("id;name\n1;2\n"), Code.COLUMN_UNKNOWN)
    table = HEAD + office.row("9", "18.11.2026", "2")
    kept = [office.sends(table)["Location"] for _ in range(UPLOADS_MAX)]
    assert refused_with(office.sends(table), Code.TOO_MANY_UPLOADS)

    (stored,) = office.connection.execute("SELECT string_agg(sealed, ''::BYTEA) FROM upload_part")
    assert office.riverside.handle(0, office.riverside.cafe).encode() not in stored[0]
    assert clear_uploads(office.connection, NOW + KEPT - 1).things == 0
    assert clear_uploads(office.connection, NOW + KEPT).things == UPLOADS_MAX
    assert refused_with(office.visitor.get(kept[0]), Code.UPLOAD_UNKNOWN)


def test_how_a_table_is_read_stays_once_it_is_begun_and_two_tabs_take_turns(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.forget()
    monkeypatch.setattr(locks, "WAIT_MILLISECONDS", 50)
    page = office.sends(HEAD + office.row("t1", "18.11.2026", "2"))["Location"]
    upload_id = page.rstrip("/").rpartition("/")[2]
    with psycopg.connect(office.url, autocommit=True) as elsewhere:
        with uploads.alone_with(elsewhere, upload_id):
            for press in ("take-in", "choose"):
                assert office.visitor.sends(f"{page}{press}").status_code == 503
        assert office.visitor.sends(f"{page}choose")["Location"] == page
        assert office.visitor.sends(f"{page}take-in")["Location"] == page
    assert "accepted: 1 known already: 0" in said(office.visitor.get(page))
    assert refused_with(office.visitor.sends(f"{page}choose"), Code.UPLOAD_BEGUN)

    monkeypatch.setattr(open_table, "_places", threading.BoundedSemaphore(1))
    monkeypatch.setattr(open_table, "WAIT_SECONDS", 0)
    table = HEAD + office.row("t2", "18.11.2026", "2")
    with open_table.place_to_read():
        assert refused_with(office.sends(table), Code.TABLES_BUSY)
    assert office.sends(table).status_code == 302
    office.forget()


def test_keys_are_made_replaced_and_withdrawn_and_shown_once(office: Office) -> None:
    page = f"{HERE}keys/"
    office.visitor.get(page)
    made = said(office.visitor.sends(f"{page}new"))
    (key,) = re.findall(r"plaudit_[A-Za-z0-9_-]{43}", made)
    assert partners.partner_of_key(office.connection, key) == (office.riverside.cafe, "cafe")
    assert key not in said(office.visitor.get(page))
    mark = partners.hash_of_key(key).hex()[:12]
    assert mark in said(office.visitor.get(page))

    (new,) = re.findall(r"plaudit_[\w-]{43}", said(office.visitor.sends(f"{page}{mark}/replace")))
    kept = {
        one.mark: one for one in partners.keys_of(office.connection, office.riverside.cafe, now=NOW)
    }
    ends_at = kept[mark].ends_at
    assert ends_at is not None
    assert ends_at.timestamp() == NOW / SECOND + OLD_KEY_DAYS * DAY_SECONDS
    assert partners.partner_of_key(office.connection, new) is not None
    real = time.time_ns() // 1_000
    partners.end_key(office.connection, partners.hash_of_key(key), ends_at=real - SECOND)
    assert partners.partner_of_key(office.connection, key) is None

    other = partners.hash_of_key(new).hex()[:12]
    assert office.visitor.sends(f"{page}{other}/withdraw")["Location"] == page
    assert partners.partner_of_key(office.connection, new) is None
    assert refused_with(office.visitor.sends(f"{page}{other}/withdraw"), Code.KEY_MARK_UNKNOWN)
    while len(partners.keys_of(office.connection, office.riverside.cafe, now=NOW)) < KEYS_MAX:
        office.visitor.sends(f"{page}new")
    assert refused_with(office.visitor.sends(f"{page}new"), Code.TOO_MANY_KEYS)


@pytest.mark.parametrize(
    ("budget", "used", "part"),
    [(3_000, 0, "90 %"), (3_000, 1, "90 %"), (3_000, 299, "90 %"), (3_000, 1_500, "50 %"),
     (3_000, 2_701, "The most"), (50, 0, "Something"), (50, 49, "Something"), (50, 50, "The most"),
     (None, 7, "No limit")],
)  # fmt: skip
def test_a_budget_is_told_in_tenths_so_that_no_single_award_shows(
    budget: int | None, used: int, part: str
) -> None:
    assert part in budget_in_words(budget, used, voice_of("en"))


def test_a_partner_never_sees_what_a_member_has_nor_what_happened_elsewhere(
    office: Office,
) -> None:
    """Two members with opposite histories: the same report of each leaves the same pages."""
    riverside = office.riverside
    office.forget()
    pages = (HERE, f"{HERE}upload/", f"{HERE}statements/", f"{HERE}people/", f"{HERE}webhook/")
    seen = []
    for member in range(2):
        for number in range(4 * (1 - member)):  # the first one reached the day's ceiling before
            table = HEAD + office.row(f"h{number}", "17.11.2026", "40", member=0)
            page = office.sends(table)["Location"]
            office.visitor.sends(f"{page}take-in")
            office.visitor.sends(f"{page}forget")
        before = office.points()[member]
        page = office.sends(HEAD + office.row(f"s{member}", "17.11.2026", "9", member=member))[
            "Location"
        ]
        office.visitor.sends(f"{page}take-in")
        told = said(office.visitor.get(page))
        earned = office.points()[member] - before
        everything = [office.visitor.get(one).content.decode() for one in pages]
        seen.append((earned, told.partition("gone by itself")[0], everything[0].count("90 %")))
        for text in everything:
            assert str(riverside.members[member]) not in re.findall(r"\b\d{6,}\b", text)
            assert riverside.handle(member, riverside.cafe) not in text
            assert not re.search(r"balance|wallet of|can spend", text.partition("<footer")[0])
        office.visitor.sends(f"{page}forget")

    assert [one[0] for one in seen] == [0, 9]
    assert seen[0][1:] == seen[1][1:]
