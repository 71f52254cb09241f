"""C13: nothing before a person joined and agreed."""

from __future__ import annotations

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.words import NameWords, Phrases

CLAUSE = Clause(
    number="C13",
    text="Nothing is recorded about a person before that person joined and agreed to this "
    "programme.",
    reason="A programme that has everybody is a register of the people.",
    layers="GR",
    instead=(
        'Let people join by themselves: [audience] joining = "by_own_choice".',
        'Base it on their own yes: [basis] legal_basis = "consent".',
    ),
    cases=("everyone-is-in", "opt-out-link", "public-task", "deeds-before-joining"),
    names=NameWords(
        "auto_enrol* autoenrol* auto_join* auto_register* auto_member* opt_out* optout* "
        "automatic* automated_join* register registers registry residents_register* "
        "from_register* accounts* import_* members_from* enrol* enroll* prefill* "
        "all_residents* all_citizens* everyone_is_in everybody_is_in default_member* "
        "pre_register* preregist* shadow_* non_member* nonmember* before_joining* "
        "existing_account* created_from* join_by_default* by_default default "
        "compulsory_join* mandatory_join* public_task* legal_obligation* "
        "legitimate_interest* vital_interest* official_authority* public_interest* "
        "implied* presumed* tacit* no_consent* by_law* required* compulsory* mandatory* "
        "ex_officio* without_consent* all_in"
    ),
    ids=NameWords("auto_enrol* opt_out* residents_register* non_member* before_joining*"),
    phrases=Phrases(
        {
            "en": (
                "opt out; opt-out; opts out; automatically enrolled; enrolled automatically; "
                "automatically a member; everyone is in; everybody is in; "
                "all residents are members; every resident is a member; residents' register; "
                "residents register; population register; account is created for; "
                "accounts are created; accounts are made; unless they object; "
                "unless you object; unless they leave; before they join; before joining; "
                "even without joining; non-members"
            ),
            "th": "ลงทะเบียนอัตโนมัติ; ทะเบียนราษฎร; เป็นสมาชิกโดยอัตโนมัติ; สมัครให้อัตโนมัติ",
            "zh-Hans": (
                "自动加入; 自动注册; 自动开户; 自动成为会员; 户籍登记; 默认加入; 退出链接; 未加入者"
            ),
        }
    ),
    question="Is anything held about a person who did not choose to join?",
)
