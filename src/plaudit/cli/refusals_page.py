"""The reference page of refusals, made from the list of their codes."""

from __future__ import annotations

import inspect
import re

from plaudit.core.refusals import REASONS, Code

_HEAD = """<!-- Made from the code by `plaudit schema --write`; change core/codes.py. -->
# Refusals

Every no that Plaudit says, in order of precedence: of two that hold, the earlier one is said. The
status is that of a request which is refused as a whole. Words in braces are facts, filled in when
it is said; a running service answers `GET /v1/refusals` with the same list.
"""
_HEADING_OR_CODE = re.compile(r'^    (?:# (?P<heading>.+)|\w+ = "(?P<code>\w+)")$', re.MULTILINE)


def page() -> str:
    """Return the page, as Markdown."""
    return _HEAD + "".join(_section(heading, codes) for heading, codes in _groups())


def _groups() -> list[tuple[str, list[Code]]]:
    """Return the codes under the headings that stand as comments above them in the list."""
    groups: list[tuple[str, list[Code]]] = []
    for found in _HEADING_OR_CODE.finditer(inspect.getsource(Code)):
        if found["heading"]:
            groups.append((found["heading"], []))
        else:
            groups[-1][1].append(Code(found["code"]))
    assert [code for _, codes in groups for code in codes] == list(Code), "a code has no heading"
    return groups


def _section(heading: str, codes: list[Code]) -> str:
    rows = [f"| `{code}` | {REASONS[code].status} | {_sentence(code)} |" for code in codes]
    title = f"{heading[0].upper()}{heading[1:]}"
    head = f"\n## {title}\n| code | status | what is said |\n|---|---|---|\n"
    return head + "\n".join(rows) + "\n"


def _sentence(code: Code) -> str:
    """Return a sentence for a cell: doubled braces are single ones to its reader."""
    said = REASONS[code].sentence.replace("{{", "{").replace("}}", "}")
    return said.replace("|", "\\|").replace("<key>", "&lt;key&gt;")
