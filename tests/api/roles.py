"""Who asks: every role, seen from the member and the partner that a thing belongs to."""

from __future__ import annotations

from types import SimpleNamespace

import httpx
from django.http import HttpResponse

from plaudit.actions.join import join
from plaudit.pages import clock
from plaudit.pages.passes import give_pass
from tests.api.town import STRANGER, Town, new_key
from tests.market import JOINED, NOW

MEMBERS = ("member", "other member", "elsewhere's member")
PARTNERS = ("partner", "other partner", "elsewhere's partner")
ROLES = ("nobody", "stranger", *MEMBERS, *PARTNERS)
"""A thing belongs to `member` or `partner`; `other` is of the same programme, `elsewhere` isn't."""

_TOKEN = "t" * 32
_KEYS = {"partner": "cafe", "other partner": "shop", "elsewhere's partner": "inn"}
_OF_MEMBER = (
    "member", "consent", "deed", "transfer", "voucher", "link_code", "live_code", "handle_given",
    "question", "activity_consent", "restriction", "way_in",
)  # fmt: skip
_OF_PARTNER = ("webhook", "delivery", "honour", "settlement_statement", "settlement_dispute")
_TEXTS = " UNION ALL ".join(
    f"SELECT t::TEXT AS line FROM {table} AS t WHERE {whose}_id = %({whose})s"
    for tables, whose in ((_OF_MEMBER, "member"), (_OF_PARTNER, "partner"))
    for table in tables
)
_BELONGINGS = f"SELECT count(*), sum(hashtext(line)) FROM ({_TEXTS}) AS lines"


class Street:
    """A town with all roles in it. The pages and the API have the same clock."""

    def __init__(self, town: Town) -> None:
        self.town = town
        town._patch.setattr(clock, "time", SimpleNamespace(time_ns=lambda: town.now * 1_000))
        (elsewhere,) = join(
            town.connection,
            programme_id=town.other_programme_id,
            now=JOINED,
            language="en",
            wording="I join.",
        )
        numbers = (*town.market.members[:2], elsewhere)
        for _ in range(2):
            town.market.give(500)
        self.members = dict(zip(MEMBERS, numbers, strict=True))

    def ask(self, role: str, method: str, path: str, sent: object) -> httpx.Response:
        """Ask in a role, with everything else that a request may need."""
        headers = {"X-CSRFToken": _TOKEN, "Cookie": f"csrftoken={_TOKEN}"}
        at = None
        if role in MEMBERS:
            headers["Cookie"] += f"; member={_pass_of(self.members[role])}"
        elif role in PARTNERS:
            at = _KEYS[role]
        elif role == "stranger":
            at = STRANGER
            headers["Cookie"] += "; member=1:AAAAAA:forged"
        more = {"data": sent} if path.startswith("/member/") else {"json": sent}
        if sent is None:
            more = {}
        content_type = "application/cloudevents+json"
        if path == "/v1/deeds":
            headers["Content-Type"] = content_type
        return self.town.ask(f"{method} {path}", at=at, once=new_key(), headers=headers, **more)

    def belongings(self) -> object:
        """Return what the member and the partner have in the book, as one number."""
        whose = {"member": self.members["member"], "partner": self.town.tills["cafe"].partner_id}
        return self.town.connection.execute(_BELONGINGS, whose).fetchone()


def _pass_of(member_id: int) -> str:
    response = HttpResponse()
    give_pass(response, member_id, secure=False)
    return response.cookies["member"].value


def at_rest(town: Town) -> None:
    """Let nobody wait after wrong codes, and the clock stand."""
    town.connection.execute("UPDATE wrong_code SET tries = 0")
    town.it_is(NOW)
