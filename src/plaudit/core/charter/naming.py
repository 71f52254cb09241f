"""Ids that say what the charter forbids: `no_fines`, `gold_level`, `lucky_box`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from plaudit.core.catalogue.saying import shown
from plaudit.core.catalogue.scanner import Path
from plaudit.core.charter.clause import Clause
from plaudit.core.charter.clauses import GRAVITY
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.registries import Registries
from plaudit.core.charter.view import View
from plaudit.core.charter.words import in_words
from plaudit.core.marking import N_
from plaudit.core.sentence import Sentence, sentence, worded

_OF_DEEDS = frozenset(("C03", "C23"))
"""Clauses that speak of deeds alone; a reward's id can't offend them."""
_LISTS = ("tally", "rule", "ceiling", "reward", "partner_check")

Offence = tuple[str, Sentence, Sentence]
"""The clause that an id offends, the reason, and what to do instead."""


def naming_findings(view: View, clauses: tuple[Clause, ...]) -> Iterator[Finding]:
    """Yield each id with a word that no id may have, for the gravest clause that it offends."""
    for path, name in _ids(view):
        of_reward = view.kind == "reward" or path[0] == "reward"
        found = offences(name, view.registries, clauses, of_reward=of_reward)
        if found:
            clause, reason, instead = min(found, key=lambda one: GRAVITY[one[0]])
            yield view.refuse(
                clause,
                path,
                seen=sentence(
                    N_("{name} says what is not allowed. {reason}"), name=shown(name), reason=reason
                ),
                write=instead,
            )


@lru_cache(maxsize=20_000)
def offences(
    name: str, registries: Registries, clauses: tuple[Clause, ...], *, of_reward: bool = False
) -> tuple[Offence, ...]:
    """Return the clauses that an id offends, each once, with the reason and what to do instead.

    What no deed may say because it reveals a person (C02) is, as a reward, an essential service.
    """
    joined = registries.innocent.names.without(in_words(name))
    if not any(core in joined for core in _cores(registries, clauses)):
        return ()
    found: dict[str, Offence] = {}
    for clause in clauses:
        if of_reward and clause.number in _OF_DEEDS:
            continue
        own = of_reward and clause.reward_ids.find(joined) is not None
        if own or clause.ids.find(joined) is not None:
            reason, instead = worded(clause.reason), worded(clause.instead[0])
            found[clause.number] = (clause.number, reason, instead)
    for entry in registries.facts.never:
        if entry.names.find(joined) is not None:
            number = entry.reward_clause if of_reward else entry.clause
            found.setdefault(number, (number, entry.reason, entry.instead))
    return tuple(found.values())


@lru_cache(maxsize=8)
def _cores(registries: Registries, clauses: tuple[Clause, ...]) -> frozenset[str]:
    """Return a piece of every word that an id may not have; a name without any is harmless."""
    words = [words for clause in clauses for words in (clause.ids, clause.reward_ids)]
    words += [entry.names for entry in registries.facts.never]
    return frozenset().union(*(one.cores() for one in words))


def _ids(view: View) -> Iterator[tuple[Path, str]]:
    if view.kind != "edition":
        name = view.text("id")
        if name:
            yield ("id",), name
        return
    programme = view.text("edition", "programme")
    if programme:
        yield ("edition", "programme"), programme
    for kind in _LISTS:
        for index, entry in view.entries(kind):
            own = entry.get("id")
            if isinstance(own, str):
                yield (kind, index, "id"), own
