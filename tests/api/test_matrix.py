"""Authorization: every role at every address, with what is its own and what is another's.

The addresses come from the routers themselves: one without a row in the matrix fails here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from plaudit.ingest.app import PATHS
from tests.api.matrix import ROWS
from tests.api.roles import ROLES, STAFF_ROLES, Street, at_rest
from tests.api.rows import Row
from tests.api.town import Town, said

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@pytest.fixture(scope="module")
def street(town: Town) -> Street:
    return Street(town)


def addresses(patterns: Iterable[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    """Return every address that Django answers, as its router writes it."""
    for one in patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, address)
        else:
            yield address


def all_addresses() -> set[str]:
    return {*addresses(get_resolver(None).url_patterns), *PATHS}


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert {row.address for row in ROWS} == all_addresses()
    for row in ROWS:
        assert set(row.gets) == set(STAFF_ROLES if row.is_of_staff else ROLES), row.address


def test_an_address_without_a_row_is_seen() -> None:
    one_more = path("one/more", lambda _: HttpResponse())
    found = set(addresses([*get_resolver(None).url_patterns, one_more]))

    assert found - {row.address for row in ROWS} == {"/one/more"}


def test_a_method_without_a_row_is_not_allowed_to_anybody(street: Street) -> None:
    for address in sorted(all_addresses()):
        rows = [row for row in ROWS if row.address == address]
        place = rows[0].asks(street.town).path
        if rows[0].gets["nobody"] == "not_found":
            continue
        for method in set(METHODS) - {row.method for row in rows}:
            role = "partner" if place.startswith("/v1/") else "member"
            if rows[0].is_of_staff:
                role = rows[0].owners[0]
            answer = street.ask(role, method, place, None)
            assert answer.status_code == 405, (method, address)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.address}")
def test_each_role_gets_what_its_row_says(street: Street, row: Row) -> None:
    """Owners come last: what was refused to all the others has left them what is theirs."""
    at_rest(street.town)
    asked = row.asks(street.town)
    for role in sorted(row.gets, key=row.owners.__contains__):
        before = street.belongings()
        answer = street.ask(role, row.method, asked.path, asked.sent)
        is_done = answer.status_code < 400

        expected = row.gets[role]
        if isinstance(expected, str):
            assert said(answer)[1] == expected, role
        else:
            assert answer.status_code == expected, (role, answer.text)
        if asked.mark:
            assert (asked.mark in answer.text) == (is_done and role in row.owners), role
        if role not in row.movers:
            assert street.belongings() == before, role
        if is_done and row.method != "GET":
            asked = row.asks(street.town)  # it is used up


def test_a_form_without_its_token_changes_nothing(street: Street) -> None:
    """Nobody lets a member's browser act from another site."""
    for row in ROWS:
        if row.method == "POST" and row.address.startswith(("/member/", "/staff/")):
            asked = row.asks(street.town)
            before = street.belongings()
            whose = street.cookies_of(row.owners[0])
            headers = {"Cookie": f"csrftoken={'x' * 32}{whose}"}
            answer = street.town.ask(f"POST {asked.path}", at=None, headers=headers)
            assert answer.status_code == 403, row.address
            assert street.belongings() == before
