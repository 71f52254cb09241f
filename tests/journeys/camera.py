"""A camera that looks at one QR code: a film of one picture, which Chromium takes for its own."""

from __future__ import annotations

from pathlib import Path

import segno
from playwright.sync_api import Browser

from tests.journeys.conftest import QUIET

WIDTH, HEIGHT = 640, 480
QUIET_ZONE = 8
"""Squares above and below a code, together."""
WHITE, BLACK = 235, 16


def film(path: Path, text: str) -> None:
    """Write a film that shows a text's QR code, as YUV4MPEG2."""
    rows = [bytes(row) for row in segno.make_qr(text, error="m").matrix]
    square = HEIGHT // (len(rows) + QUIET_ZONE)
    left, top = ((size - square * len(rows)) // 2 for size in (WIDTH, HEIGHT))
    picture = bytearray([WHITE]) * (WIDTH * HEIGHT)
    for y, row in enumerate(rows):
        line = b"".join(bytes([BLACK if dark else WHITE]) * square for dark in row)
        for at in range(square):
            start = (top + square * y + at) * WIDTH + left
            picture[start : start + len(line)] = line
    grey = bytes([128]) * (WIDTH * HEIGHT // 2)
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(head + b"FRAME\n" + bytes(picture) + grey)


def with_camera(browser: Browser, program: str, path: Path) -> Browser:
    """Start a browser whose camera sees a film."""
    seeing = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={path}",
    ]
    return browser.browser_type.launch(executable_path=program, args=[*QUIET, *seeing])
