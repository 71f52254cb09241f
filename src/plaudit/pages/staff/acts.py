"""What staff did, as it is shown: a line for each act, the newest first, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass

from plaudit.core.staff import Role
from plaudit.pages.staff.act_words import ACT_WORDS
from plaudit.pages.staff.shift import Shift
from plaudit.store.staff_acts import acts_of

A_PAGE = 100
_NUMBER_MAX = 2**63 - 1
_DIGITS_MAX = len(str(_NUMBER_MAX))
_OF_PROGRAMME = frozenset({Role.AUDITOR, Role.OFFICER})


@dataclass(frozen=True, slots=True)
class ShownAct:
    """A line of the log."""

    when: str
    who: str
    by_command: bool
    partner: str
    what: str
    about: str


def shown_acts(shift: Shift) -> tuple[list[ShownAct], int | None]:
    """Return what a person may read of the log, and where the next page goes on.

    A partner's office reads what its own people did, and nothing else.
    """
    person, voice = shift.person, shift.voice
    asked = shift.request.GET.get("before", "")
    is_number = asked.isascii() and asked.isdigit() and len(asked) <= _DIGITS_MAX
    before = min(int(asked), _NUMBER_MAX) if is_number else _NUMBER_MAX
    found = acts_of(
        shift.connection,
        person.programme_id,
        partner_id=None if person.roles & _OF_PROGRAMME else person.partner_id,
        before=before,
        how_many=A_PAGE + 1,
    )
    acts = found[:A_PAGE]
    shown = [
        ShownAct(
            when=shift.moment(act.acted_at),
            who=act.who,
            by_command=act.staff_id is None,
            partner=act.partner or "",
            what=voice.say(ACT_WORDS[act.what]) if act.what in ACT_WORDS else act.what,
            about=act.about,
        )
        for act in acts
    ]
    return shown, acts[-1].act_id if len(found) > A_PAGE else None
