"""C23: adults only, never in compulsory settings."""

from __future__ import annotations

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.words import NameWords, Phrases
from plaudit.core.refusals import N_

CLAUSE = Clause(
    number="C23",
    plain=N_(
        "It is for adults, unless a parent's consent is part of it. Nobody is made to "
        "take part by a school, a job or a court."
    ),
    text="Adults only unless the guardian module is on; never compulsory settings (school, work, "
    "sentence).",
    reason=N_("Who has to be there can't say no."),
    layers="SX",
    instead=(
        N_("Let people join from 18 on: from_age_years = 18."),
        'Reward volunteering in one\'s own time: class "volunteering".',
        'Reward a course that adults choose freely: class "learning".',
    ),
    cases=("from-sixteen", "pupils", "employer-reports", "community-sentence"),
    names=NameWords(
        "compulsory* mandatory* obligat* minor* child* kid kids school* guardian* parent* min_age* "
        "age_from* court_order* part_of_sentence* employee* employer* workplace* staff_must* "
        "conscript* duty* duties obliged* must_join* must_take* have_to* work_time* working_hours* "
        "payroll* pupils* teen* teenager* under_18* under18* youth_from* minors_* baby* babies "
        "toddler* adolescent* juvenile* junior* school_class* class_teacher* teacher* curriculum* "
        "semester* attendance* court* sentence* probation* parole* prison* inmate* soldier* army* "
        "draft* national_service* required_by* ordered_by* contract_of_work* boss* manager* "
        "supervisor* dismiss* job_centre* jobcentre* benefit_condition* condition_of_benefit* "
        "unemployed* jobseeker* apprentic* intern* trainee*"
    ),
    hints=NameWords(
        "required_for* age* work* job* compuls* from_* young* forced* force* must* oblig* need* "
        "order*"
    ),
    ids=NameWords(
        "compulsory* mandatory* homework* school_day* work_shift* overtime* community_service* "
        "sentence_* military* conscript* job_application* workday* internship* intern_* apprentic* "
        "classroom* workplace* staff_training* staff_day* employee* employer* detention* prison* "
        "probation* community_order* court_order* court_ordered* national_service* drill drills "
        "army_* school_duty* school_clean* homeroom* shift_* night_shift* work_* paid_work* "
        "job_training* job_centre* jobcentre* mandatory_* duty_roster* on_duty* sentence* penal_* "
        "for_pupils* pupil* kindergart* kids_* children_* child_* teen* youth_camp* on_the_job*"
    ),
    phrases=Phrases(
        {
            "en": (
                "compulsory; mandatory; obligatory; required by your employer; at work; "
                "your employer; part of the sentence; part of a sentence; community sentence; "
                "pupils; schoolchildren; school children; school class*; children from; teenagers; "
                "employees; conscript*; must take part; have to take part; jobseeker*; unemployed; "
                "at your workplace; in working time; by your employer; your boss; your company; "
                "staff must; must join; have to join; has to join; court order; by the court; "
                "community order; as a punishment; on probation; prison*; inmates; "
                "military service; national service; benefits office; job centre; "
                "unemployed people; under 18; from 12; from 14; from 15; from 16; from 17; "
                "school class; part of the curriculum; for pupils; homework; children under; "
                "only for children; open to children; open for children; children may join; "
                "for kids; kids may join; for kids only; join from 12; join from 14; join from 15; "
                "join from 16"
            ),
            "th": (
                "บังคับเข้าร่วม; ภาคบังคับ; พนักงานต้อง; นักโทษ; เด็กอายุ; ผู้ต้องขัง; ทหารเกณฑ์; พนักงานทุกคน; "
                "ตามคำสั่ง; ต้องเข้าร่วม; นายจ้าง; เด็กเข้าร่วม; เด็กสมัคร; รับเด็ก; สำหรับนักเรียน; เยาวชนเข้าร่วม; "
                "บังคับ"
            ),
            "zh-Hans": (
                "强制; 必须参加; 未成年; 员工必须; 服刑; 必须加入; 单位要求; 服役; 未满; 劳改; "
                "社区矫正; 实习生; 义务参加; 儿童可参加; 儿童可加入; 面向学生; 面向儿童; 学生参加; "
                "员工参加; 小学生; 中学生"
            ),
        }
    ),
    question=N_("Does anybody take part who is a child, or who can't freely say no?"),
)
