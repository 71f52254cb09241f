"""The matrix' rows of who keeps the staff and the partners: that role alone, and two agree."""

from __future__ import annotations

from collections.abc import Callable

from plaudit.actions.propose_staff import propose_hiring
from plaudit.actions.register_partner import add_key
from plaudit.core.staff import Role
from plaudit.store.partners import hash_of_key
from plaudit.store.staff import Workplace
from plaudit.store.staff_by_two import proposals_of
from plaudit.store.ways_in import as_doorkeeper
from tests.api.partner_rows import a_name
from tests.api.roles import ELSEWHERES_STAFF
from tests.api.rows import Asked, Expected, Row, fixed, for_staff
from tests.api.town import Town
from tests.market import NOW
from tests.staff import hire

PEOPLE, PARTNERS, CAFE = "/staff/people/", "/staff/partners/", "/staff/partners/cafe/"
KEEPS = for_staff(200, Role.KEEPER)
SECONDS = (Role.KEEPER, Role.APPROVER)


def pressed(status: int = 302, *roles: Role) -> Expected:
    return for_staff(status, *(roles or (Role.KEEPER,)), outside=403)


def looked(*roles: Role) -> Expected:
    return {**for_staff(200, Role.OFFICER, Role.AUDITOR, *roles), ELSEWHERES_STAFF: 200}


def a_person(path: str, sent: object = None) -> Callable[[Town], Asked]:
    """Somebody at the programme's desk."""

    def asks(town: Town) -> Asked:
        person = hire(town.connection, Workplace(town.market.programme_id), a_name(), {Role.DESK})
        return Asked(f"{PEOPLE}{person.staff_id}/{path}", sent)

    return asks


def a_proposal(path: str) -> Callable[[Town], Asked]:
    """What another keeper than the one who asks proposed."""

    def asks(town: Town) -> Asked:
        connection, programme_id = town.connection, town.market.programme_id
        other = hire(connection, Workplace(programme_id), a_name(), {Role.KEEPER})
        with connection.transaction(), as_doorkeeper(connection):
            propose_hiring(connection, a_name(), {Role.DESK}, by=other, now=NOW)
            number = proposals_of(connection, programme_id, now=NOW)[-1].proposal_id
        return Asked(f"{PEOPLE}proposals/{number}/{path}")

    return asks


def a_key(town: Town) -> Asked:
    """A key more of the café's; those that earlier rows made are withdrawn."""
    cafe = town.tills["cafe"].partner_id
    key = add_key(town.connection, cafe, now=NOW)
    return Asked(f"{CAFE}keys/{hash_of_key(key).hex()[:12]}/withdraw")


def all_keys(town: Town) -> Asked:
    """All keys of a partner with whose keys no row asks."""
    add_key(town.connection, town.tills["museum"].partner_id, now=NOW)
    return Asked(f"{PARTNERS}museum/keys/withdraw")


def somebody_new(path: str, **more: str) -> Callable[[Town], Asked]:
    return lambda _: Asked(path, {"name": a_name()} | more)


OFFICE_ROWS = (
    Row("GET", PEOPLE, fixed(PEOPLE), looked(*SECONDS)),
    Row("GET", "/staff/settings/", fixed("/staff/settings/"), looked(Role.KEEPER, Role.AUTHOR)),
    Row("POST", f"{PEOPLE}hire", somebody_new(f"{PEOPLE}hire", role="desk"), pressed(200)),
    Row("POST", f"{PEOPLE}proposals/<int:proposal>/agree", a_proposal("agree"),
        pressed(200, *SECONDS)),
    Row("POST", f"{PEOPLE}proposals/<int:proposal>/remove", a_proposal("remove"),
        pressed(302, *SECONDS)),
    Row("GET", f"{PEOPLE}<int:person>/", a_person(""), KEEPS),
    Row("POST", f"{PEOPLE}<int:person>/roles", a_person("roles", {"role": "officer"}), pressed()),
    Row("POST", f"{PEOPLE}<int:person>/invite", a_person("invite"), pressed(200)),
    Row("POST", f"{PEOPLE}<int:person>/let-go", a_person("let-go"), pressed()),
    Row("GET", f"{PARTNERS}<str:partner>/", fixed(CAFE), KEEPS),
    Row("POST", f"{PARTNERS}<str:partner>/terms", fixed(f"{PARTNERS}library/terms"), pressed()),
    Row("POST", f"{PARTNERS}<str:partner>/offline",
        lambda _: Asked(f"{CAFE}offline", {"vouchers": "3"}), pressed()),
    Row("POST", f"{PARTNERS}<str:partner>/invite", somebody_new(f"{CAFE}invite"), pressed(200)),
    Row("POST", f"{PARTNERS}<str:partner>/keys/<str:mark>/withdraw", a_key, pressed()),
    Row("POST", f"{PARTNERS}<str:partner>/keys/withdraw", all_keys, pressed()),
)  # fmt: skip
