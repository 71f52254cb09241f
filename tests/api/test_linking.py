"""A member shows a code; a partner uses it once, within minutes, and learns its own handle."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from plaudit.actions.join import join
from plaudit.actions.leave import leave
from plaudit.actions.restrict import restrict
from plaudit.actions.show_code import show_code
from plaudit.core.linking import LINK_SECONDS, STEP_SECONDS, step_of
from plaudit.core.refusals import Code, Refused
from plaudit.core.rights import THE_MEMBER
from plaudit.jobs.clear_link_codes import clear_link_codes
from plaudit.store.live_codes import live_codes
from tests.api.town import Town, new_key, said
from tests.market import JOINED, NOW

LINK = "POST /v1/links"
STEP = STEP_SECONDS * 1_000_000
OVER = NOW + LINK_SECONDS * 1_000_000


@pytest.fixture(autouse=True)
def nobody_waits(town: Town) -> None:
    town.connection.execute("UPDATE wrong_code SET tries = 0")
    town.it_is(NOW)


def shown(town: Town, member: int = 0) -> str:
    return show_code(town.connection, town.market.members[member], now=NOW).code


def joined(town: Town, programme_id: int) -> int:
    (member_id,) = join(
        town.connection, programme_id=programme_id, now=JOINED, language="en", wording="I join."
    )
    return member_id


def test_a_partner_learns_its_own_handle_and_nothing_else(town: Town) -> None:
    code, key = shown(town), new_key()
    answer = town.ask(LINK, {"code": code.lower()}, once=key)
    retried = town.ask(LINK, {"code": code.lower()}, once=key)
    other = town.do(LINK, {"code": shown(town)}, at="shop")

    handles = town.market.house.handles
    member = town.market.members[0]
    assert answer.json() == {"handle": handles.handle_of(member, town.tills["cafe"].partner_id)}
    assert retried.content == answer.content
    assert other.json() == {"handle": handles.handle_of(member, town.tills["shop"].partner_id)}
    assert town.count("link_code") == 0, "who used it isn't kept, nor the code"


def test_a_code_is_used_once_however_many_ask_at_once(town: Town) -> None:
    code = shown(town)

    async def at_once() -> list[httpx.Response]:
        asked = (
            town.asking(LINK, {"code": code}, at=at, once=new_key()) for at in ("cafe", "shop")
        )
        return await asyncio.gather(*asked)

    answers = town.run(at_once())

    assert sorted(one.status_code for one in answers) == [200, 404]
    assert said(town.do(LINK, {"code": code})) == (404, "link_code_unknown")


def test_a_new_code_ends_the_one_before_and_each_ends_by_itself(town: Town) -> None:
    first, second = shown(town), shown(town)
    assert said(town.do(LINK, {"code": first})) == (404, "link_code_unknown")

    town.it_is(OVER)
    late = town.do(LINK, {"code": second})
    kept = clear_link_codes(town.connection, OVER - 1).things
    cleared = clear_link_codes(town.connection, OVER).things

    assert said(late) == (404, "link_code_unknown")
    assert (kept, cleared, town.count("link_code")) == (0, 1, 0)


def test_another_programmes_partner_and_one_who_left_hear_the_same(town: Town) -> None:
    code = shown(town)
    stranger = town.do(LINK, {"code": code}, at="inn")
    made_up = town.do(LINK, {"code": "0000-0000-0000"})
    no_code = town.do(LINK, {"code": "hello"})
    assert town.do(LINK, {"code": code}).status_code == 200, "the stranger didn't use it up"

    gone = joined(town, town.market.programme_id)
    code = show_code(town.connection, gone, now=NOW).code
    leave(town.connection, gone, now=NOW, language="en", wording="I leave.")
    left = town.do(LINK, {"code": code})

    still = joined(town, town.market.programme_id)
    code = show_code(town.connection, still, now=NOW).code
    restrict(town.connection, still, asked_by=THE_MEMBER, ground="data_wrong", now=NOW)
    restricted = town.do(LINK, {"code": code})

    assert {said(one) for one in (stranger, made_up, no_code, left, restricted)} == {
        (404, "link_code_unknown")
    }
    assert len({one.content for one in (stranger, made_up, no_code, left, restricted)}) == 1
    for member_id, refused in ((gone, Code.MEMBER_UNKNOWN), (still, Code.RECORD_RESTRICTED)):
        with pytest.raises(Refused) as no:
            show_code(town.connection, member_id, now=NOW)
        assert no.value.refusal.code is refused


def test_ten_wrong_codes_and_a_till_waits_with_a_right_one_too(town: Town) -> None:
    for number in range(10):
        town.do(LINK, {"code": f"0000-0000-{number:04}"})

    assert said(town.do(LINK, {"code": shown(town)})) == (429, "too_many_wrong")


def test_the_book_has_no_code_that_is_shown(town: Town) -> None:
    code = shown(town)

    row = town.connection.execute("SELECT l::TEXT FROM link_code AS l").fetchone()

    assert row is not None
    assert code not in row[0]
    assert code.encode().hex() not in row[0]


def live(town: Town, *, steps: int = 0, member: int = 0) -> str:
    """The code that a phone shows, some steps from now."""
    (code,) = live_codes(town.market.members[member], [step_of(NOW) + steps])
    return code


def test_a_live_code_is_used_once_and_the_ones_before_it_go_with_it(town: Town) -> None:
    town.connection.execute("DELETE FROM live_code")
    handles, member = town.market.house.handles, town.market.members[0]
    before, code, after = (live(town, steps=steps) for steps in (-1, 0, 1))
    assert len({before, code, after, live(town, member=1)}) == 4

    answer = town.do(LINK, {"code": f"{code[:13]} {code[13:].lower()}"})
    again = [town.do(LINK, {"code": one}) for one in (code, before)]
    other = town.do(LINK, {"code": after}, at="shop")
    row = town.connection.execute("SELECT l::TEXT FROM live_code AS l").fetchone()

    assert answer.json() == {"handle": handles.handle_of(member, town.tills["cafe"].partner_id)}
    assert other.json() == {"handle": handles.handle_of(member, town.tills["shop"].partner_id)}
    assert {said(one) for one in again} == {(404, "link_code_unknown")}
    assert row is not None
    assert code not in row[0]


def test_a_live_code_is_used_in_its_time_alone_and_then_forgotten(town: Town) -> None:
    town.connection.execute("DELETE FROM live_code")
    code, early = live(town), live(town, steps=2)
    made_up = code[:-1] + ("0" if code[-1] != "0" else "1")
    refused = [town.do(LINK, {"code": one}) for one in (early, made_up, "Z" * 26)]
    town.it_is(NOW + 3 * STEP)
    refused.append(town.do(LINK, {"code": code}))
    town.it_is(NOW + 2 * STEP)
    assert town.do(LINK, {"code": code}).status_code == 200

    assert {said(one) for one in refused} == {(404, "link_code_unknown")}
    ends_at = (step_of(NOW) + 3) * STEP
    kept = clear_link_codes(town.connection, ends_at - 1).things
    assert (kept, town.count("live_code")) == (0, 1)
    assert (clear_link_codes(town.connection, ends_at).things, town.count("live_code")) == (1, 0)


def test_a_live_code_of_who_left_or_stands_still_or_of_elsewhere_is_nobodys(town: Town) -> None:
    stranger = town.do(LINK, {"code": live(town)}, at="inn")
    gone, still = (joined(town, town.market.programme_id) for _ in range(2))
    leave(town.connection, gone, now=NOW, language="en", wording="I leave.")
    restrict(town.connection, still, asked_by=THE_MEMBER, ground="data_wrong", now=NOW)
    codes = [live_codes(one, [step_of(NOW)])[0] for one in (gone, still, 2**62)]

    refused = [stranger, *(town.do(LINK, {"code": code}) for code in codes)]

    assert {said(one) for one in refused} == {(404, "link_code_unknown")}
