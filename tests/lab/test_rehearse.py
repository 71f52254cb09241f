"""A made-up city, and a draft rehearsed over it, against `core` one deed after the other."""

from __future__ import annotations

import json
import re
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
from plaudit.core.rehearsal_form import read_numbers
from plaudit.core.rehearsal_page import numbers_in
from plaudit.lab.bars import _fitting
from plaudit.lab.city import City, Size
from plaudit.lab.city_files import STRUCK_OUT, write_city
from plaudit.lab.rehearsing import (
    rehearsed,
)
from plaudit.lab.report_page import page_of
from plaudit.lab.report_words import names_in
from plaudit.pages.voices import voice_of
from plaudit.replay.snapshot import read_snapshot
from tests.riverside import ACTIVITIES, CATALOGUE, EDITIONS

CURRENT, DRAFT = EDITIONS
FIRST, DAYS = 20_730, 40
"""From 4 October 2026, a Sunday."""
PLAIN = ["How much the most active have", "All numbers"]
"""Parts of this report without a picture: of 90 members a hundredth is not shown."""
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
    [current], [draft] = (read_editions([one], ACTIVITIES) for one in (CURRENT, DRAFT))
    names = names_in((current, draft), ACTIVITIES)
    again = page_of(read_numbers(data.encode()), voice_of("en"), names=names)
    assert again == page  # and what the console shows of it
    assert f"Struck-out deeds, {len(struck_out(files))}, were left out." in page
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page
    # Each other part has a picture.
    parts = [part for part in page.split("<section>")[1:] if "<svg" not in part]
    plain = [part.split("</h2>")[0].removeprefix("<h2>") for part in parts]
    assert plain == PLAIN
    tree_care = _fitting(f"{ACTIVITIES['tree_care'].title['en']}, 7 days")
    assert f'>{tree_care}</text><text x="217"' in page
    assert ">tree_care</text>" in page


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


def test_the_next_edition_is_rehearsed_over_what_was_done_before_its_first_day(
    files: Sequence[Path], read: tuple[dict[str, Any], Path], tmp_path: Path
) -> None:
    text = DRAFT.read_text("utf-8")
    later = re.sub(r"starts_on *= *2026-10-01", "starts_on = 2027-01-04", text, count=1)
    later = re.sub(r'id( *)= "2026-10"', r'id\1= "2027-01"', later, count=1)
    assert later.count("2027-01") == 2
    draft = tmp_path / "2027-01.toml"
    draft.write_text(later, "utf-8")

    done = CliRunner().invoke(
        application(),
        ["rehearse", str(draft), "--against", str(DRAFT), "--output", str(tmp_path / "next")]
        + ["--activities", str(CATALOGUE / "activities"), "--work", str(tmp_path / "work")]
        + [part for file in files for part in ("--over", str(file))],
    )

    assert done.exit_code == 0, (done.output, done.exception)
    numbers = json.loads((tmp_path / "next.json").read_bytes())
    assert numbers["draft"]["splitting"] == read[0]["draft"]["splitting"] != []
