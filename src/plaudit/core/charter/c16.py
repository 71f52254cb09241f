"""C16: a rule reads deeds of its own programme only."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit.core.catalogue.saying import shown
from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.view import View
from plaudit.core.charter.words import NameWords


def check(view: View) -> Iterator[Finding]:
    """Yield an edition that stands in the folder of another programme."""
    programme = view.text("edition", "programme")
    folder = view.world.programme
    if view.kind == "edition" and programme and folder and programme != folder:
        yield view.refuse(
            "C16",
            ("edition", "programme"),
            seen=f"The programme is {shown(programme)}, but the file is in the folder of "
            f"{shown(folder)}.",
            write=f'Write programme = "{folder}", or move the file.',
        )


CLAUSE = Clause(
    number="C16",
    text="A rule reads deeds of its own programme only.",
    reason="Programmes that read each other become one file on a person.",
    layers="G",
    instead=(
        'Name an activity that this programme\'s partners report: on = "cup_return".',
        "Let the other programme give its own points for its own deeds.",
    ),
    cases=("other-programme", "imported-points"),
    names=NameWords(
        "other_programme* from_programme* programmes programme cross_* external_* "
        "partner_programme* points_from* read_from* reads_from* reads federat* shared_total* "
        "city_score* national_* sync*"
    ),
    check=check,
)
