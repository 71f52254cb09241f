"""Where the database doesn't answer, each command says so and ends with 4, by one way."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg
import pytest

from plaudit.cli import main
from plaudit.cli.opening import EXIT_DATABASE
from plaudit.core.card import card_number
from tests.cli.running import ROOT, plaudit

RIVERSIDE = ROOT / "catalogue" / "programmes" / "riverside"
FIRST, SECOND = sorted(RIVERSIDE.glob("*.toml"))[:2]

ASKING = """
database upgrade
serve --port 8479 --no-work
work
work --once
work --show
backup {new}
restore {new}
publish {first}
editions
diff riverside/2026-10 {first}
rehearse {second} --against {first} --book --output {new}
forecast --book riverside --output {new}.html
replay {first} --book
unusual --book riverside
recount riverside --month 2026-10
statement 7
export 7 {new}
member card 7 {new}
member join riverside --language en
member handle 7 cafe
member code 7
member find {card}
leave 7
rejoin 7
withhold 7 litter_pick
allow 7 litter_pick
restrict 7 --by Pim
lift 7 --by Pim
erase 7
rewards riverside
reverse 7 1f --by Pim --reason wrong_report
strike-out 7 1f --by Pim --reason wrong_report
take-again 7 1f --by Pim
questions
ask 7 1f
decide 7 explained --by Pim --answer Fifteen.
funding
audit
columns
take-in {first}
partner list riverside
partner add riverside
partner update riverside
partner key new cafe
partner key withdraw cafe
partner offline cafe 3
voucher take 7 coffee
voucher show 7
voucher covered riverside
voucher honour cafe 1234
voucher lapse
tickets add evening {first} --programme riverside
settlement close 2026-10
settlement list cafe
settlement show cafe
settlement pay cafe --points 1 --reference B1 --by Pim
staff list riverside
staff hire riverside Pim --role author
closing close
closing list riverside
closing write riverside {new}
webhook list
webhook add cafe https://cafe.example/
webhook messages cafe
"""


@pytest.mark.parametrize("line", ASKING.strip().splitlines())
def test_each_command_says_it_and_ends_with_4(line: str, tmp_path: Path) -> None:
    given = line.format(first=FIRST, second=SECOND, new=tmp_path / "new", card=card_number(7))

    done = plaudit(*given.split())

    assert (done.code, done.out) == (EXIT_DATABASE, ""), done.err
    assert done.err.startswith("The database doesn't answer: "), done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("line", ["audit", "database upgrade"])
def test_what_is_no_address_of_a_database_is_said(line: str) -> None:
    done = plaudit(*line.split(), url="riverside")

    assert (done.code, done.out) == (EXIT_DATABASE, "")
    assert "PLAUDIT_DATABASE_URL is no address of a PostgreSQL" in done.err


def test_a_database_elsewhere_is_nothing_that_plaudit_starts() -> None:
    assert "plaudit database start" not in plaudit("database", "upgrade").err


def test_a_restore_says_run_it_again_only_of_a_database_that_was_there(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object, **__: object) -> None:
        raise psycopg.OperationalError("the connection is lost")

    never = plaudit("restore", tmp_path)
    monkeypatch.setattr("plaudit.actions.restore_backup.restore_backup", cut)
    gone = plaudit("restore", tmp_path, url=database_url)

    assert never.code == gone.code == EXIT_DATABASE
    assert "run the restore again" not in never.err
    assert gone.err == "The database went away; run the restore again: the connection is lost\n"


def test_every_command_that_opens_the_book_is_asked_here() -> None:
    """A new command that reads the book is added to the list above."""
    asked = {line.split()[0] for line in ASKING.strip().splitlines()}
    room = Path(main.__file__).parent
    opening = {
        name
        for name, file in main.COMMANDS.items()
        if re.search(r"opened\(|started_database\(", (room / f"{file}.py").read_text("utf-8"))
    }
    assert opening - asked - {"carry", "demo", "restore-award"} == set()
