"""A reward as an edition offers it: its terms, the same for every member. Source: charter, C11."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plaudit.core.catalogue.edition_fields import Tables
from plaudit.core.catalogue.fields import Reading, Values, Wrong
from plaudit.core.catalogue.mistakes import Mistakes
from plaudit.core.catalogue.offers import REWARD
from plaudit.core.catalogue.source import Source
from plaudit.core.catalogue.whole import PARTNERS_MAX
from plaudit.core.marking import N_
from plaudit.core.rewards import KINDS
from plaudit.core.sentence import sentence

SHARDS_MAX = 16
"""Into how many parts a stock is divided, so that takers don't wait for one another."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms an edition offers a reward. Days are day numbers, `closes_on` not included."""

    id: str
    kind: str
    class_: str
    provider: str
    price_points: int
    stock: int
    opens_on: int
    closes_on: int | None
    at_most_a_month: int | None
    title: Mapping[str, str]
    open_alternative: Mapping[str, str]

    def is_open(self, today: int) -> bool:
        """Return whether it can be taken on a day."""
        return self.opens_on <= today and (self.closes_on is None or today < self.closes_on)


def rewards_of(source: Source) -> list[Terms]:
    """Return the rewards of an edition's file, in the order written.

    Refuses: Mistakes where one isn't written as it should be, is there twice, or is of a class
             that nothing is known to do with.
    """
    here = Reading(source, [])
    written = (source.table or {}).get("reward", [])
    at = here.at("reward")
    tables = Tables(REWARD, most=PARTNERS_MAX).read(written, at)
    read = [] if isinstance(tables, Wrong) else list(tables)
    found: dict[str, Terms] = {}
    for index, values in enumerate(read):
        if isinstance(values, Wrong) or here.mistakes:
            continue
        kind = kind_of_class(values["class"])
        if kind is None:
            at.at(index, "class").refuse(
                sentence(
                    N_("There is nothing to do with a reward of class {name}."),
                    name=values["class"],
                ),
                sentence(N_("Choose one from the registry of reward classes.")),
            )
        elif values["id"] in found:
            at.at(index, "id").refuse(
                sentence(N_("Another reward has this id.")), sentence(N_("Choose another id."))
            )
        else:
            found[values["id"]] = _terms(values, kind)
    if here.mistakes:
        raise Mistakes(here.mistakes)
    return list(found.values())


def kind_of_class(name: str) -> str | None:
    """Return the kind that serves a class of rewards.

    >>> kind_of_class("meal"), kind_of_class("lottery")
    ('discount', None)
    """
    return next((kind.id for kind in KINDS.values() if name in kind.classes), None)


def _terms(values: Values, kind: str) -> Terms:
    return Terms(
        id=values["id"],
        kind=kind,
        class_=values["class"],
        provider=values["provider"],
        price_points=values["price_points"],
        stock=values["stock"],
        opens_on=values["opens_on"],
        closes_on=values["closes_on"],
        at_most_a_month=values["at_most_a_month"],
        title=values["title"],
        open_alternative=values.get("open_alternative", {}),
    )


def shards_of(stock: int) -> list[int]:
    """Return a stock divided into shards.

    >>> shards_of(200) == [13] * 8 + [12] * 8, shards_of(3)
    (True, [1, 1, 1])
    """
    shards = min(SHARDS_MAX, stock)
    each, over = divmod(stock, shards)
    return [each + (shard < over) for shard in range(shards)]
