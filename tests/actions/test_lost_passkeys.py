"""The staff after a passkey was lost: nothing of it opens a door, and enough can still sign in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest

from plaudit.actions import hire as hiring
from plaudit.actions import propose_staff as proposing
from plaudit.actions.begin_shift import accept_invitation, begin_shift
from plaudit.core.period import SECOND
from plaudit.core.staff import AGAIN_SECONDS, PROPOSED_SECONDS, Role, StaffPerson
from plaudit.store import staff
from plaudit.store.connect import connect
from plaudit.store.staff import Workplace
from plaudit.store.staff_by_two import Given, given_in
from plaudit.store.ways_in import as_doorkeeper
from tests.actions.office import Office, open_office
from tests.books import Shelf
from tests.riverside import NOW
from tests.staff import hire, shift_of

SHIFTS = "SELECT count(*) FROM staff_session WHERE staff_id = %s"
OVER, NONE_LEFT = "invitation_over", "staff_none_left"


@pytest.fixture(scope="module")
def url(shelf: Shelf) -> Iterator[str]:
    """One book for all: staff are a programme's, and each test has a programme of its own."""
    with shelf.fresh() as url:
        yield url


@pytest.fixture(scope="module")
def book(url: str) -> Iterator[psycopg.Connection]:
    with connect(url) as connection:
        yield connection


@pytest.fixture
def office(book: psycopg.Connection) -> Office:
    return open_office(book)


def invites(office: Office, who: StaffPerson) -> tuple[str, str]:
    """Let two persons give somebody one more link; its code, and its token."""
    code = office.keeps(
        lambda: proposing.propose_invitation(
            office.connection, who.staff_id, by=office.keeper, now=NOW
        )
    )
    return str(code), office.agree(office.waiting()[-1], office.approver)


def by_command(office: Office, who: StaffPerson, *, instead: bool = False) -> str:
    """Let a command give somebody a link; its token."""
    return str(office.keeps(lambda: hiring.invite_anew(
        office.connection, who.staff_id, by="Ms Test", now=NOW, instead=instead
    )))  # fmt: skip


def opens(office: Office, who: StaffPerson) -> tuple[int, object]:
    """Return how many passkeys somebody has, and how many shifts."""
    connection, number = office.connection, who.staff_id
    row = office.keeps(lambda: connection.execute(SHIFTS, (number,)).fetchone())
    keys = office.keeps(lambda: staff.keys_of(connection, number))
    assert isinstance(keys, list)
    assert isinstance(row, tuple)
    return len(keys), row[0]


def test_with_a_lost_passkey_goes_a_link_that_nobody_used_and_what_was_made_since(
    office: Office,
) -> None:
    author = office.author
    code, token = invites(office, author)
    lost = str(office.loses(author))
    assert office.enters(token, code) == OVER, "who has the passkey may have the link too"

    assert office.enters(by_command(office, author), "") != OVER
    assert opens(office, author) == (1, 1)
    new = office.agree(office.waiting()[-1], office.approver)
    assert opens(office, author) == (0, 0), "it is gone once more when it is agreed"
    assert office.enters(new, lost) != OVER
    assert opens(office, author) == (1, 1)


def test_who_signs_in_while_a_passkey_is_removed_waits_for_it(office: Office, url: str) -> None:
    connection, author = office.connection, office.author
    code, token = invites(office, author)
    office.keeps(lambda: staff.add_key(connection, author.staff_id, b"lost", b"public", now=NOW))
    with connect(url) as other:
        ways: tuple[Callable[[], object], ...] = (
            lambda: accept_invitation(other, token, b"new", b"public", code=code, now=NOW),
            lambda: begin_shift(other, b"lost", now=NOW),
        )

        def waits(enters: Callable[[], object]) -> None:
            waited = pytest.raises(psycopg.errors.LockNotAvailable)
            with waited, other.transaction(), as_doorkeeper(other):
                other.execute("SET LOCAL lock_timeout = '20ms'")
                enters()

        with connection.transaction(), as_doorkeeper(connection):
            staff.lock_staff(connection, office.programme_id)  # as each change of the staff does
            for enters in ways:
                waits(enters)
        office.loses(author)
        for enters, no in zip(ways, (OVER, "staff_key_unknown"), strict=True):
            assert Office(other, *office[1:]).keeps(enters) == no
    assert opens(office, author) == (0, 0)


def test_nobody_alone_takes_away_the_last_who_can_sign_in(office: Office) -> None:
    connection, at = office.connection, Workplace(office.programme_id)
    second = hire(connection, at, "Nok Boonma", {Role.APPROVER})
    office.has_passkey(office.keeper, office.approver, second, office.author)
    hire(connection, at, "Som Dee", {Role.APPROVER})  # invited, with no passkey yet
    hire(connection, at, "Dao Rung", {Role.KEEPER})

    def ends(who: StaffPerson) -> object:
        return office.keeps(
            lambda: hiring.let_go(connection, who.staff_id, by=office.keeper, now=NOW)
        )

    assert office.loses(office.author) != NONE_LEFT
    assert office.loses(office.approver) != NONE_LEFT
    assert office.loses(second) == NONE_LEFT, "then nobody could agree to either new link"
    assert ends(second) == NONE_LEFT
    assert office.keeps(lambda: proposing.propose_roles(
        connection, second.staff_id, {Role.APPROVER, Role.DESK}, by=office.keeper, now=NOW
    )) is False  # fmt: skip
    for change in (
        lambda: hiring.change_roles(
            connection, office.approver.staff_id, {Role.APPROVER}, by=office.keeper, now=NOW
        ),
        lambda: hiring.let_go(connection, office.approver.staff_id, by=office.keeper, now=NOW),
    ):
        assert office.keeps(change) is None, "who can't sign in isn't missed"
    assert opens(office, second) == (1, 0)
    assert by_command(office, second, instead=True), "whoever runs the service may"
    assert opens(office, second) == (0, 0)


def test_a_passkey_that_goes_with_the_next_agreement_counts_for_nobody(office: Office) -> None:
    connection, at = office.connection, Workplace(office.programme_id)
    second = hire(connection, at, "Nok Boonma", {Role.APPROVER})
    office.has_passkey(office.keeper, office.approver, second)
    assert office.loses(office.approver) != NONE_LEFT
    office.has_passkey(office.approver)
    assert office.loses(second) == NONE_LEFT
    later = NOW + PROPOSED_SECONDS * SECOND
    assert office.keeps(lambda: hiring.let_go(
        connection, second.staff_id, by=office.keeper, now=later
    )) is None, "what waited is over"  # fmt: skip


def test_before_anybody_made_a_passkey_the_office_can_be_changed(office: Office) -> None:
    wrong = hire(office.connection, Workplace(office.programme_id), "Som Dee", {Role.APPROVER})
    office.has_passkey(office.keeper)
    assert office.keeps(lambda: hiring.let_go(
        office.connection, wrong.staff_id, by=office.keeper, now=NOW
    )) is None, "nobody could agree before, either"  # fmt: skip
    assert office.loses(office.approver) == NONE_LEFT, "the one who is to agree stays"


def test_given_by_names_who_gave_and_not_who_took_away_or_saved_again(office: Office) -> None:
    connection, author = office.connection, office.author

    def is_given(*roles: Role, by: StaffPerson | str = office.keeper) -> Given:
        office.keeps(lambda: hiring.change_roles(
            connection, author.staff_id, roles, by=by, now=NOW
        ))  # fmt: skip
        return given_in(connection, office.programme_id)[author.staff_id]

    rows = "SELECT count(*) FROM staff_given WHERE staff_id = %s"
    command = Given("Ms Test", None, by_command=True)
    assert is_given(Role.AUTHOR) == command, "nothing was given"
    assert connection.execute(rows, (author.staff_id,)).fetchone() == (1,)
    office.keeps(lambda: proposing.propose_roles(
        connection, author.staff_id, {Role.AUTHOR, Role.DESK}, by=office.keeper, now=NOW
    ))  # fmt: skip
    office.agree(office.waiting()[-1], office.approver)
    by_two = Given("Kanya Moon", "Anan Wongsa", by_command=False)
    assert is_given(Role.AUTHOR) == by_two, "taking away doesn't give what stays"
    assert connection.execute(rows, (author.staff_id,)).fetchone() == (3,)
    assert is_given(Role.AUTHOR, Role.OFFICER, by="Ms Other").first == "Ms Other"
    assert is_given(Role.OFFICER, by="Ms Test").first == "Ms Other"


def test_who_left_does_not_come_back_by_a_change_of_the_row(office: Office) -> None:
    connection, author = office.connection, office.author
    back = "UPDATE staff SET left_at = {} WHERE staff_id = %s"
    office.keeps(lambda: hiring.let_go(connection, author.staff_id, by=office.keeper, now=NOW))
    for change in ("NULL, roles = '{{author}}'", "NULL", "left_at + interval '1 hour'"):
        refused = pytest.raises(psycopg.errors.CheckViolation, match="hired anew")
        with refused, connection.transaction(), as_doorkeeper(connection):
            connection.execute(back.format(change.format()), (author.staff_id,))
    anew = hire(connection, Workplace(office.programme_id), author.name, {Role.AUTHOR})
    assert anew.staff_id != author.staff_id


def test_agreed_twice_it_is_one_agreement_and_the_second_link_works(office: Office) -> None:
    code, number = office.propose()
    first = office.agree(number, office.approver)
    soon = NOW + AGAIN_SECONDS * SECOND - 1
    second = hire(office.connection, Workplace(office.programme_id), "Nok Dee", {Role.APPROVER})
    assert office.agree(number, second, at=soon) == "proposal_unknown", "another one's press"
    assert office.agree(number, office.author, at=soon) == "staff_role_missing"
    again = office.agree(number, office.approver, at=soon)
    assert office.enters(first, code) == OVER
    assert office.agree(number, office.approver, at=soon + 1) == "proposal_unknown", "too late"
    assert office.enters(again, "") == "invitation_half_wrong", "it takes the same code"
    assert office.enters(again, code) != OVER
    assert office.agree(number, office.approver, at=soon) == "proposal_unknown", "it was used"
    assert sum(one.name == "Somchai Dee" for one in staff.staff_of(*office[:2])) == 1


def test_a_link_that_was_taken_back_is_not_made_again(office: Office) -> None:
    _, number = office.propose()
    office.agree(number, office.approver)
    office.loses(office.named("Somchai Dee"))
    assert office.agree(number, office.approver) == "proposal_unknown"
    shift_of(office.connection, office.author, now=NOW)
    assert opens(office, office.author) == (0, 1), "and nobody else's is touched"
