"""C06: what a reversal is."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit.core.catalogue.saying import listed, shown
from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.people import is_a_person
from plaudit.core.charter.view import View
from plaudit.core.charter.words import NameWords
from plaudit.core.refusals import N_
from plaudit.core.sentence import sentence


def check(view: View) -> Iterator[Finding]:
    """Yield reasons that aren't in the closed list, and a decision that nobody takes."""
    if view.kind != "edition":
        return
    known = view.registries.reversal_reasons
    for index, reason in enumerate(view.texts("reversal", "reasons")):
        if reason not in known:
            yield view.refuse(
                "C06",
                ("reversal", "reasons", index),
                seen=sentence(
                    N_(
                        "{reason} is not a reason to undo an award. The reasons are faults "
                        "of a report, never of a person."
                    ),
                    reason=shown(reason),
                ),
                write=sentence(N_("Choose from: {known}."), known=listed(known)),
            )
    decided_by = view.text("reversal", "decided_by")
    if decided_by is not None and decided_by.strip() and not is_a_person(decided_by):
        yield view.refuse(
            "C06",
            ("reversal", "decided_by"),
            seen=sentence(
                N_("{decided_by} names no person; a reversal is decided by somebody."),
                decided_by=shown(decided_by),
            ),
            write=sentence(N_('Write a name: decided_by = "Pim Chaiyo, points office".')),
        )


CLAUSE = Clause(
    number="C06",
    plain=N_(
        "A mistake can be put right for 90 days only, by a person with a name, for a "
        "reason from a short list. You can object."
    ),
    text="A reversal undoes one award, at most its amount and what is left, inside 90 days, for a "
    "reason from a closed list, by a named person, open to challenge.",
    reason=N_("A way to correct reports must not become a way to punish people."),
    layers="SR",
    instead=(
        N_("Undo the one award that was reported wrongly, with a reason from the list."),
        "Decide within 90 days, or let the award stand.",
        'Name the person who decides: decided_by = "Pim Chaiyo, points office".',
    ),
    cases=("reversal-for-conduct", "reversal-by-machine", "late-reversal", "no-reversal"),
    names=NameWords("revers* undo* revoke* revocation* annul* void* rescind*"),
    hints=NameWords(
        "takes* double* twice* all* whole* bulk* every* silent* challenge* open_to_challenge "
        "appeal* secret* notice* reason* any* more* extra* penal* balance* below* negative* "
        "machine* auto* system* partner* complaint* month* year* later* without* again* for_ever "
        "always conduct* inform* tell* told* multiple* punitiv* punish* several* other* max* "
        "percent* amount* limit*"
    ),
    check=check,
)
