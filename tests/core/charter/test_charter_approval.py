"""An approval is for every word of an edition and of the deed types that it counts."""

from __future__ import annotations

import copy
import re
import tomllib
from itertools import islice
from typing import Any

from plaudit.core.catalogue.activity_fields import ACTIVITY, FACT
from plaudit.core.catalogue.source import read_source
from plaudit.core.catalogue.stage_fields import CEILING, RULE, TALLY
from plaudit.core.catalogue.whole import PARTS, WHOLE_EDITION
from plaudit.core.charter.approval import APPROVAL, content_hash
from plaudit.core.charter.view import View, World
from tests.core.charter.cases import Files, accepted, deed_types, registries, report_of
from tests.core.charter.mutations import mutations
from tests.core.charter.toml_text import toml_text
from tests.core.notice.fullest import changed, fullest, leaves, view_of

VOID = "Something was changed after the approval: the approval is void."


def _approved(sha256: str) -> str:
    return (
        '\n[approval]\nby = "Anan Wongsa, city council"\napproved_on = 2026-03-09\n'
        f'sha256 = "{sha256}"\n'
    )


def _hash(edition: dict[str, Any], deed: dict[str, Any]) -> str:
    return content_hash(view_of(edition, deed, registries()))


def test_each_leaf_of_an_edition_and_of_its_deed_type_is_covered() -> None:
    edition, deed = fullest()
    approved = _hash(edition, deed)

    kept = [
        path
        for path in leaves(edition)
        for other in islice(changed(edition, path), 1)
        if _hash(other, deed) == approved
    ]
    kept += [
        path
        for path in leaves(deed)
        if path != ("id",)  # its name in rules: with another it is another deed type
        for other in islice(changed(deed, path), 1)
        if _hash(edition, other) == approved
    ]
    assert kept == []


def test_that_edition_has_every_key_that_there_is() -> None:
    edition, deed = fullest()
    stages = {"rule": RULE, "tally": TALLY, "ceiling": CEILING}
    tables = {part.name: part.table for part in PARTS if part.name != APPROVAL} | stages
    written = {name: {key for one in _tables(edition[name]) for key in one} for name in tables}
    missing = {
        f"{name}.{field.name}"
        for name, table in tables.items()
        for field in table.fields
        if field.name not in written[name]
    }
    facts = {key for fact in deed["facts"].values() for key in fact}

    # Other ways to count, each as good as one that is there: what matters is that it is a key.
    counting = {"when", "weigh", "each", "rate", "every", "rounding", "per", "count", "bands"}
    assert {one for one in missing if one.split(".")[1] not in counting | {"ladder"}} == set()
    assert {field.name for field in ACTIVITY.fields} <= set(deed)
    assert {field.name for field in FACT.fields} <= facts
    assert set(edition) == {field.name for field in WHOLE_EDITION.fields} - {APPROVAL}


def _tables(value: Any) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else [value]


def test_a_key_that_is_added_or_taken_out_anywhere_is_covered() -> None:
    edition, deed = fullest()
    approved = _hash(edition, deed)

    for path in leaves(edition):
        less = copy.deepcopy(edition)
        table: Any = less
        for key in path[:-1]:
            table = table[key]
        value = table.pop(path[-1])
        assert _hash(less, deed) != approved, path
        if isinstance(table, dict):
            table |= {path[-1]: value, "zqx_field": 1}
            assert _hash(less, deed) != approved, path


def test_the_check_says_that_an_approval_is_void_whatever_was_changed() -> None:
    """Of every accepted edition, with everything that a mutation makes of it."""
    sha256 = {}
    for name, text in accepted().items():
        known = {id: read_source(id, one.encode()) for id, one in deed_types().items()}
        view = View(read_source(name, text.encode()), "edition", World(registries(), known))
        sha256[name] = content_hash(view)
    silent = []
    for mutation in mutations()[::40]:  # each fortieth: all of them would take minutes
        name = mutation.name.partition(":")[0]
        text = mutation.files.edition + _approved(sha256[name])
        report = report_of(mutation.files._replace(edition=text))
        if report.view is None:
            continue  # it can't be read at all
        if VOID not in {found.mistake.seen for found in report.findings}:
            silent.append(mutation.name)
    assert silent == []


def test_an_author_named_as_approver_afterwards_is_one_error() -> None:
    text = next(iter(accepted().values()))
    author = tomllib.loads(text)["people"]["author"]
    written, changes = re.subn(r"(?m)^(approver *= ).*$", rf'\g<1>"{author}"', text)

    report = report_of(Files(written + _approved("0" * 64), deed_types()))

    errors = [found.mistake.key for found in report.findings if found.is_error]
    assert (changes, errors) == (1, ["people.approver"])


def test_the_same_content_written_otherwise_keeps_its_approval() -> None:
    edition, deed = fullest()
    turned = {key: edition[key] for key in reversed(edition)}

    assert toml_text(turned) != toml_text(edition)
    assert _hash(turned, deed) == _hash(edition, deed)
