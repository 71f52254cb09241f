"""A place's screen: its code, how many came, and what scans members' codes."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from plaudit.core.check_in import STEP_SECONDS, CheckIn, qr_text
from plaudit.core.period import SECOND
from plaudit.core.staff import Role
from plaudit.pages.files import address_of
from plaudit.pages.house import the_house
from plaudit.pages.qr import qr_of
from plaudit.pages.safety import WITH_CAMERA
from plaudit.pages.staff.shift import Shift, on_duty, staff_page
from plaudit.pages.steward.own import own_check_in, shown
from plaudit.store.check_in_codes import codes_between


@require_safe
@on_duty(Role.STEWARD)
def place(shift: Shift, number: int) -> HttpResponse:
    """Show a check-in with its codes until its end, which a device shows without a connection."""
    return _page(shift, own_check_in(shift, number))


@require_safe
@on_duty(Role.STEWARD)
def kept(shift: Shift, number: int) -> HttpResponse:
    """Show the same as a device keeps it, until the check-in's end; 204 once it is over."""
    found = own_check_in(shift, number)
    if found.until <= shift.now:
        return HttpResponse(status=204)
    response = _page(shift, found, is_kept=True)
    response.headers["Expires"] = http_date(found.until // SECOND)
    return response


def _page(shift: Shift, found: CheckIn, *, is_kept: bool = False) -> HttpResponse:
    with the_house(shift.connection) as house:
        words = shown(shift, found, house)
    from_at = max(shift.now, found.starts_at)
    first, codes = codes_between(found.number, from_at, max(found.until, from_at + 1))
    is_open = found.starts_at <= shift.now < found.until
    response = staff_page(
        shift.request,
        "steward/place.html",
        None if is_kept else shift.person,
        check_in=words,
        codes="" if words.is_over else " ".join(codes),
        first=first,
        seconds=STEP_SECONDS,
        now=shift.now // 1_000,
        starts=found.starts_at // 1_000,
        until=found.until // 1_000,
        digits=f"{codes[0][:3]} {codes[0][3:]}" if is_open else "",
        live=qr_of(qr_text(found.number, codes[0])) if is_open else None,
        is_kept=is_kept,
        zone=shift.person.time_zone,
        reader=address_of("qr_reader.js"),
        scripts=[address_of(name) for name in ("qr.js", "scan.js", "steward.js")],
    )
    response.headers["Permissions-Policy"] = WITH_CAMERA
    return response
