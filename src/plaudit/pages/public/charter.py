"""The charter as a page: each clause in plain words, why it is there, and what holds it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from plaudit.core.charter.clause import LAYERS, Clause
from plaudit.core.charter.clauses import CLAUSES
from plaudit.core.voice import Voice
from plaudit.pages.frame import voice_for
from plaudit.pages.public.rooms import public_page


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause in one language. `text` is the clause itself, in English: it is what binds."""

    number: str
    plain: str
    reason: str
    layers: tuple[str, ...]
    text: str


@require_safe
def charter(request: HttpRequest) -> HttpResponse:
    """Show every clause, made from the code that holds it."""
    voice = voice_for(request)
    clauses = [_shown(clause, voice) for clause in CLAUSES]
    return public_page(request, "public/charter.html", clauses=clauses)


def _shown(clause: Clause, voice: Voice) -> ShownClause:
    return ShownClause(
        number=clause.number,
        plain=voice.say(clause.plain),
        reason=voice.say(clause.reason),
        layers=tuple(voice.say(LAYERS[layer]) for layer in clause.layers),
        text=clause.text,
    )


urlpatterns = [path("", charter, name="charter")]
