"""The matrix' rows of the operator's console: the officer alone, and of the same programme."""

from __future__ import annotations

from collections.abc import Callable

from plaudit.actions.house import open_house
from plaudit.actions.question import ask
from plaudit.core.staff import Role
from tests.api.roles import ELSEWHERES_STAFF
from tests.api.rows import Asked, Expected, Row, fixed, for_staff
from tests.api.town import Town
from tests.market import NOW

_DECIDED = {"result": "explained", "words": "The rule says ten.", "reason": "", "deed": ""}


def for_officers(status: int, elsewhere: int, *, outside: int = 200) -> Expected:
    """Return what an officer gets, and what one of another programme gets."""
    return {**for_staff(status, Role.OFFICER, outside=outside), ELSEWHERES_STAFF: elsewhere}


def a_question(
    path: str, sent: object = None, *, mark: str = "Why ten?"
) -> Callable[[Town], Asked]:
    def asks(town: Town) -> Asked:
        town.market.give(10)
        row = town.connection.execute(
            "SELECT to_hex(max(deed_id)) FROM deed WHERE member_id = %s", (town.market.members[0],)
        ).fetchone()
        assert row is not None
        house, member_id = open_house(town.connection), town.market.members[0]
        number = ask(town.connection, house, member_id, row[0], now=NOW, words="Why ten?")
        return Asked(path.format(number=number), sent, mark if sent is None else "")

    return asks


def a_report(town: Town) -> Asked:
    """The newest report of the café's; its member is told who looked."""
    town.market.give(10)
    sent = {"partner": "cafe", "event": str(town.market._deeds)}
    return Asked("/staff/deeds/find", sent, mark="+10 points")


CONSOLE_ROWS = (
    # What a member wrote is shown to who opens the question, which is written down.
    Row("GET", "/staff/questions/",
        a_question("/staff/questions/", mark="With words of the member"), for_officers(200, 200)),
    Row("GET", "/staff/questions/<int:number>", a_question("/staff/questions/{number}"),
        for_officers(200, 404)),
    Row("POST", "/staff/questions/<int:number>/answer",
        a_question("/staff/questions/{number}/answer", _DECIDED),
        for_officers(302, 404, outside=403)),
    Row("GET", "/staff/deeds/", fixed("/staff/deeds/"), for_officers(200, 200)),
    Row("POST", "/staff/deeds/find", a_report, for_officers(200, 404, outside=403)),
    *(
        Row("GET", f"/staff/{room}/", fixed(f"/staff/{room}/"),
            {**for_staff(200, Role.OFFICER, Role.AUDITOR), ELSEWHERES_STAFF: 200})
        for room in ("money", "jobs")
    ),
    Row("GET", "/staff/partners/", fixed("/staff/partners/?days=7"),
        {**for_staff(200, Role.OFFICER, Role.KEEPER), ELSEWHERES_STAFF: 200}),
    # Nothing is sealed for who sends it, so nothing is done.
    *(
        Row("POST", f"/staff/deeds/{press}", fixed(f"/staff/deeds/{press}"),
            for_officers(409, 409, outside=403))
        for press in (
            "back", "strike-out", "take-again", "waiting", "proposal/agree", "proposal/take-back"
        )
    ),
)  # fmt: skip
