"""Reading the catalogue from files: a folder of activities, and an edition.

Each file is read up to a limit; what can't be read is a mistake like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from plaudit.core.activity import Activity
from plaudit.core.catalogue import activities, editions
from plaudit.core.catalogue.mistakes import Mistake, Mistakes
from plaudit.core.catalogue.source import FILE_BYTES_MAX, Source, read_source
from plaudit.core.edition import Edition
from plaudit.core.marking import N_, Marked
from plaudit.core.sentence import Sentence, sentence

FILES_MAX = 2_000
"""How many activity files a folder may have."""


def source_at(path: Path, *, name: str = "") -> Source:
    """Return a file as a source; one that can't be opened has that as its mistake.

    Units: at most FILE_BYTES_MAX bytes are read, and one to see that there are more.
    """
    shown = name or str(path)
    try:
        with path.open("rb") as file:
            return read_source(shown, file.read(FILE_BYTES_MAX + 1))
    except FileNotFoundError:
        seen = sentence(N_("There is no such file."))
    except IsADirectoryError:
        seen = sentence(N_("This is a folder, not a file."))
    except OSError as error:
        reason = (error.strerror or "it is away").lower()
        seen = sentence(N_("The file can't be read: {reason}."), reason=reason)
    write = sentence(N_("Name a file that can be read."))
    return Source(shown, "", mistakes=(_of_the_file(shown, seen, write=write),))


def read_activities(folder: Path) -> dict[str, Activity]:
    """Return the activities of a folder's *.toml files by id.

    Refuses: Mistakes, all of them, where the folder isn't there, has no such file, has a file with
             a mistake, or two files that give the same id.
    """
    found, mistakes, _ = gather_activities(folder)
    if mistakes:
        raise Mistakes(mistakes)
    return found


def gather_activities(folder: Path) -> tuple[dict[str, Activity], list[Mistake], set[str]]:
    """Return the sound activities of a folder, all mistakes, and the ids of the unsound ones.

    The id of an unsound file is its name without .toml, so that an edition that names it isn't
    blamed as well.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    except NotADirectoryError:
        return _none(folder, N_("This is a file."), N_("Name the folder around it."))
    except OSError:
        seen = N_("There is no such folder of activities, or it can't be read.")
        return _none(folder, seen, N_("Name one with --activities."))
    if not paths:
        seen = N_("The folder has no activity: no file in it ends in .toml.")
        return _none(folder, seen, N_("Name another with --activities."))
    if len(paths) > FILES_MAX:
        seen = N_("The folder has {number} files; {most} is the most.")
        return _none(folder, seen, N_("Make them fewer."), number=len(paths), most=FILES_MAX)
    return _read_all(paths)


def _read_all(paths: list[Path]) -> tuple[dict[str, Activity], list[Mistake], set[str]]:
    found: dict[str, Activity] = {}
    files: dict[str, Path] = {}
    mistakes: list[Mistake] = []
    unread: set[str] = set()
    for path in paths:
        source = source_at(path)
        read = activities.read_activity(source)
        if isinstance(read, list):
            mistakes += read
            unread.add(path.stem)
        elif read.id in found:
            seen = sentence(
                N_('The id "{name}" is taken: {file} has it.'),
                name=read.id,
                file=files[read.id].name,
            )
            write = sentence(N_("Give each activity an id of its own, best the name of its file."))
            mistakes.append(source.mistake(("id",), seen=seen, write=write))
        else:
            found[read.id] = read
            files[read.id] = path
    return found, mistakes, unread


def read_edition(path: Path, known: Mapping[str, Activity]) -> Edition:
    """Return the edition of a file, read with the activities by id.

    Refuses: Mistakes, all of them.
    """
    read = editions.read_edition(source_at(path), known)
    if isinstance(read, list):
        raise Mistakes(read)
    return read


def read_editions(paths: Sequence[Path], known: Mapping[str, Activity]) -> list[Edition]:
    """Return the editions of one programme, the earliest first.

    Refuses: Mistakes, those of all files; and editions that can't follow one another: of another
             programme or time zone, or starting on the same day.
    """
    found: list[Edition] = []
    mistakes: list[Mistake] = []
    for path in paths:
        source = source_at(path)
        read = editions.read_edition(source, known)
        if isinstance(read, list):
            mistakes += read
            continue
        mistakes += [_cannot_follow(source, key, first=found[0]) for key in _other(read, found[:1])]
        for other in found:
            if other.starts_on == read.starts_on:
                seen = sentence(
                    N_('The edition "{edition}" starts on the same day.'), edition=other.id
                )
                write = sentence(N_("Write another day."))
                mistakes.append(source.mistake(("edition", "starts_on"), seen=seen, write=write))
        found.append(read)
    if mistakes:
        raise Mistakes(mistakes)
    return sorted(found, key=lambda edition: edition.starts_on)


def _other(edition: Edition, first: Sequence[Edition]) -> list[str]:
    """Return the keys in which an edition must be like the first one, and isn't."""
    keys = ("programme", "time_zone")
    return [key for one in first for key in keys if getattr(edition, key) != getattr(one, key)]


def _cannot_follow(source: Source, key: str, *, first: Edition) -> Mistake:
    return source.mistake(
        ("edition", key),
        seen=sentence(
            N_('{key} is another than in the edition "{edition}".'), key=key, edition=first.id
        ),
        write=sentence(
            N_('Write {key} = "{value}", or count the editions apart.'),
            key=key,
            value=getattr(first, key),
        ),
    )


def _none(
    folder: Path, seen: Marked, write: Marked, **facts: int
) -> tuple[dict[str, Activity], list[Mistake], set[str]]:
    """Return that a folder gives no activity, and why."""
    told = _of_the_file(str(folder), sentence(seen, **facts), write=sentence(write))
    return {}, [told], set()


def _of_the_file(name: str, seen: Sentence, *, write: Sentence) -> Mistake:
    return Mistake(name, line=0, column=0, key="", seen=seen, write=write)
