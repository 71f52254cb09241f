"""Addresses of the member's pages."""

from __future__ import annotations

from django.urls import include, path

from plaudit.pages.member import views

urlpatterns = [
    path("", views.statement, name="statement"),
    path("fresh", views.fresh, name="fresh"),
    path("enter/<str:token>", views.enter, name="enter"),
    path("leave", views.leave, name="leave"),
    path("", include("plaudit.pages.member.installed")),
    path("rewards/", include("plaudit.pages.member.rewards")),
    path("vouchers/", include("plaudit.pages.member.vouchers")),
    path("questions/", include("plaudit.pages.member.questions")),
    path("link/", include("plaudit.pages.member.linking")),
    path("check-in/", include("plaudit.pages.member.check_in")),
    path("data/", include("plaudit.pages.member.data")),
    path("data/", include("plaudit.pages.member.everything")),
    path("data/", include("plaudit.pages.member.export")),
    path("data/ways/", include("plaudit.pages.member.ways_in")),
]
