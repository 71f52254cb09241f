"""Who asks: every role, seen from the member and the partner that a thing belongs to."""

from __future__ import annotations

from types import SimpleNamespace

import httpx
import psycopg
from django.http import HttpResponse

from plaudit.actions.join import join
from plaudit.core.staff import OF_PARTNERS, Role, StaffPerson
from plaudit.pages import clock
from plaudit.pages.passes import give_pass
from plaudit.store.staff import Workplace
from plaudit.store.ways_in import passes_ended
from tests.api.town import STRANGER, Town, new_key
from tests.market import JOINED, NOW
from tests.staff import hire, shift_of

MEMBERS = ("member", "other member", "elsewhere's member")
PARTNERS = ("partner", "other partner", "elsewhere's partner")
ROLES = ("nobody", "stranger", *MEMBERS, *PARTNERS)
"""A thing belongs to `member` or `partner`; `other` is of the same programme, `elsewhere` isn't."""
OF_PARTNER_STAFF = tuple(sorted(OF_PARTNERS))
OTHER_STAFF = tuple(f"other {role}" for role in OF_PARTNER_STAFF)
"""Staff of the other partner; a role's bare name is one of the partner, or of the programme."""
ELSEWHERES_STAFF = "elsewhere's officer"
STAFF = (*map(str, Role), *OTHER_STAFF, ELSEWHERES_STAFF)
OUTSIDE_STAFF = ("nobody", "stranger", "member", "partner")
_NAMES = (
    "Anong", "Boonmee", "Chai", "Dao", "Ekkachai", "Fah", "Gamon", "Hathai", "Intira", "Jiraporn",
    "Kanya", "Lamai", "Mali",
)  # fmt: skip
STAFF_ROLES = (*OUTSIDE_STAFF, *STAFF)
"""Who asks at the staff's addresses: each role alone, and who has none."""

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
        self._staff = {who: self._hire(who) for who in STAFF}
        self.members = dict(zip(MEMBERS, numbers, strict=True))

    def ask(self, role: str, method: str, path: str, sent: object) -> httpx.Response:
        """Ask in a role, with everything else that a request may need."""
        headers = {"X-CSRFToken": _TOKEN, "Cookie": f"csrftoken={_TOKEN}"}
        at = None
        headers["Cookie"] += self.cookies_of(role)
        if role in PARTNERS:
            at = _KEYS[role]
        elif role == "stranger":
            at = STRANGER
        is_form = path.startswith(("/member/", "/staff/"))
        more = {"data": sent} if is_form else {"json": sent}
        if sent is None:
            more = {}
        content_type = "application/cloudevents+json"
        if path == "/v1/deeds":
            headers["Content-Type"] = content_type
        return self.town.ask(f"{method} {path}", at=at, once=new_key(), headers=headers, **more)

    def cookies_of(self, role: str) -> str:
        """Return what a role's browser has: a pass, a shift's token, or something forged."""
        if role in MEMBERS:
            return f"; member={_pass_of(self.town.connection, self.members[role])}"
        if role in STAFF:
            return f"; staff={shift_of(self.town.connection, self._staff[role], now=NOW)}"
        return "; member=1:AAAAAA:forged; staff=forged" if role == "stranger" else ""

    def _hire(self, who: str) -> StaffPerson:
        """Let somebody work who has one role."""
        town, role = self.town, Role(who.rsplit(maxsplit=1)[-1])
        programme_id, partner_id = town.market.programme_id, None
        if who == ELSEWHERES_STAFF:
            programme_id = town.other_programme_id
        elif role in OF_PARTNERS:
            at = "shop" if who in OTHER_STAFF else "cafe"
            partner_id = town.tills[at].partner_id
        name = f"Srisai {_NAMES[STAFF.index(who)]}"
        at_work = Workplace(programme_id, partner_id)
        return hire(town.connection, at_work, name, {role})

    def belongings(self) -> object:
        """Return what the member and the partner have in the book, as one number."""
        whose = {"member": self.members["member"], "partner": self.town.tills["cafe"].partner_id}
        return self.town.connection.execute(_BELONGINGS, whose).fetchone()


def _pass_of(connection: psycopg.Connection, member_id: int) -> str:
    response = HttpResponse()
    ended = passes_ended(connection, member_id)
    give_pass(response, member_id, ended=ended, secure=False)
    return response.cookies["member"].value


def at_rest(town: Town) -> None:
    """Let nobody wait after wrong codes, and the clock stand."""
    town.connection.execute("UPDATE wrong_code SET tries = 0")
    town.it_is(NOW)
