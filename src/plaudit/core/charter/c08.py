"""C08: a new edition acts on later deeds only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from plaudit.core.catalogue.saying import shown
from plaudit.core.catalogue.source import Source
from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.view import View
from plaudit.core.charter.words import NameWords, Phrases
from plaudit.core.refusals import N_
from plaudit.core.sentence import sentence


def check(view: View) -> Iterator[Finding]:
    """Yield what reaches back: a start before publication, or what earlier editions promised."""
    if view.kind != "edition":
        return
    starts_on, published_on = view.day("edition", "starts_on"), view.day("people", "published_on")
    if starts_on is not None and published_on is not None and starts_on < published_on:
        yield view.refuse(
            "C08",
            ("edition", "starts_on"),
            seen=sentence(
                N_(
                    "The edition starts on {starts_on} and is published on "
                    "{published_on}: it would act on deeds that were done under other "
                    "rules."
                ),
                starts_on=starts_on,
                published_on=published_on,
            ),
            write=sentence(N_("Let it start at least 14 days after its publication.")),
        )
    for other in view.world.before:
        yield from _same_place(view, other, starts_on=starts_on, published_on=published_on)
        yield from _same_ids(view, View(other, "edition", view.world))
    before = _newest_before(view, starts_on)
    if before is not None:
        yield from _against(view, before)


def day_in(source: Source, table: str, key: str) -> date | None:
    """Return a day of another edition, or None."""
    inner = (source.table or {}).get(table)
    value = inner.get(key) if isinstance(inner, Mapping) else None
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _same_place(
    view: View, other: Source, *, starts_on: date | None, published_on: date | None
) -> Iterator[Finding]:
    """Yield a clash with another edition of the programme: same start, or a start pushed in."""
    theirs = day_in(other, "edition", "starts_on")
    their_day = day_in(other, "people", "published_on")
    if starts_on is None or theirs is None:
        return
    if theirs == starts_on:
        yield view.refuse(
            "C08",
            ("edition", "starts_on"),
            seen=sentence(
                N_("{file} starts on {starts_on} too: both would count the same deeds."),
                file=other.file,
                starts_on=starts_on,
            ),
            write=sentence(N_("Choose another day.")),
        )
    elif theirs > starts_on and published_on and their_day and their_day < published_on:
        yield view.refuse(
            "C08",
            ("edition", "starts_on"),
            seen=sentence(
                N_(
                    "{file} was published before and starts on {theirs}: this edition "
                    "would push in before it."
                ),
                file=other.file,
                theirs=theirs,
            ),
            write=sentence(N_("Let it start after {theirs}."), theirs=theirs),
        )


def _same_ids(view: View, other: View) -> Iterator[Finding]:
    """Yield an id that was a ceiling's and becomes a tally's or a rule's, or the other way.

    Its running total would begin anew. Publishing refuses the same, over what is published then.
    """
    theirs = {id: part == "ceiling" for part, _, id in _with_totals(other)}
    for part, index, id in _with_totals(view):
        is_ceiling = part == "ceiling"
        if theirs.get(id, is_ceiling) == is_ceiling:
            continue
        yield view.refuse(
            "C08",
            (part, index, "id"),
            seen=sentence(
                N_(
                    "{id} is the id of a ceiling here or in {file}, and of a tally or a rule in "
                    "the other: its totals would begin anew."
                ),
                id=id,
                file=other.source.file,
            ),
            write=sentence(N_("Choose another id.")),
        )


def _with_totals(view: View) -> Iterator[tuple[str, int, str]]:
    for part in ("tally", "rule", "ceiling"):
        for index, _ in view.entries(part):
            id = view.text(part, index, "id")
            if id is not None:
                yield part, index, id


def _newest_before(view: View, starts_on: date | None) -> View | None:
    """Return the edition that this one follows."""
    days = [(day_in(other, "edition", "starts_on"), other) for other in view.world.before]
    earlier = [(day, other) for day, other in days if day and starts_on and day < starts_on]
    if not earlier:
        return None
    _, newest = max(earlier, key=lambda pair: pair[0])
    return View(newest, "edition", view.world)


def _against(view: View, before: View) -> Iterator[Finding]:
    days, were = view.number("leaving", "usable_days"), before.number("leaving", "usable_days")
    if days is not None and were is not None and 90 <= days < were:
        yield view.refuse(
            "C08",
            ("leaving", "usable_days"),
            seen=sentence(
                N_(
                    "Points stay usable for {days} days after leaving; {file} promised "
                    "{were}, and members hold points from then."
                ),
                days=days,
                file=before.source.file,
                were=were,
            ),
            write=sentence(N_("Write usable_days = {were}, or more."), were=were),
        )
    zone, was = view.text("edition", "time_zone"), before.text("edition", "time_zone")
    if zone and was and zone != was:
        yield view.refuse(
            "C08",
            ("edition", "time_zone"),
            seen=sentence(
                N_(
                    "The time zone was {was}: points that members hold would expire at "
                    "another time."
                ),
                was=was,
            ),
            write=sentence(N_('Write time_zone = "{was}".'), was=was),
        )
    yield from _prices(view, before)


def _prices(view: View, before: View) -> Iterator[Finding]:
    """Ask a person where a reward that members save for becomes dearer, or closes sooner."""
    old = {str(reward.get("id")): index for index, reward in before.entries("reward")}
    for index, reward in view.entries("reward"):
        at = old.get(str(reward.get("id")))
        if at is None:
            continue
        price, was = (
            view.number("reward", index, "price_points"),
            before.number("reward", at, "price_points"),
        )
        if price is not None and was is not None and price > was:
            yield view.ask(
                "C08",
                ("reward", index, "price_points"),
                seen=sentence(
                    N_(
                        "The price was {was} and becomes {price}: points that members hold "
                        "buy less."
                    ),
                    was=was,
                    price=price,
                ),
                question=sentence(
                    N_(
                        "Why does {value} cost more, and were members told in time to take "
                        "it at the old price?"
                    ),
                    value=shown(reward.get("id")),
                ),
            )


CLAUSE = Clause(
    number="C08",
    plain=N_(
        "New rules count for later deeds only. What you have already stays as it was promised."
    ),
    text="A new edition acts on later deeds only; it never shortens, shrinks or reprices what a "
    "member holds.",
    reason=N_("A promise that can be changed afterwards is none."),
    layers="XR",
    instead=(
        N_("Let the edition start at least 14 days after its publication."),
        "Change what later deeds earn; leave points that members hold as they are.",
        "Give a reward that became dearer a new id, and let the old one run out.",
    ),
    cases=(
        "overnight-edition",
        "starts-before-publication",
        "shorter-leaving",
        "held-points-halved",
    ),
    names=NameWords(
        "applies_to* applies_from* applies_back* retroactive* retrospective* backdat* held_* "
        "points_held* existing_* already_* old_points* revalu* devalu* repric* convert* "
        "conversion* recalculat* recount* shrink* former_points* earlier_points* points_before* "
        "cut_* halve* migrate_points* worth_of* value_of_points* past_deeds* old_deeds* "
        "earlier_deeds* deeds_from* counts_since* since_year* backward* taken_vouchers* "
        "open_vouchers* issued_vouchers* earlier_vouchers* voids_earlier* vouchers_void* rewrites* "
        "rewrite_* reopens* changes_held* shorten_held* shortens_held* cuts_held* "
        "rate_of_exchange* worth_less* worth_now* new_value* reprices* price_for_held* "
        "adjusts_balances* adjust_balances* balances_times* balance_factor* rebase* redenominat* "
        "split_points* exchange_rate* exchanged_at*"
    ),
    hints=NameWords("earlier* before* past* from_date* backdate* since* taken*"),
    ids=NameWords("retroactive* revalu* devalu*"),
    phrases=Phrases(
        {
            "en": (
                "retroactive*; retrospective*; points already; already earned; already held; "
                "existing points; halved; worth half; with effect from last; recalculated; "
                "applies to all points; points you have now; for past deeds; for earlier deeds; "
                "since last year; counted from last; are worth only; points held; points you hold; "
                "your old points; earlier awards; from last year on; backdated; converted at"
            ),
            "th": "มีผลย้อนหลัง; คะแนนที่มีอยู่เดิม; คะแนนที่ถืออยู่; คะแนนเก่า; ย้อนหลัง; แปลงคะแนน",
            "zh-Hans": ("追溯; 已有积分; 已获积分; 折算; 现有积分; 旧积分; 倒追; 溯及; 贬值; 折半"),
        }
    ),
    question=N_(
        "Does anything change what the points that members hold are worth, or how long they last?"
    ),
    check=check,
)
