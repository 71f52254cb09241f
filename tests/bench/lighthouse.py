"""The wallet page as Lighthouse judges it: a middling phone on slow 4G, which it reckons.

Source: the browser's own scores, 0 to 100; the aim is 95 or above in each.
"""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import sync_playwright

from plaudit.pages.passes import COOKIE, PATH
from tests.bench.book import Book
from tests.bench.door import Service
from tests.bench.pages import ENTRIES, bring_cups_back, passes_of
from tests.house.reading import ROOT
from tests.journeys.program import chromium_program

PROGRAM = ROOT / ".venv/lighthouse/node_modules/.bin/lighthouse"
TIMES = 3
SCORES = ("performance", "accessibility", "best-practices")
_SHOWN = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")
HEAD = (
    "| wallet page | performance | accessibility | best practices | first paint | largest "
    "| blocked |"
)


def lighthouse_rates(book: Book) -> Iterator[str]:
    """Yield a row for each time that a full wallet page is judged.

    Refuses: SystemExit where Lighthouse or a browser isn't there.
    """
    browser = chromium_program()
    if browser is None or not PROGRAM.exists():
        raise SystemExit("Run make lighthouse: it needs npm, and Chromium (Debian: chromium).")
    bring_cups_back(book)
    token = passes_of(book, least=ENTRIES)[0]
    with Service(book.url) as service:
        for nth in range(1, TIMES + 1):
            with _browser(browser, service.address, token) as port:
                found = _judged(f"{service.address}{PATH}", port)
            assert found["finalDisplayedUrl"].endswith(PATH)
            scores = [f"{found['categories'][one]['score'] * 100:.0f}" for one in SCORES]
            shown = [found["audits"][one]["displayValue"] for one in _SHOWN]
            yield f"| time {nth} | {' | '.join((*scores, *shown))} |"


@contextmanager
def _browser(program: str, address: str, token: str) -> Iterator[int]:
    """Let a new browser that has a member's pass, and kept nothing, be asked at a port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    arguments = ["--no-sandbox", "--disable-gpu", f"--remote-debugging-port={port}"]
    with TemporaryDirectory() as folder, sync_playwright() as player:
        visit = player.chromium.launch_persistent_context(
            folder, executable_path=program, args=arguments
        )
        visit.add_cookies([{"name": COOKIE, "value": token, "url": f"{address}{PATH}"}])
        yield port
        visit.close()


def _judged(address: str, port: int) -> Any:
    """Return what Lighthouse says of a page, in the browser at a port."""
    command = [
        str(PROGRAM),
        address,
        f"--port={port}",
        "--disable-storage-reset",  # it would take the pass
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(SCORES)}",
    ]
    done = subprocess.run(command, cwd=PROGRAM.parents[2], capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(f"Lighthouse ended with {done.returncode}: {done.stderr.decode()[-600:]}")
    return json.loads(done.stdout)
