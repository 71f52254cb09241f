"""All addresses of the pages and the partners' API. /v1/deeds isn't Django's (config.asgi)."""

from __future__ import annotations

from django.urls import include, path

from plaudit.api.application import api
from plaudit.config.faults import log_faults_of_pages

urlpatterns = [
    path("v1/", api.urls),
    path("member/", include("plaudit.pages.member.urls")),
    path("staff/", include("plaudit.pages.staff.urls")),
    path("", include("plaudit.pages.public.urls")),
]

handler403 = "plaudit.pages.public.views.forbidden"
handler404 = "plaudit.pages.public.views.not_found"
handler500 = "plaudit.pages.public.views.failed"

log_faults_of_pages()
