"""C10: no ranking, comparison or public balance."""

from __future__ import annotations

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.words import NameWords, Phrases

CLAUSE = Clause(
    number="C10",
    text="No ranking, comparison or public balance; group totals only from 20 members, rounded.",
    reason="Whoever is shown above others is judged, and so are the others.",
    layers="GR",
    instead=(
        "Publish a total of everybody: [statistics] groups_from_members = 20.",
        "Show each member their own deeds, and nobody else's.",
    ),
    cases=("heroes-of-the-week", "small-groups", "team-table", "exact-totals"),
    names=NameWords(
        "leaderboard* leader_board* rank* top_* top hall_of_fame* wall_of* hero* winner* "
        "champion* compare* comparison* public public_balance* show_balance* show_points* "
        "nickname* league* contest* competition* competitor* highest* best_* podium* "
        "team_* teams group_total* scoreboard* high_score* publish_names* "
        "publish_members* display_members* public_profile* share_balance* honour_roll* "
        "honor_roll* shame* member_of_the* order_by* sort_by* visible_to_all "
        "districts_ranked"
    ),
    ids=NameWords(
        "leaderboard* leader_board* ranking* ranked* rank hall_of_fame* wall_of_* "
        "heroes_of* hero_of* top_* winner* champion* league* scoreboard* high_score* "
        "podium* honour_roll* honor_roll* member_of_the* best_member*"
    ),
    phrases=Phrases(
        {
            "en": (
                "leaderboard*; ranking*; ranked; top 10; top 50; top 100; top ten; "
                "top hundred; top three; highest earner*; heroes of; hero of; "
                "member of the month; member of the week; winner*; compete*; competition*; "
                "contest*; hall of fame; wall of fame; nickname*; league table*; "
                "compare yourself; compared with other; better than other; name and shame; "
                "first place; most points"
            ),
            "th": (
                "จัดอันดับ; อันดับสมาชิก; อันดับคะแนน; สมาชิกดีเด่น; แข่งขัน; ฮีโร่ประจำ; ชื่อเล่น; คะแนนสูงสุดของสมาชิก"
            ),
            "zh-Hans": (
                "排行榜; 排名; 榜单; 光荣榜; 英雄榜; 竞赛; 冠军; 昵称; 前一百; 前100; 积分最高"
            ),
        }
    ),
    question="Is anybody compared with others, or shown to others with what they have?",
)
