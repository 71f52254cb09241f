"""Everything that is held about a member, as a file of their own: JSON, or CSV in a zip."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

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
    """Answer with a file. Its owner asked for it, so no look is written down."""
    if form not in _FORMS:
        raise Http404
    write, kind = _FORMS[form]
    with (
        TemporaryDirectory() as folder,
        exporting(visit.connection, visit.member_id, voice=visit.voice, now=visit.now) as found,
    ):
        if found is None:
            raise Http404
        file = Path(folder) / f"plaudit.{form}"
        write(file, found.head, columns=found.columns, rows=found.rows)
        response = HttpResponse(file.read_bytes(), content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="plaudit.{form}"'
    return response


urlpatterns = [path("plaudit.<str:form>", export, name="export")]
