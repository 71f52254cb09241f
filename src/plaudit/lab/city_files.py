"""A made-up city as Parquet: files of one month at most, in the order of arrival.

The list of struck-out deeds lies in a folder of its own, whose name is passed over where a folder
of deeds is read, and which no `*.parquet` matches.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from plaudit.core.period import date_of
from plaudit.lab.city import City, Sent
from plaudit.replay.columns import concatenated
from plaudit.replay.made_deeds import FactColumn, Names, write_deeds, write_ids

STRUCK_OUT = Path("_struck-out", "struck-out.parquet")
FILE_ROWS = 2_000_000
"""From so many deeds on a new file is begun; a month begins one too."""


def write_city(
    city: City,
    folder: Path,
    *,
    first_day: int,
    last_day: int,
    moved: Callable[[int], None] = lambda _: None,
) -> tuple[list[Path], int]:
    """Write the deeds that arrive from one day to another; return the files, and how many.

    The list STRUCK_OUT in the folder names those of them that are struck out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    waiting: list[Sent] = []
    wrong: list[Sent] = []
    held = total = 0
    for day, sent in city.days(first_day, last_day):
        waiting.append(sent)
        wrong.append(city.wrong(day, sent))
        held += len(sent.number)
        if held >= FILE_ROWS or day == last_day or date_of(day + 1).day == 1:
            month = f"{date_of(day):%Y-%m}"
            part = 1 + sum(file.name.startswith(f"deeds-{month}") for file in files)
            files.append(folder / f"deeds-{month}-{part:03d}.parquet")
            _write(city, waiting, files[-1])
            total += held
            moved(held)
            waiting, held = [], 0
    _write_struck_out(city, wrong, folder / STRUCK_OUT)
    return files, total


def _write(city: City, sent: Sequence[Sent], file: Path) -> None:
    columns = {
        "number": concatenated([one.number for one in sent]),
        "activity": concatenated([one.activity for one in sent]),
        "partner": concatenated([one.partner for one in sent]),
        "member": concatenated([one.member for one in sent]),
        "happened_at": concatenated([one.happened_at for one in sent]),
    }
    facts = [
        FactColumn(
            name,
            city.choices().get(name, ()),
            max(fact.places for one in city.activities for fact in one.facts if fact.name == name),
            concatenated([one.facts[name] for one in sent]),
        )
        for name in sent[0].facts
    ]
    names = Names([one.id for one in city.activities], [one.id for one in city.partners])
    write_deeds(file, columns, facts, names=names)


def _write_struck_out(city: City, wrong: Sequence[Sent], file: Path) -> None:
    file.parent.mkdir()
    columns = {
        "number": concatenated([one.number for one in wrong]),
        "partner": concatenated([one.partner for one in wrong]),
    }
    write_ids(file, columns, [one.id for one in city.partners])
