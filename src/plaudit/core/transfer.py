"""Transfers: points from one account to another, one row with two ends.

One end is a member's wallet, the other an account of the programme. An award is a transfer too,
but it stands in its deed's row. Source: design, section 4; charter, C05 and C06.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Why = Literal["redeem", "give_back", "expire", "extend", "reverse", "restore", "recount", "leave"]

INTO_WALLET = frozenset({"give_back", "extend", "restore", "recount"})
"""The reasons for which points come into a wallet; the others take them out."""


class Accounts(NamedTuple):
    """The numbers of a programme's own accounts.

    `held`: points of vouchers that are open; `returned`: of awards that were reversed, and of who
    left and didn't use them in time.
    """

    issue: int
    held: int
    expiry: int
    returned: int


class Award(NamedTuple):
    """Which award a reversal undoes (or a restoring redoes), who decided it, and why.

    Units: `deed_on` a day number. `reason`: from the closed list; None for a restoring.
    """

    deed_on: int
    deed_id: int
    decided_by: str
    reason: str | None = None


class Transfer(NamedTuple):
    """Points that leave a member's wallet for an account, or come into it from there.

    Units: `lot_month` as in core.lots; `recorded_at` microseconds since the epoch.
    """

    member_id: int
    account_id: int
    why: Why
    points: int
    lot_month: int
    recorded_at: int
    voucher_id: int | None = None
    """For 'redeem' and 'give_back', and only for them."""
    award: Award | None = None
    """For 'reverse', 'restore' and 'recount', and only for them."""

    @property
    def into_wallet(self) -> bool:
        """Whether the points come into the wallet."""
        return self.why in INTO_WALLET
