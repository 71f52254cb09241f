"""A made-up city, and a report's parts: what few members did can't be read off."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from plaudit.core.few import MEMBERS_LEAST
from plaudit.lab.rehearsing import BANDS, GroupSums, merged_groups, share_of_top
from plaudit.lab.report import shown_bite, shown_by_name
from plaudit.lab.report_effects import changes, cuts, top
from plaudit.lab.report_page import NAMELESS
from plaudit.pages.voices import voice_of
from tests.lab.test_rehearse import CITY, FIRST

EN = voice_of("en")


def test_a_city_is_the_same_for_a_seed_and_keeps_to_what_partners_may_report() -> None:
    days = [list(replace(CITY, seed=seed).days(FIRST, FIRST + 20)) for seed in (7, 7, 8)]
    sent = [[one.number.tolist() for _, one in city] for city in days]
    assert sent[0] == sent[1] != sent[2]
    wrong = [[CITY.wrong(day, one).number.tolist() for day, one in city] for city in days[:2]]
    assert wrong[0] == wrong[1]
    share = sum(map(len, wrong[0])) / sum(map(len, sent[0]))
    assert 0.01 < share < 0.03
    assert all(set(some) <= set(of) for some, of in zip(wrong[0], sent[0], strict=True))

    numbers: Counter[int] = Counter()
    late = 0
    for day, one in days[0]:
        numbers.update(one.number.tolist())
        late += sum(CITY.calendar.day_of(at) < day for at in one.happened_at.tolist())
        for activity, partner in zip(one.activity.tolist(), one.partner.tolist(), strict=True):
            assert CITY.activities[activity].id in CITY.partners[partner].activities
    assert 0 < late < 0.1 * numbers.total()
    assert max(numbers.values()) == 2


def test_what_few_members_did_can_t_be_read_off() -> None:
    sums = {"lone": (7, 1), "small": (50, 21), "large": (900, 300)}

    assert shown_by_name(sums) == {"large": 900, "others": 57}
    assert shown_by_name({"a": (7, 30), "b": (8, 20)}) == {"a": 7, "b": 8}
    assert shown_by_name({"a": (0, 3), "b": (8, 20)}) == {"a": 0, "b": 8}


def test_a_limit_of_few_members_shows_no_number_nor_what_it_cut_of_few() -> None:
    bites = {
        "lone": [7, 3, 70, 40, 1, 1],
        "uncut": [7, 0, 70, 70, 0, MEMBERS_LEAST - 1],
        "cut": [90, 3, 900, 870, 1, MEMBERS_LEAST],
        "all": [90, 30, 900, 600, MEMBERS_LEAST, MEMBERS_LEAST],
    }
    shown = {
        id: tuple(shown_bite(id, bites)[key] for key in ("asked", "cut", "cut_points"))
        for id in (*bites, "never")
    }

    assert shown == {
        "lone": (None, None, None),
        "uncut": (None, None, None),
        "cut": (90, None, None),
        "all": (90, 30, 300),
        "never": (0, 0, 0),
    }


def test_a_share_is_drawn_against_all_points_and_what_few_had_cut_has_no_bar() -> None:
    def side(points: int, cut: int | None) -> dict[str, Any]:
        limits = [{"id": "cups", "asked": 90, "cut": cut, "cut_points": cut}]
        return {"points": 1_000, "top_hundredth": {"points": points}, "limits": limits}

    said = top({"current": side(250, None), "draft": side(500, 7)}, EN)
    assert ['width="100"' in said, 'width="200"' in said] == [True, True]  # of 400
    for current, is_drawn in ((None, False), (3, True)):
        read = {"current": side(0, current), "draft": side(0, 7)}
        assert ("<svg" in cuts(read, "limits", EN, names=NAMELESS)) == is_drawn


def test_what_changes_is_drawn_from_the_middle_and_nothing_is_drawn_of_few() -> None:
    now = {"cups": 900, "trees": 500, "gone": 80, "same": 7, "rare": 40}
    then = {"cups": 300, "trees": 800, "new": 60, "same": 7, "others": 12}
    drawn = changes({"current": {"by_rule": now}, "draft": {"by_rule": then}}, EN, NAMELESS)

    at = [drawn.index(f">{said}</text>") for said in ("cups", "−600", "trees", "+300", "new")]
    assert at == sorted(at)
    assert [f">{name}</text>" in drawn for name in ("+60", "same", "rare", "gone")] == [
        True, False, False, False,
    ]  # fmt: skip
    less, more = ('width="145" height="13" class="current"', 'width="72" height="13" class="draft"')
    assert less in drawn
    assert more in drawn
    assert "others" not in drawn
    same = {"by_rule": {"cups": 5}}
    assert "<svg" not in changes({"current": same, "draft": same}, EN, NAMELESS)


def test_groups_of_fewer_than_20_members_are_part_of_a_neighbour_or_left_out() -> None:
    def of(members: int) -> GroupSums:
        return GroupSums(members=members, months=members, before_points=10, after_points=20)

    groups = {(0, 0): of(5), (0, 1): of(40), (0, 2): of(3), (0, 3): of(20), (0, 4): of(19)}

    found = merged_groups({**groups, (1, 0): of(19), (1, 1): of(2)})

    assert [(one.activity, one.at_least, one.at_most) for one in found] == [
        (0, 1, BANDS[3] - 1),
        (0, BANDS[3], None),
    ]
    assert sum(one.sums.before_points for one in found) == 50
    assert all(one.sums.months >= MEMBERS_LEAST for one in found)


def test_the_share_of_the_top_hundredth_is_of_twenty_members_at_least() -> None:
    assert share_of_top({5: 1_999, 7: 1}, one_in=100) == (19 * 5 + 7, 1_999 * 5 + 7)
    assert share_of_top({5: 1_998, 7: 1}, one_in=100) == (None, 1_998 * 5 + 7)


def test_what_gave_nothing_hides_nobody() -> None:
    sums = {"walk": (100, 5), "course": (0, 30), "cups": (900, 40), "litter": (50, 60)}

    assert shown_by_name(sums) == {"course": 0, "litter": 50, "others": 1_000}
