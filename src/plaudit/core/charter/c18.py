"""C18: every decision against a member is taken by a named person."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit.core.catalogue.saying import shown
from plaudit.core.catalogue.scanner import Path
from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.people import is_a_person
from plaudit.core.charter.view import View
from plaudit.core.charter.words import NameWords, Phrases
from plaudit.core.refusals import N_
from plaudit.core.sentence import sentence


def check(view: View) -> Iterator[Finding]:
    """Yield decisions that no named person takes."""
    if view.kind != "edition":
        return
    places: list[Path] = [("challenge", "decided_by")]
    places += [("partner_check", index, "decided_by") for index, _ in view.entries("partner_check")]
    for path in places:
        decided_by = view.text(*path)
        if decided_by is not None and decided_by.strip() and not is_a_person(decided_by):
            yield view.refuse(
                "C18",
                path,
                seen=sentence(
                    N_("{decided_by} names no person; somebody decides, and signs."),
                    decided_by=shown(decided_by),
                ),
                write=sentence(N_('Write a name: decided_by = "Somsak Dee, citizens\' desk".')),
            )


CLAUSE = Clause(
    number="C18",
    plain=N_(
        "Whatever is decided against you is decided by a person with a name. You can "
        "object, and nothing waits longer than three days."
    ),
    text="Every decision against a member is taken by a named person and can be challenged; "
    "nothing is held unreviewed for more than 72 hours.",
    reason=N_("A machine cannot be asked why, and cannot be ashamed."),
    layers="SR",
    instead=(
        N_('Name the person who decides: [challenge] decided_by = "Somsak Dee, citizens\' desk".'),
        "Let nothing wait longer than 72 hours: hold_hours = 72.",
        "Let a check look at a partner's reports and end with a person: [[partner_check]].",
    ),
    cases=("decided-by-the-system", "held-for-a-week", "blocked-members", "no-challenge"),
    names=NameWords(
        "auto_decid* automatic_deci* decided_by_* suspend* suspension* block* ban bans banned* "
        "freeze* frozen* hold* held_for* lock* blacklist* exclud* exclusion* without_appeal* "
        "no_appeal* final* quarantine* disqualif* strike* three_strikes* appeal* watch_list* "
        "watchlist* flag* detect* anomal* action actions then freeze_wallet* freezes_* "
        "frozen_wallet* suspend_wallet* block_wallet* wallet_block* reject* auto_reject* "
        "auto_refus* auto_block* auto_den* deny denies denied* lockout* locked_out* "
        "restrict_member* restrict_account* restricts_members* deactivat* expel* kick* kicks "
        "sanction_member* no_challenge* no_question* no_complaint* no_review* without_review* "
        "unreviewed* pending_until* held_until* on_hold* lock_account* throttle* "
        "decided_automatically* decides_automatically* decision_by* machine_decid* robot* bot bots"
    ),
    hints=NameWords(
        "fee* cost* charge* penal* price* pays* deposit* only* once* limit* max* min* lose* "
        "deduct* wait* week* month* year* auto* machine* system* none no_* not_* decisions_* form* "
        "letter* stops* stop* holds* until* members* points* silence* silent* refus* ignor*"
    ),
    ids=NameWords("blocked_member* ban banned* suspend* blacklist* watchlist* disqualif*"),
    phrases=Phrases(
        {
            "en": (
                "automatically blocked; blocked automatically; are blocked; is blocked; suspended; "
                "banned; excluded; disqualified; no appeal; cannot be challenged; "
                "can't be challenged; final decision; decision is final; account is closed; "
                "accounts are closed; frozen; blacklist*; watch list*; held until; withheld; "
                "under suspicion; suspected; automatic decision; decided automatically; "
                "decided by the system; decided by a computer; the computer decides; "
                "the system decides; without appeal; no complaints possible; may not complain; "
                "is barred; are barred; locked out; lose their account; account is locked; "
                "is suspended; are suspended; will be suspended; put on hold; under review until; "
                "expelled"
            ),
            "th": (
                "ระงับบัญชี; ระงับสมาชิก; แบนสมาชิก; ตัดสิทธิ์; อายัด; อุทธรณ์ไม่ได้; ปิดบัญชี; ล็อกบัญชี; ห้ามเข้าร่วม; "
                "ไล่ออก; ระบบตัดสิน; คำตัดสินถือเป็นที่สุด; พักสิทธิ์"
            ),
            "zh-Hans": (
                "封号; 冻结; 拉黑; 取消资格; 禁止参加; 不可申诉; 最终决定; 注销会员; 除名; "
                "系统判定; 自动判定; 最终解释权; 锁定账户; 暂停资格"
            ),
        }
    ),
    question=N_(
        "Is anything decided against a member without a named person, or without a challenge?"
    ),
    check=check,
)
