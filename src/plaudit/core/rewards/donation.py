"""Points given to a cause: honoured in the moment in which they are given."""

from __future__ import annotations

from plaudit.core.refusals import N_
from plaudit.core.rewards.kind import Kind

KIND = Kind(
    id="donation",
    classes=frozenset(("donation", "planting")),
    usable_days=1,
    says=N_("Your points went to {partner}. There is nothing more to do."),
    is_honoured_at_once=True,
)
