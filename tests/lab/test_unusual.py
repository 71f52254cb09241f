"""What was planted in partners' reports is found; where nothing is wrong, hardly ever anything."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sin
from typing import get_args

import numpy as np
import pytest

from plaudit.core.few import MEMBERS_LEAST
from plaudit.core.partner_day import Of, PartnerDay
from plaudit.lab.unusual import DAYS, FALSE_ALARM_ONE_IN, Kind, Looked, Oddity, unusual
from plaudit.lab.unusual_words import reason, said
from plaudit.pages.voices import LANGUAGES, voice_of

FIRST = 20_730
"""4 October 2026, a Sunday."""
PARTNERS = (30, 60, 120, 250, 500, 900)
"""How many reports each has on a day, about."""
NUMBERED = ("amount", "refused")
"""What is only looked for where enough members are behind it."""
ENGLISH = voice_of("en")
_HOURS = np.array([1, 1, 1, 1, 1, 2, 6, 14, 18, 16, 14, 15, 20, 16, 13, 14, 18, 24, 26, 22, 14, 8,
                   4, 2], np.float64)  # fmt: skip
_WEEKDAYS = (0.95, 0.92, 0.95, 1.0, 1.08, 1.2, 0.4)


@dataclass(frozen=True)
class Planted:
    """What is wrong with one partner on the last days."""

    times: float = 1.0
    at_three: int = 0
    at_once: int = 0
    amount: float = 1.0
    same: float = 0.0
    refused: float = 0.02
    members: float = 0.9


def reported(seed: int, days: int, planted: dict[int, Planted] | None = None) -> list[PartnerDay]:
    """Return a made-up city's partner days: weather, weekdays, hours. Planted on the last day."""
    chance = np.random.default_rng(seed)
    weather, found = 0.0, []
    for day in range(FIRST, FIRST + days):
        weather = 0.7 * weather + 0.12 * float(chance.standard_normal())
        for number, mean in enumerate(PARTNERS):
            is_last = day == FIRST + days - 1
            wrong = (planted or {}).get(number, Planted()) if is_last else Planted()
            usual = mean * _WEEKDAYS[(day + 3) % 7] * (1 + 0.1 * sin(2 * pi * day / 365))
            count = chance.poisson(usual * (1 + max(-0.6, weather)) * wrong.times)
            found.append(_day(chance, f"partner-{number}", day, count, wrong))
    return [one for one in found if one.all.reports or one.refused.reports]


def _day(
    chance: np.random.Generator, partner: str, day: int, count: int, wrong: Planted
) -> PartnerDay:
    hours = chance.choice(24, count, p=_HOURS / _HOURS.sum())
    minutes = hours * 60 + chance.integers(0, 60, count)
    minutes = np.concatenate((
        minutes, 180 + chance.integers(0, 60, wrong.at_three), np.full(wrong.at_once, 603)
    ))  # fmt: skip
    total = len(minutes)
    amounts = 1 + np.floor(chance.exponential(3 * wrong.amount, total)).astype(np.int64)
    amounts[: int(total * wrong.same)] = 7

    def of(reports: int) -> Of:
        return Of(int(reports), int(np.ceil(reports * wrong.members)))

    return PartnerDay(
        partner, "cup_return", day,
        all=of(total),
        refused=of(chance.binomial(total, wrong.refused)),
        amount=int(amounts.sum()) * 1_000_000,
        with_amount=of(total),
        same=of(np.bincount(amounts).max(initial=0)),
        burst=of(np.bincount(minutes // 5).max(initial=0)),
        hours=tuple(of(one) for one in np.bincount(minutes // 60, minlength=24)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("number", "wrong", "kind"),
    [
        (2, Planted(times=0.0), "stopped"),
        (3, Planted(times=0.3), "fewer"),
        (2, Planted(times=2.5), "more"),
        (3, Planted(at_three=40), "hour"),
        (3, Planted(at_once=60), "burst"),
        (3, Planted(amount=2.0), "amount"),
        (3, Planted(same=0.6), "same"),
        (4, Planted(refused=0.2), "refused"),
    ],
)
def test_what_is_planted_is_found_and_told_in_a_sentence(
    number: int, wrong: Planted, kind: Kind
) -> None:
    times = 0
    for seed in range(3):
        last = FIRST + DAYS + 5
        found = unusual(reported(seed, DAYS + 6, {number: wrong}), [last]).found
        mine = [one for one in found if one.partner == f"partner-{number}"]
        times += kind in [one.kind for one in mine]
        assert [one for one in found if one not in mine] == []
        assert all(reason(one, ENGLISH).endswith((".", "?")) for one in mine)
    assert times == 3


def test_where_nothing_is_wrong_no_more_is_listed_than_is_said() -> None:
    listed = looked_at = 0
    for seed in range(100, 108):
        looked = unusual(reported(seed, DAYS + 14), range(FIRST + DAYS, FIRST + DAYS + 14))
        listed, looked_at = listed + len(looked.found), looked_at + looked.days
    assert looked_at > 3 * FALSE_ALARM_ONE_IN
    assert listed * FALSE_ALARM_ONE_IN <= looked_at


def test_a_day_that_is_the_same_for_all_partners_is_nobodys_oddity() -> None:
    holiday = {number: Planted(times=0.35) for number in range(len(PARTNERS))}

    assert unusual(reported(1, DAYS + 1, holiday), [FIRST + DAYS]).found == []


def test_one_odd_week_in_the_past_does_not_change_what_is_usual() -> None:
    days = reported(5, DAYS + 1, {3: Planted(times=2.5)})
    odd = [
        one._replace(all=Of(one.all.reports * 5, one.all.members * 5))
        if one.partner == "partner-3" and FIRST + 20 <= one.day < FIRST + 27
        else one
        for one in days
    ]

    found = unusual(odd, [FIRST + DAYS]).found

    assert "more" in [one.kind for one in found if one.partner == "partner-3"]


def test_few_members_are_left_out_or_named_without_a_number() -> None:
    last = FIRST + DAYS
    few = Planted(at_three=60, at_once=60, members=0.2)  # a burst of 60 reports is of 12 members
    found = unusual(reported(2, DAYS + 1, {4: few}), [last]).found
    assert {one.kind: one.seen for one in found}.items() >= {"hour": None, "burst": None}.items()
    assert not any("60" in reason(one, ENGLISH) for one in found if one.seen is None)

    last = FIRST + DAYS + 2
    amounts = reported(2, DAYS + 1, {4: Planted(amount=2.0)})
    told = [
        one._replace(with_amount=Of(1, 1)) if one.day == FIRST + DAYS else one for one in amounts
    ]
    past = [
        one._replace(with_amount=Of(1, 1)) if one.day < FIRST + DAYS else one for one in amounts
    ]
    listed = [unusual(days, [FIRST + DAYS]).found for days in (amounts, told, past)]
    assert [len([one for one in some if one.kind == "amount"]) for some in listed] == [1, 0, 0]

    small = [one for one in reported(3, DAYS + 3) if one.partner == "partner-2"]
    tiny = [one._replace(all=Of(one.all.reports, MEMBERS_LEAST - 1)) for one in small]
    assert unusual(tiny, [last]) == ([], 0)
    dropped = [*small[:-1], small[-1]._replace(all=Of(5, 3))]
    assert [(one.kind, one.seen) for one in unusual(dropped, [last]).found] == [("fewer", None)]


def test_a_new_partner_has_no_usual_yet_and_a_stop_is_counted_in_days() -> None:
    last = FIRST + DAYS
    days = reported(4, DAYS + 1)
    new = [one for one in days if one.partner != "partner-3" or one.day > FIRST + DAYS - 25]
    half = [one for one in days if one.partner != "partner-3" or one.day > FIRST + DAYS - 40]
    gone = [one for one in days if one.partner != "partner-3" or one.day < last - 2]

    assert unusual(new, [last]).days == len(PARTNERS) - 1
    assert unusual(half, [last]) == ([], len(PARTNERS))
    [stopped] = unusual(gone, [last]).found
    assert (stopped.kind, stopped.days, stopped.seen) == ("stopped", 3, 0)
    assert "for 3 days in a row" in reason(stopped, ENGLISH)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_said_whole_in_each_language(language: str) -> None:
    voice = voice_of(language)
    told = [
        reason(Oddity("cafe", "cup_return", FIRST, kind, seen, 310, 520, 3, days), voice)
        for kind in get_args(Kind)
        for seen in ((0,) if kind == "stopped" else (777,) if kind in NUMBERED else (777, None))
        for days in (1, 2)
    ]
    told += said(Looked([], 4), voice)

    assert not [one for one in told if "{" in one or not one.strip()]
    if language != "en":
        assert not [one for one in told if any("a" <= letter <= "z" for letter in one)]
