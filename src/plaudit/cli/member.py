"""`plaudit member`: a desk lets a person join, prints a card, and says handles at partners.

Leaving and everything after it is `plaudit leave` and its neighbours (cli/rights.py).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli import member_card, member_code
from plaudit.cli.asking import Agreed, ask
from plaudit.cli.in_force import edition_in_force, programme_named
from plaudit.cli.looking import BY, REASON, Why, looker, write_look
from plaudit.cli.opening import EXIT_USAGE, now_instant, opened, stop_with
from plaudit.cli.partner_key import registered

if TYPE_CHECKING:
    import psycopg

    from plaudit.store.catalogue import Published, PublishedEdition

AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]


def add_to(app: typer.Typer) -> None:
    """Add `plaudit member` to the command line."""
    member = typer.Typer(
        no_args_is_help=True,
        help="Joining, cards, handles, and codes. To leave: plaudit leave MEMBER.",
    )
    member.command()(join)
    member.command()(handle)
    member.command()(member_code.code)
    member.command()(member_card.card)
    member.command()(member_card.find)
    app.add_typer(member, name="member")


def join(
    programme: Annotated[str, typer.Argument(help="The programme's id.", show_default=False)],
    *,
    language: Annotated[str, typer.Option(help="In which language the person reads and agrees.")],
    agreed: Agreed = False,
    as_json: AsJson = False,
) -> None:
    """Let a person join who agrees to the sentence of the privacy notice. Prints the new number.

    It shows the sentence and asks; what was agreed to is kept word for word, with the fingerprint
    of the notice. Nothing about the person is asked or kept. From now on deeds count, none from
    before.

    Exit code 0: joined; 1: the person doesn't agree, there is no such programme, or its rules
    changed meanwhile; 2: no notice in this language; 3: nobody is there to answer, and --agreed
    isn't said.
    """
    from plaudit.actions.join import join as run

    with opened() as connection:
        found = programme_named(connection, programme)
        now, spoken, wording = _agreed(connection, found, language=language, asks=not agreed)
        (member_id,) = run(
            connection,
            programme_id=found.programme_id,
            now=now,
            language=spoken,
            wording=wording,
        )
    if as_json:
        joined = {"member": member_id, "programme": programme, "language": spoken}
        typer.echo(json.dumps(joined | {"agreed_to": wording}, ensure_ascii=False))
    else:
        typer.echo(f"Member {member_id} takes part in {programme}.")


def handle(
    member: Annotated[int, typer.Argument(help="The member's number.", show_default=False)],
    partner: Annotated[str, typer.Argument(help="The partner's id.", show_default=False)],
    *,
    as_json: AsJson = False,
    by: Annotated[str, BY] = "",
    reason: Annotated[Why, REASON] = Why.NOT_SAID,
) -> None:
    """Print the handle under which a partner knows a member: for a card, or a report by hand.

    It is another one at each partner (charter, C15). That it was looked up is written down, and
    the member sees it.

    Exit code 0: printed; 1: no such member who takes part, no such partner, or another programme's.
    """
    from plaudit.actions.give_handle import give_handle
    from plaudit.store.handles import Handles
    from plaudit.store.members import read_membership
    from plaudit.store.secrets import secret

    with opened() as connection:
        known = registered(connection, partner)
        found = read_membership(connection, member)
        if found is None or found.withdrawn_at is not None:
            stop_with(f"There is no member {member} who takes part.")
        if found.programme_id != known.registered.programme_id:
            stop_with(f"{partner} isn't a partner of {found.programme}, where member {member} is.")
        write_look(connection, member, looker(by, reason, "plaudit member handle"))
        handles = Handles(secret("handles"))
        said = give_handle(connection, member, known.partner_id, handles=handles)
    if as_json:
        typer.echo(json.dumps({"member": member, "partner": partner, "handle": said}))
    else:
        typer.echo(said)


def _agreed(
    connection: psycopg.Connection, programme: Published, *, language: str, asks: bool
) -> tuple[int, str, str]:
    """Return when a person agreed, in which language and to which wording, of that instant's."""
    shown = edition_in_force(programme, now=now_instant())
    spoken, sentence, wording = _notice(connection, programme, shown, language=language)
    if asks:
        ask(sentence, otherwise="Nobody joined, and nothing was kept.")
    now = now_instant()
    if edition_in_force(programme, now=now) != shown:
        stop_with("Other rules have begun, with a notice of their own. Nobody joined: ask again.")
    return now, spoken, wording


def _notice(
    connection: psycopg.Connection,
    programme: Published,
    edition: PublishedEdition,
    *,
    language: str,
) -> tuple[str, str, str]:
    """Return the language as written, the sentence to agree to, and the wording that is kept."""
    from plaudit.core.notice.making import wording_of
    from plaudit.pages.voices import voice_of
    from plaudit.store.notices import read_notices

    id = edition.edition.id
    notices = read_notices(connection, programme.id, id)
    if not notices:
        stop_with(f"No privacy notice is kept with the edition {id}: nobody can join.")
    for code, notice in notices.items():
        if code.lower() == language.lower():
            return code, notice.agreement, wording_of(notice, voice_of(code))
    return stop_with(
        f"The notice of {programme.id} isn't written in {language}; it is in {', '.join(notices)}.",
        code=EXIT_USAGE,
    )
