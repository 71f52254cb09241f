"""Addresses of the auditor's room."""

from __future__ import annotations

from django.urls import path

from plaudit.pages.auditor import asking, views

urlpatterns = [
    path("", views.book, name="auditor"),
    path("closings.json", views.closings, name="auditor_closings"),
    *asking.urlpatterns,
]
