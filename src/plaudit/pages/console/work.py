"""What runs by itself: timed jobs, the book's own checks, and messages on their way to partners."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from plaudit.core.staff import Role
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.store.deliveries import count_given_up, count_waiting
from plaudit.store.timetable import last_audit_run, read_timetable


@require_safe
@on_duty(Role.OFFICER, Role.AUDITOR)
def work(shift: Shift) -> HttpResponse:
    """Show when each job ran, what the last check found, what waits and what was given up."""
    run = last_audit_run(shift.connection)
    programme_id = shift.person.programme_id
    return shift.page(
        "console/work.html",
        jobs=[
            (one, moment(shift, one.ended_at), moment(shift, one.due_at))
            for one in read_timetable(shift.connection)
        ],
        checks=run,
        checked_at="" if run is None else moment(shift, run.ended_at),
        findings=[] if run is None else sorted(run.findings.items()),
        waiting=count_waiting(shift.connection, programme_id),
        given_up=[
            (name, messages, moment(shift, since))
            for name, messages, since in count_given_up(shift.connection, programme_id)
        ],
    )


def moment(shift: Shift, at: datetime | None) -> str:
    """Return a moment in the programme's calendar; "" for none."""
    return "" if at is None else shift.moment(at)


urlpatterns = [path("", work, name="console_work")]
