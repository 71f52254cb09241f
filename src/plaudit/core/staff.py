"""Staff: persons who work for a programme or for one of its partners, and what each may do.

Each role has the least that its work needs. Nobody of the staff has a number that members have.
Source: charter, C18 and C25; docs/decisions/0026-staff.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import NamedTuple

from plaudit.core.charter.people import is_a_person, same_person
from plaudit.core.period import SECOND
from plaudit.core.refusals import N_, Code, Refused, refusal


class Role(StrEnum):
    """What somebody of the staff may do."""

    STEWARD = "steward"
    TILL = "till"
    PARTNER_ADMIN = "partner_admin"
    DESK = "desk"
    AUTHOR = "author"
    APPROVER = "approver"
    OFFICER = "officer"
    AUDITOR = "auditor"
    KEEPER = "keeper"


OF_PARTNERS = frozenset({Role.STEWARD, Role.TILL, Role.PARTNER_ADMIN})
"""Roles of a partner's people; all others are of the programme's."""
ALONE = frozenset({Role.AUDITOR, Role.KEEPER})
"""Roles that nobody has beside another one."""
SECONDS = frozenset({Role.KEEPER, Role.APPROVER})
"""Who may agree to what another person proposes about the programme's own people."""
ROLE_WORDS = {
    Role.STEWARD: N_("Steward: takes check-ins at a place"),
    Role.TILL: N_("Till: honours vouchers"),
    Role.PARTNER_ADMIN: N_("Partner's office: reports, keys and statements"),
    Role.DESK: N_("Desk: serves members in person"),
    Role.AUTHOR: N_("Author: writes editions"),
    Role.APPROVER: N_("Approver: puts a name under what another person wrote"),
    Role.OFFICER: N_("Officer: decides questions and reversals"),
    Role.AUDITOR: N_("Auditor: looks at the book, and changes nothing"),
    Role.KEEPER: N_("Keeper: keeps the staff and the partners, and decides nothing else"),
}
NAME_CHARACTERS_MAX = 80
KEYS_MAX = 5
"""Passkeys of one person."""
INVITED_SECONDS = 7 * 86_400
PROPOSED_SECONDS = 7 * 86_400
AGAIN_SECONDS = 10 * 60
"""Pressed again so soon, by the same person, it is a second press: the link is made anew."""
HALF_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
HALF_LENGTH = 12
"""The half of an invitation that is a code: short enough to be told, too long to be guessed."""
IDLE_SECONDS = 2 * 3_600
SHIFT_SECONDS = 12 * 3_600
"""A shift ends by itself after so long without a page, and after so long in any case."""
SHIFT, IDLE = SHIFT_SECONDS * SECOND, IDLE_SECONDS * SECOND


class StaffPerson(NamedTuple):
    """Somebody of the staff. `programme_id`, `partner_id`: numbers; `programme`, `partner`: ids."""

    staff_id: int
    name: str
    programme_id: int
    programme: str
    time_zone: str
    partner_id: int | None
    partner: str | None
    roles: frozenset[Role]
    has_left: bool = False


def read_name(written: str, *, others: Collection[str]) -> str:
    """Return the name under which somebody will decide and serve.

    Takes:   `others`: the names of who works at the same place already: the programme, or one
             partner. Who works elsewhere is nothing that a partner may learn.
    Refuses: NOT_A_PERSON; STAFF_NAME_TAKEN, as two persons of one name could pass for each other
             where two have to look.

    >>> read_name(" Malee  Srisai ", others=["Anan Wongsa"])
    'Malee Srisai'
    """
    name = " ".join(written.replace("\0", "").split())
    if not is_a_person(name) or len(name) > NAME_CHARACTERS_MAX:
        raise Refused(refusal(Code.NOT_A_PERSON, seen=f'"{name[:NAME_CHARACTERS_MAX]}"'))
    if any(same_person(name, other) for other in others):
        raise Refused(refusal(Code.STAFF_NAME_TAKEN, name=name))
    return name


def must_fit(roles: Collection[Role], *, at_partner: bool) -> None:
    """Return where one person may have these roles.

    Refuses: STAFF_ROLES_DONT_FIT: a partner's people have a partner's roles; who audits, or keeps
             the staff, has no other.

    >>> must_fit({Role.STEWARD, Role.TILL}, at_partner=True)
    """
    known = OF_PARTNERS if at_partner else frozenset(Role) - OF_PARTNERS
    is_mixed = not ALONE.isdisjoint(roles) and len(set(roles)) > 1
    if not roles or not known.issuperset(roles) or is_mixed:
        said = ", ".join(sorted(roles)) or "—"
        raise Refused(
            refusal(Code.STAFF_ROLES_DONT_FIT, roles=said, known=", ".join(sorted(known)))
        )


def must_leave_enough(
    staff: Collection[StaffPerson], *, changed: StaffPerson, can_enter: Collection[int]
) -> None:
    """Return where a programme can still keep its staff after somebody lost roles or passkeys.

    Takes:   `staff`: as it is; `changed`: one of them, as that person is to be; `can_enter`: the
             numbers of who can sign in. Who was only invited can't agree yet, and replaces nobody.
    Refuses: STAFF_NONE_LEFT: one who keeps the staff has to stay, and another who can agree. What
             was missing before isn't this change's doing.
    """
    for counted in (staff, [one for one in staff if one.staff_id in can_enter]):
        had = _needed_in(counted)
        left = _needed_in(changed if one.staff_id == changed.staff_id else one for one in counted)
        compared = zip((1, 2), had, left, strict=True)
        if any(after < least and after < before for least, before, after in compared):
            number = str(changed.staff_id)
            raise Refused(refusal(Code.STAFF_NONE_LEFT, name=changed.name, number=number))


def _needed_in(staff: Iterable[StaffPerson]) -> tuple[int, int]:
    """Return how many keep the staff, and how many can agree: one is needed, and two."""
    roles = [one.roles for one in staff]
    return sum(Role.KEEPER in has for has in roles), sum(bool(SECONDS & has) for has in roles)


def read_half(written: str) -> str:
    """Return the code of an invitation as it was made, however it was typed.

    >>> read_half(" k7qf-93md wx2p ")
    'K7QF93MDWX2P'
    """
    return "".join(letter for letter in written.upper() if letter in HALF_LETTERS)


def shown_half(code: str) -> str:
    """Return the code of an invitation for reading aloud.

    >>> shown_half("K7QF93MDWX2P")
    'K7QF-93MD-WX2P'
    """
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
