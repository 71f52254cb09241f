"""A kind of deeds that a later edition adds: recorded for who says yes, and nobody else."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.actions.batch import Arrival
from plaudit.actions.house import open_house
from plaudit.actions.join import join, join_again
from plaudit.actions.join_by import join_by
from plaudit.actions.join_in_person import Agreed
from plaudit.actions.leave import leave
from plaudit.actions.register_partner import register_partner
from plaudit.actions.settle import settle
from plaudit.actions.withhold import allow_again, withhold
from plaudit.core.deed import Report, facts_of
from plaudit.core.ledger import Registration
from plaudit.core.refusals import Refusal
from plaudit.core.ways_in import WayIn
from plaudit.store.audit import audit
from plaudit.store.instants import as_datetime
from plaudit.store.members import read_membership
from plaudit.store.rights import read_answers
from tests.doors.visitor import Seen, Visitor
from tests.market import DAY, NOW, REWARDS, Market, edition
from tests.publishing import publish_as_promised
from tests.riverside import ACTIVITIES, ACTIVITY_TEXTS, instant, statuses

LATER = '[[rule]]\nid = "litter"\non = "litter_pick"\nper = "day"\nrate = { points = 5, per = 1 }\n'
STARTS = instant("2026-12-10T00:00:00+07:00")
SAID = ("en", "I say so.")
MAIL = WayIn("email", b"m" * 32)


class Town(Market):
    """A market whose second edition, from STARTS on, adds litter picks."""

    def __init__(self, connection: psycopg.Connection, *, members: int = 3) -> None:
        super().__init__(connection, members=members)
        text = edition(REWARDS, id="2", starts_on="2026-12-10", more=LATER)
        publish_as_promised(connection, text, ACTIVITY_TEXTS)
        park = Registration(self.programme_id, "park", "Park", ["litter_pick"], 30)
        self.park, _ = register_partner(connection, park, now=NOW)
        self.house = open_house(connection)
        self._picks = 0

    def picks(self, member: int, at: int, *, now: int | None = None) -> str:
        """Let a litter pick of an instant be reported; return what becomes of it."""
        self._picks += 1
        facts = facts_of(ACTIVITIES["litter_pick"], {"bags": 1})
        assert not isinstance(facts, Refusal)
        handle = self.house.handles.handle_of(self.members[member], self.park)
        report = Report(f"pick {self._picks}", "park", handle, ACTIVITIES["litter_pick"], at, facts)
        outcomes = settle(self.connection, self.house, [Arrival(self.park, report)], now=now or at)
        return statuses(outcomes)[0]

    def joins(self, at: int) -> int:
        """Let somebody join, and return which member that is."""
        (member_id,) = join(
            self.connection, programme_id=self.programme_id, now=at, language="en", wording="Yes."
        )
        self.members.append(member_id)
        return len(self.members) - 1

    def waiting(self, member: int) -> set[str]:
        """Return the kinds that a member has to be asked about."""
        found = read_membership(self.connection, self.members[member])
        assert found is not None
        return set(read_answers(self.connection, found).unanswered)

    def says(self, member: int, *, agrees: bool, now: int, kind: str = "litter_pick") -> None:
        """Let a member say yes or no to a kind."""
        act = allow_again if agrees else withhold
        assert act(self.connection, self.members[member], kind, said=SAID, now=now)


@pytest.fixture
def town(connection: psycopg.Connection) -> Town:
    return Town(connection)


def test_who_joined_before_has_none_of_it_recorded_until_they_say_yes(town: Town) -> None:
    before, new = STARTS + DAY, town.joins(STARTS)
    early = town.joins(STARTS - 1)

    assert [town.picks(one, before) for one in (0, early, new)] == [
        "member_unknown", "member_unknown", "accepted",
    ]  # fmt: skip
    rows = town.connection.execute("SELECT count(*) FROM refused_deed").fetchone()
    assert rows == (0,), "nothing is kept of what nobody agreed to"
    assert [town.waiting(one) for one in (0, early, new)] == [
        {"litter_pick"}, {"litter_pick"}, set(),
    ]  # fmt: skip
    town.says(0, agrees=True, now=before + 1)
    town.says(1, agrees=False, now=before + 1)

    assert town.picks(0, before, now=before + DAY) == "member_unknown", "not from before the yes"
    assert town.picks(0, before + 1, now=before + DAY) == "accepted"
    assert town.picks(1, before + 1, now=before + DAY) == "member_unknown"
    assert (town.waiting(0), town.waiting(1)) == (set(), set())
    town.give(10, member=1, at=before + DAY)
    assert audit(town.connection) == []


def test_a_yes_stays_however_old_it_is_and_whatever_else_is_said(town: Town) -> None:
    town.says(0, agrees=True, now=NOW)
    later = (("cup_return", False), ("cup_return", True), ("litter_pick", True))
    for at, (kind, agrees) in enumerate(later):
        town.says(0, agrees=agrees, now=STARTS + 90 * DAY + at, kind=kind)

    assert town.picks(0, STARTS + 91 * DAY) == "accepted"
    assert town.picks(0, STARTS + 89 * DAY, now=STARTS + 91 * DAY) == "accepted"


def test_joining_again_says_nothing_to_a_kind_that_came_meanwhile(town: Town) -> None:
    back, words = STARTS + 2 * DAY, {"language": "en", "wording": "Again."}
    for member in (0, 1):
        leave(town.connection, town.members[member], now=NOW, **words)
        assert join_again(town.connection, town.members[member], now=back, **words)

    assert town.picks(0, back + DAY) == "member_unknown"
    assert town.waiting(0) == {"litter_pick"}
    assert audit(town.connection) == []
    town.give(10, member=0, at=back + DAY)
    for member, agrees in ((0, True), (1, False)):
        town.says(member, agrees=agrees, now=back + DAY)
        assert town.waiting(member) == set()
    assert [town.picks(one, back + 2 * DAY) for one in (0, 1)] == ["accepted", "member_unknown"]
    assert audit(town.connection) == []


@pytest.mark.parametrize("agrees", [True, False])
def test_joining_again_with_its_boxes_answers_each_kind(town: Town, agrees: bool) -> None:
    kinds = (("cup_return", True, "Cups."),)
    agreed = Agreed(town.programme_id, "Asia/Bangkok", "en", "I join.", kinds)
    member_id = join_by(town.connection, MAIL, agreed, now=NOW)
    town.members.append(member_id)
    leave(town.connection, member_id, now=NOW + 1, language="en", wording="I leave.")
    anew = agreed._replace(kinds=(*kinds, ("litter_pick", agrees, "Litter.")))
    assert join_by(town.connection, MAIL, anew, now=STARTS + DAY) == member_id

    assert town.waiting(-1) == set()
    told = town.picks(-1, STARTS + 2 * DAY)
    assert told == ("accepted" if agrees else "member_unknown")
    said = town.connection.execute(
        "SELECT agrees, wording FROM activity_consent WHERE member_id = %s ORDER BY said_at",
        (member_id,),
    ).fetchall()
    assert said == [(True, "Cups."), (agrees, "Litter.")]
    assert audit(town.connection) == []


def test_who_agreed_to_later_kinds_in_the_words_of_old_keeps_to_that(
    town: Town, owner: psycopg.Connection
) -> None:
    later = town.joins(STARTS - DAY)
    given = {"at": as_datetime(STARTS - 2 * DAY)}
    owner.execute("UPDATE programme SET kinds_asked_since = %(at)s", given)
    town.house = open_house(town.connection)

    assert [town.picks(one, STARTS + DAY) for one in (0, later)] == ["accepted", "member_unknown"]
    given = {"at": as_datetime(NOW - DAY)}
    owner.execute("UPDATE programme SET kinds_asked_since = %(at)s", given)
    town.house = open_house(town.connection)
    assert town.picks(0, STARTS + DAY) == "member_unknown", "its edition was published later"


def test_words_of_old_end_with_leaving(town: Town, owner: psycopg.Connection) -> None:
    given, words = {"at": as_datetime(STARTS - 2 * DAY)}, {"language": "en", "wording": "Words."}
    owner.execute("UPDATE programme SET kinds_asked_since = %(at)s", given)
    town.house = open_house(town.connection)
    leave(town.connection, town.members[0], now=NOW, **words)
    assert join_again(town.connection, town.members[0], now=STARTS + DAY, **words)

    assert [town.picks(one, STARTS + 2 * DAY) for one in (0, 1)] == ["member_unknown", "accepted"]
    assert (town.waiting(0), town.waiting(1)) == ({"litter_pick"}, set())
    assert audit(town.connection) == []


def test_the_page_tells_of_new_rules_and_asks_about_a_new_kind_until_it_is_answered(
    town: Town, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = town.joins(STARTS)
    visitor = Visitor(database_url, monkeypatch, now=STARTS - DAY)
    seen = Seen(visitor.enters(town.members[0]))
    assert "From 10 Dec 2026 on the rules are different." in seen.text
    assert "/programmes/market/2/" in seen.addresses()
    assert "It will be counted from 10 Dec 2026 on." in seen.text
    (button,) = [one for one in seen.having("button") if one.get("id") == "seen"]
    assert "hidden" in button, "without script nothing can be put away"
    editions = [one["data-edition"] for one in seen.having("section") if "data-edition" in one]
    assert editions == ["market/2"], "another programme may have an edition of this id"

    visitor.it_is(STARTS + DAY)
    seen = Seen(visitor.get("/member/"))
    assert "the rules are different" not in seen.text
    assert "It is counted since 10 Dec 2026." in seen.text
    assert "new: not recorded until you say yes" in Seen(visitor.get("/member/data/")).text
    kind = "/member/data/kinds/litter_pick/"
    actions = [str(one.get("action")) for one in seen.having("form")]
    assert [actions.count(kind + verb) for verb in ("allow", "withhold")] == [1, 1]
    assert visitor.sends(kind + "allow", {"back": "statement"})["Location"] == "/member/"
    assert kind not in visitor.get("/member/").content.decode()
    assert town.picks(0, STARTS + 2 * DAY) == "accepted"

    visitor.enters(town.members[1])
    assert visitor.sends(kind + "withhold", {"back": "statement"})["Location"] == "/member/"
    answered = visitor.get("/member/").content.decode()
    assert kind not in answered
    assert town.picks(1, STARTS + 2 * DAY) == "member_unknown"
    visitor.enters(town.members[new])
    assert kind not in visitor.get("/member/").content.decode(), "the notice told of it"


def test_an_answer_to_a_kind_that_comes_or_went_can_be_changed_while_it_counts(
    town: Town, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    third, fourth = (instant(f"2027-{day}T00:00:00+07:00") for day in ("01-10", "02-10"))
    for id, starts_on, more in (("3", "2027-01-10", LATER), ("4", "2027-02-10", "")):
        text = edition(REWARDS, id=id, starts_on=starts_on, more=more)
        publish_as_promised(town.connection, text, ACTIVITY_TEXTS)
    town.says(0, agrees=True, now=NOW)
    visitor = Visitor(database_url, monkeypatch, now=STARTS - DAY)
    visitor.enters(town.members[0])

    def offered() -> list[str]:
        actions = [
            str(one.get("action")) for one in Seen(visitor.get("/member/data/")).having("form")
        ]
        return [one.rpartition("/")[2] for one in actions if "/litter_pick/" in one]

    told = [offered()]
    visitor.sends("/member/data/kinds/litter_pick/withhold")
    told.append(offered())
    for at in (fourth, fourth + 30 * DAY, fourth + 31 * DAY):
        visitor.it_is(at)
        visitor.enters(town.members[0])
        told.append(offered())
    assert told == [["withhold"], ["allow"], ["allow"], ["allow"], []]

    visitor.it_is(fourth)
    visitor.enters(town.members[1])
    assert offered() == [], "nobody asked in time, and nothing of it is recorded"
    visitor.it_is(third + DAY)
    visitor.enters(town.members[1])
    assert "It is counted since 10 Dec 2026." in Seen(visitor.get("/member/")).text
