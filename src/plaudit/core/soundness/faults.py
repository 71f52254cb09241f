"""What can be held against an edition, and what it is judged with."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from plaudit.core.activity import Activity
from plaudit.core.catalogue.saying import listed
from plaudit.core.edition import Edition, Stage
from plaudit.core.marking import N_
from plaudit.core.sentence import Sentence, sentence

TableName = Literal["tally", "rule", "ceiling"]
Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that makes an edition unsound: where, what was seen, what to write.

    `index` counts the tallies, rules or ceilings in the order written; `keys` lead into that one.
    """

    table: TableName
    index: int
    keys: Keys
    seen: Sentence
    write: Sentence
    on_key: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What an edition is judged with.

    `unread` are activities whose files have mistakes, `partly` the ids of stages of which not all
    could be read ("" where the id couldn't): nothing is held against an edition because of them.
    `whole` says that everything of the edition was read.
    """

    activities: Mapping[str, Activity]
    unread: Collection[str] = frozenset()
    partly: Collection[str] = frozenset()
    whole: bool = True

    def of(self, ids: Iterable[str]) -> tuple[Activity, ...]:
        """Return the known ones of some activities."""
        return tuple(self.activities[name] for name in ids if name in self.activities)


@dataclass(frozen=True, slots=True)
class Placed:
    """A stage with its place in the edition."""

    stage: Stage
    index: int

    def fault(
        self, *keys: str | int, seen: Sentence, write: Sentence, on_key: bool = False
    ) -> Fault:
        """Return a fault of this stage."""
        return Fault(self.stage.kind, self.index, keys, seen, write, on_key=on_key)


def placed(edition: Edition) -> tuple[Placed, ...]:
    """Return every stage with its place among those of its kind."""
    of_kind = (edition.tallies(), edition.rules())
    return tuple(Placed(stage, index) for some in of_kind for index, stage in enumerate(some))


def watched(edition: Edition, stage: Stage) -> tuple[str, ...]:
    """Return the activities that can reach a stage, through tallies too; none through a circle."""
    tallies = {tally.id: tally for tally in edition.tallies()}
    seen: set[str] = set()
    while stage.on_tally is not None:
        if stage.on_tally in seen or stage.on_tally not in tallies:
            return ()
        seen.add(stage.on_tally)
        stage = tallies[stage.on_tally]
    return stage.on


def suggestion(
    name: str, known: Iterable[str], *, is_key: bool = False, sign: str = ""
) -> Sentence:
    """Return what to write instead of a name that isn't known; keys stand without quotes.

    `sign` stands before a near name: `tally:`.

    >>> suggestion("cup", ["cups", "kg"]), suggestion("zebra", ["cups"]), suggestion("a", [])
    ('Write "cups".', 'Known are: "cups".', 'None is known.')
    """
    names = list(known)
    near = get_close_matches(name, names, n=1)
    quote = "" if is_key else '"'
    if near:
        return sentence(N_("Write {near}."), near=f"{quote}{sign}{near[0]}{quote}")
    if not names:
        return sentence(N_("None is known."))
    return sentence(N_("Known are: {known}."), known=listed(names, quoted=not is_key))
