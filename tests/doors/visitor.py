"""A visitor of the pages: Django's test client over the book of a test, at a fixed moment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from html.parser import HTMLParser
from types import SimpleNamespace

import django
import pytest
from django.http import HttpResponse
from django.test import Client

os.environ["DJANGO_SETTINGS_MODULE"] = "plaudit.config.settings"
django.setup()

from plaudit.pages import clock  # noqa: E402 (Django comes first)
from plaudit.pages.funding import FUNDS  # noqa: E402
from plaudit.pages.passes import link_path  # noqa: E402


class Visitor:
    """Somebody with a browser that keeps cookies, runs no script and checks forms' tokens."""

    def __init__(self, database_url: str, patch: pytest.MonkeyPatch, *, now: int) -> None:
        patch.setenv("PLAUDIT_DATABASE_URL", database_url)
        self._patch = patch
        self.shifts: dict[str, tuple[str, str]] = {}
        FUNDS.forget()
        self.client = Client(
            enforce_csrf_checks=True, raise_request_exception=False, SERVER_NAME="127.0.0.1"
        )
        self.it_is(now)

    def it_is(self, now: int) -> None:
        """Set the clock by which the pages read the book; signatures keep their own."""
        self._patch.setattr(clock, "time", SimpleNamespace(time_ns=lambda: now * 1_000))

    def enters(self, member_id: int) -> HttpResponse:
        """Open a member's link and follow it to the statement."""
        return self.get(link_path(member_id), follow=True)

    def get(self, address: str, *, follow: bool = False, language: str = "en") -> HttpResponse:
        """Open an address."""
        response = self.client.get(address, follow=follow, headers={"accept-language": language})
        assert isinstance(response, HttpResponse)
        return response

    def sends(self, address: str, form: Mapping[str, str] | None = None) -> HttpResponse:
        """Send a form with its token, as the page that was looked at last has it."""
        cookie = self.client.cookies.get("csrftoken")
        given = {"csrfmiddlewaretoken": "" if cookie is None else cookie.value} | dict(form or {})
        response = self.client.post(address, given)
        assert isinstance(response, HttpResponse)
        return response


class Seen(HTMLParser):
    """What a page has in it: its text, its elements with attributes, and its addresses."""

    def __init__(self, response: HttpResponse | str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(response if isinstance(response, str) else response.content.decode())
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.words.append(data)

    def addresses(self) -> list[str]:
        """Return where links, forms, pictures and style sheets point."""
        names = ("href", "src", "action", "srcset", "data", "poster")
        return [value for _, has in self.elements for name in names if (value := has.get(name))]

    def having(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of each element of a kind."""
        return [has for one, has in self.elements if one == tag]
