"""Facts of an activity against the closed data catalogue. Serves C01, C02, C09, C21 and C22."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from plaudit.core.catalogue.saying import listed, shown
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.registries import FactKind, Never, Registries
from plaudit.core.charter.view import Table, View
from plaudit.core.charter.words import in_words
from plaudit.core.marking import N_
from plaudit.core.sentence import Sentence, sentence

_BAND = re.compile(
    r"(?:(?:under|below|less than|up to|at most) )?\d{1,6}"
    r"(?: ?(?:-|–|to) ?\d{1,6}| or more| or less|\+)?(?: [a-z]{1,12}){0,2}"
)
_ID = re.compile(r"[a-z][a-z0-9_-]*")
_VALUES_MAX_OF_A_BAND = 12
"""A band of a month has a few steps; more are a count, and a count of days is a trace."""


def fact_findings(view: View) -> Iterator[Finding]:
    """Yield what the data catalogue says against the facts of an activity, of every clause."""
    facts = view.value("facts")
    if isinstance(facts, Mapping):
        for name, fact in facts.items():
            yield from _of_fact(view, str(name), fact if isinstance(fact, Mapping) else {})


def never_fact(registries: Registries, name: str, *, of_value: bool = False) -> Never | None:
    """Return the entry that a fact's name, kind, unit or choice falls under."""
    name = registries.innocent.names.without(name)
    for entry in registries.facts.never:
        if entry.names.find(name) is not None or in_words(name) == entry.id:
            return entry
        if not of_value and entry.fact_names.find(name) is not None:
            return entry
    return None


def kind_of(registries: Registries, name: str, fact: Table) -> FactKind | None:
    """Return the kind of a fact: the one that it names, or the one that lists its name."""
    wanted = fact.get("kind")
    if isinstance(wanted, str) and wanted:
        return registries.facts.allowed.get(wanted)
    for kind in registries.facts.allowed.values():
        if name == kind.id or name in kind.names:
            return kind
    return None


def _of_fact(view: View, name: str, fact: Table) -> Iterator[Finding]:
    """Yield at most one finding: the first thing that is wrong about a fact says enough."""
    path = ("facts", name)
    for key, text in _names_of(name, fact):
        refused = never_fact(view.registries, text, of_value="values" in key)
        if refused is not None:
            yield view.refuse(
                refused.clause,
                (*path, *key),
                seen=sentence(
                    N_("{text} names {title}. {reason}"),
                    text=shown(text),
                    title=refused.title,
                    reason=refused.reason,
                ),
                write=refused.instead,
                on_key=not key,
            )
            return
    kind = kind_of(view.registries, name, fact)
    if kind is None:
        yield _unknown(view, name, fact)
        return
    yield from _against_kind(view, name, fact, kind=kind)


def _names_of(name: str, fact: Table) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield each name that a fact uses, with its place inside the fact."""
    yield (), name
    for key in ("kind", "unit"):
        value = fact.get(key)
        if isinstance(value, str):
            yield (key,), value
    for index, value in enumerate(_choices(fact)):
        if isinstance(value, str):
            yield ("values", index), value


def _choices(fact: Table) -> list[object]:
    """Return the choices of a fact; one alone is a list of one."""
    values = fact.get("values")
    return values if isinstance(values, list) else [] if values is None else [values]


def _unknown(view: View, name: str, fact: Table) -> Finding:
    known = view.registries.facts.allowed
    if "kind" in fact:
        return view.refuse(
            "C01",
            ("facts", name, "kind"),
            seen=sentence(
                N_("{fact} is not a kind of fact in the data catalogue."), fact=shown(fact["kind"])
            ),
            write=sentence(N_("Use one of: {known}."), known=listed(known)),
        )
    return view.refuse(
        "C01",
        ("facts", name),
        seen=sentence(N_("{name} is not in the data catalogue."), name=name),
        write=sentence(N_("Leave it out, or say its kind, one of: {known}."), known=listed(known)),
        on_key=True,
    )


def _against_kind(view: View, name: str, fact: Table, *, kind: FactKind) -> Iterator[Finding]:
    path = ("facts", name)
    fact_type, unit = fact.get("type"), fact.get("unit")
    if isinstance(fact_type, str) and fact_type not in kind.types:
        yield view.refuse(
            "C01",
            (*path, "type"),
            seen=sentence(
                N_("{name} is of the kind {kind}, which is never {fact_type}."),
                name=name,
                kind=kind.id,
                fact_type=shown(fact_type),
            ),
            write=sentence(N_("Write type = {types}."), types=listed(kind.types, quoted=True)),
        )
        return
    if isinstance(unit, str) and kind.units and unit not in kind.units:
        yield view.refuse(
            "C01",
            (*path, "unit"),
            seen=sentence(
                N_("{name} is of the kind {kind}, which isn't counted in {unit}."),
                name=name,
                kind=kind.id,
                unit=shown(unit),
            ),
            write=sentence(N_("Use one of: {known}."), known=listed(kind.units)),
        )
        return
    elsewhere = list(_out_of_place(view, name, kind=kind))
    yield from elsewhere or _values(view, name, fact, kind=kind)


def _out_of_place(view: View, name: str, *, kind: FactKind) -> Iterator[Finding]:
    """Yield a fact whose kind has no place in deeds of this class."""
    class_id = view.text("class") or view.registries.class_of(view.text("id") or "")
    known = class_id in view.registries.activity_classes.allowed
    if known and kind.classes and class_id not in kind.classes:
        yield view.refuse(
            "C02" if kind.form else "C01",
            ("facts", name),
            seen=sentence(
                N_(
                    "{name} is of the kind {kind}, which has no place in deeds of class "
                    "{class_id}: there it would say more than the deed."
                ),
                name=name,
                kind=kind.id,
                class_id=class_id,
            ),
            write=sentence(
                N_("Leave it out; it belongs to {classes}."), classes=listed(kind.classes)
            ),
            on_key=True,
        )


def _values(view: View, name: str, fact: Table, *, kind: FactKind) -> Iterator[Finding]:
    texts = [value for value in _choices(fact) if isinstance(value, str)]
    path = ("facts", name, "values")
    if kind.form == "band":
        seen = _no_band(name, texts)
        write = sentence(N_('Write bands of numbers: values = ["1-9", "10-19", "20 or more"].'))
        if seen is not None:
            yield view.refuse("C02", path, seen=seen, write=write)
    elif kind.values:
        unknown = [text for text in texts if text not in kind.values]
        if unknown:
            yield view.refuse(
                "C01",
                path,
                seen=sentence(
                    N_("{value} is not a value of the kind {kind}."),
                    value=shown(unknown[0]),
                    kind=kind.id,
                ),
                write=sentence(N_("Use some of: {values}."), values=listed(kind.values)),
            )
    elif kind.form == "id":
        free = [text for text in texts if _ID.fullmatch(text) is None]
        if free:
            yield view.refuse(
                "C01",
                path,
                seen=sentence(
                    N_("{value} is not an id; free text has no place in a fact."),
                    value=shown(free[0]),
                ),
                write=sentence(
                    N_('Write ids of small letters, digits, "_" and "-", like "city_museum".')
                ),
            )


def _no_band(name: str, texts: list[str]) -> Sentence | None:
    """Return why choices are no bands of numbers, or None."""
    other = [text for text in texts if _BAND.fullmatch(text.lower()) is None]
    if other:
        return sentence(
            N_("{name} is a band, but {other} is none: a list of places or times is a trace."),
            name=name,
            other=shown(other[0]),
        )
    if len(texts) > _VALUES_MAX_OF_A_BAND:
        return sentence(
            N_("{name} has {number} steps; a band has {most} at most."),
            name=name,
            number=len(texts),
            most=_VALUES_MAX_OF_A_BAND,
        )
    return None
