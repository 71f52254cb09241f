"""C03: only deeds that happened earn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from plaudit.core.catalogue.saying import shown
from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.stages import activities_of, fact_of, stages
from plaudit.core.charter.view import Table, View
from plaudit.core.charter.words import NameWords, Phrases
from plaudit.core.refusals import N_
from plaudit.core.sentence import Sentence, sentence

_ABSENT = NameWords("none no nothing zero never absent clean not_* no_* without_* 0")
_WHERE_ZERO = N_("The condition holds where {name} is 0: nothing was done.")


def check(view: View) -> Iterator[Finding]:
    """Yield the conditions and schedules that pay where nothing was done."""
    if view.kind != "edition":
        return
    for kind, index, stage in stages(view):
        when = stage.get("when")
        if isinstance(when, Mapping):
            for fact, condition in when.items():
                yield from _condition(view, (kind, index, "when", fact), condition, stage=stage)
        yield from _weights(view, (kind, index), stage)
        yield from _from_nothing(view, (kind, index), stage)


def _condition(
    view: View, path: tuple[str | int, ...], condition: object, *, stage: Table
) -> Iterator[Finding]:
    name = str(path[-1])
    if name in ("weekday", "from", "until", "partner"):
        return
    fact = fact_of(view, activities_of(view, stage), name)
    if isinstance(condition, Mapping):
        low, below = condition.get("at_least"), condition.get("below")
        lowest = fact.get("min", 0) if fact else 0
        if _is_number(below) and not _above_zero(low) and not _above_zero(lowest):
            yield _refused(view, path, sentence(_WHERE_ZERO, name=name))
        return
    for value in condition if isinstance(condition, list) else [condition]:
        if _is_number(value) and value == 0:
            yield _refused(view, path, sentence(_WHERE_ZERO, name=name))
        elif isinstance(value, str) and _ABSENT.find(value) and not _first_is_digit(value):
            yield _refused(
                view, path, sentence(N_("{value} says that nothing was done."), value=shown(value))
            )


def _weights(view: View, path: tuple[str | int, ...], stage: Table) -> Iterator[Finding]:
    weigh = stage.get("weigh")
    for fact, weights in weigh.items() if isinstance(weigh, Mapping) else ():
        for choice, weight in weights.items() if isinstance(weights, Mapping) else ():
            if _ABSENT.find(choice) and not _first_is_digit(choice) and _above_zero(weight):
                yield _refused(
                    view,
                    (*path, "weigh", fact, choice),
                    sentence(
                        N_("{choice} says that nothing was done, and it earns."),
                        choice=shown(choice),
                    ),
                )


def _from_nothing(view: View, path: tuple[str | int, ...], stage: Table) -> Iterator[Finding]:
    """Yield a ladder that gives points for 0."""
    ladder = stage.get("ladder")
    for step, entry in enumerate(ladder if isinstance(ladder, list) else ()):
        if not isinstance(entry, list) or len(entry) != 2 or not _is_number(entry[0]):
            continue
        if entry[0] == 0 and _above_zero(entry[1]):
            yield _refused(
                view, (*path, "ladder", step), sentence(N_("The ladder gives points for 0."))
            )


def _refused(view: View, path: tuple[str | int, ...], seen: Sentence) -> Finding:
    return view.refuse(
        "C03",
        path,
        seen=sentence(N_("{seen} Only deeds that happened earn."), seen=seen),
        write=sentence(N_("Count what was done, from 1 on: {{ at_least = 1 }}.")),
    )


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _above_zero(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool) and value > 0


def _first_is_digit(value: str) -> bool:
    return value[:1].isdigit() and value.strip() != "0"


CLAUSE = Clause(
    number="C03",
    plain=N_(
        "Points come from things you did. Nobody gets points for what they did not do, or "
        "for having no fines."
    ),
    text="Only deeds that happened earn; absence, abstention and clean records never do.",
    reason=N_("Paying for what somebody did not do needs a watch over everything they do."),
    layers="G",
    instead=(
        N_("Reward something that was done: a litter pick, a course finished, a cup returned."),
        "Count from 1 on: when = { bags = { at_least = 1 } }.",
    ),
    cases=("clean-record-bonus", "nothing-done", "ladder-from-zero", "paid-for-little"),
    names=NameWords(
        "absence* absent* abstain* abstention* abstinen* clean_* good_standing unless_reported "
        "did_not* has_not* inaction signup_bonus* sign_up_bonus* welcome_* joining_bonus* "
        "membership_bonus* for_nothing bonus_for_every_member starting_balance* start_balance* "
        "opening_balance* initial_balance* starting_points* start_points* initial_points* "
        "starts_with* begin_with* begins_with* allowance* monthly_allowance* monthly_points* "
        "free_points* gift_points* basic_points* points_for_nothing join_bonus* "
        "registration_bonus* anniversary* birthday* unless when_absent* if_absent* *_free "
        "spotless* unblemished* incident_free* bonus_if_no_* paid_if_no_* pays_if_no_* "
        "points_if_no_* for_staying* stays_away* stay_away* quit quits stopped idle_reward*"
    ),
    hints=NameWords("no_* not_* without_* never_* zero_* missing_*"),
    ids=NameWords(
        "no_* not_* non_smok* non_driv* non_use* non_off* without_* never_* *_free zero_fine* "
        "zero_off* zero_compl* zero_claim* zero_abs* clean_record* clean_sheet* clean_slate* "
        "clean_year* clean_month* clean_quarter* clean_driv* clean_history* good_record* "
        "good_standing* spotless* unblemished* blameless* faultless* absence* absent* abstain* "
        "abstention* abstinen* avoid* refrain* skipped* skip_* quit quitting stay_home stayed_home "
        "inactiv* unused not_used fewer_* less_* lower_* reduced_* reduction* saved_* "
        "perfect_attendance punctual* did_not* didnt* has_not* have_not* law_abiding* lawful_* "
        "signup sign_up* welcome_bonus* joining* birthday* being_a_member membership nothing_* "
        "*_nothing gave_up* give_up_* *_not_used unspent* no_shows_month meatless* dry_january "
        "dry_month* screenless* incident_free* starting_points* starting_balance* allowance* "
        "anniversary*"
    ),
    phrases=Phrases(
        {
            "en": (
                "clean record*; clean sheet; without a single; no complaints; no entries; "
                "no offence*; no violation*; who did not; who do not; who have not; who haven't; "
                "who has not; who never; for not; has never; have never; abstain*; refrain*; "
                "stay away; stayed away; not been; good standing; law-abiding; "
                "in exchange for not; as long as nothing; free of fines; accident-free; "
                "every member without; members without; a month without; a week without; "
                "a day without; a year without; a quarter without; for a month without; "
                "whoever doesn't; who doesn't; who don't; nobody complained; no complaint*; "
                "no incident*; if nothing happens; starts with 1*; starting balance; "
                "points for everybody; for doing nothing; for staying away; spotless; unblemished; "
                "blameless; every member gets * points; everybody gets * points; "
                "each member gets * points; days without a; weeks without a; months without a"
            ),
            "th": (
                "ไม่มีค่าปรับ; ไม่เคยทำผิด; ไม่เคยถูก; ประวัติดี; ประวัติสะอาด; งดเว้น; ไม่กระทำผิด; ไม่มีใบสั่ง; "
                "ไม่ถูกร้องเรียน; ไม่มีเรื่องร้องเรียน; หนึ่งเดือนโดยไม่; ไม่กระทำ; งดใช้; ละเว้น"
            ),
            "zh-Hans": (
                "没有罚; 无违; 从未; 未曾; 无不良; 良好记录; 没有被; 未被; 守法; 零投诉; 零违; "
                "无投诉; 没有投诉; 一个月不; 不开车; 无事故; 人人起始; 没有违"
            ),
        }
    ),
    question=N_("Does anybody earn here for something that did not happen?"),
    check=check,
)
