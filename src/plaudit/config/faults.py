"""Faults of the pages in the log: where they happened, never what was sent or whose page it was."""

from __future__ import annotations

import sys

from django.core.signals import got_request_exception

from plaudit.ingest.faults import log_fault


def log_faults_of_pages() -> None:
    """Log each fault by its type and place; Django's own log has messages and addresses."""
    got_request_exception.connect(_log, dispatch_uid="plaudit.config.faults")


def _log(**_said: object) -> None:
    fault = sys.exception()
    assert fault is not None
    log_fault("A page could not be shown", fault)
