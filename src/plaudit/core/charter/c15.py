"""C15: what a partner learns."""

from __future__ import annotations

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.words import NameWords, Phrases

CLAUSE = Clause(
    number="C15",
    text="A partner learns only what it needs about its own deeds or vouchers; handles differ for "
    "each partner.",
    reason="Partners who can join their lists know a person's week.",
    layers="GR",
    instead=(
        "Leave it out: a partner is told whether its own report was taken, and nothing else.",
    ),
    cases=("partner-sees-balance", "shared-handle", "list-for-sale"),
    names=NameWords(
        "sees* partner_sees* can_see* share* sharing* learns* told* balance* handle* "
        "same_id* member_ids* sell* forward* export_to* send_to* recipient* cookie* "
        "advert* marketing* newsletter* access_to* reads_* visible* disclos* publish_to* "
        "data_for* gets_* receives* member_list*"
    ),
    ids=NameWords("data_sale* member_list* share_balance*"),
    phrases=Phrases(
        {
            "en": (
                "shared with partners; shared with our partners; share your data; sold to; "
                "partners see; partner sees; partners learn; sees your balance; advertis*; "
                "marketing; passed on to"
            ),
            "th": "แบ่งปันข้อมูลกับพันธมิตร; ขายข้อมูล; โฆษณา",
            "zh-Hans": "与合作方共享; 共享您的数据; 出售数据; 广告; 营销",
        }
    ),
    question="Does a partner learn anything beyond its own deeds and vouchers?",
)
