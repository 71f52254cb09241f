"""Publishing a draft: what was approved becomes the programme's rules, on the day that it names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import psycopg

from plaudit.actions.approve_draft import must_be_of, must_be_to_come, ready
from plaudit.actions.examine import Beside, examine_text
from plaudit.actions.publish import CannotPublish, publish_within
from plaudit.actions.write_draft import Based, Hand, add_or_refuse, as_seen
from plaudit.core.catalogue.mistakes import Mistakes
from plaudit.core.charter.finding import Result
from plaudit.core.charter.view import View
from plaudit.core.edition import Edition
from plaudit.core.notice.blocks import Notice
from plaudit.core.period import Calendar, date_of
from plaudit.core.refusals import Code, Refused, refusal

MakeNotices = Callable[[View], Sequence[Notice]]


def publish_draft(
    connection: psycopg.Connection,
    beside: Beside,
    on: Based,
    by: Hand,
    *,
    notices_of: MakeNotices,
) -> Edition:
    """Publish the version that was approved, with its notices, and return the edition.

    Refuses: as `save`; DRAFT_NOT_APPROVED, DRAFT_NOT_READY, DRAFT_ELSEWHERE, DRAFT_DAY_PAST,
             DRAFT_NOT_TODAY, and CANNOT_PUBLISH with what the book has against it.
    """
    draft = as_seen(connection, on, by)
    if draft.how != "approved":
        raise Refused(refusal(Code.DRAFT_NOT_APPROVED))
    report = examine_text(draft.text, beside, name=draft.name)
    view = ready(report)
    if report.result is not Result.PASSES:
        raise Refused(refusal(Code.DRAFT_NOT_APPROVED))  # a deed type was changed since
    must_be_of(view, beside.programme)
    today = date_of(Calendar(by.person.time_zone).day_of(by.now))
    must_be_to_come(view, today)
    promised = view.day("people", "published_on")
    if promised != today:
        raise Refused(refusal(Code.DRAFT_NOT_TODAY, published_on=promised))
    texts, notices = beside.activity_texts, notices_of(view)
    try:
        with connection.transaction():
            edition = publish_within(connection, draft.text, texts, now=by.now, notices=notices)
            add_or_refuse(connection, draft, draft.text, by, how="published")
    except (CannotPublish, Mistakes) as wrong:
        raise Refused(refusal(Code.CANNOT_PUBLISH, seen=str(wrong))) from wrong
    return edition
