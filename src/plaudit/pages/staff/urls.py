"""Addresses of the staff's pages: those of everybody, and each room's."""

from __future__ import annotations

from django.urls import include, path

from plaudit.pages.staff import views
from plaudit.pages.steward import cards

urlpatterns = [
    path("", views.home, name="staff_home"),
    path("enter", views.enter, name="staff_enter"),
    path("leave", views.leave, name="staff_leave"),
    path("invited/<str:token>", views.invited, name="staff_invited"),
    path("log/", views.log, name="staff_log"),
    path("questions/", include("plaudit.pages.console.questions")),
    path("deeds/", include("plaudit.pages.console.deeds")),
    path("editions/", include("plaudit.pages.console.editions")),
    path("till/", include("plaudit.pages.till.urls")),
    path("partner/", include("plaudit.pages.partner.urls")),
    path("auditor/", include("plaudit.pages.auditor.urls")),
    path("money/", include("plaudit.pages.console.money")),
    path("partners/", include("plaudit.pages.console.partners")),
    path("partners/", include("plaudit.pages.console.partner")),
    path("people/", include("plaudit.pages.console.people")),
    path("people/", include("plaudit.pages.console.person")),
    path("settings/", include("plaudit.pages.console.settings")),
    path("jobs/", include("plaudit.pages.console.work")),
    path("desk/", include("plaudit.pages.desk.urls")),
    path("steward/", include("plaudit.pages.steward.urls")),
    path("lists/", cards.cards, name="check_in_cards"),
]
