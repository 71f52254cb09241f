"""The form for somebody new, of the office and at a partner: what was typed stands there again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from plaudit.core.refusals import Code, Refusal
from plaudit.core.staff import NAME_CHARACTERS_MAX
from plaudit.pages.staff.reasons import reason_for_staff
from plaudit.pages.voices import GettextVoice


@dataclass(frozen=True, slots=True)
class Written:
    """What came with the form for somebody new, and what is wrong with it."""

    name: str = ""
    roles: frozenset[str] = frozenset()
    name_wrong: str = ""
    roles_wrong: str = ""


def written_wrongly(
    no: Refusal, name: str, roles: Collection[str], *, voice: GettextVoice, roles_wrong: str
) -> Written | None:
    """Return what came with the form, and why it was refused; None where that is another matter.

    Takes:   `roles_wrong`: what is said of roles that don't fit.
    """
    of_roles = no.code == Code.STAFF_ROLES_DONT_FIT
    if not of_roles and no.code not in (Code.NOT_A_PERSON, Code.STAFF_NAME_TAKEN):
        return None
    return Written(
        name=name[:NAME_CHARACTERS_MAX],
        roles=frozenset(roles),
        name_wrong="" if of_roles else reason_for_staff(no, voice),
        roles_wrong=voice.say(roles_wrong) if of_roles else "",
    )
