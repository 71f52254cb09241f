"""C22: a way without a phone, and no group shut out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plaudit.core.catalogue.saying import listed, shown
from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.view import View
from plaudit.core.charter.without_phone import is_a_way
from plaudit.core.charter.words import NameWords, Phrases
from plaudit.core.refusals import N_
from plaudit.core.sentence import sentence, worded


def check(view: View) -> Iterator[Finding]:
    """Yield deed types without a way for people without a phone, and audiences that shut out."""
    if view.kind == "activity":
        yield from _without_phone(view)
    if view.kind == "edition":
        yield from _audience(view)


def _without_phone(view: View) -> Iterator[Finding]:
    said = view.value("without_phone")
    if said is None:
        yield view.refuse(
            "C22",
            ("id",),
            seen=sentence(N_("Nothing says how people without a phone do this deed.")),
            write=sentence(N_('Add without_phone = "The desk stamps a paper card.".')),
        )
        return
    ways = said.items() if isinstance(said, Mapping) else [("", said)]
    for language, way in ways:
        if isinstance(way, str) and way.strip() and not is_a_way(way):
            yield view.refuse(
                "C22",
                ("without_phone", language) if language else ("without_phone",),
                seen=sentence(N_("{way} is no way for people without a phone."), way=shown(way)),
                write=sentence(N_('Say the way: without_phone = "The desk stamps a paper card.".')),
            )
            return


def _audience(view: View) -> Iterator[Finding]:
    audiences = view.registries.audiences
    for index, group in enumerate(view.texts("audience", "open_to")):
        if group in audiences.allowed or not group:
            continue
        entry = audiences.refusal_of(group)
        path = ("audience", "open_to", index)
        if isinstance(view.value("audience", "open_to"), str):
            path = ("audience", "open_to")  # type: ignore[assignment]
        yield view.refuse(
            entry.clause if entry else "C22",
            path,
            seen=sentence(
                N_("A programme can't be for {group}. {reason}"),
                group=shown(group),
                reason=entry.reason
                if entry
                else worded(N_("It is not in the registry of audiences.")),
            ),
            write=entry.instead
            if entry
            else sentence(N_("Choose from: {known}."), known=listed(audiences.allowed)),
        )


CLAUSE = Clause(
    number="C22",
    plain=N_(
        "Whatever gives points can be done without a phone, and no group of people is left out."
    ),
    text="Every deed has a way without a phone; no group is shut out by a protected trait.",
    reason=N_("A reward for people with the newest phone, or of one kind, divides a city."),
    layers="SP",
    instead=(
        N_('Say the way without a phone: without_phone = "The steward keeps a paper list.".'),
        'Open the programme to everyone: open_to = ["everyone"].',
    ),
    cases=("no-paper-list", "app-only", "no-way-in-one-language", "women-only", "age-band"),
    names=NameWords(
        "smartphone* app_only* needs_phone* needs_app* requires_phone* phone_required* phone_only* "
        "digital_only* online_only* phone* nfc* max_age* to_age* until_age* up_to_age* not_for* "
        "except_for* nationality* gender* sex women* men religion* belief* ethnic* race races "
        "race_* skin* disab* health* pregnan* orientation* marital* married* language_spoken* "
        "speaks* income* origin* birth* born_in* passport_of* citizenship* citizens_only* "
        "foreigners* no_foreigners* locals_only* natives* trait* sex_* male* female* only_women* "
        "only_men* only_for_women* only_for_men* older_than* younger_than* youngest_only* "
        "up_to_years* to_age_years* below_age* under_age* senior* seniors_* youth* young* old_* "
        "internet* email_needed* needs_internet* requires_internet* needs_email* requires_email* "
        "bank_card* credit_card* needs_card* car_owner* home_owner* tall* weight* fit_* "
        "able_bodied* mobile_only* app_needed* app_users* app_members* device_needed* requires_app "
        "requires_apps requires_the_app app_required*"
    ),
    hints=NameWords(
        "app* mobile* sms* online* digital* group* only* except* exclud* not_* trait* max*"
    ),
    ids=NameWords("app_only* smartphone* women_only* men_only* seniors_only*"),
    phrases=Phrases(
        {
            "en": (
                "app only; only with the app; only in the app; smartphone needed; "
                "needs a smartphone; smartphone is needed; requires a smartphone; "
                "without a phone it is not; no way without; phone only; online only; "
                "not for foreigners; locals only; natives only; with a smartphone; "
                "only with a phone; only by phone; only with a mobile; smartphone required; "
                "phone required; needs a phone; phone needed; need a phone; need the app; "
                "needs the app; the app is needed; download the app; on your phone only; "
                "scan the qr; mobile only; app users only; in our app; only online; for ladies; "
                "for christians; for muslims; for buddhists; for believers; for thais; "
                "no foreigners; for people under; for people over; under 30; under 35; over 60; "
                "over 65; aged * to; able-bodied; for women only; for men only; women's only; "
                "for citizens only; for locals only; except for foreigners; except foreigners; "
                "for healthy people; smartphone holders; for young people; for women under; "
                "for women over; only for mothers; only for fathers"
            ),
            "th": (
                "ต้องใช้สมาร์ตโฟน; เฉพาะในแอป; ต้องมีมือถือ; ไม่รับชาวต่างชาติ; เฉพาะผู้มีสมาร์ตโฟน; ผ่านแอปเท่านั้น; "
                "ต้องมีแอป; เฉพาะชาวพุทธ; ห้ามต่างชาติ; อายุไม่เกิน; ต่ำกว่า 35; คนไทยเท่านั้น; มือถือเท่านั้น; "
                "สำหรับผู้หญิงเท่านั้น; สำหรับผู้ชายเท่านั้น"
            ),
            "zh-Hans": (
                "必须使用手机; 仅限手机; 仅限App; 仅限APP; 外国人除外; 仅限本地人; 仅限女; 仅限男; "
                "男士专; 限本地; 只能用手机; 须用手机; 需要智能手机; 下载应用; 外地人不; 外国人不; "
                "限女士; 限男士"
            ),
        }
    ),
    question=N_("Is anybody shut out who has no phone, or who is of another kind?"),
    check=check,
)
