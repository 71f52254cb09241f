"""What every page has around it: the voice, the languages to switch to, and linked files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from urllib.parse import quote

from django import conf  # its settings are looked up late: reading this file needs none
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from plaudit.pages.above import page_above, page_at
from plaudit.pages.book import BookAway
from plaudit.pages.files import address_of
from plaudit.pages.voices import LANGUAGES, GettextVoice, voice_of

View = Callable[..., HttpResponse]
AWAY_SECONDS = 30
MEMBER_PATH = "/member/"
EDITIONS_PATH = "/programmes/"
NOTICE_PATH = "/notice/"
JOIN_PATH = "/join/"
SIGN_IN_PATH = "/sign-in/"
CALCULATOR_PATH = "/calculator/"
PUBLIC_PATHS = ("/about/", "/rewards/", CALCULATOR_PATH, "/statistics/", "/charter/")
STAFF_PATH = "/staff/"
KEPT_PATHS = (
    MEMBER_PATH, STAFF_PATH, EDITIONS_PATH, NOTICE_PATH, JOIN_PATH, SIGN_IN_PATH, *PUBLIC_PATHS,
)  # fmt: skip
"""The switch of languages leads back to a page under these, but never to a link that lets in."""
KEPT_ON_DEVICES = {
    "offline", "kept_vouchers", "kept_codes", "kept_check_in", "kept_place", "till_kept",
}  # fmt: skip
"""Pages, by name, that a device shows without a connection: with one, it's the page above them."""
FILES = {
    "export", "manifest", "worker", "till_list", "till_worker", "steward_worker", "count_check_in",
    "partner_refused", "partner_csv", "partner_pdf", "auditor_closings", "console_rehearsal_file",
    "desk_card_to_print", "desk_export",
}  # fmt: skip
"""Addresses, by name, that answer with a file: a browser that is led there stays where it was."""
ANSWERED_TO = {"back_from_city"}
"""Pages, by name, whose address holds what somebody else answered, once and to us alone."""
ENTER_PATH = f"{MEMBER_PATH}enter/"
INVITED_PATH = f"{STAFF_PATH}invited/"
LANGUAGE_SECONDS = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Choice:
    """A language in the switcher."""

    code: str
    name: str
    address: str
    is_chosen: bool


def voice_for(request: HttpRequest) -> GettextVoice:
    """Return the voice of the language that was found for a request."""
    return voice_of(get_language() or conf.settings.LANGUAGE_CODE)


def page(
    request: HttpRequest, template: str, *, status: int = 200, **shown: object
) -> HttpResponse:
    """Answer with a page in its frame."""
    return render(request, template, shown | framing(request), status=status)


def framing(request: HttpRequest) -> dict[str, object]:
    """Return what the frame's template needs."""
    voice = voice_for(request)
    language = voice.language
    back = _in_another_language(request)
    return {
        "language": language,
        "direction": voice.direction,
        "between": voice.between,
        "languages": [
            Choice(code, known.name, f"/language/{code}?back={back}", code == language)
            for code, known in LANGUAGES.items()
        ],
        "style": address_of("plaudit.css"),
        "icon": address_of("plaudit.svg"),
    }


def _is_sent(request: HttpRequest) -> bool:
    return request.method not in ("GET", "HEAD")


def room_of(path: str) -> str:
    """Return where the pages begin that an address is one of.

    >>> room_of("/member/data/erase"), room_of("/nothing-here")
    ('/member/', '/')
    """
    return next((one for one in KEPT_PATHS if path.startswith(one)), "/")


def _in_another_language(request: HttpRequest) -> str:
    """Return where the same can be read in another language, ready to be linked to."""
    path = request.path
    room = room_of(path)
    if room == "/" or path.startswith((ENTER_PATH, INVITED_PATH)):
        return room
    if _is_sent(request):
        then = request.POST.get("then", "")
        return back_from(path) + (quote(f"?then={quote(then)}") if then else "")
    name = request.resolver_match.url_name if request.resolver_match else None
    if name in KEPT_ON_DEVICES:
        return quote(page_above(path))
    # What was looked for or tried stands in the address: the other language has it too.
    return quote(path if name in ANSWERED_TO else request.get_full_path())


def back_from(path: str) -> str:
    """Return the page that a form came from which was sent to a path, ready to be linked to.

    It is one of ours, whatever the path says.
    """
    return "/" if room_of(path) == "/" else quote(page_at(path))


def way_back(request: HttpRequest) -> str:
    """Return where a reader came from, if that is a page of ours; else the start page."""
    back = request.GET.get("back", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if safe and back.startswith("/") else "/"


def asks_the_book(view: View) -> View:
    """Let a view answer 503 with Retry-After when the database is away.

    What a form asks for can't be asked for again by its address, so the page leads back.
    """

    @wraps(view)
    def asking(request: HttpRequest, *given: str, **named: str) -> HttpResponse:
        try:
            return view(request, *given, **named)
        except BookAway:
            back = back_from(request.path) if _is_sent(request) else ""
            response = page(request, "public/away.html", status=503, back=back)
            response.headers["Retry-After"] = str(AWAY_SECONDS)
            return response

    return asking
