"""What a member says when leaving, coming back, or withholding a kind of deeds: kept word for word.

The page and the desk say the same.
"""

from __future__ import annotations

from plaudit.core.marking import N_

LEAVES = N_("I leave the programme. From now on nothing new is recorded about me.")
LEAVES_AT_DESK = N_(
    "I leave the programme. From now on nothing new is recorded about me. "
    "(Said at the desk; {clerk} wrote it down.)"
)
REJOINS = N_("I take part in the programme again. From now on my deeds may be recorded.")
WITHHOLDS = N_("From now on no deed of the kind “{activity}” is recorded about me.")
ALLOWS = N_("From now on deeds of the kind “{activity}” may be recorded about me.")
