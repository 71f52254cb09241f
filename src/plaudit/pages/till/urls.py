"""Addresses of the till."""

from __future__ import annotations

from django.urls import path

from plaudit.pages.till import offline, views

urlpatterns = [
    path("", views.till, name="till"),
    path("look", views.look, name="till_look"),
    path("honour", views.honour, name="till_honour"),
    path("<int:number>/undo", views.undo, name="till_undo"),
    path("list", offline.list_of_day, name="till_list"),
    path("sync", offline.sync, name="till_sync"),
    path("kept", offline.kept, name="till_kept"),
    path("worker.js", offline.worker, name="till_worker"),
]
