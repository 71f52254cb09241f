"""C01: only facts of the closed data catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.facts import fact_findings
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.view import View
from plaudit.core.refusals import N_


def check(view: View) -> Iterator[Finding]:
    """Yield the facts that the data catalogue doesn't have, or has as a kind never to be named."""
    if view.kind == "activity":
        yield from fact_findings(view)


CLAUSE = Clause(
    number="C01",
    plain=N_(
        "Only what stands on a short public list may be written down about you. Anything "
        "else is refused and not kept."
    ),
    text="Only facts of the closed data catalogue may be named; an unknown field is refused at "
    "check and at the door, and not stored.",
    reason=N_(
        "What can be named can be collected. A closed list is the only one that somebody read."
    ),
    layers="GSR",
    instead=(
        N_(
            "Use a kind of fact of the data catalogue: items, kilograms, hours, a band, a material."
        ),
        "Leave the field out: most deeds need no fact at all.",
        "Propose a new kind to the data catalogue, with its purpose and its longest keeping time.",
    ),
    cases=("unknown-field", "unknown-fact", "unknown-table", "unknown-kind"),
    check=check,
)
