"""Staff at the door: an invitation, a passkey, a shift that ends, and a log that stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

import psycopg
import pytest
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from plaudit.actions import hire as hiring
from plaudit.actions.begin_shift import accept_invitation
from plaudit.core.period import SECOND
from plaudit.core.refusals import REASONS, Code, Refused, refusal
from plaudit.core.staff import IDLE_SECONDS, INVITED_SECONDS, KEYS_MAX, SHIFT_SECONDS, Role
from plaudit.pages.refusal_words import TO_MEMBERS
from plaudit.pages.staff.act_words import ACT_WORDS
from plaudit.pages.staff.shift import refused_page
from plaudit.store import staff
from plaudit.store.staff import Workplace
from plaudit.store.staff_acts import acts_of
from plaudit.store.ways_in import as_doorkeeper
from tests.doors.authenticator import Authenticator, with_device
from tests.doors.visitor import Seen, Visitor
from tests.riverside import NOW, Riverside
from tests.staff import cookie_of, hire, shift_of

HOME, LOG = "/staff/", "/staff/log/"
_FACT = re.compile(r"{(\w+)}")
TILL, STEWARD = "/staff/till/", "/staff/steward/"


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    return Riverside(connection, members=1)


@pytest.fixture
def visitor(riverside: Riverside, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Somebody at `localhost`, which a browser makes passkeys for."""
    assert riverside.members
    made = Visitor(database_url, monkeypatch, now=NOW)
    made.client.defaults["SERVER_NAME"] = "localhost"
    return made


@pytest.fixture
def office(riverside: Riverside) -> Workplace:
    return Workplace(riverside.programme_id)


def hired(
    connection: psycopg.Connection, at: Workplace, name: str, *roles: Role
) -> tuple[int, str]:
    with connection.transaction(), as_doorkeeper(connection):
        return hiring.hire(connection, at, name, roles=roles, by="Pim Chaiyo", now=NOW)


def test_who_is_invited_makes_a_passkey_and_begins_shifts_with_it(
    visitor: Visitor, connection: psycopg.Connection, office: Workplace
) -> None:
    _, token = hired(connection, office, "Malee Srisai", Role.OFFICER)
    link, device = f"/staff/invited/{token}", Authenticator()
    assert "Malee Srisai" in Seen(visitor.get(link)).text

    assert with_device(visitor, link, link, device)["Location"] == HOME
    assert "Malee Srisai" in Seen(visitor.get(HOME)).text
    assert visitor.get(link).status_code == 410  # it works once

    assert visitor.sends("/staff/leave")["Location"] == HOME
    assert "Malee Srisai" not in Seen(visitor.get(HOME)).text
    assert with_device(visitor, HOME, "/staff/enter", device)["Location"] == HOME
    log = Seen(visitor.get(LOG)).text
    assert "Malee Srisai Ended a shift" in log
    assert all(said in log for said in ("Malee Srisai Began a shift", "Pim Chaiyo (by command)"))


def test_a_strangers_passkey_a_members_and_an_old_link_open_nothing(
    visitor: Visitor, connection: psycopg.Connection, office: Workplace
) -> None:
    number, first = hired(connection, office, "Malee Srisai", Role.DESK)
    stranger = with_device(visitor, HOME, "/staff/enter", Authenticator(b"nobody's"))
    assert stranger.status_code == 403
    assert REASONS[Code.STAFF_KEY_UNKNOWN].sentence in Seen(stranger).text

    with connection.transaction(), as_doorkeeper(connection):
        second = hiring.invite_anew(connection, number, by="Pim Chaiyo", now=NOW)
    gone = visitor.get(f"/staff/invited/{first}")
    assert gone.status_code == REASONS[Code.INVITATION_OVER].status == 410
    visitor.it_is(NOW + INVITED_SECONDS * SECOND)
    assert visitor.get(f"/staff/invited/{second}").status_code == 410
    visitor.it_is(NOW + INVITED_SECONDS * SECOND - 1)
    assert visitor.get(f"/staff/invited/{second}").status_code == 200


def test_a_lost_passkey_and_the_shift_begun_with_it_end_with_a_new_invitation(
    visitor: Visitor, connection: psycopg.Connection, office: Workplace
) -> None:
    number, token = hired(connection, office, "Malee Srisai", Role.DESK)
    lost = Authenticator()
    link = f"/staff/invited/{token}"
    with_device(visitor, link, link, lost)
    assert "Malee Srisai" in Seen(visitor.get(HOME)).text

    with connection.transaction(), as_doorkeeper(connection):
        hiring.invite_anew(connection, number, by="Pim Chaiyo", now=NOW, instead=True)
    assert "Malee Srisai" not in Seen(visitor.get(HOME)).text
    assert with_device(visitor, HOME, "/staff/enter", lost).status_code == 403


def test_a_shift_ends_by_itself_and_at_once_for_who_is_let_go(
    visitor: Visitor, connection: psycopg.Connection, office: Workplace
) -> None:
    person = hire(connection, office, "Malee Srisai", {Role.DESK})
    name, token = cookie_of(connection, person, now=NOW)
    visitor.client.cookies[name] = token

    def is_on_shift(at: int) -> bool:
        visitor.it_is(NOW + at * SECOND)
        return "Malee Srisai" in Seen(visitor.get(HOME)).text

    assert is_on_shift(IDLE_SECONDS - 1)
    late = list(range(2 * IDLE_SECONDS - 2, SHIFT_SECONDS, IDLE_SECONDS - 1))
    assert all(is_on_shift(at) for at in late)
    assert not is_on_shift(SHIFT_SECONDS)  # however busy it was

    visitor.client.cookies[name] = shift_of(connection, person, now=NOW)
    assert not is_on_shift(IDLE_SECONDS)  # nobody was there
    visitor.client.cookies[name] = shift_of(connection, person, now=NOW)
    for address in (f"{TILL}list", f"{STEWARD}1/count"):  # what a page asks by itself
        visitor.it_is(NOW + (IDLE_SECONDS - 1) * SECOND)
        assert visitor.get(address).status_code == 403, "another room's, and no shift's end moves"
    assert not is_on_shift(IDLE_SECONDS)
    visitor.client.cookies[name] = shift_of(connection, person, now=NOW)
    assert is_on_shift(1)
    with connection.transaction(), as_doorkeeper(connection):
        hiring.let_go(connection, person.staff_id, by="Pim Chaiyo", now=NOW)
    assert not is_on_shift(2)
    with pytest.raises(Refused) as refused, connection.transaction(), as_doorkeeper(connection):
        hiring.let_go(connection, person.staff_id, by="Pim Chaiyo", now=NOW)
    assert refused.value.refusal.code == Code.STAFF_UNKNOWN


def test_roles_hold_from_the_next_page_on_and_a_partner_reads_its_own_log_alone(
    visitor: Visitor, connection: psycopg.Connection, riverside: Riverside, office: Workplace
) -> None:
    cafe = Workplace(riverside.programme_id, riverside.cafe)
    hire(connection, office, "Anan Wongsa", {Role.OFFICER})
    chief = hire(connection, cafe, "Nok Boonma", {Role.PARTNER_ADMIN})
    person = hire(connection, cafe, "Malee Srisai", {Role.TILL})
    name, token = cookie_of(connection, person, now=NOW)
    visitor.client.cookies[name] = token
    assert REASONS[Code.STAFF_ROLE_MISSING].sentence in Seen(visitor.get(LOG)).text

    with connection.transaction(), as_doorkeeper(connection):
        roles = {Role.TILL, Role.PARTNER_ADMIN}
        hiring.change_roles(connection, person.staff_id, roles, by=chief, now=NOW)
    log = visitor.get(LOG)
    assert log.status_code == 200
    assert "Malee Srisai: partner_admin, till" in Seen(log).text
    assert "Anan Wongsa" not in Seen(log).text


@pytest.mark.parametrize(
    ("name", "roles", "code"),
    [
        ("The points office", {Role.OFFICER}, "not_a_person"),
        ("Ms. SRISAI Malee", {Role.OFFICER}, "staff_name_taken"),
        ("Anan Wongsa", {Role.TILL}, "staff_roles_dont_fit"),
        ("Anan Wongsa", {Role.AUDITOR, Role.OFFICER}, "staff_roles_dont_fit"),
        ("Anan Wongsa", set(), "staff_roles_dont_fit"),
    ],
)
def test_who_cannot_be_hired_is_refused(
    connection: psycopg.Connection, office: Workplace, name: str, roles: set[Role], code: str
) -> None:
    hire(connection, office, "Malee Srisai", {Role.AUTHOR, Role.APPROVER})
    with pytest.raises(Refused) as refused:
        hired(connection, office, name, *roles)
    assert refused.value.refusal.code == code
    assert len(staff.staff_of(connection, office.programme_id)) == 1


def test_who_works_elsewhere_under_a_name_is_told_to_nobody_who_hires(
    connection: psycopg.Connection, riverside: Riverside, office: Workplace
) -> None:
    cafe, depot = (
        Workplace(riverside.programme_id, at) for at in (riverside.cafe, riverside.depot)
    )
    for place, role in ((office, Role.OFFICER), (cafe, Role.TILL), (depot, Role.STEWARD)):
        hire(connection, place, "Malee Srisai", {role})
        with pytest.raises(Refused) as refused:
            hired(connection, place, "Ms Srisai Malee", role)
        assert refused.value.refusal.code == Code.STAFF_NAME_TAKEN


def test_a_passkey_is_one_persons_and_one_person_has_few(
    connection: psycopg.Connection, office: Workplace
) -> None:
    number, token = hired(connection, office, "Malee Srisai", Role.DESK)
    with connection.transaction(), as_doorkeeper(connection):
        accept_invitation(connection, token, b"key 0", b"public", now=NOW)
    for nth in range(1, KEYS_MAX + 1):
        with connection.transaction(), as_doorkeeper(connection):
            token = hiring.invite_anew(connection, number, by="Pim Chaiyo", now=NOW)
        for mark, code in ((b"key 0", Code.STAFF_KEY_TAKEN), (b"key %d" % nth, "")):
            expected = Code.TOO_MANY_STAFF_KEYS if nth == KEYS_MAX else code
            assert _refused(connection, token, mark) == expected
    assert len(staff.staff_of(connection, office.programme_id)) == 1


def _refused(connection: psycopg.Connection, token: str, mark: bytes) -> str:
    try:
        with connection.transaction(), as_doorkeeper(connection):
            accept_invitation(connection, token, mark, b"public", now=NOW)
    except Refused as refused:
        return refused.refusal.code
    return ""


def test_the_log_is_added_to_and_never_changed_by_anybody_at_work(
    connection: psycopg.Connection, owner: psycopg.Connection, office: Workplace
) -> None:
    hire(connection, office, "Malee Srisai", {Role.DESK})
    for change in ("UPDATE staff_act SET who = 'Nobody Atall'", "DELETE FROM staff_act"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(change)
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="never changed"):
            owner.execute(change)
        denied = pytest.raises(psycopg.errors.InsufficientPrivilege)
        with denied, connection.transaction(), as_doorkeeper(connection):
            connection.execute(change)
    (act,) = acts_of(connection, office.programme_id, how_many=9)
    assert (act.what, act.about) == ("staff.hire", "Malee Srisai: desk")


def test_the_doorkeeper_of_the_staff_sees_nothing_of_a_member(
    connection: psycopg.Connection, office: Workplace
) -> None:
    assert office
    for table in ("member", "deed", "transfer", "voucher", "question"):
        denied = pytest.raises(psycopg.errors.InsufficientPrivilege)
        with denied, connection.transaction(), as_doorkeeper(connection):
            connection.execute(f"SELECT 1 FROM {table}")


@translation.override("en")
def test_what_is_refused_to_staff_is_never_said_in_the_members_words() -> None:
    request = RequestFactory().get(HOME)
    for code, to_member in TO_MEMBERS.items():
        names = set(_FACT.findall(REASONS[code].sentence + to_member))
        no = refusal(
            code, **{name: "2026-04-03" if name.endswith("_on") else "7" for name in names}
        )
        text = Seen(refused_page(request, None, no)).text
        assert max(_FACT.split(to_member), key=len).strip() not in text
        assert ("My data" in text, "2026-04-03" in text) == (False, False)
    assert (
        REASONS[Code.RECORD_STANDS_STILL].sentence
        in Seen(refused_page(request, None, refusal(Code.RECORD_RESTRICTED, member=7))).text
    )


def test_every_press_of_the_staff_is_written_down_under_a_name_that_the_log_knows() -> None:
    """A view that takes what is sent says how that is called; those before a shift begins none."""
    before = {"staff_enter", "staff_leave", "staff_invited"}
    found = {one.name: getattr(_innermost(one.callback), "does", None) for one in _of_staff()}
    assert before <= set(found)
    assert {name for name, does in found.items() if does is None} == before
    assert {does for does in found.values() if does} <= set(ACT_WORDS)


def _innermost(view: object) -> object:
    while not hasattr(view, "does") and hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return view


def _of_staff() -> Iterator[URLPattern]:
    waiting = [
        one
        for one in get_resolver(None).url_patterns
        if isinstance(one, URLResolver) and str(one.pattern) == "staff/"
    ]
    while waiting:
        for one in waiting.pop().url_patterns:
            if isinstance(one, URLResolver):
                waiting.append(one)
            else:
                yield one
