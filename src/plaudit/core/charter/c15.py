"""C15: what a partner learns."""

from __future__ import annotations

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.words import NameWords, Phrases
from plaudit.core.refusals import N_

CLAUSE = Clause(
    number="C15",
    plain=N_(
        "A partner learns only about its own deeds and vouchers. Each partner knows you "
        "by another name, so two of them can't put their lists together."
    ),
    text="A partner learns only what it needs about its own deeds or vouchers; handles differ for "
    "each partner.",
    reason=N_("Partners who can join their lists know a person's week."),
    layers="GR",
    instead=(
        N_("Leave it out: a partner is told whether its own report was taken, and nothing else."),
    ),
    cases=("partner-sees-balance", "shared-handle", "list-for-sale"),
    names=NameWords(
        "sees* partner_sees* can_see* sharing* learns* handle* same_id* member_ids* sell* "
        "forward* export_to* send_to* recipient* cookie* advert* marketing* newsletter* "
        "access_to* disclos* publish_to* data_for* gets_* receives* member_list* third_part* "
        "profile_access* common_id* common_member* common_number* shared_number* shared_id* "
        "one_id* loyalty_card* crm* tracking_id* customer_number* link_id* links_members* "
        "link_members* joins_lists* join_lists* insurer* analytics* pixel* dashboard* feed_to* "
        "data_feed* data_share* data_sharing* data_export* data_sale* data_sold* sold_to* "
        "sells* passes_on* passed_on* hand_over* hands_over* handed_to* gives_data* "
        "gives_names* provider_learns* provider_sees* provider_gets* shown_to_partner* "
        "shown_to_provider* names_to* report_to* reports_to_police* inform_employer* tells_* "
        "knows_* gets_member* gets_names* learns_names* lookup* look_up* query_members* "
        "asks_for_id* shows_balance* show_balance* balance_shown* balance_to* shows_to "
        "shows_to_partner* shows_to_till"
    ),
    hints=NameWords(
        "balance* share* told* visible* reads_* name* names email* phone* address* identity* "
        "list* data* sponsor* common* same* profile* history* other_* other_deeds* all_* "
        "access* member* total* statistic* id_* ids query* queries*"
    ),
    ids=NameWords("data_sale* member_list* share_balance*"),
    phrases=Phrases(
        {
            "en": (
                "shared with partners; shared with our partners; share your data; sold to; "
                "partners see; partner sees; partners learn; sees your balance; advertis*; "
                "marketing; passed on to; shared with insur*; shared with employ*; "
                "shared with the police; shared with author*; shared with compan*; "
                "shared with sponsor*; shared with third; data is shared; data are shared; "
                "totals are shared; lists are shared; names are shared; given to insur*; "
                "given to employ*; insurer*; insurance compan*; sponsors see; sponsors get; "
                "the café sees; the shop sees; the shop learns; knows your name; knows what you; "
                "sees what you; sees how many; told your; tells your; your employer learns; "
                "one number for all; same number at every; same number everywhere; "
                "linked with your; linked to your; profile of each; your profile is; "
                "profiles of members; handed to the; handed to partners; third parties"
            ),
            "th": (
                "แบ่งปันข้อมูลกับพันธมิตร; ขายข้อมูล; โฆษณา; ส่งข้อมูลให้; เปิดเผยข้อมูล; บริษัทประกัน; นายจ้างจะ; "
                "ขายรายชื่อ; ให้บุคคลที่สาม; แก่บุคคลที่สาม"
            ),
            "zh-Hans": (
                "与合作方共享; 共享您的数据; 出售数据; 广告; 营销; 提供给保险; 泄露; 用户画像; "
                "雇主可; 出售名单; 数据共享; 商家可见; 提供给第三方; 向第三方; 交给商家"
            ),
        }
    ),
    question=N_("Does a partner learn anything beyond its own deeds and vouchers?"),
)
