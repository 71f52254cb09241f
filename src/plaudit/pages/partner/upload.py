"""Reporting by a table: sent, looked at, taken in by parts; refused rows come back as a file."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.house import open_house
from plaudit.actions.look_at_table import choices_of, look_again, look_at_table, must_be_kept
from plaudit.actions.open_table import place_to_read, row_of
from plaudit.actions.take_in_part import take_in_part
from plaudit.core.refusals import N_, Code, Refused, refusal
from plaudit.core.staff import Role
from plaudit.core.table.cells import COLUMNS_MAX, FILE_BYTES_MAX, ROWS_MAX, too_large
from plaudit.core.table.numbers import Decimals
from plaudit.core.table.reading import Choices
from plaudit.core.table.refused_rows import RefusedRow, refused_csv
from plaudit.core.table.times import Order
from plaudit.pages.files import address_of
from plaudit.pages.partner.views import activity_titles
from plaudit.pages.partner.words import moment, own_partner, reason_for_partner
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.store import uploads
from plaudit.store.connect import connect
from plaudit.store.embedded import database_url
from plaudit.store.locks import waiting_briefly

HERE = "/staff/partner/upload/"
_ORDERS = (
    ("", N_("As it can be told")),
    (Order.DAY_FIRST.value, N_("The day first: 25/4/2026")),
    (Order.MONTH_FIRST.value, N_("The month first: 4/25/2026")),
)
_DECIMALS = (
    ("", N_("As it can be told")),
    (Decimals.POINT.value, N_("A point: 1.5")),
    (Decimals.COMMA.value, N_("A comma: 1,5")),
)
_IN_ROWS = N_("Each row says it")


@require_safe
@on_duty(Role.PARTNER_ADMIN)
def upload(shift: Shift) -> HttpResponse:
    """Show the form for a table, and the tables that wait."""
    kept = uploads.uploads_of(shift.connection, own_partner(shift), now=shift.now)
    return shift.page(
        "partner/upload.html",
        choices=_choices(shift, Choices()),
        rows_most=_number(shift, ROWS_MAX),
        columns_most=COLUMNS_MAX,
        megabytes=FILE_BYTES_MAX // 1024**2,
        uploads=[
            {
                "id": one.upload_id,
                "sent": moment(shift, one.sent_at),
                "rows": _number(shift, one.row_count),
                "is_over": one.is_over,
            }
            for one in kept
        ],
    )


@require_POST
@on_duty(Role.PARTNER_ADMIN, does="partner.table_look")
def look(shift: Shift) -> HttpResponse:
    """Look at a table that was sent. Nothing of it is reported yet."""
    file = shift.request.FILES.get("table")
    if not isinstance(file, UploadedFile):
        raise Refused(refusal(Code.FILE_MISSING))
    if file.size is None or file.size > FILE_BYTES_MAX:
        raise Refused(too_large())
    with place_to_read():
        upload_id = look_at_table(
            shift.connection,
            open_house(shift.connection),
            file.read(),
            partner_id=own_partner(shift),
            choices=_chosen(shift.request.POST),
            now=shift.now,
        )
    return HttpResponseRedirect(f"{HERE}{upload_id}/")


@require_safe
@on_duty(Role.PARTNER_ADMIN)
def looked_at(shift: Shift, upload: UUID) -> HttpResponse:
    """Show what was found in a table, and what became of it so far."""
    head = must_be_kept(shift.connection, own_partner(shift), str(upload), now=shift.now)
    kept = uploads.uploads_of(shift.connection, own_partner(shift), now=shift.now)
    (fares,) = [one for one in kept if one.upload_id == str(upload)]
    titles = activity_titles(open_house(shift.connection), shift)
    return shift.page(
        "partner/looked_at.html",
        choices=_choices(shift, choices_of(head["choices"])),
        id=fares.upload_id,
        upload_script=address_of("upload.js"),
        fares=fares,
        rows=_number(shift, fares.row_count),
        gone=moment(shift, fares.ends_at),
        sound=[(titles.get(id, id), _number(shift, n)) for id, n in head["sound"].items()],
        days=[shift.voice.day(shift.calendar.day_of(one)) for one in head.get("span", [])],
        sound_count=sum(head["sound"].values()),
        fault_count=sum(head["faults"].values()),
        faults=[_fault(shift, one) for one in head["shown"]],
        counts=[_number(shift, one) for one in (fares.accepted, fares.duplicates, fares.refused)],
    )


@require_POST
@on_duty(Role.PARTNER_ADMIN, does="partner.table_choose")
def choose(shift: Shift, upload: UUID) -> HttpResponse:
    """Look at a table again, with what was chosen for it."""
    with place_to_read(), waiting_briefly(shift.connection):
        look_again(
            shift.connection,
            open_house(shift.connection),
            str(upload),
            partner_id=own_partner(shift),
            choices=_chosen(shift.request.POST),
            now=shift.now,
        )
    return HttpResponseRedirect(f"{HERE}{upload}/")


@require_POST
@on_duty(Role.PARTNER_ADMIN, does="partner.table_take_in")
def take_in(shift: Shift, upload: UUID) -> HttpResponse:
    """Take in the next part of a table, as the door would."""
    with connect(database_url(), hot=True) as connection:
        take_in_part(
            connection,
            open_house(connection),
            str(upload),
            partner_id=own_partner(shift),
            now=shift.now,
        )
    return HttpResponseRedirect(f"{HERE}{upload}/")


@require_POST
@on_duty(Role.PARTNER_ADMIN, does="partner.table_forget")
def forget(shift: Shift, upload: UUID) -> HttpResponse:
    """Throw a table away. What was taken in stays."""
    if not uploads.forget_upload(shift.connection, own_partner(shift), str(upload)):
        raise Refused(refusal(Code.UPLOAD_UNKNOWN))
    return HttpResponseRedirect(HERE)


@require_safe
@on_duty(Role.PARTNER_ADMIN)
def refused_rows(shift: Shift, upload: UUID) -> HttpResponse:
    """Answer with the rows that were refused, as CSV, each with its reason; to be mended."""
    head = must_be_kept(shift.connection, own_partner(shift), str(upload), now=shift.now)
    parts = uploads.all_parts(shift.connection, str(upload))
    lines = refused_csv(row_of(head["heading"]).cells, _refused(shift, parts))
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="refused.csv"'
    return response


def _refused(shift: Shift, parts: list[list[Any]]) -> Iterator[RefusedRow]:
    """Yield what parts that were taken in have left; a row that waits has two things alone."""
    for part in parts:
        for number, cells, *why in part:
            if why:
                column, code, facts = why
                reason = reason_for_partner(code, facts, shift.voice)
                yield number, row_of([number, cells]).cells, column, reason


def _chosen(sent: QueryDict) -> Choices:
    return choices_of({name: sent.get(name) for name in ("order", "decimals", "activity")})


def _choices(shift: Shift, chosen: Choices) -> dict[str, object]:
    """Return the three choices for a table, with what is chosen."""
    house, voice = open_house(shift.connection), shift.voice
    titles = activity_titles(house, shift)
    mine = sorted(house.partners[own_partner(shift)].activities)
    activities = [("", voice.say(_IN_ROWS)), *((id, titles[id]) for id in mine)]

    def options(of: Iterator[tuple[str, str]], value: object) -> list[tuple[str, str, bool]]:
        return [(key, words, key == (value or "")) for key, words in of]

    return {
        "orders": options(((key, voice.say(one)) for key, one in _ORDERS), chosen.order),
        "decimals": options(((key, voice.say(one)) for key, one in _DECIMALS), chosen.decimals),
        "activities": options(iter(activities), chosen.activity),
    }


def _fault(shift: Shift, said: list[Any]) -> dict[str, object]:
    number, column, code, facts = said
    reason = reason_for_partner(code, facts, shift.voice)
    return {"row": number, "column": column or "—", "reason": reason}


def _number(shift: Shift, number: int) -> str:
    return shift.voice.number(Fraction(number))
