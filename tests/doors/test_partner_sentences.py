"""What the partner's office reads is true: of a quiet month, its terms, its log, and its table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from plaudit.actions.show_code import show_code
from plaudit.core.period import DAY_SECONDS, SECOND
from plaudit.core.voucher import grouped
from plaudit.pages.staff.acts import A_PAGE
from plaudit.store.staff_acts import add_act
from tests.books import Shelf
from tests.doors.partner_office import HEAD, HERE, Office, open_office, said
from tests.riverside import NOW
from tests.staff import cookie_of

LOG = "/staff/log/"
WEEKS_LATER = NOW + 36 * DAY_SECONDS * SECOND


@pytest.fixture(scope="module")
def office(shelf: Shelf) -> Iterator[Office]:
    with open_office(shelf) as made:
        yield made


@contextmanager
def weeks_later(office: Office) -> Iterator[None]:
    """Five weeks go by, and the office begins another shift."""
    name, token = cookie_of(office.connection, office.person, now=WEEKS_LATER)
    before = office.visitor.client.cookies[name].value
    office.visitor.client.cookies[name] = token
    office.visitor.it_is(WEEKS_LATER)
    yield
    office.visitor.it_is(NOW)
    office.visitor.client.cookies[name] = before


def test_the_terms_are_those_that_the_partner_is_registered_on(office: Office) -> None:
    """The console says where the edition gives others: the register follows it by a press."""
    home = said(office.visitor.get(HERE))
    assert "These are the terms that you are registered on." in home
    assert "terms of the edition in force" not in home


def test_a_partner_that_reported_weeks_ago_is_not_told_that_it_never_did(office: Office) -> None:
    page = office.sends(HEAD + office.row("x1", "17.11.2026", "3"))["Location"]
    office.visitor.sends(f"{page}take-in")
    assert "Reusable cups returned: 1" in said(office.visitor.get(HERE))

    with weeks_later(office):
        home = said(office.visitor.get(HERE))

    assert "Accepted in the last four weeks Nothing." in home
    assert "yet" not in home


def test_letters_that_a_person_shows_are_no_name_in_a_table(office: Office) -> None:
    upload = said(office.visitor.get(f"{HERE}upload/"))
    assert "In member, the name that your organisation has for the person" in upload
    assert "showed you" not in upload
    letters = grouped(show_code(office.connection, office.riverside.members[0], now=NOW).code)

    page = office.sends(f"{HEAD}q1;{letters};20.11.2026;9:12;2\r\n")["Location"]
    office.visitor.sends(f"{page}take-in")

    assert "refused: 1" in said(office.visitor.get(page))
    refused = office.visitor.get(f"{page}refused.csv").content.decode()
    assert "Nobody who takes part at this moment has this name at your organisation." in refused
    assert "show it again" not in refused


def test_the_log_ends_where_no_line_is_older(office: Office) -> None:
    for _ in range(A_PAGE):
        add_act(office.connection, office.person, "partner.key_new", about="", now=NOW)
    lines = office.connection.execute("SELECT count(*) FROM staff_act").fetchone()
    assert lines is not None
    for _ in range(2 * A_PAGE - lines[0]):
        add_act(office.connection, office.person, "partner.key_new", about="", now=NOW)

    first = office.visitor.get(LOG)
    (older,) = [
        part.partition('"')[0] for part in first.content.decode().split('href="?before=')[1:]
    ]
    last = office.visitor.get(f"{LOG}?before={older}")

    assert "?before=" not in last.content.decode(), "the second page is full, and the last"
    beyond = said(office.visitor.get(f"{LOG}?before=1"))
    assert "No line is older." in beyond
    assert "Nothing was done yet" not in beyond
    assert office.visitor.get(f"{LOG}?before={'9' * 5_000}").status_code == 200
