"""Addresses that anybody may open."""

from __future__ import annotations

from django.urls import include, path

from plaudit.pages.files import linked_file
from plaudit.pages.public import editions, views

EDITIONS = "programmes/<str:programme_id>/"
EDITION = f"{EDITIONS}<str:edition_id>"

urlpatterns = [
    path("", views.start, name="start"),
    path("language/<str:language>", views.speak, name="speak"),
    path(EDITIONS, editions.editions, name="editions"),
    path(f"{EDITION}/", editions.edition, name="edition"),
    path(f"{EDITION}.toml", editions.edition_text, name="edition_text"),
    path(f"{EDITION}/<str:activity_id>.toml", editions.edition_activity, name="edition_activity"),
    path("about/", include("plaudit.pages.public.about")),
    path("rewards/", include("plaudit.pages.public.rewards")),
    path("calculator/", include("plaudit.pages.public.calculator")),
    path("statistics/", include("plaudit.pages.public.statistics")),
    path("charter/", include("plaudit.pages.public.charter")),
    path("notice/", include("plaudit.pages.public.notice")),
    path("join/", include("plaudit.pages.sign_in.joining")),
    path("sign-in/", include("plaudit.pages.sign_in.signing_in")),
    path("static/<str:name>", linked_file, name="linked_file"),
]
