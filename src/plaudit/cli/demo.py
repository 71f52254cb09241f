"""`plaudit demo`: Riverside from nothing to a member's page, through the real door."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli import demo_riverside
from plaudit.cli.demo_city import DAYS, MEMBERS
from plaudit.cli.opening import stop_with

if TYPE_CHECKING:
    from plaudit.cli.demo_riverside import Riverside

POST_DEEDS = 500
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
    riverside = demo_riverside.prepare()
    with _served(_free_port(port)) as address:
        answered = _send_week(riverside, address)
        typer.echo(
            f"{answered['accepted']:,} deeds became points, {answered['duplicate']:,} were known "
            f"already, {answered['refused']:,} were refused.\n"
        )
        demo_riverside.show_statement(riverside)
        if leave_at_once:
            return
        typer.echo(f"\nThis member's page: {demo_riverside.link(riverside, address)}")
        typer.echo(f"What Riverside offers: {address}/\nCtrl-C stops.")
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
    stop_with(f"The ports from {wanted} on are taken. Name another: --port.")


@contextmanager
def _served(port: int) -> Iterator[str]:
    """Run `plaudit serve` as a process of its own, and stop it afterwards."""
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "plaudit.cli.main", "serve", "--port", str(port)]
    # In a group of its own: Ctrl-C is for this command, which then stops the server.
    server = subprocess.Popen(command, start_new_session=True, stderr=subprocess.PIPE, text=True)
    try:
        _wait_for(server, port)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(server: subprocess.Popen[str], port: int) -> None:
    import http.client

    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            said = server.stderr.read() if server.stderr else ""
            stop_with(f"The server stopped before it was ready:\n{said}")
        try:
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            client.request("GET", "/v1/health")
            if client.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    stop_with(f"The server wasn't ready after {START_SECONDS} seconds.")


def _send_week(riverside: Riverside, address: str) -> dict[str, int]:
    """Send the week's deeds partner by partner, in batches, as tills and depots do."""
    import http.client

    from plaudit.cli.demo_city import Week
    from plaudit.cli.progress import bar
    from plaudit.core.period import date_of

    week = Week(date_of(riverside.today), riverside.time_zone, riverside.handle_of)
    waiting: dict[str, list[object]] = {}
    events = list(week.events())
    answered = {"accepted": 0, "duplicate": 0, "refused": 0}
    client = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)
    last_day = date_of(riverside.today) - timedelta(days=1)
    typer.echo(f"{MEMBERS:,} members, {len(events):,} deeds, {DAYS} days up to {last_day}.")
    with bar("Partners send their deeds", total=len(events)) as step:
        for partner_id, event in events:
            batch = waiting.setdefault(partner_id, [])
            batch.append(event)
            if len(batch) == POST_DEEDS:
                _post(client, riverside.keys[partner_id], batch, answered)
                step(len(batch))
                waiting[partner_id] = []
        for partner_id, batch in waiting.items():
            _post(client, riverside.keys[partner_id], batch, answered)
            step(len(batch))
    return answered


def _post(client: object, key: str, batch: list[object], answered: dict[str, int]) -> None:
    import http.client

    assert isinstance(client, http.client.HTTPConnection)
    if not batch:
        return
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
