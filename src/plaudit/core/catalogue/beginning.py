"""What a new edition, and a new table of one, begins as: whole, with its own words left empty.

Numbers and days are sound ones to begin with. What only a programme can know is an empty text, and
the check says of each what belongs there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from plaudit.core.marking import N_

if TYPE_CHECKING:
    from plaudit.core.voice import Voice

AHEAD_DAYS, START_DAYS = 7, 28
"""What a new draft's days are proposed as, from today: published, and in force."""
NEW_TABLES = {
    "edition": """
[edition]
programme = %(programme)s
id        = "first"
starts_on = %(starts_on)s   # the first day on which deeds count
time_zone = %(time_zone)s
languages = %(languages)s
title     = %(texts)s
purpose   = %(texts)s
source    = ""   # where the decision behind it stands
""",
    "people": """
[people]
author       = ""
approver     = ""   # another person than the author
published_on = %(published_on)s   # at least 14 days before starts_on
""",
    "basis": """
[basis]
legal_basis = "consent"
reason      = %(texts)s
assessment  = ""   # where the data protection impact assessment is
""",
    "contact": """
[contact]
controller              = ""   # who answers for the programme
address                 = ""
email                   = ""
phone                   = ""
data_protection_officer = ""
supervisory_authority   = ""   # where a member can complain outside
""",
    "audience": """
[audience]
open_to        = ["everyone"]
from_age_years = 18
joining        = "by_own_choice"
""",
    "leaving": """
[leaving]
usable_days = 180   # how long points stay usable after leaving
""",
    "points": """
[points]
expires_after_months  = 18
announced_days_before = 30
""",
    "budget": """
[budget]
points_a_year = 1_000_000
paid_by       = ""
when_used_up  = "refuse_and_say_so"
""",
    "retention": """
[retention]
evidence_days     = 90
deed_months       = 24
voucher_months    = 24
question_months   = 24
consent_months    = 36
security_log_days = 180
""",
    "reversal": """
[reversal]
within_days = 90
reasons     = ["reported_twice", "wrong_member", "wrong_amount", "wrong_day", "did_not_happen"]
decided_by  = ""   # a named person
""",
    "challenge": """
[challenge]
decided_by  = ""   # a named person
answer_days = 30
hold_hours  = 72
""",
    "statistics": """
[statistics]
groups_from_members = 20
rounded_to_points   = 100
""",
    "partner": """
[[partner]]
id                   = %(id)s
name                 = ""   # what people call it
kind                 = ""   # what kind of house it is
activities           = [%(deed)s]
back_date_days       = 7
budget_points_a_week = 3_000
""",
    "tally": """
[[tally]]
id      = %(id)s
on      = %(deed)s
per     = "day"
at_most = 1
says    = %(texts)s
""",
    "rule": """
[[rule]]
id      = %(id)s
on      = %(deed)s
per     = "day"
every   = { points = 10, per = 1 }   # 10 points for each deed
at_most = 20                         # and at most 20 a day
source  = ""                         # where it was decided
says    = %(title)s
""",
    "ceiling": """
[[ceiling]]
id      = %(id)s
rules   = ["", ""]   # the rules that share it
per     = "month"
at_most = 200
says    = %(texts)s
""",
    "reward": """
[[reward]]
id               = %(id)s
title            = %(texts)s
class            = ""
provider         = ""   # the partner that gives it
price_points     = 100
stock            = 100
opens_on         = %(starts_on)s
open_alternative = %(texts)s
""",
    "partner_check": """
[[partner_check]]
id         = %(id)s
looks_at   = "reports_of_a_partner"
says       = %(texts)s
decided_by = ""   # a named person
""",
}
"""By table: its text. Lists of tables have two brackets."""
_FIRST = N_("A new edition. What is empty is yours to fill in; the check says what belongs there.")
_COMMENTS = {
    str(one): one
    for one in (
        _FIRST,
        N_("the first day on which deeds count"),
        N_("where the decision behind it stands"),
        N_("another person than the author"),
        N_("at least 14 days before starts_on"),
        N_("where the data protection impact assessment is"),
        N_("who answers for the programme"),
        N_("where a member can complain outside"),
        N_("how long points stay usable after leaving"),
        N_("a named person"),
        N_("what people call it"),
        N_("what kind of house it is"),
        N_("10 points for each deed"),
        N_("and at most 20 a day"),
        N_("where it was decided"),
        N_("the rules that share it"),
        N_("the partner that gives it"),
    )
}
"""What is written beside the values."""
_COMMENT = re.compile(f"# ({'|'.join(map(re.escape, _COMMENTS))})$", re.MULTILINE)
_SKELETON = (
    "edition", "people", "basis", "contact", "audience", "leaving", "points", "budget",
    "retention", "reversal", "challenge", "statistics", "partner", "rule",
)  # fmt: skip


def skeleton(
    programme: str,
    time_zone: str,
    *,
    languages: Sequence[str],
    today: date,
    deed: tuple[str, Mapping[str, str]] = ("", {}),
) -> str:
    """Return the text of a programme's edition that is begun from nothing.

    Takes: `deed`: a deed type that gives points, and its title by language.
    """
    on, title = deed
    given = _given(languages, today=today) | {
        "programme": _text(programme),
        "time_zone": _text(time_zone),
        "deed": _text(on),
        "title": _by_language(languages, title),
        "id": _text(on.replace("_", "-") or "first-rule"),
    }
    partner = given | {"id": _text("first-partner")}
    parts = (NEW_TABLES[name] % (partner if name == "partner" else given) for name in _SKELETON)
    return f"# {_FIRST}\n{''.join(parts)}"


def new_table(name: str, id: str, *, languages: Sequence[str], today: date) -> str:
    """Return the text that a table is begun with; `id` where it is one of a list.

    >>> print(new_table("leaving", "", languages=["en"], today=date(2026, 4, 1)).strip())
    [leaving]
    usable_days = 180   # how long points stay usable after leaving
    """
    return NEW_TABLES[name] % (_given(languages, today=today) | {"id": _text(id)})


def commented(text: str, voice: Voice) -> str:
    """Return what an edition or a table is begun with, its comments in a voice's language.

    Ours end their line without quotes, so nothing that stands in a text is taken for one.
    """
    return _COMMENT.sub(lambda found: f"# {voice.say(_COMMENTS[found[1]])}", text)


def _given(languages: Sequence[str], *, today: date) -> dict[str, str]:
    empty = _by_language(languages, {})
    return {
        "programme": '""',
        "time_zone": '""',
        "deed": '""',
        "languages": json.dumps(list(languages)),
        "texts": empty,
        "title": empty,
        "published_on": (today + timedelta(AHEAD_DAYS)).isoformat(),
        "starts_on": (today + timedelta(START_DAYS)).isoformat(),
    }


def _by_language(languages: Sequence[str], texts: Mapping[str, str]) -> str:
    pairs = (f"{code} = {_text(texts.get(code, ''))}" for code in languages)
    return f"{{ {', '.join(pairs)} }}"


def _text(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
