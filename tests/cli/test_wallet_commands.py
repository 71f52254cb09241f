"""The commands of the wallet, by hand: rewards, vouchers, tickets, and the statement of them."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import psycopg
import pytest

from tests.cli.running import Done, plaudit
from tests.market import DAY, REWARDS, Market


@pytest.fixture
def market(connection: psycopg.Connection) -> Market:
    """A market whose first member has 500 points as of yesterday."""
    made = Market(
        connection, rewards=[one.replace("closes_on = 2026-12-14", "") for one in REWARDS]
    )
    made.give(500, at=time.time_ns() // 1_000 - DAY)
    return made


def test_the_list_of_rewards_is_printed(market: Market, database_url: str) -> None:
    said = plaudit("rewards", "market", url=database_url)
    plain = plaudit("rewards", "market", "--json", url=database_url)

    assert said.code == plain.code == 0
    assert [line.split()[0] for line in said.out.splitlines()] == [
        "reward", "coffee", "evening", "tree", "mug",
    ]  # fmt: skip
    first = json.loads(plain.out)[0]
    assert (first["id"], first["price_points"], first["left"]) == ("coffee", 60, 100)
    nowhere = plaudit("rewards", "nowhere", url=database_url)
    assert (nowhere.code, nowhere.err) == (1, "There is no programme nowhere.\n")


def test_a_reward_is_called_as_its_programme_wrote_it(
    connection: psycopg.Connection, database_url: str
) -> None:
    rewards = [one.replace('"Coffee"', '"Coffee [small]"') for one in REWARDS]
    Market(connection, rewards=rewards)

    assert "Coffee [small]" in plaudit("rewards", "market", url=database_url).out


def test_what_is_covered_is_told_as_the_rule_has_it() -> None:
    """What a till of the house used is paid once: used is never covered."""
    said = plaudit("voucher", "covered", "--help").out

    assert "given back or over meanwhile" in said
    assert "used" not in said


def test_a_vouchers_way_by_hand(market: Market, database_url: str) -> None:
    member = str(market.members[0])

    def run(*words: str) -> Done:
        return plaudit(*words, url=database_url)

    nobody = run("voucher", "take", "99999999", "coffee")
    assert "There is no member 99999999 who takes part." in nobody.err
    taken = run("voucher", "take", member, "coffee", "--key", "once")
    again = run("voucher", "take", member, "coffee", "--key", "once")
    assert taken == again
    code = re.search(r"code (\S+)", taken.out)
    assert code is not None
    assert code[1] in run("voucher", "show", member).out
    assert "PLAUDIT1:" in run("voucher", "show", member, "--qr").out

    wrong = run("voucher", "honour", "shop", code[1])
    assert wrong.code == 1
    assert "No voucher for you has this code" in wrong.err
    honoured = run("voucher", "honour", "cafe", code[1].lower())
    number = re.search(r"number (\d+)", honoured.out)
    assert number is not None
    assert run("voucher", "undo", "cafe", number[1]).code == 0
    assert run("voucher", "undo", "cafe", number[1]).code == 1
    voucher = re.search(r"Voucher (\d+)", taken.out)
    assert voucher is not None
    assert "cancelled" in run("voucher", "cancel", member, voucher[1]).out
    assert "was given back" in run("voucher", "honour", "cafe", code[1]).err
    assert run("voucher", "lapse").out == "Vouchers that lapsed: 0.\n"
    assert run("voucher", "covered", "market").out == "0 in 30 days, 0 points.\n"
    assert run("voucher", "covered", "market", "--days", "1").out == "0 in 1 day, 0 points.\n"
    assert run("voucher", "honour", "nobody", code[1]).err == "There is no partner nobody.\n"


def test_tickets_are_added_and_opened(market: Market, database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "tickets.csv"
    file.write_text("code\nROW-4-SEAT-7\n", "utf-8")
    add = ("tickets", "add", "evening", str(file), "--programme", "market")
    member = market.members[0]

    assert plaudit(*add, url=database_url).out == "Tickets added: 1.\n"
    assert plaudit(*add, url=database_url).out == "Tickets added: 0.\n"
    voucher = market.take("evening", now=time.time_ns() // 1_000)
    opened = plaudit("voucher", "ticket", str(member), str(voucher.voucher_id), url=database_url)

    assert opened.out == "ROW-4-SEAT-7\n"
    missing = plaudit(*add[:3], str(tmp_path / "no.csv"), *add[4:], url=database_url)
    assert missing.code == 2
    refused = plaudit("tickets", "add", "coffee", *add[3:], url=database_url)
    assert refused.code == 1
    assert "doesn't need tickets" in refused.err


def test_the_statement_tells_where_points_went_and_that_they_came_back(
    market: Market, database_url: str
) -> None:
    from plaudit.actions.cancel import cancel

    now = time.time_ns() // 1_000
    kept = market.take("tree", now=now)
    voucher = market.take("coffee", now=now + 1)
    cancel(market.connection, market.members[0], voucher.voucher_id, now=now + 2)
    member = str(market.members[0])

    said = plaudit("statement", member, url=database_url).out
    plain = json.loads(plaudit("statement", member, "--json", url=database_url).out)

    for words in ("−40 points", "−60 points", "+60 points", "Your voucher was used.",
                  "You gave the voucher back.", "The voucher was given back, and your points",
                  "You can spend 460 points"):  # fmt: skip
        assert words in said, words
    assert said.index("+60 points") < said.index("−60 points") < said.index("−40 points")
    assert [(one["why"], one["points"]) for one in plain["transfers"]] == [
        ("give_back", 60),
        ("redeem", -60),
        ("redeem", -40),
    ]
    assert len(plain["deeds"]) == 1
    assert kept.partner == plain["transfers"][2]["partner"] == "Forest"
