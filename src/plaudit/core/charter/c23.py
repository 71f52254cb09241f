"""C23: adults only, never in compulsory settings."""

from __future__ import annotations

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.words import NameWords, Phrases

CLAUSE = Clause(
    number="C23",
    text="Adults only unless the guardian module is on; never compulsory settings (school, work, "
    "sentence).",
    reason="Who has to be there can't say no.",
    layers="SX",
    instead=(
        "Let people join from 18 on: from_age_years = 18.",
        'Reward volunteering in one\'s own time: class "volunteering".',
        'Reward a course that adults choose freely: class "learning".',
    ),
    cases=("from-sixteen", "pupils", "employer-reports", "community-sentence"),
    names=NameWords(
        "compulsory* mandatory* obligat* required_for* minor* child* kid kids school* "
        "guardian* parent* min_age* age_from* age* court_order* part_of_sentence* "
        "employee* employer* workplace* staff_must* conscript*"
    ),
    ids=NameWords(
        "compulsory* mandatory* homework* school_day* work_shift* overtime* "
        "community_service* sentence_* military* conscript* job_application* workday*"
    ),
    phrases=Phrases(
        {
            "en": (
                "compulsory; mandatory; obligatory; required by your employer; at work; "
                "your employer; part of the sentence; part of a sentence; "
                "community sentence; pupils; schoolchildren; school children; school class*; "
                "for children; children from; teenagers; employees; conscript*; "
                "must take part; have to take part; jobseeker*; unemployed"
            ),
            "th": "บังคับเข้าร่วม; ภาคบังคับ; นักเรียน; พนักงานต้อง; นักโทษ; เด็กอายุ",
            "zh-Hans": "强制; 必须参加; 小学生; 中学生; 未成年; 员工必须; 服刑; 儿童",
        }
    ),
    question="Does anybody take part who is a child, or who can't freely say no?",
)
