"""Settings: everything that is set for a programme, to what, where it is set, and who changes it.

Nothing is changed here. What members are promised stands in an edition, which two persons publish;
what a service needs to run is said where it is started. Secrets are never shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from django import conf  # its settings are looked up late: reading this file needs none
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from plaudit.actions.bring_to_terms import read_register
from plaudit.actions.replace_key import KEYS_MAX, OLD_KEY_DAYS
from plaudit.core.decision_words import REASONS
from plaudit.core.difference.labels import LABELS, SECTIONS
from plaudit.core.difference.said import Said, said_by
from plaudit.core.difference.values import ValueWords
from plaudit.core.period import DAY_SECONDS
from plaudit.core.promises import promises_of
from plaudit.core.refusals import N_
from plaudit.core.staff import (
    IDLE_SECONDS,
    INVITED_SECONDS,
    PROPOSED_SECONDS,
    SHIFT_SECONDS,
    Role,
)
from plaudit.pages.console.partner import programme_of
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.store.catalogue import Published
from plaudit.store.offline import offline_terms

_NOT_SET = N_("not set")
_WAYS_IN = {
    "passkey": N_("a passkey"),
    "email": N_("a code by e-mail"),
    "city": N_("the city's login"),
}


class Setting(NamedTuple):
    """One setting: what it is, its value in words, and its name where it is set."""

    what: str
    value: str
    name: str = ""
    address: str = ""


class Shown(NamedTuple):
    """Settings that stand in one place."""

    title: str
    settings: list[Setting]


@require_safe
@on_duty(Role.OFFICER, Role.AUDITOR, Role.KEEPER, Role.AUTHOR)
def settings(shift: Shift) -> HttpResponse:
    """Show every setting, its value, where it is set, and who may change it."""
    programme = programme_of(shift)
    register = read_register(shift.connection, programme, now=shift.now)
    edition = next(
        (one for one in programme.editions if one.edition.id == register.edition_id), None
    )
    in_edition = list[Shown]()
    if edition is not None:
        said = said_by(edition.text, edition.activity_texts)
        in_edition = list(_in_edition(shift, said, edition.text))
    return shift.page(
        "console/settings.html",
        edition=register.edition_id,
        in_edition=in_edition,
        for_good=_for_good(shift, programme),
        of_service=_of_service(shift),
        of_partners=[
            Setting(
                one.registered.name,
                _number(shift, offline_terms(shift.connection, one.partner_id).limit),
                address=f"/staff/partners/{id}/" if Role.KEEPER in shift.person.roles else "",
            )
            for id, one in register.known.items()
        ],
        in_program=_in_program(shift),
        writes=Role.AUTHOR in shift.person.roles,
    )


def _in_edition(shift: Shift, said: Said, text: str) -> Iterator[Shown]:
    """Return what the edition in force says beside rules, rewards and partners, section by section.

    What it leaves out stands there too, with the value that holds then.
    """
    words, promises = ValueWords(said, shift.voice), promises_of(text)
    for title, parts in SECTIONS:
        found = [
            Setting(
                shift.voice.say(LABELS[part][key].words),
                _in_words(shift, words, getattr(promises, key, value), at=(part, key)),
                f"[{part}] {key}",
            )
            for part in parts
            for key, value in said.tables.get(part, {}).items()
            if key in LABELS[part]
        ]
        if found:
            yield Shown(shift.voice.say(title), found)


def _in_words(shift: Shift, words: ValueWords, value: object, *, at: tuple[str, str]) -> str:
    part, key = at
    if isinstance(value, tuple) and key == "reasons":
        return shift.voice.joined([shift.voice.say(REASONS[one]) for one in value])
    if isinstance(value, tuple) and key == "languages":
        return shift.voice.joined([shift.voice.language_name(one) for one in value])
    return words.value(key, value, LABELS[part][key])


def _for_good(shift: Shift, programme: Published) -> list[Setting]:
    say = shift.voice.say
    return [
        Setting(say(N_("The programme's id")), programme.id),
        Setting(say(N_("The time zone in which days are counted")), programme.time_zone),
    ]


def _of_service(shift: Shift) -> list[Setting]:
    """Return what whoever runs the service sets where it is started; of a secret, that it is."""
    say, of = shift.voice.say, conf.settings
    mail = str(of.EMAIL_HOST or (of.EMAIL_FILE_PATH if of.PLAUDIT_MAIL else ""))
    city = of.PLAUDIT_CITY_LOGIN
    ways = [say(_WAYS_IN[one]) for one in of.PLAUDIT_JOIN_BY if one in _WAYS_IN]
    return [
        Setting(say(N_("The address that readers type")), of.PLAUDIT_URL, "PLAUDIT_URL"),
        Setting(
            say(N_("Where e-mail is handed over")),
            (mail if of.PLAUDIT_MAIL else "") or say(_NOT_SET),
            "PLAUDIT_MAIL",
        ),
        Setting(say(N_("Who e-mail comes from")), of.DEFAULT_FROM_EMAIL, "PLAUDIT_MAIL_FROM"),
        Setting(say(N_("How people may join")), shift.voice.joined(ways), "PLAUDIT_JOIN_BY"),
        Setting(
            say(N_("The city's login")),
            say(_NOT_SET) if city is None else f"{city.name} · {city.issuer}",
            "PLAUDIT_CITY_LOGIN",
        ),
    ]


def _in_program(shift: Shift) -> list[Setting]:
    """Return what is the same for every programme, and written in the program."""
    say = shift.voice.say
    return [
        Setting(say(what), _number(shift, number))
        for what, number in (
            (N_("Hours after which a shift ends when nobody is there"), IDLE_SECONDS // 3_600),
            (N_("Hours after which a shift ends in any case"), SHIFT_SECONDS // 3_600),
            (N_("Days for which a link works"), INVITED_SECONDS // DAY_SECONDS),
            (N_("Days after which a proposal is gone"), PROPOSED_SECONDS // DAY_SECONDS),
            (N_("Keys that one partner may have"), KEYS_MAX),
            (N_("Days for which a replaced key goes on"), OLD_KEY_DAYS),
        )
    ]


def _number(shift: Shift, number: int) -> str:
    return shift.voice.number(Fraction(number))


urlpatterns = [path("", settings, name="console_settings")]
