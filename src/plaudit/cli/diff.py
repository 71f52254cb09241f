"""`plaudit diff`: the difference between two editions, in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.editions import is_file
from plaudit.cli.opening import EXIT_USAGE, opened, stop_with

if TYPE_CHECKING:
    from plaudit.core.difference.said import Said
    from plaudit.core.difference.telling import ToldDifference
    from plaudit.pages.voices import GettextVoice
    from plaudit.store.catalogue import Published

PUBLISHED = "PROGRAMME/EDITION"
Sides = Annotated[
    list[str],
    typer.Argument(
        metavar="[BEFORE] AFTER",
        help=f"Each a file, or {PUBLISHED} for a published edition.",
        show_default=False,
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add `plaudit diff` to the command line."""
    app.command("diff")(diff)


def diff(
    editions: Sides,
    *,
    language: Annotated[str, typer.Option(help="The language: en, th or zh-Hans.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print the difference as JSON.")] = False,
    activities: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Deed types of files.", show_default="catalogue/activities"
        ),
    ] = None,
) -> None:
    """Print the difference between two editions in words, as members read it.

    With one edition: the difference to the published one before it. Of a published edition the
    deed types are those that were published with it. Examples:

    plaudit diff riverside/2026-04 riverside/2026-10

    plaudit diff catalogue/programmes/riverside/2027-04.toml

    Exit code 0: printed, also where both say the same; 1: there is no such edition, or a file has
    mistakes; 2: wrong use.
    """
    from plaudit.core.difference.compare import difference
    from plaudit.core.difference.telling import tell_difference
    from plaudit.pages.voices import UnknownLanguage, voice_of

    try:
        voice = voice_of(language)
    except UnknownLanguage as unknown:
        stop_with(f"There is no language {unknown}.", code=EXIT_USAGE)
    before, after = both_sides(editions, activities)
    told = tell_difference(difference(before, after), voice)
    if as_json:
        typer.echo(json.dumps(as_data(told), indent=2, ensure_ascii=False))
    else:
        typer.echo(as_text(told, voice))


def both_sides(named: list[str], activities: Path | None) -> tuple[Said, Said]:
    """Return what both editions say; the published one before where only one is named.

    Refuses: ends the command where one can't be had.
    """
    if len(named) not in (1, 2):
        stop_with(f"Name one edition or two; here are {len(named)}.", code=EXIT_USAGE)
    programmes = {}
    if len(named) == 1 or not all(map(is_file, named)):
        with opened() as connection:
            from plaudit.store.catalogue import read_programmes

            programmes = {known.id: known for known in read_programmes(connection)}
    sides = [
        _of_file(Path(one), activities) if is_file(one) else _published(one, programmes)
        for one in named
    ]
    if len(sides) == 1:
        sides.insert(0, _one_before(sides[0], programmes))
    return sides[0], sides[1]


def _of_file(path: Path, activities: Path | None) -> Said:
    from plaudit.cli.check import activities_for
    from plaudit.cli.publish import activity_texts, edition_text
    from plaudit.core.catalogue.mistakes import Mistakes
    from plaudit.core.difference.said import said_by

    try:
        texts = activity_texts(activities or activities_for([path]))
        return said_by(edition_text(path), texts, file=str(path))
    except Mistakes as wrong:
        stop_with(f"{path} can't be compared.\n\n{wrong}")


def _published(named: str, programmes: dict[str, Published]) -> Said:
    from plaudit.core.difference.said import said_by

    programme_id, slash, id = named.partition("/")
    if not slash:
        stop_with(f'"{named}" is neither a file nor {PUBLISHED}.', code=EXIT_USAGE)
    known = programmes.get(programme_id)
    if known is None:
        stop_with(f"There is no programme {programme_id} with a published edition.")
    found = next((one for one in known.editions if one.edition.id == id), None)
    if found is None:
        ids = ", ".join(one.edition.id for one in known.editions)
        stop_with(f"{programme_id} has no published edition {id}. There are: {ids}.")
    return said_by(found.text, found.activity_texts)


def _one_before(after: Said, programmes: dict[str, Published]) -> Said:
    from plaudit.core.difference.said import said_by

    edition = after.edition
    known = programmes.get(edition.programme)
    earlier = [
        one
        for one in (known.editions if known else ())
        if one.edition.starts_on < edition.starts_on and one.edition.id != edition.id
    ]
    if not earlier:
        stop_with(f"No edition of {edition.programme} is published before {edition.id}.")
    return said_by(earlier[-1].text, earlier[-1].activity_texts)


def as_data(told: ToldDifference) -> dict[str, object]:
    """Return a difference as plain data."""
    return {
        "heading": told.heading,
        "is_different": not told.same,
        "sections": [
            {"title": section.title, "entries": [entry._asdict() for entry in section.entries]}
            for section in told.sections
        ],
    }


def as_text(told: ToldDifference, voice: GettextVoice) -> str:
    """Return a difference as text: a line for each sentence, which stands alone."""
    from plaudit.core.difference.telling import lines_of

    parts = [told.heading, told.same]
    for section in told.sections:
        lines = (f"  {line}" for line in lines_of(section, voice))
        parts.append("\n".join((section.title, *lines)))
    return "\n\n".join(filter(None, parts))
