"""The matrix' rows of the editions in the console: who writes, and who approves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256

from plaudit.core.staff import Role
from plaudit.store.drafts import AttachedReport, NewVersion, add_draft, add_report, add_version
from plaudit.store.staff import staff_of
from tests.api.rows import Asked, Row, fixed, for_staff
from tests.api.town import Town
from tests.market import NOW
from tests.rehearsals import written

_ROOM = "/staff/editions/"
_BOTH = (Role.AUTHOR, Role.APPROVER)


def a_draft(press: str, sent: dict[str, str] | None = None) -> Callable[[Town], Asked]:
    """Return what asks for something about a new draft of one version."""

    def asks(town: Town) -> Asked:
        programme_id = town.market.programme_id
        people = staff_of(town.connection, programme_id)
        author = next(one for one in people if Role.AUTHOR in one.roles)
        number = add_draft(town.connection, programme_id, "Spring")
        new = NewVersion(number, 0, "begun", "x = 1\n")
        assert add_version(town.connection, new, author, now=NOW)
        return Asked(f"{_ROOM}{number}{press}", None if sent is None else {"version": "1"} | sent)

    return asks


def a_report(press: str) -> Callable[[Town], Asked]:
    """Return what asks for the report of a new draft's rehearsal."""

    def asks(town: Town) -> Asked:
        asked = a_draft("")(town)
        numbers, number = written(), int(asked.path.rpartition("/")[2])
        report = AttachedReport(date(2026, 11, 19), numbers)
        add_report(town.connection, (number, 1), report)
        return Asked(f"{asked.path}/rehearsals/{sha256(numbers).hexdigest()}/{press}")

    return asks


def _press(press: str, status: int, *roles: Role, **sent: str) -> Row:
    address = f"{_ROOM}<int:number>/{press}"
    return Row("POST", address, a_draft(f"/{press}", sent), for_staff(status, *roles, outside=403))


def _page(address: str, press: str, *roles: Role) -> Row:
    return Row("GET", f"{_ROOM}<int:number>{address}", a_draft(press), for_staff(200, *roles))


EDITION_ROWS = (
    Row("GET", _ROOM, fixed(_ROOM), for_staff(200, *_BOTH)),
    Row("POST", f"{_ROOM}new", lambda _: Asked(f"{_ROOM}new", {"name": "Spring"}),
        for_staff(302, Role.AUTHOR, outside=403)),
    _page("", "", *_BOTH),
    _page("/versions/<int:at>", "/versions/1", *_BOTH),
    *(
        Row("GET", f"{_ROOM}<int:number>/rehearsals/<str:sha256>/{address}", a_report(press),
            for_staff(200, *_BOTH))
        for address, press in (("read", "read"), ("report.<str:form>", "report.html"))
    ),
    _page("/text", "/text", Role.AUTHOR),
    _page("/form", "/form", Role.AUTHOR),
    _press("check", 200, Role.AUTHOR, text="y = 2"),
    _press("save", 302, Role.AUTHOR, text="y = 2"),
    _press("form/save", 302, Role.AUTHOR),
    # What can't be read is neither rehearsed nor approved, and what isn't approved not published.
    _press("rehearsal", 422, Role.AUTHOR),
    _press("approve", 422, Role.APPROVER),
    _press("publish", 409, *_BOTH),
    _press("set-aside", 302, Role.AUTHOR),
)  # fmt: skip
