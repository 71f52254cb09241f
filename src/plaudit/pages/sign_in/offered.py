"""Which ways in there are here, by the settings."""

from __future__ import annotations

from dataclasses import dataclass

from django import conf  # its settings are looked up late: reading this file needs none


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways in that a page offers."""

    passkey: bool
    email: bool

    @property
    def any(self) -> bool:
        """Whether there is one at all."""
        return self.passkey or self.email


def ways_to_sign_in() -> Ways:
    """Return the ways that are set up."""
    return Ways(passkey=False, email=bool(conf.settings.PLAUDIT_MAIL))


def ways_to_join() -> Ways:
    """Return those of them by which somebody may join (PLAUDIT_JOIN_BY)."""
    allowed, there = conf.settings.PLAUDIT_JOIN_BY, ways_to_sign_in()
    return Ways(
        passkey=there.passkey and "passkey" in allowed, email=there.email and "email" in allowed
    )
