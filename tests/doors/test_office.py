"""The console of who keeps the staff and the partners: refusals at their field, two persons."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count

import psycopg
import pytest

from plaudit.actions.open_programme import open_programme
from plaudit.actions.register_partner import register_partner
from plaudit.core.ledger import Registration
from plaudit.core.staff import Role, StaffPerson
from plaudit.store.connect import connect
from plaudit.store.staff import Workplace
from plaudit.store.staff_acts import acts_of
from tests.books import Shelf
from tests.doors.authenticator import Authenticator, with_device
from tests.doors.visitor import Seen, Visitor
from tests.riverside import NOW
from tests.staff import cookie_of, hire

PEOPLE, HIRE = "/staff/people/", "/staff/people/hire"
_CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")
_LINK = re.compile(r"/staff/invited/[\w-]+")
_AGREE = re.compile(r"/staff/people/proposals/\d+/agree")
Enters = Callable[[str], Visitor]


@pytest.fixture(scope="module")
def book(shelf: Shelf) -> Iterator[tuple[str, psycopg.Connection]]:
    """One book for all: staff are a programme's, and each test has a programme of its own."""
    with shelf.fresh() as url, connect(url) as connection:
        yield url, connection


_PROGRAMMES = count(1)


@pytest.fixture
def office(book: tuple[str, psycopg.Connection]) -> dict[str, StaffPerson]:
    """One keeper, one approver, one officer, by name; and a till of a café's."""
    _, connection = book
    id = f"office-{next(_PROGRAMMES)}"
    at = Workplace(open_programme(connection, id, time_zone="Asia/Bangkok"))
    terms = Registration(at.programme_id, f"cafe-{id}", "Café", (), 7)
    cafe, _ = register_partner(connection, terms, now=NOW)
    people = [
        ("Kanya Moon", at, Role.KEEPER),
        ("Anan Wongsa", at, Role.APPROVER),
        ("Pim Chaiyo", at, Role.OFFICER),
        ("Dao Rung", Workplace(at.programme_id, cafe), Role.TILL),
    ]
    return {name: hire(connection, place, name, {role}) for name, place, role in people}


@pytest.fixture
def enters(
    office: dict[str, StaffPerson],
    book: tuple[str, psycopg.Connection],
    monkeypatch: pytest.MonkeyPatch,
) -> Enters:
    """Let somebody begin a shift in a browser of their own."""
    url, connection = book

    def begins(name: str) -> Visitor:
        made = Visitor(url, monkeypatch, now=NOW)
        made.client.defaults["SERVER_NAME"] = "localhost"
        if name in office:
            cookie, token = cookie_of(connection, office[name], now=NOW)
            made.client.cookies[cookie] = token
            made.get(PEOPLE)
        return made

    return begins


def found(pattern: re.Pattern[str], page: Seen) -> str:
    """Return the one thing of a form that a page shows."""
    (one,) = {*pattern.findall(page.text), *pattern.findall(" ".join(page.addresses()))}
    return str(one)


def test_two_persons_hire_one_and_a_passkey_needs_both_halves(
    enters: Enters, office: dict[str, StaffPerson], book: tuple[str, psycopg.Connection]
) -> None:
    keeper, approver, new = enters("Kanya Moon"), enters("Anan Wongsa"), enters("")
    proposed = Seen(keeper.sends(HIRE, {"name": "Somchai Dee", "role": "officer"}))
    code = found(_CODE, proposed)
    assert "Another person has to agree" in proposed.text
    assert _AGREE.findall(" ".join(proposed.addresses())) == []
    assert code not in Seen(keeper.get(PEOPLE)).text, "it is shown once"

    waiting = Seen(approver.get(PEOPLE))
    assert "Somchai Dee is to work here Officer" in waiting.text
    agree = found(_AGREE, waiting)
    assert keeper.sends(agree).status_code == 422, "with another tab it is the same person"
    agreed = Seen(approver.sends(agree))
    first, link = found(_LINK, agreed), found(_LINK, Seen(approver.sends(agree)))
    assert new.get(first).status_code == 410, "pressed twice, it is done once: the last link works"
    assert "Kanya Moon, Anan Wongsa" in agreed.text, "who gave the roles stands there"

    page = new.get(link)
    assert "Get the code from Kanya Moon" in Seen(page).text
    device = Authenticator()
    wrong = with_device(new, link, link, device, code="AAAA-AAAA-AAAA")
    assert wrong.status_code == 403
    assert "other half" in Seen(wrong).text
    assert "The passkey that was just made opens nothing." in Seen(wrong).text
    assert "AAAA-AAAA-AAAA" in [one.get("value") for one in Seen(wrong).having("input")]
    assert with_device(new, link, link, device, code=code.lower())["Location"] == "/staff/"
    assert "Somchai Dee" in Seen(new.get("/staff/")).text
    done = {act.what for act in acts_of(book[1], office["Pim Chaiyo"].programme_id, how_many=20)}
    assert {"staff.propose_hire", "staff.agree_hire", "staff.key", "office.people"} <= done


def test_what_is_wrong_with_a_form_stands_at_its_field_and_what_was_written_stays(
    enters: Enters,
) -> None:
    keeper = enters("Kanya Moon")
    for name, role, at in (
        ("The office", "officer", "name-wrong"),
        ("anan wongsa", "desk", "name-wrong"),
        ("Somchai Dee", "till", "roles-wrong"),
    ):
        answer = keeper.sends(HIRE, {"name": name, "role": role})
        page = Seen(answer)
        assert 400 <= answer.status_code < 500
        assert [one["id"] for one in page.having("strong") if "id" in one] == [at]
        fields = {one.get("name"): one for one in page.having("input") if one.get("type") == "text"}
        assert fields["name"]["value"] == name
        chosen = [one["value"] for one in page.having("input") if "checked" in one]
        assert chosen == ([] if role == "till" else [role])
    assert "Nothing waits." in Seen(keeper.get(PEOPLE)).text


def test_roles_are_taken_away_at_once_and_added_by_two(
    enters: Enters, office: dict[str, StaffPerson]
) -> None:
    keeper, approver = enters("Kanya Moon"), enters("Anan Wongsa")
    pim = f"{PEOPLE}{office['Pim Chaiyo'].staff_id}/"
    assert keeper.sends(f"{pim}roles", {"role": "desk"})["Location"] == PEOPLE
    waiting = Seen(approver.get(PEOPLE))
    assert "Pim Chaiyo is to have these roles Desk" in waiting.text
    assert approver.sends(found(_AGREE, waiting))["Location"] == PEOPLE
    page = Seen(keeper.get(pim))
    assert [one["value"] for one in page.having("input") if "checked" in one] == ["desk"]
    wrong = keeper.sends(f"{pim}roles", {})
    assert (wrong.status_code, "roles-wrong" in wrong.content.decode()) == (400, True)

    anan = f"{PEOPLE}{office['Anan Wongsa'].staff_id}/"
    assert keeper.sends(f"{anan}let-go").status_code == 409
    own = f"{PEOPLE}{office['Kanya Moon'].staff_id}/"
    assert "This is you." in Seen(keeper.get(own)).text
    for press in ("roles", "invite", "let-go"):
        assert keeper.sends(f"{own}{press}", {"role": "approver"}).status_code == 403


def test_who_is_let_go_is_out_at_once_and_a_partners_people_are_its_own(
    enters: Enters, office: dict[str, StaffPerson]
) -> None:
    keeper, officer = enters("Kanya Moon"), enters("Pim Chaiyo")
    dao = f"{PEOPLE}{office['Dao Rung'].staff_id}/"
    page = Seen(keeper.get(dao))
    assert "own office says what its people may do" in page.text
    assert f"{dao}invite" not in page.addresses()
    for press in ("roles", "invite"):
        assert keeper.sends(f"{dao}{press}", {"role": "officer"}).status_code in (400, 404)
    for gone in ("Dao Rung", "Pim Chaiyo"):
        answer = keeper.sends(f"{PEOPLE}{office[gone].staff_id}/let-go")
        assert answer["Location"] == PEOPLE
    assert "Pim Chaiyo" not in Seen(officer.get("/staff/")).text
    assert keeper.get(dao).status_code == 404
    assert keeper.get(f"{PEOPLE}{2**40}/").status_code == 404
    assert keeper.sends(f"{PEOPLE}proposals/{2**40}/agree").status_code == 404
