"""What waits for a moment goes when its time is over: codes that members showed, proposals."""

from __future__ import annotations

import psycopg

from plaudit.jobs.job import MINUTE, Done, Job
from plaudit.store import link_codes, live_codes, proposals


def clear_link_codes(connection: psycopg.Connection, now: int) -> Done:
    """Delete codes and proposals whose time is over."""
    return Done(
        link_codes.clear_link_codes(connection, now=now)
        + live_codes.clear_live_codes(connection, now=now)
        + proposals.clear_proposals(connection, now=now)
    )


JOB = Job("clear_link_codes", 10 * MINUTE, "service", clear_link_codes)
