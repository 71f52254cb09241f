"""C10: no ranking, comparison or public balance."""

from __future__ import annotations

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.words import NameWords, Phrases
from plaudit.core.refusals import N_

CLAUSE = Clause(
    number="C10",
    plain=N_(
        "There is no list of the best, and nobody is shown what others have. Sums are "
        "shown only for 20 people and more, and rounded."
    ),
    text="No ranking, comparison or public balance; group totals only from 20 members, rounded.",
    reason=N_("Whoever is shown above others is judged, and so are the others."),
    layers="GR",
    instead=(
        N_("Publish a total of everybody: [statistics] groups_from_members = 20."),
        "Show each member their own deeds, and nobody else's.",
    ),
    cases=("heroes-of-the-week", "small-groups", "team-table", "exact-totals"),
    names=NameWords(
        "leaderboard* leader_board* rank* top_* top hall_of_fame* wall_of* hero* winner* champion* "
        "compare* comparison* public public_balance* show_balance* show_points* nickname* league* "
        "contest* competition* competitor* highest* best_* podium* team_* teams group_total* "
        "scoreboard* high_score* publish_names* publish_members* display_members* public_profile* "
        "share_balance* honour_roll* honor_roll* shame* member_of_the* order_by* sort_by* "
        "visible_to_all districts_ranked percentile* names_published* names_shown* show_names* "
        "shows_names* published_names* by_street* per_street* by_member* per_member* each_member* "
        "every_member* individual* versus duel* rival* ceremony* praise* applau* famous* celebrat* "
        "medal* trophy* award_ceremony* member_list_public* public_list* publish_balances* "
        "shows_rank* place_of* compares* beats_* better_than* most_active* most_points* best_of* "
        "first_ten* first_hundred* king_of* queen_of* star_of* feed_of* timeline* wall* billboard* "
        "screen_in_town* social_feed* share_on* challenge_a_friend* head_to_head* tournament* "
        "race* standings* standing_of* visible*"
    ),
    hints=NameWords(
        "publish* public* name* show* small* street* district* house* who* top* best* rank* exact* "
        "unrounded* least* fewer* one* any* member* group* min* from* round*"
    ),
    ids=NameWords(
        "leaderboard* leader_board* ranking* ranked* rank hall_of_fame* wall_of_* heroes_of* "
        "hero_of* top_* winner* champion* league* scoreboard* high_score* podium* honour_roll* "
        "honor_roll* member_of_the* best_member* tournament* contest* competition* duel* best_of_* "
        "most_active* first_place* medal* trophy* king_of_* queen_of_* star_of_the_* race_to_* "
        "beat_the_*"
    ),
    phrases=Phrases(
        {
            "en": (
                "leaderboard*; ranking*; ranked; top 10; top 50; top 100; top ten; top hundred; "
                "top three; highest earner*; heroes of; hero of; member of the month; "
                "member of the week; winner*; compete*; competition*; contest*; hall of fame; "
                "wall of fame; nickname*; league table*; compare yourself; compared with other; "
                "better than other; name and shame; most points; ten best; best ten; "
                "best of the month; the best are; the best member; the best street; the best team; "
                "most active; names are shown; names are published; shown by name; shown on the; "
                "on the town square; public list; listed publicly; the most diligent; "
                "most diligent; who did most; who has most; leader board; beat your; beat other; "
                "overtake; outdo; your place among; than your neighbours; than your neighbors; "
                "than others; than other members; trophy; trophies; award ceremony; "
                "member of the year; honoured publicly; honored publicly; medal for; medals for; "
                "champions of the month; champion of the; best helper*; best member*; "
                "list of the best; first place in"
            ),
            "th": (
                "จัดอันดับ; อันดับสมาชิก; อันดับคะแนน; สมาชิกดีเด่น; แข่งขัน; ฮีโร่ประจำ; ชื่อเล่น; "
                "คะแนนสูงสุดของสมาชิก; อันดับ; สิบคนแรก; คนเก่งที่สุด; ประกาศชื่อ; ประกาศรายชื่อ; เปรียบเทียบกับ; "
                "แชมป์; ถ้วยรางวัล; ชนะเลิศ; สูงสุดประจำ; สมาชิกยอดเยี่ยม"
            ),
            "zh-Hans": (
                "排行榜; 排名; 榜单; 光荣榜; 英雄榜; 竞赛; 冠军; 昵称; 前一百; 前100; 积分最高; "
                "前十; 名次; 公布姓名; 公布名单; 优胜; 评选; 与他人比较; 超过其他; 榜首; 红榜; "
                "黑榜; 明星会员; 奖杯; 表彰先进; 最佳会员; 最佳志愿者; 评为第一"
            ),
        }
    ),
    question=N_("Is anybody compared with others, or shown to others with what they have?"),
)
