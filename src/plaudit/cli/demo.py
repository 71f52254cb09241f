"""`plaudit demo`: Riverside from nothing to a member's page, through the real door."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from plaudit.cli import demo_riverside
from plaudit.cli.demo_city import DAYS, MEMBERS, Event
from plaudit.cli.opening import opened, stop_with
from plaudit.cli.progress import bar
from plaudit.cli.statement import page_link, print_statement, read_whole
from plaudit.core.period import date_of

if TYPE_CHECKING:
    from plaudit.cli.demo_riverside import Riverside

POST_DEEDS = 500
SHOWN_DEEDS = 12
START_SECONDS = 60


def add_to(app: typer.Typer) -> None:
    """Add `plaudit demo` to the command line."""
    app.command("demo")(demo)


def demo(
    leave_at_once: Annotated[
        bool, typer.Option("--exit", help="Stop after the statement instead of serving the page.")
    ] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to serve on.")] = 8000,
) -> None:
    """Show Plaudit at work: a week of deeds in Riverside, one statement, and the member's page.

    Everything goes the real way: partners send deeds over HTTP with their keys, and each is
    answered once its points are stored. A second run finds the deeds known already.
    """
    # `kill` is as good as Ctrl-C, and a shell's background ignores that one: the server that is
    # started here must not be left behind.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    riverside = demo_riverside.prepare()
    with _served(_free_port(port)) as address:
        events = list(riverside.week().events())
        answered = _send(riverside, events, address)
        typer.echo(
            f"{answered['accepted']:,} deeds became points, {answered['duplicate']:,} were known "
            f"already, {answered['refused']:,} were refused.\n"
        )
        member_id = demo_riverside.telling_member(riverside, events)
        typer.echo(f"The statement of member {member_id}:\n")
        _show_statement(member_id)
        if not leave_at_once:
            # A browser makes passkeys for a name, and not for an address of digits.
            _invite(riverside, member_id, address.replace("127.0.0.1", "localhost"))


def _invite(riverside: Riverside, member_id: int, address: str) -> None:
    """Say what there is to see, and wait for Ctrl-C."""
    typer.echo(
        f"\nThis member's page, by a link that is good for 15 minutes:\n"
        f"  {page_link(member_id, address)}"
    )
    typer.echo(f"What Riverside offers, and how you join it yourself: {address}/")
    typer.echo(f"E-mail with codes is not sent; it is put into {_mail_folder()}.")
    by_hand = demo_riverside.report_by_hand(riverside, member_id, address)
    typer.echo(f"\nReport a deed yourself, as a café would, and look again:\n{by_hand}\n")
    typer.echo("Ctrl-C stops.")
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        typer.echo("\nStopped. The database goes on; plaudit database stop ends it.")


def _free_port(wanted: int) -> int:
    from plaudit.cli.serve import is_free

    for port in range(wanted, min(wanted + 20, 65536)):
        if is_free("127.0.0.1", port):
            if port != wanted:
                typer.echo(f"The port {wanted} is taken; this is {port}.")
            return port
    return stop_with(f"The ports from {wanted} on are taken. Name another: --port.")


@contextmanager
def _served(port: int) -> Iterator[str]:
    """Run `plaudit serve` as a process of its own, and stop it afterwards."""
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "plaudit.cli.main", "serve", "--no-work", "--port", str(port)]
    command += ["--processes", "1"]  # one visitor
    mail = {"PLAUDIT_MAIL": f"file:{_mail_folder()}"} | os.environ
    # In a group of its own: Ctrl-C is for this command, which then stops the server.
    with tempfile.TemporaryFile("w+") as said:
        server = subprocess.Popen(command, start_new_session=True, stderr=said, text=True, env=mail)
        try:
            _wait_for(server, port, said)
            yield address
        finally:
            server.terminate()
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _mail_folder() -> Path:
    from plaudit.store.place import var_dir

    return var_dir().absolute() / "mail"


def _wait_for(server: subprocess.Popen[str], port: int, said: IO[str]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            said.seek(0)
            stop_with(f"The server stopped before it was ready:\n{said.read()}")
        try:
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            client.request("GET", "/v1/health")
            if client.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    stop_with(f"The server wasn't ready after {START_SECONDS} seconds.")


def _show_statement(member_id: int) -> None:
    from plaudit.pages.voices import voice_of

    with opened() as connection:
        found = read_whole(connection, member_id, deeds=SHOWN_DEEDS)
    assert found is not None, member_id
    print_statement(found, voice_of("en"))


def _send(
    riverside: Riverside, events: Sequence[tuple[str, Event]], address: str
) -> dict[str, int]:
    """Send deeds in batches, partner by partner, and return what was answered."""
    last_day = date_of(riverside.today - 1)
    typer.echo(f"{MEMBERS:,} members, {len(events):,} reports, {DAYS} days up to {last_day}.")
    waiting: dict[str, list[Event]] = {}
    answered = {"accepted": 0, "duplicate": 0, "refused": 0}
    client = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
    with bar("Partners send their deeds", total=len(events)) as step:

        def post(partner_id: str) -> None:
            batch = waiting.pop(partner_id)
            _post(client, riverside.keys[partner_id], batch, answered=answered)
            step(len(batch))

        for partner_id, event in events:
            waiting.setdefault(partner_id, []).append(event)
            if len(waiting[partner_id]) == POST_DEEDS:
                post(partner_id)
        for partner_id in list(waiting):
            post(partner_id)
    return answered


def _post(
    client: http.client.HTTPConnection,
    key: str,
    batch: Sequence[Event],
    *,
    answered: dict[str, int],
) -> None:
    headers = {
        "Authorization": f"Bearer {key}",
        "Content-Type": "application/cloudevents-batch+json",
    }
    client.request("POST", "/v1/deeds", json.dumps(batch).encode(), headers)
    response = client.getresponse()
    body = json.loads(response.read())
    if response.status != 200:
        stop_with(f"The door answered {response.status}: {body}")
    for outcome in body["outcomes"]:
        answered[outcome["status"]] += 1
