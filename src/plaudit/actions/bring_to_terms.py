"""Bringing a partner to the terms of the edition in force: registered where it is new.

What a partner may report, how far back and out of what budget is published; nobody sets it by hand.
Source: charter, C24.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import psycopg
from psycopg.errors import UniqueViolation

from plaudit.core.ledger import Registration
from plaudit.core.partner_terms import changes_of, partners_of
from plaudit.core.period import Calendar
from plaudit.core.publishing import place_in_force
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.store import catalogue, partners
from plaudit.store.catalogue import Published
from plaudit.store.partners import Listed


class Register(NamedTuple):
    """A programme's partners by id: as the edition in force names them, and as they are known."""

    edition_id: str
    named: Mapping[str, Registration]
    known: Mapping[str, Listed]


def read_register(connection: psycopg.Connection, programme: Published, *, now: int) -> Register:
    """Return the terms of the edition in force (the first, before it starts) and who is known.

    Units:   `now` in microseconds since the epoch.
    """
    known = {
        one.registered.id: one for one in partners.list_partners(connection, programme.programme_id)
    }
    if not programme.editions:
        return Register("", {}, known)
    today = Calendar(programme.time_zone).day_of(now)
    days = [one.edition.starts_on for one in programme.editions]
    in_force = programme.editions[place_in_force(days, today=today)]
    named = {
        one.id: Registration(programme.programme_id, *one) for one in partners_of(in_force.text)
    }
    return Register(in_force.edition.id, named, known)


def bring_to_terms(
    connection: psycopg.Connection, programme: Published, id: str, *, now: int
) -> None:
    """Register a partner that the edition in force names, or give it that edition's terms.

    It has no key by that: its own office makes them. Done twice, it is done once. The editions are
    read anew: one may have been published since the caller read `programme`.
    Refuses: PARTNER_NOT_NAMED; PARTNER_ID_TAKEN by another programme.
    """
    with connection.transaction():
        # Nobody publishes an edition, or registers the same partner, in between.
        catalogue.lock_programme(connection, programme.id, time_zone=programme.time_zone)
        newest = catalogue.read_programme(connection, programme.programme_id, programme.id)
        newest = newest._replace(time_zone=programme.time_zone)
        register = read_register(connection, newest, now=now)
        terms, known = register.named.get(id), register.known.get(id)
        if terms is None:
            raise Refused(refusal(Code.PARTNER_NOT_NAMED))
        if known is None:
            _add(connection, terms)
        elif changes_of(known.registered, terms):
            partners.update_partner(connection, known.partner_id, terms)
        else:
            return
        catalogue.raise_version(connection)


def _add(connection: psycopg.Connection, terms: Registration) -> None:
    try:
        with connection.transaction():
            partners.add_partner(connection, terms)
    except UniqueViolation:
        raise Refused(refusal(Code.PARTNER_ID_TAKEN, partner=terms.id)) from None
