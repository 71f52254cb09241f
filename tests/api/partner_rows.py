"""The matrix' rows of a partner's own pages: its office has them, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from secrets import choice
from string import ascii_lowercase
from typing import Any

from plaudit.actions.house import open_house
from plaudit.actions.look_at_table import look_at_table
from plaudit.actions.register_partner import add_key
from plaudit.actions.show_code import show_code
from plaudit.core.staff import Role
from plaudit.core.table.reading import Choices
from plaudit.store.partners import hash_of_key
from plaudit.store.staff import Workplace
from tests.api.owned import message, stated, webhook
from tests.api.rows import Asked, Expected, Row, fixed, for_staff
from tests.api.town import Town
from tests.market import NOW
from tests.staff import hire

HERE = "/staff/partner/"
OFFICE = Role.PARTNER_ADMIN
READS = for_staff(200, OFFICE)
OWN = for_staff(200, OFFICE, others=404)
DISPUTE = {"line": "1", "reason": "wrong_price", "words": "It was 12."}


def pressed(status: int = 302, others: int | None = None) -> Expected:
    return for_staff(status, OFFICE, others=others, outside=403)


def a_name() -> str:
    return "Nok " + "".join(choice(ascii_lowercase) for _ in range(12)).title()


def a_key(path: str) -> Callable[[Town], Asked]:
    """A key of the café's; those that earlier rows made are withdrawn."""

    def asks(town: Town) -> Asked:
        cafe = town.tills["cafe"].partner_id
        town.connection.execute(
            "UPDATE partner_key SET withdrawn_at = made_at"
            " WHERE partner_id = %s AND key_hash <> %s",
            (cafe, hash_of_key(town.keys["cafe"])),
        )
        key = add_key(town.connection, cafe, now=NOW)
        return Asked(HERE + path.format(mark=hash_of_key(key).hex()[:12]))

    return asks


def a_table(path: str, sent: Any = None) -> Callable[[Town], Asked]:
    """A table of the café's that waits, with one row that can't be read."""

    def asks(town: Town) -> Asked:
        town.connection.execute("DELETE FROM upload")
        upload_id = look_at_table(
            town.connection,
            open_house(town.connection),
            b"id,member,date,cups\nrow 7,x,3/4/2026,1\n",
            partner_id=town.tills["cafe"].partner_id,
            choices=Choices(),
            now=NOW,
        )

        return Asked(f"{HERE}upload/{upload_id}/{path}", sent)

    return asks


def a_person(path: str) -> Callable[[Town], Asked]:
    """Somebody at the café's till."""

    def asks(town: Town) -> Asked:
        at = Workplace(town.market.programme_id, town.tills["cafe"].partner_id)
        person = hire(town.connection, at, a_name(), {Role.TILL})
        return Asked(f"{HERE}people/{person.staff_id}/{path}")

    return asks


def with_statement(path: str, sent: Any = None, mark: str = "") -> Callable[[Town], Asked]:
    def asks(town: Town) -> Asked:
        stated(town)
        return Asked(f"{HERE}statements/2026-11/{path}", sent, mark)

    return asks


def with_webhook(path: str, sent: Any = None, mark: str = "") -> Callable[[Town], Asked]:
    def asks(town: Town) -> Asked:
        webhook(town)
        return Asked(f"{HERE}webhook/{path}", sent, mark)

    return asks


def a_message(town: Town) -> Asked:
    return Asked(f"{HERE}webhook/{message(town).removeprefix('msg_')}/resend")


def a_shown_code(town: Town) -> Asked:
    member_id = town.market.members[0]
    handle = town.market.house.handles.handle_of(member_id, town.tills["cafe"].partner_id)
    code = show_code(town.connection, member_id, now=NOW).code
    return Asked(f"{HERE}names/learn", {"code": code}, mark=handle)


def somebody_new(_: Town) -> Asked:
    return Asked(f"{HERE}people/hire", {"name": a_name(), "role": "till"})


_UPLOAD, _KEY = "upload/<uuid:upload>/", "keys/<str:mark>/"
_MONTH = "statements/<str:month>/"
PARTNER_ROWS = (
    Row("GET", HERE, fixed(HERE), READS),
    Row("GET", f"{HERE}upload/", fixed(f"{HERE}upload/"), READS),
    # Without a file nothing is looked at.
    Row("POST", f"{HERE}upload/look", fixed(f"{HERE}upload/look"), pressed(400)),
    Row("GET", HERE + _UPLOAD, a_table(""), OWN),
    Row("POST", f"{HERE}{_UPLOAD}choose", a_table("choose", {"order": "day_first"}),
        pressed(302, 404)),
    Row("POST", f"{HERE}{_UPLOAD}take-in", a_table("take-in"), pressed(302, 404)),
    Row("POST", f"{HERE}{_UPLOAD}forget", a_table("forget"), pressed(302, 404)),
    Row("GET", f"{HERE}{_UPLOAD}refused.csv", a_table("refused.csv"), OWN),
    Row("GET", f"{HERE}names/", fixed(f"{HERE}names/"), READS),
    # A code that the member shows tells each partner of the programme its own name.
    Row("POST", f"{HERE}names/learn", a_shown_code, pressed(200), (f"other {OFFICE}",)),
    Row("GET", f"{HERE}keys/", fixed(f"{HERE}keys/"), READS),
    Row("POST", f"{HERE}keys/new", fixed(f"{HERE}keys/new"), pressed(200)),
    Row("POST", f"{HERE}{_KEY}replace", a_key("keys/{mark}/replace"), pressed(200, 404)),
    Row("POST", f"{HERE}{_KEY}withdraw", a_key("keys/{mark}/withdraw"), pressed(302, 404)),
    Row("GET", f"{HERE}webhook/", with_webhook(""), READS),
    Row("POST", f"{HERE}webhook/set", with_webhook("set", {"url": "https://new.example/"}),
        pressed(302, 200)),
    Row("POST", f"{HERE}webhook/secret", with_webhook("secret"), pressed(200, 404)),
    Row("POST", f"{HERE}webhook/remove", with_webhook("remove"), pressed(302, 404)),
    Row("POST", f"{HERE}webhook/<uuid:message>/resend", a_message, pressed(302, 404)),
    Row("GET", f"{HERE}statements/", fixed(f"{HERE}statements/"), READS),
    Row("GET", HERE + _MONTH, with_statement(""), OWN),
    Row("GET", f"{HERE}{_MONTH}csv", with_statement("csv", mark="coffee"), OWN),
    Row("GET", f"{HERE}{_MONTH}pdf", with_statement("pdf"), OWN),
    Row("POST", f"{HERE}{_MONTH}dispute", with_statement("dispute", DISPUTE), pressed(302, 404)),
    Row("GET", f"{HERE}people/", fixed(f"{HERE}people/"), READS),
    Row("POST", f"{HERE}people/hire", somebody_new, pressed(200)),
    Row("POST", f"{HERE}people/<int:person>/invite", a_person("invite"), pressed(200, 404)),
    Row("POST", f"{HERE}people/<int:person>/let-go", a_person("let-go"), pressed(302, 404)),
)  # fmt: skip
