"""A programme office with a catalogue of its own, which starts as Riverside's."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.cli.running import ROOT
from tests.publishing import signed

AHEAD = timedelta(days=20)


class Office:
    """A catalogue that editions are written into; all are to be published today."""

    def __init__(self, folder: Path) -> None:
        self.folder = shutil.copytree(ROOT / "catalogue", folder / "catalogue")
        self.programme = self.folder / "programmes" / "riverside"
        self.source = (self.programme / "2026-10.toml").read_text("utf-8")
        for path in self.programme.iterdir():
            path.unlink()

    @property
    def today(self) -> date:
        """The day in Bangkok."""
        return (datetime.now(UTC) + timedelta(hours=7)).date()

    def draft(self, id: str, *, starts_on: date, was: str = "", becomes: str = "") -> Path:
        """Write an edition that nobody approved yet, and return its path."""
        assert was in self.source
        text = self.source.partition("[approval]")[0].replace(was, becomes)
        text = re.sub("(?m)^id        = .*$", f'id        = "{id}"', text, count=1)
        text = re.sub("(?m)^starts_on = .*$", f"starts_on = {starts_on}", text)
        text = re.sub("(?m)^published_on = .*$", f"published_on = {self.today}", text)
        path = self.programme / f"{id}.toml"
        path.write_text(text)
        return path

    def write(self, id: str, *, starts_on: date, was: str = "", becomes: str = "") -> Path:
        """Write an edition that is published today, signed by two persons, and return its path."""
        path = self.draft(id, starts_on=starts_on, was=was, becomes=becomes)
        path.write_text(signed(path.read_text("utf-8"), self.activity_texts()))
        return path

    def activity_texts(self) -> dict[str, str]:
        """Return the texts of all deed types by id."""
        files = (self.folder / "activities").glob("*.toml")
        return {path.stem: path.read_text("utf-8") for path in files}
