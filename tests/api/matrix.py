"""The matrix: for each address and method, what each role gets. A new address needs a row here.

A row names the address as the routers write it. What belongs to somebody is the member's or the
partner's; where another role gets a status of its own (200 for its own list), nothing of theirs
is in it. A text is the code of a problem.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plaudit.actions.add_tickets import add_tickets
from plaudit.actions.house import open_house
from plaudit.actions.question import ask
from plaudit.actions.show_code import show_code
from plaudit.core.voucher import grouped
from plaudit.pages.files import address_of
from plaudit.pages.passes import link_path
from tests.api.check_ins import CHECK_INS, STEWARD_ROWS
from tests.api.console_rows import CONSOLE_ROWS
from tests.api.desk_rows import DESK_ROWS
from tests.api.edition_rows import EDITION_ROWS
from tests.api.office_rows import OFFICE_ROWS
from tests.api.owned import honoured, message, stated, webhook
from tests.api.partner_rows import PARTNER_ROWS
from tests.api.presses import Press, undo
from tests.api.roles import MEMBERS, PARTNERS, ROLES
from tests.api.rows import Asked, Row, fixed, for_all, for_members, for_partners
from tests.api.staff_rows import STAFF_ROWS
from tests.api.till_rows import TILL_ROWS
from tests.api.town import Town
from tests.api.ways_in import WAYS_IN
from tests.market import NOW


def a_code(town: Town) -> Asked:
    return Asked("/v1/vouchers/look", {"code": town.code()}, mark="coffee")


def an_honour(town: Town) -> Asked:
    return Asked("/v1/honours", {"code": town.code()}, mark="coffee")


def an_undo(town: Town) -> Asked:
    return Asked(f"/v1/honours/{honoured(town)}/undo")


def a_shown_code(town: Town) -> Asked:
    member_id = town.market.members[0]
    code = show_code(town.connection, member_id, now=NOW).code
    handle = town.market.house.handles.handle_of(member_id, town.tills["cafe"].partner_id)
    return Asked("/v1/links", {"code": code}, mark=handle)


def a_deed(town: Town) -> Asked:
    """A deed of the member, in the café's name."""
    cafe = town.tills["cafe"].partner_id
    deed = {
        "specversion": "1.0",
        "id": f"matrix {town.count('deed')} {town.count('given_answer')}",
        "source": "cafe",
        "type": "deed.cup_return",
        "subject": town.market.house.handles.handle_of(town.market.members[0], cafe),
        "time": "2026-11-20T11:00:00+07:00",
        "data": {"cups": 1},
    }
    return Asked("/v1/deeds", deed)


def offline(town: Town) -> Asked:
    one = {"key": "1", "text": "PLAUDIT1:A", "accepted_at": "2026-11-20T05:00:00Z"}
    return Asked("/v1/honours/offline", {"accepted": [one | {"list_at": one["accepted_at"]}]})


def statements(path: str, sent: Any = None, mark: str = "") -> Callable[[Town], Asked]:
    def asks(town: Town) -> Asked:
        stated(town)
        return Asked(path, sent, mark)

    return asks


def webhooks(path: str, sent: Any = None, mark: str = "") -> Callable[[Town], Asked]:
    def asks(town: Town) -> Asked:
        webhook(town)
        return Asked(path, sent, mark)

    return asks


def a_message(path: str) -> Callable[[Town], Asked]:
    def asks(town: Town) -> Asked:
        id = message(town)
        return Asked(path.format(id=id), mark=id)

    return asks


def a_voucher(path: str, *, reward: str = "coffee") -> Callable[[Town], Asked]:
    """A voucher of the member. The code is its mark: nobody else reads it."""

    def asks(town: Town) -> Asked:
        if reward == "evening":
            raw = f"SEAT-{town.count('ticket')}".encode()
            add_tickets(town.connection, town.market.programme_id, reward, raw, now=NOW)
        taken = town.market.take(reward, now=NOW)
        mark = grouped(taken.code) if taken.code and not path.endswith(("cancel", "open")) else ""
        return Asked(path.format(number=taken.voucher_id), mark=mark)

    return asks


def an_entry(town: Town) -> str:
    """Let the member earn something, and return the key of its entry: the deed's number."""
    town.market.give(10)
    row = town.connection.execute(
        "SELECT to_hex(max(deed_id)) FROM deed WHERE member_id = %s", (town.market.members[0],)
    ).fetchone()
    assert row is not None
    return str(row[0])


def a_question(town: Town) -> Asked:
    return Asked("/member/questions/ask", {"entry": an_entry(town), "words": "Why so few?"})


def questions(town: Town) -> Asked:
    if not town.count("question"):
        house = open_house(town.connection)
        ask(town.connection, house, town.market.members[0], an_entry(town), now=NOW, words="Hm?")
    return Asked("/member/questions/", mark="Hm?")


def everything(town: Town) -> Asked:
    return questions(town)._replace(path="/member/data/plaudit.json")


def everything_read(town: Town) -> Asked:
    return questions(town)._replace(path="/member/data/everything/")


def a_press(press: Press) -> Callable[[Town], Asked]:
    """A form of the member's data, pressed when what was said before it is undone."""

    def asks(town: Town) -> Asked:
        undo(town, press)
        return Asked(f"/member/data/{press}")

    return asks


def an_entrance(town: Town) -> Asked:
    return Asked(link_path(town.market.members[0]))


DISPUTE = {"reason": "wrong_price", "words": "It was 12.", "line": 0}
URL = {"url": "https://new.example/"}
ROWS = (
    Row("POST", "/v1/deeds", a_deed, for_partners(200, "source_not_yours", "source_not_yours")),
    Row("GET", "/v1/health", fixed("/v1/health"), for_all(200)),
    Row("GET", "/v1/refusals", fixed("/v1/refusals"), for_all(200)),
    Row("GET", "/v1/openapi.json", fixed("/v1/openapi.json"), for_all(200)),
    # A code that the member shows links any partner of the programme.
    Row("POST", "/v1/links", a_shown_code, for_partners(200, 200, "link_code_unknown"),
        (*MEMBERS[:1], *PARTNERS[:2])),
    Row("POST", "/v1/vouchers/look", a_code,
        for_partners(200, "voucher_unknown", "voucher_unknown")),
    Row("POST", "/v1/honours", an_honour, for_partners(201, "voucher_unknown", "voucher_unknown")),
    Row("POST", "/v1/honours/<number>/undo", an_undo,
        for_partners(200, "cannot_undo", "cannot_undo")),
    Row("GET", "/v1/till", fixed("/v1/till"), for_partners(200, 200, 200)),
    Row("POST", "/v1/honours/offline", offline, for_partners(200, 200, 200)),
    Row("GET", "/v1/statements", statements("/v1/statements", mark='"2026-11"'),
        for_partners(200, 200, 200)),
    Row("GET", "/v1/statements/<month>", statements("/v1/statements/2026-11", mark="coffee"),
        for_partners(200, "statement_unknown", "statement_unknown")),
    Row("GET", "/v1/statements/<month>/csv",
        statements("/v1/statements/2026-11/csv", mark="coffee"),
        for_partners(200, "statement_unknown", "statement_unknown")),
    Row("GET", "/v1/statements/<month>/pdf", statements("/v1/statements/2026-11/pdf"),
        for_partners(200, "statement_unknown", "statement_unknown")),
    Row("POST", "/v1/statements/<month>/disputes",
        statements("/v1/statements/2026-11/disputes", DISPUTE, mark="It was 12."),
        for_partners(201, "statement_unknown", "statement_unknown")),
    Row("GET", "/v1/disputes", statements("/v1/disputes", mark="It was 12."),
        for_partners(200, 200, 200)),
    Row("GET", "/v1/webhook", webhooks("/v1/webhook", mark="cafe.example"),
        for_partners(200, "webhook_unknown", "webhook_unknown")),
    Row("PUT", "/v1/webhook", webhooks("/v1/webhook", URL), for_partners(200, 200, 200)),
    Row("DELETE", "/v1/webhook", webhooks("/v1/webhook"),
        for_partners(204, "webhook_unknown", "webhook_unknown")),
    Row("POST", "/v1/webhook/secret", webhooks("/v1/webhook/secret"),
        for_partners(201, "webhook_unknown", "webhook_unknown")),
    Row("GET", "/v1/webhook/messages", a_message("/v1/webhook/messages"),
        for_partners(200, 200, 200)),
    Row("POST", "/v1/webhook/messages/<id>/resend", a_message("/v1/webhook/messages/{id}/resend"),
        for_partners(202, "message_unknown", "message_unknown")),
    Row("GET", "/v1/", fixed("/v1/"), dict.fromkeys(ROLES, "not_found")),
    Row("GET", "/member/", fixed("/member/"), for_members(200, 200, 200)),
    Row("GET", "/member/enter/<str:token>", an_entrance, for_all(302)),
    Row("POST", "/member/leave", fixed("/member/leave"), for_all(302)),
    Row("GET", "/member/rewards/", fixed("/member/rewards/"), for_members(200, 200, 200)),
    Row("GET", "/member/rewards/<str:reward>", fixed("/member/rewards/coffee"),
        for_members(200, 200, 404)),
    Row("POST", "/member/rewards/<str:reward>/take", fixed("/member/rewards/coffee/take"),
        for_members(302, 302, 404, outside=403)),
    Row("GET", "/member/vouchers/", a_voucher("/member/vouchers/"), for_members(200, 200, 200)),
    Row("GET", "/member/vouchers/<int:number>", a_voucher("/member/vouchers/{number}"),
        for_members(200, 404, 404)),
    Row("POST", "/member/vouchers/<int:number>/cancel",
        a_voucher("/member/vouchers/{number}/cancel"),
        for_members(302, 404, 404, outside=403)),
    Row("POST", "/member/vouchers/<int:number>/open",
        a_voucher("/member/vouchers/{number}/open", reward="evening"),
        for_members(302, 404, 404, outside=403)),
    Row("GET", "/member/questions/", questions, for_members(200, 200, 200)),
    Row("POST", "/member/questions/ask", a_question, for_members(302, 404, 404, outside=403)),
    Row("GET", "/member/data/", fixed("/member/data/"), for_members(200, 200, 200)),
    Row("GET", "/member/data/everything/", everything_read, for_members(200, 200, 200)),
    Row("GET", "/member/data/plaudit.<str:form>", everything, for_members(200, 200, 200)),
    Row("POST", "/member/data/kinds/<slug:activity>/withhold",
        a_press("kinds/cup_return/withhold"),
        for_members(302, 302, 302, outside=403)),
    Row("POST", "/member/data/kinds/<slug:activity>/allow",
        a_press("kinds/cup_return/allow"),
        for_members(302, 302, 302, outside=403)),
    Row("POST", "/member/data/restrict", a_press("restrict"),
        for_members(302, 302, 302, outside=403)),
    Row("POST", "/member/data/lift", a_press("lift"),
        for_members(302, 302, 302, outside=403)),
    Row("POST", "/member/data/leave", a_press("leave"),
        for_members(302, 302, 302, outside=403)),
    Row("POST", "/member/data/rejoin", a_press("rejoin"),
        for_members(302, 302, 302, outside=403)),
    # Without its tick nothing is erased, so that everybody is still there for the next row.
    Row("POST", "/member/data/erase", fixed("/member/data/erase"),
        for_members(302, 302, 302, outside=403)),
    Row("GET", "/member/link/", fixed("/member/link/"), for_members(200, 200, 200)),
    Row("POST", "/member/link/show", fixed("/member/link/show"),
        for_members(200, 200, 200, outside=403)),
    Row("GET", "/member/fresh", fixed("/member/fresh"), for_members(200, 200, 200)),
    Row("GET", "/member/link/kept", fixed("/member/link/kept"), for_members(200, 200, 200)),
    Row("GET", "/member/vouchers/kept", a_voucher("/member/vouchers/kept"),
        for_members(200, 200, 200)),
    Row("GET", "/member/manifest/<str:language>.webmanifest",
        fixed("/member/manifest/en.webmanifest"), for_all(200)),
    Row("GET", "/member/offline/<str:language>", fixed("/member/offline/en"), for_all(200)),
    Row("GET", "/member/worker.js", fixed("/member/worker.js"), for_all(200)),
    Row("GET", "/", fixed("/"), for_all(200)),
    Row("GET", "/language/<str:language>", fixed("/language/th"), for_all(302)),
    Row("GET", "/programmes/<str:programme_id>/", fixed("/programmes/market/"), for_all(200)),
    Row("GET", "/programmes/<str:programme_id>/<str:edition_id>/",
        fixed("/programmes/market/1/"), for_all(200)),
    Row("GET", "/programmes/<str:programme_id>/<str:edition_id>.toml",
        fixed("/programmes/market/1.toml"), for_all(200)),
    Row("GET", "/programmes/<str:programme_id>/<str:edition_id>/<str:activity_id>.toml",
        fixed("/programmes/market/1/cup_return.toml"), for_all(200)),
    Row("GET", "/about/<slug:programme>", fixed("/about/market"), for_all(200)),
    Row("GET", "/rewards/<slug:programme>", fixed("/rewards/market"), for_all(200)),
    Row("GET", "/calculator/<slug:programme>", fixed("/calculator/market"), for_all(200)),
    Row("GET", "/statistics/<slug:programme>", fixed("/statistics/market"), for_all(200)),
    Row("GET", "/charter/", fixed("/charter/"), for_all(200)),
    Row("GET", "/notice/", fixed("/notice/"), for_all(200)),
    Row("GET", "/notice/<slug:programme>", fixed("/notice/nowhere"), for_all(404)),
    Row("GET", "/static/<str:name>", fixed(address_of("plaudit.css")), for_all(200)),
    *WAYS_IN,
    *STAFF_ROWS,
    *CHECK_INS,
    *CONSOLE_ROWS,
    *EDITION_ROWS,
    *PARTNER_ROWS,
    *OFFICE_ROWS,
    *DESK_ROWS,
    *STEWARD_ROWS,
    *TILL_ROWS,
)  # fmt: skip
