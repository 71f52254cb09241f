"""Addresses of the desk. Of the member's pages it has the same views under `record/`."""

from __future__ import annotations

from django.urls import path

from plaudit.pages.desk import erasing, joining, stamps, views
from plaudit.pages.desk.record import pressing, showing
from plaudit.pages.member import data, everything, export, questions, rewards, vouchers
from plaudit.pages.member import views as own

urlpatterns = [
    path("", views.desk, name="desk"),
    path("open", views.open_it, name="desk_open"),
    path("close", views.close_it, name="desk_close"),
    path("leave", joining.leave, name="desk_leave"),
    path("join/", joining.join, name="desk_join"),
    path("join/<uuid:key>", joining.join_now, name="desk_join_now"),
    path("record/card/", views.card, name="desk_card"),
    path("record/card/card.pdf", views.card_to_print, name="desk_card_to_print"),
    path("record/card/way-in", views.way_in, name="desk_way_in"),
    path("record/paper/", showing(everything.everything, does="desk.paper"), name="desk_paper"),
    path("record/stamps/", stamps.stamps, name="desk_stamps"),
    path(
        "record/stamps/<str:partner>/<slug:activity>/<uuid:key>",
        stamps.enter,
        name="desk_enter_stamps",
    ),
    path("record/", showing(own.statement), name="desk_statement"),
    path("record/rewards/", showing(rewards.rewards), name="desk_rewards"),
    path("record/rewards/<str:reward>", showing(rewards.reward), name="desk_reward"),
    path(
        "record/rewards/<str:reward>/take",
        pressing(rewards.take, "desk.take"),
        name="desk_take_reward",
    ),
    path("record/vouchers/", showing(vouchers.vouchers), name="desk_vouchers"),
    path("record/vouchers/<int:number>", showing(vouchers.voucher), name="desk_voucher"),
    path(
        "record/vouchers/<int:number>/cancel",
        pressing(vouchers.cancel, "desk.give_back"),
        name="desk_cancel_voucher",
    ),
    path(
        "record/vouchers/<int:number>/open",
        pressing(vouchers.open_it, "desk.open_ticket"),
        name="desk_open_ticket",
    ),
    path("record/questions/", showing(questions.questions), name="desk_questions"),
    path("record/questions/ask", pressing(questions.ask, "desk.ask"), name="desk_ask"),
    path("record/data/", showing(data.data), name="desk_data"),
    path(
        "record/data/plaudit.<str:form>",
        showing(export.export, does="desk.export"),
        name="desk_export",
    ),
    path(
        "record/data/kinds/<slug:activity>/withhold",
        pressing(data.withhold, "desk.withhold"),
        name="desk_withhold",
    ),
    path(
        "record/data/kinds/<slug:activity>/allow",
        pressing(data.allow, "desk.allow"),
        name="desk_allow",
    ),
    path("record/data/restrict", pressing(data.restrict, "desk.restrict"), name="desk_restrict"),
    path("record/data/lift", pressing(data.lift, "desk.lift"), name="desk_lift"),
    path("record/data/leave", pressing(data.leave, "desk.leave"), name="desk_leave_programme"),
    path("record/data/rejoin", pressing(data.rejoin, "desk.rejoin"), name="desk_rejoin"),
    path("record/data/erase", erasing.erase, name="desk_erase"),
]
