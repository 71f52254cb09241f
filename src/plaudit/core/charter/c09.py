"""C09: no value computed over a member's totals or history."""

from __future__ import annotations

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.words import NameWords, Phrases

CLAUSE = Clause(
    number="C09",
    text="No value computed over a member's totals, lifetime or history feeds price, eligibility, "
    "order, level, badge or display.",
    reason="A total that opens doors is a score of a person; the wallet must stay a wallet.",
    layers="GSR",
    instead=(
        "Give a reward one price for everybody: price_points = 150.",
        "Count the deeds of one period with a ladder: the next period starts anew.",
        "Look at a partner's reports, not at members: [[partner_check]].",
    ),
    cases=("gold-queue", "gold-member", "trust-fact", "fraud-score", "lifetime-price"),
    names=NameWords(
        "level* tier* badge* score* status* lifetime* ever_earned* total_ever* history* "
        "min_points* min_total* minimum_points* minimum_total* points_above* above_* "
        "over_* from_points* needs_points* needs_total* threshold* gold* silver* "
        "platinum* bronze* vip* elite* multiplier* member_class* member_rank* "
        "member_level* member_group* loyal* milestone* points_total* total_points* "
        "total_deeds* cumulative* profil* segment* past_* previous_* frequent_* "
        "heavy_user* first_time* trust* risk* fraud* suspicio* average_of* percentile* "
        "behaviour* behavior* reputation* conduct* merit* by_points earned_before* "
        "members_with* veteran* newcomer* member members member_days member_history"
    ),
    ids=NameWords(
        "level* tier tiers badge* score* status vip* elite* gold_* silver_* platinum* "
        "lifetime* loyal* reputation* trust_* trusted* risk* fraud* segment* percentile* "
        "multiplier* good_citizen* conduct* behaviour* behavior* veteran*"
    ),
    phrases=Phrases(
        {
            "en": (
                "level up; next level; higher level; gold member*; silver member*; platinum; "
                "gold status; vip; loyal member*; top member*; best members; "
                "lifetime points; ever earned; badge*; frequent member*; for members above; "
                "members with more than; members who have earned; have earned more than; "
                "once you have earned; total points; points in total; member level*; "
                "depending on your points; member status; risk score; score of; profile of"
            ),
            "th": ("ระดับสมาชิก; สมาชิกทอง; สมาชิกระดับ; คะแนนสะสมตลอด; วีไอพี; เหรียญตรา; เลื่อนระดับ"),
            "zh-Hans": "会员等级; 升级; 金卡; 银卡; 贵宾; 累计积分; 徽章; 历史积分; 信用等级",
        }
    ),
    question="Does anything here depend on what a member earned or did before?",
)
