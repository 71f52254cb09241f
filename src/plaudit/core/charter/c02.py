"""C02: nothing of health, belief, offences, bodies, traces, devices, meters, school, money."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.view import View
from plaudit.core.refusals import N_
from plaudit.core.sentence import sentence


def check(view: View) -> Iterator[Finding]:
    """Yield deed types and reporting partners that reveal what nobody may record."""
    if view.kind == "activity":
        yield from _class(view)
    if view.kind == "edition":
        yield from _classes_of_partners(view)


def _class(view: View) -> Iterator[Finding]:
    """Ask a person where a new deed type doesn't say what kind of deed it is."""
    if view.value("class") is not None or view.registries.class_of(view.text("id") or ""):
        return
    yield view.ask(
        "C02",
        ("id",),
        seen=sentence(
            N_("This deed type doesn't say its class, and the registry doesn't know it.")
        ),
        question=sentence(
            N_(
                "What kind of deed is it, and does it say anything about health, belief, "
                "money, family, offences or places? Then add its class, like class = "
                '"reuse".'
            )
        ),
    )


def _classes_of_partners(view: View) -> Iterator[Finding]:
    for index, partner in view.entries("partner"):
        kind = view.registries.partner_kinds.allowed.get(str(partner.get("kind")))
        for activity in view.texts("partner", index, "activities") if kind else ():
            source = view.world.activities.get(activity)
            class_id = str((source.table or {}).get("class", "")) if source else ""
            class_id = class_id or view.registries.class_of(activity)
            if kind is not None and class_id in kind.not_classes:
                yield view.refuse(
                    "C02",
                    ("partner", index, "activities"),
                    seen=sentence(
                        N_(
                            "{activity} is a deed of class {class_id}, and {title} reports it: "
                            "that is a school record."
                        ),
                        activity=activity,
                        class_id=class_id,
                        title=kind.title,
                    ),
                    write=sentence(
                        N_("Let another kind of partner report it, or take it out of the list.")
                    ),
                )


CLAUSE = Clause(
    number="C02",
    plain=N_(
        "Nothing about your health, faith, money, police record, school marks, or where "
        "you go is ever collected."
    ),
    text="No special-category, criminal, sanction, biometric, location-trace, device-telemetry, "
    "household-meter, school-record or finance data, nor a deed type that reveals it.",
    reason=N_("Such data can ruin a life, and points would pay people to give it away."),
    layers="SXP",
    instead=(
        N_('Report a band instead of a trace: values = ["1-9", "10-19", "20 or more"].'),
        'Use the one deed type "volunteering" instead of naming a parish, a party or a clinic.',
        'Let a person confirm the deed instead of a device: evidence = "check_in".',
        "Reward a deed that anyone can do and that says nothing about the one who does it.",
    ),
    cases=(
        "good-patients",
        "sleep-and-scales",
        "list-of-stops",
        "kept-appointments",
        "meter-readings",
    ),
    check=check,
)
