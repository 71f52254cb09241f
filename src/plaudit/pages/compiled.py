"""Templates as Jinja2 compiles them: a page is written by one Python function.

Two tags are Django's own, so that a template reads as everywhere: `{% translate "…" %}`, by which
sentences are found, and `{% csrf_token %}`, which stands in each form. Source: decision 0034.
"""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.translation import gettext
from jinja2 import ChainableUndefined, Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

_FORM_FIELD = "PLAUDIT_FORM_FIELD"


class Translate(Extension):
    """`{% translate "A sentence." %}`: the sentence in the reader's language, as it is written."""

    tags = {"translate"}  # noqa: RUF012 (as Jinja2 declares it)

    def parse(self, parser: Parser) -> nodes.Node:
        """Return what writes the sentence."""
        line = next(parser.stream).lineno
        sentence = nodes.Const(parser.stream.expect("string").value)
        return _written(self.call_method("_said", [sentence]), line)

    def _said(self, sentence: str) -> str:
        return gettext(sentence)


class FormField(Extension):
    """`{% csrf_token %}`: the field by which a form proves that it is of one of our pages."""

    tags = {"csrf_token"}  # noqa: RUF012 (as Jinja2 declares it)

    def parse(self, parser: Parser) -> nodes.Node:
        """Return what writes the field."""
        line = next(parser.stream).lineno
        return _written(self.call_method("_field", [nodes.Name("request", "load")]), line)

    def _field(self, request: HttpRequest) -> str:
        """Return the field, masked once for all forms of a page."""
        if _FORM_FIELD not in request.META:
            request.META[_FORM_FIELD] = csrf_input(request)
        return str(request.META[_FORM_FIELD])


def _written(call: nodes.Expr, line: int) -> nodes.Node:
    return nodes.Output([nodes.MarkSafe(call)], lineno=line)


def environment(**options: Any) -> Environment:
    """Return where the pages' templates are compiled. What is missing is shown as nothing."""
    options |= {"undefined": ChainableUndefined, "keep_trailing_newline": True}
    made = Environment(extensions=[Translate, FormField], **options)  # noqa: S701 (Django escapes)
    made.filters["quoted"] = partial(quote, safe="")
    return made
