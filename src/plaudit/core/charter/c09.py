"""C09: no value computed over a member's totals or history."""

from __future__ import annotations

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.words import NameWords, Phrases
from plaudit.core.refusals import N_

CLAUSE = Clause(
    number="C09",
    plain=N_(
        "How many points you have, or ever had, opens no door and gives no badge. It is "
        "money in a purse, not a mark."
    ),
    text="No value computed over a member's totals, lifetime or history feeds price, eligibility, "
    "order, level, badge or display.",
    reason=N_("A total that opens doors is a score of a person; the wallet must stay a wallet."),
    layers="GSR",
    instead=(
        N_("Give a reward one price for everybody: price_points = 150."),
        "Count the deeds of one period with a ladder: the next period starts anew.",
        "Look at a partner's reports, not at members: [[partner_check]].",
    ),
    cases=("gold-queue", "gold-member", "trust-fact", "fraud-score", "lifetime-price"),
    names=NameWords(
        "level* tier* badge* score* status* lifetime* ever_earned* total_ever* min_points* "
        "min_total* minimum_points* minimum_total* points_above* needs_points* needs_total* "
        "threshold* gold* silver* platinum* bronze* vip* elite* multiplier* member_class* "
        "member_rank* member_level* member_group* loyal* milestone* points_total* "
        "total_points* total_deeds* cumulative* profil* segment* frequent_* heavy_user* "
        "first_time* trust* fraud* percentile* behaviour* behavior* reputation* conduct* "
        "merit* by_points earned_before* veteran* newcomer* member_days member_history "
        "last_year* last_month* earned_last* earned_so_far* earned_in_total* unlock* "
        "after_deeds* deeds_done* deeds_needed* min_deeds* minimum_deeds* needs_deeds* "
        "membership_months* membership_years* min_membership* member_since* members_since* "
        "tenure* seniority* grade* xp experience_points* prestige* privilege* exclusive* "
        "rating* stars karma reliab* achievement* accumulat* double_if* doubles_if* "
        "double_for* boost* booster* higher_rate* bonus_rate* graduat* risk_score* risk_level* "
        "requires_level* level_needed* needs_level* ladder_of_members diamond* crown* "
        "premium_member* star_member* ranked_by_total sum_of_points* all_time* alltime* "
        "credit_score* social_credit* civic_score* citizen_score* member_score* trust_score* "
        "good_citizen* character* honour_points* honor_points* power_user* super_member* "
        "inactive_members* heavy_users* top_up_for_loyal* regulars* top_tier* top_member* "
        "above_* over_*"
    ),
    hints=NameWords(
        "history* past_* previous_* member* members suspicio* members_with* from_points* "
        "average_of* risk* earned* total* balance_above* wallet_above* progress* if_member* "
        "by_history* history member"
    ),
    ids=NameWords(
        "level* tier tiers badge* vip* elite* platinum* lifetime* loyal* reputation* trust_* "
        "trusted* risk* fraud* segment* percentile* multiplier* good_citizen* conduct* "
        "behaviour* behavior* veteran* civic_rating* citizen_score* social_score* "
        "social_credit* member_score* unlock* achievement* xp_* diamond_* all_time* score_of_* "
        "scores* *_score gold_level* gold_tier* gold_status* gold_member* silver_level* "
        "silver_tier* silver_status* silver_member* bronze_level* bronze_member* "
        "member_status* status_level* gold_queue* gold_bonus* gold_card* gold_club* "
        "silver_card* silver_club*"
    ),
    phrases=Phrases(
        {
            "en": (
                "level up; next level; higher level; gold member*; silver member*; platinum; "
                "gold status; vip; loyal member*; top member*; best members; lifetime points; "
                "ever earned; badge*; frequent member*; for members above; members with more than; "
                "members who have earned; have earned more than; once you have earned; "
                "total points; points in total; member level*; depending on your points; "
                "member status; risk score; score of; profile of; gold members; silver members; "
                "regulars only; only for regulars; for our regulars; for those who have; "
                "who already have; members since; unlock*; achievement*; the more you have earned; "
                "all time total; * points ever; points or more in; double for members; "
                "the higher your; higher your total; rates you; your score; personal score; "
                "scores you; credit score; social credit; trust level; risk level; for loyal; "
                "loyalty level; with the most deeds; members are rated; rated members; "
                "rates each member; is rated; are rated; lifetime total; all-time total"
            ),
            "th": (
                "ระดับสมาชิก; สมาชิกทอง; สมาชิกระดับ; คะแนนสะสมตลอด; วีไอพี; เหรียญตรา; เลื่อนระดับ; "
                "คะแนนรวมตลอด; สมาชิกประจำ; ระดับทอง; ระดับเงิน; ปลดล็อก; ระดับความน่าเชื่อถือ; คะแนนความดี"
            ),
            "zh-Hans": (
                "会员等级; 升级; 金卡; 银卡; 贵宾; 累计积分; 徽章; 历史积分; 信用等级; 老会员; "
                "解锁; 信用; 累计达到; 历史总; 黄金会员; 钻石; 忠诚会员; 等级越高; 给会员打分; "
                "为会员评分"
            ),
        }
    ),
    question=N_("Does anything here depend on what a member earned or did before?"),
)
