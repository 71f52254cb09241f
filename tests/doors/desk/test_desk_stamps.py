"""Stamp cards at the desk: a partner's report, within its limits, entered once."""

from __future__ import annotations

import re

import psycopg

from plaudit.actions.enter_stamps import stampers_of
from plaudit.actions.house import open_house
from plaudit.actions.join import join
from plaudit.core.staff import Role
from plaudit.store.staff import Workplace
from plaudit.store.staff_acts import acts_of
from tests.doors.desk.counter import RECORD, Counter, values
from tests.doors.visitor import Seen
from tests.riverside import ACTIVITIES, instant
from tests.staff import hire

OF = f"{RECORD}stamps/?of=cafe-lotus+cup_return"
CUPS = {"on": "2026-11-19", "times": "2", "fact.cups": "2"}


def to(counter: Counter, of: str = OF) -> str:
    """Return where the form of a stamper goes, after the address of the record."""
    (found,) = [
        str(has["action"])
        for has in Seen(counter.get(of)).having("form")
        if re.search("stamps/.+/", str(has["action"]))
    ]
    return found.removeprefix(RECORD)


def rows(connection: psycopg.Connection, member: int) -> list[tuple[object, ...]]:
    return connection.execute(
        "SELECT d.points, p.id, left(d.event_id, 5), to_char(d.happened_at AT TIME ZONE "
        "'Asia/Bangkok', 'DD HH24:MI') FROM deed AS d INNER JOIN partner AS p USING (partner_id) "
        "WHERE d.member_id = %s AND p.id = 'cafe-lotus' ORDER BY d.deed_id",
        (member,),
    ).fetchall()


def test_stamps_count_as_the_partners_report_once_for_each_form(
    counter: Counter, connection: psycopg.Connection
) -> None:
    member = counter.riverside.members[0]
    counter.opens()
    place = to(counter)
    for said in ("2 stamps are entered", "entered a moment ago"):
        assert said in Seen(counter.presses(place, CUPS)).text
    assert rows(connection, member) == [(2, "cafe-lotus", "desk/", "19 00:00")] * 2
    assert "Lotus" in Seen(counter.get(RECORD)).text

    again = counter.presses(to(counter), CUPS | {"times": "1", "time": "14:30"})
    assert (again.status_code, "stands in the record already" in Seen(again).text) == (409, True)
    assert values(again, "time") == ["14:30"]
    assert len(rows(connection, member)) == 2
    more = CUPS | {"times": "1", "time": "14:30", "more": "yes"}
    assert "1 stamp is entered" in Seen(counter.presses(to(counter), more)).text
    assert rows(connection, member)[-1][-1] == "19 14:30"

    lotus = next(one for one in open_house(connection).partners.values() if one.id == "cafe-lotus")
    at = Workplace(counter.riverside.programme_id, lotus.partner_id)
    shift = counter.client.cookies["staff"].value
    counter.begins(hire(connection, at, "Anan Wongsa", {Role.PARTNER_ADMIN}))
    office = Seen(counter.get("/staff/partner/")).text
    assert re.search(r"From stamp cards this week [^.]*desk/\. 3 ", office)
    counter.client.cookies["staff"] = shift

    acts = acts_of(connection, counter.riverside.programme_id, how_many=9)
    about = {one.about for one in acts if one.what == "desk.stamps"}
    assert {" ".join(one.split()[:2]) for one in about} == {"cafe-lotus cup_return"}
    ids = connection.execute(
        "SELECT event_id FROM deed WHERE starts_with(event_id, 'desk/')"
    ).fetchall()
    assert {id.split("/")[1] for (id,) in ids} <= {one.split()[2] for one in about}


def test_a_stamp_of_the_day_of_joining_counts_with_a_time_after_it_alone(
    counter: Counter, connection: psycopg.Connection
) -> None:
    at = instant("2026-11-20T09:00:00+07:00")
    counter.riverside.members += join(
        connection,
        programme_id=counter.riverside.programme_id,
        now=at,
        language="en",
        wording="I join.",
    )
    counter.opens(3)
    place, today = to(counter), CUPS | {"on": "2026-11-20"}
    for time, status in (("", 409), ("08:59", 409), ("09:01", 200)):
        told = counter.presses(place, today | {"time": time})
        assert told.status_code == status, time
        hint = "of the day of joining or of saying yes write the time" in Seen(told).text
        assert hint == (status == 409)


def test_what_the_partner_may_not_report_the_desk_may_not_enter(counter: Counter) -> None:
    member, points = counter.riverside.members[0], counter.riverside.points()
    counter.opens()
    place = to(counter)
    for wrong, status, said in (
        ({"on": "2026-10-01"}, 409, "report back, at most: 30."),
        ({"on": "2026-11-20", "time": "23:00"}, 409, "had not come yet"),
        ({"fact.cups": "51"}, 400, "from 1 to 50"),
        ({"fact.cups": ""}, 400, "fill this in"),
        ({"times": "32"}, 400, "from 1 to 31"),
        ({"on": "19 November"}, 400, "year, month and day"),
        ({"time": "at noon"}, 400, "like 14:30"),
        ({"time": "25:00"}, 400, "like 14:30"),
    ):
        no = counter.presses(place, CUPS | wrong)
        assert (no.status_code, said in Seen(no).text) == (status, True), (wrong, Seen(no).text)
    for other in ("cafe-lotus/library_course", "nobody/cup_return"):
        address = place.replace("cafe-lotus/cup_return", other)
        assert counter.presses(address, CUPS).status_code == 404

    counter.presses("data/kinds/cup_return/withhold")
    no = counter.presses(place, CUPS | {"on": "2026-11-20", "time": "12:00"})
    assert (no.status_code, "left this kind of deeds out" in Seen(no).text) == (409, True)
    assert counter.riverside.points() == points
    assert rows(counter.riverside.connection, member) == []


def test_the_desk_enters_for_partners_of_its_programme_what_has_a_way_without_a_phone(
    counter: Counter, connection: psycopg.Connection
) -> None:
    house, programme_id = open_house(connection), counter.riverside.programme_id
    found = stampers_of(house, programme_id)
    registered = {
        (partner.id, activity)
        for partner in house.partners.values()
        for activity in partner.activities
    }
    assert {(one.partner.id, one.activity.id) for one in found} == registered
    assert all(ACTIVITIES[one.activity.id].without_phone for one in found)
