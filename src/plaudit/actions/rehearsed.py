"""The two editions of a rehearsal as they are here: the published one, and the draft.

A report is a file that somebody sent. What changes between its editions is worked out anew from
their texts, so nobody's sentences have to be believed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from plaudit.actions.examine import Beside
from plaudit.core.catalogue.mistakes import Mistakes
from plaudit.core.catalogue.source import read_source
from plaudit.core.charter.approval import rehearsed_hash
from plaudit.core.charter.view import View, World
from plaudit.core.difference.compare import difference
from plaudit.core.difference.said import Said, said_by
from plaudit.core.difference.telling import in_sentences
from plaudit.core.publishing import place_in_force
from plaudit.core.rehearsal_rows import made_up
from plaudit.core.voice import Voice
from plaudit.store.catalogue import Published, PublishedEdition


@dataclass(frozen=True)
class Rehearsed:
    """What both editions of a rehearsal say."""

    current: Said
    draft: Said

    def sentences(self, voice: Voice) -> list[str]:
        """Return what the draft changes, in words."""
        return in_sentences(difference(self.current, self.draft), voice)

    def made_up(
        self, numbers: Any, *, kinds: Collection[str], partners: Collection[str]
    ) -> str | None:
        """Return what a row of a report is called that nothing here is, if one is.

        `partners`: the programme's, to whom those of both editions come.
        """
        sides = (self.current, self.draft)
        return made_up(
            numbers,
            {"current": self.current.edition, "draft": self.draft.edition},
            activities={**self.current.activities, **self.draft.activities},
            kinds=kinds,
            partners={*partners, *(id for one in sides for id in one.lists.get("partner", ()))},
        )


def find_rehearsed(
    numbers: Any, text: str, *, beside: Beside, published: Published
) -> Rehearsed | None:
    """Return what the editions of a report say; None where one is no more what was rehearsed.

    The published one may have been rehearsed with its own deed types, or with those of the
    catalogue as they are now: its hash says which.
    """
    known, against = beside.activity_texts, numbers["against"]
    if _hash_of(text, known, beside) != numbers["edition_sha256"]:
        return None
    for one in published.editions:
        for activities in (one.activity_texts, known):
            is_it = one.edition.id == against["edition"] and against["edition_sha256"] == _hash_of(
                one.text, activities, beside
            )
            try:
                if is_it:
                    return Rehearsed(said_by(one.text, activities), said_by(text, known))
            except Mistakes:
                return None
    return None


def comparable(published: Published, *, starts_on: int, today: int) -> list[PublishedEdition]:
    """Return what a draft can be rehearsed against: the edition in force, and the one it follows.

    Units: both are day numbers; `starts_on` is the draft's.
    """
    editions = published.editions
    first_days = [one.edition.starts_on for one in editions]
    if not first_days:
        return []
    followed = sum(day < starts_on for day in first_days) - 1
    places = {place_in_force(first_days, today=today), followed} - {-1}
    return [editions[place] for place in sorted(places)]


def _hash_of(text: str, activity_texts: Mapping[str, str], beside: Beside) -> str:
    """Return the hash by which a rehearsal names an edition."""
    activities = {id: read_source(id, one.encode()) for id, one in activity_texts.items()}
    world = World(beside.catalogue.registries, activities)
    return rehearsed_hash(View(read_source("", text.encode()), "edition", world))
