"""C07: expiry is fixed when points are awarded."""

from __future__ import annotations

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.words import NameWords, Phrases

CLAUSE = Clause(
    number="C07",
    text="Expiry is fixed when points are awarded, at least 12 months ahead, never conditional, "
    "announced 30 days before.",
    reason="Points that lapse soon, or unless one obeys, are a leash.",
    layers="SR",
    instead=(
        "Let points last a year or more: expires_after_months = 18.",
        "Tell members in time: announced_days_before = 30.",
        "Leave conditions out: the day is fixed when the points are given.",
    ),
    cases=("use-it-or-lose-it", "three-months", "quiet-days", "no-announcement", "expiry-by-class"),
    names=NameWords(
        "expir* lapse* lapsing use_it_or_lose_it valid_days valid_for* valid_until "
        "validity* idle* inactiv* dormant* dormancy renew* reset* keep_alive* quiet* "
        "wipe* shorten* evaporat* lifetime_days extends_with* refresh* unless_deed* "
        "unless_another*"
    ),
    ids=NameWords("use_it_or_lose_it keep_alive*"),
    phrases=Phrases(
        {
            "en": (
                "lapse*; use it or lose it; expire unless; expire if; expire when; "
                "expires if; expires unless; expires when; expire after a day; "
                "expire at midnight; expire within; inactivity; if you are inactive; "
                "quiet days; reset to zero; points reset; wiped; short-lived points"
            ),
            "th": "หมดอายุหาก; หมดอายุถ้า; ไม่ใช้จะหาย; รีเซ็ตคะแนน; ล้างคะแนน",
            "zh-Hans": "清零; 作废; 过期不候; 如不使用; 长期不活跃; 失效",
        }
    ),
    question="Does a text make points end sooner than [points] says, or on a condition?",
)
