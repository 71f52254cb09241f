"""Templates as Jinja2 compiles them: a page is written by one Python function.

Two tags are Django's own, so that a template reads as everywhere: `{% translate "…" %}`, by which
sentences are found, and `{% csrf_token %}`, which stands in each form. Source: decision 0034.
"""

from __future__ import annotations

import re
from functools import cache, partial
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.translation import get_language, gettext
from jinja2 import ChainableUndefined, Environment, nodes, pass_context
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context

_FORM_FIELD = "PLAUDIT_FORM_FIELD"
_SAID = "said"
_INCLUDED = re.compile(r'{% include "([^"]+)" %}')


class Inlined(Extension):
    """`{% include "…" %}`: what stands in the other file is compiled into this one.

    A page with 10 entries includes forty times, and each would look the file and all names up.
    """

    def preprocess(self, source: str, *_named: str | None) -> str:
        """Return a template with all that it includes."""
        loader = self.environment.loader
        if loader is None:  # a template that is only looked at
            return source

        def included(found: re.Match[str]) -> str:
            text, _, _ = loader.get_source(self.environment, found[1])
            return self.preprocess(text)

        return _INCLUDED.sub(included, source)


class Translate(Extension):
    """`{% translate "A sentence." %}`: the sentence in the reader's language, as it is written."""

    tags = {"translate"}  # noqa: RUF012 (as Jinja2 declares it)

    def parse(self, parser: Parser) -> nodes.Node:
        """Return what writes the sentence."""
        line = next(parser.stream).lineno
        sentence = nodes.Const(parser.stream.expect("string").value)
        said = nodes.Filter(sentence, _SAID, [], [], None, None, lineno=line)
        return nodes.Output([nodes.MarkSafe(said)], lineno=line)


class FormField(Extension):
    """`{% csrf_token %}`: the field by which a form proves that it is of one of our pages."""

    tags = {"csrf_token"}  # noqa: RUF012 (as Jinja2 declares it)

    def parse(self, parser: Parser) -> nodes.Node:
        """Return what writes the field."""
        line = next(parser.stream).lineno
        field = self.call_method("_field", [nodes.Name("request", "load")])
        return nodes.Output([nodes.MarkSafe(field)], lineno=line)

    def _field(self, request: HttpRequest) -> str:
        """Return the field, masked once for all forms of a page."""
        if _FORM_FIELD not in request.META:
            request.META[_FORM_FIELD] = csrf_input(request)
        return str(request.META[_FORM_FIELD])


@pass_context  # so that it is asked at each page, and not once while a template is compiled
def _said(_context: Context, sentence: str) -> str:
    """Return a sentence in the language that is spoken, which needn't be the request's."""
    return _said_in(get_language() or "", sentence)


@cache
def _said_in(_language: str, sentence: str) -> str:
    return gettext(sentence)


def environment(**options: Any) -> Environment:
    """Return where the pages' templates are compiled. What is missing is shown as nothing."""
    options |= {"undefined": ChainableUndefined, "keep_trailing_newline": True}
    made = Environment(extensions=[Inlined, Translate, FormField], **options)  # noqa: S701 (Django escapes)
    made.filters[_SAID] = _said
    made.filters["quoted"] = partial(quote, safe="")
    return made
