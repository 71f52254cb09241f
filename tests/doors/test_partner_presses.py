"""The partner's office in a hurry: what is pressed twice, and what was typed wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.http import HttpResponse

from plaudit.core.period import DAY_SECONDS, SECOND
from plaudit.core.refusals import REASONS, Code
from plaudit.core.staff import Role
from plaudit.core.webhook_signing import SIGNATURES_MOST
from tests.books import Shelf
from tests.doors.partner_office import HERE, Office, open_office, refused_with, said
from tests.doors.visitor import Seen
from tests.riverside import NOW

WEBHOOK = f"{HERE}webhook/"
URL = {"url": "https://cafe.example/in"}


@pytest.fixture(scope="module")
def office(shelf: Shelf) -> Iterator[Office]:
    with open_office(shelf) as made:
        yield made


@pytest.fixture
def page(office: Office) -> Iterator[str]:
    """The page of messages, of an office without an address."""
    office.visitor.get(WEBHOOK)
    yield WEBHOOK
    office.visitor.sends(f"{WEBHOOK}remove")


def secret_in(told: str) -> str:
    (found,) = re.findall(r"whsec_[A-Za-z0-9+/=]{44}", told)
    return str(found)


def written(answer: HttpResponse) -> tuple[str | None, list[str | None]]:
    """Return the name and the roles that stand in the form for somebody new."""
    fields = Seen(answer).having("input")
    (name,) = [one.get("value") for one in fields if one.get("name") == "name"]
    return name, [one["value"] for one in fields if one.get("name") == "role" and "checked" in one]


def test_messages_have_an_address_a_secret_and_two_for_a_while(office: Office, page: str) -> None:
    bad = office.visitor.sends(f"{page}set", {"url": "http://10.0.0.1/a-long-address/of/ours"})
    assert refused_with(bad, Code.WEBHOOK_URL_WRONG)
    assert "http://10.0.0.1/a-long-address/of/ours" in bad.content.decode()
    first = said(office.visitor.sends(f"{page}set", URL))
    assert "whsec_" in first
    assert "whsec_" not in said(office.visitor.get(page))
    assert "whsec_" in said(office.visitor.sends(f"{page}secret"))
    assert "Earlier secrets sign too until" in said(office.visitor.get(page))
    assert office.visitor.sends(f"{page}remove")["Location"] == page
    for press in ("remove", "secret"):
        no = office.visitor.sends(f"{page}{press}")
        assert no.status_code == REASONS[Code.WEBHOOK_UNKNOWN].status
        assert "No address is set" in said(no)
        assert "/v1/" not in said(no), "an address for programs tells a person nothing"


def test_a_new_secret_that_nobody_saw_is_replaced_by_pressing_again(
    office: Office, page: str
) -> None:
    """The browser shows the answer of the last press alone."""
    office.visitor.sends(f"{page}set", URL)
    shown = [
        secret_in(said(office.visitor.sends(f"{page}secret"))) for _ in range(SIGNATURES_MOST - 1)
    ]
    assert len(set(shown)) == len(shown)
    over = office.visitor.sends(f"{page}secret")
    told = said(over)
    assert f"{SIGNATURES_MOST} secrets sign already, until 22 Nov 2026" in told
    assert "That was not done" in told


def test_a_first_secret_that_nobody_saw_is_replaced_by_pressing_again(
    office: Office, page: str
) -> None:
    first = secret_in(said(office.visitor.sends(f"{page}set", URL)))
    second = secret_in(said(office.visitor.sends(f"{page}set", URL)))
    assert second != first
    moved = office.visitor.sends(f"{page}set", {"url": "https://cafe.example/other"})
    assert moved["Location"] == page, "another address keeps the secret"


def test_an_address_that_is_set_once_more_on_another_day_keeps_its_secret(
    office: Office, page: str
) -> None:
    office.visitor.sends(f"{page}set", URL)
    office.visitor.it_is(NOW + DAY_SECONDS * SECOND // 24)
    later = office.visitor.sends(f"{page}set", URL)
    office.visitor.it_is(NOW)
    assert later["Location"] == page
    assert "whsec_" not in said(office.visitor.get(page))


def test_the_office_invites_its_people_and_ends_their_work(office: Office) -> None:
    page = f"{HERE}people/"
    office.visitor.get(page)
    form = {"name": "Nok Boonma", "role": Role.TILL.value}
    hired = Seen(office.visitor.sends(f"{page}hire", form))
    assert re.search(r"/staff/invited/\S{20,}", hired.text)
    again = Seen(office.visitor.sends(f"{page}hire", form))
    assert re.search(r"/staff/invited/\S{20,}", again.text), "pressed twice"
    other = office.visitor.sends(f"{page}hire", form | {"role": Role.STEWARD.value})
    assert other.status_code == REASONS[Code.STAFF_NAME_TAKEN].status, "it isn't the same press"
    assert "Nok Boonma works here already" in said(other)
    assert written(other) == ("Nok Boonma", [Role.STEWARD.value])
    assert "Nok Boonma" in said(office.visitor.get(page))
    assert written(office.visitor.get(page)) == ("", [])
    for more in ({"role": "officer"}, dict[str, str]()):
        wrong = office.visitor.sends(f"{page}hire", {"name": "Dao Chai"} | more)
        assert wrong.status_code == REASONS[Code.STAFF_ROLES_DONT_FIT].status
        assert "Choose one role or more." in said(wrong)
        assert written(wrong) == ("Dao Chai", [])
    nobody = office.visitor.sends(f"{page}hire", {"name": "1234", "role": Role.TILL.value})
    assert nobody.status_code == REASONS[Code.NOT_A_PERSON].status
    assert written(nobody) == ("1234", [Role.TILL.value])
    (number,) = re.findall(r"people/(\d+)/let-go", office.visitor.get(page).content.decode())
    assert "/staff/invited/" in said(office.visitor.sends(f"{page}{number}/invite"))
    assert office.visitor.sends(f"{page}{number}/let-go")["Location"] == page
    assert "Nok Boonma" not in said(office.visitor.get(page))
