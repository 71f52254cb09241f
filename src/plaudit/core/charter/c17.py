"""C17: every kind of data has a last day."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.stages import used_activities
from plaudit.core.charter.view import View
from plaudit.core.charter.words import NameWords, Phrases
from plaudit.core.refusals import N_
from plaudit.core.sentence import sentence


def check(view: View) -> Iterator[Finding]:
    """Yield evidence that is kept longer than the catalogue, or the edition, allows."""
    if view.kind == "activity":
        longest = view.registries.records["evidence"].longest
        days = view.number("keep_days")
        if days is not None and days > longest:
            yield view.refuse(
                "C17",
                ("keep_days",),
                seen=sentence(
                    N_("Evidence would be kept for {days} days; {longest} is the most."),
                    days=days,
                    longest=longest,
                ),
                write=sentence(N_("Write keep_days = {longest}, or fewer."), longest=longest),
            )
    if view.kind == "edition":
        yield from _activities(view)


def _activities(view: View) -> Iterator[Finding]:
    longest = view.number("retention", "evidence_days")
    if longest is None:
        return
    most = view.registries.records["evidence"].longest
    for name in used_activities(view):
        source = view.world.activities.get(name)
        days = (source.table or {}).get("keep_days", most) if source is not None else None
        if isinstance(days, int) and longest < days <= most:
            yield view.refuse(
                "C17",
                ("retention", "evidence_days"),
                seen=sentence(
                    N_(
                        "The edition keeps evidence for {longest} days, the deed type "
                        "{name} for {days}."
                    ),
                    longest=longest,
                    name=name,
                    days=days,
                ),
                write=sentence(
                    N_("Write keep_days = {longest} in {name}, or evidence_days = {days} here."),
                    longest=longest,
                    name=name,
                    days=days,
                ),
            )
            return


CLAUSE = Clause(
    number="C17",
    plain=N_("Everything that is kept has a last day. After that it is deleted."),
    text="Every kind of data has a last day, within the catalogue's limits (evidence 90 days, deed "
    "24 months, security log 180 days).",
    reason=N_("What is kept for ever is used for something else one day."),
    layers="SR",
    instead=(
        N_("Keep evidence for 90 days at most: keep_days = 90, evidence_days = 90."),
        "Keep deeds for 24 months at most: deed_months = 24.",
    ),
    cases=("check-in-kept-900-days", "deeds-for-ever", "long-log", "no-retention"),
    names=NameWords(
        "retention* retain* forever for_ever store_* stored_* no_deletion permanent* indefinite* "
        "unlimited_days backup_* history_months history_years log_years photo_days location_days "
        "never_delet* not_deleted* deletes_never* never_erase* for_always undeletable* "
        "keep_forever* kept_forever* keep_for_ever* kept_for_ever* archive* archived* archiving* "
        "snapshot* data_warehouse* warehouse* research_copy* copy_for* copies_for* backup* "
        "cold_storage* no_last_day* keeps_after* kept_after* retained* historical*"
    ),
    hints=NameWords(
        "keep* kept* delete* deletion* archiv* copy* copies* research* statistic* year* years* "
        "longer* extend* ever history* train* analy* erase* purge* old* all* deletes* storage* "
        "store* raw* never* no_* not_* unlimited* log logs log_*"
    ),
    phrases=Phrases(
        {
            "en": (
                "kept forever; kept for ever; keep forever; kept for good; never deleted; "
                "not deleted; stored permanently; kept permanently; kept indefinitely; "
                "kept for years; archived; kept for research; kept for statistic*; "
                "kept for * years; kept for ten years; kept for five years; "
                "kept for two years more; for good in our; in our archive; archive of deeds; "
                "we keep everything; everything is kept; is stored for years; nothing is deleted; "
                "nothing is erased; not erased; never erased; remain on file; kept as long as; "
                "remembered forever; remembered for ever"
            ),
            "th": (
                "เก็บไว้ตลอดไป; ไม่ลบข้อมูล; เก็บถาวร; เก็บตลอดชีพ; เก็บข้อมูลไว้หลายปี; ไม่มีการลบ; เก็บไว้เพื่อวิจัย"
            ),
            "zh-Hans": ("永久保存; 永不删除; 长期保存; 归档; 保留多年; 不删除; 终身保存; 留存十年"),
        }
    ),
    question=N_("Does a text promise to keep data beyond its last day?"),
    check=check,
)
