"""Publishing in tests: an edition's text, signed by two persons, on the day that it names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import psycopg

from plaudit.actions.publish import publish
from plaudit.core.approving import approval_table, with_table
from plaudit.core.edition import Edition
from plaudit.core.publishing import promised_instant, view_of_edition

AUTHOR, APPROVER = "Malee Srisai, programme office", "Anan Wongsa, city council"


def signed(text: str, activity_texts: Mapping[str, str], *, days_ahead: int = 14) -> str:
    """Return an edition's text with [people], where it has none, and an approval of what it is."""
    view = view_of_edition(text, activity_texts)
    if view.value("people") is None:
        starts_on = view.day("edition", "starts_on")
        assert starts_on is not None
        text += (
            f'\n[people]\nauthor = "{AUTHOR}"\napprover = "{APPROVER}"\n'
            f"published_on = {starts_on - timedelta(days=days_ahead)}\n"
        )
    view = view_of_edition(text, activity_texts)
    approver, published_on = view.text("people", "approver"), view.day("people", "published_on")
    assert approver is not None
    assert published_on is not None
    return with_table(view, approval_table(view, by=approver, on=published_on))


def publish_as_promised(
    connection: psycopg.Connection, text: str, activity_texts: Mapping[str, str]
) -> Edition:
    """Publish an edition, signed, on the day that it names."""
    whole = signed(text, activity_texts)
    return publish(connection, whole, activity_texts, now=promised_instant(whole))
