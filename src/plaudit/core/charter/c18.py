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
                seen=f"{shown(decided_by)} names no person; somebody decides, and signs.",
                write='Write a name: decided_by = "Somsak Dee, citizens\' desk".',
            )


CLAUSE = Clause(
    number="C18",
    text="Every decision against a member is taken by a named person and can be challenged; "
    "nothing is held unreviewed for more than 72 hours.",
    reason="A machine cannot be asked why, and cannot be ashamed.",
    layers="SR",
    instead=(
        'Name the person who decides: [challenge] decided_by = "Somsak Dee, citizens\' desk".',
        "Let nothing wait longer than 72 hours: hold_hours = 72.",
        "Let a check look at a partner's reports and end with a person: [[partner_check]].",
    ),
    cases=("decided-by-the-system", "held-for-a-week", "blocked-members", "no-challenge"),
    names=NameWords(
        "auto_decid* automatic_deci* decided_by_* suspend* suspension* block* ban bans "
        "banned* freeze* frozen* hold* held_for* lock* blacklist* exclud* exclusion* "
        "without_appeal* no_appeal* final* quarantine* disqualif* strike* three_strikes* "
        "appeal* watch_list* watchlist* flag* detect* anomal* action actions then"
    ),
    ids=NameWords("blocked_member* ban banned* suspend* blacklist* watchlist* disqualif*"),
    phrases=Phrases(
        {
            "en": (
                "automatically blocked; blocked automatically; are blocked; is blocked; "
                "suspended; banned; excluded; disqualified; no appeal; cannot be challenged; "
                "can't be challenged; final decision; decision is final; account is closed; "
                "accounts are closed; frozen; blacklist*; watch list*; held until; withheld; "
                "under suspicion; suspected"
            ),
            "th": "ระงับบัญชี; ระงับสมาชิก; แบนสมาชิก; ตัดสิทธิ์; อายัด; อุทธรณ์ไม่ได้",
            "zh-Hans": "封号; 冻结; 拉黑; 取消资格; 禁止参加; 不可申诉; 最终决定",
        }
    ),
    question="Is anything decided against a member without a named person, or without a challenge?",
    check=check,
)
