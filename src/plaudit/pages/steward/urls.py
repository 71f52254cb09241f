"""Addresses of the steward's room."""

from __future__ import annotations

from django.urls import path

from plaudit.pages.steward import lists, opening, sending, showing

urlpatterns = [
    path("", opening.check_ins, name="check_ins"),
    path("open/<slug:activity>", opening.open_one, name="open_check_in"),
    path("worker.js", sending.worker, name="steward_worker"),
    path("<int:number>/", showing.place, name="place"),
    path("<int:number>/kept", showing.kept, name="kept_place"),
    path("<int:number>/close", opening.close, name="close_check_in"),
    path("<int:number>/count", sending.count, name="count_check_in"),
    path("<int:number>/send", sending.send, name="send_check_ins"),
    path("<int:number>/list", lists.printed, name="check_in_list"),
]
