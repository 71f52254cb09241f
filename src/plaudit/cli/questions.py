"""`plaudit questions`, `plaudit ask`, `plaudit decide`: members' questions, answered in time."""

from __future__ import annotations

import json
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.opening import EXIT_USAGE, now_instant, opened, stop_with
from plaudit.cli.reverse import people

if TYPE_CHECKING:
    from plaudit.actions.house import House
    from plaudit.core.question import Question


class Result(StrEnum):
    """What came of a question."""

    EXPLAINED = "explained"
    STRUCK_OUT = "struck_out"
    RESTORED = "restored"
    REPORTED_ANEW = "reported_anew"


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("questions")(questions)
    app.command("ask")(ask)
    app.command("decide")(decide)


def questions(
    as_json: Annotated[bool, typer.Option("--json", help="Print the queue as JSON.")] = False,
) -> None:
    """Print the questions that wait for an answer, the most urgent first.

    An answer is due within a month. From day 20 on a question has a warning, on its last day an
    alarm. Exit code 0: none has an alarm; 1: one has.
    """
    from plaudit.actions.house import open_house
    from plaudit.store.questions import open_questions

    now = now_instant()
    with opened() as connection:
        house = open_house(connection)
        waiting = [_shown(one, house, now=now) for one in open_questions(connection)]
    if as_json:
        typer.echo(json.dumps(waiting, ensure_ascii=False, indent=2))
    for one in () if as_json else waiting:
        typer.echo(
            f"{str(one['clock']).upper():8}  question {one['question']}, member {one['member']}, "
            f"asked {one['asked_on']}, answer by {one['answer_on']}: {one['about']}"
        )
        if one["words"]:
            typer.echo(f"          {one['words']}")
    if not waiting and not as_json:
        typer.echo("No question waits.")
    if any(one["clock"] == "alarm" for one in waiting):
        raise typer.Exit(1)


def ask(
    member: Annotated[int, typer.Argument(help="The member's number.", show_default=False)],
    entry: Annotated[
        str, typer.Argument(help="The entry: its key in the statement.", show_default=False)
    ],
    words: Annotated[str, typer.Option(help="What the member wants to say with it.")] = "",
) -> None:
    """Take a member's question at the desk: about an award, or about a deed that was refused.

    Exit code 0: it was taken, and its number is printed; 1: refused.
    """
    from plaudit.actions.house import open_house
    from plaudit.actions.question import ask as run
    from plaudit.core.refusals import Refused

    with opened() as connection:
        try:
            number = run(
                connection, open_house(connection), member, entry, now=now_instant(), words=words
            )
        except Refused as refused:
            stop_with(str(refused))
    typer.echo(f"Question {number} waits for an answer.")


def decide(
    question: Annotated[int, typer.Argument(help="The question's number.", show_default=False)],
    result: Annotated[Result, typer.Argument(help="What comes of it.", show_default=False)],
    *,
    by: Annotated[
        list[str], typer.Option("--by", help="Who decides this; twice for two.", show_default=False)
    ],
    answer: Annotated[
        str, typer.Option(help="The answer, in words to the member.", show_default=False)
    ],
    reason: Annotated[
        str | None, typer.Option(help="For struck_out: why, from the edition's reasons.")
    ] = None,
    deed: Annotated[
        str | None, typer.Option(help="For reported_anew: the key of the new deed.")
    ] = None,
) -> None:
    """Answer a question, with its counter-entry if there is one.

    plaudit decide 7 explained --by "Somsak Dee" --answer "Fifteen cups a day is the most."

    Exit code 0: answered; 1: refused, and nothing was changed; 2: wrong use.
    """
    from plaudit.actions.decide import decide as run
    from plaudit.actions.house import open_house
    from plaudit.cli.reverse import deed_number
    from plaudit.core.question import Answer
    from plaudit.core.refusals import Refused

    if result is Result.STRUCK_OUT and reason is None:
        stop_with("Say why with --reason: a deed is struck out for one.", code=EXIT_USAGE)
    new_deed_id = None if deed is None else deed_number(deed)
    first, second = people(by)
    given = Answer(question, first, answer, result.value, reason, new_deed_id, second)
    with opened() as connection:
        try:
            run(connection, open_house(connection), given, now=now_instant())
        except Refused as refused:
            stop_with(str(refused))
    typer.echo(f"Question {question} is answered.")


def _shown(one: Question, house: House, *, now: int) -> dict[str, object]:
    from plaudit.core.period import date_of
    from plaudit.core.question import clock_of

    calendar = house.programmes[one.programme_id].calendar
    asked_day, last_day = calendar.day_of(one.asked_at), calendar.day_of(one.answer_by - 1)
    on: date = date_of(asked_day)
    about = f"deed {one.entry.deed_id:016x}" if one.entry.deed_id else "a refusal"
    return {
        "question": one.question_id,
        "member": one.member_id,
        "asked_on": on.isoformat(),
        "answer_on": date_of(last_day).isoformat(),
        "clock": clock_of(asked_day, last_day, today=calendar.day_of(now)).value,
        "about": about,
        "words": one.words,
    }
