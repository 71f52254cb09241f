"""Publishing: an edition's text becomes rules, for good. From then on it can't be changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import psycopg

from plaudit.core.activity import Activity
from plaudit.core.catalogue.activities import parse_activity
from plaudit.core.catalogue.editions import parse_edition
from plaudit.core.edition import Edition
from plaudit.core.notice.blocks import Notice
from plaudit.core.period import Calendar, date_of
from plaudit.core.publishing import (
    CannotPublish,
    publication_of,
    usable_days_of,
    view_of_edition,
)
from plaudit.core.reward import Terms, rewards_of
from plaudit.core.slots import Slot, number_slots, slots_needed
from plaudit.core.soundness.check import is_sound
from plaudit.store import catalogue
from plaudit.store import rewards as store_rewards
from plaudit.store.notices import add_notices

__all__ = ["CannotPublish", "publish", "publish_within"]


def publish(
    connection: psycopg.Connection,
    text: str,
    activity_texts: Mapping[str, str],
    *,
    now: int,
    file: str = "edition",
    notices: Sequence[Notice] = (),
) -> Edition:
    """Publish an edition and return it.

    Takes:   the texts of the edition and of all activities, by id; the notices to keep with it.
    Units:   `now` in microseconds since the epoch.
    Refuses: CannotPublish where the programme, id or first day doesn't fit what is published, or
             an activity or a reward was changed in a way that what is there can't be read with;
             catalogue.Mistakes for a text that isn't sound.
    """
    parse_edition(text, _read(activity_texts), file=file)  # mistakes name the file
    with connection.transaction():
        return publish_within(connection, text, activity_texts, now=now, notices=notices)


def publish_within(
    connection: psycopg.Connection,
    text: str,
    activity_texts: Mapping[str, str],
    *,
    now: int,
    notices: Sequence[Notice],
) -> Edition:
    """Publish an edition as a part of the transaction that is open, and return it.

    Refuses: as `publish`.
    """
    every = _read(activity_texts)
    edition = parse_edition(text, every)
    activities = {id: every[id] for id in sorted(edition.kinds())}
    pinned = {id: activity_texts[id] for id in activities}
    view = view_of_edition(text, pinned)
    publication = publication_of(view, today=_today(edition, now))
    rewards = rewards_of(view.source)
    programme_id, time_zone = catalogue.lock_programme(
        connection, edition.programme, time_zone=edition.time_zone
    )
    before = catalogue.read_programme(connection, programme_id, edition.programme)
    _must_follow(edition, activities, before=before, time_zone=time_zone)
    _keep_their_ids(edition, before=before)
    known = _known_to_all(activities, before)
    new = catalogue.NewEdition(edition, text, pinned, publication, usable_days_of(view))
    edition_id = catalogue.add_edition(connection, programme_id, new, now=now)
    _keep_their_kinds(rewards, store_rewards.reward_kinds(connection, programme_id))
    store_rewards.add_rewards(connection, programme_id, edition_id, rewards=rewards)
    catalogue.add_slots(connection, programme_id, _new_slots(edition, known, before=before))
    add_notices(connection, notices)
    catalogue.raise_version(connection)
    return edition


def _read(activity_texts: Mapping[str, str]) -> dict[str, Activity]:
    return {id: parse_activity(source) for id, source in activity_texts.items()}


def _today(edition: Edition, now: int) -> date:
    return date_of(Calendar(edition.time_zone).day_of(now))


def _new_slots(
    edition: Edition, known: Mapping[str, Activity], *, before: catalogue.Published
) -> dict[Slot, int]:
    """Return the running totals that get a number with this edition."""
    editions = [*(published.edition for published in before.editions), edition]
    needed = [slot for one in editions for slot in slots_needed(one, known)]
    numbers = number_slots(needed, before.slots)
    return {slot: number for slot, number in numbers.items() if slot not in before.slots}


def _keep_their_kinds(rewards: Sequence[Terms], known: Mapping[str, str]) -> None:
    for terms in rewards:
        kind = known.get(terms.id, terms.kind)
        if kind != terms.kind:
            raise CannotPublish(
                f"The reward {terms.id} was a {kind} in an earlier edition and would become a "
                f"{terms.kind}. Vouchers of it are out: give the new one another id."
            )


def _must_follow(
    edition: Edition,
    activities: Mapping[str, Activity],
    *,
    before: catalogue.Published,
    time_zone: str,
) -> None:
    if edition.time_zone != time_zone:
        raise CannotPublish(
            f"The programme {edition.programme} counts its days in {time_zone}; the edition says "
            f"{edition.time_zone}. A programme keeps its time zone."
        )
    for published in before.editions:
        other = published.edition
        if other.id == edition.id:
            raise CannotPublish(
                f"The edition {edition.id} is published. Editions aren't changed: write a new one."
            )
        if other.starts_on >= edition.starts_on:
            raise CannotPublish(
                f"The edition {other.id} starts on the same day or later. A new edition starts "
                "after all that are published."
            )
        for id, old in published.activities.items():
            if id in activities and not _reads_the_same(old, activities[id]):
                raise CannotPublish(
                    f"The activity {id} lost or changed a fact that deeds were reported with. "
                    "Facts and choices can be added at the end; for anything else make a new "
                    "activity."
                )


def _keep_their_ids(edition: Edition, *, before: catalogue.Published) -> None:
    """Refuse an id that was a ceiling's and becomes a tally's or a rule's, or the other way.

    Its running total would begin anew, while members read of one thing that goes on.
    """
    ceilings = {one.id for one in edition.ceilings}
    stages = {one.id for one in edition.stages}
    for other in (published.edition for published in before.editions):
        changed = [one.id for one in other.ceilings if one.id in stages]
        changed += [one.id for one in other.stages if one.id in ceilings]
        if changed:
            raise CannotPublish(
                f"The id {changed[0]} is a ceiling's in one of the editions {other.id} and "
                f"{edition.id}, and a tally's or a rule's in the other. Totals go on by id: give "
                "the new one another id."
            )


def _known_to_all(
    activities: Mapping[str, Activity], before: catalogue.Published
) -> dict[str, Activity]:
    """Return the activities that all editions are counted with from now on: the newest of each.

    Late deeds of an earlier edition may have a fact or choice that came later, so its totals get
    their numbers now, and it must stay sound.
    """
    known: dict[str, Activity] = {}
    for published in before.editions:
        known |= published.activities
    known |= activities
    for published in before.editions:
        if not is_sound(published.edition, known):
            raise CannotPublish(
                f"The edition {published.edition.id} isn't sound any more with the activities as "
                "they are now: a number has become larger or has more decimal places. Late deeds "
                "are still counted by it, so make a new activity."
            )
    return known


def _reads_the_same(old: Activity, new: Activity) -> bool:
    """Return whether deeds of the old activity can be read with the new one."""
    if len(new.facts) < len(old.facts):
        return False
    if any(fact.required for fact in new.facts[len(old.facts) :]):
        return False
    return all(
        was.name == now.name
        and was.type == now.type
        and now.choices[: len(was.choices)] == was.choices
        for was, now in zip(old.facts, new.facts, strict=False)
    )
