"""`plaudit demo`: from an empty book to a member's page, a deed by hand, and a clean stop."""

from __future__ import annotations

import json
import re
import shlex
import signal
import subprocess
import time
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from plaudit.cli.serve import is_free
from tests.cli.running import PLAUDIT, ROOT, environment, plaudit

PORT = 8461


def _until(said: Path, words: str, *, of: subprocess.Popen[bytes]) -> str:
    """Return what the demonstration said, once it has said these words."""
    deadline = time.monotonic() + 100
    while words not in (text := said.read_text("utf-8")):
        assert of.poll() is None, text
        assert time.monotonic() < deadline, text
        time.sleep(0.1)
    return text


def _report(command: str) -> dict[str, object]:
    """Send what a printed curl command would send, and return the answer."""
    _, url, *words = shlex.split(command.replace("\\\n", " "))
    given = dict(zip(words[::2], words[1::2], strict=True))
    headers = dict(
        one.split(": ", 1)
        for flag, one in zip(words[::2], words[1::2], strict=True)
        if flag == "-H"
    )
    with urlopen(Request(url, given["-d"].encode(), headers), timeout=20) as answer:
        found: dict[str, object] = json.load(answer)
    return found


@pytest.mark.timeout(200)
def test_the_demonstration_ends_with_a_page_a_deed_by_hand_and_a_clean_stop(
    database_url: str, tmp_path: Path
) -> None:
    said = tmp_path / "said"
    with said.open("wb") as out:
        demo = subprocess.Popen(
            [*PLAUDIT, "demo", "--port", str(PORT)],
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            env=environment(database_url) | {"PLAUDIT_VAR": str(tmp_path / "var")},
        )
    try:
        text = _until(said, "Ctrl-C stops.", of=demo)
        accepted = re.search(r"([\d,]+) deeds became points, .* 0 were refused", text)
        link = re.search(r"http://\S+/member/enter/\S+", text)
        assert accepted is not None
        assert int(accepted[1].replace(",", "")) > 5_000
        assert link is not None
        with urlopen(link[0], timeout=20) as page:
            assert page.status == 200
        command = text[text.index("  curl ") : text.index("Ctrl-C stops.")]
        outcome = _report(command)["outcomes"]
        assert isinstance(outcome, list)
        assert outcome[0]["status"] == "accepted"
    finally:
        demo.send_signal(signal.SIGTERM)

    assert demo.wait(60) == 0
    assert "Stopped." in said.read_text("utf-8")
    assert is_free("127.0.0.1", PORT)
    assert plaudit("audit", url=database_url).code == 0
