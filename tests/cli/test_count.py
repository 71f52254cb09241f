"""`plaudit count`: its output is a contract (design, section 3)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import Done, as_lines, event, in_a_process, plaudit

EDITION = """
[edition]
programme = "town"
id = "ID"
starts_on = START
time_zone = "Asia/Bangkok"
languages = ["en"]

[[tally]]
id = "days"
on = ["walk", "bring"]
per = "day"
at_most = 1

[[rule]]
id = "walks"
on = "walk"
per = "day"
rate = { points = POINTS, per = 1 }
at_most = 10

[[rule]]
id = "kilos"
on = "bring"
per = "month"
count = "kg"
weigh = { kind = { paper = 2, metal = 8 } }
rate = { points = 1, per = 1 }

[[rule]]
id = "active"
on = "tally:days"
per = "month"
every = { points = 20, per = 2 }

[[ceiling]]
id = "month"
rules = ["walks", "kilos", "active"]
per = "month"
at_most = 50
"""
WALK = 'id = "walk"\ntitle = { en = "Walk" }\n'
BRING = """
id = "bring"
title = { en = "Bring" }
[facts.kg]
type = "decimal"
places = 2
max = 200
[facts.kind]
type = "choice"
values = ["paper", "glass", "metal"]
"""
MORNING = "2026-04-03T09:12:00+07:00"


def edition(id: str = "1", starts_on: str = "2026-04-01", points: int = 4) -> str:
    text = EDITION.replace("ID", id).replace("START", starts_on)
    return text.replace("POINTS", str(points))


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A folder with an edition and its activities."""
    (tmp_path / "activities").mkdir()
    (tmp_path / "activities" / "walk.toml").write_text(WALK)
    (tmp_path / "activities" / "bring.toml").write_text(BRING)
    (tmp_path / "1.toml").write_text(edition())
    return tmp_path


def count(town: Path, deeds: bytes, *editions: str) -> Done:
    paths = [town / name for name in editions or ("1.toml",)]
    return in_a_process("count", "--activities", town / "activities", *paths, "-", stdin=deeds)


def walk(id: str, *, time: str = MORNING, **given: object) -> dict[str, object]:
    return event(id, "walk", time=time, **given)


def bring(id: str, kg: object, kind: str = "paper", **given: object) -> dict[str, object]:
    return event(id, "bring", time=MORNING, data={"kg": kg, "kind": kind}, **given)


def test_each_counted_deed_is_one_line_of_json_in_the_order_of_the_input(town: Path) -> None:
    deeds = [
        walk("1"),
        bring("2", 1.75, "metal", subject="mem-2"),
        bring("3", 0.4),
        walk("4", source="till/Ä", time="2026-04-02T23:59:59.9Z"),
        walk("5", time="2026-04-03T23:59:59+07:00"),
        walk("6", time="2026-04-03T17:00:00Z"),  # the next day there
    ]

    done = count(town, as_lines(deeds))

    assert done.code == 0
    assert done.out.splitlines()[0] == (
        '{"source":"club","deed":"1","member":"mem-1","points":4,"rules":{"walks":4}}'
    )
    assert [list(line) for line in done.lines] == [
        ["source", "deed", "member", "points", "rules"]
    ] * 6
    assert [line["deed"] for line in done.lines] == ["1", "2", "3", "4", "5", "6"]
    assert [line["source"] for line in done.lines][3] == "till/Ä"
    assert [line["rules"] for line in done.lines] == [
        {"walks": 4},
        {"kilos": 14},
        {},
        {"walks": 4},
        {"walks": 2},
        {"walks": 4, "active": 20},
    ]
    assert all(sum(line["rules"].values()) == line["points"] for line in done.lines)
    assert done.out.endswith("\n")


def test_an_edition_that_breaks_the_charter_is_counted_with_a_warning(town: Path) -> None:
    done = count(town, as_lines([walk("1")]))
    sound = in_a_process("count", "catalogue/programmes/riverside/2026-10.toml", "-")

    assert [line["points"] for line in done.lines] == [4]
    assert done.err.startswith(f"Warning: {town / '1.toml'} breaks the charter (C")
    assert "C04" in done.err
    assert done.err.count("\n") == 1
    assert (sound.code, sound.out, sound.err) == (0, "", "")


def test_a_joint_ceiling_lets_through_what_is_left_in_the_order_of_the_rules(town: Path) -> None:
    deeds = [bring("1", 22), walk("2", time="2026-04-04T09:00:00+07:00"), walk("3")]

    done = count(town, as_lines(deeds))

    assert [line["rules"] for line in done.lines] == [{"kilos": 44}, {"walks": 4, "active": 2}, {}]


def test_a_deed_that_is_there_already_is_left_out_and_a_refused_one_may_be_mended(
    town: Path,
) -> None:
    deeds = [
        bring("1", 1.255),
        bring("1", 1.25),
        bring("1", 1.25),
        walk("1"),
        walk("1", time="2025-01-01T00:00:00Z"),
        walk("1", source="other"),
        walk("2", time="2026-03-31T23:59:59+07:00"),
        walk("2"),
    ]

    done = count(town, as_lines(deeds))

    assert done.code == 0
    assert [(line["source"], line["deed"], line.get("refused")) for line in done.lines] == [
        ("club", "1", "fact_too_precise"),
        ("club", "1", None),
        ("other", "1", None),
        ("club", "2", "no_edition"),
        ("club", "2", None),
    ]
    assert done.lines[0] == {"source": "club", "deed": "1", "refused": "fact_too_precise"}


def test_a_line_that_cannot_be_read_is_refused_and_the_next_one_counted(town: Path) -> None:
    sound = json.dumps(walk("sound"))
    lines = [
        (b"not json", None, "json_broken"),
        (b"[1, 2]", None, "not_an_object"),
        (b'{"id":"1","id":"2"}', None, "key_twice"),
        (sound.replace("sound", "a").replace("walk", "fly").encode(), "a", "activity_unknown"),
        (sound.replace("sound", "b").replace("+07:00", "").encode(), "b", "time_wrong"),
        (sound.replace("sound", "c").encode()[:-1] + b', "x": NaN}', None, "json_broken"),
        (sound.replace("sound", "d\\u0000").encode(), None, "text_broken"),
        (b"\xff" + sound.encode(), None, "text_broken"),
        (b"\xef\xbb\xbf" + sound.encode(), None, "text_broken"),
        (json.dumps(bring("e", "3")).encode(), "e", "fact_wrong_type"),
        (json.dumps(bring("f", 201)).encode(), "f", "fact_out_of_range"),
        (json.dumps(bring("g", 1, "gold")).encode(), "g", "fact_not_a_choice"),
        (b'{"a":' * 5 + b"1" + b"}" * 5, None, "too_deep"),
        (b'{"id":"' + b"x" * 70_000 + b'"}', None, "body_too_large"),
    ]
    text = b"".join(line + b"\n" + sound.replace("sound", f"s{at}").encode() + b"\n"
                    for at, (line, _, _) in enumerate(lines))  # fmt: skip

    done = count(town, text)

    assert done.code == 0
    assert [(line["deed"], line["refused"]) for line in done.lines[::2]] == [
        (id, code) for _, id, code in lines
    ]
    assert [line["deed"] for line in done.lines[1::2]] == [f"s{at}" for at in range(len(lines))]
    assert all("points" in line for line in done.lines[1::2])


def test_line_ends_of_every_kind_and_empty_lines_are_taken(town: Path) -> None:
    one, two, three = (json.dumps(walk(id)).encode() for id in "123")

    done = count(town, one + b"\r\n\r\n   \n" + two + b"\n\n" + three)

    assert [line["deed"] for line in done.lines] == ["1", "2", "3"]
    assert count(town, b"")[:2] == (0, "")


def test_a_table_is_read_by_its_name_and_one_that_is_none_is_refused(town: Path) -> None:
    table = town / "deeds.CSV"
    words: list[str | Path] = ["count", "--activities", town / "activities", town / "1.toml", table]
    table.write_text(
        "id,source,type,subject,time,kg,kind\n"
        f"1,club,bring,m1,{MORNING},1.25,paper\n\n2,club,walk,m1,{MORNING},,\n3,club\n"
    )

    read = plaudit(*words)
    table.write_text("id;source;type;subject;time\n")
    wrong = plaudit(*words)

    assert [line.get("points", line.get("refused")) for line in read.lines] == [2, 4, "row_broken"]
    assert (wrong.code, wrong.out) == (2, "")
    assert "parted by semicolons" in wrong.err


def test_editions_follow_each_other_whatever_the_order_they_are_named_in(town: Path) -> None:
    (town / "2.toml").write_text(edition("2", "2026-05-01", points=7))
    deeds = as_lines(
        [walk("1", time="2026-04-30T23:59:59+07:00"), walk("2", time="2026-05-01T00:00:00+07:00")]
    )

    done = count(town, deeds, "2.toml", "1.toml")

    assert done.code == 0
    assert [line["rules"]["walks"] for line in done.lines] == [4, 7]


def test_editions_of_two_programmes_are_not_counted_together(town: Path) -> None:
    (town / "2.toml").write_text(edition("2", "2026-05-01").replace('"town"', '"village"'))

    done = count(town, b"", "1.toml", "2.toml")

    assert (done.code, done.out) == (1, "")
    assert "2.toml, line 3" in done.err


def test_the_sums_are_those_that_staff_would_work_out(town: Path) -> None:
    """0.4 kg of paper weighs 0.8: four of them are 3.2, so the fourth and third bring a point."""
    deeds = [bring(str(number), 0.4) for number in range(8)]

    done = count(town, as_lines(deeds))

    assert [line["points"] for line in done.lines] == [0, 1, 1, 1, 1, 0, 1, 1]
