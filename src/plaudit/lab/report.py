"""A rehearsal as data, so that its hash can be named: core.rehearsal_form says in which form.

The same draft over the same deeds on the same day gives the same bytes: nothing is a float, and
nothing depends on the machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from plaudit.core.activity import Activity
from plaudit.core.edition import Edition
from plaudit.core.few import MEMBERS_LEAST, told_together
from plaudit.core.funding import funding_of
from plaudit.core.lots import month_number
from plaudit.core.period import Period, date_of, day_number, start_of
from plaudit.core.rehearsal_form import FORM
from plaudit.lab.gaming import gaming
from plaudit.lab.owed import owed_in_report
from plaudit.lab.rehearsing import (
    EditionSums,
    Sums,
    merged_groups,
    share_of_top,
)
from plaudit.replay.snapshot import About

YEAR_DAYS = 365
Data = dict[str, object]


@dataclass(frozen=True)
class Side:
    """An edition as it was rehearsed. `budget_points`: of a year, None where it sets none."""

    edition: Edition
    edition_sha256: str
    budget_points: int | None


@dataclass(frozen=True)
class Rehearsal:
    """Everything that a report says."""

    draft: Side
    current: Side
    files: Sequence[tuple[str, str]]
    """Names of the files of deeds, each with the SHA-256 of what it holds."""
    about: About
    sums: Sums
    activities: Mapping[str, Activity]
    districts: Mapping[str, str]
    """By partner."""
    sentences: Sequence[str]
    """The difference in words."""
    rehearsed_on: date
    spends: tuple[float, float, float] = (0.025, 0.05, 0.1)
    """What share of the points that members hold is spent in a month: low, middle, high."""
    without: tuple[str, str] | None = None
    """The list of struck-out deeds that were left out: its name, and the SHA-256 of it."""


def report_of(one: Rehearsal) -> Data:
    """Return the report of a rehearsal."""
    sums, about = one.sums, one.about
    return {
        "form": FORM,
        "programme": one.draft.edition.programme,
        "edition": one.draft.edition.id,
        "edition_sha256": one.draft.edition_sha256,
        "against": {
            "edition": one.current.edition.id,
            "edition_sha256": one.current.edition_sha256,
        },
        "rehearsed_on": one.rehearsed_on.isoformat(),
        "over": {
            "files": [{"name": name, "sha256": hashed} for name, hashed in one.files],
            "first_day": _day(sums.first_day),
            "last_day": _day(sums.last_day),
            "arrived": about.arrived,
            "deeds": sums.deeds,
            "members": sums.members,
        }
        | _without(one),
        "draft": _side(one, one.draft, sums.after),
        "current": _side(one, one.current, sums.before),
        "groups": _groups(one),
        "difference": list(one.sentences),
    }


def _day(day: int | None) -> str | None:
    return None if day is None else date_of(day).isoformat()


def _without(one: Rehearsal) -> Data:
    """Return which list of struck-out deeds was left out, where one was, and how many of it."""
    if one.without is None or one.about.left_out is None:
        return {}
    name, hashed = one.without
    return {
        "without": {"name": name, "sha256": hashed, "left_out": one.about.left_out.found},
    }


def _side(one: Rehearsal, side: Side, sums: EditionSums) -> Data:
    partner_ids, activity_ids = one.about.partner_ids, one.about.activity_ids
    top, all_points = share_of_top(sums.totals, one_in=100)
    by_partner = {
        partner_ids[at]: (points, one.sums.partner_members[at])
        for (at,), points in _whole(sums.by_partner)
    }
    by_activity = {
        activity_ids[at]: (points, one.sums.activity_members[at])
        for (at,), points in _whole(sums.by_activity)
    }
    by_rule = {
        rule.id: (sums.by_rule[rule.id,], sums.rule_members[rule.id,])
        for rule in side.edition.rules()
    }
    by_hour = {
        str(hour): (points, one.sums.hour_members[hour])
        for (hour,), points in _whole(sums.by_hour)
        if hour < 24
    }
    return {
        "points": all_points,
        "by_month": _by_month(one, sums),
        "by_rule": shown_by_name(by_rule),
        "by_activity": shown_by_name(by_activity),
        "by_partner": shown_by_name(by_partner),
        "by_district": _districts(one, by_partner),
        "by_hour": shown_by_name(by_hour),
        "ceilings": [shown_bite(one.id, sums.bites) for one in side.edition.ceilings],
        "limits": [
            shown_bite(one.id, sums.limits)
            for one in side.edition.rules()
            if one.at_most is not None
        ],
        "top_hundredth": {"points": top},
        "liability": _liability(one, side.edition, sums),
        "funding": _funding(one, side, sums),
        "splitting": _splitting(one, side.edition),
    }


def _splitting(one: Rehearsal, edition: Edition) -> list[Data]:
    """Return what splitting gives in the deeds' last week, as if the edition was in force then."""
    monday = start_of(Period.WEEK, one.sums.last_day or 0)
    then = replace(edition, starts_on=min(edition.starts_on, monday))
    return [tried._asdict() for tried in gaming(then, one.activities, day=monday)]


def _whole(counts: Mapping[tuple[int | str, ...], int]) -> list[tuple[tuple[int], int]]:
    """Return counts by one number, in its order."""
    return sorted(((int(key[0]),), points) for key, points in counts.items())


def shown_by_name(sums: Mapping[str, tuple[int, int]]) -> Data:
    """Return points by name, from (points, members); those of few members are "others".

    What gave nothing hides nobody: it is never one of the others.
    """
    few = told_together({name: members for name, (points, members) in sums.items() if points})
    shown: Data = {name: points for name, (points, _) in sorted(sums.items()) if name not in few}
    return shown | ({"others": sum(sums[name][0] for name in few)} if few else {})


def _districts(one: Rehearsal, by_partner: Mapping[str, tuple[int, int]]) -> Data:
    """Return points by district. Members are counted by the largest partner there, to be safe."""
    if not one.districts:
        return {}
    sums: dict[str, tuple[int, int]] = {}
    for partner, (points, members) in by_partner.items():
        district = one.districts.get(partner, "others")
        held, most = sums.get(district, (0, 0))
        sums[district] = (held + points, max(most, members))
    return shown_by_name(sums)


def _by_month(one: Rehearsal, sums: EditionSums) -> Data:
    return {f"{on:%Y-%m}": points for on, points in _months(one, sums).items()}


def _months(one: Rehearsal, sums: EditionSums) -> dict[date, int]:
    """Return points by month, by its first day. A month of few members is part of the one before.

    Of the one after, where it is the first.
    """
    points: Counter[int] = Counter()
    for (day,), some in _whole(sums.by_day):
        points[start_of(Period.MONTH, day)] += some
    months = sorted(one.sums.month_members)
    large = [day for day in months if one.sums.month_members[day] >= MEMBERS_LEAST] or months[:1]
    shown: Counter[date] = Counter()
    for day in months:
        shown[date_of(max((it for it in large if it <= day), default=large[0]))] += points[day]
    return dict(shown)


def shown_bite(id: str, bites: Mapping[str, list[int]]) -> Data:
    """Return how a limit cut: awards under it, awards cut, points cut.

    None what is of fewer than MEMBERS_LEAST members, and of at least one: all, where the awards
    under it are; else what was cut.
    """
    asked, cut, asked_points, let_points, cut_members, members = bites.get(id, [0] * 6)
    is_none_shown = 0 < members < MEMBERS_LEAST
    is_few = is_none_shown or 0 < cut_members < MEMBERS_LEAST
    return {
        "id": id,
        "asked": None if is_none_shown else asked,
        "cut": None if is_few else cut,
        "cut_points": None if is_few else asked_points - let_points,
    }


def _liability(one: Rehearsal, edition: Edition, sums: EditionSums) -> Data:
    """Return what is owed at most, and if it is spent as assumed; and when the rest of it ends."""
    into = {month_number(day_number(on)): some for on, some in _months(one, sums).items()}
    return owed_in_report(into, edition.expires_after_months, one.spends)


def weeks_of(sums: EditionSums, first_day: int, last_day: int) -> list[int]:
    """Return the points of each whole week, from Monday, between two days."""
    weeks: Counter[int] = Counter()
    for (day,), points in _whole(sums.by_day):
        weeks[start_of(Period.WEEK, day)] += points
    first = start_of(Period.WEEK, first_day + 6)
    return [weeks[monday] for monday in range(first, last_day - 5, 7)]


def _funding(one: Rehearsal, side: Side, sums: EditionSums) -> Data | None:
    """Return until when a year's budget lasts: by the busiest and by the quietest whole week."""
    if side.budget_points is None or one.sums.first_day is None or one.sums.last_day is None:
        return None
    weeks = weeks_of(sums, one.sums.first_day, one.sums.last_day)
    if not weeks:
        return None
    starts_on = one.draft.edition.starts_on
    said = funding_of(
        side.budget_points, 0, weeks, today=starts_on, year_ends_on=starts_on + YEAR_DAYS
    )
    return {
        "budget_points_a_year": side.budget_points,
        "year_starts_on": _day(starts_on),
        "weeks": len(weeks),
        "points_a_week": [min(weeks), max(weeks)],
        "used_up_on": [_day(said.first_day), _day(said.last_day)],
    }


def _groups(one: Rehearsal) -> list[Data]:
    return [
        {
            "activity": one.about.activity_ids[group.activity],
            "at_least": group.at_least,
            "at_most": group.at_most,
            "months": group.sums.months,
            "current_points": group.sums.before_points,
            "draft_points": group.sums.after_points,
            "gain": group.sums.gain,
            "lose": group.sums.lose,
        }
        for group in merged_groups(one.sums.groups)
    ]
