"""All addresses of the pages. Deeds go to /v1/deeds, which isn't Django's (config.asgi)."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("member/", include("plaudit.pages.member.urls")),
    path("", include("plaudit.pages.public.urls")),
]

handler403 = "plaudit.pages.public.views.forbidden"
handler404 = "plaudit.pages.public.views.not_found"
handler500 = "plaudit.pages.public.views.failed"
