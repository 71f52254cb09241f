"""Rewards: what an edition offers, stored with it and listed the same for everyone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from plaudit.core.period import date_of, day_number
from plaudit.core.reward import Terms, shards_of
from plaudit.sql.loader import query


@dataclass(frozen=True, slots=True)
class Offered:
    """A reward as it is offered on a day. `left`: how many can still be taken.

    `partner`: the provider's name; `is_open`: whether it can be taken on that day.
    """

    terms: Terms
    partner: str
    left: int
    is_open: bool


def reward_kinds(connection: psycopg.Connection, programme_id: int) -> Mapping[str, str]:
    """Return the kind of each reward that a programme ever offered, by id."""
    named = {"programme_id": programme_id}
    return dict(connection.execute(query("reward_kinds"), named).fetchall())


def add_rewards(
    connection: psycopg.Connection, programme_id: int, edition_id: int, rewards: Sequence[Terms]
) -> None:
    """Store what an edition offers, with its stock, in the edition's own transaction."""
    for place, terms in enumerate(rewards, start=1):
        named = {"programme_id": programme_id, "id": terms.id, "kind": terms.kind}
        connection.execute(query("add_reward"), named)
        row = connection.execute(
            query("add_reward_terms"),
            named
            | {
                "edition_id": edition_id,
                "place": place,
                "provider": terms.provider,
                "class_": terms.class_,
                "price_points": terms.price_points,
                "stock": terms.stock,
                "opens_on": date_of(terms.opens_on),
                "closes_on": None if terms.closes_on is None else date_of(terms.closes_on),
                "at_most_a_month": terms.at_most_a_month,
                "title": Jsonb(dict(terms.title)),
                "open_alternative": Jsonb(dict(terms.open_alternative)),
            },
        ).fetchone()
        assert row is not None
        connection.execute(
            query("add_reward_stock"),
            {"edition_id": edition_id, "reward_id": row[0], "shards": shards_of(terms.stock)},
        )


def list_rewards(connection: psycopg.Connection, programme_id: int, *, today: int) -> list[Offered]:
    """Return what a programme offers on a day, in the order of its edition.

    It takes no member: the list, its order and its prices are the same for everyone, whatever
    anybody did before (charter, C09 and C11).
    """
    asked = {"programme_id": programme_id, "today": date_of(today)}
    rows = connection.execute(query("rewards_in_force"), asked).fetchall()
    return [_offered(row, today=today) for row in rows]


def _offered(row: tuple[Any, ...], *, today: int) -> Offered:
    id, kind, class_, provider, price_points, stock, opens_on, closes_on = row[2:10]
    at_most_a_month, title, open_alternative, partner_id, partner, left = row[10:]
    terms = Terms(
        id=id,
        kind=kind,
        class_=class_,
        provider=provider,
        price_points=price_points,
        stock=stock,
        opens_on=day_number(opens_on),
        closes_on=None if closes_on is None else day_number(closes_on),
        at_most_a_month=at_most_a_month,
        title=title,
        open_alternative=open_alternative,
    )
    return Offered(terms, partner, left, terms.is_open(today) and partner_id is not None)
