"""What `plaudit replay --engine spark` says where something is missing, without starting Spark."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from typer.testing import CliRunner

from plaudit.cli import replaying_spark
from plaudit.cli.main import application
from plaudit.replay.deed_files import files_here
from plaudit.replay.spark.files import check_addresses, spelt
from plaudit.replay.spark.totals import whole_members
from tests.riverside import EDITIONS


def said(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(application(), ["replay", str(EDITIONS[0]), *arguments])
    return done.exit_code, " ".join(done.output.split())


def test_a_missing_package_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replaying_spark, "find_spec", lambda name: name == "pandas" or None)

    assert said("deeds.csv", "--engine", "spark") == (
        1,
        "Spark needs pyspark, pyarrow and Java: pip install 'plaudit[spark]'.",
    )


def test_a_missing_java_is_named_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("pyspark", reason="plaudit[spark] isn't installed: make setup-spark")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    code, sentence = said("deeds.csv", "--engine", "spark")

    assert code == 1
    assert "Spark needs Java 17 or later, which was not found. Debian: apt install" in sentence


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--engine", "spark", "--work", "here"), "--work belongs to --engine here"),
        (("--master", "local[2]"), "--master goes with --engine spark"),
    ],
)
def test_options_of_the_other_engine_are_refused(options: tuple[str, ...], sentence: str) -> None:
    code, text = said("deeds.csv", *options)

    assert code == 2
    assert sentence in text


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("2026-1[0-2].parquet", "Spark takes [ ] for a pattern. Name each file"),
        ("deeds-*.jsonl", "Spark takes * for a pattern."),
        ("s3a://deeds/{a,b}.csv", "Spark takes { } for a pattern."),
    ],
)
def test_what_spark_would_read_otherwise_than_named_is_refused_before_it_begins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, sentence: str
) -> None:
    monkeypatch.setattr(replaying_spark, "find_spec", lambda _: True)
    monkeypatch.chdir(tmp_path)

    code, text = said(name, "--engine", "spark")

    assert code == 2
    assert f"{name}: {sentence}" in text


FOLDERS = (
    (
        "parted.parquet",
        "month=10/part-0.parquet",
        2,
        "there is a folder in it, month=10. Deeds are",
    ),
    ("valued.parquet", "_month=10/part-0.parquet", 2, "there is a folder in it, _month=10."),
    (
        "stray.parquet",
        "notes.txt",
        2,
        "a file in it, notes.txt, that doesn't end in .parquet. Take",
    ),
    ("copied.parquet", "part-1.parquet._COPYING_", 2, "that doesn't end in .parquet."),
    ("hidden.parquet", "_SUCCESS", 2, "there is no .parquet file in it."),
    ("broken.parquet", "part-1.parquet", 1, "/part-1.parquet can't be read as Parquet: it doesn't"),
    ("lines.csv", "part-1.csv", 2, "only Parquet may be a folder."),
)


@pytest.mark.parametrize(("name", "held", "code", "sentence"), FOLDERS)
def test_what_is_wrong_in_a_folder_is_refused_in_the_same_words_here_and_for_spark(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, held: str, code: int, sentence: str
) -> None:
    monkeypatch.setattr(replaying_spark, "find_spec", lambda _: True)
    monkeypatch.chdir(tmp_path)
    (tmp_path / name / held).parent.mkdir(parents=True)
    (tmp_path / name / held).write_text("PAR1, and no table")

    words = [said(name, "--engine", engine) for engine in ("here", "spark")]

    assert words[0] == words[1]
    assert words[0][0] == code
    assert sentence in words[0][1]
    assert words[0][1].startswith(name)


def test_a_folder_as_spark_writes_it_is_let_through(tmp_path: Path) -> None:
    folder = tmp_path / "deeds.parquet"
    (folder / "_temporary").mkdir(parents=True)
    for name in ("_SUCCESS", "_metadata", ".part-0.crc", "part-0.parquet"):
        (folder / name).write_text("PAR1 PAR1")

    check_addresses([str(folder), "s3a://deeds/one.csv", "not-there.csv"])
    assert files_here([folder, folder / "part-0.parquet"]) == [folder / "part-0.parquet"]


def test_a_member_is_never_parted() -> None:
    names = ["ann", *["bo"] * 5, "cy", "cy", "di"]
    batches = (pa.RecordBatch.from_pydict({"subject": [name]}) for name in names)

    pieces = [piece["subject"].to_pylist() for piece in whole_members(batches, rows=2)]

    assert pieces == [["ann"], ["bo"] * 5, ["cy", "cy"], ["di"]]


def test_a_file_of_this_machine_is_found_under_both_its_spellings() -> None:
    assert spelt("s3a://deeds/one.csv") == ("s3a://deeds/one.csv", "s3a://deeds/one.csv")
