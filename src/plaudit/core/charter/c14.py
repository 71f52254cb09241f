"""C14: leaving is as easy as joining."""

from __future__ import annotations

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.words import NameWords, Phrases
from plaudit.core.refusals import N_

CLAUSE = Clause(
    number="C14",
    plain=N_(
        "Leaving is as easy as joining and costs nothing. You can still spend your points "
        "for at least 90 days."
    ),
    text="Leaving is as easy as joining, costs nothing, and earned points stay usable for at least "
    "90 days.",
    reason=N_("Who cannot leave freely did not join freely."),
    layers="SR",
    instead=(
        N_("Let points stay usable: [leaving] usable_days = 90, or more."),
        "Leave fees, notice periods and forms out.",
    ),
    cases=("nothing-after-leaving", "leaving-fee", "minimum-term"),
    names=NameWords(
        "leaving_* leave_* exit_* exit cancel_fee* notice_period* lock_in* minimum_term* "
        "minimum_membership* min_term* cooling_off* approval_needed* must_ask* reasons_required* "
        "rejoin* blocked_from_joining* letter_needed* notice_days* notice_weeks* notice_months* "
        "exit_interview* must_visit* in_person_only* by_letter* points_end* ends_points* "
        "ends_at_once* on_leaving* when_leaving* upon_leaving* after_leaving* leavers* leaver* "
        "quitting* minimum_stay* min_stay* membership_term* contract_term* contract_months* "
        "renewal* auto_renew* termination* terminat* deregist* unsubscrib*"
    ),
    hints=NameWords(
        "notice* letter* registered* visit* form* forms reason* approv* permission* ask* confirm* "
        "wait* delay* cool* block* ban* return* lose* lost* forfeit* void* expire* delete* cancel* "
        "contract* minimum* min_* months* lock* in_person* signature* witness* debt* settle* cost* "
        "price* pay* pays* desk* only* hours* weeks* interview* penal* deduct* burn* zero* wipe* "
        "refund* transfer* fee* cancellation_* cost_points costs_points fee_points written* "
        "request* apply* permit* questions* reasons*"
    ),
    ids=NameWords("leaving_fee* exit_fee* minimum_term*"),
    phrases=Phrases(
        {
            "en": (
                "leaving costs; leave costs; fee for leaving; exit fee*; minimum term*; "
                "cannot leave; can't leave; may not leave; points end when you leave; "
                "points are lost when; lose your points when you leave; notice period*; "
                "leave only; must stay a member; leaving fee*; pays a leaving; pay a leaving; "
                "whoever leaves; those who leave; leaving is only; you can leave only; "
                "write a letter to leave; months' notice; weeks' notice; days' notice; "
                "stay at least; minimum stay; after leaving nothing; points are gone when; "
                "points expire when you leave; cancellation fee*; to leave you must; "
                "you must stay; leaves must pay; who leaves pays; who leaves loses; when you leave"
            ),
            "th": (
                "ค่าธรรมเนียมการออก; ห้ามออก; ออกไม่ได้; เสียค่าออก; ก่อนออกต้อง; ออกแล้วคะแนนหาย; "
                "แจ้งล่วงหน้าก่อนออก; ต้องเป็นสมาชิกอย่างน้อย"
            ),
            "zh-Hans": (
                "退出费; 不得退出; 不能退出; 最短期限; 退出须; 退出需; 退出后积分; 违约金; 退会费; "
                "提前通知才能退"
            ),
        }
    ),
    question=N_("Does leaving cost anything, take longer than joining, or end points at once?"),
)
