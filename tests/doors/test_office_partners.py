"""Partners and settings in the console: terms as published, keys withdrawn, no secret shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import override_settings

from plaudit.actions.bring_to_terms import bring_to_terms
from plaudit.actions.open_programme import open_programme
from plaudit.actions.register_partner import add_key, register_partner
from plaudit.actions.update_partner import update_partners
from plaudit.core.ledger import Registration
from plaudit.core.refusals import REASONS, Code
from plaudit.core.staff import Role, StaffPerson
from plaudit.store.catalogue import read_programme
from plaudit.store.connect import connect
from plaudit.store.offline import offline_terms
from plaudit.store.partners import Listed, keys_of, list_partners
from plaudit.store.staff import Workplace, staff_of
from plaudit.store.staff_acts import acts_of
from tests.books import Shelf
from tests.doors.visitor import Seen, Visitor
from tests.riverside import NOW, Riverside
from tests.staff import cookie_of, hire

PARTNERS, SETTINGS = "/staff/partners/", "/staff/settings/"
LOTUS, DEPOT = f"{PARTNERS}cafe-lotus/", f"{PARTNERS}green-depot/"


@pytest.fixture(scope="module")
def book(shelf: Shelf) -> Iterator[tuple[str, Riverside, StaffPerson]]:
    """One city for all, with who keeps its partners: each test has a partner of its own."""
    with shelf.fresh() as url, connect(url) as connection:
        city = Riverside(connection, members=1)
        person = hire(connection, Workplace(city.programme_id), "Kanya Moon", {Role.KEEPER})
        yield url, city, person


@pytest.fixture
def riverside(book: tuple[str, Riverside, StaffPerson]) -> Riverside:
    return book[1]


@pytest.fixture
def keeper(book: tuple[str, Riverside, StaffPerson], monkeypatch: pytest.MonkeyPatch) -> Visitor:
    url, city, person = book
    made = Visitor(url, monkeypatch, now=NOW)
    name, token = cookie_of(city.connection, person, now=NOW)
    made.client.cookies[name] = token
    made.get(PARTNERS)
    return made


def known(riverside: Riverside, id: str) -> Listed | None:
    found = list_partners(riverside.connection, riverside.programme_id)
    return next((one for one in found if one.registered.id == id), None)


def test_a_partner_is_registered_once_on_the_terms_that_are_published(
    keeper: Visitor, riverside: Riverside
) -> None:
    page = Seen(keeper.get(PARTNERS))
    assert "aren't registered yet" in page.text
    assert LOTUS in page.addresses()
    before = Seen(keeper.get(LOTUS))
    assert "Reusable cups returned" in before.text
    assert f"{LOTUS}keys/withdraw" not in before.addresses()
    for press in ("offline", "invite", "keys/withdraw"):
        answer = keeper.sends(LOTUS + press, {"name": "Som Dee", "vouchers": "1"})
        assert REASONS[Code.PARTNER_NOT_REGISTERED].sentence in Seen(answer).text

    for _ in range(2):  # pressed twice
        assert keeper.sends(f"{LOTUS}terms")["Location"] == LOTUS
    one = known(riverside, "cafe-lotus")
    assert one is not None
    terms = one.registered
    assert (terms.back_date_days, terms.budget_points_a_week, one.keys) == (7, 3_000, ())
    assert f"{LOTUS}terms" not in Seen(keeper.get(LOTUS)).addresses()
    for id in ("nobody", "cafe"):  # the second one is registered, and no edition names it
        answer = keeper.sends(f"{PARTNERS}{id}/terms")
        assert answer.status_code == REASONS[Code.PARTNER_NOT_NAMED].status == 404
    assert "doesn't name this partner" in Seen(keeper.get(f"{PARTNERS}cafe/")).text

    connection = riverside.connection
    other = open_programme(connection, "lakeside", time_zone="Asia/Bangkok")
    pier = Registration(other, "cafe-pier-4", "Café Pier 4", (), 7)
    register_partner(connection, pier, now=NOW)
    taken = keeper.sends(f"{PARTNERS}cafe-pier-4/terms")
    said = REASONS[Code.PARTNER_ID_TAKEN].sentence.format(partner="cafe-pier-4")
    assert said in Seen(taken).text


def test_a_partner_follows_the_edition_and_what_differs_is_shown(
    keeper: Visitor, riverside: Riverside
) -> None:
    connection, number = riverside.connection, riverside.programme_id
    newest = read_programme(connection, number, "riverside")._replace(time_zone="Asia/Bangkok")
    bring_to_terms(connection, newest._replace(editions=[]), "green-depot", now=NOW)
    one = known(riverside, "green-depot")
    assert one is not None, "an edition that is published meanwhile is read"
    other = one.registered._replace(back_date_days=30, budget_points_a_week=None)
    update_partners(connection, {one.partner_id: other})
    assert "gives it other terms" in Seen(keeper.get(PARTNERS)).text
    page = Seen(keeper.get(DEPOT)).text
    assert "Days back 30 7" in page
    assert "No limit is set. 60,000" in page
    assert keeper.sends(f"{DEPOT}terms", {"back_date_days": "30"})["Location"] == DEPOT
    assert known(riverside, "green-depot") == one


def test_the_office_of_a_partner_is_invited_and_its_keys_are_only_withdrawn(
    keeper: Visitor, riverside: Riverside
) -> None:
    cafe, connection = f"{PARTNERS}cafe/", riverside.connection
    wrong = Seen(keeper.sends(f"{cafe}invite", {"name": "The office"}))
    assert [one["id"] for one in wrong.having("strong")] == ["name-wrong"]
    assert "The office" in [one.get("value") for one in wrong.having("input")]
    link, anew = (
        re.findall(r"/staff/invited/[\w-]{20,}", Seen(keeper.sends(f"{cafe}invite", sent)).text)
        for sent in ({"name": "Som Dee"}, {"name": " Som  Dee "})
    )
    assert [keeper.get(*one).status_code for one in (link, anew)] == [410, 200], "hired once"
    (som,) = (one for one in staff_of(connection, riverside.programme_id) if one.name == "Som Dee")
    assert (som.partner_id, *som.roles) == (riverside.cafe, Role.PARTNER_ADMIN)
    again = keeper.sends(f"/staff/people/{som.staff_id}/invite", {"instead": "yes"})
    assert re.search(r"/staff/invited/[\w-]{20,}", Seen(again).text), "one person is enough here"
    read_there = acts_of(connection, riverside.programme_id, partner_id=riverside.cafe, how_many=9)
    assert [(act.who, act.what, act.about) for act in read_there] == [
        ("Kanya Moon", "staff.invite_instead", "Som Dee"),
        ("Kanya Moon", "staff.invite", "Som Dee"),
        ("Kanya Moon", "staff.hire", "Som Dee: partner_admin"),
    ], "the partner reads who was let into its office, and by whom"

    for _ in range(2):
        add_key(connection, riverside.cafe, now=NOW)
    first, *rest = keys_of(connection, riverside.cafe, now=NOW)
    assert first.mark in Seen(keeper.get(cafe)).text
    assert keeper.sends(f"{cafe}keys/{first.mark}/withdraw")["Location"] == cafe
    assert keys_of(connection, riverside.cafe, now=NOW) == rest
    depots = keys_of(connection, riverside.depot, now=NOW)
    assert keeper.sends(f"{cafe}keys/{depots[0].mark}/withdraw").status_code == 404
    assert keeper.sends(f"{cafe}keys/withdraw")["Location"] == cafe
    assert keys_of(connection, riverside.cafe, now=NOW) == []
    assert keys_of(connection, riverside.depot, now=NOW) == depots


def test_vouchers_without_a_connection_are_a_number_within_its_limits(
    keeper: Visitor, riverside: Riverside
) -> None:
    cafe = f"{PARTNERS}cafe/"
    for written in ("501", "-1", "many", "٣", "9" * 400):
        answer = keeper.sends(f"{cafe}offline", {"vouchers": written})
        page = Seen(answer)
        assert answer.status_code == REASONS[Code.COUNT_WRONG].status
        assert REASONS[Code.COUNT_WRONG].sentence.format(least=0, most=500) in page.text
        assert written in [one.get("value") for one in page.having("input")]
    assert keeper.sends(f"{cafe}offline", {"vouchers": "12"})["Location"] == cafe
    assert offline_terms(riverside.connection, riverside.cafe).limit == 12
    assert "Cafe 12" in Seen(keeper.get(SETTINGS)).text


def test_every_setting_stands_with_its_value_and_place_and_no_secret_is_shown(
    keeper: Visitor,
) -> None:
    with override_settings(
        PLAUDIT_MAIL="smtp://nok:hush@mail.example", EMAIL_HOST="mail.example",
        EMAIL_HOST_USER="nok", EMAIL_HOST_PASSWORD="hush",
    ):  # fmt: skip
        page = Seen(keeper.get(SETTINGS)).text
    assert "hush" not in page
    assert "PLAUDIT_MAIL mail.example" in page
    for said in (
        "How many points one person may take back alone [reversal] alone_points_max 500 points",
        "Youngest age [audience] from_age_years 18 years",
        "points@riverside.example",
        "The security log is kept [retention] security_log_days 180 days",
        "the same deed was reported twice",
        "Thai",
        "The time zone in which days are counted Asia/Bangkok",
        "Who e-mail comes from PLAUDIT_MAIL_FROM plaudit@localhost",
    ):
        assert said in page, said
