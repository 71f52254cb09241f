"""`plaudit check --counting` and `plaudit schema` as a programme officer calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from plaudit.cli.main import application
from plaudit.cli.schema import made_files
from tests.core.written import RATE, rule

ROOT = Path(__file__).parents[2]
BRING = (
    'id = "bring"\ntitle = { en = "Brought" }\n'
    '[facts.kg]\ntype = "decimal"\nplaces = 2\n[facts.things]\ntype = "integer"\n'
)


def plaudit(*words: object) -> Result:
    return CliRunner().invoke(application(), [str(word) for word in words])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "activities").mkdir()
    (tmp_path / "activities" / "bring.toml").write_text(BRING, encoding="utf-8")
    (tmp_path / "good.toml").write_text(rule(RATE), encoding="utf-8")
    (tmp_path / "bad.toml").write_text(rule('per = "day"\nx = 1\n'), encoding="utf-8")
    (tmp_path / "worse.toml").write_text(rule("at_most = 1.5\n"), encoding="utf-8")
    return tmp_path


def check(folder: Path, *words: object) -> Result:
    return plaudit("check", "--counting", *words, "--activities", folder / "activities")


def test_sound_files_pass_with_one_sentence(folder: Path) -> None:
    result = check(folder, folder / "good.toml", folder / "activities" / "bring.toml")

    assert (result.exit_code, result.stdout) == (0, "2 files checked: no mistakes.\n")


def test_the_mistakes_of_all_files_are_printed_with_their_places(folder: Path) -> None:
    result = check(folder, folder / "bad.toml", folder / "worse.toml")

    assert result.exit_code == 1
    assert f"{folder / 'bad.toml'}, line 11, rule number 1\n" in result.stdout
    assert 'line 7, rule "r"' in result.stdout
    assert "A rule needs a schedule" in result.stdout
    assert result.stdout.endswith("2 files checked: 3 mistakes.\n")


def test_mistakes_as_json_have_file_line_key_and_both_sentences(folder: Path) -> None:
    result = check(folder, folder / "worse.toml", "--json")

    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert found["sound"] is False
    assert [(one["line"], one["key"]) for one in found["mistakes"]] == [
        (7, "rule"),
        (11, "rule.at_most"),
    ]
    assert found["mistakes"][1]["seen"].endswith("1.5 has decimals.")
    assert found["mistakes"][1]["write"] == "Write 1."


def test_an_activity_among_the_files_comes_before_its_namesake(folder: Path) -> None:
    own = folder / "bring.toml"
    own.write_text(BRING + '[facts.new]\ntype = "integer"\n', encoding="utf-8")
    (folder / "good.toml").write_text(rule(RATE + 'count = "new"\n'), encoding="utf-8")

    assert check(folder, folder / "good.toml").exit_code == 1
    assert check(folder, folder / "good.toml", own).exit_code == 0


def test_what_is_neither_or_cannot_be_read_is_told(folder: Path) -> None:
    (folder / "else.toml").write_text("colour = 3\n", encoding="utf-8")

    result = check(folder, folder / "else.toml", folder / "missing.toml")

    assert result.exit_code == 1
    assert "This is neither an edition nor an activity." in result.stdout
    assert "There is no such file." in result.stdout


def test_an_edition_without_its_folder_of_activities_is_told(folder: Path) -> None:
    result = plaudit("check", "--counting", folder / "good.toml", "--activities", folder / "no")

    assert result.exit_code == 1
    assert "There is no such folder of activities" in result.stdout


def test_no_file_is_wrong_use() -> None:
    assert plaudit("check").exit_code == 2


def test_every_edition_of_the_catalogue_is_sound_as_arithmetic() -> None:
    for shelf, pattern in (("", "programmes/*/*.toml"), ("published", "[!a]*/*.toml")):
        home = ROOT / "catalogue" / shelf
        editions = sorted(home.glob(pattern))
        words = ("check", "--counting", *editions, "--activities", home / "activities")
        result = plaudit(*words)
        assert editions
        assert result.exit_code == 0, result.stdout


def test_a_schema_is_printed_and_all_made_files_are_written(tmp_path: Path) -> None:
    printed = plaudit("schema", "activity")
    written = plaudit("schema", "--write", "--into", tmp_path)

    assert json.loads(printed.stdout)["required"] == ["id"]
    assert written.exit_code == 0
    for path, text in made_files().items():
        assert (tmp_path / path).read_text(encoding="utf-8") == text
