"""Deciding by two: what one takes back while the other agrees isn't done."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions import propose
from plaudit.core.refusals import Code, Refused
from plaudit.core.staff import Role
from plaudit.store.proposals import Proposal, Proposed, end_proposal, proposals_of
from plaudit.store.staff import Workplace
from tests.market import NOW, REWARDS, Market, edition
from tests.staff import hire


def test_what_is_taken_back_while_another_one_agrees_is_not_done(
    connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = edition(REWARDS, more="[reversal]\nalone_points_max = 100\n")
    market = Market(connection, text=text, members=1)
    market.give(400)
    house = market.house
    pim, malee = (
        hire(connection, Workplace(market.programme_id), name, {Role.OFFICER})
        for name in ("Pim Chaiyo", "Malee Srisai")
    )
    row = connection.execute("SELECT deed_id FROM deed WHERE event_id = '1'").fetchone()
    assert row is not None
    proposed = Proposed(market.members[0], row[0], None, "wrong_member", "")
    assert not propose.decide_or_propose(connection, house, proposed, pim, now=NOW)
    [waiting] = proposals_of(connection, market.programme_id, now=NOW)
    seen = propose.Seen(proposed.member_id, proposed.deed_id, waiting.mark)

    def read_and_gone(*_: object, **__: object) -> Proposal:
        """Between the reading and the deciding, its own person takes it back."""
        assert end_proposal(connection, seen.member_id, seen.deed_id)
        return waiting

    with monkeypatch.context() as patched:
        patched.setattr(propose, "waits", read_and_gone)
        with pytest.raises(Refused) as refused:
            propose.agree(connection, house, seen, malee, now=NOW)

    assert refused.value.refusal.code is Code.PROPOSAL_UNKNOWN
    assert market.points() == 400
    assert not propose.decide_or_propose(connection, house, proposed, pim, now=NOW + 1)
    [again] = proposals_of(connection, market.programme_id, now=NOW + 1)
    propose.agree(connection, house, seen._replace(mark=again.mark), malee, now=NOW + 1)
    assert market.points() == 0
    assert proposals_of(connection, market.programme_id, now=NOW + 1) == []
