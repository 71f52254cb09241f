"""What the pages' templates do beside Jinja2: sentences, the forms' field, what is missing."""

from __future__ import annotations

import re

import pytest
from django.test import RequestFactory
from django.utils import translation

from plaudit.pages.compiled import environment


def written(template: str, **shown: object) -> str:
    return environment(autoescape=True).from_string(template).render(shown)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "My points"), ("th", "คะแนนของฉัน"), ("zh-hans", "我的积分")]
)
def test_a_sentence_is_said_in_the_readers_language(language: str, said: str) -> None:
    with translation.override(language):
        assert written('{% translate "My points" %}') == said


def test_the_forms_of_a_page_have_one_field_and_those_of_the_next_another() -> None:
    def fields() -> list[str]:
        request = RequestFactory().get("/member/")
        return re.findall(
            r'value="(\w+)"', written("{% csrf_token %}{% csrf_token %}", request=request)
        )

    first, second = fields(), fields()

    assert len(set(first)) == len(set(second)) == 1
    assert len(first) == len(second) == 2
    assert first[0] != second[0]


def test_what_is_missing_is_shown_as_nothing_and_what_is_there_is_escaped() -> None:
    assert written("[{{ deed.partner.name }}]{% if deed.partner %}x{% endif %}") == "[]"
    assert written("{{ name }} {{ place|quoted }}", name="<b>&", place="a/b c") == (
        "&lt;b&gt;&amp; a%2Fb%20c"
    )
