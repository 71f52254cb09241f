"""Riverside in the book of the demonstration: published, with partners, keys and members."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import typer

from plaudit.actions.catalogue_folder import CATALOGUE
from plaudit.cli.demo_city import MEMBERS, PARTNERS, Event, Week
from plaudit.cli.opening import now_instant, opened
from plaudit.cli.publish import activity_texts
from plaudit.core.period import date_of

if TYPE_CHECKING:
    from pathlib import Path

    import psycopg

    from plaudit.store.handles import Handles

JOINED_DAYS_AGO = 40
_DAY = 86_400_000_000
SPOKEN = {"th": 1_200, "en": 500, "zh-Hans": 300}
"""How many of the MEMBERS read and agreed in each language."""


class Riverside(NamedTuple):
    """What the demonstration works with. `today` is a day number in Riverside's time zone."""

    time_zone: str
    today: int
    keys: dict[str, str]
    partner_ids: dict[str, int]
    members: range
    handles: Handles

    def handle_of(self, member: int, partner: str) -> str:
        """Return the handle of a member (by place, from 0) at a partner (by id)."""
        return self.handles.handle_of(self.members[member], self.partner_ids[partner])

    def week(self) -> Week:
        """Return the deeds of the week before today."""
        return Week(date_of(self.today), time_zone=self.time_zone, handle_of=self.handle_of)


def prepare() -> Riverside:
    """Publish Riverside, register its partners and let its members join, where that is missing."""
    from plaudit.actions.house import open_house
    from plaudit.store.catalogue import programme_number

    with opened() as connection:
        if programme_number(connection, "riverside") is None:
            _publish(connection)
        programme_id = programme_number(connection, "riverside")
        assert programme_id is not None
        _keep_notices(connection)
        keys, partner_ids = _partners(connection, programme_id)
        members = _members(connection, programme_id)
        house = open_house(connection)
    calendar = house.programmes[programme_id].calendar
    return Riverside(
        time_zone=calendar.zone_name,
        today=calendar.day_of(now_instant()),
        keys=keys,
        partner_ids=partner_ids,
        members=members,
        handles=house.handles,
    )


def _publish(connection: psycopg.Connection) -> None:
    """Publish the editions, each as of the day that it names: the demonstration has a past."""
    from plaudit.actions.publish import publish
    from plaudit.core.publishing import promised_instant

    texts = activity_texts(CATALOGUE / "activities")
    for path in _editions():
        text = path.read_text("utf-8")
        edition = publish(connection, text, texts, now=promised_instant(text))
        typer.echo(f"Published Riverside, edition {edition.id}: {len(edition.rules())} rules.")


def _editions() -> list[Path]:
    return sorted((CATALOGUE / "programmes" / "riverside").glob("*.toml"))


def _keep_notices(connection: psycopg.Connection) -> None:
    from plaudit.actions.keep_notices import keep_notices
    from plaudit.cli.notice import particulars
    from plaudit.pages.voices import voice_of

    for path in _editions():
        made = particulars(path, CATALOGUE / "activities")
        keep_notices(connection, made, [voice_of(code) for code in made.edition.languages])


def _wordings(connection: psycopg.Connection, joined_at: int) -> dict[str, str]:
    """Return what members agreed to who joined at an instant, by language, with its notice."""
    from plaudit.core.notice.making import wording_of
    from plaudit.core.period import Calendar
    from plaudit.pages.voices import voice_of
    from plaudit.store.catalogue import read_programmes
    from plaudit.store.notices import read_notices

    (riverside,) = (one for one in read_programmes(connection) if one.id == "riverside")
    joined_on = Calendar(riverside.time_zone).day_of(joined_at)
    editions = [one.edition for one in riverside.editions]
    started = [one for one in editions if one.starts_on <= joined_on] or editions[:1]
    notices = read_notices(connection, "riverside", started[-1].id)
    return {code: wording_of(notices[code], voice_of(code)) for code in SPOKEN}


def _partners(
    connection: psycopg.Connection, programme_id: int
) -> tuple[dict[str, str], dict[str, int]]:
    from plaudit.actions.register_partner import add_key, register_partner
    from plaudit.core.ledger import Registration
    from plaudit.store.partners import partner_number

    keys: dict[str, str] = {}
    numbers: dict[str, int] = {}
    now = now_instant()
    for partner in PARTNERS:
        known = partner_number(connection, partner.id)
        if known is not None:
            numbers[partner.id] = known
            keys[partner.id] = add_key(connection, known, now=now)
            continue
        registration = Registration(
            programme_id=programme_id,
            id=partner.id,
            name=partner.name,
            activities=partner.activities,
            back_date_days=10,
        )
        numbers[partner.id], keys[partner.id] = register_partner(connection, registration, now=now)
    return keys, numbers


def _members(connection: psycopg.Connection, programme_id: int) -> range:
    """Return the demonstration's members, who joined 40 days before its first run.

    Their numbers are kept beside the database, so that a second run sends the same week.
    """
    from plaudit.actions.join import join
    from plaudit.store.members import read_membership
    from plaudit.store.place import var_dir

    kept = var_dir() / "demo.json"
    if kept.exists():
        first = int(json.loads(kept.read_text("utf-8"))["first_member"])
        if read_membership(connection, first) is not None:
            return range(first, first + MEMBERS)
    joined_at = now_instant() - JOINED_DAYS_AGO * _DAY
    ids: list[int] = []
    for language, wording in _wordings(connection, joined_at).items():
        ids += join(
            connection,
            programme_id=programme_id,
            now=joined_at,
            language=language,
            wording=wording,
            how_many=SPOKEN[language],
        )
    assert ids == list(range(ids[0], ids[0] + MEMBERS)), "the demonstration wants a book of its own"
    kept.parent.mkdir(parents=True, exist_ok=True)  # the database may be elsewhere
    kept.write_text(json.dumps({"first_member": ids[0]}), "utf-8")
    return range(ids[0], ids[0] + MEMBERS)


def report_by_hand(riverside: Riverside, member_id: int, address: str) -> str:
    """Return a command that reports two cups of a member just now, as a café's till would."""
    partner = "cafe-lotus"
    now = datetime.now(UTC).isoformat(timespec="seconds")
    event = {
        "specversion": "1.0",
        "id": f"by-hand/{now}",
        "source": partner,
        "type": "deed.cup_return",
        "subject": riverside.handles.handle_of(member_id, riverside.partner_ids[partner]),
        "time": now,
        "data": {"cups": 2},
    }
    return (
        f"  curl {address}/v1/deeds -H 'Authorization: Bearer {riverside.keys[partner]}' \\\n"
        f"    -H 'Content-Type: application/cloudevents+json' \\\n    -d '{json.dumps(event)}'"
    )


def telling_member(riverside: Riverside, events: Sequence[tuple[str, Event]]) -> int:
    """Return the member whose statement tells most: many kinds of deeds, and not many deeds."""
    ids = riverside.handles.members_of(
        [event["subject"] for _, event in events],
        [riverside.partner_ids[partner] for partner, _ in events],
    )
    kinds: dict[int, set[str]] = {}
    deeds: dict[int, int] = {}
    for member_id, (_, event) in zip(ids, events, strict=True):
        assert member_id is not None, event
        kinds.setdefault(member_id, set()).add(event["type"])
        deeds[member_id] = deeds.get(member_id, 0) + 1
    return max(kinds, key=lambda id: (min(len(kinds[id]), 6), -abs(deeds[id] - 9), -id))
