"""Everything that is held about a member, as a file of their own: JSON, or CSV in a zip."""

from __future__ import annotations

from io import BytesIO

from django.http import Http404, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from plaudit.actions.export import exporting
from plaudit.pages.export_files import write_csv, write_json
from plaudit.pages.member.visit import Visit, visiting

_FORMS = {
    "json": (write_json, "application/json"),
    "zip": (write_csv, "application/zip"),
}


@require_safe
@visiting
def export(visit: Visit, form: str) -> HttpResponse:
    """Answer with a file. Its owner asked for it, so no look is written down.

    It is made in memory: nothing of a member lies on the disk outside the book.
    """
    if form not in _FORMS:
        raise Http404
    write, kind = _FORMS[form]
    file = BytesIO()
    with exporting(visit.connection, visit.member_id, voice=visit.voice, now=visit.now) as found:
        if found is None:
            raise Http404
        write(file, found.head, columns=found.columns, rows=found.rows)
    response = HttpResponse(file.getvalue(), content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="plaudit.{form}"'
    return response


urlpatterns = [path("plaudit.<str:form>", export, name="export")]
