"""What somebody wants who shows a way in: to join, to sign in, or to add it to the others."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from django.urls import reverse

from plaudit.core.ways_in import Kind, WayIn
from plaudit.store.sign_in import keyed_mark


@dataclass(frozen=True, slots=True)
class Wish:
    """What to do once a way in is shown.

    To join: what was agreed to, by the notice's `edition`, `language` and `fingerprint`, and the
    kinds of deeds that may be recorded. To add: the member who is signed in. To sign in: `then`,
    the page that was asked for (sign_in.then).
    """

    to: Literal["sign_in", "join", "add"] = "sign_in"
    programme: str = ""
    edition: str = ""
    language: str = ""
    fingerprint: str = ""
    kinds: tuple[str, ...] = ()
    member_id: int = 0
    then: str = ""

    @property
    def begins_at(self) -> str:
        """The address at which one begins with it, once more too."""
        if self.to == "join":
            return reverse("join", kwargs={"programme": self.programme})
        if self.to == "add":
            return reverse("ways_in")
        query = f"?{urlencode({'then': self.then})}" if self.then else ""
        return reverse("sign_in") + query

    def carried(self) -> dict[str, Any]:
        """Return the wish as values that a browser can carry."""
        return asdict(self)


def wish_of(said: Mapping[str, Any]) -> Wish:
    """Return the wish that a browser carried."""
    return Wish(**{**said, "kinds": tuple(said["kinds"])})


@dataclass(frozen=True, slots=True)
class Shown:
    """A way in that somebody has just shown: a passkey's id and key, or what a mark is made from.

    `whole`: a keyed hash of an e-mail address or a city's login; a programme's mark is made from
    it, so that no address is carried either.
    """

    kind: Kind
    whole: bytes
    public_key: bytes | None = None

    def carried(self) -> dict[str, str]:
        """Return what a browser can carry of an e-mail address or a city's login."""
        assert self.public_key is None, self.kind
        return {"kind": self.kind, "whole": urlsafe_b64encode(self.whole).decode()}

    def way(self, programme_id: int) -> WayIn:
        """Return the way in at a programme."""
        if self.kind == "passkey":
            return WayIn(self.kind, self.whole, self.public_key)
        return WayIn(self.kind, keyed_mark("way in", programme_id, self.whole))


def shown_by(said: Mapping[str, Any]) -> Shown:
    """Return the way in that a browser carried."""
    return Shown(said["kind"], urlsafe_b64decode(said["whole"]))


def shown_address(address: str) -> Shown:
    """Return the way in that an e-mail address is, for who can read what is sent to it."""
    return Shown("email", keyed_mark("email", address))
