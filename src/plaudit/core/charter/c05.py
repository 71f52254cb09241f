"""C05: a balance falls only by redemption, expiry or reversal."""

from __future__ import annotations

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.words import NameWords, Phrases

CLAUSE = Clause(
    number="C05",
    text="A balance falls only by redemption, by expiry fixed at award, or by reversal with a "
    "reason; never below zero, never a debt.",
    reason="Points that can be taken for conduct are a fine without a court.",
    layers="GR",
    instead=(
        "Leave it out: what a member has is the member's until it is spent or expires.",
        "Undo a wrong report with [reversal]: one award, a reason from the list, a named person.",
    ),
    cases=("minus-points", "tenants-card", "penalty-table"),
    names=NameWords(
        "penalt* penalis* penaliz* deduct* minus* lose* loss losing* "
        "take_away* takes_away* take_back* confiscat* forfeit* decay* negative* debit* "
        "overdraft* claw* punish* subtract* demote* no_show_fee* membership_fee* "
        "inactivity_fee* below_zero owe owes owed points_off sanction*"
    ),
    ids=NameWords("penalt* deduct* minus* punish* lose_points* confiscat* fee_for*"),
    phrases=Phrases(
        {
            "en": (
                "lose points; loses points; lose their points; lose your points; "
                "losing points; lose all points; points are taken; take points; "
                "takes points; taken away; deduct*; penalt*; penalis*; penaliz*; "
                "minus points; negative points; points off; punish*; confiscat*; below zero; "
                "owe points; lose the lease"
            ),
            "th": "หักคะแนน; ถูกหัก; เสียคะแนน; ริบคะแนน; ตัดคะแนน; คะแนนติดลบ",
            "zh-Hans": "扣分; 扣除积分; 扣积分; 扣减; 惩罚; 没收; 负分",
        }
    ),
    question="Does anything take points from a member other than a purchase, expiry or a reversal?",
)
