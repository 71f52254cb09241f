"""`plaudit serve`: the door for deeds, processes that answer pages, and a worker beside them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from plaudit.cli.opening import EXIT_USAGE, started_database, stop_with

SWITCH_SECONDS = 0.0005
"""How long a thread runs while another one waits for the interpreter: Python's own is ten times as
long, and deeds that came by themselves would wait that long at each step of their transaction."""

WORKER_STOP_SECONDS = 30
"""How long the worker may take to end what it is at; then it is killed, which loses nothing."""
PORT = 8000
"""What PLAUDIT_URL has where it isn't set (config.settings)."""
PROCESSES = "PLAUDIT_PROCESSES"
PROCESSES_MAX = 8
"""Beyond them the process that listens is the next limit, and connections get few for each."""
PROCESSES_USUAL = min(4, os.cpu_count() or 1)
Processes = Annotated[
    int,
    typer.Option(
        min=1,
        max=PROCESSES_MAX,
        envvar=PROCESSES,
        show_default="the machine's cores, at most 4",
        help="Processes that answer pages. 1: the one that listens answers them itself.",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add `plaudit serve` to the command line."""
    app.command("serve")(serve)


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")] = PORT,
    work: Annotated[
        bool, typer.Option("--work/--no-work", help="Run plaudit work beside, as a process.")
    ] = True,
    *,
    processes: Processes = PROCESSES_USUAL,
) -> None:
    """Serve POST /v1/deeds and the member's page until Ctrl-C.

    Starts the embedded database where it isn't running, brings its tables up to date, and refuses
    a server that may forget what it confirmed. A worker runs beside it: messages to partners, and
    jobs on a timetable.
    """
    import gc
    import sys

    from plaudit.ingest.server import server_of

    if not is_free(host, port):
        stop_with(f"The port {port} is taken. Name another: --port {port + 1}.", code=EXIT_USAGE)
    started_database()
    os.environ[PROCESSES] = str(processes)  # for the application, which the server loads by name
    said = _said_of_address(host, port)
    server = server_of("plaudit.config.asgi:application", host=host, port=port)
    server.config.load()
    # What is loaded stays: the collector needn't look at it, nor after every few hundred deeds.
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    # The threads that settle wait for their turn with each answer; they need it but for a moment.
    sys.setswitchinterval(SWITCH_SECONDS)
    typer.echo(said, err=True)
    if not work:
        server.run()
        return
    with worker_beside():
        server.run()


def _said_of_address(host: str, port: int) -> str:
    """Return what is said of where the pages are, and let the pages know their port at home.

    At home it is a name, as in PLAUDIT_URL: for an address of digits no browser makes passkeys.
    """
    home = f"http://localhost:{port}"
    here = home if host == "127.0.0.1" else f"http://{host}:{port}"
    said = f"Plaudit serves on {here} until Ctrl-C."
    if "PLAUDIT_URL" not in os.environ and port != PORT:
        said += f"\nFor links that other commands print: export PLAUDIT_URL={home}"
    os.environ.setdefault("PLAUDIT_URL", home)
    return said


@contextmanager
def worker_beside() -> Iterator[None]:
    """Run `plaudit work` for the length of the block. It ends with us, however we end.

    When it ends before, this is said, and serving goes on: no deed waits for it.
    """
    import subprocess
    import sys
    import threading

    command = [sys.executable, "-m", "plaudit.cli.main", "work", "--beside"]
    # In a group of its own: Ctrl-C is for the server, which then closes the worker's input.
    worker = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
    assert worker.stdin is not None
    is_over = threading.Event()

    def watch() -> None:
        code = worker.wait()
        if not is_over.is_set():
            typer.echo(
                f"The worker ended with code {code}: no message is sent and no timed job runs "
                "until you have looked and started it again (plaudit work).",
                err=True,
            )

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        is_over.set()
        worker.stdin.close()
        try:
            worker.wait(WORKER_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()


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
