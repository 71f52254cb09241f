"""Consent: from when until when a member agreed to take part. Source: charter, C13."""

from __future__ import annotations

from typing import NamedTuple


class Consent(NamedTuple):
    """The newest agreement of a member, in microseconds since the epoch; `withdrawn_at` or None."""

    agreed_at: int
    withdrawn_at: int | None = None

    def covers(self, happened_at: int) -> bool:
        """Return whether a deed of that instant may be recorded now.

        The member must agree now, and have agreed before the deed: nothing is recorded about a
        time before joining, and joining again doesn't reach back over a withdrawal.

        >>> Consent(10).covers(10), Consent(10).covers(9), Consent(10, 20).covers(15)
        (True, False, False)
        """
        return self.withdrawn_at is None and happened_at >= self.agreed_at
