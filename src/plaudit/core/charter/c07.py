"""C07: expiry is fixed when points are awarded."""

from __future__ import annotations

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.words import NameWords, Phrases
from plaudit.core.refusals import N_

CLAUSE = Clause(
    number="C07",
    plain=N_(
        "You can spend points for at least a year. You know from the start when they end, "
        "and you are told a month before."
    ),
    text="Expiry is fixed when points are awarded, at least 12 months ahead, never conditional, "
    "announced 30 days before.",
    reason=N_("Points that lapse soon, or unless one obeys, are a leash."),
    layers="SR",
    instead=(
        N_("Let points last a year or more: expires_after_months = 18."),
        "Tell members in time: announced_days_before = 30.",
        "Leave conditions out: the day is fixed when the points are given.",
    ),
    cases=("use-it-or-lose-it", "three-months", "quiet-days", "no-announcement", "expiry-by-class"),
    names=NameWords(
        "expir* lapse* lapsing use_it_or_lose_it valid_days valid_for* valid_until validity* idle* "
        "inactiv* dormant* dormancy renew* reset* keep_alive* quiet* wipe* shorten* evaporat* "
        "lifetime_days extends_with* refresh* unless_deed* unless_another* extend* prolong* "
        "year_end* end_of_year* ends_on* ends_after* last_only* lasts_* valid_* shelf_life* "
        "vanish* disappear* run_out* runs_out* lapse_if* lapses_if* lapse_if_no_* expire_if* "
        "expires_if* lose_after* lost_after* gone_after* freeze_if* frozen_if* active_within* "
        "must_be_active* stay_active* use_by* best_before* sunset* spend_by* spend_within* "
        "use_within* activity_required* forfeit_after* short_lived* unless_active* until_next* "
        "clear_after* cleared_* loses_validity* lose_validity* loses_value*"
    ),
    hints=NameWords(
        "active* months* days* hours* weeks* conditional* condition* unless* if when* notice* "
        "announce* early* earlier* sooner* short* by_class* class* per_* different*"
    ),
    ids=NameWords("use_it_or_lose_it keep_alive*"),
    phrases=Phrases(
        {
            "en": (
                "lapse*; use it or lose it; expire unless; expire if; expire when; expires if; "
                "expires unless; expires when; expire after a day; expire at midnight; "
                "expire within; inactivity; if you are inactive; quiet days; reset to zero; "
                "points reset; wiped; short-lived points; expire early; expires early; "
                "end with the year; end of the year all; valid for one; must be used within; "
                "must be spent within; use them within; spend them by; within * days; lasts only; "
                "vanish; disappear*; if you don't use; if you do not use; if you stay away; "
                "keep your points by; points stay only; stay active; run out after; "
                "points are gone; valid for one day; valid for one week; valid for a day; "
                "valid for a week; valid for a month"
            ),
            "th": (
                "หมดอายุหาก; หมดอายุถ้า; ไม่ใช้จะหาย; รีเซ็ตคะแนน; ล้างคะแนน; คะแนนหมดอายุใน; หมดอายุทันที; "
                "ต้องใช้ภายใน; หากไม่ร่วม; ถ้าไม่ร่วม; คะแนนจะหายไป; ใช้คะแนนภายใน"
            ),
            "zh-Hans": (
                "清零; 作废; 过期不候; 如不使用; 长期不活跃; 失效; 逾期; 仅限当天; 不活跃; 归零; "
                "即失效; 不参加就; 积分当天有效; 积分必须在; 积分到期作废; 不用就没"
            ),
        }
    ),
    question=N_("Does a text make points end sooner than [points] says, or on a condition?"),
)
