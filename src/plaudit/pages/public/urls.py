"""Addresses that anybody may open."""

from __future__ import annotations

from django.urls import path

from plaudit.pages.files import linked_file
from plaudit.pages.public import views

urlpatterns = [
    path("", views.start, name="start"),
    path("language/<str:language>", views.speak, name="speak"),
    path("static/<str:name>", linked_file, name="linked_file"),
]
