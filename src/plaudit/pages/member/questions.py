"""Questions: asking about an entry in one action, and how far each question is."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plaudit.actions.house import open_house
from plaudit.actions.question import ask as ask_about
from plaudit.pages.member.question_words import show_question
from plaudit.pages.member.visit import Visit, visiting
from plaudit.store.known import read_known
from plaudit.store.questions import questions_of


@require_safe
@visiting
def questions(visit: Visit) -> HttpResponse:
    """Show the member's questions with their dates and answers, the newest first."""
    found = questions_of(visit.connection, visit.member_id)
    known = read_known(visit.connection, visit.member.programme_id, visit.member.programme)
    shown = [
        show_question(one, known.activities, visit.calendar, today=visit.today, voice=visit.voice)
        for one in found
    ]
    return visit.page("member/questions.html", questions=shown)


@require_POST
@visiting
def ask(visit: Visit) -> HttpResponse:
    """Take a question about one entry of the statement, and show all of them."""
    ask_about(
        visit.connection,
        open_house(visit.connection),
        visit.member_id,
        visit.request.POST.get("entry", ""),
        words=visit.request.POST.get("words", ""),
        now=visit.now,
    )
    return visit.to("questions")


urlpatterns = [
    path("", questions, name="questions"),
    path("ask", ask, name="ask"),
]
