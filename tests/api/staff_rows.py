"""The matrix' rows of the staff's first pages. Each room has its rows in a file of its own."""

from __future__ import annotations

from plaudit.core.staff import Role
from tests.api.roles import STAFF_ROLES
from tests.api.rows import Asked, Row, fixed, for_staff

_EVERY = tuple(Role)

STAFF_ROWS = (
    Row("GET", "/staff/", fixed("/staff/"), for_staff(200, *_EVERY)),
    Row("GET", "/staff/log/", fixed("/staff/log/"),
        for_staff(200, Role.AUDITOR, Role.OFFICER, Role.PARTNER_ADMIN)),
    Row("GET", "/staff/auditor/", fixed("/staff/auditor/"), for_staff(200, Role.AUDITOR)),
    Row("POST", "/staff/auditor/check", lambda _: Asked("/staff/auditor/check", {}),
        for_staff(302, Role.AUDITOR, outside=403)),
    Row("POST", "/staff/auditor/recount",
        lambda _: Asked("/staff/auditor/recount", {"month": "2026-10"}),
        for_staff(302, Role.AUDITOR, outside=403)),
    Row("GET", "/staff/auditor/closings.json", fixed("/staff/auditor/closings.json"),
        for_staff(200, Role.AUDITOR)),
    Row("POST", "/staff/leave", fixed("/staff/leave"), dict.fromkeys(STAFF_ROLES, 302)),
    # Nothing is shown with it, so no shift begins.
    Row("POST", "/staff/enter", fixed("/staff/enter"), dict.fromkeys(STAFF_ROLES, 409)),
    Row("GET", "/staff/invited/<str:token>", fixed("/staff/invited/nobody"),
        dict.fromkeys(STAFF_ROLES, 410)),
    Row("POST", "/staff/invited/<str:token>", fixed("/staff/invited/nobody"),
        dict.fromkeys(STAFF_ROLES, 410)),
)  # fmt: skip
