"""The verdict: what the partners know, what the book has, and what `core` counts, compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

import psycopg

from plaudit.core.deed import Deed
from plaudit.store.audit import audit
from plaudit.store.instants import as_instant
from tests.crash.deeds import Key, Sent
from tests.crash.receipts import ACKNOWLEDGED, Receipts, Said
from tests.riverside import Riverside

SHOWN = 8

_IN_BOOK = """
SELECT p.id, d.event_id, d.member_id, d.happened_at, d.facts
FROM deed AS d INNER JOIN partner AS p ON d.partner_id = p.partner_id
"""


class Verdict(NamedTuple):
    """What was found wrong, by kind, and what was done. Nothing wrong: `findings` is empty."""

    findings: dict[str, list[str]]
    done: str

    def __str__(self) -> str:
        lines = [self.done]
        for kind, found in self.findings.items():
            lines.append(f"{kind}: {len(found)}")
            lines += [f"    {one}" for one in found[:SHOWN]]
        return "\n".join(lines)


class _Row(NamedTuple):
    key: Key
    member_id: int
    happened_at: int
    facts: tuple[int | None, ...]


class Court:
    """Everything that is compared at the end, when both have stopped being killed."""

    def __init__(self, owner: psycopg.Connection, riverside: Riverside, receipts: Receipts) -> None:
        self._owner = owner
        self._riverside = riverside
        self._receipts = receipts
        self._kept = receipts.kept_keys()
        self._rows = [
            _Row((partner, event_id), member_id, as_instant(at), tuple(facts))
            for partner, event_id, member_id, at, facts in owner.execute(_IN_BOOK).fetchall()
        ]
        self._times = Counter(row.key for row in self._rows)

    def verdict(self, done: str) -> Verdict:
        """Return all findings."""
        kinds: dict[str, Callable[[], Iterator[str]]] = {
            "acknowledged, but not in the book": self._lost,
            "counted twice": self._twice,
            "in the book, but never sent": self._never_sent,
            "never acknowledged": self._open,
            "points that are not what core counts": self._miscounted,
            "the audit found": self._audited,
            "wrong answers": lambda: iter(self._receipts.wrong),
        }
        findings = {kind: list(look()) for kind, look in kinds.items()}
        return Verdict({kind: found for kind, found in findings.items() if found}, done)

    def _lost(self) -> Iterator[str]:
        for key in sorted(self._kept):
            if not self._times[key]:
                told = [f"{one.status} before kill {one.kills + 1}" for one in self._said(key)]
                yield f"{key}: {', '.join(told)}"

    def _twice(self) -> Iterator[str]:
        for key in sorted(self._times.keys() | self._kept):
            accepted = sum(one.status == "accepted" for one in self._said(key))
            if self._times[key] > 1 or accepted > 1:
                yield f"{key}: {self._times[key]} times in the book, accepted {accepted} times"

    def _never_sent(self) -> Iterator[str]:
        for row in self._rows:
            sent = self._receipts.sent.get(row.key)
            if sent is None or _row(sent, self._member_of(sent)) != row:
                yield str(row)

    def _open(self) -> Iterator[str]:
        for key in sorted(self._receipts.sent.keys() - self._kept):
            yield f"{key}: {'in' if self._times[key] else 'not in'} the book"

    def _miscounted(self) -> Iterator[str]:
        """Count every acknowledged deed once with `core` alone, and compare the wallets."""
        riverside = self._riverside
        programme = riverside.house.programmes[riverside.programme_id]
        points = dict.fromkeys(riverside.members, 0)
        totals: dict[int, dict[int, int]] = {member_id: {} for member_id in points}
        for key in self._kept:
            sent = self._receipts.sent[key]
            member_id = self._member_of(sent)
            report = sent.arrival.report
            day = programme.calendar.day_of(report.happened_at)
            deed = Deed(report.activity, report.source, day, report.facts)
            points[member_id] += programme.counting.count(totals[member_id], deed).points
        held: dict[int, int] = dict(
            self._owner.execute("SELECT member_id, points FROM member").fetchall()
        )
        for member_id, expected in points.items():
            if held[member_id] != expected:
                yield f"member {member_id}: {held[member_id]} points instead of {expected}"

    def _audited(self) -> Iterator[str]:
        for finding in audit(self._owner):
            yield f"{finding.check}: {finding.rows} rows, as {finding.examples[0]}"

    def _said(self, key: Key) -> Iterator[Said]:
        return (one for one in self._receipts.said[key] if one.status in ACKNOWLEDGED)

    def _member_of(self, sent: Sent) -> int:
        arrival = sent.arrival
        handles = self._riverside.house.handles
        [member_id] = handles.members_of([arrival.report.subject], [arrival.partner_id])
        assert member_id is not None
        return member_id


def _row(sent: Sent, member_id: int) -> _Row:
    report = sent.arrival.report
    return _Row(sent.key, member_id, report.happened_at, tuple(report.facts))
