"""Faults of our own in the log: where they happened, never what was sent."""

from __future__ import annotations

import logging
import traceback

log = logging.getLogger("plaudit.ingest")


def log_fault(what: str, fault: BaseException) -> None:
    """Log a fault's type and place. Its message is left out: it may hold what was sent."""
    where = "".join(traceback.format_tb(fault.__traceback__))
    log.error("%s: %s\n%s", what, type(fault).__name__, where)
