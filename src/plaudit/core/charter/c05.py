"""C05: a balance falls only by redemption, expiry or reversal."""

from __future__ import annotations

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.words import NameWords, Phrases
from plaudit.core.refusals import N_

CLAUSE = Clause(
    number="C05",
    plain=N_(
        "Your points become fewer only when you spend them, when they end on a day you "
        "knew before, or when a mistake is put right. You never owe any."
    ),
    text="A balance falls only by redemption, by expiry fixed at award, or by reversal with a "
    "reason; never below zero, never a debt.",
    reason=N_("Points that can be taken for conduct are a fine without a court."),
    layers="GR",
    instead=(
        N_("Leave it out: what a member has is the member's until it is spent or expires."),
        "Undo a wrong report with [reversal]: one award, a reason from the list, a named person.",
    ),
    cases=("minus-points", "tenants-card", "penalty-table"),
    names=NameWords(
        "penalt* penalis* penaliz* deduct* minus* lose* loss losing* take_away* takes_away* "
        "take_back* confiscat* forfeit* decay* negative* debit* overdraft* claw* punish* "
        "subtract* demote* no_show_fee* membership_fee* inactivity_fee* below_zero owe owes "
        "owed points_off sanction* charge* monthly_charge* service_charge* monthly_fee* "
        "account_fee* storage_fee* wallet_fee* points_fee* demurrage* melt* fade* malus* "
        "demerit_points* debt* points_debt* fine_points* points_fine* no_show* no_shows* "
        "late_fee* late_return* seize* seizure* burn* taken_for* removes_points* "
        "remove_points* points_removed* removed_for* reduces_balance* reduce_balance* "
        "lowers_balance* strip* dock* docks* docked* interest_on* collects* cost_of_holding* "
        "may_go_below* go_below* below_nought minus_balance withheld* withhold* garnish* "
        "tax_points* tax_percent* levy* levies cancels_points* takes_points* take_points* "
        "subtracts points_lost* lost_points* loses_points* costs_points_if* repay* pay_back* "
        "payback* forfeits_points* lose_points* costs_points* fee* *_fee fine fines "
        "takes_back* reduces_points* reduce_points* demerit* shrinks_by* lost_when*"
    ),
    ids=NameWords(
        "penalt* deduct* minus* punish* lose_points* confiscat* fee_for* malus* demerit* "
        "deduction* seizure* points_fine* negative_points* debt_* *_debt"
    ),
    phrases=Phrases(
        {
            "en": (
                "lose points; loses points; lose their points; lose your points; losing points; "
                "lose all points; points are taken; take points; takes points; taken away; "
                "penalt*; penalis*; penaliz*; minus points; negative points; points off; punish*; "
                "confiscat*; below zero; owe points; lose the lease; loses * points; "
                "lose * points; losing * points; loses half; loses all; lose half; lose all; "
                "lose everything; costs you points; costs points if; cost you * points; "
                "* points less for; fewer points for; must pay points; points are removed; "
                "points are withdrawn; points will be withdrawn; reduces your points; demerit*; "
                "malus; forfeit*; taken from; takes away; in debt; overdraw*; melt away; deducts; "
                "deducted; deduction of points; deducting points"
            ),
            "th": (
                "หักคะแนน; ถูกหัก; เสียคะแนน; ริบคะแนน; ตัดคะแนน; คะแนนติดลบ; ริบ; ถูกตัด; ลดคะแนน; "
                "เรียกคืนคะแนน; ติดลบ; โดนหัก; ปรับคะแนน; ยึดคะแนน; ลงโทษ"
            ),
            "zh-Hans": (
                "扣分; 扣除积分; 扣积分; 扣减; 惩罚; 没收; 负分; 减分; 罚分; 倒扣; 扣掉; 扣除; "
                "追回; 收回积分; 欠分; 处罚积分; 减少积分"
            ),
        }
    ),
    question=N_(
        "Does anything take points from a member other than a purchase, expiry or a reversal?"
    ),
)
