"""The catalogue's files from disk: bounded reading, and a clear word for what can't be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from plaudit.actions.catalogue_files import (
    FILES_MAX,
    gather_activities,
    read_activities,
    read_edition,
    read_editions,
    source_at,
)
from plaudit.core.catalogue.mistakes import Mistakes
from plaudit.core.catalogue.source import FILE_BYTES_MAX
from tests.core.written import HEAD, KNOWN, RATE, rule

CUPS = 'id = "cups"\ntitle = { en = "Cups" }\n'
KM = 'id = "km"\ntitle = { en = "Kilometres" }\n'


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def sentences(refused: pytest.ExceptionInfo[Mistakes]) -> str:
    return str(refused.value)


def test_a_folder_of_activities_is_read_by_id(tmp_path: Path) -> None:
    write(tmp_path, {"cups.toml": CUPS, "km.toml": KM, "notes.md": "not an activity"})

    assert sorted(read_activities(tmp_path)) == ["cups", "km"]


def test_all_mistakes_of_all_files_are_told_and_the_sound_ones_are_read(tmp_path: Path) -> None:
    write(tmp_path, {"a.toml": "x = 1\n", "b.toml": 'id = "b"\nx = 1\n', "cups.toml": CUPS})

    found, mistakes, unread = gather_activities(tmp_path)

    assert list(found) == ["cups"]
    assert unread == {"a", "b"}
    assert {Path(mistake.file).name for mistake in mistakes} == {"a.toml", "b.toml"}
    with pytest.raises(Mistakes):
        read_activities(tmp_path)


def test_an_id_that_two_files_give_is_a_mistake(tmp_path: Path) -> None:
    write(tmp_path, {"a.toml": CUPS, "b.toml": CUPS})

    with pytest.raises(Mistakes, match=r'b\.toml, line 1(.|\n)*"cups" is taken: a\.toml has it'):
        read_activities(tmp_path)


def test_a_folder_that_is_missing_empty_a_file_or_too_full_is_told(tmp_path: Path) -> None:
    with pytest.raises(Mistakes, match="There is no such folder of activities"):
        read_activities(tmp_path / "nowhere")
    with pytest.raises(Mistakes, match=r"no file in it ends in \.toml"):
        read_activities(tmp_path)
    with pytest.raises(Mistakes, match=r"This is a file\."):
        read_activities(write(tmp_path, {"a.txt": ""}) / "a.txt")
    write(tmp_path, {f"{number}.toml": "" for number in range(FILES_MAX + 1)})
    with pytest.raises(Mistakes, match=f"{FILES_MAX} is the most"):
        read_activities(tmp_path)


def test_a_file_that_is_not_there_or_a_folder_is_told(tmp_path: Path) -> None:
    (missing,) = source_at(tmp_path / "no.toml").mistakes
    (folder,) = source_at(tmp_path).mistakes

    assert missing.seen == "There is no such file."
    assert folder.seen == "This is a folder, not a file."


def test_a_huge_file_is_refused_by_its_size_without_being_read_whole(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "huge.toml"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    tracemalloc.start()

    (mistake,) = source_at(path).mistakes

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert f"more than {FILE_BYTES_MAX} bytes" in mistake.seen
    assert peak < 4 * FILE_BYTES_MAX


def test_an_edition_is_read_or_refused_with_all_its_mistakes(tmp_path: Path) -> None:
    write(tmp_path, {"good.toml": rule(RATE), "bad.toml": rule("x = 1\n")})

    assert read_edition(tmp_path / "good.toml", KNOWN).programme == "town"
    with pytest.raises(Mistakes) as refused:
        read_edition(tmp_path / "bad.toml", KNOWN)
    assert len(refused.value.mistakes) == 2


def later(text: str) -> str:
    return text.replace('"2026"', '"2027"').replace("2026-01-01", "2027-01-01")


def test_editions_of_one_programme_come_back_in_the_order_of_their_days(tmp_path: Path) -> None:
    write(tmp_path, {"a.toml": later(HEAD), "b.toml": HEAD})

    editions = read_editions([tmp_path / "a.toml", tmp_path / "b.toml"], KNOWN)

    assert [edition.id for edition in editions] == ["2026", "2027"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (later(HEAD).replace('"town"', '"city"'), 'Write programme = "town"'),
        (later(HEAD).replace("Bangkok", "Tokyo"), 'Write time_zone = "Asia/Bangkok"'),
        (HEAD.replace('"2026"', '"2027"'), 'The edition "2026" starts on the same day.'),
    ],
)
def test_editions_that_cannot_follow_one_another_are_refused(
    tmp_path: Path, text: str, words: str
) -> None:
    write(tmp_path, {"a.toml": HEAD, "b.toml": text})

    with pytest.raises(Mistakes) as refused:
        read_editions([tmp_path / "a.toml", tmp_path / "b.toml"], KNOWN)

    assert words in sentences(refused)
    assert "b.toml" in sentences(refused)
