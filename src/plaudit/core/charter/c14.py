"""C14: leaving is as easy as joining."""

from __future__ import annotations

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.words import NameWords, Phrases

CLAUSE = Clause(
    number="C14",
    text="Leaving is as easy as joining, costs nothing, and earned points stay usable for at least "
    "90 days.",
    reason="Who cannot leave freely did not join freely.",
    layers="SR",
    instead=(
        "Let points stay usable: [leaving] usable_days = 90, or more.",
        "Leave fees, notice periods and forms out.",
    ),
    cases=("nothing-after-leaving", "leaving-fee", "minimum-term"),
    names=NameWords(
        "leaving_* leave_* exit_* exit cancellation_* cancel_fee* notice_period* "
        "lock_in* minimum_term* minimum_membership* min_term* costs_points cost_points "
        "fee_points fee* cooling_off* approval_needed* must_ask* reasons_required* "
        "rejoin* blocked_from_joining* letter_needed*"
    ),
    ids=NameWords("leaving_fee* exit_fee* minimum_term*"),
    phrases=Phrases(
        {
            "en": (
                "leaving costs; leave costs; fee for leaving; exit fee*; minimum term*; "
                "cannot leave; can't leave; may not leave; points end when you leave; "
                "points are lost when; lose your points when you leave; notice period*; "
                "leave only; must stay a member"
            ),
            "th": "ค่าธรรมเนียมการออก; ห้ามออก; ออกไม่ได้",
            "zh-Hans": "退出费; 不得退出; 不能退出; 最短期限",
        }
    ),
    question="Does leaving cost anything, take longer than joining, or end points at once?",
)
