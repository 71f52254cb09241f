"""`plaudit editions`: every edition with its state, and what is to be done next with a draft."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.opening import EXIT_USAGE, now_instant, opened, stop_with

if TYPE_CHECKING:
    from plaudit.core.charter.check import Report
    from plaudit.store.catalogue import Published

FILE_ENDS = ".toml"
Named = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PROGRAMME|FILE]…",
        help="Programmes, or files of editions. All programmes where left out.",
        show_default=False,
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add `plaudit editions` to the command line."""
    app.command("editions")(editions)


@dataclass(frozen=True, slots=True)
class Listed:
    """One edition as it is listed; what it doesn't say is empty.

    `sha256` is of a published text, `content_sha256` what an approval names. `file` is empty for
    an edition of the book, `next` where nothing is to be done.
    """

    state: str
    programme: str = ""
    edition: str = ""
    starts_on: str = ""
    published_on: str = ""
    author: str = ""
    approver: str = ""
    approved_on: str = ""
    rehearsed_on: str = ""
    sha256: str = ""
    content_sha256: str = ""
    file: str = ""
    next: str = ""


def editions(
    named: Named = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the editions as JSON.")] = False,
    activities: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Deed types.", show_default="catalogue/activities"),
    ] = None,
) -> None:
    """List editions with their states, from draft to superseded.

    Published editions come from the book, with who answers for them and the SHA-256 of their text.
    A FILE is a draft until it passes `plaudit check`, then checked, or rehearsed where it names a
    rehearsal (`plaudit rehearsed`), until its approver approves it (`plaudit approve`), then
    approved until its day of publication (`plaudit publish`); what is to be done next stands below.

    Exit code 0: listed; 1: no such programme; 2: wrong use, such as a file that isn't an edition.
    """
    names = [one for one in named or () if not is_file(one)]
    files = [Path(one) for one in named or () if is_file(one)]
    with opened() as connection:
        from plaudit.store.catalogue import read_programmes

        programmes = {known.id: known for known in read_programmes(connection)}
    if unknown := [name for name in names if name not in programmes]:
        stop_with(
            f"There is no programme {unknown[0]} with a published edition. There "
            f"{'are' if programmes else 'is'}: {', '.join(programmes) or 'none'}."
        )
    wanted = names if named else list(programmes)
    listed = [one for name in wanted for one in published_editions(programmes[name])]
    listed += drafts(files, programmes, activities)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in listed], indent=2, ensure_ascii=False))
    elif not listed:
        typer.echo("No edition is published yet.")
    else:
        typer.echo("\n\n".join(as_text(one) for one in listed))


def is_file(named: str) -> bool:
    """Return whether a word of the command line names a file: it ends so, or is there."""
    return named.endswith(FILE_ENDS) or Path(named).is_file()


def published_editions(programme: Published) -> list[Listed]:
    """Return a programme's editions, the earliest first."""
    from plaudit.core.period import Calendar, date_of
    from plaudit.core.publishing import states_of

    today = Calendar(programme.time_zone).day_of(now_instant())
    states = states_of([one.edition.starts_on for one in programme.editions], today=today)
    return [
        Listed(
            programme=programme.id,
            edition=one.edition.id,
            state=state.value,
            starts_on=date_of(one.edition.starts_on).isoformat(),
            published_on=one.publication.published_on.isoformat(),
            author=one.publication.author,
            approver=one.publication.approver,
            approved_on=one.publication.approved_on.isoformat(),
            sha256=one.sha256,
            content_sha256=one.publication.content_sha256,
        )
        for one, state in zip(programme.editions, states, strict=True)
    ]


def drafts(
    files: Sequence[Path], programmes: dict[str, Published], activities: Path | None
) -> list[Listed]:
    """Return files of editions with what is to be done next."""
    from plaudit.cli.check import activities_for, examined

    found = []
    for file in files:
        if not file.is_file():
            stop_with(f"There is no file {file}.", code=EXIT_USAGE)
        (report,) = examined([file], activities or activities_for([file]))
        if report.kind in ("activity", "reward"):
            stop_with(f"{file} isn't an edition.", code=EXIT_USAGE)
        found.append(draft(report, programmes))
    return found


def draft(report: Report, programmes: dict[str, Published]) -> Listed:
    """Return where one file stands: also whether it, or another under its name, is published."""
    from plaudit.core.drafts import standing_of

    view = report.view
    if view is None:
        state, next_step = standing_of(report, today=datetime.now(UTC).date())
        return Listed(state.value, file=report.file, next=next_step)

    def text(table: str, key: str) -> str:
        value = view.value(table, key)
        return value.isoformat() if isinstance(value, date) else str(value or "")

    state, next_step = standing_of(report, today=_today(text("edition", "time_zone")))
    listed = Listed(
        state.value,
        programme=text("edition", "programme"),
        edition=text("edition", "id"),
        starts_on=text("edition", "starts_on"),
        published_on=text("people", "published_on"),
        author=text("people", "author"),
        approver=text("people", "approver"),
        approved_on=text("approval", "approved_on"),
        rehearsed_on=text("rehearsal", "rehearsed_on"),
        content_sha256=report.content_sha256,
        file=report.file,
        next=next_step,
    )
    known = programmes.get(listed.programme)
    return listed if known is None else _if_published(listed, known, text=view.source.text)


def _if_published(listed: Listed, known: Published, *, text: str) -> Listed:
    """Return a file's edition with the state that it has in the book, if it is there."""
    for one, published in zip(published_editions(known), known.editions, strict=True):
        if one.edition == listed.edition and published.text == text:
            return replace(one, file=listed.file)
        if one.edition == listed.edition:
            taken = (
                f"An edition {one.edition} is published with another text, and isn't changed any "
                "more. Give this one an id and a first day of its own."
            )
            return replace(listed, next=taken)
    return listed


def _today(zone: str) -> date:
    from plaudit.core.period import Calendar, date_of

    try:
        return date_of(Calendar(zone).day_of(now_instant()))
    except (KeyError, ValueError):  # a draft may name no zone, or one that isn't there
        return datetime.now(UTC).date()


def as_text(one: Listed) -> str:
    """Return an edition as a few lines of text."""
    name = f"{one.programme}, edition {one.edition}" if one.edition else "unreadable"
    lines = [f"{f'{one.file}: ' if one.file else ''}{name}: {one.state}"]
    first = f"first day {one.starts_on}" if one.starts_on else ""
    day = f"published on {one.published_on}" if one.published_on else ""
    if day and one.state in ("draft", "checked", "rehearsed", "approved"):
        day = f"to be {day}"
    lines.append(", ".join(filter(None, (first, day))))
    lines.append(f"author    {one.author}" if one.author else "")
    approved = f", on {one.approved_on}" if one.approved_on else ""
    lines.append(f"approver  {one.approver}{approved}" if one.approver else "")
    lines.append(f"rehearsed on {one.rehearsed_on}" if one.rehearsed_on else "")
    lines.append(f"SHA-256   {one.sha256}" if one.sha256 else "")
    lines.append(f"next: {one.next}" if one.next else "")
    return "\n    ".join(filter(None, lines))
