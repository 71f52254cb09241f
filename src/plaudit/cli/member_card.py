"""`plaudit member card` and `find`: a card for somebody without a phone, and whose card it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.looking import BY, REASON, Why, looker, write_look
from plaudit.cli.opening import EXIT_USAGE, now_instant, opened, stop_with
from plaudit.cli.writing import stop_unless_new, written

if TYPE_CHECKING:
    from plaudit.pages.voices import GettextVoice


def card(
    member: Annotated[int, typer.Argument(help="The member's number.", show_default=False)],
    file: Annotated[Path, typer.Argument(help="Where the PDF goes.", show_default=False)],
    *,
    language: Annotated[
        str, typer.Option(help="The language; otherwise the one in which the member agreed.")
    ] = "",
    by: Annotated[str, BY] = "",
    reason: Annotated[Why, REASON] = Why.NOT_SAID,
) -> None:
    """Write a member's card as PDF, in the size of a bank card: a QR code and a number.

    With it a desk finds the member (plaudit member find). It opens nothing by itself, and is for
    the programme's desk alone. That it was made is written down, and the member sees it.

    Exit code 0: written; 1: no such member, or a font is missing; 2: wrong language, or the file
    is there already or can't be written; then nothing is written down.
    """
    from plaudit.pages.export_files import for_its_owner
    from plaudit.pages.papers.card_pdf import card_pdf
    from plaudit.pages.papers.fonts import FontMissing
    from plaudit.store.catalogue import read_programme
    from plaudit.store.members import language_of, read_membership

    stop_unless_new(file)
    with opened() as connection:
        found = read_membership(connection, member)
        if found is None:
            stop_with(f"There is no member {member}.")
        voice = _voice(language or language_of(connection, member) or "en")
        write_look(connection, member, looker(by, reason, "plaudit member card"))
        newest = read_programme(connection, found.programme_id, found.programme).editions[-1]
    title = newest.edition.title
    try:
        made = card_pdf(member, found.programme, title, voice=voice, now=now_instant())
    except FontMissing as missing:
        stop_with(str(missing))
    with written(file), for_its_owner(file) as target:
        target.write(made)
    typer.echo(f"Written: {file}.")


def find(
    number: Annotated[str, typer.Argument(help="The number on the card.", show_default=False)],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    by: Annotated[str, BY] = "",
    reason: Annotated[Why, REASON] = Why.NOT_SAID,
) -> None:
    """Print the number of the member whose card it is, as the other commands take it.

    A digit typed wrongly is noticed. That it was looked up is written down, and the member sees it.

    Exit code 0: printed; 1: no such member; 2: this is no number of a card.
    """
    from plaudit.core.card import member_of_card
    from plaudit.store.members import read_membership

    member = member_of_card(number)
    if member is None:
        stop_with(
            "This is no number of a card: compare each of its twelve digits.", code=EXIT_USAGE
        )
    with opened() as connection:
        found = read_membership(connection, member)
        if found is None:
            stop_with("There is no member with this card.")
        write_look(connection, member, looker(by, reason, "plaudit member find"))
    if as_json:
        takes_part = found.withdrawn_at is None
        said = {"member": member, "programme": found.programme, "takes_part": takes_part}
        typer.echo(json.dumps(said))
    else:
        typer.echo(member)


def _voice(language: str) -> GettextVoice:
    from plaudit.pages.voices import UnknownLanguage, voice_of

    try:
        return voice_of(language)
    except UnknownLanguage as unknown:
        stop_with(f"There is no language {unknown}.", code=EXIT_USAGE)
