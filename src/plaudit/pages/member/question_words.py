"""Questions in words: what was asked when, until when a person answers, and the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plaudit.core.activity import Activity
from plaudit.core.period import Calendar
from plaudit.core.question import Question, Result
from plaudit.core.refusals import N_
from plaudit.core.voice import text_in
from plaudit.pages.voices import GettextVoice

_A_DEED = N_("A deed")
_OF_DAY = N_("{title}, {day}")
_ASKED = N_("You asked on {day}.")
_ANSWER_BY = N_("A person answers by {day} at the latest.")
_LATE = N_(
    "The answer was due on {day} and is late. You can complain to the supervisory authority; the "
    "privacy notice names it."
)
_ANSWERED = N_("{person} answered on {day}.")
_RESULTS: dict[Result, str] = {
    "explained": N_("The points stay as they are."),
    "struck_out": N_("The deed was taken out of the count."),
    "restored": N_("The points were given back to you."),
    "reported_anew": N_("The deed was reported anew, and stands in your list."),
}


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question in words. `steps`: what happened, with its dates, the last one being the newest.

    `result` and `answer` are "" until a person answered.
    """

    about: str
    words: str
    steps: tuple[str, ...]
    is_late: bool
    result: str = ""
    answer: str = ""


def show_question(
    question: Question,
    activities: Mapping[int, Activity],
    calendar: Calendar,
    *,
    today: int,
    voice: GettextVoice,
) -> ShownQuestion:
    """Return a question in the voice's language."""
    due_on = calendar.day_of(question.answer_by - 1)
    is_late = question.result is None and today > due_on
    steps = [voice.say(_ASKED, day=voice.day(calendar.day_of(question.asked_at)))]
    if question.decided_at is not None:
        day = voice.day(calendar.day_of(question.decided_at))
        steps.append(voice.say(_ANSWERED, person=question.decided_by, day=day))
    else:
        steps.append(voice.say(_LATE if is_late else _ANSWER_BY, day=voice.day(due_on)))
    return ShownQuestion(
        about=_about(question, activities, voice),
        words=question.words,
        steps=tuple(steps),
        is_late=is_late,
        result="" if question.result is None else voice.say(_RESULTS[question.result]),
        answer=question.answer,
    )


def _about(question: Question, activities: Mapping[int, Activity], voice: GettextVoice) -> str:
    title = voice.say(_A_DEED)
    activity = activities.get(question.activity_no or 0)
    if activity is not None:
        title = text_in(activity.title, voice, otherwise=activity.id)
    day = question.entry.happened_on
    return title if day is None else voice.say(_OF_DAY, title=title, day=voice.day(day))
