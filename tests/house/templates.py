"""Every template can be compiled, and names only templates that are there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jinja2 import TemplateSyntaxError
from jinja2.meta import find_referenced_templates

from plaudit.pages.compiled import environment
from tests.house.reading import ROOT, Finding

TEMPLATES = ROOT / "src" / "plaudit" / "pages" / "templates"


def unsound_templates(folder: Path = TEMPLATES) -> Iterator[Finding]:
    """Return what can't be compiled, and where a template is named that isn't there."""
    pages = environment()
    for path in sorted(folder.rglob("*.html")):
        try:
            tree = pages.parse(path.read_text("utf-8"))
        except TemplateSyntaxError as fault:
            yield Finding(_place(path), fault.lineno, f"{fault.message} (Jinja2).")
            continue
        for name in find_referenced_templates(tree):
            if name is not None and not (folder / name).is_file():
                yield Finding(_place(path), 1, f"there is no template {name}.")


def _place(path: Path) -> str:
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name)
