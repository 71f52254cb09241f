"""A camera that looks at one QR code: a film of one picture, which Chromium takes for its own."""

from __future__ import annotations

from base64 import b64decode, b64encode
from pathlib import Path

import segno
from playwright.sync_api import Browser, Locator

from tests.journeys.conftest import QUIET

WIDTH, HEIGHT = 640, 480
QUIET_ZONE = 8
"""Squares above and below a code, together."""
WHITE, BLACK = 235, 16


BRIGHTNESS = """async ([png, width, height]) => {
    const shown = new Image();
    shown.src = `data:image/png;base64,${png}`;
    await shown.decode();
    const scale = Math.min(width / shown.width, height / shown.height);
    const [wide, high] = [shown.width * scale, shown.height * scale];
    const canvas = new OffscreenCanvas(width, height).getContext("2d");
    canvas.fillStyle = "white";
    canvas.fillRect(0, 0, width, height);
    canvas.drawImage(shown, (width - wide) / 2, (height - high) / 2, wide, high);
    const { data } = canvas.getImageData(0, 0, width, height);
    let bright = "";
    for (let at = 1; at < data.length; at += 4) bright += String.fromCharCode(data[at]);
    return btoa(bright);
}"""
"""Lays a picture on a white field, and says how bright each point is."""


def film_what_is_shown(path: Path, it: Locator) -> None:
    """Write a film that shows what stands on a page, as if the phone were held up to a camera."""
    png = b64encode(it.screenshot()).decode()
    blank = it.page.context.new_page()  # the pages' own policy takes no picture from elsewhere
    picture = b64decode(blank.evaluate(BRIGHTNESS, [png, WIDTH, HEIGHT]))
    blank.close()
    _write(path, picture)


def film(path: Path, text: str) -> None:
    """Write a film that shows a text's QR code."""
    rows = [bytes(row) for row in segno.make_qr(text, error="m").matrix]
    square = HEIGHT // (len(rows) + QUIET_ZONE)
    left, top = ((size - square * len(rows)) // 2 for size in (WIDTH, HEIGHT))
    picture = bytearray([WHITE]) * (WIDTH * HEIGHT)
    for y, row in enumerate(rows):
        line = b"".join(bytes([BLACK if dark else WHITE]) * square for dark in row)
        for at in range(square):
            start = (top + square * y + at) * WIDTH + left
            picture[start : start + len(line)] = line
    _write(path, bytes(picture))


def _write(path: Path, picture: bytes) -> None:
    """Write a film of one grey picture, as YUV4MPEG2."""
    grey = bytes([128]) * (WIDTH * HEIGHT // 2)
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(head + b"FRAME\n" + picture + grey)


def with_camera(browser: Browser, program: str, path: Path) -> Browser:
    """Start a browser whose camera sees a film."""
    seeing = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={path}",
    ]
    return browser.browser_type.launch(executable_path=program, args=[*QUIET, *seeing])
