"""One partner: its terms as published, its keys, who runs its office, and what its tills may take.

A key never passes through here: the partner's own office makes it. It can be withdrawn here.
"""

from __future__ import annotations

from fractions import Fraction

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions import hire as hiring
from plaudit.actions.allow_offline import VOUCHERS_A_DAY_MAX, allow_offline
from plaudit.actions.bring_to_terms import Register, bring_to_terms, read_register
from plaudit.actions.replace_key import withdraw_key
from plaudit.actions.withdraw_keys import withdraw_keys
from plaudit.core.ledger import Registration
from plaudit.core.partner_terms import TERMS, changes_of, term_of
from plaudit.core.refusals import N_, Code, Refused, refusal
from plaudit.core.staff import NAME_CHARACTERS_MAX, Role
from plaudit.core.voice import text_in
from plaudit.pages.book import connected
from plaudit.pages.frame import INVITED_PATH
from plaudit.pages.staff.reasons import reason_for_staff
from plaudit.pages.staff.shift import Shift, on_duty
from plaudit.store.catalogue import Published, read_programme
from plaudit.store.offline import offline_terms
from plaudit.store.partners import Listed, keys_of
from plaudit.store.staff import Workplace, staff_of

HERE = "/staff/partners/"
TERM_WORDS = {
    "name": N_("Name"),
    "activities": N_("May report"),
    "back_date_days": N_("Days back"),
    "budget_points_a_week": N_("Points a week, at most"),
}
_NO_LIMIT = N_("No limit is set.")
_NOTHING = N_("Nothing: it reports no deeds.")
_DIGITS_MAX = 6


@require_safe
@on_duty(Role.KEEPER)
def partner(shift: Shift, partner: str) -> HttpResponse:
    """Show a partner that the edition in force names, or that is registered."""
    return _page(shift, partner)


@require_POST
@on_duty(Role.KEEPER, does="office.partner")
def terms(shift: Shift, partner: str) -> HttpResponse:
    """Register a partner, or bring it to the terms of the edition in force."""
    bring_to_terms(shift.connection, programme_of(shift), partner, now=shift.now)
    return HttpResponseRedirect(f"{HERE}{partner}/")


@require_POST
@on_duty(Role.KEEPER, does="office.offline")
def offline(shift: Shift, partner: str) -> HttpResponse:
    """Set how many vouchers a day its tills may take without a connection."""
    number, written = _known(shift, partner).partner_id, shift.request.POST.get("vouchers", "")
    is_number = written.isascii() and written.isdigit() and len(written) <= _DIGITS_MAX
    try:
        allow_offline(shift.connection, number, vouchers_a_day=int(written) if is_number else -1)
    except Refused as refused:
        wrong = reason_for_staff(refused.refusal, shift.voice)
        status = refused.refusal.status
        return _page(shift, partner, vouchers=written, vouchers_wrong=wrong, status=status)
    return HttpResponseRedirect(f"{HERE}{partner}/")


@require_POST
@on_duty(Role.KEEPER, does="office.key_withdraw")
def withdraw(shift: Shift, partner: str, mark: str) -> HttpResponse:
    """Let nobody in with one of its keys any more."""
    withdraw_key(shift.connection, _known(shift, partner).partner_id, mark, now=shift.now)
    return HttpResponseRedirect(f"{HERE}{partner}/")


@require_POST
@on_duty(Role.KEEPER, does="office.keys_withdraw")
def withdraw_all(shift: Shift, partner: str) -> HttpResponse:
    """Let nobody in with any of its keys any more."""
    keys = keys_of(shift.connection, _known(shift, partner).partner_id, now=shift.now)
    withdraw_keys(shift.connection, [one.key_hash for one in keys], now=shift.now)
    return HttpResponseRedirect(f"{HERE}{partner}/")


@require_POST
@on_duty(Role.KEEPER, does="office.invite")
def invite(shift: Shift, partner: str) -> HttpResponse:
    """Let somebody run the partner's office, and show the link of the invitation this once."""
    at = Workplace(shift.person.programme_id, _known(shift, partner).partner_id)
    name = shift.request.POST.get("name", "")
    try:
        with connected("doorkeeper") as connection:
            _, token = hiring.hire(
                connection, at, name, roles={Role.PARTNER_ADMIN}, by=shift.person, now=shift.now
            )
    except Refused as refused:
        no = refused.refusal
        if no.code not in (Code.NOT_A_PERSON, Code.STAFF_NAME_TAKEN):
            raise
        wrong = reason_for_staff(no, shift.voice)
        written = name[:NAME_CHARACTERS_MAX]
        return _page(shift, partner, name=written, name_wrong=wrong, status=no.status)
    link = shift.request.build_absolute_uri(INVITED_PATH + token)
    return _page(shift, partner, told={"link": link})


def programme_of(shift: Shift) -> Published:
    """Return the programme, with its time zone also where no edition is published yet."""
    person = shift.person
    found = read_programme(shift.connection, person.programme_id, person.programme)
    return found._replace(time_zone=person.time_zone)


def _register(shift: Shift, programme: Published) -> Register:
    return read_register(shift.connection, programme, now=shift.now)


def _known(shift: Shift, id: str) -> Listed:
    """Return a registered partner of the programme.

    Refuses: PARTNER_NOT_REGISTERED, PARTNER_NOT_NAMED.
    """
    register = _register(shift, programme_of(shift))
    if id not in register.known:
        is_named = id in register.named
        raise Refused(refusal(Code.PARTNER_NOT_REGISTERED if is_named else Code.PARTNER_NOT_NAMED))
    return register.known[id]


def _page(shift: Shift, id: str, *, status: int = 200, **shown: object) -> HttpResponse:
    programme = programme_of(shift)
    register = _register(shift, programme)
    named, known = register.named.get(id), register.known.get(id)
    one = known.registered if known is not None else named
    if one is None:
        raise Refused(refusal(Code.PARTNER_NOT_NAMED))
    differs = {} if known is None or named is None else changes_of(known.registered, named)
    if known is not None:
        shown = _of_known(shift, known) | shown
    return shift.page(
        "console/partner.html",
        status=status,
        one=one,
        edition=register.edition_id,
        is_named=named is not None,
        is_known=known is not None,
        terms=[
            (
                shift.voice.say(TERM_WORDS[name]),
                _in_words(shift, programme, one, name=name),
                _in_words(shift, programme, named, name=name) if named and name in differs else "",
            )
            for name in TERMS
        ],
        differs=bool(differs),
        **shown,
    )


def _of_known(shift: Shift, known: Listed) -> dict[str, object]:
    """Return what is shown of a partner that is registered."""
    keys = keys_of(shift.connection, known.partner_id, now=shift.now)
    return {
        "vouchers": offline_terms(shift.connection, known.partner_id).limit,
        "vouchers_most": VOUCHERS_A_DAY_MAX,
        "name_most": NAME_CHARACTERS_MAX,
        "keys": [
            (key.mark, shift.moment(key.made_at), key.ends_at and shift.moment(key.ends_at))
            for key in keys
        ],
        "office": [
            one
            for one in staff_of(shift.connection, shift.person.programme_id)
            if one.partner_id == known.partner_id and Role.PARTNER_ADMIN in one.roles
        ],
    }


def _in_words(shift: Shift, programme: Published, one: Registration, *, name: str) -> str:
    """Return one of a partner's terms in the reader's words."""
    value = term_of(one, name)
    if name == "activities":
        titles = titles_of(programme, shift)
        said = [titles.get(id, id) for id in value]
        return shift.voice.joined(said) if said else shift.voice.say(_NOTHING)
    if value is None:
        return shift.voice.say(_NO_LIMIT)
    return shift.voice.number(Fraction(value)) if isinstance(value, int) else str(value)


def titles_of(programme: Published, shift: Shift) -> dict[str, str]:
    """Return what the activities of all editions are called, by id."""
    return {
        id: text_in(one.title, shift.voice, otherwise=id)
        for edition in programme.editions
        for id, one in edition.activities.items()
    }


urlpatterns = [
    path("<str:partner>/", partner, name="console_partner"),
    path("<str:partner>/terms", terms, name="console_partner_terms"),
    path("<str:partner>/offline", offline, name="console_partner_offline"),
    path("<str:partner>/invite", invite, name="console_partner_invite"),
    path("<str:partner>/keys/withdraw", withdraw_all, name="console_keys_withdraw"),
    path("<str:partner>/keys/<str:mark>/withdraw", withdraw, name="console_key_withdraw"),
]
