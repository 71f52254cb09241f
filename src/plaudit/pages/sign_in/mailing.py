"""The e-mail with a code: plain text, in the language of the reader, by the city's mail host."""

from __future__ import annotations

from smtplib import SMTPException

from django import conf  # its settings are looked up late: reading this file needs none
from django.core.mail import EmailMessage

from plaudit.core.refusals import N_
from plaudit.core.ways_in import CODE_SECONDS, shown_digits
from plaudit.pages.voices import GettextVoice

_SUBJECT = N_("Your code: {code}")
_BODY = (
    N_("Somebody, most likely you, wants to open a page of points and gave this e-mail address."),
    N_("The code: {code}"),
    N_("Type it on the page where you asked for it, within {minutes} minutes. It works once."),
    N_("Nobody will ever ask you for it. If it wasn't you, do nothing: nothing happens."),
    N_("This address is not kept in a list, and nothing else is sent to it."),
)


class MailAway(Exception):
    """The e-mail couldn't be handed over."""


def send_mail_with(code: str, address: str, *, voice: GettextVoice) -> None:
    """Send a code to an address.

    Refuses: MailAway.
    """
    facts = {"code": shown_digits(code), "minutes": str(CODE_SECONDS // 60)}
    message = EmailMessage(
        voice.say(_SUBJECT, **facts),
        "\n\n".join(voice.say(line, **facts) for line in _BODY) + "\n",
        conf.settings.DEFAULT_FROM_EMAIL,
        [address],
        headers={"Auto-Submitted": "auto-generated", "Content-Language": voice.language},
    )
    try:
        message.send()
    except (OSError, SMTPException) as fault:
        raise MailAway from fault
