"""`plaudit leave`, `rejoin`, `withhold`, `allow`, `restrict`, `lift`, `erase`: a desk's commands.

They do for a member who asks in person what the member's page does.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from plaudit.cli.asking import Agreed, ask
from plaudit.cli.counted import counted
from plaudit.cli.opening import EXIT_USAGE, now_instant, opened, stop_with
from plaudit.core.consent_words import ALLOWS, LEAVES, REJOINS, WITHHOLDS
from plaudit.core.rights import THE_MEMBER

if TYPE_CHECKING:
    import psycopg

    from plaudit.pages.voices import GettextVoice


class Ground(StrEnum):
    """Why a record stands still, as core.rights.Ground has it."""

    MEMBER_ASKED = "member_asked"
    DATA_WRONG = "data_wrong"
    USE_UNLAWFUL = "use_unlawful"
    NEEDED_FOR_CLAIM = "needed_for_claim"
    OBJECTION = "objection"


Member = Annotated[int, typer.Argument(help="The member's number.", show_default=False)]
Activity = Annotated[str, typer.Argument(help="The activity's id.", show_default=False)]
Language = Annotated[
    str, typer.Option(help="In which language the member says it: en, th or zh-Hans.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (leave, rejoin, withhold, allow, restrict, lift, erase):
        app.command(command.__name__)(command)


def leave(member: Member, *, language: Language = "en") -> None:
    """Let a member leave: nothing more is recorded. Points stay usable as the edition says.

    Exit code 0: done; 1: no such member who takes part.
    """
    from plaudit.actions.leave import leave as run

    voice = _voice(language)
    wording = voice.say(LEAVES)
    with opened() as connection:
        done = run(connection, member, now=now_instant(), language=voice.language, wording=wording)
    _say(done, f"Member {member} has left.", f"There is no member {member} who takes part.")


def rejoin(member: Member, *, language: Language = "en", agreed: Agreed = False) -> None:
    """Let a member who left take part again. Deeds count from now on, not from before.

    It shows the sentence that the member says, and asks; the words are kept (charter, C13).
    Exit code 0: done; 1: the member doesn't agree, no such member who left, or the record is
    restricted; 3: nobody is there to answer, and --agreed isn't said.
    """
    from plaudit.actions.join import join_again
    from plaudit.core.refusals import Refused
    from plaudit.store.members import read_membership

    voice = _voice(language)
    wording = voice.say(REJOINS)
    nobody = f"There is no member {member} who left."
    with opened() as connection:
        found = read_membership(connection, member)
        if found is None or found.withdrawn_at is None:
            stop_with(nobody)
        if not agreed:
            ask(wording, otherwise="Nobody came back, and nothing was kept.")
        try:
            done = join_again(
                connection, member, now=now_instant(), language=voice.language, wording=wording
            )
        except Refused as refused:
            stop_with(str(refused))
    _say(done, f"Member {member} takes part again.", nobody)


def withhold(member: Member, activity: Activity, *, language: Language = "en") -> None:
    """Record no more deeds of one activity for a member. The other activities go on.

    Exit code 0: done; 1: no such member or activity.
    """
    from plaudit.actions.withhold import withhold as run

    voice = _voice(language)
    said = (voice.language, voice.say(WITHHOLDS, activity=activity))
    with opened() as connection:
        done = run(connection, member, activity, said=said, now=now_instant())
    _say(
        done,
        f"Deeds of the kind {activity} are not recorded for member {member} any more.",
        f"There is no member {member}, or no activity {activity} in the programme.",
    )


def allow(
    member: Member, activity: Activity, *, language: Language = "en", agreed: Agreed = False
) -> None:
    """Record deeds of one activity, those that happen from now on: again, or for the first time.

    It shows the sentence that the member says, and asks; the words are kept (charter, C13).
    Exit code 0: done; 1: the member doesn't agree, or no such member or activity; 3: nobody is
    there to answer, and --agreed isn't said.
    """
    from plaudit.actions.withhold import allow_again

    voice = _voice(language)
    nothing = f"There is no member {member}, or no activity {activity} in the programme."
    with opened() as connection:
        title = _title(connection, member, activity, voice)
        if title is None:
            stop_with(nothing)
        wording = voice.say(ALLOWS, activity=title)
        if not agreed:
            ask(wording, otherwise="Nothing was allowed, and nothing was kept.")
        said = (voice.language, wording)
        done = allow_again(connection, member, activity, said=said, now=now_instant())
    _say(done, f"Deeds of the kind {activity} are recorded for member {member}.", nothing)


def restrict(
    member: Member,
    *,
    by: Annotated[str, typer.Option(help="Who asks: a name. Otherwise the member.")] = THE_MEMBER,
    ground: Annotated[Ground, typer.Option(help="Why.")] = Ground.MEMBER_ASKED,
) -> None:
    """Stop everything in a member's record at once, and keep what is there.

    No deed is counted, no points move, nothing is deleted, until it is lifted (`plaudit lift`).
    Partners hear what they hear of somebody who doesn't take part.

    Exit code 0: done; 1: no such member, or it is restricted already.
    """
    from plaudit.actions.restrict import restrict as run

    with opened() as connection:
        done = run(
            connection,
            member,
            asked_by=_named(by),
            ground=ground.value,
            now=now_instant(),
        )
    _say(
        done,
        f"The record of member {member} stands still.",
        f"There is no member {member}, or the record stands still already.",
    )


def lift(
    member: Member,
    *,
    by: Annotated[
        str, typer.Option(help="Who decides: a name. Otherwise the member.")
    ] = THE_MEMBER,
) -> None:
    """Let a member's record move again. What a person let stand still a person lifts, by name.

    Exit code 0: done; 1: no such member, or nothing to lift; 2: --by is missing.
    """
    from plaudit.actions.restrict import lift as run
    from plaudit.store.rights import restriction_asked_by

    with opened() as connection:
        asked_by = restriction_asked_by(connection, member)
        if by == THE_MEMBER and asked_by not in (None, THE_MEMBER):
            said = f"{asked_by} let this record stand still. Say who lifts it: --by NAME."
            stop_with(said, code=EXIT_USAGE)
        done = run(connection, member, lifted_by=_named(by), now=now_instant())
    _say(
        done,
        f"The record of member {member} moves again.",
        f"There is no member {member}, or the record doesn't stand still.",
    )


def erase(
    member: Member,
    *,
    confirm: Annotated[
        int | None,
        typer.Option(help="The member's number once more.", show_default=False),
    ] = None,
) -> None:
    """Erase a member: everything is deleted, points that are left are given up. For good.

    Monthly sums without a name stay in the book. Partners who reported something are told to
    forget the member's handle. Without --confirm it only says what would be done.

    Exit code 0: erased; 1: no such member; 2: not confirmed.
    """
    from plaudit.actions.erase import erase as run
    from plaudit.store.erasures import journal_here
    from plaudit.store.handles import Handles
    from plaudit.store.secrets import secret

    if confirm != member:
        _ask_for_the_number(member)
    with opened(role="eraser") as connection:
        erased = run(
            connection,
            member,
            handles=Handles(secret("handles")),
            journal=journal_here(),
            now=now_instant(),
        )
    if erased is None:
        stop_with(f"There is no member {member}.")
    typer.echo(
        f"Member {member} is erased. Points given up: {erased.given_up_points}. "
        f"Partners told to forget a handle: {erased.partners_told}."
    )


def _ask_for_the_number(member: int) -> NoReturn:
    """Say what erasing would give up, and how it is confirmed."""
    from plaudit.store.members import read_membership
    from plaudit.store.vouchers import points_in_open_vouchers

    with opened() as connection:
        found = read_membership(connection, member)
        held = points_in_open_vouchers(connection, member)
    if found is None:
        stop_with(f"There is no member {member}.")
    points = counted(found.points + held, "point")
    if held:
        points += f" ({held} in vouchers that weren't used)"
    stop_with(
        f"Member {member} has {points}, which erasing gives up. An export "
        f"(plaudit export {member} FILE) can't be made afterwards.\n"
        f"To erase for good: plaudit erase {member} --confirm {member}",
        code=EXIT_USAGE,
    )


def _title(
    connection: psycopg.Connection, member_id: int, activity: str, voice: GettextVoice
) -> str | None:
    """Return what members read a kind of deeds called; None for no such member or activity."""
    from plaudit.core.voice import text_in
    from plaudit.store.known import read_known
    from plaudit.store.members import read_membership

    member = read_membership(connection, member_id)
    if member is None:
        return None
    known = read_known(connection, member.programme_id, member.programme).activities.values()
    titles = (text_in(one.title, voice, otherwise=one.id) for one in known if one.id == activity)
    return next(titles, None)


def _voice(language: str) -> GettextVoice:
    from plaudit.pages.voices import UnknownLanguage, voice_of

    try:
        return voice_of(language)
    except UnknownLanguage as unknown:
        stop_with(f"There is no language {unknown}.", code=EXIT_USAGE)


def _named(by: str) -> str:
    if not by.strip():
        stop_with("--by needs a name.", code=EXIT_USAGE)
    return by.strip()


def _say(done: bool, sentence: str, otherwise: str) -> None:
    """Say that it is done, or end the command because it isn't."""
    if not done:
        stop_with(otherwise)
    typer.echo(sentence)
