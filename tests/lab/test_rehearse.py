"""A made-up city, and a draft rehearsed over it, against `core` one deed after the other."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from plaudit.actions.catalogue_files import read_editions
from plaudit.cli.main import application
from plaudit.cli.replaying import replay_of
from plaudit.core.approving import rehearsal_table, with_table
from plaudit.core.charter.approval import rehearsed_hash
from plaudit.core.counting import Counting, Totals
from plaudit.core.deed import Deed
from plaudit.core.few import MEMBERS_LEAST
from plaudit.core.partner_terms import partners_of
from plaudit.core.period import Calendar
from plaudit.core.rehearsal_page import numbers_in
from plaudit.lab.city import City, Size
from plaudit.lab.city_files import STRUCK_OUT, write_city
from plaudit.lab.rehearsing import (
    BANDS,
    GroupSums,
    merged_groups,
    rehearsed,
    share_of_top,
)
from plaudit.lab.report import shown_bite, shown_by_name
from plaudit.replay.snapshot import read_snapshot
from tests.riverside import ACTIVITIES, CATALOGUE, EDITIONS

CURRENT, DRAFT = EDITIONS
FIRST, DAYS = 20_730, 40
"""From 4 October 2026, a Sunday."""
CITY = City(
    size=Size(active=90, deeds_a_day=60, struck_out=20),
    activities=[ACTIVITIES[id] for id in ("cup_return", "litter_pick", "tree_care", "tool_loan")],
    partners=partners_of(DRAFT.read_text("utf-8")),
    calendar=Calendar("Asia/Bangkok"),
    seed=7,
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("city")
    files, deeds = write_city(CITY, folder, first_day=FIRST, last_day=FIRST + DAYS - 1)
    assert deeds > 1_500
    return files


@pytest.fixture(scope="module")
def read(files: Sequence[Path]) -> tuple[dict[str, Any], Path]:
    """The report of a rehearsal, and its folder."""
    folder = files[0].parent
    (folder / "districts.csv").write_text("cafe-lotus,North\nriver-friends,South\n")
    for name in ("one", "two"):
        done = CliRunner().invoke(
            application(),
            ["rehearse", str(DRAFT), "--against", str(CURRENT), "--output", str(folder / name)]
            + [part for file in files for part in ("--over", str(file))]
            + ["--districts", str(folder / "districts.csv"), "--work", str(folder / "work")]
            + ["--without", str(folder / STRUCK_OUT)],
        )
        assert done.exit_code == 0, (done.output, done.exception)
        assert sha256((folder / f"{name}.json").read_bytes()).hexdigest() in done.output
    return json.loads((folder / "one.json").read_bytes()), folder


def struck_out(files: Sequence[Path]) -> set[tuple[str, str]]:
    """Return which deeds are struck out: source and id."""
    named = duckdb.execute(f"SELECT source, id FROM '{files[0].parent / STRUCK_OUT}'").fetchall()
    assert len(set(named)) == len(named)
    return {(source, id) for source, id in named}


def deeds_in(files: Sequence[Path]) -> list[tuple[str, str, Deed]]:
    """Return what isn't struck out, once, in the order of arrival: member, month, deed."""
    found: list[tuple[str, str, Deed]] = []
    taken = struck_out(files)
    for file in files:
        rows = duckdb.execute(
            f"SELECT id, source, type[6:], subject, epoch_us(time), cups, bags, trees FROM '{file}'"
        ).fetchall()
        for id, source, kind, subject, at, *numbers in rows:
            if (source, id) in taken:
                continue
            taken.add((source, id))
            facts = tuple(number * 1_000_000 for number in numbers if number is not None)
            day = CITY.calendar.day_of(at)
            month = CITY.calendar.local_time(at).strftime("%Y-%m")
            found.append((subject, month, Deed(ACTIVITIES[kind], source, day, facts)))
    return found


def test_the_report_says_what_core_counts(
    files: Sequence[Path], read: tuple[dict[str, Any], Path]
) -> None:
    deeds = deeds_in(files)
    for path, side in ((CURRENT, read[0]["current"]), (DRAFT, read[0]["draft"])):
        [edition] = read_editions([path], ACTIVITIES)
        counting = Counting([replace(edition, starts_on=0)], ACTIVITIES)
        totals: dict[str, Totals] = defaultdict(dict)
        rules: Counter[str] = Counter()
        months: Counter[str] = Counter()
        members: Counter[str] = Counter()
        for member, month, deed in deeds:
            award = counting.count(totals[member], deed)
            rules.update(dict(award.rules))
            months[month] += award.points
            members[member] += award.points

        assert side["points"] == sum(members.values()) > 0
        by_rule = {id: points for id, points in side["by_rule"].items() if points}
        assert sum(by_rule.values()) == sum(rules.values())
        assert by_rule.items() - {("others", by_rule.get("others"))} <= rules.items()
        assert side["by_month"] == dict(months)
        assert sum(side["by_hour"].values()) == sum(side["by_activity"].values()) == side["points"]
        assert sum(side["by_partner"].values()) == sum(side["by_district"].values())
        assert side["top_hundredth"]["points"] is None  # of 90 members it would be one
    assert read[0]["over"]["deeds"] == len(deeds)
    assert read[0]["over"]["members"] == len({member for member, _, _ in deeds})
    said = read[0]["over"]["without"]
    list_bytes = (files[0].parent / STRUCK_OUT).read_bytes()
    assert said["sha256"] == sha256(list_bytes).hexdigest()
    assert said["left_out"] == len(struck_out(files)) > 20


def test_the_same_rehearsal_has_the_same_bytes_and_names_what_is_approved(
    read: tuple[dict[str, Any], Path],
) -> None:
    from plaudit.actions.examine import examine, open_catalogue

    report, folder = read
    [checked] = examine([DRAFT], open_catalogue(CATALOGUE))

    assert (folder / "one.json").read_bytes() == (folder / "two.json").read_bytes()
    assert checked.view is not None
    assert report["edition_sha256"] == rehearsed_hash(checked.view)
    assert "[rehearsal]" in with_table(
        checked.view, rehearsal_table(checked.view, (folder / "one.json").read_bytes())
    )
    assert (report["programme"], report["edition"]) == ("riverside", "2026-10")
    assert report["draft"]["funding"]["budget_points_a_year"] == 40_000_000


def test_the_page_fetches_nothing_and_names_no_member(
    files: Sequence[Path], read: tuple[dict[str, Any], Path]
) -> None:
    page = (read[1] / "one.html").read_text("utf-8")
    data = (read[1] / "one.json").read_text("utf-8")
    members = {member for member, _, _ in deeds_in(files)}

    assert not [word for word in ("http:", "https:", "<script", "url(") if word in page]
    assert not [member for member in members if f'"{member}"' in data or f">{member}<" in page]
    assert numbers_in(page.encode()) == data.encode()  # one file is the whole report
    assert f"Struck-out deeds, {len(struck_out(files))}, were left out." in page
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page


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


def test_of_fewer_than_twenty_members_there_is_no_rehearsal(tmp_path: Path) -> None:
    few = replace(CITY, size=Size(active=15, deeds_a_day=20))
    files, _ = write_city(few, tmp_path, first_day=FIRST, last_day=FIRST + 3)
    done = CliRunner().invoke(
        application(),
        ["rehearse", str(DRAFT), "--against", str(CURRENT), "--over", str(files[0]),
         "--output", str(tmp_path / "x"), "--work", str(tmp_path / "work")],
    )  # fmt: skip

    assert done.exit_code == 1
    assert not (tmp_path / "x.json").exists()


def test_how_often_limits_cut_is_what_core_says_and_a_few_members_are_not_counted(
    files: Sequence[Path], read: tuple[dict[str, Any], Path]
) -> None:
    [edition] = read_editions([DRAFT], ACTIVITIES)
    limited = {one.id: one for one in edition.rules() if one.at_most is not None}
    open_rules = [
        replace(one, at_most=None) if one.id in limited else one for one in edition.stages
    ]
    sides = [
        Counting([replace(edition, starts_on=0, ceilings=(), stages=stages)], ACTIVITIES)
        for stages in (edition.stages, tuple(open_rules))
    ]
    totals: list[dict[str, Totals]] = [defaultdict(dict), defaultdict(dict)]
    cut: Counter[str] = Counter()
    cut_points: Counter[str] = Counter()
    often: Counter[str] = Counter()
    members: dict[str, set[str]] = defaultdict(set)
    for member, _, deed in deeds_in(files):
        let, asked = (
            dict(side.count(held[member], deed).rules)
            for side, held in zip(sides, totals, strict=True)
        )
        for id in limited:
            if asked.get(id, 0):
                often[id] += 1
                members[f"asked {id}"].add(member)
            less = asked.get(id, 0) - let.get(id, 0)
            if less:
                cut[id] += 1
                cut_points[id] += less
                members[id].add(member)

    snapshot = read_snapshot(read[1] / "work")
    assert snapshot is not None
    always = replace(edition, starts_on=0)
    replay = replay_of(snapshot, [always], dict(ACTIVITIES), limits=True)
    sums = rehearsed(snapshot, replay, replay, threads=1).after.limits
    said = {one["id"]: one for one in read[0]["draft"]["limits"]}
    assert set(said) == set(limited)
    assert cut.total() > 50
    for id, one in said.items():
        asked_often, cut_often, asked_points, let_points, *of = sums.get(id, [0] * 6)
        counted = (asked_often, cut_often, asked_points - let_points)
        assert counted == (often[id], cut[id], cut_points[id]), id
        assert of == [len(members[id]), len(members[f"asked {id}"])], id
        few_cut, few_asked = (0 < one < MEMBERS_LEAST for one in of)
        shown = (None,) * 3 if few_asked else (counted[0], None, None) if few_cut else counted
        assert (one["asked"], one["cut"], one["cut_points"]) == shown, id
    assert any(one["cut"] is None for one in said.values())


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
