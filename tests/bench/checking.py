"""How quickly `plaudit check` judges an edition, in process: from its text to its findings."""

from __future__ import annotations

import time
from collections.abc import Iterator

from tests.core.charter.cases import Files, accepted, deed_types, report_of

SECONDS = 5


def checking_rates() -> Iterator[str]:
    """Yield a row for each accepted edition; each text is new, so nothing is remembered of it."""
    for name, text in accepted().items():
        report_of(Files(text, deed_types()))
        began, checked = time.process_time(), 0
        while (spent := time.process_time() - began) < SECONDS / len(accepted()):
            edition = text.replace("decision", f"decision {checked}")
            assert report_of(Files(edition, deed_types())).result == "passes"
            checked += 1
        yield f"| {name}, {len(text):,} letters | {checked / spent:,.0f} |"
