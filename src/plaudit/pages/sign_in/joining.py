"""Joining: the notice, then purpose by purpose, nothing ticked beforehand; then a way in.

Source: charter, C13 and C14; docs/decisions/0024-signing-in.md, 0033-purposes.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from plaudit.core.activity import Activity
from plaudit.core.consent_words import ALLOWS
from plaudit.core.edition import Edition
from plaudit.core.notice.blocks import Notice, fingerprint
from plaudit.core.notice.making import agreement_by_kind
from plaudit.core.refusals import N_
from plaudit.core.voice import text_in
from plaudit.core.ways_in import ADDRESS_CHARACTERS_MAX, read_address
from plaudit.pages.book import Offer, book
from plaudit.pages.clock import now_instant
from plaudit.pages.frame import voice_for
from plaudit.pages.sign_in import passkeys
from plaudit.pages.sign_in.arriving import arrive, telling_no
from plaudit.pages.sign_in.city import go_to_city
from plaudit.pages.sign_in.codes import ask_for_code
from plaudit.pages.sign_in.forms import form_page
from plaudit.pages.sign_in.offered import by_city, ways_to_join
from plaudit.pages.sign_in.signing_in import NO_ADDRESS
from plaudit.pages.sign_in.wish import Wish
from plaudit.pages.voices import GettextVoice, voice_of

_NOT_AGREED = N_("You join only if you agree: tick the box if you do. Nothing was recorded.")
_BY_PASSKEY = N_("Join with a passkey")
_BY_CITY = N_("Join with {name}")
NEEDED = N_("Needed to take part: without it no points can be counted, explained or spent.")
WHICH = N_("Which deeds may be recorded")
FREE = N_(
    "Not needed to take part. What isn't ticked isn't recorded. Each of them can be changed later, "
    "with one press."
)
LATER = N_(
    "Rules that come later may add a kind. You are asked about it, on your page or at the desk, "
    "and nothing of it is recorded before you say yes."
)
ABOUT = 2
"""Of what a notice says of a kind of deeds, the details and what they are for stand first."""
CHANGED = N_("The notice has changed since you opened this page. Please read it once more.")


class Kind(NamedTuple):
    """A purpose that is agreed to by itself: deeds of one kind.

    `says` is what is kept of a yes, word for word; `about` what the notice says of the details.
    """

    id: str
    says: str
    about: tuple[tuple[str, str], ...]


class Boxes(NamedTuple):
    """The boxes and what stands beside them, in the notice's language: a clerk reads it out.

    `agreement` and `needed` stand with taking part in the `programme`, `which` and `free` with the
    kinds.
    """

    programme: str
    agreement: str
    needed: str
    which: str
    free: str
    kinds: tuple[Kind, ...]


class Joining(NamedTuple):
    """What a person is asked to agree to: an edition's notice, and each of its kinds of deeds.

    `languages`: in which the notice can be read.
    """

    edition: Edition
    notice: Notice
    boxes: Boxes
    languages: tuple[str, ...]


class Before(NamedTuple):
    """What was ticked and typed in the same notice, and stands there again after a refusal."""

    agreed: bool = False
    kinds: tuple[str, ...] = ()
    address: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@telling_no
def join(request: HttpRequest, programme: str) -> HttpResponse:
    """Show what joining means, and take a yes with a way in."""
    asked = joining_in(programme, voice_for(request))
    if request.method != "POST":
        return _page(request, asked)
    voice, sent = voice_for(request), request.POST
    if sent.get("fingerprint") != fingerprint(asked.notice):
        return _page(request, asked, reason=voice.say(CHANGED))
    if sent.get("agreed") != "yes":
        return _page(request, asked, reason=voice.say(_NOT_AGREED))
    wish, ways = wish_to_join(request, asked), ways_to_join(request)
    if sent.get("answer") and ways.passkey:
        return arrive(request, passkeys.made(request), wish)
    if sent.get("by") == "city" and ways.city:
        return go_to_city(request, wish)
    address = read_address(sent.get("address", ""))
    if address is None or not ways.email:
        return _page(request, asked, reason=voice.say(NO_ADDRESS))
    return ask_for_code(request, address, wish)


def joining_in(programme: str, voice: GettextVoice) -> Joining:
    """Return what a person is asked to agree to, in a language or else one that there is.

    Refuses: Http404 where there is no such programme, or no notice is kept with its edition.
    """
    now = now_instant()
    offers = [one for one in book().offers(now=now) if one.edition.programme == programme]
    kept = [one for one in book().notices(now=now) if _programme_of(one.values()) == programme]
    if not offers or not kept:
        raise Http404
    (offer,), (notices,) = offers, kept
    said = notices.get(voice.language) or notices.get("en") or next(iter(notices.values()))
    return Joining(offer.edition, said, _boxes(offer, said), tuple(notices))


def _boxes(offer: Offer, notice: Notice) -> Boxes:
    voice = voice_of(notice.language)
    return Boxes(
        programme=text_in(offer.edition.title, voice, otherwise=offer.edition.programme),
        agreement=agreement_by_kind(notice, voice),
        needed=voice.say(NEEDED),
        which=voice.say(WHICH),
        free=voice.paragraph([voice.say(FREE), voice.say(LATER)]),
        kinds=tuple(_kind(one, notice, voice) for one in offer.activities.values()),
    )


def _kind(activity: Activity, notice: Notice, voice: GettextVoice) -> Kind:
    title = text_in(activity.title, voice, otherwise=activity.id)
    told = (block for section in notice.sections for block in section.blocks)
    about = next((block.pairs[:ABOUT] for block in told if block.heading == title), ())
    return Kind(activity.id, voice.say(ALLOWS, activity=title), about)


def _programme_of(notices: Iterable[Notice]) -> str:
    return next((notice.programme for notice in notices), "")


def wish_to_join(request: HttpRequest, asked: Joining) -> Wish:
    """Return what the form of joining says that was sent."""
    agreed = set(request.POST.getlist("kind"))
    return Wish(
        to="join",
        programme=asked.notice.programme,
        edition=asked.notice.edition,
        language=asked.notice.language,
        fingerprint=fingerprint(asked.notice),
        kinds=tuple(kind.id for kind in asked.boxes.kinds if kind.id in agreed),
    )


def sent_before(request: HttpRequest, asked: Joining) -> Before:
    """Return what was sent with this very notice; nothing where it was read in another one.

    Without it a mistyped address would untick every kind, and the second try withhold them all.
    """
    sent = request.POST
    if sent.get("fingerprint") != fingerprint(asked.notice):
        return Before()
    kinds, address = wish_to_join(request, asked).kinds, sent.get("address", "")
    return Before(sent.get("agreed") == "yes", kinds, address[:ADDRESS_CHARACTERS_MAX])


def _page(request: HttpRequest, asked: Joining, *, reason: str = "") -> HttpResponse:
    """Show the form; nothing in it is ticked but what the visitor ticked."""
    ways, voice = ways_to_join(request), voice_for(request)
    title = text_in(asked.edition.title, voice, otherwise=asked.edition.programme)
    return form_page(
        request,
        "sign_in/join.html",
        status=400 if reason else 200,
        reason=reason,
        title=title,
        notice=asked.notice,
        sections=[one for one in asked.notice.sections if one.id != "agreement"],
        fingerprint=fingerprint(asked.notice),
        boxes=asked.boxes,
        before=sent_before(request, asked),
        ways=ways,
        passkey=passkeys.ask_to_make(request, title) if ways.passkey else None,
        passkey_label=voice.say(_BY_PASSKEY),
        city_label=by_city(_BY_CITY, voice),
    )


urlpatterns = [path("<slug:programme>", join, name="join")]
