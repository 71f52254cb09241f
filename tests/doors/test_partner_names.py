"""The office learns its own name for a member who shows a code, and reports by a table with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from plaudit.actions.leave import leave
from plaudit.actions.register_partner import register_partner
from plaudit.actions.show_code import show_code
from plaudit.core.ledger import Registration
from plaudit.core.linking import step_of
from plaudit.core.refusals import Code
from plaudit.core.staff import Role
from plaudit.core.voucher import WRONG_TRIES_MAX, grouped
from plaudit.store.live_codes import live_codes
from plaudit.store.staff import Workplace
from plaudit.store.staff_acts import acts_of
from tests.books import Shelf
from tests.doors.partner_office import HEAD, HERE, Office, open_office, refused_with, said
from tests.doors.visitor import Visitor
from tests.riverside import JOINED, NOW
from tests.staff import cookie_of, hire

NAMES = f"{HERE}names/"
_NAME = re.compile(r'<code translate="no">([^<]+)</code>')


@pytest.fixture(scope="module")
def office(shelf: Shelf) -> Iterator[Office]:
    with open_office(shelf) as made:
        yield made


def learnt(office: Office, code: str) -> list[str]:
    office.visitor.get(NAMES)
    return _NAME.findall(office.visitor.sends(f"{NAMES}learn", {"code": code}).text)


def test_the_letters_or_the_picture_give_the_one_name_and_a_table_counts_by_it(
    office: Office,
) -> None:
    member = office.riverside.members[0]
    letters = grouped(show_code(office.connection, member, now=NOW).code)
    (picture,) = live_codes(member, [step_of(NOW)])

    (name,) = learnt(office, letters.lower())

    assert learnt(office, picture) == [name] == [office.riverside.handle(0, office.riverside.cafe)]
    page = office.sends(HEAD + f"n1;{name};20.11.2026;9:12;2\r\n")["Location"]
    office.visitor.sends(f"{page}take-in")
    assert "accepted: 1" in said(office.visitor.get(page))
    acts = acts_of(office.connection, office.riverside.programme_id, how_many=20)
    assert {(one.about) for one in acts if one.what == "partner.name"} == {""}, "of nobody"


def test_a_code_that_gives_no_name_stays_and_is_told_alike_whatever_the_reason(
    office: Office,
) -> None:
    connection, member = office.connection, office.riverside.members[1]
    used = show_code(connection, member, now=NOW).code
    assert learnt(office, used)
    of_who_left = show_code(connection, member, now=NOW).code
    assert leave(connection, member, now=NOW, language="en", wording="I leave.")

    told = set()
    for code in (used, of_who_left, "ABCD-EFGH-JKLM"):
        no = office.visitor.sends(f"{NAMES}learn", {"code": code})
        assert refused_with(no, Code.LINK_CODE_UNKNOWN)
        assert f'value="{code}"' in no.text
        told.add(no.text.replace(code, "").partition("<main")[2].partition("csrf")[0])
    assert len(told) == 1
    for _ in range(WRONG_TRIES_MAX - 3):
        office.visitor.sends(f"{NAMES}learn", {"code": "ABCD-EFGH-JKLM"})
    waits = office.visitor.sends(f"{NAMES}learn", {"code": "ABCD-EFGH-JKLM"})
    assert refused_with(waits, Code.TOO_MANY_WRONG)


@pytest.mark.parametrize("role", [Role.TILL, Role.STEWARD])
def test_it_is_the_offices_alone(office: Office, role: Role) -> None:
    at = Workplace(office.riverside.programme_id, office.riverside.cafe)
    person = hire(office.connection, at, f"Nok of {role}", {role})
    name, token = cookie_of(office.connection, person, now=NOW)
    before = office.visitor.client.cookies[name].value
    office.visitor.client.cookies[name] = token
    assert office.visitor.get(NAMES).status_code == 403
    assert office.visitor.sends(f"{NAMES}learn", {"code": "x"}).status_code == 403
    office.visitor.client.cookies[name] = before


def test_who_reports_no_deeds_gets_no_name_for_anybody(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It could do nothing with it but know persons again (charter, C15)."""
    connection, riverside = office.connection, office.riverside
    terms = Registration(riverside.programme_id, "river-bikes", "River bikes", (), 7)
    bikes, _ = register_partner(connection, terms, now=JOINED)
    at = Workplace(riverside.programme_id, bikes)
    person = hire(connection, at, "Dao Rungrot", {Role.PARTNER_ADMIN})
    visitor = Visitor(office.url, monkeypatch, now=NOW)
    name, token = cookie_of(connection, person, now=NOW)
    visitor.client.cookies[name] = token
    code = show_code(connection, riverside.members[0], now=NOW).code

    page = visitor.get(NAMES)
    no = visitor.sends(f"{NAMES}learn", {"code": code})

    assert "You are registered for no kind of deeds" in said(page)
    assert "Show the name" not in said(page)
    assert refused_with(no, Code.NOTHING_TO_LINK)
    connection.execute("UPDATE wrong_code SET tries = 0")
    assert learnt(office, code), "the code wasn't used up"
