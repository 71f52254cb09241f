"""All checks of the house's own, in the order in which `make check` says them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.house import limits, rooms, sayable
from tests.house.catalogue_words import strange_words
from tests.house.changes import misnumbered_changes
from tests.house.languages import incomplete_languages
from tests.house.places import all_named_places
from tests.house.reading import Finding, Module, modules
from tests.house.refusals import refusal_findings
from tests.house.templates import unsound_templates

Check = Callable[[Module], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    limits.file_lines,
    limits.function_lines,
    limits.parameters,
    limits.registry_only,
    limits.module_names,
    limits.nothing_put_off,
    rooms.core_stands_alone,
    rooms.core_asks_nobody,
    rooms.core_has_no_floats,
    rooms.django_at_home,
    rooms.async_at_home,
    rooms.sql_at_home,
    sayable.made_of_marked_words,
)


def findings() -> Iterator[Finding]:
    """Return every place in the project that breaks a rule."""
    for module in modules():
        for check in CHECKS:
            yield from check(module)
    yield from all_named_places()
    yield from incomplete_languages()
    yield from strange_words()
    yield from misnumbered_changes()
    yield from refusal_findings()
    yield from unsound_templates()
