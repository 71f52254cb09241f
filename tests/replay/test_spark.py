"""Spark says the same as `core` and as `plaudit replay` on one machine, to the last point.

Many programmes are counted in one job, because a job costs more than its deeds here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from typer.testing import CliRunner, Result

import tests.replay.spark_here  # noqa: F401  # skips this module where Spark can't run
from plaudit.cli.main import application
from plaudit.core.deed import Deed
from plaudit.replay.spark.arrivals import BYTE_ORDER_MARK, programme_of
from plaudit.replay.spark.session import session
from plaudit.replay.spark.struck_out import struck_out
from plaudit.replay.spark.totals import is_too_many, once_each, totals
from tests.cases.case import case_files, read_case
from tests.cases.engines import deed_of, deeds_of
from tests.cases.rules import Rules, rules_of
from tests.core.random_editions import town_of
from tests.replay.deeds import csv_text, events, parquet
from tests.replay.huge import HUGE_DEEDS, huge_town
from tests.replay.spark_rows import Sent, by_core, counted, list_of, rows_of
from tests.replay.test_without import NOWHERE, write_list
from tests.riverside import EDITIONS

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.timeout(300)  # Java alone takes a minute where others work too
TOWNS = int(os.environ.get("PLAUDIT_TOWNS", "25"))
QUICK = {
    # What is gained by compiling is lost on so few deeds.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.shuffle.partitions": "2",
}


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    """One Spark for the module. It ends, and Java with it."""
    from pyspark import SparkContext

    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        with session("local[2]", threads=2, memory="1GB") as opened:
            gateway: Any = SparkContext._gateway
            for name, value in QUICK.items():
                opened.conf.set(name, value)
            yield opened
    assert gateway.proc.poll() is not None, "Java was left behind"


def towns(count: int) -> Iterator[Sent]:
    """Random programmes, each with one to three editions, and deeds of three members.

    In every other one a quarter of the deeds is struck out.
    """
    for seed in range(count):
        town = town_of(seed, editions=1 + seed % 3, deeds=100)
        members = [Random(at).choice(("ann", "bo", "cy")) for at in range(len(town.deeds))]
        chance = Random(seed)
        wrong = frozenset(at for at in range(len(town.deeds)) if chance.random() < seed % 2 / 4)
        yield Sent(town.editions, town.activities, town.deeds, members, wrong)


def cases() -> Iterator[Sent]:
    """Every case of tests/cases, by their editions, without what is refused or left out."""
    together: dict[tuple[object, ...], tuple[Rules, list[tuple[Deed, str]]]] = {}
    for number, path in enumerate(case_files()):
        case = read_case(path)
        rules = rules_of(case)
        taken: dict[tuple[str, str], tuple[Deed, str]] = {}
        for one in deeds_of(case, rules):
            deed = deed_of(one, rules)
            if isinstance(deed, Deed):
                member = f"{one.entry.member} of case {number}"
                taken.setdefault((deed.partner, one.event_id), (deed, member))
        named = (*case.editions, case.activities)
        together.setdefault(named, (rules, []))[1].extend(taken.values())
    for rules, some in together.values():
        deeds = [deed for deed, _ in some]
        members = [member for _, member in some]
        yield Sent(rules.editions, rules.activities, deeds, members)


def test_random_editions_and_every_case_are_counted_as_core_counts_them(
    spark: SparkSession, tmp_path: Path
) -> None:
    sent = [*towns(TOWNS), *cases()]
    wrong = struck_out(spark, write_list(tmp_path / "wrong.csv", list_of(sent)))

    said = counted(rows_of(spark, sent, Random(1)), sent, wrong)

    assert said == [by_core(one) for one in sent]


@pytest.fixture(scope="module")
def deeds(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Deeds in one order of arrival, split into files of every kind; damaged ones among them."""
    place = tmp_path_factory.mktemp("many deeds, ฝน")
    sent = events(Random(5), 900)
    names = ("1.jsonl", "2.parquet", "3.csv", "4.jsonl", "many.parquet/a.parquet")
    files = [place / name for name in names]
    files[4].parent.mkdir()
    (files[4].parent / "_SUCCESS").touch()
    for at, file in enumerate(files):
        some = sent[at * 180 : at * 180 + 180]
        # Before the first edition: repeats of what an earlier file has, or what comes later.
        known = {0: sent[200:210], 3: sent[:20]}.get(at, [])
        some = [*some, *(replace(one, time="2025-01-03T09:00:00+07:00") for one in known)]
        if file.suffix == ".parquet":
            parquet(some, file)
        elif file.suffix == ".csv":
            file.write_text(csv_text(some))
        else:
            lines = "\n\n".join(json.dumps(one.cloud_event()) for one in some)
            file.write_bytes(BYTE_ORDER_MARK * (at > 0) + lines.encode() + b"\r\n\xff\n")
    # Another file of the folder: with fewer columns, after the first by name, with its ids.
    fewer = files[4].parent / "Ä.parquet"
    duckdb.execute(
        f"COPY (SELECT 'e-' || 720 + i AS id, 'cafe-lotus' AS source, 'tool_loan' AS type, "
        f"'handle-' || i AS subject, TIMESTAMPTZ '2026-11-04 09:00:00+07' AS time "
        f"FROM range(90) AS t (i)) TO '{fewer}'"
    )
    return [*files[:4], files[4].parent]


def replay(*arguments: object) -> Result:
    return CliRunner().invoke(application(), ["replay", *map(str, [*EDITIONS, *arguments])])


def test_files_give_the_totals_and_the_refusals_of_a_replay_here(
    spark: SparkSession, deeds: list[Path], tmp_path: Path
) -> None:
    said = {}
    ids = [("cafe-lotus", f"e-{number}") for number in range(0, 900, 7)]
    wrong = write_list(tmp_path / "wrong.jsonl", [*ids, *NOWHERE])
    for engine in ("here", "spark"):
        no = tmp_path / f"{engine}.jsonl"
        options = ("--by", "month", "--refused", no, "--without", wrong)
        done = replay(*deeds, "--engine", engine, *options)
        assert done.exit_code == 0, (done.output, done.exception)
        refused = sorted(no.read_text().splitlines())
        said[engine] = (done.stdout, sorted(done.stderr.splitlines()), refused)

    assert said["spark"] == said["here"]
    assert len(said["here"][2]) > 30
    assert any(line.startswith("Left out as struck out: ") for line in said["here"][1])
    assert any(line.startswith("Not among these deeds: ") for line in said["here"][1])


def test_totals_are_written_as_parquet_by_the_cluster(
    spark: SparkSession, deeds: list[Path], tmp_path: Path
) -> None:
    found = []
    for engine, name in (("here", "one.parquet"), ("spark", "many.parquet")):
        done = replay(*deeds[1::3], "--engine", engine, "--output", tmp_path / name)
        assert done.exit_code == 0, (done.output, done.exception)
        table = str(tmp_path / name) + ("/*.parquet" if engine == "spark" else "")
        found.append(duckdb.execute(f"FROM '{table}' ORDER BY member").fetchall())

    assert found[0] == found[1]
    for output, sentence in (
        (tmp_path / "many.parquet", "is already there"),
        ("s3a://totals/one.jsonl", "a cluster writes .parquet, not lines"),
    ):
        done = replay(*deeds[:1], "--engine", "spark", "--output", output)
        assert (done.exit_code, sentence in " ".join(done.output.split())) == (2, True)


def test_a_sum_that_could_leave_63_bits_is_refused_and_never_wrong(spark: SparkSession) -> None:
    from pyspark.errors import PythonException

    def asked(deeds: int) -> int:
        editions, activities, some = huge_town(deeds)
        sent = Sent(editions, activities, some, ["ann"] * deeds)
        rows = rows_of(spark, [sent], Random(1))
        programme = programme_of(activities, editions)
        return int(totals(once_each(rows), programme, by_month=False).count())

    with pytest.raises(PythonException) as fault:
        asked(HUGE_DEEDS)
    assert is_too_many(fault.value)
    assert asked(2)


UNFIT = {
    "odd.parquet": (1, "kg is DOUBLE, which isn't exact: write it as DECIMAL"),
    "none.parquet": (1, "it doesn't begin and end as such a file does."),
    "broken.parquet": (1, "can't be read as Parquet: "),
    "two.parquet": (1, "its files differ in a column's type. Name each of them instead."),
    "odd.csv": (1, "there is no fact steps"),
    "none.csv": (2, "there is no such file"),
    "_hidden.csv": (2, "Spark passes over names that start with _"),
    "deeds.xlsx": (2, "deeds are in .parquet, .csv, .jsonl files"),
}


def test_a_file_that_can_t_be_read_as_deeds_is_refused(spark: SparkSession, tmp_path: Path) -> None:
    (tmp_path / "none.parquet").write_text("no table")
    (tmp_path / "broken.parquet").write_text("PAR1, and nothing else, PAR1")
    (tmp_path / "two.parquet").mkdir()
    for at, value in enumerate(("1", "'1'")):
        part = tmp_path / "two.parquet" / f"{at}.parquet"
        duckdb.execute(f"COPY (SELECT {value} AS id) TO '{part}'")
    (tmp_path / "odd.csv").write_text("id,source,type,subject,time,steps\n")
    duckdb.execute(f"COPY (SELECT 1.5::DOUBLE AS kg) TO '{tmp_path / 'odd.parquet'}'")

    for name, (code, sentence) in UNFIT.items():
        done = replay(tmp_path / name, "--engine", "spark")
        assert done.exit_code == code
        assert sentence in " ".join(done.output.split())
