"""C13: nothing before a person joined and agreed."""

from __future__ import annotations

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.words import NameWords, Phrases
from plaudit.core.refusals import N_

CLAUSE = Clause(
    number="C13",
    plain=N_(
        "Nothing is recorded about you before you have joined and said yes to this programme."
    ),
    text="Nothing is recorded about a person before that person joined and agreed to this "
    "programme.",
    reason=N_("A programme that has everybody is a register of the people."),
    layers="GR",
    instead=(
        N_('Let people join by themselves: [audience] joining = "by_own_choice".'),
        'Base it on their own yes: [basis] legal_basis = "consent".',
    ),
    cases=("everyone-is-in", "opt-out-link", "public-task", "deeds-before-joining"),
    names=NameWords(
        "auto_enrol* autoenrol* auto_join* auto_register* auto_member* opt_out* optout* "
        "automated_join* residents_register* from_register* import_* members_from* enrol* enroll* "
        "prefill* all_residents* all_citizens* everyone_is_in everybody_is_in default_member* "
        "pre_register* preregist* shadow_* non_member* nonmember* before_joining* "
        "existing_account* created_from* join_by_default* by_default compulsory_join* "
        "mandatory_join* public_task* legal_obligation* legitimate_interest* vital_interest* "
        "official_authority* public_interest* implied* presumed* tacit* no_consent* by_law* "
        "ex_officio* without_consent* all_in until_joined* until_they_join* guest_* guests* "
        "passer* prospect* precreat* pre_creat* created_in_advance* in_advance* profiles_of* "
        "non_joined* not_joined* not_yet_joined* unjoined* before_consent* consent_later* "
        "consent_assumed* assumed_consent* assume_consent* all_tenants* all_inhabitants* "
        "all_customers* all_students* all_staff* everybody_in* everyone_in* bulk_import* import "
        "importing* imported* imports* mass_* upload_members* members_list_from* from_list* "
        "copied_from* taken_from* known_people* unknown_people* strangers* bystander* "
        "household_members* family_members* relatives* walk_ins* opted_in* opt_in_default* enlist* "
        "conscripted*"
    ),
    hints=NameWords(
        "required* mandatory* compulsory* register registers registry default automatic* accounts* "
        "list* lists* all* every* everyone* everybody* people* persons* others* visitors* ticked* "
        "assumed* auto*"
    ),
    ids=NameWords("auto_enrol* opt_out* residents_register* non_member* before_joining*"),
    phrases=Phrases(
        {
            "en": (
                "opt out; opt-out; opts out; automatically enrolled; enrolled automatically; "
                "automatically a member; everyone is in; everybody is in; "
                "all residents are members; every resident is a member; residents' register; "
                "residents register; population register; account is created for; "
                "accounts are created; accounts are made; unless they object; unless you object; "
                "unless they leave; before they join; before joining; even without joining; "
                "non-members; is enrolled; are enrolled; enrolled; everybody has an account; "
                "everyone has an account; account from birth; from the register; list of tenants; "
                "list of residents; every resident; all tenants; whole population; "
                "unless you say no; unless they say no; opted in; consent is assumed; "
                "assumed to agree; taken as agreed; also for people who; "
                "people who haven't joined; people who have not joined; even if you never joined; "
                "whoever has not joined; all residents are; every resident is; all citizens are; "
                "every citizen is; every household is; all households are; all inhabitants are; "
                "gets an account automatically"
            ),
            "th": (
                "ลงทะเบียนอัตโนมัติ; ทะเบียนราษฎร; เป็นสมาชิกโดยอัตโนมัติ; สมัครให้อัตโนมัติ; ทุกคนเป็นสมาชิก; "
                "ทะเบียนบ้าน; ถือว่ายินยอม; โดยอัตโนมัติ; สมาชิกทันที; ผู้อยู่อาศัยทุกคน"
            ),
            "zh-Hans": (
                "自动加入; 自动注册; 自动开户; 自动成为会员; 户籍登记; 默认加入; 退出链接; "
                "未加入者; 视为同意; 自动成为; 自动纳入; 未加入; 一律加入; 默认同意; 全体居民自动; "
                "所有居民自动; 户籍; 全员自动; 居民名册"
            ),
        }
    ),
    question=N_("Is anything held about a person who did not choose to join?"),
)
