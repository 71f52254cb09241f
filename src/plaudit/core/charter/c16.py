"""C16: a rule reads deeds of its own programme only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plaudit.core.catalogue.saying import shown
from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.stages import stages, watched
from plaudit.core.charter.view import View
from plaudit.core.charter.words import NameWords
from plaudit.core.refusals import N_
from plaudit.core.sentence import sentence

_SEPARATORS = re.compile(r"[:/.@#|\\]+")


def check(view: View) -> Iterator[Finding]:
    """Yield an edition in the folder of another programme, and stages that read another's deeds."""
    if view.kind != "edition":
        return
    programme = view.text("edition", "programme") or ""
    folder = view.world.programme
    yield from _foreign(view, programme)
    if programme and folder and programme != folder:
        yield view.refuse(
            "C16",
            ("edition", "programme"),
            seen=sentence(
                N_("The programme is {programme}, but the file is in the folder of {folder}."),
                programme=shown(programme),
                folder=shown(folder),
            ),
            write=sentence(N_('Write programme = "{folder}", or move the file.'), folder=folder),
        )


def _foreign(view: View, programme: str) -> Iterator[Finding]:
    """Yield each `on` that puts another programme before an activity: "lakeside:cup_return"."""
    for kind, index, stage in stages(view):
        for name in watched(stage):
            before, *rest = _SEPARATORS.split(name)
            if name in view.world.activities or not rest or before in ("", "tally", programme):
                continue
            yield view.refuse(
                "C16",
                (kind, index, "on"),
                seen=sentence(
                    N_("{name} reads deeds of another programme, {before}."),
                    name=shown(name),
                    before=shown(before),
                ),
                write=sentence(N_('Name an activity of this programme: on = "cup_return".')),
            )


CLAUSE = Clause(
    number="C16",
    plain=N_("A programme looks at its own deeds only, never at those of another programme."),
    text="A rule reads deeds of its own programme only.",
    reason=N_("Programmes that read each other become one file on a person."),
    layers="G",
    instead=(
        N_('Name an activity that this programme\'s partners report: on = "cup_return".'),
        "Let the other programme give its own points for its own deeds.",
    ),
    cases=("other-programme", "imported-points"),
    names=NameWords(
        "other_programme* from_programme* programmes programme cross_* external_* "
        "partner_programme* points_from* read_from* reads_from* reads federat* shared_total* "
        "city_score* national_* sync* reads_deeds* read_deeds* deeds_of* deeds_from_* "
        "shares_deeds* linked_program* linked_* link_to* links_to* merge* merged* combine* "
        "combined_with* joint_with* pooled* pool_with* other_city* other_cities* "
        "neighbouring_city* airline* miles* exchanged_with* exchange_with* exchanges_with* "
        "swap_with* swaps_with* transfer_from* transfers_from* transfer_to* transfer_in* "
        "balance_from* points_of_other* partner_city* roaming* interop* portable_from* "
        "also_counts* counts_elsewhere* elsewhere* joined_with* common_with* shared_with_program* "
        "sister_program* umbrella* network* imports_deeds* import_deeds* imports_from_program*"
    ),
    check=check,
)
