"""Which ways in there are here, by the settings."""

from __future__ import annotations

from dataclasses import dataclass

from django import conf  # its settings are looked up late: reading this file needs none
from django.http import HttpRequest

from plaudit.pages.sign_in.city import city
from plaudit.pages.sign_in.passkeys import is_possible
from plaudit.pages.voices import GettextVoice


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways in that a page offers."""

    passkey: bool
    email: bool
    city: bool

    @property
    def any(self) -> bool:
        """Whether there is one at all."""
        return self.passkey or self.email or self.city


def ways_to_sign_in(request: HttpRequest) -> Ways:
    """Return the ways that are set up."""
    return Ways(
        passkey=is_possible(request),
        email=bool(conf.settings.PLAUDIT_MAIL),
        city=city() is not None,
    )


def ways_to_join(request: HttpRequest) -> Ways:
    """Return those of them by which somebody may join (PLAUDIT_JOIN_BY)."""
    allowed, there = conf.settings.PLAUDIT_JOIN_BY, ways_to_sign_in(request)
    return Ways(
        passkey=there.passkey and "passkey" in allowed,
        email=there.email and "email" in allowed,
        city=there.city and "city" in allowed,
    )


def by_city(said: str, voice: GettextVoice) -> str:
    """Return the words of a button with the city's login's name; "" where there is none."""
    found = city()
    return "" if found is None else voice.say(said, name=found.name)
