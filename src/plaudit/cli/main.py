"""The `plaudit` command: finds a command's file by the command's name, and runs it.

A command is a file of this room with a function `add_to(app)`, and a row in COMMANDS. A file is
imported when its command is asked for, and imports what it needs inside the command: so
`plaudit --help` answers at once, and no command waits for the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import HAS_RICH, TyperGroup
from typer.main import get_command

COMMANDS = {
    "demo": "demo",
    "serve": "serve",
    "work": "work",
    "check": "check",
    "charter": "charter",
    "notice": "notice",
    "record": "notice",
    "assessment": "notice",
    "count": "count",
    "replay": "replay",
    "rehearse": "rehearse",
    "forecast": "forecast",
    "synth": "synth",
    "take-in": "take_in",
    "approve": "approve",
    "rehearsed": "approve",
    "publish": "publish",
    "editions": "editions",
    "diff": "diff",
    "statement": "statement",
    "export": "export",
    "carry": "export",
    "leave": "rights",
    "rejoin": "rights",
    "withhold": "rights",
    "allow": "rights",
    "restrict": "rights",
    "lift": "rights",
    "erase": "rights",
    "rewards": "rewards",
    "reverse": "reverse",
    "strike-out": "reverse",
    "take-again": "reverse",
    "restore-award": "reverse",
    "questions": "questions",
    "ask": "questions",
    "decide": "questions",
    "funding": "funding",
    "audit": "audit",
    "recount": "recount",
    "unusual": "unusual",
    "columns": "columns",
    "backup": "backup",
    "restore": "restore",
    "schema": "schema",
    "partner": "partner",
    "member": "member",
    "voucher": "voucher",
    "tickets": "tickets",
    "settlement": "settlement",
    "staff": "staff",
    "closing": "closing",
    "webhook": "webhook",
    "database": "database",
}
"""The file of each command, in the order in which help shows them."""


def version(wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        from importlib import metadata

        typer.echo(f"plaudit {metadata.version('plaudit')}")
        raise typer.Exit


def plaudit(
    show_version: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Opt-in civic rewards: partners report good deeds, members earn points.

    Exit codes: 0 done; 1 refused or wrong, with the reason; 2 wrong use; 3 a person must answer a
    question first; 4 the database doesn't answer or can't be started.
    """


@cache
def commands_of(file: str) -> Mapping[str, Any]:
    """Return the commands that a file of this room adds, by their names."""
    app = typer.Typer(add_completion=False)
    app.callback()(plaudit)
    import_module(f"plaudit.cli.{file}").add_to(app)
    built = get_command(app)
    assert isinstance(built, TyperGroup)
    for command in built.commands.values():
        _show_brackets(command)
    return built.commands


def _show_brackets(shown: Any) -> None:
    """Let help show words in square brackets: written plainly they are taken for colours."""
    if HAS_RICH and shown.help is not None and "[" in shown.help:
        from rich.markup import escape

        shown.help = escape(shown.help)
    for part in (*getattr(shown, "params", ()), *getattr(shown, "commands", {}).values()):
        _show_brackets(part)


class _Commands(Mapping[str, Any]):
    """Every command by its name, made when it is asked for."""

    def __getitem__(self, name: str) -> object:
        return commands_of(COMMANDS[name])[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class _Group(TyperGroup):
    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = _Commands()  # type: ignore[assignment]  # nothing is put in

    def invoke(self, ctx: Any) -> Any:
        """Run a command. Where the database is at fault it ends with a sentence and its code."""
        try:
            return super().invoke(ctx)
        except Exception as fault:
            from plaudit.cli.opening import EXIT_DATABASE, said_of_database, stop_with

            said = said_of_database(fault)
            if said is None:
                raise
            stop_with(said, code=EXIT_DATABASE)


def application() -> typer.Typer:
    """Return the command line with every command of `COMMANDS`."""
    app = typer.Typer(
        cls=_Group,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_show_locals=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(plaudit)
    return app


def main() -> None:
    """Run the command line (the entry point of the package)."""
    application()()


if __name__ == "__main__":
    main()
