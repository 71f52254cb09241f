"""`plaudit count` and its files: what can't be read or written, and random towns."""

from __future__ import annotations

import shlex
import subprocess
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from plaudit.cli.count import WRITTEN_LINES
from plaudit.core.amount import in_units
from plaudit.core.counting import Award, Counting
from plaudit.core.deed import Deed
from plaudit.core.period import date_of
from tests.cli.running import PLAUDIT, ROOT, as_lines, environment, event, plaudit
from tests.core.agreement import Counted, given_by
from tests.core.edition_text import activity_text, edition_text
from tests.core.oracle import Member
from tests.core.random_editions import Town, town_of

RIVERSIDE = ROOT / "catalogue" / "programmes" / "riverside" / "2026-04.toml"
MIB = 1024 * 1024
NOON = "2026-04-03T12:00:00Z"


def cup(id: str) -> dict[str, object]:
    time = "2026-04-03T09:12:00+07:00"
    return event(id, "cup_return", time=time, data={"cups": 2})


def test_activities_are_those_of_the_catalogue_unless_a_folder_is_named(tmp_path: Path) -> None:
    deeds = tmp_path / "deeds.jsonl"
    deeds.write_bytes(as_lines([cup("1")]))

    here = plaudit("count", RIVERSIDE, deeds)
    elsewhere = plaudit("count", RIVERSIDE, deeds, folder=tmp_path)
    nowhere = plaudit("count", "--activities", tmp_path / "none", RIVERSIDE, deeds)

    assert [line["points"] for line in here.lines] == [2]
    assert elsewhere.out == here.out
    assert (nowhere.code, nowhere.out) == (1, "")
    assert "no such folder of activities" in nowhere.err


def test_activities_are_those_of_the_catalogue_around_the_edition(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue" / "programmes" / "town"
    folder.mkdir(parents=True)
    (tmp_path / "catalogue" / "activities").mkdir()
    (tmp_path / "catalogue" / "activities" / "wave.toml").write_text('id = "wave"\n')
    (folder / "1.toml").write_text(
        '[edition]\nprogramme = "town"\nid = "1"\nstarts_on = 2026-01-01\ntime_zone = "UTC"\n'
        '[[rule]]\nid = "waves"\non = "wave"\nper = "day"\nrate = { points = 2, per = 1 }\n'
    )
    published = ROOT / "catalogue" / "published" / "uitpas" / "2024-01.toml"

    done = plaudit("count", folder / "1.toml", "-", stdin=as_lines([event("1", "wave", time=NOON)]))
    real = plaudit("count", published, "-", stdin=b"", folder=tmp_path)

    assert [line["points"] for line in done.lines] == [2]
    assert (real.code, real.out) == (0, "")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["count", RIVERSIDE], 2, "Name an edition and a file of deeds"),
        (["count", RIVERSIDE, "missing.jsonl"], 2, "missing.jsonl can't be read"),
        (["count", RIVERSIDE, "/"], 2, "/ can't be read"),
        (["count", "missing.toml", "-"], 1, "There is no such file."),
        (["count"], 2, "Missing argument"),
    ],
)
def test_files_that_cannot_be_read_are_named(words: list[str], code: int, said: str) -> None:
    done = plaudit(*words)

    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert "Traceback" not in done.err


def test_all_mistakes_of_an_edition_are_shown_and_nothing_is_counted(tmp_path: Path) -> None:
    text = RIVERSIDE.read_text("utf-8")
    (tmp_path / "wrong.toml").write_text(
        text.replace('count  = "books"', 'count  = "boks"').replace('"half_year"', '"semester"')
    )

    done = plaudit("count", tmp_path / "wrong.toml", "-", stdin=as_lines([cup("1")]))

    assert (done.code, done.out) == (1, "")
    assert done.err.count("wrong.toml, line ") == 2
    assert 'Write "books".' in done.err


def test_a_reader_that_has_seen_enough_ends_it_quietly() -> None:
    deeds = [cup(str(number)) for number in range(20_000)]
    with subprocess.Popen(
        [*PLAUDIT, "count", str(RIVERSIDE), "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdin.write(as_lines(deeds[: WRITTEN_LINES + 10]))
        running.stdin.flush()
        assert running.stdout.readline()
        running.stdout.close()
        with suppress(BrokenPipeError):  # it may end before it has read all
            running.stdin.write(as_lines(deeds[WRITTEN_LINES + 10 :]))
            running.stdin.close()
        said = running.stderr.read()
        assert running.wait(timeout=60) == 0
    assert said == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's full disk")
def test_a_full_disk_is_told_in_a_sentence() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PLAUDIT, "count", str(RIVERSIDE), "-"],
            input=as_lines([cup("1")]),
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )

    assert done.returncode == 2
    assert done.stderr.decode() == "The lines can't be written: No space left on device.\n"


def test_a_line_of_a_hundred_megabytes_is_refused_without_holding_it(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    held = 'ulimit -d 80000 && exec "$0" "$@"'  # KiB
    with (
        output.open("wb") as out,
        subprocess.Popen(
            ["sh", "-c", held, *PLAUDIT, "count", str(RIVERSIDE), "-"],
            stdin=subprocess.PIPE,
            stdout=out,
            env=environment(),
        ) as running,
    ):
        assert running.stdin is not None
        for _ in range(100):
            running.stdin.write(b"x" * MIB)
        running.stdin.write(b"\n" + as_lines([cup("1")]))
        running.stdin.close()
        assert running.wait(timeout=60) == 0

    first, second = output.read_text().splitlines()
    assert first == '{"source":null,"deed":null,"refused":"body_too_large"}'
    assert '"points":2' in second


def written(town: Town, folder: Path) -> list[Path]:
    """Write a town's editions and activities as files; return the editions."""
    (folder / "activities").mkdir()
    for activity in town.activities.values():
        (folder / "activities" / f"{activity.id}.toml").write_text(activity_text(activity))
    paths = [folder / f"{edition.id}.toml" for edition in town.editions]
    for path, edition in zip(paths, town.editions, strict=True):
        path.write_text(edition_text(edition))
    return paths


def reported(id: int, deed: Deed, member: str, rng: Random) -> bytes:
    """Return a deed as a line; its numbers are written as a partner may write them."""
    facts = {
        fact.name: f'"{fact.choices[value]}"' if fact.choices else in_units(value)
        for fact, value in zip(deed.activity.facts, deed.facts, strict=True)
        if value is not None
    }
    time = f"{date_of(deed.day)}T{rng.randrange(24):02d}:{rng.randrange(60):02d}:07+07:00"
    said = event(
        str(id), deed.activity.id, time=time, source=deed.partner, subject=member, data="FACTS"
    )
    data = ",".join(f'"{name}":{value}' for name, value in facts.items())
    return as_lines([said]).replace(b'"FACTS"', f"{{{data}}}".encode())


@pytest.mark.parametrize("seed", [28, 194, 288])
def test_random_editions_give_each_member_what_the_law_says(seed: int, tmp_path: Path) -> None:
    rng = Random(seed)
    town = town_of(seed, editions=2, deeds=600)
    members = [f"mem-{rng.randrange(12)}" for _ in town.deeds]
    lines = [
        reported(number, deed, member, rng)
        for number, (deed, member) in enumerate(zip(town.deeds, members, strict=True))
    ]
    paths = written(town, tmp_path)

    done = plaudit(
        "count", "--activities", tmp_path / "activities", *paths, "-", stdin=b"".join(lines)
    )

    assert done.code == 0
    assert [line["member"] for line in done.lines] == members
    deeds: dict[str, list[Deed]] = defaultdict(list)
    awards: dict[str, list[Award]] = defaultdict(list)
    for deed, line in zip(town.deeds, done.lines, strict=True):
        deeds[line["member"]].append(deed)
        awards[line["member"]].append(Award(line["points"], tuple(line["rules"].items()), ()))
    assert sum(line["points"] for line in done.lines) > 0
    counting = Counting(town.editions, town.activities)
    for member, some in deeds.items():
        read = Member().read_all(some, town.editions)
        points_by = {name: points for name, points in read.points_by.items() if points}
        assert given_by(some, Counted(counting, awards[member], {})) == points_by
        assert sum(award.points for award in awards[member]) == read.points


@pytest.mark.parametrize("readme", ["README.md", "README.th.md", "README.zh-Hans.md"])
def test_the_readmes_deed_is_counted_as_it_stands_there(readme: str, tmp_path: Path) -> None:
    blocks = (ROOT / readme).read_text("utf-8").split("```sh\n")[1:]
    (block,) = [one.split("```")[0] for one in blocks if "plaudit count" in one]
    (tmp_path / "catalogue").symlink_to(ROOT / "catalogue")
    command = block.replace(".venv/bin/plaudit", shlex.join(PLAUDIT))

    done = subprocess.run(
        ["/bin/sh", "-ec", command],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert b'"points":3' in done.stdout
