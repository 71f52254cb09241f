"""C24: what partners may report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plaudit.core.catalogue.saying import listed, shown
from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.registries import Never, PartnerKind, Registry
from plaudit.core.charter.stages import TALLY_SIGN, stages, used_activities
from plaudit.core.charter.view import Table, View
from plaudit.core.charter.words import NameWords, Phrases, in_words
from plaudit.core.refusals import N_
from plaudit.core.sentence import Sentence, sentence, worded


def check(view: View) -> Iterator[Finding]:
    """Yield partners without limits, of a kind that may not report, and deeds nobody reports."""
    if view.kind != "edition":
        return
    used = used_activities(view)
    reported: set[str] = set()
    for index, partner in view.entries("partner"):
        activities = view.texts("partner", index, "activities")
        reported.update(activities)
        yield from _kind(view, index, partner, reports=bool(activities))
        if activities:
            yield from _limits(view, index, partner)
        for at, activity in enumerate(activities):
            yield from _registered(view, ("partner", index, "activities", at), activity, used=used)
    none_said = any(partner.get("activities") == [] for _, partner in view.entries("partner"))
    if isinstance(view.value("partner"), list) and not none_said:
        yield from _nobody_reports(view, used, reported)
    if isinstance(view.value("partner"), list):
        yield from _conditions(view)


def _kind(view: View, index: int, partner: Table, *, reports: bool) -> Iterator[Finding]:
    named, path = view.text("partner", index, "kind"), ("partner", index, "kind")
    if not named:
        return
    kinds = view.registries.partner_kinds
    registered = view.registries.partners.get(str(partner.get("id")))
    if registered is not None and registered.kind != named:
        refused = kinds.refusal_of(registered.kind)
        yield view.refuse(
            _clause(refused, reports=reports),
            path,
            seen=sentence(
                N_("The registry of partners knows {registered} as {kind}, not as {named}."),
                registered=shown(registered.id),
                kind=registered.kind,
                named=named,
            ),
            write=sentence(N_('Write kind = "{kind}".'), kind=registered.kind)
            if refused is None
            else refused.instead,
        )
        return
    kind = kinds.allowed.get(named)
    if kind is None:
        refused = kinds.refusal_of(named)
        clause = _clause(refused, reports=reports)
        seen, write = _no_kind(named, kinds, refused)
        yield view.refuse(clause, path, seen=seen, write=write)
        return
    yield from _of_kind(view, index, kind, reports=reports)


def _no_kind(
    named: str, kinds: Registry[PartnerKind], refused: Never | None
) -> tuple[Sentence, Sentence]:
    """Return what is seen, and what to write, where no partner may be of a kind."""
    if refused is not None:
        seen = sentence(
            N_("{named} can't be a partner. {reason}"), named=shown(named), reason=refused.reason
        )
        return seen, refused.instead
    seen = sentence(N_("{named} is not in the registry of partner kinds."), named=shown(named))
    return seen, sentence(N_("Choose from: {known}."), known=listed(kinds.allowed))


def _clause(refused: Never | None, *, reports: bool) -> str:
    if refused is None:
        return "C24" if reports else "C12"
    return refused.report_clause if reports else refused.reward_clause


def _of_kind(view: View, index: int, kind: PartnerKind, *, reports: bool) -> Iterator[Finding]:
    if reports and not kind.reports:
        yield view.refuse(
            "C24",
            ("partner", index, "activities"),
            seen=sentence(
                N_("{kind} ({title}) gives rewards and reports nothing."),
                kind=kind.id,
                title=kind.title,
            ),
            write=sentence(
                N_("Leave activities out, or let a partner of another kind report them.")
            ),
            on_key=True,
        )
    name = f"{view.text('partner', index, 'id') or ''}"
    if _ends_otherwise(view, name) and name not in view.registries.partners:
        yield view.ask(
            "C24",
            ("partner", index, "id"),
            seen=sentence(
                N_("{name} says it is of the kind {kind}, but its name says otherwise."),
                name=shown(name),
                kind=kind.id,
            ),
            question=sentence(
                N_("Is it really {title}, run by somebody whom nobody depends on?"),
                title=kind.title,
            ),
        )


def _ends_otherwise(view: View, name: str) -> bool:
    """Return whether a name ends in a word of a kind that may be no partner: `city-hospital`."""
    words = [entry.names.find(name) for entry in view.registries.partner_kinds.never]
    return any(word and in_words(name).endswith(word) for word in words)


def _limits(view: View, index: int, partner: Table) -> Iterator[Finding]:
    for key, example, words in (
        ("back_date_days", "7", N_("how many days back it may report")),
        ("budget_points_a_week", "3000", N_("how many points its reports may give in a week")),
    ):
        if key not in partner:
            yield view.refuse(
                "C24",
                ("partner", index),
                seen=sentence(
                    N_("{key} is missing: nothing says {words}."), key=key, words=worded(words)
                ),
                write=sentence(N_("Add {key} = {example}."), key=key, example=example),
                on_key=True,
            )


def _registered(
    view: View, path: tuple[str | int, ...], activity: str, *, used: list[str]
) -> Iterator[Finding]:
    if activity not in view.world.activities:
        known = view.world.activities
        yield view.refuse(
            "C24",
            path,
            seen=sentence(
                N_("There is no deed type {activity} in the registry."), activity=shown(activity)
            ),
            write=sentence(N_("Choose from: {known}."), known=listed(known)),
        )
    elif activity not in used and _all_sound(view):
        yield view.refuse(
            "C24",
            path,
            seen=sentence(
                N_("No rule counts {activity}: it would be reported for nothing."),
                activity=activity,
            ),
            write=sentence(N_("Take it out of the list, or add a rule for it.")),
        )


def _all_sound(view: View) -> bool:
    """Return whether every stage says what it watches, so that what is left out is known."""
    tallies = {str(tally.get("id")) for _, tally in view.entries("tally")}
    for kind in ("tally", "rule"):
        written = view.value(kind)
        if written is not None and not isinstance(written, list):
            return False
        for index, stage in enumerate(written or ()):
            names = view.texts(kind, index, "on") if isinstance(stage, Mapping) else []
            if not names or not all(
                name in view.world.activities or name.removeprefix(TALLY_SIGN) in tallies
                for name in names
            ):
                return False
    return True


def _nobody_reports(view: View, used: list[str], reported: set[str]) -> Iterator[Finding]:
    for kind, index, _ in stages(view):
        for activity in view.texts(kind, index, "on"):
            if activity in used and activity not in reported and activity in view.world.activities:
                reported.add(activity)
                yield view.refuse(
                    "C24",
                    (kind, index, "on"),
                    seen=sentence(
                        N_("No partner is registered to report {activity}."), activity=activity
                    ),
                    write=sentence(
                        N_('Add it to a partner: activities = ["{activity}"].'), activity=activity
                    ),
                )


def _conditions(view: View) -> Iterator[Finding]:
    known = [partner.get("id") for _, partner in view.entries("partner")]
    for kind, index, stage in stages(view):
        when = stage.get("when")
        if not isinstance(when, Mapping):
            continue
        for partner in view.texts(kind, index, "when", "partner"):
            if partner not in known:
                yield view.refuse(
                    "C24",
                    (kind, index, "when", "partner"),
                    seen=sentence(
                        N_("{partner} is not a partner of this edition."), partner=shown(partner)
                    ),
                    write=sentence(N_("Choose from: {known}."), known=listed(map(str, known))),
                )


CLAUSE = Clause(
    number="C24",
    plain=N_(
        "A partner can report only what it is registered for, not too late, and not more "
        "than its budget."
    ),
    text="Partners report only the deed types they are registered for, inside their budget and "
    "back-date limit (30 days at most), not for their own staff alone.",
    reason=N_("Points are money of the city; whoever can give them needs limits."),
    layers="XR",
    instead=(
        N_('Name the deed types that the partner reports: activities = ["cup_return"].'),
        "State its budget and how far back it may report: budget_points_a_week, back_date_days.",
        "Let it report for every member who does the deed.",
    ),
    cases=("no-budget", "back-dated-90-days", "own-staff", "nobody-reports", "wrong-kind"),
    names=NameWords(
        "own_staff* staff* employees_only* own_employees* colleagues* no_budget* any_activity* "
        "all_activities* back_date* backdate* budget* overdraw* for_its_own* unlimited_budget* "
        "may_report* report_any* reports_any* any_deed* all_deeds* every_deed* "
        "without_registration* unregistered* self_register* registers_itself* own_people* "
        "own_workers* own_team* own_members_only* for_staff* reports_for* reports_itself* "
        "reports_own* family_of_owner* relatives_only* no_limit* limitless* credit_line* "
        "unlimited* retroactive* backdat* late_reports* past_reports* can_report* all_reports*"
    ),
    hints=NameWords(
        "late* days* limit* max* budget* employee* worker* staff* any* all* own* self*"
    ),
    phrases=Phrases(
        {
            "en": (
                "own staff; staff only; our employees; its employees; own employees; "
                "only our staff; for our staff; our staff only; for staff; staff of; "
                "staff members; our own people; only employees; for employees of; employees of; "
                "for our employees; our own members only; only for members of our; "
                "club members only; closed group; friends of the owner; our workers"
            ),
            "th": ("เฉพาะพนักงาน; พนักงานของตน; สำหรับพนักงาน; เฉพาะบุคลากร; เฉพาะเจ้าหน้าที่; พนักงานเท่านั้น"),
            "zh-Hans": (
                "仅限员工; 本单位员工; 内部员工; 本公司; 本店员工; 职工专; 内部; 仅限职工; 本单位"
            ),
        }
    ),
    question=N_("Is a deed open to every member, or only to a partner's own people?"),
    check=check,
)
