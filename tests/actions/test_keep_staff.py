"""Keeping the programme's own people takes two persons, whichever way one of them tries."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest

from plaudit.actions import hire as hiring
from plaudit.actions import propose_staff as proposing
from plaudit.core.period import SECOND
from plaudit.core.staff import PROPOSED_SECONDS, Role, StaffPerson, shown_half
from plaudit.store import staff
from plaudit.store.connect import connect
from plaudit.store.staff import Workplace
from plaudit.store.staff_by_two import Givers, add_given
from plaudit.store.ways_in import as_doorkeeper
from tests.actions.office import Office, open_office, open_one
from tests.books import Shelf
from tests.riverside import NOW
from tests.staff import hire, shift_of

OWN_SHIFTS = "SELECT count(*) FROM staff_session WHERE staff_id = %s"


@pytest.fixture(scope="module")
def book(shelf: Shelf) -> Iterator[psycopg.Connection]:
    """One book for all: staff are a programme's, and each test has a programme of its own."""
    with shelf.fresh() as url, connect(url) as connection:
        yield connection


@pytest.fixture
def office(book: psycopg.Connection) -> Office:
    return open_office(book)


def test_a_passkey_of_the_office_needs_what_two_persons_were_shown(office: Office) -> None:
    code, number = office.propose()
    assert office.agree(number, office.keeper) == "second_is_the_same"
    assert office.agree(number, office.author) == "staff_role_missing"
    token = office.agree(number, office.approver)
    somchai = office.named("Somchai Dee")
    assert somchai.roles == {Role.OFFICER}

    for guess in ("", code[:-1], "2" * 12):  # who agreed has the link alone
        assert office.enters(token, guess) == "invitation_half_wrong"
    assert office.enters(code, token) == "invitation_over"  # who proposed has the code alone
    assert len(str(office.enters(token, shown_half(code).lower()))) > 30, "a shift begins"
    assert office.enters(token, code) == "invitation_over"
    assert (office.agree(number, office.approver), office.waiting()) == ("proposal_unknown", [])


def test_what_was_proposed_twice_waits_once_and_not_for_ever(office: Office) -> None:
    _, first = office.propose()
    code, second = office.propose()
    assert office.waiting() == [second]
    assert office.agree(first, office.approver) == "proposal_unknown"
    late = NOW + PROPOSED_SECONDS * SECOND
    assert office.agree(second, office.approver, at=late) == "proposal_unknown"
    assert office.enters(office.agree(second, office.approver, at=late - 1), code) is not None
    _, third = office.propose("Nok Boonma", at=late)
    with office.connection.transaction(), as_doorkeeper(office.connection):
        staff.clear_shifts(office.connection, now=late + PROPOSED_SECONDS * SECOND)
    assert third not in office.waiting(late)


def test_who_was_let_go_meanwhile_neither_proposed_nor_agrees(office: Office) -> None:
    _, number = office.propose()
    for gone, code in ((office.approver, "staff_role_missing"), (office.keeper, None)):
        with office.connection.transaction(), as_doorkeeper(office.connection):
            hiring.let_go(office.connection, gone.staff_id, by="Ms Test", now=NOW)
        if code:
            assert office.agree(number, gone) == code
    second = hire(office.connection, Workplace(office.programme_id), "Nok Dee", {Role.KEEPER})
    assert office.agree(number, second) == "proposal_unknown"
    assert office.keeps(lambda: proposing.propose_hiring(
        office.connection, "Som Dee", {Role.DESK}, by=office.keeper, now=NOW,
    )) == "staff_role_missing"  # fmt: skip


def test_nobody_raises_themselves_and_one_alone_takes_away_only(office: Office) -> None:
    connection, keeper, author = office.connection, office.keeper, office.author

    def asks(who: int, *roles: Role, by: StaffPerson = keeper) -> object:
        return office.keeps(lambda: proposing.propose_roles(connection, who, roles, by=by, now=NOW))

    assert asks(keeper.staff_id, Role.APPROVER) == "staff_is_oneself"
    assert asks(author.staff_id, Role.AUTHOR, Role.APPROVER, by=author) == "staff_is_oneself"
    assert asks(author.staff_id, Role.AUTHOR, Role.KEEPER) == "staff_roles_dont_fit"
    assert asks(author.staff_id, Role.AUTHOR, Role.APPROVER) is False
    assert office.named(author.name).roles == {Role.AUTHOR}, "it waits"
    number = office.waiting()[0]
    assert [office.agree(number, office.approver) for _ in range(2)] == ["", ""], "it is done"
    assert office.agree(number, keeper) == "proposal_unknown", "another one's press"
    assert office.named(author.name).roles == {Role.AUTHOR, Role.APPROVER}
    assert asks(author.staff_id, Role.AUTHOR) is True, "taking away is done at once"
    assert office.named(author.name).roles == {Role.AUTHOR}

    assert asks(office.approver.staff_id, Role.OFFICER) is False
    assert office.agree(office.waiting()[0], office.approver) == "staff_is_oneself"
    for do in (
        lambda: hiring.hire(
            connection, Workplace(office.programme_id), "Som Dee", roles={Role.DESK}, by=keeper,
            now=NOW,
        ),
        lambda: hiring.change_roles(
            connection, author.staff_id, {Role.AUTHOR, Role.DESK}, by=keeper, now=NOW
        ),
        lambda: hiring.invite_anew(connection, author.staff_id, by=keeper, now=NOW),
    ):  # fmt: skip
        assert office.keeps(do) == "staff_takes_two"


def test_a_new_link_for_somebody_of_the_office_takes_two_and_a_lost_passkey_ends(
    office: Office,
) -> None:
    connection, author = office.connection, office.author
    shift_of(connection, author, now=NOW)

    def propose(who: StaffPerson, *, instead: bool) -> object:
        return office.keeps(
            lambda: proposing.propose_invitation(
                connection, who.staff_id, by=office.keeper, now=NOW, instead=instead
            )
        )

    assert propose(office.keeper, instead=True) == "staff_is_oneself"
    assert propose(office.approver, instead=True) == "staff_none_left"
    for instead, shifts in ((False, 1), (True, 0)):
        code = str(propose(author, instead=instead))
        row = office.keeps(lambda: connection.execute(OWN_SHIFTS, (author.staff_id,)).fetchone())
        assert row == (shifts,), "at once"
        token = office.agree(office.waiting()[0], office.approver)
        assert office.enters(token, code) != "invitation_half_wrong"


def test_one_who_keeps_the_staff_and_one_who_agrees_stay(office: Office) -> None:
    connection, at = office.connection, Workplace(office.programme_id)

    def ends(who: StaffPerson, by: StaffPerson = office.keeper) -> object:
        return office.keeps(lambda: hiring.let_go(connection, who.staff_id, by=by, now=NOW))

    assert ends(office.keeper) == "staff_is_oneself"
    assert ends(office.approver) == "staff_none_left"
    assert ends(office.approver, by=office.author) == "staff_role_missing"
    second = hire(connection, at, "Nok Boonma", {Role.KEEPER})
    assert ends(office.approver) is None
    assert ends(office.keeper, by=second) == "staff_none_left"
    assert ends(office.author, by=second) is None, "who can't agree isn't needed for it"
    assert office.keeps(
        lambda: hiring.let_go(connection, second.staff_id, by="Ms Test", now=NOW)
    ) is None, "whoever runs the service may"  # fmt: skip


def test_the_book_itself_refuses_what_one_person_gives(office: Office) -> None:
    connection, keeper, author = office.connection, office.keeper, office.author

    def refuses(do: Callable[[], object], said: str) -> None:
        with (
            pytest.raises(psycopg.errors.IntegrityError, match=said),
            connection.transaction(),
            as_doorkeeper(connection),
        ):
            do()

    def gives(who: StaffPerson, by: Givers) -> Callable[[], object]:
        return lambda: add_given(connection, who.staff_id, {Role.OFFICER}, by, now=NOW)

    at = Workplace(office.programme_id)
    refuses(lambda: staff.set_roles(connection, author.staff_id, {Role.OFFICER}), "nobody gave")
    refuses(
        lambda: staff.add_staff(connection, at, "Som Dee", roles={Role.DESK}, now=NOW),
        "nobody gave",
    )
    refuses(gives(author, Givers(keeper)), "by two")
    refuses(gives(author, Givers(keeper, keeper)), "by_two")
    refuses(gives(keeper, Givers(keeper, office.approver)), "by_others")
    refuses(gives(office.approver, Givers(keeper, office.approver)), "by_others")
    refuses(gives(author, Givers(office.approver, keeper)), "who keeps the staff")
    refuses(gives(office.approver, Givers(keeper, author)), "no right to agree")
    whole = lambda: staff.invite(  # noqa: E731
        connection, author.staff_id, "t", made_by=keeper.staff_id, now=NOW
    )
    refuses(whole, "two halves")
    for change in (
        "UPDATE staff_given SET first_name = 'No Body'",
        "DELETE FROM staff_given",
        "UPDATE staff SET name = 'No Body'",
    ):
        denied = pytest.raises(psycopg.errors.InsufficientPrivilege)
        with denied, connection.transaction(), as_doorkeeper(connection):
            connection.execute(change)


def test_who_keeps_another_programmes_staff_keeps_none_here(office: Office) -> None:
    connection = office.connection
    _, number = office.propose()
    other = hire(connection, Workplace(open_one(connection)), "Dao Rung", {Role.KEEPER})
    author = office.author.staff_id
    assert office.agree(number, other) == "proposal_unknown"
    for do in (
        lambda: hiring.let_go(connection, author, by=other, now=NOW),
        lambda: proposing.propose_roles(connection, author, {Role.DESK}, by=other, now=NOW),
        lambda: proposing.propose_invitation(connection, author, by=other, now=NOW),
    ):
        assert office.keeps(do) == "staff_unknown"
