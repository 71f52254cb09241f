"""`plaudit serve`: the door for deeds and the pages, in one process."""

from __future__ import annotations

from typing import Annotated

import typer

from plaudit.cli.opening import EXIT_USAGE, started_database, stop_with


def add_to(app: typer.Typer) -> None:
    """Add `plaudit serve` to the command line."""
    app.command("serve")(serve)


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = 8000,
) -> None:
    """Serve POST /v1/deeds and the member's page until Ctrl-C.

    Starts the embedded database where it isn't running, brings its tables up to date, and refuses
    a server that may forget what it confirmed.
    """
    import gc

    from plaudit.ingest.server import server_of

    if not is_free(host, port):
        stop_with(f"The port {port} is taken. Name another: --port {port + 1}.", code=EXIT_USAGE)
    started_database()
    server = server_of("plaudit.config.asgi:application", host=host, port=port)
    server.config.load()
    # What is loaded stays: the collector needn't look at it, nor after every few hundred deeds.
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    typer.echo(f"Plaudit serves on http://{host}:{port} until Ctrl-C.", err=True)
    server.run()


def is_free(host: str, port: int) -> bool:
    """Return whether nothing listens on a port."""
    import socket

    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
