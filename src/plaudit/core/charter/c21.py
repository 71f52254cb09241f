"""C21: nobody earns by reporting on others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plaudit.core.catalogue.saying import listed, shown
from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.registries import Never, Registry
from plaudit.core.charter.view import View
from plaudit.core.charter.words import NameWords, in_words
from plaudit.core.refusals import N_
from plaudit.core.sentence import sentence

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
            seen=sentence(N_("Nothing says how the deed is confirmed.")),
            write=sentence(N_('Add evidence = "partner_report", or another of the registry.')),
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
    known = listed(registry.allowed)
    if entry is None:
        return view.refuse(
            "C02" if key == "class" else "C01",
            (key,),
            seen=sentence(N_("{value} is not in the registry."), value=shown(value)),
            write=sentence(N_("Choose from: {known}."), known=known),
        )
    return view.refuse(
        entry.clause,
        (key,),
        seen=sentence(
            N_("{value} is not allowed as {key}. {reason}"),
            value=shown(value),
            key=key,
            reason=entry.reason,
        ),
        write=entry.instead,
    )


CLAUSE = Clause(
    number="C21",
    plain=N_(
        "A report is only about the person who did the deed. Nobody gets points for "
        "telling on others."
    ),
    text="A report names only the person who did the deed; nobody earns by reporting on others.",
    reason=N_("A city in which neighbours are paid to watch is not a kinder one."),
    layers="GX",
    instead=(
        N_('Reward what the member did with their own hands: "litter_pick".'),
        "Send a report about a thing (a broken lamp) to the city's own desk, without points.",
        'Let a person confirm the deed: evidence = "check_in" or "partner_report".',
    ),
    cases=("watchful-neighbours", "photo-evidence", "bring-a-friend", "neighbourhood-watch"),
    names=NameWords(
        "photo* picture* about_whom* reported_* reporter* witness* accus* informant* tip_off* "
        "neighbour* neighbor* denounc* other_person* referr* referral* friend* invitee* on_behalf* "
        "reporter_* reporting* denunciat* tell_on* tells_on* informs_on* inform_on* informer* "
        "offender* culprit* litterer* vandal* complaint* complain* watch_over* watches_* observ* "
        "sighting* bystander_report* whistle* snitch* recruit* invite* invites* invited_friends* "
        "invitation_points* bring_friend* brings_friend* brought_friend* friends* guests_brought* "
        "head_hunt* affiliate* downline* sponsor_points* buddy* rates_others* rate_others* "
        "rates_members* vote_on_members* confirms_others* peer* about_others* other_people* "
        "neighbours_* evidence_photo* video* camera* vouch vouches vouching vouch_for*"
    ),
    hints=NameWords("report* reports_on* photo name_of* names_of* who* others* proof*"),
    ids=NameWords(
        "complaint* complain* *_complaint tip_about* tip_off* tips_on* call_the_police* hotline* "
        "litterer* vandal* offender* culprit* thief thieves dumper* illegal* trespass* cheater* "
        "cheaters rule_breaker* denunciat* inform_on* informer* tell_on* telltale* snitch* "
        "caught_* catch_a_* spot_the_* spotted_a_* identify_* name_the_* friend_joined* "
        "friends_joined* friend_signed* friends_signed* friend_recruit* friends_invited* "
        "friend_invited* new_member* member_won* members_won* win_a_member* member_get_member* "
        "recruit* invit* introduc* *_recruited affiliate* rate_a_* rate_the_* rated_a_* "
        "review_of_a_* inspect_* inspection* check_the_bins bin_check* bin_inspect* block_warden* "
        "night_watch* street_watch* watch_duty* curfew* stakeout* eavesdrop* tail_a_* vouch "
        "vouches vouching vouch_for* *_report evidence_against* proof_against*"
    ),
    check=check,
)
