"""C21: nobody earns by reporting on others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plaudit.core.catalogue.saying import shown
from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.registries import Never, Registry
from plaudit.core.charter.view import View
from plaudit.core.charter.words import NameWords, in_words

_NOT_SAID = frozenset(("", "-"))


def check(view: View) -> Iterator[Finding]:
    """Yield a deed type's class and evidence that the registries don't allow.

    Each entry of the registries names its own clause: evidence by photo is C21, by a device C02.
    """
    if view.kind != "activity":
        return
    evidence = view.text("evidence")
    if evidence and evidence not in view.registries.evidence.allowed:
        yield _refused(view, "evidence", evidence, registry=view.registries.evidence)
    elif not evidence and "evidence" not in view.table:
        yield view.refuse(
            "C02",
            ("id",),
            seen="Nothing says how the deed is confirmed.",
            write='Add evidence = "partner_report", or another of the registry.',
        )
    class_id = view.text("class")
    if class_id and class_id not in view.registries.activity_classes.allowed:
        yield _refused(view, "class", class_id, registry=view.registries.activity_classes)


def _refused(view: View, key: str, value: str, *, registry: Registry[Any]) -> Finding:
    entry: Never | None = registry.refusal_of(value)
    if entry is None:
        for never in view.registries.facts.never:
            if never.names.find(value) or in_words(value) == never.id:
                entry = never
                break
    known = ", ".join(registry.allowed)
    if entry is None:
        return view.refuse(
            "C02" if key == "class" else "C01",
            (key,),
            seen=f"{shown(value)} is not in the registry.",
            write=f"Choose from: {known}.",
        )
    return view.refuse(
        entry.clause,
        (key,),
        seen=f"{shown(value)} is not allowed as {key}. {entry.reason}",
        write=entry.instead,
    )


CLAUSE = Clause(
    number="C21",
    text="A report names only the person who did the deed; nobody earns by reporting on others.",
    reason="A city in which neighbours are paid to watch is not a kinder one.",
    layers="GX",
    instead=(
        'Reward what the member did with their own hands: "litter_pick".',
        "Send a report about a thing (a broken lamp) to the city's own desk, without points.",
        'Let a person confirm the deed: evidence = "check_in" or "partner_report".',
    ),
    cases=("watchful-neighbours", "photo-evidence", "bring-a-friend", "neighbourhood-watch"),
    names=NameWords(
        "photo* picture* about_whom* reported_* reporter* witness* accus* informant* "
        "tip_off* neighbour* neighbor* denounc* other_person* referr* referral* friend* "
        "invitee* on_behalf* third_part*"
    ),
    check=check,
)
