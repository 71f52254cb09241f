"""`plaudit notice`, `record` and `assessment` as commands, without a database."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from typer.testing import CliRunner

from plaudit.cli.main import application
from tests.cli.running import ROOT, Done
from tests.cli.running import plaudit as plaudit_as_a_process
from tests.doors.visitor import Seen

EDITION = ROOT / "catalogue/programmes/riverside/2026-10.toml"


def plaudit(*words: str | Path) -> Done:
    """Run a command in this process: a process for each would take most of the time."""
    done = CliRunner().invoke(application(), list(map(str, words)))
    return Done(done.exit_code, done.stdout, done.stderr)


def test_a_notice_is_printed_in_the_language_that_was_asked_for() -> None:
    done = plaudit("notice", EDITION, "--language", "zh-hans")

    assert done.code == 0, done.err
    assert done.out.startswith("# 隐私声明：河畔致谢\n")
    assert done.err == ""


def test_without_a_language_it_is_the_first_of_the_edition() -> None:
    assert plaudit("notice", EDITION).out.startswith("# Privacy notice: Riverside Thanks\n")


def test_a_notice_as_html_is_whole_and_links_to_nothing() -> None:
    done = plaudit("notice", EDITION, "--language", "th", "--format", "html")

    assert done.code == 0, done.err
    seen = Seen(done.out)
    assert [one for one in seen.addresses() if not one.startswith("#")] == []
    assert seen.having("html") == [{"lang": "th", "dir": "auto"}]
    assert "ประกาศความเป็นส่วนตัว: ริเวอร์ไซด์ขอบคุณ" in seen.text
    printed = plaudit("notice", EDITION, "--language", "th", "--format", "json").out
    assert sha256(printed.encode()).hexdigest() in seen.text


def test_it_needs_no_database_and_no_settings() -> None:
    done = plaudit_as_a_process("notice", EDITION, "--format", "html")

    assert done.code == 0, done.err
    assert done.out.startswith("<!doctype html>")


def test_a_language_that_the_edition_does_not_speak_is_refused() -> None:
    done = plaudit("notice", EDITION, "--language", "de")

    assert (done.code, done.out) == (2, "")
    assert "The edition doesn't speak de; it speaks en, th, zh-Hans." in done.err


def test_what_the_charter_refuses_has_no_notice(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    text = EDITION.read_text("utf-8").replace("usable_days = 180", "usable_days = 0")
    wrong.write_text(text, "utf-8")

    for command in ("notice", "record", "assessment"):
        done = plaudit(command, wrong)
        assert (done.code, done.out) == (1, ""), command
        assert "C14 refused" in done.err


def test_a_draft_is_printed_and_called_one(tmp_path: Path) -> None:
    draft = tmp_path / "draft.toml"
    text = EDITION.read_text("utf-8").replace("usable_days = 180", "usable_days = 200")
    draft.write_text(text, "utf-8")

    done = plaudit("notice", draft)
    assert done.code == 0
    assert "You can still spend your points for 200 days, or until their own last day" in done.out
    assert "needs a person, 1 question. This is a draft until then." in done.err


def test_what_is_no_edition_and_what_is_not_there_are_told_apart() -> None:
    activity = plaudit("record", ROOT / "catalogue/activities/cup_return.toml")
    nothing = plaudit("assessment", "nothing.toml")

    assert (activity.code, activity.out) == (2, "")
    assert "is no edition" in activity.err
    assert (nothing.code, nothing.out) == (1, "")
    assert "There is no such file." in nothing.err


def test_a_record_is_printed_as_markdown_and_as_json() -> None:
    text, data = plaudit("record", EDITION), plaudit("record", EDITION, "--format", "json")

    assert (text.code, data.code) == (0, 0)
    assert text.out.startswith("# Record of processing (GDPR, article 30(1)): Riverside Thanks\n")
    assert json.loads(data.out)["controller"]["controller"] == "City of Riverside"


def test_an_assessment_is_printed() -> None:
    done = plaudit("assessment", EDITION)

    assert done.code == 0
    assert done.out.startswith("# Assessment of the risks (GDPR, article 35): Riverside Thanks\n")


def test_a_file_that_is_not_there_fails_the_check_without_a_crash() -> None:
    done = plaudit("check", "nothing.toml")

    assert done.code == 1
    assert "There is no such file." in done.out
    assert "Traceback" not in done.err
