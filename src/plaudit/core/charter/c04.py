"""C04: whole points, never below zero, with a stated ceiling."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.rewards import is_name
from plaudit.core.charter.view import Table, View
from plaudit.core.charter.words import NameWords, Phrases
from plaudit.core.refusals import N_
from plaudit.core.sentence import sentence


def check(view: View) -> Iterator[Finding]:
    """Yield the rules without a ceiling: neither of their own, nor a joint one, nor a last step."""
    if view.kind != "edition":
        return
    shared = {
        rule
        for index, _ in view.entries("ceiling")
        for rule in view.texts("ceiling", index, "rules")
    }
    for index, rule in view.entries("rule"):
        name = rule.get("id")
        may_share = name in shared if is_name(name) else bool(shared)
        if "at_most" in rule or may_share or _ends(rule):
            continue
        yield view.refuse(
            "C04",
            ("rule", index),
            seen=sentence(
                N_(
                    "This rule states no ceiling: nothing says how many points it can "
                    "give a member."
                )
            ),
            write=sentence(
                N_(
                    "Add at_most = 40 (the most points in one period), or name the "
                    "rule in a [[ceiling]]."
                )
            ),
            on_key=True,
        )


def _ends(rule: Table) -> bool:
    """Return whether the schedule itself says the most: a last step, or bands without a rest."""
    if isinstance(rule.get("ladder"), list):
        return True
    bands = rule.get("bands")
    if not isinstance(bands, list) or not bands:
        return False
    last = bands[-1]
    return isinstance(last, list) and bool(last) and last[0] != "rest"


CLAUSE = Clause(
    number="C04",
    plain=N_(
        "You get whole points, never less than none, and each rule says the most that it gives."
    ),
    text="Every award is whole points, never below zero, with a stated ceiling per member and "
    "period.",
    reason=N_("Without a ceiling a few take all, and nobody can say what the programme will cost."),
    layers="SR",
    instead=(
        N_("State the most points of one period: at_most = 40."),
        "Name the rule in a [[ceiling]] that it shares with others.",
        "Use a ladder, or bands without a rest: their last step is the ceiling.",
    ),
    cases=("no-weekly-ceiling", "negative-points", "no-joint-ceiling", "half-a-point-ceiling"),
    names=NameWords(
        "unlimited* uncapped* no_ceiling no_limit* without_limit limitless* boundless* infinite* "
        "no_maximum* no_cap above_ceiling* beyond_ceiling* over_ceiling* above_cap* over_cap* "
        "points_above_ceiling* points_beyond* exceed* ignore_ceiling* ignores_ceiling* "
        "lifts_ceiling* ceiling_off fraction* half_points* decimal* partial_points* bonus_on_top* "
        "on_top_of* not_capped* ceiling_* no_ceilings*"
    ),
    hints=NameWords("part share pays pay cut reduc* borrow* credit* overspen* more extra"),
    phrases=Phrases(
        {
            "en": (
                "unlimited points; without limit; no limit; as many points as; above the ceiling; "
                "beyond the ceiling; beyond the cap; without any ceiling; more than the ceiling; "
                "no upper limit; as much as you like; no maximum"
            ),
            "th": "ไม่จำกัดคะแนน; คะแนนไม่จำกัด; ไม่มีเพดาน; ไม่มีขีดจำกัด",
            "zh-Hans": "积分无上限; 无限积分; 不设上限; 不限量; 没有上限; 无上限",
        }
    ),
    question=N_("Does a text promise points beyond the ceiling?"),
    check=check,
)
