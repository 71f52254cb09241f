"""A shift that begins anew leads to the room that was asked for, and never to another host."""

from __future__ import annotations

import psycopg
import pytest
from django.http import HttpResponse
from django.urls import resolve

from plaudit.actions import hire as hiring
from plaudit.core.staff import Role
from plaudit.pages.staff.then import kept_place
from plaudit.store.staff import Workplace
from plaudit.store.ways_in import as_doorkeeper
from tests.doors.authenticator import Authenticator, with_device
from tests.doors.visitor import Seen, Visitor
from tests.riverside import NOW, Riverside

HOME, ENTER = "/staff/", "/staff/enter"


@pytest.mark.parametrize(
    "said",
    ["/staff/questions/", "/staff/questions/12", "/staff/log/?before=7", "/staff/partners/"],
)
def test_a_page_of_the_staffs_is_kept(said: str) -> None:
    resolve(said.partition("?")[0])
    assert kept_place(said) == said


@pytest.mark.parametrize(
    "said",
    [
        "",
        "/staff/",
        "/staff/enter",
        "/staff/leave",
        "/staff/invited/abc",
        "/staff/till/honour",
        "/staff/till/kept",
        "/staff/nowhere/",
        "/staff/questions",
        "/staffroom/",
        "/member/data/",
        "staff/questions/",
        "//evil.example/staff/questions/",
        "/\\evil.example/staff/questions/",
        "/staff/..//evil.example/",
        "/staff/%2e%2e//evil.example/",
        "https://evil.example/staff/questions/",
        "javascript:alert(1)",
        "/staff/questions/\r\nSet-Cookie: x=1",
        "/staff/log/?before=" + "7" * 300,
    ],
)
def test_anything_else_leads_to_the_rooms(said: str) -> None:
    assert kept_place(said) == ""


@pytest.mark.parametrize(
    ("file", "page"),
    [
        ("/staff/partner/statements/2026-11/pdf", "/staff/partner/statements/2026-11/"),
        ("/staff/partner/statements/2026-11/csv", "/staff/partner/statements/2026-11/"),
        ("/staff/auditor/closings.json", "/staff/auditor/"),
        ("/staff/till/list", "/staff/till/"),
        ("/staff/till/worker.js", "/staff/till/"),
        ("/staff/editions/3/rehearsals/ab12/report.json", "/staff/editions/3"),
    ],
)
def test_where_a_file_was_asked_for_it_leads_to_the_page_with_it(file: str, page: str) -> None:
    resolve(file)
    assert kept_place(file) == page


@pytest.fixture
def visitor(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Somebody at `localhost`, which a browser makes passkeys for."""
    made = Visitor(database_url, monkeypatch, now=NOW)
    made.client.defaults["SERVER_NAME"] = "localhost"
    return made


@pytest.fixture
def device(connection: psycopg.Connection, visitor: Visitor) -> Authenticator:
    """An officer's device, whose shift is over."""
    office, made = Workplace(Riverside(connection, members=1).programme_id), Authenticator()
    with connection.transaction(), as_doorkeeper(connection):
        _, token = hiring.hire(
            connection, office, "Malee Srisai", roles=[Role.OFFICER], by="Pim Chaiyo", now=NOW
        )
    link = f"/staff/invited/{token}"
    assert with_device(visitor, link, link, made)["Location"] == HOME
    visitor.sends("/staff/leave")
    return made


def begins_on(visitor: Visitor, page: HttpResponse, device: Authenticator) -> HttpResponse:
    """Show the passkey that a page asks for, and send its form as it stands."""
    seen = Seen(page)
    (form,) = [has for has in seen.having("form") if has["action"] == ENTER]
    assert form["method"] == "post"
    given = {str(has.get("name")): str(has.get("value") or "") for has in seen.having("input")}
    (asked,) = [has["data-passkey"] for has in seen.having("button") if "data-passkey" in has]
    return visitor.sends(ENTER, given | {"answer": device.shows(str(asked))})


@pytest.mark.parametrize("address", ["/staff/questions/", "/staff/log/?before=7"])
def test_a_shift_that_begins_leads_to_the_room_that_was_asked_for(
    visitor: Visitor, device: Authenticator, address: str
) -> None:
    begun = begins_on(visitor, visitor.get(address), device)

    assert (begun.status_code, begun["Location"]) == (302, address)
    assert visitor.get(address).status_code == 200


@pytest.mark.parametrize(
    ("pressed", "leads_to"),
    [
        ("/staff/questions/12/answer", "/staff/questions/12"),
        ("/staff/till/honour", "/staff/till/"),
        ("/staff/leave", HOME),
    ],
)
def test_after_a_press_it_leads_to_the_page_at_it(
    visitor: Visitor, device: Authenticator, pressed: str, leads_to: str
) -> None:
    visitor.get(HOME)
    undone = visitor.sends(pressed, {"then": "/staff/log/"})  # of a form of its own, if at all
    undone = undone if undone.status_code == 403 else visitor.get(HOME)

    assert begins_on(visitor, undone, device)["Location"] == leads_to


def test_a_passkey_that_failed_and_another_language_lose_no_room(
    visitor: Visitor, device: Authenticator
) -> None:
    asked = visitor.get("/staff/log/?before=7")
    failed = begins_on(visitor, asked, Authenticator(b"nobody's"))
    assert failed.status_code == 403
    (thai,) = [has["href"] for has in Seen(failed).having("a") if has.get("hreflang") == "th"]
    page = visitor.get(str(thai), follow=True)

    assert Seen(page).having("html")[0]["lang"] == "th"
    for one in (failed, page):
        visitor.client.cookies.pop("staff", None)
        assert begins_on(visitor, one, device)["Location"] == "/staff/log/?before=7"


def test_a_made_up_place_leads_to_the_rooms(visitor: Visitor, device: Authenticator) -> None:
    for said in ("//evil.example/staff/", "https://evil.example/", "/member/data/", "/staff/leave"):
        page = visitor.get(f"/staff/?then={said}")
        assert said not in [has.get("value") for has in Seen(page).having("input")]
        assert begins_on(visitor, page, device)["Location"] == HOME
        visitor.sends("/staff/leave")

    forged = with_device(visitor, HOME, ENTER, device, then="//evil.example/staff/")
    assert forged["Location"] == HOME
