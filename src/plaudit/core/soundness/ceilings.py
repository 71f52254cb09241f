"""What keeps ceilings free of the order of deeds. Source: design, section 3, conditions 2 and 3."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit.core.edition import Ceiling, Edition
from plaudit.core.marking import N_
from plaudit.core.period import Period, holds
from plaudit.core.sentence import Sentence, sentence
from plaudit.core.soundness.faults import Fault, Known, suggestion


def ceiling_faults(edition: Edition, known: Known) -> Iterator[Fault]:
    """Yield everything that stands against the ceilings of an edition."""
    for index, ceiling in enumerate(edition.ceilings):
        yield from _rule_faults(ceiling, index, edition=edition, known=known)
        if ceiling.id not in known.partly:
            for earlier in edition.ceilings[:index]:
                if earlier.id not in known.partly:
                    yield from _nesting_faults(ceiling, index, earlier=earlier)


def _rule_faults(
    ceiling: Ceiling, index: int, *, edition: Edition, known: Known
) -> Iterator[Fault]:
    rules = {rule.id: rule for rule in edition.rules()}
    for at, name in enumerate(ceiling.rules):
        if name not in rules:
            if "" not in known.partly:
                yield Fault(
                    "ceiling",
                    index,
                    ("rules", at),
                    _no_such_rule(name, edition),
                    suggestion(name, rules),
                )
            continue
        inner = rules[name].period
        if {name, ceiling.id} & set(known.partly) or holds(ceiling.period, inner):
            continue
        allowed = [period for period in Period if holds(period, inner)]
        yield Fault(
            "ceiling",
            index,
            ("per",),
            seen=sentence(
                N_(
                    'This ceiling takes in the rule "{name}", which is per {inner}; not '
                    "every {inner} lies whole inside one {period}."
                ),
                name=name,
                inner=inner,
                period=ceiling.period,
            ),
            write=sentence(N_("Write one of: {known}."), known=", ".join(allowed)),
        )


def _no_such_rule(name: str, edition: Edition) -> Sentence:
    if any(tally.id == name for tally in edition.tallies()):
        return sentence(
            N_('"{name}" is a tally, which gives no points; a ceiling is over rules.'), name=name
        )
    if any(ceiling.id == name for ceiling in edition.ceilings):
        return sentence(N_('"{name}" is a ceiling; a ceiling is over rules.'), name=name)
    return sentence(N_('There is no rule "{name}".'), name=name)


def _nesting_faults(ceiling: Ceiling, index: int, *, earlier: Ceiling) -> Iterator[Fault]:
    """Yield what condition 3 says of two ceilings that share a rule."""
    shared = [name for name in earlier.rules if name in ceiling.rules]
    if not shared:
        return
    missing = [name for name in earlier.rules if name not in ceiling.rules]
    if missing:
        names = ", ".join(f'"{name}"' for name in missing)
        yield Fault(
            "ceiling",
            index,
            ("rules",),
            seen=sentence(
                N_(
                    'This ceiling shares the rule "{rule}" with the earlier ceiling '
                    '"{earlier}", but leaves out {names} of that one.'
                ),
                rule=shared[0],
                earlier=earlier.id,
                names=names,
            ),
            write=sentence(
                N_("Add {names} here, or write this ceiling before that one."), names=names
            ),
        )
    if not holds(ceiling.period, earlier.period):
        yield _period_fault(ceiling, index, earlier=earlier, shared=shared[0])


def _period_fault(ceiling: Ceiling, index: int, *, earlier: Ceiling, shared: str) -> Fault:
    allowed = [period for period in Period if holds(period, earlier.period)]
    return Fault(
        "ceiling",
        index,
        ("per",),
        seen=sentence(
            N_(
                'This ceiling shares the rule "{rule}" with the earlier ceiling "{earlier}", which '
                "is per {period}; not every {period} lies whole inside one {own}."
            ),
            rule=shared,
            earlier=earlier.id,
            period=earlier.period,
            own=ceiling.period,
        ),
        write=sentence(N_("Write one of: {known}."), known=", ".join(allowed)),
    )
