"""What is done at the desk for a member whose record is open: as on the member's own pages."""

from __future__ import annotations

import json
import re

import psycopg

from plaudit.core.card import card_number, shown_card_number
from plaudit.core.consent_words import ALLOWS
from plaudit.core.period import SECOND
from plaudit.core.refusals import REASONS, Code
from plaudit.pages.desk.clerk_words import TO_CLERKS
from plaudit.pages.desk.erasing import ERASURES_MAX
from plaudit.pages.desk.opening import COOKIE, OPEN_SECONDS
from plaudit.pages.sign_in.joining import FREE, LATER, NEEDED, WHICH
from plaudit.pages.voices import voice_of
from plaudit.store.rights import read_looks
from plaudit.store.staff_acts import acts_of
from tests.doors.desk.counter import CLERK, DESK, RECORD, Counter, everything, sentence, values
from tests.doors.visitor import Seen
from tests.publishing import publish_as_promised
from tests.riverside import ACTIVITY_TEXTS, EDITIONS, NOW

VOLUNTEERS = """
[[rule]]
id = "volunteers"
on = "volunteering"
per = "week"
count = "hours"
rate = { points = 10, per = 1 }
at_most = 400
"""


def test_a_person_joins_who_heard_the_notice_and_leaves_with_fewer_steps(
    counter: Counter, connection: psycopg.Connection
) -> None:
    before = everything(connection)
    _, notice = asked = asked_to_join(counter)
    ticked = {"kind": "cup_return"}
    for wrong, again in (({}, ["cup_return"]), ({"fingerprint": "older", "agreed": "yes"}, [])):
        no = counter.sends(asked[0], notice | ticked | wrong)
        assert no.status_code == 400
        assert [has["value"] for has in Seen(no).having("input") if "checked" in has] == again
        assert everything(connection) == before
        asked = asked_to_join(counter)

    yes = notice | {"agreed": "yes", "kind": "cup_return"}
    for _ in range(2):  # pressed twice
        assert counter.sends(asked[0], yes)["Location"] == f"{RECORD}card/"
    rows = connection.execute(
        "SELECT member_id, language, wording FROM consent ORDER BY said_at, member_id"
    ).fetchall()
    assert len(rows) == len(counter.riverside.members) + 1
    new, language, wording = rows[-1]
    assert language == "th"
    assert notice["fingerprint"] in wording
    assert connection.execute(
        "SELECT agrees, language, count(*) > 1 FROM activity_consent WHERE member_id = %s "
        "GROUP BY agrees, language ORDER BY agrees",
        (new,),
    ).fetchall() == [(False, "th", True), (True, "th", False)]
    looks = read_looks(connection, new, how_many=9)
    assert [(one.who, one.reason) for one in looks] == [(CLERK, "member_asked")]
    card = counter.get(f"{RECORD}card/card.pdf")
    assert (card["Content-Type"], card.content[:5]) == ("application/pdf", b"%PDF-")

    left = counter.sends(f"{DESK}leave", {"card": card_number(new)})
    assert f"Said at the desk; {CLERK} wrote it down" in Seen(left).text
    looks = read_looks(connection, new, how_many=9)
    assert {(one.who, one.through) for one in looks} == {(CLERK, "desk")}
    assert connection.execute(
        "SELECT wording LIKE %s FROM consent WHERE member_id = %s AND NOT agrees",
        (f"%{CLERK}%", new),
    ).fetchall() == [(True,)]
    assert connection.execute(
        "SELECT withdrawn_at IS NOT NULL FROM member WHERE member_id = %s", (new,)
    ).fetchone() == (True,)
    mistyped = counter.sends(f"{DESK}leave", {"card": "1262"})
    assert (mistyped.status_code, values(mistyped, "card")) == (400, ["1262"])
    assert counter.sends(f"{DESK}leave", {"card": card_number(9_999)}).status_code == 404


def test_a_double_press_shows_the_card_of_who_joined_whatever_record_was_open(
    counter: Counter, connection: psycopg.Connection
) -> None:
    riverside = counter.riverside
    counter.opens(0)
    before = counter.client.cookies[COOKIE].value
    to, notice = asked_to_join(counter)
    assert counter.client.cookies[COOKIE].value == "", "no record is open while somebody joins"
    cards = []
    for nth in range(2):  # both with the cookie of before: another tab has the record open
        counter.client.cookies[COOKIE] = before
        counter.it_is(NOW + (2 + nth) * SECOND)
        assert counter.sends(to, notice | {"agreed": "yes"})["Location"] == f"{RECORD}card/"
        cards.append(Seen(counter.get(f"{RECORD}card/")).text)
    joined = "SELECT max(member_id), count(*) FROM member"
    new, count = connection.execute(joined).fetchone() or (0, 0)
    assert count == len(riverside.members) + 1
    for shown in cards:
        assert shown_card_number(card_number(new)) in shown
        assert shown_card_number(card_number(riverside.members[0])) not in shown

    counter.client.cookies[COOKIE] = before
    counter.it_is(NOW + (OPEN_SECONDS + 4) * SECOND)
    old = counter.sends(to, notice | {"agreed": "yes"})
    assert (old.status_code, sentence(Code.FORM_SENT_TWICE) in Seen(old).text) == (409, True)
    assert connection.execute(joined).fetchone() == (new, count)


def test_erasing_takes_the_card_once_more_and_a_clerk_erases_few(
    counter: Counter, connection: psycopg.Connection
) -> None:
    member, other = counter.riverside.members[:2]
    counter.opens()
    for card, code in (
        ("", Code.CARD_OF_ANOTHER),
        (card_number(other), Code.CARD_OF_ANOTHER),
        *[("1", Code.CARD_OF_ANOTHER)] * (ERASURES_MAX - 2),
        (card_number(member), Code.TOO_MANY_ERASURES),
    ):
        no = counter.presses("data/erase", {"sure": "yes", "card": card})
        assert (no.status_code, sentence(code) in Seen(no).text) == (REASONS[code].status, True)
    here = "SELECT count(*) FROM member WHERE member_id = ANY(%s)"
    assert connection.execute(here, ([member, other],)).fetchone() == (2,)


def test_without_a_notice_nobody_joins(counter: Counter, owner: psycopg.Connection) -> None:
    owner.execute("SET session_replication_role = replica")  # a notice isn't deleted otherwise
    owner.execute("DELETE FROM notice")
    no = counter.get(f"{DESK}join/")
    assert (no.status_code, sentence(Code.JOINING_CLOSED) in Seen(no).text) == (409, True)


def asked_to_join(counter: Counter) -> tuple[str, dict[str, str]]:
    """Return where the form of joining goes, and what stands in it: nothing is ticked."""
    page = counter.get(f"{DESK}join/?language=th")
    seen = Seen(page)
    assert [has for has in seen.having("input") if "checked" in has] == []
    for beside in (
        NEEDED,
        WHICH,
        FREE,
        LATER,
    ):  # read out with the boxes, whatever the clerk speaks
        assert voice_of("th").say(beside) in seen.text
        assert beside not in seen.text
    (to,) = [str(has["action"]) for has in seen.having("form") if "join" in str(has["action"])]
    return to, {name: values(page, name)[0] for name in ("language", "fingerprint")}


def test_each_right_and_each_reward_is_one_press_as_on_the_members_own_page(
    counter: Counter, connection: psycopg.Connection
) -> None:
    member = counter.riverside.members[0]
    counter.opens()
    points = counter.riverside.points()
    voucher = counter.presses("rewards/coffee-and-cake/take", {"key": "k"})["Location"]
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", Seen(counter.get(voucher)).text)
    assert counter.presses("rewards/coffee-and-cake/take", {"key": "k"})["Location"] == voucher
    counter.presses(f"{voucher.removeprefix(RECORD)}/cancel")
    assert counter.riverside.points() == points

    key = values(counter.get(RECORD), "entry")[0]
    asked = counter.presses("questions/ask", {"entry": key, "words": "I brought twelve cups."})
    assert "I brought twelve cups." in Seen(counter.get(asked["Location"])).text

    for press, table in (
        ("data/kinds/cup_return/withhold", "activity_consent"),
        ("data/kinds/cup_return/allow", "activity_consent"),
        ("data/restrict", "restriction"),
    ):
        assert counter.presses(press)["Location"] == f"{RECORD}data/"
        count = connection.execute(
            f"SELECT count(*) FROM {table} WHERE member_id = %s", (member,)
        ).fetchone()
        assert count is not None
        assert count[0] > 0
    still = counter.presses("rewards/coffee-and-cake/take")
    assert (still.status_code, sentence(Code.RECORD_STANDS_STILL) in Seen(still).text) == (
        409,
        True,
    )
    counter.presses("data/lift")
    counter.presses("data/leave")
    assert "You left the programme on" in Seen(counter.get(f"{RECORD}data/")).text
    counter.presses("data/rejoin")
    assert json.loads(counter.get(f"{RECORD}data/plaudit.json").content)["member"] == member

    paper = Seen(counter.get(f"{RECORD}paper/")).text
    for said in ("I brought twelve cups.", f"{CLERK}, because you asked", "Given back on"):
        assert said in paper
    assert {"consent", "deed", "look", "voucher"} <= set(paper.split())  # every row, by table

    card = card_number(member)
    assert counter.presses("data/erase", {"card": card})["Location"] == f"{RECORD}data/"  # no tick
    (mark,) = set(values(counter.get(f"{RECORD}card/"), "opening"))
    had = {name: one.value for name, one in counter.client.cookies.items()}
    for _ in range(2):  # pressed twice: both are sent with what the browser had
        for name, value in had.items():
            counter.client.cookies[name] = value
        again = {"opening": mark, "sure": "yes", "card": card}
        gone = counter.sends(f"{RECORD}data/erase", again)
        assert gone.status_code == 200
        assert "erased" in Seen(gone).text
    assert counter.get(RECORD)["Location"] == DESK
    left = connection.execute("SELECT 1 FROM member WHERE member_id = %s", (member,)).fetchone()
    assert left is None
    whats = {one.what for one in acts_of(connection, counter.riverside.programme_id, how_many=99)}
    assert {"desk.take", "desk.ask", "desk.export", "desk.erase"} <= whats


def test_what_is_refused_in_an_open_record_is_said_to_the_clerk(counter: Counter) -> None:
    counter.opens()
    key = values(counter.get(RECORD), "entry")[0]
    counter.presses("questions/ask", {"entry": key})
    counter.presses("rewards/coffee-and-cake/take", {"key": "k"})
    for press, form, code in (
        ("questions/ask", {"entry": key}, Code.QUESTION_OPEN),
        ("rewards/coffee-and-cake/take", {"key": "l"}, Code.POINTS_TOO_FEW),
    ):
        refused = counter.presses(press, form)
        assert refused.status_code == REASONS[code].status
        said = Seen(refused).text
        parts = [part.strip() for part in re.split(r"{\w+}", TO_CLERKS[code])]
        assert [part for part in parts if part not in said] == []
    assert [one for one in TO_CLERKS.values() if re.search(r"\b[Yy]ours?\b|\b[Yy]ou\b", one)] == []


def test_the_desk_reads_out_a_kind_that_came_later_and_keeps_the_answer(
    counter: Counter, connection: psycopg.Connection
) -> None:
    text = EDITIONS[-1].read_text("utf-8").partition("[approval]")[0]
    days = {"id": '"2027-01"', "starts_on": "2026-12-10", "published_on": "2026-11-20"}
    for key, value in days.items():
        text = re.sub(rf"(?m)^({key} *= ).*$", rf"\g<1>{value}", text, count=1)
    publish_as_promised(connection, text + VOLUNTEERS, ACTIVITY_TEXTS)
    counter.opens(0)
    kind = "data/kinds/volunteering/"
    asked = Seen(counter.get(RECORD))
    assert "A new kind of deeds: Volunteering" in asked.text
    assert {RECORD + kind + one for one in ("allow", "withhold")} <= {
        str(one.get("action")) for one in asked.having("form")
    }

    assert counter.presses(f"{kind}allow", {"back": "statement"})["Location"] == RECORD

    assert kind not in counter.get(RECORD).content.decode()
    said = connection.execute("SELECT agrees, wording FROM activity_consent").fetchall()
    assert said == [(True, ALLOWS.format(activity="Volunteering"))]
