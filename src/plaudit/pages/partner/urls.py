"""Addresses of a partner's own pages."""

from __future__ import annotations

from django.urls import path

from plaudit.pages.partner import keys, names, people, statements, upload, views, webhook

urlpatterns = [
    path("", views.home, name="partner_home"),
    path("upload/", upload.upload, name="partner_upload"),
    path("upload/look", upload.look, name="partner_look"),
    path("upload/<uuid:upload>/", upload.looked_at, name="partner_looked_at"),
    path("upload/<uuid:upload>/choose", upload.choose, name="partner_choose"),
    path("upload/<uuid:upload>/take-in", upload.take_in, name="partner_take_in"),
    path("upload/<uuid:upload>/forget", upload.forget, name="partner_forget"),
    path("upload/<uuid:upload>/refused.csv", upload.refused_rows, name="partner_refused"),
    path("names/", names.names, name="partner_names"),
    path("names/learn", names.learn, name="partner_learn"),
    path("keys/", keys.keys, name="partner_keys"),
    path("keys/new", keys.new, name="partner_key_new"),
    path("keys/<str:mark>/replace", keys.replace, name="partner_key_replace"),
    path("keys/<str:mark>/withdraw", keys.withdraw, name="partner_key_withdraw"),
    path("webhook/", webhook.webhook, name="partner_webhook"),
    path("webhook/set", webhook.set_address, name="partner_webhook_set"),
    path("webhook/secret", webhook.new_secret, name="partner_webhook_secret"),
    path("webhook/remove", webhook.remove, name="partner_webhook_remove"),
    path("webhook/<uuid:message>/resend", webhook.send_again, name="partner_resend"),
    path("statements/", statements.statements, name="partner_statements"),
    path("statements/<str:month>/", statements.statement, name="partner_statement"),
    path(
        "statements/<str:month>/csv", statements.statement_file, {"form": "csv"}, name="partner_csv"
    ),
    path(
        "statements/<str:month>/pdf", statements.statement_file, {"form": "pdf"}, name="partner_pdf"
    ),
    path("statements/<str:month>/dispute", statements.say_wrong, name="partner_dispute"),
    path("people/", people.people, name="partner_people"),
    path("people/hire", people.hire, name="partner_hire"),
    path("people/<int:person>/invite", people.invite, name="partner_invite"),
    path("people/<int:person>/let-go", people.let_go, name="partner_let_go"),
]
