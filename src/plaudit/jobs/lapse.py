"""Vouchers that nobody used until their last day give their points back."""

from __future__ import annotations

import psycopg

from plaudit.actions import lapse
from plaudit.jobs.job import HOUR, Done, Job


def lapse_vouchers(connection: psycopg.Connection, now: int) -> Done:
    """Let a batch of vouchers lapse. No voucher can be used after its day, with or without this."""
    lapsed = lapse.lapse(connection, now=now)
    return Done(lapsed, more=lapsed > 0)


JOB = Job("lapse", HOUR, "service", lapse_vouchers)
